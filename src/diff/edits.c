/* Word-level edits: what was changed inside a paragraph, with the words around it. */
#include <noticelog/diff.h>

#include <noticelog/alloc.h>
#include <noticelog/json.h>

#include "align.h"
#include "words.h"

/* Bytes of context on either side of an edit, cut at a word. */
#define CONTEXT 40

/* Words that the two texts may share between two edits which are shown as one. */
#define MERGED_MARKS 2

/* No more edits than this, whatever the texts: their JSON is larger than they are. */
#define EDITS_MIN 64
#define BYTES_AN_EDIT 256

/* Words [before, before_end) became [after, after_end). */
struct edit {
	uint32_t before, before_end, after, after_end;
};

struct edits {
	struct edit *list;
	size_t count, room;
};

/* The two texts without their equal ends, split and numbered. */
struct comparison {
	nlog_slice old, new;
	size_t skipped; /* bytes of the equal start */
	nlog_diff_words_list before, after;
	uint32_t *before_ids, *after_ids;
	uint32_t ids;
};

static bool is_ascii_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Does a word start at offset, whatever stands before the space in front of it? */
static bool starts_word(nlog_slice text, size_t offset)
{
	return text.data[offset - 1] == ' ' &&
	       (offset == text.len || is_ascii_word(text.data[offset]));
}

/*
 * Bytes of an equal start that can be left out of splitting: word breaks behind
 * a space do not depend on what is before it.
 */
static size_t equal_start(nlog_slice a, nlog_slice b)
{
	size_t most = a.len < b.len ? a.len : b.len, len = 0;

	while (len < most && a.data[len] == b.data[len])
		len++;
	while (len > 0 && !(starts_word(a, len) && starts_word(b, len)))
		len--;
	return len;
}

/*
 * The same for an equal end, of at most `most` bytes. The space in front of it
 * stays with the rest, for an edit to slide over.
 */
static size_t equal_end(nlog_slice a, nlog_slice b, size_t most)
{
	size_t common = 0, len;

	while (common < most && a.data[a.len - common - 1] == b.data[b.len - common - 1])
		common++;
	len = common ? common - 1 : 0;
	while (len > 0 && !starts_word(a, a.len - len))
		len--;
	return len;
}

static void number_words(struct comparison *c)
{
	uint32_t n = c->before.count, m = c->after.count;
	nlog_slice *texts = nlog_alloc_array((size_t)n + m, sizeof(*texts));

	for (uint32_t i = 0; i < n; i++)
		texts[i] = nlog_diff_words_at(&c->before, i);
	for (uint32_t j = 0; j < m; j++)
		texts[n + j] = nlog_diff_words_at(&c->after, j);
	c->before_ids = nlog_alloc_array((size_t)n + m, sizeof(*c->before_ids));
	c->after_ids = c->before_ids + n;
	c->ids = nlog_diff_intern(c->before_ids, texts, (size_t)n + m);
	nlog_free(texts);
}

static void start_comparison(struct comparison *c, nlog_slice old, nlog_slice new)
{
	size_t start = equal_start(old, new);
	size_t most = (old.len < new.len ? old.len : new.len) - start;
	size_t end = equal_end(old, new, most);

	*c = (struct comparison){.old = old, .new = new, .skipped = start};
	nlog_diff_words_split(&c->before,
			      (nlog_slice){old.data + start, old.len - start - end});
	nlog_diff_words_split(&c->after,
			      (nlog_slice){new.data + start, new.len - start - end});
	number_words(c);
}

static void end_comparison(struct comparison *c)
{
	nlog_diff_words_clear(&c->before);
	nlog_diff_words_clear(&c->after);
	nlog_free(c->before_ids);
}

static void add_edit(struct edits *edits, struct edit edit)
{
	if (edit.before == edit.before_end && edit.after == edit.after_end)
		return;
	NLOG_GROW(edits->list, edits->count, edits->room);
	edits->list[edits->count++] = edit;
}

/* What lies between aligned words is edited. */
static void collect_edits(struct edits *edits, const struct comparison *c)
{
	uint32_t *partner = nlog_alloc_array(c->before.count, sizeof(*partner));
	struct edit edit = {0, 0, 0, 0};

	nlog_diff_align(partner, (nlog_diff_sequence){c->before_ids, c->before.count},
			(nlog_diff_sequence){c->after_ids, c->after.count}, c->ids);
	for (uint32_t i = 0; i < c->before.count; i++) {
		if (partner[i] == NLOG_DIFF_NONE)
			continue;
		edit.before_end = i;
		edit.after_end = partner[i];
		add_edit(edits, edit);
		edit.before = i + 1;
		edit.after = partner[i] + 1;
	}
	edit.before_end = c->before.count;
	edit.after_end = c->after.count;
	add_edit(edits, edit);
	nlog_free(partner);
}

/*
 * In `A B` → `A new B` both `new ` and ` new` were added: show the one that
 * starts with a word. limit is where the next edit begins.
 */
static void slide(const nlog_diff_words_list *words, const uint32_t *ids, uint32_t *start,
		  uint32_t *end, uint32_t limit, uint32_t *other)
{
	while (*end < limit && ids[*start] == ids[*end] &&
	       !nlog_diff_is_word(nlog_diff_words_at(words, *start))) {
		++*start;
		++*end;
		++*other;
	}
}

static void slide_edits(struct edits *edits, const struct comparison *c)
{
	for (size_t i = 0; i < edits->count; i++) {
		struct edit *edit = &edits->list[i];
		const struct edit *next = i + 1 < edits->count ? edit + 1 : NULL;

		if (edit->before == edit->before_end) {
			slide(&c->after, c->after_ids, &edit->after, &edit->after_end,
			      next ? next->after : c->after.count, &edit->before);
			edit->before_end = edit->before;
		} else if (edit->after == edit->after_end) {
			slide(&c->before, c->before_ids, &edit->before, &edit->before_end,
			      next ? next->before : c->before.count, &edit->after);
			edit->after_end = edit->after;
		}
	}
}

/* Is there no word, but only spaces and marks, in [start, end)? */
static bool only_marks(const nlog_diff_words_list *words, uint32_t start, uint32_t end)
{
	for (uint32_t i = start; i < end; i++)
		if (nlog_diff_is_word(nlog_diff_words_at(words, i)))
			return false;
	return true;
}

/* Make one of neighbours that at most `most` equal words part, or marks alone if so asked. */
static void merge_edits(struct edits *edits, const struct comparison *c, uint32_t most,
			bool marks_alone)
{
	size_t kept = 0;

	for (size_t i = 1; i < edits->count; i++) {
		struct edit *last = &edits->list[kept], next = edits->list[i];

		if (next.before - last->before_end <= most &&
		    (!marks_alone ||
		     only_marks(&c->before, last->before_end, next.before))) {
			last->before_end = next.before_end;
			last->after_end = next.after_end;
		} else {
			edits->list[++kept] = next;
		}
	}
	edits->count = edits->count ? kept + 1 : 0;
}

static void polish(struct edits *edits, const struct comparison *c)
{
	size_t most = EDITS_MIN + (c->old.len + c->new.len) / BYTES_AN_EDIT;

	slide_edits(edits, c);
	merge_edits(edits, c, MERGED_MARKS, true);
	for (uint32_t run = 2 * MERGED_MARKS; edits->count > most; run *= 2)
		merge_edits(edits, c, run, false);
}

static bool is_inside_character(nlog_slice text, size_t offset)
{
	return offset < text.len && ((unsigned char)text.data[offset] & 0xC0) == 0x80;
}

/* The end of an equal run, from the start of a word. */
static nlog_slice last_words(nlog_slice run)
{
	size_t start = run.len > CONTEXT ? run.len - CONTEXT : 0, cut;

	if (!start)
		return run;
	while (is_inside_character(run, start))
		start++;
	cut = start;
	while (cut < run.len && run.data[cut - 1] != ' ')
		cut++;
	return nlog_slice_from(run, cut < run.len ? cut : start);
}

/* The start of an equal run, to the end of a word. */
static nlog_slice first_words(nlog_slice run)
{
	size_t end = CONTEXT, cut;

	if (run.len <= CONTEXT)
		return run;
	while (is_inside_character(run, end))
		end--;
	cut = end;
	while (cut > 0 && run.data[cut] != ' ')
		cut--;
	return (nlog_slice){run.data, cut ? cut : end};
}

/* The words of a comparison's side, as bytes. */
static nlog_slice words_between(const nlog_diff_words_list *words, uint32_t start,
				uint32_t end)
{
	return (nlog_slice){words->text.data + words->starts[start],
			    words->starts[end] - words->starts[start]};
}

static json_t *edit_to_json(nlog_slice old, nlog_slice new, nlog_slice prefix,
			    nlog_slice suffix)
{
	const char *op = !old.len ? "added" : !new.len ? "removed" : "replaced";
	json_t *out = json_object();

	json_object_set_new(out, "op", json_string(op));
	if (old.len)
		json_object_set_new(out, "old", nlog_json_from_slice(old));
	if (new.len)
		json_object_set_new(out, "new", nlog_json_from_slice(new));
	json_object_set_new(out, "prefix", nlog_json_from_slice(last_words(prefix)));
	json_object_set_new(out, "suffix", nlog_json_from_slice(first_words(suffix)));
	return out;
}

/* Each edit, between the equal runs before and behind it. */
static json_t *edits_to_json(const struct edits *edits, const struct comparison *c)
{
	const char *run = c->old.data, *end = c->old.data + c->old.len;
	json_t *out = json_array();

	for (size_t i = 0; i < edits->count; i++) {
		const struct edit *edit = &edits->list[i];
		nlog_slice old = words_between(&c->before, edit->before, edit->before_end);
		nlog_slice new = words_between(&c->after, edit->after, edit->after_end);
		const char *behind = old.data + old.len, *next = end;

		if (i + 1 < edits->count)
			next = c->before.text.data + c->before.starts[edit[1].before];
		json_array_append_new(
			out,
			edit_to_json(old, new, (nlog_slice){run, (size_t)(old.data - run)},
				     (nlog_slice){behind, (size_t)(next - behind)}));
		run = behind;
	}
	return out;
}

json_t *nlog_diff_words(nlog_slice before, nlog_slice after)
{
	struct edits edits = {NULL, 0, 0};
	struct comparison c;
	json_t *out;

	if (nlog_slice_equal(before, after))
		return json_array();
	start_comparison(&c, before, after);
	collect_edits(&edits, &c);
	polish(&edits, &c);
	out = edits_to_json(&edits, &c);
	end_comparison(&c);
	nlog_free(edits.list);
	return out;
}
