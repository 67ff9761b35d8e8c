/* Seats and counts: how many, at most or at least. */
#include "private.h"

/* The number that a value of this type begins with, and what it bounds. */
typedef struct {
	nlog_seats_bound bound;
	unsigned number;
	size_t end; /* behind it */
} seats;

/* Words before the number that say nothing but that it is one. */
static size_t skip_intro(nlog_slice text, size_t at, bool *lossless)
{
	static const char *const words[] = {
		"approximately", "approx", "about",      "around",  "some",
		"total",         "of",     "a total of", "total of"};
	size_t before;

	do {
		before = at;
		for (size_t i = 0; i < COUNT(words); i++) {
			size_t end = nlog_skip_phrase(text, at, words[i]);

			if (end == at)
				continue;
			*lossless = false;
			at = end;
			while (at < text.len &&
			       (nlog_is_blank(text.data[at]) || text.data[at] == '.' ||
				text.data[at] == ':'))
				at++;
		}
	} while (at > before);
	return at;
}

static size_t read_bound(nlog_slice text, size_t at, nlog_seats_bound *out)
{
	static const struct {
		const char *words;
		nlog_seats_bound bound;
	} bounds[] = {
		{"up to a maximum of", NLOG_SEATS_AT_MOST},
		{"up to", NLOG_SEATS_AT_MOST},
		{"at most", NLOG_SEATS_AT_MOST},
		{"a maximum of", NLOG_SEATS_AT_MOST},
		{"maximum of", NLOG_SEATS_AT_MOST},
		{"maximum", NLOG_SEATS_AT_MOST},
		{"max", NLOG_SEATS_AT_MOST},
		{"not more than", NLOG_SEATS_AT_MOST},
		{"no more than", NLOG_SEATS_AT_MOST},
		{"not exceeding", NLOG_SEATS_AT_MOST},
		{"at least", NLOG_SEATS_AT_LEAST},
		{"a minimum of", NLOG_SEATS_AT_LEAST},
		{"minimum of", NLOG_SEATS_AT_LEAST},
		{"minimum", NLOG_SEATS_AT_LEAST},
		{"min", NLOG_SEATS_AT_LEAST},
		{"not less than", NLOG_SEATS_AT_LEAST},
		{"no less than", NLOG_SEATS_AT_LEAST},
		{"not fewer than", NLOG_SEATS_AT_LEAST},
		{"no fewer than", NLOG_SEATS_AT_LEAST},
	};

	for (size_t i = 0; i < COUNT(bounds); i++) {
		size_t end = nlog_skip_phrase(text, at, bounds[i].words);

		if (end == at)
			continue;
		*out = bounds[i].bound;
		while (end < text.len && (nlog_is_blank(text.data[end]) ||
					  text.data[end] == '.' || text.data[end] == ':'))
			end++;
		return end;
	}
	return at;
}

/* `18 or more`, `18 (maximum)` */
static size_t read_bound_after(nlog_slice text, size_t at, nlog_seats_bound *out)
{
	static const struct {
		const char *words;
		nlog_seats_bound bound;
	} bounds[] = {{"or more", NLOG_SEATS_AT_LEAST},  {"or fewer", NLOG_SEATS_AT_MOST},
		      {"or less", NLOG_SEATS_AT_MOST},   {"maximum", NLOG_SEATS_AT_MOST},
		      {"at most", NLOG_SEATS_AT_MOST},   {"minimum", NLOG_SEATS_AT_LEAST},
		      {"at least", NLOG_SEATS_AT_LEAST}, {"max", NLOG_SEATS_AT_MOST},
		      {"min", NLOG_SEATS_AT_LEAST}};
	size_t next = nlog_skip_blanks(text, at);
	bool is_bracket = next < text.len && text.data[next] == '(';

	next += is_bracket;
	for (size_t i = 0; i < COUNT(bounds); i++) {
		size_t end = nlog_skip_phrase(text, next, bounds[i].words);

		if (end == next)
			continue;
		if (is_bracket && (end == text.len || text.data[end] != ')'))
			return at;
		*out = bounds[i].bound;
		return end + is_bracket;
	}
	return at;
}

/* `nineteen (19)`: the same number again. */
static size_t skip_same_number(nlog_slice text, size_t at, unsigned number)
{
	size_t next = nlog_skip_blanks(text, at);
	unsigned again;
	size_t end;

	if (next == text.len || text.data[next] != '(')
		return at;
	end = nlog_read_number(text, next + 1, &again);
	return end > next + 1 && again == number && end < text.len && text.data[end] == ')'
		       ? end + 1
		       : at;
}

/* `18-20`: no number that a value could hold. */
static bool is_range(nlog_slice text, size_t at)
{
	size_t next = nlog_skip_blanks(text, at);
	size_t end = nlog_skip_dash(text, next);
	unsigned last;

	if (end == next && nlog_word_is(text, next, "to"))
		end = next + 2;
	next = nlog_skip_blanks(text, end);
	return end > at && nlog_read_number(text, next, &last) > next;
}

static bool read_seats(nlog_slice text, seats *out, bool *lossless)
{
	size_t at = skip_intro(text, nlog_skip_blanks(text, 0), lossless);

	out->bound = NLOG_SEATS_EXACT;
	at = skip_intro(text, read_bound(text, at, &out->bound), lossless);
	out->end = nlog_read_number(text, at, &out->number);
	if (out->end == at || is_range(text, out->end))
		return false;
	out->end = skip_same_number(text, out->end, out->number);
	if (out->bound == NLOG_SEATS_EXACT)
		out->end = read_bound_after(text, out->end, &out->bound);
	return true;
}

/* Behind the words that every such value has: `qualified participants`. */
static size_t skip_usual_words(nlog_field_id field, nlog_slice text, size_t at)
{
	static const char *const words[] = {"qualified", "participants", "participant"};
	const char *own = field == NLOG_FIELD_LOCAL_PARTICIPANTS ? "local" : "overseas";
	size_t before;

	do {
		before = at;
		at = nlog_skip_blanks(text, at);
		for (size_t i = 0; i < COUNT(words); i++)
			at = nlog_skip_phrase(text, at, words[i]);
		at = nlog_skip_phrase(text, at, own);
	} while (at > before);
	if (at < text.len && text.data[at] == '.')
		at = nlog_skip_blanks(text, at + 1);
	return at;
}

/* The words that can stand between `from` and a list. */
static size_t skip_list_intro(nlog_slice text, size_t at)
{
	static const char *const words[] = {"from",      "each of",  "the following",
					    "following", "apo",      "member",
					    "countries", "economies"};
	size_t before, behind;
	size_t colon = at;

	/* only a colon makes an introduction of them; else `APO member countries` is the list */
	do {
		before = colon;
		colon = nlog_skip_blanks(text, colon);
		for (size_t i = 0; i < COUNT(words); i++)
			colon = nlog_skip_phrase(text, colon, words[i]);
	} while (colon > before);
	if (colon < text.len && text.data[colon] == ':')
		return colon + 1;
	behind = nlog_skip_phrase(text, at, "from");
	return behind > at ? nlog_skip_blanks(text, behind) : at;
}

/* Where a list may begin: at the word `from`, a colon or a bracket. */
static size_t find_list(nlog_slice text, size_t at)
{
	for (; at < text.len; at++)
		if (text.data[at] == ':' || text.data[at] == '(' ||
		    (nlog_word_begins(text, at) && nlog_word_is(text, at, "from")))
			return at;
	return at;
}

/* No list is looked for at more places: a hostile value could have thousands. */
#define LIST_TRIES 8

/* The list that may begin at `start`, without its bracket and introduction. */
static nlog_slice list_at(nlog_slice text, size_t start)
{
	nlog_slice list = nlog_between(text, start, text.len);

	if (*list.data == ':' || *list.data == '(') {
		size_t end = nlog_skip_bracket(list, 0);

		list = end ? nlog_between(list, 1, end - 1)
			   : nlog_between(list, 1, list.len);
	}
	return nlog_between(list, skip_list_intro(list, 0), list.len);
}

/* Look for a list of countries in the words behind the number. */
static void read_countries(nlog_scan *scan, nlog_slice text, size_t at)
{
	for (size_t tries = 0; tries < LIST_TRIES; tries++) {
		size_t start = find_list(text, at);

		if (start == text.len ||
		    nlog_find_economies(scan, list_at(text, start), &scan->out->countries,
					&scan->out->excluded))
			return;
		at = start + 1;
	}
}

static json_t *seats_value(const seats *found)
{
	json_t *number = json_integer(found->number);

	switch (found->bound) {
	case NLOG_SEATS_AT_MOST:
		return json_pack("{so}", "at_most", number);
	case NLOG_SEATS_AT_LEAST:
		return json_pack("{so}", "at_least", number);
	case NLOG_SEATS_EXACT:
		break;
	}
	return number;
}

void nlog_scan_seats(nlog_scan *scan, nlog_slice text)
{
	nlog_scanned *out = scan->out;
	seats found;
	size_t behind;

	if (!read_seats(text, &found, &out->lossless)) {
		out->lossless = false;
		return;
	}
	out->value = seats_value(&found);
	behind = skip_usual_words(scan->field, text, found.end);
	if (behind == text.len)
		return;
	out->lossless = false;
	read_countries(scan, text, behind);
}

/* A revision's number: `1`, `Revision 1`, `No. 1`. */
void nlog_scan_count(nlog_scan *scan, nlog_slice text)
{
	static const char *const words[] = {"pn", "revision", "rev", "number", "no"};
	size_t at = nlog_skip_blanks(text, 0);
	unsigned number;
	size_t end;

	for (size_t i = 0; i < COUNT(words); i++) {
		at = nlog_skip_phrase(text, at, words[i]);
		while (at < text.len &&
		       (nlog_is_blank(text.data[at]) || text.data[at] == '.'))
			at++;
	}
	end = nlog_read_number(text, at, &number);
	if (end > at)
		scan->out->value = json_integer(number);
	if (end < text.len && text.data[end] == '.')
		end++;
	if (end == at || nlog_skip_blanks(text, end) < text.len)
		scan->out->lossless = false;
}
