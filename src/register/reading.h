/* What the checks of register.json and its tables of names share. */
#ifndef REGISTER_READING_H
#define REGISTER_READING_H

#include "private.h"

/* What is being read, and where in it: a JSON Pointer (RFC 6901). */
typedef struct {
	nlog_register *reg;
	const char *source;
	nlog_slice text; /* empty for the register that is built in */
	nlog_str path;
	nlog_error *err;
} register_reader;

/* Stop with an error at the value that is being read. */
int register_refuse(const register_reader *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Go on to the member `name`; what is given back leads out again with register_leave(). */
size_t register_enter(register_reader *r, const char *name);
size_t register_enter_element(register_reader *r, size_t index);
void register_leave(register_reader *r, size_t before);

/* A day, or a year (also as a number), which means its first day. */
bool register_read_day(const json_t *value, nlog_date *out);

/* names.c: enter every name of the members, which were checked, into its table. */
int register_enter_names(register_reader *r);

#endif
