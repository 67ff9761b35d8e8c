/* A file read line by line. */
#include <noticelog/file.h>

#include <errno.h>
#include <noticelog/alloc.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_open.h"

#define PIECE ((size_t)256 << 10)

struct nlog_lines {
	char *name; /* for messages */
	int fd;
	char *piece;
	nlog_str bytes;       /* read, and not given out yet from `start` on */
	size_t start, looked; /* looked: no LF stands before this */
	size_t count, given, total;
	bool is_ended;
};

int nlog_lines_open(nlog_lines **out, const char *path, nlog_error *err)
{
	bool is_input = strcmp(path, "-") == 0;
	struct stat about;
	nlog_lines *lines;
	int fd = STDIN_FILENO;
	int rc = is_input ? 0 : file_open_to_read(path, &fd, err);

	if (rc)
		return rc;
	lines = nlog_alloc(sizeof(*lines));
	lines->name = nlog_strdup(is_input ? "standard input" : path);
	lines->piece = nlog_alloc(PIECE);
	lines->fd = fd;
	if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0)
		lines->total = (size_t)about.st_size;
	*out = lines;
	return 0;
}

/* Throw away what was given out. */
static void make_room(nlog_lines *lines)
{
	size_t left = lines->bytes.len - lines->start;

	if (!lines->start)
		return;
	memmove(lines->bytes.data, lines->bytes.data + lines->start, left);
	nlog_str_truncate(&lines->bytes, left);
	lines->looked -= lines->start;
	lines->start = 0;
}

static int read_piece(nlog_lines *lines, nlog_error *err)
{
	ssize_t got;

	make_room(lines);
	do
		got = read(lines->fd, lines->piece, PIECE);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		nlog_str_addn(&lines->bytes, lines->piece, (size_t)got);
	if (got < 0)
		return nlog_error_set(err, NLOG_EIO, "cannot read '%s': %s", lines->name,
				      strerror(errno));
	lines->is_ended = got == 0;
	return 0;
}

/* The end of the line that begins at `start`, or NULL. */
static const char *find_end(nlog_lines *lines)
{
	const char *end = NULL;

	if (lines->looked < lines->bytes.len)
		end = memchr(lines->bytes.data + lines->looked, '\n',
			     lines->bytes.len - lines->looked);
	lines->looked = lines->bytes.len;
	return end;
}

static void give(nlog_lines *lines, nlog_slice *line, size_t len, size_t with_end)
{
	*line = (nlog_slice){lines->bytes.data + lines->start, len};
	lines->start += with_end;
	lines->looked = lines->start;
	lines->given += with_end;
	lines->count++;
}

int nlog_lines_next(nlog_lines *lines, nlog_slice *line, size_t limit, nlog_error *err)
{
	*line = (nlog_slice){NULL, 0};
	for (;;) {
		const char *end = find_end(lines);
		size_t len = end ? (size_t)(end - lines->bytes.data) - lines->start
				 : lines->bytes.len - lines->start;
		int rc;

		if (len > limit)
			return nlog_error_at(err, NLOG_ELIMIT, lines->name,
					     (unsigned)lines->count + 1, 0,
					     "a line of more than %zu MiB", limit >> 20);
		if (end || (lines->is_ended && len)) {
			give(lines, line, len, end ? len + 1 : len);
			return 0;
		}
		if (lines->is_ended)
			return 0;
		rc = read_piece(lines, err);
		if (rc)
			return rc;
	}
}

size_t nlog_lines_count(const nlog_lines *lines)
{
	return lines->count;
}

size_t nlog_lines_bytes(const nlog_lines *lines, size_t *total)
{
	*total = lines->total;
	return lines->given;
}

void nlog_lines_free(nlog_lines *lines)
{
	if (!lines)
		return;
	if (lines->fd != STDIN_FILENO)
		close(lines->fd);
	nlog_str_clear(&lines->bytes);
	nlog_free(lines->piece);
	nlog_free(lines->name);
	nlog_free(lines);
}
