/* Writing files whole or not at all. */
#include <noticelog/file.h>

#include <errno.h>
#include <fcntl.h>
#include <noticelog/alloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Written at once: small pieces are gathered up to this. */
#define PIECE ((size_t)64 << 10)

struct nlog_file_writer {
	char *path;         /* NULL: the standard output */
	nlog_str temporary; /* the new file's name; empty: bytes go to the path itself */
	nlog_str held;
	int fd;
};

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

static int fail(const nlog_file_writer *writer, int cause, nlog_error *err)
{
	if (!writer->path)
		return nlog_error_set(err, NLOG_EIO, "cannot write to standard output: %s",
				      strerror(cause));
	return nlog_error_set(err, NLOG_EIO, "cannot write '%s': %s", writer->path,
			      strerror(cause));
}

static void writer_free(nlog_file_writer *writer)
{
	nlog_str_clear(&writer->temporary);
	nlog_str_clear(&writer->held);
	nlog_free(writer->path);
	nlog_free(writer);
}

/* A stream is written to as it is, other files through a new one beside them. */
static bool open_to_write(nlog_file_writer *writer)
{
	if (!writer->path)
		writer->fd = STDOUT_FILENO;
	else if (is_stream(writer->path))
		writer->fd = open(writer->path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY);
	else {
		nlog_str_addf(&writer->temporary, "%s.XXXXXX", writer->path);
		writer->fd = mkostemp(writer->temporary.data, O_CLOEXEC);
	}
	return writer->fd >= 0 &&
	       (!writer->temporary.len || fchmod(writer->fd, mode_for(writer->path)) == 0);
}

int nlog_file_writer_open(nlog_file_writer **out, const char *path, nlog_error *err)
{
	nlog_file_writer *writer = nlog_alloc(sizeof(*writer));

	writer->path = path ? nlog_strdup(path) : NULL;
	if (!open_to_write(writer)) {
		int rc = fail(writer, errno, err);

		(void)nlog_file_writer_close(writer, false, NULL);
		return rc;
	}
	*out = writer;
	return 0;
}

static int put_held(nlog_file_writer *writer, nlog_error *err)
{
	bool done = write_all(writer->fd, nlog_str_slice(&writer->held));

	nlog_str_truncate(&writer->held, 0);
	return done ? 0 : fail(writer, errno, err);
}

int nlog_file_writer_put(nlog_file_writer *writer, nlog_slice bytes, nlog_error *err)
{
	nlog_str_add_slice(&writer->held, bytes);
	return writer->held.len < PIECE ? 0 : put_held(writer, err);
}

/* The new file gets its name once it is whole and durable. */
static bool keep(nlog_file_writer *writer)
{
	bool is_new = writer->temporary.len > 0;
	int fd = writer->fd;

	if (is_new && fsync(fd) != 0)
		return false;
	writer->fd = -1;
	if (fd != STDOUT_FILENO && close(fd) != 0)
		return false;
	if (!is_new)
		return true;
	if (rename(nlog_str_text(&writer->temporary), writer->path) != 0)
		return false;
	nlog_str_clear(&writer->temporary);
	return sync_folder(writer->path);
}

int nlog_file_writer_close(nlog_file_writer *writer, bool is_whole, nlog_error *err)
{
	bool is_begun = writer->fd >= 0;
	int rc = is_whole || !writer->temporary.len ? put_held(writer, err) : 0;

	if (!rc && is_whole && !keep(writer))
		rc = fail(writer, errno, err);
	if (writer->fd >= 0 && writer->fd != STDOUT_FILENO)
		close(writer->fd);
	if (is_begun && writer->temporary.len)
		(void)unlink(nlog_str_text(&writer->temporary));
	writer_free(writer);
	return rc;
}

int nlog_file_write(const char *path, nlog_slice content, nlog_error *err)
{
	nlog_file_writer *writer = NULL;
	int rc = nlog_file_writer_open(&writer, path, err);

	if (rc)
		return rc;
	rc = nlog_file_writer_put(writer, content, err);
	if (!rc)
		return nlog_file_writer_close(writer, true, err);
	(void)nlog_file_writer_close(writer, false, NULL);
	return rc;
}
