/* A notice: its members checked once, then read only. */
#include <noticelog/notice.h>

#include <assert.h>
#include <noticelog/alloc.h>
#include <string.h>

#include "members.h"
#include "stored.h"

/*
 * A notice that was read from its canonical bytes is these bytes, and where the
 * members stand in them; values are made when they are asked for. All that is
 * made is kept: nothing of it ever changes.
 */
struct nlog_notice {
	nlog_str text;                 /* the stored form, if it was read or digested */
	nlog_stored stored;            /* of the text, unless values came with the notice */
	json_t *values[NLOG_FIELDS];   /* NULL: absent, or not asked for yet */
	json_t *members;               /* NULL: not asked for yet */
	char digest[NLOG_DIGEST_SIZE]; /* "" until somebody asks for it */
	size_t shares;                 /* besides the first */
};

/* The value of one member, whose name is already known to be a field's. */
static bool check_field(const nlog_field *field, const json_t *value,
			nlog_value_fault *fault)
{
	bool is_map = field->type == NLOG_TYPE_TEXTS || field->type == NLOG_TYPE_PRINTED;

	if (json_is_null(value) && !is_map)
		return true;
	return nlog_value_check(field->type, value, fault);
}

static bool check_member(const char *name, const json_t *value, nlog_value_fault *fault)
{
	const nlog_field *field = nlog_field_named(nlog_slice_of(name));

	return field ? check_field(field, value, fault)
		     : nlog_member_unknown(fault, "not a member of a notice");
}

static const nlog_member_form notice_form = {
	.what = "notice",
	.format = NLOG_NOTICE_FORMAT,
	.check = check_member,
};

static void own(nlog_notice **out, json_t *members)
{
	nlog_notice *notice = nlog_alloc(sizeof(*notice));

	notice->members = members;
	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++)
		notice->values[id] =
			json_incref(json_object_get(members, nlog_field_of(id)->name));
	*out = notice;
}

int nlog_notice_from_members_take(nlog_notice **out, json_t *members, nlog_error *err)
{
	int rc = nlog_members_check_take(members, &notice_form, err);

	if (!rc)
		own(out, members);
	return rc;
}

/* Values that were made of the same bytes. */
static void share_values(nlog_notice *notice, const nlog_notice *known, const bool *same)
{
	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++)
		if (same[id])
			notice->values[id] = json_incref(known->values[id]);
}

/* Many are kept at once, so that none keeps more room than its text takes. */
static nlog_notice *of_stored(const nlog_stored *stored, char *text_taken, size_t len)
{
	nlog_notice *notice = nlog_alloc(sizeof(*notice));

	notice->stored = *stored;
	notice->text = (nlog_str){text_taken, len, len + 1};
	return notice;
}

/* @return false if this is not surely the canonical form of a notice */
static bool read_canonical(nlog_notice **out, nlog_slice text, const nlog_notice *known)
{
	bool same[NLOG_FIELDS];
	nlog_stored stored;

	if (!nlog_stored_scan(&stored, same, text, known ? &known->stored : NULL,
			      known ? nlog_str_slice(&known->text) : NLOG_SLICE("")))
		return false;
	*out = of_stored(&stored, nlog_strndup(text.data, text.len), text.len);
	if (known)
		share_values(*out, known, same);
	return true;
}

size_t nlog_notice_read_pure(nlog_notice **out, nlog_slice text)
{
	nlog_str with_space = NLOG_STR_INIT;
	bool same[NLOG_FIELDS];
	nlog_stored stored;
	size_t len = nlog_json_indent(&with_space, text);

	if (len && nlog_stored_scan(&stored, same, nlog_str_slice(&with_space), NULL,
				    NLOG_SLICE(""))) {
		size_t room = with_space.len + 1;

		*out = of_stored(&stored, nlog_realloc_array(with_space.data, room, 1),
				 with_space.len);
		return len;
	}
	nlog_str_clear(&with_space);
	return 0;
}

int nlog_notice_read_beside(nlog_notice **out, const char *source, nlog_slice text,
			    nlog_read_mode mode, const nlog_notice *known,
			    nlog_findings *findings, nlog_error *err)
{
	json_t *members = NULL;
	bool is_canonical;
	int rc;

	if (read_canonical(out, text, known))
		return 0;
	rc = nlog_members_read(&members, &is_canonical, source, text, mode, &notice_form,
			       findings, err);
	if (rc)
		return rc;
	own(out, members);
	if (is_canonical)
		nlog_str_add_slice(&(*out)->text, text);
	return 0;
}

int nlog_notice_read(nlog_notice **out, const char *source, nlog_slice text,
		     nlog_read_mode mode, nlog_findings *findings, nlog_error *err)
{
	return nlog_notice_read_beside(out, source, text, mode, NULL, findings, err);
}

bool nlog_notice_is_canonical(const nlog_notice *notice)
{
	return notice->text.len > 0;
}

size_t nlog_notice_size(const nlog_notice *notice)
{
	return notice->text.len;
}

nlog_notice *nlog_notice_excerpt_take(json_t *const values[NLOG_FIELDS])
{
	nlog_notice *excerpt = nlog_alloc(sizeof(*excerpt));

	memcpy(excerpt->values, values, sizeof(excerpt->values));
	return excerpt;
}

void nlog_notice_write(nlog_str *out, const nlog_notice *notice)
{
	if (notice->text.len)
		nlog_str_add_slice(out, nlog_str_slice(&notice->text));
	else
		nlog_json_write(out, notice->members, NLOG_JSON_STORED);
}

/* The members never change, so that what was asked for once is kept. */
nlog_slice nlog_notice_text(const nlog_notice *notice)
{
	if (!notice->text.len)
		nlog_json_write(&((nlog_notice *)notice)->text, notice->members,
				NLOG_JSON_STORED);
	return nlog_str_slice(&notice->text);
}

void nlog_notice_digest(char digest[NLOG_DIGEST_SIZE], const nlog_notice *notice)
{
	nlog_notice *own_notice = (nlog_notice *)notice;

	if (!*notice->digest)
		nlog_json_digest_stored(own_notice->digest, nlog_notice_text(notice));
	memcpy(digest, notice->digest, NLOG_DIGEST_SIZE);
}

const json_t *nlog_notice_get(const nlog_notice *notice, nlog_field_id field)
{
	json_t **value = (json_t **)&notice->values[field];

	if (!*value && notice->stored.members[field].end) {
		int rc = nlog_json_read(value, NULL,
					nlog_stored_value(&notice->stored,
							  nlog_str_slice(&notice->text),
							  field),
					NLOG_JSON_PART, NULL);

		assert(rc == 0);
		(void)rc;
	}
	return *value;
}

static json_t *all_members(const nlog_notice *notice)
{
	json_t *members = json_object();

	json_object_set_new(members, "format", json_string(NLOG_NOTICE_FORMAT));
	for (size_t rank = 0; rank < NLOG_FIELDS; rank++) {
		const nlog_field *field = nlog_field_by_name(rank);
		const json_t *value = nlog_notice_get(notice, field->id);

		if (value)
			json_object_set(members, field->name, (json_t *)value);
	}
	return members;
}

const json_t *nlog_notice_members(const nlog_notice *notice)
{
	if (!notice->members)
		((nlog_notice *)notice)->members = all_members(notice);
	return notice->members;
}

nlog_slice nlog_notice_line(const nlog_notice *notice, nlog_field_id field)
{
	return nlog_json_slice(nlog_notice_get(notice, field));
}

nlog_slice nlog_notice_as_printed(const nlog_notice *notice, nlog_field_id field)
{
	const json_t *printed = nlog_notice_get(notice, NLOG_FIELD_AS_PRINTED);

	return nlog_json_slice(json_object_get(printed, nlog_field_of(field)->name));
}

bool nlog_notice_date(const nlog_notice *notice, nlog_field_id field, nlog_date *out)
{
	return nlog_date_from_iso(out, nlog_notice_line(notice, field));
}

bool nlog_notice_issued(const nlog_notice *notice, nlog_date *out)
{
	return nlog_notice_date(notice, NLOG_FIELD_REVISION_DATE, out) ||
	       nlog_notice_date(notice, NLOG_FIELD_DATE_OF_ISSUE, out);
}

nlog_notice *nlog_notice_copy(const nlog_notice *notice)
{
	nlog_notice *shared = (nlog_notice *)notice;

	shared->shares++;
	return shared;
}

/* The bytes of a value, where they are known. */
static nlog_slice bytes_of(const nlog_notice *notice, nlog_field_id field)
{
	return nlog_stored_value(&notice->stored, nlog_str_slice(&notice->text), field);
}

bool nlog_notice_shares(const nlog_notice *a, const nlog_notice *b, nlog_field_id field)
{
	nlog_slice bytes = bytes_of(a, field), other = bytes_of(b, field);

	if (bytes.len && other.len)
		return nlog_slice_equal(bytes, other);
	return !bytes.len && !other.len && a->values[field] == b->values[field];
}

/* A canonical form is that of one notice alone. */
bool nlog_notice_equal(const nlog_notice *a, const nlog_notice *b)
{
	if (a->text.len && b->text.len)
		return nlog_slice_equal(nlog_str_slice(&a->text), nlog_str_slice(&b->text));
	return json_equal(nlog_notice_members(a), nlog_notice_members(b));
}

void nlog_notice_free(nlog_notice *notice)
{
	if (!notice || notice->shares--)
		return;
	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++)
		json_decref(notice->values[id]);
	json_decref(notice->members);
	nlog_str_clear(&notice->text);
	nlog_free(notice);
}
