/* A git bundle: a header that names the branch, and a pack of everything it reaches. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "walk.h"

/* The file being written; a failed write is remembered. */
typedef struct {
	const char *path;
	int fd;
	int failure; /* errno, or 0 */
} sink;

static int write_piece(void *data, size_t len, void *payload)
{
	sink *to = payload;
	const char *at = data;

	while (len) {
		ssize_t written = write(to->fd, at, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0) {
			to->failure = errno;
			return GIT_EUSER;
		}
		at += written;
		len -= (size_t)written;
	}
	return 0;
}

static int add_object(const git_oid *oid, const char *path, void *data, nlog_error *err)
{
	int rc = git()->git_packbuilder_insert(data, oid, path);

	return rc ? store_git_error(err, rc, NLOG_EDAMAGED, "cannot pack object %s",
				    store_oid_hex(oid).text)
		  : 0;
}

/* Gather all objects; one that is damaged ends it. */
static int gather(git_packbuilder *pack, const nlog_store *store, const git_oid *head,
		  nlog_error *err)
{
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_inventory inventory = {.commits = 0};
	store_walk_to to = {.object = add_object, .data = pack, .findings = &findings};
	store_walk *walk = NULL;
	int rc = store_walk_folders(&walk, &inventory, store, head, &to, err);

	if (!rc)
		rc = store_walk_files(walk, err);
	store_walk_free(walk);

	for (size_t i = 0; !rc && inventory.damaged && i < findings.count; i++) {
		if (findings.items[i].rule == nlog_finding_rule_of(NLOG_F_VERIFY_OBJECT))
			rc = nlog_error_set(err, NLOG_EDAMAGED, "%s",
					    findings.items[i].text);
	}
	nlog_findings_clear(&findings);
	return rc;
}

static int write_all(sink *to, git_packbuilder *pack, const git_oid *head, nlog_error *err)
{
	nlog_str header = NLOG_STR_INIT;
	char id[NLOG_OID_SIZE];
	int rc;

	store_oid_to_text(id, head);
	/* HEAD too, so that a clone knows which branch it is. */
	nlog_str_addf(&header, "# v2 git bundle\n%s HEAD\n%s " STORE_BRANCH "\n\n", id, id);
	rc = write_piece(header.data, header.len, to);
	nlog_str_clear(&header);
	if (!rc)
		rc = git()->git_packbuilder_foreach(pack, write_piece, to);
	if (!rc && fsync(to->fd))
		rc = to->failure = errno;
	if (to->failure)
		return nlog_error_set(err, NLOG_EIO, "cannot write '%s': %s", to->path,
				      strerror(to->failure));
	return rc ? store_git_error(err, rc, NLOG_EDAMAGED, "cannot pack the history") : 0;
}

static int write_file(const char *path, git_packbuilder *pack, const git_oid *head,
		      nlog_error *err)
{
	sink to = {.path = path};
	int rc;

	to.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (to.fd < 0)
		return nlog_error_set(err, errno == EEXIST ? NLOG_EEXISTS : NLOG_EIO,
				      "cannot make '%s': %s", path, strerror(errno));
	rc = write_all(&to, pack, head, err);
	if (close(to.fd) && !rc)
		rc = nlog_error_set(err, NLOG_EIO, "cannot write '%s': %s", path,
				    strerror(errno));
	if (rc)
		unlink(path);
	return rc;
}

int nlog_store_write_bundle(const nlog_store *store, const char *commit, const char *path,
			    nlog_error *err)
{
	git_packbuilder *pack = NULL;
	git_oid head;
	int rc = store_oid_from_text(&head, commit, err);

	if (!rc)
		rc = store_need(store, err);
	if (rc)
		return rc;
	rc = git()->git_packbuilder_new(&pack, store->repo);
	if (rc)
		return store_git_error(err, rc, NLOG_EIO, "cannot pack the history");
	git()->git_packbuilder_set_threads(pack, 1);
	rc = gather(pack, store, &head, err);
	if (!rc)
		rc = write_file(path, pack, &head, err);
	git()->git_packbuilder_free(pack);
	return rc;
}
