/* Entries of the log as it was recorded. */
#include <noticelog/view.h>

#include <noticelog/text.h>
#include <string.h>

#include "plain.h"

/* `correction of r1`, `restore of r2`, `amendment by plain git` */
static void add_kind(nlog_str *out, const nlog_recorded *recorded)
{
	const nlog_entry *entry = recorded->entry;

	if (entry->is_plain)
		nlog_str_add(out, recorded->revision ? "amendment by plain git"
				  : entry->notice    ? "removed by plain git"
						     : "plain git");
	else
		nlog_str_add(out, entry->kind);
	if (entry->corrects)
		nlog_str_addf(out, " of r%u", entry->corrects);
	else if (!recorded->revision && entry->stated)
		nlog_str_addf(out, " of r%u", entry->stated);
}

/* The subject of a commit, without the key that begins it. */
static nlog_slice subject_of(const nlog_entry *entry)
{
	nlog_slice subject = nlog_slice_of(entry->subject);

	if (!entry->notice || !nlog_slice_starts(subject, entry->notice))
		return subject;
	subject = nlog_slice_from(subject, strlen(entry->notice));
	return nlog_slice_starts(subject, ": ") ? nlog_slice_from(subject, 2)
						: nlog_slice_of(entry->subject);
}

static void add_heading(nlog_report *report, const nlog_recorded *recorded)
{
	const nlog_entry *entry = recorded->entry;
	const nlog_notice *notice = recorded->comparison.after;
	nlog_slice title =
		notice ? nlog_notice_line(notice, NLOG_FIELD_TITLE) : subject_of(entry);
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_begin(report, NLOG_BLOCK_ENTRY);
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_STRONG,
			entry->notice ? entry->notice : entry->kind);
	if (recorded->revision)
		nlog_str_addf(&cell, "r%u", recorded->revision->number);
	nlog_report_add_take(report, NLOG_TONE_STRONG, &cell);
	nlog_str_add_slice(&cell, title.len ? title : NLOG_SLICE("(no title)"));
	nlog_report_add_take(report, NLOG_TONE_STRONG, &cell);
	nlog_str_addf(&cell, "commit/%s%s%s", entry->commit, entry->notice ? "/" : "",
		      entry->notice ? entry->notice : "");
	nlog_report_mark_row(report, &(nlog_report_mark){.name = nlog_str_text(&cell),
							 .author = entry->author_name,
							 .created = entry->recorded,
							 .updated = entry->recorded});
	nlog_str_clear(&cell);
}

/* `correction of r1, issued 2 May 2025 · recorded 3 May 2025 by Aiko Tanaka as 1f3c9ab` */
static void add_when(nlog_report *report, const nlog_recorded *recorded)
{
	const nlog_entry *entry = recorded->entry;
	nlog_str line = NLOG_STR_INIT;

	add_kind(&line, recorded);
	if (recorded->revision) {
		nlog_str_add(&line, ", issued ");
		nlog_date_add_human(&line, recorded->revision->issued);
	}
	nlog_str_add(&line, " · recorded ");
	nlog_date_add_human(&line, nlog_instant_day(entry->recorded));
	nlog_str_addf(&line, " by %s as %.7s", entry->author_name, entry->commit);
	nlog_report_add_line_take(report, NLOG_TONE_QUIET, &line);
	if (recorded->revision && recorded->revision->corrected_by)
		nlog_str_addf(&line, "corrected by r%u",
			      recorded->revision->corrected_by->number);
	if (line.len)
		nlog_report_add_line_take(report, NLOG_TONE_QUIET, &line);
}

/* `message: Received by fax on 3 February.`, a line for each paragraph. */
static void add_message(nlog_report *report, const nlog_recorded *recorded)
{
	nlog_slice rest = nlog_str_slice(&recorded->message);
	nlog_str line = NLOG_STR_INIT;

	nlog_str_add(&line, "message: ");
	while (rest.len) {
		ptrdiff_t end = nlog_slice_find(rest, "\n\n");
		size_t len = end < 0 ? rest.len : (size_t)end;

		nlog_text_normalise(&line, (nlog_slice){rest.data, len});
		nlog_report_add_line_take(report, NLOG_TONE_PLAIN, &line);
		rest = nlog_slice_trim(nlog_slice_from(rest, len));
	}
	nlog_str_clear(&line);
}

void nlog_view_recorded(nlog_report *report, const nlog_recorded *recorded)
{
	bool is_correction = recorded->revision && recorded->revision->corrects;

	add_heading(report, recorded);
	add_when(report, recorded);
	if (is_correction)
		nlog_view_mended(report, recorded->comparison.old_revision);
	add_message(report, recorded);
	if (recorded->revision)
		nlog_view_amendments(report, &recorded->comparison,
				     is_correction ? NLOG_VIEW_CHANGES : NLOG_VIEW_ALL);
}

void nlog_view_recorded_heads(nlog_report *report)
{
	static const char *const heads[] = {"commit",   "recorded", "author",  "kind",
					    "notice",   "revision", "issued",  "corrects",
					    "restores", "entry",    "subject", "message"};

	nlog_report_begin_table(report, heads, sizeof(heads) / sizeof(*heads));
}

static void add_number(nlog_report *report, unsigned number)
{
	nlog_str cell = NLOG_STR_INIT;

	if (number)
		nlog_str_addf(&cell, "%u", number);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
}

void nlog_view_recorded_row(nlog_report *report, const nlog_recorded *recorded)
{
	const nlog_entry *entry = recorded->entry;
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_begin(report, NLOG_BLOCK_TABLE);
	nlog_report_row_begin(report);
	nlog_report_add(report, NLOG_TONE_PLAIN, entry->commit);
	nlog_report_add_moment(report, entry->recorded);
	nlog_str_addf(&cell, "%s <%s>", entry->author_name, entry->author_email);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_report_add(report, NLOG_TONE_PLAIN, entry->kind);
	nlog_report_add(report, NLOG_TONE_PLAIN, entry->notice ? entry->notice : "");
	add_number(report, recorded->revision ? recorded->revision->number : 0);
	if (recorded->revision)
		nlog_date_add_iso(&cell, recorded->revision->issued);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	add_number(report, entry->corrects);
	add_number(report, recorded->revision ? 0 : entry->stated);
	add_number(report, entry->entry);
	nlog_report_add(report, NLOG_TONE_PLAIN, entry->subject);
	nlog_report_add(report, NLOG_TONE_PLAIN, nlog_str_text(&recorded->message));
}
