/**
 * @file
 * A checkpoint: what a reader keeps outside a register, to see later that its
 * history was only added to.
 *
 * As a file it is one JSON object a line, in the form of RFC 8785:
 *
 *     {"chain", "entry", "format": "noticelog-checkpoint/1", "head"}
 *     {"digest", "notice", "revision"}
 *
 * the first for the head, then one for each revision in recorded order. entry
 * is 0 and chain "" where no commit is ours, head is "" for an empty branch.
 */
#ifndef NOTICELOG_CHECKPOINT_H
#define NOTICELOG_CHECKPOINT_H

#include <noticelog/finding.h>
#include <noticelog/store.h>

#define NLOG_CHECKPOINT_FORMAT "noticelog-checkpoint/1"

/** The most bytes of a checkpoint that is read (64 MiB: half a million revisions). */
#define NLOG_CHECKPOINT_LIMIT ((size_t)64 << 20)

/** One revision of a checkpoint; strings are owned by it. */
typedef struct {
	char *notice;
	unsigned revision;
	char digest[NLOG_DIGEST_SIZE];
} nlog_checkpoint_revision;

typedef struct {
	char head[NLOG_OID_SIZE];
	unsigned entry;
	char chain[NLOG_DIGEST_SIZE];
	nlog_checkpoint_revision *revisions; /**< in recorded order */
	size_t count, capacity;
} nlog_checkpoint;

#define NLOG_CHECKPOINT_INIT                                                               \
	{                                                                                  \
		.head = ""                                                                 \
	}

/**
 * Take the checkpoint of a register. Digests are those of the notices as they
 * are stored, not those that commits state.
 *
 * @param out  clear with nlog_checkpoint_clear(); empty on failure
 * @return 0, or NLOG_EDAMAGED
 */
int nlog_checkpoint_take(nlog_checkpoint *out, const nlog_store *store, nlog_error *err);

/** Append it as a file. */
void nlog_checkpoint_write(nlog_str *out, const nlog_checkpoint *checkpoint);

/**
 * Read a file.
 *
 * @param source  file name for errors; may be NULL
 * @param out     as above
 * @return 0, or NLOG_EINPUT with the line
 */
int nlog_checkpoint_read(nlog_checkpoint *out, const char *source, nlog_slice text,
			 nlog_error *err);

/**
 * Does the present history extend the one that was kept?
 *
 * It does if it leads through the kept commit, entry and chain, and begins with
 * the kept revisions, each with its digest. A register that is damaged is
 * compared as far as it can be read.
 *
 * @param findings  added to: what vanished, changed or was reordered
 * @return 0, also if it does not; NLOG_EDAMAGED if not even the branch can be read
 */
int nlog_checkpoint_compare(const nlog_checkpoint *kept, const nlog_store *store,
			    bool *extends, nlog_findings *findings, nlog_error *err);

void nlog_checkpoint_clear(nlog_checkpoint *checkpoint);

#endif
