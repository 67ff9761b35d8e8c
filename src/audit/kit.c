/* The auditor's kit: a bundle, a manifest, and a script that holds one against the other. */
#include <noticelog/kit.h>

#include <errno.h>
#include <noticelog/checkpoint.h>
#include <noticelog/file.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* check.sh a line at a time, made by the build. */
static const char *const script[] = {
#include "check_script.inc"
};

#define BUNDLE "register.bundle"
#define MANIFEST "manifest.ndjson"
#define SCRIPT "check.sh"

void nlog_kit_add_script(nlog_str *out)
{
	for (size_t i = 0; i < sizeof(script) / sizeof(*script); i++)
		nlog_str_addf(out, "%s\n", script[i]);
}

static int write_file(const char *folder, const char *name, const nlog_str *content,
		      mode_t mode, nlog_error *err)
{
	nlog_str path = NLOG_STR_INIT;
	int rc;

	nlog_str_addf(&path, "%s/%s", folder, name);
	rc = nlog_file_write(nlog_str_text(&path), nlog_str_slice(content), err);
	/* `sh check.sh` works without it. */
	if (!rc && mode)
		(void)chmod(nlog_str_text(&path), mode);
	nlog_str_clear(&path);
	return rc;
}

/* The bundle goes to the commit of the manifest, whatever is recorded meanwhile. */
static int write_bundle(const nlog_store *store, const char *folder,
			const nlog_checkpoint *checkpoint, nlog_error *err)
{
	nlog_str path = NLOG_STR_INIT;
	int rc;

	nlog_str_addf(&path, "%s/" BUNDLE, folder);
	rc = nlog_store_write_bundle(store, checkpoint->head, nlog_str_text(&path), err);
	nlog_str_clear(&path);
	return rc;
}

static void remove_all(const char *folder, bool with_folder)
{
	static const char *const names[] = {BUNDLE, MANIFEST, SCRIPT};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		nlog_str path = NLOG_STR_INIT;

		nlog_str_addf(&path, "%s/%s", folder, names[i]);
		(void)unlink(nlog_str_text(&path));
		nlog_str_clear(&path);
	}
	if (with_folder)
		(void)rmdir(folder);
}

int nlog_kit_write(const nlog_store *store, const char *folder, nlog_error *err)
{
	nlog_checkpoint checkpoint = NLOG_CHECKPOINT_INIT;
	nlog_str manifest = NLOG_STR_INIT, text = NLOG_STR_INIT;
	bool made = false;
	int rc = nlog_checkpoint_take(&checkpoint, store, err);

	if (!rc && !*checkpoint.head)
		rc = nlog_error_set(err, NLOG_ENOTFOUND,
				    "'%s' has no commit: there is nothing to check",
				    nlog_store_path(store));
	if (!rc)
		rc = nlog_folder_claim(folder, &made, err);
	if (!rc) {
		nlog_checkpoint_write(&manifest, &checkpoint);
		nlog_kit_add_script(&text);
		rc = write_bundle(store, folder, &checkpoint, err);
		if (!rc)
			rc = write_file(folder, MANIFEST, &manifest, 0, err);
		if (!rc)
			rc = write_file(folder, SCRIPT, &text, 0755, err);
		if (rc)
			remove_all(folder, made);
	}
	nlog_str_clear(&manifest);
	nlog_str_clear(&text);
	nlog_checkpoint_clear(&checkpoint);
	return rc;
}
