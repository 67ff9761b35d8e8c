/* What the files of the checks share: one check at work, and the words of a sentence. */
#ifndef AMEND_CHECK_PRIVATE_H
#define AMEND_CHECK_PRIVATE_H

#include <noticelog/check.h>

/* A check says no more than this of one revision: the rest is more of the same. */
#define SAY_MAX 10

/* One check at work. */
typedef struct checker {
	const nlog_notice *notice; /* the revision; of a step: the later one */
	const nlog_check_options *options;
	const nlog_step *step; /* NULL: a revision alone */
	const nlog_diff *diff;
	const nlog_amendments *amendments;
	nlog_finding_id id;
	nlog_level severity;
	size_t said;
	nlog_findings *out;
} checker;

/* Add a finding of the check at work about a field. */
void nlog_check_say(checker *c, nlog_field_id field, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The day that the revision counts as issued on. @return false if nobody says one */
bool nlog_check_issued(const checker *c, nlog_date *out);

/* ---- dates.c of checks: the calendar */

void nlog_check_closing_before_issue(checker *c);
void nlog_check_closed_at_issue(checker *c);
void nlog_check_closing_after_start(checker *c);
void nlog_check_closing_after_end(checker *c);
void nlog_check_closing_far_from_start(checker *c);
void nlog_check_revision_before_issue(checker *c);
void nlog_check_issue_far_from_start(checker *c);
void nlog_check_day_count(checker *c);
void nlog_check_code_year(checker *c);
void nlog_check_authority_order(checker *c);
void nlog_check_clock_skew(checker *c);

/* ---- check_content.c: kinds, seats, economies, references, promises */

void nlog_check_title_kind(checker *c);
void nlog_check_seats(checker *c);
void nlog_check_economy_unknown(checker *c);
void nlog_check_economy_ambiguous(checker *c);
void nlog_check_reference_order(checker *c);
void nlog_check_unchanged_broken(checker *c);

/* ---- check_stale.c: what a change left behind */

void nlog_check_stale_city(checker *c);
void nlog_check_stale_month(checker *c);
void nlog_check_stale_duration(checker *c);
void nlog_check_stale_modality(checker *c);
void nlog_check_stale_kind(checker *c);

/* ---- check_words.c: prose as words */

/* A word of a sentence: letters and digits in a row. */
typedef struct {
	nlog_slice text;
	size_t start, end; /* bytes of the sentence */
} check_word;

typedef struct {
	nlog_slice text;
	check_word *words;
	size_t count, capacity;
} check_words;

/* Take the first sentence off *rest and part it into words. @return false at the end */
bool nlog_check_next_sentence(check_words *out, nlog_slice *rest);
void nlog_check_words_clear(check_words *words);

/* Is the word at index one of these lower-case words, parted by single spaces? */
bool nlog_check_word_among(const check_words *s, size_t index, const char *lower_words);
/* Is any word of the sentence? */
bool nlog_check_has_word_among(const check_words *s, const char *lower_words);
/* Does nothing but white space or a hyphen stand between word index and the one after it? */
bool nlog_check_is_joined(const check_words *s, size_t index);
bool nlog_check_is_capital(const check_words *s, size_t index);

/* `three days`, `3-day`, `two weeks`, `five months`. */
typedef struct {
	size_t first, end;   /* words */
	int32_t least, most; /* days that people count so */
	bool is_adjective;   /* `3-day` */
} check_duration;

/* Read a duration at word index. @return false if there is none */
bool nlog_check_read_duration(const check_words *s, size_t index, check_duration *out);

/* `8 July 2025`, `July 8`, `July 2025`, `in July`. */
typedef struct {
	size_t first, end;    /* words */
	int month, year, day; /* year, day: 0 if not said */
} check_month;

/* Read a date with a month's name, the name at word index. @return false if there is none */
bool nlog_check_read_month(const check_words *s, size_t index, check_month *out);
/* @return the number 1000 … 2999 that the word is, or 0 */
int nlog_check_read_year(const check_words *s, size_t index);

#endif
