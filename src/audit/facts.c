/* What the files of a register say: each read strictly, and kept as a digest. */
#include "verify.h"

#include <noticelog/addendum.h>
#include <noticelog/alloc.h>
#include <noticelog/notice.h>
#include <noticelog/register.h>
#include <stdlib.h>
#include <string.h>

/* A reader of one role: fills the digest, or says why not. */
typedef int (*read_fn)(audit_fact *fact, const nlog_visited_file *file,
		       nlog_findings *findings, nlog_error *err);

static void fill_notice(audit_fact *fact, const nlog_notice *notice)
{
	nlog_notice_digest(fact->digest, notice);
	fact->has_issued = nlog_notice_issued(notice, &fact->issued);
}

static int read_notice(audit_fact *fact, const nlog_visited_file *file,
		       nlog_findings *findings, nlog_error *err)
{
	nlog_notice *notice = NULL;
	int rc = nlog_notice_read(&notice, file->path, file->content, NLOG_READ_HISTORY,
				  findings, err);

	if (rc)
		return rc;
	fill_notice(fact, notice);
	nlog_notice_free(notice);
	return 0;
}

static int read_addendum(audit_fact *fact, const nlog_visited_file *file,
			 nlog_findings *findings, nlog_error *err)
{
	nlog_addendum *addendum = NULL;
	int rc = nlog_addendum_read(&addendum, file->path, file->content, err);

	(void)findings;
	if (rc)
		return rc;
	nlog_json_digest(fact->digest, nlog_addendum_members(addendum));
	nlog_addendum_free(addendum);
	return 0;
}

static void check_stored_form(const nlog_visited_file *file, nlog_slice form,
			      nlog_findings *findings)
{
	if (!nlog_slice_equal(file->content, form))
		nlog_findings_add(findings, NLOG_F_NOT_CANONICAL,
				  (nlog_place){.file = file->path},
				  "the stored form of this would be other bytes");
}

static int read_register(audit_fact *fact, const nlog_visited_file *file,
			 nlog_findings *findings, nlog_error *err)
{
	nlog_register *reg = NULL;
	nlog_str form = NLOG_STR_INIT;
	int rc = nlog_register_read(&reg, file->path, file->content, err);

	if (rc)
		return rc;
	nlog_register_digest(fact->digest, reg);
	nlog_register_write(&form, reg);
	check_stored_form(file, nlog_str_slice(&form), findings);
	nlog_str_clear(&form);
	nlog_register_free(reg);
	return 0;
}

/* An array, which the strict reader of stored objects does not take. */
static int read_ledger(audit_fact *fact, const nlog_visited_file *file,
		       nlog_findings *findings, nlog_error *err)
{
	nlog_str form = NLOG_STR_INIT;
	json_t *value = NULL;
	int rc = nlog_json_read(&value, file->path, file->content, NLOG_JSON_ANY, err);

	if (!rc && !json_is_array(value))
		rc = nlog_error_at(err, NLOG_EINPUT, file->path, 1, 1,
				   "a ledger is an array");
	if (!rc) {
		nlog_json_digest(fact->digest, value);
		nlog_json_write(&form, value, NLOG_JSON_STORED);
		check_stored_form(file, nlog_str_slice(&form), findings);
	}
	nlog_str_clear(&form);
	json_decref(value);
	return rc;
}

static int read_source(audit_fact *fact, const nlog_visited_file *file,
		       nlog_findings *findings, nlog_error *err)
{
	(void)findings, (void)err;
	nlog_digest_bytes(fact->digest, file->content);
	return 0;
}

static const read_fn readers[] = {
	[NLOG_ROLE_NOTICE] = read_notice, [NLOG_ROLE_ADDENDUM] = read_addendum,
	[NLOG_ROLE_SOURCE] = read_source, [NLOG_ROLE_REGISTER] = read_register,
	[NLOG_ROLE_LEDGER] = read_ledger, [NLOG_ROLE_FOREIGN] = NULL,
};

static void append(audit_facts *facts, const audit_fact *fact)
{
	NLOG_GROW(facts->items, facts->count, facts->capacity);
	facts->items[facts->count++] = *fact;
}

void audit_facts_add_notice(audit_facts *facts, const char *oid, const nlog_notice *notice)
{
	audit_fact fact = {.role = NLOG_ROLE_NOTICE, .size = nlog_notice_size(notice)};

	memcpy(fact.oid, oid, sizeof(fact.oid));
	fill_notice(&fact, notice);
	append(facts, &fact);
}

void audit_facts_join(audit_facts *facts, audit_facts *other)
{
	for (size_t i = 0; i < other->count; i++)
		append(facts, &other->items[i]);
	audit_facts_clear(other);
}

void audit_facts_add(audit_facts *facts, const nlog_visited_file *file,
		     nlog_findings *findings)
{
	audit_fact fact = {.role = file->role, .size = file->content.len};
	nlog_error err = NLOG_ERROR_INIT;

	if (!readers[file->role])
		return;
	memcpy(fact.oid, file->oid, sizeof(fact.oid));
	if (readers[file->role](&fact, file, findings, &err)) {
		fact.digest[0] = '\0';
		nlog_findings_add(findings, NLOG_F_VERIFY_CONTENT,
				  (nlog_place){.file = file->path, err.line, err.column},
				  "object %s: %s", file->oid, err.text);
	}
	append(facts, &fact);
}

static int by_role_and_id(const void *left, const void *right)
{
	const audit_fact *a = left, *b = right;

	return a->role != b->role ? (a->role > b->role) - (a->role < b->role)
				  : strcmp(a->oid, b->oid);
}

void audit_facts_sort(audit_facts *facts)
{
	if (facts->count)
		qsort(facts->items, facts->count, sizeof(*facts->items), by_role_and_id);
}

const audit_fact *audit_facts_find(const audit_facts *facts, nlog_file_role role,
				   const char *oid)
{
	audit_fact key = {.role = role};
	const audit_fact *found = NULL;

	memcpy(key.oid, oid, strlen(oid) + 1);
	if (facts->count)
		found = bsearch(&key, facts->items, facts->count, sizeof(*facts->items),
				by_role_and_id);
	return found && found->digest[0] ? found : NULL;
}

bool audit_facts_have(const audit_facts *facts, nlog_file_role role, const char *digest)
{
	for (size_t i = 0; i < facts->count; i++) {
		if (facts->items[i].role == role &&
		    strcmp(facts->items[i].digest, digest) == 0)
			return true;
	}
	return false;
}

void audit_facts_clear(audit_facts *facts)
{
	nlog_free(facts->items);
	*facts = (audit_facts){NULL, 0, 0};
}
