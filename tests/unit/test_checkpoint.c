/* Checkpoints, and the auditor's kit that carries one. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <noticelog/checkpoint.h>
#include <noticelog/file.h>
#include <noticelog/kit.h>

#include "verify_fixture.h"

TestSuite(checkpoint, .timeout = 60);

extern char **environ;

static nlog_checkpoint taken(verify_sample *s)
{
	nlog_checkpoint checkpoint;

	store_fixture_reopen(&s->f);
	cr_assert_eq(nlog_checkpoint_take(&checkpoint, s->f.store, &s->f.err), 0, "%s",
		     s->f.err.text);
	return checkpoint;
}

static void expect_compared(verify_sample *s, const nlog_checkpoint *kept, const char *what,
			    const char *rules)
{
	nlog_findings findings = NLOG_FINDINGS_INIT;
	bool extends = false;

	store_fixture_reopen(&s->f);
	cr_expect_eq(
		nlog_checkpoint_compare(kept, s->f.store, &extends, &findings, &s->f.err),
		0, "%s", s->f.err.text);
	cr_expect_eq(extends, !*rules, "%s", what);
	verify_expect_rules(what, &findings, rules);
	nlog_findings_clear(&findings);
}

Test(checkpoint, a_checkpoint_is_extended_by_what_is_added_alone)
{
	static const struct {
		const char *what;
		verify_copy copies[3];
		size_t count;
		const char *rules;
	} rows[] = {
		{"the last is gone",
		 {{.of = 1}, {.of = 2}},
		 2,
		 "checkpoint.head checkpoint.vanished"},
		{"the middle is gone",
		 {{.of = 1}, {.of = 3}},
		 2,
		 "checkpoint.head checkpoint.changed checkpoint.reordered"},
		{"reordered",
		 {{.of = 1}, {.of = 3}, {.of = 2}},
		 3,
		 "checkpoint.head checkpoint.reordered"},
		{"another message",
		 {{.of = 1}, {.of = 2}, {.of = 3, .find = "Workshop", .put = "Workshops"}},
		 3,
		 "checkpoint.head"},
	};
	verify_sample s, other;
	nlog_checkpoint kept;

	verify_sample_begin(&s);
	kept = taken(&s);
	cr_expect_eq(kept.entry, 4);
	cr_expect_eq(kept.count, 3);
	expect_compared(&s, &kept, "itself", "");
	verify_sample_record(&s, "1 October 2031–2 October 2031", "5 May 2031", 9);
	expect_compared(&s, &kept, "one more", "");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		verify_sample_rewrite(&s, rows[i].copies, rows[i].count);
		expect_compared(&s, &kept, rows[i].what, rows[i].rules);
	}
	/* A register recorded anew with another second revision is whole in itself. */
	verify_sample_begin_with(&other, "8 August 2031–9 August 2031");
	verify_expect(&other, "recorded anew", "");
	expect_compared(&other, &kept, "recorded anew",
			"checkpoint.head checkpoint.changed");
	nlog_checkpoint_clear(&kept);
	verify_sample_end(&other);
	verify_sample_end(&s);
}

Test(checkpoint, a_checkpoint_reads_as_it_was_written)
{
	static const char *const refused[] = {
		"",
		"\n",
		"[]\n",
		"{\"format\":\"noticelog-checkpoint/2\"}\n",
		"{\"chain\":\"\",\"entry\":1,\"format\":\"noticelog-checkpoint/"
		"1\",\"head\":\"\"}",
		"{\"chain\":\"\",\"entry\":-1,\"format\":\"noticelog-checkpoint/"
		"1\",\"head\":\"\"}",
		"{\"chain\":\"\",\"entry\":0,\"format\":\"noticelog-checkpoint/"
		"1\",\"head\":\"ab\"}",
		"{\"chain\":\"\",\"entry\":0,\"format\":\"noticelog-checkpoint/"
		"1\",\"head\":\"\"}\n{}",
		"{\"chain\":\"\",\"entry\":0,\"format\":\"noticelog-checkpoint/"
		"1\",\"head\":\"\"}\n\n",
	};
	verify_sample s;
	nlog_checkpoint kept, again;
	nlog_str first = NLOG_STR_INIT, second = NLOG_STR_INIT;

	verify_sample_begin(&s);
	kept = taken(&s);
	nlog_checkpoint_write(&first, &kept);
	cr_assert_eq(nlog_checkpoint_read(&again, "kept", nlog_str_slice(&first), &s.f.err),
		     0, "%s", s.f.err.text);
	nlog_checkpoint_write(&second, &again);
	cr_expect_str_eq(nlog_str_text(&first), nlog_str_text(&second));
	nlog_checkpoint_clear(&kept);
	nlog_checkpoint_clear(&again);
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		cr_expect_eq(nlog_checkpoint_read(&again, "kept", nlog_slice_of(refused[i]),
						  &s.f.err),
			     NLOG_EINPUT, "row %zu", i);
		cr_expect_gt(s.f.err.line, 0);
	}
	nlog_str_clear(&first);
	nlog_str_clear(&second);
	verify_sample_end(&s);
}

/* The kit */

/* @return the script's exit status; -1 if it could not be run */
static int run_check(const char *kit)
{
	char script[160];
	char *argv[] = {(char *)(uintptr_t) "sh", script, NULL};
	posix_spawn_file_actions_t actions;
	int status = -1;
	pid_t pid;

	snprintf(script, sizeof(script), "%s/check.sh", kit);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, 1, 2);
	if (posix_spawnp(&pid, "sh", &actions, NULL, argv, environ) == 0)
		waitpid(pid, &status, 0);
	posix_spawn_file_actions_destroy(&actions);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool has_jq(void)
{
	return access("/usr/bin/jq", X_OK) == 0 || access("/usr/local/bin/jq", X_OK) == 0;
}

/* Write a kit of the register as it is now. */
static int write_kit(verify_sample *s, const char *kit)
{
	store_fixture_reopen(&s->f);
	return nlog_kit_write(s->f.store, kit, &s->f.err);
}

Test(checkpoint, a_kit_is_checked_without_us)
{
	verify_sample s;
	char kit[96], path[128];
	nlog_str manifest = NLOG_STR_INIT;

	verify_sample_begin(&s);
	snprintf(kit, sizeof(kit), "%s/kit", s.f.folder);
	cr_assert_eq(write_kit(&s, kit), 0, "%s", s.f.err.text);
	snprintf(path, sizeof(path), "%s/register.bundle", kit);
	cr_expect_eq(store_fixture_git(s.f.reg, "bundle", "verify", path, NULL), 0);
	cr_expect_eq(write_kit(&s, kit), NLOG_EEXISTS);
	if (!has_jq())
		cr_skip_test("jq is not installed");
	cr_expect_eq(run_check(kit), 0);
	/* Another digest in the manifest. */
	snprintf(path, sizeof(path), "%s/manifest.ndjson", kit);
	cr_assert_eq(nlog_file_read(&manifest, path, NLOG_FILE_LIMIT, NULL), 0);
	manifest.data[manifest.len / 2] =
		manifest.data[manifest.len / 2] == '0' ? '1' : '0';
	cr_assert_eq(nlog_file_write(path, nlog_str_slice(&manifest), NULL), 0);
	cr_expect_eq(run_check(kit), 1);
	nlog_str_clear(&manifest);
	verify_sample_end(&s);
}

Test(checkpoint, the_kits_script_finds_what_was_rewritten)
{
	static const struct {
		const char *what;
		verify_copy copies[3];
		size_t count;
	} rows[] = {
		{"a revision is gone", {{.of = 1}, {.of = 3}}, 2},
		{"another digest",
		 {{.of = 1}, {.of = 2, .find = "Digest: ", .put = "Digest: 0123456789"}},
		 2},
		{"another document",
		 {{.of = 1},
		  {.of = 2, .find = "Source: workshop.txt ", .put = "Source: a.txt 1"}},
		 2},
		{"another entry",
		 {{.of = 1}, {.of = 2, .find = "Entry: 3", .put = "Entry: 4"}, {.of = 3}},
		 3},
		{"no key",
		 {{.of = 1}, {.of = 2, .find = "Notice: 31", .put = "Notice: ../../31"}},
		 2},
	};
	verify_sample s;

	verify_sample_begin(&s);
	if (!has_jq())
		cr_skip_test("jq is not installed");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char kit[96];

		snprintf(kit, sizeof(kit), "%s/kit-%zu", s.f.folder, i);
		verify_sample_rewrite(&s, rows[i].copies, rows[i].count);
		cr_assert_eq(write_kit(&s, kit), 0, "%s: %s", rows[i].what, s.f.err.text);
		cr_expect_eq(run_check(kit), 1, "%s", rows[i].what);
	}
	verify_sample_end(&s);
}

Test(checkpoint, a_damaged_register_gives_no_kit)
{
	verify_sample s;
	char kit[96], path[256], id[NLOG_OID_SIZE];
	nlog_log *log = NULL;

	verify_sample_begin(&s);
	cr_assert_eq(nlog_store_log(&log, s.f.store, &s.f.err), 0);
	memcpy(id, nlog_log_get(log, 1)->blob, sizeof(id));
	nlog_log_free(log);
	snprintf(path, sizeof(path), "%s/objects/%.2s/%.38s", s.f.reg, id, id + 2);
	cr_assert_eq(unlink(path), 0);
	snprintf(kit, sizeof(kit), "%s/kit", s.f.folder);
	cr_expect_eq(write_kit(&s, kit), NLOG_EDAMAGED);
	cr_expect_neq(access(kit, F_OK), 0, "the folder was left behind");
	verify_sample_end(&s);
}
