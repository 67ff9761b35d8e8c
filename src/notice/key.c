/* The name under which a register keeps a notice. */
#include <noticelog/notice.h>

#define KEY_MAX 128

static bool is_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool nlog_key_is_valid(nlog_slice key)
{
	if (key.len < 1 || key.len > KEY_MAX || !is_alphanumeric(key.data[0]))
		return false;
	for (size_t i = 0; i < key.len; i++) {
		char c = key.data[i];

		if (is_alphanumeric(c))
			continue;
		if (c != '.' && c != '_' && c != '-')
			return false;
		if (c == '.' && (i + 1 == key.len || key.data[i + 1] == '.'))
			return false;
	}
	return !nlog_slice_ends(key, ".lock");
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
