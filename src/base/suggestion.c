/* Which known names come near to a word. */
#include <noticelog/suggestion.h>

#include <string.h>

#define NAME_MAX_BYTES 63
#define TOO_FAR 99
/* Names that begin alike are near, however they end. */
#define SAME_START 5

static char folded(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c == ' ' || c == '-' ? '_' : c;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* The optimal string alignment distance, by rows of its table: two before are kept. */
unsigned nlog_suggestion_distance(nlog_slice a, nlog_slice b)
{
	unsigned rows[3][NAME_MAX_BYTES + 1];

	if (a.len > NAME_MAX_BYTES || b.len > NAME_MAX_BYTES)
		return TOO_FAR;
	for (size_t j = 0; j <= b.len; j++)
		rows[0][j] = (unsigned)j;
	for (size_t i = 1; i <= a.len; i++) {
		unsigned *row = rows[i % 3];
		const unsigned *above = rows[(i + 2) % 3], *twice = rows[(i + 1) % 3];
		char letter = folded(a.data[i - 1]);

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b.len; j++) {
			char other = folded(b.data[j - 1]);

			row[j] = least(above[j - 1] + (letter != other),
				       least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && letter == folded(b.data[j - 2]) &&
			    folded(a.data[i - 2]) == other)
				row[j] = least(row[j], twice[j - 2] + 1);
		}
	}
	return rows[a.len % 3][b.len];
}

static bool begin_alike(nlog_slice asked, nlog_slice name)
{
	size_t len = asked.len < SAME_START ? asked.len : SAME_START;

	if (len < 2 || name.len < len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (folded(asked.data[i]) != folded(name.data[i]))
			return false;
	return true;
}

nlog_suggestion nlog_suggestion_for(nlog_slice asked)
{
	return (nlog_suggestion){.asked = asked};
}

void nlog_suggestion_offer(nlog_suggestion *suggestion, const char *name)
{
	nlog_slice asked = suggestion->asked, offered = nlog_slice_of(name);
	unsigned distance = nlog_suggestion_distance(asked, offered);
	size_t at = suggestion->count;

	if (asked.len < 2 || distance >= TOO_FAR ||
	    (distance > 1 + asked.len / 4 && !begin_alike(asked, offered)))
		return;
	for (size_t i = 0; i < suggestion->count; i++)
		if (nlog_slice_equal(suggestion->nearest[i].name, offered))
			return;
	/* Of equally near ones the first that was offered stands first. */
	while (at && suggestion->nearest[at - 1].distance > distance)
		at--;
	if (at == NLOG_SUGGESTION_MAX)
		return;
	if (suggestion->count < NLOG_SUGGESTION_MAX)
		suggestion->count++;
	memmove(&suggestion->nearest[at + 1], &suggestion->nearest[at],
		(suggestion->count - 1 - at) * sizeof(*suggestion->nearest));
	suggestion->nearest[at].name = offered;
	suggestion->nearest[at].distance = distance;
}

bool nlog_suggestion_add(nlog_str *out, const nlog_suggestion *suggestion)
{
	for (size_t i = 0; i < suggestion->count; i++) {
		nlog_slice name = suggestion->nearest[i].name;

		nlog_str_addf(out, "%s%.*s", i ? ", " : "; near it: ", (int)name.len,
			      name.data);
	}
	return suggestion->count != 0;
}
