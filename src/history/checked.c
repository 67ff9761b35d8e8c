/* The checks of revisions and files, gathered. */
#include <noticelog/checked.h>

#include <noticelog/alloc.h>
#include <noticelog/document.h>

static nlog_checked *add(nlog_checked_list *list, const nlog_notice *notice)
{
	nlog_slice title = nlog_notice_line(notice, NLOG_FIELD_TITLE);

	NLOG_GROW(list->items, list->count, list->capacity);
	list->items[list->count] = (nlog_checked){
		.title = nlog_strndup(title.data, title.len),
		.findings = NLOG_FINDINGS_INIT,
	};
	return &list->items[list->count++];
}

/* The rules of findings lie in one table, so that their addresses have its order. */
static void sort(nlog_findings *list)
{
	for (size_t i = 1; i < list->count; i++) {
		nlog_finding moved = list->items[i];
		size_t to = i;

		for (; to > 0 && list->items[to - 1].rule > moved.rule; to--)
			list->items[to] = list->items[to - 1];
		list->items[to] = moved;
	}
}

int nlog_checked_add_revision(nlog_checked_list *list, const nlog_history *history,
			      const nlog_dossier *dossier, const nlog_revision *revision,
			      nlog_error *err)
{
	nlog_comparison comparison;
	nlog_checked *checked;
	int rc = nlog_history_compare(history, dossier,
				      nlog_dossier_before(dossier, revision), revision,
				      &comparison, err);

	if (rc)
		return rc;
	checked = add(list, comparison.after);
	checked->key = nlog_strdup(dossier->key);
	checked->revision = revision->number;
	nlog_findings_move(&checked->findings, &comparison.checks);
	nlog_findings_move(&checked->findings, &comparison.standing);
	sort(&checked->findings);
	nlog_comparison_clear(&comparison);
	return 0;
}

/* ---- where a field begins in a file */

/* Places of the fields' first values; line 0: not found. */
typedef struct {
	unsigned line, column;
} field_place;

/* What may be a label: a row's first cell, or what stands before a colon. */
static nlog_slice label_of(const nlog_line *line)
{
	nlog_slice label = line->cell_count ? line->cells[0].text : (nlog_slice){"", 0};
	ptrdiff_t colon = nlog_slice_find(label, ":");

	if (line->kind == NLOG_LINE_MORE || line->kind == NLOG_LINE_HEADING)
		label.len = 0;
	else if (line->kind == NLOG_LINE_TEXT && colon >= 0)
		label.len = (size_t)colon;
	return label;
}

static void place_in_document(field_place places[NLOG_FIELDS], const char *name,
			      nlog_slice bytes, const nlog_register *reg)
{
	nlog_document *document = NULL;

	if (nlog_document_read(&document, name, bytes, NLOG_DOCUMENT_UNKNOWN, NULL, NULL))
		return;
	for (size_t i = 0; i < nlog_document_count(document); i++) {
		const nlog_line *line = nlog_document_get(document, i);
		nlog_slice label = label_of(line);
		nlog_field_id field =
			label.len ? nlog_register_find_label(reg, label) : NLOG_FIELDS;

		if (field < NLOG_FIELDS && !places[field].line)
			places[field] = (field_place){line->line, line->column};
	}
	nlog_document_free(document);
}

static void place_in_json(field_place places[NLOG_FIELDS], nlog_slice bytes,
			  const nlog_notice *notice)
{
	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++) {
		nlog_str pointer = NLOG_STR_INIT;

		nlog_str_addf(&pointer, "/%s", nlog_field_of(id)->name);
		if (nlog_notice_get(notice, id))
			nlog_json_locate(bytes, nlog_str_text(&pointer), &places[id].line,
					 &places[id].column);
		nlog_str_clear(&pointer);
	}
}

static void place_findings(nlog_findings *findings, const field_place *places)
{
	for (size_t i = 0; i < findings->count; i++) {
		nlog_finding *finding = &findings->items[i];
		const nlog_field *field =
			finding->field ? nlog_field_named(nlog_slice_of(finding->field))
				       : NULL;

		if (!field)
			continue;
		finding->line = places[field->id].line;
		finding->column = places[field->id].column;
	}
}

void nlog_checked_add_file(nlog_checked_list *list, const char *name, nlog_slice bytes,
			   const nlog_notice *notice, const nlog_register *reg)
{
	nlog_checked *checked = add(list, notice);
	nlog_check_options options = {.reg = reg, .place = {.file = name}};
	field_place places[NLOG_FIELDS] = {{0, 0}};

	checked->file = nlog_strdup(name);
	nlog_check_notice(notice, &options, &checked->findings);
	if (!checked->findings.count)
		return;
	if (nlog_slice_starts(nlog_slice_trim(bytes), "{"))
		place_in_json(places, bytes, notice);
	else
		place_in_document(places, name, bytes, reg);
	place_findings(&checked->findings, places);
}

/* ---- results */

size_t nlog_checked_count(const nlog_checked_list *list)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		count += list->items[i].findings.count;
	return count;
}

nlog_level nlog_checked_gravest(const nlog_checked_list *list)
{
	nlog_level gravest = NLOG_NOTE;

	for (size_t i = 0; i < list->count; i++) {
		nlog_level level = nlog_findings_gravest(&list->items[i].findings);

		gravest = level > gravest ? level : gravest;
	}
	return gravest;
}

void nlog_checked_format(nlog_str *out, const nlog_checked_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const nlog_checked *checked = &list->items[i];

		for (size_t f = 0; f < checked->findings.count; f++) {
			if (checked->key)
				nlog_str_addf(out, "%s@%u: ", checked->key,
					      checked->revision);
			nlog_finding_format(out, &checked->findings.items[f]);
		}
	}
}

json_t *nlog_checked_to_json(const nlog_checked_list *list)
{
	json_t *all = json_array();

	for (size_t i = 0; i < list->count; i++) {
		const nlog_checked *checked = &list->items[i];
		json_t *findings = nlog_findings_to_json(&checked->findings), *finding;
		size_t f;

		json_array_foreach(findings, f, finding)
		{
			if (checked->key) {
				json_object_set_new(finding, "notice",
						    json_string(checked->key));
				json_object_set_new(finding, "revision",
						    json_integer(checked->revision));
			}
		}
		json_array_extend(all, findings);
		json_decref(findings);
	}
	return json_pack("{s:s, s:o}", "format", "noticelog-check/1", "findings", all);
}

void nlog_checked_clear(nlog_checked_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		nlog_free(list->items[i].key);
		nlog_free(list->items[i].file);
		nlog_free(list->items[i].title);
		nlog_findings_clear(&list->items[i].findings);
	}
	nlog_free(list->items);
	*list = (nlog_checked_list)NLOG_CHECKED_LIST_INIT;
}
