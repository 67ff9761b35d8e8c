/* The figures of an audit: what was counted, in all and by group. */
#include "audit.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

const char *nlog_audit_grouping_name(nlog_audit_grouping grouping)
{
	static const char *const names[] = {
		[NLOG_AUDIT_BY_RULE] = "rule",           [NLOG_AUDIT_BY_MONTH] = "month",
		[NLOG_AUDIT_BY_YEAR] = "year",           [NLOG_AUDIT_BY_HOST] = "host",
		[NLOG_AUDIT_BY_PROGRAMME] = "programme", [NLOG_AUDIT_BY_NOTICE] = "notice",
	};

	return names[grouping];
}

const nlog_audit_bucket *nlog_audit_bucket_of(size_t index)
{
	static const nlog_audit_bucket buckets[NLOG_AUDIT_BUCKETS] = {
		{INT32_MIN, -1, "late"}, {0, 6, "0–6"},     {7, 13, "7–13"},
		{14, 29, "14–29"},       {30, 59, "30–59"}, {60, 89, "60–89"},
		{90, INT32_MAX, "90+"},
	};

	return &buckets[index];
}

static nlog_audit_group *add_group(nlog_audit_groups *groups, const char *name)
{
	NLOG_GROW(groups->items, groups->count, groups->capacity);
	groups->items[groups->count] = (nlog_audit_group){.name = name};
	groups->last = groups->count;
	return &groups->items[groups->count++];
}

/* The group that was asked for last, if that is its name: one step is much like the one before. */
static nlog_audit_group *last_group(nlog_audit_groups *groups, const char *name)
{
	nlog_audit_group *last = groups->count ? &groups->items[groups->last] : NULL;

	return last && strcmp(last->name, name) == 0 ? last : NULL;
}

static nlog_audit_group *group_named(nlog_audit_statistics *statistics,
				     nlog_audit_grouping grouping, const char *name)
{
	nlog_audit_groups *groups = &statistics->groups[grouping];
	nlog_audit_group *group = last_group(groups, name);
	json_t *place;

	if (group)
		return group;
	if (!groups->index)
		groups->index = json_object();
	place = json_object_get(groups->index, name);
	if (place) {
		groups->last = (size_t)json_integer_value(place);
		return &groups->items[groups->last];
	}
	json_object_set_new(groups->index, name, json_integer((json_int_t)groups->count));
	group = add_group(groups, nlog_pool_text(&statistics->names, nlog_slice_of(name)));
	if (grouping == NLOG_AUDIT_BY_MONTH)
		group->rules = nlog_alloc_array(nlog_rules_count(), sizeof(*group->rules));
	return group;
}

/* Steps come notice by notice: it is the last one, or new. */
static nlog_audit_group *group_of_notice(nlog_audit_statistics *statistics, const char *key)
{
	nlog_audit_groups *groups = &statistics->groups[NLOG_AUDIT_BY_NOTICE];
	nlog_audit_group *last = last_group(groups, key);

	return last ? last : add_group(groups, key);
}

/* Steps come notice by notice, so that a notice is counted when it is another than the last. */
static void count_revision(nlog_audit_group *group, const nlog_history_step *step)
{
	group->tally.notices += group->dossier != step->dossier;
	group->tally.revisions += group->revision != step->after;
	group->dossier = step->dossier;
	group->revision = step->after;
}

static void count_row(nlog_audit_tally *tally, const nlog_audit_row *row)
{
	tally->amendments++;
	tally->severities[row->severity]++;
	tally->declared[row->declared]++;
}

/* A revision and its amendments in one group. */
static void count_in(nlog_audit *audit, nlog_audit_group *group,
		     const nlog_history_step *step, size_t first)
{
	/* Twice among the hosts, say. */
	if (group->revision == step->after)
		return;
	count_revision(group, step);
	group->tally.amended += step->before && audit->count > first;
	for (size_t i = first; i < audit->count; i++) {
		count_row(&group->tally, &audit->rows[i]);
		if (group->rules)
			group->rules[nlog_rules_place(audit->rows[i].rule)]++;
	}
}

static void count_named(nlog_audit *audit, nlog_audit_grouping grouping, const char *name,
			const nlog_history_step *step, size_t first)
{
	count_in(audit, group_named(&audit->statistics, grouping, name), step, first);
}

static void count_days(nlog_audit *audit, const nlog_history_step *step, size_t first)
{
	nlog_str name = NLOG_STR_INIT;

	nlog_date_add_iso(&name, step->after->issued);
	nlog_str_truncate(&name, 7);
	count_named(audit, NLOG_AUDIT_BY_MONTH, nlog_str_text(&name), step, first);
	nlog_str_truncate(&name, 4);
	count_named(audit, NLOG_AUDIT_BY_YEAR, nlog_str_text(&name), step, first);
	nlog_str_clear(&name);
}

static void count_hosts(nlog_audit *audit, const nlog_history_step *step,
			const nlog_notice *notice, size_t first)
{
	const json_t *hosts = nlog_notice_get(notice, NLOG_FIELD_HOSTING_COUNTRIES);

	for (size_t i = 0; i < json_array_size(hosts); i++)
		count_named(audit, NLOG_AUDIT_BY_HOST,
			    json_string_value(json_array_get(hosts, i)), step, first);
	if (!json_array_size(hosts))
		count_named(audit, NLOG_AUDIT_BY_HOST, "none", step, first);
}

static void count_programme(nlog_audit *audit, const nlog_history_step *step, size_t first)
{
	const char *begin = strchr(step->dossier->key, '-');
	const char *end = begin ? strchr(begin + 1, '-') : NULL;
	char *name = end && end > begin + 1
			     ? nlog_strndup(begin + 1, (size_t)(end - begin - 1))
			     : nlog_strdup("other");

	count_named(audit, NLOG_AUDIT_BY_PROGRAMME, name, step, first);
	nlog_free(name);
}

static void count_given(nlog_audit *audit, size_t first)
{
	nlog_audit_statistics *statistics = &audit->statistics;
	int32_t least = 0;
	bool has = false;

	for (size_t i = first; i < audit->count; i++) {
		const nlog_audit_row *row = &audit->rows[i];

		statistics->extended += row->extension != NLOG_AUDIT_NO_EXTENSION;
		statistics->extended_late += row->extension == NLOG_AUDIT_PASSED;
		if (row->has_given && (!has || row->given_days < least))
			least = row->given_days;
		has = has || row->has_given;
	}
	if (!has)
		return;
	NLOG_GROW(statistics->given, statistics->given_count, statistics->given_capacity);
	statistics->given[statistics->given_count++] = least;
	for (size_t i = 0; i < NLOG_AUDIT_BUCKETS; i++)
		statistics->buckets[i] += least >= nlog_audit_bucket_of(i)->from &&
					  least <= nlog_audit_bucket_of(i)->to;
}

void audit_count_step(nlog_audit *audit, const nlog_history_step *step,
		      const nlog_comparison *comparison, size_t first)
{
	nlog_audit_statistics *statistics = &audit->statistics;

	statistics->all.revisions++;
	statistics->all.amended += step->before && audit->count > first;
	for (size_t i = first; i < audit->count; i++) {
		nlog_audit_group *group = group_named(statistics, NLOG_AUDIT_BY_RULE,
						      audit->rows[i].rule->id);

		count_row(&statistics->all, &audit->rows[i]);
		group->tally.amended += step->before && group->revision != step->after;
		count_revision(group, step);
		count_row(&group->tally, &audit->rows[i]);
	}
	count_in(audit, group_of_notice(statistics, step->dossier->key), step, first);
	count_days(audit, step, first);
	count_hosts(audit, step, comparison->after, first);
	count_programme(audit, step, first);
	count_given(audit, first);
}

static void add_tally(nlog_audit_tally *to, const nlog_audit_tally *from)
{
	to->notices += from->notices;
	to->revisions += from->revisions;
	to->amended += from->amended;
	to->amendments += from->amendments;
	for (size_t i = 0; i < sizeof(to->severities) / sizeof(*to->severities); i++)
		to->severities[i] += from->severities[i];
	for (size_t i = 0; i < sizeof(to->declared) / sizeof(*to->declared); i++)
		to->declared[i] += from->declared[i];
}

static void join_group(nlog_audit_group *group, const nlog_audit_group *other)
{
	add_tally(&group->tally, &other->tally);
	for (size_t r = 0; group->rules && r < nlog_rules_count(); r++)
		group->rules[r] += other->rules[r];
}

/* All revisions of a notice are in one part. */
static void join_groups(nlog_audit_statistics *statistics, nlog_audit_grouping grouping,
			nlog_audit_groups *other)
{
	nlog_audit_groups *groups = &statistics->groups[grouping];

	if (grouping == NLOG_AUDIT_BY_NOTICE)
		NLOG_JOIN(groups->items, groups->count, groups->capacity, other->items,
			  other->count);
	for (size_t i = 0; i < other->count; i++)
		join_group(group_named(statistics, grouping, other->items[i].name),
			   &other->items[i]);
}

void audit_join_statistics(nlog_audit_statistics *statistics, nlog_audit_statistics *other)
{
	add_tally(&statistics->all, &other->all);
	for (nlog_audit_grouping g = 0; g < NLOG_AUDIT_GROUPINGS; g++)
		join_groups(statistics, g, &other->groups[g]);
	NLOG_JOIN(statistics->given, statistics->given_count, statistics->given_capacity,
		  other->given, other->given_count);
	for (size_t i = 0; i < NLOG_AUDIT_BUCKETS; i++)
		statistics->buckets[i] += other->buckets[i];
	statistics->extended += other->extended;
	statistics->extended_late += other->extended_late;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const nlog_audit_group *)a)->name,
		      ((const nlog_audit_group *)b)->name);
}

static int by_days(const void *a, const void *b)
{
	int32_t p = *(const int32_t *)a, q = *(const int32_t *)b;

	return (p > q) - (p < q);
}

/* How many notices were amended how often. */
static void spread_amended(nlog_audit_statistics *statistics)
{
	const nlog_audit_groups *notices = &statistics->groups[NLOG_AUDIT_BY_NOTICE];
	size_t most = 0;

	for (size_t i = 0; i < notices->count; i++)
		if (notices->items[i].tally.amended > most)
			most = notices->items[i].tally.amended;
	statistics->amended_count = most + 1;
	statistics->amended = nlog_alloc_array(most + 1, sizeof(*statistics->amended));
	for (size_t i = 0; i < notices->count; i++)
		statistics->amended[notices->items[i].tally.amended]++;
}

void audit_finish_statistics(nlog_audit_statistics *statistics)
{
	statistics->all.notices = statistics->groups[NLOG_AUDIT_BY_NOTICE].count;
	for (size_t g = 0; g < NLOG_AUDIT_GROUPINGS; g++) {
		nlog_audit_groups *groups = &statistics->groups[g];

		json_decref(groups->index);
		groups->index = NULL;
		if (groups->count)
			qsort(groups->items, groups->count, sizeof(*groups->items),
			      by_name);
	}
	if (statistics->given_count)
		qsort(statistics->given, statistics->given_count,
		      sizeof(*statistics->given), by_days);
	spread_amended(statistics);
}

int32_t nlog_audit_median(const nlog_audit_statistics *statistics)
{
	return statistics->given_count
		       ? statistics->given[(statistics->given_count - 1) / 2]
		       : 0;
}

void audit_clear_statistics(nlog_audit_statistics *statistics)
{
	for (size_t g = 0; g < NLOG_AUDIT_GROUPINGS; g++) {
		nlog_audit_groups *groups = &statistics->groups[g];

		for (size_t i = 0; i < groups->count; i++)
			nlog_free(groups->items[i].rules);
		nlog_free(groups->items);
		json_decref(groups->index);
	}
	nlog_pool_clear(&statistics->names);
	nlog_free(statistics->given);
	nlog_free(statistics->amended);
}
