/* Findings: the table of their kinds, and lists of them. */
#include <noticelog/finding.h>

#include <noticelog/alloc.h>
#include <noticelog/json.h>

static const nlog_finding_rule rules[NLOG_F_COUNT] = {
	[NLOG_F_ENCODING_CONVERTED] =
		{"document.encoding", NLOG_NOTE,
		 "The document was not UTF-8 and has been converted."},
	[NLOG_F_CHARACTER_DROPPED] =
		{"document.character", NLOG_WARNING,
		 "Control characters, noncharacters or bidi controls were "
		 "dropped."},
	[NLOG_F_FURNITURE_DROPPED] =
		{"document.furniture", NLOG_NOTE,
		 "A closing sentence, a running header or footer, or a line "
		 "repeated on every page was left out."},
	[NLOG_F_LABEL_UNKNOWN] =
		{"label.unknown", NLOG_WARNING,
		 "A label is not in the register's table; its text is kept in "
		 "`other`."},
	[NLOG_F_LABEL_REPEATED] = {"label.repeated", NLOG_WARNING,
				   "A field is printed more than once."},
	[NLOG_F_TEXT_UNPLACED] =
		{"text.unplaced", NLOG_WARNING,
		 "Text stands outside every field; it is kept in `other`."},
	[NLOG_F_VALUE_AS_PRINTED] =
		{"value.as-printed", NLOG_NOTE,
		 "The value in standard form would lose words; the printed "
		 "value is kept in `as_printed`."},
	[NLOG_F_VALUE_UNREADABLE] =
		{"value.unreadable", NLOG_WARNING,
		 "The printed value has no standard form; it is kept in "
		 "`as_printed` alone."},
	[NLOG_F_DAY_COUNT] = {"value.day-count", NLOG_WARNING,
			      "A printed number of days does not agree with the dates."},
	[NLOG_F_DATE_IMPOSSIBLE] =
		{"value.date", NLOG_WARNING,
		 "A printed day does not exist or is another day of the week, "
		 "or a period ends before it starts."},
	[NLOG_F_ECONOMY_UNKNOWN] =
		{"economy.unknown", NLOG_WARNING,
		 "A country is not on the roster; it is kept as printed."},
	[NLOG_F_ECONOMY_AMBIGUOUS] =
		{"economy.ambiguous", NLOG_WARNING,
		 "A bare \"China\" or \"Korea\" can mean two economies; it is "
		 "kept as printed."},
	[NLOG_F_CODE_MISSING] = {"code.missing", NLOG_WARNING,
				 "The notice has no project code."},
	[NLOG_F_CODE_UNUSUAL] = {"code.unusual", NLOG_NOTE,
				 "The project code is not of the usual form."},
	[NLOG_F_TITLE_MISSING] = {"title.missing", NLOG_WARNING,
				  "The notice has no title."},
	[NLOG_F_ISSUE_DATE_MISSING] = {"issue-date.missing", NLOG_WARNING,
				       "The notice has no date of issue."},
	[NLOG_F_NOT_CANONICAL] =
		{"stored.not-canonical", NLOG_WARNING,
		 "A stored notice has other white space or key order than the "
		 "canonical form."},
	[NLOG_F_REGISTER_MISSING] =
		{"register.missing", NLOG_NOTE,
		 "The repository has no register.json; the built-in register "
		 "is used."},
	[NLOG_F_PLAIN_COMMIT] =
		{"history.plain-commit", NLOG_WARNING,
		 "A notice was changed by a commit without trailers; it counts as "
		 "an amendment."},
	[NLOG_F_VALUE_MISSING] =
		{"value.missing", NLOG_WARNING,
		 "A label is printed without a value; the field is absent."},
	[NLOG_F_CLOCK_SKEW] =
		{"history.clock-skew", NLOG_WARNING,
		 "A commit says that it was made before the commit that it follows, or "
		 "more than a day from now."},
	[NLOG_F_CORRECTED] = {"history.corrected", NLOG_NOTE,
			      "The revision named was recorded with an error; a correction "
			      "stands in its place."},
	[NLOG_F_WITHDRAWN] = {"history.withdrawn", NLOG_NOTE,
			      "The notice that is shown was withdrawn: it reads as it did "
			      "before, and is not in force."},
	[NLOG_F_CHECK_CLOSING_BEFORE_ISSUE] =
		{"check.closing-before-issue", NLOG_WARNING,
		 "The closing date is not after the date of issue."},
	[NLOG_F_CHECK_CLOSED_AT_ISSUE] =
		{"check.closed-at-issue", NLOG_NOTE,
		 "The closing date had passed when the revision was issued."},
	[NLOG_F_CHECK_CLOSING_AFTER_START] = {"check.closing-after-start", NLOG_WARNING,
					      "The closing date is not before the start."},
	[NLOG_F_CHECK_CLOSING_AFTER_END] =
		{"check.closing-after-end", NLOG_ERROR,
		 "The closing date is after the last day of the activity."},
	[NLOG_F_CHECK_CLOSING_FAR_FROM_START] =
		{"check.closing-far-from-start", NLOG_NOTE,
		 "The closing date is less than 14 or more than 180 days before "
		 "the start."},
	[NLOG_F_CHECK_REVISION_BEFORE_ISSUE] =
		{"check.revision-before-issue", NLOG_ERROR,
		 "The revision date is before the date of issue."},
	[NLOG_F_CHECK_ISSUE_FAR_FROM_START] =
		{"check.issue-far-from-start", NLOG_WARNING,
		 "The notice was first issued less than 21 days before the start, "
		 "or last more than 365 days before it."},
	[NLOG_F_CHECK_DAY_COUNT] =
		{"check.day-count", NLOG_WARNING,
		 "The duration as printed does not agree with the dates."},
	[NLOG_F_CHECK_CODE_YEAR] =
		{"check.code-year", NLOG_WARNING,
		 "The activity starts before the project code's year or more "
		 "than two years after it."},
	[NLOG_F_CHECK_TITLE_KIND] =
		{"check.title-kind", NLOG_NOTE,
		 "The title names another kind of activity than the project "
		 "code; it may have been converted."},
	[NLOG_F_CHECK_SEATS] = {"check.seats", NLOG_WARNING,
				"There are fewer seats than countries invited."},
	[NLOG_F_CHECK_AUTHORITY_ORDER] =
		{"check.authority-order", NLOG_WARNING,
		 "Approval, letter and notice are not dated in this order."},
	[NLOG_F_CHECK_CLOCK_SKEW] =
		{"check.clock-skew", NLOG_WARNING,
		 "The revision was recorded long before its issue, or before "
		 "the commit that it follows."},
	[NLOG_F_CHECK_STALE_CITY] =
		{"check.stale-city", NLOG_WARNING,
		 "The venue changed, and the old city still stands in another "
		 "field."},
	[NLOG_F_CHECK_STALE_MONTH] =
		{"check.stale-month", NLOG_WARNING,
		 "The timing changed, and the old month or days still stand in "
		 "another field."},
	[NLOG_F_CHECK_STALE_DURATION] =
		{"check.stale-duration", NLOG_WARNING,
		 "The number of days changed, and the old one still stands in "
		 "another field."},
	[NLOG_F_CHECK_STALE_MODALITY] =
		{"check.stale-modality", NLOG_WARNING,
		 "The modality changed, and another field still calls the "
		 "activity by the old one."},
	[NLOG_F_CHECK_STALE_KIND] =
		{"check.stale-kind", NLOG_WARNING,
		 "The kind of activity changed, and another field still calls "
		 "it by the old one."},
	[NLOG_F_CHECK_REFERENCE_ORDER] =
		{"check.reference-order", NLOG_WARNING,
		 "The reference number is not higher than that of the earlier "
		 "revision."},
	[NLOG_F_CHECK_UNCHANGED_BROKEN] =
		{"check.unchanged-broken", NLOG_WARNING,
		 "The rest is said to remain unchanged, and yet something "
		 "changed that is not announced."},
	[NLOG_F_CHECK_ADDENDUM_BASE] = {"check.addendum-base", NLOG_WARNING,
					"An addendum was applied before the revision that "
					"it follows was recorded, "
					"and does not hold what that one says."},
	[NLOG_F_VERIFY_OBJECT] = {"verify.object", NLOG_ERROR,
				  "An object is missing, cut short, too large, or not what "
				  "its id says."},
	[NLOG_F_VERIFY_BRANCH] =
		{"verify.branch", NLOG_ERROR,
		 "The branch main is missing or a link, or references cannot be read."},
	[NLOG_F_VERIFY_MERGE] =
		{"verify.merge", NLOG_ERROR,
		 "A commit has more than one parent; the history of a register is linear."},
	[NLOG_F_VERIFY_ENTRY] =
		{"verify.entry", NLOG_ERROR,
		 "A folder holds a symbolic link, a submodule or an executable file, or "
		 "names its entries twice or out of order."},
	[NLOG_F_VERIFY_NAME] = {"verify.name", NLOG_WARNING,
				"A file or folder stands where a register has none."},
	[NLOG_F_VERIFY_VIEW] =
		{"verify.view", NLOG_WARNING,
		 "Replace refs, grafts, a shallow mark or HEAD make plain git show "
		 "another history than the register's."},
	[NLOG_F_VERIFY_BORROWED] =
		{"verify.borrowed", NLOG_WARNING,
		 "Objects are borrowed from another repository (alternates)."},
	[NLOG_F_VERIFY_CONTENT] =
		{"verify.content", NLOG_ERROR,
		 "A stored notice, addendum, register or ledger cannot be read strictly."},
	[NLOG_F_VERIFY_TRAILERS] =
		{"verify.trailers", NLOG_ERROR,
		 "A commit's trailers are of an unknown kind or not complete, or the "
		 "commit changes more than they say."},
	[NLOG_F_VERIFY_REVISION] =
		{"verify.revision", NLOG_ERROR,
		 "A commit states another revision number than the one counted."},
	[NLOG_F_VERIFY_DIGEST] =
		{"verify.digest", NLOG_ERROR,
		 "A commit states another digest than that of what it holds."},
	[NLOG_F_VERIFY_PREVIOUS] =
		{"verify.previous", NLOG_ERROR,
		 "A commit does not state the digest of the notice's revision before."},
	[NLOG_F_VERIFY_CHAIN] = {"verify.chain", NLOG_ERROR,
				 "Entry or Chain do not follow from the commit before."},
	[NLOG_F_VERIFY_SOURCE] =
		{"verify.source", NLOG_ERROR,
		 "The document kept is not the one that the commit names by size and "
		 "SHA-256."},
	[NLOG_F_VERIFY_ISSUED] = {"verify.issued", NLOG_WARNING,
				  "A commit states another day of issue than the notice."},
	[NLOG_F_VERIFY_AMENDMENTS] =
		{"verify.amendments", NLOG_WARNING,
		 "A commit names other amendments than the rules find, their version "
		 "being the same."},
	[NLOG_F_VERIFY_FOREIGN] = {"verify.foreign-commit", NLOG_WARNING,
				   "A commit without trailers changes no notice."},
	[NLOG_F_VERIFY_CLOCK] =
		{"verify.clock", NLOG_WARNING,
		 "A commit's time is before its parent's, or more than a day ahead of the "
		 "clock."},
	[NLOG_F_CHECKPOINT_HEAD] =
		{"checkpoint.head", NLOG_ERROR,
		 "The history does not lead through the commit, entry and chain that were "
		 "kept."},
	[NLOG_F_CHECKPOINT_VANISHED] = {"checkpoint.vanished", NLOG_ERROR,
					"A revision that was kept is not there any more."},
	[NLOG_F_CHECKPOINT_CHANGED] = {"checkpoint.changed", NLOG_ERROR,
				       "A revision has another content than the one kept."},
	[NLOG_F_CHECKPOINT_REORDERED] =
		{"checkpoint.reordered", NLOG_ERROR,
		 "Revisions stand in another order than the one kept, or others stand "
		 "among them."},
	[NLOG_F_SERIES_REFERENCE_ORDER] =
		{"series.reference-order", NLOG_WARNING,
		 "Reference numbers do not rise with the days of issue, over all notices."},
	[NLOG_F_SERIES_REFERENCE_TWICE] = {"series.reference-twice", NLOG_WARNING,
					   "Two notices have the same reference number."},
	[NLOG_F_SERIES_ORDINAL_TWICE] =
		{"series.ordinal-twice", NLOG_WARNING,
		 "Two notices are of the same meeting of a series (the 66th)."},
	[NLOG_F_SERIES_ORDINAL_MISSING] =
		{"series.ordinal-missing", NLOG_NOTE,
		 "Notices are of the 64th and the 66th meeting of a series, and none of "
		 "the 65th."},
	[NLOG_F_SERIES_CODE_TWICE] =
		{"series.code-twice", NLOG_WARNING,
		 "Notices under different keys have or had the same project code."},
	[NLOG_F_SERIES_LETTER_ORDER] =
		{"series.letter-order", NLOG_WARNING,
		 "The serials of a project's letters do not rise with their dates."},
	[NLOG_F_SERIES_LETTER_TWICE] = {"series.letter-twice", NLOG_WARNING,
					"A letter is named with two dates."},
	[NLOG_F_UNANNOUNCED] =
		{"instrument.unannounced", NLOG_WARNING,
		 "No sentence of an instrument would be read as this change."},
	[NLOG_F_MORE] =
		{"findings.more", NLOG_WARNING,
		 "There are more notes and warnings than are kept; the others are left "
		 "out."},
	[NLOG_F_REGISTER_INVALID] =
		{"register.invalid", NLOG_ERROR,
		 "The recorded register.json is not valid; the built-in "
		 "register is used."},
	[NLOG_F_RULE_UNKNOWN] = {"register.rule", NLOG_WARNING,
				 "The register's policy names a rule that does not exist."},
	[NLOG_F_RECORD_SAME_ISSUE] =
		{"record.same-issue", NLOG_NOTE,
		 "A document has the number and day of issue of the latest revision, and "
		 "other content: it may mend an error in recording it."},
	[NLOG_F_RECORD_NEAR_CODE] =
		{"record.near-code", NLOG_NOTE,
		 "The code of a new notice comes near that of a known one with the same "
		 "title or dates: it may be mistyped."},
};

const char *nlog_level_name(nlog_level level)
{
	static const char *const names[] = {
		[NLOG_NOTE] = "note", [NLOG_WARNING] = "warning", [NLOG_ERROR] = "error"};

	return names[level];
}

const nlog_finding_rule *nlog_finding_rule_of(nlog_finding_id id)
{
	return &rules[id];
}

/* Is the list full for all but errors? Said once, by the finding that fills it. */
static bool is_full(nlog_findings *list, nlog_finding_id id)
{
	if (nlog_finding_rule_of(id)->severity == NLOG_ERROR || id == NLOG_F_MORE ||
	    list->count < NLOG_FINDINGS_MAX)
		return false;
	if (list->count == NLOG_FINDINGS_MAX)
		nlog_findings_add(list, NLOG_F_MORE, (nlog_place){.file = NULL},
				  "more than %d findings: the others are left out",
				  NLOG_FINDINGS_MAX);
	return true;
}

void nlog_findings_add(nlog_findings *list, nlog_finding_id id, nlog_place place,
		       const char *format, ...)
{
	nlog_str text = NLOG_STR_INIT, visible = NLOG_STR_INIT, file = NLOG_STR_INIT;
	va_list args;

	if (!list || is_full(list, id))
		return;
	va_start(args, format);
	nlog_str_addv(&text, format, args);
	va_end(args);
	nlog_str_add_visible(&visible, nlog_str_slice(&text));
	nlog_str_clear(&text);
	if (place.file)
		nlog_str_add_visible(&file, nlog_slice_of(place.file));

	NLOG_GROW(list->items, list->count, list->capacity);
	list->items[list->count++] = (nlog_finding){
		.rule = nlog_finding_rule_of(id),
		.severity = nlog_finding_rule_of(id)->severity,
		.file = place.file ? nlog_str_detach(&file) : NULL,
		.line = place.line,
		.column = place.column,
		.field = place.field,
		.text = nlog_str_detach(&visible),
	};
}

nlog_level nlog_findings_gravest(const nlog_findings *list)
{
	nlog_level gravest = NLOG_NOTE;

	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].severity > gravest)
			gravest = list->items[i].severity;
	return gravest;
}

void nlog_finding_format(nlog_str *out, const nlog_finding *finding)
{
	if (finding->file)
		nlog_str_addf(out, "%s:", finding->file);
	if (finding->line)
		nlog_str_addf(out, "%u:", finding->line);
	if (finding->line && finding->column)
		nlog_str_addf(out, "%u:", finding->column);
	nlog_str_addf(out, "%s%s: %s: %s\n", finding->file ? " " : "",
		      nlog_level_name(finding->severity), finding->rule->id, finding->text);
}

static json_t *finding_to_json(const nlog_finding *finding)
{
	json_t *object = json_object();

	json_object_set_new(object, "rule", json_string(finding->rule->id));
	json_object_set_new(object, "severity",
			    json_string(nlog_level_name(finding->severity)));
	if (finding->file)
		json_object_set_new(object, "file", json_string(finding->file));
	if (finding->line)
		json_object_set_new(object, "line", json_integer(finding->line));
	if (finding->column)
		json_object_set_new(object, "column", json_integer(finding->column));
	if (finding->field)
		json_object_set_new(object, "field", json_string(finding->field));
	json_object_set_new(object, "text", json_string(finding->text));
	return object;
}

json_t *nlog_findings_to_json(const nlog_findings *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(array, finding_to_json(&list->items[i]));
	return array;
}

void nlog_findings_move(nlog_findings *list, nlog_findings *from)
{
	if (!list->count) {
		nlog_findings_clear(list);
		*list = *from;
		*from = (nlog_findings)NLOG_FINDINGS_INIT;
		return;
	}
	for (size_t i = 0; i < from->count; i++) {
		NLOG_GROW(list->items, list->count, list->capacity);
		list->items[list->count++] = from->items[i];
	}
	from->count = 0;
	nlog_findings_clear(from);
}

static void clear_finding(nlog_finding *finding)
{
	nlog_free(finding->file);
	nlog_free(finding->text);
}

void nlog_findings_filter(nlog_findings *list,
			  bool (*keep)(nlog_finding *finding, void *data), void *data)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		if (keep(&list->items[i], data))
			list->items[kept++] = list->items[i];
		else
			clear_finding(&list->items[i]);
	}
	list->count = kept;
}

void nlog_findings_clear(nlog_findings *list)
{
	for (size_t i = 0; i < list->count; i++)
		clear_finding(&list->items[i]);
	nlog_free(list->items);
	*list = (nlog_findings)NLOG_FINDINGS_INIT;
}

json_t *nlog_finding_rules_to_json(void)
{
	json_t *array = json_array();

	for (size_t i = 0; i < NLOG_F_COUNT; i++)
		json_array_append_new(
			array, json_pack("{s:s, s:s, s:s}", "id", rules[i].id, "severity",
					 nlog_level_name(rules[i].severity), "description",
					 rules[i].description));
	return array;
}
