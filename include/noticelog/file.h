/**
 * @file
 * Reading and writing files: whole, or line by line.
 */
#ifndef NOTICELOG_FILE_H
#define NOTICELOG_FILE_H

#include <stdbool.h>

#include <noticelog/error.h>
#include <noticelog/str.h>

/** Documents and notices may not be larger (16 MiB). */
#define NLOG_FILE_LIMIT ((size_t)16 << 20)

/**
 * Append the whole of a file; `-` is the standard input.
 *
 * @param limit  the most bytes; a larger file is refused while reading
 * @return 0, NLOG_ENOTFOUND, NLOG_EIO or NLOG_ELIMIT; *out is then as before
 */
int nlog_file_read(nlog_str *out, const char *path, size_t limit, nlog_error *err);

/**
 * Write a file whole or not at all: a new file beside it, made durable, takes
 * its name and its mode. A symbolic link at path is replaced, not followed. A
 * pipe, a terminal or another character device is written to as it is.
 *
 * @return 0 or NLOG_EIO
 */
int nlog_file_write(const char *path, nlog_slice content, nlog_error *err);

/** A file being written piece by piece; see nlog_file_write() for what becomes of it. */
typedef struct nlog_file_writer nlog_file_writer;

/**
 * Begin to write.
 *
 * @param path  NULL: the standard output
 * @param out   end with nlog_file_writer_close(); untouched on failure
 */
int nlog_file_writer_open(nlog_file_writer **out, const char *path, nlog_error *err);
/** Add bytes, which need not be out yet when the call returns. */
int nlog_file_writer_put(nlog_file_writer *writer, nlog_slice bytes, nlog_error *err);
/**
 * End, and free the writer.
 *
 * @param is_whole  false: what was written of a file is thrown away, what a stream
 *                  has got stays
 * @return 0, or NLOG_EIO; then there is no new file
 */
int nlog_file_writer_close(nlog_file_writer *writer, bool is_whole, nlog_error *err);

/** Lines being read one after the other, of a file or the standard input. */
typedef struct nlog_lines nlog_lines;

/** Begin to read; `-` is the standard input. @param out free with nlog_lines_free() */
int nlog_lines_open(nlog_lines **out, const char *path, nlog_error *err);
/**
 * Read the next line, without its LF.
 *
 * @param line   borrowed until the next call; data NULL: there is none
 * @param limit  the most bytes of a line; a longer one is refused while reading
 * @return 0, NLOG_ELIMIT or NLOG_EIO
 */
int nlog_lines_next(nlog_lines *lines, nlog_slice *line, size_t limit, nlog_error *err);
/** @return how many lines were read */
size_t nlog_lines_count(const nlog_lines *lines);
/** @return how many bytes were read, and through total (0: not known) how many there are */
size_t nlog_lines_bytes(const nlog_lines *lines, size_t *total);
void nlog_lines_free(nlog_lines *lines);

/**
 * Make a folder, or see that it is there and empty.
 *
 * @param made  true: it was not there before
 * @return 0; NLOG_EEXISTS if there is something else, or something in it;
 *         NLOG_ENOTFOUND if the folder above is missing; NLOG_EIO
 */
int nlog_folder_claim(const char *path, bool *made, nlog_error *err);

/** @return the part after the last `/`; borrowed from path */
const char *nlog_file_name(const char *path);

#endif
