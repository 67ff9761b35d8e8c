/* What was in force of a notice after each of its revisions was recorded. */
#include <noticelog/course.h>

#include <noticelog/alloc.h>

#include "places.h"

/* A value, counted; *Not Applicable* is none. */
static json_t *value_of(const nlog_notice *notice, nlog_field_id field)
{
	json_t *value = (json_t *)nlog_notice_get(notice, field);

	return json_is_null(value) ? NULL : json_incref(value);
}

static nlog_state state_of(const nlog_history *history, const nlog_revision *recorded,
			   const nlog_revision *revision, const nlog_notice *notice)
{
	return (nlog_state){
		.recorded = recorded,
		.revision = revision,
		.status = nlog_revision_status(revision, notice,
					       nlog_history_register(history)),
		.timing = value_of(notice, NLOG_FIELD_TIMING),
		.closing_dates = value_of(notice, NLOG_FIELD_CLOSING_DATES),
		.hosting_countries = value_of(notice, NLOG_FIELD_HOSTING_COUNTRIES),
		.venue_cities = value_of(notice, NLOG_FIELD_VENUE_CITIES),
		.modality = value_of(notice, NLOG_FIELD_MODALITY),
	};
}

int nlog_course_load(nlog_course *out, const nlog_history *history,
		     const nlog_dossier *dossier, nlog_error *err)
{
	const nlog_revision **in_force =
		nlog_alloc_array(dossier->count, sizeof(*in_force));
	const nlog_revision *before = NULL;
	int rc = 0;

	*out = (nlog_course){.states = NULL};
	history_in_force(history, dossier, in_force);
	for (size_t i = 0; !rc && i < dossier->count; i++) {
		nlog_notice *notice = NULL;

		if (!in_force[i] || in_force[i] == before)
			continue;
		before = in_force[i];
		rc = nlog_history_notice(history, before, &notice, NULL, err);
		if (rc)
			continue;
		NLOG_GROW(out->states, out->count, out->capacity);
		out->states[out->count++] =
			state_of(history, &dossier->revisions[i], before, notice);
		nlog_notice_free(out->notice);
		out->notice = notice;
	}
	nlog_free(in_force);
	if (rc)
		nlog_course_clear(out);
	return rc;
}

static bool differs(const json_t *a, const json_t *b)
{
	return a && b ? !json_equal(a, b) : a != b;
}

bool nlog_state_moves(const nlog_state *before, const nlog_state *after)
{
	return before->status != after->status || differs(before->timing, after->timing) ||
	       differs(before->hosting_countries, after->hosting_countries) ||
	       differs(before->venue_cities, after->venue_cities) ||
	       differs(before->modality, after->modality);
}

bool nlog_state_moves_closing(const nlog_state *before, const nlog_state *after)
{
	return before->status != after->status ||
	       differs(before->closing_dates, after->closing_dates);
}

unsigned nlog_course_moves(const nlog_course *course,
			   bool (*moves)(const nlog_state *before, const nlog_state *after),
			   const nlog_state **last)
{
	const nlog_state *moved = &course->states[0];
	unsigned count = 0;

	for (size_t i = 1; i < course->count; i++) {
		if (!moves(&course->states[i - 1], &course->states[i]))
			continue;
		moved = &course->states[i];
		count++;
	}
	if (last)
		*last = moved;
	return count;
}

void nlog_course_clear(nlog_course *course)
{
	for (size_t i = 0; i < course->count; i++) {
		nlog_state *state = &course->states[i];

		json_decref(state->timing);
		json_decref(state->closing_dates);
		json_decref(state->hosting_countries);
		json_decref(state->venue_cities);
		json_decref(state->modality);
	}
	nlog_free(course->states);
	nlog_notice_free(course->notice);
	*course = (nlog_course){.states = NULL};
}
