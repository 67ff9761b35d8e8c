/* Reading whole files, and folders to fill. */
#include <noticelog/file.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <noticelog/alloc.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_open.h"

const char *nlog_file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

int file_open_to_read(const char *path, int *fd, nlog_error *err)
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
	char chunk[1 << 16];
	int fd = STDIN_FILENO;
	int rc = is_input ? 0 : file_open_to_read(path, &fd, err);

	if (rc)
		return rc;
	for (;;) {
		ssize_t got = read(fd, chunk, sizeof(chunk));

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
	return rc;
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
