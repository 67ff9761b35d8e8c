/* Verbs of change in a sentence, each with its subject. */
#include <string.h>

#include "declare.h"

/* Clauses before a verb that are tried as its subject. */
#define CANDIDATES_MAX 8

/* A verb as "has been DONE" has it, and as "decided to DO" has it. */
static const struct {
	const char *done, *to_do;
	verb_class class;
} verbs[] = {
	{"converted", "convert", CONVERT},
	{"transformed", "transform", CONVERT},
	{"turned", "turn", CONVERT},
	{"replaced", "replace", CONVERT},
	{"changed", "change", CHANGE},
	{"revised", "revise", CHANGE},
	{"amended", "amend", CHANGE},
	{"modified", "modify", CHANGE},
	{"updated", "update", CHANGE},
	{"adjusted", "adjust", CHANGE},
	{"altered", "alter", CHANGE},
	{"rescheduled", "reschedule", RESCHEDULE},
	{"re-scheduled", "re-schedule", RESCHEDULE},
	{"postponed", "postpone", POSTPONE},
	{"deferred", "defer", POSTPONE},
	{"delayed", "delay", POSTPONE},
	{"put off", "put off", POSTPONE},
	{"put on hold", "put on hold", POSTPONE},
	{"suspended", "suspend", POSTPONE},
	{"advanced", "advance", ADVANCE},
	{"brought forward", "bring forward", ADVANCE},
	{"preponed", "prepone", ADVANCE},
	{"extended", "extend", EXTEND},
	{"prolonged", "prolong", EXTEND},
	{"lengthened", "lengthen", EXTEND},
	{"shortened", "shorten", SHORTEN},
	{"curtailed", "curtail", SHORTEN},
	{"moved", "move", MOVE},
	{"shifted", "shift", MOVE},
	{"relocated", "relocate", MOVE},
	{"transferred", "transfer", MOVE},
	{"switched", "switch", MOVE},
	{"cancelled", "cancel", CANCEL},
	{"canceled", "cancel", CANCEL},
	{"called off", "call off", CANCEL},
	{"withdrawn", "withdraw", CANCEL},
	{"reinstated", "reinstate", REINSTATE},
	{"resumed", "resume", REINSTATE},
	{"revived", "revive", REINSTATE},
	{"held", "hold", HOLD},
	{"conducted", "conduct", HOLD},
	{"organized", "organize", HOLD},
	{"organised", "organise", HOLD},
	{"delivered", "deliver", HOLD},
	{"increased", "increase", INCREASE},
	{"raised", "raise", INCREASE},
	{"expanded", "expand", INCREASE},
	{"widened", "widen", INCREASE},
	{"reduced", "reduce", DECREASE},
	{"decreased", "decrease", DECREASE},
	{"lowered", "lower", DECREASE},
	{"limited", "limit", DECREASE},
	{"restricted", "restrict", DECREASE},
};

#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

/* The way in which a verb moves its field. */
const direction nlog_declare_directions[] = {
	[CONVERT] = EITHER, [CHANGE] = EITHER,    [RESCHEDULE] = EITHER, [POSTPONE] = MORE,
	[ADVANCE] = LESS,   [EXTEND] = MORE,      [SHORTEN] = LESS,      [MOVE] = EITHER,
	[CANCEL] = EITHER,  [REINSTATE] = EITHER, [HOLD] = EITHER,       [INCREASE] = MORE,
	[DECREASE] = LESS,
};

static const char auxiliaries[] =
	"has have had been was were is are be will shall being to";
static const char finite[] = "has have had was were is are will shall";
static const char adverbs[] =
	"now also therefore further hereby again subsequently thus then "
	"consequently accordingly officially instead since";
static const char unreal[] = "not no never might can could would should cannot if unless "
			     "whether longer";
static const char adjuncts[] =
	"following due owing in on during after before upon at with "
	"given considering as by for under since because pursuant per "
	"based subsequent if when once should unless to from despite";
static const char skipped[] = "originally previously initially earlier formerly which who "
			      "scheduled planned therefore however accordingly also thus "
			      "consequently hereby and but";

static bool find_verb(const sentence *s, size_t at, hit *out)
{
	for (size_t i = 0; i < VERBS; i++) {
		size_t count = nlog_declare_phrase_at(s, at, verbs[i].done);
		if (!count && nlog_declare_word_is(s, at - 1, "to") && at > 1 &&
		    nlog_declare_word_among(s, at - 2, "decided agreed resolved"))
			count = nlog_declare_phrase_at(s, at, verbs[i].to_do);
		if (!count)
			continue;
		*out = (hit){.class = verbs[i].class, .verb = at, .end = at + count};
		return true;
	}
	return false;
}

/* "may be postponed", but not "9 May 2025". */
static bool is_unreal_word(const sentence *s, size_t i)
{
	return nlog_declare_word_among(s, i, unreal) ||
	       (nlog_declare_word_is(s, i, "may") && s->words[i].text.data[0] == 'm');
}

/* "will not be", "if": what is said is not what happened. */
static bool is_unreal(const sentence *s, const hit *h)
{
	for (size_t i = h->clause; i < h->verb; i++)
		if (is_unreal_word(s, i))
			return true;
	for (size_t i = 0; i < h->verb; i++)
		if (nlog_declare_word_among(s, i, "if unless whether") ||
		    nlog_declare_phrase_at(s, i, "in case") ||
		    nlog_declare_phrase_at(s, i, "in the event"))
			return true;
	return false;
}

static void find_auxiliaries(const sentence *s, size_t low, hit *h)
{
	h->first = h->verb;
	while (h->first > low && (nlog_declare_word_among(s, h->first - 1, auxiliaries) ||
				  nlog_declare_word_among(s, h->first - 1, adverbs) ||
				  is_unreal_word(s, h->first - 1)))
		h->first--;
}

bool nlog_declare_any_word(const sentence *s, size_t first, size_t end, const char *words)
{
	for (size_t i = first; i < end; i++)
		if (nlog_declare_word_among(s, i, words))
			return true;
	return false;
}

/* Can a clause start at this word? `and` parts clauses only after a finite verb. */
static bool is_boundary(const sentence *s, size_t low, size_t at)
{
	if (at == low || s->words[at - 1].stop)
		return true;
	if (nlog_declare_word_among(s, at - 1, "that but while whereas although"))
		return true;
	return nlog_declare_word_is(s, at - 1, "and") &&
	       (low > 0 || nlog_declare_any_word(s, low, at, finite));
}

/* Try the clauses that end before the verb, the nearest first. */
static bool find_subject(const reading *r, const sentence *s, size_t low, hit *h,
			 const hit *previous)
{
	bool is_bare = false;
	int tried = 0;
	for (size_t at = h->first + 1; at-- > low && tried < CANDIDATES_MAX;) {
		if (!is_boundary(s, low, at))
			continue;
		if (at == h->first) {
			is_bare = true;
			h->clause = at;
			continue;
		}
		tried++;
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
	if (h->first == 0 && r->clause != NLOG_FIELDS) {
		h->about = (subject){true, r->clause, {NULL, 0}, NLOG_FIELDS};
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
	for (size_t i = at; i-- > low;) {
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

size_t nlog_declare_find_hits(const reading *r, const sentence *s, hit hits[HITS_MAX])
{
	size_t count = 0;
	for (size_t at = 0; at < s->count && count < HITS_MAX; at++) {
		hit *h = &hits[count];
		const hit *previous = count ? h - 1 : NULL;
		size_t low = previous ? previous->end : 0;
		if (previous && find_gap(r, s, low, at, previous, h)) {
			count++;
			continue;
		}
		if (!find_verb(s, at, h))
			continue;
		find_auxiliaries(s, low, h);
		if (h->class == HOLD &&
		    !nlog_declare_any_word(s, h->first, h->verb, finite))
			continue;
		if (!find_subject(r, s, low, h, previous) && !find_patient(r, s, h))
			continue;
		if (is_unreal(s, h))
			continue;
		count++;
		at = h->end - 1;
	}
	for (size_t i = 0; i < count; i++) {
		hits[i].object_end = i + 1 < count ? hits[i + 1].clause : s->count;
		while (i + 1 < count && hits[i].object_end > hits[i].end &&
		       nlog_declare_word_among(s, hits[i].object_end - 1, "and but while"))
			hits[i].object_end--;
	}
	return count;
}
