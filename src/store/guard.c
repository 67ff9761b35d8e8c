/*
 * A reader of loose objects that damage cannot hold up.
 *
 * The fault: in libgit2 up to 1.9.7 git_zstream_get_output() loops for ever when
 * the compressed data of a loose object ends too early, or when the object's
 * header promises more than there is (libgit2 issue 7342). A blob, tree or commit
 * that was cut short would hang every reader. Loose objects are therefore read
 * here: one inflate over the whole file, under a limit of size. libgit2's own
 * loose reader is only asked where there is no such file; packs have no such fault.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>
#include <noticelog/str.h>

#include "git.h"
#include "guard.h"
#include "object.h"

/*
 * Behind libgit2's packs (2 as well, and the order of adding is kept), where most
 * objects are; ahead of its loose objects (1). To look for a file before each of
 * them costs more than to read it.
 */
#define GUARD_PRIORITY 2

/* "commit " and the digits of any size that we take, and the NUL. */
#define HEADER_ROOM 32

/* Deflate adds a little to what it cannot compress. */
#define COMPRESSED_LIMIT (NLOG_FILE_LIMIT + ((size_t)1 << 20))

/* As libgit2 has it; deeper alternates are not followed by either. */
#define ALTERNATES_DEPTH 5
#define ALTERNATES_LIMIT 64

typedef struct {
	git_odb_backend parent;
	char **folders; /* object folders, each with a final `/` */
	size_t count, capacity;
} guard;

typedef struct {
	git_object_t type;
	size_t size;
	size_t header_len; /* with its NUL */
} object_header;

static int refuse(int rc, const char *path, const char *why)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_str_addf(&text, "loose object '%s' %s", path, why);
	git()->git_error_set_str(rc == GIT_EBUFS ? GIT_ERROR_ODB : GIT_ERROR_ZLIB,
				 nlog_str_text(&text));
	nlog_str_clear(&text);
	return rc;
}

static int refuse_os(const char *path)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_str_addf(&text, "cannot read '%s': %s", path, strerror(errno));
	git()->git_error_set_str(GIT_ERROR_OS, nlog_str_text(&text));
	nlog_str_clear(&text);
	return GIT_ERROR;
}

/* "blob 123" and NUL, at the start of the inflated data. */
static bool parse_header(object_header *out, const char *data, size_t len)
{
	const char *end = memchr(data, '\0', len);
	const char *blank = end ? memchr(data, ' ', (size_t)(end - data)) : NULL;
	char type[HEADER_ROOM];
	size_t size = 0;

	if (!blank || blank + 1 == end)
		return false;
	memcpy(type, data, (size_t)(blank - data));
	type[blank - data] = '\0';
	out->type = store_type_of(type);
	if (!store_type_is_whole(out->type))
		return false;
	for (const char *p = blank + 1; p < end; p++) {
		if (*p < '0' || *p > '9' || size > (SIZE_MAX - 9) / 10)
			return false;
		size = size * 10 + (size_t)(*p - '0');
	}
	out->size = size;
	out->header_len = (size_t)(end - data) + 1;
	return true;
}

/* At the end of the last block, what is left of its last byte: every writer fills it with zeros. */
static bool has_odd_padding(const z_stream *stream)
{
	const int at_last_end = 64 | 128;
	int unused = stream->data_type & 7;

	return (stream->data_type & at_last_end) == at_last_end && unused &&
	       stream->next_in[-1] >> (8 - unused);
}

/*
 * Inflate until out is full or the data ends. Block by block, so that a flipped
 * bit of the padding, which neither checksum nor hash covers, is seen as well.
 */
static int inflate_to(z_stream *stream, void *out, size_t room)
{
	int state;

	stream->next_out = out;
	stream->avail_out = (uInt)room;
	/* Data that ends too early gives Z_BUF_ERROR: this is where libgit2 turns round. */
	do {
		state = inflate(stream, Z_BLOCK);
		if (state == Z_OK && has_odd_padding(stream))
			return Z_DATA_ERROR;
	} while (state == Z_OK && stream->avail_out);
	return state;
}

/*
 * The whole content, of which `have` bytes came with the header; content has room
 * for one byte more than size, so that content that goes on is seen.
 */
static bool inflate_content(z_stream *stream, int state, unsigned char *content,
			    const char *first, size_t have, size_t size)
{
	if (have > size)
		return false;
	memcpy(content, first, have);
	if (state != Z_STREAM_END) {
		state = inflate_to(stream, content + have, size + 1 - have);
		have = size + 1 - stream->avail_out;
	}
	content[size] = '\0';
	return state == Z_STREAM_END && have == size && stream->avail_in == 0;
}

/*
 * Take a loose object apart. data may be NULL: then the content is inflated and
 * seen to be whole, but not given; the header alone where `whole` is false.
 */
static int unpack(object_header *header, void **data, bool whole, git_odb_backend *backend,
		  const char *path, nlog_slice file)
{
	z_stream stream = {.next_in = (z_const Bytef *)file.data,
			   .avail_in = (uInt)file.len};
	char start[HEADER_ROOM];
	unsigned char *content = NULL;
	size_t have;
	int state, rc = 0;

	if (inflateInit(&stream) != Z_OK)
		return refuse(GIT_ERROR, path, "cannot be inflated");
	state = inflate_to(&stream, start, sizeof(start));
	have = sizeof(start) - stream.avail_out;
	if ((state != Z_OK && state != Z_STREAM_END) ||
	    !parse_header(header, start, have)) {
		rc = refuse(GIT_ERROR, path, "is damaged: it has no valid header");
		goto out;
	}
	if (header->size > NLOG_FILE_LIMIT) {
		rc = refuse(GIT_EBUFS, path, "is larger than the limit");
		goto out;
	}
	if (!whole)
		goto out;
	content = git()->git_odb_backend_data_alloc(backend, header->size + 1);
	if (!content) {
		rc = GIT_ERROR;
		goto out;
	}
	if (!inflate_content(&stream, state, content, start + header->header_len,
			     have - header->header_len, header->size)) {
		rc = refuse(GIT_ERROR, path, "is damaged: cut short or not what it was");
		goto out;
	}
	if (data) {
		*data = content;
		content = NULL;
	}
out:
	if (content)
		git()->git_odb_backend_data_free(backend, content);
	inflateEnd(&stream);
	return rc;
}

/* The same without a word, into a string. */
static bool unpack_quietly(object_header *header, nlog_str *content, nlog_slice file)
{
	z_stream stream = {.next_in = (z_const Bytef *)file.data,
			   .avail_in = (uInt)file.len};
	char start[HEADER_ROOM];
	bool is_whole = false;
	size_t have;
	int state;

	if (inflateInit(&stream) != Z_OK)
		return false;
	state = inflate_to(&stream, start, sizeof(start));
	have = sizeof(start) - stream.avail_out;
	if ((state == Z_OK || state == Z_STREAM_END) && parse_header(header, start, have) &&
	    header->size <= NLOG_FILE_LIMIT) {
		nlog_str_add_repeat(content, '\0', header->size + 1);
		is_whole = inflate_content(&stream, state, (unsigned char *)content->data,
					   start + header->header_len,
					   have - header->header_len, header->size);
		nlog_str_truncate(content, header->size);
	}
	inflateEnd(&stream);
	return is_whole;
}

bool store_guard_read(nlog_str *content, git_object_t *type, const char *folder,
		      const git_oid *oid)
{
	nlog_str path = NLOG_STR_INIT, file = NLOG_STR_INIT;
	const store_hex hex = store_oid_hex(oid);
	object_header header;
	struct stat about;
	bool is_read;

	nlog_str_addf(&path, "%s%.2s/%s", folder, hex.text, hex.text + 2);
	is_read =
		lstat(nlog_str_text(&path), &about) == 0 && S_ISREG(about.st_mode) &&
		nlog_file_read(&file, nlog_str_text(&path), COMPRESSED_LIMIT, NULL) == 0 &&
		unpack_quietly(&header, content, nlog_str_slice(&file));
	if (is_read)
		*type = header.type;
	nlog_str_clear(&path);
	nlog_str_clear(&file);
	return is_read;
}

/* @return 0, GIT_ENOTFOUND if there is no such file, or another code of libgit2 */
static int read_loose_file(nlog_str *out, const char *path)
{
	/* O_NONBLOCK: opening a FIFO must not wait for its other end. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat about;
	int rc = 0;

	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? GIT_ENOTFOUND
							   : refuse_os(path);
	if (fstat(fd, &about))
		rc = refuse_os(path);
	else if (!S_ISREG(about.st_mode))
		rc = refuse(GIT_ERROR, path, "is damaged: not a regular file");
	else if ((uintmax_t)about.st_size > COMPRESSED_LIMIT)
		rc = refuse(GIT_EBUFS, path, "is larger than the limit");
	for (size_t size = rc ? 0 : (size_t)about.st_size; out->len < size;) {
		char piece[65536];
		size_t room = size - out->len;
		ssize_t got = read(fd, piece, room < sizeof(piece) ? room : sizeof(piece));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			rc = refuse_os(path);
		if (got <= 0)
			break;
		nlog_str_addn(out, piece, (size_t)got);
	}
	close(fd);
	return rc;
}

static int read_from(object_header *header, void **data, bool whole,
		     git_odb_backend *backend, const char *folder, const char *hex)
{
	nlog_str path = NLOG_STR_INIT, file = NLOG_STR_INIT;
	int rc;

	nlog_str_addf(&path, "%s%.2s/%s", folder, hex, hex + 2);
	rc = read_loose_file(&file, nlog_str_text(&path));
	if (!rc)
		rc = unpack(header, data, whole, backend, nlog_str_text(&path),
			    nlog_str_slice(&file));
	nlog_str_clear(&path);
	nlog_str_clear(&file);
	return rc;
}

/* Ask each object folder in turn. */
static int read_object(object_header *header, void **data, bool whole,
		       git_odb_backend *backend, const git_oid *oid)
{
	guard *self = (guard *)backend;
	const store_hex hex = store_oid_hex(oid);
	int rc = GIT_ENOTFOUND;

	for (size_t i = 0; i < self->count && rc == GIT_ENOTFOUND; i++)
		rc = read_from(header, data, whole, backend, self->folders[i], hex.text);
	return rc;
}

static int guard_read(void **data, size_t *len, git_object_t *type,
		      git_odb_backend *backend, const git_oid *oid)
{
	object_header header;
	int rc = read_object(&header, data, true, backend, oid);

	if (rc)
		return rc;
	rc = store_check_id(oid, header.type, (nlog_slice){*data, header.size});
	if (rc) {
		git()->git_odb_backend_data_free(backend, *data);
		return rc;
	}
	*len = header.size;
	*type = header.type;
	return 0;
}

static int guard_read_header(size_t *len, git_object_t *type, git_odb_backend *backend,
			     const git_oid *oid)
{
	object_header header;
	int rc = read_object(&header, NULL, false, backend, oid);

	if (rc)
		return rc;
	*len = header.size;
	*type = header.type;
	return 0;
}

/* See that every loose object of a folder whose id begins with prefix is whole. */
static int check_prefix_in(git_odb_backend *backend, const char *folder, const char *prefix,
			   size_t len)
{
	nlog_str path = NLOG_STR_INIT;
	struct dirent *file;
	DIR *dir;
	int rc = 0;

	nlog_str_addf(&path, "%s%.2s", folder, prefix);
	dir = opendir(nlog_str_text(&path));
	nlog_str_clear(&path);
	while (dir && !rc && (file = readdir(dir))) {
		char hex[GIT_OID_HEXSZ + 1];
		object_header header;

		if (strlen(file->d_name) != GIT_OID_HEXSZ - 2 ||
		    strncmp(file->d_name, prefix + 2, len - 2) != 0)
			continue;
		memcpy(hex, prefix, 2);
		memcpy(hex + 2, file->d_name, GIT_OID_HEXSZ - 1);
		rc = read_from(&header, NULL, true, backend, folder, hex);
		if (rc == GIT_ENOTFOUND)
			rc = 0;
	}
	if (dir)
		closedir(dir);
	return rc;
}

/* Short ids: libgit2 looks for what fits, after we have seen that none of it is damaged. */
static int guard_read_prefix(git_oid *found, void **data, size_t *len, git_object_t *type,
			     git_odb_backend *backend, const git_oid *oid,
			     size_t prefix_len)
{
	guard *self = (guard *)backend;
	const store_hex prefix = store_oid_hex(oid);
	int rc = 0;

	(void)found, (void)data, (void)len, (void)type;
	for (size_t i = 0; i < self->count && !rc && prefix_len > 2; i++)
		rc = check_prefix_in(backend, self->folders[i], prefix.text, prefix_len);
	return rc ? rc : GIT_PASSTHROUGH;
}

static void guard_free(git_odb_backend *backend)
{
	guard *self = (guard *)backend;

	for (size_t i = 0; i < self->count; i++)
		nlog_free(self->folders[i]);
	nlog_free(self->folders);
	nlog_free(self);
}

static void add_folders(guard *self, const char *folder, unsigned depth);

/* One line of objects/info/alternates, as libgit2 understands it. */
static void add_alternate(guard *self, const char *folder, nlog_slice line, unsigned depth)
{
	nlog_str path = NLOG_STR_INIT;

	if (line.len == 0 || line.data[0] == '#')
		return;
	if (line.data[0] == '.' && depth == 0)
		nlog_str_add(&path, folder);
	nlog_str_add_slice(&path, line);
	add_folders(self, nlog_str_text(&path), depth + 1);
	nlog_str_clear(&path);
}

static bool is_known(const guard *self, const char *folder)
{
	for (size_t i = 0; i < self->count; i++) {
		if (strcmp(self->folders[i], folder) == 0)
			return true;
	}
	return false;
}

static void add_folders(guard *self, const char *folder, unsigned depth)
{
	nlog_str name = NLOG_STR_INIT, list = NLOG_STR_INIT;
	size_t start = 0;

	if (depth > ALTERNATES_DEPTH || self->count == ALTERNATES_LIMIT)
		return;
	nlog_str_add(&name, folder);
	if (!nlog_slice_ends(nlog_str_slice(&name), "/"))
		nlog_str_addc(&name, '/');
	if (is_known(self, nlog_str_text(&name))) {
		nlog_str_clear(&name);
		return;
	}
	NLOG_GROW(self->folders, self->count, self->capacity);
	self->folders[self->count++] = nlog_strdup(nlog_str_text(&name));
	nlog_str_add(&name, "info/alternates");
	/* What cannot be read here libgit2 cannot read either. */
	if (nlog_file_read(&list, nlog_str_text(&name), NLOG_FILE_LIMIT, NULL))
		nlog_str_truncate(&list, 0);
	nlog_str_truncate(&name, name.len - strlen("info/alternates"));
	for (size_t i = 0; i < list.len; i++) {
		if (list.data[i] != '\n' && i + 1 < list.len)
			continue;
		add_alternate(
			self, nlog_str_text(&name),
			nlog_slice_trim((nlog_slice){list.data + start, i + 1 - start}),
			depth);
		start = i + 1;
	}
	nlog_str_clear(&name);
	nlog_str_clear(&list);
}

int store_guard_add(git_repository *repo, git_odb *odb)
{
	git_buf objects = GIT_BUF_INIT;
	guard *self;
	int rc = git()->git_repository_item_path(&objects, repo,
						 GIT_REPOSITORY_ITEM_OBJECTS);

	if (rc)
		return rc;
	self = nlog_alloc(sizeof(*self));
	git()->git_odb_init_backend(&self->parent, GIT_ODB_BACKEND_VERSION);
	self->parent.read = guard_read;
	self->parent.read_header = guard_read_header;
	self->parent.read_prefix = guard_read_prefix;
	self->parent.free = guard_free;
	add_folders(self, objects.ptr, 0);
	git()->git_buf_dispose(&objects);
	rc = git()->git_odb_add_backend(odb, &self->parent, GUARD_PRIORITY);
	if (rc)
		guard_free(&self->parent);
	return rc;
}
