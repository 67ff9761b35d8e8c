/* One change of a field as lines: both values, or what came, went, and was reworded. */
#include "detail.h"

#include <string.h>

static void add_name(nlog_str *line, const nlog_change *change)
{
	nlog_str_addf(line, "%s%s%s: ", nlog_field_of(change->field)->noun,
		      change->key ? ", " : "", change->key ? change->key : "");
}

/* `timing: 10–12 June 2025 → 8–10 July 2025` */
static void add_values(nlog_report *report, const nlog_change *change, nlog_type_id type)
{
	nlog_str line = NLOG_STR_INIT;

	add_name(&line, change);
	nlog_value_add_human(&line, type, change->before);
	nlog_str_add(&line, " → ");
	nlog_value_add_human(&line, type, change->after);
	nlog_report_add_line_take(report, NLOG_TONE_PLAIN, &line);
}

/* One line for each entry of a list of strings: `topics: + Partnerships`. */
static void add_entries(nlog_report *report, const nlog_change *change, const char *sign,
			const char *name)
{
	const json_t *entries = json_object_get(change->detail, name);

	for (size_t i = 0; i < json_array_size(entries); i++) {
		nlog_str line = NLOG_STR_INIT;

		add_name(&line, change);
		nlog_str_add(&line, sign);
		nlog_str_add_slice(&line, nlog_json_slice(json_array_get(entries, i)));
		nlog_report_add_line_take(report, NLOG_TONE_PLAIN, &line);
	}
}

static void add_set(nlog_report *report, const nlog_change *change)
{
	add_entries(report, change, "− ", "removed");
	add_entries(report, change, "+ ", "added");
	add_entries(report, change, "moved: ", "moved");
}

/* `… in May [2025 → 2026] regarding …` */
static void add_words(nlog_str *line, const json_t *edit)
{
	const char *before = nlog_json_text(edit, "old");
	const char *after = nlog_json_text(edit, "new");
	const char *prefix = nlog_json_text(edit, "prefix");
	const char *suffix = nlog_json_text(edit, "suffix");

	nlog_str_addf(line, "%s%s[%s%s%s]%s%s", prefix && *prefix ? "… " : "",
		      prefix ? prefix : "", before ? before : "+ ",
		      before ? (after ? " → " : " removed") : "", after ? after : "",
		      suffix ? suffix : "", suffix && *suffix ? " …" : "");
}

static void add_paragraph(nlog_report *report, const nlog_change *change, const char *sign,
			  const json_t *words)
{
	nlog_str line = NLOG_STR_INIT;

	add_name(&line, change);
	nlog_str_add(&line, sign);
	nlog_str_add_slice(&line, nlog_json_slice(words));
	nlog_report_add_line_take(report, NLOG_TONE_PLAIN, &line);
}

static void add_text(nlog_report *report, const nlog_change *change)
{
	for (size_t i = 0; i < json_array_size(change->detail); i++) {
		const json_t *step = json_array_get(change->detail, i);
		const json_t *words = json_object_get(step, "words");
		const char *op = nlog_json_text(step, "op");

		if (op && strcmp(op, "removed") == 0)
			add_paragraph(report, change, "− ", json_object_get(step, "old"));
		else if (op && strcmp(op, "added") == 0)
			add_paragraph(report, change, "+ ", json_object_get(step, "new"));
		else if (op && strcmp(op, "moved") == 0)
			add_paragraph(report, change,
				      "moved: ", json_object_get(step, "new"));
		for (size_t w = 0; w < json_array_size(words); w++) {
			nlog_str line = NLOG_STR_INIT;

			add_name(&line, change);
			add_words(&line, json_array_get(words, w));
			nlog_report_add_line_take(report, NLOG_TONE_PLAIN, &line);
		}
	}
}

/* A row of a change history as a value of its own. */
static void add_history(nlog_report *report, const nlog_change *change)
{
	for (size_t i = 0; i < json_array_size(change->detail); i++) {
		json_t *step = json_array_get(change->detail, i);
		static const struct {
			const char *side, *sign;
		} sides[] = {{"old", "− "}, {"new", "+ "}};

		for (size_t s = 0; s < sizeof(sides) / sizeof(*sides); s++) {
			json_t *row = json_object_get(step, sides[s].side);
			json_t *rows = row ? json_pack("[O]", row) : NULL;
			nlog_str line = NLOG_STR_INIT;

			if (!rows)
				continue;
			add_name(&line, change);
			nlog_str_add(&line, sides[s].sign);
			nlog_value_add_human(&line, NLOG_TYPE_HISTORY, rows);
			nlog_report_add_line_take(report, NLOG_TONE_PLAIN, &line);
			json_decref(rows);
		}
	}
}

void nlog_report_add_change(nlog_report *report, const nlog_change *change)
{
	nlog_type_id type = nlog_field_of(change->field)->type;
	bool is_list = json_is_array(change->before) || json_is_array(change->after);

	/* The value of a key of `other` is a text, that of `as_printed` a line. */
	if (type == NLOG_TYPE_TEXTS)
		type = NLOG_TYPE_TEXT;
	else if (type == NLOG_TYPE_PRINTED)
		type = NLOG_TYPE_LINE;

	switch (type) {
	case NLOG_TYPE_TEXT:
		if (is_list && json_array_size(change->detail)) {
			add_text(report, change);
			return;
		}
		break;
	case NLOG_TYPE_ITEMS:
	case NLOG_TYPE_ECONOMIES:
	case NLOG_TYPE_NAMES:
		if (json_is_array(change->before) && json_is_array(change->after)) {
			add_set(report, change);
			return;
		}
		break;
	case NLOG_TYPE_HISTORY:
		if (json_array_size(change->detail)) {
			add_history(report, change);
			return;
		}
		break;
	default:
		break;
	}
	add_values(report, change, type);
}
