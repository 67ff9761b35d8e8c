/* Entries of the log, read from the columns of a row. */
#include <noticelog/alloc.h>
#include <noticelog/notice.h>
#include <noticelog/text.h>
#include <string.h>

#include "entry.h"
#include "entry_forms.h"

/* ---- rows */

static index_word word_of(const char *text)
{
	nlog_slice slice = nlog_slice_of(text);

	return (index_word){
		.text = slice,
		.kind = nlog_kind_named(slice),
		.is_oid = !slice.len || (slice.len == NLOG_OID_LEN &&
					 strspn(text, "0123456789abcdef") == slice.len),
	};
}

void index_entries_begin(index_entries *out, const index_state *state)
{
	*out = (index_entries){.count = 0};
	out->words =
		nlog_pool_alloc(&out->texts, (state->word_count + 1) * sizeof(*out->words));
	out->word_count = state->word_count;
	for (size_t i = 0; i < state->word_count; i++)
		out->words[i] = word_of(
			nlog_pool_text(&out->texts, nlog_slice_of(state->words[i])));
}

void index_entries_end(index_entries *entries, nlog_log *log)
{
	nlog_log_keep_take(log, &entries->texts);
	nlog_str_clear(&entries->amendments);
}

/* A time some seconds and minutes behind another one, which is within its bounds. */
static bool is_later(nlog_instant *out, nlog_instant before, int64_t seconds,
		     int64_t offset)
{
	if (seconds < -NLOG_INSTANT_MAX || seconds > NLOG_INSTANT_MAX ||
	    offset < INT32_MIN || offset > INT32_MAX)
		return false;
	seconds += before.seconds;
	offset += before.offset_minutes;
	*out = (nlog_instant){.seconds = seconds, .offset_minutes = (int)offset};
	return seconds >= 0 && seconds <= NLOG_INSTANT_MAX && offset >= INT16_MIN &&
	       offset <= INT16_MAX;
}

/* A number that stands near another one. */
static bool is_near(unsigned *out, unsigned other, int64_t step)
{
	if (step < -(int64_t)other || step > (int64_t)UINT32_MAX - other)
		return false;
	*out = (unsigned)((int64_t)other + step);
	return true;
}

static int64_t signed_at(const index_entries *entries, int which, size_t at)
{
	return unpack_sign(column_get(&entries->numbers[which], at));
}

/* When each was recorded, and its number: each stands near the one before it. */
static bool sum_up(index_entries *entries, nlog_instant recorded, unsigned number)
{
	bool is_fine = is_later(&recorded, recorded, 0, 0);

	for (size_t i = 0; is_fine && i < entries->count; i++) {
		is_fine =
			is_later(&recorded, recorded, signed_at(entries, ENTRY_RECORDED, i),
				 signed_at(entries, ENTRY_RECORDED_OFFSET, i)) &&
			is_near(&number, number, signed_at(entries, ENTRY_NUMBER, i));
		entries->recorded[i] = recorded;
		entries->number[i] = number;
	}
	return is_fine;
}

bool index_entries_open(index_entries *entries, nlog_slice row)
{
	unpacker from = unpack_begin(row);
	size_t count = (size_t)unpack_number(&from, INDEX_BLOCK);
	nlog_instant first = unpack_instant(&from);
	unsigned first_number = (unsigned)unpack_number(&from, UINT32_MAX);

	for (size_t i = 0; i < ENTRY_NUMBERS; i++)
		entries->numbers[i] = column_unpack(&from, count);
	for (size_t i = 0; i < ENTRY_BYTES; i++)
		entries->bytes[i].sizes = column_unpack(&from, count);
	for (size_t i = 0; i < ENTRY_BYTES; i++)
		column_unpack_data(&entries->bytes[i], &from, count);
	entries->count = count;
	return count && unpack_is_whole(&from) && sum_up(entries, first, first_number);
}

/* ---- entries */

/* An entry that is being read. */
typedef struct {
	index_entries *from;
	size_t at;
	unpacker odd; /* its odd texts, which are read in the order of their writer */
	index_word odd_word;
	bool has_failed;
} entry_reader;

static uint64_t number_of(entry_reader *r, int which, uint64_t most)
{
	uint64_t number = column_get(&r->from->numbers[which], r->at);

	if (number <= most)
		return number;
	r->has_failed = true;
	return 0;
}

static const char *odd_text(entry_reader *r)
{
	const char *text = unpack_some_text(&r->odd);

	return nlog_pool_text(&r->from->texts, nlog_slice_of(text));
}

/* @param code  less than TEXT_KNOWN with those that there are. @return NULL for none */
static const index_word *word_at(entry_reader *r, uint64_t code)
{
	if (code == TEXT_NONE)
		return NULL;
	if (code != TEXT_ODD)
		return &r->from->words[code - TEXT_KNOWN];
	r->odd_word = word_of(odd_text(r));
	return &r->odd_word;
}

static const index_word *find_word(entry_reader *r, int which)
{
	uint64_t most = TEXT_KNOWN + r->from->word_count - 1;

	return word_at(r, number_of(r, which, most));
}

/* @return the empty one and a failure for none; it is there until the next one is asked for */
static const index_word *some_word(entry_reader *r, int which)
{
	static const index_word none = {.text = {"", 0}, .is_oid = true};
	const index_word *word = find_word(r, which);

	r->has_failed = r->has_failed || !word;
	return word ? word : &none;
}

/* @return false for none */
static bool find_text(entry_reader *r, int which, nlog_slice *out)
{
	if (!column_get_bytes(&r->from->bytes[which], r->at, out))
		return false;
	if (out->len &&
	    (memchr(out->data, '\0', out->len) || !nlog_text_is_utf8(*out, NULL)))
		r->has_failed = true;
	return true;
}

static const char *read_text(entry_reader *r, int which)
{
	nlog_slice text;

	if (!find_text(r, which, &text) || r->has_failed)
		return NULL;
	return nlog_pool_text(&r->from->texts, text);
}

/* @return NULL for none */
static const char *read_hex(entry_reader *r, int which)
{
	nlog_slice bytes;
	char *text;

	if (!column_get_bytes(&r->from->bytes[which], r->at, &bytes))
		return NULL;
	if (!bytes.len)
		return odd_text(r);
	if (bytes.len != NLOG_OID_LEN / 2 && bytes.len != NLOG_DIGEST_LEN / 2) {
		r->has_failed = true;
		return NULL;
	}
	text = nlog_pool_text_room(&r->from->texts, 2 * bytes.len);
	unpack_hex_text(text, bytes);
	return text;
}

/* @return false for none */
static bool read_oid(entry_reader *r, int which, char oid[NLOG_OID_SIZE])
{
	nlog_slice bytes;

	if (!column_get_bytes(&r->from->bytes[which], r->at, &bytes))
		return false;
	if (bytes.len == NLOG_OID_LEN / 2)
		unpack_hex_text(oid, bytes);
	else
		r->has_failed = true;
	return !r->has_failed;
}

static const char *read_tree(entry_reader *r)
{
	char tree[NLOG_OID_SIZE];

	return read_oid(r, ENTRY_TREE, tree)
		       ? nlog_pool_text(&r->from->texts, nlog_slice_of(tree))
		       : "";
}

/* Days from the year 0 to the year 9999. */
#define DAY_MIN (-719528)
#define DAY_MAX 2932896

static const char *day_text(index_entries *from, nlog_date day)
{
	nlog_str text = NLOG_STR_INIT;

	/* What is recorded on one day was mostly issued on one. */
	if (from->issued_text && from->issued.day == day.day)
		return from->issued_text;
	nlog_date_add_iso(&text, day);
	from->issued = day;
	from->issued_text = nlog_pool_text(&from->texts, nlog_str_slice(&text));
	nlog_str_clear(&text);
	return from->issued_text;
}

static const char *read_issued(entry_reader *r, nlog_instant recorded)
{
	uint64_t code = number_of(r, ENTRY_ISSUED, UINT32_MAX);
	int64_t day;

	if (code < TEXT_KNOWN)
		return code == TEXT_ODD ? odd_text(r) : NULL;
	day = nlog_instant_day(recorded).day + unpack_sign(code - TEXT_KNOWN);
	if (day >= DAY_MIN && day <= DAY_MAX)
		return day_text(r->from, (nlog_date){(int32_t)day});
	r->has_failed = true;
	return NULL;
}

static const char *read_amendments(entry_reader *r)
{
	nlog_str *list = &r->from->amendments;
	nlog_slice codes;

	if (!column_get_bytes(&r->from->bytes[ENTRY_AMENDMENTS], r->at, &codes))
		return NULL;
	nlog_str_truncate(list, 0);
	for (size_t i = 0; i < codes.len; i++) {
		unsigned char code = (unsigned char)codes.data[i];
		bool is_known = code && code < TEXT_KNOWN + r->from->word_count;
		const index_word *word = is_known ? word_at(r, code) : NULL;

		if (!word) {
			r->has_failed = true;
			return NULL;
		}
		if (i)
			nlog_str_addc(list, ' ');
		nlog_str_add_slice(list, word->text);
	}
	r->has_failed = r->has_failed || !codes.len;
	return nlog_pool_text(&r->from->texts, nlog_str_slice(list));
}

static char *put(char *at, nlog_slice text)
{
	memcpy(at, text.data, text.len);
	return at + text.len;
}

/* `KEY rN: ` and what stands behind it, put together where it stays. */
static const char *full_subject(entry_reader *r, const nlog_entry *entry, nlog_slice notice,
				nlog_slice rest)
{
	char digits[16], *number = digits + sizeof(digits), *text, *at;
	unsigned revision = entry->revision ? entry->revision : entry->stated;
	size_t len;

	do
		*--number = (char)('0' + revision % 10);
	while (revision /= 10);
	len = (size_t)(digits + sizeof(digits) - number);
	text = nlog_pool_text_room(&r->from->texts, notice.len + 2 + len + 2 + rest.len);
	at = put(text, notice);
	at = put(at, NLOG_SLICE(" r"));
	at = put(at, (nlog_slice){number, len});
	at = put(at, NLOG_SLICE(": "));
	at = put(at, rest);
	*at = '\0';
	return text;
}

/* The notice and the subject, which begins with it. */
static void read_names(entry_reader *r, nlog_entry *out, unsigned flags)
{
	nlog_slice notice, subject;
	bool is_named = column_get_bytes(&r->from->bytes[ENTRY_NOTICE], r->at, &notice);

	if (!find_text(r, ENTRY_SUBJECT, &subject) ||
	    (is_named ? !nlog_key_is_valid(notice) : (flags & NAMES_ITSELF) != 0))
		r->has_failed = true;
	if (r->has_failed)
		return;
	if (is_named)
		out->notice = nlog_pool_text(&r->from->texts, notice);
	out->subject = flags & NAMES_ITSELF ? full_subject(r, out, notice, subject)
					    : nlog_pool_text(&r->from->texts, subject);
}

/* Of an entry that only tells what stood before another, or where the log ends. */
static void read_context(entry_reader *r, nlog_entry *out)
{
	const index_word *blob;

	out->author_name = out->author_email = out->subject = out->tree = "";
	out->kind = some_word(r, ENTRY_KIND)->kind;
	blob = some_word(r, ENTRY_REGISTER);
	out->register_blob = blob->text.data;
	out->recorded = r->from->recorded[r->at];
	out->entry = r->from->number[r->at];
	(void)read_oid(r, ENTRY_COMMIT, out->commit);
	out->chain = read_hex(r, ENTRY_CHAIN);
	if (!blob->is_oid || !out->kind || !out->commit[0])
		r->has_failed = true;
}

/* In the order of index_entry_pack(). */
static void read_rest(entry_reader *r, nlog_entry *out)
{
	unsigned flags = (unsigned)number_of(r, ENTRY_FLAGS, FLAGS_MAX);
	const index_word *rules;

	out->is_plain = (flags & IS_PLAIN) != 0;
	out->is_alone = (flags & IS_ALONE) != 0;
	out->author_name = some_word(r, ENTRY_AUTHOR_NAME)->text.data;
	out->author_email = some_word(r, ENTRY_AUTHOR_EMAIL)->text.data;
	out->revision = (unsigned)number_of(r, ENTRY_REVISION, UINT32_MAX);
	out->corrects = (unsigned)number_of(r, ENTRY_CORRECTS, UINT32_MAX);
	if (!is_later(&out->authored, out->recorded,
		      signed_at(r->from, ENTRY_AUTHORED, r->at),
		      signed_at(r->from, ENTRY_AUTHORED_OFFSET, r->at)) ||
	    !is_near(&out->stated, out->revision, signed_at(r->from, ENTRY_STATED, r->at)))
		r->has_failed = true;
	read_names(r, out, flags);
	out->source = read_text(r, ENTRY_SOURCE);
	out->issued = read_issued(r, out->recorded);
	rules = find_word(r, ENTRY_RULES);
	out->rules = rules ? rules->text.data : NULL;
	out->amendments = read_amendments(r);
	(void)read_oid(r, ENTRY_BLOB, out->blob);
	out->tree = read_tree(r);
	out->addendum = read_hex(r, ENTRY_ADDENDUM);
}

/* Do the members of an entry go together? */
static bool fits(const nlog_entry *entry)
{
	if (entry->is_alone && (!entry->blob[0] || entry->tree[0]))
		return false;
	return !entry->revision || (entry->notice && entry->blob[0]);
}

bool index_entries_get(index_entries *entries, size_t at, bool is_context, nlog_entry *out)
{
	entry_reader r = {.from = entries, .at = at};
	nlog_slice odd;

	(void)column_get_bytes(&entries->bytes[ENTRY_ODD], at, &odd);
	r.odd = unpack_begin(odd);
	*out = (nlog_entry){.commit = ""};
	read_context(&r, out);
	if (!is_context && !r.has_failed)
		read_rest(&r, out);
	if (r.has_failed || r.odd.has_failed)
		return false;
	return is_context || (unpack_is_whole(&r.odd) && fits(out));
}

bool index_entries_get_all(index_entries *entries, nlog_slice row, nlog_log *log)
{
	nlog_entry *out;
	bool is_fine = index_entries_open(entries, row);

	if (!is_fine)
		return false;
	out = nlog_log_extend(log, entries->count);
	for (size_t i = 0; is_fine && i < entries->count; i++)
		is_fine = index_entries_get(entries, i, false, &out[i]);
	return is_fine;
}
