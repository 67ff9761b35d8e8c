/* Emphasis as CommonMark reads it: which runs of `*` and `_` are markup, which are text. */
#include <string.h>

#include <noticelog/text.h>

#include "libxml.h"
#include "reader.h"

static bool is_space(unsigned codepoint)
{
	return codepoint == 0 || (codepoint >= 9 && codepoint <= 13) ||
	       (codepoint < 0x10000 && document_libxml()->xmlUCSIsCatZs((int)codepoint));
}

static bool is_punctuation(unsigned codepoint)
{
	if (codepoint < 0x80)
		return codepoint > ' ' && codepoint < 0x7f &&
		       strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", (int)codepoint);
	return document_libxml()->xmlUCSIsCatP((int)codepoint);
}

/* The character that ends in front of at; 0 at the start of the text. */
static unsigned codepoint_before(nlog_slice raw, size_t at)
{
	unsigned codepoint = 0;

	if (!at)
		return 0;
	do
		at--;
	while (at && ((unsigned char)raw.data[at] & 0xc0) == 0x80);
	(void)nlog_text_next(raw, at, &codepoint);
	return codepoint;
}

void document_flanking(document_run *run, nlog_slice raw, size_t at, size_t length)
{
	unsigned before = codepoint_before(raw, at), after = 0;

	(void)nlog_text_next(raw, at + length, &after);
	bool left = !is_space(after) &&
		    (!is_punctuation(after) || is_space(before) || is_punctuation(before));
	bool right = !is_space(before) &&
		     (!is_punctuation(before) || is_space(after) || is_punctuation(after));

	run->can_open = left;
	run->can_close = right;
	if (run->delimiter == '_') {
		run->can_open = left && (!right || is_punctuation(before));
		run->can_close = right && (!left || is_punctuation(after));
	}
}

/* Rule of three: runs that could both open and close pair only where lengths allow. */
static bool pairs_with(const document_run *opener, const document_run *closer)
{
	if (!opener->can_open || opener->delimiter != closer->delimiter)
		return false;
	return !(opener->can_close || closer->can_open) || closer->length % 3 == 0 ||
	       (opener->length + closer->length) % 3 != 0;
}

static void unlink_run(document_run *runs, ptrdiff_t index)
{
	document_run *run = &runs[index];

	if (run->before >= 0)
		runs[run->before].after = run->after;
	if (run->after >= 0)
		runs[run->after].before = run->before;
}

/* Take one or two characters off both runs; those between them can pair no more. */
static void consume(document_run *runs, ptrdiff_t opener, ptrdiff_t closer)
{
	size_t used = runs[opener].left >= 2 && runs[closer].left >= 2 ? 2 : 1;

	runs[opener].left -= used;
	runs[closer].left -= used;
	runs[opener].after = closer;
	runs[closer].before = opener;
	if (used == 2)
		runs[opener].strong_end = (ptrdiff_t)runs[closer].at;
	if (!runs[opener].left)
		unlink_run(runs, opener);
}

/*
 * bottoms remember, for each kind of closer, below which run no opener was
 * found, so that a text of many unpaired runs takes linear time.
 */
void document_pair_emphasis(document_run *runs, size_t count)
{
	ptrdiff_t bottoms[2][2][3];
	ptrdiff_t closer = count ? 0 : -1;

	for (size_t i = 0; i < 12; i++)
		(&bottoms[0][0][0])[i] = -1;
	for (size_t i = 0; i < count; i++) {
		runs[i].before = (ptrdiff_t)i - 1;
		runs[i].after = i + 1 < count ? (ptrdiff_t)i + 1 : -1;
		runs[i].strong_end = -1;
	}
	while (closer >= 0) {
		document_run *run = &runs[closer];
		ptrdiff_t *bottom =
			&bottoms[run->delimiter == '_'][run->can_open][run->length % 3];
		ptrdiff_t opener = run->before;

		if (!run->can_close) {
			closer = run->after;
			continue;
		}
		while (opener > *bottom && !pairs_with(&runs[opener], run))
			opener = runs[opener].before;
		if (opener > *bottom) {
			consume(runs, opener, closer);
			if (run->left)
				continue;
			unlink_run(runs, closer);
		} else {
			*bottom = run->before;
			if (!run->can_open)
				unlink_run(runs, closer);
		}
		closer = run->after;
	}
}
