/* Lines of the bulk stream, read and written. */
#include "stream.h"

#include <noticelog/base64.h>
#include <noticelog/file.h>
#include <string.h>

/* What `kind` may say. An issue or an amendment is what it is by its place alone. */
static const struct {
	const char *name;
	nlog_record_role role;
} kinds[] = {{"issue", NLOG_AS_REVISION},
	     {"amendment", NLOG_AS_REVISION},
	     {"correction", NLOG_AS_CORRECTION},
	     {"backfill", NLOG_AS_BACKFILL},
	     {"withdrawal", NLOG_AS_WITHDRAWAL}};

/* A member of a line: its reader stores it, or says what it must be. */
typedef struct {
	const char *name;
	const char *what;
	bool (*read)(nlog_stream_line *line, const json_t *value);
} member;

static bool read_text(const char **out, const json_t *value)
{
	*out = json_string_value(value);
	return *out && **out;
}

static bool read_as(nlog_stream_line *line, const json_t *value)
{
	return read_text(&line->as, value);
}

static bool read_kind(nlog_stream_line *line, const json_t *value)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!nlog_slice_is(nlog_json_slice(value), kinds[i].name))
			continue;
		line->role = kinds[i].role;
		return true;
	}
	return false;
}

static bool read_corrects(nlog_stream_line *line, const json_t *value)
{
	json_int_t number = json_integer_value(value);

	line->corrects = number > 0 && number <= 999999999 ? (unsigned)number : 0;
	return line->corrects > 0;
}

static bool read_issued(nlog_stream_line *line, const json_t *value)
{
	line->has_issued = nlog_date_from_iso(&line->issued, nlog_json_slice(value));
	return line->has_issued;
}

static bool read_time(nlog_stream_line *line, const json_t *value)
{
	line->has_time =
		strchr(json_is_string(value) ? json_string_value(value) : "", 'T') &&
		nlog_instant_from_text(&line->time, nlog_json_slice(value));
	return line->has_time;
}

static bool read_author(nlog_stream_line *line, const json_t *value)
{
	return json_object_size(value) == 2 &&
	       read_text(&line->author_name, json_object_get(value, "name")) &&
	       read_text(&line->author_email, json_object_get(value, "email"));
}

static bool read_source(nlog_stream_line *line, const json_t *value)
{
	const json_t *bytes = json_object_get(value, "base64");

	return json_object_size(value) == 2 &&
	       read_text(&line->source_name, json_object_get(value, "name")) &&
	       json_is_string(bytes) &&
	       nlog_base64_decode(&line->source, nlog_json_slice(bytes)) &&
	       line->source.len <= NLOG_FILE_LIMIT;
}

/* `notice` and `addendum` have readers of their own, which say more. */
static const member members[] = {
	{"notice", NULL, NULL},
	{"addendum", NULL, NULL},
	{"as", "a KEY", read_as},
	{"kind", "issue, amendment, correction, backfill or withdrawal", read_kind},
	{"corrects", "the number of a revision", read_corrects},
	{"issued", "a day such as 2025-05-02", read_issued},
	{"time", "a time such as 2025-05-02T09:30:00+09:00", read_time},
	{"author", "{\"name\": …, \"email\": …}", read_author},
	{"source", "{\"name\": …, \"base64\": …}, a document of at most 16 MiB",
	 read_source},
};

static const member *find_member(const char *name)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		if (strcmp(members[i].name, name) == 0)
			return &members[i];
	return NULL;
}

static int refuse(nlog_slice text, const char *name, const char *problem, nlog_error *err)
{
	nlog_str pointer = NLOG_STR_INIT;
	unsigned line, column;
	int rc;

	nlog_str_addf(&pointer, "/%s", name);
	nlog_json_locate(text, nlog_str_text(&pointer), &line, &column);
	rc = nlog_error_at(err, NLOG_EINPUT, NULL, 1, column, "\"%s\" %s", name, problem);
	nlog_str_clear(&pointer);
	return rc;
}

static int read_members(nlog_stream_line *out, nlog_slice text, nlog_error *err)
{
	const char *name;
	json_t *value;

	json_object_foreach(out->members, name, value)
	{
		const member *row = find_member(name);
		nlog_str problem = NLOG_STR_INIT;
		int rc;

		if (row && (!row->read || row->read(out, value)))
			continue;
		if (row)
			nlog_str_addf(&problem, "is not %s", row->what);
		else
			nlog_str_add(&problem, "is not a member of a line, which is "
					       "{\"notice\": {…}} and what is said of it");
		rc = refuse(text, name, nlog_str_text(&problem), err);
		nlog_str_clear(&problem);
		return rc;
	}
	if ((out->role == NLOG_AS_CORRECTION) != (out->corrects > 0))
		return nlog_error_at(err, NLOG_EINPUT, NULL, 1, 1,
				     "\"kind\": \"correction\" and \"corrects\": N go "
				     "together");
	return 0;
}

/*
 * A notice of canonical bytes makes no value that nobody asks for; what is not as it
 * must be, its values tell.
 */
static int read_values(nlog_notice **out, json_t *value, nlog_error *err)
{
	nlog_str text = NLOG_STR_INIT;
	int rc;

	nlog_json_write(&text, value, NLOG_JSON_STORED);
	rc = nlog_notice_read(out, NULL, nlog_str_slice(&text), NLOG_READ_ENTRY, NULL,
			      NULL);
	nlog_str_clear(&text);
	return rc ? nlog_notice_from_members_take(out, json_incref(value), err) : 0;
}

static int read_notice(nlog_stream_line *out, nlog_slice text, nlog_error *err)
{
	json_t *notice = json_object_get(out->members, "notice");
	nlog_error why = NLOG_ERROR_INIT;

	if (!json_is_object(notice))
		return nlog_error_at(err, NLOG_EINPUT, NULL, 1, 1,
				     "the line has no \"notice\", an object");
	if (!json_object_get(notice, "format"))
		return refuse(text, "notice", "has no \"format\"", err);
	if (read_values(&out->notice, notice, &why))
		return refuse(text, "notice", why.text, err);
	(void)json_object_del(out->members, "notice");
	return 0;
}

/* Say which member of the line an error is about. */
static int read_parts(nlog_stream_line *out, nlog_slice text, nlog_error *err)
{
	json_t *addendum = json_object_get(out->members, "addendum");
	nlog_error why = NLOG_ERROR_INIT;
	int rc = out->notice ? 0 : read_notice(out, text, err);

	if (rc)
		return rc;
	if (!addendum)
		return 0;
	if (!json_is_object(addendum) || !json_object_get(addendum, "format"))
		return refuse(text, "addendum", "is no addendum with a \"format\"", err);
	if (nlog_addendum_from_members_take(&out->addendum, json_incref(addendum), &why))
		return refuse(text, "addendum", why.text, err);
	return 0;
}

/*
 * Most of a line is its notice, in canonical form: it is read as bytes, and
 * without values, and the line with an empty object in its place.
 *
 * @return false, with nothing read, if there is anything to say against either
 */
static bool read_in_parts(nlog_stream_line *out, nlog_slice text)
{
	size_t start = text.len <= NLOG_LINE_LIMIT
			       ? nlog_json_member(text, NLOG_SLICE("notice"))
			       : 0;
	nlog_str rest = NLOG_STR_INIT;
	bool is_read;
	size_t len;

	if (!start)
		return false;
	len = nlog_notice_read_pure(&out->notice, nlog_slice_from(text, start));
	if (!len)
		return false;
	nlog_str_addn(&rest, text.data, start);
	nlog_str_add(&rest, "{}");
	nlog_str_add_slice(&rest, nlog_slice_from(text, start + len));
	is_read = nlog_json_read(&out->members, NULL, nlog_str_slice(&rest), NLOG_JSON_LINE,
				 NULL) == 0;
	nlog_str_clear(&rest);
	if (is_read)
		return true;
	nlog_notice_free(out->notice);
	out->notice = NULL;
	return false;
}

int nlog_stream_line_read(nlog_stream_line *out, nlog_slice text, nlog_error *err)
{
	nlog_error why = NLOG_ERROR_INIT;
	int rc = 0;

	*out = (nlog_stream_line){.role = NLOG_AS_REVISION};
	if (!read_in_parts(out, text))
		rc = nlog_json_read(&out->members, NULL, text, NLOG_JSON_LINE, &why);
	if (rc == NLOG_EINPUT)
		return nlog_error_at(err, rc, NULL, why.line, why.column,
				     "%s; each line is one JSON object, whole", why.text);
	if (rc && err)
		*err = why;
	if (!rc)
		rc = read_members(out, text, err);
	return rc ? rc : read_parts(out, text, err);
}

static json_t *source_to_json(const nlog_stream_line *line)
{
	nlog_str text = NLOG_STR_INIT;
	json_t *source;

	nlog_base64_add(&text, nlog_str_slice(&line->source));
	source = json_pack("{s:o, s:s}", "name",
			   nlog_json_from_slice(nlog_slice_of(line->source_name)), "base64",
			   nlog_str_text(&text));
	nlog_str_clear(&text);
	return source;
}

/* Only what must be said: an issue or an amendment is one by its place. */
static void set_kind(json_t *object, const nlog_stream_line *line)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].role == line->role && line->role != NLOG_AS_REVISION)
			json_object_set_new(object, "kind", json_string(kinds[i].name));
	if (line->corrects)
		json_object_set_new(object, "corrects", json_integer(line->corrects));
}

void nlog_stream_line_write(nlog_str *out, const nlog_stream_line *line)
{
	json_t *object = json_object();

	json_object_set(object, "notice", (json_t *)nlog_notice_members(line->notice));
	if (line->addendum)
		json_object_set(object, "addendum",
				(json_t *)nlog_addendum_members(line->addendum));
	if (line->as)
		json_object_set_new(object, "as", json_string(line->as));
	set_kind(object, line);
	if (line->has_issued)
		json_object_set_new(object, "issued", nlog_json_from_date(line->issued));
	if (line->has_time)
		json_object_set_new(object, "time", nlog_json_from_instant(line->time));
	if (line->author_name)
		json_object_set_new(object, "author",
				    json_pack("{s:s, s:s}", "name", line->author_name,
					      "email", line->author_email));
	if (line->source_name)
		json_object_set_new(object, "source", source_to_json(line));
	nlog_json_write(out, object, NLOG_JSON_JCS);
	nlog_str_addc(out, '\n');
	json_decref(object);
}

void nlog_stream_line_clear(nlog_stream_line *line)
{
	nlog_notice_free(line->notice);
	nlog_addendum_free(line->addendum);
	json_decref(line->members);
	nlog_str_clear(&line->source);
	*line = (nlog_stream_line){.notice = NULL};
}
