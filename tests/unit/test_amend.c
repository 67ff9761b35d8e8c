/* What changes amount to: each rule where it fires and where it just does not, and the laws of all. */
#include <criterion/criterion.h>
#include <noticelog/amend.h>
#include <noticelog/file.h>
#include <noticelog/parse.h>
#include <string.h>

#include "generate.h"

/* The notice that every case starts from; a case states what its two sides have instead. */
static const char base[] =
	"{\"project_code\":\"25-IN-09-GE-WSP\",\"title\":\"Workshop on Visions\","
	"\"reference_no\":\"604\",\"date_of_issue\":\"2025-04-02\","
	"\"timing\":[\"2025-06-10/2025-06-12\"],\"hosting_countries\":[\"Japan\"],"
	"\"venue_cities\":[\"Tokyo\"],\"modality\":\"face-to-face\","
	"\"implementing_organizations\":[\"Productivity Center\"],"
	"\"participating_countries\":[\"All Member Countries\"],"
	"\"overseas_participants\":18,\"local_participants\":1,"
	"\"closing_dates\":[\"2025-05-09\"],\"objectives\":[\"Discuss the vision.\"],"
	"\"topics\":[\"Vision\",\"Mission\"],\"qualifications\":[\"Heads\"],"
	"\"signatory_name\":\"Dr. A. Example\"}";

/* A member with this value is left out. */
#define GONE "\"GONE\""

enum { PLAIN = 0, FIRST = 1, WITHDRAWAL = 2, ALONE = 4, WAS_WITHDRAWN = 8 };

struct rule_case {
	const char *rule;
	bool fires;
	const char *old, *new; /* members instead of those of the base */
	const char *summary;   /* NULL: not looked at */
	const char *facts;     /* JCS; NULL: not looked at */
	int flags;
};

#define SAY(text) "{\"remarks\":[\"" text "\"]}"

static const struct rule_case cases[] = {
	{"activity.converted", true, "{\"title\":\"Annual Meeting on Visions (AM)\"}",
	 "{\"title\":\"Special Workshop on Visions\"}", NULL,
	 "{\"from\":\"Annual Meeting on Visions "
	 "(AM)\",\"from_kind\":\"Meeting\",\"to\":\"Special "
	 "Workshop on Visions\",\"to_kind\":\"Workshop\"}",
	 PLAIN},
	{"activity.converted", false, "{\"title\":\"Planning Workshop on Visions\"}",
	 "{\"title\":\"Special Workshop on Visions\"}", NULL, NULL, PLAIN},
	{"activity.converted", false, "{\"title\":\"Forum on Visions\"}",
	 "{\"title\":\"Conference on Visions\"}", NULL, NULL, PLAIN},
	{"activity.cancelled", true, "{}", SAY("The workshop has been cancelled."),
	 "cancelled; was to be held on 10–12 June 2025", NULL, PLAIN},
	{"activity.cancelled", false, "{}", SAY("The dinner has been cancelled."), NULL,
	 NULL, PLAIN},
	{"activity.cancelled", false, SAY("The workshop has been cancelled."),
	 "{\"local_participants\":2,\"remarks\":[\"The workshop has been cancelled.\"]}",
	 NULL, NULL, PLAIN},
	{"activity.cancelled", true, "{}", "{}", NULL, NULL, WITHDRAWAL},
	{"activity.postponed", true, "{}", "{\"timing\":null}",
	 "postponed without a new date; was to be held on 10–12 June 2025", NULL, PLAIN},
	{"activity.postponed", true, "{}", "{\"timing\":" GONE "}", NULL, NULL, PLAIN},
	{"activity.postponed", true, "{}",
	 "{\"timing\":" GONE ",\"as_printed\":{\"timing\":\"To be announced\"}}", NULL,
	 NULL, PLAIN},
	{"activity.postponed", true, "{}",
	 SAY("The workshop is postponed until further notice."), NULL, NULL, PLAIN},
	{"activity.postponed", false, "{}", "{\"timing\":[\"2026-06-10/2026-06-12\"]}",
	 NULL, NULL, PLAIN},
	{"activity.postponed", false, "{}",
	 "{\"timing\":null,\"remarks\":[\"The workshop has been cancelled.\"]}", NULL, NULL,
	 PLAIN},
	{"activity.reinstated", true,
	 "{\"timing\":" GONE
	 ",\"as_printed\":{\"timing\":\"Postponed until further notice\"}}",
	 "{}", "reinstated for 10–12 June 2025", NULL, PLAIN},
	{"activity.reinstated", true, "{\"timing\":null}", "{}", NULL, NULL, WAS_WITHDRAWN},
	{"activity.reinstated", true, SAY("The workshop has been cancelled."),
	 "{\"timing\":[\"2025-07-08/2025-07-10\"]}", NULL, NULL, PLAIN},
	{"activity.reinstated", false, "{\"timing\":" GONE "}", "{}", NULL, NULL, PLAIN},
	{"activity.reinstated", false, SAY("The dinner has been cancelled."), "{}", NULL,
	 NULL, PLAIN},
	{"timing.set", true, "{\"timing\":" GONE "}", "{}", "set to 10–12 June 2025", NULL,
	 PLAIN},
	{"timing.set", false, "{\"timing\":null}", "{}", NULL, NULL, WAS_WITHDRAWN},
	{"timing.rescheduled", true, "{}", "{\"timing\":[\"2025-07-08/2025-07-10\"]}",
	 "10–12 June → 8–10 July 2025, 28 days later",
	 "{\"new_start\":\"2025-07-08\",\"old_start\":\"2025-06-10\",\"shift_days\":28}",
	 PLAIN},
	{"timing.rescheduled", true,
	 "{\"timing\":[\"2025-06-10/2025-06-12\",\"2025-07-01/2025-07-02\"]}",
	 "{\"timing\":[\"2025-06-11/2025-06-13\",\"2025-07-02/2025-07-03\"]}",
	 "session 1: 10–12 June → 11–13 June 2025, 1 day later (and 1 more session)",
	 "{\"new_start\":\"2025-06-11\",\"old_start\":\"2025-06-10\",\"sessions\":[{\"new_"
	 "start\":"
	 "\"2025-06-11\",\"old_start\":\"2025-06-10\",\"session\":1,\"shift_days\":1},{"
	 "\"new_"
	 "start\":\"2025-07-02\",\"old_start\":\"2025-07-01\",\"session\":2,\"shift_days\":"
	 "1}],"
	 "\"shift_days\":1}",
	 PLAIN},
	{"timing.rescheduled", false, "{}", "{\"timing\":[\"2025-06-10/2025-06-13\"]}",
	 NULL, NULL, PLAIN},
	{"timing.extended", true, "{}", "{\"timing\":[\"2025-06-10/2025-06-13\"]}",
	 "10–12 June → 10–13 June 2025, 1 day longer", "{\"duration_delta_days\":1}",
	 PLAIN},
	{"timing.extended", true, "{}",
	 "{\"timing\":[\"2025-06-10/2025-06-12\",\"2025-07-01/2025-07-02\"]}", NULL,
	 "{\"duration_delta_days\":2}", PLAIN},
	{"timing.extended", false, "{}", "{\"timing\":[\"2025-07-08/2025-07-10\"]}", NULL,
	 NULL, PLAIN},
	{"timing.shortened", true, "{}", "{\"timing\":[\"2025-07-08/2025-07-09\"]}", NULL,
	 "{\"duration_delta_days\":-1}", PLAIN},
	{"timing.shortened", false, "{}", "{\"timing\":[\"2025-06-10/2025-06-13\"]}", NULL,
	 NULL, PLAIN},
	{"modality.changed", true, "{}", "{\"modality\":\"online\"}",
	 "face-to-face → online",
	 "{\"direction\":\"online\",\"from\":\"face-to-face\",\"to\":\"online\"}", PLAIN},
	{"modality.changed", false, "{}", "{\"modality\":\"Face-to-Face\"}", NULL, NULL,
	 PLAIN},
	{"host.changed", true, "{}", "{\"hosting_countries\":[\"Indonesia\"]}",
	 "Japan → Indonesia", "{\"added\":[\"Indonesia\"],\"dropped\":[\"Japan\"]}", PLAIN},
	{"host.changed", true, "{}", "{\"hosting_countries\":null}", NULL,
	 "{\"added\":[],\"dropped\":[\"Japan\"]}", PLAIN},
	{"host.changed", false, "{\"hosting_countries\":[\"Japan\",\"Fiji\"]}",
	 "{\"hosting_countries\":[\"Fiji\",\"Japan\"]}", NULL, NULL, PLAIN},
	{"venue.changed", true, "{\"venue_cities\":[\"Bali\"]}",
	 "{\"venue_cities\":[\"Jakarta\"]}", "Bali → Jakarta",
	 "{\"added\":[\"Jakarta\"],\"dropped\":[\"Bali\"]}", PLAIN},
	{"venue.changed", false, "{}", "{\"venue_cities\":[\"TOKYO\"]}", NULL, NULL, PLAIN},
	{"closing_date.extended", true, "{}", "{\"closing_dates\":[\"2025-06-02\"]}",
	 "9 May → 2 June 2025, extended by 24 days",
	 "{\"old_date_passed\":false,\"shift_days\":24}", PLAIN},
	{"closing_date.extended", true, "{}",
	 "{\"closing_dates\":[\"2025-06-02\"],\"revision_date\":\"2025-05-10\"}", NULL,
	 "{\"old_date_passed\":true,\"shift_days\":24}", PLAIN},
	{"closing_date.extended", false, "{}", "{\"closing_dates\":[\"2025-05-02\"]}", NULL,
	 NULL, PLAIN},
	{"closing_date.advanced", true, "{}", "{\"closing_dates\":[\"2025-05-02\"]}",
	 "9 May → 2 May 2025, advanced by 7 days",
	 "{\"old_date_passed\":false,\"shift_days\":-7}", PLAIN},
	{"closing_date.advanced", false, "{}", "{\"closing_dates\":[\"2025-05-10\"]}", NULL,
	 NULL, PLAIN},
	{"closing_date.set", true, "{\"closing_dates\":null}", "{}", "set to 9 May 2025",
	 NULL, PLAIN},
	{"closing_date.set", false, "{}", "{\"closing_dates\":null}", NULL, NULL, PLAIN},
	{"closing_date.removed", true, "{}", "{\"closing_dates\":null}",
	 "removed; was 9 May 2025", NULL, PLAIN},
	{"closing_date.removed", false, "{\"closing_dates\":null}",
	 "{\"closing_dates\":" GONE "}", NULL, NULL, PLAIN},
	{"closing_date.conditions", true, "{}",
	 "{\"as_printed\":{\"closing_dates\":\"Replacements only, by 9 May 2025\"}}",
	 "9 May 2025, now “Replacements only, by 9 May 2025”", NULL, PLAIN},
	{"closing_date.conditions", false,
	 "{\"as_printed\":{\"closing_dates\":\"Replacements only; by 9 May 2025\"}}",
	 "{\"as_printed\":{\"closing_dates\":\"Replacements only, by 9 May 2025\"}}", NULL,
	 NULL, PLAIN},
	{"closing_date.conditions", false, "{}",
	 "{\"closing_dates\":[\"2025-06-02\"],\"as_printed\":{\"closing_dates\":"
	 "\"Replacements "
	 "by 2 June 2025\"}}",
	 NULL, NULL, PLAIN},
	{"eligibility.widened", true, "{\"participating_countries\":[\"Fiji\",\"Nepal\"]}",
	 "{\"participating_countries\":[\"Mongolia\"]}",
	 "Mongolia added; Fiji and Nepal dropped",
	 "{\"added\":[\"Mongolia\"],\"dropped\":[\"Fiji\",\"Nepal\"]}", PLAIN},
	{"eligibility.widened", true, "{\"excluded_countries\":[\"Fiji\"]}", "{}",
	 "Fiji added", "{\"added\":[\"Fiji\"],\"dropped\":[]}", PLAIN},
	{"eligibility.widened", false, "{\"participating_countries\":[\"Fiji\"]}",
	 "{\"participating_countries\":[\"Fiji\",\"Japan\"]}", NULL, NULL, PLAIN},
	{"eligibility.widened", false, "{\"date_of_issue\":\"2019-04-02\"}", "{}", NULL,
	 NULL, PLAIN},
	{"eligibility.narrowed", true, "{\"participating_countries\":[\"Fiji\",\"Nepal\"]}",
	 "{\"participating_countries\":[\"Fiji\"]}", "Nepal dropped",
	 "{\"added\":[],\"dropped\":[\"Nepal\"]}", PLAIN},
	{"eligibility.narrowed", false,
	 "{\"participating_countries\":[\"Fiji\",\"Nepal\"]}",
	 "{\"participating_countries\":[\"Nepal\",\"Fiji\"]}", NULL, NULL, PLAIN},
	{"seats.increased", true, "{}", "{\"overseas_participants\":24}", "18 → 24 (+6)",
	 "{\"delta\":6,\"from\":18,\"to\":24}", PLAIN},
	{"seats.increased", true, "{\"local_participants\":null}", "{}", NULL,
	 "{\"delta\":1,\"from\":0,\"to\":1}", PLAIN},
	{"seats.increased", false, "{}", "{\"overseas_participants\":{\"at_most\":18}}",
	 NULL, NULL, PLAIN},
	{"seats.decreased", true, "{}", "{\"overseas_participants\":{\"at_most\":12}}",
	 NULL, "{\"delta\":-6,\"from\":18,\"to\":12}", PLAIN},
	{"seats.decreased", false, "{}", "{\"overseas_participants\":19}", NULL, NULL,
	 PLAIN},
	{"qualifications.changed", true, "{}",
	 "{\"qualifications\":[\"Heads\",\"Deputies\"]}", "1 of 2 qualifications: 1 added",
	 "{\"added\":[\"Deputies\"],\"dropped\":[]}", PLAIN},
	{"qualifications.changed", false, "{\"qualifications\":[\"Deputies\",\"Heads\"]}",
	 "{\"qualifications\":[\"Heads\",\"Deputies\"]}", NULL, NULL, PLAIN},
	{"title.changed", true, "{}", "{\"title\":\"Workshop on the Vision\"}",
	 "Workshop on Visions → Workshop on the Vision", NULL, PLAIN},
	{"title.changed", false, "{}", "{\"title\":\"Conference on the Vision\"}", NULL,
	 NULL, PLAIN},
	{"content.changed", true, "{}", "{\"topics\":[\"Vision\",\"Values\",\"Goals\"]}",
	 "2 of 3 topics: 2 added, 1 dropped", NULL, PLAIN},
	{"content.changed", true, "{}", "{\"objectives\":[\"Discuss the mission.\"]}",
	 "objectives: 1 paragraph changed (1 word)", NULL, PLAIN},
	{"content.changed", false, "{}", "{\"objectives\":[\"Discuss – the vision\"]}",
	 NULL, NULL, PLAIN},
	{"organizer.changed", true, "{}", "{\"implementing_organizations\":[\"Board\"]}",
	 "Productivity Center → Board", NULL, PLAIN},
	{"organizer.changed", false, "{}",
	 "{\"implementing_organizations\":[\"Productivity-Center\"]}", NULL, NULL, PLAIN},
	{"remarks.changed", true, "{}", SAY("Bring a coat."), NULL, NULL, PLAIN},
	{"remarks.changed", false, SAY("Bring a coat."), SAY("Bring a coat!"), NULL, NULL,
	 PLAIN},
	{"field.changed", true, "{}", "{\"other\":{\"Fees\":[\"None\"]}}",
	 "Fees: 1 paragraph added", "{\"label\":\"Fees\"}", PLAIN},
	{"field.changed", true, "{}",
	 "{\"as_printed\":{\"timing\":\"10–12 June, tentative\"}}", NULL, NULL, PLAIN},
	{"field.changed", false, "{\"other\":{\"FEES\":[\"None\"]}}",
	 "{\"other\":{\"Fees\":[\"none\"]}}", NULL, NULL, PLAIN},
	{"notice.issued", true, "{}", "{}", "issued on 2 April 2025", NULL, FIRST | ALONE},
	{"notice.issued", false, "{}", "{}", NULL, NULL, ALONE},
	{"reference.changed", true, "{}", "{\"reference_no\":\"611\"}", "604 → 611", NULL,
	 PLAIN},
	{"reference.changed", false, "{}", "{\"reference_no\":\"60.4\"}", NULL, NULL,
	 PLAIN},
	{"code.changed", true, "{}", "{\"project_code\":\"25-IN-09-GE-LOM\"}", NULL, NULL,
	 PLAIN},
	{"code.changed", false, "{}", "{\"project_code\":\"25-IN-09-GEWSP\"}", NULL, NULL,
	 PLAIN},
	{"issue.redated", true, "{}",
	 "{\"revision_no\":1,\"revision_date\":\"2025-05-02\"}",
	 "issued 2 April → 2 May 2025", NULL, PLAIN},
	{"issue.redated", false, "{}", "{\"revision_no\":null}", NULL, NULL, PLAIN},
	{"signatory.changed", true, "{}", "{\"signatory_name\":\"Ms. B. Example\"}", NULL,
	 NULL, PLAIN},
	{"signatory.changed", false, "{}", "{\"signatory_name\":\"Dr A Example\"}", NULL,
	 NULL, PLAIN},
	{"wording.editorial", true, "{}", "{\"title\":\"Workshop: on Visions\"}", NULL,
	 NULL, PLAIN},
	{"wording.editorial", true, "{\"topics\":[\"Mission\",\"Vision\"]}", "{}", NULL,
	 NULL, PLAIN},
	{"wording.editorial", true, "{\"remarks\":null}", "{}", NULL, NULL, PLAIN},
	{"wording.editorial", false, "{\"title\":\"Résumé Workshop\"}",
	 "{\"title\":\"Resume Workshop\"}", NULL, NULL, PLAIN},
};

#define CASES (sizeof(cases) / sizeof(cases[0]))

static nlog_notice *notice_of(const char *instead)
{
	json_t *members, *changes, *value;
	const char *name;
	nlog_notice *notice;
	nlog_error err = NLOG_ERROR_INIT;
	cr_assert_eq(
		nlog_json_read(&members, NULL, nlog_slice_of(base), NLOG_JSON_STRICT, &err),
		0, "%s", err.text);
	cr_assert_eq(nlog_json_read(&changes, NULL, nlog_slice_of(instead),
				    NLOG_JSON_STRICT, &err),
		     0, "%s: %s", instead, err.text);
	json_object_foreach(changes, name, value)
	{
		if (nlog_slice_is(nlog_json_slice(value), "GONE"))
			json_object_del(members, name);
		else
			json_object_set(members, name, value);
	}
	json_decref(changes);
	cr_assert_eq(nlog_notice_from_members_take(&notice, members, &err), 0, "%s: %s",
		     instead, err.text);
	return notice;
}

/* Two notices, and what they amount to. */
struct judged {
	nlog_register *reg;
	nlog_notice *before, *after;
	nlog_diff *diff;
	nlog_amendments *list;
};

static void judge_notices(struct judged *j, nlog_step step)
{
	step.notice = "25-IN-09-GE-WSP";
	step.before = j->before;
	step.after = j->after;
	step.reg = j->reg;
	if (j->before) {
		nlog_diff_notices(&j->diff, j->before, j->after);
		(void)nlog_notice_issued(j->before, &step.before_issued);
	}
	(void)nlog_notice_issued(j->after, &step.after_issued);
	nlog_amend(&j->list, &step, j->diff);
}

static struct judged judge_flagged(const char *old, const char *new, int flags)
{
	struct judged j = {0};
	nlog_step step = {.is_first = (flags & FIRST) != 0,
			  .is_withdrawal = (flags & WITHDRAWAL) != 0,
			  .was_withdrawn = (flags & WAS_WITHDRAWN) != 0};
	nlog_register_builtin(&j.reg);
	j.before = flags & ALONE ? NULL : notice_of(old);
	j.after = notice_of(new);
	judge_notices(&j, step);
	return j;
}

static void judged_clear(struct judged *j)
{
	nlog_amendments_free(j->list);
	nlog_diff_free(j->diff);
	nlog_notice_free(j->before);
	nlog_notice_free(j->after);
	nlog_register_free(j->reg);
}

static const nlog_amendment *find(const struct judged *j, const char *rule)
{
	for (size_t i = 0; i < nlog_amendments_count(j->list); i++)
		if (strcmp(nlog_amendments_get(j->list, i)->rule->id, rule) == 0)
			return nlog_amendments_get(j->list, i);
	return NULL;
}

static void check_facts(const struct rule_case *c, const nlog_amendment *a)
{
	nlog_str facts = NLOG_STR_INIT;
	nlog_json_write(&facts, a->facts, NLOG_JSON_JCS);
	if (c->summary)
		cr_expect_str_eq(a->summary, c->summary, "%s: %s", c->rule, c->new);
	if (c->facts)
		cr_expect_str_eq(nlog_str_text(&facts), c->facts, "%s: %s", c->rule,
				 c->new);
	nlog_str_clear(&facts);
}

Test(amend, fires_each_rule_where_it_should_and_nowhere_near)
{
	for (size_t i = 0; i < CASES; i++) {
		const struct rule_case *c = &cases[i];
		struct judged j = judge_flagged(c->old, c->new, c->flags);
		const nlog_amendment *a = find(&j, c->rule);
		cr_expect_eq(a != NULL, c->fires, "%s: %s → %s", c->rule, c->old, c->new);
		if (a && c->fires)
			check_facts(c, a);
		judged_clear(&j);
	}
}

Test(amend, has_a_case_for_every_rule_and_a_rule_for_every_case)
{
	for (size_t r = 0; r < nlog_rules_count(); r++) {
		const nlog_rule *rule = nlog_rules_get(r);
		bool fires = false, rests = false;
		for (size_t i = 0; i < CASES; i++) {
			if (strcmp(cases[i].rule, rule->id) != 0)
				continue;
			fires = fires || cases[i].fires;
			rests = rests || !cases[i].fires;
		}
		cr_expect(fires, "%s never fires", rule->id);
		cr_expect(rests, "%s never rests", rule->id);
	}
	for (size_t i = 0; i < CASES; i++)
		cr_expect_not_null(nlog_rules_find(nlog_slice_of(cases[i].rule)));
}

Test(amend, has_a_complete_catalogue)
{
	for (size_t r = 0; r < nlog_rules_count(); r++) {
		const nlog_rule *rule = nlog_rules_get(r);
		cr_expect_eq(nlog_rules_find(nlog_slice_of(rule->id)), rule, "%s twice",
			     rule->id);
		cr_expect(rule->name && rule->description && rule->example, "%s", rule->id);
		cr_expect_gt(rule->severity, NLOG_SEVERITY_OFF);
		if (!rule->opposite)
			continue;
		const nlog_rule *other = nlog_rules_find(nlog_slice_of(rule->opposite));
		cr_assert_not_null(other, "%s", rule->opposite);
		cr_assert_not_null(other->opposite, "%s", rule->opposite);
		cr_expect_str_eq(other->opposite, rule->id);
	}
}

static bool is_explained(const nlog_amendments *list, const nlog_change *change)
{
	nlog_field_id wanted = change->field;
	if (wanted == NLOG_FIELD_AS_PRINTED)
		wanted = nlog_field_named(nlog_slice_of(change->key))->id;
	for (size_t i = 0; i < nlog_amendments_count(list); i++) {
		const nlog_amendment *a = nlog_amendments_get(list, i);
		bool same_key = wanted != NLOG_FIELD_OTHER ||
				(a->key && strcmp(a->key, change->key) == 0);
		for (size_t k = 0; k < a->field_count; k++)
			if (a->fields[k] == wanted && same_key)
				return true;
	}
	return false;
}

static bool is_about(const nlog_amendment *a, const nlog_change *change)
{
	for (size_t i = 0; i < a->field_count; i++) {
		const char *name = nlog_field_of(a->fields[i])->name;
		if (change->field == a->fields[i] &&
		    (!a->key || strcmp(a->key, change->key) == 0))
			return true;
		if (change->field == NLOG_FIELD_AS_PRINTED &&
		    strcmp(change->key, name) == 0)
			return true;
	}
	return false;
}

static void keep_side(json_t *side, const nlog_change *change, const json_t *value)
{
	const char *name = nlog_field_of(change->field)->name;
	if (!value)
		return;
	if (!change->key) {
		json_object_set(side, name, (json_t *)value);
		return;
	}
	if (!json_object_get(side, name))
		json_object_set_new(side, name, json_object());
	json_object_set(json_object_get(side, name), change->key, (json_t *)value);
}

/* The id of an amendment of values, as the manual has it: made of what it is about. */
static void check_id(const struct judged *j, const nlog_amendment *a, uint64_t seed)
{
	char old_digest[NLOG_DIGEST_SIZE], new_digest[NLOG_DIGEST_SIZE],
		digest[NLOG_DIGEST_SIZE];
	json_t *old = json_object(), *new = json_object(), *fields = json_array();
	for (size_t i = 0; i < nlog_diff_count(j->diff); i++) {
		const nlog_change *change = nlog_diff_get(j->diff, i);
		if (!is_about(a, change))
			continue;
		keep_side(old, change, change->before);
		keep_side(new, change, change->after);
	}
	for (size_t i = 0; i < a->field_count; i++)
		json_array_append_new(fields,
				      json_string(nlog_field_of(a->fields[i])->name));
	nlog_notice_digest(old_digest, j->before);
	nlog_notice_digest(new_digest, j->after);
	json_t *id = json_pack("{s:s,s:s,s:o,s:o,s:o,s:s,s:s}", "notice", "25-IN-09-GE-WSP",
			       "rule", a->rule->id, "fields", fields, "old", old, "new",
			       new, "old_digest", old_digest, "new_digest", new_digest);
	nlog_json_digest(digest, id);
	cr_expect_arr_eq(a->id, digest, 12, "seed %lu: %s", (unsigned long)seed,
			 a->rule->id);
	json_decref(id);
}

static void check_laws(const struct judged *j, uint64_t seed)
{
	for (size_t i = 0; i < nlog_diff_count(j->diff); i++) {
		const nlog_change *change = nlog_diff_get(j->diff, i);
		cr_expect(is_explained(j->list, change), "seed %lu: %s %s is not explained",
			  (unsigned long)seed, nlog_field_of(change->field)->name,
			  change->key ? change->key : "");
	}
	for (size_t i = 0; i < nlog_amendments_count(j->list); i++) {
		const nlog_amendment *a = nlog_amendments_get(j->list, i);
		cr_expect(a->summary && *a->summary, "seed %lu: %s without summary",
			  (unsigned long)seed, a->rule->id);
		cr_expect_eq(strlen(a->id), 12);
		if (a->field_count)
			check_id(j, a, seed);
		for (size_t k = i + 1; k < nlog_amendments_count(j->list); k++)
			cr_expect_str_neq(a->id, nlog_amendments_get(j->list, k)->id,
					  "seed %lu: %s and %s share an id",
					  (unsigned long)seed, a->rule->id,
					  nlog_amendments_get(j->list, k)->rule->id);
		if (i > 0)
			cr_expect_leq(nlog_amendments_get(j->list, i - 1)->rule, a->rule);
	}
}

/* Who asks for no ids gets the same amendments without them. */
static void check_without_ids(const struct judged *j, uint64_t seed)
{
	struct judged same = {.reg = j->reg, .before = j->before, .after = j->after};
	judge_notices(&same, (nlog_step){.skips_ids = true});
	json_t *with = nlog_amendments_to_json(j->list),
	       *without = nlog_amendments_to_json(same.list), *one;
	size_t i;
	json_array_foreach(without, i, one)
	{
		cr_expect_str_eq(nlog_json_text(one, "id"), "");
		json_object_set(one, "id", json_object_get(json_array_get(with, i), "id"));
	}
	cr_expect(json_equal(with, without), "seed %lu", (unsigned long)seed);
	json_decref(with);
	json_decref(without);
	nlog_amendments_free(same.list);
	nlog_diff_free(same.diff);
}

Test(amend, explains_every_change_of_random_notices)
{
	nlog_register *reg;
	nlog_register_builtin(&reg);
	for (uint64_t seed = 1; seed <= 400; seed++) {
		nlog_test_random random = nlog_test_seed(seed);
		struct judged j = {.reg = reg};
		j.before = nlog_test_notice(&random);
		j.after = seed % 4 ? nlog_test_edited(&random, j.before)
				   : nlog_test_notice(&random);
		judge_notices(&j, (nlog_step){.notice = ""});
		check_laws(&j, seed);
		check_without_ids(&j, seed);
		j.reg = NULL;
		judged_clear(&j);
	}
	nlog_register_free(reg);
}

/* A notice with a title, and one field absent, null or with a value. */
static nlog_notice *notice_with(nlog_test_random *random, nlog_field_id field, int state)
{
	enum { ABSENT, NOT_APPLICABLE };
	json_t *members = json_pack("{s:s}", "title", "Workshop on Transitions");
	const nlog_field *row = nlog_field_of(field);
	nlog_notice *notice = NULL;
	if (state == ABSENT)
		json_object_del(members, row->name);
	else if (state == NOT_APPLICABLE)
		json_object_set_new(members, row->name, json_null());
	else
		json_object_set_new(members, row->name, nlog_test_value(random, row->type));
	cr_assert_eq(nlog_notice_from_members_take(&notice, members, NULL), 0);
	return notice;
}

Test(amend, has_a_rule_for_every_transition_of_every_field)
{
	nlog_register *reg;
	nlog_register_builtin(&reg);
	for (int field = 0; field < NLOG_FIELD_OTHER; field++) {
		for (int step = 0; step < 9; step++) {
			nlog_test_random random =
				nlog_test_seed((uint64_t)(field * 9 + step));
			struct judged j = {.reg = reg};
			j.before = notice_with(&random, (nlog_field_id)field, step / 3);
			j.after = notice_with(&random, (nlog_field_id)field, step % 3);
			judge_notices(&j, (nlog_step){.notice = ""});
			check_laws(&j, (uint64_t)(field * 9 + step));
			if (step / 3 != step % 3)
				cr_expect_geq(nlog_amendments_count(j.list), 1U,
					      "%s, transition %d",
					      nlog_field_of((nlog_field_id)field)->name,
					      step);
			j.reg = NULL;
			judged_clear(&j);
		}
	}
	nlog_register_free(reg);
}

Test(amend, finds_nothing_in_equal_notices)
{
	for (uint64_t seed = 1; seed <= 50; seed++) {
		nlog_test_random random = nlog_test_seed(seed);
		struct judged j = {0};
		nlog_register_builtin(&j.reg);
		j.before = nlog_test_notice(&random);
		random = nlog_test_seed(seed);
		j.after = nlog_test_notice(&random);
		judge_notices(&j, (nlog_step){.notice = ""});
		cr_expect_eq(nlog_amendments_count(j.list), 0, "seed %lu",
			     (unsigned long)seed);
		judged_clear(&j);
	}
}

Test(amend, lets_one_rule_alone_tell_what_it_covers)
{
	static const struct {
		const char *old, *new;
		int flags;
		const char *rule; /* the only one that has the timing or title */
		nlog_field_id field;
	} alone[] = {
		{"{\"timing\":null}", "{\"timing\":[\"2025-07-08/2025-07-10\"]}",
		 WAS_WITHDRAWN, "activity.reinstated", NLOG_FIELD_TIMING},
		{"{\"title\":\"Meeting on Visions\"}", "{}", PLAIN, "activity.converted",
		 NLOG_FIELD_TITLE},
		{"{}", "{\"title\":\"WORKSHOP ON VISIONS\"}", PLAIN, "wording.editorial",
		 NLOG_FIELD_TITLE},
		{"{}",
		 "{\"timing\":null,\"remarks\":[\"The workshop has been cancelled.\"]}",
		 PLAIN, "activity.cancelled", NLOG_FIELD_TIMING},
	};
	for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++) {
		struct judged j = judge_flagged(alone[i].old, alone[i].new, alone[i].flags);
		for (size_t k = 0; k < nlog_amendments_count(j.list); k++) {
			const nlog_amendment *a = nlog_amendments_get(j.list, k);
			for (size_t f = 0; f < a->field_count; f++)
				if (a->fields[f] == alone[i].field)
					cr_expect_str_eq(a->rule->id, alone[i].rule);
		}
		cr_expect_not_null(find(&j, alone[i].rule));
		judged_clear(&j);
	}
}

/* A step, the rule to look at, and what its declaration is found to be. */
struct declared_case {
	const char *old, *new, *rule,
		*state; /* state NULL: not a question; "" : no amendment */
};

static const struct declared_case declared_cases[] = {
	{"{}", "{\"timing\":[\"2025-07-08/2025-07-10\"]}", "timing.rescheduled",
	 "undeclared"},
	{"{}",
	 "{\"timing\":[\"2025-07-08/2025-07-10\"],\"remarks\":[\"The timing has been "
	 "changed "
	 "from 10–12 June 2025 to 8–10 July 2025.\"]}",
	 "timing.rescheduled", "declared"},
	{"{}",
	 "{\"timing\":[\"2025-07-08/2025-07-10\"],\"remarks\":[\"The timing has been "
	 "changed "
	 "from 10–12 June 2025 to 9–11 July 2025.\"]}",
	 "timing.rescheduled", "misdeclared"},
	{"{}", SAY("The timing has been changed from 10–12 June 2025 to 8–10 July 2025."),
	 "timing.rescheduled", "phantom"},
	{SAY("The workshop has been postponed to 8–10 July 2025."),
	 "{\"timing\":[\"2025-07-15/2025-07-17\"],\"remarks\":[\"The workshop has been "
	 "postponed to "
	 "8–10 July 2025.\"]}",
	 "timing.rescheduled", "undeclared"},
	{"{}",
	 "{\"closing_dates\":[\"2025-05-02\"],\"remarks\":[\"The closing date has been "
	 "extended.\"]"
	 "}",
	 "closing_date.advanced", "misdeclared"},
	{"{}",
	 "{\"modality\":\"online\",\"remarks\":[\"The workshop will be held online.\"]}",
	 "modality.changed", "declared"},
	{"{}", SAY("The workshop will be held face-to-face."), "modality.changed", ""},
	{"{}", SAY("The workshop has been cancelled."), "activity.cancelled", "declared"},
	{"{}", SAY("The workshop has been cancelled."), "remarks.changed", "declared"},
	{"{}", SAY("Bring a coat."), "remarks.changed", "undeclared"},
	{"{}", "{\"reference_no\":\"611\"}", "reference.changed", NULL},
	{"{}",
	 "{\"title\":\"Workshop on Startups\",\"remarks\":[\"The title has been changed to "
	 "'Workshop on Enterprises'.\"]}",
	 "title.changed", "misdeclared"},
	{"{}", "{\"title\":\"WORKSHOP ON VISIONS\"}", "wording.editorial", NULL},
	{"{}", SAY("The workshop has been converted into a conference."),
	 "activity.converted", "phantom"},
	{"{}",
	 "{\"title\":\"Conference on Visions\",\"remarks\":[\"The workshop has been "
	 "converted "
	 "into a conference.\"]}",
	 "activity.converted", "declared"},
	{"{\"timing\":[\"2025-06-10/2025-06-12\"]}",
	 "{\"timing\":[\"2025-08-05/"
	 "2025-08-07\"],\"change_history\":[{\"revision\":1,\"clause\":"
	 "\"Timing\",\"modification\":\"Changed from 10–12 June 2025 to 8–10 July 2025\"},{"
	 "\"revision\":2,\"clause\":\"Timing\",\"modification\":\"Changed from 8–10 July "
	 "2025 to "
	 "5–7 August 2025\"}]}",
	 "timing.rescheduled", "declared"},
	{"{\"participating_countries\":[\"Nepal\"]}",
	 "{\"participating_countries\":[\"Nepal\",\"Fiji\"],\"remarks\":[\"Fiji has been "
	 "added to the participating countries.\"]}",
	 "eligibility.widened", "declared"},
	{"{\"participating_countries\":[\"Nepal\"]}",
	 "{\"participating_countries\":[\"Nepal\",\"Fiji\"],\"remarks\":[\"India has been "
	 "added to the participating countries.\"]}",
	 "eligibility.widened", "misdeclared"},
	{"{\"participating_countries\":[\"Nepal\"]}",
	 "{\"participating_countries\":[\"All Member Countries\"],\"remarks\":[\"Fiji has "
	 "been added to the participating countries.\"]}",
	 "eligibility.widened", "declared"},
	{"{\"other\":{\"Fees\":[\"None\"]}}",
	 "{\"other\":{\"Fees\":[\"One\"]},\"remarks\":[\"The fees have been changed.\"]}",
	 "field.changed", "declared"},
	{"{\"other\":{\"Fees\":[\"None\"],\"Lunch\":[\"No\"]}}",
	 "{\"other\":{\"Fees\":[\"One\"],\"Lunch\":[\"No\"]},\"remarks\":[\"The lunch has "
	 "been changed.\"]}",
	 "field.changed", "undeclared"},
};

/* The timing alone is what a withdrawn timing rests on; words alone rest on the Remarks. */
Test(amend, rests_a_postponement_on_what_differs)
{
	struct judged j = judge_flagged("{}",
					"{\"timing\":null,\"remarks\":[\"The workshop is "
					"postponed until further notice.\"]}",
					PLAIN);
	const nlog_amendment *a = find(&j, "activity.postponed");
	cr_assert_not_null(a);
	cr_assert_eq(a->field_count, 1);
	cr_expect_eq(a->fields[0], NLOG_FIELD_TIMING);
	judged_clear(&j);
	j = judge_flagged("{}", SAY("The workshop is postponed until further notice."),
			  PLAIN);
	a = find(&j, "activity.postponed");
	cr_assert_not_null(a);
	cr_assert_eq(a->field_count, 1);
	cr_expect_eq(a->fields[0], NLOG_FIELD_REMARKS);
	judged_clear(&j);
}

/* Two labels changed: one is announced, and each amendment says which it is. */
Test(amend, tells_one_label_from_another)
{
	struct judged j = judge_flagged(
		"{\"other\":{\"Fees\":[\"None\"],\"Lunch\":[\"No\"]}}",
		"{\"other\":{\"Fees\":[\"One\"],\"Lunch\":[\"Yes\"]},\"remarks\":[\"The "
		"lunch has been changed.\"]}",
		PLAIN);
	size_t declared = 0;
	for (size_t i = 0; i < nlog_amendments_count(j.list); i++) {
		const nlog_amendment *a = nlog_amendments_get(j.list, i);
		if (strcmp(a->rule->id, "field.changed") != 0)
			continue;
		bool is_lunch = strcmp(nlog_json_text(a->facts, "label"), "Lunch") == 0;
		cr_expect_eq(a->declared, is_lunch ? NLOG_DECLARED : NLOG_UNDECLARED);
		declared += is_lunch;
	}
	cr_expect_eq(declared, 1);
	judged_clear(&j);
}

Test(amend, tells_declared_from_undeclared_misdeclared_and_phantom)
{
	for (size_t i = 0; i < sizeof(declared_cases) / sizeof(declared_cases[0]); i++) {
		const struct declared_case *c = &declared_cases[i];
		struct judged j = judge_flagged(c->old, c->new, PLAIN);
		const nlog_amendment *a = find(&j, c->rule);
		if (c->state && !*c->state) {
			cr_expect_null(a, "%s", c->new);
			judged_clear(&j);
			continue;
		}
		cr_assert_not_null(a, "%s", c->new);
		const char *state = nlog_declaration_state_name(a->declared);
		cr_expect_eq(state == NULL, c->state == NULL, "%s", c->new);
		if (state && c->state)
			cr_expect_str_eq(state, c->state, "%s: %s", c->rule, c->new);
		bool has_evidence = json_array_size(a->evidence) > 0;
		cr_expect_eq(has_evidence, state && strcmp(state, "undeclared") != 0, "%s",
			     c->new);
		judged_clear(&j);
	}
}

Test(amend, gives_a_phantom_no_fields_and_little_weight)
{
	struct judged j = judge_flagged(
		"{}", SAY("The closing date has been extended to 2 June 2025."), PLAIN);
	const nlog_amendment *a = find(&j, "closing_date.extended");
	cr_assert_not_null(a);
	cr_expect_eq(a->field_count, 0);
	cr_expect_eq(a->severity, NLOG_SEVERITY_ADMINISTRATIVE);
	cr_expect_eq(a->declared, NLOG_PHANTOM);
	judged_clear(&j);
}

Test(amend, asks_no_declaration_of_a_correction)
{
	struct judged j = {0};
	nlog_register_builtin(&j.reg);
	j.before = notice_of("{}");
	j.after = notice_of("{\"timing\":[\"2025-07-08/2025-07-10\"]}");
	judge_notices(&j, (nlog_step){.is_correction = true});
	cr_assert_eq(nlog_amendments_count(j.list), 1);
	cr_expect_eq(nlog_amendments_get(j.list, 0)->declared, NLOG_DECLARED_NA);
	judged_clear(&j);
}

Test(amend, obeys_the_policy_of_the_register)
{
	struct judged j = {0};
	nlog_str text = NLOG_STR_INIT;
	nlog_error err = NLOG_ERROR_INIT;
	nlog_register_builtin(&j.reg);
	json_t *members = json_deep_copy(nlog_register_members(j.reg));
	json_object_set_new(members, "rules",
			    json_pack("{s:s,s:s}", "venue.changed", "editorial",
				      "timing.rescheduled", "off"));
	nlog_json_write(&text, members, NLOG_JSON_STORED);
	json_decref(members);
	nlog_register_free(j.reg);
	cr_assert_eq(nlog_register_read(&j.reg, NULL, nlog_str_slice(&text), &err), 0, "%s",
		     err.text);
	nlog_str_clear(&text);
	j.before = notice_of("{}");
	j.after = notice_of(
		"{\"timing\":[\"2025-07-08/2025-07-10\"],\"venue_cities\":[\"Bali\"],"
		"\"reference_no\":\"611\"}");
	judge_notices(&j, (nlog_step){.notice = ""});
	cr_expect_eq(find(&j, "venue.changed")->severity, NLOG_SEVERITY_EDITORIAL);
	cr_expect_eq(find(&j, "timing.rescheduled")->severity, NLOG_SEVERITY_OFF);
	cr_expect_str_eq(nlog_amendments_gravest(j.list)->rule->id, "reference.changed");
	judged_clear(&j);
}

Test(amend, writes_exactly_the_members_of_an_amendment)
{
	static const char *const names[] = {"rule",  "severity", "fields",   "summary",
					    "facts", "declared", "evidence", "id"};
	struct judged j = judge_flagged("{}", "{\"modality\":\"online\"}", PLAIN);
	json_t *array = nlog_amendments_to_json(j.list), *one = json_array_get(array, 0);
	cr_assert_eq(json_array_size(array), 1);
	cr_expect_eq(json_object_size(one), sizeof(names) / sizeof(names[0]));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		cr_expect_not_null(json_object_get(one, names[i]), "%s", names[i]);
	cr_expect_str_eq(nlog_json_text(one, "declared"), "undeclared");
	json_decref(array);
	judged_clear(&j);
}

Test(amend, keeps_an_id_that_depends_on_no_wording)
{
	struct judged j = judge_flagged("{}", "{\"modality\":\"online\"}", PLAIN);
	char old[NLOG_DIGEST_SIZE], new[NLOG_DIGEST_SIZE], digest[NLOG_DIGEST_SIZE];
	nlog_notice_digest(old, j.before);
	nlog_notice_digest(new, j.after);
	json_t *id = json_pack("{s:s,s:s,s:[s],s:{s:s},s:{s:s},s:s,s:s}", "notice",
			       "25-IN-09-GE-WSP", "rule", "modality.changed", "fields",
			       "modality", "old", "modality", "face-to-face", "new",
			       "modality", "online", "old_digest", old, "new_digest", new);
	nlog_json_digest(digest, id);
	cr_expect_arr_eq(nlog_amendments_get(j.list, 0)->id, digest, 12);
	json_decref(id);
	judged_clear(&j);
}

/* The facts of a notice whose Remarks declare a conversion, and that stands alone. */
static void check_conversion(const nlog_amendment *a, const char *letter_ref)
{
	cr_assert_not_null(a);
	cr_expect_eq(a->declared, NLOG_UNCHECKED);
	cr_expect_eq(a->severity, NLOG_SEVERITY_ACTION);
	cr_expect_eq(a->field_count, 1);
	cr_expect_eq(a->fields[0], NLOG_FIELD_TITLE);
	cr_expect_str_eq(nlog_json_text(a->facts, "from_kind"), "Meeting");
	cr_expect_str_eq(nlog_json_text(a->facts, "to_kind"), "Workshop");
	cr_expect_str_eq(nlog_json_text(a->facts, "approval_date"), "2025-02-28");
	cr_expect_str_eq(nlog_json_text(a->facts, "letter_date"), "2025-04-02");
	cr_expect_str_eq(nlog_json_text(a->facts, "letter_ref"), letter_ref);
}

Test(amend, reads_a_conversion_from_a_notice_that_stands_alone)
{
	struct judged j =
		judge_flagged("{}",
			      SAY("Following the approval of the Board on 28 February "
				  "2025, the \\\"Officers' "
				  "Meeting (OM)\\\" originally planned for 2025 was "
				  "converted into a \\\"Special "
				  "Workshop on Visions.\\\" The date was notified via the "
				  "official letter dated "
				  "2 April 2025 (Ref. No.: 25-IN-09-GE-WSP-012)."),
			      FIRST | ALONE);
	check_conversion(find(&j, "activity.converted"), "25-IN-09-GE-WSP-012");
	cr_expect_not_null(find(&j, "notice.issued"));
	cr_expect_eq(nlog_amendments_count(j.list), 2);
	judged_clear(&j);
}

/* A real notice, where it is at hand; the case above has the same facts in other words. */
Test(amend, reads_the_conversion_of_a_real_notice)
{
	static const char path[] = "../shared/notices/604.txt";
	struct judged j = {0};
	nlog_str bytes = NLOG_STR_INIT;
	nlog_document *document;
	nlog_parsed parsed;
	nlog_error err = NLOG_ERROR_INIT;
	if (nlog_file_read(&bytes, path, 1 << 20, NULL))
		return;
	nlog_register_builtin(&j.reg);
	cr_assert_eq(nlog_document_read(&document, path, nlog_str_slice(&bytes),
					NLOG_DOCUMENT_UNKNOWN, NULL, &err),
		     0, "%s", err.text);
	cr_assert_eq(nlog_parse(&parsed, document, j.reg, path, NULL, &err), 0, "%s",
		     err.text);
	j.after = parsed.notice;
	parsed.notice = NULL;
	judge_notices(&j, (nlog_step){.is_first = true});
	const nlog_amendment *a = find(&j, "activity.converted");
	check_conversion(a, "25-IN-09-GE-LOM-077");
	cr_expect_str_eq(a->summary, "APO Liaison Officers' Meeting → Special Workshop");
	cr_expect_eq(nlog_amendments_count(j.list), 2);
	nlog_parsed_clear(&parsed);
	nlog_document_free(document);
	nlog_str_clear(&bytes);
	judged_clear(&j);
}

Test(amend, takes_an_addendum_as_evidence)
{
	struct judged j = {0};
	nlog_error err = NLOG_ERROR_INIT;
	nlog_addendum *addendum;
	json_t *members = json_pack(
		"{s:i,s:s,s:[{s:s}],s:[{s:s,s:[s],s:[s],s:s}]}", "number", 1, "issued",
		"2025-05-02", "amends", "code", "25-IN-09-GE-WSP", "changes", "field",
		"venue_cities", "old", "Tokyo", "new", "Osaka", "text", "Osaka, please.");
	cr_assert_eq(nlog_addendum_from_members_take(&addendum, members, &err), 0, "%s",
		     err.text);
	nlog_register_builtin(&j.reg);
	j.before = notice_of("{}");
	j.after = notice_of("{\"venue_cities\":[\"Osaka\"]}");
	judge_notices(&j, (nlog_step){.addendum = addendum});
	const nlog_amendment *a = find(&j, "venue.changed");
	cr_assert_not_null(a);
	cr_expect_eq(a->declared, NLOG_DECLARED);
	cr_expect_str_eq(nlog_json_text(json_array_get(a->evidence, 0), "source"),
			 "addendum");
	judged_clear(&j);
	nlog_addendum_free(addendum);
}
