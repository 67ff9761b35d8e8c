/* Reading and writing whole files. */
#include <noticelog/file.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <noticelog/alloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *nlog_file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int open_to_read(const char *path, int *fd, nlog_error *err)
{
	struct stat status;

	/* A FIFO without a writer must not hold us up before we know what it is. */
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (*fd < 0)
		return nlog_error_set(err, errno == ENOENT ? NLOG_ENOTFOUND : NLOG_EIO,
				      "cannot read '%s': %s", path, strerror(errno));
	if (fstat(*fd, &status) == 0 && S_ISDIR(status.st_mode)) {
		close(*fd);
		return nlog_error_set(
			err, NLOG_EIO,
			"cannot read '%s': it is a folder; name the files in it", path);
	}
	if (fcntl(*fd, F_SETFL, fcntl(*fd, F_GETFL) & ~O_NONBLOCK) < 0) {
		close(*fd);
		return nlog_error_set(err, NLOG_EIO, "cannot read '%s': %s", path,
				      strerror(errno));
	}
	return 0;
}

int nlog_file_read(nlog_str *out, const char *path, size_t limit, nlog_error *err)
{
	bool is_input = strcmp(path, "-") == 0;
	const char *shown = is_input ? "standard input" : path;
	size_t before = out->len;
	char *chunk = nlog_alloc(1 << 16);
	int fd = STDIN_FILENO;
	int rc = is_input ? 0 : open_to_read(path, &fd, err);

	if (rc) {
		nlog_free(chunk);
		return rc;
	}
	for (;;) {
		ssize_t got = read(fd, chunk, 1 << 16);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			rc = nlog_error_set(err, NLOG_EIO, "cannot read '%s': %s", shown,
					    strerror(errno));
		else if (out->len - before + (size_t)got > limit)
			rc = nlog_error_set(
				err, NLOG_ELIMIT,
				"cannot read '%s': larger than the limit of %zu MiB", shown,
				limit >> 20);
		if (rc || got == 0)
			break;
		nlog_str_addn(out, chunk, (size_t)got);
	}
	if (rc)
		nlog_str_truncate(out, before);
	if (!is_input)
		close(fd);
	nlog_free(chunk);
	return rc;
}

static bool write_all(int fd, nlog_slice content)
{
	while (content.len) {
		ssize_t put = write(fd, content.data, content.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		content = nlog_slice_from(content, (size_t)put);
	}
	return true;
}

/* Make a new name in the folder durable. */
static bool sync_folder(const char *path)
{
	const char *name = nlog_file_name(path);
	char *folder =
		name == path ? nlog_strdup(".") : nlog_strndup(path, (size_t)(name - path));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done = fd >= 0 && fsync(fd) == 0;
	int cause = errno;

	if (fd >= 0)
		close(fd);
	nlog_free(folder);
	errno = cause;
	return done;
}

/* A terminal, a pipe or /dev/null, which a rename would make a file of; /dev/stdout too. */
static bool is_stream(const char *path)
{
	static const char open_files[] = "/proc/self/fd/";
	char target[sizeof(open_files)] = "";
	struct stat about;

	if (readlink(path, target, sizeof(target) - 1) > 0 &&
	    strcmp(target, open_files) == 0)
		return true;
	return stat(path, &about) == 0 &&
	       (S_ISCHR(about.st_mode) || S_ISFIFO(about.st_mode));
}

/* It can be neither replaced nor made durable. */
static bool write_stream(const char *path, nlog_slice content)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY);
	bool done = fd >= 0 && write_all(fd, content);
	int cause = errno;

	if (fd >= 0 && close(fd) != 0 && done)
		return false;
	errno = cause;
	return done;
}

/* What is private stays so: a file keeps the mode of the one that it replaces. */
static mode_t mode_for(const char *path)
{
	struct stat about;
	mode_t mask = umask(0);

	umask(mask);
	if (lstat(path, &about) == 0 && S_ISREG(about.st_mode))
		return about.st_mode & 0777;
	return 0666 & ~mask;
}

/* @return whether the file is there, whole and durable; else errno says why not */
static bool replace(const char *path, nlog_slice content)
{
	nlog_str temporary = NLOG_STR_INIT;
	int fd, cause;
	bool done;

	nlog_str_addf(&temporary, "%s.XXXXXX", path);
	fd = mkostemp(temporary.data, O_CLOEXEC);
	done = fd >= 0 && fchmod(fd, mode_for(path)) == 0 && write_all(fd, content) &&
	       fsync(fd) == 0;
	cause = errno;
	if (fd >= 0 && close(fd) != 0 && done) {
		done = false;
		cause = errno;
	}
	if (done && (rename(temporary.data, path) != 0 || !sync_folder(path))) {
		done = false;
		cause = errno;
	}
	if (!done && fd >= 0)
		(void)unlink(temporary.data);
	nlog_str_clear(&temporary);
	errno = cause;
	return done;
}

int nlog_file_write(const char *path, nlog_slice content, nlog_error *err)
{
	bool done = is_stream(path) ? write_stream(path, content) : replace(path, content);

	return done ? 0
		    : nlog_error_set(err, NLOG_EIO, "cannot write '%s': %s", path,
				     strerror(errno));
}

/* @return 1 if the folder is empty, 0 if it is not, -1 with errno */
static int is_empty(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *file;
	int empty = 1;

	if (!dir)
		return -1;
	while (empty && (file = readdir(dir)))
		empty = strcmp(file->d_name, ".") == 0 || strcmp(file->d_name, "..") == 0;
	closedir(dir);
	return empty;
}

int nlog_folder_claim(const char *path, bool *made, nlog_error *err)
{
	int empty;

	*made = mkdir(path, 0777) == 0;
	if (*made)
		return 0;
	if (errno == ENOENT)
		return nlog_error_set(err, NLOG_ENOTFOUND,
				      "cannot make '%s': the folder above it is missing",
				      path);
	if (errno != EEXIST)
		return nlog_error_set(err, NLOG_EIO, "cannot make '%s': %s", path,
				      strerror(errno));
	empty = is_empty(path);
	if (empty > 0)
		return 0;
	if (empty < 0 && errno != ENOTDIR)
		return nlog_error_set(err, NLOG_EIO, "cannot read '%s': %s", path,
				      strerror(errno));
	return nlog_error_set(err, NLOG_EEXISTS,
			      "'%s' exists and is not an empty folder; nothing was changed",
			      path);
}
