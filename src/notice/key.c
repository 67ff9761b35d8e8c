/* The name under which a register keeps a notice. */
#include <noticelog/notice.h>
#include <string.h>

#define KEY_MAX 128

/* Bytes that a key may have; the full stop not everywhere. */
static const bool may_have[256] = {
	['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true, ['5'] = true,
	['6'] = true, ['7'] = true, ['8'] = true, ['9'] = true, ['A'] = true, ['B'] = true,
	['C'] = true, ['D'] = true, ['E'] = true, ['F'] = true, ['G'] = true, ['H'] = true,
	['I'] = true, ['J'] = true, ['K'] = true, ['L'] = true, ['M'] = true, ['N'] = true,
	['O'] = true, ['P'] = true, ['Q'] = true, ['R'] = true, ['S'] = true, ['T'] = true,
	['U'] = true, ['V'] = true, ['W'] = true, ['X'] = true, ['Y'] = true, ['Z'] = true,
	['a'] = true, ['b'] = true, ['c'] = true, ['d'] = true, ['e'] = true, ['f'] = true,
	['g'] = true, ['h'] = true, ['i'] = true, ['j'] = true, ['k'] = true, ['l'] = true,
	['m'] = true, ['n'] = true, ['o'] = true, ['p'] = true, ['q'] = true, ['r'] = true,
	['s'] = true, ['t'] = true, ['u'] = true, ['v'] = true, ['w'] = true, ['x'] = true,
	['y'] = true, ['z'] = true, ['-'] = true, ['_'] = true, ['.'] = true,
};

static bool may_begin_with(char c)
{
	return c != '.' && c != '_' && c != '-';
}

/* As git has it for names of folders. */
static bool stops_are_fine(nlog_slice key)
{
	return nlog_slice_find(key, "..") < 0 && !nlog_slice_ends(key, ".") &&
	       !nlog_slice_ends(key, ".lock");
}

bool nlog_key_is_valid(nlog_slice key)
{
	if (key.len < 1 || key.len > KEY_MAX || !may_begin_with(key.data[0]))
		return false;
	for (size_t i = 0; i < key.len; i++)
		if (!may_have[(unsigned char)key.data[i]])
			return false;
	return !memchr(key.data, '.', key.len) || stops_are_fine(key);
}

int nlog_key_from_code(nlog_str *out, nlog_slice code, nlog_error *err)
{
	nlog_str key = NLOG_STR_INIT;
	int rc = 0;

	for (size_t i = 0; i < code.len; i++)
		nlog_str_addc(&key, code.data[i] == '/' ? '_' : code.data[i]);
	if (nlog_key_is_valid(nlog_str_slice(&key)))
		nlog_str_add_slice(out, nlog_str_slice(&key));
	else
		rc = nlog_error_set(
			err, NLOG_EINPUT,
			"the project code '%.*s' cannot name a notice: use --as "
			"KEY with letters, digits, '.', '_' and '-'",
			(int)(code.len > 200 ? 200 : code.len), code.data);
	nlog_str_clear(&key);
	return rc;
}
