/**
 * @file
 * Errors: why the work stopped. (What is strange in the data is a finding.)
 *
 * A function that can fail returns 0 or one of the negative codes below and
 * fills an nlog_error on the caller's stack. The layer that sees the failure
 * writes the text, the layers above pass it on. A text says the problem first,
 * in lower case, without a full stop, its subject in quotes, then what to do.
 */
#ifndef NOTICELOG_ERROR_H
#define NOTICELOG_ERROR_H

#include <stdarg.h>

typedef enum {
	NLOG_OK = 0,
	NLOG_EUSAGE = -1,    /**< asked for something that cannot be meant */
	NLOG_EINPUT = -2,    /**< a document, JSON or value is not what it must be */
	NLOG_ENOTFOUND = -3, /**< no such notice, revision, file, register */
	NLOG_EEXISTS = -4,   /**< is there already */
	NLOG_ECONFLICT = -5, /**< the register says otherwise, or moved on */
	NLOG_EBUSY = -6,     /**< somebody else holds the lock */
	NLOG_ELIMIT = -7,    /**< larger or deeper than the limit */
	NLOG_EDAMAGED = -8,  /**< the register is not what it was */
	NLOG_EIO = -9,       /**< reading or writing failed */
	NLOG_EOWNER = -10,   /**< the register belongs to another user */
} nlog_code;

/** Why it failed. Texts longer than the room are cut; nothing is owned. */
typedef struct {
	nlog_code code;
	char source[256]; /**< file name, or ""; foreign bytes are made visible */
	unsigned line;    /**< from 1; 0: no line */
	unsigned column;  /**< from 1, in characters; 0: no column */
	char text[768];
} nlog_error;

#define NLOG_ERROR_INIT                                                                    \
	{                                                                                  \
		NLOG_OK, "", 0, 0, ""                                                      \
	}

/** Fill err (NULL is fine) and return code. Foreign bytes in the text are made visible. */
int nlog_error_set(nlog_error *err, nlog_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/** The same with a place; source may be NULL, line and column 0. */
int nlog_error_at(nlog_error *err, nlog_code code, const char *source, unsigned line,
		  unsigned column, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/** Give err a source if it has none yet, and return its code. */
int nlog_error_source(nlog_error *err, const char *source);

#endif
