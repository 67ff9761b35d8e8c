/* JSON: what is read comes back from both written forms as the same bytes. */
#include <stdint.h>
#include <stdlib.h>

#include <noticelog/json.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static nlog_str written(const json_t *value, nlog_json_form form)
{
	nlog_str out = NLOG_STR_INIT;

	nlog_json_write(&out, value, form);
	return out;
}

/* What was written in a form is read, and written in both forms as it was. */
static void check_form(const nlog_str *text, const nlog_str *jcs, const nlog_str *stored)
{
	nlog_error err = NLOG_ERROR_INIT;
	unsigned line, column;
	nlog_str again;
	json_t *value;

	must(nlog_json_read(&value, NULL, nlog_str_slice(text), NLOG_JSON_ANY, &err) == 0);
	again = written(value, NLOG_JSON_JCS);
	must(nlog_slice_equal(nlog_str_slice(&again), nlog_str_slice(jcs)));
	must(nlog_json_is_stored_form(nlog_str_slice(stored), value, &line, &column));
	must(nlog_json_is_stored_form(nlog_str_slice(text), value, &line, &column) ==
	     nlog_slice_equal(nlog_str_slice(text), nlog_str_slice(stored)));
	nlog_str_clear(&again);
	json_decref(value);
}

/* The start of the input is a pointer, too: looking for it must end, wherever it leads. */
static void check_locate(nlog_slice text)
{
	nlog_str pointer = NLOG_STR_INIT;
	unsigned line, column;

	nlog_str_addn(&pointer, text.data, text.len < 16 ? text.len : 16);
	nlog_json_locate(text, nlog_str_text(&pointer), &line, &column);
	must(line >= 1 && column >= 1);
	nlog_str_clear(&pointer);
}

static void check_read(nlog_slice text, nlog_json_rules rules)
{
	nlog_error err = NLOG_ERROR_INIT;
	nlog_str jcs, stored;
	json_t *value;

	if (nlog_json_read(&value, "input", text, rules, &err) != 0) {
		must(err.code != NLOG_OK && err.line >= 1 && err.column >= 1 &&
		     err.text[0]);
		return;
	}
	jcs = written(value, NLOG_JSON_JCS);
	stored = written(value, NLOG_JSON_STORED);
	check_form(&jcs, &jcs, &stored);
	check_form(&stored, &jcs, &stored);
	nlog_str_clear(&stored);
	nlog_str_clear(&jcs);
	json_decref(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	nlog_slice text = {(const char *)data, size};

	check_read(text, NLOG_JSON_ANY);
	check_read(text, NLOG_JSON_STRICT);
	check_locate(text);
	return 0;
}
