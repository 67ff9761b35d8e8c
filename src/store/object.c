/* Objects, read from packs and files of their own; by libgit2 where that does not do. */
#include "object.h"

#include <nettle/sha1.h>
#include <stdio.h>
#include <string.h>

#include <noticelog/file.h>

#include "guard.h"

void store_find_id(git_oid *out, git_object_t type, nlog_slice content)
{
	struct sha1_ctx sha1;
	char head[32];
	int len =
		snprintf(head, sizeof(head), "%s %zu", store_type_name(type), content.len);

	sha1_init(&sha1);
	sha1_update(&sha1, (size_t)len + 1, (const uint8_t *)head);
	sha1_update(&sha1, content.len, (const uint8_t *)content.data);
	sha1_digest(&sha1, sizeof(out->id), out->id);
}

int store_check_id(const git_oid *oid, git_object_t type, nlog_slice content)
{
	nlog_str text = NLOG_STR_INIT;
	git_oid found;

	store_find_id(&found, type, content);
	if (store_oid_equal(oid, &found))
		return 0;
	nlog_str_addf(&text, "object hash mismatch - expected %s but got %s",
		      store_oid_hex(oid).text, store_oid_hex(&found).text);
	git()->git_error_set_str(GIT_ERROR_ODB, nlog_str_text(&text));
	nlog_str_clear(&text);
	return GIT_EMISMATCH;
}

static int read_loose(nlog_str *content, git_object_t *type, const nlog_store *store,
		      const git_oid *oid)
{
	nlog_str_truncate(content, 0);
	return store_guard_read(content, type, store->objects, oid) ? 0 : NLOG_ENOTFOUND;
}

/* A repository that is not plain has no readers before libgit2 has opened it. */
static bool read_plainly(nlog_str *content, const nlog_store *store, const git_oid *oid,
			 git_object_t type)
{
	git_object_t found;
	git_oid id;
	int rc;

	if (!store->packs && store_need(store, NULL))
		return false;
	rc = store_packs_read(store->packs, oid, &found, content);
	if (rc == NLOG_ENOTFOUND)
		rc = read_loose(content, &found, store, oid);
	if (rc || found != type)
		return false;
	store_find_id(&id, type, nlog_str_slice(content));
	return store_oid_equal(oid, &id);
}

/* A packed object tells its size before it is unpacked; a loose one the guard limits. */
static int check_size(const nlog_store *store, const git_oid *oid, const char *type,
		      nlog_error *err)
{
	git_object_t object_type;
	size_t size;
	int rc = git()->git_odb_read_header(&size, &object_type, store->odb, oid);

	if (rc)
		return store_damaged(err, rc, type, oid);
	if (size > NLOG_FILE_LIMIT)
		return nlog_error_set(err, NLOG_ELIMIT,
				      "%s %s is too large: %zu bytes, at most %zu", type,
				      store_oid_hex(oid).text, size, NLOG_FILE_LIMIT);
	return 0;
}

int store_read_object_checked(nlog_str *content, const nlog_store *store,
			      const git_oid *oid, git_object_t type, nlog_error *err)
{
	const char *name = store_type_name(type);
	git_odb_object *object = NULL;
	git_object *checked = NULL;
	int rc = store_need(store, err);

	if (!rc && type != GIT_OBJECT_COMMIT)
		rc = check_size(store, oid, name, err);
	if (rc)
		return rc;
	rc = git()->git_object_lookup(&checked, store->repo, oid, type);
	if (!rc)
		rc = git()->git_odb_read(&object, store->odb, oid);
	git()->git_object_free(checked);
	if (rc)
		return store_damaged(err, rc, name, oid);
	nlog_str_truncate(content, 0);
	nlog_str_addn(content, git()->git_odb_object_data(object),
		      git()->git_odb_object_size(object));
	git()->git_odb_object_free(object);
	return 0;
}

int store_read_object(nlog_str *content, const nlog_store *store, const git_oid *oid,
		      git_object_t type, nlog_error *err)
{
	return read_plainly(content, store, oid, type)
		       ? 0
		       : store_read_object_checked(content, store, oid, type, err);
}
