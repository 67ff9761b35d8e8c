/* A notice: its members checked once, then read only. */
#include <noticelog/notice.h>

#include <noticelog/alloc.h>
#include <string.h>

#include "members.h"

struct nlog_notice {
	json_t *members;
	const json_t *values[NLOG_FIELDS]; /* borrowed from the members */
	nlog_str text;                     /* the stored form, if it was read or digested */
	char digest[NLOG_DIGEST_SIZE];     /* "" until somebody asks for it */
	size_t shares;                     /* besides the first */
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
		notice->values[id] = json_object_get(members, nlog_field_of(id)->name);
	*out = notice;
}

int nlog_notice_from_members_take(nlog_notice **out, json_t *members, nlog_error *err)
{
	int rc = nlog_members_check_take(members, &notice_form, err);

	if (!rc)
		own(out, members);
	return rc;
}

int nlog_notice_read(nlog_notice **out, const char *source, nlog_slice text,
		     nlog_read_mode mode, nlog_findings *findings, nlog_error *err)
{
	json_t *members = NULL;
	bool is_canonical;
	int rc = nlog_members_read(&members, &is_canonical, source, text, mode,
				   &notice_form, findings, err);

	if (rc)
		return rc;
	own(out, members);
	if (is_canonical)
		nlog_str_add_slice(&(*out)->text, text);
	return 0;
}

int nlog_notice_read_beside(nlog_notice **out, const char *source, nlog_slice text,
			    nlog_read_mode mode, const nlog_notice *known,
			    nlog_findings *findings, nlog_error *err)
{
	json_t *members;

	if (!known || !known->text.len ||
	    !nlog_members_read_beside(&members, text, known->members,
				      nlog_str_slice(&known->text), &notice_form))
		return nlog_notice_read(out, source, text, mode, findings, err);
	own(out, members);
	nlog_str_add_slice(&(*out)->text, text);
	return 0;
}

bool nlog_notice_is_canonical(const nlog_notice *notice)
{
	return notice->text.len > 0;
}

size_t nlog_notice_size(const nlog_notice *notice)
{
	return notice->text.len;
}

nlog_notice *nlog_notice_excerpt_take(json_t *members)
{
	nlog_notice *excerpt;

	own(&excerpt, members);
	return excerpt;
}

void nlog_notice_write(nlog_str *out, const nlog_notice *notice)
{
	if (notice->text.len)
		nlog_str_add_slice(out, nlog_str_slice(&notice->text));
	else
		nlog_json_write(out, notice->members, NLOG_JSON_STORED);
}

void nlog_notice_digest(char digest[NLOG_DIGEST_SIZE], const nlog_notice *notice)
{
	/* The members never change, so that what was asked for once is kept. */
	nlog_notice *own_notice = (nlog_notice *)notice;

	if (!*notice->digest && !notice->text.len)
		nlog_json_write(&own_notice->text, notice->members, NLOG_JSON_STORED);
	if (!*notice->digest)
		nlog_json_digest_stored(own_notice->digest, nlog_str_slice(&notice->text));
	memcpy(digest, notice->digest, NLOG_DIGEST_SIZE);
}

const json_t *nlog_notice_members(const nlog_notice *notice)
{
	return notice->members;
}

const json_t *nlog_notice_get(const nlog_notice *notice, nlog_field_id field)
{
	return notice->values[field];
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

bool nlog_notice_equal(const nlog_notice *a, const nlog_notice *b)
{
	return json_equal(a->members, b->members);
}

void nlog_notice_free(nlog_notice *notice)
{
	if (!notice || notice->shares--)
		return;
	json_decref(notice->members);
	nlog_str_clear(&notice->text);
	nlog_free(notice);
}
