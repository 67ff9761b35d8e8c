/* Verbs of change in a sentence, each with its subject. */
#include <string.h>

#include "declare.h"

/* Clauses before a verb that are tried as its subject. */
#define CANDIDATES_MAX 8
/* A subject stands no further before its verb. */
#define REACH_MAX 80

static const char finite[] = "has have had was were is are will shall stands stand";
static const char adjuncts[] =
	"following due owing in on during after before upon at with "
	"given considering as by for under since because pursuant per "
	"based subsequent if when once should unless to from despite";
static const char skipped[] = "originally previously initially earlier formerly which who "
			      "scheduled planned therefore however accordingly also thus "
			      "consequently hereby and but";

/* Can a clause start at this word? `and` parts clauses only after a finite verb. */
static bool is_boundary(const sentence *s, size_t low, size_t at)
{
	if (at == low || s->words[at - 1].stop || nlog_declare_is_enumerator(s, at - 1))
		return true;
	if (nlog_declare_word_among(s, at - 1, "that but while whereas although"))
		return true;
	return nlog_declare_word_is(s, at - 1, "and") &&
	       (low > 0 || nlog_declare_any_word(s, low, at, finite));
}

/* "it has been postponed": what the clause before, or else the sentence before, is about. */
static bool find_pronoun(const reading *r, const sentence *s, size_t at, hit *h,
			 const hit *previous)
{
	size_t count = nlog_declare_pronoun_at(s, at);
	if (!count || at + count != h->first)
		return false;
	h->about = previous ? previous->about
		   : at > 0 ? nlog_declare_topic_of(r, s)
			    : NO_SUBJECT;
	if (!h->about.found && !previous && r->topic.found)
		h->about = r->topic;
	/* "The workshop … It will be held": only what changes is surely said of the topic. */
	bool is_told = h->class != HOLD || nlog_declare_any_word(s, h->first, s->count,
								 "now instead rather lieu");
	h->clause = at;
	return h->about.found && is_told;
}

/* Try the clauses that end before the verb, the nearest first. */
static bool find_subject(const reading *r, const sentence *s, size_t low, hit *h,
			 const hit *previous)
{
	bool is_bare = false;
	int tried = 0;
	if (h->first > low + REACH_MAX)
		low = h->first - REACH_MAX;
	for (size_t at = h->first + 1; at-- > low && tried < CANDIDATES_MAX;) {
		if (!is_boundary(s, low, at))
			continue;
		if (at == h->first) {
			is_bare = true;
			h->clause = at;
			continue;
		}
		tried++;
		if (find_pronoun(r, s, at, h, previous))
			return true;
		bool relative = nlog_declare_any_word(s, at, h->first, "which that who");
		if (nlog_declare_word_among(s, at, skipped) ||
		    nlog_declare_word_among(s, at, adjuncts) ||
		    (!relative && nlog_declare_any_word(s, at, h->first, finite)))
			continue;
		subject found = nlog_declare_subject_read(r, s, at, h->first);
		if (found.found) {
			h->about = found;
			h->clause = at;
			return true;
		}
	}
	if (is_bare && previous) {
		h->about = previous->about;
		return true;
	}
	if (h->first == 0 && r->clause.found) {
		h->about = r->clause;
		return true;
	}
	return false;
}

/* "The Secretariat changed the venue": what follows the verb is its subject in sense. */
static bool find_patient(const reading *r, const sentence *s, hit *h)
{
	if (nlog_declare_any_word(s, h->first, h->verb, "been was were is are be being"))
		return false;
	if (!nlog_declare_word_among(s, h->end, "the this our"))
		return false;
	h->about = nlog_declare_subject_read(r, s, h->end, s->count);
	h->clause = h->first;
	return h->about.found;
}

/* "… and the venue from Bali to Jakarta": the verb of the clause before holds. */
static bool find_gap(const reading *r, const sentence *s, size_t low, size_t at,
		     const hit *previous, hit *out)
{
	if (!nlog_declare_word_is(s, at, "from") ||
	    nlog_declare_directions[previous->class] != EITHER)
		return false;
	if (at > low + REACH_MAX)
		low = at - REACH_MAX;
	size_t lowest = low > 0 && s->words[low - 1].stop ? low - 1 : low;
	for (size_t i = at; i-- > lowest;) {
		if (!nlog_declare_word_is(s, i, "and") && !s->words[i].stop)
			continue;
		size_t first = i + 1 + (nlog_declare_word_is(s, i + 1, "and") ? 1 : 0);
		subject found = nlog_declare_subject_read(r, s, first, at);
		if (!found.found || found.field == ACTIVITY)
			return false;
		*out = (hit){.class = CHANGE,
			     .clause = s->words[i].stop ? i + 1 : i,
			     .first = at,
			     .verb = at,
			     .end = at,
			     .about = found};
		return true;
	}
	return false;
}

/* "Item 4: for "Bali" read "Jakarta"", ""Bali" should read "Jakarta"": the old value is quoted. */
static void find_quoted_old(const sentence *s, size_t low, hit *h)
{
	if (h->first <= low || !s->words[h->first - 1].is_quote)
		return;
	bool is_for = h->first > low + 1 && nlog_declare_word_is(s, h->first - 2, "for");
	if (h->first == h->verb && !is_for)
		return;
	h->has_old = true;
	h->old = h->first - 1;
	h->first -= is_for ? 2 : 1;
}

/* "Please read item 4, Venue, as "Jakarta"", but not "read the topics as a preparation" */
static bool find_to_be_read(const reading *r, const sentence *s, hit *h)
{
	size_t as = h->end;
	if (h->verb > 2 ||
	    !(h->verb == 0 || nlog_declare_word_among(s, h->verb - 1, "please kindly")))
		return false;
	while (as < s->count && !nlog_declare_word_is(s, as, "as"))
		as++;
	subject about = nlog_declare_subject_read(r, s, h->end, as);
	if (as == s->count || !about.found || about.field == ACTIVITY ||
	    nlog_field_of(about.field)->type == NLOG_TYPE_TEXT ||
	    nlog_field_of(about.field)->type == NLOG_TYPE_ITEMS)
		return false;
	h->about = about;
	h->clause = 0;
	h->end = as;
	return true;
}

/* "Item 8, Closing Date, should read …": nothing else that is read is a correction. */
static bool find_reading(const reading *r, const sentence *s, size_t low, hit *h,
			 const hit *previous)
{
	h->is_plain = true;
	if (previous && h->first == previous->end)
		return false;
	if (find_to_be_read(r, s, h))
		return true;
	bool is_put = nlog_declare_any_word(s, h->first, h->verb,
					    "should shall must to will now may") ||
		      nlog_declare_word_is(s, h->end, "now") ||
		      nlog_declare_phrase_at(s, h->end, "as follows");
	if (!is_put && !nlog_declare_word_is(s, h->verb, "read"))
		return false;
	find_quoted_old(s, low, h);
	return (is_put || h->has_old) && find_subject(r, s, low, h, previous) &&
	       h->about.field != ACTIVITY;
}

/* "The closing date is now D", "The revised dates are D" */
static bool find_state(const reading *r, const sentence *s, size_t low, size_t at,
		       const hit *previous, hit *h)
{
	if (!nlog_declare_word_among(s, at, "is are be") ||
	    nlog_declare_phrase_at(s, at, "be announced") ||
	    nlog_declare_phrase_at(s, at, "be confirmed"))
		return false;
	*h = (hit){.class = CHANGE, .verb = at, .end = at + 1, .is_plain = true};
	nlog_declare_find_auxiliaries(s, low, h);
	while (nlog_declare_word_among(s, h->end,
				       "now therefore hereby further also being"))
		h->end++;
	hit verb;
	if (nlog_declare_verb_at(s, h->end, NULL, &verb) ||
	    !find_subject(r, s, low, h, previous) || h->about.field == ACTIVITY)
		return false;
	size_t phrase;
	bool is_now = nlog_declare_any_word(s, h->first, h->end, "now") ||
		      h->about.is_new ||
		      nlog_declare_find_instead(s, h->end, s->count, &phrase) < s->count;
	if (!is_now || nlog_declare_is_unreal(s, h))
		return false;
	stated v = nlog_declare_values_plain(r, h->about.field, s, h->end, s->count);
	bool is_value = v.after != NULL;
	json_decref(v.before);
	json_decref(v.after);
	return is_value;
}

/* "The following have been changed: …", "is amended as follows: …": a list comes. */
static bool is_frame(const sentence *s, const hit *h)
{
	if (h->class != CHANGE && !nlog_declare_word_is(s, h->verb, "made"))
		return false;
	return nlog_declare_phrase_at(s, h->end, "as follows") ||
	       nlog_declare_phrase_at(s, h->end, "as under") ||
	       nlog_declare_any_word(s, 0, h->first < 6 ? h->first : 6, "following");
}

/* "(a) Timing: 8–10 July 2025" in such a list */
static bool find_item(const reading *r, const sentence *s, size_t low, size_t at, hit *h)
{
	if (s->words[at].stop != ':')
		return false;
	size_t first = at;
	while (first > low && !s->words[first - 1].stop)
		first--;
	while (first < at && nlog_declare_word_among(s, first, "and"))
		first++;
	subject about = nlog_declare_subject_read(r, s, first, at + 1);
	hit verb;
	if (!about.found || about.field == ACTIVITY ||
	    nlog_declare_verb_at(s, at + 1, NULL, &verb))
		return false;
	*h = (hit){.class = CHANGE,
		   .clause = first,
		   .first = at,
		   .verb = at,
		   .end = at + 1,
		   .is_plain = !nlog_declare_word_among(s, at + 1, "from to"),
		   .about = about};
	return true;
}

/* What is said to be held needs a finite verb, or a decision that it be held. */
static bool is_finite(const sentence *s, const hit *h)
{
	if (h->class != HOLD && h->class != HOST)
		return true;
	return h->is_to_do || nlog_declare_any_word(s, h->first, h->verb, finite) ||
	       (nlog_declare_any_word(s, h->first, h->verb, "be") &&
		nlog_declare_any_word(s, 0, h->first, "that"));
}

static bool find_verb_hit(const reading *r, const sentence *s, size_t low, size_t at,
			  const hit *previous, hit *h)
{
	if (!nlog_declare_verb_at(s, at, previous, h))
		return false;
	nlog_declare_find_auxiliaries(s, low, h);
	if (h->class == READ)
		return find_reading(r, s, low, h, previous) &&
		       !nlog_declare_is_unreal(s, h);
	return is_finite(s, h) &&
	       (find_patient(r, s, h) || find_subject(r, s, low, h, previous)) &&
	       !nlog_declare_is_unreal(s, h);
}

/* @return true, and the frame, if a list of changes is opened at this word */
static bool find_frame(const sentence *s, size_t low, size_t at, hit *frame)
{
	hit h = {.class = HOLD, .verb = at, .end = at + 1};
	if (!nlog_declare_word_is(s, at, "made") && !nlog_declare_verb_at(s, at, NULL, &h))
		return false;
	nlog_declare_find_auxiliaries(s, low, &h);
	if (!is_frame(s, &h) || nlog_declare_is_unreal(s, &h))
		return false;
	h.class = CHANGE;
	*frame = h;
	return true;
}

/* Each announcement reaches to where the next one's subject starts. */
static void set_ends(const sentence *s, hit *hits, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		hits[i].object_end = i + 1 < count ? hits[i + 1].clause : s->count;
		while (i + 1 < count && hits[i].object_end > hits[i].end &&
		       nlog_declare_word_among(s, hits[i].object_end - 1, "and but while"))
			hits[i].object_end--;
	}
}

size_t nlog_declare_find_hits(const reading *r, const sentence *s, hit hits[HITS_MAX])
{
	hit frame = {.class = HOLD};
	bool has_frame = false;
	size_t count = 0;
	for (size_t at = 0; at < s->count && count < HITS_MAX; at++) {
		hit *h = &hits[count];
		const hit *previous = count ? h - 1 : NULL;
		const hit *model = previous ? previous : has_frame ? &frame : NULL;
		size_t low = model ? model->end : 0;
		bool found = (model && find_gap(r, s, low, at, model, h)) ||
			     (has_frame && find_item(r, s, low, at, h)) ||
			     find_verb_hit(r, s, low, at, previous, h) ||
			     find_state(r, s, low, at, previous, h);
		/* "The project is amended as follows" says nothing of the project yet. */
		bool is_opening = !has_frame && (!found || h->about.field == ACTIVITY);
		if (is_opening && find_frame(s, low, at, &frame)) {
			has_frame = true;
			continue;
		}
		if (!found)
			continue;
		count++;
		/* A gap and an item have no verb of their own to step over. */
		if (h->end > at + 1)
			at = h->end - 1;
	}
	if (!count)
		count = nlog_declare_find_noun(r, s, &hits[0]) ? 1 : 0;
	set_ends(s, hits, count);
	return count;
}
