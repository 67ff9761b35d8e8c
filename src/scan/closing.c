/* Single days and closing dates, alone or in prose. */
#include "private.h"

#include <string.h>

/* Single days */

/* A date that fills the text, but for a weekday and a full stop. */
static bool read_plain_date(nlog_scan *scan, nlog_slice text, size_t *at, json_t **out)
{
	nlog_dates found;
	nlog_dates_result result = nlog_read_date(text, *at, &found);

	if (result == NLOG_DATES_IMPOSSIBLE)
		nlog_say_impossible(scan, text, *at, found.end);
	if (result != NLOG_DATES_READ)
		return false;
	nlog_check_weekday(scan, text, *at, &found);
	*out = nlog_json_from_date(found.period.start);
	*at = nlog_read_weekday_after(scan, text, *at, found.end, found.period);
	return true;
}

void nlog_scan_day(nlog_scan *scan, nlog_slice text)
{
	size_t at = nlog_skip_blanks(text, 0);
	size_t offset, len;
	nlog_date date;

	if (read_plain_date(scan, text, &at, &scan->out->value)) {
		if (nlog_skip_signs(text, at) < text.len)
			scan->out->lossless = false;
		return;
	}
	scan->out->lossless = false;
	if (nlog_scan_find_date(text, &date, &offset, &len))
		scan->out->value = nlog_json_from_date(date);
}

/* Closing dates */

/* Is this an organization's own, earlier date? `lead` is what stands between it and the date before. */
static bool is_own_date(nlog_slice lead)
{
	static const char *const npo[] = {"npo", "npos", "npo's",
					  "national productivity organization",
					  "national productivity organizations"};
	static const char *const own[] = {
		"own",          "earlier",     "internal",    "domestic",
		"prior",        "may set",     "to npo",      "to the npo",
		"to npos",      "to the npos", "to your npo", "to the respective npo",
		"to their npo", "to its npo",  "to each npo"};

	return nlog_has_any_word(lead, npo, COUNT(npo)) &&
	       nlog_has_any_word(lead, own, COUNT(own));
}

/* Does text end with this word or phrase? */
static bool ends_with_words(nlog_slice text, const char *words)
{
	size_t len = strlen(words);

	text = nlog_slice_trim(text);
	return text.len >= len && nlog_word_begins(text, text.len - len) &&
	       nlog_word_is(text, text.len - len, words);
}

/* Is this a date that holds no longer? The last words before it say so. */
static bool is_old_date(nlog_slice lead)
{
	static const char *const adverbs[] = {"originally", "previously", "initially",
					      "formerly"};
	static const char *const links[] = {"from", "instead of", "not", "rather than"};
	size_t words = 0;
	size_t at = lead.len;

	for (size_t i = 0; i < COUNT(links); i++)
		if (ends_with_words(lead, links[i]))
			return true;
	while (at > 0 && words < 3)
		if (nlog_word_begins(lead, --at))
			words++;
	return nlog_has_any_word(nlog_slice_from(lead, at), adverbs, COUNT(adverbs));
}

/* The sentence or clause that ends a lead. */
static nlog_slice last_clause(nlog_slice lead)
{
	for (size_t at = lead.len; at-- > 0;) {
		bool is_end = lead.data[at] == ';' || lead.data[at] == '\n' ||
			      (lead.data[at] == '.' && at + 1 < lead.len &&
			       lead.data[at + 1] == ' ');

		if (is_end)
			return nlog_slice_from(lead, at + 1);
	}
	return lead;
}

/* The brackets right behind a date, if they say that it is an organization's own. */
static bool is_called_own(nlog_slice behind)
{
	size_t next = nlog_skip_blanks(behind, 0);
	size_t end = nlog_skip_remark(behind, next);

	return is_own_date(nlog_between(behind, next, end));
}

/* The date in prose that closes nominations. */
static bool pick_closing_date(nlog_slice text, nlog_date *out)
{
	size_t from = 0;
	size_t offset, len;

	while (nlog_scan_find_date(nlog_slice_from(text, from), out, &offset, &len)) {
		nlog_slice lead = last_clause((nlog_slice){text.data + from, offset});

		from += offset + len;
		if (!is_own_date(lead) && !is_old_date(lead) &&
		    !is_called_own(nlog_slice_from(text, from)))
			return true;
	}
	return false;
}

/* Dates and keys of sessions alone. False, and nothing set, if there are other words. */
static bool read_plain_dates(nlog_scan *scan, nlog_slice text)
{
	json_t *dates = json_array();
	size_t at = nlog_skip_signs(text, 0);
	unsigned keys = 0;
	nlog_period last;

	while (at < text.len) {
		nlog_session_key key;
		nlog_dates found;
		size_t next = nlog_read_session(text, at, &key);

		if (next > at) {
			keys++;
			if (!key.is_plain || key.number != json_array_size(dates) + 1)
				scan->out->lossless = false;
			at = next;
			continue;
		}
		if (nlog_read_date(text, at, &found) != NLOG_DATES_READ &&
		    !(nlog_read_yearless(text, at, json_array_size(dates) ? &last : NULL,
					 &found) &&
		      nlog_period_days(found.period) == 1))
			break;
		last = found.period;
		json_array_append_new(dates, nlog_json_from_date(found.period.start));
		nlog_check_weekday(scan, text, at, &found);
		next = nlog_read_weekday_after(scan, text, at, found.end, found.period);
		at = nlog_skip_blanks(text, next);
		if (nlog_read_session_after(text, at, &key) > at) {
			keys++;
			if (!key.is_plain || key.number != json_array_size(dates))
				scan->out->lossless = false;
			at = nlog_read_session_after(text, at, &key);
		}
		at = nlog_skip_signs(text, at);
	}
	if (at < text.len || !json_array_size(dates) ||
	    (keys && keys != json_array_size(dates))) {
		json_decref(dates);
		return false;
	}
	scan->out->value = dates;
	return true;
}

/* Prose keyed by session: one date for each. An empty array if one has none. */
static json_t *read_keyed_prose(nlog_slice text)
{
	json_t *dates = json_array();
	size_t from = text.len;
	bool is_complete = true;

	for (size_t at = 0; at <= text.len; at++) {
		nlog_session_key key;
		size_t next =
			nlog_word_begins(text, at) ? nlog_read_session(text, at, &key) : at;
		nlog_date date = {0};

		if (next == at && at < text.len)
			continue;
		if (from < at) {
			is_complete =
				pick_closing_date(nlog_between(text, from, at), &date) &&
				is_complete;
			json_array_append_new(dates, nlog_json_from_date(date));
		}
		from = next;
		at = next > at ? next - 1 : at;
	}
	if (!is_complete)
		json_array_clear(dates);
	return dates;
}

static bool has_session_key(nlog_slice text)
{
	nlog_session_key key;

	for (size_t at = 0; at < text.len; at++)
		if (nlog_word_begins(text, at) && nlog_read_session(text, at, &key) > at)
			return true;
	return false;
}

/* Say which dates in prose cannot be. */
static void note_impossible_dates(nlog_scan *scan, nlog_slice text)
{
	size_t at = 0;

	while (at < text.len) {
		nlog_dates found;
		nlog_dates_result result = NLOG_DATES_NONE;

		if (nlog_word_begins(text, at))
			result = nlog_read_date(text, at, &found);
		if (result == NLOG_DATES_IMPOSSIBLE)
			nlog_say_impossible(scan, text, at, found.end);
		if (result != NLOG_DATES_NONE)
			at = found.end;
		else
			at = nlog_word_begins(text, at) ? nlog_skip_word(text, at) : at + 1;
	}
}

void nlog_scan_days(nlog_scan *scan, nlog_slice text)
{
	nlog_date date;

	if (read_plain_dates(scan, text))
		return;
	scan->out->lossless = false;
	note_impossible_dates(scan, text);
	if (has_session_key(text))
		nlog_set_array_take(scan, read_keyed_prose(text));
	else if (pick_closing_date(text, &date))
		scan->out->value = json_pack("[o]", nlog_json_from_date(date));
}
