/* Verbs of change: which words say it, how they are put, and when they do not mean it. */
#include <assert.h>

#include "declare.h"

/* More verbs start with no letter. */
#define VERBS_MAX 19

/* A verb as "has been DONE" has it, and as "decided to DO" has it: with the same first letter. */
typedef struct {
	const char *done, *to_do;
	verb_class class;
} verb;

/* The verbs by their first letter, each row ended by one without words. */
static const verb verbs['z' - 'a' + 1][VERBS_MAX + 1] = {
	['a' - 'a'] = {{"amended", "amend", CHANGE},
		       {"adjusted", "adjust", CHANGE},
		       {"altered", "alter", CHANGE},
		       {"advanced", "advance", ADVANCE}},
	['b' - 'a'] = {{"brought forward", "bring forward", ADVANCE}},
	['c' - 'a'] = {{"converted", "convert", CONVERT},
		       {"changed", "change", CHANGE},
		       {"corrected", "correct", CHANGE},
		       {"curtailed", "curtail", SHORTEN},
		       {"cancelled", "cancel", CANCEL},
		       {"canceled", "cancel", CANCEL},
		       {"called off", "call off", CANCEL},
		       {"conducted", "conduct", HOLD},
		       {"cut", "cut", DECREASE}},
	['d' - 'a'] = {{"deferred", "defer", POSTPONE},
		       {"delayed", "delay", POSTPONE},
		       {"delivered", "deliver", HOLD},
		       {"decreased", "decrease", DECREASE}},
	['e' - 'a'] = {{"extended", "extend", EXTEND}, {"expanded", "expand", INCREASE}},
	['h' - 'a'] = {{"held", "hold", HOLD}, {"hosted", "host", HOST}},
	['i' - 'a'] = {{"increased", "increase", INCREASE}},
	['l' - 'a'] = {{"lengthened", "lengthen", EXTEND},
		       {"lowered", "lower", DECREASE},
		       {"limited", "limit", DECREASE}},
	['m' - 'a'] = {{"modified", "modify", CHANGE},
		       {"moved forward", "move forward", ADVANCE},
		       {"moved", "move", MOVE}},
	['o' - 'a'] = {{"organized", "organize", HOLD},
		       {"organised", "organise", HOLD},
		       {"opened", "open", INCREASE}},
	['p' - 'a'] = {{"postponed", "postpone", POSTPONE},
		       {"put off", "put off", POSTPONE},
		       {"put back", "put back", POSTPONE},
		       {"pushed back", "push back", POSTPONE},
		       {"put on hold", "put on hold", POSTPONE},
		       {"preponed", "prepone", ADVANCE},
		       {"prolonged", "prolong", EXTEND}},
	['r' - 'a'] = {{"replaced", "replace", CONVERT},
		       {"revised", "revise", CHANGE},
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
		       {"relocated", "relocate", MOVE},
		       {"reinstated", "reinstate", REINSTATE},
		       {"resumed", "resume", REINSTATE},
		       {"revived", "revive", REINSTATE},
		       {"raised", "raise", INCREASE},
		       {"reduced", "reduce", DECREASE},
		       {"restricted", "restrict", DECREASE}},
	['s' - 'a'] = {{"suspended", "suspend", POSTPONE},
		       {"shortened", "shorten", SHORTEN},
		       {"shifted", "shift", MOVE},
		       {"switched", "switch", MOVE}},
	['t' - 'a'] = {{"transformed", "transform", CONVERT},
		       {"turned", "turn", CONVERT},
		       {"transferred", "transfer", MOVE},
		       {"take place", "take place", HOLD}},
	['u' - 'a'] = {{"updated", "update", CHANGE}},
	['w' - 'a'] = {{"withdrawn", "withdraw", CANCEL}, {"widened", "widen", INCREASE}},
};

/* How we say each of them ourselves. */
static const char *const said[] = {
	[CONVERT] = "converted",    [CHANGE] = "changed",   [RESCHEDULE] = "rescheduled",
	[POSTPONE] = "postponed",   [ADVANCE] = "advanced", [EXTEND] = "extended",
	[SHORTEN] = "shortened",    [MOVE] = "moved",       [CANCEL] = "cancelled",
	[REINSTATE] = "reinstated", [HOLD] = "held",        [INCREASE] = "increased",
	[DECREASE] = "reduced",     [READ] = "read",        [RENAME] = "renamed",
	[HOST] = "hosted",
};

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
	if (letter < 'a' || letter > 'z')
		return false;
	const verb *v = verbs[letter - 'a'];
	bool to_do = v->done && is_to_do(s, at, previous);
	for (; v->done; v++) {
		assert(*v->done == letter && *v->to_do == letter);
		size_t count = nlog_declare_phrase_at(s, at, v->done);
		bool is_done = count > 0;
		if (!count && to_do)
			count = nlog_declare_phrase_at(s, at, v->to_do);
		if (!count)
			continue;
		*out = (hit){.class = v->class,
			     .verb = at,
			     .end = at + count,
			     .is_to_do = !is_done};
		return true;
	}
	return false;
}

const char *nlog_declare_verb_of(verb_class class)
{
	return said[class];
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
