/**
 * @file
 * The bulk stream: revisions, one JSON object a line, into a register and out of it.
 *
 * A line is `{"notice", "addendum", "as", "kind", "corrects", "issued", "time",
 * "author": {"name", "email"}, "source": {"name", "base64"}}`, all but `notice`
 * optional. What export writes, import reads.
 */
#ifndef NOTICELOG_IMPORT_H
#define NOTICELOG_IMPORT_H

#include <noticelog/file.h>
#include <noticelog/record.h>

/** How far an import has come, and at the end what it did. */
typedef struct {
	size_t lines;
	size_t revisions;           /**< lines that said something new */
	size_t unchanged;           /**< the others */
	size_t bytes, total_bytes;  /**< read; total 0: not known */
	char commit[NLOG_OID_SIZE]; /**< the last; "" if nothing was new */
} nlog_import_progress;

typedef struct {
	/**
	 * Who, when, how long to wait for another writer, and whether it is a dry run;
	 * a line says the rest.
	 */
	nlog_record_options record;
	size_t jobs; /**< how many threads; 0: as many as there are processors */
	/** Called every few dozen lines, by one thread at a time; may be NULL. */
	void (*progress)(const nlog_import_progress *progress, void *data);
	void *data;
} nlog_import_options;

/**
 * Record each line that says something new as a revision, all of them in one step
 * or none.
 *
 * A line says nothing new if it is the same as the latest revision, or one that
 * was recorded already: the same content, kind and day of issue, and the same
 * time, or none and an older day of issue than the latest.
 *
 * @param name  of the stream, for messages
 * @param out   what was done; on failure how far it came, nothing of it recorded
 * @return as nlog_record(), with name, line and column
 */
int nlog_import(nlog_import_progress *out, nlog_store *store, nlog_lines *lines,
		const char *name, const nlog_import_options *options, nlog_error *err);

/** What to write of a history. */
typedef enum {
	NLOG_EXPORT_CURRENT, /**< each notice as it is in force; one withdrawn has a line more */
	NLOG_EXPORT_ALL, /**< every revision in the order recorded, what import needs of it */
	NLOG_EXPORT_VERSIONED, /**< each notice once: every field with its values in turn */
} nlog_export_kind;

/**
 * Call back with each line, ended by LF, in turn.
 *
 * @param dossiers  whose lines; NULL: of all notices
 * @return 0, what each returned if that was not 0, or NLOG_EDAMAGED
 */
int nlog_export(const nlog_history *history, const nlog_dossier *const *dossiers,
		size_t count, nlog_export_kind kind,
		int (*each)(nlog_slice line, void *data, nlog_error *err), void *data,
		nlog_error *err);

#endif
