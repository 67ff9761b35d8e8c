/**
 * @file
 * Countries were told: the ledger grows.
 */
#ifndef NOTICELOG_TOLD_H
#define NOTICELOG_TOLD_H

#include <noticelog/ledger.h>
#include <noticelog/store.h>
#include <noticelog/write.h>

/** A country was told; all borrowed. */
typedef struct {
	const nlog_economy *country;
	nlog_date on;
	const char *head;          /**< the commit that it was told of */
	const nlog_ledger *ledger; /**< as it was when the summary was made */
} nlog_told;

typedef struct {
	nlog_person author, committer;
	unsigned wait_seconds; /**< how long to wait for another writer */
} nlog_told_options;

/**
 * Record that countries were told: a commit for each, all of them in one step or
 * none.
 *
 * @return 0; NLOG_ECONFLICT if a country was told by somebody else since its
 *         summary was made, or on a later day already; NLOG_EUSAGE for a register
 *         without a commit; NLOG_EBUSY, NLOG_EIO, NLOG_EDAMAGED
 */
int nlog_told_record(nlog_store *store, const nlog_told *told, size_t count,
		     const nlog_told_options *options, nlog_error *err);

#endif
