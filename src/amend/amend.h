/* What the files of this room share: a rule with its functions, and a step while it is judged. */
#ifndef AMEND_PRIVATE_H
#define AMEND_PRIVATE_H

#include <noticelog/amend.h>
#include <noticelog/register.h>

/* How one field, or one key of `other`, differs in a step. */
typedef struct {
	nlog_field_id field;
	const char *key;            /* of `other`; else NULL */
	const nlog_change *change;  /* of the value; NULL: it is equal */
	const nlog_change *printed; /* of the words in as_printed; NULL: they are equal */
	bool is_editorial;
} difference;

typedef struct judge judge;
typedef struct rule rule;

/* The two values that an amendment is about; a declared one may lack either. */
typedef struct {
	nlog_field_id field;
	const json_t *before, *after;
	const difference *difference; /* NULL: the values are declared, not compared */
} values;

struct rule {
	nlog_rule row;
	/* Adds the amendments of this rule to the judge's list. */
	void (*fire)(judge *j, const rule *r);
	/* Sets facts and summary of an amendment from its values. */
	void (*describe)(const judge *j, const values *v, nlog_amendment *a);
};

/* One amendment, and what its id and its place in the list depend on. */
typedef struct {
	nlog_amendment amendment;
	const rule *rule;
	size_t sequence;
	/* Owned objects: the values by field, for the id; NULL: nobody asks for that. */
	json_t *before, *after;
} entry;

struct nlog_amendments {
	entry *items;
	size_t count, capacity;
};

struct judge {
	const nlog_step *step;
	difference fields[NLOG_FIELDS]; /* by id; `other` and `as_printed` stay empty */
	nlog_field_id
		differing[NLOG_FIELDS]; /* those that differ in more than form, in order */
	size_t differing_count;
	difference *others; /* one for each key of `other` that differs */
	size_t other_count;
	const nlog_declarations *before_said, *after_said;
	nlog_declarations *own_before, *own_after; /* unless the step has them */
	nlog_declarations *addendum_said;
	const nlog_declared **said; /* what is declared anew */
	size_t said_count;
	json_t *eligible; /* {"added", "removed"}: who may take part; NULL: not asked yet */
	nlog_amendments *list;
};

/* ---- catalogue.c: the rows, in catalogue order */

extern const rule nlog_amend_rules[];
extern const size_t nlog_amend_rule_count;
/* @return the row of that id, NULL if there is none */
const rule *nlog_amend_rule_find(nlog_slice id);

/* ---- amend.c */

/* @return true if the field's value or printed words differ in more than form */
bool nlog_amend_differs(const judge *j, nlog_field_id field);
/* @return true if the value itself differs in more than form */
bool nlog_amend_value_differs(const judge *j, nlog_field_id field);
/* @return true if an amendment of the list is about the field */
bool nlog_amend_is_explained(const judge *j, nlog_field_id field);

/* @return the value of the older or later notice; NULL if absent, or if there is no such notice */
const json_t *nlog_amend_value_before(const judge *j, nlog_field_id field);
const json_t *nlog_amend_value_after(const judge *j, nlog_field_id field);

/* Add an amendment that is about these fields, and describe it by the first of them. */
entry *nlog_amend_add_amendment(judge *j, const rule *r, const nlog_field_id *fields,
				size_t count);
entry *nlog_amend_add_for_field(judge *j, const rule *r, nlog_field_id field);
entry *nlog_amend_add_for_key(judge *j, const rule *r, const difference *d);
/* Add one without a comparison: declared values, or none. */
entry *nlog_amend_add_declared(judge *j, const rule *r, const nlog_declared *d);

/* @return the first new declaration of that rule, or NULL */
const nlog_declared *nlog_amend_find_said(const judge *j, const char *rule_id);

/* ---- declared.c: was it announced? */

void nlog_amend_read_declarations(judge *j);
void nlog_amend_free_declarations(judge *j);
/* Set `declared` and `evidence` of every amendment, and add what was declared in vain. */
void nlog_amend_settle_declarations(judge *j);
/* Without an older revision: add what is declared. */
void nlog_amend_add_unchecked(judge *j);

/* ---- editorial.c: is it the same, said in another way? */

bool nlog_amend_is_same_effect(const judge *j, const difference *d);
/* @return the value as its printed words, or as people write it */
void nlog_amend_add_printed(nlog_str *out, const nlog_notice *notice, nlog_field_id field);
/* Mark the labels of `other` that were only written in another way. */
void nlog_amend_pair_labels(judge *j);

/* ---- people.c */

/* Who came and who was dropped, by the roster; computed once. */
const json_t *nlog_amend_eligible_difference(judge *j);
/* @return the name in the roster's spelling, or its letters; appended to out */
void nlog_amend_add_economy(nlog_str *out, const nlog_register *reg, nlog_slice name);

/* ---- words.c: what people read */

#define ARROW " \xe2\x86\x92 "

/* Foreign text, cut after `most` characters. */
void nlog_amend_add_cut(nlog_str *out, nlog_slice text, size_t most);
/* "Fiji, India and Nepal", "Fiji, India, Japan and 14 others" */
void nlog_amend_add_names(nlog_str *out, const json_t *names);
/* "Mongolia added; Fiji and Nepal dropped" from {"added", "removed"} */
void nlog_amend_add_sets(nlog_str *out, const json_t *sets);
/* "10–12 June → 8–10 July 2025" */
void nlog_amend_add_periods(nlog_str *out, const nlog_period *before,
			    const nlog_period *after);
void nlog_amend_add_dates(nlog_str *out, const nlog_date *before, const nlog_date *after);
/* Both values as people write them, with an arrow. */
void nlog_amend_add_values(nlog_str *out, nlog_type_id type, const json_t *before,
			   const json_t *after);
/* "1 paragraph", "3 paragraphs" */
void nlog_amend_add_count(nlog_str *out, size_t count, const char *one, const char *many);

/* ---- the rules' functions, by group */

void nlog_fire_issued(judge *j, const rule *r);
void nlog_fire_field(judge *j,
		     const rule *r); /* the fields that have no other rule than this */
void nlog_fire_redated(judge *j, const rule *r);
void nlog_fire_editorial(judge *j, const rule *r);

void nlog_fire_converted(judge *j, const rule *r);
void nlog_fire_cancelled(judge *j, const rule *r);
void nlog_fire_postponed(judge *j, const rule *r);
void nlog_fire_reinstated(judge *j, const rule *r);

void nlog_fire_timing_set(judge *j, const rule *r);
void nlog_fire_rescheduled(judge *j, const rule *r);
void nlog_fire_extended(judge *j, const rule *r);
void nlog_fire_shortened(judge *j, const rule *r);

void nlog_fire_closing_extended(judge *j, const rule *r);
void nlog_fire_closing_advanced(judge *j, const rule *r);
void nlog_fire_closing_set(judge *j, const rule *r);
void nlog_fire_closing_removed(judge *j, const rule *r);
void nlog_fire_closing_conditions(judge *j, const rule *r);

void nlog_fire_widened(judge *j, const rule *r);
void nlog_fire_narrowed(judge *j, const rule *r);
void nlog_fire_seats_increased(judge *j, const rule *r);
void nlog_fire_seats_decreased(judge *j, const rule *r);

void nlog_describe_issued(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_line(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_text(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_set(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_redated(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_editorial(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_converted(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_standing(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_timing_set(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_rescheduled(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_extended(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_shortened(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_modality(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_places(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_closing_extended(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_closing_advanced(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_closing_set(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_closing_removed(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_closing_conditions(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_eligibility(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_seats(const judge *j, const values *v, nlog_amendment *a);
void nlog_describe_qualifications(const judge *j, const values *v, nlog_amendment *a);

/* The timing of both sides, and whether each has a day at all. */
bool nlog_amend_has_timing(const json_t *value);
/* Was the activity called off before this step, so that it can come back? */
bool nlog_amend_was_withdrawn(const judge *j);

#endif
