/**
 * @file
 * Bytes as text: base64 (RFC 4648, section 4).
 */
#ifndef NOTICELOG_BASE64_H
#define NOTICELOG_BASE64_H

#include <noticelog/str.h>

/** Append bytes as base64, padded, without line breaks. */
void nlog_base64_add(nlog_str *out, nlog_slice bytes);

/**
 * Append the bytes that base64 stands for; white space in it is passed over.
 *
 * @return false, and *out as before, if the text is no base64 or is cut off
 */
bool nlog_base64_decode(nlog_str *out, nlog_slice text);

#endif
