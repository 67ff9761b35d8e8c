/* JSON values: what other rooms need besides jansson's own functions. */
#include <noticelog/json.h>

#include <nettle/sha2.h>
#include <noticelog/hex.h>
#include <string.h>

nlog_slice nlog_json_slice(const json_t *value)
{
	if (!json_is_string(value))
		return NLOG_SLICE("");
	return (nlog_slice){json_string_value(value), json_string_length(value)};
}

const char *nlog_json_text(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

void nlog_json_set_text(json_t *object, const char *name, const char *text)
{
	if (text && *text)
		json_object_set_new(object, name, json_string(text));
}

json_t *nlog_json_from_date(nlog_date date)
{
	nlog_str text = NLOG_STR_INIT;
	json_t *value;

	nlog_date_add_iso(&text, date);
	value = nlog_json_from_slice(nlog_str_slice(&text));
	nlog_str_clear(&text);
	return value;
}

json_t *nlog_json_from_instant(nlog_instant instant)
{
	nlog_str text = NLOG_STR_INIT;
	json_t *value;

	nlog_instant_add_rfc3339(&text, instant);
	value = nlog_json_from_slice(nlog_str_slice(&text));
	nlog_str_clear(&text);
	return value;
}

json_t *nlog_json_from_slice(nlog_slice slice)
{
	return json_stringn(slice.len ? slice.data : "", slice.len);
}

void nlog_sha256(unsigned char sum[NLOG_SHA256_LEN], nlog_slice bytes)
{
	struct sha256_ctx context;

	sha256_init(&context);
	sha256_update(&context, bytes.len, (const uint8_t *)bytes.data);
	sha256_digest(&context, NLOG_SHA256_LEN, sum);
}

void nlog_digest_bytes(char digest[NLOG_DIGEST_SIZE], nlog_slice bytes)
{
	unsigned char sum[NLOG_SHA256_LEN];

	nlog_sha256(sum, bytes);
	nlog_hex_write(digest, sum, sizeof(sum));
}

void nlog_json_digest(char digest[NLOG_DIGEST_SIZE], const json_t *value)
{
	nlog_str canonical = NLOG_STR_INIT;

	nlog_json_write(&canonical, value, NLOG_JSON_JCS);
	nlog_digest_bytes(digest, nlog_str_slice(&canonical));
	nlog_str_clear(&canonical);
}

/* The quote that ends the string whose first one is at `quote`; NULL: none on the line. */
static const char *end_of_string(const char *quote, const char *end)
{
	const char *slash;

	do {
		quote = memchr(quote + 1, '"', (size_t)(end - quote - 1));
		for (slash = quote; slash && slash[-1] == '\\'; slash--)
			;
	} while (quote && (quote - slash) % 2);
	return quote;
}

/* The key at the start of a line of the stored form, with its quotes and colon; 0: none. */
static size_t key_length(nlog_slice line)
{
	const char *end = line.data + line.len, *quote;

	if (!line.len || line.data[0] != '"')
		return 0;
	quote = end_of_string(line.data, end);
	return quote && quote + 1 < end && quote[1] == ':' ? (size_t)(quote - line.data) + 2
							   : 0;
}

void nlog_json_digest_stored(char digest[NLOG_DIGEST_SIZE], nlog_slice text)
{
	unsigned char sum[NLOG_SHA256_LEN];
	struct sha256_ctx context;

	sha256_init(&context);
	while (text.len) {
		const char *end = memchr(text.data, '\n', text.len);
		nlog_slice line = {text.data, end ? (size_t)(end - text.data) : text.len};
		size_t key;

		text = nlog_slice_from(text, line.len + (end != NULL));
		while (line.len && *line.data == ' ') {
			line.data++;
			line.len--;
		}
		key = key_length(line);
		sha256_update(&context, key, (const uint8_t *)line.data);
		line = nlog_slice_from(line, key ? key + 1 : 0);
		sha256_update(&context, line.len, (const uint8_t *)line.data);
	}
	sha256_digest(&context, sizeof(sum), sum);
	nlog_hex_write(digest, sum, sizeof(sum));
}
