/* Entries of a folder, read and put. */
#include "folder.h"

#include <string.h>

#define FOLDER_MODE "40000"
#define FILE_MODE "100644"

bool store_folder_next(nlog_slice bytes, store_folder_entry *entry)
{
	nlog_slice rest = nlog_slice_from(bytes, entry->end), mode;
	const char *space = rest.len ? memchr(rest.data, ' ', rest.len) : NULL, *nul;

	if (!space)
		return false;
	mode = (nlog_slice){rest.data, (size_t)(space - rest.data)};
	nul = memchr(space, '\0', rest.len - mode.len);
	if (!nul || rest.len - (size_t)(nul - rest.data) - 1 < GIT_OID_RAWSZ)
		return false;
	entry->start = entry->end;
	entry->name = (nlog_slice){space + 1, (size_t)(nul - space) - 1};
	entry->is_folder = nlog_slice_is(mode, FOLDER_MODE);
	entry->is_file = nlog_slice_is(mode, FILE_MODE);
	memcpy(entry->oid.id, nul + 1, GIT_OID_RAWSZ);
	entry->end += (size_t)(nul - rest.data) + 1 + GIT_OID_RAWSZ;
	return true;
}

bool store_folder_find(nlog_slice bytes, nlog_slice name, store_folder_entry *entry)
{
	*entry = (store_folder_entry){.end = 0};
	while (store_folder_next(bytes, entry))
		if (nlog_slice_equal(entry->name, name))
			return true;
	return false;
}

/* git sorts a folder as if its name ended in a slash. */
static int compare(nlog_slice a, bool a_is_folder, nlog_slice b, bool b_is_folder)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = memcmp(a.data, b.data, len);
	unsigned char a_next, b_next;

	if (order)
		return order;
	a_next = a.len > len ? (unsigned char)a.data[len] : a_is_folder ? '/' : '\0';
	b_next = b.len > len ? (unsigned char)b.data[len] : b_is_folder ? '/' : '\0';
	return a_next - b_next;
}

static void add_entry(nlog_str *out, nlog_slice name, bool is_folder, const git_oid *oid)
{
	nlog_str_add(out, is_folder ? FOLDER_MODE " " : FILE_MODE " ");
	nlog_str_add_slice(out, name);
	nlog_str_addc(out, '\0');
	nlog_str_addn(out, (const char *)oid->id, GIT_OID_RAWSZ);
}

void store_folder_put(nlog_str *bytes, nlog_slice name, bool is_folder, const git_oid *oid)
{
	nlog_slice old = nlog_str_slice(bytes);
	store_folder_entry entry = {.end = 0};
	bool is_there = git_oid_is_zero(oid);
	nlog_str out = NLOG_STR_INIT;

	while (store_folder_next(old, &entry)) {
		if (!is_there &&
		    compare(name, is_folder, entry.name, entry.is_folder) <= 0) {
			add_entry(&out, name, is_folder, oid);
			is_there = true;
		}
		if (!nlog_slice_equal(entry.name, name))
			nlog_str_addn(&out, old.data + entry.start,
				      entry.end - entry.start);
	}
	if (!is_there)
		add_entry(&out, name, is_folder, oid);
	nlog_str_clear(bytes);
	*bytes = out;
}
