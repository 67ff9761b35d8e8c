/* Any bytes as a loose object: read to an end, and as zlib and the header have it. */
#include <fcntl.h>
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

#define OID "00112233445566778899aabbccddeeff00112233"

static void must(bool holds)
{
	if (!holds)
		abort();
}

static char folder[] = "/dev/shm/noticelog-fuzz-XXXXXX";
static char object_path[256];
static git_repository *repo;
static git_odb *odb;

static void remove_folder(void)
{
	char path[300];
	static const char *const files[] = {
		"objects/00", "objects/info", "objects/pack", "objects", "refs/heads",
		"refs/tags",  "refs",         "HEAD",         "config",  ""};

	(void)unlink(object_path);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
		(void)remove(path);
	}
}

static void begin(void)
{
	char path[256];

	git_libgit2_init();
	/* The content is the fuzzer's, and never that of the id. */
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
	must(mkdtemp(folder) && !git_repository_init(&repo, folder, 1));
	must(!git_repository_odb(&odb, repo) && !store_guard_add(repo, odb));
	snprintf(path, sizeof(path), "%s/objects/00", folder);
	must(mkdir(path, 0755) == 0);
	snprintf(object_path, sizeof(object_path), "%s/%s", path, OID + 2);
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

static void read_object(const uint8_t *data, size_t size)
{
	nlog_str plain = NLOG_STR_INIT;
	git_odb_object *object = NULL;
	git_object_t type;
	size_t length;
	git_oid oid;

	must(!git_oid_fromstr(&oid, OID));
	if (!git_odb_read(&object, odb, &oid)) {
		const char *content = git_odb_object_data(object);
		size_t len = git_odb_object_size(object);

		/* Only what is a whole stream is read, and its content is the stream's end. */
		must(inflate_plainly(&plain, data, size) && plain.len > len);
		must(memcmp(plain.data + plain.len - len, content, len) == 0);
		must(plain.data[plain.len - len - 1] == '\0');
		must(!git_odb_read_header(&length, &type, odb, &oid));
		must(length == len && type == git_odb_object_type(object));
		git_odb_object_free(object);
	} else {
		(void)git_odb_read_header(&length, &type, odb, &oid);
	}
	nlog_str_clear(&plain);
}

/* An odd first byte: the rest is the file. An even one: it is compressed first. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t packed[1 << 20];
	uLongf len = sizeof(packed);
	int fd;

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
	fd = open(object_path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	close(fd);
	read_object(data, size);
	return 0;
}
