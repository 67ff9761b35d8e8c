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

/* `25-IN-09-GE-LOM r2` */
static void add_revision(nlog_report *report, const nlog_dossier *dossier,
			 const nlog_revision *revision)
{
	nlog_str *words = nlog_report_words(report);

	nlog_str_add(words, dossier->key);
	nlog_str_add(words, " r");
	nlog_str_add_int(words, revision->number, 0);
	nlog_report_add_words(report, NLOG_TONE_PLAIN);
}

static void make_amendment(nlog_report *report, size_t index, const void *data)
{
	const nlog_audit_row *row = (const nlog_audit_row *)data + index;
	bool is_grave = row->severity == NLOG_SEVERITY_ACTION;
	bool is_late = row->has_given && row->given_days < 0;
	nlog_str *words;

	nlog_report_row_begin(report);
	add_revision(report, row->dossier, row->revision);
	words = nlog_report_words(report);
	nlog_date_add_iso(words, row->revision->issued);
	nlog_report_add_words(report, NLOG_TONE_QUIET);
	nlog_report_add(report, NLOG_TONE_QUIET, nlog_severity_name(row->severity));
	nlog_report_add(report, is_grave ? NLOG_TONE_STRONG : NLOG_TONE_PLAIN,
			row->rule->name);
	words = nlog_report_words(report);
	if (row->has_given)
		write_days(words, row->given_days);
	nlog_report_add_words(report, is_late ? NLOG_TONE_ALERT : NLOG_TONE_PLAIN);
	words = nlog_report_words(report);
	nlog_str_add(words, row->summary);
	if (row->extension == NLOG_AUDIT_PASSED)
		nlog_str_add(words, "; the old date had passed");
	nlog_report_add_words(report, NLOG_TONE_PLAIN);
}

/* Rows are sorted by how they were announced first: those of one state are a run. */
static void add_amendments(nlog_report *report, const nlog_audit *audit,
			   nlog_declaration_state declared, const char *heading)
{
	static const char *const heads[] = {"notice",    "issued",       "severity",
					    "amendment", "notice given", "what"};
	size_t count = audit->statistics.all.declared[declared], first = 0;
	nlog_str line = NLOG_STR_INIT;

	if (!count)
		return;
	nlog_str_addf(&line, "%s (%zu)", heading, count);
	nlog_report_add_block(report, NLOG_BLOCK_HEADING, nlog_str_text(&line));
	nlog_str_clear(&line);
	nlog_report_heads(report, heads, COUNT(heads));
	while (audit->rows[first].declared != declared)
		first++;
	nlog_report_add_made(report, count, make_amendment, audit->rows + first);
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
	nlog_report_row_begin(report);
	add_revision(report, group->dossier, group->revision);
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

/* `Name <address>` */
static void write_author(nlog_str *out, const nlog_entry *entry)
{
	nlog_str_add(out, entry->author_name);
	nlog_str_add(out, " <");
	nlog_str_add(out, entry->author_email);
	nlog_str_addc(out, '>');
}

static void write_fields(nlog_str *out, const nlog_audit_row *row)
{
	for (size_t i = 0; i < row->field_count; i++) {
		if (i)
			nlog_str_add(out, "; ");
		nlog_str_add(out, nlog_field_of((nlog_field_id)row->fields[i])->name);
	}
	if (row->key) {
		nlog_str_add(out, ": ");
		nlog_str_add(out, row->key);
	}
}

static void make_table_row(nlog_report *report, size_t index, const void *data)
{
	const nlog_audit_row *row = (const nlog_audit_row *)data + index;
	const char *declared = nlog_declaration_state_name(row->declared);
	nlog_str *words;

	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_PLAIN, row->dossier->key);
	words = nlog_report_words(report);
	nlog_str_add_int(words, row->revision->number, 0);
	nlog_report_add_words(report, NLOG_TONE_PLAIN);
	words = nlog_report_words(report);
	nlog_date_add_iso(words, row->revision->issued);
	nlog_report_add_words(report, NLOG_TONE_PLAIN);
	words = nlog_report_words(report);
	nlog_instant_add_rfc3339(words, row->revision->entry->recorded);
	nlog_report_add_words(report, NLOG_TONE_PLAIN);
	words = nlog_report_words(report);
	write_author(words, row->revision->entry);
	nlog_report_add_words(report, NLOG_TONE_PLAIN);
	nlog_report_add(report, NLOG_TONE_PLAIN, row->rule->id);
	nlog_report_add(report, NLOG_TONE_PLAIN, nlog_severity_name(row->severity));
	words = nlog_report_words(report);
	write_fields(words, row);
	nlog_report_add_words(report, NLOG_TONE_PLAIN);
	nlog_report_add(report, NLOG_TONE_PLAIN, row->summary);
	nlog_report_add(report, NLOG_TONE_PLAIN, declared ? declared : "");
	words = nlog_report_words(report);
	if (row->has_given)
		nlog_str_addf(words, "%d", (int)row->given_days);
	nlog_report_add_words(report, NLOG_TONE_PLAIN);
	words = nlog_report_words(report);
	if (row->extension != NLOG_AUDIT_NO_EXTENSION)
		nlog_str_add(words, row->extension == NLOG_AUDIT_PASSED ? "yes" : "no");
	nlog_report_add_words(report, NLOG_TONE_PLAIN);
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
	nlog_report_add_made(report, audit->count, make_table_row, audit->rows);
}
