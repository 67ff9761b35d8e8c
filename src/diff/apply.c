/* Changes applied to the notice that they started from. */
#include <noticelog/diff.h>

#include <noticelog/json.h>
#include <string.h>

/* One change as it is read. Everything borrowed from the array of changes. */
struct change {
	size_t index;
	const nlog_field *field;
	const char *key; /* of a map; else NULL */
	const json_t *before, *after;
};

/* Which sides each kind has. */
static const struct {
	nlog_change_kind kind;
	bool has_old, has_new;
} kinds[] = {
	{NLOG_ADDED, false, true}, {NLOG_REMOVED, true, false}, {NLOG_CHANGED, true, true}};

static bool is_map(const nlog_field *field)
{
	return field->type == NLOG_TYPE_TEXTS || field->type == NLOG_TYPE_PRINTED;
}

static int malformed(nlog_error *err, const struct change *change, const char *what,
		     const char *name)
{
	return nlog_error_set(err, NLOG_EINPUT, "change %zu of the diff: %s '%s'",
			      change->index + 1, what, name);
}

/* Only what a diff has: a misspelt member would be left out without a word. */
static int check_members(const struct change *change, const json_t *object, nlog_error *err)
{
	static const char *const known[] = {"field", "key", "kind", "old", "new", "detail"};
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)object, name, value)
	{
		size_t i = 0;

		while (i < sizeof(known) / sizeof(*known) && strcmp(name, known[i]) != 0)
			i++;
		if (i == sizeof(known) / sizeof(*known))
			return malformed(err, change, "unknown member", name);
	}
	return 0;
}

/* A string without NUL, so that it names one key and no shorter one. */
static bool is_plain_text(const json_t *value)
{
	return json_is_string(value) &&
	       strlen(json_string_value(value)) == json_string_length(value);
}

static int read_field(struct change *change, const json_t *object, nlog_error *err)
{
	const char *name = nlog_json_text(object, "field");
	const json_t *key = json_object_get(object, "key");

	if (!name)
		return malformed(err, change, "no text as", "field");
	change->field = nlog_field_named(nlog_slice_of(name));
	if (!change->field)
		return malformed(err, change, "there is no field", name);
	if (is_map(change->field) && !is_plain_text(key))
		return malformed(err, change, "a 'key' is needed for the field", name);
	if (!is_map(change->field) && key)
		return malformed(err, change, "there are no keys in the field", name);
	change->key = json_string_value(key);
	return 0;
}

static int read_sides(struct change *change, const json_t *object, nlog_error *err)
{
	const char *name = nlog_json_text(object, "kind");
	size_t i = 0;

	if (!name)
		return malformed(err, change, "no text as", "kind");
	while (i < sizeof(kinds) / sizeof(*kinds) &&
	       strcmp(name, nlog_change_kind_name(kinds[i].kind)) != 0)
		i++;
	if (i == sizeof(kinds) / sizeof(*kinds))
		return malformed(err, change, "there is no kind", name);
	change->before = json_object_get(object, "old");
	change->after = json_object_get(object, "new");
	if ((change->before != NULL) != kinds[i].has_old)
		return malformed(err, change, kinds[i].has_old ? "no" : "superfluous",
				 "old");
	if ((change->after != NULL) != kinds[i].has_new)
		return malformed(err, change, kinds[i].has_new ? "no" : "superfluous",
				 "new");
	if (change->before && change->after && json_equal(change->before, change->after))
		return malformed(err, change, "the same value as 'old' and", "new");
	return 0;
}

static int read_change(struct change *change, const json_t *object, nlog_error *err)
{
	int rc;

	if (!json_is_object(object))
		return nlog_error_set(err, NLOG_EINPUT,
				      "change %zu of the diff is no object",
				      change->index + 1);
	rc = check_members(change, object, err);
	if (!rc)
		rc = read_field(change, object, err);
	if (!rc)
		rc = read_sides(change, object, err);
	return rc;
}

/* The object that holds the change's value, and the name of the value in it. */
static json_t *place_of(json_t *members, const struct change *change, const char **name)
{
	*name = change->key ? change->key : change->field->name;
	return change->key ? json_object_get(members, change->field->name) : members;
}

/* Is the old value what the notice has? */
static int check_old(const nlog_notice *notice, const struct change *change,
		     nlog_error *err)
{
	const json_t *held = nlog_notice_get(notice, change->field->id);
	const char *key = change->key ? change->key : "";
	const char *separator = change->key ? ": " : "";

	if (change->key)
		held = json_object_get(held, change->key);
	if (!held && !change->before)
		return 0;
	if (held && change->before && json_equal(held, change->before))
		return 0;
	return nlog_error_set(err, NLOG_ECONFLICT,
			      "change %zu of the diff: the notice %s '%s%s%s'%s",
			      change->index + 1,
			      !held             ? "does not have"
			      : !change->before ? "already has"
						: "has another value than the old one in",
			      change->field->name, separator, key,
			      held && !change->before ? "" : ": is it the old notice?");
}

/* Set, or take away; a map comes with its first key and goes with its last. */
static void make_change(json_t *members, const struct change *change)
{
	const char *name;
	json_t *place;

	if (change->key && !json_object_get(members, change->field->name))
		json_object_set_new(members, change->field->name, json_object());
	place = place_of(members, change, &name);
	if (change->after)
		json_object_set_new(place, name, json_deep_copy(change->after));
	else
		json_object_del(place, name);
	if (change->key && json_object_size(place) == 0)
		json_object_del(members, change->field->name);
}

/* Remember that a field and key were seen. @return true if they were before */
static bool is_seen(json_t *seen, const struct change *change)
{
	const char *name = change->key ? change->key : "";
	json_t *keys = json_object_get(seen, change->field->name);

	if (!keys) {
		keys = json_object();
		json_object_set_new(seen, change->field->name, keys);
	}
	if (json_object_get(keys, name))
		return true;
	json_object_set_new(keys, name, json_true());
	return false;
}

static int apply_one(json_t *members, json_t *seen, const nlog_notice *notice,
		     const json_t *object, size_t index, nlog_error *err)
{
	struct change change = {.index = index};
	int rc = read_change(&change, object, err);

	if (!rc && is_seen(seen, &change))
		rc = malformed(err, &change, "a second change of",
			       change.key ? change.key : change.field->name);
	if (!rc)
		rc = check_old(notice, &change, err);
	if (!rc)
		make_change(members, &change);
	return rc;
}

int nlog_diff_apply(nlog_notice **out, const nlog_notice *before, const json_t *changes,
		    nlog_error *err)
{
	json_t *members = json_deep_copy(nlog_notice_members(before)),
	       *seen = json_object();
	int rc = 0;

	if (!json_is_array(changes))
		rc = nlog_error_set(err, NLOG_EINPUT, "the diff's changes are no array");
	for (size_t i = 0; !rc && i < json_array_size(changes); i++)
		rc = apply_one(members, seen, before, json_array_get(changes, i), i, err);
	json_decref(seen);
	if (rc)
		json_decref(members);
	else
		rc = nlog_notice_from_members_take(out, members, err);
	return rc;
}
