/* One change of a field as lines: both values, or what came, went, and was reworded. */
#include "detail.h"
#include "plain.h"

#include <string.h>

/* The lines of one change: whether each names its field, because the amendment has several. */
typedef struct {
	nlog_report *report;
	const nlog_change *change;
	bool names_field;
} lines;

static void add_name(nlog_str *line, const lines *to)
{
	const nlog_change *change = to->change;

	if (to->names_field)
		nlog_str_addf(line, "%s%s%s: ", nlog_field_of(change->field)->noun,
			      change->key ? ", " : "", change->key ? change->key : "");
}

/* `timing: 10–12 June 2025 → 8–10 July 2025` */
static void add_values(const lines *to, nlog_type_id type)
{
	nlog_str line = NLOG_STR_INIT;

	add_name(&line, to);
	nlog_value_add_human(&line, type, to->change->before);
	nlog_str_add(&line, " → ");
	nlog_value_add_human(&line, type, to->change->after);
	nlog_report_add_line_take(to->report, NLOG_TONE_PLAIN, &line);
}

static void add_signed(const lines *to, const char *sign, nlog_slice words)
{
	nlog_str line = NLOG_STR_INIT;

	add_name(&line, to);
	nlog_str_add(&line, sign);
	nlog_str_add_slice(&line, words);
	nlog_report_add_line_take(to->report, NLOG_TONE_PLAIN, &line);
}

/* One line for each entry of a list of strings: `+ Partnerships`. */
static void add_entries(const lines *to, const char *sign, const char *name)
{
	const json_t *entries = json_object_get(nlog_change_detail(to->change), name);

	for (size_t i = 0; i < json_array_size(entries); i++)
		add_signed(to, sign, nlog_json_slice(json_array_get(entries, i)));
}

static void add_set(const lines *to)
{
	add_entries(to, "− ", "removed");
	add_entries(to, "+ ", "added");
	add_entries(to, "moved: ", "moved");
}

/* `… in May [2025 → 2026] regarding …` */
static void add_words(const lines *to, const json_t *edit)
{
	const char *before = nlog_json_text(edit, "old");
	const char *after = nlog_json_text(edit, "new");
	const char *prefix = nlog_json_text(edit, "prefix");
	const char *suffix = nlog_json_text(edit, "suffix");
	nlog_str line = NLOG_STR_INIT;

	add_name(&line, to);
	nlog_str_addf(&line, "%s%s", prefix && *prefix ? "… " : "", prefix ? prefix : "");
	if (before && after)
		nlog_str_addf(&line, "[%s → %s]", before, after);
	else
		nlog_str_addf(&line, "[%s%s]", before ? "− " : "+ ",
			      before ? before : after);
	nlog_str_addf(&line, "%s%s", suffix ? suffix : "", suffix && *suffix ? " …" : "");
	nlog_report_add_line_take(to->report, NLOG_TONE_PLAIN, &line);
}

static void add_text(const lines *to)
{
	static const struct {
		const char *op, *sign, *side;
	} signs[] = {{"removed", "− ", "old"},
		     {"added", "+ ", "new"},
		     {"moved", "moved: ", "new"}};

	const json_t *detail = nlog_change_detail(to->change);

	for (size_t i = 0; i < json_array_size(detail); i++) {
		const json_t *step = json_array_get(detail, i);
		const json_t *words = json_object_get(step, "words");
		const char *op = nlog_json_text(step, "op");

		for (size_t s = 0; s < sizeof(signs) / sizeof(*signs); s++)
			if (op && strcmp(op, signs[s].op) == 0)
				add_signed(to, signs[s].sign,
					   nlog_json_slice(
						   json_object_get(step, signs[s].side)));
		for (size_t w = 0; w < json_array_size(words); w++)
			add_words(to, json_array_get(words, w));
	}
}

/* A row of a change history as a value of its own. */
static void add_history(const lines *to)
{
	static const struct {
		const char *side, *sign;
	} sides[] = {{"old", "− "}, {"new", "+ "}};

	const json_t *detail = nlog_change_detail(to->change);

	for (size_t i = 0; i < json_array_size(detail); i++)
		for (size_t s = 0; s < sizeof(sides) / sizeof(*sides); s++) {
			json_t *row =
				json_object_get(json_array_get(detail, i), sides[s].side);
			json_t *rows = row ? json_pack("[O]", row) : NULL;
			nlog_str words = NLOG_STR_INIT;

			if (!rows)
				continue;
			nlog_value_add_human(&words, NLOG_TYPE_HISTORY, rows);
			add_signed(to, sides[s].sign, nlog_str_slice(&words));
			nlog_str_clear(&words);
			json_decref(rows);
		}
}

/* Days, numbers and terms are in the amendment's own line; a line of text may be cut there. */
static bool is_said(const nlog_change *change, nlog_type_id type,
		    const nlog_amendment *amendment)
{
	nlog_slice summary = nlog_slice_of(amendment->summary);

	switch (type) {
	case NLOG_TYPE_DATE:
	case NLOG_TYPE_DATES:
	case NLOG_TYPE_PERIODS:
	case NLOG_TYPE_SEATS:
	case NLOG_TYPE_TERM:
		return true;
	case NLOG_TYPE_NAMES:
	case NLOG_TYPE_ECONOMIES:
		return json_array_size(change->before) <= 1 &&
		       json_array_size(change->after) <= 1;
	case NLOG_TYPE_LINE:
		return json_is_string(change->before) && json_is_string(change->after) &&
		       nlog_slice_find(summary, json_string_value(change->before)) >= 0 &&
		       nlog_slice_find(summary, json_string_value(change->after)) >= 0;
	default:
		return false;
	}
}

void nlog_report_add_change(nlog_report *report, const nlog_change *change,
			    const nlog_amendment *amendment)
{
	lines to = {report, change, amendment->field_count > 1 || change->key};
	nlog_type_id type = nlog_report_type_of_part(nlog_field_of(change->field), true);
	const json_t *detail;

	if (is_said(change, type, amendment))
		return;
	detail = nlog_change_detail(change);
	if (type == NLOG_TYPE_TEXT && json_array_size(detail) > 0)
		add_text(&to);
	else if (type == NLOG_TYPE_HISTORY && json_array_size(detail) > 0)
		add_history(&to);
	else if (json_is_object(detail) && json_is_array(change->before) &&
		 json_is_array(change->after))
		add_set(&to);
	else
		add_values(&to, type);
}
