/* The ledger of a country: read, made longer, written. */
#include <noticelog/ledger.h>

#include <noticelog/alloc.h>
#include <stdio.h>
#include <string.h>

void nlog_ledger_add_path(nlog_str *out, const char *iso)
{
	nlog_str_addf(out, "ledger/%s.json", iso);
}

void nlog_ledger_add(nlog_ledger *ledger, nlog_date on, const char *head)
{
	nlog_ledger_entry entry = {.on = on};

	(void)snprintf(entry.head, sizeof(entry.head), "%s", head);
	NLOG_GROW(ledger->items, ledger->count, ledger->capacity);
	ledger->items[ledger->count++] = entry;
}

static bool is_commit(const char *text)
{
	return text && strlen(text) == NLOG_OID_LEN &&
	       strspn(text, "0123456789abcdef") == NLOG_OID_LEN;
}

/* Entries are objects of two members; days never go back. */
static int read_entry(nlog_ledger *out, const json_t *value, const char *path,
		      nlog_error *err)
{
	const char *on = nlog_json_text(value, "on"), *head = nlog_json_text(value, "head");
	nlog_date day;

	if (json_object_size(value) != 2 || !on || !is_commit(head) ||
	    !nlog_date_from_iso(&day, nlog_slice_of(on)))
		return nlog_error_set(err, NLOG_EDAMAGED,
				      "%s, entry %zu: not a day \"on\" and a commit "
				      "\"head\"",
				      path, out->count + 1);
	if (out->count && day.day < out->items[out->count - 1].on.day)
		return nlog_error_set(err, NLOG_EDAMAGED,
				      "%s, entry %zu: earlier than the one before it", path,
				      out->count + 1);
	nlog_ledger_add(out, day, head);
	return 0;
}

static int read_text(nlog_ledger *out, nlog_slice text, const char *path, nlog_error *err)
{
	nlog_error why = NLOG_ERROR_INIT;
	json_t *value = NULL;
	int rc = 0;

	if (nlog_json_read(&value, path, text, NLOG_JSON_ANY, &why))
		return nlog_error_at(err, NLOG_EDAMAGED, why.source, why.line, why.column,
				     "damaged ledger: %s", why.text);
	if (!json_is_array(value))
		rc = nlog_error_set(err, NLOG_EDAMAGED, "%s: a ledger is an array", path);
	for (size_t i = 0; !rc && i < json_array_size(value); i++)
		rc = read_entry(out, json_array_get(value, i), path, err);
	json_decref(value);
	return rc;
}

int nlog_ledger_read(nlog_ledger *out, const nlog_store *store, const char *commit,
		     const char *iso, nlog_error *err)
{
	nlog_str path = NLOG_STR_INIT, text = NLOG_STR_INIT;
	int rc = NLOG_ENOTFOUND;

	*out = (nlog_ledger)NLOG_LEDGER_INIT;
	nlog_ledger_add_path(&path, iso);
	if (*commit)
		rc = nlog_store_read_path(store, commit, nlog_str_text(&path), &text, err);
	if (rc == NLOG_ENOTFOUND)
		rc = 0;
	else if (!rc)
		rc = read_text(out, nlog_str_slice(&text), nlog_str_text(&path), err);
	if (rc)
		nlog_ledger_clear(out);
	nlog_str_clear(&path);
	nlog_str_clear(&text);
	return rc;
}

void nlog_ledger_write(nlog_str *out, const nlog_ledger *ledger,
		       char digest[NLOG_DIGEST_SIZE])
{
	json_t *array = json_array();

	for (size_t i = 0; i < ledger->count; i++)
		json_array_append_new(array,
				      json_pack("{s:o, s:s}", "on",
						nlog_json_from_date(ledger->items[i].on),
						"head", ledger->items[i].head));
	nlog_json_write(out, array, NLOG_JSON_STORED);
	if (digest)
		nlog_json_digest(digest, array);
	json_decref(array);
}

void nlog_ledger_clear(nlog_ledger *ledger)
{
	nlog_free(ledger->items);
	*ledger = (nlog_ledger)NLOG_LEDGER_INIT;
}
