/* Reports as one HTML page: no script, no network, styles inside; written by libxml2. */
#include "format.h"

#include <libxml/xmlwriter.h>
#include <string.h>

static const char style[] =
	"body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem "
	"auto;padding:0 1rem;"
	"color:#1a1a1a;background:#fff}"
	"h1{font-size:1.5rem}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1.05rem}"
	"table{border-collapse:collapse;width:100%}"
	"th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px "
	"solid #ccc}"
	"th[scope=row]{width:14rem}td p{margin:0 0 .5rem}"
	"pre{white-space:pre-wrap;overflow-wrap:anywhere}li{margin:.3rem "
	"0}.quiet{color:#555}.alert{color:#8a3b00;font-weight:600}"
	"@media(max-width:40rem){th[scope=row]{width:auto}}"
	"@media print{body{margin:0;max-width:none}tr,li{break-inside:avoid}}";

static void start(xmlTextWriter *writer, const char *name)
{
	xmlTextWriterStartElement(writer, BAD_CAST name);
}

/* An end tag is always written: HTML knows no empty elements but its own. */
static void end(xmlTextWriter *writer)
{
	xmlTextWriterFullEndElement(writer);
}

static void attribute(xmlTextWriter *writer, const char *name, const char *value)
{
	xmlTextWriterWriteAttribute(writer, BAD_CAST name, BAD_CAST value);
}

/* Every piece of data passes here: libxml2 escapes what would be markup. */
static void text(xmlTextWriter *writer, const char *data)
{
	nlog_str safe = NLOG_STR_INIT;

	nlog_str_add_visible(&safe, nlog_slice_of(data));
	xmlTextWriterWriteString(writer, BAD_CAST nlog_str_text(&safe));
	nlog_str_clear(&safe);
}

static void escape(nlog_str *out, nlog_slice data)
{
	nlog_str safe = NLOG_STR_INIT;
	xmlChar *escaped;

	nlog_str_add_visible(&safe, data);
	escaped = xmlEncodeSpecialChars(NULL, BAD_CAST nlog_str_text(&safe));
	if (escaped)
		nlog_str_add(out, (const char *)escaped);
	xmlFree(escaped);
	nlog_str_clear(&safe);
}

static void element(xmlTextWriter *writer, const char *name, const nlog_report_cell *cell)
{
	static const char *const classes[] = {
		[NLOG_TONE_PLAIN] = NULL,
		[NLOG_TONE_STRONG] = NULL,
		[NLOG_TONE_QUIET] = "quiet",
		[NLOG_TONE_ALERT] = "alert",
	};

	start(writer, name);
	if (classes[cell->tone])
		attribute(writer, "class", classes[cell->tone]);
	text(writer, cell->text);
	end(writer);
}

static void add_paragraphs(xmlTextWriter *writer, const nlog_report_block *block)
{
	for (size_t r = 0; r < block->row_count; r++)
		element(writer, "p", &block->rows[r].cells[0]);
}

static void add_literal(xmlTextWriter *writer, const nlog_report_block *block)
{
	for (size_t r = 0; r < block->row_count; r++)
		element(writer, "pre", &block->rows[r].cells[0]);
}

static void add_title(xmlTextWriter *writer, const nlog_report_block *block)
{
	element(writer, "h1", &block->rows[0].cells[0]);
}

static void add_heading(xmlTextWriter *writer, const nlog_report_block *block)
{
	element(writer, "h2", &block->rows[0].cells[0]);
}

static void add_entry(xmlTextWriter *writer, const nlog_report_block *block)
{
	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];

		start(writer, "h3");
		for (size_t c = 0; c < row->cell_count; c++) {
			if (c && *row->cells[c].text)
				text(writer, c + 1 == row->cell_count ? ": " : " ");
			text(writer, row->cells[c].text);
		}
		end(writer);
		for (size_t l = 0; l < row->line_count; l++)
			element(writer, "p", &row->lines[l]);
	}
}

static void add_lines(xmlTextWriter *writer, const nlog_report_row *row)
{
	if (!row->line_count)
		return;
	start(writer, "ul");
	for (size_t l = 0; l < row->line_count; l++)
		element(writer, "li", &row->lines[l]);
	end(writer);
}

static void add_list(xmlTextWriter *writer, const nlog_report_block *block)
{
	start(writer, "ul");
	for (size_t r = 0; r < block->row_count; r++) {
		const nlog_report_row *row = &block->rows[r];

		start(writer, "li");
		if (*row->cells[1].text) {
			element(writer, "strong", &row->cells[1]);
			text(writer, " ");
		}
		text(writer, row->cells[2].text);
		if (row->cell_count > 3 && *row->cells[3].text) {
			text(writer, " — ");
			element(writer, "span", &row->cells[3]);
		}
		add_lines(writer, row);
		end(writer);
	}
	end(writer);
}

static void add_table_row(xmlTextWriter *writer, const nlog_report_row *row, bool is_head)
{
	start(writer, "tr");
	for (size_t c = 0; c < row->cell_count; c++) {
		start(writer, is_head ? "th" : "td");
		if (is_head)
			attribute(writer, "scope", "col");
		text(writer, row->cells[c].text);
		if (c + 1 == row->cell_count)
			add_lines(writer, row);
		end(writer);
	}
	end(writer);
}

static void add_table(xmlTextWriter *writer, const nlog_report_block *block)
{
	start(writer, "table");
	start(writer, "thead");
	add_table_row(writer, &block->rows[0], true);
	end(writer);
	start(writer, "tbody");
	for (size_t r = 1; r < block->row_count; r++)
		add_table_row(writer, &block->rows[r], false);
	end(writer);
	end(writer);
}

/* A label and its paragraphs as a row of a table; rows without a label as paragraphs. */
static void add_field(xmlTextWriter *writer, const nlog_report_row *row)
{
	start(writer, "tr");
	start(writer, "th");
	attribute(writer, "scope", "row");
	text(writer, row->cells[0].text);
	end(writer);
	start(writer, "td");
	element(writer, "p", &row->cells[1]);
	for (size_t l = 0; l < row->line_count; l++)
		element(writer, "p", &row->lines[l]);
	end(writer);
	end(writer);
}

static void add_fields(xmlTextWriter *writer, const nlog_report_block *block)
{
	if (block->rows[0].cell_count < 2) {
		add_paragraphs(writer, block);
		return;
	}
	start(writer, "table");
	start(writer, "tbody");
	for (size_t r = 0; r < block->row_count; r++)
		add_field(writer, &block->rows[r]);
	end(writer);
	end(writer);
}

static void add_meta(xmlTextWriter *writer, const char *key, const char *name,
		     const char *content)
{
	xmlTextWriterStartElement(writer, BAD_CAST "meta");
	if (key)
		attribute(writer, key, name);
	attribute(writer, key ? "content" : "charset", content);
	xmlTextWriterEndElement(writer);
}

static const char *title_of(const nlog_report *report)
{
	for (size_t b = 0; b < report->block_count; b++)
		if (report->blocks[b].row_count &&
		    (report->blocks[b].kind == NLOG_BLOCK_TITLE ||
		     report->blocks[b].kind == NLOG_BLOCK_ENTRY))
			return report->blocks[b].rows[0].cells[0].text;
	return "noticelog";
}

static void add_head(xmlTextWriter *writer, const nlog_report *report)
{
	start(writer, "head");
	add_meta(writer, NULL, NULL, "utf-8");
	add_meta(writer, "http-equiv", "Content-Security-Policy",
		 "default-src 'none'; style-src 'unsafe-inline'");
	add_meta(writer, "name", "viewport", "width=device-width, initial-scale=1");
	start(writer, "title");
	text(writer, title_of(report));
	end(writer);
	start(writer, "style");
	xmlTextWriterWriteRaw(writer, BAD_CAST style);
	end(writer);
	end(writer);
}

static void add_body(xmlTextWriter *writer, const nlog_report *report)
{
	static void (*const blocks[])(xmlTextWriter *, const nlog_report_block *) = {
		[NLOG_BLOCK_TITLE] = add_title,     [NLOG_BLOCK_HEADING] = add_heading,
		[NLOG_BLOCK_TEXT] = add_paragraphs, [NLOG_BLOCK_LITERAL] = add_literal,
		[NLOG_BLOCK_ENTRY] = add_entry,     [NLOG_BLOCK_LIST] = add_list,
		[NLOG_BLOCK_TABLE] = add_table,     [NLOG_BLOCK_FIELDS] = add_fields,
	};

	start(writer, "body");
	start(writer, "main");
	for (size_t b = 0; b < report->block_count; b++) {
		xmlTextWriterWriteRaw(writer, BAD_CAST "\n");
		if (report->blocks[b].row_count)
			blocks[report->blocks[b].kind](writer, &report->blocks[b]);
	}
	xmlTextWriterWriteRaw(writer, BAD_CAST "\n");
	end(writer);
	end(writer);
}

static void render(nlog_str *out, const nlog_report *report,
		   const nlog_render_options *options)
{
	xmlBuffer *buffer = xmlBufferCreate();
	xmlTextWriter *writer = xmlNewTextWriterMemory(buffer, 0);

	(void)options;
	xmlTextWriterWriteRaw(writer, BAD_CAST "<!DOCTYPE html>\n");
	start(writer, "html");
	attribute(writer, "lang", "en");
	add_head(writer, report);
	add_body(writer, report);
	end(writer);
	xmlTextWriterEndDocument(writer);
	xmlFreeTextWriter(writer);
	nlog_str_addn(out, (const char *)xmlBufferContent(buffer),
		      (size_t)xmlBufferLength(buffer));
	nlog_str_addc(out, '\n');
	xmlBufferFree(buffer);
}

const nlog_format nlog_format_html = {
	.name = "html",
	.extension = "html",
	.media_type = "text/html; charset=utf-8",
	.escape = escape,
	.render = render,
};
