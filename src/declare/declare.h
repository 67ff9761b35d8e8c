/* What the files of this room share: words of a sentence, and how a change is read in them. */
#ifndef DECLARE_PRIVATE_H
#define DECLARE_PRIVATE_H

#include <noticelog/declare.h>

/* Longer sentences are no announcements, and would only cost time. */
#define SENTENCE_MAX 3000
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
/* The same of the first of several phrases that stands there. */
size_t nlog_declare_phrase_among(const sentence *s, size_t index,
				 const char *const *phrases, size_t count);
/* @return the first letter of the word at index, small; 0 for quotations, asides and past the end */
char nlog_declare_letter_at(const sentence *s, size_t index);
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
		also;     /* "the timing and the venue": the other one; else NLOG_FIELDS */
	nlog_slice label; /* of `other`: the label that is named; empty if none is */
	bool is_new;      /* "the new closing date", "revised dates" */
} subject;

#define NO_SUBJECT ((subject){.field = NLOG_FIELDS, .also = NLOG_FIELDS})

/* What may be said of it: the notice's own vocabulary. */
typedef struct {
	const nlog_register *reg;
	const nlog_notice *notice; /* NULL: an addendum, whose notice is not at hand */
	nlog_slice title;          /* of the notice; empty if it has none */
	subject clause; /* of a change history: what its clause names; else not found */
	subject topic;  /* of the sentence before: what "it" means; else not found */
} reading;

#define READING_OF(register_, notice_)                                                     \
	((reading){(register_), (notice_),                                                 \
		   (notice_) ? nlog_notice_line((notice_), NLOG_FIELD_TITLE)               \
			     : (nlog_slice){NULL, 0},                                      \
		   NO_SUBJECT, NO_SUBJECT})

/*
 * Read the noun phrase of words first … end-1 as a subject; what follows its
 * head (`of the study mission`, `originally planned for 2025`) may be there.
 */
subject nlog_declare_subject_read(const reading *r, const sentence *s, size_t first,
				  size_t end);

/*
 * What the sentence is about, for an "it" in the next one: its own first noun
 * phrase, if no other noun stands beside it as an object.
 */
subject nlog_declare_topic_of(const reading *r, const sentence *s);
/* Is word index `it`, `they`, `the same` …? @return how many words it has; 0 if it is none */
size_t nlog_declare_pronoun_at(const sentence *s, size_t index);
/* Does the word only number what follows it: `(a)`, `(ii)`, `1.` at the start? */
bool nlog_declare_is_enumerator(const sentence *s, size_t index);

/* @return how sentences call a field, static; "" if they call it nothing */
const char *nlog_declare_noun_of(nlog_field_id field);

/* ---- label.c */

/*
 * Read words first … end-1 as an item with its printed label: `Item 8, Closing
 * Date`, `Clause 4 (Venue)`, or as one of the notice's own labels of `other`.
 */
subject nlog_declare_label_read(const reading *r, const sentence *s, size_t first,
				size_t end);
/* The field that a label names, or `other` with the label, if the notice has it. */
subject nlog_declare_label_of(const reading *r, nlog_slice label);

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
/* The same of words that are the new value: `B`, `read as follows: B instead of A`. */
stated nlog_declare_values_plain(const reading *r, nlog_field_id field, const sentence *s,
				 size_t first, size_t end);
/* Find `instead of`, `in lieu of` …: *phrase is its first word. @return the word after it, or end */
size_t nlog_declare_find_instead(const sentence *s, size_t first, size_t end,
				 size_t *phrase);
/* The words of the new value, cut at what is no part of it; empty if there are none. */
nlog_slice nlog_declare_object_of(const reading *r, const sentence *s, size_t first,
				  size_t end);

/* ---- day.c */

/* The first day or period in text, in words or in figures. @return false if there is none */
bool nlog_declare_find_date(nlog_slice text, nlog_date *out);
bool nlog_declare_find_period(nlog_slice text, nlog_period *out);
/* The value of a text without a year, in the year that brings it nearest to another value. */
json_t *nlog_declare_value_near(const reading *r, nlog_field_id field, nlog_slice text,
				const json_t *other);
/* nlog_declare_value_find(), with the year of the notice's own value if the text has none. */
json_t *nlog_declare_value_of_notice(const reading *r, nlog_field_id field,
				     nlog_slice text);
/* The notice's period with another last day: "extended to 12 July". NULL if it cannot be told */
json_t *nlog_declare_until(const reading *r, const json_t *last);

/* ---- verb.c and hit.c */

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
	READ,   /* "should read": what stands there now */
	RENAME, /* "renamed" */
	HOST,   /* "hosted by" */
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
	bool is_to_do; /* said as "decided to DO", "will DO" */
	bool is_plain; /* the words behind it are the new value itself */
	bool has_old;  /* the quotation at word `old` is the old value */
	size_t old;
	subject about;
} hit;

/* ---- verb.c */

/* Is there a verb of change at word `at`? @return with class, verb and end of *out */
bool nlog_declare_verb_at(const sentence *s, size_t at, const hit *previous, hit *out);
/* @return the verb of a class, as "has been DONE" has it; static */
const char *nlog_declare_verb_of(verb_class class);
/* Set h->first: the auxiliaries before the verb, not before word low. */
void nlog_declare_find_auxiliaries(const sentence *s, size_t low, hit *h);
/* "will not be", "if", "is proposed to": what is said is not what happened. */
bool nlog_declare_is_unreal(const sentence *s, const hit *h);
/* Is one of words first … end-1 one of these lower-case words? */
bool nlog_declare_any_word(const sentence *s, size_t first, size_t end, const char *words);

/* ---- hit.c */

/* Find the verbs of change whose subject is the activity or a field. @return how many */
size_t nlog_declare_find_hits(const reading *r, const sentence *s, hit hits[HITS_MAX]);

/* ---- noun.c */

/* Find a change that is said by a noun: `a change of venue from A to B`, `New closing date: D`. */
bool nlog_declare_find_noun(const reading *r, const sentence *s, hit *out);

/* ---- member.c */

/* Read who was added to the participating countries, or is no longer among them. */
void nlog_declare_members_read(nlog_declarations *list, const reading *r, const sentence *s,
			       const char *source);

/* ---- rule.c */

/*
 * The rule of a change of a field, whose direction its words tell or its values do.
 * @return a static id, or NULL if changes of this field are not declared; *any: both directions fit
 */
const char *nlog_declare_rule_of_field(nlog_field_id field, direction words,
				       const json_t *before, const json_t *after,
				       const nlog_register *reg, bool *any);

/* ---- form.c */

/* Read every change that a sentence declares. @return what the first of them is about */
subject nlog_declare_forms_read(nlog_declarations *list, const reading *r,
				const sentence *s, const char *source);

/* ---- declare.c */

/* Add one; before and after are taken. NULL when the list is full. */
nlog_declared *nlog_declare_declarations_add(nlog_declarations *list, const char *rule,
					     nlog_field_id field, const char *source,
					     nlog_slice text, json_t *before,
					     json_t *after);

/* @return an empty list, owned: nlog_declarations_free() */
nlog_declarations *nlog_declare_list_new(void);
/* Read prose, or a cell of a change history under the clause that names its field. */
void nlog_declare_cell_read(nlog_declarations *list, reading *r, nlog_slice clause,
			    nlog_slice cell, const char *source);

/* Give it the label of `other` that its subject names, if it names one. */
void nlog_declare_set_label(nlog_declared *d, const subject *about);

#endif
