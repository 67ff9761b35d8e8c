/* Hexadecimal, by nettle. */
#include <noticelog/hex.h>

#include <nettle/base16.h>

void nlog_hex_write(char *out, const unsigned char *bytes, size_t len)
{
	base16_encode_update(out, len, bytes);
	out[BASE16_ENCODE_LENGTH(len)] = '\0';
}
