/**
 * @file
 * The auditor's kit: a register in a folder, to be checked without noticelog.
 *
 * It holds `register.bundle`, a git bundle of the whole history, from which
 * plain git clones; `manifest.ndjson`, the checkpoint; and `check.sh`, a script
 * for any POSIX shell that re-checks the one against the other with git, jq and
 * sha256sum.
 */
#ifndef NOTICELOG_KIT_H
#define NOTICELOG_KIT_H

#include <noticelog/store.h>

/**
 * Write a kit.
 *
 * @param folder  made if it is not there; else it must be an empty folder. After a
 *                failure it is as it was before
 * @return 0; NLOG_EEXISTS if the folder is not empty; NLOG_ENOTFOUND if the folder
 *         above it is missing, or for a register without a commit; NLOG_EDAMAGED for one
 *         that is not whole; NLOG_EIO
 */
int nlog_kit_write(const nlog_store *store, const char *folder, nlog_error *err);

/** Append the text of the script. */
void nlog_kit_add_script(nlog_str *out);

#endif
