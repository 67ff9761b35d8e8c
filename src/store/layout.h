/**
 * @file
 * Where a register keeps what, and which paths it takes.
 */
#ifndef STORE_LAYOUT_H
#define STORE_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include <noticelog/str.h>

/** Root folder of the notices, and the one in it for keys without two hyphens. */
#define STORE_NOTICES "notices"
#define STORE_OTHER "other"
#define STORE_NOTICE_FILE "notice.json"
#define STORE_ADDENDUM_FILE "addendum.json"
#define STORE_REGISTER_FILE "register.json"

/** The parts of a notice's folder, `notices/YY/SS/KEY`: YY and SS; both empty for `notices/other/KEY`. */
typedef struct {
	nlog_slice year, sector;
} store_folder;

/** @return the folders of a valid key */
store_folder store_folder_of(nlog_slice key);

/**
 * May a register hold a file of this path?
 *
 * @param key  the notice's KEY, borrowed from path; empty for another file
 */
bool store_path_is_valid(const char *path, nlog_slice *key);

/**
 * Read the value of a `Source:` trailer.
 *
 * @param name    added to, as it was before it was escaped
 * @param digest  borrowed from value
 */
bool store_source_parse(nlog_slice value, nlog_str *name, uint64_t *size,
			nlog_slice *digest);

/** Is slice 64 lower-case hexadecimal digits? */
bool store_is_digest(nlog_slice slice);

#endif
