/* Random notices, and random edits of notices, from a seed. */
#include "generate.h"

#include <criterion/criterion.h>
#include <noticelog/alloc.h>
#include <noticelog/text.h>
#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

nlog_test_random nlog_test_seed(uint64_t seed)
{
	return (nlog_test_random){seed * UINT64_C(0x2545F4914F6CDD1D) + 1};
}

/* SplitMix64: a counter, well mixed. */
uint64_t nlog_test_next(nlog_test_random *random)
{
	uint64_t z = random->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

size_t nlog_test_below(nlog_test_random *random, size_t limit)
{
	return (size_t)(nlog_test_next(random) % limit);
}

bool nlog_test_chance(nlog_test_random *random, unsigned percent)
{
	return nlog_test_below(random, 100) < percent;
}

/* Texts */

static const char *const words[] = {
	"the",         "of",          "for",      "in",       "productivity",
	"workshop",    "Meeting",     "training", "member",   "countries",
	"Tokyo",       "Türkiye",     "São",      "Đà",       "naïve",
	"x̂",           "ǅ",           "Straße",   "ﬁnal",     "2025",
	"8",           "17",          "3.5%",     "25-IN-09", "don't",
	"farmers'",    "生産性",      "アジア",   "한국어",   "مؤتمر",
	"Ελλάδα",      "Киргиз",      "กรุงเทพ",   "हिन्दी",    "🏭",
	"👩‍🌾", "🇯🇵",          "a",        "I",        "<b>",
	"&amp;c",      "A&B",         "=1+2",     "-x",       "@cmd",
	"*star*",      "`code`",      "\\n",      "rural",    "digital",
	"smart",       "agriculture", "green",    "report",   "plan",
	"visit",       "expert",      "policy",   "session",  "notice",
};

static const char *const marks[] = {",", ":",  " –", "—", ".", "?", " (",
				    ")", "\"", "”",  "…", ";", "/"};

/* A word of letters from anywhere in the lower planes, as far as they are letters. */
static void add_rare_word(nlog_str *out, nlog_test_random *random)
{
	static const struct {
		unsigned first, count;
	} ranges[] = {{0xC0, 0x180}, {0x391, 0x10},  {0x410, 0x40},    {0x5D0, 0x1A},
		      {0xE01, 0x2E}, {0x1E00, 0xF0}, {0x4E00, 0x1000}, {0xAC00, 0x1000}};
	size_t range = nlog_test_below(random, LENGTH(ranges));

	for (size_t i = 1 + nlog_test_below(random, 6); i-- > 0;) {
		unsigned c = ranges[range].first +
			     (unsigned)nlog_test_below(random, ranges[range].count);

		if (c >= 0x800)
			nlog_str_addc(out, (char)(0xE0 | c >> 12));
		nlog_str_addc(out,
			      (char)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3F) : 0xC0 | c >> 6));
		nlog_str_addc(out, (char)(0x80 | (c & 0x3F)));
	}
}

void nlog_test_add_words(nlog_str *out, nlog_test_random *random, size_t count,
			 bool with_marks)
{
	nlog_str text = NLOG_STR_INIT;

	for (size_t i = 0; i < count; i++) {
		if (i)
			nlog_str_addc(&text, ' ');
		if (nlog_test_chance(random, 5))
			add_rare_word(&text, random);
		else
			nlog_str_add(&text, words[nlog_test_below(random, LENGTH(words))]);
		if (with_marks && nlog_test_chance(random, 12))
			nlog_str_add(&text, marks[nlog_test_below(random, LENGTH(marks))]);
	}
	nlog_text_normalise(out, nlog_str_slice(&text));
	nlog_str_clear(&text);
}

static json_t *string_of(nlog_str *text)
{
	json_t *out = nlog_json_from_slice(nlog_str_slice(text));

	nlog_str_clear(text);
	return out;
}

/* Values: one function a type, and one for the entries of a list */

static json_t *random_words(nlog_test_random *random, size_t most, bool with_marks)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_test_add_words(&text, random, 1 + nlog_test_below(random, most), with_marks);
	return string_of(&text);
}

static json_t *random_line(nlog_test_random *random)
{
	return random_words(random, 8, true);
}

static json_t *random_paragraph(nlog_test_random *random)
{
	return random_words(random, nlog_test_chance(random, 20) ? 120 : 25, true);
}

static json_t *random_item(nlog_test_random *random)
{
	return random_words(random, 10, false);
}

static nlog_date random_day(nlog_test_random *random)
{
	nlog_date day = {0};
	int year = 2014 + (int)nlog_test_below(random, 14);

	if (nlog_test_chance(random, 2))
		year = 1 + (int)nlog_test_below(random, 9999);
	nlog_date_make(&day, year, 1 + (int)nlog_test_below(random, 12),
		       1 + (int)nlog_test_below(random, 28));
	return day;
}

static json_t *random_date(nlog_test_random *random)
{
	nlog_str text = NLOG_STR_INIT;

	nlog_date_add_iso(&text, random_day(random));
	return string_of(&text);
}

static json_t *random_period(nlog_test_random *random)
{
	nlog_str text = NLOG_STR_INIT;
	nlog_period period = {random_day(random), random_day(random)};

	if (period.end.day < period.start.day || nlog_test_chance(random, 20))
		period.end = period.start;
	nlog_period_add_iso(&text, period);
	return string_of(&text);
}

static json_t *random_count(nlog_test_random *random)
{
	json_int_t most = nlog_test_chance(random, 5) ? 9007199254740991 : 120;

	return json_integer((json_int_t)(nlog_test_next(random) >> 11) % (most + 1));
}

static json_t *random_seats(nlog_test_random *random)
{
	json_t *count = random_count(random), *out;

	if (nlog_test_chance(random, 50))
		return count;
	out = json_object();
	json_object_set_new(out, nlog_test_chance(random, 50) ? "at_most" : "at_least",
			    count);
	return out;
}

static json_t *random_economy(nlog_test_random *random)
{
	static const char *const names[] = {
		"Bangladesh", "Cambodia", "Republic of China",        "Fiji",
		"India",      "Japan",    "Islamic Republic of Iran", "Lao PDR",
		"Türkiye",    "Vietnam",  "All Member Countries",     "APO Secretariat",
		"Singapore",  "Germany",  "Republic of Korea"};

	return json_string(names[nlog_test_below(random, LENGTH(names))]);
}

static json_t *random_name(nlog_test_random *random)
{
	return random_words(random, 4, false);
}

static json_t *random_term(nlog_test_random *random)
{
	static const char *const terms[] = {"face-to-face", "online", "hybrid"};

	if (nlog_test_chance(random, 10))
		return random_words(random, 3, false);
	return json_string(terms[nlog_test_below(random, LENGTH(terms))]);
}

static json_t *random_row(nlog_test_random *random)
{
	json_t *out = json_object();

	if (nlog_test_chance(random, 80))
		json_object_set_new(out, "revision", random_count(random));
	if (nlog_test_chance(random, 80))
		json_object_set_new(out, "issued", random_date(random));
	if (nlog_test_chance(random, 80))
		json_object_set_new(out, "clause", random_line(random));
	json_object_set_new(out, "modification", random_paragraph(random));
	return out;
}

/* One row a type: `value` of a single value, `entry` of a list or map. */
static const struct {
	json_t *(*value)(nlog_test_random *);
	json_t *(*entry)(nlog_test_random *);
} makers[NLOG_TYPES] = {
	[NLOG_TYPE_LINE] = {.value = random_line},
	[NLOG_TYPE_DATE] = {.value = random_date},
	[NLOG_TYPE_DATES] = {.entry = random_date},
	[NLOG_TYPE_COUNT] = {.value = random_count},
	[NLOG_TYPE_PERIODS] = {.entry = random_period},
	[NLOG_TYPE_ECONOMIES] = {.entry = random_economy},
	[NLOG_TYPE_NAMES] = {.entry = random_name},
	[NLOG_TYPE_TERM] = {.value = random_term},
	[NLOG_TYPE_SEATS] = {.value = random_seats},
	[NLOG_TYPE_TEXT] = {.entry = random_paragraph},
	[NLOG_TYPE_ITEMS] = {.entry = random_item},
	[NLOG_TYPE_HISTORY] = {.entry = random_row},
	[NLOG_TYPE_TEXTS] = {.entry = random_paragraph},
	[NLOG_TYPE_PRINTED] = {.entry = random_paragraph},
};

static json_t *random_list(nlog_test_random *random, nlog_type_id type)
{
	json_t *out = json_array();

	for (size_t i = 1 + nlog_test_below(random, 5); i-- > 0;)
		json_array_append_new(out, makers[type].entry(random));
	return out;
}

/* A label that is not known, or, for printed words, a field that can have some. */
static void set_random_key(json_t *map, nlog_test_random *random, nlog_type_id type)
{
	nlog_str label = NLOG_STR_INIT;

	if (type == NLOG_TYPE_PRINTED) {
		nlog_field_id id = (nlog_field_id)nlog_test_below(random, NLOG_FIELD_OTHER);

		json_object_set_new(map, nlog_field_of(id)->name, random_paragraph(random));
		return;
	}
	nlog_test_add_words(&label, random, 1 + nlog_test_below(random, 3), false);
	json_object_set_new(map, nlog_str_text(&label), random_list(random, type));
	nlog_str_clear(&label);
}

static bool is_map(nlog_type_id type)
{
	return type == NLOG_TYPE_TEXTS || type == NLOG_TYPE_PRINTED;
}

json_t *nlog_test_value(nlog_test_random *random, nlog_type_id type)
{
	json_t *map;

	if (makers[type].value)
		return makers[type].value(random);
	if (!is_map(type))
		return random_list(random, type);
	map = json_object();
	for (size_t i = 1 + nlog_test_below(random, 4); i-- > 0;)
		set_random_key(map, random, type);
	return map;
}

/* Notices */

/* A value, sometimes null, sometimes nothing. */
static void set_random_field(json_t *members, nlog_test_random *random,
			     const nlog_field *field)
{
	if (nlog_test_chance(random, 15))
		json_object_del(members, field->name);
	else if (!is_map(field->type) && nlog_test_chance(random, 10))
		json_object_set_new(members, field->name, json_null());
	else
		json_object_set_new(members, field->name,
				    nlog_test_value(random, field->type));
}

static nlog_notice *notice_of(json_t *members)
{
	nlog_error err = NLOG_ERROR_INIT;
	nlog_notice *notice = NULL;

	cr_assert(nlog_notice_from_members_take(&notice, members, &err) == 0,
		  "a random notice is refused: %s", err.text);
	return notice;
}

nlog_notice *nlog_test_notice(nlog_test_random *random)
{
	json_t *members = json_object();

	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++)
		set_random_field(members, random, nlog_field_of(id));
	return notice_of(members);
}

/* Edits */

/* Another word in the place of one, somewhere in a text of several. */
static json_t *with_another_word(nlog_test_random *random, nlog_slice text)
{
	size_t start = nlog_test_below(random, text.len), end;
	nlog_str edited = NLOG_STR_INIT, normal = NLOG_STR_INIT;

	while (start > 0 && text.data[start - 1] != ' ')
		start--;
	for (end = start; end < text.len && text.data[end] != ' ';)
		end++;
	nlog_str_addn(&edited, text.data, start);
	nlog_str_add(&edited, words[nlog_test_below(random, LENGTH(words))]);
	nlog_str_addn(&edited, text.data + end, text.len - end);
	nlog_text_normalise(&normal, nlog_str_slice(&edited));
	nlog_str_clear(&edited);
	return string_of(&normal);
}

static void swap_entries(json_t *list, size_t i, size_t j)
{
	json_t *first = json_incref(json_array_get(list, i));

	json_array_set(list, i, json_array_get(list, j));
	json_array_set_new(list, j, first);
}

static void edit_list(json_t *list, nlog_test_random *random, nlog_type_id type)
{
	size_t count = json_array_size(list), i = nlog_test_below(random, count);
	bool is_text = type == NLOG_TYPE_TEXT || type == NLOG_TYPE_TEXTS;

	switch (nlog_test_below(random, 6)) {
	case 0:
		if (count > 1)
			json_array_remove(list, i);
		break;
	case 1:
		json_array_insert_new(list, i, makers[type].entry(random));
		break;
	case 2:
		json_array_append(list, json_array_get(list, i));
		break;
	case 3:
		swap_entries(list, i, nlog_test_below(random, count));
		break;
	default:
		json_array_set_new(
			list, i,
			is_text ? with_another_word(
					  random, nlog_json_slice(json_array_get(list, i)))
				: makers[type].entry(random));
	}
}

/* One key more, one less, or another value under one. */
static void edit_map(json_t *map, nlog_test_random *random, nlog_type_id type)
{
	size_t index = nlog_test_below(random, json_object_size(map));
	void *entry = json_object_iter(map);

	while (index-- > 0)
		entry = json_object_iter_next(map, entry);
	if (nlog_test_chance(random, 40))
		set_random_key(map, random, type);
	else if (json_is_array(json_object_iter_value(entry)) &&
		 nlog_test_chance(random, 60))
		edit_list(json_object_iter_value(entry), random, type);
	else if (json_object_size(map) > 1)
		json_object_del(map, json_object_iter_key(entry));
}

static void edit_field(json_t *members, nlog_test_random *random, const nlog_field *field)
{
	json_t *value = json_object_get(members, field->name);

	if (json_is_array(value) && nlog_test_chance(random, 80))
		edit_list(value, random, field->type);
	else if (value && is_map(field->type) && nlog_test_chance(random, 80))
		edit_map(value, random, field->type);
	else
		set_random_field(members, random, field);
}

nlog_notice *nlog_test_edited(nlog_test_random *random, const nlog_notice *notice)
{
	json_t *members = json_deep_copy(nlog_notice_members(notice));

	for (size_t i = 1 + nlog_test_below(random, 6); i-- > 0;)
		edit_field(
			members, random,
			nlog_field_of((nlog_field_id)nlog_test_below(random, NLOG_FIELDS)));
	return notice_of(members);
}
