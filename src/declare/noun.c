/* Changes that a noun tells: "the cancellation of the workshop", "New closing date: …". */
#include "declare.h"

static const struct {
	const char *noun;
	verb_class class;
} nouns[] = {
	{"change", CHANGE},
	{"changes", CHANGE},
	{"revision", CHANGE},
	{"amendment", CHANGE},
	{"correction", CHANGE},
	{"postponement", POSTPONE},
	{"deferment", POSTPONE},
	{"deferral", POSTPONE},
	{"rescheduling", RESCHEDULE},
	{"cancellation", CANCEL},
	{"extension", EXTEND},
	{"advancement", ADVANCE},
	{"shift", MOVE},
	{"relocation", MOVE},
	{"transfer", MOVE},
	{"conversion", CONVERT},
	{"reinstatement", REINSTATE},
	{"increase", INCREASE},
	{"reduction", DECREASE},
};

static const char finite[] =
	"is are was were has have had will shall may can could would should "
	"must might";
/* "no change in the dates", "any postponement" */
static const char unreal[] =
	"no any every possible further without not nor potential likely "
	"proposed future avoid case";
static const char announcing[] =
	"announce announces announced announcing inform informs "
	"informed notify notifies notified confirm confirms confirmed "
	"communicate communicates";
static const char settled[] = "approved confirmed agreed decided announced endorsed";

/* Somebody says that it is so: "there has been a change", "regrets to announce the change". */
static bool is_announced_before(const sentence *s, size_t at)
{
	size_t low = at > 12 ? at - 12 : 0;
	for (size_t i = low; i < at; i++) {
		if (nlog_declare_word_is(s, i, "there") &&
		    nlog_declare_word_among(s, i + 1, "has have is are was were"))
			return true;
		if (nlog_declare_word_among(s, i, announcing))
			return !nlog_declare_any_word(s, 0, i, "will shall not may");
	}
	return false;
}

/* "The postponement of the workshop has been approved" */
static bool is_settled_after(const sentence *s, size_t at)
{
	for (size_t i = at; i + 1 < s->count; i++)
		if (nlog_declare_word_among(s, i, "been was is were are") &&
		    nlog_declare_word_among(s, i + 1, settled))
			return !nlog_declare_any_word(s, at, i, "not if");
	return false;
}

/* A heading or a note: "Postponement of the workshop to 8–10 July 2025" */
static bool is_heading(const sentence *s, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (!nlog_declare_word_among(s, i, "notice note on of the a re") &&
		    !nlog_declare_is_enumerator(s, i))
			return false;
	return !nlog_declare_any_word(s, at, s->count, finite);
}

/* Where the noun's subject ends and its values begin. */
static size_t phrase_end(const sentence *s, size_t first)
{
	static const char ends[] = "from to until till upto by into";
	size_t at = first;
	while (at < s->count && !nlog_declare_word_among(s, at, ends) &&
	       !nlog_declare_word_among(s, at, finite))
		if (s->words[at++].stop)
			break;
	return at;
}

static bool read_noun(const reading *r, const sentence *s, size_t at, verb_class class,
		      hit *out)
{
	if (!nlog_declare_word_among(s, at + 1, "of in to for"))
		return false;
	if (at > 0 && nlog_declare_any_word(s, at > 3 ? at - 3 : 0, at, unreal))
		return false;
	size_t end = phrase_end(s, at + 2);
	subject about = nlog_declare_subject_read(r, s, at + 2, end);
	if (!about.found)
		return false;
	if (!is_announced_before(s, at) && !is_settled_after(s, end) && !is_heading(s, at))
		return false;
	*out = (hit){.class = class,
		     .clause = at,
		     .first = at,
		     .verb = at,
		     .end = end,
		     .is_plain = s->words[end - 1].stop == ':' &&
				 !nlog_declare_word_among(s, end, "from to"),
		     .about = about};
	return true;
}

/* "New closing date: 16 May 2025" */
static bool read_heading(const reading *r, const sentence *s, hit *out)
{
	size_t at = 0;
	while (at < s->count && at < 8 && s->words[at].stop != ':')
		at++;
	if (at >= s->count || s->words[at].stop != ':')
		return false;
	subject about = nlog_declare_subject_read(r, s, 0, at + 1);
	if (!about.found || !about.is_new)
		return false;
	*out = (hit){.class = READ, .end = at + 1, .is_plain = true, .about = about};
	return true;
}

bool nlog_declare_find_noun(const reading *r, const sentence *s, hit *out)
{
	for (size_t at = 0; at < s->count; at++)
		for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++)
			if (nlog_declare_word_is(s, at, nouns[i].noun) &&
			    read_noun(r, s, at, nouns[i].class, out) &&
			    !nlog_declare_is_unreal(s, out))
				return true;
	return read_heading(r, s, out);
}
