/* An audit as a report: what nobody announced first. */
#include <noticelog/view.h>

#include "audit.h"
#include "plain.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

void nlog_report_heads(nlog_report *report, const char *const *heads, size_t count)
{
	nlog_report_begin(report, NLOG_BLOCK_TABLE);
	nlog_report_row_begin(report);
	for (size_t i = 0; i < count; i++)
		nlog_report_add(report, NLOG_TONE_STRONG, heads[i]);
}

void nlog_report_add_share(nlog_str *out, size_t part, size_t whole)
{
	if (whole)
		nlog_str_addf(out, "%zu of %zu (%zu %%)", part, whole,
			      (part * 100 + whole / 2) / whole);
}

size_t nlog_report_asked(const nlog_audit_tally *tally)
{
	return tally->declared[NLOG_DECLARED] + tally->declared[NLOG_UNDECLARED] +
	       tally->declared[NLOG_MISDECLARED];
}

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static void add_paragraph(nlog_report *report, nlog_str *line)
{
	if (line->len) {
		nlog_report_row_begin(report);
		nlog_report_add_take(report, NLOG_TONE_PLAIN, line);
	}
	nlog_str_clear(line);
}

/* `4 revisions of 2 notices; 2 of them amended an earlier one.` */
static void write_extent(nlog_str *line, const nlog_audit_tally *all)
{
	nlog_str_addf(line, "%zu revision%s of %zu notice%s", all->revisions,
		      plural(all->revisions), all->notices, plural(all->notices));
	nlog_str_addf(line, "; %zu amended an earlier one.", all->amended);
}

/* How many had to be announced, and how many were. */
static void write_declared(nlog_str *line, const nlog_audit_tally *all)
{
	size_t asked = nlog_report_asked(all);

	nlog_str_addf(line, "%zu amendment%s", all->amendments, plural(all->amendments));
	if (asked) {
		nlog_str_add(line, "; announced: ");
		nlog_report_add_share(line, all->declared[NLOG_DECLARED], asked);
		nlog_str_add(line, " of those that ask for it and can be checked");
	}
	nlog_str_addc(line, '.');
	if (all->severities[NLOG_SEVERITY_OFF])
		nlog_str_addf(line,
			      " Rules that the register silences found %zu of them; they "
			      "are counted.",
			      all->severities[NLOG_SEVERITY_OFF]);
}

static void write_days(nlog_str *out, int32_t days)
{
	nlog_days_add_human(out, days);
	nlog_str_add(out, days < 0 ? " after the start" : " before");
}

static void write_given(nlog_str *line, const nlog_audit_statistics *statistics)
{
	if (!statistics->given_count)
		return;
	nlog_str_addf(line, "Notice given before the start by %zu revision%s: least ",
		      statistics->given_count, plural(statistics->given_count));
	nlog_str_addf(line, "%d", (int)statistics->given[0]);
	nlog_str_addf(line, ", median %d, most %d days; %zu came after the start.",
		      (int)nlog_audit_median(statistics),
		      (int)statistics->given[statistics->given_count - 1],
		      statistics->buckets[0]);
}

static void write_extended(nlog_str *line, const nlog_audit_statistics *statistics)
{
	if (!statistics->extended)
		return;
	nlog_str_add(line, "Closing dates extended when the old one had passed: ");
	nlog_report_add_share(line, statistics->extended_late, statistics->extended);
	nlog_str_addc(line, '.');
}

static void add_overview(nlog_report *report, const nlog_audit *audit)
{
	const nlog_audit_statistics *statistics = &audit->statistics;
	nlog_str line = NLOG_STR_INIT;

	nlog_str_addf(&line, "Audit: notices of the %s",
		      nlog_register_organization(nlog_history_register(audit->history)));
	nlog_report_add_block(report, NLOG_BLOCK_TITLE, nlog_str_text(&line));
	nlog_str_truncate(&line, 0);
	nlog_report_begin(report, NLOG_BLOCK_TEXT);
	write_extent(&line, &statistics->all);
	add_paragraph(report, &line);
	write_declared(&line, &statistics->all);
	add_paragraph(report, &line);
	write_given(&line, statistics);
	add_paragraph(report, &line);
	write_extended(&line, statistics);
	add_paragraph(report, &line);
}

/* ---- amendments */

static void add_amendment(nlog_report *report, const nlog_audit_row *row)
{
	bool is_grave = row->severity == NLOG_SEVERITY_ACTION;
	bool is_late = row->has_given && row->given_days < 0;
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	nlog_str_addf(&cell, "%s r%u", row->dossier->key, row->revision->number);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_date_add_iso(&cell, row->revision->issued);
	nlog_report_add_take(report, NLOG_TONE_QUIET, &cell);
	nlog_report_add(report, NLOG_TONE_QUIET, nlog_severity_name(row->severity));
	nlog_report_add(report, is_grave ? NLOG_TONE_STRONG : NLOG_TONE_PLAIN,
			row->rule->name);
	if (row->has_given)
		write_days(&cell, row->given_days);
	nlog_report_add_take(report, is_late ? NLOG_TONE_ALERT : NLOG_TONE_PLAIN, &cell);
	nlog_str_add(&cell, row->summary);
	if (row->extension == NLOG_AUDIT_PASSED)
		nlog_str_add(&cell, "; the old date had passed");
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
}

static void add_amendments(nlog_report *report, const nlog_audit *audit,
			   nlog_declaration_state declared, const char *heading)
{
	static const char *const heads[] = {"notice",    "issued",       "severity",
					    "amendment", "notice given", "what"};
	size_t count = audit->statistics.all.declared[declared];
	nlog_str line = NLOG_STR_INIT;

	if (!count)
		return;
	nlog_str_addf(&line, "%s (%zu)", heading, count);
	nlog_report_add_block(report, NLOG_BLOCK_HEADING, nlog_str_text(&line));
	nlog_str_clear(&line);
	nlog_report_heads(report, heads, COUNT(heads));
	for (size_t i = 0; i < audit->count; i++)
		if (audit->rows[i].declared == declared)
			add_amendment(report, &audit->rows[i]);
}

/* What need not be announced is much and says little. */
static void add_others(nlog_report *report, const nlog_audit *audit, bool is_whole)
{
	size_t count = audit->statistics.all.declared[NLOG_DECLARED_NA];
	nlog_str line = NLOG_STR_INIT;

	if (is_whole) {
		add_amendments(report, audit, NLOG_DECLARED_NA, "No question");
		return;
	}
	if (!count)
		return;
	nlog_str_addf(
		&line,
		"Not listed, only counted (--all lists them): %zu first issue%s and "
		"administrative or editorial amendments, which need not be announced.",
		count, plural(count));
	nlog_report_add_block(report, NLOG_BLOCK_TEXT, nlog_str_text(&line));
	nlog_str_clear(&line);
}

/* ---- findings */

static void add_finding(nlog_report *report, const nlog_audit_findings *group,
			const nlog_finding *finding)
{
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	nlog_str_addf(&cell, "%s r%u", group->dossier->key, group->revision->number);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add(report,
			finding->severity == NLOG_NOTE ? NLOG_TONE_QUIET : NLOG_TONE_ALERT,
			nlog_level_name(finding->severity));
	nlog_report_add(report, NLOG_TONE_PLAIN, finding->rule->id);
	nlog_report_add(report, NLOG_TONE_PLAIN, finding->text);
}

static void add_findings(nlog_report *report, const nlog_audit *audit)
{
	static const char *const heads[] = {"notice", "severity", "finding", "what"};
	size_t count = nlog_audit_finding_count(audit);
	nlog_str line = NLOG_STR_INIT;

	if (!count)
		return;
	nlog_str_addf(&line, "Findings (%zu)", count);
	nlog_report_add_block(report, NLOG_BLOCK_HEADING, nlog_str_text(&line));
	nlog_str_clear(&line);
	nlog_report_heads(report, heads, COUNT(heads));
	for (size_t i = 0; i < audit->finding_count; i++) {
		const nlog_audit_findings *group = &audit->findings[i];

		for (size_t f = 0; f < group->findings.count; f++)
			add_finding(report, group, &group->findings.items[f]);
	}
}

void nlog_view_audit(nlog_report *report, const nlog_audit *audit, bool is_whole)
{
	nlog_str line = NLOG_STR_INIT;

	add_overview(report, audit);
	add_amendments(report, audit, NLOG_UNDECLARED, "Not announced");
	add_amendments(report, audit, NLOG_MISDECLARED, "Announced with other values");
	add_amendments(report, audit, NLOG_PHANTOM, "Announced, not done");
	add_findings(report, audit);
	nlog_report_add_figures(report, audit);
	add_amendments(report, audit, NLOG_UNCHECKED,
		       "Announced, with no earlier revision to compare with");
	add_amendments(report, audit, NLOG_DECLARED, "Announced");
	add_others(report, audit, is_whole);
	nlog_str_add(&line, "Checkpoint: ");
	nlog_history_add_checkpoint(&line, audit->history);
	nlog_report_add_block(report, NLOG_BLOCK_LITERAL, nlog_str_text(&line));
	nlog_str_clear(&line);
}

/* ---- as a table */

static void add_table_row(nlog_report *report, const nlog_audit_row *row)
{
	const nlog_entry *entry = row->revision->entry;
	const char *declared = nlog_declaration_state_name(row->declared);
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_PLAIN, row->dossier->key);
	nlog_str_addf(&cell, "%u", row->revision->number);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add_day(report, true, row->revision->issued);
	nlog_report_add_moment(report, entry->recorded);
	nlog_str_addf(&cell, "%s <%s>", entry->author_name, entry->author_email);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add(report, NLOG_TONE_PLAIN, row->rule->id);
	nlog_report_add(report, NLOG_TONE_PLAIN, nlog_severity_name(row->severity));
	for (size_t i = 0; i < row->field_count; i++)
		nlog_str_addf(&cell, "%s%s", i ? "; " : "",
			      nlog_field_of((nlog_field_id)row->fields[i])->name);
	if (row->key)
		nlog_str_addf(&cell, ": %s", row->key);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add(report, NLOG_TONE_PLAIN, row->summary);
	nlog_report_add(report, NLOG_TONE_PLAIN, declared ? declared : "");
	if (row->has_given)
		nlog_str_addf(&cell, "%d", (int)row->given_days);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	if (row->extension != NLOG_AUDIT_NO_EXTENSION)
		nlog_str_add(&cell, row->extension == NLOG_AUDIT_PASSED ? "yes" : "no");
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add(report, NLOG_TONE_PLAIN, row->id);
}

void nlog_view_audit_table(nlog_report *report, const nlog_audit *audit)
{
	static const char *const heads[] = {
		"notice",      "revision",        "issued", "recorded", "author",
		"rule",        "severity",        "fields", "summary",  "declared",
		"notice_days", "old_date_passed", "id",
	};

	nlog_report_heads(report, heads, COUNT(heads));
	for (size_t i = 0; i < audit->count; i++)
		add_table_row(report, &audit->rows[i]);
}
