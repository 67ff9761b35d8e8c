/* The register: made, written, asked for its members. */
#include "private.h"

#include <assert.h>
#include <noticelog/alloc.h>
#include <noticelog/date.h>

static nlog_register *register_new(json_t *members)
{
	nlog_register *reg = nlog_alloc(sizeof(*reg));

	reg->members = members;
	reg->rules = json_object_get(members, "rules");
	if (!json_object_size(reg->rules))
		reg->rules = NULL;
	reg->economy_names = json_object();
	reg->economy_tails = json_object();
	reg->organization_names = json_object();
	reg->kind_words = json_object();
	reg->kind_codes = json_object();
	reg->modality_words = json_object();
	reg->labels = json_object();
	reg->label_beginnings = json_object();
	reg->labels_loosely = json_object();
	pthread_mutex_init(&reg->lock, NULL);
	return reg;
}

void nlog_register_free(nlog_register *reg)
{
	if (!reg)
		return;
	json_decref(reg->members);
	json_decref(reg->economy_names);
	json_decref(reg->economy_tails);
	json_decref(reg->organization_names);
	json_decref(reg->kind_words);
	json_decref(reg->kind_codes);
	json_decref(reg->modality_words);
	json_decref(reg->labels);
	json_decref(reg->label_beginnings);
	json_decref(reg->labels_loosely);
	pthread_mutex_destroy(&reg->lock);
	nlog_free(reg->economies);
	nlog_free(reg->kinds);
	nlog_free(reg);
}

void nlog_register_builtin(nlog_register **out)
{
	nlog_register *reg = register_new(nlog_builtin_members());
	int rc = nlog_register_fill(reg, NULL, NLOG_SLICE(""), NULL);

	assert(rc == 0);
	(void)rc;
	*out = reg;
}

int nlog_register_read(nlog_register **out, const char *source, nlog_slice text,
		       nlog_error *err)
{
	nlog_register *reg;
	json_t *members;
	int rc = nlog_json_read(&members, source, text, NLOG_JSON_STRICT, err);

	if (rc)
		return rc;
	reg = register_new(members);
	rc = nlog_register_fill(reg, source, text, err);
	if (rc)
		nlog_register_free(reg);
	else
		*out = reg;
	return rc;
}

void nlog_register_write(nlog_str *out, const nlog_register *reg)
{
	nlog_json_write(out, reg->members, NLOG_JSON_STORED);
}

void nlog_register_digest(char digest[NLOG_DIGEST_SIZE], const nlog_register *reg)
{
	nlog_json_digest(digest, reg->members);
}

const json_t *nlog_register_members(const nlog_register *reg)
{
	return reg->members;
}

const char *nlog_register_organization(const nlog_register *reg)
{
	return reg->organization;
}

const char *nlog_register_domain(const nlog_register *reg)
{
	return reg->domain;
}

size_t nlog_register_economies(const nlog_register *reg)
{
	return reg->economy_count;
}

const nlog_economy *nlog_register_economy(const nlog_register *reg, size_t index)
{
	assert(index < reg->economy_count);
	return &reg->economies[index];
}

static nlog_slice without_the(nlog_slice name)
{
	name = nlog_slice_trim(name);
	return nlog_slice_starts_nocase(name, "the ") ? nlog_slice_from(name, 4) : name;
}

const nlog_economy *nlog_register_find_economy(const nlog_register *reg, nlog_slice name)
{
	const json_t *found = nlog_fold_find(reg->economy_names, without_the(name));

	return found ? &reg->economies[json_integer_value(found)] : NULL;
}

bool nlog_register_is_ambiguous_economy(const nlog_register *reg, nlog_slice name)
{
	name = without_the(name);
	return nlog_fold_find(reg->economy_tails, name) &&
	       !nlog_fold_find(reg->economy_names, name);
}

bool nlog_economy_is_member(const nlog_economy *economy, nlog_date day)
{
	return day.day >= economy->from.day &&
	       !(economy->is_suspended && day.day >= economy->suspended.day);
}

const char *nlog_register_find_organization(const nlog_register *reg, nlog_slice name)
{
	return json_string_value(
		nlog_fold_find(reg->organization_names, without_the(name)));
}

const nlog_kind *nlog_register_find_kind(const nlog_register *reg, nlog_slice words)
{
	const json_t *found =
		nlog_fold_find_within(reg->kind_words, words, reg->kind_longest);

	return found ? &reg->kinds[json_integer_value(found)] : NULL;
}

const nlog_kind *nlog_register_kind_of_code(const nlog_register *reg, nlog_slice code)
{
	const json_t *found = nlog_fold_find(reg->kind_codes, code);

	return found ? &reg->kinds[json_integer_value(found)] : NULL;
}

const char *nlog_register_find_modality(const nlog_register *reg, nlog_slice words)
{
	return json_string_value(nlog_fold_find(reg->modality_words, words));
}

const json_t *nlog_register_modality_words(const nlog_register *reg)
{
	return reg->modality_words;
}

const char *nlog_register_message(const nlog_register *reg, const char *id)
{
	return nlog_json_text(json_object_get(reg->members, "messages"), id);
}
