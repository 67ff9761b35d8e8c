/* Any bytes as a loose object: read to an end, and as zlib and the header have it. */
#include <fcntl.h>
#include <git2.h>
#include <nettle/sha1.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>

#include "../../src/store/guard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The id of what is no whole stream, which is never read. */
#define NO_OID "00112233445566778899aabbccddeeff00112233"

static void must(bool holds)
{
	if (!holds)
		abort();
}

static char folder[] = "/dev/shm/noticelog-fuzz-XXXXXX";
static char object_path[256];
static git_repository *repo;
static git_odb *odb;

static void remove_object(void)
{
	(void)unlink(object_path);
	*strrchr(object_path, '/') = '\0';
	(void)rmdir(object_path);
}

static void remove_folder(void)
{
	char path[300];
	static const char *const files[] = {"objects/info", "objects/pack", "objects",
					    "refs/heads",   "refs/tags",    "refs",
					    "HEAD",         "config",       ""};

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
		(void)remove(path);
	}
}

static void begin(void)
{
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
	must(mkdtemp(folder) && !git_repository_init(&repo, folder, 1));
	must(!git_repository_odb(&odb, repo) && !store_guard_add(repo, odb));
	atexit(remove_folder);
}

/* What zlib makes of it; false unless it is one whole stream with a header of its own length. */
static bool inflate_plainly(nlog_str *out, const uint8_t *data, size_t size)
{
	static unsigned char room[1 << 20];
	uLongf len = sizeof(room);
	uLong taken = size;

	if (uncompress2(room, &len, data, &taken) != Z_OK || taken != size)
		return false;
	nlog_str_addn(out, (const char *)room, len);
	return true;
}

/* Put the file where an object of its content is looked for. */
static void write_object(git_oid *oid, nlog_slice plain, const uint8_t *data, size_t size)
{
	unsigned char digest[SHA1_DIGEST_SIZE];
	char hex[GIT_OID_HEXSZ + 1];
	struct sha1_ctx sha1;
	int fd;

	must(!git_oid_fromstr(oid, NO_OID));
	if (plain.len) {
		sha1_init(&sha1);
		sha1_update(&sha1, plain.len, (const uint8_t *)plain.data);
		sha1_digest(&sha1, sizeof(digest), digest);
		must(!git_oid_fromraw(oid, digest));
	}
	git_oid_tostr(hex, sizeof(hex), oid);
	snprintf(object_path, sizeof(object_path), "%s/objects/%.2s", folder, hex);
	must(mkdir(object_path, 0755) == 0);
	snprintf(object_path, sizeof(object_path), "%s/objects/%.2s/%s", folder, hex,
		 hex + 2);
	fd = open(object_path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	close(fd);
}

static void read_object(const uint8_t *data, size_t size)
{
	nlog_str plain = NLOG_STR_INIT;
	git_odb_object *object = NULL;
	git_object_t type;
	size_t length;
	git_oid oid;
	bool is_whole = inflate_plainly(&plain, data, size);

	write_object(&oid, nlog_str_slice(&plain), data, size);
	if (!git_odb_read(&object, odb, &oid)) {
		const char *content = git_odb_object_data(object);
		size_t len = git_odb_object_size(object);

		/* Only what is a whole stream is read, and its content is the stream's end. */
		must(is_whole && plain.len > len);
		must(memcmp(plain.data + plain.len - len, content, len) == 0);
		must(plain.data[plain.len - len - 1] == '\0');
		must(!git_odb_read_header(&length, &type, odb, &oid));
		must(length == len && type == git_odb_object_type(object));
		git_odb_object_free(object);
	} else {
		(void)git_odb_read_header(&length, &type, odb, &oid);
	}
	remove_object();
	nlog_str_clear(&plain);
}

/* An odd first byte: the rest is the file. An even one: it is compressed first. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t packed[1 << 20];
	uLongf len = sizeof(packed);

	if (!repo)
		begin();
	if (!size || size > 1 << 16)
		return 0;
	if (data[0] % 2 == 0) {
		must(compress(packed, &len, data + 1, size - 1) == Z_OK);
		data = packed;
		size = len;
	} else {
		data++;
		size--;
	}
	read_object(data, size);
	return 0;
}
