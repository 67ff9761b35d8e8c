/* Lists of economies: the roster's names for what is printed. */
#include "private.h"

#include <string.h>

/* A list of more entries is none of countries; what is over stays in the printed words. */
#define LIST_LIMIT 500

/* What the entries of one list came to. */
typedef struct {
	nlog_scan *scan;
	json_t *names;
	bool lossless;
	bool names_any; /* at least one entry is on the roster */
	bool is_over;   /* a sentence began: nothing more belongs to the list */
} economies;

/* Words with which a sentence begins, and no name. */
static const char *const openings[] = {
	"however",    "other",    "others", "any",         "participants", "participation",
	"note",       "please",   "for",    "subject",     "if",           "only",
	"each",       "these",    "this",   "nominations", "in",           "additional",
	"interested", "two",      "one",    "nonmember",   "nonmembers",   "depending",
	"as",         "it",       "its",    "there",       "also",         "while",
	"preference", "priority", "where",  "when",        "up",           "maximum",
	"resource",   "all",      "member", "members",     "selected",     "observers"};

/* More words than any economy's name has. */
#define NAME_WORDS 7

static bool begins_sentence(nlog_slice entry)
{
	for (size_t i = 0; i < COUNT(openings); i++)
		if (nlog_word_is(entry, 0, openings[i]))
			return true;
	return false;
}

static bool is_prose(nlog_slice entry)
{
	size_t words = 0;

	if (nlog_word_is(entry, 0, "the"))
		entry = nlog_slice_trim(nlog_slice_from(entry, 3));
	for (size_t at = 0; at < entry.len; at++)
		words += at == 0 || entry.data[at - 1] == ' ';
	return !entry.len || words > NAME_WORDS ||
	       (entry.data[0] >= 'a' && entry.data[0] <= 'z') ||
	       nlog_is_digit(entry.data[0]) || entry.data[0] == '(' ||
	       begins_sentence(entry);
}

/*
 * `All Member Countries`, `APO member countries`, `all APO members`. *is_exact:
 * no other word stands there (`All active member countries`).
 */
static bool means_all(nlog_slice entry, bool *is_exact)
{
	static const char *const members[] = {"member", "members"};
	static const char *const others[] = {"all",     "the",       "apo",    "countries",
					     "country", "economies", "economy"};
	bool has_members = nlog_has_any_word(entry, members, COUNT(members));
	bool begins_so = nlog_word_is(entry, 0, "all") || nlog_word_is(entry, 0, "apo") ||
			 nlog_word_is(entry, 0, "member") ||
			 nlog_skip_phrase(entry, 0, "the apo") ||
			 nlog_skip_phrase(entry, 0, "the member");

	*is_exact = true;
	for (size_t at = 0; at < entry.len; at++) {
		nlog_slice word = nlog_letters_at(entry, at);
		bool is_known = false;

		if (!nlog_word_begins(entry, at))
			continue;
		for (size_t i = 0; i < COUNT(members); i++)
			is_known = is_known || nlog_slice_is_nocase(word, members[i]);
		for (size_t i = 0; i < COUNT(others); i++)
			is_known = is_known || nlog_slice_is_nocase(word, others[i]);
		*is_exact = *is_exact && is_known;
	}
	if (nlog_word_is(entry, 0, "all"))
		return has_members || nlog_skip_phrase(entry, 0, "all apo") ||
		       (*is_exact && nlog_has_word(entry, "countries"));
	return has_members && begins_so && *is_exact;
}

/* The register's name of a printed one, or NULL. Sets *is_exact: nothing else is said. */
static const char *find_name(const nlog_register *reg, nlog_slice entry, bool *is_exact)
{
	const nlog_economy *economy = nlog_register_find_economy(reg, entry);
	const char *organization = nlog_register_find_organization(reg, entry);

	*is_exact = true;
	/* a code is printed in capitals; `in` and `my` are words */
	if (economy && entry.len == 2 && !(entry.data[0] < 'a' && entry.data[1] < 'a'))
		economy = NULL;
	if (economy)
		return economy->name;
	if (organization)
		return organization;
	return means_all(entry, is_exact) ? NLOG_ALL_MEMBERS : NULL;
}

/* The same for `Japan (host)`, where the brackets say more, and `Laos (Lao PDR)`, where they do not. */
static const char *find_name_before_bracket(const nlog_register *reg, nlog_slice entry,
					    bool *is_exact)
{
	const char *bracket = memchr(entry.data, '(', entry.len);
	size_t at = bracket ? (size_t)(bracket - entry.data) : 0;
	const char *name, *inner;

	if (!at || entry.data[entry.len - 1] != ')')
		return NULL;
	name = find_name(reg, nlog_between(entry, 0, at), is_exact);
	inner = find_name(reg, nlog_between(entry, at + 1, entry.len - 1), is_exact);
	*is_exact = name && name == inner;
	return name;
}

/* Append to a list unless it is there. */
static void add_once(json_t *list, const char *name)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (nlog_slice_is(nlog_json_slice(json_array_get(list, i)), name))
			return;
	json_array_append_new(list, nlog_json_from_slice(nlog_slice_of(name)));
}

/* A name that the register does not know stays as printed. */
static void keep_printed(economies *e, nlog_slice entry)
{
	json_t *name = nlog_normal_string(entry);

	if (!name)
		return;
	if (nlog_register_is_ambiguous_economy(e->scan->reg, entry))
		nlog_scan_note(e->scan, NLOG_F_ECONOMY_AMBIGUOUS,
			       "it can mean more than one economy", entry);
	else
		nlog_scan_note(e->scan, NLOG_F_ECONOMY_UNKNOWN, "not on the roster", entry);
	add_once(e->names, json_string_value(name));
	json_decref(name);
}

static void take_name(economies *e, nlog_slice entry)
{
	const nlog_register *reg = e->scan->reg;
	bool is_exact = true;
	const char *name = find_name(reg, entry, &is_exact);

	if (!name && nlog_slice_ends(entry, ".")) {
		entry = nlog_between(entry, 0, entry.len - 1);
		name = find_name(reg, entry, &is_exact);
	}
	if (!name)
		name = find_name_before_bracket(reg, entry, &is_exact);
	if (name) {
		add_once(e->names, name);
		e->names_any = true;
		e->lossless = e->lossless && is_exact;
	} else if (nlog_register_is_ambiguous_economy(reg, entry)) {
		keep_printed(e, entry);
	} else if (is_prose(entry)) {
		e->lossless = false;
		e->is_over = begins_sentence(entry);
	} else {
		keep_printed(e, entry);
	}
}

/* Is the entry, its lines joined, one name? */
static bool is_wrapped_name(const nlog_register *reg, nlog_slice entry)
{
	json_t *joined = nlog_normal_string(entry);
	bool is_exact;
	bool is_name = joined && find_name(reg, nlog_json_slice(joined), &is_exact);

	json_decref(joined);
	return is_name;
}

/* An entry of several lines is a name that was wrapped, or a name in each line. */
static void take_entry(economies *e, nlog_slice entry)
{
	if (!memchr(entry.data, '\n', entry.len)) {
		take_name(e, entry);
	} else if (is_wrapped_name(e->scan->reg, entry)) {
		json_t *joined = nlog_normal_string(entry);

		take_name(e, nlog_json_slice(joined));
		json_decref(joined);
	} else {
		while (entry.len && !e->is_over && json_array_size(e->names) < LIST_LIMIT) {
			const char *end = memchr(entry.data, '\n', entry.len);
			size_t len = end ? (size_t)(end - entry.data) : entry.len;
			nlog_slice line = nlog_between(entry, 0, len);

			if (line.len)
				take_name(e, line);
			entry = nlog_slice_from(entry, len + 1);
		}
	}
}

/* Where the first sentence ends: a full stop behind a word of several letters, before a capital. */
static size_t end_of_sentence(nlog_slice text)
{
	for (size_t at = 2; at < text.len; at++) {
		size_t next;

		if (text.data[at] != '.' || text.data[at - 2] == '.' ||
		    text.data[at - 2] == ' ')
			continue;
		next = nlog_skip_blanks(text, at + 1);
		if (next > at + 1 && next < text.len && text.data[next] >= 'A' &&
		    text.data[next] <= 'Z')
			return at;
	}
	return text.len;
}

static void read_list(economies *e, nlog_slice text)
{
	nlog_list list = {.text = text, .is_by_words = true, .is_wrapped = true};
	nlog_slice entry;
	nlog_list_separator before;
	size_t end = end_of_sentence(text);

	if (end < text.len && nlog_skip_blanks(text, end + 1) < text.len)
		e->lossless = false;
	list.text.len = end;
	while (!e->is_over && nlog_list_next(&list, &entry, &before)) {
		if (json_array_size(e->names) >= LIST_LIMIT) {
			e->lossless = false;
			break;
		}
		take_entry(e, entry);
	}
	if (list.is_keyed)
		e->lossless = false;
}

/* Find `except …`. True, and the slices before and behind it. */
static bool split_exception(nlog_slice text, nlog_slice *before, nlog_slice *behind)
{
	static const char *const words[] = {"with the exception of",
					    "except for",
					    "except",
					    "excepting",
					    "excluding",
					    "other than",
					    "but not",
					    "apart from"};

	for (size_t at = 0; at < text.len; at++) {
		if (!nlog_word_begins(text, at))
			continue;
		for (size_t i = 0; i < COUNT(words); i++) {
			size_t end = nlog_skip_phrase(text, at, words[i]);

			if (end == at)
				continue;
			*before = nlog_between(text, 0, at);
			*behind = nlog_between(text, end, text.len);
			return true;
		}
	}
	return false;
}

/* `All Member Countries (except Japan)`: the bracket was opened before, and closes behind. */
static void drop_bracket(nlog_slice *before, nlog_slice *behind)
{
	const char *close = behind->len ? memrchr(behind->data, ')', behind->len) : NULL;

	if (!nlog_slice_ends(*before, "(") || !close)
		return;
	*before = nlog_between(*before, 0, before->len - 1);
	behind->len = (size_t)(close - behind->data);
}

/* NULL for an empty list */
static json_t *list_or_null_take(json_t *list)
{
	if (json_array_size(list))
		return list;
	json_decref(list);
	return NULL;
}

/* Read a list and its exceptions; what they are is in `out`, ready to be taken. */
static bool read_economies(nlog_scan *scan, nlog_slice text, json_t **countries,
			   json_t **excluded, bool *lossless)
{
	economies in = {.scan = scan, .names = json_array(), .lossless = true};
	economies out = {.scan = scan, .names = json_array(), .lossless = true};
	nlog_slice before, behind;

	if (split_exception(text, &before, &behind)) {
		drop_bracket(&before, &behind);
		read_list(&in, before);
		read_list(&out, behind);
		if (!json_array_size(out.names))
			out.lossless = false;
	} else {
		read_list(&in, text);
	}
	*lossless = in.lossless && out.lossless;
	*countries = list_or_null_take(in.names);
	*excluded = list_or_null_take(out.names);
	return in.names_any;
}

void nlog_scan_economies(nlog_scan *scan, nlog_slice text)
{
	nlog_scanned *out = scan->out;

	(void)read_economies(scan, text, &out->value, &out->excluded, &out->lossless);
	if (!out->value)
		out->lossless = false;
}

bool nlog_find_economies(nlog_scan *scan, nlog_slice text, json_t **countries,
			 json_t **excluded)
{
	nlog_scan silent = *scan;
	bool lossless, names_any;

	silent.findings = NULL;
	names_any = read_economies(&silent, text, countries, excluded, &lossless);
	json_decref(*countries);
	json_decref(*excluded);
	*countries = *excluded = NULL;
	if (names_any)
		(void)read_economies(scan, text, countries, excluded, &lossless);
	return names_any;
}
