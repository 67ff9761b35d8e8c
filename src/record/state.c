/* The notices of a run, each as it is at that point of the run. */
#include "record.h"

#include <noticelog/alloc.h>
#include <string.h>

/* Keys that differ in case alone name one notice. Keys are ASCII. */
static void add_lower(nlog_str *out, const char *key)
{
	for (; *key; key++)
		nlog_str_addc(out,
			      *key >= 'A' && *key <= 'Z' ? (char)(*key - 'A' + 'a') : *key);
}

nlog_record_state *nlog_record_known_state(const nlog_record_run *run, const char *key)
{
	nlog_str lower = NLOG_STR_INIT;
	const json_t *index;

	add_lower(&lower, key);
	index = json_object_get(run->keys, nlog_str_text(&lower));
	nlog_str_clear(&lower);
	return index ? run->states[json_integer_value(index)] : NULL;
}

nlog_record_state *nlog_record_add_state(nlog_record_run *run, const char *key)
{
	nlog_record_state *state = nlog_alloc(sizeof(*state));
	nlog_str lower = NLOG_STR_INIT;

	state->key = nlog_strdup(key);
	if (!run->keys)
		run->keys = json_object();
	add_lower(&lower, key);
	json_object_set_new(run->keys, nlog_str_text(&lower),
			    json_integer((json_int_t)run->count));
	nlog_str_clear(&lower);
	NLOG_GROW(run->states, run->count, run->capacity);
	run->states[run->count++] = state;
	return state;
}

/* The digest of a revision; a plain commit does not state one. */
static int digest_of(nlog_record_run *run, const nlog_revision *revision,
		     char digest[NLOG_DIGEST_SIZE], nlog_error *err)
{
	nlog_notice *notice = NULL;
	int rc = nlog_history_notice(run->history, revision, &notice, NULL, err);

	if (!rc)
		nlog_notice_digest(digest, notice);
	nlog_notice_free(notice);
	return rc;
}

/* Remember which files beside the notice its folder holds. */
static int note_file(const char *name, void *data)
{
	nlog_record_state *state = data;

	if (strcmp(name, "addendum.json") == 0) {
		state->has_addendum = true;
	} else if (nlog_slice_starts(nlog_slice_of(name), "source.")) {
		nlog_free(state->source);
		state->source = nlog_strdup(name);
	}
	return 0;
}

/* At the head, which may be another folder than that of the last revision: a restore's. */
static int note_files(const nlog_record_run *run, nlog_record_state *state, nlog_error *err)
{
	const nlog_store *store = nlog_history_store(run->history);
	const char *head = nlog_log_head(nlog_history_log(run->history));
	nlog_found_notice found;
	int rc = nlog_store_find_notice(store, head, state->recorded->key, &found, err);

	/* Plain git may have removed it. */
	if (rc)
		return rc == NLOG_ENOTFOUND ? 0 : rc;
	return nlog_store_list_tree(store, found.tree, note_file, state, err);
}

bool nlog_record_is_latest(const nlog_record_state *state, const nlog_notice *notice)
{
	return nlog_slice_equal(nlog_str_slice(&state->latest), nlog_notice_text(notice));
}

int nlog_record_latest(const nlog_record_state *state, nlog_notice **out, nlog_error *err)
{
	return nlog_notice_read(out, state->key, nlog_str_slice(&state->latest),
				NLOG_READ_HISTORY, NULL, err);
}

static int fill_state(nlog_record_run *run, nlog_record_state *state, nlog_error *err)
{
	const nlog_dossier *dossier = state->recorded;
	const nlog_revision *latest = nlog_dossier_latest(dossier);
	nlog_notice *notice = NULL;
	int rc = nlog_history_notice(run->history, latest, &notice, NULL, err);

	if (rc)
		return rc;
	state->latest = nlog_str_from(nlog_notice_text(notice));
	nlog_notice_free(notice);
	state->issued = latest->issued;
	state->in_force = latest->number;
	state->revisions = (unsigned)dossier->count;
	rc = nlog_record_state_review(run, state, err);
	if (!rc)
		rc = digest_of(run, &dossier->revisions[dossier->count - 1], state->digest,
			       err);
	return rc ? rc : note_files(run, state, err);
}

int nlog_record_find_state(nlog_record_run *run, const char *key, nlog_record_state **out,
			   nlog_error *err)
{
	const nlog_dossier *dossier;

	*out = nlog_record_known_state(run, key);
	dossier = *out ? NULL : nlog_history_find(run->history, nlog_slice_of(key));
	if (!dossier)
		return 0;
	*out = nlog_record_add_state(run, dossier->key);
	(*out)->recorded = dossier;
	return fill_state(run, *out, err);
}

void nlog_record_state_add(nlog_record_run *run, nlog_record_state *state,
			   const nlog_record_added *added)
{
	nlog_record_added *own = nlog_pool_alloc(&run->added, sizeof(*own));

	*own = *added;
	if (state->added)
		state->last_added->next = own;
	else
		state->added = own;
	state->last_added = own;
	state->added_count++;
}

static nlog_entry *make_entry(const nlog_record_state *state,
			      const nlog_record_added *added,
			      const nlog_found_notice *found)
{
	nlog_entry *entry = nlog_alloc(sizeof(*entry));
	nlog_str issued = NLOG_STR_INIT;

	nlog_date_add_iso(&issued, added->issued);
	*entry = (nlog_entry){
		.notice = state->key,
		.kind = added->kind,
		.revision = added->revision,
		.corrects = added->corrects,
		.recorded = added->recorded,
		.issued = nlog_str_detach(&issued),
		.tree = nlog_strdup(found->tree),
		.addendum = *found->addendum ? nlog_strdup(found->addendum) : NULL,
		.register_blob = "",
	};
	memcpy(entry->commit, added->commit, sizeof(entry->commit));
	memcpy(entry->blob, found->blob, sizeof(entry->blob));
	return entry;
}

/* Where its files are is asked for late: few revisions are corrected or come late. */
static int find_added(const nlog_record_run *run, nlog_record_state *state, nlog_error *err)
{
	const nlog_store *store = nlog_history_store(run->history);
	int rc = 0;

	for (nlog_record_added *at = state->added; at; at = at->next) {
		nlog_found_notice found;

		if (!at->entry) {
			rc = nlog_store_find_notice(store, at->commit, state->key, &found,
						    err);
			if (rc)
				break;
			at->entry = make_entry(state, at, &found);
			state->has_entries = true;
		}
		nlog_dossier_add(&state->dossier, at->entry);
	}
	return rc;
}

int nlog_record_dossier(const nlog_record_run *run, nlog_record_state *state,
			const nlog_dossier **out, nlog_error *err)
{
	size_t recorded = state->recorded ? state->recorded->count : 0;
	int rc;

	*out = state->recorded;
	if (!state->added_count)
		return 0;
	*out = &state->dossier;
	if (state->dossier.count == recorded + state->added_count)
		return 0;
	state->dossier.key = state->key;
	nlog_dossier_clear(&state->dossier);
	for (size_t i = 0; i < recorded; i++)
		nlog_dossier_add_copy(&state->dossier, &state->recorded->revisions[i]);
	rc = find_added(run, state, err);
	if (!rc)
		nlog_dossier_settle(&state->dossier);
	return rc;
}

int nlog_record_state_review(const nlog_record_run *run, nlog_record_state *state,
			     nlog_error *err)
{
	const nlog_dossier *dossier;
	nlog_notice *latest = NULL;
	int rc = nlog_record_dossier(run, state, &dossier, err);

	if (!rc)
		rc = nlog_record_latest(state, &latest, err);
	if (rc)
		return rc;
	rc = nlog_history_stands_withdrawn(run->history, dossier,
					   nlog_dossier_latest(dossier), latest,
					   &state->is_withdrawn, err);
	state->had_timing = json_is_array(nlog_notice_get(latest, NLOG_FIELD_TIMING));
	nlog_notice_free(latest);
	if (!rc && !state->had_timing)
		rc = nlog_history_had_timing(run->history, dossier, NULL,
					     &state->had_timing, err);
	return rc;
}

static void free_entry(nlog_entry *entry)
{
	if (!entry)
		return;
	nlog_free((char *)entry->issued);
	nlog_free((char *)entry->tree);
	nlog_free((char *)entry->addendum);
	nlog_free(entry);
}

static void free_state(nlog_record_state *state)
{
	for (nlog_record_added *at = state->added; state->has_entries && at; at = at->next)
		free_entry(at->entry);
	nlog_dossier_clear(&state->dossier);
	nlog_free(state->key);
	nlog_free(state->source);
	nlog_str_clear(&state->latest);
	nlog_free(state);
}

void nlog_record_run_clear(nlog_record_run *run)
{
	for (size_t i = 0; i < run->count; i++)
		free_state(run->states[i]);
	nlog_free(run->states);
	nlog_pool_clear(&run->added);
	json_decref(run->keys);
	nlog_record_known_free(run->known);
	nlog_register_free(run->new_reg);
}
