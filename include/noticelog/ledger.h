/**
 * @file
 * The ledger: what each country was told, and when.
 *
 * `ledger/CC.json` (CC is the ISO code) is an array that only grows, of
 *
 *     {"on": "2024-07-15", "head": "1f3c9ab…"}
 *
 * in the order of telling: on that day the country was told of the register as
 * it was at the commit head. What it was told is not kept a second time.
 */
#ifndef NOTICELOG_LEDGER_H
#define NOTICELOG_LEDGER_H

#include <noticelog/history.h>

/** A country was told on a day of the register as of a commit. */
typedef struct {
	nlog_date on;
	char head[NLOG_OID_SIZE];
} nlog_ledger_entry;

typedef struct {
	nlog_ledger_entry *items; /**< in the order of telling */
	size_t count, capacity;
} nlog_ledger;

#define NLOG_LEDGER_INIT                                                                   \
	{                                                                                  \
		NULL, 0, 0                                                                 \
	}

/**
 * Read the ledger of a country as it was after a commit.
 *
 * @param commit  "" for a register without one: the ledger is empty
 * @param iso     the country's code
 * @param out     clear with nlog_ledger_clear(); empty where it was never told
 * @return 0; NLOG_EDAMAGED for a file that is no ledger, or what cannot be read
 */
int nlog_ledger_read(nlog_ledger *out, const nlog_store *store, const char *commit,
		     const char *iso, nlog_error *err);

/** Add an entry behind the last. */
void nlog_ledger_add(nlog_ledger *ledger, nlog_date on, const char *head);

/** Append it as it is stored. @param digest  of its JCS bytes; may be NULL */
void nlog_ledger_write(nlog_str *out, const nlog_ledger *ledger,
		       char digest[NLOG_DIGEST_SIZE]);

/** Append `ledger/CC.json`. */
void nlog_ledger_add_path(nlog_str *out, const char *iso);

void nlog_ledger_clear(nlog_ledger *ledger);

#endif
