/* What countries were told goes into their ledgers. */
#include <noticelog/told.h>

static bool is_same_ledger(const nlog_ledger *a, const nlog_ledger *b)
{
	nlog_str stored[2] = {NLOG_STR_INIT, NLOG_STR_INIT};
	bool is_same;

	nlog_ledger_write(&stored[0], a, NULL);
	nlog_ledger_write(&stored[1], b, NULL);
	is_same = nlog_slice_equal(nlog_str_slice(&stored[0]), nlog_str_slice(&stored[1]));
	nlog_str_clear(&stored[0]);
	nlog_str_clear(&stored[1]);
	return is_same;
}

/* The ledger that the head has must be the one that the summary was made by. */
static int check_ledger(const nlog_told *told, const nlog_ledger *ledger, nlog_error *err)
{
	const nlog_ledger_entry *last =
		ledger->count ? &ledger->items[ledger->count - 1] : NULL;
	nlog_str day = NLOG_STR_INIT;
	int rc = 0;

	if (last)
		nlog_date_add_human(&day, last->on);
	if (!is_same_ledger(ledger, told->ledger))
		rc = nlog_error_set(err, NLOG_ECONFLICT,
				    "%s was told by somebody else meanwhile: make the "
				    "summary again",
				    told->country->name);
	else if (last && told->on.day < last->on.day)
		rc = nlog_error_set(err, NLOG_ECONFLICT,
				    "%s was last told on %s: a summary of an earlier day "
				    "cannot follow it",
				    told->country->name, nlog_str_text(&day));
	nlog_str_clear(&day);
	return rc;
}

static int commit_ledger(nlog_write *write, const nlog_told *told,
			 const nlog_ledger *ledger, const nlog_told_options *options,
			 nlog_error *err)
{
	nlog_str path = NLOG_STR_INIT, text = NLOG_STR_INIT, subject = NLOG_STR_INIT;
	char digest[NLOG_DIGEST_SIZE], commit[NLOG_OID_SIZE];
	nlog_slice bytes;
	int rc;

	nlog_ledger_add_path(&path, told->country->iso);
	nlog_ledger_write(&text, ledger, digest);
	bytes = nlog_str_slice(&text);
	nlog_str_addf(&subject, "%s: told on ", nlog_str_text(&path));
	nlog_date_add_human(&subject, told->on);
	rc = nlog_write_commit(
		write,
		&(nlog_commit_request){
			.subject = nlog_str_text(&subject),
			.body = "",
			.trailers =
				(nlog_trailer[]){{"Kind", "ledger"}, {"Digest", digest}},
			.trailer_count = 2,
			.digest = digest,
			.author = options->author,
			.committer = options->committer,
			.files = &(nlog_write_file){.path = nlog_str_text(&path),
						    .content = &bytes},
			.file_count = 1,
		},
		commit, err);
	nlog_str_clear(&path);
	nlog_str_clear(&text);
	nlog_str_clear(&subject);
	return rc;
}

static int tell(nlog_write *write, const nlog_store *store, const char *head,
		const nlog_told *told, const nlog_told_options *options, nlog_error *err)
{
	nlog_ledger ledger = NLOG_LEDGER_INIT;
	int rc = nlog_ledger_read(&ledger, store, head, told->country->iso, err);

	if (!rc)
		rc = check_ledger(told, &ledger, err);
	if (!rc) {
		nlog_ledger_add(&ledger, told->on, told->head);
		rc = commit_ledger(write, told, &ledger, options, err);
	}
	nlog_ledger_clear(&ledger);
	return rc;
}

int nlog_told_record(nlog_store *store, const nlog_told *told, size_t count,
		     const nlog_told_options *options, nlog_error *err)
{
	nlog_write *write = NULL;
	char head[NLOG_OID_SIZE];
	int rc = nlog_write_begin(&write, store, options->wait_seconds, err);

	/* Nobody else writes now: the head is that of the run. */
	if (!rc)
		rc = nlog_store_head(store, head, err);
	if (rc == NLOG_ENOTFOUND)
		rc = nlog_error_set(err, NLOG_EUSAGE,
				    "nothing is recorded yet that anybody could be told");
	for (size_t i = 0; !rc && i < count; i++)
		rc = tell(write, store, head, &told[i], options, err);
	if (!rc)
		rc = nlog_write_publish(write, err);
	nlog_write_end(write);
	return rc;
}
