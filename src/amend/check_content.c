/* Kinds, seats, economies, reference numbers and promises. */
#include <string.h>

#include <noticelog/alloc.h>

#include "amend.h"
#include "check.h"

/* Characters of a foreign name in a finding. */
#define NAME_SHOWN 60

/* ---- the title's kind */

/* The kind that a project code states: `YY-SS-NN-FF-TTT`, TTT of the vocabulary. */
static const nlog_kind *kind_of_code(const nlog_register *reg, nlog_slice code)
{
	for (size_t part = 0; part < 5; part++) {
		ptrdiff_t hyphen = nlog_slice_find(code, "-");
		if (part == 4 && hyphen > 0)
			code.len = (size_t)hyphen;
		else if (part < 4 && hyphen < 0)
			return NULL;
		else if (part < 4)
			code = nlog_slice_from(code, (size_t)hyphen + 1);
	}
	return nlog_register_kind_of_code(reg, code);
}

void nlog_check_title_kind(checker *c)
{
	const nlog_register *reg = c->options->reg;
	nlog_slice code = nlog_notice_line(c->notice, NLOG_FIELD_PROJECT_CODE);
	const nlog_kind *coded = kind_of_code(reg, code);
	if (!coded)
		return;
	const nlog_kind *titled = nlog_declared_kind(
		reg, nlog_notice_line(c->notice, NLOG_FIELD_TITLE), NULL);
	if (titled && coded != titled)
		nlog_check_say(c, NLOG_FIELD_TITLE,
			       "the title names a %s, the code %.*s a %s", titled->name,
			       (int)code.len, code.data, coded->name);
}

/* ---- seats */

/* @return for each economy of the roster, whether a list has it by whatever name; owned */
static bool *find_listed(const nlog_register *reg, const json_t *names)
{
	bool *is_listed = nlog_alloc_array(nlog_register_economies(reg) + 1, sizeof(bool));
	size_t i;
	json_t *name;
	json_array_foreach(names, i, name)
	{
		const nlog_economy *economy =
			nlog_register_find_economy(reg, nlog_json_slice(name));
		if (economy)
			is_listed[economy - nlog_register_economy(reg, 0)] = true;
	}
	return is_listed;
}

static json_int_t members_on(const nlog_register *reg, nlog_date day, const json_t *without)
{
	bool *is_left_out = find_listed(reg, without);
	json_int_t count = 0;
	for (size_t i = 0; i < nlog_register_economies(reg); i++)
		count += nlog_economy_is_member(nlog_register_economy(reg, i), day) &&
			 !is_left_out[i];
	nlog_free(is_left_out);
	return count;
}

/* Countries of a list that are no hosts: their people are local participants. */
static json_int_t listed(const checker *c, const json_t *names)
{
	const nlog_register *reg = c->options->reg;
	bool *is_host =
		find_listed(reg, nlog_notice_get(c->notice, NLOG_FIELD_HOSTING_COUNTRIES));
	json_int_t count = 0;
	size_t i;
	json_t *name;
	json_array_foreach(names, i, name)
	{
		const nlog_economy *economy =
			nlog_register_find_economy(reg, nlog_json_slice(name));
		count += !economy || !is_host[economy - nlog_register_economy(reg, 0)];
	}
	nlog_free(is_host);
	return count;
}

/*
 * Where all members are invited, overseas and local seats together are to be
 * one for each (19 + 1 = 20). A list of countries does without the hosts, and
 * is held against the overseas seats. `At least N` sets no limit, and a number
 * for each country is none for all.
 */
void nlog_check_seats(checker *c)
{
	const json_t *invited =
		nlog_notice_get(c->notice, NLOG_FIELD_PARTICIPATING_COUNTRIES);
	const json_t *excluded = nlog_notice_get(c->notice, NLOG_FIELD_EXCLUDED_COUNTRIES);
	nlog_slice printed =
		nlog_notice_as_printed(c->notice, NLOG_FIELD_OVERSEAS_PARTICIPANTS);
	nlog_seats_bound bound;
	json_int_t seats = nlog_value_seats(
		nlog_notice_get(c->notice, NLOG_FIELD_OVERSEAS_PARTICIPANTS), &bound);
	json_int_t countries;
	nlog_date day;
	if (seats <= 0 || bound == NLOG_SEATS_AT_LEAST || !nlog_check_issued(c, &day) ||
	    nlog_slice_find(printed, "each") >= 0)
		return;
	if (json_array_size(invited) == 1 &&
	    nlog_slice_is(nlog_value_first(invited), NLOG_ALL_MEMBERS)) {
		countries = members_on(c->options->reg, day, excluded);
		seats += nlog_value_seats(
			nlog_notice_get(c->notice, NLOG_FIELD_LOCAL_PARTICIPANTS), NULL);
	} else {
		countries = listed(c, invited);
	}
	if (seats < countries)
		nlog_check_say(c, NLOG_FIELD_OVERSEAS_PARTICIPANTS,
			       "%lld seat%s for %lld countries invited", (long long)seats,
			       seats == 1 ? "" : "s", (long long)countries);
}

/* ---- economies */

static const nlog_field_id economy_fields[] = {
	NLOG_FIELD_HOSTING_COUNTRIES,
	NLOG_FIELD_PARTICIPATING_COUNTRIES,
	NLOG_FIELD_EXCLUDED_COUNTRIES,
};

/* Say each name that is neither on the roster nor an organization. */
static void say_unknown(checker *c, bool is_ambiguous, const char *what)
{
	const nlog_register *reg = c->options->reg;
	for (size_t f = 0; f < sizeof(economy_fields) / sizeof(economy_fields[0]); f++) {
		size_t i;
		json_t *value;
		json_array_foreach(nlog_notice_get(c->notice, economy_fields[f]), i, value)
		{
			nlog_slice name = nlog_json_slice(value);
			if (nlog_slice_is(name, NLOG_ALL_MEMBERS) ||
			    nlog_register_find_economy(reg, name) ||
			    nlog_register_find_organization(reg, name) ||
			    nlog_register_is_ambiguous_economy(reg, name) != is_ambiguous)
				continue;
			nlog_str shown = NLOG_STR_INIT;
			nlog_amend_add_cut(&shown, name, NAME_SHOWN);
			nlog_check_say(c, economy_fields[f], "'%s' %s",
				       nlog_str_text(&shown), what);
			nlog_str_clear(&shown);
		}
	}
}

void nlog_check_economy_unknown(checker *c)
{
	say_unknown(c, false, "is not on the roster");
}

void nlog_check_economy_ambiguous(checker *c)
{
	say_unknown(c, true, "can mean two economies");
}

/* ---- reference numbers */

/* @return the number of up to nine digits that text is, or -1 */
static long number_of(nlog_slice text)
{
	long value = 0;
	if (!text.len || text.len > 9)
		return -1;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return -1;
		value = value * 10 + (text.data[i] - '0');
	}
	return value;
}

/*
 * A reference number belongs to one issued document, and later ones have higher
 * numbers. A revision with a date of its own may keep the number, and so may
 * the correction of an error of ours.
 */
void nlog_check_reference_order(checker *c)
{
	nlog_slice old = nlog_notice_line(c->step->before, NLOG_FIELD_REFERENCE_NO);
	nlog_slice new = nlog_notice_line(c->notice, NLOG_FIELD_REFERENCE_NO);
	long before = number_of(old), after = number_of(new);
	nlog_date first, second;
	if (before < 0 || after < 0 || after > before || c->step->is_correction)
		return;
	if (after == before) {
		if (nlog_notice_get(c->notice, NLOG_FIELD_REVISION_DATE) ||
		    !nlog_notice_date(c->step->before, NLOG_FIELD_DATE_OF_ISSUE, &first) ||
		    !nlog_notice_date(c->notice, NLOG_FIELD_DATE_OF_ISSUE, &second) ||
		    first.day == second.day)
			return;
		nlog_check_say(c, NLOG_FIELD_REFERENCE_NO,
			       "reference number %.*s again, though issued on another day",
			       (int)new.len, new.data);
		return;
	}
	nlog_check_say(c, NLOG_FIELD_REFERENCE_NO,
		       "reference number %.*s is lower than the earlier revision's, %.*s",
		       (int)new.len, new.data, (int)old.len, old.data);
}

/* ---- promises */

static bool promises(nlog_slice text)
{
	static const char *const rests[] = {" unchanged", "s unchanged", " the same",
					    "s the same", "ing unchanged"};
	ptrdiff_t at;
	while ((at = nlog_slice_find(text, "remain")) >= 0) {
		text = nlog_slice_from(text, (size_t)at + strlen("remain"));
		for (size_t i = 0; i < sizeof(rests) / sizeof(rests[0]); i++)
			if (nlog_slice_starts(text, rests[i]))
				return true;
	}
	return false;
}

/* Does a paragraph, or a row's modification, promise it? */
static bool any_promises(const json_t *texts)
{
	size_t i;
	json_t *text;
	json_array_foreach(texts, i, text)
	{
		const json_t *words =
			json_is_object(text) ? json_object_get(text, "modification") : text;
		if (promises(nlog_json_slice(words)))
			return true;
	}
	return false;
}

static bool notice_promises(const nlog_notice *notice)
{
	const char *label;
	json_t *paragraphs;
	if (any_promises(nlog_notice_get(notice, NLOG_FIELD_REMARKS)) ||
	    any_promises(nlog_notice_get(notice, NLOG_FIELD_CHANGE_HISTORY)))
		return true;
	json_object_foreach((json_t *)nlog_notice_get(notice, NLOG_FIELD_OTHER), label,
			    paragraphs)
	{
		if (any_promises(paragraphs))
			return true;
	}
	return false;
}

/* A promise that stood in the older revision already was made of another step. */
static bool step_promises(const nlog_step *step)
{
	const json_t *members =
		step->addendum ? nlog_addendum_members(step->addendum) : NULL;
	if (json_is_true(json_object_get(members, "remain_unchanged")))
		return true;
	return notice_promises(step->after) && !notice_promises(step->before);
}

/* A field that two rules explain is named once. */
static bool is_named(const nlog_amendments *list, size_t until)
{
	const nlog_amendment *a = nlog_amendments_get(list, until);
	for (size_t i = 0; !a->key && i < until; i++) {
		const nlog_amendment *b = nlog_amendments_get(list, i);
		if (b->field_count && b->fields[0] == a->fields[0] &&
		    b->declared == NLOG_UNDECLARED)
			return true;
	}
	return false;
}

void nlog_check_unchanged_broken(checker *c)
{
	nlog_field_id field = NLOG_FIELDS;
	nlog_str names = NLOG_STR_INIT;
	if (!step_promises(c->step))
		return;
	for (size_t i = 0; i < nlog_amendments_count(c->amendments); i++) {
		const nlog_amendment *a = nlog_amendments_get(c->amendments, i);
		/* The remarks are where it is promised. */
		if (a->declared != NLOG_UNDECLARED || !a->field_count ||
		    a->rule->severity < NLOG_SEVERITY_SUBSTANTIVE ||
		    a->fields[0] == NLOG_FIELD_REMARKS)
			continue;
		if (is_named(c->amendments, i))
			continue;
		field = field == NLOG_FIELDS ? a->fields[0] : field;
		nlog_str_addf(&names, "%s%s", names.len ? ", " : "",
			      a->key ? a->key : nlog_field_of(a->fields[0])->noun);
	}
	if (names.len)
		nlog_check_say(c, field,
			       "the rest is said to remain unchanged, and yet this changed "
			       "without a word: %s",
			       nlog_str_text(&names));
	nlog_str_clear(&names);
}
