/* Reports as an Atom feed (RFC 4287): their entries, the newest first. */
#include "format.h"

#include <noticelog/alloc.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"

/* An entry of the report, and the blocks below it that are its content. */
typedef struct {
	const nlog_report_block *blocks; /* the first is the entry itself */
	size_t count;
} feed_entry;

typedef struct {
	feed_entry *entries;
	size_t count, capacity;
	const nlog_report_row *title;      /* of the feed, or NULL */
	const nlog_report_block *subtitle; /* or NULL */
} feed_parts;

static bool is_content(nlog_block_kind kind)
{
	return kind == NLOG_BLOCK_LIST || kind == NLOG_BLOCK_TEXT ||
	       kind == NLOG_BLOCK_TABLE || kind == NLOG_BLOCK_FIELDS;
}

/* A heading, or lines to be copied, end an entry: they belong to the whole. */
static void read_feed(feed_parts *out, const nlog_report *report)
{
	feed_entry *open = NULL;

	*out = (feed_parts){.entries = NULL};
	for (size_t b = 0; b < report->block_count; b++) {
		const nlog_report_block *block = &report->blocks[b];

		if (!block->row_count)
			continue;
		if (block->kind == NLOG_BLOCK_ENTRY && block->rows[0].mark) {
			NLOG_GROW(out->entries, out->count, out->capacity);
			open = &out->entries[out->count++];
			*open = (feed_entry){block, 1};
		} else if (open && is_content(block->kind)) {
			open->count = (size_t)(block - open->blocks) + 1;
		} else {
			open = NULL;
			if (block->kind == NLOG_BLOCK_TITLE && !out->title)
				out->title = &block->rows[0];
			else if (block->kind == NLOG_BLOCK_TEXT && !out->subtitle &&
				 !out->count)
				out->subtitle = block;
		}
	}
}

static const nlog_report_mark *mark_of(const feed_entry *entry)
{
	return entry->blocks[0].rows[0].mark;
}

/* The newest first; of one time the last of the report. */
static int by_time(const void *a, const void *b)
{
	const feed_entry *p = a, *q = b;
	int64_t s = mark_of(p)->updated.seconds, t = mark_of(q)->updated.seconds;

	if (s != t)
		return s > t ? -1 : 1;
	return p->blocks > q->blocks ? -1 : p->blocks < q->blocks;
}

static void add_element(xml_writer *writer, const char *name, nlog_slice data)
{
	xml_start(writer, name);
	xml_text(writer, data);
	xml_end(writer);
}

static void add_time(xml_writer *writer, const char *name, nlog_instant instant)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_instant_add_rfc3339(&text, instant);
	add_element(writer, name, nlog_str_slice(&text));
	nlog_str_clear(&text);
}

/* `tag:apo-tokyo.org,2025-05-02:25-IN-09-GE-LOM/r2` (RFC 4151): for life, and no address. */
static void add_id(xml_writer *writer, const nlog_report_mark *mark, const char *authority)
{
	nlog_str id = NLOG_STR_INIT;

	nlog_str_addf(&id, "tag:%s,", authority);
	nlog_date_add_iso(&id, nlog_instant_day(mark->created));
	nlog_str_addf(&id, ":%s", mark->name);
	add_element(writer, "id", nlog_str_slice(&id));
	nlog_str_clear(&id);
}

static void add_author(xml_writer *writer, const char *name)
{
	xml_start(writer, "author");
	add_element(writer, "name", nlog_slice_of(name));
	xml_end(writer);
}

/* `25-IN-09-GE-LOM r2: Special Workshop` */
static void add_title(xml_writer *writer, const nlog_report_row *row)
{
	nlog_str title = NLOG_STR_INIT;

	for (size_t c = 0; c < row->cell_count; c++) {
		if (!row->cells[c].text.len)
			continue;
		if (title.len)
			nlog_str_add(&title, c + 1 == row->cell_count ? ": " : " ");
		nlog_str_add_slice(&title, row->cells[c].text);
	}
	add_element(writer, "title", nlog_str_slice(&title));
	nlog_str_clear(&title);
}

/* What a list names are the entry's categories: `rescheduled`, `closing date`. */
static void add_categories(xml_writer *writer, const feed_entry *entry)
{
	for (size_t b = 1; b < entry->count; b++) {
		const nlog_report_block *block = &entry->blocks[b];

		if (block->kind != NLOG_BLOCK_LIST)
			continue;
		for (size_t r = 0; r < block->row_count; r++) {
			nlog_slice name = block->rows[r].cells[1].text;
			nlog_str safe = NLOG_STR_INIT;

			if (!name.len ||
			    (r && nlog_slice_equal(name, block->rows[r - 1].cells[1].text)))
				continue;
			nlog_str_add_visible(&safe, name);
			xml_start(writer, "category");
			xml_attribute(writer, "term", nlog_str_text(&safe));
			xml_end_empty(writer);
			nlog_str_clear(&safe);
		}
	}
}

/* The lines below the entry and the blocks that follow, as a piece of HTML, escaped. */
static void add_content(xml_writer *writer, const feed_entry *entry)
{
	nlog_str html = NLOG_STR_INIT;

	nlog_html_add_piece(&html, entry->blocks, entry->count);
	xml_start(writer, "content");
	xml_attribute(writer, "type", "html");
	xml_markup(writer, nlog_str_text(&html));
	xml_end(writer);
	nlog_str_clear(&html);
}

static void add_entry(xml_writer *writer, const feed_entry *entry, const char *authority)
{
	const nlog_report_mark *mark = mark_of(entry);

	xml_start(writer, "entry");
	add_id(writer, mark, authority);
	add_title(writer, &entry->blocks[0].rows[0]);
	add_time(writer, "published", mark->created);
	add_time(writer, "updated", mark->updated);
	add_author(writer, mark->author);
	add_categories(writer, entry);
	add_content(writer, entry);
	xml_end(writer);
}

/* The feed is as new as its newest entry. */
static void add_head(xml_writer *writer, const feed_parts *feed)
{
	const nlog_report_mark *mark = feed->title->mark;

	add_id(writer, mark, mark->authority);
	add_title(writer, feed->title);
	if (feed->subtitle)
		add_element(writer, "subtitle", feed->subtitle->rows[0].cells[0].text);
	add_time(writer, "updated",
		 feed->count ? mark_of(&feed->entries[0])->updated : mark->updated);
	add_author(writer, mark->author);
	add_element(writer, "generator", NLOG_SLICE("noticelog"));
}

static void render(nlog_str *out, const nlog_report *report,
		   const nlog_render_options *options)
{
	xml_writer markup, *writer = &markup;
	feed_parts feed;

	xml_open(writer, out, options);
	xml_declare(writer);
	read_feed(&feed, report);
	if (feed.count)
		qsort(feed.entries, feed.count, sizeof(*feed.entries), by_time);
	xml_start(writer, "feed");
	xml_attribute(writer, "xmlns", "http://www.w3.org/2005/Atom");
	xml_attribute(writer, "xml:lang", "en");
	if (feed.title && feed.title->mark) {
		add_head(writer, &feed);
		for (size_t i = 0; i < feed.count; i++)
			add_entry(writer, &feed.entries[i], feed.title->mark->authority);
	}
	xml_end(writer);
	xml_close(writer);
	nlog_free(feed.entries);
}

const nlog_format nlog_format_atom = {
	.name = "atom",
	.extension = "atom",
	.media_type = "application/atom+xml",
	.content = NLOG_CONTENT_ENTRIES,
	.escape = xml_escape,
	.render = render,
};
