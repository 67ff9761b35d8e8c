/* A checkpoint: taken, written, read. */
#include <noticelog/checkpoint.h>

#include <noticelog/alloc.h>
#include <noticelog/notice.h>
#include <string.h>

#include "checkpoint.h"

static void add_revision(nlog_checkpoint *checkpoint, const char *notice, unsigned revision,
			 const char *digest)
{
	nlog_checkpoint_revision *next;

	NLOG_GROW(checkpoint->revisions, checkpoint->count, checkpoint->capacity);
	next = &checkpoint->revisions[checkpoint->count++];
	*next = (nlog_checkpoint_revision){nlog_strdup(notice), revision, ""};
	memcpy(next->digest, digest, strlen(digest) + 1);
}

/* The digest of the notice as it is stored. */
static int read_digest(char digest[NLOG_DIGEST_SIZE], const nlog_store *store,
		       const nlog_entry *entry, nlog_error *err)
{
	nlog_notice *notice = NULL;
	nlog_str text = NLOG_STR_INIT;
	int rc = nlog_store_read_blob(store, entry->blob, &text, err);

	if (!rc && nlog_notice_read(&notice, entry->notice, nlog_str_slice(&text),
				    NLOG_READ_HISTORY, NULL, err))
		rc = err ? (err->code = NLOG_EDAMAGED) : NLOG_EDAMAGED;
	if (!rc)
		nlog_notice_digest(digest, notice);
	nlog_notice_free(notice);
	nlog_str_clear(&text);
	return rc;
}

int audit_checkpoint_of_log(nlog_checkpoint *out, const nlog_store *store,
			    const nlog_log *log, bool goes_on, nlog_error *err)
{
	int rc = 0;

	*out = (nlog_checkpoint)NLOG_CHECKPOINT_INIT;
	memcpy(out->head, nlog_log_head(log), sizeof(out->head));
	for (size_t i = 0; !rc && i < nlog_log_count(log); i++) {
		const nlog_entry *entry = nlog_log_get(log, i);
		char digest[NLOG_DIGEST_SIZE] = "";

		if (entry->chain) {
			out->entry = entry->entry;
			memcpy(out->chain, entry->chain, sizeof(out->chain));
		}
		if (!entry->revision)
			continue;
		rc = read_digest(digest, store, entry, err);
		if (rc && goes_on)
			rc = 0;
		if (!rc)
			add_revision(out, entry->notice, entry->revision, digest);
	}
	if (rc)
		nlog_checkpoint_clear(out);
	return rc;
}

int nlog_checkpoint_take(nlog_checkpoint *out, const nlog_store *store, nlog_error *err)
{
	nlog_log *log = NULL;
	int rc;

	*out = (nlog_checkpoint)NLOG_CHECKPOINT_INIT;
	rc = nlog_store_log(&log, store, err);
	if (!rc)
		rc = audit_checkpoint_of_log(out, store, log, false, err);
	nlog_log_free(log);
	return rc;
}

static void write_line(nlog_str *out, json_t *line)
{
	nlog_json_write(out, line, NLOG_JSON_JCS);
	nlog_str_addc(out, '\n');
	json_decref(line);
}

void nlog_checkpoint_write(nlog_str *out, const nlog_checkpoint *checkpoint)
{
	write_line(out, json_pack("{s:s, s:s, s:i, s:s}", "format", NLOG_CHECKPOINT_FORMAT,
				  "head", checkpoint->head, "entry", (int)checkpoint->entry,
				  "chain", checkpoint->chain));
	for (size_t i = 0; i < checkpoint->count; i++) {
		const nlog_checkpoint_revision *revision = &checkpoint->revisions[i];

		write_line(out, json_pack("{s:s, s:i, s:s}", "notice", revision->notice,
					  "revision", (int)revision->revision, "digest",
					  revision->digest));
	}
}

static bool is_hex(const char *text, size_t len)
{
	return text && strlen(text) == len && strspn(text, "0123456789abcdef") == len;
}

/* A whole number that fits; false for anything else. */
static bool read_number(const json_t *line, const char *name, unsigned *number)
{
	const json_t *value = json_object_get(line, name);
	json_int_t n = json_integer_value(value);

	*number = (unsigned)n;
	return json_is_integer(value) && n >= 0 && n <= 999999999;
}

static bool read_head(nlog_checkpoint *out, const json_t *line)
{
	const char *format = nlog_json_text(line, "format");
	const char *head = nlog_json_text(line, "head");
	const char *chain = nlog_json_text(line, "chain");

	if (!format || strcmp(format, NLOG_CHECKPOINT_FORMAT) != 0 || !head || !chain ||
	    !read_number(line, "entry", &out->entry))
		return false;
	if (!(is_hex(head, NLOG_OID_LEN) || !*head) ||
	    !(is_hex(chain, NLOG_DIGEST_LEN) || (!*chain && !out->entry)))
		return false;
	memcpy(out->head, head, strlen(head) + 1);
	memcpy(out->chain, chain, strlen(chain) + 1);
	return true;
}

static bool read_revision(nlog_checkpoint *out, const json_t *line)
{
	const char *notice = nlog_json_text(line, "notice");
	const char *digest = nlog_json_text(line, "digest");
	unsigned number;

	if (!notice || !nlog_key_is_valid(nlog_slice_of(notice)) ||
	    !is_hex(digest, NLOG_DIGEST_LEN) || !read_number(line, "revision", &number) ||
	    !number)
		return false;
	add_revision(out, notice, number, digest);
	return true;
}

int nlog_checkpoint_read(nlog_checkpoint *out, const char *source, nlog_slice text,
			 nlog_error *err)
{
	unsigned number = 0;
	int rc = 0;

	*out = (nlog_checkpoint)NLOG_CHECKPOINT_INIT;
	while (!rc && (text.len || !number)) {
		const char *end = text.len ? memchr(text.data, '\n', text.len) : NULL;
		size_t len = end ? (size_t)(end - text.data) : text.len;
		json_t *line = NULL;

		number++;
		rc = nlog_json_read(&line, source, (nlog_slice){text.data, len},
				    NLOG_JSON_STRICT, err);
		if (number == 1 && (rc || !read_head(out, line)))
			rc = nlog_error_at(err, NLOG_EINPUT, source, 1, 1,
					   "this is not a checkpoint; `noticelog "
					   "checkpoint` writes one");
		else if (rc && err)
			err->line = number;
		else if (!rc && number > 1 && !read_revision(out, line))
			rc = nlog_error_at(err, NLOG_EINPUT, source, number, 1,
					   "this is not a line of a checkpoint");
		json_decref(line);
		text = nlog_slice_from(text, end ? len + 1 : len);
	}
	if (rc)
		nlog_checkpoint_clear(out);
	return rc;
}

void nlog_checkpoint_clear(nlog_checkpoint *checkpoint)
{
	for (size_t i = 0; i < checkpoint->count; i++)
		nlog_free(checkpoint->revisions[i].notice);
	nlog_free(checkpoint->revisions);
	*checkpoint = (nlog_checkpoint)NLOG_CHECKPOINT_INIT;
}
