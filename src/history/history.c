/* Revisions of a register, sorted into dossiers and official sequences. */
#include <noticelog/history.h>

#include <noticelog/alloc.h>
#include <noticelog/rank.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "clocks.h"
#include "memo.h"
#include "obtain.h"
#include "places.h"
#include "recent.h"

struct nlog_history {
	const nlog_store *store;
	const nlog_log *log;
	size_t entries; /* how many of the log are known */
	nlog_history_view view;
	nlog_log *own_log; /* NULL if the log is borrowed */
	nlog_store
		*own_store; /* of a share, for another thread: all else is borrowed; NULL */
	char judge[NLOG_DIGEST_SIZE]; /* digest of reg; "" without an index */
	nlog_index *index;            /* NULL: none */
	nlog_index_reader *reader;    /* its own, also of a share; NULL: no index */
	nlog_register *reg;
	bool has_register;
	nlog_dossier *dossiers; /* by key */
	size_t count;
	nlog_revision *revisions;       /* of all dossiers, each has its own side by side */
	const nlog_revision **official; /* the same of their official sequences */
	nlog_findings findings;
	history_recent *recent;
};

/* Whatever their case keys stand together; only plain git makes two that differ in it alone. */
static int compare_keys(const char *a, const char *b)
{
	int order = strcmp(a, b), nocase = order ? strcasecmp(a, b) : 0;

	return nocase ? nocase : order;
}

static int by_key(const void *left, const void *right)
{
	const nlog_entry *a = ((const nlog_ranked *)left)->thing;
	const nlog_entry *b = ((const nlog_ranked *)right)->thing;
	int order = compare_keys(a->notice, b->notice);

	/* Entries of a log lie in one array, in recorded order. */
	return order ? order : (a > b) - (a < b);
}

/* Few keys begin alike as far as their rank goes: such entries alone are compared. */
static void sort_by_key(nlog_ranked *entries, size_t count)
{
	nlog_ranked_sort(entries, count);
	for (size_t i = 0, end; i < count; i = end) {
		bool is_sorted = true;

		for (end = i + 1; end < count && entries[end].rank == entries[i].rank;
		     end++)
			is_sorted =
				is_sorted && by_key(&entries[end - 1], &entries[end]) < 0;
		if (!is_sorted)
			qsort(entries + i, end - i, sizeof(*entries), by_key);
	}
}

static void report_plain(nlog_history *history, const nlog_entry *entry)
{
	if (entry->is_plain)
		nlog_findings_add(&history->findings, NLOG_F_PLAIN_COMMIT,
				  (nlog_place){NULL},
				  "%s r%u was changed by commit %.12s without trailers",
				  entry->notice, entry->revision, entry->commit);
}

static const char *key_of(const nlog_ranked *item)
{
	return ((const nlog_entry *)item->thing)->notice;
}

/* A dossier of the entries that have the key of the first. @return how many they are */
static size_t add_dossier(nlog_history *history, const nlog_ranked *entries, size_t count,
			  nlog_revision *revisions)
{
	nlog_dossier dossier = {.key = key_of(entries), .revisions = revisions};

	while (dossier.capacity < count &&
	       strcmp(key_of(&entries[dossier.capacity]), dossier.key) == 0)
		dossier.capacity++;
	for (size_t i = 0; i < dossier.capacity; i++)
		nlog_dossier_add(&dossier, entries[i].thing);
	history->dossiers[history->count++] = dossier;
	return dossier.count;
}

/* The revisions among the entries, a dossier for each key. */
static void gather_dossiers(nlog_history *history)
{
	nlog_ranked *entries = nlog_realloc_array(NULL, history->entries, sizeof(*entries));
	size_t count = 0;

	for (size_t i = 0; i < history->entries; i++) {
		const nlog_entry *entry = nlog_log_get(history->log, i);

		if (!entry->notice || !entry->revision)
			continue;
		report_plain(history, entry);
		entries[count++] =
			(nlog_ranked){nlog_str_rank_nocase(entry->notice), entry};
	}
	sort_by_key(entries, count);
	/* Room for a notice each: what is not used of it is never touched. */
	history->dossiers = nlog_realloc_array(NULL, count, sizeof(*history->dossiers));
	history->revisions = nlog_realloc_array(NULL, count, sizeof(*history->revisions));
	history->official = nlog_realloc_array(NULL, count, sizeof(*history->official));
	for (size_t i = 0; i < count;)
		i += add_dossier(history, entries + i, count - i, history->revisions + i);
	nlog_free(entries);
}

/* A plain commit states no issue day: its notice may. */
static int read_stated_issue(nlog_history *history, nlog_revision *revision,
			     nlog_error *err)
{
	nlog_notice *notice = NULL;
	int rc = nlog_history_notice(history, revision, &notice, NULL, err);

	if (!rc)
		revision->is_issue_stated = nlog_notice_issued(notice, &revision->issued);
	nlog_notice_free(notice);
	return rc;
}

/* The register at the head, as known, judges all history. */
static int load_register(nlog_history *history, nlog_error *err)
{
	size_t count = history->entries;
	const char *blob =
		count ? nlog_log_get(history->log, count - 1)->register_blob : "";
	nlog_error invalid = NLOG_ERROR_INIT;
	nlog_str text = NLOG_STR_INIT;
	int rc = 0;

	if (*blob)
		rc = nlog_store_read_blob(history->store, blob, &text, err);
	else
		nlog_findings_add(
			&history->findings, NLOG_F_REGISTER_MISSING, (nlog_place){NULL},
			"no register.json is recorded: the built-in register is used");
	/* One that is no register must not keep anybody from recording a better one. */
	if (!rc && *blob &&
	    nlog_register_read(&history->reg, "register.json", nlog_str_slice(&text),
			       &invalid))
		nlog_findings_add(&history->findings, NLOG_F_REGISTER_INVALID,
				  (nlog_place){.file = "register.json",
					       .line = invalid.line,
					       .column = invalid.column},
				  "%s: the built-in register is used until a valid one is "
				  "recorded",
				  invalid.text);
	history->has_register = history->reg != NULL;
	if (!rc && !history->reg)
		nlog_register_builtin(&history->reg);
	nlog_str_clear(&text);
	return rc;
}

/* The official sequence is in the order of issue: what had been issued is its beginning. */
static void leave_unissued(nlog_history *history)
{
	size_t kept = 0;

	for (size_t i = 0; i < history->count; i++) {
		nlog_dossier *dossier = &history->dossiers[i];
		size_t count = dossier->official_count;

		while (count && !nlog_history_sees(history, dossier->official[count - 1]))
			count--;
		dossier->official_count = count;
		if (count)
			history->dossiers[kept++] = *dossier;
	}
	history->count = kept;
}

static int settle_dossier(nlog_history *history, nlog_dossier *dossier, nlog_error *err)
{
	int rc = 0;

	for (size_t r = 0; !rc && r < dossier->count; r++)
		if (!dossier->revisions[r].is_issue_stated)
			rc = read_stated_issue(history, &dossier->revisions[r], err);
	history_settle_in(dossier,
			  history->official + (dossier->revisions - history->revisions));
	return rc;
}

static int build(nlog_history **out, const nlog_store *store, const nlog_log *log,
		 const nlog_history_view *view, nlog_error *err)
{
	static const nlog_history_view whole = NLOG_HISTORY_VIEW_INIT;
	nlog_history *history = nlog_alloc(sizeof(*history));
	int rc;

	history->store = store;
	history->log = log;
	history->recent = nlog_alloc(sizeof(*history->recent));
	history->view = view ? *view : whole;
	history->entries = history_known_entries(log, &history->view);
	rc = load_register(history, err);
	if (!rc) {
		history_find_skew(&history->findings, log, history->entries,
				  &history->view);
		gather_dossiers(history);
	}
	for (size_t i = 0; !rc && i < history->count; i++)
		rc = settle_dossier(history, &history->dossiers[i], err);
	if (!rc)
		leave_unissued(history);
	if (rc)
		nlog_history_free(history);
	else
		*out = history;
	return rc;
}

int nlog_history_from_log(nlog_history **out, const nlog_store *store, const nlog_log *log,
			  nlog_error *err)
{
	return build(out, store, log, NULL, err);
}

int nlog_history_load_index_take(nlog_history **out, const nlog_store *store,
				 nlog_index *index, const nlog_history_view *view,
				 const nlog_history_scope *scope, nlog_error *err)
{
	static const nlog_history_view whole = NLOG_HISTORY_VIEW_INIT;
	nlog_log *log = NULL;
	int rc = history_obtain_log(&log, store, index, view ? view : &whole, scope, err);

	if (!rc)
		rc = build(out, store, log, view, err);
	if (rc) {
		nlog_log_free(log);
		nlog_index_close(index);
		return rc;
	}
	(*out)->own_log = log;
	(*out)->index = index;
	if (index) {
		nlog_register_digest((*out)->judge, (*out)->reg);
		(*out)->reader = nlog_index_reader_new(index);
	}
	return 0;
}

int nlog_history_load_view(nlog_history **out, const nlog_store *store,
			   const nlog_history_view *view, nlog_error *err)
{
	return nlog_history_load_index_take(out, store, NULL, view, NULL, err);
}

int nlog_history_load(nlog_history **out, const nlog_store *store, nlog_error *err)
{
	return nlog_history_load_view(out, store, NULL, err);
}

int nlog_history_share(nlog_history **out, const nlog_history *history, nlog_error *err)
{
	nlog_store *store;
	nlog_history *share;
	int rc = nlog_store_open(&store, nlog_store_path(history->store), err);

	if (rc)
		return rc;
	share = nlog_alloc(sizeof(*share));
	*share = *history;
	share->store = share->own_store = store;
	share->recent = nlog_alloc(sizeof(*share->recent));
	share->reader = share->index ? nlog_index_reader_new(share->index) : NULL;
	*out = share;
	return 0;
}

static void free_recent(nlog_history *history)
{
	history_recent_clear(history->recent);
	nlog_free(history->recent);
}

void nlog_history_free(nlog_history *history)
{
	if (!history)
		return;
	free_recent(history);
	nlog_index_reader_free(history->reader);
	if (history->own_store) {
		nlog_store_free(history->own_store);
		nlog_free(history);
		return;
	}
	nlog_free(history->dossiers);
	nlog_free(history->revisions);
	nlog_free(history->official);
	nlog_register_free(history->reg);
	nlog_findings_clear(&history->findings);
	nlog_log_free(history->own_log);
	nlog_index_close(history->index);
	nlog_free(history);
}

const nlog_register *nlog_history_register(const nlog_history *history)
{
	return history->reg;
}

bool nlog_history_has_register(const nlog_history *history)
{
	return history->has_register;
}

const nlog_store *nlog_history_store(const nlog_history *history)
{
	return history->store;
}

nlog_index *history_index_of(const nlog_history *history)
{
	return history->index;
}

nlog_index_reader *history_reader_of(const nlog_history *history)
{
	return history->reader;
}

const char *history_judge_of(const nlog_history *history)
{
	return history->judge;
}

const nlog_log *nlog_history_log(const nlog_history *history)
{
	return history->log;
}

size_t nlog_history_entries(const nlog_history *history)
{
	return history->entries;
}

const nlog_history_view *nlog_history_view_of(const nlog_history *history)
{
	return &history->view;
}

bool nlog_history_sees(const nlog_history *history, const nlog_revision *revision)
{
	return !history->view.has_as_of || revision->issued.day <= history->view.as_of.day;
}

const nlog_findings *nlog_history_findings(const nlog_history *history)
{
	return &history->findings;
}

size_t nlog_history_count(const nlog_history *history)
{
	return history->count;
}

const nlog_dossier *nlog_history_get(const nlog_history *history, size_t index)
{
	return &history->dossiers[index];
}

const nlog_dossier *nlog_history_find(const nlog_history *history, nlog_slice key)
{
	char *name = nlog_strndup(key.data, key.len);
	const nlog_dossier *found = NULL;
	size_t low = 0, high = history->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcasecmp(history->dossiers[middle].key, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	/* Keys that differ in case alone stand together; the same case comes first. */
	for (; low < history->count && strcasecmp(history->dossiers[low].key, name) == 0;
	     low++)
		if (!found || strcmp(history->dossiers[low].key, name) == 0)
			found = &history->dossiers[low];
	nlog_free(name);
	return found;
}

history_recent *history_recent_of(const nlog_history *history)
{
	return history->recent;
}

/* Read a notice beside the one before it, which is mostly its earlier revision. */
static int read_notice(const nlog_history *history, const nlog_revision *revision,
		       nlog_notice **out, nlog_findings *findings, nlog_error *err)
{
	history_recent *recent = history->recent;
	const char *blob = revision->entry->blob;
	nlog_str text = NLOG_STR_INIT, name = NLOG_STR_INIT;
	nlog_error why = NLOG_ERROR_INIT;
	int rc = nlog_store_read_blob(history->store, blob, &text, err);

	nlog_str_addf(&name, "%s r%u", revision->entry->notice, revision->number);
	if (!rc &&
	    nlog_notice_read_beside(out, nlog_str_text(&name), nlog_str_slice(&text),
				    NLOG_READ_HISTORY, recent->notice, findings, &why))
		rc = nlog_error_at(err, NLOG_EDAMAGED, why.source, why.line, why.column,
				   "damaged notice, object %s: %s", blob, why.text);
	if (!rc && nlog_notice_is_canonical(*out))
		history_recent_keep(recent, blob, *out);
	nlog_str_clear(&text);
	nlog_str_clear(&name);
	return rc;
}

int nlog_history_notice(const nlog_history *history, const nlog_revision *revision,
			nlog_notice **out, nlog_findings *findings, nlog_error *err)
{
	const history_recent *recent = history->recent;

	if (!recent->notice || strcmp(recent->blob, revision->entry->blob) != 0)
		return read_notice(history, revision, out, findings, err);
	*out = nlog_notice_copy(recent->notice);
	return 0;
}

void nlog_history_add_checkpoint(nlog_str *out, const nlog_history *history)
{
	const nlog_log *log = history->log;
	size_t count = history->entries;
	const char *head = count ? nlog_log_get(log, count - 1)->commit : "";
	const nlog_entry *last =
		NULL; /* with a chain: an entry made by plain git has none */

	for (size_t i = count; i-- > 0 && !last;)
		if (nlog_log_get(log, i)->chain)
			last = nlog_log_get(log, i);
	nlog_str_addf(out, "%s %u %s", head, last ? last->entry : 0,
		      last ? last->chain : "");
}
