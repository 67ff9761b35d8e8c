/* A repository of the plainest form, read without libgit2. */
#include "plain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <noticelog/alloc.h>
#include <noticelog/file.h>

#include "git.h"

/* Larger files are libgit2's to read. */
#define CONFIG_LIMIT ((size_t)64 << 10)
#define PACKED_LIMIT ((size_t)1 << 20)

#define HEX "0123456789abcdef"

static bool stat_in(struct stat *about, const char *folder, const char *name)
{
	nlog_str path = NLOG_STR_INIT;
	bool is_there;

	nlog_str_addf(&path, "%s/%s", folder, name);
	is_there = lstat(nlog_str_text(&path), about) == 0;
	nlog_str_clear(&path);
	return is_there;
}

/* @return 0; NLOG_ENOTFOUND if there is no such file; another code for all but a regular file */
static int read_in(nlog_str *out, const char *folder, const char *name, size_t limit)
{
	nlog_str path = NLOG_STR_INIT;
	struct stat about;
	int rc = NLOG_EINPUT;

	nlog_str_addf(&path, "%s/%s", folder, name);
	if (stat(nlog_str_text(&path), &about) != 0)
		rc = errno == ENOENT ? NLOG_ENOTFOUND : rc;
	else if (S_ISREG(about.st_mode) &&
		 nlog_file_read(out, nlog_str_text(&path), limit, NULL) == 0)
		rc = 0;
	nlog_str_clear(&path);
	return rc;
}

/* Take the next line off, without its end. @return false at the end, and for a last line without one */
static bool take_line(nlog_slice *rest, nlog_slice *line)
{
	const char *end = rest->len ? memchr(rest->data, '\n', rest->len) : NULL;

	if (!end)
		return false;
	*line = (nlog_slice){rest->data, (size_t)(end - rest->data)};
	*rest = nlog_slice_from(*rest, line->len + 1);
	return true;
}

/* ---- configuration */

/* What a configuration says of the form of its repository. */
typedef struct {
	bool is_bare, is_odd;
} config_facts;

static bool is_word(nlog_slice word, const char *more)
{
	for (size_t i = 0; i < word.len; i++) {
		char c = word.data[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c >= '0' && c <= '9') || (c && strchr(more, c))))
			return false;
	}
	return word.len > 0;
}

/* What stands between quotes, or behind `=`: nothing that would have to be undone. */
static bool is_simple_text(nlog_slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] < ' ' || strchr("\"\\#;\x7f", text.data[i]))
			return false;
	return true;
}

/* `[section]` or `[section "name"]` */
static bool read_section(nlog_slice line, nlog_slice *section)
{
	ptrdiff_t quote = nlog_slice_find(line, " \"");

	if (!nlog_slice_ends(line, quote < 0 ? "]" : "\"]"))
		return false;
	*section = (nlog_slice){line.data + 1, line.len - 2};
	if (quote >= 0) {
		nlog_slice name = nlog_slice_from(line, (size_t)quote + 2);

		if (name.len < 2)
			return false;
		name.len -= 2;
		section->len = (size_t)quote - 1;
		if (!is_simple_text(name) || nlog_slice_is_nocase(*section, "core"))
			return false;
	}
	return is_word(*section, "-") && !nlog_slice_starts_nocase(*section, "include") &&
	       !nlog_slice_is_nocase(*section, "extensions");
}

static void note_value(config_facts *facts, nlog_slice name, nlog_slice value)
{
	if (nlog_slice_is_nocase(name, "bare"))
		facts->is_bare = nlog_slice_is(value, "true");
	else if (nlog_slice_is_nocase(name, "repositoryformatversion"))
		facts->is_odd = facts->is_odd || !nlog_slice_is(value, "0");
	else if (nlog_slice_is_nocase(name, "worktree"))
		facts->is_odd = true;
}

/* `name = value` */
static bool read_variable(nlog_slice line, nlog_slice section, config_facts *facts)
{
	ptrdiff_t sign = nlog_slice_find(line, "=");
	nlog_slice name, value;

	if (sign < 1)
		return false;
	name = nlog_slice_trim((nlog_slice){line.data, (size_t)sign});
	value = nlog_slice_trim(nlog_slice_from(line, (size_t)sign + 1));
	if (!section.len || !is_word(name, "-") || name.data[0] <= '9' || !value.len ||
	    !is_simple_text(value))
		return false;
	if (nlog_slice_is_nocase(section, "core"))
		note_value(facts, name, value);
	return true;
}

static bool read_config_line(nlog_slice line, nlog_slice *section, config_facts *facts)
{
	line = nlog_slice_trim(line);
	if (!line.len || *line.data == '#' || *line.data == ';')
		return true;
	return *line.data == '[' ? read_section(line, section)
				 : read_variable(line, *section, facts);
}

/* @return false for a file that is there and not of the simplest form */
static bool read_config(const char *folder, const char *name, bool is_needed,
			config_facts *facts)
{
	nlog_str text = NLOG_STR_INIT;
	nlog_slice rest, line, section = {"", 0};
	int rc = read_in(&text, folder, name, CONFIG_LIMIT);
	bool is_simple = rc == 0;

	rest = nlog_str_slice(&text);
	if (rest.len &&
	    (memchr(rest.data, '\r', rest.len) || memchr(rest.data, 0, rest.len)))
		is_simple = false;
	while (is_simple && take_line(&rest, &line))
		is_simple = read_config_line(line, &section, facts);
	is_simple = is_simple && !rest.len;
	nlog_str_clear(&text);
	return is_simple || (rc == NLOG_ENOTFOUND && !is_needed);
}

/* The user's, where libgit2 looks for it: one that it cannot read keeps it from opening anything. */
static bool has_simple_user_config(void)
{
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
	config_facts ignored = {.is_bare = false};

	if (!home || *home != '/' || (xdg && *xdg && *xdg != '/') || getuid() != geteuid())
		return false;
	return read_config("/etc", "gitconfig", false, &ignored) &&
	       read_config(home, ".gitconfig", false, &ignored) &&
	       (xdg && *xdg ? read_config(xdg, "git/config", false, &ignored)
			    : read_config(home, ".config/git/config", false, &ignored));
}

/* ---- the repository */

/* What makes a folder something else than a plain bare repository. */
static const char *const odd_files[] = {
	".git", "commondir", "gitdir", "config.worktree", "objects/info/alternates",
};

static bool has_odd_file(const char *path)
{
	struct stat about;
	bool is_odd = false;

	for (size_t i = 0; !is_odd && i < sizeof(odd_files) / sizeof(*odd_files); i++)
		is_odd = stat_in(&about, path, odd_files[i]) || errno != ENOENT;
	return is_odd;
}

static bool has_folder(const char *path, const char *name)
{
	struct stat about;

	return stat_in(&about, path, name) && S_ISDIR(about.st_mode);
}

static bool has_plain_head(const char *path)
{
	nlog_str head = NLOG_STR_INIT;
	bool is_plain = read_in(&head, path, "HEAD", CONFIG_LIMIT) == 0 &&
			nlog_slice_is(nlog_str_slice(&head), "ref: " STORE_BRANCH "\n");

	nlog_str_clear(&head);
	return is_plain;
}

bool store_plain_is(const char *path)
{
	config_facts facts = {.is_bare = false};
	struct stat about;

	return lstat(path, &about) == 0 && S_ISDIR(about.st_mode) &&
	       about.st_uid == geteuid() && has_folder(path, "objects") &&
	       has_folder(path, "refs") && has_plain_head(path) && !has_odd_file(path) &&
	       read_config(path, "config", true, &facts) && facts.is_bare &&
	       !facts.is_odd && has_simple_user_config();
}

/* ---- the branch */

/* The id at the start of a line. */
static bool read_id(git_oid *oid, nlog_slice line)
{
	char text[NLOG_OID_SIZE];

	if (line.len < NLOG_OID_LEN)
		return false;
	memcpy(text, line.data, NLOG_OID_LEN);
	text[NLOG_OID_LEN] = '\0';
	return strspn(text, HEX) == NLOG_OID_LEN && store_oid_parse(oid, text) &&
	       !store_oid_is_zero(oid);
}

/* `ID refs/…`, or the `^ID` of what the tag above it names */
static bool read_packed_line(git_oid *oid, bool *is_found, nlog_slice line)
{
	git_oid id;

	if (nlog_slice_starts(line, "^"))
		return line.len == NLOG_OID_LEN + 1 &&
		       read_id(&id, nlog_slice_from(line, 1));
	if (line.len < NLOG_OID_LEN + 2 || !read_id(&id, line) ||
	    line.data[NLOG_OID_LEN] != ' ')
		return false;
	line = nlog_slice_from(line, NLOG_OID_LEN + 1);
	if (!nlog_slice_starts(line, "refs/") || !is_word(line, "/-_."))
		return false;
	if (nlog_slice_is(line, STORE_BRANCH)) {
		*oid = id;
		*is_found = true;
	}
	return true;
}

static bool read_packed(git_oid *oid, nlog_slice text)
{
	bool is_found = false;
	nlog_slice line;

	for (bool is_first = true; take_line(&text, &line); is_first = false)
		if (!(is_first && nlog_slice_starts(line, "# pack-refs with: ")) &&
		    !read_packed_line(oid, &is_found, line))
			return false;
	return is_found && !text.len;
}

bool store_plain_head(git_oid *oid, const char *path)
{
	nlog_str text = NLOG_STR_INIT;
	struct stat about;
	bool is_known = false;
	int rc;

	if (stat_in(&about, path, STORE_BRANCH) && S_ISLNK(about.st_mode))
		return false;
	rc = read_in(&text, path, STORE_BRANCH, CONFIG_LIMIT);
	if (!rc)
		is_known = text.len == NLOG_OID_LEN + 1 &&
			   text.data[NLOG_OID_LEN] == '\n' &&
			   read_id(oid, nlog_str_slice(&text));
	else if (rc == NLOG_ENOTFOUND &&
		 read_in(&text, path, "packed-refs", PACKED_LIMIT) == 0)
		is_known = read_packed(oid, nlog_str_slice(&text));
	nlog_str_clear(&text);
	return is_known;
}
