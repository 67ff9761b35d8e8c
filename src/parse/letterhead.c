/* What stands around a notice: letterhead, covering mail, and the page's foot. */
#include <string.h>

#include <noticelog/scan.h>
#include <noticelog/text.h>

#include "reading.h"

static bool is_one_of(nlog_slice text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (nlog_slice_is_nocase(text, words[i]))
			return true;
	}
	return false;
}

/* The name of the organization alone. */
bool parse_is_letterhead(const parser *in, nlog_slice text)
{
	return nlog_text_same_letters(text,
				      nlog_slice_of(nlog_register_organization(in->reg)));
}

/* `From: …`, `Subject: …`: the head of a mail. */
static bool is_mail_head(nlog_slice text)
{
	static const char *const heads[] = {"from", "to",   "cc",        "bcc", "subject",
					    "sent", "date", "reply-to",  "fw",  "attached",
					    "fwd",  "re",   "importance"};
	const char *colon = memchr(text.data, ':', text.len);

	return colon && is_one_of(nlog_slice_trim((nlog_slice){
					  text.data, (size_t)(colon - text.data)}),
				  heads, sizeof(heads) / sizeof(heads[0]));
}

/*
 * Text above the heading is the letterhead or a covering letter, no part of the
 * notice, unless it has a label or tells a day.
 */
bool parse_is_above(const parser *in, size_t index, const nlog_line *line, nlog_slice text)
{
	parse_pair pairs[PARSE_PAIRS_MAX];
	nlog_date date;

	if (in->heading == SIZE_MAX || index >= in->heading)
		return false;
	if (is_mail_head(text))
		return true;
	return !nlog_scan_date(text, &date) && !parse_find_labels(in, line, pairs);
}

static bool is_address_of_page(nlog_slice text)
{
	return !memchr(text.data, ' ', text.len) &&
	       (nlog_slice_starts_nocase(text, "http") ||
		nlog_slice_starts_nocase(text, "www."));
}

static bool is_legal(nlog_slice text)
{
	return nlog_slice_starts(text, "\xc2\xa9") ||
	       nlog_slice_starts_nocase(text, "copyright") ||
	       nlog_slice_starts_nocase(text, "(c) ") ||
	       nlog_slice_starts_nocase(text, "all rights reserved");
}

/* `Yours sincerely,` above the signatory's name */
static bool is_salutation(nlog_slice text)
{
	static const char *const words[] = {
		"sincerely",   "yours sincerely",   "sincerely yours", "yours faithfully",
		"faithfully",  "best regards",      "regards",         "kind regards",
		"yours truly", "with best regards", "respectfully",    "signed",
		"(signed)"};

	while (nlog_slice_ends(text, ",") || nlog_slice_ends(text, "."))
		text.len--;
	return is_one_of(text, words, sizeof(words) / sizeof(words[0]));
}

/* Behind the closing sentence: what the page says for itself. */
bool parse_is_below(const parser *in, const nlog_line *line, nlog_slice text)
{
	return line->beside || parse_is_letterhead(in, text) ||
	       parse_is_page_number(text) || is_address_of_page(text) || is_legal(text) ||
	       is_salutation(text);
}
