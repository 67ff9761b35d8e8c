/* A printed value, read as its field's type wants it. */
#include "private.h"

#include <assert.h>
#include <noticelog/text.h>

/* One value gives no more findings: a hostile one could give millions. */
#define NOTES_LIMIT 50

/* Longest part of a value that is quoted, in bytes. */
#define QUOTE_LEN 80

void nlog_scan_note(nlog_scan *scan, nlog_finding_id id, const char *what, nlog_slice text)
{
	size_t len = text.len > QUOTE_LEN ? QUOTE_LEN : text.len;

	if (!scan->findings || scan->notes == NOTES_LIMIT)
		return;
	scan->notes++;
	/* never in the middle of a character */
	while (len < text.len && len > 0 && ((unsigned char)text.data[len] & 0xc0) == 0x80)
		len--;
	nlog_findings_add(scan->findings, id, scan->place, "'%.*s%s': %s", (int)len,
			  text.len ? text.data : "", len < text.len ? "…" : "", what);
}

/* `Not Applicable`, `N/A` */
static bool is_not_applicable(nlog_slice text)
{
	static const char *const forms[] = {"not applicable", "n/a", "n.a"};
	nlog_slice words = text;

	while (nlog_slice_ends(words, "."))
		words.len--;
	for (size_t i = 0; i < COUNT(forms); i++)
		if (nlog_skip_phrase(words, 0, forms[i]) == words.len && words.len)
			return true;
	return false;
}

typedef struct {
	void (*read)(nlog_scan *scan, nlog_slice text);
	bool is_prose; /* `to be announced` is a value like any other */
} type_reader;

static const type_reader readers[NLOG_TYPES] = {
	[NLOG_TYPE_LINE] = {nlog_scan_line, true},
	[NLOG_TYPE_DATE] = {nlog_scan_day, false},
	[NLOG_TYPE_DATES] = {nlog_scan_days, false},
	[NLOG_TYPE_COUNT] = {nlog_scan_count, false},
	[NLOG_TYPE_PERIODS] = {nlog_scan_periods, false},
	[NLOG_TYPE_ECONOMIES] = {nlog_scan_economies, false},
	[NLOG_TYPE_NAMES] = {nlog_scan_names, false},
	[NLOG_TYPE_TERM] = {nlog_scan_term, false},
	[NLOG_TYPE_SEATS] = {nlog_scan_seats, false},
	[NLOG_TYPE_TEXT] = {nlog_scan_text, true},
	[NLOG_TYPE_ITEMS] = {nlog_scan_items, true},
};

void nlog_scan_field(nlog_scanned *out, const nlog_register *reg, nlog_field_id field,
		     nlog_slice text, nlog_findings *findings, nlog_place place)
{
	const type_reader *reader = &readers[nlog_field_of(field)->type];
	nlog_scan scan = {.out = out,
			  .reg = reg,
			  .field = field,
			  .findings = findings,
			  .place = place};

	assert(reader->read);
	*out = (nlog_scanned){.lossless = true};
	text = nlog_slice_trim(text);
	if (is_not_applicable(text)) {
		out->value = json_null();
		return;
	}
	if (!text.len || !nlog_text_is_utf8(text, NULL) ||
	    (!reader->is_prose && nlog_is_undecided(text)))
		out->lossless = false;
	else
		reader->read(&scan, text);
}

void nlog_scanned_clear(nlog_scanned *scanned)
{
	json_decref(scanned->value);
	json_decref(scanned->countries);
	json_decref(scanned->cities);
	json_decref(scanned->excluded);
	*scanned = (nlog_scanned){.value = NULL};
}
