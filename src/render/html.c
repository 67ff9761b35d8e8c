/* Reports as one HTML page: no script, no network, styles inside; written as XML is. */
#include "format.h"

#include "html.h"

/*
 * On a narrow screen columns have no room: a table of more scrolls, of one with
 * fewer the cells of a row stand below each other.
 */
#define MANY_COLUMNS 4

static const char style[] =
	"body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem "
	"auto;padding:0 1rem;"
	"color:#1a1a1a;background:#fff}"
	"h1{font-size:1.5rem}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1.05rem}"
	"h1,h2,h3,p,li{overflow-wrap:anywhere}"
	"table{border-collapse:collapse;width:100%;margin:1rem 0}"
	"th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px "
	"solid #ccc}"
	"th[scope=row]{width:14rem}td p{margin:0 0 .5rem}"
	".wide{overflow-x:auto}.wide td:first-child{white-space:nowrap}"
	".many td:last-child{min-width:10rem}"
	"pre{white-space:pre-wrap;overflow-wrap:anywhere}li{margin:.3rem "
	"0}.quiet{color:#555}.alert{color:#8a3b00;font-weight:600}"
	"@media(max-width:40rem){th[scope=row]{width:auto}"
	".many table{min-width:48rem}.many svg{min-width:36rem}"
	".few thead{position:absolute;clip-path:inset(50%)}"
	".few tr,.few td{display:block}.few tr{padding:.4rem 0;border-bottom:1px solid "
	"#ccc}.few td{border:0;padding:.1rem 0}.few td:first-child{font-weight:600}}"
	"@media print{body{margin:0;max-width:none}tr,li{break-inside:avoid}"
	"h1,h2,h3{break-after:avoid}.wide{overflow:visible}}";

/* For pages with charts, and the wide tables that come with them. */
static const char chart_style[] =
	"figure{margin:1.5rem 0;break-inside:avoid}figcaption{font-weight:600}"
	"figure svg{width:100%;height:auto;font:12px system-ui,sans-serif}"
	"line{stroke:#ccc}rect{stroke:#1a1a1a;stroke-width:.5}"
	".patterns{position:absolute}.patterns rect{stroke:none}summary{color:#555}"
	"td.quiet{white-space:nowrap}";

void nlog_html_start_wide(xml_writer *writer, const char *what, bool has_many)
{
	xml_start(writer, "div");
	xml_attribute(writer, "class", has_many ? "wide many" : "wide few");
	xml_attribute(writer, "role", "group");
	xml_attribute(writer, "aria-label", what);
	xml_attribute(writer, "tabindex", "0");
}

static void add_tone(xml_writer *writer, nlog_tone tone)
{
	static const char *const classes[] = {
		[NLOG_TONE_PLAIN] = NULL,
		[NLOG_TONE_STRONG] = NULL,
		[NLOG_TONE_QUIET] = "quiet",
		[NLOG_TONE_ALERT] = "alert",
	};

	if (classes[tone])
		xml_attribute(writer, "class", classes[tone]);
}

static void element(xml_writer *writer, const char *name, const nlog_report_cell *cell)
{
	xml_start(writer, name);
	add_tone(writer, cell->tone);
	xml_text(writer, cell->text);
	xml_end(writer);
}

static void add_paragraphs(xml_writer *writer, const nlog_report_block *block)
{
	for (size_t r = 0; r < block->row_count; r++)
		element(writer, "p", &block->rows[r].cells[0]);
}

static void add_literal(xml_writer *writer, const nlog_report_block *block)
{
	for (size_t r = 0; r < block->row_count; r++)
		element(writer, "pre", &block->rows[r].cells[0]);
}

static void add_title(xml_writer *writer, const nlog_report_block *block)
{
	element(writer, "h1", &block->rows[0].cells[0]);
}

static void add_heading(xml_writer *writer, const nlog_report_block *block)
{
	element(writer, "h2", &block->rows[0].cells[0]);
}

static void add_entry_lines(xml_writer *writer, const nlog_report_row *row)
{
	for (size_t l = 0; l < row->line_count; l++)
		element(writer, "p", &row->lines[l]);
}

/* `KEY rN: Title` */
static void add_entry_words(nlog_str *out, const nlog_report_row *row)
{
	for (size_t c = 0; c < row->cell_count; c++) {
		if (!row->cells[c].text.len)
			continue;
		if (c)
			nlog_str_add(out, c + 1 == row->cell_count ? ": " : " ");
		nlog_str_add_slice(out, row->cells[c].text);
	}
}

static void add_entry(xml_writer *writer, const nlog_report_block *block,
		      const char *heading)
{
	for (size_t r = 0; r < block->row_count; r++) {
		nlog_str words = NLOG_STR_INIT;

		add_entry_words(&words, &block->rows[r]);
		xml_start(writer, heading);
		xml_text(writer, nlog_str_slice(&words));
		xml_end(writer);
		add_entry_lines(writer, &block->rows[r]);
		nlog_str_clear(&words);
	}
}

static void add_lines(xml_writer *writer, const nlog_report_row *row)
{
	if (!row->line_count)
		return;
	xml_start(writer, "ul");
	for (size_t l = 0; l < row->line_count; l++)
		element(writer, "li", &row->lines[l]);
	xml_end(writer);
}

static void add_list(xml_writer *writer, const nlog_report_block *block)
{
	xml_start(writer, "ul");
	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];

		xml_start(writer, "li");
		if (row->cells[1].text.len) {
			element(writer, "strong", &row->cells[1]);
			xml_text(writer, NLOG_SLICE(" "));
		}
		xml_text(writer, row->cells[2].text);
		if (row->cell_count > 3 && row->cells[3].text.len) {
			xml_text(writer, NLOG_SLICE(" — "));
			element(writer, "span", &row->cells[3]);
		}
		add_lines(writer, row);
		xml_end(writer);
	}
	xml_end(writer);
}

/* A cell's text, as a link where it leads somewhere. */
static void add_linked(xml_writer *writer, const nlog_report_cell *cell)
{
	if (cell->link) {
		xml_start(writer, "a");
		xml_attribute(writer, "href", cell->link);
	}
	xml_text(writer, cell->text);
	if (cell->link)
		xml_end(writer);
}

static void add_table_row(xml_writer *writer, const nlog_report_row *row, bool is_head)
{
	xml_start(writer, "tr");
	for (size_t c = 0; c < row->cell_count; c++) {
		xml_start(writer, is_head ? "th" : "td");
		if (is_head)
			xml_attribute(writer, "scope", "col");
		add_tone(writer, row->cells[c].tone);
		add_linked(writer, &row->cells[c]);
		if (c + 1 == row->cell_count)
			add_lines(writer, row);
		xml_end(writer);
	}
	xml_end(writer);
}

void nlog_html_add_table(xml_writer *writer, const nlog_report_block *block)
{
	nlog_report_rows rows;
	const nlog_report_row *row = nlog_report_rows_first(&rows, block);

	nlog_html_start_wide(writer, "table", block->rows[0].cell_count > MANY_COLUMNS);
	xml_start(writer, "table");
	xml_start(writer, "thead");
	add_table_row(writer, row, true);
	xml_end(writer);
	xml_start(writer, "tbody");
	while ((row = nlog_report_rows_next(&rows)))
		add_table_row(writer, row, false);
	xml_end(writer);
	xml_end(writer);
	xml_end(writer);
}

/* A label and its paragraphs as a row of a table; rows without a label as paragraphs. */
static void add_field(xml_writer *writer, const nlog_report_row *row)
{
	xml_start(writer, "tr");
	xml_start(writer, "th");
	xml_attribute(writer, "scope", "row");
	xml_text(writer, row->cells[0].text);
	xml_end(writer);
	xml_start(writer, "td");
	element(writer, "p", &row->cells[1]);
	for (size_t l = 0; l < row->line_count; l++)
		element(writer, "p", &row->lines[l]);
	xml_end(writer);
	xml_end(writer);
}

static void add_fields(xml_writer *writer, const nlog_report_block *block)
{
	if (block->rows[0].cell_count < 2) {
		add_paragraphs(writer, block);
		return;
	}
	xml_start(writer, "table");
	xml_start(writer, "tbody");
	for (size_t r = 0; r < block->row_count; r++)
		add_field(writer, &block->rows[r]);
	xml_end(writer);
	xml_end(writer);
}

static void add_meta(xml_writer *writer, const char *key, const char *name,
		     const char *content)
{
	xml_start(writer, "meta");
	if (key)
		xml_attribute(writer, key, name);
	xml_attribute(writer, key ? "content" : "charset", content);
	xml_end_empty(writer);
}

/* What a page is called, and by which headings its parts. */
typedef struct {
	const nlog_report *report;
	nlog_str title;
	bool has_title;      /* a block says it: no heading is wanted for it */
	const char *heading; /* of an entry */
} html_page;

/* Its first title; that of its only entry; else what the caller says that it is. */
static void read_page(html_page *out, const nlog_report *report,
		      const nlog_render_options *options)
{
	const nlog_report_row *title = NULL, *entry = NULL;
	size_t entries = 0;
	bool has_heading = false;

	for (size_t b = report->block_count; b-- > 0;) {
		const nlog_report_block *block = &report->blocks[b];

		if (!block->row_count)
			continue;
		has_heading = has_heading || block->kind == NLOG_BLOCK_HEADING;
		if (block->kind == NLOG_BLOCK_TITLE)
			title = &block->rows[0];
		if (block->kind != NLOG_BLOCK_ENTRY)
			continue;
		entry = &block->rows[0];
		entries += block->row_count;
	}
	*out = (html_page){.report = report, .heading = has_heading ? "h3" : "h2"};
	out->has_title = title || entries == 1;
	if (title)
		nlog_str_add_slice(&out->title, title->cells[0].text);
	else if (entries == 1)
		add_entry_words(&out->title, entry);
	else
		nlog_str_add(&out->title, options->title ? options->title : "noticelog");
	if (!title && entries == 1)
		out->heading = "h1";
}

static bool has_chart(const nlog_report *report)
{
	for (size_t b = 0; b < report->block_count; b++)
		if (report->blocks[b].kind == NLOG_BLOCK_CHART)
			return true;
	return false;
}

static void add_head(xml_writer *writer, const html_page *page)
{
	xml_start(writer, "head");
	add_meta(writer, NULL, NULL, "utf-8");
	add_meta(writer, "http-equiv", "Content-Security-Policy",
		 "default-src 'none'; style-src 'unsafe-inline'");
	add_meta(writer, "name", "viewport", "width=device-width, initial-scale=1");
	xml_start(writer, "title");
	xml_text(writer, nlog_str_slice(&page->title));
	xml_end(writer);
	xml_start(writer, "style");
	xml_raw(writer, style);
	if (has_chart(page->report))
		xml_raw(writer, chart_style);
	xml_end(writer);
	xml_end(writer);
}

static void add_block(xml_writer *writer, const nlog_report_block *block,
		      const char *heading)
{
	static void (*const kinds[])(xml_writer *, const nlog_report_block *) = {
		[NLOG_BLOCK_TITLE] = add_title,
		[NLOG_BLOCK_HEADING] = add_heading,
		[NLOG_BLOCK_TEXT] = add_paragraphs,
		[NLOG_BLOCK_LITERAL] = add_literal,
		[NLOG_BLOCK_LIST] = add_list,
		[NLOG_BLOCK_TABLE] = nlog_html_add_table,
		[NLOG_BLOCK_FIELDS] = add_fields,
		[NLOG_BLOCK_CHART] = nlog_html_add_chart,
		[NLOG_BLOCK_EVENTS] = nlog_html_add_table,
	};

	if (block->kind == NLOG_BLOCK_ENTRY)
		add_entry(writer, block, heading);
	else if (block->row_count)
		kinds[block->kind](writer, block);
}

static void add_body(xml_writer *writer, const html_page *page)
{
	const nlog_report *report = page->report;

	xml_start(writer, "body");
	xml_start(writer, "main");
	if (has_chart(report))
		nlog_html_add_patterns(writer);
	if (!page->has_title) {
		xml_start(writer, "h1");
		xml_text(writer, nlog_str_slice(&page->title));
		xml_end(writer);
	}
	for (size_t b = 0; b < report->block_count; b++) {
		xml_raw(writer, "\n");
		add_block(writer, &report->blocks[b], page->heading);
	}
	xml_raw(writer, "\n");
	xml_end(writer);
	xml_end(writer);
}

void nlog_html_add_piece(nlog_str *out, const nlog_report_block *blocks, size_t count)
{
	static const nlog_render_options whole = NLOG_RENDER_OPTIONS_INIT;
	xml_writer page, *writer = &page;

	xml_open(writer, out, &whole);
	for (size_t b = 0; b < count; b++) {
		if (b == 0 && blocks[b].kind == NLOG_BLOCK_ENTRY)
			add_entry_lines(writer, &blocks[b].rows[0]);
		else
			add_block(writer, &blocks[b], "h3");
	}
	xml_close(writer);
}

static void render(nlog_str *out, const nlog_report *report,
		   const nlog_render_options *options)
{
	xml_writer markup, *writer = &markup;
	html_page page;

	xml_open(writer, out, options);
	read_page(&page, report, options);
	xml_raw(writer, "<!DOCTYPE html>\n");
	xml_start(writer, "html");
	xml_attribute(writer, "lang", "en");
	add_head(writer, &page);
	add_body(writer, &page);
	xml_end(writer);
	xml_raw(writer, "\n");
	xml_close(writer);
	nlog_str_addc(out, '\n');
	nlog_str_clear(&page.title);
}

const nlog_format nlog_format_html = {
	.name = "html",
	.extension = "html",
	.media_type = "text/html; charset=utf-8",
	.escape = xml_escape,
	.render = render,
};
