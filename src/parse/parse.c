/* From a document to a notice or an addendum: what is it, and in which order is it read? */
#include <noticelog/parse.h>

#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/text.h>

#include "reading.h"

/* The heading stands among the first lines; further down its words are prose. */
#define HEADING_WITHIN 40
#define HEADING_MAX 120

static bool has_words(nlog_slice text, const char *words)
{
	nlog_str upper = NLOG_STR_INIT;
	bool found;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		nlog_str_addc(&upper, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
	}
	found = nlog_slice_find(nlog_str_slice(&upper), words) >= 0;
	nlog_str_clear(&upper);
	return found;
}

static bool is_heading(nlog_slice text)
{
	return nlog_slice_starts_nocase(text, "project notification") ||
	       nlog_slice_starts_nocase(text, "implementation plan") ||
	       nlog_slice_starts_nocase(text, "project implementation plan") ||
	       nlog_slice_starts_nocase(text, "addendum to");
}

/*
 * The heading, and what it says: an addendum names itself in it, or in a line of
 * its own below (`Addendum No. 1`). An addendum to an implementation plan is of
 * kind "plan", every other one of kind "notice".
 */
static void find_heading(parser *in)
{
	size_t seen = 0;

	in->heading = SIZE_MAX;
	for (size_t i = 0; i < nlog_document_count(in->document) && seen < HEADING_WITHIN;
	     i++) {
		const nlog_line *line = nlog_document_get(in->document, i);
		parse_pair pairs[PARSE_PAIRS_MAX];

		if (line->cell_count != 1)
			continue;
		nlog_slice text = line->cells[0].text;

		seen++;
		if (text.len > HEADING_MAX)
			continue;
		if (in->heading == SIZE_MAX && is_heading(text))
			in->heading = i;
		else if (parse_find_labels(in, line, pairs) &&
			 !nlog_slice_starts_nocase(text, "addendum"))
			continue;
		if ((i == in->heading && has_words(text, "ADDENDUM")) ||
		    nlog_slice_starts_nocase(text, "addendum")) {
			in->is_addendum = true;
			in->is_plan = in->is_plan || has_words(text, "IMPLEMENTATION PLAN");
		}
		if (i == in->heading)
			in->is_plan = in->is_plan || has_words(text, "IMPLEMENTATION PLAN");
	}
}

static void start(parser *in)
{
	size_t count = nlog_document_count(in->document);

	for (size_t i = 0; i < count; i++) {
		const nlog_line *line = nlog_document_get(in->document, i);

		if (line->table > in->table_count)
			in->table_count = line->table;
	}
	in->dropped = nlog_alloc_array(count + 1, sizeof(*in->dropped));
	in->is_value = nlog_alloc_array(in->table_count + 1, sizeof(*in->is_value));
	memset(in->is_value, true, in->table_count * sizeof(*in->is_value));
}

static void finish(parser *in)
{
	for (size_t i = 0; i < in->count; i++) {
		nlog_str_clear(&in->entries[i].label);
		nlog_str_clear(&in->entries[i].text);
	}
	nlog_free(in->entries);
	nlog_free(in->dropped);
	nlog_free(in->is_value);
	json_decref(in->history);
	nlog_str_clear(&in->signatory[0]);
	nlog_str_clear(&in->signatory[1]);
}

int nlog_parse(nlog_parsed *out, const nlog_document *document, const nlog_register *reg,
	       const char *source, nlog_findings *findings, nlog_error *err)
{
	nlog_findings found = NLOG_FINDINGS_INIT;
	parser in = {
		.document = document, .reg = reg, .source = source, .findings = &found};
	int rc;

	*out = (nlog_parsed){NULL, NULL};
	start(&in);
	parse_learn_layout(&in);
	find_heading(&in);
	parse_find_furniture(&in);
	parse_find_signature(&in);
	parse_read_entries(&in);
	rc = in.is_addendum ? parse_make_addendum(&out->addendum, &in, err)
			    : parse_make_notice(&out->notice, &in, err);
	finish(&in);
	if (!rc && findings) {
		nlog_findings_move(findings, &found);
		/* What was strange in reading the document as well. */
		nlog_register_judge(reg, findings);
	}
	nlog_findings_clear(&found);
	return rc;
}

void nlog_parsed_clear(nlog_parsed *parsed)
{
	nlog_notice_free(parsed->notice);
	nlog_addendum_free(parsed->addendum);
	*parsed = (nlog_parsed){NULL, NULL};
}
