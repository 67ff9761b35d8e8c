/* Any bytes as a row of the index: refused, or unpacked to what is packed and unpacked as it was. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>

#include "../../src/index/entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* Words that rows name by their numbers, in the order in which a register's first entries have them. */
static void add_words(index_state *state)
{
	static const char *const words[] = {
		"Aiko Tanaka",    "tanaka@example.org",
		"register",       "0c1032172829ecae2c1113cb402d783f3daf797c",
		"Kenji Sato",     "sato@example.org",
		"issue",          "1",
		"notice.issued",  "amendment",
		"correction",     "backfill",
		"withdrawal",     "restore",
		"ledger",         "timing.rescheduled",
		"seats.increased"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		must(index_state_word(state, words[i]) == (int)i);
}

/* The entries of a row that are of our form. */
typedef struct {
	index_entries reader;
	nlog_entry entries[INDEX_BLOCK];
	size_t count;
} reading;

static void begin(reading *r, const index_state *state)
{
	index_entries_begin(&r->reader, state);
	r->count = 0;
}

static void end(reading *r)
{
	nlog_log *log = nlog_log_new("");

	index_entries_end(&r->reader, log);
	nlog_log_free(log);
}

/* What is read as context alone is the same as of the whole entry. */
static void check_context(reading *r, size_t at, const nlog_entry *entry)
{
	nlog_entry context;

	must(index_entries_get(&r->reader, at, true, &context));
	must(strcmp(context.commit, entry->commit) == 0);
	must(context.kind == entry->kind && context.entry == entry->entry);
	must(context.recorded.seconds == entry->recorded.seconds);
	must(strcmp(context.register_blob, entry->register_blob) == 0);
	must(!context.chain == !entry->chain);
	must(!context.chain || strcmp(context.chain, entry->chain) == 0);
}

/* From the last one on: none needs the others. @return true if the row has no others */
static bool read_all(reading *r, nlog_slice bytes, bool is_context)
{
	size_t count;

	if (!index_entries_open(&r->reader, bytes))
		return false;
	count = r->reader.count;
	for (size_t at = count; at-- > 0;) {
		nlog_entry *out = &r->entries[INDEX_BLOCK - r->count - 1];

		if (!index_entries_get(&r->reader, at, is_context, out))
			continue;
		if (!is_context)
			check_context(r, at, out);
		r->count++;
	}
	return r->count == count;
}

static void pack_all(nlog_str *out, const reading *r, index_state *state)
{
	index_block block = {.count = 0};

	for (size_t i = INDEX_BLOCK - r->count; i < INDEX_BLOCK; i++)
		index_entry_pack(&block, &r->entries[i], state);
	(void)index_block_close(out, &block);
	index_block_clear(&block);
}

static void check_entries(nlog_slice bytes, bool is_context)
{
	index_state state = {.program = NULL}, second_state = {.program = NULL};
	nlog_str packed = NLOG_STR_INIT, repacked = NLOG_STR_INIT;
	reading first, second;

	add_words(&state);
	begin(&first, &state);
	(void)read_all(&first, bytes, is_context);
	pack_all(&packed, &first, &second_state);
	begin(&second, &second_state);
	must(read_all(&second, nlog_str_slice(&packed), is_context) == (first.count > 0));
	must(second.count == first.count);
	pack_all(&repacked, &second, &second_state);
	must(nlog_slice_equal(nlog_str_slice(&packed), nlog_str_slice(&repacked)));
	end(&first);
	end(&second);
	index_state_clear(&state);
	index_state_clear(&second_state);
	nlog_str_clear(&packed);
	nlog_str_clear(&repacked);
}

/* What is kept of a step. */
typedef struct {
	nlog_str shown, rest, ids;
} kept_step;

static void clear(kept_step *p)
{
	nlog_str_clear(&p->shown);
	nlog_str_clear(&p->rest);
	nlog_str_clear(&p->ids);
}

static bool unpack(nlog_derived *out, nlog_slice shown, nlog_slice rest, nlog_slice ids)
{
	nlog_shown form = NLOG_SHOWN_INIT;
	bool is_fine = index_derived_unpack(out, &form, shown, rest, ids);

	nlog_shown_clear(&form);
	return is_fine;
}

static bool is_same(const nlog_str *a, const nlog_str *b)
{
	return nlog_slice_equal(nlog_str_slice(a), nlog_str_slice(b));
}

/* What is shown and the ids, each behind its length, and then the rest. */
static void check_derived(nlog_slice bytes)
{
	kept_step first = {NLOG_STR_INIT, NLOG_STR_INIT, NLOG_STR_INIT}, second = first;
	unpacker from = unpack_begin(bytes);
	nlog_slice shown = unpack_bytes(&from), ids = unpack_bytes(&from);
	nlog_slice rest = {(const char *)from.at, (size_t)(from.end - from.at)};
	nlog_derived derived, again;

	if (!unpack(&derived, shown, rest, ids))
		return;
	index_derived_pack(&first.shown, &first.rest, &first.ids, &derived);
	must(unpack(&again, nlog_str_slice(&first.shown), nlog_str_slice(&first.rest),
		    nlog_str_slice(&first.ids)));
	index_derived_pack(&second.shown, &second.rest, &second.ids, &again);
	must(is_same(&first.shown, &second.shown));
	must(is_same(&first.rest, &second.rest));
	must(is_same(&first.ids, &second.ids));
	nlog_derived_clear(&derived);
	nlog_derived_clear(&again);
	clear(&first);
	clear(&second);
}

/* What a page shows is read into what was filled before. */
static void check_shown(nlog_slice bytes)
{
	nlog_str packed = NLOG_STR_INIT, repacked = NLOG_STR_INIT;
	nlog_shown shown = NLOG_SHOWN_INIT;
	nlog_slice texts;

	if (index_shown_unpack(&shown, bytes, &texts)) {
		index_shown_pack(&packed, &shown);
		must(index_shown_unpack(&shown, nlog_str_slice(&packed), &texts));
		index_shown_pack(&repacked, &shown);
		must(is_same(&packed, &repacked));
	}
	nlog_shown_clear(&shown);
	nlog_str_clear(&packed);
	nlog_str_clear(&repacked);
}

/* The first byte says what row it is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	nlog_slice bytes;

	if (!size)
		return 0;
	nlog_alloc_setup();
	bytes = (nlog_slice){(const char *)data + 1, size - 1};
	switch (data[0] % 4) {
	case 2:
		check_derived(bytes);
		break;
	case 3:
		check_shown(bytes);
		break;
	default:
		check_entries(bytes, data[0] % 4 == 1);
	}
	return 0;
}
