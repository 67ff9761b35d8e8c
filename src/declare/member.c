/* Who was added to the participating countries, and who is no longer among them. */
#include <assert.h>
#include <string.h>

#include <noticelog/scan.h>

#include "declare.h"

/* More starts of a list are not tried. */
#define STARTS_MAX 8
/* All economies there are take no more bytes. */
#define LIST_MAX 1024

/* How a sentence says that countries came or went, behind a list of them. */
typedef struct {
	const char *phrase;
	bool comes;
	bool is_passive; /* needs "has been", "is", "were" before it */
	bool alone;      /* may stand without saying from what */
} member_verb;

/* More of them start with no letter. */
#define VERBS_MAX 11

/* By their first letter, each row ended by one without words. */
static const member_verb verbs['z' - 'a' + 1][VERBS_MAX + 1] = {
	['a' - 'a'] = {{"added", true, true, false},
		       {"admitted", true, true, false},
		       {"also participate", true, false, true}},
	['d' - 'a'] = {{"deleted", false, true, false}, {"dropped", false, true, false}},
	['e' - 'a'] = {{"excluded", false, true, false}},
	['i' - 'a'] = {{"included", true, true, false}, {"invited", true, true, false}},
	['j' - 'a'] = {{"joined", true, false, true}},
	['n' - 'a'] = {{"no longer among", false, false, false},
		       {"no longer included", false, false, false},
		       {"no longer invited", false, false, false},
		       {"no longer on", false, false, false},
		       {"no longer in", false, false, false},
		       {"no longer participate", false, false, true},
		       {"no longer take part", false, false, true},
		       {"no longer participating", false, false, true},
		       {"now among", true, false, false},
		       {"now also participate", true, false, true},
		       {"now participate", true, false, true}},
	['o' - 'a'] = {{"omitted", false, true, false}},
	['r' - 'a'] = {{"removed", false, true, false}},
	['w' - 'a'] = {{"withdrawn", false, false, true}, {"withdrew", false, false, true}},
};

static const char auxiliaries[] =
	"has have had been was were is are be will shall being now "
	"also therefore further hereby subsequently since both";

/* @return the economies, if text is a list of economies and nothing else; owned, else NULL */
static json_t *economies_of(const reading *r, nlog_slice text)
{
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_scanned scanned = {0};
	size_t i;
	json_t *name;
	if (!text.len || text.len > LIST_MAX)
		return NULL;
	nlog_scan_field(&scanned, r->reg, NLOG_FIELD_PARTICIPATING_COUNTRIES, text,
			&findings, (nlog_place){0});
	bool is_list = scanned.lossless && json_array_size(scanned.value) > 0;
	json_array_foreach(scanned.value, i, name) is_list =
		is_list && nlog_register_find_economy(r->reg, nlog_json_slice(name));
	json_t *list = is_list ? json_incref(scanned.value) : NULL;
	nlog_scanned_clear(&scanned);
	nlog_findings_clear(&findings);
	return list;
}

/* "and Nepal" may be the end of another list: "the speaker and Nepal". */
static bool starts_clause(const sentence *s, size_t at)
{
	if (at == 0 || nlog_declare_word_among(s, at - 1, "that but while whereas"))
		return true;
	if (!s->words[at - 1].stop && !nlog_declare_word_is(s, at - 1, "and"))
		return false;
	return nlog_declare_any_word(s, 0, at, "has have had was were is are will note") ||
	       nlog_declare_word_among(s, 0,
				       "following due owing in on upon after as with at");
}

/* The longest list of economies that ends before word `end`. */
static json_t *list_before(const reading *r, const sentence *s, size_t end)
{
	int tried = 0;
	for (size_t at = 0; at < end && tried < STARTS_MAX; at++) {
		if (!starts_clause(s, at))
			continue;
		tried++;
		json_t *list = economies_of(r, nlog_declare_words_text(s, at, end));
		if (list)
			return list;
	}
	return NULL;
}

/* Is what stands at words first … end-1 the list of those who may take part? */
static bool is_participation(const reading *r, const sentence *s, size_t first, size_t end,
			     bool activity_too)
{
	subject about = nlog_declare_subject_read(r, s, first, end);
	if (!about.found && r->clause.found && nlog_declare_word_among(s, first, "it the"))
		about = r->clause;
	size_t one = nlog_declare_pronoun_at(s, first);
	if (!about.found && one && nlog_declare_any_word(s, 0, first, "participating"))
		return true;
	return about.found && (about.field == NLOG_FIELD_PARTICIPATING_COUNTRIES ||
			       (activity_too && about.field == ACTIVITY));
}

/* Behind the verb: from or to the list, or nothing but a reason. */
static bool is_about_list(const reading *r, const sentence *s, const member_verb *verb,
			  size_t at, bool is_clause)
{
	bool has_stop = at > 0 && s->words[at - 1].stop;
	if (at >= s->count || has_stop ||
	    nlog_declare_word_among(s, at,
				    "due owing because for "
				    "following and as"))
		return verb->alone || is_clause;
	if (nlog_declare_word_among(s, at, "to from in into on among"))
		at++;
	else if (verb->is_passive ||
		 (!strstr(verb->phrase, "among") && !strstr(verb->phrase, "on") &&
		  !strstr(verb->phrase, "in") && strcmp(verb->phrase, "joined") != 0))
		return false;
	while (nlog_declare_word_among(s, at, "the"))
		at++;
	return is_participation(r, s, at, s->count, verb->alone);
}

static void add(nlog_declarations *list, const sentence *s, const char *source, bool comes,
		json_t *economies)
{
	const char *rule = comes ? "eligibility.widened" : "eligibility.narrowed";
	nlog_declare_declarations_add(list, rule, NLOG_FIELD_PARTICIPATING_COUNTRIES,
				      source, s->text, comes ? NULL : economies,
				      comes ? economies : NULL);
}

static void read_verb(nlog_declarations *list, const reading *r, const sentence *s,
		      const char *source, const member_verb *verb, size_t at, size_t end)
{
	hit h = {.class = CHANGE, .verb = at, .first = at, .end = end};
	bool is_clause =
		r->clause.found && r->clause.field == NLOG_FIELD_PARTICIPATING_COUNTRIES;
	while (h.first > 0 && nlog_declare_word_among(s, h.first - 1, auxiliaries))
		h.first--;
	h.clause = h.first;
	bool is_passive = nlog_declare_any_word(s, h.first, at, "been was were is are");
	if (!h.first || (verb->is_passive && !is_passive && !is_clause))
		return;
	if (!verb->is_passive && strncmp(verb->phrase, "withdrawn", 9) == 0 && is_passive &&
	    !nlog_declare_word_is(s, end, "from"))
		return;
	if (!is_about_list(r, s, verb, end, is_clause))
		return;
	if (nlog_declare_any_word(s, 0, at,
				  "not never if unless may might could would whether"))
		return;
	json_t *economies = list_before(r, s, h.first);
	if (economies)
		add(list, s, source, verb->comes, economies);
}

/* "A module on data has been added to the topics": a text changed, in whatever words. */
static void read_part(nlog_declarations *list, const reading *r, const sentence *s,
		      const char *source, size_t at)
{
	if (at + 2 >= s->count ||
	    !nlog_declare_word_among(s, at,
				     "added included inserted removed deleted omitted") ||
	    !nlog_declare_word_among(s, at - 1, "been was were is are") ||
	    !nlog_declare_word_among(s, at + 1, "to from in under") ||
	    nlog_declare_any_word(s, 0, at,
				  "not never if unless may might could would whether"))
		return;
	subject about = nlog_declare_subject_read(r, s, at + 2, s->count);
	nlog_type_id type = about.found && about.field != ACTIVITY
				    ? nlog_field_of(about.field)->type
				    : NLOG_TYPES;
	if (type != NLOG_TYPE_TEXT && type != NLOG_TYPE_ITEMS && type != NLOG_TYPE_TEXTS)
		return;
	bool any;
	const char *rule =
		nlog_declare_rule_of_field(about.field, EITHER, NULL, NULL, r->reg, &any);
	nlog_declared *d = rule ? nlog_declare_declarations_add(list, rule, about.field,
								source, s->text, NULL, NULL)
				: NULL;
	if (!d)
		return;
	d->any_direction = any;
	nlog_declare_set_label(d, &about);
}

/* "The participating countries now include Fiji", "… have been widened to include Fiji" */
static void read_inclusion(nlog_declarations *list, const reading *r, const sentence *s,
			   const char *source, size_t at)
{
	bool comes = nlog_declare_word_is(s, at - 1, "now") ||
		     (nlog_declare_word_is(s, at - 1, "to") && at > 1 &&
		      nlog_declare_word_among(s, at - 2,
					      "expanded widened extended changed "
					      "revised amended enlarged opened"));
	bool goes = at > 1 && nlog_declare_phrase_at(s, at - 2, "no longer");
	subject about = nlog_declare_subject_read(r, s, 0, at);
	if ((!comes && !goes) || !about.found ||
	    about.field != NLOG_FIELD_PARTICIPATING_COUNTRIES ||
	    nlog_declare_any_word(s, 0, at, "not may might could would if"))
		return;
	json_t *economies = economies_of(r, nlog_declare_object_of(r, s, at + 1, s->count));
	if (!economies)
		economies = economies_of(r, nlog_declare_words_text(s, at + 1, s->count));
	if (economies)
		add(list, s, source, comes, economies);
}

/* "The Secretariat has added Fiji to the participating countries" */
static void read_active(nlog_declarations *list, const reading *r, const sentence *s,
			const char *source, size_t at)
{
	static const struct {
		const char *word;
		bool comes;
	} actives[] = {{"added", true},
		       {"included", true},
		       {"removed", false},
		       {"excluded", false}};
	for (size_t i = 0; i < sizeof(actives) / sizeof(actives[0]); i++) {
		if (!nlog_declare_word_is(s, at, actives[i].word))
			continue;
		size_t to = at + 1;
		while (to < s->count && !nlog_declare_word_among(s, to, "to from in among"))
			to++;
		size_t first = to + 1;
		if (to == s->count || nlog_declare_any_word(s, 0, at, "not may might if") ||
		    nlog_declare_any_word(s, at > 3 ? at - 3 : 0, at,
					  "been is are was were") ||
		    !is_participation(r, s, first, s->count, false))
			return;
		json_t *economies = economies_of(r, nlog_declare_words_text(s, at + 1, to));
		if (economies)
			add(list, s, source, actives[i].comes, economies);
		return;
	}
}

void nlog_declare_members_read(nlog_declarations *list, const reading *r, const sentence *s,
			       const char *source)
{
	for (size_t at = 1; at < s->count; at++) {
		char letter = nlog_declare_letter_at(s, at);
		/* Whatever is looked for here starts as one of the verbs does. */
		if (letter < 'a' || letter > 'z' || !verbs[letter - 'a']->phrase)
			continue;
		for (const member_verb *v = verbs[letter - 'a']; v->phrase; v++) {
			assert(*v->phrase == letter);
			size_t count = nlog_declare_phrase_at(s, at, v->phrase);
			if (count)
				read_verb(list, r, s, source, v, at, at + count);
		}
		read_active(list, r, s, source, at);
		read_part(list, r, s, source, at);
		if (nlog_declare_word_among(s, at, "include"))
			read_inclusion(list, r, s, source, at);
	}
}
