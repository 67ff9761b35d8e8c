/* What the files of the scan room share. */
#ifndef SCAN_PRIVATE_H
#define SCAN_PRIVATE_H

#include <noticelog/scan.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* A printed value that is being read. */
typedef struct {
	nlog_scanned *out;
	const nlog_register *reg;
	nlog_field_id field;
	nlog_findings *findings; /* may be NULL */
	nlog_place place;
	unsigned notes; /* findings so far */
} nlog_scan;

/* One reader for each type of value: sets out->value, clears out->lossless. */
void nlog_scan_line(nlog_scan *scan, nlog_slice text);
void nlog_scan_text(nlog_scan *scan, nlog_slice text);
void nlog_scan_items(nlog_scan *scan, nlog_slice text);
void nlog_scan_day(nlog_scan *scan, nlog_slice text);
void nlog_scan_days(nlog_scan *scan, nlog_slice text);
void nlog_scan_periods(nlog_scan *scan, nlog_slice text);
void nlog_scan_count(nlog_scan *scan, nlog_slice text);
void nlog_scan_seats(nlog_scan *scan, nlog_slice text);
void nlog_scan_economies(nlog_scan *scan, nlog_slice text);
void nlog_scan_names(nlog_scan *scan, nlog_slice text);
void nlog_scan_term(nlog_scan *scan, nlog_slice text);

/* Add a finding about text, which is quoted and cut where it is long. */
void nlog_scan_note(nlog_scan *scan, nlog_finding_id id, const char *what, nlog_slice text);

/* words.c: all read at a place in text and give the place behind, `at` itself if there is nothing */

bool nlog_is_digit(char c);
bool nlog_is_letter(char c);
bool nlog_is_blank(char c);
/* Does a word begin at `at`? A byte beyond ASCII is no part of a word. */
bool nlog_word_begins(nlog_slice text, size_t at);
size_t nlog_skip_blanks(nlog_slice text, size_t at);
/* Behind the letters and digits at `at`. */
size_t nlog_skip_word(nlog_slice text, size_t at);
/* The letters at `at`. */
nlog_slice nlog_letters_at(nlog_slice text, size_t at);
/* Is the word at `at` this one, whatever the case, and whole? */
bool nlog_word_is(nlog_slice text, size_t at, const char *word);
/* Behind the phrase (small letters, words parted by single blanks), whatever the text's case. */
size_t nlog_skip_phrase(nlog_slice text, size_t at, const char *phrase);
/* Behind a hyphen, dash or minus sign of any kind. */
size_t nlog_skip_dash(nlog_slice text, size_t at);
/* `18`, `1,200`, `eighteen`, `one hundred and twenty`; at most nine digits. */
size_t nlog_read_number(nlog_slice text, size_t at, unsigned *out);
/* Behind the bracket that closes the one at `at`; `at` if none does. */
size_t nlog_skip_bracket(nlog_slice text, size_t at);

/* The key of a session, `Session 1: `. `is_plain`: it is called a session. */
typedef struct {
	unsigned number;
	bool is_plain;
} nlog_session_key;
size_t nlog_read_session(nlog_slice text, size_t at, nlog_session_key *out);
/* The same behind its value: `(Session 1)`. */
size_t nlog_read_session_after(nlog_slice text, size_t at, nlog_session_key *out);

/* Is `needle`, in small letters, among the words of text? */
bool nlog_has_word(nlog_slice text, const char *needle);
bool nlog_has_any_word(nlog_slice text, const char *const *needles, size_t count);
/* `to be determined`, `TBA` and the like */
bool nlog_is_undecided(nlog_slice text);
/* A JSON string in normal form; NULL if nothing is left of text. */
json_t *nlog_normal_string(nlog_slice text);
/* The slice between two places, trimmed. */
nlog_slice nlog_between(nlog_slice text, size_t from, size_t to);

/* dates.c */

/* What was found at a place. */
typedef enum {
	NLOG_DATES_NONE,
	NLOG_DATES_READ,
	NLOG_DATES_IMPOSSIBLE, /* written like one: 31 February, or ends before it starts */
} nlog_dates_result;

typedef struct {
	nlog_period period; /* a single day starts and ends it */
	bool wrong_weekday;
	size_t end; /* behind it */
} nlog_dates;

nlog_dates_result nlog_read_date(nlog_slice text, size_t at, nlog_dates *out);
nlog_dates_result nlog_read_period(nlog_slice text, size_t at, nlog_dates *out);

/* timing.c: what values made of dates have in common */

/* Behind everything that may part two values of a list. */
size_t nlog_skip_signs(nlog_slice text, size_t at);
/* Behind a short bracket at `at`, or `at`. */
size_t nlog_skip_remark(nlog_slice text, size_t at);
/*
 * Behind `(Monday)`, which follows the period at `start`, read up to `at`; or
 * `at`. Notes it if the period starts on another day.
 */
size_t nlog_read_weekday_after(nlog_scan *scan, nlog_slice text, size_t start, size_t at,
			       nlog_period period);
/* A date or period without a year, which it takes from the next one, or from `last` (may be NULL). */
bool nlog_read_yearless(nlog_slice text, size_t at, const nlog_period *last,
			nlog_dates *out);
/* Note that the date from `at` to `end` cannot be. */
void nlog_say_impossible(nlog_scan *scan, nlog_slice text, size_t at, size_t end);
/* Note it if the date at `at` is another day of the week than printed. */
void nlog_check_weekday(nlog_scan *scan, nlog_slice text, size_t at,
			const nlog_dates *found);
/* An array that is not empty becomes the value. */
void nlog_set_array_take(nlog_scan *scan, json_t *array);

/* list.c: the entries of a list of names */

typedef enum {
	NLOG_LIST_START,
	NLOG_LIST_COMMA,
	NLOG_LIST_AND,
	NLOG_LIST_STRONG, /* a semicolon, a line's end or the key of a session */
} nlog_list_separator;

typedef struct {
	nlog_slice text;
	bool is_by_words; /* commas, `and` and lines part entries, too */
	bool is_wrapped;  /* but lines do not */
	size_t at;
	bool is_keyed;    /* a session's key was dropped */
	bool is_unclosed; /* no bracket from here on is closed */
} nlog_list;

/* The next entry, never empty. False at the end. */
bool nlog_list_next(nlog_list *list, nlog_slice *entry, nlog_list_separator *before);

/* text.c: are parts of text counted, `a. … b. …`? Then append them, `; ` between. */
bool nlog_part_enumerated(nlog_str *out, nlog_slice text);

/* nonmembers.c: is it the name of a country, member or not? */
bool nlog_is_other_country(nlog_slice name);

/* economies.c */

/* Economies of a list inside other words. False, and nothing set or found, if it names none. */
bool nlog_find_economies(nlog_scan *scan, nlog_slice text, json_t **countries,
			 json_t **excluded);

#endif
