/**
 * @file
 * JSON: one reader with positions, one canonical writer.
 *
 * Values are jansson's; reading and writing are ours, because jansson is no
 * canonicalizer. Written forms are those of RFC 8785 (JCS), either pure or, as
 * the register stores them, with white space added: two spaces a level, one
 * member or element a line, `": "`, and a final newline.
 */
#ifndef NOTICELOG_JSON_H
#define NOTICELOG_JSON_H

#include <jansson.h>
#include <stdbool.h>

#include <noticelog/date.h>
#include <noticelog/error.h>
#include <noticelog/str.h>

/**
 * What the reader accepts. Common to both: UTF-8 without a byte-order mark, the
 * strict grammar of RFC 8259, no duplicate keys, no lone surrogates and no
 * noncharacters (RFC 7493, 2.1), also behind `\u`.
 */
typedef enum {
	/**
	 * Any I-JSON (RFC 7493) value: numbers beyond a double are refused, all
	 * others are read as doubles (JSON_REAL), big integers too; NUL is kept
	 * in strings and keys. Nesting up to 2000 levels.
	 */
	NLOG_JSON_ANY,
	/**
	 * What this project stores: an object of at most NLOG_FILE_LIMIT bytes;
	 * keys are unique also after NFC, no NUL, 64 levels. Numbers are integers
	 * within 2^53-1 (JSON_INTEGER); a fraction, an exponent and -0 are refused.
	 */
	NLOG_JSON_STRICT,
	/**
	 * The same for a line of the bulk stream, which holds what is stored and a
	 * document of up to NLOG_FILE_LIMIT bytes as base64: up to NLOG_LINE_LIMIT bytes.
	 */
	NLOG_JSON_LINE,
	/** A value out of what is stored, by itself; of any type. */
	NLOG_JSON_PART,
} nlog_json_rules;

/** The most bytes of a line of the bulk stream (64 MiB). */
#define NLOG_LINE_LIMIT ((size_t)64 << 20)

typedef enum {
	NLOG_JSON_STORED, /**< with white space, and a final newline */
	NLOG_JSON_JCS,    /**< RFC 8785 exactly, no final newline */
} nlog_json_form;

/** Length of a digest in hexadecimal, and the room for it with its NUL. */
#define NLOG_DIGEST_LEN 64
#define NLOG_DIGEST_SIZE (NLOG_DIGEST_LEN + 1)

/**
 * Read one JSON value that fills the whole text.
 *
 * The time is linear in the text. Values so many and so deep that their stored
 * form would be out of proportion (a gigabyte of indentation) are refused.
 *
 * @param out     the value, owned (a jansson reference); untouched on failure
 * @param source  file name for errors; may be NULL
 * @return 0, NLOG_EINPUT (with line and column) or NLOG_ELIMIT
 */
int nlog_json_read(json_t **out, const char *source, nlog_slice text, nlog_json_rules rules,
		   nlog_error *err);

/**
 * Append value in the wanted form. Every value that nlog_json_read gave can be
 * written. An integer beyond 2^53-1, which can only come from elsewhere, is
 * written as the nearest double.
 */
void nlog_json_write(nlog_str *out, const json_t *value, nlog_json_form form);

/**
 * Append a value as it stands in the stored form of what is around it, for those who
 * write that piece by piece.
 *
 * @param depth  how many arrays and objects are around it
 */
void nlog_json_write_inside(nlog_str *out, const json_t *value, size_t depth);

/**
 * Append the array or object at the start of text with the white space of the
 * stored form, where text is in pure canonical form. Its strings, numbers and
 * marks are not looked at: they are in what is written as they are in text, so
 * that the one is JSON, and canonical, if the other is.
 *
 * @return how many bytes of text this was; 0, with some of it appended, if it
 *         breaks off, is nested more than 8 levels deep or larger than NLOG_FILE_LIMIT
 */
size_t nlog_json_indent(nlog_str *out, nlog_slice text);

/** @return the offset of the value of an object's member, the first of that name; 0: none */
size_t nlog_json_member(nlog_slice text, nlog_slice name);

/** SHA-256 of the value's JCS bytes, in lower-case hexadecimal. */
void nlog_json_digest(char digest[NLOG_DIGEST_SIZE], const json_t *value);

/** The same of a value whose stored form text is, to the byte. */
void nlog_json_digest_stored(char digest[NLOG_DIGEST_SIZE], nlog_slice text);

/** Length of a SHA-256 in bytes. */
#define NLOG_SHA256_LEN (NLOG_DIGEST_LEN / 2)

/** SHA-256 of bytes. */
void nlog_sha256(unsigned char sum[NLOG_SHA256_LEN], nlog_slice bytes);

/** The same in lower-case hexadecimal. */
void nlog_digest_bytes(char digest[NLOG_DIGEST_SIZE], nlog_slice bytes);

/**
 * Find the place of a value in the text that it was read from.
 *
 * @param pointer  a JSON Pointer (RFC 6901), such as `/closing_dates/0`; to a
 *                 member's value. When the value is not there, the nearest
 *                 enclosing one that is there is meant.
 * @param line     from 1
 * @param column   from 1, in characters
 */
void nlog_json_locate(nlog_slice text, const char *pointer, unsigned *line,
		      unsigned *column);

/**
 * Is text exactly the stored form of value, which was read from it?
 *
 * @param line, column  where the first difference is, if not; else untouched
 */
bool nlog_json_is_stored_form(nlog_slice text, const json_t *value, unsigned *line,
			      unsigned *column);

/** Order of two keys in canonical form: by UTF-16 code units (RFC 8785, 3.2.3). As memcmp(). */
int nlog_json_compare_keys(nlog_slice a, nlog_slice b);

/** @return the JSON string as a slice, borrowed from value; empty if it is no string */
nlog_slice nlog_json_slice(const json_t *value);

/** @return member `name` of an object as NUL-ended text, borrowed; NULL if absent or no string */
const char *nlog_json_text(const json_t *object, const char *name);

/** Set a member of an object to a text; NULL and an empty text leave it out. */
void nlog_json_set_text(json_t *object, const char *name, const char *text);

/** @return a day as a new JSON string, `YYYY-MM-DD`, owned */
json_t *nlog_json_from_date(nlog_date date);

/** @return a moment as a new JSON string (RFC 3339), owned */
json_t *nlog_json_from_instant(nlog_instant instant);

/** @return a new JSON string, owned. slice must be valid UTF-8, else it is NULL. */
json_t *nlog_json_from_slice(nlog_slice slice);

#endif
