/* What the commit of a revision says and holds. */
#include "record.h"

#include <noticelog/alloc.h>
#include <noticelog/file.h>
#include <noticelog/render.h>
#include <noticelog/view.h>
#include <string.h>

#define SUBJECT_ROOM 72
#define BODY_WIDTH 72
#define BODY_MAX ((size_t)256 << 10)
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

/* Add the names of a severity while there is room; the others are counted. */
static void add_names_of(nlog_str *out, const nlog_amendments *list, nlog_severity severity,
			 size_t *named, size_t *left)
{
	for (size_t i = 0; i < nlog_amendments_count(list); i++) {
		const nlog_amendment *amendment = nlog_amendments_get(list, i);
		const char *name = amendment->rule->name;

		if (amendment->severity != severity)
			continue;
		if (*left || (*named && out->len + strlen(name) + 14 > SUBJECT_ROOM)) {
			(*left)++;
			continue;
		}
		nlog_str_add(out, (*named)++ ? ", " : " ");
		nlog_str_add(out, name);
	}
}

/* As many amendments as the subject takes, the gravest first: `rescheduled and 2 more`. */
static void add_names(nlog_str *out, const nlog_amendments *list)
{
	size_t named = 0, left = 0;

	add_names_of(out, list, NLOG_SEVERITY_ACTION, &named, &left);
	add_names_of(out, list, NLOG_SEVERITY_SUBSTANTIVE, &named, &left);
	if (!named)
		add_names_of(out, list, NLOG_SEVERITY_ADMINISTRATIVE, &named, &left);
	if (!named)
		add_names_of(out, list, NLOG_SEVERITY_EDITORIAL, &named, &left);
	if (left)
		nlog_str_addf(out, " and %zu more", left);
	if (!named)
		nlog_str_add(out, " recorded");
}

/* `KEY rN: rescheduled`, `KEY rN: corrects r2` */
static void add_subject(nlog_str *out, const nlog_record_result *result)
{
	nlog_str_addf(out, "%s r%u:", result->comparison.key, result->revision);
	if (result->corrects)
		nlog_str_addf(out, " corrects r%u", result->corrects);
	else
		add_names(out, result->comparison.amendments);
}

/* The body is a courtesy to readers of plain git: a very long one ends at a whole line. */
static void cut_body(nlog_str *body)
{
	size_t end = BODY_MAX;

	if (body->len <= BODY_MAX)
		return;
	while (end && body->data[end - 1] != '\n')
		end--;
	nlog_str_truncate(body, end);
	nlog_str_add(body, "  … and more: `noticelog diff` shows all of it\n");
}

/* The change-log entry in plain text, and the officer's own words. */
static void add_body(nlog_str *out, const nlog_record_step *step,
		     const nlog_record_result *result)
{
	nlog_shown_step shown = NLOG_SHOWN_STEP_INIT;
	nlog_report report = NLOG_REPORT_INIT;
	nlog_render_options options = {.width = BODY_WIDTH};
	nlog_slice message = nlog_slice_trim(nlog_slice_of(step->options->message));

	/* As it was given, lines and all: the store refuses control characters. */
	if (message.len)
		nlog_str_addf(out, "%.*s\n\n", (int)message.len, message.data);
	nlog_shown_step_fill(&shown, &result->comparison);
	nlog_view_step(&report, &shown, NLOG_VIEW_ALL);
	nlog_shown_step_clear(&shown);
	nlog_render(out, &report, nlog_format_named(NLOG_SLICE("text")), &options);
	nlog_report_clear(&report);
	cut_body(out);
}

static void add_rule_ids(nlog_str *out, const nlog_amendments *list)
{
	for (size_t i = 0; i < nlog_amendments_count(list); i++) {
		if (i)
			nlog_str_addc(out, ' ');
		nlog_str_add(out, nlog_amendments_get(list, i)->rule->id);
	}
}

/* The files of a notice's folder in one commit. */
struct folder {
	const char *key;
	nlog_str paths[4];
	nlog_slice contents[4];
	nlog_slice before; /* of the notice, or empty */
	nlog_write_file files[4];
	nlog_str texts[4]; /* of contents that are borrowed from nobody else */
	size_t count;
};

/* Add a file, whose content is borrowed; one without data is removed. */
static void add_file(struct folder *folder, const char *name, nlog_slice content)
{
	size_t i = folder->count++;

	nlog_layout_add_folder(&folder->paths[i], folder->key);
	nlog_str_addc(&folder->paths[i], '/');
	nlog_str_add(&folder->paths[i], name);
	folder->contents[i] = content;
	folder->files[i] = (nlog_write_file){
		.path = nlog_str_text(&folder->paths[i]),
		.content = content.data ? &folder->contents[i] : NULL,
	};
}

/* Add a file whose content is taken. */
static void add_file_take(struct folder *folder, const char *name, nlog_str *content)
{
	nlog_str *text = &folder->texts[folder->count];

	*text = *content;
	*content = (nlog_str)NLOG_STR_INIT;
	add_file(folder, name, (nlog_slice){nlog_str_text(text), text->len});
}

/* What the folder holds of the revision before, and this one does not bring. */
static void remove_old_files(struct folder *folder, const nlog_record_state *state,
			     const char *source, bool has_addendum)
{
	if (state->source && strcmp(state->source, source) != 0)
		add_file(folder, state->source, (nlog_slice){NULL, 0});
	if (state->has_addendum && !has_addendum)
		add_file(folder, "addendum.json", (nlog_slice){NULL, 0});
}

/* Who mends our error in recording what an addendum made leaves the addendum where it is. */
static const nlog_addendum *addendum_of(const nlog_record_step *step,
					const nlog_record_place *place)
{
	return step->addendum ? step->addendum : place->addendum;
}

static void fill_folder(struct folder *folder, const nlog_record_step *step,
			const nlog_record_place *place, const nlog_record_draft *draft,
			const char *source)
{
	const nlog_addendum *addendum = addendum_of(step, place);
	nlog_str text = NLOG_STR_INIT;

	*folder = (struct folder){.key = step->state->key};
	add_file(folder, "notice.json", draft->text);
	folder->before = nlog_str_slice(&place->before_text);
	if (folder->before.len)
		folder->files[0].before = &folder->before;
	if (*source) {
		nlog_slice bytes = step->source->bytes;

		add_file(folder, source, bytes.data ? bytes : NLOG_SLICE(""));
	}
	if (addendum) {
		nlog_addendum_write(&text, addendum);
		add_file_take(folder, "addendum.json", &text);
	}
	/* A withdrawal without a document leaves what is there. */
	if (*source || strcmp(place->kind, "withdrawal") != 0)
		remove_old_files(folder, step->state, source, addendum != NULL);
}

static void clear_folder(struct folder *folder)
{
	for (size_t i = 0; i < folder->count; i++) {
		nlog_str_clear(&folder->paths[i]);
		nlog_str_clear(&folder->texts[i]);
	}
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

static void add_number_trailer(trailers *list, const char *name, unsigned number)
{
	nlog_str value = NLOG_STR_INIT;

	nlog_str_add_int(&value, number, 0);
	add_trailer(list, name, &value);
}

static void fill_trailers(trailers *list, const nlog_record_step *step,
			  const nlog_record_place *place, const nlog_record_result *result,
			  const nlog_record_draft *draft)
{
	nlog_str value = NLOG_STR_INIT;

	add_text_trailer(list, "Notice", step->state->key);
	add_number_trailer(list, "Revision", result->revision);
	add_text_trailer(list, "Kind", place->kind);
	if (place->corrects)
		add_number_trailer(list, "Corrects", place->corrects);
	nlog_date_add_iso(&value, place->issued);
	add_trailer(list, "Issued", &value);
	add_text_trailer(list, "Digest", draft->digest);
	add_text_trailer(list, "Previous", step->state->digest);
	if (step->source) {
		nlog_source_add_trailer(&value,
					nlog_slice_of(nlog_file_name(step->source->name)),
					step->source->bytes);
		add_trailer(list, "Source", &value);
	}
	add_text_trailer(list, "Rules", NLOG_RULES_VERSION);
	nlog_str_add_slice(&value, nlog_str_slice(&draft->rule_ids));
	add_trailer(list, "Amendments", &value);
}

static void clear_trailers(trailers *list)
{
	for (size_t i = 0; i < list->count; i++)
		nlog_str_clear(&list->values[i]);
}

/* The state of the folder once the commit is there. */
static void note_files(nlog_record_state *state, const char *source, bool has_addendum)
{
	nlog_free(state->source);
	state->source = *source ? nlog_strdup(source) : NULL;
	state->has_addendum = has_addendum;
}

void nlog_record_draw_up(nlog_record_draft *draft, const nlog_record_step *step,
			 const nlog_record_place *place, const nlog_record_result *result)
{
	nlog_notice_digest(draft->digest, step->after);
	draft->text = nlog_notice_text(step->after);
	add_subject(&draft->subject, result);
	add_body(&draft->body, step, result);
	if (!place->corrects)
		add_rule_ids(&draft->rule_ids, result->comparison.amendments);
}

void nlog_record_draft_clear(nlog_record_draft *draft)
{
	nlog_str_clear(&draft->subject);
	nlog_str_clear(&draft->body);
	nlog_str_clear(&draft->rule_ids);
}

int nlog_record_commit(const nlog_record_step *step, const nlog_record_place *place,
		       nlog_record_result *result, const nlog_record_draft *draft,
		       nlog_error *err)
{
	nlog_record_state *state = step->state;
	nlog_str source = NLOG_STR_INIT;
	trailers list = {.count = 0};
	struct folder folder;
	int rc;

	if (step->source)
		add_source_name(&source, step->source->name);
	fill_folder(&folder, step, place, draft, nlog_str_text(&source));
	fill_trailers(&list, step, place, result, draft);
	rc = nlog_write_commit(step->write,
			       &(nlog_commit_request){
				       .subject = nlog_str_text(&draft->subject),
				       .body = nlog_str_text(&draft->body),
				       .trailers = list.items,
				       .trailer_count = list.count,
				       .digest = draft->digest,
				       .author = step->options->author,
				       .committer = step->options->committer,
				       .files = folder.files,
				       .file_count = folder.count,
			       },
			       result->commit, err);
	if (!rc) {
		memcpy(state->digest, draft->digest, sizeof(state->digest));
		if (source.len || strcmp(place->kind, "withdrawal") != 0)
			note_files(state, nlog_str_text(&source),
				   addendum_of(step, place) != NULL);
	}
	clear_folder(&folder);
	clear_trailers(&list);
	nlog_str_clear(&source);
	return rc;
}

/* The folder of a revision as it was recorded, being read file by file. */
typedef struct {
	const nlog_store *store;
	const char *tree;
	struct folder *folder;
	char *source;
	bool has_notice, has_addendum;
	nlog_error *err;
} old_folder;

/* git makes no folder that names a file twice, but a folder can be made without git. */
static int refuse_twice(const old_folder *from, const char *name)
{
	return nlog_error_set(from->err, NLOG_EDAMAGED,
			      "the register is damaged: the folder of %s names '%s' twice",
			      from->folder->key, name);
}

static int read_old_file(const char *name, void *data)
{
	old_folder *from = data;
	nlog_str text = NLOG_STR_INIT;
	bool is_source = nlog_slice_starts(nlog_slice_of(name), "source.");
	bool is_addendum = strcmp(name, "addendum.json") == 0;
	bool is_notice = strcmp(name, "notice.json") == 0;
	int rc;

	if ((!is_source || from->source) && !is_addendum && !is_notice)
		return 0;
	if ((is_notice && from->has_notice) || (is_addendum && from->has_addendum))
		return refuse_twice(from, name);
	rc = nlog_store_read_file(from->store, from->tree, name, &text, from->err);
	if (rc)
		return rc;
	add_file_take(from->folder, name, &text);
	from->has_addendum |= is_addendum;
	from->has_notice |= is_notice;
	if (is_source)
		from->source = nlog_strdup(name);
	return 0;
}

int nlog_record_commit_restore(const nlog_record_step *step, const nlog_revision *revision,
			       nlog_error *err)
{
	const nlog_history *history = step->run->history;
	nlog_record_state *state = step->state;
	struct folder folder = {.key = state->key};
	char room[NLOG_OID_SIZE];
	old_folder from = {.store = nlog_history_store(history),
			   .tree = nlog_entry_folder(revision->entry, room),
			   .folder = &folder,
			   .err = err};
	nlog_str subject = NLOG_STR_INIT;
	char digest[NLOG_DIGEST_SIZE], commit[NLOG_OID_SIZE];
	trailers list = {.count = 0};
	nlog_notice *notice = NULL;
	int rc = nlog_history_notice(history, revision, &notice, NULL, err);

	if (!rc)
		rc = nlog_store_list_tree(from.store, from.tree, read_old_file, &from, err);
	if (rc)
		goto out;
	nlog_notice_digest(digest, notice);
	remove_old_files(&folder, state, from.source ? from.source : "", from.has_addendum);
	add_text_trailer(&list, "Notice", state->key);
	add_number_trailer(&list, "Revision", revision->number);
	add_text_trailer(&list, "Kind", "restore");
	add_text_trailer(&list, "Digest", digest);
	nlog_str_addf(&subject, "%s: r%u back in force", state->key, revision->number);
	rc = nlog_write_commit(step->write,
			       &(nlog_commit_request){
				       .subject = nlog_str_text(&subject),
				       .body = "",
				       .trailers = list.items,
				       .trailer_count = list.count,
				       .digest = digest,
				       .author = step->options->author,
				       .committer = step->options->committer,
				       .files = folder.files,
				       .file_count = folder.count,
			       },
			       commit, err);
	if (!rc)
		note_files(state, from.source ? from.source : "", from.has_addendum);
out:
	clear_folder(&folder);
	clear_trailers(&list);
	nlog_str_clear(&subject);
	nlog_free(from.source);
	nlog_notice_free(notice);
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
			.files = &(nlog_write_file){.path = "register.json",
						    .content = &bytes},
			.file_count = 1,
		},
		commit, err);
	clear_trailers(&list);
	nlog_str_clear(&text);
	return rc;
}
