/* Reading a notice for what a change left behind: one look at every sentence. */
#ifndef AMEND_STALE_PRIVATE_H
#define AMEND_STALE_PRIVATE_H

#include "beginnings.h"
#include "check.h"

/* No notice has more cities or sessions; a hostile one is not read to the end. */
#define OLD_MAX 32

/* A city, and of how many words; one of none is not looked for. */
typedef struct {
	nlog_slice name;
	size_t words;
} city;

/* One check for what is stale at work. */
typedef struct stale {
	checker *c;
	const char *what; /* "the old city" */
	/* Look at one sentence. @return true if words *first … *end-1 are stale */
	bool (*look)(const struct stale *s, const check_words *words, size_t *first,
		     size_t *end);
	beginnings sought;        /* in a text without these nothing is stale */
	bool may_tell_other_time; /* a sentence about another time is read, too */
	city old_cities[OLD_MAX], new_cities[OLD_MAX];
	size_t old_count, new_count;
	nlog_period before[OLD_MAX], after[OLD_MAX];
	size_t before_count, after_count;
	const nlog_kind *old_kind, *new_kind;
	const char *old_modality;
} stale;

/* Begin: with the periods of both sides. */
stale stale_begin(checker *c, const char *what);

/* Look at every sentence that may be stale, and say what is. */
void stale_read_all(const stale *s);

/* Does any period touch that month? Year 0: in any year. */
bool stale_touches(const nlog_period *periods, size_t count, int month, int year);

/* Is it a day of a period, or of travel beside one? */
bool stale_is_near(const nlog_period *periods, size_t count, nlog_date day);

#endif
