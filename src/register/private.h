/* What the files of the register room share. */
#ifndef REGISTER_PRIVATE_H
#define REGISTER_PRIVATE_H

#include <noticelog/register.h>
#include <pthread.h>
#include <stdatomic.h>

/* Names are lines; a longer text is none, and is not looked for. In bytes. */
#define NAME_LIMIT 256

struct nlog_register {
	json_t *members;     /* as read: the stored form is written from it */
	const json_t *rules; /* of the members: the policy, NULL if there is none */
	const char *organization, *domain;

	nlog_economy *economies;
	size_t economy_count;
	nlog_kind *kinds;
	size_t kind_count;

	/* Folded words → what they name: the place in an array above, a string or a field. */
	json_t *economy_names, *economy_tails, *organization_names;
	json_t *kind_words, *kind_codes;
	size_t kind_longest; /* of the words, in bytes: parts of titles that are longer name none */
	json_t *modality_words;
	json_t *labels;
	/* Other forms of them: only who parses a document asks, and then they are entered. */
	json_t *label_beginnings, *labels_loosely;
	pthread_mutex_t lock; /* of entering them */
	atomic_bool has_forms;
};

/* fold.c: people's spellings of one name → one key */

/*
 * Append name with case folded, white space collapsed, curly apostrophes and
 * the kinds of dashes made one. False, and nothing added, for a name that is
 * empty, too long or no UTF-8.
 */
bool nlog_fold_name(nlog_str *out, nlog_slice name);

/*
 * The same for a label: also without item number and final punctuation, with
 * `#` for a number inside.
 */
bool nlog_fold_label(nlog_str *out, nlog_slice label);

/*
 * Append a folded label so that variants of its words are one: singular and
 * plural, British and American, `hosting` and `host`, with and without `the`. Of
 * `A/B` only A. False if
 * it is left with one word, which could be any.
 */
bool nlog_loosen_label(nlog_str *out, nlog_slice key);

/* Look name up in a table of folded names. NULL if it is not there. */
const json_t *nlog_fold_find(const json_t *table, nlog_slice name);

/* The same in a table without longer names than `longest`, in bytes. */
const json_t *nlog_fold_find_within(const json_t *table, nlog_slice name, size_t longest);

/* label.c */

/* Enter a label while the register is read; false if its words already name a field. */
bool nlog_label_enter(nlog_register *reg, nlog_slice label, nlog_field_id field);

/* read.c: fill reg from reg->members, which is validated in full */
int nlog_register_fill(nlog_register *reg, const char *source, nlog_slice text,
		       nlog_error *err);

/* builtin.c: the members of the register that is built in, owned */
json_t *nlog_builtin_members(void);

#endif
