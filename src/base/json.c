/* JSON values: what other rooms need besides jansson's own functions. */
#include <noticelog/json.h>

#include <nettle/sha2.h>

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

json_t *nlog_json_from_slice(nlog_slice slice)
{
	return json_stringn(slice.len ? slice.data : "", slice.len);
}

void nlog_digest_bytes(char digest[NLOG_DIGEST_SIZE], nlog_slice bytes)
{
	static const char hex[] = "0123456789abcdef";
	struct sha256_ctx context;
	uint8_t sum[SHA256_DIGEST_SIZE];

	sha256_init(&context);
	sha256_update(&context, bytes.len, (const uint8_t *)bytes.data);
	sha256_digest(&context, sizeof(sum), sum);
	for (size_t i = 0; i < sizeof(sum); i++) {
		digest[2 * i] = hex[sum[i] >> 4];
		digest[2 * i + 1] = hex[sum[i] & 15];
	}
	digest[NLOG_DIGEST_LEN] = '\0';
}

void nlog_json_digest(char digest[NLOG_DIGEST_SIZE], const json_t *value)
{
	nlog_str canonical = NLOG_STR_INIT;

	nlog_json_write(&canonical, value, NLOG_JSON_JCS);
	nlog_digest_bytes(digest, nlog_str_slice(&canonical));
	nlog_str_clear(&canonical);
}
