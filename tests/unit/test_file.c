/* Whole files, read with a ceiling and written through a rename. */
#include <noticelog/file.h>

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/noticelog-file-XXXXXX";

static void begin(void)
{
	cr_assert_not_null(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
}

static void end(void)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	while ((entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			unlinkat(dirfd(dir), entry->d_name,
				 entry->d_type == DT_DIR ? AT_REMOVEDIR : 0);
	closedir(dir);
	cr_assert_eq(rmdir(folder), 0);
}

TestSuite(file, .init = begin, .fini = end);

static size_t entries(void)
{
	DIR *dir = opendir(".");
	size_t count = 0;

	while (readdir(dir))
		count++;
	closedir(dir);
	return count - 2;
}

Test(file, reads_what_it_wrote_byte_for_byte)
{
	nlog_slice content = NLOG_SLICE("a\0b\r\n\xff");
	nlog_str out = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;

	cr_assert_eq(nlog_file_write("a.bin", content, &err), 0, "%s", err.text);
	nlog_str_add(&out, "before");
	cr_assert_eq(nlog_file_read(&out, "a.bin", 100, &err), 0, "%s", err.text);
	cr_assert(nlog_slice_equal(nlog_slice_from(nlog_str_slice(&out), 6), content));
	cr_assert_eq(nlog_file_write("a.bin", NLOG_SLICE(""), &err), 0);
	nlog_str_truncate(&out, 0);
	cr_assert_eq(nlog_file_read(&out, "a.bin", 100, &err), 0);
	cr_assert_eq(out.len, 0);
	cr_assert_eq(entries(), 1, "no temporary file stays");
	nlog_str_clear(&out);
}

Test(file, refuses_more_than_its_limit_while_reading)
{
	nlog_str out = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;

	cr_assert_eq(nlog_file_write("a", NLOG_SLICE("12345"), &err), 0);
	nlog_str_add(&out, "x");
	cr_assert_eq(nlog_file_read(&out, "a", 4, &err), NLOG_ELIMIT);
	cr_assert_str_eq(nlog_str_text(&out), "x", "as before");
	cr_assert_eq(nlog_file_read(&out, "a", 5, &err), 0);
	cr_assert_str_eq(nlog_str_text(&out), "x12345");
	/* One that never ends is no file of any size. */
	cr_assert_eq(nlog_file_read(&out, "/dev/zero", 1 << 20, &err), NLOG_ELIMIT);
	cr_assert_str_eq(nlog_str_text(&out), "x12345");
	nlog_str_clear(&out);
}

Test(file, says_what_it_cannot_read)
{
	nlog_str out = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;

	cr_assert_eq(nlog_file_read(&out, "missing.txt", 10, &err), NLOG_ENOTFOUND);
	cr_assert_not_null(strstr(err.text, "missing.txt"), "%s", err.text);
	cr_assert_eq(nlog_file_read(&out, "missing/a.txt", 10, &err), NLOG_ENOTFOUND);
	cr_assert_eq(mkdir("folder", 0700), 0);
	cr_assert_eq(nlog_file_read(&out, "folder", 10, &err), NLOG_EIO);
	cr_assert_not_null(strstr(err.text, "folder"), "%s", err.text);
	cr_assert_eq(nlog_file_read(&out, "", 10, &err), NLOG_ENOTFOUND);
	cr_assert_null(out.data);
}

Test(file, replaces_a_symbolic_link_and_leaves_its_target)
{
	nlog_str out = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	struct stat about;

	cr_assert_eq(nlog_file_write("target", NLOG_SLICE("old"), &err), 0);
	cr_assert_eq(symlink("target", "link"), 0);
	cr_assert_eq(nlog_file_write("link", NLOG_SLICE("new"), &err), 0, "%s", err.text);
	cr_assert_eq(lstat("link", &about), 0);
	cr_assert(S_ISREG(about.st_mode));
	cr_assert_eq(nlog_file_read(&out, "target", 10, &err), 0);
	cr_assert_str_eq(nlog_str_text(&out), "old");
	cr_assert_eq(entries(), 2);
	nlog_str_clear(&out);
}

Test(file, writes_into_what_cannot_be_replaced)
{
	nlog_error err = NLOG_ERROR_INIT;
	char read_back[8] = "";
	struct stat about;
	int fd;

	cr_assert_eq(mkfifo("fifo", 0600), 0);
	fd = open("fifo", O_RDONLY | O_NONBLOCK);
	cr_assert_eq(nlog_file_write("fifo", NLOG_SLICE("new"), &err), 0, "%s", err.text);
	cr_assert_eq(read(fd, read_back, sizeof(read_back)), 3);
	cr_assert_str_eq(read_back, "new");
	close(fd);
	cr_assert_eq(lstat("fifo", &about), 0);
	cr_assert(S_ISFIFO(about.st_mode));
	/* As /dev/stdout is, but not where a failure would harm the machine. */
	cr_assert_geq(fd = open("file", O_RDWR | O_CREAT, 0600), 0);
	cr_assert_eq(dup2(fd, 9), 9);
	cr_assert_eq(symlink("/proc/self/fd/9", "stdout"), 0);
	cr_assert_eq(nlog_file_write("stdout", NLOG_SLICE("new"), &err), 0, "%s", err.text);
	cr_assert_eq(lstat("stdout", &about), 0);
	cr_assert(S_ISLNK(about.st_mode));
	cr_assert_eq(fstat(fd, &about), 0);
	cr_assert_eq(about.st_size, 3);
	close(fd);
	close(9);
	cr_assert_eq(symlink("/dev/full", "full"), 0);
	cr_assert_eq(nlog_file_write("full", NLOG_SLICE("new"), &err), NLOG_EIO);
	cr_assert_eq(entries(), 4);
}

Test(file, keeps_a_private_file_private)
{
	nlog_error err = NLOG_ERROR_INIT;
	struct stat about;

	cr_assert_eq(nlog_file_write("a", NLOG_SLICE("old"), &err), 0);
	cr_assert_eq(chmod("a", 0600), 0);
	cr_assert_eq(nlog_file_write("a", NLOG_SLICE("new"), &err), 0);
	cr_assert_eq(stat("a", &about), 0);
	cr_assert_eq(about.st_mode & 0777, 0600);
}

Test(file, leaves_nothing_where_it_cannot_write)
{
	nlog_error err = NLOG_ERROR_INIT;

	cr_assert_eq(nlog_file_write("missing/a", NLOG_SLICE("x"), &err), NLOG_EIO);
	cr_assert_not_null(strstr(err.text, "missing/a"), "%s", err.text);
	cr_assert_eq(mkdir("folder", 0700), 0);
	cr_assert_eq(nlog_file_write("folder", NLOG_SLICE("x"), &err), NLOG_EIO);
	cr_assert_eq(entries(), 1);
}

Test(file, names_the_last_part_of_a_path)
{
	cr_assert_str_eq(nlog_file_name("a/b/c.txt"), "c.txt");
	cr_assert_str_eq(nlog_file_name("/c.txt"), "c.txt");
	cr_assert_str_eq(nlog_file_name("c.txt"), "c.txt");
	cr_assert_str_eq(nlog_file_name(""), "");
}
