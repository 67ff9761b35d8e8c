/* Verification: the files first, then what the commits say of them. */
#include "verify.h"

#include <noticelog/parallel.h>
#include <stdlib.h>
#include <string.h>

/* What the walk over the files fills. */
typedef struct {
	audit_facts facts;
	audit_facts read; /* what was read before, sorted */
	nlog_findings *findings;
	const nlog_verify_options *options;
} gathering;

static int gather_file(const nlog_visited_file *file, void *data, nlog_error *err)
{
	gathering *g = data;

	(void)err;
	audit_facts_add(&g->facts, file, g->findings);
	return 0;
}

static bool is_known(nlog_file_role role, const char *oid, uint64_t *bytes, void *data)
{
	const gathering *g = data;
	const audit_fact *fact = audit_facts_find(&g->read, role, oid);

	if (fact)
		*bytes = fact->size;
	return fact != NULL;
}

static void pass_progress(size_t done, size_t total, void *data)
{
	const gathering *g = data;

	if (g->options->progress)
		g->options->progress(done, total, g->options->data);
}

/* Where the history has got to: the last commit that is ours. */
static void note_checkpoint(nlog_verification *out, const nlog_log *log)
{
	memcpy(out->head, nlog_log_head(log), sizeof(out->head));
	for (size_t i = nlog_log_count(log); i-- > 0;) {
		const nlog_entry *entry = nlog_log_get(log, i);

		if (!entry->chain)
			continue;
		out->entry = entry->entry;
		memcpy(out->chain, entry->chain, sizeof(out->chain));
		break;
	}
}

static void count_revisions(nlog_verification *out, const nlog_log *log)
{
	for (size_t i = 0; i < nlog_log_count(log); i++) {
		out->revisions += nlog_log_get(log, i)->revision > 0;
		out->notices += nlog_log_get(log, i)->revision == 1;
	}
}

/* What is read beside one another: commits and folders as they are, and as a log. */
typedef struct {
	const nlog_store *store;
	size_t jobs;
	const nlog_visitor *visitor;
	nlog_verification *out;
	nlog_survey *survey;
	nlog_log *log;
	int survey_rc, log_rc;
	nlog_error survey_err, log_err;
} reading;

static void begin_survey(reading *r)
{
	r->survey_rc = nlog_survey_begin(&r->survey, &r->out->inventory, r->store,
					 r->visitor, &r->out->findings, &r->survey_err);
}

/* In another thread a log takes a store of its own. */
static void read_log(reading *r, bool is_beside)
{
	nlog_store *own = NULL;

	if (is_beside)
		r->log_rc = nlog_store_open(&own, nlog_store_path(r->store), &r->log_err);
	if (own)
		nlog_store_use_jobs(own, r->jobs - 1);
	if (!r->log_rc)
		r->log_rc =
			nlog_store_log_readable(&r->log, own ? own : r->store, &r->log_err);
	nlog_store_free(own);
}

static void read_part(size_t index, void *data)
{
	if (index)
		read_log(data, true);
	else
		begin_survey(data);
}

static int read_all(reading *r, nlog_error *err)
{
	if (r->jobs > 1) {
		nlog_parallel(2, read_part, r);
	} else {
		read_log(r, false);
		if (!r->log_rc)
			begin_survey(r);
	}
	if (err && r->log_rc)
		*err = r->log_err;
	else if (err && r->survey_rc)
		*err = r->survey_err;
	return r->log_rc ? r->log_rc : r->survey_rc;
}

int nlog_verify(nlog_verification *out, const nlog_store *store,
		const nlog_verify_options *options, nlog_error *err)
{
	gathering g = {.findings = &out->findings, .options = options};
	const nlog_visitor visitor = {gather_file, is_known, pass_progress, &g};
	nlog_verification judged = NLOG_VERIFICATION_INIT;
	audit_verify v = {.store = store, .facts = &g.facts, .now = options->now};
	reading r = {.store = store, .visitor = &visitor, .out = out};
	int rc;

	*out = (nlog_verification)NLOG_VERIFICATION_INIT;
	v.jobs = r.jobs = options->jobs ? options->jobs : nlog_parallel_jobs();
	rc = read_all(&r, err);
	if (!rc) {
		/* Before the files, since it reads nearly all notices; what it finds is said last. */
		v.log = r.log;
		v.out = &judged;
		audit_check_amendments(&v, &g.read);
		audit_facts_sort(&g.read);
		rc = nlog_survey_files(r.survey, err);
	}
	if (!rc) {
		audit_facts_join(&g.facts, &g.read);
		audit_facts_sort(&g.facts);
		v.out = out;
		note_checkpoint(out, r.log);
		count_revisions(out, r.log);
		audit_check_entries(&v);
		audit_check_revisions(&v);
		audit_check_order(&v);
		nlog_findings_move(&out->findings, &judged.findings);
		out->judged_otherwise = judged.judged_otherwise;
	}
	nlog_survey_free(r.survey);
	nlog_verification_clear(&judged);
	nlog_log_free(r.log);
	audit_facts_clear(&g.facts);
	audit_facts_clear(&g.read);
	return rc;
}

void audit_report(const audit_verify *v, nlog_finding_id id, const nlog_entry *entry,
		  const char *format, ...)
{
	nlog_str text = NLOG_STR_INIT;
	va_list args;

	va_start(args, format);
	nlog_str_addv(&text, format, args);
	va_end(args);
	if (!entry->notice)
		nlog_findings_add(&v->out->findings, id, (nlog_place){NULL}, "commit %s %s",
				  entry->commit, nlog_str_text(&text));
	else if (!entry->revision)
		nlog_findings_add(&v->out->findings, id, (nlog_place){NULL},
				  "%s (commit %s) %s", entry->notice, entry->commit,
				  nlog_str_text(&text));
	else
		nlog_findings_add(&v->out->findings, id, (nlog_place){NULL},
				  "%s r%u (commit %s) %s", entry->notice, entry->revision,
				  entry->commit, nlog_str_text(&text));
	nlog_str_clear(&text);
}

bool nlog_verification_is_whole(const nlog_verification *verification)
{
	return nlog_findings_gravest(&verification->findings) < NLOG_ERROR;
}

void nlog_verification_clear(nlog_verification *verification)
{
	nlog_findings_clear(&verification->findings);
}
