/* Ids of objects, and the names of their types. */
#include "oid.h"

#include <noticelog/hex.h>
#include <string.h>

_Static_assert(NLOG_OID_LEN == 2 * sizeof(git_oid), "an id is SHA-1");

static const git_oid zero;

bool store_oid_is_zero(const git_oid *oid)
{
	return store_oid_equal(oid, &zero);
}

bool store_oid_equal(const git_oid *left, const git_oid *right)
{
	return store_oid_compare(left, right) == 0;
}

int store_oid_compare(const git_oid *left, const git_oid *right)
{
	return memcmp(left->id, right->id, sizeof(left->id));
}

store_hex store_oid_hex(const git_oid *oid)
{
	store_hex hex;

	nlog_hex_write(hex.text, oid->id, sizeof(oid->id));
	return hex;
}

/* @return the value of a digit, or 16 */
static unsigned digit_of(char c)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	const char *found = c ? strchr(digits, c) : NULL;
	unsigned at = found ? (unsigned)(found - digits) : 16;

	return found && at >= 16 ? at - 6 : at;
}

bool store_oid_parse(git_oid *oid, const char *text)
{
	git_oid read;

	if (!text || strlen(text) != NLOG_OID_LEN)
		return false;
	for (size_t i = 0; i < sizeof(read.id); i++) {
		unsigned high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);

		if (high > 15 || low > 15)
			return false;
		read.id[i] = (unsigned char)(high << 4 | low);
	}
	*oid = read;
	return true;
}

int store_oid_from_text(git_oid *oid, const char *text, nlog_error *err)
{
	if (store_oid_parse(oid, text))
		return 0;
	return nlog_error_set(err, NLOG_ENOTFOUND, "'%s' is not the id of an object",
			      text ? text : "");
}

void store_oid_to_text(char text[NLOG_OID_SIZE], const git_oid *oid)
{
	text[0] = '\0';
	if (!store_oid_is_zero(oid))
		memcpy(text, store_oid_hex(oid).text, NLOG_OID_SIZE);
}

static const struct {
	git_object_t type;
	const char *name;
} types[] = {
	{GIT_OBJECT_COMMIT, "commit"},
	{GIT_OBJECT_TREE, "tree"},
	{GIT_OBJECT_BLOB, "blob"},
	{GIT_OBJECT_TAG, "tag"},
};

#define TYPE_COUNT (sizeof(types) / sizeof(*types))

bool store_type_is_whole(git_object_t type)
{
	return *store_type_name(type);
}

const char *store_type_name(git_object_t type)
{
	for (size_t i = 0; i < TYPE_COUNT; i++)
		if (types[i].type == type)
			return types[i].name;
	return "";
}

git_object_t store_type_of(const char *name)
{
	for (size_t i = 0; i < TYPE_COUNT; i++)
		if (strcmp(types[i].name, name) == 0)
			return types[i].type;
	return GIT_OBJECT_INVALID;
}
