/* Bytes as text. */
#include <noticelog/base64.h>

#include <nettle/base64.h>

#include <noticelog/alloc.h>

void nlog_base64_add(nlog_str *out, nlog_slice bytes)
{
	size_t len = BASE64_ENCODE_RAW_LENGTH(bytes.len);
	char *text = nlog_alloc(len + 1);

	base64_encode_raw(text, bytes.len, (const uint8_t *)bytes.data);
	nlog_str_addn(out, text, len);
	nlog_free(text);
}

bool nlog_base64_decode(nlog_str *out, nlog_slice text)
{
	size_t len = BASE64_DECODE_LENGTH(text.len);
	uint8_t *bytes = nlog_alloc(len + 1);
	struct base64_decode_ctx context;
	bool is_whole;

	base64_decode_init(&context);
	is_whole = base64_decode_update(&context, &len, bytes, text.len, text.data) &&
		   base64_decode_final(&context);
	if (is_whole)
		nlog_str_addn(out, (const char *)bytes, len);
	nlog_free(bytes);
	return is_whole;
}
