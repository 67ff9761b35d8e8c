/* From the bytes of a file to UTF-8, or a refusal that says what the file looks like. */
#include <string.h>

#include <noticelog/file.h>
#include <noticelog/text.h>

#include "libxml.h"
#include "reader.h"

/* What people send instead of text, by the first bytes. */
static const struct {
	const char *magic;
	size_t length;
	const char *what;
} signatures[] = {
	{"%PDF-", 5, "a PDF file"},
	{"PK\003\004", 4, "a ZIP archive or a word processor's file (.docx, .odt)"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, "an old word processor's file (.doc)"},
	{"{\\rtf", 5, "a rich text file (.rtf)"},
	{"\x89PNG", 4, "an image (PNG)"},
	{"\xff\xd8\xff", 3, "an image (JPEG)"},
	{"GIF8", 4, "an image (GIF)"},
	{"II*\0", 4, "an image (TIFF)"},
	{"MM\0*", 4, "an image (TIFF)"},
	{"\x1f\x8b", 2, "a gzip archive"},
	{"BZh", 3, "a bzip2 archive"},
	{"\xfd"
	 "7zXZ",
	 5, "an xz archive"},
	{"7z\xbc\xaf", 4, "a 7-Zip archive"},
	{"\x7f"
	 "ELF",
	 4, "a program"},
};

/* Windows-1252 from 0x80 to 0x9f; 0 where it has no letter (those stay C1 controls). */
static const unsigned short windows_1252[32] = {
	0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
	0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static int refuse(nlog_error *err, const char *source, const char *what)
{
	return nlog_error_at(err, NLOG_EINPUT, source, 0, 0,
			     "cannot be read: it looks like %s; save it as text, "
			     "Markdown or HTML",
			     what);
}

static const char *signature_of(nlog_slice bytes)
{
	for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++) {
		nlog_slice magic = {signatures[i].magic, signatures[i].length};

		if (bytes.len >= magic.len &&
		    nlog_slice_equal((nlog_slice){bytes.data, magic.len}, magic))
			return signatures[i].what;
	}
	return NULL;
}

void document_add_codepoint(nlog_str *out, unsigned codepoint)
{
	xmlChar bytes[8];

	if (codepoint >= 0x80 && codepoint < 0xa0 && windows_1252[codepoint - 0x80])
		codepoint = windows_1252[codepoint - 0x80];
	int length = document_libxml()->xmlCopyCharMultiByte(bytes, (int)codepoint);

	nlog_str_addn(out, (const char *)bytes, (size_t)length);
}

static unsigned unit_at(nlog_slice bytes, size_t at, bool big)
{
	const unsigned char *data = (const unsigned char *)bytes.data + at;

	return big ? (unsigned)(data[0] << 8 | data[1])
		   : (unsigned)(data[1] << 8 | data[0]);
}

/* A surrogate without its other half, and an odd last byte, become U+FFFD. */
static void decode_utf16(nlog_str *out, nlog_slice bytes, bool big)
{
	size_t at = 0;

	while (at + 1 < bytes.len) {
		unsigned unit = unit_at(bytes, at, big), low = 0;

		at += 2;
		if (unit >= 0xd800 && unit < 0xdc00 && at + 1 < bytes.len)
			low = unit_at(bytes, at, big);
		if (low >= 0xdc00 && low < 0xe000) {
			unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
			at += 2;
		}
		document_add_codepoint(out,
				       unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit);
	}
	if (at < bytes.len)
		document_add_codepoint(out, 0xfffd);
}

static document_position position_of(nlog_slice text, size_t offset)
{
	document_lines lines = {text, 0};
	nlog_slice line = {text.data, 0};

	while (document_next_line(&lines, &line)) {
		size_t end = (size_t)(lines.rest.data - text.data);

		if (offset < end || !lines.rest.len)
			break;
	}
	size_t before = offset - (size_t)(line.data - text.data);

	if (before > line.len)
		before = line.len;
	return (document_position){lines.number, 1 + (unsigned)nlog_text_count((nlog_slice){
							     line.data, before})};
}

/* UTF-8 stays as it is; a byte that is none of it is taken for Windows-1252. */
static void decode_utf8(nlog_str *out, nlog_slice bytes, const char *source,
			nlog_findings *findings)
{
	nlog_slice rest = bytes;
	size_t bad = 0, good, first = 0;

	while (!nlog_text_is_utf8(rest, &good)) {
		nlog_str_addn(out, rest.data, good);
		if (!bad++)
			first = out->len;
		document_add_codepoint(out, (unsigned char)rest.data[good]);
		rest = nlog_slice_from(rest, good + 1);
	}
	nlog_str_add_slice(out, rest);
	if (!bad || !findings)
		return;
	document_position at = position_of(nlog_str_slice(out), first);

	nlog_findings_add(findings, NLOG_F_ENCODING_CONVERTED,
			  (nlog_place){source, at.line, at.column, NULL},
			  "the document is not UTF-8; %zu byte%s read as Windows-1252", bad,
			  bad == 1 ? "" : "s");
}

static int refuse_binary(nlog_slice text, const char *source, nlog_error *err)
{
	const char *found = text.len ? memchr(text.data, 0, text.len) : NULL;

	if (!found)
		return 0;
	document_position at = position_of(text, (size_t)(found - text.data));

	return nlog_error_at(
		err, NLOG_EINPUT, source, at.line, at.column,
		"cannot be read: it holds a NUL byte and looks like a binary file; save "
		"it as text, Markdown or HTML");
}

/* A no-break space is a space, also where one parts a label from its value. */
static void open_spaces(nlog_str *text)
{
	size_t to = 0;

	for (size_t from = 0; from < text->len; from++) {
		bool is_space = from + 1 < text->len && text->data[from] == '\xc2' &&
				text->data[from + 1] == '\xa0';

		text->data[to++] = is_space ? ' ' : text->data[from];
		from += is_space;
	}
	nlog_str_truncate(text, to);
}

int document_decode(nlog_str *out, const char *source, nlog_slice bytes,
		    nlog_findings *findings, nlog_error *err)
{
	if (!bytes.len)
		return nlog_error_at(err, NLOG_EINPUT, source, 0, 0,
				     "cannot be read: it is empty");
	if (bytes.len > NLOG_FILE_LIMIT)
		return nlog_error_at(err, NLOG_ELIMIT, source, 0, 0,
				     "the document is larger than %zu MiB",
				     NLOG_FILE_LIMIT >> 20);
	const char *what = signature_of(bytes);

	if (what)
		return refuse(err, source, what);
	if (nlog_slice_starts(bytes, "\xff\xfe") || nlog_slice_starts(bytes, "\xfe\xff")) {
		bool big = bytes.data[0] == '\xfe';

		decode_utf16(out, nlog_slice_from(bytes, 2), big);
		if (findings)
			nlog_findings_add(findings, NLOG_F_ENCODING_CONVERTED,
					  (nlog_place){source, 1, 1, NULL},
					  "the document is UTF-16 (%s-endian), not UTF-8",
					  big ? "big" : "little");
	} else {
		size_t mark = nlog_slice_starts(bytes, "\xef\xbb\xbf") ? 3 : 0;

		decode_utf8(out, nlog_slice_from(bytes, mark), source, findings);
	}
	open_spaces(out);
	return refuse_binary(nlog_str_slice(out), source, err);
}
