/* What the files of this room share: words of a sentence, and how a change is read in them. */
#ifndef DECLARE_PRIVATE_H
#define DECLARE_PRIVATE_H

#include <noticelog/declare.h>

/* Longer sentences are no announcements, and would only cost time. */
#define SENTENCE_MAX 4096
/* How much text of one notice is read: a hundred times what any has. */
#define READ_MAX (256 * 1024)
/* A notice with more declared changes than this is a hostile one. */
#define DECLARED_MAX 256

/* ---- sentence.c */

typedef struct {
	nlog_slice
		text; /* without the punctuation around it; of a quotation: what it quotes */
	size_t start, end; /* bytes of the sentence that it takes up, with punctuation */
	char stop;         /* , ; or : that follows it directly, else 0 */
	bool is_quote;
	bool is_aside; /* stands in brackets */
} word;

typedef struct {
	nlog_slice text;
	word *words;
	size_t count;
	size_t capacity;
} sentence;

/* Take the next sentence off the front of *rest. @return false at the end */
bool nlog_declare_sentence_next(sentence *out, nlog_slice *rest);
void nlog_declare_sentence_clear(sentence *s);

/* Is the word at index this lower-case word? Quotations and asides are none. */
bool nlog_declare_word_is(const sentence *s, size_t index, const char *lower);
/* Is it one of these lower-case words, parted by single spaces? */
bool nlog_declare_word_among(const sentence *s, size_t index, const char *lower_words);
/* @return how many words from index on make up phrase (lower-case words parted by spaces); 0 if they do not */
size_t nlog_declare_phrase_at(const sentence *s, size_t index, const char *phrase);
/* Is word one of those in the list, parted by single spaces, whatever the case? */
bool nlog_declare_is_listed(nlog_slice word, const char *lower_words);
/* The bytes from the first word to before word `end`, without punctuation at the ends. */
nlog_slice nlog_declare_words_text(const sentence *s, size_t first, size_t end);

/* ---- subject.c */

/* What a sentence can be about: a field, or the activity as a whole. */
#define ACTIVITY ((nlog_field_id)NLOG_FIELDS)

typedef struct {
	bool found;
	nlog_field_id field; /* or ACTIVITY */
	nlog_slice name;     /* of the activity: how it is called; else empty */
	nlog_field_id
		also; /* "the timing and the venue": the other one; else NLOG_FIELDS */
} subject;

/* What may be said of it: the notice's own vocabulary. */
typedef struct {
	const nlog_register *reg;
	nlog_slice title; /* of the notice; empty if it has none */
	nlog_field_id
		clause; /* of a change history: the field that its clause names; else NLOG_FIELDS */
} reading;

/*
 * Read the noun phrase of words first … end-1 as a subject; what follows its
 * head (`of the study mission`, `originally planned for 2025`) may be there.
 */
subject nlog_declare_subject_read(const reading *r, const sentence *s, size_t first,
				  size_t end);

/* ---- value.c */

/* The values of a declared change; both may be NULL. */
typedef struct {
	json_t *before, *after;
} stated;

/* Read a printed value of a field in whole. @return owned, or NULL if it is none */
json_t *nlog_declare_value_read(const reading *r, nlog_field_id field, nlog_slice text);
/* @return the field's value somewhere in text (a date in prose, a word for a modality), owned, or NULL */
json_t *nlog_declare_value_find(const reading *r, nlog_field_id field, nlog_slice text);
/*
 * Read `from A to B`, `to B instead of A`, `by B` … at words first … end-1.
 */
stated nlog_declare_values_read(const reading *r, nlog_field_id field, const sentence *s,
				size_t first, size_t end);
/* The words of the new value, cut at what is no part of it; empty if there are none. */
nlog_slice nlog_declare_object_of(const reading *r, const sentence *s, size_t first,
				  size_t end);

/* ---- hit.c */

/* The way in which words move a value. */
typedef enum { LESS = -1, EITHER = 0, MORE = 1 } direction;

/* What a verb says, whichever word says it. */
typedef enum {
	CONVERT,
	CHANGE,
	RESCHEDULE,
	POSTPONE,
	ADVANCE,
	EXTEND,
	SHORTEN,
	MOVE,
	CANCEL,
	REINSTATE,
	HOLD,
	INCREASE,
	DECREASE,
} verb_class;

/* The way in which each class of verb moves its field. */
extern const direction nlog_declare_directions[];

/* More announcements than this are in no sentence. */
#define HITS_MAX 16

/* A verb in a sentence, and what it is said of. */
typedef struct {
	verb_class class;
	size_t clause; /* where the words of its subject start */
	size_t first;  /* first word of the verb with its auxiliaries */
	size_t verb;   /* the verb proper */
	size_t end;    /* word after it */
	size_t object_end;
	subject about;
} hit;

/* Find the verbs of change whose subject is the activity or a field. @return how many */
size_t nlog_declare_find_hits(const reading *r, const sentence *s, hit hits[HITS_MAX]);
/* Is one of words first … end-1 one of these lower-case words? */
bool nlog_declare_any_word(const sentence *s, size_t first, size_t end, const char *words);

/* ---- form.c */

/*
 * The rule of a change of a field, whose direction its words tell or its values do.
 * @return a static id, or NULL if changes of this field are not declared; *any: both directions fit
 */
const char *nlog_declare_rule_of_field(nlog_field_id field, direction words,
				       const json_t *before, const json_t *after,
				       const nlog_register *reg, bool *any);

/* Read every change that a sentence declares. */
void nlog_declare_forms_read(nlog_declarations *list, const reading *r, const sentence *s,
			     const char *source);

/* ---- declare.c */

/* Add one; before and after are taken. NULL when the list is full. */
nlog_declared *nlog_declare_declarations_add(nlog_declarations *list, const char *rule,
					     nlog_field_id field, const char *source,
					     nlog_slice text, json_t *before,
					     json_t *after);

#endif
