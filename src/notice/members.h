/**
 * @file
 * Reading and checking an object of known members: what notices and addenda share.
 */
#ifndef NOTICELOG_NOTICE_MEMBERS_H
#define NOTICELOG_NOTICE_MEMBERS_H

#include <noticelog/notice.h>

/** What makes an object a notice, or an addendum. */
typedef struct {
	const char *what;   /**< "notice", for errors */
	const char *format; /**< value of the member `format` */
	bool (*check)(const char *name, const json_t *value, nlog_value_fault *fault);
} nlog_member_form;

/** Say that a member is not known; always false. */
bool nlog_member_unknown(nlog_value_fault *fault, const char *text);

/**
 * Check members that were built in memory, and set their `format`.
 *
 * @param members  taken on failure, the caller's on success
 */
int nlog_members_check_take(json_t *members, const nlog_member_form *form, nlog_error *err);

/**
 * Read and check a stored form.
 *
 * @param out           owned; untouched on failure
 * @param is_canonical  text is the stored form of *out to the byte
 */
int nlog_members_read(json_t **out, bool *is_canonical, const char *source, nlog_slice text,
		      nlog_read_mode mode, const nlog_member_form *form,
		      nlog_findings *findings, nlog_error *err);

#endif
