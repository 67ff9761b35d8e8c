/**
 * @file
 * Reading and writing whole files.
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
