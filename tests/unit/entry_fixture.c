/* Entries of a log held against each other. */
#include "entry_fixture.h"

#include <criterion/criterion.h>
#include <string.h>

void entry_fixture_assert_text(const char *name, const char *a, const char *b)
{
	cr_assert((!a && !b) || (a && b && strcmp(a, b) == 0), "%s: '%s', '%s'", name,
		  a ? a : "(none)", b ? b : "(none)");
}

void entry_fixture_assert_same(const nlog_entry *a, const nlog_entry *b)
{
	char room[2][NLOG_OID_SIZE];

	entry_fixture_assert_text("commit", a->commit, b->commit);
	entry_fixture_assert_text("author", a->author_name, b->author_name);
	entry_fixture_assert_text("e-mail", a->author_email, b->author_email);
	cr_assert_eq(a->authored.seconds, b->authored.seconds);
	cr_assert_eq(a->authored.offset_minutes, b->authored.offset_minutes);
	cr_assert_eq(a->recorded.seconds, b->recorded.seconds);
	cr_assert_eq(a->recorded.offset_minutes, b->recorded.offset_minutes);
	entry_fixture_assert_text("subject", a->subject, b->subject);
	cr_assert_eq(a->is_plain, b->is_plain);
	entry_fixture_assert_text("notice", a->notice, b->notice);
	cr_assert_eq(a->revision, b->revision, "%s r%u, r%u", a->notice, a->revision,
		     b->revision);
	cr_assert_eq(a->stated, b->stated);
	entry_fixture_assert_text("kind", a->kind, b->kind);
	entry_fixture_assert_text("issued", a->issued, b->issued);
	cr_assert_eq(a->corrects, b->corrects);
	entry_fixture_assert_text("source", a->source, b->source);
	entry_fixture_assert_text("rules", a->rules, b->rules);
	entry_fixture_assert_text("amendments", a->amendments, b->amendments);
	cr_assert_eq(a->entry, b->entry);
	entry_fixture_assert_text("chain", a->chain, b->chain);
	entry_fixture_assert_text("blob", a->blob, b->blob);
	entry_fixture_assert_text("folder", nlog_entry_folder(a, room[0]),
				  nlog_entry_folder(b, room[1]));
	entry_fixture_assert_text("addendum", a->addendum, b->addendum);
	entry_fixture_assert_text("register", a->register_blob, b->register_blob);
}
