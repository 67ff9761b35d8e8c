/* One clause of an addendum: what it is about, and the words on its two sides. */
#ifndef PARSE_CLAUSE_H
#define PARSE_CLAUSE_H

#include <noticelog/register.h>

typedef struct {
	nlog_field_id field;      /* NLOG_FIELDS: no field of a notice */
	nlog_slice item;          /* `Item 3`, as printed; empty: none */
	nlog_slice before, after; /* empty: not stated */
} parse_clause;

/* The field that a label names, if an addendum can give it a value; else NLOG_FIELDS. */
nlog_field_id parse_field_of(const nlog_register *reg, nlog_slice label);

/* Does the sentence say that everything else stays as it is? */
bool parse_is_unchanged(nlog_slice sentence);

/* Read a sentence in normal form. @return false if it says no change */
bool parse_read_clause(parse_clause *out, const nlog_register *reg, nlog_slice sentence);

/* Take the first sentence off text. */
nlog_slice parse_next_sentence(nlog_slice *text);

#endif
