/* Names and terms: cities, organizers, the modality. */
#include "private.h"

#include <string.h>

#define NAMES_LIMIT 500

static void set_or_drop_take(json_t **member, json_t *list)
{
	if (json_array_size(list))
		*member = list;
	else
		json_decref(list);
}

static void add_once(json_t *list, nlog_slice text)
{
	json_t *name = nlog_normal_string(text);

	for (size_t i = 0; name && i < json_array_size(list); i++)
		if (json_equal(json_array_get(list, i), name)) {
			json_decref(name);
			return;
		}
	if (name)
		json_array_append_new(list, name);
}

/* Cities */

typedef struct {
	nlog_scan *scan;
	json_t *cities, *countries;
	bool wants_country; /* a city was named, its country may follow behind a comma */
} places;

/* The country of that name: by the roster, or as printed. Empty if it is none. */
static nlog_slice country_name(const places *p, nlog_slice entry)
{
	const nlog_register *reg = p->scan->reg;
	const nlog_economy *economy = nlog_register_find_economy(reg, entry);

	if (economy)
		return nlog_slice_of(economy->name);
	if (nlog_register_is_ambiguous_economy(reg, entry) || nlog_is_other_country(entry))
		return entry;
	return NLOG_SLICE("");
}

static void take_country(places *p, nlog_slice entry)
{
	const nlog_register *reg = p->scan->reg;

	if (nlog_register_is_ambiguous_economy(reg, entry))
		nlog_scan_note(p->scan, NLOG_F_ECONOMY_AMBIGUOUS,
			       "it can mean more than one economy", entry);
	else if (!nlog_register_find_economy(reg, entry))
		nlog_scan_note(p->scan, NLOG_F_ECONOMY_UNKNOWN, "not on the roster", entry);
	add_once(p->countries, country_name(p, entry));
}

/* `Chennai (India)`: a city with its country in brackets. */
static bool take_city_with_country(places *p, nlog_slice entry)
{
	const char *bracket = memchr(entry.data, '(', entry.len);
	size_t at = bracket ? (size_t)(bracket - entry.data) : 0;
	nlog_slice inner;

	if (!at || entry.data[entry.len - 1] != ')')
		return false;
	inner = nlog_between(entry, at + 1, entry.len - 1);
	if (!country_name(p, inner).len)
		return false;
	add_once(p->cities, nlog_between(entry, 0, at));
	take_country(p, inner);
	return true;
}

/*
 * A country behind a city and a comma is the city's. Elsewhere only an economy of
 * the roster is both, a city and a country.
 */
static void take_place(places *p, nlog_slice entry, nlog_list_separator before)
{
	bool is_country;

	if (nlog_slice_ends(entry, ".") && !country_name(p, entry).len)
		entry = nlog_between(entry, 0, entry.len - 1);
	is_country =
		country_name(p, entry).len && p->wants_country && before == NLOG_LIST_COMMA;
	p->wants_country = !is_country;
	if (is_country || nlog_register_find_economy(p->scan->reg, entry))
		take_country(p, entry);
	if (!is_country && !take_city_with_country(p, entry))
		add_once(p->cities, entry);
}

static void read_cities(nlog_scan *scan, nlog_slice text)
{
	places p = {.scan = scan, .cities = json_array(), .countries = json_array()};
	nlog_list list = {.text = text, .is_by_words = true};
	nlog_list_separator before;
	nlog_slice entry;

	while (nlog_list_next(&list, &entry, &before)) {
		if (json_array_size(p.cities) >= NAMES_LIMIT) {
			scan->out->lossless = false;
			break;
		}
		take_place(&p, entry, before);
	}
	if (list.is_keyed) {
		scan->out->lossless = false;
		scan->out->keyed = true;
	}
	set_or_drop_take(&scan->out->value, p.cities);
	set_or_drop_take(&scan->out->countries, p.countries);
}

/* Organizers */

static const char *const organization_words[] = {
	"organization", "organisation", "council",     "center",      "centre",
	"institute",    "institution",  "agency",      "ministry",    "corporation",
	"secretariat",  "board",        "association", "authority",   "department",
	"commission",   "bureau",       "foundation",  "university",  "academy",
	"npo",          "committee",    "federation",  "directorate", "society",
	"company",      "institutes",   "college",     "division",    "office"};

static const char *const address_words[] = {
	"street",   "st",     "road",   "rd",        "avenue", "ave",
	"building", "bldg",   "floor",  "tel",       "fax",    "phone",
	"email",    "mail",   "box",    "district",  "lane",   "block",
	"suite",    "postal", "zip",    "telephone", "www",    "http",
	"house",    "marg",   "sector", "highway",   "room",   "p.o. box"};

static bool has_digit(nlog_slice line)
{
	for (size_t i = 0; i < line.len; i++)
		if (nlog_is_digit(line.data[i]))
			return true;
	return false;
}

/* Is the line evidently the name of an organization, and no part of an address? */
static bool names_organization(nlog_slice line)
{
	return nlog_has_any_word(line, organization_words, COUNT(organization_words)) &&
	       !nlog_has_any_word(line, address_words, COUNT(address_words)) &&
	       !has_digit(line) && !nlog_slice_ends(line, ",") &&
	       !memchr(line.data, '@', line.len);
}

/* Does the line break off in the middle of a name (`Development Academy of`)? */
static bool breaks_off(nlog_slice line)
{
	static const char *const words[] = {"of", "for", "and", "the", "in", "on", "to"};
	size_t last = line.len;

	while (last > 0 && nlog_is_letter(line.data[last - 1]))
		last--;
	for (size_t i = 0; i < COUNT(words); i++)
		if (last > 0 && last < line.len && nlog_word_is(line, last, words[i]))
			return true;
	return nlog_slice_ends(line, " &");
}

/* The line at *at, and those that it goes on with; *at moves behind it. */
static nlog_slice next_line(nlog_slice text, size_t *at)
{
	size_t start = nlog_skip_blanks(text, *at);
	size_t end = start;
	nlog_slice line;

	do {
		const char *newline = NULL;

		end = nlog_skip_blanks(text, end);
		if (end < text.len)
			newline = memchr(text.data + end, '\n', text.len - end);
		end = newline ? (size_t)(newline - text.data) : text.len;
		line = nlog_between(text, start, end);
	} while (end < text.len && breaks_off(line));
	*at = end;
	return line;
}

/* Are all lines of the text names of organizations? */
static bool are_all_organizations(nlog_slice text)
{
	size_t at = 0;
	nlog_slice line;

	for (line = next_line(text, &at); line.len; line = next_line(text, &at))
		if (!names_organization(line))
			return false;
	return true;
}

static nlog_slice without_final_sign(nlog_slice name)
{
	while (nlog_slice_ends(name, ",") || nlog_slice_ends(name, ";"))
		name = nlog_between(name, 0, name.len - 1);
	return name;
}

/*
 * One organizer, or a line each. Commas and `and` occur inside names, so they
 * part nothing; lines below the first are an address unless each of them is
 * evidently an organization.
 */
static void take_organizer(nlog_scan *scan, json_t *names, nlog_slice entry)
{
	bool are_names = are_all_organizations(entry);
	size_t at = 0;
	nlog_slice line = next_line(entry, &at);

	add_once(names, without_final_sign(line));
	for (line = next_line(entry, &at); line.len; line = next_line(entry, &at)) {
		if (!are_names || json_array_size(names) >= NAMES_LIMIT) {
			scan->out->lossless = false;
			return;
		}
		add_once(names, without_final_sign(line));
	}
}

static void read_organizers(nlog_scan *scan, nlog_slice text)
{
	nlog_str parts = NLOG_STR_INIT;
	nlog_list list = {
		.text = nlog_part_enumerated(&parts, text) ? nlog_str_slice(&parts) : text};
	json_t *names = json_array();
	nlog_list_separator before;
	nlog_slice entry;

	while (nlog_list_next(&list, &entry, &before)) {
		if (json_array_size(names) >= NAMES_LIMIT) {
			scan->out->lossless = false;
			break;
		}
		take_organizer(scan, names, entry);
	}
	if (list.is_keyed)
		scan->out->lossless = false;
	nlog_str_clear(&parts);
	set_or_drop_take(&scan->out->value, names);
}

void nlog_scan_names(nlog_scan *scan, nlog_slice text)
{
	if (scan->field == NLOG_FIELD_VENUE_CITIES)
		read_cities(scan, text);
	else
		read_organizers(scan, text);
	if (!scan->out->value)
		scan->out->lossless = false;
}

/* Modality */

/* `(India, Chennai)`: at least one economy; what else stands there are cities. */
static bool read_places_in_bracket(nlog_scan *scan, nlog_slice inner)
{
	json_t *countries = json_array();
	json_t *cities = json_array();
	nlog_list list = {.text = inner, .is_by_words = true};
	nlog_list_separator before;
	nlog_slice entry;
	bool has_country;

	while (json_array_size(cities) < NAMES_LIMIT &&
	       nlog_list_next(&list, &entry, &before)) {
		const nlog_economy *economy = nlog_register_find_economy(scan->reg, entry);

		add_once(economy ? countries : cities,
			 economy ? nlog_slice_of(economy->name) : entry);
	}
	has_country = json_array_size(countries) > 0;
	if (!has_country)
		json_array_clear(cities);
	set_or_drop_take(&scan->out->countries, countries);
	set_or_drop_take(&scan->out->cities, cities);
	return has_country && !list.is_keyed && list.at >= inner.len;
}

static json_t *term_string(const char *term)
{
	return nlog_json_from_slice(nlog_slice_of(term));
}

/* No term is longer, and none that matters stands further behind. In bytes. */
#define TERM_LEN 32
#define TERM_REACH 512

/* Is there a term of the vocabulary in the text? */
static bool has_term(const nlog_register *reg, nlog_slice text)
{
	if (text.len > TERM_REACH)
		text.len = TERM_REACH;
	for (size_t at = 0; at < text.len; at++) {
		size_t end = at;

		while (nlog_word_begins(text, at) && end < text.len &&
		       end < at + TERM_LEN) {
			end = nlog_skip_word(text, end + 1);
			if (nlog_register_find_modality(reg, nlog_between(text, at, end)))
				return true;
		}
	}
	return false;
}

/* `Face-to-face in Tokyo`, `Online, by Zoom`: a term, and how it is carried out. */
static const char *find_leading_term(const nlog_register *reg, nlog_slice text)
{
	static const char *const links[] = {"via", "using", "through", "on", "over",
					    "by",  "with",  "in",      "at"};

	for (size_t at = 1; at < text.len; at++) {
		const char *term = NULL;
		bool is_link = text.data[at] == ',';

		for (size_t i = 0; i < COUNT(links); i++)
			is_link = is_link || (nlog_word_begins(text, at) &&
					      nlog_word_is(text, at, links[i]));
		if (is_link)
			term = nlog_register_find_modality(reg, nlog_between(text, 0, at));
		if (term)
			return has_term(reg, nlog_slice_from(text, at)) ? NULL : term;
	}
	return NULL;
}

void nlog_scan_term(nlog_scan *scan, nlog_slice text)
{
	const nlog_register *reg = scan->reg;
	nlog_slice words =
		nlog_slice_ends(text, ".") ? nlog_between(text, 0, text.len - 1) : text;
	const char *term = nlog_register_find_modality(reg, words);
	const char *bracket = memchr(words.data, '(', words.len);

	if (!term && bracket && nlog_slice_ends(words, ")")) {
		size_t at = (size_t)(bracket - words.data);

		term = nlog_register_find_modality(reg, nlog_between(words, 0, at));
		scan->out->lossless =
			!term || read_places_in_bracket(
					 scan, nlog_between(words, at + 1, words.len - 1));
	} else if (!term) {
		term = find_leading_term(reg, words);
		scan->out->lossless = !term;
	}
	if (term)
		scan->out->value = term_string(term);
	else
		scan->out->value = nlog_normal_string(text);
}
