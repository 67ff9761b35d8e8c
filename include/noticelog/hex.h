/**
 * @file
 * Bytes as text: hexadecimal digits, as ids and digests are written.
 */
#ifndef NOTICELOG_HEX_H
#define NOTICELOG_HEX_H

#include <stddef.h>

/** Write two small digits for each byte, and a NUL. @param out  2 * len + 1 bytes */
void nlog_hex_write(char *out, const unsigned char *bytes, size_t len);

#endif
