/**
 * @file
 * What taking and comparing checkpoints share.
 */
#ifndef AUDIT_CHECKPOINT_H
#define AUDIT_CHECKPOINT_H

#include <noticelog/checkpoint.h>
#include <noticelog/log.h>

/** @param goes_on  a revision that cannot be read has the digest "", and is no failure */
int audit_checkpoint_of_log(nlog_checkpoint *out, const nlog_store *store,
			    const nlog_log *log, bool goes_on, nlog_error *err);

#endif
