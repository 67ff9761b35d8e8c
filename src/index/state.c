/* What an index is about: the row that is read first and written last. */
#include "index.h"

#include <noticelog/alloc.h>
#include <string.h>

static const char state_key[] = {INDEX_STATE};

static nlog_slice row_key(void)
{
	return (nlog_slice){state_key, sizeof(state_key)};
}

int index_state_write(index_shelf *shelf, const index_state *state, nlog_error *err)
{
	nlog_str out = NLOG_STR_INIT;
	int32_t before = 0;
	int rc;

	pack_text(&out, state->program);
	pack_text(&out, state->location);
	pack_oid(&out, state->first);
	pack_oid(&out, state->head);
	pack_number(&out, state->entries);
	pack_number(&out, state->chained);
	pack_number(&out, state->is_odd);
	pack_instant(&out, state->last);
	pack_instant(&out, state->newest);
	pack_number(&out, state->word_count);
	for (size_t i = 0; i < state->word_count; i++)
		pack_text(&out, state->words[i]);
	pack_number(&out, state->month_count);
	for (size_t i = 0; i < state->month_count; i++) {
		pack_signed(&out, (int64_t)state->months[i] - before);
		before = state->months[i];
	}
	rc = shelf_put(shelf, row_key(), nlog_str_slice(&out), err);
	nlog_str_clear(&out);
	return rc;
}

static void unpack_months(unpacker *from, index_state *out)
{
	size_t count = (size_t)unpack_number(from, INDEX_MONTHS_MAX);
	int64_t month = 0;

	for (size_t i = 0; i < count && !from->has_failed; i++) {
		int64_t step = unpack_signed(from);

		if ((i && step <= 0) || step > INDEX_MONTHS_MAX ||
		    step < -INDEX_MONTHS_MAX || month + step > INDEX_MONTHS_MAX) {
			from->has_failed = true;
			return;
		}
		month += step;
		NLOG_GROW(out->months, out->month_count, out->month_capacity);
		out->months[out->month_count++] = (int32_t)month;
	}
}

int index_state_read(index_shelf *shelf, index_state *out, nlog_error *err)
{
	index_state state = {.program = NULL};
	nlog_slice bytes;
	unpacker from;
	size_t words;
	int rc = shelf_get(shelf, row_key(), &bytes, err);

	if (rc)
		return rc;
	from = unpack_begin(bytes);
	state.program = nlog_strdup(unpack_some_text(&from));
	state.location = nlog_strdup(unpack_some_text(&from));
	unpack_oid(&from, state.first);
	unpack_oid(&from, state.head);
	state.entries = (size_t)unpack_number(&from, UINT32_MAX);
	state.chained = (size_t)unpack_number(&from, state.entries);
	state.is_odd = unpack_number(&from, 1) != 0;
	state.last = unpack_instant(&from);
	state.newest = unpack_instant(&from);
	words = (size_t)unpack_number(&from, INDEX_WORDS_MAX);
	while (state.word_count < words && !from.has_failed)
		state.words[state.word_count++] = nlog_strdup(unpack_some_text(&from));
	unpack_months(&from, &state);
	if (!unpack_is_whole(&from) || !state.entries) {
		index_state_clear(&state);
		return nlog_error_set(err, NLOG_EDAMAGED, "the index is not of our form");
	}
	*out = state;
	return 0;
}

void index_state_clear(index_state *state)
{
	nlog_free(state->program);
	nlog_free(state->location);
	for (size_t i = 0; i < state->word_count; i++)
		nlog_free(state->words[i]);
	nlog_free(state->months);
	*state = (index_state){.program = NULL};
}

int index_state_word(index_state *state, const char *text)
{
	for (size_t i = 0; i < state->word_count; i++)
		if (strcmp(state->words[i], text) == 0)
			return (int)i;
	if (state->word_count == INDEX_WORDS_MAX)
		return -1;
	state->words[state->word_count] = nlog_strdup(text);
	return (int)state->word_count++;
}

void index_state_add_month(index_state *state, int32_t month)
{
	size_t at = state->month_count;

	while (at && state->months[at - 1] > month)
		at--;
	if (at && state->months[at - 1] == month)
		return;
	NLOG_GROW(state->months, state->month_count, state->month_capacity);
	memmove(state->months + at + 1, state->months + at,
		(state->month_count - at) * sizeof(*state->months));
	state->months[at] = month;
	state->month_count++;
}
