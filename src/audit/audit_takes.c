/* Which amendments an audit asks for: by the values before and after. */
#include "audit.h"

#include <noticelog/text.h>
#include <string.h>

/* The letters of every text in a value, a line each, so that none runs into the next. */
static void add_letters(nlog_str *out, const json_t *value)
{
	const char *key;
	json_t *part;

	if (json_is_string(value)) {
		nlog_text_add_letters(out, nlog_json_slice(value));
		nlog_str_addc(out, '\n');
	} else if (json_is_integer(value)) {
		nlog_str_addf(out, "%lld\n", (long long)json_integer_value(value));
	}
	for (size_t i = 0; i < json_array_size(value); i++)
		add_letters(out, json_array_get(value, i));
	if (json_is_object(value))
		json_object_foreach((json_t *)value, key, part)
		{
			nlog_text_add_letters(out, nlog_slice_of(key));
			nlog_str_addc(out, '\n');
			add_letters(out, part);
		}
}

/* Does a value contain a text, as it is stored or as people read it? */
static bool contains(const json_t *value, const nlog_field *field, bool is_part,
		     const char *letters)
{
	nlog_str own = NLOG_STR_INIT, human = NLOG_STR_INIT;
	bool has;

	if (!value)
		return false;
	add_letters(&own, value);
	if (!is_part) {
		nlog_value_add_human(&human, field->type, value);
		nlog_text_add_letters(&own, nlog_str_slice(&human));
	}
	has = nlog_slice_find(nlog_str_slice(&own), letters) >= 0;
	nlog_str_clear(&own);
	nlog_str_clear(&human);
	return has;
}

typedef const json_t *side_of(const nlog_change *change);

static const json_t *before_of(const nlog_change *change)
{
	return change->before;
}

static const json_t *after_of(const nlog_change *change)
{
	return change->after;
}

static bool is_covered(const nlog_amendment *amendment, const nlog_change *change)
{
	if (amendment->key && change->key && strcmp(amendment->key, change->key) != 0)
		return false;
	for (size_t i = 0; i < amendment->field_count; i++)
		if (amendment->fields[i] == change->field)
			return true;
	return false;
}

/* What was only announced has the values that the announcement states. */
static bool evidence_has(const nlog_amendment *amendment, const char *member,
			 const char *letters)
{
	nlog_str own = NLOG_STR_INIT;
	bool has;

	for (size_t i = 0; i < json_array_size(amendment->evidence); i++)
		add_letters(&own, json_object_get(json_array_get(amendment->evidence, i),
						  member));
	has = nlog_slice_find(nlog_str_slice(&own), letters) >= 0;
	nlog_str_clear(&own);
	return has;
}

static bool has_value(const nlog_comparison *comparison, const nlog_amendment *amendment,
		      side_of *side, const char *member, const char *text)
{
	nlog_str letters = NLOG_STR_INIT;
	size_t count = comparison->diff ? nlog_diff_count(comparison->diff) : 0;
	bool has = false;

	nlog_text_add_letters(&letters, nlog_slice_of(text));
	for (size_t i = 0; !has && i < count; i++) {
		const nlog_change *change = nlog_diff_get(comparison->diff, i);

		has = is_covered(amendment, change) &&
		      contains(side(change), nlog_field_of(change->field),
			       change->key != NULL, nlog_str_text(&letters));
	}
	if (!has && (!comparison->diff || !amendment->field_count))
		has = evidence_has(amendment, member, nlog_str_text(&letters));
	nlog_str_clear(&letters);
	return has;
}

bool audit_takes(const nlog_audit_options *options, const nlog_comparison *comparison,
		 const nlog_amendment *amendment)
{
	return (!options->from_value ||
		has_value(comparison, amendment, before_of, "old", options->from_value)) &&
	       (!options->to_value ||
		has_value(comparison, amendment, after_of, "new", options->to_value));
}
