/* Which steps and notices a reader asks for. */
#include <noticelog/filter.h>

#include <noticelog/suggestion.h>
#include <noticelog/text.h>
#include <stddef.h>
#include <string.h>

/* What is said of an amendment that need not be announced. */
#define NO_QUESTION "none"

/* The next item of a list parted by commas. @return false at its end */
static bool next_item(nlog_slice *list, nlog_slice *item)
{
	ptrdiff_t comma = nlog_slice_find(*list, ",");

	if (!list->data)
		return false;
	*item = nlog_slice_trim(
		(nlog_slice){list->data, comma < 0 ? list->len : (size_t)comma});
	*list = comma < 0 ? (nlog_slice){NULL, 0}
			  : nlog_slice_from(*list, (size_t)comma + 1);
	return true;
}

/* `timing.extended`, or `timing` for all of them. */
static bool names_rule(nlog_slice item, const char *id)
{
	nlog_slice whole = nlog_slice_of(id);

	return nlog_slice_is(item, id) ||
	       (item.len && whole.len > item.len && whole.data[item.len] == '.' &&
		memcmp(whole.data, item.data, item.len) == 0);
}

static bool is_rule(nlog_slice item)
{
	for (size_t i = 0; i < nlog_rules_count(); i++)
		if (names_rule(item, nlog_rules_get(i)->id))
			return true;
	return false;
}

static void offer_rules(nlog_suggestion *near)
{
	for (size_t i = 0; i < nlog_rules_count(); i++)
		nlog_suggestion_offer(near, nlog_rules_get(i)->id);
}

static bool fits_rule(nlog_slice item, const nlog_amendment *amendment)
{
	return names_rule(item, amendment->rule->id);
}

static bool is_severity(nlog_slice item)
{
	nlog_severity severity;

	return nlog_severity_from_name(&severity, item);
}

static void offer_severities(nlog_suggestion *near)
{
	for (nlog_severity s = NLOG_SEVERITY_OFF; s <= NLOG_SEVERITY_ACTION; s++)
		nlog_suggestion_offer(near, nlog_severity_name(s));
}

static bool fits_severity(nlog_slice item, const nlog_amendment *amendment)
{
	return nlog_slice_is(item, nlog_severity_name(amendment->severity));
}

static bool is_field(nlog_slice item)
{
	return nlog_field_named(item) != NULL;
}

static void offer_fields(nlog_suggestion *near)
{
	for (nlog_field_id id = 0; id < NLOG_FIELDS; id++)
		nlog_suggestion_offer(near, nlog_field_of(id)->name);
}

static bool fits_field(nlog_slice item, const nlog_amendment *amendment)
{
	for (size_t i = 0; i < amendment->field_count; i++)
		if (nlog_slice_is(item, nlog_field_of(amendment->fields[i])->name))
			return true;
	return false;
}

static const char *state_name(nlog_declaration_state state)
{
	const char *name = nlog_declaration_state_name(state);

	return name ? name : NO_QUESTION;
}

static bool is_state(nlog_slice item)
{
	for (nlog_declaration_state s = NLOG_DECLARED_NA; s <= NLOG_UNCHECKED; s++)
		if (nlog_slice_is(item, state_name(s)))
			return true;
	return false;
}

static void offer_states(nlog_suggestion *near)
{
	for (nlog_declaration_state s = NLOG_DECLARED_NA; s <= NLOG_UNCHECKED; s++)
		nlog_suggestion_offer(near, state_name(s));
}

static bool fits_state(nlog_slice item, const nlog_amendment *amendment)
{
	return nlog_slice_is(item, state_name(amendment->declared));
}

/* What an amendment is chosen by: a list in the filter, and who knows its items. */
static const struct choice {
	const char *what, *advice;
	size_t list; /* offset in nlog_filter */
	bool (*is_known)(nlog_slice item);
	void (*offer)(nlog_suggestion *near);
	bool (*fits)(nlog_slice item, const nlog_amendment *amendment);
} choices[] = {
	{"rule", "`noticelog rules` lists them", offsetof(nlog_filter, rules), is_rule,
	 offer_rules, fits_rule},
	{"severity", "it is action, substantive, administrative, editorial or off",
	 offsetof(nlog_filter, severities), is_severity, offer_severities, fits_severity},
	{"field", "write it as the stored form does, such as closing_dates",
	 offsetof(nlog_filter, fields), is_field, offer_fields, fits_field},
	{"state of announcement",
	 "an amendment is declared, undeclared, misdeclared, phantom, unchecked "
	 "or " NO_QUESTION,
	 offsetof(nlog_filter, declared), is_state, offer_states, fits_state},
};

#define CHOICES (sizeof(choices) / sizeof(*choices))

static const char *list_of(const nlog_filter *filter, const struct choice *choice)
{
	return *(const char *const *)((const char *)filter + choice->list);
}

/* What comes near, or how to find out what there is. */
static int refuse(const struct choice *choice, nlog_slice item, nlog_error *err)
{
	nlog_suggestion near = nlog_suggestion_for(item);
	nlog_str text = NLOG_STR_INIT;
	int rc;

	choice->offer(&near);
	if (!nlog_suggestion_add(&text, &near))
		nlog_str_addf(&text, ": %s", choice->advice);
	rc = nlog_error_set(err, NLOG_EUSAGE, "there is no %s '%.*s'%s", choice->what,
			    (int)item.len, item.data, nlog_str_text(&text));
	nlog_str_clear(&text);
	return rc;
}

int nlog_filter_check(const nlog_filter *filter, nlog_error *err)
{
	for (size_t i = 0; i < CHOICES; i++) {
		const char *list = list_of(filter, &choices[i]);
		nlog_slice rest = nlog_slice_of(list), item;

		while (list && next_item(&rest, &item))
			if (!choices[i].is_known(item))
				return refuse(&choices[i], item, err);
	}
	return 0;
}

bool nlog_filter_takes_author(const nlog_filter *filter, const nlog_entry *entry)
{
	nlog_str asked = NLOG_STR_INIT, said = NLOG_STR_INIT;
	bool fits;

	if (!filter->author)
		return true;
	nlog_text_add_letters(&asked, nlog_slice_of(filter->author));
	nlog_text_add_letters(&said, nlog_slice_of(entry->author_name));
	nlog_str_addc(&said, ' ');
	nlog_text_add_letters(&said, nlog_slice_of(entry->author_email));
	fits = nlog_slice_find(nlog_str_slice(&said), nlog_str_text(&asked)) >= 0;
	nlog_str_clear(&asked);
	nlog_str_clear(&said);
	return fits;
}

bool nlog_filter_takes_revision(const nlog_filter *filter, const nlog_dossier *dossier,
				const nlog_revision *revision)
{
	return (!filter->dossier || filter->dossier == dossier) &&
	       (!filter->has_since || revision->issued.day >= filter->since.day) &&
	       (!filter->has_until || revision->issued.day <= filter->until.day) &&
	       nlog_filter_takes_author(filter, revision->entry);
}

bool nlog_filter_chooses_amendments(const nlog_filter *filter)
{
	for (size_t i = 0; i < CHOICES; i++)
		if (list_of(filter, &choices[i]))
			return true;
	return false;
}

bool nlog_filter_needs_comparison(const nlog_filter *filter)
{
	return filter->country || nlog_filter_chooses_amendments(filter);
}

static bool fits(const struct choice *choice, const char *list,
		 const nlog_amendment *amendment)
{
	nlog_slice rest = nlog_slice_of(list), item;

	while (next_item(&rest, &item))
		if (choice->fits(item, amendment))
			return true;
	return false;
}

bool nlog_filter_takes_amendment(const nlog_filter *filter, const nlog_amendment *amendment)
{
	for (size_t i = 0; i < CHOICES; i++) {
		const char *list = list_of(filter, &choices[i]);

		if (list && !fits(&choices[i], list, amendment))
			return false;
	}
	return true;
}

bool nlog_filter_takes(const nlog_filter *filter, const nlog_comparison *comparison)
{
	bool takes = !nlog_filter_chooses_amendments(filter);

	for (size_t i = 0; !takes && i < nlog_amendments_count(comparison->amendments); i++)
		takes = nlog_filter_takes_amendment(
			filter, nlog_amendments_get(comparison->amendments, i));
	if (!takes || !filter->country)
		return takes;
	return nlog_notice_concerns(comparison->after, filter->country,
				    comparison->after_issued) ||
	       (comparison->before &&
		nlog_notice_concerns(comparison->before, filter->country,
				     comparison->before_issued));
}

/* As an amendment, as far as it is asked about. */
static bool takes_shown_amendment(const nlog_filter *filter,
				  const nlog_shown_amendment *shown)
{
	nlog_amendment amendment = {
		.rule = shown->rule,
		.severity = shown->severity,
		.declared = shown->declared,
		.field_count = shown->field_count,
	};

	memcpy(amendment.fields, shown->fields, sizeof(amendment.fields));
	return nlog_filter_takes_amendment(filter, &amendment);
}

bool nlog_filter_takes_shown(const nlog_filter *filter, const nlog_shown *shown)
{
	bool takes = !nlog_filter_chooses_amendments(filter);

	for (size_t i = 0; !takes && i < shown->amendment_count; i++)
		takes = takes_shown_amendment(filter, &shown->amendments[i]);
	return takes;
}

/* Who is concerned is said by more of a notice than is shown of it. */
int nlog_filter_ask(const nlog_filter *filter, const nlog_history *history,
		    const nlog_dossier *dossier, const nlog_revision *before,
		    const nlog_revision *after, bool *passes, nlog_error *err)
{
	nlog_shown_step step = NLOG_SHOWN_STEP_INIT;
	nlog_comparison comparison;
	int rc;

	if (filter->country) {
		rc = nlog_history_compare(history, dossier, before, after, &comparison,
					  err);
		*passes = !rc && nlog_filter_takes(filter, &comparison);
		nlog_comparison_clear(&comparison);
	} else {
		rc = nlog_history_show(history, dossier, before, after, &step, err);
		*passes = !rc && nlog_filter_takes_shown(filter, &step.shown);
		nlog_shown_step_clear(&step);
	}
	return rc;
}

static bool lists(const nlog_notice *notice, nlog_field_id field, const char *name)
{
	const json_t *names = nlog_notice_get(notice, field);

	for (size_t i = 0; i < json_array_size(names); i++)
		if (nlog_slice_is(nlog_json_slice(json_array_get(names, i)), name))
			return true;
	return false;
}

bool nlog_notice_is_hosted_by(const nlog_notice *notice, const nlog_economy *country)
{
	return lists(notice, NLOG_FIELD_HOSTING_COUNTRIES, country->name);
}

bool nlog_notice_concerns(const nlog_notice *notice, const nlog_economy *country,
			  nlog_date issued)
{
	nlog_field_id invited = NLOG_FIELD_PARTICIPATING_COUNTRIES;

	if (nlog_notice_is_hosted_by(notice, country))
		return true;
	if (lists(notice, NLOG_FIELD_EXCLUDED_COUNTRIES, country->name))
		return false;
	return lists(notice, invited, country->name) ||
	       (lists(notice, invited, NLOG_ALL_MEMBERS) &&
		nlog_economy_is_member(country, issued));
}

static void set_text(json_t *asked, const char *name, const char *text)
{
	if (text)
		json_object_set_new(asked, name, json_string(text));
}

void nlog_filter_add_id(nlog_str *out, const nlog_filter *filter)
{
	char digest[NLOG_DIGEST_SIZE];
	json_t *asked = json_object();

	set_text(asked, "notice", filter->dossier ? filter->dossier->key : NULL);
	if (filter->has_since)
		json_object_set_new(asked, "since", nlog_json_from_date(filter->since));
	if (filter->has_until)
		json_object_set_new(asked, "until", nlog_json_from_date(filter->until));
	set_text(asked, "author", filter->author);
	set_text(asked, "rule", filter->rules);
	set_text(asked, "severity", filter->severities);
	set_text(asked, "field", filter->fields);
	set_text(asked, "country", filter->country ? filter->country->iso : NULL);
	nlog_json_digest(digest, asked);
	if (json_object_size(asked))
		nlog_str_addf(out, "/%.12s", digest);
	json_decref(asked);
}
