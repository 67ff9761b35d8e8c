/* What a sentence is about: one of the notice's fields, the activity, or nothing of ours. */
#include <string.h>

#include <noticelog/scan.h>
#include <noticelog/text.h>

#include "declare.h"

/* A longer noun phrase is none that names a field. */
#define HEAD_MAX 16

/*
 * Fields as sentences call them; of two that fit, the longer one is meant. The
 * first one of a field is what we call it ourselves.
 */
static const struct {
	const char *phrase;
	nlog_field_id field;
} field_nouns[] = {
	{"closing date", NLOG_FIELD_CLOSING_DATES},
	{"closing dates", NLOG_FIELD_CLOSING_DATES},
	{"last date", NLOG_FIELD_CLOSING_DATES},
	{"due date", NLOG_FIELD_CLOSING_DATES},
	{"cut-off date", NLOG_FIELD_CLOSING_DATES},
	{"nomination closing date", NLOG_FIELD_CLOSING_DATES},
	{"application closing date", NLOG_FIELD_CLOSING_DATES},
	{"registration deadline", NLOG_FIELD_CLOSING_DATES},
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
	{"hosting country", NLOG_FIELD_HOSTING_COUNTRIES},
	{"host", NLOG_FIELD_HOSTING_COUNTRIES},
	{"host country", NLOG_FIELD_HOSTING_COUNTRIES},
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
	{"participating economies", NLOG_FIELD_PARTICIPATING_COUNTRIES},
	{"participating members", NLOG_FIELD_PARTICIPATING_COUNTRIES},
	{"participating member countries", NLOG_FIELD_PARTICIPATING_COUNTRIES},
	{"invited countries", NLOG_FIELD_PARTICIPATING_COUNTRIES},
	{"list of invited countries", NLOG_FIELD_PARTICIPATING_COUNTRIES},
	{"eligible countries", NLOG_FIELD_PARTICIPATING_COUNTRIES},
	{"list of eligible countries", NLOG_FIELD_PARTICIPATING_COUNTRIES},
	{"participation", NLOG_FIELD_PARTICIPATING_COUNTRIES},
	{"eligibility", NLOG_FIELD_PARTICIPATING_COUNTRIES},
	{"number of overseas participants", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
	{"excluded countries", NLOG_FIELD_EXCLUDED_COUNTRIES},
	{"overseas participants", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
	{"number of participants", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
	{"number of seats", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
	{"number of overseas seats", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
	{"overseas seats", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
	{"local seats", NLOG_FIELD_LOCAL_PARTICIPANTS},
	{"number of local seats", NLOG_FIELD_LOCAL_PARTICIPANTS},
	{"seats", NLOG_FIELD_OVERSEAS_PARTICIPANTS},
	{"number of local participants", NLOG_FIELD_LOCAL_PARTICIPANTS},
	{"local participants", NLOG_FIELD_LOCAL_PARTICIPANTS},
	{"objectives", NLOG_FIELD_OBJECTIVES},
	{"rationale", NLOG_FIELD_RATIONALE},
	{"background", NLOG_FIELD_BACKGROUND},
	{"topics", NLOG_FIELD_TOPICS},
	{"outcome", NLOG_FIELD_OUTCOME},
	{"outcomes", NLOG_FIELD_OUTCOME},
	{"list of topics", NLOG_FIELD_TOPICS},
	{"qualifications", NLOG_FIELD_QUALIFICATIONS},
	{"qualifications of candidates", NLOG_FIELD_QUALIFICATIONS},
	{"qualifications of participants", NLOG_FIELD_QUALIFICATIONS},
};

#define FIELD_NOUNS (sizeof(field_nouns) / sizeof(field_nouns[0]))

/* Labels of `other` that many notices have; sentences name them without their capitals. */
static const struct {
	const char *phrase, *label;
} common_labels[] = {
	{"financial arrangements", "Financial Arrangements"},
	{"scope and methodology", "Scope and Methodology"},
};

/* Words for the activity itself, beside the register's kinds. */
static const char activity_nouns[] =
	"project event activity programme program course workshop conference forum meeting "
	"seminar mission training session notification symposium webinar";

const char *nlog_declare_noun_of(nlog_field_id field)
{
	for (size_t i = 0; i < FIELD_NOUNS; i++)
		if (field_nouns[i].field == field)
			return field_nouns[i].phrase;
	return "";
}

/* What can stand before a field's noun without making it another thing. */
static const char modifiers[] =
	"new original revised updated project event activity programme program course "
	"workshop conference forum meeting seminar mission training session notification's "
	"overall maximum total pn study project's workshop's course's event's and";

/* An activity with one of these before it is not the one of the notice. */
static const char others[] =
	"previous last another other earlier similar preceding past each every any some no "
	"many most all several related parallel pre post follow-up side one first second "
	"third "
	"fourth fifth opening closing dinner lunch reception ceremony cultural social site "
	"preparatory kick-off steering committee board";

/* Of these, a meeting is theirs. */
static const char bodies[] =
	"committee committees board council cabinet ministers body delegation";

/* What the dates of nominations are the dates of, and the numbers of people. */
static const char nominees[] = "nominations nomination applications application "
			       "registrations registration candidates "
			       "nominees participants participation applicants seats";
static const char carriers[] = "submission receipt receiving submitting sending forwarding";

static const char leading[] =
	"the this that a an our its said above above-mentioned captioned "
	"please kindly note subject both please,";

/* A noun phrase's head ends before one of these. */
static const char after_head[] =
	"of for in on at to from by with as under into about between during through among "
	"originally planned scheduled previously initially earlier formerly held proposed "
	"entitled titled named called stated mentioned set given announced notified is are "
	"was were has have had will shall be been being now due following via per against "
	"which who that slated listed due until till i.e viz";

/* Numbers of a list, in brackets or at the start: "(a)", "(ii)", "1." */
bool nlog_declare_is_enumerator(const sentence *s, size_t i)
{
	const word *w = &s->words[i];
	char last = s->text.data[w->end - 1], before = s->text.data[w->start];
	size_t digits = 0;
	while (digits < w->text.len && w->text.data[digits] >= '0' &&
	       w->text.data[digits] <= '9')
		digits++;
	bool is_short = w->text.len > 0 && w->text.len <= 3 && !w->is_quote;
	bool is_letters = nlog_slice_is_listed(w->text, "a b c d e f g h i ii iii iv v vi "
							"vii");
	if (!is_short || (digits != w->text.len && !is_letters))
		return false;
	return (before == '(' && w->is_aside) || last == ')' || (i == 0 && last == '.');
}

/* "postpone the workshop indefinitely", "hold the workshop online" */
static const char adverbs[] =
	"online virtually remotely physically indefinitely further again "
	"accordingly instead until";

static bool is_leading(const sentence *s, size_t i)
{
	return nlog_declare_word_among(s, i, leading) || nlog_declare_is_enumerator(s, i);
}

/* @return index after the head of the noun phrase that starts at first */
static size_t head_end(const sentence *s, size_t first, size_t end)
{
	size_t i = first;
	while (i < end && i < first + HEAD_MAX && !s->words[i].is_quote &&
	       !nlog_declare_word_among(s, i, after_head) &&
	       !(i > first && nlog_declare_word_among(s, i, adverbs)))
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

/* Does a phrase that goes up to word `at` end with the head, or go on after it? */
static bool ends_head(const char *phrase, size_t at, size_t head, size_t end)
{
	return at == head || (at <= end && strstr(phrase, " of "));
}

/*
 * The longest field noun that ends the head (first … head-1), or goes on
 * after it (`number | of overseas participants`); *after is the word behind it.
 */
static nlog_field_id field_noun(const sentence *s, size_t first, size_t head, size_t end,
				size_t *after)
{
	size_t best = FIELD_NOUNS, best_count = 0;
	for (size_t at = first; at < head; at++) {
		char letter = nlog_declare_letter_at(s, at);
		for (size_t i = 0; i < FIELD_NOUNS; i++) {
			const char *phrase = field_nouns[i].phrase;
			if (*phrase != letter)
				continue;
			size_t count = nlog_declare_phrase_at(s, at, phrase);
			bool is_better = count > best_count ||
					 (count && count == best_count && i < best);
			if (!is_better || !ends_head(phrase, at + count, head, end) ||
			    !only_modifiers(s, first, at))
				continue;
			best = i;
			best_count = count;
			*after = at + count;
		}
	}
	return best < FIELD_NOUNS ? field_nouns[best].field : NLOG_FIELDS;
}

static bool has_other(const sentence *s, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (nlog_declare_word_among(s, i, others))
			return true;
	return false;
}

/* "meeting of the Steering Committee" */
static bool is_of_body(const sentence *s, size_t head)
{
	if (!nlog_declare_word_is(s, head, "of"))
		return false;
	for (size_t i = head + 1; i < s->count && i < head + 8; i++) {
		if (nlog_declare_word_among(s, i, bodies))
			return true;
		if (nlog_declare_word_among(s, i,
					    "has have had was were is are will on for to"))
			return false;
	}
	return false;
}

static bool is_activity(const reading *r, const sentence *s, size_t first, size_t head)
{
	if (head <= first || has_other(s, first, head) || is_of_body(s, head))
		return false;
	nlog_slice noun = s->words[head - 1].text;
	return nlog_slice_is_listed(noun, activity_nouns) ||
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

/* "completed nomination forms", but not "visa applications" */
static bool are_nominees(const sentence *s, size_t first, size_t end)
{
	static const char with[] =
		"overseas local online completed duly filled form forms and "
		"documents of from all";
	bool found = false;
	for (size_t i = first; i < end; i++) {
		bool is_one = nlog_declare_word_among(s, i, nominees);
		if (!is_one && !nlog_declare_word_among(s, i, with) && !is_leading(s, i))
			return false;
		found = found || is_one;
	}
	return found;
}

/*
 * "The closing date | for nominations" is ours, "the deadline | for visas" and
 * "the venue | of the dinner" are not.
 */
static bool is_of_notice(const reading *r, const sentence *s, size_t at, size_t end)
{
	if (at >= end || !nlog_declare_word_among(s, at, "of for") || s->words[at - 1].stop)
		return true;
	at++;
	while (at < end && is_leading(s, at))
		at++;
	if (at >= end)
		return true;
	if (nlog_declare_word_among(s, at, carriers)) {
		at++;
		return at < end && nlog_declare_word_is(s, at, "of")
			       ? is_of_notice(r, s, at, end)
			       : are_nominees(s, at, head_end(s, at, end));
	}
	char c = s->words[at].text.len ? s->words[at].text.data[0] : 0;
	if ((c >= '0' && c <= '9') || nlog_month_from_name(s->words[at].text))
		return true;
	if (s->words[at].is_quote)
		return is_activity_name(r, s->words[at].text);
	size_t head = last_word(s, at, head_end(s, at, end));
	return are_nominees(s, at, head) || is_activity(r, s, at, head);
}

/* "The timing", "The timing and the venue" */
static void read_fields(subject *out, const reading *r, const sentence *s, size_t first,
			size_t head, size_t end)
{
	size_t after = head;
	out->field = field_noun(s, first, head, end, &after);
	out->found = out->field != NLOG_FIELDS && is_of_notice(r, s, after, end);
	for (size_t i = first; out->field == NLOG_FIELDS && i + 1 < head; i++) {
		if (!nlog_declare_word_is(s, i, "and"))
			continue;
		nlog_field_id left = field_noun(s, first, i, i, &after);
		nlog_field_id right = field_noun(s, i + 1, head, end, &after);
		if (left == NLOG_FIELDS || right == NLOG_FIELDS)
			continue;
		out->found = is_of_notice(r, s, after, end);
		out->field = left;
		out->also = right == left ? NLOG_FIELDS : right;
	}
}

subject nlog_declare_subject_read(const reading *r, const sentence *s, size_t first,
				  size_t end)
{
	subject none = NO_SUBJECT;
	size_t start = first;
	while (first < end && is_leading(s, first))
		first++;
	if (first >= end)
		return none;
	/* "When that meeting was cancelled" tells of another one. */
	bool is_another =
		first > start && nlog_declare_word_among(s, first - 1, "that those");
	subject found = nlog_declare_label_read(r, s, first, end);
	if (found.found)
		return found;
	if (s->words[first].is_quote && is_activity_name(r, s->words[first].text)) {
		found.found = true;
		found.field = ACTIVITY;
		found.name = s->words[first].text;
		return found;
	}
	size_t head = last_word(s, first, head_end(s, first, end));
	if (head == first)
		return none;
	read_fields(&found, r, s, first, head, end);
	if (found.field != NLOG_FIELDS) {
		found.is_new = nlog_declare_any_word(s, first, head,
						     "new revised amended updated");
		return found;
	}
	for (size_t i = 0; i < sizeof(common_labels) / sizeof(common_labels[0]); i++) {
		size_t count = nlog_declare_phrase_at(s, first, common_labels[i].phrase);
		if (!count || first + count != head)
			continue;
		found.found = true;
		found.field = NLOG_FIELD_OTHER;
		found.label = nlog_slice_of(common_labels[i].label);
		return found;
	}
	if (is_another || !is_activity(r, s, first, head))
		return none;
	found.found = true;
	found.field = ACTIVITY;
	found.name = activity_name(r, s, first, head, end);
	return found;
}

size_t nlog_declare_pronoun_at(const sentence *s, size_t index)
{
	if (nlog_declare_word_among(s, index, "it they this"))
		return 1;
	return nlog_declare_phrase_at(s, index, "the same");
}

/* Where the sentence's own clause starts: behind "Following the elections," */
static size_t main_clause(const sentence *s)
{
	static const char adjuncts[] =
		"following due owing in on during after before upon at "
		"with given considering as for under since because "
		"pursuant per based";
	size_t at = 0;
	if (!nlog_declare_word_among(s, 0, adjuncts))
		return 0;
	while (at < s->count && s->words[at].stop != ',')
		at++;
	return at < s->count ? at + 1 : 0;
}

/* "The workshop includes a dinner. It …": a verb in the active brings another noun in. */
subject nlog_declare_topic_of(const reading *r, const sentence *s)
{
	static const char passive[] =
		"is are was were has have had will been be originally "
		"initially previously planned scheduled";
	size_t first = main_clause(s), at = first;
	while (at < s->count && !nlog_declare_word_among(s, at, passive))
		at++;
	if (at == s->count || at == first)
		return NO_SUBJECT;
	subject found = nlog_declare_subject_read(r, s, first, at);
	if (!found.found || nlog_declare_phrase_at(s, at, "has a") ||
	    nlog_declare_phrase_at(s, at, "will include"))
		return NO_SUBJECT;
	/* "The workshop covers waste that is …": the verb stands before the auxiliary. */
	size_t head = first;
	while (head < at && is_leading(s, head))
		head++;
	size_t end = head_end(s, head, at);
	return end == at || nlog_declare_word_among(s, end, "of for on in at") ||
			       s->words[end - 1].stop
		       ? found
		       : NO_SUBJECT;
}
