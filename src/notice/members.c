/* Reading and checking an object of known members, with the place of what is wrong. */
#include "members.h"

#include <stdio.h>
#include <string.h>

bool nlog_member_unknown(nlog_value_fault *fault, const char *text)
{
	fault->pointer[0] = '\0';
	(void)snprintf(fault->text, sizeof(fault->text), "%s", text);
	return false;
}

/* Append `/name` as RFC 6901 writes it. */
static void add_step(nlog_str *pointer, const char *name)
{
	nlog_str_addc(pointer, '/');
	for (; *name; name++) {
		if (*name == '~' || *name == '/')
			nlog_str_add(pointer, *name == '~' ? "~0" : "~1");
		else
			nlog_str_addc(pointer, *name);
	}
}

/* The first member that is not as it must be; what and where go to said and pointer. */
static bool find_fault(const json_t *members, const nlog_member_form *form, nlog_str *said,
		       nlog_str *pointer)
{
	const char *format = nlog_json_text(members, "format"), *name;
	json_t *value;

	if (!format || strcmp(format, form->format) != 0) {
		nlog_str_addf(said, "not a %s: its \"format\" is not \"%s\"", form->what,
			      form->format);
		if (format)
			nlog_str_add(pointer, "/format");
		return true;
	}
	json_object_foreach((json_t *)members, name, value)
	{
		nlog_value_fault fault = {"", ""};

		if (strcmp(name, "format") == 0 || form->check(name, value, &fault))
			continue;
		nlog_str_addf(said, "\"%s\": %s", name, fault.text);
		add_step(pointer, name);
		nlog_str_add(pointer, fault.pointer);
		return true;
	}
	return false;
}

int nlog_members_check_take(json_t *members, const nlog_member_form *form, nlog_error *err)
{
	nlog_str said = NLOG_STR_INIT, pointer = NLOG_STR_INIT;
	int rc = 0;

	if (!json_object_get(members, "format"))
		json_object_set_new(members, "format", json_string(form->format));
	if (find_fault(members, form, &said, &pointer)) {
		if (pointer.len)
			nlog_str_addf(&said, " (at %s)", nlog_str_text(&pointer));
		rc = nlog_error_set(err, NLOG_EINPUT, "%s", nlog_str_text(&said));
		json_decref(members);
	}
	nlog_str_clear(&said);
	nlog_str_clear(&pointer);
	return rc;
}

/* Bytes other than the canonical ones: refused on entry, a finding from history. */
static int check_bytes(const json_t *members, bool *is_canonical, const char *source,
		       nlog_slice text, nlog_read_mode mode, const nlog_member_form *form,
		       nlog_findings *findings, nlog_error *err)
{
	unsigned line, column;

	*is_canonical = nlog_json_is_stored_form(text, members, &line, &column);
	if (*is_canonical)
		return 0;
	if (mode == NLOG_READ_ENTRY)
		return nlog_error_at(err, NLOG_EINPUT, source, line, column,
				     "not the canonical form of this %s; `noticelog canon` "
				     "writes it",
				     form->what);
	nlog_findings_add(findings, NLOG_F_NOT_CANONICAL,
			  (nlog_place){.file = source, .line = line, .column = column},
			  "white space or key order differ from the canonical form");
	return 0;
}

int nlog_members_read(json_t **out, bool *is_canonical, const char *source, nlog_slice text,
		      nlog_read_mode mode, const nlog_member_form *form,
		      nlog_findings *findings, nlog_error *err)
{
	nlog_str said = NLOG_STR_INIT, pointer = NLOG_STR_INIT;
	unsigned line, column;
	json_t *members = NULL;
	int rc = nlog_json_read(&members, source, text, NLOG_JSON_STRICT, err);

	if (rc)
		goto out;
	if (find_fault(members, form, &said, &pointer)) {
		nlog_json_locate(text, nlog_str_text(&pointer), &line, &column);
		rc = nlog_error_at(err, NLOG_EINPUT, source, line, column, "%s",
				   nlog_str_text(&said));
		goto out;
	}
	rc = check_bytes(members, is_canonical, source, text, mode, form, findings, err);
	if (rc)
		goto out;
	*out = members;
	members = NULL;
out:
	json_decref(members);
	nlog_str_clear(&said);
	nlog_str_clear(&pointer);
	return rc;
}
