/* What an event says of a notice: a line of summary, a place, a description. */
#include "event_words.h"

#include <noticelog/alloc.h>
#include <noticelog/declare.h>
#include <string.h>

/* Of a notice that declares very much the rest is counted. */
#define SAID_MAX 8
/* Dates beyond these are counted, too: each event of a notice has the description. */
#define DATES_MAX 12
/* Longer texts are cut off, for the same reason; in bytes. */
#define TEXT_MAX 2000

/* At a character's end. */
static void cut(nlog_str *text)
{
	size_t end = TEXT_MAX;

	if (text->len <= TEXT_MAX)
		return;
	while (end && ((unsigned char)text->data[end] & 0xc0) == 0x80)
		end--;
	nlog_str_truncate(text, end);
	nlog_str_add(text, "…");
}

static void add_value(nlog_str *out, nlog_type_id type, const json_t *value)
{
	if (value)
		nlog_value_add_human(out, type, value);
}

/* `Vientiane, Lao PDR (hybrid)`; an online activity is nowhere else. */
static void add_place(nlog_str *out, const nlog_state *state)
{
	nlog_slice modality = nlog_json_slice(state->modality);

	if (nlog_slice_is(modality, "online")) {
		nlog_str_add(out, "online");
		return;
	}
	add_value(out, NLOG_TYPE_NAMES, state->venue_cities);
	if (out->len && state->hosting_countries)
		nlog_str_add(out, ", ");
	add_value(out, NLOG_TYPE_ECONOMIES, state->hosting_countries);
	if (modality.len)
		nlog_str_addf(out, out->len ? " (%.*s)" : "%.*s", (int)modality.len,
			      modality.data);
}

static void add_list(nlog_str *out, nlog_type_id type, const json_t *value)
{
	size_t count = json_array_size(value);

	if (count > DATES_MAX)
		nlog_str_addf(out, "%zu of them", count);
	else
		add_value(out, type, value);
}

static void add_dates(nlog_str *out, const nlog_state *state)
{
	add_list(out, NLOG_TYPE_PERIODS, state->timing);
}

static void add_closing(nlog_str *out, const nlog_state *state)
{
	add_list(out, NLOG_TYPE_DATES, state->closing_dates);
}

char *event_summary(const nlog_course *course, const nlog_event *event, size_t index,
		    bool is_closing, const char *key)
{
	static const char *const marks[] = {
		[NLOG_EVENT_CONFIRMED] = "",
		[NLOG_EVENT_TENTATIVE] = "Postponed: ",
		[NLOG_EVENT_CANCELLED] = "Cancelled: ",
	};
	const nlog_state *now = &course->states[course->count - 1];
	nlog_slice title = nlog_notice_line(course->notice, NLOG_FIELD_TITLE);
	size_t sessions = json_array_size(is_closing ? now->closing_dates : now->timing);
	nlog_str summary = NLOG_STR_INIT;

	nlog_str_add(&summary, marks[event->status]);
	nlog_str_add(&summary, is_closing ? "Closing date: " : "");
	nlog_str_add_slice(&summary, title.len ? title : nlog_slice_of(key));
	cut(&summary);
	if (index >= sessions && index)
		nlog_str_addf(&summary, " (session %zu)", index + 1);
	else if (sessions > 1)
		nlog_str_addf(&summary, " (session %zu of %zu)", index + 1, sessions);
	return nlog_str_detach(&summary);
}

char *event_location(const nlog_state *state, bool is_closing)
{
	nlog_str place = NLOG_STR_INIT;

	if (!is_closing)
		add_place(&place, state);
	cut(&place);
	return nlog_str_detach(&place);
}

static void add_line_take(nlog_events *events, nlog_str *line)
{
	if (!line->len)
		return;
	cut(line);
	NLOG_GROW(events->lines, events->line_count, events->line_capacity);
	events->lines[events->line_count++] = nlog_str_detach(line);
}

/* `25-IN-09-GE-LOM r2, issued 2 May 2025, Ref. 604` */
static void add_identity(nlog_events *events, const nlog_course *course,
			 const nlog_dossier *dossier)
{
	const nlog_revision *revision = course->states[course->count - 1].revision;
	nlog_slice reference = nlog_notice_line(course->notice, NLOG_FIELD_REFERENCE_NO);
	nlog_str line = NLOG_STR_INIT;

	nlog_str_addf(&line, "%s r%u", dossier->key, revision->number);
	if (revision->is_issue_stated) {
		nlog_str_add(&line, ", issued ");
		nlog_date_add_human(&line, revision->issued);
	}
	if (reference.len)
		nlog_str_addf(&line, ", Ref. %.*s", (int)reference.len, reference.data);
	add_line_take(events, &line);
}

/* One thing that a notice says of the activity, as a line of the description. */
typedef struct {
	const char *name, *lost; /* lost: what to say where there is none any more */
	void (*add)(nlog_str *out, const nlog_state *state);
} detail_row;

/*
 * What it was before it became what it is. A correction of an error in recording
 * takes the place of what nobody had issued: that was never so.
 */
static void add_former(nlog_str *out, const nlog_course *course, const detail_row *detail,
		       const nlog_str *now)
{
	for (size_t i = course->count - 1; !out->len && i-- > 0;) {
		const nlog_state *state = &course->states[i];

		if (state->revision->place == course->states[i + 1].revision->place)
			continue;
		detail->add(out, state);
		if (nlog_slice_equal(nlog_str_slice(out), nlog_str_slice(now)))
			nlog_str_truncate(out, 0);
	}
}

/* `Dates: 8–10 July 2025 (was 10–12 June 2025)` */
static void add_detail(nlog_events *events, const nlog_course *course,
		       const detail_row *detail)
{
	nlog_str line = NLOG_STR_INIT, now = NLOG_STR_INIT, former = NLOG_STR_INIT;

	detail->add(&now, &course->states[course->count - 1]);
	add_former(&former, course, detail, &now);
	if (now.len || former.len)
		nlog_str_addf(&line, "%s: %s", detail->name,
			      now.len ? nlog_str_text(&now) : detail->lost);
	if (former.len)
		nlog_str_addf(&line, " (was %s)", nlog_str_text(&former));
	add_line_take(events, &line);
	nlog_str_clear(&now);
	nlog_str_clear(&former);
}

static void add_status(nlog_events *events, nlog_status status)
{
	static const char *const words[NLOG_STATUSES] = {
		[NLOG_STATUS_WITHDRAWN] = "The notice is withdrawn.",
		[NLOG_STATUS_CANCELLED] = "The notice says that it is cancelled.",
		[NLOG_STATUS_POSTPONED] = "The notice says that it is postponed.",
	};
	nlog_str line = NLOG_STR_INIT;

	if (words[status])
		nlog_str_add(&line, words[status]);
	add_line_take(events, &line);
}

/* The sentences that declare something; one that declares two things stands once. */
static void add_said(nlog_events *events, const nlog_notice *notice,
		     const nlog_register *reg)
{
	nlog_declarations *said = NULL;
	nlog_str line = NLOG_STR_INIT;
	const char *before = "";
	size_t count = 0;

	nlog_declarations_read(&said, notice, reg);
	for (size_t i = 0; i < nlog_declarations_count(said); i++) {
		const char *text = nlog_declarations_get(said, i)->text;

		if (strcmp(text, before) == 0)
			continue;
		before = text;
		if (++count > SAID_MAX)
			continue;
		nlog_str_addf(&line, "The notice says: %s", text);
		add_line_take(events, &line);
	}
	if (count > SAID_MAX)
		nlog_str_addf(&line, "and %zu more", count - SAID_MAX);
	add_line_take(events, &line);
	nlog_declarations_free(said);
}

void event_describe(nlog_events *events, const nlog_course *course,
		    const nlog_history *history, const nlog_dossier *dossier)
{
	static const detail_row details[] = {
		{"Dates", "none any more", add_dates},
		{"Where", "not stated any more", add_place},
		{"Closing date", "none any more", add_closing},
	};

	add_identity(events, course, dossier);
	for (size_t i = 0; i < sizeof(details) / sizeof(*details); i++)
		add_detail(events, course, &details[i]);
	add_status(events, course->states[course->count - 1].status);
	add_said(events, course->notice, nlog_history_register(history));
}
