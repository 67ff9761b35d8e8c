/* Comparisons that an index remembers: found again by all that they were derived from. */
#include "memo.h"

#include <noticelog/alloc.h>
#include <string.h>

#include "checks.h"

/*
 * What follows from more is not remembered: it would be a comparison behind a hundred
 * revisions, and what they are takes longer to say than they take to compare.
 */
#define MATERIAL_MAX 4096

/* The members that an excerpt has whole. */
static const nlog_field_id excerpt_fields[] = {
	NLOG_FIELD_PROJECT_CODE, NLOG_FIELD_REFERENCE_NO,      NLOG_FIELD_TITLE,
	NLOG_FIELD_TIMING,       NLOG_FIELD_HOSTING_COUNTRIES,
};

/* All that a comparison follows from, one behind the other. */
typedef struct {
	char bytes[MATERIAL_MAX];
	size_t len;
	bool is_full;
} material;

/* The bytes are not set: most of them never are. */
static void begin(material *m)
{
	m->len = 0;
	m->is_full = false;
}

static void add(material *m, const void *data, size_t len)
{
	if (len > sizeof(m->bytes) - m->len) {
		m->is_full = true;
		return;
	}
	memcpy(m->bytes + m->len, data, len);
	m->len += len;
}

/* With its NUL, so that no two texts run together. */
static void add_text(material *m, const char *text)
{
	add(m, text, strlen(text) + 1);
}

/* -1 where there is none. */
static void add_instant(material *m, const nlog_instant *instant)
{
	int64_t seconds = instant ? instant->seconds : -1;
	int32_t offset = instant ? instant->offset_minutes : 0;

	add(m, &seconds, sizeof(seconds));
	add(m, &offset, sizeof(offset));
}

static void add_side(material *m, const nlog_revision *revision)
{
	const uint32_t numbers[] = {revision->number,
				    revision->place * 2 + revision->is_withdrawal,
				    (uint32_t)revision->issued.day};

	add(m, numbers, sizeof(numbers));
}

/* Whether an activity stood withdrawn follows from all that came before. */
static void add_sequence(material *m, const nlog_dossier *dossier,
			 const nlog_revision *before)
{
	for (size_t i = 0; !m->is_full && i < dossier->official_count; i++) {
		add_text(m, dossier->official[i]->entry->blob);
		if (dossier->official[i] == before)
			return;
	}
}

bool history_find_step(nlog_index_step *out, const nlog_history *history,
		       const nlog_dossier *dossier, const nlog_revision *before,
		       const nlog_revision *after)
{
	const nlog_entry *entry = after->entry;
	const nlog_instant *recorded, *parent;
	material m;

	if (!history_index_of(history))
		return false;
	begin(&m);
	nlog_history_clocks(history, after, &recorded, &parent);
	/* Half of the digest is enough to tell one register from another. */
	add(&m, history_judge_of(history), NLOG_DIGEST_LEN / 2);
	add_text(&m, dossier->key);
	/* The folder, or what its id would follow from. */
	add_text(&m, entry->is_alone ? entry->blob : entry->tree);
	add_side(&m, after);
	add_instant(&m, recorded);
	add_instant(&m, parent);
	if (before) {
		add_side(&m, before);
		add_sequence(&m, dossier, before);
	}
	if (m.is_full)
		return false;
	nlog_sha256(out->digest, (nlog_slice){m.bytes, m.len});
	out->notice = dossier->key;
	out->revision = after->number;
	return true;
}

/* `66th Session`: a digit and the letters of an ordinal. */
static bool has_ordinal(nlog_slice text)
{
	static const char *const endings[] = {"st", "nd", "rd", "th"};

	for (size_t at = 0; at + 2 < text.len; at++) {
		if (text.data[at] < '0' || text.data[at] > '9')
			continue;
		for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
			if (nlog_slice_starts_nocase(nlog_slice_from(text, at + 1),
						     endings[i]))
				return true;
	}
	return false;
}

/* What those who take a brief comparison ask of the older notice. */
static nlog_notice *timing_of(const nlog_notice *notice)
{
	json_t *values[NLOG_FIELDS] = {NULL};

	values[NLOG_FIELD_TIMING] =
		json_incref((json_t *)nlog_notice_get(notice, NLOG_FIELD_TIMING));
	return nlog_notice_excerpt_take(values);
}

/* And of the later one. */
static nlog_notice *excerpt_of(const nlog_notice *notice)
{
	const json_t *objectives = nlog_notice_get(notice, NLOG_FIELD_OBJECTIVES);
	json_t *values[NLOG_FIELDS] = {NULL}, *numbered = json_array();

	for (size_t i = 0; i < sizeof(excerpt_fields) / sizeof(*excerpt_fields); i++)
		values[excerpt_fields[i]] =
			json_incref((json_t *)nlog_notice_get(notice, excerpt_fields[i]));
	for (size_t i = 0; i < json_array_size(objectives); i++)
		if (has_ordinal(nlog_json_slice(json_array_get(objectives, i))))
			json_array_append(numbered, json_array_get(objectives, i));
	if (json_array_size(numbered))
		values[NLOG_FIELD_OBJECTIVES] = json_incref(numbered);
	json_decref(numbered);
	return nlog_notice_excerpt_take(values);
}

void history_remember(const nlog_history *history, const nlog_index_step *step,
		      const nlog_comparison *comparison)
{
	/* Lent for the call; only the excerpts are new. */
	nlog_derived derived = {
		.amendments = comparison->amendments,
		.findings = comparison->findings,
		.checks = comparison->checks,
		.standing = comparison->standing,
		.before = comparison->before ? timing_of(comparison->before) : NULL,
		.after = excerpt_of(comparison->after),
		.withdrawal_reference = comparison->withdrawal_reference,
	};

	nlog_index_remember(history_index_of(history), step, history_judge_of(history),
			    &derived);
	nlog_notice_free(derived.before);
	nlog_notice_free(derived.after);
}

static bool recall(nlog_comparison *out, const nlog_history *history,
		   const nlog_dossier *dossier, const nlog_revision *before,
		   const nlog_revision *after, const nlog_index_step *step)
{
	nlog_derived derived;

	if (!nlog_index_recall(history_reader_of(history), step, &derived))
		return false;
	if (derived.has_before != (before != NULL)) {
		nlog_derived_clear(&derived);
		return false;
	}
	*out = (nlog_comparison){
		.key = nlog_strdup(dossier->key),
		.old_revision = before,
		.new_revision = after,
		.after_issued = after->issued,
		.amendments = derived.amendments,
		.findings = derived.findings,
		.checks = derived.checks,
		.standing = derived.standing,
		.before = derived.before,
		.after = derived.after,
		.withdrawal_reference = derived.withdrawal_reference,
	};
	if (before)
		out->before_issued = before->issued;
	return true;
}

int nlog_history_compare_briefly(const nlog_history *history, const nlog_dossier *dossier,
				 const nlog_revision *before, const nlog_revision *after,
				 nlog_comparison *out, nlog_error *err)
{
	nlog_index_step step;
	bool can = history_find_step(&step, history, dossier, before, after);
	int rc;

	if (can && recall(out, history, dossier, before, after, &step))
		return 0;
	rc = nlog_history_compare(history, dossier, before, after, out, err);
	if (!rc && can)
		history_remember(history, &step, out);
	return rc;
}
