/* Which steps and notices a reader asks for. */
#include <noticelog/filter.h>

#include <noticelog/text.h>
#include <string.h>

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

static bool is_severity(nlog_slice item)
{
	nlog_severity severity;

	return nlog_severity_from_name(&severity, item);
}

static bool is_field(nlog_slice item)
{
	return nlog_field_named(item) != NULL;
}

static int check_list(const char *list, const char *what, const char *advice,
		      bool (*is_known)(nlog_slice item), nlog_error *err)
{
	nlog_slice rest = nlog_slice_of(list), item;

	if (!list)
		return 0;
	while (next_item(&rest, &item))
		if (!is_known(item))
			return nlog_error_set(err, NLOG_EUSAGE, "there is no %s '%.*s': %s",
					      what, (int)item.len, item.data, advice);
	return 0;
}

int nlog_filter_check(const nlog_filter *filter, nlog_error *err)
{
	int rc = check_list(filter->rules, "rule", "`noticelog rules` lists them", is_rule,
			    err);

	if (!rc)
		rc = check_list(
			filter->severities, "severity",
			"it is action, substantive, administrative, editorial or off",
			is_severity, err);
	if (!rc)
		rc = check_list(filter->fields, "field",
				"write it as the stored form does, such as closing_dates",
				is_field, err);
	return rc;
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

bool nlog_filter_needs_comparison(const nlog_filter *filter)
{
	return filter->rules || filter->severities || filter->fields || filter->country;
}

static bool fits_rule(const char *list, const nlog_amendment *amendment)
{
	nlog_slice rest = nlog_slice_of(list), item;

	while (next_item(&rest, &item))
		if (names_rule(item, amendment->rule->id))
			return true;
	return false;
}

static bool fits_severity(const char *list, const nlog_amendment *amendment)
{
	nlog_slice rest = nlog_slice_of(list), item;

	while (next_item(&rest, &item))
		if (nlog_slice_is(item, nlog_severity_name(amendment->severity)))
			return true;
	return false;
}

static bool fits_field(const char *list, const nlog_amendment *amendment)
{
	nlog_slice rest = nlog_slice_of(list), item;

	while (next_item(&rest, &item))
		for (size_t i = 0; i < amendment->field_count; i++)
			if (nlog_slice_is(item, nlog_field_of(amendment->fields[i])->name))
				return true;
	return false;
}

bool nlog_filter_takes_amendment(const nlog_filter *filter, const nlog_amendment *amendment)
{
	return (!filter->rules || fits_rule(filter->rules, amendment)) &&
	       (!filter->severities || fits_severity(filter->severities, amendment)) &&
	       (!filter->fields || fits_field(filter->fields, amendment));
}

bool nlog_filter_takes(const nlog_filter *filter, const nlog_comparison *comparison)
{
	bool fits = !filter->rules && !filter->severities && !filter->fields;

	for (size_t i = 0; !fits && i < nlog_amendments_count(comparison->amendments); i++)
		fits = nlog_filter_takes_amendment(
			filter, nlog_amendments_get(comparison->amendments, i));
	if (!fits || !filter->country)
		return fits;
	return nlog_notice_concerns(comparison->after, filter->country,
				    comparison->after_issued) ||
	       (comparison->before &&
		nlog_notice_concerns(comparison->before, filter->country,
				     comparison->before_issued));
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
