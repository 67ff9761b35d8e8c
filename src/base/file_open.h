/**
 * @file
 * Opening files to read, for those who read them whole and those who read lines.
 */
#ifndef NOTICELOG_FILE_OPEN_H
#define NOTICELOG_FILE_OPEN_H

#include <noticelog/error.h>

/** Open a file that is no folder; a FIFO without a writer does not hold us up. */
int file_open_to_read(const char *path, int *fd, nlog_error *err);

#endif
