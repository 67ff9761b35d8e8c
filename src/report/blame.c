/* Which revision set each value of a notice, as a report. */
#include <noticelog/view.h>

#include <noticelog/alloc.h>
#include <noticelog/text.h>

#include "declared.h"
#include "plain.h"

/* The beginning of a long text is enough where all fields are shown. */
#define EXCERPT_BYTES 160

static nlog_type_id type_of(const nlog_blame_row *row)
{
	return nlog_report_type_of_part(nlog_field_of(row->field), row->key != NULL);
}

static void add_value(nlog_str *out, nlog_type_id type, const json_t *value, bool is_whole)
{
	size_t start = out->len, end = 0;
	unsigned codepoint;

	nlog_value_add_human(out, type, value);
	if (is_whole || out->len - start <= EXCERPT_BYTES)
		return;
	while (end < EXCERPT_BYTES) {
		int len = nlog_text_next(nlog_str_slice(out), start + end, &codepoint);

		if (len <= 0)
			break;
		end += (size_t)len;
	}
	/* At a blank, if there is one. */
	for (size_t blank = end; blank > EXCERPT_BYTES / 2; blank--)
		if (out->data[start + blank] == ' ') {
			end = blank;
			break;
		}
	nlog_str_truncate(out, start + end);
	nlog_str_add(out, " …");
}

/* `closing date`; `Financial Arrangements`; `closing date, as printed` */
static void add_name(nlog_report *report, const nlog_blame_row *row)
{
	const nlog_field *printed = row->field == NLOG_FIELD_AS_PRINTED && row->key
					    ? nlog_field_named(nlog_slice_of(row->key))
					    : NULL;
	nlog_str cell = NLOG_STR_INIT;

	if (printed)
		nlog_str_addf(&cell, "%s, as printed", printed->noun);
	else
		nlog_str_add(&cell, row->key ? row->key : nlog_field_of(row->field)->noun);
	nlog_report_add_take(report, NLOG_TONE_STRONG, &cell);
}

/* `amended twice · declared in Remarks` */
static void add_reason(nlog_report *report, const nlog_blame_row *row)
{
	static const char *const often[] = {"", "amended once", "amended twice"};
	const json_t *first = json_array_get(row->evidence, 0);
	nlog_source source = nlog_source_named(nlog_json_text(first, "source"));
	nlog_str line = NLOG_STR_INIT;
	nlog_tone tone;
	const char *declared = nlog_report_declared(row->declared, source, &tone);

	if (row->amended < sizeof(often) / sizeof(*often))
		nlog_str_add(&line, often[row->amended]);
	else
		nlog_str_addf(&line, "amended %u times", row->amended);
	if (*declared)
		nlog_str_addf(&line, "%s%s", line.len ? " · " : "", declared);
	if (line.len)
		nlog_report_add_line_take(report, tone, &line);
	nlog_str_clear(&line);
}

/* `r1, issued 10 June 2024: 2 August 2024`, the latest first. */
static void add_earlier(nlog_report *report, const nlog_blame_row *row)
{
	for (size_t i = json_array_size(row->earlier); i-- > 0;) {
		const json_t *earlier = json_array_get(row->earlier, i);
		const char *issued = nlog_json_text(earlier, "issued");
		nlog_str line = NLOG_STR_INIT;
		nlog_date day;

		nlog_str_addf(
			&line, "r%d",
			(int)json_integer_value(json_object_get(earlier, "revision")));
		if (issued && nlog_date_from_iso(&day, nlog_slice_of(issued))) {
			nlog_str_add(&line, ", issued ");
			nlog_date_add_human(&line, day);
		}
		nlog_str_add(&line, ": ");
		add_value(&line, type_of(row), json_object_get(earlier, "value"), true);
		nlog_report_add_line_take(report, NLOG_TONE_QUIET, &line);
	}
}

static void add_row(nlog_report *report, const nlog_blame_row *row, bool is_whole)
{
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	add_name(report, row);
	nlog_str_addf(&cell, "r%u", row->set_by->number);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	add_value(&cell, type_of(row), row->value, is_whole);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	add_reason(report, row);
	if (is_whole)
		add_earlier(report, row);
}

static void add_revision(nlog_report *report, const nlog_revision *revision)
{
	nlog_str cell = NLOG_STR_INIT;

	nlog_report_row_begin(report);
	nlog_str_addf(&cell, "r%u", revision->number);
	nlog_report_add_take(report, NLOG_TONE_STRONG, &cell);
	nlog_date_add_human(&cell, revision->issued);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_date_add_human(&cell, nlog_instant_day(revision->entry->recorded));
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_str_addf(&cell, "%.7s", revision->entry->commit);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	nlog_str_add(&cell, revision->entry->author_name);
	nlog_report_add_take(report, NLOG_TONE_PLAIN, &cell);
	if (revision->corrects)
		nlog_view_mended(report, revision->corrects);
}

/* Each revision that set a value, once. */
static void add_revisions(nlog_report *report, const nlog_blame *blame)
{
	static const char *const heads[] = {"revision", "issued", "recorded", "as", "by"};
	const nlog_dossier *dossier = blame->dossier;
	bool *sets = nlog_alloc_array(dossier->count + 1, sizeof(*sets));

	for (size_t i = 0; i < blame->count; i++)
		sets[blame->rows[i].set_by->number] = true;
	nlog_report_begin_table(report, heads, sizeof(heads) / sizeof(*heads));
	for (size_t i = 0; i < dossier->official_count; i++)
		if (sets[dossier->official[i]->number])
			add_revision(report, dossier->official[i]);
	nlog_free(sets);
}

void nlog_view_blame(nlog_report *report, const nlog_blame *blame, bool is_whole)
{
	static const char *const heads[] = {"field", "set by", "value"};
	nlog_str title = NLOG_STR_INIT;

	nlog_str_addf(&title, "%s r%u: who set what", blame->dossier->key,
		      blame->revision->number);
	nlog_report_add_block(report, NLOG_BLOCK_TITLE, nlog_str_text(&title));
	nlog_str_clear(&title);
	nlog_report_begin_table(report, heads, sizeof(heads) / sizeof(*heads));
	for (size_t i = 0; i < blame->count; i++)
		add_row(report, &blame->rows[i], is_whole);
	add_revisions(report, blame);
}
