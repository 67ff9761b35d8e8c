/* An audit: go through all steps, keep the amendments that are asked for, count, and find. */
#include "audit.h"

#include <noticelog/alloc.h>
#include <noticelog/parallel.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "series.h"

/* One thread's part of the steps, whole notices, and what it found in them. */
typedef struct {
	nlog_audit audit;
	const nlog_history *history;
	nlog_history *own_history; /* NULL if it is the caller's */
	const nlog_audit_options *options;
	const nlog_steps *steps;
	size_t first, end;
	atomic_size_t *done; /* steps, of all parts */
	audit_series series;
	bool *passed; /* of all parts: does a revision pass, by the place of its entry */
	nlog_error err;
	int rc;
} part;

static const unsigned char *copy_fields(nlog_pool *pool, const nlog_amendment *amendment)
{
	unsigned char *fields = nlog_pool_alloc(pool, amendment->field_count);

	for (size_t i = 0; i < amendment->field_count; i++)
		fields[i] = (unsigned char)amendment->fields[i];
	return fields;
}

static nlog_audit_details *copy_details(nlog_pool *pool, const nlog_amendment *amendment)
{
	nlog_audit_details *details = nlog_pool_alloc(pool, sizeof(*details));

	details->facts = json_incref(amendment->facts);
	details->evidence = json_incref(amendment->evidence);
	return details;
}

/* What a row says in words, which only one that is kept has to. */
static void fill_row(part *p, nlog_audit_row *row, const nlog_amendment *amendment)
{
	nlog_pool *pool = &p->audit.texts;

	if (!p->options->omits_details)
		row->details = copy_details(pool, amendment);
	row->fields = copy_fields(pool, amendment);
	row->summary = nlog_pool_text(pool, nlog_slice_of(amendment->summary));
	if (amendment->key)
		row->key = nlog_pool_text(pool, nlog_slice_of(amendment->key));
}

/* Is an amendment of that state listed, or counted alone? */
static bool is_kept(const part *p, unsigned declared)
{
	return !p->options->omits_unasked || declared != NLOG_DECLARED_NA;
}

static void add_row(part *p, const nlog_history_step *step,
		    const nlog_comparison *comparison, const nlog_amendment *amendment)
{
	nlog_audit *audit = &p->audit;
	nlog_audit_row *row;

	NLOG_GROW(audit->rows, audit->count, audit->capacity);
	row = &audit->rows[audit->count++];
	*row = (nlog_audit_row){
		.dossier = step->dossier,
		.revision = step->after,
		.rule = amendment->rule,
		.severity = (unsigned char)amendment->severity,
		.declared = (unsigned char)amendment->declared,
		.field_count = (unsigned char)amendment->field_count,
	};
	memcpy(row->id, amendment->id, sizeof(row->id));
	audit_set_notice_given(row, comparison, amendment);
	if (is_kept(p, row->declared))
		fill_row(p, row, amendment);
}

/* Of the rows from `first` on, which were counted, those stay that are listed. */
static void drop_unlisted(part *p, size_t first)
{
	nlog_audit *audit = &p->audit;
	size_t kept = first;

	for (size_t i = first; i < audit->count; i++)
		if (is_kept(p, audit->rows[i].declared))
			audit->rows[kept++] = audit->rows[i];
	audit->count = kept;
}

/* @return how many of a step's amendments pass */
static size_t add_rows(part *p, const nlog_history_step *step,
		       const nlog_comparison *comparison)
{
	const nlog_amendments *list = comparison->amendments;
	size_t first = p->audit.count;

	for (size_t i = 0; i < nlog_amendments_count(list); i++) {
		const nlog_amendment *amendment = nlog_amendments_get(list, i);

		if (nlog_filter_takes_amendment(p->options->filter, amendment) &&
		    audit_takes(p->options, comparison, amendment))
			add_row(p, step, comparison, amendment);
	}
	return p->audit.count - first;
}

/* Is only a part of a step's amendments asked for? */
static bool is_choosy(const nlog_audit_options *options)
{
	return nlog_filter_chooses_amendments(options->filter) || options->from_value ||
	       options->to_value;
}

void audit_add_findings(nlog_audit *audit, const nlog_dossier *dossier,
			const nlog_revision *revision, nlog_findings *findings)
{
	nlog_audit_findings *added;

	if (!findings->count)
		return;
	NLOG_GROW(audit->findings, audit->finding_count, audit->finding_capacity);
	added = &audit->findings[audit->finding_count++];
	*added = (nlog_audit_findings){dossier, revision, NLOG_FINDINGS_INIT};
	nlog_findings_move(&added->findings, findings);
}

typedef int compare_fn(const nlog_history *history, const nlog_dossier *dossier,
		       const nlog_revision *before, const nlog_revision *after,
		       nlog_comparison *out, nlog_error *err);

/* Who is concerned, and which value came or went, takes the notices themselves. */
static compare_fn *compare_for(const nlog_audit_options *options)
{
	return options->filter->country || options->from_value || options->to_value
		       ? nlog_history_compare
		       : nlog_history_compare_briefly;
}

/* Entries of a log lie in one array. */
static size_t place_of(const part *p, const nlog_revision *revision)
{
	return (size_t)(revision->entry - nlog_log_get(nlog_history_log(p->history), 0));
}

/* A step that passes by its revision: compared, counted, its amendments kept. */
static int take_step(part *p, const nlog_history_step *step)
{
	nlog_filter countries = {.country = p->options->filter->country};
	size_t first = p->audit.count;
	nlog_comparison comparison;
	int rc = compare_for(p->options)(p->history, step->dossier, step->before,
					 step->after, &comparison, &p->err);

	if (rc)
		return rc;
	audit_series_add(&p->series, step, comparison.after);
	audit_series_add_letters(&p->series, step, comparison.amendments);
	if (nlog_filter_takes(&countries, &comparison)) {
		size_t added = add_rows(p, step, &comparison);

		audit_count_step(&p->audit, step, &comparison, first);
		drop_unlisted(p, first);
		if (added || !is_choosy(p->options)) {
			audit_add_findings(&p->audit, step->dossier, step->after,
					   &comparison.checks);
			p->passed[place_of(p, step->after)] = true;
		}
	}
	nlog_comparison_clear(&comparison);
	return 0;
}

/* One that does not is a member of its series all the same. */
static int pass_step(part *p, const nlog_history_step *step)
{
	nlog_notice *notice = NULL;
	int rc = nlog_history_notice(p->history, step->after, &notice, NULL, &p->err);

	if (!rc)
		audit_series_add(&p->series, step, notice);
	nlog_notice_free(notice);
	return rc;
}

static void go_through(size_t index, void *data)
{
	part *p = (part *)data + index;
	const nlog_audit_options *options = p->options;

	for (size_t i = p->first; !p->rc && i < p->end; i++) {
		const nlog_history_step *step = &p->steps->items[i];
		size_t done = atomic_fetch_add(p->done, 1);

		if (options->progress && index == 0)
			options->progress(done, p->steps->count, options->data);
		p->rc = nlog_filter_takes_revision(options->filter, step->dossier,
						   step->after)
				? take_step(p, step)
				: pass_step(p, step);
	}
}

/* Policy can give a series' finding another severity, or turn it off. */
static bool series_severity(const nlog_register *reg, nlog_finding_id id, nlog_level *level)
{
	const nlog_finding_rule *rule = nlog_finding_rule_of(id);
	const char *policy = nlog_register_severity(reg, rule->id);

	*level = rule->severity;
	if (policy && strcmp(policy, "off") == 0)
		return false;
	for (nlog_level each = NLOG_NOTE; policy && each <= NLOG_ERROR; each++)
		if (strcmp(policy, nlog_level_name(each)) == 0)
			*level = each;
	return true;
}

static void report_series(const series_item *item, nlog_finding_id id, const char *text,
			  void *data)
{
	part *all = data;
	nlog_findings found = NLOG_FINDINGS_INIT;
	nlog_level level;

	if (!all->passed[place_of(all, item->revision)] ||
	    !series_severity(nlog_history_register(all->history), id, &level))
		return;
	nlog_findings_add(&found, id, (nlog_place){NULL}, "%s", text);
	found.items[0].severity = level;
	audit_add_findings(&all->audit, item->dossier, item->revision, &found);
}

/* What asks for attention first: not announced, then with other values, then what was not done. */
static int rank_of(unsigned declared)
{
	static const int ranks[] = {
		[NLOG_UNDECLARED] = 0, [NLOG_MISDECLARED] = 1, [NLOG_PHANTOM] = 2,
		[NLOG_UNCHECKED] = 3,  [NLOG_DECLARED] = 4,    [NLOG_DECLARED_NA] = 5,
	};

	return ranks[declared];
}

/* By what rows are sorted; those of a notice stand together before, in the order of keys. */
typedef struct {
	int rank;
	int32_t issued;
	unsigned notice, revision; /* the place of its key among all; the number */
	const nlog_audit_row *row;
} row_place;

/* Rows of the catalogue lie in one array, so that their addresses have its order. */
static int by_rank(const void *a, const void *b)
{
	const row_place *p = a, *q = b;
	int order = p->rank - q->rank;

	if (!order)
		order = (p->issued > q->issued) - (p->issued < q->issued);
	if (!order)
		order = (p->notice > q->notice) - (p->notice < q->notice);
	if (!order)
		order = (p->revision > q->revision) - (p->revision < q->revision);
	if (!order)
		order = (p->row->rule > q->row->rule) - (p->row->rule < q->row->rule);
	if (!order && p->row->field_count && q->row->field_count)
		order = p->row->fields[0] - q->row->fields[0];
	return order ? order : strcmp(p->row->id, q->row->id);
}

static row_place *places_of_rows(const nlog_audit *audit)
{
	row_place *places = nlog_alloc_array(audit->count, sizeof(*places));
	unsigned notice = 0;

	for (size_t i = 0; i < audit->count; i++) {
		const nlog_audit_row *row = &audit->rows[i];

		notice += i && row->dossier != row[-1].dossier;
		places[i] = (row_place){
			.rank = rank_of(row->declared),
			.issued = row->revision->issued.day,
			.notice = notice,
			.revision = row->revision->number,
			.row = row,
		};
	}
	return places;
}

/* Put each row where its place stands: what is moved from where, round after round. */
static void move_rows(nlog_audit *audit, row_place *places)
{
	nlog_audit_row *rows = audit->rows;

	for (size_t i = 0; i < audit->count; i++) {
		nlog_audit_row first = rows[i];
		size_t to = i, from = (size_t)(places[i].row - rows);

		while (from != i) {
			rows[to] = rows[from];
			places[to].row = &rows[to];
			to = from;
			from = (size_t)(places[to].row - rows);
		}
		rows[to] = first;
		places[to].row = &rows[to];
	}
}

static void sort_rows(nlog_audit *audit)
{
	row_place *places = places_of_rows(audit);

	qsort(places, audit->count, sizeof(*places), by_rank);
	move_rows(audit, places);
	nlog_free(places);
}

static int by_gravity(const void *a, const void *b)
{
	const nlog_audit_findings *p = a, *q = b;
	int order = (int)nlog_findings_gravest(&q->findings) -
		    (int)nlog_findings_gravest(&p->findings);

	if (!order)
		order = strcmp(p->dossier->key, q->dossier->key);
	if (!order)
		order = (p->revision->number > q->revision->number) -
			(p->revision->number < q->revision->number);
	return order;
}

/* Findings of one revision are one group, those of its series behind those of its checks. */
static void join_findings(nlog_audit *audit)
{
	size_t kept = 0;

	for (size_t i = 0; i < audit->finding_count; i++) {
		nlog_audit_findings *last = kept ? &audit->findings[kept - 1] : NULL;

		if (last && last->revision == audit->findings[i].revision)
			nlog_findings_move(&last->findings, &audit->findings[i].findings);
		else
			audit->findings[kept++] = audit->findings[i];
	}
	audit->finding_count = kept;
}

static int by_revision(const void *a, const void *b)
{
	const nlog_audit_findings *p = a, *q = b;

	if (p->revision != q->revision)
		return p->revision < q->revision ? -1 : 1;
	return strcmp(p->findings.items[0].rule->id, q->findings.items[0].rule->id);
}

static void sort(nlog_audit *audit)
{
	if (audit->count)
		sort_rows(audit);
	if (!audit->finding_count)
		return;
	qsort(audit->findings, audit->finding_count, sizeof(*audit->findings), by_revision);
	join_findings(audit);
	qsort(audit->findings, audit->finding_count, sizeof(*audit->findings), by_gravity);
}

/* Share the steps out: ranges of about the same length, no notice in two of them. */
static size_t share_out(part *parts, size_t jobs, const nlog_steps *steps)
{
	size_t count = 0, first = 0;

	for (size_t i = 0; i < jobs; i++) {
		size_t end = steps->count * (i + 1) / jobs;

		while (end && end < steps->count &&
		       steps->items[end].dossier == steps->items[end - 1].dossier)
			end++;
		if (i && end <= first)
			continue;
		parts[count].first = first;
		parts[count++].end = first = end;
	}
	return count;
}

/* Each part but the first, which has the caller's history, reads by itself. */
static int prepare(part *parts, size_t count, const nlog_history *history, nlog_error *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < count; i++) {
		parts[i].history = history;
		if (i)
			rc = nlog_history_share(&parts[i].own_history, history, err);
		if (!rc && i)
			parts[i].history = parts[i].own_history;
	}
	return rc;
}

/* Put what another part found behind what all before it found; that one is empty afterwards. */
static void join(part *all, part *other)
{
	NLOG_JOIN(all->audit.rows, all->audit.count, all->audit.capacity, other->audit.rows,
		  other->audit.count);
	NLOG_JOIN(all->audit.findings, all->audit.finding_count,
		  all->audit.finding_capacity, other->audit.findings,
		  other->audit.finding_count);
	nlog_pool_join(&all->audit.texts, &other->audit.texts);
	audit_join_statistics(&all->audit.statistics, &other->audit.statistics);
	audit_series_join(&all->series, &other->series);
}

/* What can only be said when all steps were gone through. */
static void conclude(part *all)
{
	audit_series_check(&all->series, report_series, all);
	audit_finish_statistics(&all->audit.statistics);
	sort(&all->audit);
}

static void clear_part(part *p)
{
	nlog_audit_clear(&p->audit);
	audit_series_clear(&p->series);
	nlog_history_free(p->own_history);
	p->own_history = NULL;
}

int nlog_audit_run(nlog_audit *out, const nlog_history *history,
		   const nlog_audit_options *options, nlog_error *err)
{
	static const nlog_filter none = NLOG_FILTER_INIT;
	size_t jobs = options->jobs ? options->jobs : nlog_parallel_jobs(), count;
	part *parts = nlog_alloc_array(jobs, sizeof(*parts));
	bool *passed = nlog_alloc_array(nlog_history_entries(history), sizeof(*passed));
	atomic_size_t done = 0;
	nlog_steps steps;
	int rc;

	nlog_steps_collect(&steps, history, &none, NLOG_STEPS_BY_NOTICE);
	for (size_t i = 0; i < jobs; i++)
		parts[i] = (part){.options = options,
				  .steps = &steps,
				  .done = &done,
				  .passed = passed};
	count = share_out(parts, jobs, &steps);
	rc = prepare(parts, count, history, err);
	if (!rc)
		nlog_parallel(count, go_through, parts);
	for (size_t i = 0; !rc && i < count; i++) {
		rc = parts[i].rc;
		if (rc && err)
			*err = parts[i].err;
		if (i) {
			join(&parts[0], &parts[i]);
			clear_part(&parts[i]);
		}
	}
	if (!rc)
		conclude(&parts[0]);
	*out = parts[0].audit;
	out->history = history;
	parts[0].audit = (nlog_audit){.history = NULL};
	for (size_t i = 0; i < jobs; i++)
		clear_part(&parts[i]);
	nlog_free(parts);
	nlog_free(passed);
	nlog_steps_clear(&steps);
	return rc;
}

nlog_level nlog_audit_gravest(const nlog_audit *audit)
{
	nlog_level gravest = NLOG_NOTE;

	for (size_t i = 0; i < audit->finding_count; i++) {
		nlog_level level = nlog_findings_gravest(&audit->findings[i].findings);

		gravest = level > gravest ? level : gravest;
	}
	return gravest;
}

size_t nlog_audit_finding_count(const nlog_audit *audit)
{
	size_t count = 0;

	for (size_t i = 0; i < audit->finding_count; i++)
		count += audit->findings[i].findings.count;
	return count;
}

void nlog_audit_clear(nlog_audit *audit)
{
	for (size_t i = 0; i < audit->count; i++) {
		nlog_audit_details *details = audit->rows[i].details;

		if (details) {
			json_decref(details->facts);
			json_decref(details->evidence);
		}
	}
	for (size_t i = 0; i < audit->finding_count; i++)
		nlog_findings_clear(&audit->findings[i].findings);
	nlog_free(audit->rows);
	nlog_pool_clear(&audit->texts);
	nlog_free(audit->findings);
	audit_clear_statistics(&audit->statistics);
	*audit = (nlog_audit){.history = NULL};
}
