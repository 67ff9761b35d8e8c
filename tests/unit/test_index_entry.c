/* Rows of the index: entries come back one by one, and nothing else is taken. */
#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <stdio.h>
#include <string.h>

#include "../../src/index/entry.h"
#include "entry_fixture.h"

#define KEY "25-IN-09-GE-LOM"
#define ID(digit) digit digit digit digit digit digit digit digit
#define DIGEST ID("00ffa1d2")

/* ---- columns */

static uint64_t greatest(size_t width)
{
	return width ? UINT64_MAX >> (64 - 8 * width) : 0;
}

Test(index_columns, give_back_numbers_of_any_width)
{
	for (size_t width = 0; width <= 8; width++)
		for (size_t odd = 0; odd <= COLUMN_MAX; odd++) {
			uint64_t numbers[COLUMN_MAX] = {0};
			nlog_str bytes = NLOG_STR_INIT;
			unpacker from;
			column back;

			if (odd < COLUMN_MAX)
				numbers[odd] = greatest(width);
			column_pack(&bytes, numbers, COLUMN_MAX);
			from = unpack_begin(nlog_str_slice(&bytes));
			back = column_unpack(&from, COLUMN_MAX);
			cr_assert(unpack_is_whole(&from));
			for (size_t i = 0; i < COLUMN_MAX; i++)
				cr_assert_eq(column_get(&back, i), numbers[i]);
			nlog_str_clear(&bytes);
		}
}

Test(index_columns, are_short_where_all_numbers_are_the_same)
{
	uint64_t numbers[COLUMN_MAX];
	nlog_str bytes = NLOG_STR_INIT;

	for (size_t i = 0; i < COLUMN_MAX; i++)
		numbers[i] = 0x1234;
	column_pack(&bytes, numbers, COLUMN_MAX);
	cr_assert_eq(bytes.len, 3);
	nlog_str_clear(&bytes);
}

Test(index_columns, refuse_what_is_too_short)
{
	static const char *const bad[] = {"", "\x12", "\x11\1\2\3", "\x02\1", "\x80"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		unpacker from = unpack_begin(nlog_slice_of(bad[i]));
		column none = column_unpack(&from, 2);

		cr_assert(from.has_failed, "%zu", i);
		cr_assert_eq(column_get(&none, 1), 0);
	}
}

/* Sizes against which the bytes behind them are held. */
static bool takes_bytes(uint64_t first, uint64_t second, nlog_slice data)
{
	uint64_t sizes[] = {first, second};
	nlog_str text = NLOG_STR_INIT;
	column_bytes bytes;
	unpacker from;
	bool takes;

	column_pack(&text, sizes, 2);
	nlog_str_add_slice(&text, data);
	from = unpack_begin(nlog_str_slice(&text));
	bytes.sizes = column_unpack(&from, 2);
	column_unpack_data(&bytes, &from, 2);
	takes = unpack_is_whole(&from);
	for (size_t i = 0; takes && i < 2; i++) {
		nlog_slice out;

		cr_assert_eq(column_get_bytes(&bytes, i, &out), sizes[i] != 0);
		cr_assert_eq(out.len, sizes[i] ? sizes[i] - 1 : 0);
	}
	nlog_str_clear(&text);
	return takes;
}

Test(index_columns, give_no_bytes_that_are_not_there)
{
	cr_assert(takes_bytes(3, 4, NLOG_SLICE("abcde")));
	cr_assert(takes_bytes(0, 6, NLOG_SLICE("abcde")));
	cr_assert(takes_bytes(1, 0, NLOG_SLICE("")));
	cr_assert_not(takes_bytes(3, 5, NLOG_SLICE("abcde")));
	cr_assert_not(takes_bytes(3, 3, NLOG_SLICE("abcde")));
	cr_assert_not(takes_bytes(7, 1, NLOG_SLICE("abcde")));
	cr_assert_not(takes_bytes(UINT64_MAX, 4, NLOG_SLICE("abcde")));
	cr_assert_not(takes_bytes(UINT64_MAX, UINT64_MAX, NLOG_SLICE("abcde")));
}

/* ---- rows */

static index_state state;
static index_block block;
static nlog_str row;

static void begin(void)
{
	nlog_alloc_setup();
	state = (index_state){.program = NULL};
	block = (index_block){.count = 0};
	row = (nlog_str)NLOG_STR_INIT;
}

static void end(void)
{
	index_state_clear(&state);
	index_block_clear(&block);
	nlog_str_clear(&row);
}

TestSuite(index_entry, .init = begin, .fini = end);

/* One of each sort that there is. */
static const nlog_entry samples[] = {
	{
		.commit = ID("0123a"),
		.author_name = "Aiko \xe7\x94\xb0\xe4\xb8\xad",
		.author_email = "tanaka@example.org",
		.authored = {INT64_C(1746145800), -570},
		.recorded = {INT64_C(1746145900), 540},
		.subject = KEY " r7: something",
		.notice = KEY,
		.revision = 7,
		.stated = 8,
		.kind = "correction",
		.issued = "2025-05-02",
		.corrects = 6,
		.source = "\\x{ff}.txt",
		.rules = "1",
		.amendments = "timing.rescheduled seats.increased",
		.entry = 12,
		.chain = DIGEST,
		.blob = ID("4567b"),
		.is_alone = true,
		.register_blob = ID("89abc"),
		.tree = "",
	},
	{
		.commit = ID("0123b"),
		.author_name = "",
		.author_email = "",
		.authored = {NLOG_INSTANT_MAX, INT16_MAX},
		.recorded = {NLOG_INSTANT_MAX, INT16_MIN},
		.subject = "",
		.kind = "plain",
		.is_plain = true,
		.register_blob = "",
		.tree = "",
	},
	{
		.commit = ID("ffff0"),
		.author_name = "A",
		.author_email = "a@example.org",
		.subject = KEY " r2: begins as one of another revision does",
		.notice = KEY,
		.stated = 4294967295u,
		.kind = "restore",
		.issued = "yesterday",
		.corrects = 4294967295u,
		.source = "",
		.rules = "",
		.amendments = " timing.rescheduled  odd ",
		.entry = 4294967295u,
		.chain = "no digest",
		.addendum = "",
		.register_blob = ID("89abc"),
		.tree = "",
	},
	{
		.commit = ID("00000"),
		.author_name = "A",
		.author_email = "a@example.org",
		.authored = {NLOG_INSTANT_MAX, 0},
		.subject = "Any \x01 bytes \x7f \xc3\xa1 that are a text",
		.notice = "a",
		.revision = 4294967295u,
		.kind = "issue",
		.issued = "0000-01-01",
		.source = "letter.pdf",
		.amendments = "",
		.chain = ID("00000"),
		.blob = ID("00000"),
		.tree = ID("0000f"),
		.addendum = ID("fedcb"),
		.register_blob = "",
	},
	{
		.commit = ID("0123c"),
		.author_name = "Aiko \xe7\x94\xb0\xe4\xb8\xad",
		.author_email = "tanaka@example.org",
		.recorded = {INT64_C(1746145900), 540},
		.subject = KEY " r4294967295: put back",
		.notice = KEY,
		.stated = 4294967295u,
		.kind = "restore",
		.issued = "9999-12-31",
		.addendum = DIGEST,
		.register_blob = ID("89abc"),
		.tree = "",
	},
};

#define SAMPLES (sizeof(samples) / sizeof(*samples))

static void pack_samples(size_t count)
{
	size_t plain;

	for (size_t i = 0; i < count; i++)
		index_entry_pack(&block, &samples[i % SAMPLES], &state);
	plain = index_block_close(&row, &block);
	cr_assert(plain >= count * NLOG_OID_LEN / 2);
	cr_assert(plain < row.len);
}

/* Of an entry what only places others in time. */
static nlog_entry context_of(const nlog_entry *entry)
{
	nlog_entry context = {
		.author_name = "",
		.author_email = "",
		.subject = "",
		.recorded = entry->recorded,
		.kind = entry->kind,
		.entry = entry->entry,
		.chain = entry->chain,
		.tree = "",
		.register_blob = entry->register_blob,
	};

	memcpy(context.commit, entry->commit, sizeof(context.commit));
	return context;
}

static void assert_sample(index_entries *entries, size_t at, bool is_context)
{
	nlog_entry sample = samples[at % SAMPLES], entry;

	if (is_context)
		sample = context_of(&sample);
	cr_assert(index_entries_get(entries, at, is_context, &entry), "%zu", at);
	entry_fixture_assert_same(&entry, &sample);
	cr_assert_eq(entry.kind, nlog_kind_named(nlog_slice_of(sample.kind)));
}

/* From the first to the last, the other way round, and one alone. */
static void assert_samples(size_t count)
{
	nlog_log *log = nlog_log_new("");
	index_entries entries;

	index_entries_begin(&entries, &state);
	cr_assert(index_entries_open(&entries, nlog_str_slice(&row)));
	cr_assert_eq(entries.count, count);
	for (size_t i = 0; i < count; i++)
		assert_sample(&entries, i, false);
	for (size_t i = count; i-- > 0;)
		assert_sample(&entries, i, i % 3 == 0);
	cr_assert(index_entries_get_all(&entries, nlog_str_slice(&row), log));
	index_entries_end(&entries, log);
	cr_assert_eq(nlog_log_count(log), count);
	for (size_t i = 0; i < count; i++)
		entry_fixture_assert_same(nlog_log_get(log, i), &samples[i % SAMPLES]);
	nlog_log_free(log);
}

Test(index_entry, gives_back_one_some_and_all_of_a_row)
{
	static const size_t counts[] = {1, 2, SAMPLES, 63, 64};

	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		pack_samples(counts[i]);
		assert_samples(counts[i]);
		index_block_clear(&block);
		nlog_str_clear(&row);
	}
	for (size_t i = 0; i < SAMPLES; i++) {
		nlog_entry entry;
		index_entries entries;

		index_entry_pack(&block, &samples[i], &state);
		(void)index_block_close(&row, &block);
		index_entries_begin(&entries, &state);
		cr_assert(index_entries_open(&entries, nlog_str_slice(&row)));
		cr_assert(index_entries_get(&entries, 0, false, &entry));
		entry_fixture_assert_same(&entry, &samples[i]);
		nlog_pool_clear(&entries.texts);
		nlog_str_clear(&entries.amendments);
		index_block_clear(&block);
		nlog_str_clear(&row);
	}
}

Test(index_entry, writes_words_for_which_there_is_no_room)
{
	char word[16];

	for (int i = 0; i < INDEX_WORDS_MAX; i++) {
		snprintf(word, sizeof(word), "word %d", i);
		cr_assert_eq(index_state_word(&state, word), i);
	}
	pack_samples(SAMPLES);
	assert_samples(SAMPLES);
}

/* Opens, and gives what it has. @return whether all of it is of our form */
static bool reads_all(nlog_slice bytes)
{
	nlog_log *log = nlog_log_new("");
	index_entries entries;
	bool reads;

	index_entries_begin(&entries, &state);
	reads = index_entries_get_all(&entries, bytes, log);
	index_entries_end(&entries, log);
	nlog_log_free(log);
	return reads;
}

Test(index_entry, takes_no_row_that_is_cut_or_longer)
{
	pack_samples(7);
	cr_assert(reads_all(nlog_str_slice(&row)));
	for (size_t len = 0; len < row.len; len++)
		cr_assert_not(reads_all((nlog_slice){row.data, len}), "%zu", len);
	nlog_str_addc(&row, '\0');
	cr_assert_not(reads_all(nlog_str_slice(&row)));
}

Test(index_entry, survives_any_byte_that_is_another)
{
	pack_samples(7);
	for (size_t at = 0; at < row.len; at++)
		for (unsigned bit = 0; bit < 8; bit++) {
			row.data[at] ^= (char)(unsigned char)(1u << bit);
			(void)reads_all(nlog_str_slice(&row));
			row.data[at] ^= (char)(unsigned char)(1u << bit);
		}
	assert_samples(7);
}

/* A sample with something that does not go together with the rest of it. */
static bool takes(void (*change)(nlog_entry *entry))
{
	nlog_entry entry = samples[0];
	bool takes;

	change(&entry);
	index_entry_pack(&block, &entry, &state);
	(void)index_block_close(&row, &block);
	takes = reads_all(nlog_str_slice(&row));
	index_block_clear(&block);
	nlog_str_clear(&row);
	return takes;
}

static void change_nothing(nlog_entry *entry)
{
	entry->corrects = 0;
}

static void have_no_commit(nlog_entry *entry)
{
	entry->commit[0] = '\0';
}

static void have_another_commit(nlog_entry *entry)
{
	entry->commit[0] = 'g';
}

static void have_no_kind(nlog_entry *entry)
{
	entry->kind = "kind";
}

static void have_another_register(nlog_entry *entry)
{
	entry->register_blob = "89abc89abc";
}

static void have_no_notice(nlog_entry *entry)
{
	entry->notice = NULL;
}

static void have_no_key(nlog_entry *entry)
{
	entry->notice = "../" KEY;
}

static void have_no_blob(nlog_entry *entry)
{
	entry->blob[0] = '\0';
	entry->is_alone = false;
}

static void have_nothing_alone(nlog_entry *entry)
{
	entry->blob[0] = '\0';
	entry->revision = 0;
}

static void have_no_author(nlog_entry *entry)
{
	entry->author_name = NULL;
}

static void have_no_utf8(nlog_entry *entry)
{
	entry->source = "\xff";
}

static void be_later_than_ever(nlog_entry *entry)
{
	entry->authored.seconds = NLOG_INSTANT_MAX + 1;
}

static void be_before_all(nlog_entry *entry)
{
	entry->authored.seconds = -1;
}

static void be_far_east(nlog_entry *entry)
{
	entry->authored.offset_minutes = INT16_MAX + 1;
}

Test(index_entry, takes_no_entry_whose_members_do_not_go_together)
{
	static void (*const bad[])(nlog_entry *) = {
		have_no_commit,        have_another_commit, have_no_kind,
		have_another_register, have_no_notice,      have_no_key,
		have_no_blob,          have_nothing_alone,  have_no_author,
		have_no_utf8,          be_later_than_ever,  be_before_all,
		be_far_east,
	};

	cr_assert(takes(change_nothing));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		cr_assert_not(takes(bad[i]), "%zu", i);
}
