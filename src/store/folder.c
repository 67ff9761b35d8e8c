/* Entries of a folder, read and put. */
#include "folder.h"

#include <string.h>

#include "object.h"

#define FOLDER_MODE "40000"
#define FILE_MODE "100644"

#define TYPE_OF(mode) ((mode)&0170000)

/* Octal digits and a blank. @return their length; 0 if they are none, or more than a mode has */
static size_t read_mode(nlog_slice rest, unsigned *mode)
{
	size_t len = 0;

	*mode = 0;
	while (len < rest.len && len < 7 && rest.data[len] >= '0' && rest.data[len] <= '7')
		*mode = *mode << 3 | (unsigned)(rest.data[len++] - '0');
	if (!len || len == rest.len || rest.data[len] != ' ' || *mode > UINT16_MAX)
		return 0;
	return len + 1;
}

bool store_folder_next(nlog_slice bytes, store_folder_entry *entry)
{
	nlog_slice rest = nlog_slice_from(bytes, entry->end), name;
	unsigned mode;
	size_t mode_len = read_mode(rest, &mode);
	const char *nul;

	if (!mode_len)
		return false;
	name = nlog_slice_from(rest, mode_len);
	nul = name.len ? memchr(name.data, '\0', name.len) : NULL;
	if (!nul || nul == name.data ||
	    name.len - (size_t)(nul - name.data) - 1 < GIT_OID_RAWSZ)
		return false;
	name.len = (size_t)(nul - name.data);
	entry->start = entry->end;
	entry->name = name;
	entry->mode = mode;
	entry->is_folder = TYPE_OF(mode) == GIT_FILEMODE_TREE;
	/* What may be executed is a file to git, whatever else its mode says. */
	entry->is_file = !entry->is_folder &&
			 (mode & 0111 || (TYPE_OF(mode) != GIT_FILEMODE_COMMIT &&
					  TYPE_OF(mode) != GIT_FILEMODE_LINK));
	memcpy(entry->oid.id, nul + 1, GIT_OID_RAWSZ);
	entry->end += mode_len + name.len + 1 + GIT_OID_RAWSZ;
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

int store_folder_compare(const store_folder_entry *a, const store_folder_entry *b)
{
	size_t len = a->name.len < b->name.len ? a->name.len : b->name.len;
	int order = memcmp(a->name.data, b->name.data, len);
	unsigned char a_next, b_next;

	if (order)
		return order;
	a_next = a->name.len > len ? (unsigned char)a->name.data[len]
		 : a->is_folder    ? '/'
				   : '\0';
	b_next = b->name.len > len ? (unsigned char)b->name.data[len]
		 : b->is_folder    ? '/'
				   : '\0';
	return a_next - b_next;
}

/* Do two folders go on with the same bytes, up to their ends? */
static bool is_rest_same(const store_folder_pair *pair)
{
	return nlog_slice_equal(nlog_slice_from(pair->before, pair->old.end),
				nlog_slice_from(pair->after, pair->new.end));
}

bool store_folder_next_change(store_folder_pair *pair)
{
	store_folder_entry a = pair->old, b = pair->new;
	bool has_a, has_b;
	int order;

	if (is_rest_same(pair))
		return false;
	while ((has_a = store_folder_next(pair->before, &a))) {
		nlog_slice rest = nlog_slice_from(pair->after, b.end);
		size_t len = a.end - a.start;

		if (rest.len < len ||
		    memcmp(rest.data, pair->before.data + a.start, len) != 0)
			break;
		pair->old = a;
		b.end += len;
	}
	has_b = store_folder_next(pair->after, &b);
	order = !has_a ? 1 : !has_b ? -1 : store_folder_compare(&a, &b);
	pair->has_old = has_a && order <= 0;
	pair->has_new = has_b && order >= 0;
	if (pair->has_old)
		pair->old = a;
	if (pair->has_new)
		pair->new = b;
	else
		pair->new.end = has_b ? b.start : b.end;
	return has_a || has_b;
}

static bool is_whole(nlog_slice bytes)
{
	store_folder_entry entry = {.end = 0};

	while (store_folder_next(bytes, &entry))
		;
	return entry.end == bytes.len;
}

int store_folder_read(nlog_str *bytes, const nlog_store *store, const git_oid *oid,
		      nlog_error *err)
{
	int rc = store_read_object(bytes, store, oid, GIT_OBJECT_TREE, err);

	if (rc || is_whole(nlog_str_slice(bytes)))
		return rc;
	/* With all of libgit2's checks, for its words. */
	rc = store_read_object_checked(bytes, store, oid, GIT_OBJECT_TREE, err);
	return rc ? rc
		  : nlog_error_set(err, NLOG_EDAMAGED, "folder %s is damaged",
				   store_oid_hex(oid).text);
}

/* Put bytes in the place of others. */
static void splice(nlog_str *bytes, size_t start, size_t end, nlog_slice put)
{
	size_t rest = bytes->len - end;

	if (put.len > end - start)
		nlog_str_add_repeat(bytes, '\0', put.len - (end - start));
	memmove(bytes->data + start + put.len, bytes->data + end, rest);
	memcpy(bytes->data + start, put.data, put.len);
	nlog_str_truncate(bytes, start + put.len + rest);
}

static void insert_entry(nlog_str *bytes, size_t at, nlog_slice name, bool is_folder,
			 const git_oid *oid)
{
	nlog_str entry = NLOG_STR_INIT;

	nlog_str_add(&entry, is_folder ? FOLDER_MODE " " : FILE_MODE " ");
	nlog_str_add_slice(&entry, name);
	nlog_str_addc(&entry, '\0');
	nlog_str_addn(&entry, (const char *)oid->id, GIT_OID_RAWSZ);
	splice(bytes, at, at, nlog_str_slice(&entry));
	nlog_str_clear(&entry);
}

/* Does the entry say of itself what one that we make of that kind says? */
static bool is_of_mode(nlog_slice bytes, const store_folder_entry *entry, bool is_folder)
{
	return nlog_slice_starts(nlog_slice_from(bytes, entry->start),
				 is_folder ? FOLDER_MODE " " : FILE_MODE " ");
}

/* One that is there already gets its new id where it stands. */
void store_folder_put(nlog_str *bytes, nlog_slice name, bool is_folder, const git_oid *oid)
{
	const store_folder_entry put = {.name = name, .is_folder = is_folder};
	store_folder_entry entry = {.end = 0};
	bool is_there = store_oid_is_zero(oid), has_place = false;
	size_t place = 0;

	while (store_folder_next(nlog_str_slice(bytes), &entry)) {
		if (!has_place && store_folder_compare(&put, &entry) <= 0) {
			place = entry.start;
			has_place = true;
		}
		if (!nlog_slice_equal(entry.name, name))
			continue;
		if (!is_there && is_of_mode(nlog_str_slice(bytes), &entry, is_folder)) {
			memcpy(bytes->data + entry.end - GIT_OID_RAWSZ, oid->id,
			       GIT_OID_RAWSZ);
			is_there = true;
			continue;
		}
		splice(bytes, entry.start, entry.end, NLOG_SLICE(""));
		entry.end = entry.start;
	}
	if (!is_there)
		insert_entry(bytes, has_place ? place : bytes->len, name, is_folder, oid);
}
