/* Rows of the index, and the sheaves in them: what was put in comes out, and nothing else. */
#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../src/index/row.h"
#include "../../src/index/sheaf.h"

#define LITERAL(text)                                                                      \
	{                                                                                  \
		text, sizeof(text) - 1                                                     \
	}

#define ROW_SIZE ((size_t)16 << 10)

static char folder[] = "/tmp/noticelog-sheaf-XXXXXX", path[64];
static index_shelf *shelf;

static void begin(void)
{
	nlog_alloc_setup();
	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/index", folder);
	cr_assert_eq(shelf_open(&shelf, path, NULL), 0);
	cr_assert_eq(shelf_begin_writing(shelf, NULL), 0);
}

static void end(void)
{
	shelf_cancel(shelf);
	shelf_close(shelf);
	unlink(path);
	rmdir(folder);
}

TestSuite(index_sheaf, .init = begin, .fini = end);

/* The same numbers in every run. */
static unsigned draw(unsigned *seed, unsigned count)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % count;
}

/* ---- rows */

static void assert_comes_back(row_coder *coder, nlog_slice key, nlog_slice bytes,
			      size_t plain)
{
	nlog_slice closed = row_close(coder, key, bytes, plain), back;
	char *copy = nlog_strndup(closed.data, closed.len);

	cr_assert(closed.len <= bytes.len + 5);
	cr_assert(row_open(coder, key, closed, &back));
	cr_assert(nlog_slice_equal(back, bytes));
	cr_assert_not(row_open(coder, NLOG_SLICE("other"), closed, &back));
	for (size_t i = 0; i < closed.len; i += closed.len / 40 + 1) {
		copy[i] ^= 4;
		cr_assert_not(row_open(coder, key, (nlog_slice){copy, closed.len}, &back));
		copy[i] ^= 4;
		cr_assert_not(row_open(coder, key, (nlog_slice){copy, i}, &back));
	}
	nlog_free(copy);
}

Test(index_sheaf, opens_rows_that_it_closed_alone)
{
	row_coder coder = {.deflater = NULL};
	nlog_str text = NLOG_STR_INIT, noise = NLOG_STR_INIT;
	unsigned seed = 1;

	while (text.len < 5000)
		nlog_str_add(&text, "timing.rescheduled ");
	while (noise.len < 5000)
		nlog_str_addc(&noise, (char)(unsigned char)draw(&seed, 256));
	for (size_t len = 0; len <= 5000; len = len * 2 + 1) {
		assert_comes_back(&coder, NLOG_SLICE("k"), (nlog_slice){text.data, len}, 0);
		assert_comes_back(&coder, NLOG_SLICE("k"), (nlog_slice){noise.data, len},
				  0);
	}
	cr_assert(row_close(&coder, NLOG_SLICE("k"), nlog_str_slice(&text), 0).len < 200);
	for (size_t plain = 0; plain <= text.len; plain += 500)
		assert_comes_back(&coder, NLOG_SLICE("k"), nlog_str_slice(&text), plain);
	row_coder_clear(&coder);
	nlog_str_clear(&text);
	nlog_str_clear(&noise);
}

/* ---- sheaves */

#define NAMES 3000

/* What each item was last written with; 0: never. Long ones fill several rows. */
static unsigned written[NAMES];

static void fill(nlog_str *name, nlog_str *bytes, unsigned item, unsigned version)
{
	nlog_str_truncate(name, 0);
	nlog_str_truncate(bytes, 0);
	nlog_str_addf(name, "%c%05u", item % 7 ? 'A' : 'B', item);
	nlog_str_addf(bytes, "%u of %u ", version, item);
	nlog_str_add_repeat(bytes, (char)('a' + item % 26),
			    item % 500 == 0 ? 90000 : item % 90);
}

/* Some have none, some have many. */
static nlog_slice ids_of(unsigned item, unsigned version)
{
	static const char ids[] = "0123456789abcdefghijklmnopqrstuvwxyz";

	return (nlog_slice){ids + version, item % 3 * (item % 9)};
}

static void assert_has(sheaf_reader *reader, unsigned item)
{
	nlog_str name = NLOG_STR_INIT, bytes = NLOG_STR_INIT;
	sheaf_item found;
	int rc;

	fill(&name, &bytes, item, written[item]);
	rc = sheaf_get(reader, nlog_str_slice(&name), &found, NULL);
	cr_assert_eq(rc, written[item] ? 0 : NLOG_ENOTFOUND, "item %u", item);
	cr_assert(rc || nlog_slice_equal(found.bytes, nlog_str_slice(&bytes)), "item %u",
		  item);
	cr_assert(rc || nlog_slice_equal(found.ids, ids_of(item, written[item])), "item %u",
		  item);
	nlog_str_clear(&name);
	nlog_str_clear(&bytes);
}

static int by_name(const void *a, const void *b)
{
	const sheaf_item *p = a, *q = b;

	return sheaf_compare(p->name, q->name);
}

/* Some of the items, sorted, each once. */
static void write_some(unsigned *seed, unsigned share, unsigned version)
{
	static sheaf_item items[NAMES];
	static nlog_str names[NAMES], contents[NAMES];
	size_t count = 0;

	for (unsigned i = 0; i < NAMES; i++) {
		if (draw(seed, 1000) >= share)
			continue;
		written[i] = version;
		fill(&names[count], &contents[count], i, version);
		items[count] =
			(sheaf_item){nlog_str_slice(&names[count]),
				     nlog_str_slice(&contents[count]), ids_of(i, version)};
		count++;
	}
	qsort(items, count, sizeof(*items), by_name);
	cr_assert_eq(sheaf_merge(shelf, 'd', ROW_SIZE, items, count, false, NULL), 0);
	for (unsigned i = 0; i < NAMES; i++) {
		nlog_str_clear(&names[i]);
		nlog_str_clear(&contents[i]);
	}
}

Test(index_sheaf, has_what_was_merged_last)
{
	static const unsigned shares[] = {0, 2, 300, 1, 900, 5, 0, 1000, 1, 1};
	unsigned seed = 7;

	for (unsigned i = 0; i < sizeof(shares) / sizeof(*shares); i++) {
		sheaf_reader reader = {.shelf = shelf, .kind = 'd'};
		size_t count = 0, expected = 0;

		write_some(&seed, shares[i], i + 1);
		for (unsigned item = 0; item < NAMES; item++) {
			assert_has(&reader, item);
			assert_has(&reader, draw(&seed, NAMES));
			expected += written[item] != 0;
		}
		cr_assert_eq(sheaf_count(shelf, 'd', &count, NULL), 0);
		cr_assert_eq(count, expected);
		sheaf_reader_clear(&reader);
	}
}

Test(index_sheaf, keeps_kinds_apart)
{
	const sheaf_item item = {NLOG_SLICE("name"), NLOG_SLICE("bytes"),
				 NLOG_SLICE("ids")};
	sheaf_reader reader = {.shelf = shelf, .kind = 'c'};
	sheaf_reader other = {.shelf = shelf, .kind = 'e'};
	sheaf_item found;
	size_t count;

	cr_assert_eq(sheaf_merge(shelf, 'd', ROW_SIZE, &item, 1, false, NULL), 0);
	cr_assert_eq(sheaf_get(&reader, item.name, &found, NULL), NLOG_ENOTFOUND);
	cr_assert_eq(sheaf_get(&other, item.name, &found, NULL), NLOG_ENOTFOUND);
	cr_assert_eq(sheaf_count(shelf, 'e', &count, NULL), 0);
	cr_assert_eq(count, 0);
	sheaf_reader_clear(&reader);
	sheaf_reader_clear(&other);
}

Test(index_sheaf, gives_up_damage_where_it_may)
{
	const sheaf_item item = {NLOG_SLICE("name"), NLOG_SLICE("bytes"),
				 NLOG_SLICE("ids")};
	const sheaf_item next = {NLOG_SLICE("other"), NLOG_SLICE("bytes"), NLOG_SLICE("")};
	static const nlog_slice rows[] = {
		LITERAL("\xff"),                /* no number */
		LITERAL("\x02\x00"),            /* more ids than bytes */
		LITERAL("\x00\x09name"),        /* an item that is longer than its row */
		LITERAL("\x00\x01n\x01b\x01"),  /* one whose ids are */
		LITERAL("\x01\x01n\x01b\x00i"), /* ids of none */
	};
	sheaf_reader reader = {.shelf = shelf, .kind = 'd'};
	sheaf_item found;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cr_assert_eq(shelf_put(shelf, NLOG_SLICE("d"), rows[i], NULL), 0);
		cr_assert_eq(sheaf_get(&reader, item.name, &found, NULL), NLOG_EDAMAGED);
		sheaf_reader_clear(&reader);
		cr_assert_eq(sheaf_merge(shelf, 'd', ROW_SIZE, &item, 1, false, NULL),
			     NLOG_EDAMAGED);
	}
	cr_assert_eq(sheaf_merge(shelf, 'd', ROW_SIZE, &next, 1, true, NULL), 0);
	cr_assert_eq(sheaf_get(&reader, next.name, &found, NULL), 0);
	cr_assert(nlog_slice_equal(found.bytes, next.bytes));
	sheaf_reader_clear(&reader);
}

/* Any bytes as a row: what was there is given up, and nobody reads beyond them. */
Test(index_sheaf, bears_any_bytes)
{
	const sheaf_item item = {NLOG_SLICE("name"), NLOG_SLICE("bytes"),
				 NLOG_SLICE("ids")};
	unsigned seed = 3;

	for (int round = 0; round < 2000; round++) {
		sheaf_reader reader = {.shelf = shelf, .kind = 'd'};
		size_t len = 1 + draw(&seed, 24), count;
		char *bytes = nlog_alloc(len);
		sheaf_item found;
		int rc;

		for (size_t i = 0; i < len; i++)
			bytes[i] = (char)(unsigned char)draw(&seed, i ? 6 : 3);
		cr_assert_eq(
			shelf_put(shelf, NLOG_SLICE("d"), (nlog_slice){bytes, len}, NULL),
			0);
		nlog_free(bytes);
		rc = sheaf_get(&reader, NLOG_SLICE("\x01"), &found, NULL);
		cr_assert(rc == 0 || rc == NLOG_ENOTFOUND || rc == NLOG_EDAMAGED);
		cr_assert_eq(sheaf_count(shelf, 'd', &count, NULL), 0);
		cr_assert_leq(count, len / 3);
		cr_assert_eq(sheaf_merge(shelf, 'd', ROW_SIZE, &item, 1, true, NULL), 0);
		sheaf_reader_clear(&reader);
		cr_assert_eq(sheaf_get(&reader, item.name, &found, NULL), 0);
		cr_assert(nlog_slice_equal(found.ids, item.ids));
		sheaf_reader_clear(&reader);
	}
}
