/* Differences of texts by paragraph, and of a change history by row. */
#include "detail.h"

#include <noticelog/alloc.h>
#include <noticelog/json.h>

#include "passages.h"

static const char *const op_names[NLOG_PASSAGE_OPS] = {
	[NLOG_PASSAGE_REMOVED] = "removed",
	[NLOG_PASSAGE_ADDED] = "added",
	[NLOG_PASSAGE_CHANGED] = "changed",
	[NLOG_PASSAGE_MOVED] = "moved",
};

/* One side: the values, and the text by which they are compared. */
struct side {
	const json_t *values;
	nlog_slice *texts;
	uint32_t count;
};

static struct side start_side(const json_t *values)
{
	struct side side = {.values = values, .count = (uint32_t)json_array_size(values)};

	side.texts = nlog_alloc_array(side.count, sizeof(*side.texts));
	return side;
}

static json_t *value_at(const struct side *side, uint32_t index)
{
	return nlog_diff_share(json_array_get(side->values, index));
}

/* [{"op", "old", "new"}], and "words" where they are wanted and the texts differ. */
static json_t *passages_to_json(const struct side *before, const struct side *after,
				bool with_words)
{
	nlog_passage *passages;
	size_t count =
		nlog_diff_passages(&passages, (nlog_passages){before->texts, before->count},
				   (nlog_passages){after->texts, after->count});
	json_t *out = json_array();

	for (size_t p = 0; p < count; p++) {
		uint32_t i = passages[p].before, j = passages[p].after;
		bool has_both = i != NLOG_DIFF_NONE && j != NLOG_DIFF_NONE;
		json_t *entry = json_object();

		json_object_set_new(entry, "op", json_string(op_names[passages[p].op]));
		if (i != NLOG_DIFF_NONE)
			json_object_set_new(entry, "old", value_at(before, i));
		if (j != NLOG_DIFF_NONE)
			json_object_set_new(entry, "new", value_at(after, j));
		if (with_words && has_both &&
		    !nlog_slice_equal(before->texts[i], after->texts[j]))
			json_object_set_new(
				entry, "words",
				nlog_diff_words(before->texts[i], after->texts[j]));
		json_array_append_new(out, entry);
	}
	nlog_free(passages);
	return out;
}

static struct side start_text(const json_t *paragraphs)
{
	struct side side = start_side(paragraphs);

	for (uint32_t i = 0; i < side.count; i++)
		side.texts[i] = nlog_json_slice(json_array_get(paragraphs, i));
	return side;
}

json_t *nlog_diff_text_detail(const json_t *before, const json_t *after)
{
	struct side old = start_text(before), new = start_text(after);
	json_t *out = passages_to_json(&old, &new, true);

	nlog_free(old.texts);
	nlog_free(new.texts);
	return out;
}

static void add_count(nlog_str *out, json_int_t count)
{
	char digits[24], *at = digits + sizeof(digits);

	do
		*--at = (char)('0' + count % 10);
	while (count /= 10);
	nlog_str_addn(out, at, (size_t)(digits + sizeof(digits) - at));
}

/* The cells of a row, each behind a control character that no cell can hold. */
static void add_row(nlog_str *out, const json_t *row)
{
	static const char *const cells[] = {"revision", "issued", "clause", "modification"};

	for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
		const json_t *cell = json_object_get(row, cells[i]);

		nlog_str_addc(out, '\x1f');
		if (json_is_integer(cell))
			add_count(out, json_integer_value(cell));
		else
			nlog_str_add_slice(out, nlog_json_slice(cell));
	}
}

static struct side start_history(const json_t *rows)
{
	struct side side = start_side(rows);

	for (uint32_t i = 0; i < side.count; i++) {
		nlog_str row = NLOG_STR_INIT;

		add_row(&row, json_array_get(rows, i));
		side.texts[i].len = row.len;
		side.texts[i].data = nlog_str_detach(&row);
	}
	return side;
}

static void end_history(struct side *side)
{
	for (uint32_t i = 0; i < side->count; i++)
		nlog_free((char *)side->texts[i].data);
	nlog_free(side->texts);
}

json_t *nlog_diff_history_detail(const json_t *before, const json_t *after)
{
	struct side old = start_history(before), new = start_history(after);
	json_t *out = passages_to_json(&old, &new, false);

	end_history(&old);
	end_history(&new);
	return out;
}
