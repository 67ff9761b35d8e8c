/* Summaries: what each country was told of each notice, against what is in force. */
#include "summary.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

struct nlog_summaries {
	const nlog_history *history;
	nlog_date day;
	summary_past past;
	nlog_summary *items;
	summary_told *told; /* of each */
	size_t count;
	nlog_summary_effect **effects;
	size_t effect_count, effect_capacity;
};

/* A dossier while the countries are asked: its notices and effects are loaded once. */
typedef struct {
	nlog_summaries *all;
	const nlog_summary_options *options;
	const nlog_dossier *dossier;
	const nlog_revision *latest;
	nlog_notice *notice; /* of latest; NULL: nobody needed it yet */
	nlog_status status;
	const nlog_revision *told; /* that told_notice is of */
	nlog_notice *told_notice;
	size_t first_effect; /* of this dossier */
} dossier_pass;

const char *nlog_summary_part_name(nlog_summary_part part)
{
	static const char *const names[NLOG_SUMMARY_PARTS] = {
		[NLOG_SUMMARY_TO_DO] = "to do",
		[NLOG_SUMMARY_GOOD_TO_KNOW] = "good to know",
		[NLOG_SUMMARY_NO_LONGER_YOURS] = "no longer yours",
	};

	return names[part];
}

static int load_notice(dossier_pass *pass, nlog_error *err)
{
	const nlog_history *history = pass->all->history;
	int rc = 0;

	if (pass->notice)
		return 0;
	rc = nlog_history_notice(history, pass->latest, &pass->notice, NULL, err);
	if (!rc)
		pass->status = nlog_revision_status(pass->latest, pass->notice,
						    nlog_history_register(history));
	return rc;
}

static int load_told_notice(dossier_pass *pass, const nlog_revision *told, nlog_error *err)
{
	if (pass->told == told && pass->told_notice)
		return 0;
	nlog_notice_free(pass->told_notice);
	pass->told_notice = NULL;
	pass->told = told;
	return nlog_history_notice(pass->all->history, told, &pass->told_notice, NULL, err);
}

/* The effect since a revision was told; another country may have been told the same. */
static int find_effect(dossier_pass *pass, const nlog_revision *told,
		       const nlog_summary_effect **out, nlog_error *err)
{
	nlog_summaries *all = pass->all;
	nlog_summary_effect *effect;
	int rc;

	for (size_t i = pass->first_effect; i < all->effect_count; i++)
		if (all->effects[i]->told == told) {
			*out = all->effects[i];
			return 0;
		}
	effect = nlog_alloc(sizeof(*effect));
	rc = summary_effect_load(effect, all->history, pass->dossier, told, err);
	if (rc) {
		nlog_free(effect);
		return rc;
	}
	NLOG_GROW(all->effects, all->effect_count, all->effect_capacity);
	all->effects[all->effect_count++] = effect;
	*out = effect;
	return 0;
}

/* Can the country's part differ though the revision is the one told? By the roster alone. */
static bool may_differ(const dossier_pass *pass, const nlog_summary *summary,
		       const summary_told *told)
{
	const nlog_economy *country = summary->country;

	return told->is_other_register ||
	       (country->is_suspended && country->suspended.day > told->on.day &&
		country->suspended.day <= pass->options->on.day);
}

static bool takes(const nlog_filter *filter, const nlog_summary_effect *effect)
{
	nlog_filter amendments;
	bool takes_revision;

	if (!filter)
		return true;
	takes_revision = nlog_filter_takes_revision(filter, effect->dossier,
						    nlog_dossier_latest(effect->dossier));
	for (size_t i = 0; !takes_revision && i < effect->way_count; i++)
		takes_revision = nlog_filter_takes_revision(filter, effect->dossier,
							    effect->way[i].after);
	amendments = *filter;
	amendments.country = NULL;
	return takes_revision && nlog_filter_takes(&amendments, &effect->net.comparison);
}

static const json_t *value_of(const nlog_notice *notice, nlog_field_id field,
			      const char *key)
{
	const json_t *value = nlog_notice_get(notice, field);

	return key ? json_object_get(value, key) : value;
}

static bool is_same_value(const json_t *a, const json_t *b)
{
	return a == b || (a && b && json_equal((json_t *)a, (json_t *)b));
}

/* Is this change one that a country would be told to disregard? */
static bool may_be_taken_back(const nlog_change *change)
{
	nlog_part part = nlog_field_of(change->field)->part;

	return part != NLOG_PART_TOP && part != NLOG_PART_SIGNATURE &&
	       part != NLOG_PART_TABLE && part != NLOG_PART_NONE &&
	       change->field != NLOG_FIELD_REMARKS &&
	       change->field != NLOG_FIELD_DATE_OF_ISSUE &&
	       change->field != NLOG_FIELD_REVISION_NO &&
	       change->field != NLOG_FIELD_REVISION_DATE;
}

static void add_taken_back(nlog_summary_item *item, const nlog_change *change,
			   nlog_date told)
{
	NLOG_GROW(item->taken_back, item->taken_back_count, item->taken_back_capacity);
	item->taken_back[item->taken_back_count++] =
		(nlog_summary_taken_back){change->field, nlog_strdup(change->key), told};
}

/* One change: was the country told the present value earlier than the one taken back? */
static int look_back(dossier_pass *pass, const nlog_summary *summary,
		     nlog_summary_item *item, const nlog_change *change, nlog_error *err)
{
	nlog_date told = summary->since;

	for (size_t i = summary->ledger.count; i-- > 0;) {
		const nlog_ledger_entry *entry = &summary->ledger.items[i];
		const nlog_entry *until = summary_past_entry(&pass->all->past, entry->head);
		const nlog_revision *revision;
		const json_t *value;
		int rc;

		/* What was told after the day that is asked for does not count. */
		if (!until || until > summary->since_entry)
			continue;
		revision = nlog_history_known(pass->all->history, pass->dossier, until);
		if (!revision)
			return 0;
		rc = load_told_notice(pass, revision, err);
		if (rc)
			return rc;
		value = value_of(pass->told_notice, change->field, change->key);
		if (is_same_value(value, change->after)) {
			add_taken_back(item, change, told);
			return 0;
		}
		told = entry->on;
	}
	return 0;
}

static int find_taken_back(dossier_pass *pass, const nlog_summary *summary,
			   nlog_summary_item *item, nlog_error *err)
{
	const nlog_diff *diff = item->effect->net.comparison.diff;
	int rc = 0;

	for (size_t i = 0; diff && !rc && i < nlog_diff_count(diff); i++)
		if (may_be_taken_back(nlog_diff_get(diff, i)))
			rc = look_back(pass, summary, item, nlog_diff_get(diff, i), err);
	if (item->taken_back_count)
		qsort(item->taken_back, item->taken_back_count, sizeof(*item->taken_back),
		      summary_by_field);
	return rc;
}

/* Add the notice to a country's summary; its role and effect are known. */
static int add_item(dossier_pass *pass, nlog_summary *summary,
		    const nlog_summary_effect *effect, nlog_country_role before,
		    nlog_country_role now, nlog_error *err)
{
	const nlog_comparison *net = &effect->net.comparison;
	nlog_summary_item item = {
		.dossier = pass->dossier,
		.revision = pass->latest,
		.effect = effect,
		.notice = net->after,
		.role = summary->is_first ? now : nlog_country_role_since(before, now),
		.role_before = before,
		.status = pass->status};
	int rc = find_taken_back(pass, summary, &item, err);

	summary_days_fill(&item.days, effect->told ? net->before : NULL, net->after,
			  pass->latest->issued, pass->options->on);
	summary_plan(&item, pass->options->on);
	summary_add_words(&item, summary, nlog_history_register(pass->all->history),
			  pass->options->on);
	NLOG_GROW(summary->items, summary->count, summary->capacity);
	summary->items[summary->count++] = item;
	summary->counts[item.part]++;
	return rc;
}

/* What a country that was never told is spared. */
static bool is_past(const dossier_pass *pass)
{
	return pass->status == NLOG_STATUS_WITHDRAWN ||
	       pass->status == NLOG_STATUS_CANCELLED ||
	       summary_is_over(pass->notice, pass->options->on);
}

/* The role that a country was told. */
static int find_role_before(dossier_pass *pass, const summary_told *told,
			    const nlog_revision *revision, nlog_country_role *out,
			    nlog_error *err)
{
	int rc = 0;

	*out = NLOG_COUNTRY_NOT_CONCERNED;
	if (!revision)
		return 0;
	if (revision != pass->latest)
		rc = load_told_notice(pass, revision, err);
	if (!rc)
		*out = nlog_country_role_in(revision == pass->latest ? pass->notice
								     : pass->told_notice,
					    told->country, revision->issued, told->on);
	return rc;
}

static int ask_country(dossier_pass *pass, nlog_summary *summary, const summary_told *told,
		       nlog_error *err)
{
	const nlog_revision *revision =
		told->until
			? nlog_history_known(pass->all->history, pass->dossier, told->until)
			: NULL;
	const nlog_summary_effect *effect = NULL;
	nlog_country_role before, now;
	int rc;

	if (revision == pass->latest && !may_differ(pass, summary, told))
		return 0;
	rc = load_notice(pass, err);
	if (!rc)
		rc = find_role_before(pass, told, revision, &before, err);
	if (rc)
		return rc;
	now = nlog_country_role_in(pass->notice, summary->country, pass->latest->issued,
				   pass->options->on);
	if ((before == NLOG_COUNTRY_NOT_CONCERNED && now == before) ||
	    (revision == pass->latest && now == before) ||
	    (summary->is_first && is_past(pass)))
		return 0;
	if (before == NLOG_COUNTRY_NOT_CONCERNED)
		revision = NULL;
	rc = find_effect(pass, revision, &effect, err);
	if (rc || (now == before && summary_effect_is_empty(effect)) ||
	    !takes(pass->options->filter, effect))
		return rc;
	return add_item(pass, summary, effect, before, now, err);
}

static int pass_dossier(nlog_summaries *all, const nlog_summary_options *options,
			const nlog_dossier *dossier, nlog_error *err)
{
	dossier_pass pass = {.all = all,
			     .options = options,
			     .dossier = dossier,
			     .latest = nlog_dossier_latest(dossier),
			     .first_effect = all->effect_count};
	int rc = 0;

	if (options->filter && options->filter->dossier &&
	    options->filter->dossier != dossier)
		return 0;
	for (size_t i = 0; !rc && i < all->count; i++)
		rc = ask_country(&pass, &all->items[i], &all->told[i], err);
	nlog_notice_free(pass.notice);
	nlog_notice_free(pass.told_notice);
	return rc;
}

static int by_part(const void *a, const void *b)
{
	const nlog_summary_item *p = a, *q = b;

	if (p->part != q->part)
		return (int)p->part - (int)q->part;
	if (p->part == NLOG_SUMMARY_TO_DO) {
		const nlog_summary_action *x = &p->actions[0], *y = &q->actions[0];

		if (x->has_due != y->has_due)
			return x->has_due - y->has_due;
		if (x->has_due && x->due.day != y->due.day)
			return x->due.day < y->due.day ? -1 : 1;
	}
	return strcmp(p->dossier->key, q->dossier->key);
}

/* Since when a country is told, and what it knew then. */
static int find_since(nlog_summaries *all, nlog_summary *summary, summary_told *told,
		      const nlog_summary_options *options, nlog_error *err)
{
	const nlog_ledger *ledger = &summary->ledger;
	const nlog_ledger_entry *last =
		ledger->count ? &ledger->items[ledger->count - 1] : NULL;
	const char *commit = options->since_commit;
	const nlog_entry *until = NULL;

	if (options->since == NLOG_SINCE_LAST)
		commit = last ? last->head : NULL;
	if (options->since == NLOG_SINCE_DAY) {
		until = summary_past_day(&all->past, options->since_day);
		summary->since = options->since_day;
	} else if (commit) {
		until = summary_past_entry(&all->past, commit);
		if (!until && options->since == NLOG_SINCE_COMMIT)
			return nlog_error_set(err, NLOG_ENOTFOUND,
					      "%.12s is no commit of the register's "
					      "history, as far as it is looked at",
					      commit);
		if (!until)
			return nlog_error_set(err, NLOG_EDAMAGED,
					      "the ledger of %s names the commit %s, which "
					      "the register's history does not have",
					      summary->country->name, commit);
		summary->since = options->since == NLOG_SINCE_LAST
					 ? last->on
					 : nlog_instant_day(until->recorded);
	}
	/* Since a day before the first commit everything is new, and yet not a first summary. */
	summary->is_first = !until && options->since == NLOG_SINCE_LAST;
	summary->since_entry = until;
	return summary_past_told(&all->past, summary->country, until, summary->since, told,
				 err);
}

static int begin_summary(nlog_summaries *all, size_t index, const nlog_economy *country,
			 const nlog_summary_options *options, nlog_error *err)
{
	nlog_summary *summary = &all->items[index];
	int rc;

	summary->country = country;
	rc = nlog_ledger_read(&summary->ledger, nlog_history_store(all->history),
			      nlog_summaries_head(all), country->iso, err);
	return rc ? rc : find_since(all, summary, &all->told[index], options, err);
}

int nlog_summaries_load(nlog_summaries **out, const nlog_history *history,
			const nlog_economy *const *countries, size_t count,
			const nlog_summary_options *options, nlog_error *err)
{
	nlog_summaries *all = nlog_alloc(sizeof(*all));
	size_t notices = nlog_history_count(history);
	int rc = 0;

	all->history = history;
	all->day = options->on;
	all->count = count;
	all->items = nlog_alloc_array(count + 1, sizeof(*all->items));
	all->told = nlog_alloc_array(count + 1, sizeof(*all->told));
	summary_past_begin(&all->past, history);
	for (size_t i = 0; !rc && i < count; i++)
		rc = begin_summary(all, i, countries[i], options, err);
	for (size_t i = 0; !rc && i < notices; i++) {
		rc = pass_dossier(all, options, nlog_history_get(history, i), err);
		if (options->progress)
			options->progress(i + 1, notices, options->progress_data);
	}
	for (size_t i = 0; !rc && i < count; i++)
		if (all->items[i].count)
			qsort(all->items[i].items, all->items[i].count,
			      sizeof(*all->items[i].items), by_part);
	if (rc)
		nlog_summaries_free(all);
	else
		*out = all;
	return rc;
}

size_t nlog_summaries_count(const nlog_summaries *summaries)
{
	return summaries->count;
}

const nlog_summary *nlog_summaries_get(const nlog_summaries *summaries, size_t index)
{
	return &summaries->items[index];
}

bool nlog_summary_is_addressed(const nlog_summaries *summaries, const nlog_summary *summary)
{
	return summaries->count == 1 || summary->count ||
	       nlog_economy_is_member(summary->country, summaries->day);
}

const nlog_history *nlog_summaries_history(const nlog_summaries *summaries)
{
	return summaries->history;
}

nlog_date nlog_summaries_day(const nlog_summaries *summaries)
{
	return summaries->day;
}

const char *nlog_summaries_head(const nlog_summaries *summaries)
{
	size_t count = nlog_history_entries(summaries->history);

	return count ? nlog_log_get(nlog_history_log(summaries->history), count - 1)->commit
		     : "";
}

static void clear_item(nlog_summary_item *item)
{
	for (size_t i = 0; i < item->taken_back_count; i++)
		nlog_free(item->taken_back[i].key);
	nlog_free(item->taken_back);
	nlog_free(item->actions);
	nlog_free(item->text);
}

void nlog_summaries_free(nlog_summaries *summaries)
{
	if (!summaries)
		return;
	for (size_t i = 0; i < summaries->count; i++) {
		nlog_summary *summary = &summaries->items[i];

		for (size_t k = 0; k < summary->count; k++)
			clear_item(&summary->items[k]);
		nlog_free(summary->items);
		nlog_ledger_clear(&summary->ledger);
	}
	for (size_t i = 0; i < summaries->effect_count; i++) {
		summary_effect_clear(summaries->effects[i]);
		nlog_free(summaries->effects[i]);
	}
	nlog_free(summaries->effects);
	nlog_free(summaries->items);
	nlog_free(summaries->told);
	summary_past_end(&summaries->past);
	nlog_free(summaries);
}
