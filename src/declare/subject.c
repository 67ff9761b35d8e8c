/* What a sentence is about: one of the notice's fields, the activity, or nothing of ours. */
#include <string.h>

#include <noticelog/scan.h>
#include <noticelog/text.h>

#include "declare.h"

/* A longer noun phrase is none that names a field. */
#define HEAD_MAX 16

/* Fields as sentences call them; of two that fit, the longer one is meant. */
static const struct {
	const char *phrase;
	nlog_field_id field;
} field_nouns[] = {
	{"closing date", NLOG_FIELD_CLOSING_DATES},
	{"closing dates", NLOG_FIELD_CLOSING_DATES},
	{"last date", NLOG_FIELD_CLOSING_DATES},
	{"deadline", NLOG_FIELD_CLOSING_DATES},
	{"deadlines", NLOG_FIELD_CLOSING_DATES},
	{"nomination deadline", NLOG_FIELD_CLOSING_DATES},
	{"application deadline", NLOG_FIELD_CLOSING_DATES},
	{"submission deadline", NLOG_FIELD_CLOSING_DATES},
	{"nomination period", NLOG_FIELD_CLOSING_DATES},
	{"timing", NLOG_FIELD_TIMING},
	{"timing and duration", NLOG_FIELD_TIMING},
	{"duration and timing", NLOG_FIELD_TIMING},
	{"date", NLOG_FIELD_TIMING},
	{"dates", NLOG_FIELD_TIMING},
	{"duration", NLOG_FIELD_TIMING},
	{"period", NLOG_FIELD_TIMING},
	{"schedule", NLOG_FIELD_TIMING},
	{"venue", NLOG_FIELD_VENUE_CITIES},
	{"venues", NLOG_FIELD_VENUE_CITIES},
	{"venue city", NLOG_FIELD_VENUE_CITIES},
	{"location", NLOG_FIELD_VENUE_CITIES},
	{"place", NLOG_FIELD_VENUE_CITIES},
	{"host", NLOG_FIELD_HOSTING_COUNTRIES},
	{"host country", NLOG_FIELD_HOSTING_COUNTRIES},
	{"hosting country", NLOG_FIELD_HOSTING_COUNTRIES},
	{"hosting countries", NLOG_FIELD_HOSTING_COUNTRIES},
	{"modality", NLOG_FIELD_MODALITY},
	{"mode", NLOG_FIELD_MODALITY},
	{"format", NLOG_FIELD_MODALITY},
	{"title", NLOG_FIELD_TITLE},
	{"project title", NLOG_FIELD_TITLE},
	{"name", NLOG_FIELD_TITLE},
	{"project code", NLOG_FIELD_PROJECT_CODE},
	{"implementing organization", NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS},
	{"implementing organizations", NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS},
	{"implementing organisation", NLOG_FIELD_IMPLEMENTING_ORGANIZATIONS},
	{"participating countries", NLOG_FIELD_PARTICIPATING_COUNTRIES},
	{"participating country", NLOG_FIELD_PARTICIPATING_COUNTRIES},
	{"list of participating countries", NLOG_FIELD_PARTICIPATING_COUNTRIES},
	{"eligibility", NLOG_FIELD_PARTICIPATING_COUNTRIES},
	{"overseas participants", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
	{"number of overseas participants", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
	{"number of participants", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
	{"number of seats", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
	{"seats", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
	{"local participants", NLOG_FIELD_LOCAL_PARTICIPANTS},
	{"number of local participants", NLOG_FIELD_LOCAL_PARTICIPANTS},
	{"objectives", NLOG_FIELD_OBJECTIVES},
	{"rationale", NLOG_FIELD_RATIONALE},
	{"background", NLOG_FIELD_BACKGROUND},
	{"topics", NLOG_FIELD_TOPICS},
	{"outcome", NLOG_FIELD_OUTCOME},
	{"outcomes", NLOG_FIELD_OUTCOME},
	{"qualifications", NLOG_FIELD_QUALIFICATIONS},
	{"qualifications of candidates", NLOG_FIELD_QUALIFICATIONS},
	{"qualifications of participants", NLOG_FIELD_QUALIFICATIONS},
	{"financial arrangements", NLOG_FIELD_OTHER},
	{"scope and methodology", NLOG_FIELD_OTHER},
};

/* Words for the activity itself, beside the register's kinds. */
static const char activity_nouns[] =
	"project event activity programme program course workshop conference forum meeting "
	"seminar mission training session notification symposium webinar";

/* What can stand before a field's noun without making it another thing. */
static const char modifiers[] =
	"new original revised updated project event activity programme program course "
	"workshop conference forum meeting seminar mission training session notification's "
	"overall maximum total pn study project's workshop's course's event's and";

/* An activity with one of these before it is not the one of the notice. */
static const char others[] =
	"previous last another other earlier similar preceding past each every any some no "
	"many most all several related parallel pre post follow-up side one";

static const char leading[] =
	"the this that a an our its said above above-mentioned captioned "
	"please kindly note subject both please,";

/* A noun phrase's head ends before one of these. */
static const char after_head[] =
	"of for in on at to from by with as under into about between during through among "
	"originally planned scheduled previously initially earlier formerly held proposed "
	"entitled titled named called stated mentioned set given announced notified is are "
	"was were has have had will shall be been being now due following via per against "
	"which who that slated listed due until till";

static bool is_leading(const sentence *s, size_t i)
{
	return nlog_declare_word_among(s, i, leading);
}

/* @return index after the head of the noun phrase that starts at first */
static size_t head_end(const sentence *s, size_t first, size_t end)
{
	size_t i = first;
	while (i < end && i < first + HEAD_MAX && !s->words[i].is_quote &&
	       !nlog_declare_word_among(s, i, after_head))
		if (s->words[i++].stop)
			break;
	return i;
}

/* Asides (`Meeting (LOM)`) do not end a phrase, but are no part of its head. */
static size_t last_word(const sentence *s, size_t first, size_t end)
{
	while (end > first && (s->words[end - 1].is_aside || !s->words[end - 1].text.len))
		end--;
	return end;
}

static bool only_modifiers(const sentence *s, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (!nlog_declare_word_among(s, i, modifiers) && !is_leading(s, i))
			return false;
	return true;
}

/*
 * The longest field noun that ends the head (first … head-1), or goes on
 * after it (`number | of overseas participants`).
 */
static nlog_field_id field_noun(const sentence *s, size_t first, size_t head, size_t end)
{
	nlog_field_id best = NLOG_FIELDS;
	size_t best_count = 0;
	for (size_t i = 0; i < sizeof(field_nouns) / sizeof(field_nouns[0]); i++) {
		const char *phrase = field_nouns[i].phrase;
		bool continues = strstr(phrase, " of ") != NULL;
		for (size_t at = first; at < head; at++) {
			size_t count = nlog_declare_phrase_at(s, at, phrase);
			bool ends = at + count == head || (continues && at + count <= end);
			if (count > best_count && ends && only_modifiers(s, first, at)) {
				best = field_nouns[i].field;
				best_count = count;
			}
		}
	}
	return best;
}

/* "date of issue" is no date of the activity. */
static bool is_date_of_issue(const sentence *s, size_t head)
{
	return nlog_declare_phrase_at(s, head, "of issue") > 0 ||
	       nlog_declare_phrase_at(s, head, "of the letter") > 0;
}

static bool has_other(const sentence *s, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (nlog_declare_word_among(s, i, others))
			return true;
	return false;
}

static bool is_activity(const reading *r, const sentence *s, size_t first, size_t head)
{
	if (head <= first || has_other(s, first, head))
		return false;
	nlog_slice noun = s->words[head - 1].text;
	return nlog_declare_is_listed(noun, activity_nouns) ||
	       nlog_register_find_kind(r->reg, noun) ||
	       nlog_register_kind_of_code(r->reg, noun);
}

/* A quoted name is the activity's if it names a kind of activity, or is the title. */
static bool is_activity_name(const reading *r, nlog_slice name)
{
	return nlog_scan_kind(r->reg, name, NULL) != NULL ||
	       (r->title.len && nlog_text_same_letters(name, r->title));
}

/*
 * How the activity is called: `special workshop on …` up to what is said of
 * it, but nothing for a bare `project` or `event`.
 */
static nlog_slice activity_name(const reading *r, const sentence *s, size_t first,
				size_t head, size_t end)
{
	nlog_slice noun = s->words[head - 1].text;
	if (!nlog_register_find_kind(r->reg, noun) &&
	    !nlog_register_kind_of_code(r->reg, noun))
		return (nlog_slice){NULL, 0};
	size_t stop = head;
	if (nlog_declare_word_among(s, stop, "on of for in"))
		while (stop < end && !s->words[stop].stop &&
		       !nlog_declare_word_among(
			       s, stop,
			       "originally planned scheduled previously initially "
			       "has have had was were is will which that"))
			stop++;
	return nlog_declare_words_text(s, first, stop);
}

/* "The timing", "The timing and the venue" */
static void read_fields(subject *out, const sentence *s, size_t first, size_t head,
			size_t end)
{
	out->field = field_noun(s, first, head, end);
	for (size_t i = first; out->field == NLOG_FIELDS && i + 1 < head; i++) {
		if (!nlog_declare_word_is(s, i, "and"))
			continue;
		nlog_field_id left = field_noun(s, first, i, i);
		nlog_field_id right = field_noun(s, i + 1, head, end);
		if (left == NLOG_FIELDS || right == NLOG_FIELDS)
			continue;
		out->field = left;
		out->also = right == left ? NLOG_FIELDS : right;
	}
}

subject nlog_declare_subject_read(const reading *r, const sentence *s, size_t first,
				  size_t end)
{
	subject none = {.field = NLOG_FIELDS, .also = NLOG_FIELDS};
	while (first < end && is_leading(s, first))
		first++;
	if (first >= end)
		return none;
	subject found = none;
	if (s->words[first].is_quote && is_activity_name(r, s->words[first].text)) {
		found.found = true;
		found.field = ACTIVITY;
		found.name = s->words[first].text;
		return found;
	}
	size_t head = last_word(s, first, head_end(s, first, end));
	if (head == first)
		return none;
	read_fields(&found, s, first, head, end);
	if (found.field != NLOG_FIELDS) {
		found.found = !is_date_of_issue(s, head);
		return found;
	}
	if (!is_activity(r, s, first, head))
		return none;
	found.found = true;
	found.field = ACTIVITY;
	found.name = activity_name(r, s, first, head, end);
	return found;
}
