/* Reports as iCalendar (RFC 5545): their events; written by libical. */
#include "format.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include <noticelog/library.h>

#define FUNCTIONS(X)                                                                       \
	X(icalcomponent_add_component)                                                     \
	X(icalcomponent_add_property)                                                      \
	X(icalcomponent_as_ical_string_r)                                                  \
	X(icalcomponent_free)                                                              \
	X(icalcomponent_new)                                                               \
	X(icalproperty_new_description)                                                    \
	X(icalproperty_new_dtend)                                                          \
	X(icalproperty_new_dtstamp)                                                        \
	X(icalproperty_new_dtstart)                                                        \
	X(icalproperty_new_lastmodified)                                                   \
	X(icalproperty_new_location)                                                       \
	X(icalproperty_new_name)                                                           \
	X(icalproperty_new_prodid)                                                         \
	X(icalproperty_new_sequence)                                                       \
	X(icalproperty_new_status)                                                         \
	X(icalproperty_new_summary)                                                        \
	X(icalproperty_new_transp)                                                         \
	X(icalproperty_new_uid)                                                            \
	X(icalproperty_new_version)                                                        \
	X(icalproperty_new_x)                                                              \
	X(icalproperty_set_x_name)                                                         \
	X(icaltime_from_timet_with_zone)                                                   \
	X(icaltime_is_null_time)                                                           \
	X(icaltime_is_valid_time)                                                          \
	X(icaltime_null_date)                                                              \
	X(icaltimezone_get_utc_timezone)

typedef struct {
	FUNCTIONS(NLOG_LIBRARY_MEMBER)
} functions;

static const char *const names[] = {FUNCTIONS(NLOG_LIBRARY_NAME) NULL};
static functions loaded;
static nlog_library libical = NLOG_LIBRARY(LIBICAL_FILE, names, &loaded);

/* libical, which brings ICU along and is loaded with the first calendar. */
static const functions *ical(void)
{
	return nlog_library_functions(&libical);
}

/* Add a property. Control characters become visible; what is markup libical escapes. */
static void add_text(icalcomponent *event, icalproperty *(*make)(const char *text),
		     nlog_slice data)
{
	nlog_str safe = NLOG_STR_INIT;

	nlog_str_add_visible(&safe, data);
	ical()->icalcomponent_add_property(event, make(nlog_str_text(&safe)));
	nlog_str_clear(&safe);
}

static struct icaltimetype day_of(nlog_date date)
{
	struct icaltimetype time = ical()->icaltime_null_date();

	nlog_date_split(date, &time.year, &time.month, &time.day);
	return time;
}

/* The cell is in RFC 3339; iCalendar has it in UTC. */
static struct icaltimetype time_of(const nlog_report_cell *cell)
{
	nlog_instant instant = {0, 0};

	nlog_instant_from_text(&instant, cell->text);
	return ical()->icaltime_from_timet_with_zone(
		(time_t)instant.seconds, 0, ical()->icaltimezone_get_utc_timezone());
}

/*
 * The first day, and the first day after. libical writes no days after the year
 * 3000, and takes the first day of all for none.
 *
 * @return false if it cannot write these
 */
static bool read_days(const nlog_report_row *row, struct icaltimetype *start,
		      struct icaltimetype *end)
{
	nlog_date first, last;

	if (!nlog_date_from_iso(&first, row->cells[NLOG_EVENT_START].text) ||
	    !nlog_date_from_iso(&last, row->cells[NLOG_EVENT_END].text))
		return false;
	last.day++;
	*start = day_of(first);
	*end = day_of(last);
	return !ical()->icaltime_is_null_time(*start) &&
	       ical()->icaltime_is_valid_time(*start) &&
	       ical()->icaltime_is_valid_time(*end);
}

static void add_status(icalcomponent *event, nlog_slice status)
{
	static const struct {
		const char *name;
		icalproperty_status status;
	} statuses[] = {{"confirmed", ICAL_STATUS_CONFIRMED},
			{"tentative", ICAL_STATUS_TENTATIVE},
			{"cancelled", ICAL_STATUS_CANCELLED}};

	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++)
		if (nlog_slice_is(status, statuses[i].name))
			ical()->icalcomponent_add_property(
				event, ical()->icalproperty_new_status(statuses[i].status));
}

/* The lines below the row, each a line of the text. */
static void add_description(icalcomponent *event, const nlog_report_row *row)
{
	nlog_str text = NLOG_STR_INIT;

	for (size_t l = 0; l < row->line_count; l++) {
		nlog_str_add(&text, l ? "\n" : "");
		nlog_str_add_visible(&text, row->lines[l].text);
	}
	if (text.len)
		ical()->icalcomponent_add_property(
			event, ical()->icalproperty_new_description(nlog_str_text(&text)));
	nlog_str_clear(&text);
}

static void add_event(icalcomponent *calendar, const nlog_report_row *row)
{
	struct icaltimetype start, end;
	const nlog_report_cell *cells = row->cells;
	icalcomponent *event;

	if (!read_days(row, &start, &end))
		return;
	event = ical()->icalcomponent_new(ICAL_VEVENT_COMPONENT);
	add_text(event, ical()->icalproperty_new_uid, cells[NLOG_EVENT_UID].text);
	ical()->icalcomponent_add_property(
		event, ical()->icalproperty_new_dtstamp(time_of(&cells[NLOG_EVENT_STAMP])));
	ical()->icalcomponent_add_property(event,
					   ical()->icalproperty_new_lastmodified(
						   time_of(&cells[NLOG_EVENT_MODIFIED])));
	ical()->icalcomponent_add_property(
		event, ical()->icalproperty_new_sequence((int)strtol(
			       cells[NLOG_EVENT_SEQUENCE].text.data, NULL, 10)));
	add_status(event, cells[NLOG_EVENT_STATUS].text);
	ical()->icalcomponent_add_property(event, ical()->icalproperty_new_dtstart(start));
	ical()->icalcomponent_add_property(event, ical()->icalproperty_new_dtend(end));
	add_text(event, ical()->icalproperty_new_summary, cells[NLOG_EVENT_SUMMARY].text);
	if (cells[NLOG_EVENT_LOCATION].text.len)
		add_text(event, ical()->icalproperty_new_location,
			 cells[NLOG_EVENT_LOCATION].text);
	add_description(event, row);
	/* A notice tells of days; it does not fill those of its reader. */
	ical()->icalcomponent_add_property(
		event, ical()->icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
	ical()->icalcomponent_add_component(calendar, event);
}

/* The calendar's name: RFC 7986, and what older programs read. */
static void add_name(icalcomponent *calendar, const nlog_report_block *block)
{
	icalproperty *old;
	nlog_str name = NLOG_STR_INIT;

	nlog_str_add_visible(&name, block->rows[0].cells[0].text);
	ical()->icalcomponent_add_property(
		calendar, ical()->icalproperty_new_name(nlog_str_text(&name)));
	old = ical()->icalproperty_new_x(nlog_str_text(&name));
	ical()->icalproperty_set_x_name(old, "X-WR-CALNAME");
	ical()->icalcomponent_add_property(calendar, old);
	nlog_str_clear(&name);
}

/*
 * libical 3.0.16 folds between the CR and the LF of a line that has 75 octets with
 * its CR. No text of ours has a CR: one before another is that fault, and its LF is
 * the next line's.
 */
static void add_mended(nlog_str *out, const char *text)
{
	static const char fault[] = "\r\r\n \n";
	const char *found;

	while ((found = strstr(text, fault))) {
		nlog_str_addn(out, text, (size_t)(found - text));
		nlog_str_add(out, "\r\n");
		text = found + sizeof(fault) - 1;
	}
	nlog_str_add(out, text);
}

static void render(nlog_str *out, const nlog_report *report,
		   const nlog_render_options *options)
{
	icalcomponent *calendar = ical()->icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
	char *text;

	(void)options;
	ical()->icalcomponent_add_property(
		calendar, ical()->icalproperty_new_prodid("-//noticelog//EN"));
	ical()->icalcomponent_add_property(calendar,
					   ical()->icalproperty_new_version("2.0"));
	for (size_t b = 0; b < report->block_count; b++) {
		const nlog_report_block *block = &report->blocks[b];

		if (block->kind == NLOG_BLOCK_TITLE && block->row_count)
			add_name(calendar, block);
		for (size_t r = 1; block->kind == NLOG_BLOCK_EVENTS && r < block->row_count;
		     r++)
			add_event(calendar, &block->rows[r]);
	}
	text = ical()->icalcomponent_as_ical_string_r(calendar);
	add_mended(out, text);
	free(text);
	ical()->icalcomponent_free(calendar);
}

const nlog_format nlog_format_ical = {
	.name = "ical",
	.extension = "ics",
	.media_type = "text/calendar; charset=utf-8",
	.content = NLOG_CONTENT_EVENTS,
	.escape = nlog_str_add_visible,
	.render = render,
};
