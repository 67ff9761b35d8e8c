/* Entries of a log held against each other. */
#ifndef ENTRY_FIXTURE_H
#define ENTRY_FIXTURE_H

#include <noticelog/log.h>

/** Are both the same, or both NULL? */
void entry_fixture_assert_text(const char *name, const char *a, const char *b);

/** Do they have the same of what an index keeps? */
void entry_fixture_assert_same(const nlog_entry *a, const nlog_entry *b);

#endif
