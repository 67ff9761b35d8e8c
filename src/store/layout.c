/* Where a register keeps what, and which paths it takes. */
#include <string.h>

#include <noticelog/alloc.h>
#include <noticelog/json.h>
#include <noticelog/notice.h>
#include <noticelog/store.h>

#include "layout.h"

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_name_byte(char c)
{
	return is_alnum(c) || c == '.' || c == '_' || c == '-';
}

store_folder store_folder_of(nlog_slice key)
{
	const store_folder other = {{"", 0}, {"", 0}};
	store_folder folder;
	ptrdiff_t first = nlog_slice_find(key, "-"), second;

	if (first <= 0)
		return other;
	folder.sector = nlog_slice_from(key, (size_t)first + 1);
	second = nlog_slice_find(folder.sector, "-");
	if (second <= 0)
		return other;
	folder.year = (nlog_slice){key.data, (size_t)first};
	folder.sector.len = (size_t)second;
	/* `other` as a year would mix its sectors with keys; `.git` is no folder for git. */
	if (nlog_slice_is_nocase(folder.year, STORE_OTHER) ||
	    !nlog_key_is_valid(folder.year) || !nlog_key_is_valid(folder.sector))
		return other;
	return folder;
}

void nlog_layout_add_folder(nlog_str *out, const char *key)
{
	store_folder folder = store_folder_of(nlog_slice_of(key));

	nlog_str_add(out, STORE_NOTICES "/");
	if (folder.year.len) {
		nlog_str_add_slice(out, folder.year);
		nlog_str_addc(out, '/');
		nlog_str_add_slice(out, folder.sector);
	} else {
		nlog_str_add(out, STORE_OTHER);
	}
	nlog_str_addc(out, '/');
	nlog_str_add(out, key);
}

/* Names of files that we choose ourselves: like keys, so that they suit every system. */
static bool is_ledger_file(nlog_slice name)
{
	return nlog_slice_ends(name, ".json") && nlog_key_is_valid(name);
}

static bool is_notice_file(nlog_slice name)
{
	return nlog_slice_is(name, STORE_NOTICE_FILE) ||
	       nlog_slice_is(name, "addendum.json") ||
	       (nlog_slice_starts(name, "source.") && nlog_key_is_valid(name));
}

bool store_path_is_valid(const char *path, nlog_slice *key)
{
	const char *file = strrchr(path, '/');
	nlog_str folder = NLOG_STR_INIT;
	nlog_slice above, name;
	char *key_text;
	bool valid;

	*key = (nlog_slice){"", 0};
	if (!file)
		return strcmp(path, STORE_REGISTER_FILE) == 0;
	above = (nlog_slice){path, (size_t)(file - path)};
	name = nlog_slice_of(file + 1);
	if (nlog_slice_is(above, "ledger"))
		return is_ledger_file(name);
	while (file > path && file[-1] != '/')
		file--;
	*key = nlog_slice_from(above, (size_t)(file - path));
	if (!nlog_key_is_valid(*key) || !is_notice_file(name))
		return false;
	key_text = nlog_strndup(key->data, key->len);
	nlog_layout_add_folder(&folder, key_text);
	valid = nlog_slice_equal(above, nlog_str_slice(&folder));
	nlog_free(key_text);
	nlog_str_clear(&folder);
	return valid;
}

bool store_is_digest(nlog_slice slice)
{
	for (size_t i = 0; i < slice.len; i++) {
		char c = slice.data[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
	}
	return slice.len == NLOG_DIGEST_LEN;
}

void nlog_source_add_trailer(nlog_str *out, nlog_slice name, nlog_slice content)
{
	char digest[NLOG_DIGEST_SIZE];

	if (!name.len)
		nlog_str_addc(out, '-');
	for (size_t i = 0; i < name.len; i++) {
		if (is_name_byte(name.data[i]))
			nlog_str_addc(out, name.data[i]);
		else
			nlog_str_addf(out, "%%%02X", (unsigned)(unsigned char)name.data[i]);
	}
	nlog_digest_bytes(digest, content);
	nlog_str_addf(out, " %zu %s", content.len, digest);
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool unescape(nlog_str *out, nlog_slice name)
{
	for (size_t i = 0; i < name.len; i++) {
		int high, low;

		if (is_name_byte(name.data[i])) {
			nlog_str_addc(out, name.data[i]);
			continue;
		}
		if (name.data[i] != '%' || name.len - i < 3)
			return false;
		high = hex_value(name.data[i + 1]);
		low = hex_value(name.data[i + 2]);
		if (high < 0 || low < 0)
			return false;
		nlog_str_addc(out, (char)(high * 16 + low));
		i += 2;
	}
	return name.len > 0;
}

/* Up to 18 digits, so that it cannot overflow. */
static bool parse_size(uint64_t *size, nlog_slice digits)
{
	*size = 0;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return false;
		*size = *size * 10 + (uint64_t)(digits.data[i] - '0');
		if (i == 18)
			return false;
	}
	return digits.len > 0;
}

bool store_source_parse(nlog_slice value, nlog_str *name, uint64_t *size,
			nlog_slice *digest)
{
	ptrdiff_t first = nlog_slice_find(value, " "), second;
	nlog_slice rest;

	if (first < 0)
		return false;
	rest = nlog_slice_from(value, (size_t)first + 1);
	second = nlog_slice_find(rest, " ");
	if (second < 0)
		return false;
	*digest = nlog_slice_from(rest, (size_t)second + 1);
	rest.len = (size_t)second;
	value.len = (size_t)first;
	return store_is_digest(*digest) && parse_size(size, rest) && unescape(name, value);
}
