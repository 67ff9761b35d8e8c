/* What a printed value means is in standard form, whatever was printed; the first byte picks the field. */
#include <noticelog/alloc.h>
#include <noticelog/scan.h>
#include <noticelog/text.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The scanners are given text in normal form, line by line. */
static void normalise(nlog_str *out, nlog_slice text)
{
	while (text.len) {
		ptrdiff_t end = nlog_slice_find(text, "\n");
		size_t len = end < 0 ? text.len : (size_t)end;

		nlog_text_normalise(out, (nlog_slice){text.data, len});
		nlog_str_addc(out, '\n');
		text = nlog_slice_from(text, len + 1);
	}
	if (out->len)
		nlog_str_truncate(out, out->len - 1);
}

static void must_be_standard(nlog_type_id type, const json_t *value)
{
	if (value && !json_is_null(value) && !nlog_value_check(type, value, NULL))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static nlog_register *reg; /* the same for every input, made once */
	nlog_findings findings = NLOG_FINDINGS_INIT;
	nlog_str text = NLOG_STR_INIT;
	nlog_scanned scanned;
	const nlog_field *field;

	if (size < 1)
		return 0;
	nlog_alloc_setup();
	field = nlog_field_of((nlog_field_id)(data[0] % NLOG_FIELD_CHANGE_HISTORY));
	if (!reg)
		nlog_register_builtin(&reg);
	normalise(&text, (nlog_slice){(const char *)data + 1, size - 1});
	nlog_scan_field(&scanned, reg, field->id, nlog_str_slice(&text), &findings,
			(nlog_place){NULL});
	must_be_standard(field->type, scanned.value);
	must_be_standard(NLOG_TYPE_ECONOMIES, scanned.countries);
	must_be_standard(NLOG_TYPE_ECONOMIES, scanned.excluded);
	must_be_standard(NLOG_TYPE_NAMES, scanned.cities);
	nlog_scanned_clear(&scanned);
	nlog_findings_clear(&findings);
	nlog_str_clear(&text);
	return 0;
}
