/* Reading packed objects, each held against its id. */
#include "reader.h"

#include <string.h>

#include <noticelog/alloc.h>

#include "object.h"

/* Ahead of libgit2's packs, which have 2. */
#define READER_PRIORITY 3

typedef struct {
	git_odb_backend parent;
	store_packs *packs;       /* the store's */
	git_odb_backend **others; /* libgit2's readers of packs, borrowed from the odb */
	size_t count, capacity;
} reader;

static int read_own(void **data, size_t *len, git_object_t *type, reader *self,
		    const git_oid *oid)
{
	nlog_str content = NLOG_STR_INIT;
	int rc = GIT_ENOTFOUND;

	if (!store_packs_read(self->packs, oid, type, &content) &&
	    !store_check_id(oid, *type, nlog_str_slice(&content))) {
		/* libgit2 ends what it allocates with a NUL, and so do all readers. */
		*data = git()->git_odb_backend_data_alloc(&self->parent, content.len + 1);
		rc = *data ? 0 : GIT_ERROR;
	}
	if (!rc) {
		memcpy(*data, nlog_str_text(&content), content.len + 1);
		*len = content.len;
	}
	nlog_str_clear(&content);
	return rc;
}

/* What is damaged is read once more by libgit2, for its words. */
static int read_by_libgit2(void **data, size_t *len, git_object_t *type, reader *self,
			   const git_oid *oid)
{
	int rc = GIT_ENOTFOUND;

	for (size_t i = 0; rc == GIT_ENOTFOUND && i < self->count; i++)
		rc = self->others[i]->read(data, len, type, self->others[i], oid);
	if (!rc)
		rc = store_check_id(oid, *type, (nlog_slice){*data, *len});
	if (rc == GIT_EMISMATCH)
		git()->git_odb_backend_data_free(&self->parent, *data);
	return rc;
}

static int reader_read(void **data, size_t *len, git_object_t *type,
		       git_odb_backend *backend, const git_oid *oid)
{
	reader *self = (reader *)backend;
	int rc = read_own(data, len, type, self, oid);

	return rc == GIT_ENOTFOUND ? read_by_libgit2(data, len, type, self, oid) : rc;
}

/* Who asks for the size mostly reads the object next, and it is kept. */
static int reader_read_header(size_t *len, git_object_t *type, git_odb_backend *backend,
			      const git_oid *oid)
{
	reader *self = (reader *)backend;
	nlog_str content = NLOG_STR_INIT;
	int rc = store_packs_read(self->packs, oid, type, &content);

	*len = content.len;
	nlog_str_clear(&content);
	return rc ? GIT_ENOTFOUND : 0;
}

static int reader_refresh(git_odb_backend *backend)
{
	store_packs_refresh(((reader *)backend)->packs);
	return 0;
}

static void reader_free(git_odb_backend *backend)
{
	reader *self = (reader *)backend;

	nlog_free(self->others);
	nlog_free(self);
}

/* Those that take whole packs are the ones that read them. */
static void find_others(reader *self, git_odb *odb)
{
	for (size_t i = 0; i < git()->git_odb_num_backends(odb); i++) {
		git_odb_backend *other = NULL;

		if (git()->git_odb_get_backend(&other, odb, i) || !other->writepack)
			continue;
		NLOG_GROW(self->others, self->count, self->capacity);
		self->others[self->count++] = other;
	}
}

int store_reader_add(store_packs *packs, git_odb *odb)
{
	reader *self = nlog_alloc(sizeof(*self));
	int rc;

	git()->git_odb_init_backend(&self->parent, GIT_ODB_BACKEND_VERSION);
	self->parent.read = reader_read;
	self->parent.read_header = reader_read_header;
	self->parent.refresh = reader_refresh;
	self->parent.free = reader_free;
	self->packs = packs;
	find_others(self, odb);
	rc = git()->git_odb_add_backend(odb, &self->parent, READER_PRIORITY);
	if (rc)
		reader_free(&self->parent);
	return rc;
}
