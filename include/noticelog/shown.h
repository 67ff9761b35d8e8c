/**
 * @file
 * What a page shows of the step between two revisions: what stands in its heading, of
 * each amendment what is printed of it, and the checks.
 *
 * There is one way to it from amendments, and the index has one that needs none of them.
 */
#ifndef NOTICELOG_SHOWN_H
#define NOTICELOG_SHOWN_H

#include <noticelog/amend.h>

/** By whose authority something was changed, as a notice states it. */
typedef struct {
	bool has_approval, has_letter, has_letter_date;
	nlog_date approval, letter_date;
	nlog_slice letter_ref; /**< empty: the letter has none */
} nlog_authority;

/** Is the same stated? */
bool nlog_authority_equal(const nlog_authority *a, const nlog_authority *b);

/** One amendment. Texts are ended by a NUL that is not counted. */
typedef struct {
	const nlog_rule *rule;
	nlog_severity severity;
	nlog_declaration_state declared;
	nlog_field_id fields[NLOG_FIELDS];
	size_t field_count;
	nlog_slice key; /**< data is NULL: none */
	nlog_slice summary;
	nlog_source source;       /**< where it was declared first */
	nlog_authority authority; /**< as it is stated there */
	/** Of a phantom: the words that declare it, among those of the step. */
	size_t first_word, word_count;
} nlog_shown_amendment;

/** A check that is shown. */
typedef struct {
	const nlog_finding_rule *rule;
	nlog_slice text;
} nlog_shown_check;

/** A step; begin with NLOG_SHOWN_INIT, fill it as often as you like. Its texts are borrowed. */
typedef struct {
	/** Of the later notice; data is NULL where there is none. An index has no code. */
	nlog_slice code, title, reference;
	/** Of a withdrawal: the number that its own document states; data is NULL: none. */
	nlog_slice withdrawal_reference;
	nlog_shown_amendment *amendments; /**< owned, as they come */
	size_t amendment_count, amendment_capacity;
	nlog_shown_check *checks; /**< owned */
	size_t check_count, check_capacity;
	nlog_slice *words; /**< owned */
	size_t word_count, word_capacity;
} nlog_shown;

#define NLOG_SHOWN_INIT                                                                    \
	{                                                                                  \
		.amendments = NULL                                                         \
	}

/** Forget what is in it, and keep the room. */
void nlog_shown_reset(nlog_shown *shown);
/** @return an amendment more, to be filled in: nothing in it is set */
nlog_shown_amendment *nlog_shown_add_amendment(nlog_shown *shown);
void nlog_shown_add_check(nlog_shown *shown, const nlog_finding_rule *rule,
			  nlog_slice text);
/** Add words to those of the last amendment. */
void nlog_shown_add_word(nlog_shown *shown, nlog_slice word);

/**
 * Fill it with what is shown of a comparison, from which it borrows.
 *
 * @param after                 the later notice
 * @param checks                what the checks say; those that are not shown are left out
 * @param withdrawal_reference  NULL: none
 */
void nlog_shown_fill(nlog_shown *shown, const nlog_notice *after,
		     const nlog_amendments *amendments, const nlog_findings *checks,
		     const char *withdrawal_reference);

/** @return the gravest amendment, the first of equals; NULL if there is none */
const nlog_shown_amendment *nlog_shown_gravest(const nlog_shown *shown);

void nlog_shown_clear(nlog_shown *shown);

#endif
