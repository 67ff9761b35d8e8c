/**
 * @file
 * The issuing organization: its dated roster, vocabularies, labels, policy and
 * messages, as `register.json` states them:
 *
 *     {"format": "noticelog-register/1",
 *      "organization": {"name", "domain"},
 *      "roster": [{"name", "iso", "aliases", "from", "suspended"}],
 *      "organizations": [names],
 *      "kinds": [{"name", "code", "words"}],
 *      "modalities": {term: [words]},
 *      "labels": {field: [words]},
 *      "rules": {rule: severity or "off"},
 *      "messages": {id: text}}
 *
 * `organizations`, `kinds`, `modalities`, `rules`, `messages`, `aliases`,
 * `suspended` and a kind's `code` may be left out. `from` and `suspended` are a
 * day or a year, which means its 1 January. Two kinds of one name are one kind
 * with two codes.
 *
 * A register is read once and never changes. What it hands out is borrowed
 * from it. Names are compared whatever their case (Unicode's), white space,
 * curly or straight apostrophes and kinds of dashes; a text of more than 256
 * bytes is no name.
 */
#ifndef NOTICELOG_REGISTER_H
#define NOTICELOG_REGISTER_H

#include <noticelog/error.h>
#include <noticelog/field.h>
#include <noticelog/finding.h>
#include <noticelog/json.h>

#define NLOG_REGISTER_FORMAT "noticelog-register/1"

/** The roster's word for all of its members. */
#define NLOG_ALL_MEMBERS "All Member Countries"

typedef struct nlog_register nlog_register;

/** The Asian Productivity Organization's, built in. @param out free with nlog_register_free() */
void nlog_register_builtin(nlog_register **out);

/**
 * Read `register.json`; it is validated in full.
 *
 * White space and key order are free, because what is stored is written by
 * nlog_register_write(). Rule ids are checked for their form alone.
 *
 * @param out     free with nlog_register_free(); untouched on failure
 * @param source  file name for errors; may be NULL
 * @return 0, NLOG_EINPUT with line and column, or NLOG_ELIMIT
 */
int nlog_register_read(nlog_register **out, const char *source, nlog_slice text,
		       nlog_error *err);

/** Append the stored form. */
void nlog_register_write(nlog_str *out, const nlog_register *reg);

/** SHA-256 of the register's JCS bytes. */
void nlog_register_digest(char digest[NLOG_DIGEST_SIZE], const nlog_register *reg);

/** @return the members, `format` among them; borrowed from the register */
const json_t *nlog_register_members(const nlog_register *reg);

const char *nlog_register_organization(const nlog_register *reg);
const char *nlog_register_domain(const nlog_register *reg);

void nlog_register_free(nlog_register *reg);

/** One row of the roster. */
typedef struct {
	const char *name; /**< such as "Lao PDR" */
	const char *iso;  /**< ISO 3166-1 alpha-2, such as "LA" */
	nlog_date from;   /**< first day of membership; a year alone = 1 January */
	bool is_suspended;
	nlog_date suspended; /**< if is_suspended: first day without membership */
} nlog_economy;

size_t nlog_register_economies(const nlog_register *reg);
const nlog_economy *nlog_register_economy(const nlog_register *reg, size_t index);

/** Find by name, alias or ISO code, whatever the case; a leading "the" is ignored. @return NULL if unknown */
const nlog_economy *nlog_register_find_economy(const nlog_register *reg, nlog_slice name);

/**
 * Is name only the last part of a roster's name, such as "China" or "Korea"?
 * Then it can mean another economy as well, and is not mapped.
 */
bool nlog_register_is_ambiguous_economy(const nlog_register *reg, nlog_slice name);

/** Is economy a member on that day? */
bool nlog_economy_is_member(const nlog_economy *economy, nlog_date day);

/** @return who is a member on that day, as `roster -f json` prints it; owned */
json_t *nlog_roster_to_json(const nlog_register *reg, nlog_date day);

/** @return the organization's name in the roster's spelling (such as "APO Secretariat"), or NULL */
const char *nlog_register_find_organization(const nlog_register *reg, nlog_slice name);

/** A kind of activity, such as "workshop". */
typedef struct {
	const char *name; /**< "Training Course" */
	const char *code; /**< of the project code, such as "TRC"; "" if it has none */
} nlog_kind;

/** @return the kind that word is one of the words of (`Forum` is a conference), whatever the case; NULL if none */
const nlog_kind *nlog_register_find_kind(const nlog_register *reg, nlog_slice words);
/** @return the kind with that code ("WSP"; "SPW" is a workshop, too), or NULL. Kinds are equal when their addresses are */
const nlog_kind *nlog_register_kind_of_code(const nlog_register *reg, nlog_slice code);

/** @return "face-to-face", "online", "hybrid" … for a word of the vocabulary, whatever the case; NULL if none */
const char *nlog_register_find_modality(const nlog_register *reg, nlog_slice words);

/**
 * @return all words that name a modality, as an object {word: term} with case
 * folded in the words; borrowed
 */
const json_t *nlog_register_modality_words(const nlog_register *reg);

/**
 * The field that a printed label names.
 *
 * A number before the label (`8. `, `(8) `), white space, a final colon or full
 * stop are ignored, case is not significant, and a number inside stands for any
 * number (`PN Revision 2 Issue Date`). A label cut off by extraction matches by
 * its words (`Closing Date for`, `Implementing`) if they begin labels of one
 * field only; so does a longer one that begins with a known label of two words
 * or more and goes on like a label, not like a sentence.
 *
 * @return the field, or NLOG_FIELDS if the label is unknown
 */
nlog_field_id nlog_register_find_label(const nlog_register *reg, nlog_slice label);

/** @return the severity that policy gives a rule ("off" too), or NULL for the rule's own */
const char *nlog_register_severity(const nlog_register *reg, const char *rule);

/**
 * May policy judge this kind of finding: is it about a document or a notice? What is
 * found of the register itself is not for the register to silence.
 */
bool nlog_register_may_judge(const nlog_finding_rule *rule);

/**
 * The severity of a kind of finding after policy.
 *
 * @param severity  untouched if it is off; may be NULL
 * @return false if policy turns it off
 */
bool nlog_register_level(const nlog_register *reg, const nlog_finding_rule *rule,
			 nlog_level *severity);

/** Give findings the severity that policy gives them, and leave out what it turns off. */
void nlog_register_judge(const nlog_register *reg, nlog_findings *findings);

/** @return the register's own wording of a message, or NULL */
const char *nlog_register_message(const nlog_register *reg, const char *id);

#endif
