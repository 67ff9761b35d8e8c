/* What the commit of a revision says and holds. */
#include "record.h"

#include <noticelog/alloc.h>
#include <noticelog/file.h>
#include <noticelog/render.h>
#include <noticelog/view.h>
#include <stdio.h>
#include <string.h>

#define SUBJECT_ROOM 72
#define BODY_WIDTH 72
#define EXTENSION_MAX 8

/* `source.EXT`: the extension of the file's name, if it is a plain word. */
static void add_source_name(nlog_str *out, const char *name)
{
	const char *dot = strrchr(nlog_file_name(name), '.');
	size_t len = dot ? strlen(dot + 1) : 0;
	nlog_str extension = NLOG_STR_INIT;

	for (size_t i = 1; len && len <= EXTENSION_MAX && dot[i]; i++) {
		char c = dot[i] >= 'A' && dot[i] <= 'Z' ? (char)(dot[i] - 'A' + 'a')
							: dot[i];

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			nlog_str_addc(&extension, c);
	}
	nlog_str_addf(out, "source.%s",
		      len && extension.len == len ? nlog_str_text(&extension) : "txt");
	nlog_str_clear(&extension);
}

/* `KEY rN: rescheduled, modality changed`, as much as a subject takes. */
static void add_subject(nlog_str *out, const nlog_comparison *comparison, unsigned number)
{
	const nlog_amendments *list = comparison->amendments;
	const nlog_amendment *gravest = nlog_amendments_gravest(list);
	nlog_severity least = !gravest ? NLOG_SEVERITY_ACTION
			      : gravest->severity > NLOG_SEVERITY_SUBSTANTIVE
				      ? NLOG_SEVERITY_SUBSTANTIVE
				      : gravest->severity;
	size_t left = 0, named = 0;

	nlog_str_addf(out, "%s r%u:", comparison->key, number);
	for (size_t i = 0; i < nlog_amendments_count(list); i++) {
		const nlog_amendment *amendment = nlog_amendments_get(list, i);

		if (amendment->severity < least || amendment->severity == NLOG_SEVERITY_OFF)
			continue;
		if (named && out->len + strlen(amendment->rule->name) + 14 > SUBJECT_ROOM) {
			left++;
			continue;
		}
		nlog_str_addf(out, "%s %s", named++ ? "," : "", amendment->rule->name);
	}
	if (left)
		nlog_str_addf(out, " and %zu more", left);
	if (!named)
		nlog_str_add(out, " recorded");
}

/* The change-log entry in plain text, and the officer's own words. */
static void add_body(nlog_str *out, const nlog_record_revision *revision)
{
	nlog_report report = NLOG_REPORT_INIT;
	nlog_render_options options = {.width = BODY_WIDTH};

	if (revision->options->message && *revision->options->message)
		nlog_report_add_block(&report, NLOG_BLOCK_TEXT, revision->options->message);
	nlog_view_step(&report, revision->comparison, NLOG_VIEW_ALL);
	nlog_render(out, &report, nlog_format_named(NLOG_SLICE("text")), &options);
	nlog_report_clear(&report);
}

static void add_rule_ids(nlog_str *out, const nlog_amendments *list)
{
	for (size_t i = 0; i < nlog_amendments_count(list); i++)
		nlog_str_addf(out, "%s%s", i ? " " : "",
			      nlog_amendments_get(list, i)->rule->id);
}

/* The files of the notice's folder after this revision. */
struct folder {
	nlog_str notice_path, source_path, old_source_path;
	nlog_str notice;
	nlog_slice notice_bytes;
	nlog_write_file files[3];
	size_t count;
};

static void add_path(nlog_str *out, const char *key, const char *name)
{
	nlog_layout_add_folder(out, key);
	nlog_str_addf(out, "/%s", name);
}

static void fill_folder(struct folder *folder, const nlog_record_revision *revision,
			const char *source)
{
	const char *key = revision->state->key, *old = revision->state->source;

	*folder = (struct folder){.count = 0};
	add_path(&folder->notice_path, key, "notice.json");
	nlog_notice_write(&folder->notice, revision->comparison->after);
	folder->notice_bytes = nlog_str_slice(&folder->notice);
	folder->files[folder->count++] = (nlog_write_file){
		nlog_str_text(&folder->notice_path), &folder->notice_bytes};
	if (*source) {
		add_path(&folder->source_path, key, source);
		folder->files[folder->count++] = (nlog_write_file){
			nlog_str_text(&folder->source_path), &revision->input->bytes};
	}
	if (old && strcmp(old, source) != 0) {
		add_path(&folder->old_source_path, key, old);
		folder->files[folder->count++] =
			(nlog_write_file){nlog_str_text(&folder->old_source_path), NULL};
	}
}

static void clear_folder(struct folder *folder)
{
	nlog_str_clear(&folder->notice_path);
	nlog_str_clear(&folder->source_path);
	nlog_str_clear(&folder->old_source_path);
	nlog_str_clear(&folder->notice);
}

/* Trailer lines under construction. */
typedef struct {
	nlog_trailer items[10];
	nlog_str values[10];
	size_t count;
} trailers;

/* Add a line; the value is taken. An empty one gives no line. */
static void add_trailer(trailers *list, const char *name, nlog_str *value)
{
	if (!value->len) {
		nlog_str_clear(value);
		return;
	}
	list->values[list->count] = *value;
	list->items[list->count] = (nlog_trailer){name, nlog_str_text(value)};
	list->count++;
	*value = (nlog_str)NLOG_STR_INIT;
}

static void add_text_trailer(trailers *list, const char *name, const char *text)
{
	nlog_str value = NLOG_STR_INIT;

	nlog_str_add(&value, text);
	add_trailer(list, name, &value);
}

static void fill_trailers(trailers *list, const nlog_record_revision *revision,
			  const char *digest)
{
	const nlog_record_state *state = revision->state;
	nlog_str value = NLOG_STR_INIT;

	add_text_trailer(list, "Notice", state->key);
	nlog_str_addf(&value, "%u", state->revisions + 1);
	add_trailer(list, "Revision", &value);
	add_text_trailer(list, "Kind", state->revisions ? "amendment" : "issue");
	nlog_date_add_iso(&value, revision->comparison->after_issued);
	add_trailer(list, "Issued", &value);
	add_text_trailer(list, "Digest", digest);
	add_text_trailer(list, "Previous", state->digest);
	if (revision->keeps_source) {
		nlog_source_add_trailer(
			&value, nlog_slice_of(nlog_file_name(revision->input->name)),
			revision->input->bytes);
		add_trailer(list, "Source", &value);
	}
	add_text_trailer(list, "Rules", NLOG_RULES_VERSION);
	add_rule_ids(&value, revision->comparison->amendments);
	add_trailer(list, "Amendments", &value);
}

static void clear_trailers(trailers *list)
{
	for (size_t i = 0; i < list->count; i++)
		nlog_str_clear(&list->values[i]);
}

int nlog_record_commit(nlog_write *write, const nlog_record_revision *revision,
		       char commit[NLOG_OID_SIZE], nlog_error *err)
{
	nlog_record_state *state = revision->state;
	nlog_str subject = NLOG_STR_INIT, body = NLOG_STR_INIT, source = NLOG_STR_INIT;
	char digest[NLOG_DIGEST_SIZE];
	trailers list = {.count = 0};
	struct folder folder;
	int rc;

	if (revision->keeps_source)
		add_source_name(&source, revision->input->name);
	nlog_notice_digest(digest, revision->comparison->after);
	fill_folder(&folder, revision, nlog_str_text(&source));
	fill_trailers(&list, revision, digest);
	add_subject(&subject, revision->comparison, state->revisions + 1);
	add_body(&body, revision);
	rc = nlog_write_commit(write,
			       &(nlog_commit_request){
				       .subject = nlog_str_text(&subject),
				       .body = nlog_str_text(&body),
				       .trailers = list.items,
				       .trailer_count = list.count,
				       .digest = digest,
				       .author = revision->options->author,
				       .committer = revision->options->committer,
				       .files = folder.files,
				       .file_count = folder.count,
			       },
			       commit, err);
	if (!rc) {
		(void)snprintf(state->digest, sizeof(state->digest), "%s", digest);
		nlog_free(state->source);
		state->source = source.len ? nlog_strdup(nlog_str_text(&source)) : NULL;
	}
	clear_folder(&folder);
	clear_trailers(&list);
	nlog_str_clear(&subject);
	nlog_str_clear(&body);
	nlog_str_clear(&source);
	return rc;
}

int nlog_record_commit_register(nlog_write *write, const nlog_register *reg,
				const nlog_record_options *options,
				char commit[NLOG_OID_SIZE], nlog_error *err)
{
	nlog_str text = NLOG_STR_INIT;
	char digest[NLOG_DIGEST_SIZE];
	trailers list = {.count = 0};
	nlog_slice bytes;
	int rc;

	nlog_register_write(&text, reg);
	bytes = nlog_str_slice(&text);
	nlog_register_digest(digest, reg);
	add_text_trailer(&list, "Kind", "register");
	add_text_trailer(&list, "Digest", digest);
	rc = nlog_write_commit(
		write,
		&(nlog_commit_request){
			.subject = "register.json: roster, vocabularies and policy",
			.body = options->message ? options->message : "",
			.trailers = list.items,
			.trailer_count = list.count,
			.digest = digest,
			.author = options->author,
			.committer = options->committer,
			.files = &(nlog_write_file){"register.json", &bytes},
			.file_count = 1,
		},
		commit, err);
	clear_trailers(&list);
	nlog_str_clear(&text);
	return rc;
}
