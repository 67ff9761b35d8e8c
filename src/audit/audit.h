/**
 * @file
 * What the parts of an audit share.
 */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include <noticelog/audit.h>

/** Does an amendment fit the states and values that are asked for? */
bool audit_takes(const nlog_audit_options *options, const nlog_comparison *comparison,
		 const nlog_amendment *amendment);

/** Fill in when an amendment came: notice given, and of an extension whether it was late. */
void audit_set_notice_given(nlog_audit_row *row, const nlog_comparison *comparison,
			    const nlog_amendment *amendment);

/** Count a revision that passes, and the rows that it gave (from row `first` on). */
void audit_count_step(nlog_audit *audit, const nlog_history_step *step,
		      const nlog_comparison *comparison, size_t first);
/** Sort what was counted, once all is. */
void audit_finish_statistics(nlog_audit_statistics *statistics);
/** Add the figures of other notices; the other ones are left for audit_clear_statistics(). */
void audit_join_statistics(nlog_audit_statistics *statistics, nlog_audit_statistics *other);
void audit_clear_statistics(nlog_audit_statistics *statistics);

/** Add what was found in a revision; findings are taken, and empty afterwards. */
void audit_add_findings(nlog_audit *audit, const nlog_dossier *dossier,
			const nlog_revision *revision, nlog_findings *findings);

#endif
