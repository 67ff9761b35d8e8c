/* The figures of an audit: two charts, and a table for each way to count. */
#include <noticelog/view.h>

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Series that a chart tells apart; rules that fired less often are one together. */
#define CHART_SERIES 8
/* Bars that fit beside one another. */
#define CHART_BARS 60
/* Notices listed by how often they were amended. */
#define MOST_AMENDED 10

/* ---- the chart by month */

/* Months since the year 0, and how many of them are one bar. */
typedef struct {
	int first, last, unit;
} time_axis;

static int month_of(const nlog_audit_group *group)
{
	nlog_date first;
	int year, month, day;
	nlog_str text = NLOG_STR_INIT;

	nlog_str_addf(&text, "%s-01", group->name);
	if (!nlog_date_from_iso(&first, nlog_str_slice(&text)))
		first = (nlog_date){0};
	nlog_str_clear(&text);
	nlog_date_split(first, &year, &month, &day);
	return year * 12 + month - 1;
}

/* A first issue amends nothing. */
static bool is_charted(const char *rule)
{
	return strcmp(rule, "notice.issued") != 0;
}

/* Has a month anything to show? */
static bool has_bar(const nlog_audit_group *month)
{
	for (size_t r = 0; r < nlog_rules_count(); r++)
		if (month->rules[r] && is_charted(nlog_rules_get(r)->id))
			return true;
	return false;
}

/* Months, or as many of them as are needed for the bars to fit. @return false: nothing to show */
static bool find_axis(const nlog_audit_groups *months, time_axis *axis)
{
	static const int units[] = {1, 12, 120, 1200};
	bool has = false;
	size_t u = 0;

	*axis = (time_axis){0, 0, 1};
	for (size_t i = 0; i < months->count; i++) {
		if (!has_bar(&months->items[i]))
			continue;
		axis->last = month_of(&months->items[i]);
		axis->first = has ? axis->first : axis->last;
		has = true;
	}
	while (u + 1 < COUNT(units) &&
	       axis->last / units[u] - axis->first / units[u] >= CHART_BARS)
		u++;
	axis->unit = units[u];
	return has;
}

static void write_label(nlog_str *out, const time_axis *axis, int bar)
{
	int month = bar * axis->unit;

	if (axis->unit == 1)
		nlog_str_addf(out, "%04d-%02d", month / 12, month % 12 + 1);
	else if (axis->unit == 12)
		nlog_str_addf(out, "%04d", month / 12);
	else
		nlog_str_addf(out, "%04d–", month / 12);
}

static const char *unit_name(const time_axis *axis)
{
	return axis->unit == 1 ? "month" : axis->unit == 12 ? "year" : "years";
}

/* The rules that a chart names, grave and frequent ones first; the others come last, as one. */
typedef struct {
	const nlog_audit_group *rules[CHART_SERIES];
	size_t count;
	bool has_others;
} chart_rules;

static int by_amendments(const void *a, const void *b)
{
	const nlog_audit_group *p = *(const nlog_audit_group *const *)a;
	const nlog_audit_group *q = *(const nlog_audit_group *const *)b;

	if (p->tally.amendments != q->tally.amendments)
		return p->tally.amendments < q->tally.amendments ? 1 : -1;
	return strcmp(p->name, q->name);
}

static nlog_severity severity_of(const nlog_audit_group *group)
{
	return nlog_rules_find(nlog_slice_of(group->name))->severity;
}

/* A new reference number comes with nearly every revision and tells little. */
static int by_gravity(const void *a, const void *b)
{
	nlog_severity p = severity_of(*(const nlog_audit_group *const *)a);
	nlog_severity q = severity_of(*(const nlog_audit_group *const *)b);

	return p != q ? (int)q - (int)p : by_amendments(a, b);
}

static void find_rules(const nlog_audit *audit, chart_rules *out)
{
	const nlog_audit_groups *groups = &audit->statistics.groups[NLOG_AUDIT_BY_RULE];
	const nlog_audit_group **sorted =
		nlog_alloc_array(groups->count + 1, sizeof(*sorted));
	size_t count = 0;

	for (size_t i = 0; i < groups->count; i++)
		if (is_charted(groups->items[i].name))
			sorted[count++] = &groups->items[i];
	if (count)
		qsort(sorted, count, sizeof(*sorted), by_gravity);
	*out = (chart_rules){.has_others = count > CHART_SERIES};
	out->count = out->has_others ? CHART_SERIES - 1 : count;
	for (size_t i = 0; i < out->count; i++)
		out->rules[i] = sorted[i];
	nlog_free(sorted);
}

static size_t series_of(const chart_rules *rules, const char *id)
{
	size_t i = 0;

	while (i < rules->count && strcmp(rules->rules[i]->name, id) != 0)
		i++;
	return i;
}

static void add_bar(nlog_report *report, const time_axis *axis, const chart_rules *rules,
		    int bar, const size_t *values)
{
	nlog_str label = NLOG_STR_INIT;

	write_label(&label, axis, bar);
	for (size_t s = 0; s < rules->count; s++) {
		const nlog_rule *rule =
			nlog_rules_find(nlog_slice_of(rules->rules[s]->name));

		nlog_report_chart_add(report, nlog_str_text(&label), rule->name, values[s]);
	}
	if (rules->has_others)
		nlog_report_chart_add(report, nlog_str_text(&label), "other rules",
				      values[rules->count]);
	nlog_str_clear(&label);
}

/* Add what a month has of each rule to its bar. */
static void fill_bar(size_t *values, const chart_rules *rules,
		     const nlog_audit_group *month)
{
	for (size_t r = 0; r < nlog_rules_count(); r++) {
		const char *id = nlog_rules_get(r)->id;

		if (month->rules[r] && is_charted(id))
			values[series_of(rules, id)] += month->rules[r];
	}
}

static void add_chart_by_month(nlog_report *report, const nlog_audit *audit)
{
	const nlog_audit_groups *months = &audit->statistics.groups[NLOG_AUDIT_BY_MONTH];
	nlog_str title = NLOG_STR_INIT;
	chart_rules rules;
	time_axis axis;
	size_t *values, bars;
	int first;

	if (!find_axis(months, &axis))
		return;
	find_rules(audit, &rules);
	first = axis.first / axis.unit;
	bars = (size_t)(axis.last / axis.unit - first + 1);
	values = nlog_alloc_array(bars, CHART_SERIES * sizeof(*values));
	for (size_t i = 0; i < months->count; i++) {
		int bar = month_of(&months->items[i]) / axis.unit - first;

		if (has_bar(&months->items[i]))
			fill_bar(values + (size_t)bar * CHART_SERIES, &rules,
				 &months->items[i]);
	}
	nlog_str_addf(&title, "Amendments by %s of issue and by rule", unit_name(&axis));
	nlog_report_chart_begin(report, nlog_str_text(&title), unit_name(&axis),
				"amendments");
	for (size_t bar = 0; bar < bars; bar++)
		add_bar(report, &axis, &rules, first + (int)bar,
			values + bar * CHART_SERIES);
	nlog_free(values);
	nlog_str_clear(&title);
}

static void add_chart_of_notice(nlog_report *report,
				const nlog_audit_statistics *statistics)
{
	if (!statistics->given_count)
		return;
	nlog_report_chart_begin(report, "Notice given before the start", "days before",
				"revisions");
	for (size_t i = 0; i < NLOG_AUDIT_BUCKETS; i++)
		nlog_report_chart_add(report, nlog_audit_bucket_of(i)->name, "",
				      statistics->buckets[i]);
}

/* ---- tables */

static void add_count(nlog_report *report, size_t count)
{
	nlog_str cell = NLOG_STR_INIT;

	nlog_str_addf(&cell, "%zu", count);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
}

/* Name, what there is to count, what of it was amended, what of that was announced. */
static void add_group(nlog_report *report, const nlog_audit_group *group)
{
	const nlog_audit_tally *tally = &group->tally;
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_STRONG, group->name);
	add_count(report, tally->notices);
	nlog_report_add_share(&cell, tally->amended, tally->revisions);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	add_count(report, tally->amendments);
	add_count(report, tally->severities[NLOG_SEVERITY_ACTION]);
	nlog_report_add_share(&cell, tally->declared[NLOG_DECLARED],
			      nlog_report_asked(tally));
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
}

static void add_groups(nlog_report *report, const nlog_audit *audit,
		       nlog_audit_grouping grouping)
{
	const nlog_audit_groups *groups = &audit->statistics.groups[grouping];
	const char *const heads[] = {
		nlog_audit_grouping_name(grouping),
		"notices",
		"amended revisions",
		"amendments",
		"action",
		"announced",
	};

	if (!groups->count)
		return;
	nlog_report_heads(report, heads, COUNT(heads));
	for (size_t i = 0; i < groups->count; i++)
		add_group(report, &groups->items[i]);
}

/* Of a rule revisions are those in which it fired; against all of them it is held here. */
static void add_rules(nlog_report *report, const nlog_audit *audit)
{
	static const char *const heads[] = {"rule",      "amendments", "in revisions",
					    "announced", "not",        "otherwise",
					    "not done"};
	const nlog_audit_groups *groups = &audit->statistics.groups[NLOG_AUDIT_BY_RULE];

	if (!groups->count)
		return;
	nlog_report_heads(report, heads, COUNT(heads));
	for (size_t i = 0; i < groups->count; i++) {
		const nlog_audit_tally *tally = &groups->items[i].tally;
		nlog_str cell = NLOG_STR_INIT;

		nlog_report_row_begin(report);
		nlog_report_add(report, NLOG_TONE_STRONG, groups->items[i].name);
		add_count(report, tally->amendments);
		nlog_report_add_share(&cell, tally->revisions,
				      audit->statistics.all.revisions);
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
		nlog_report_add_share(&cell, tally->declared[NLOG_DECLARED],
				      nlog_report_asked(tally));
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
		add_count(report, tally->declared[NLOG_UNDECLARED]);
		add_count(report, tally->declared[NLOG_MISDECLARED]);
		add_count(report, tally->declared[NLOG_PHANTOM]);
	}
}

static void add_times_amended(nlog_report *report, const nlog_audit_statistics *statistics)
{
	static const char *const heads[] = {"times amended", "notices"};
	nlog_str cell = NLOG_STR_INIT;

	if (!statistics->all.notices)
		return;
	nlog_report_heads(report, heads, COUNT(heads));
	for (size_t times = 0; times < statistics->amended_count; times++) {
		if (!statistics->amended[times])
			continue;
		nlog_report_row_begin(report);
		add_count(report, times);
		nlog_report_add_share(&cell, statistics->amended[times],
				      statistics->all.notices);
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	}
}

static int by_times(const void *a, const void *b)
{
	const nlog_audit_group *p = *(const nlog_audit_group *const *)a;
	const nlog_audit_group *q = *(const nlog_audit_group *const *)b;

	if (p->tally.amended != q->tally.amended)
		return p->tally.amended < q->tally.amended ? 1 : -1;
	return by_amendments(a, b);
}

static void add_most_amended(nlog_report *report, const nlog_audit_statistics *statistics)
{
	static const char *const heads[] = {"most amended", "times", "amendments",
					    "announced"};
	const nlog_audit_groups *groups = &statistics->groups[NLOG_AUDIT_BY_NOTICE];
	const nlog_audit_group **sorted =
		nlog_alloc_array(groups->count + 1, sizeof(*sorted));
	size_t count = 0;

	for (size_t i = 0; i < groups->count; i++)
		if (groups->items[i].tally.amended)
			sorted[count++] = &groups->items[i];
	if (count) {
		qsort(sorted, count, sizeof(*sorted), by_times);
		nlog_report_heads(report, heads, COUNT(heads));
	}
	for (size_t i = 0; i < count && i < MOST_AMENDED; i++) {
		const nlog_audit_tally *tally = &sorted[i]->tally;
		nlog_str cell = NLOG_STR_INIT;

		nlog_report_row_begin(report);
		nlog_report_add(report, NLOG_TONE_STRONG, sorted[i]->name);
		add_count(report, tally->amended);
		add_count(report, tally->amendments);
		nlog_report_add_share(&cell, tally->declared[NLOG_DECLARED],
				      nlog_report_asked(tally));
		nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	}
	nlog_free(sorted);
}

void nlog_report_add_figures(nlog_report *report, const nlog_audit *audit)
{
	if (!audit->statistics.all.revisions)
		return;
	nlog_report_add_block(report, NLOG_BLOCK_HEADING, "Figures");
	add_chart_by_month(report, audit);
	add_chart_of_notice(report, &audit->statistics);
	add_rules(report, audit);
	add_groups(report, audit, NLOG_AUDIT_BY_YEAR);
	add_groups(report, audit, NLOG_AUDIT_BY_MONTH);
	add_groups(report, audit, NLOG_AUDIT_BY_HOST);
	add_groups(report, audit, NLOG_AUDIT_BY_PROGRAMME);
	add_times_amended(report, &audit->statistics);
	add_most_amended(report, &audit->statistics);
}
