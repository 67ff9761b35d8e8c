/* Verbs of change: which words say it, how they are put, and when they do not mean it. */
#include <string.h>

#include "declare.h"

/* A verb as "has been DONE" has it, and as "decided to DO" has it: with the same first letter. */
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
	{"corrected", "correct", CHANGE},
	{"rectified", "rectify", CHANGE},
	{"reset", "reset", CHANGE},
	{"read", "read", READ},
	{"reads", "read", READ},
	{"renamed", "rename", RENAME},
	{"re-named", "re-name", RENAME},
	{"retitled", "retitle", RENAME},
	{"re-titled", "re-title", RENAME},
	{"rescheduled", "reschedule", RESCHEDULE},
	{"re-scheduled", "re-schedule", RESCHEDULE},
	{"postponed", "postpone", POSTPONE},
	{"deferred", "defer", POSTPONE},
	{"delayed", "delay", POSTPONE},
	{"put off", "put off", POSTPONE},
	{"put back", "put back", POSTPONE},
	{"pushed back", "push back", POSTPONE},
	{"put on hold", "put on hold", POSTPONE},
	{"suspended", "suspend", POSTPONE},
	{"advanced", "advance", ADVANCE},
	{"brought forward", "bring forward", ADVANCE},
	{"moved forward", "move forward", ADVANCE},
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
	{"take place", "take place", HOLD},
	{"hosted", "host", HOST},
	{"increased", "increase", INCREASE},
	{"raised", "raise", INCREASE},
	{"expanded", "expand", INCREASE},
	{"widened", "widen", INCREASE},
	{"opened", "open", INCREASE},
	{"reduced", "reduce", DECREASE},
	{"decreased", "decrease", DECREASE},
	{"lowered", "lower", DECREASE},
	{"limited", "limit", DECREASE},
	{"restricted", "restrict", DECREASE},
	{"cut", "cut", DECREASE},
};

#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

/* The way in which a verb moves its field. */
const direction nlog_declare_directions[] = {
	[CONVERT] = EITHER, [CHANGE] = EITHER,    [RESCHEDULE] = EITHER, [POSTPONE] = MORE,
	[ADVANCE] = LESS,   [EXTEND] = MORE,      [SHORTEN] = LESS,      [MOVE] = EITHER,
	[CANCEL] = EITHER,  [REINSTATE] = EITHER, [HOLD] = EITHER,       [INCREASE] = MORE,
	[DECREASE] = LESS,  [READ] = EITHER,      [RENAME] = EITHER,     [HOST] = EITHER,
};

static const char auxiliaries[] =
	"has have had been was were is are be will shall being to stands stand";

static const char adverbs[] =
	"now also therefore further hereby again subsequently thus then "
	"please kindly consequently accordingly officially instead since hereby "
	"temporarily indefinitely";
static const char unreal[] =
	"not no never might can could would should must cannot if unless "
	"whether longer";
static const char decisions[] =
	"decided agreed resolved obliged forced compelled constrained "
	"had pleased";
/* "is likely to be", "it was proposed that": nothing is settled yet. */
static const char unsettled[] = "likely unlikely expected proposed requested suggested "
				"recommended considered anticipated discussed";

/* "decided to postpone", "will postpone the workshop", and what "and" adds to such a verb. */
static bool is_to_do(const sentence *s, size_t at, const hit *previous)
{
	if (at > 1 && nlog_declare_word_is(s, at - 1, "to"))
		return nlog_declare_word_among(s, at - 2, decisions);
	if (at > 0 && nlog_declare_word_among(s, at - 1, "will shall hereby"))
		return true;
	return at > 0 && previous && previous->is_to_do &&
	       nlog_declare_word_is(s, at - 1, "and");
}

bool nlog_declare_verb_at(const sentence *s, size_t at, const hit *previous, hit *out)
{
	char letter = nlog_declare_letter_at(s, at);
	bool to_do = letter && is_to_do(s, at, previous);
	for (size_t i = 0; letter && i < VERBS; i++) {
		if (verbs[i].done[0] != letter)
			continue;
		size_t count = nlog_declare_phrase_at(s, at, verbs[i].done);
		bool is_done = count > 0;
		if (!count && to_do)
			count = nlog_declare_phrase_at(s, at, verbs[i].to_do);
		if (!count)
			continue;
		*out = (hit){.class = verbs[i].class,
			     .verb = at,
			     .end = at + count,
			     .is_to_do = !is_done};
		return true;
	}
	return false;
}

const char *nlog_declare_verb_of(verb_class class)
{
	for (size_t i = 0; i < VERBS; i++)
		if (verbs[i].class == class)
			return verbs[i].done;
	return "";
}

/* "may be postponed", but not "9 May 2025". */
static bool is_unreal_word(const sentence *s, size_t i)
{
	return nlog_declare_word_among(s, i, unreal) ||
	       (nlog_declare_word_is(s, i, "may") && s->words[i].text.data[0] == 'm');
}

/* "is proposed to", but not "the proposed workshop" */
static bool is_unsettled(const sentence *s, size_t i)
{
	return i > 0 && nlog_declare_word_among(s, i, unsettled) &&
	       nlog_declare_word_among(s, i - 1,
				       "is are was were been being has have also");
}

bool nlog_declare_is_unreal(const sentence *s, const hit *h)
{
	/* "should read" is how a correction is put. */
	const char *words = h->class == READ ? "not no never can could would" : unreal;
	for (size_t i = h->clause; i < h->verb; i++)
		if (nlog_declare_word_among(s, i, words) ||
		    (h->class != READ && is_unreal_word(s, i)))
			return true;
	/* "has not decided to postpone" */
	if (h->is_to_do && nlog_declare_any_word(s, h->verb > 5 ? h->verb - 5 : 0, h->verb,
						 "not no never"))
		return true;
	for (size_t i = 0; i < h->verb; i++)
		if (nlog_declare_word_among(s, i, "if unless whether") ||
		    is_unsettled(s, i) || nlog_declare_phrase_at(s, i, "in case") ||
		    nlog_declare_phrase_at(s, i, "in the event") ||
		    nlog_declare_phrase_at(s, i, "yet to"))
			return true;
	return s->text.len > 0 && s->text.data[s->text.len - 1] == '?';
}

void nlog_declare_find_auxiliaries(const sentence *s, size_t low, hit *h)
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
