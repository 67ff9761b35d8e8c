/**
 * @file
 * Numbers of JSON: decimal text to double and back, as ECMAScript has it.
 */
#ifndef NLOG_BASE_JSON_NUMBER_H
#define NLOG_BASE_JSON_NUMBER_H

#include <stdbool.h>

#include <noticelog/str.h>

/* Room for every number that json_number_print writes, and a NUL. */
#define JSON_NUMBER_ROOM 32

/* 2^53 - 1: up to here every integer is a double of its own. */
#define JSON_INTEGER_MAX 9007199254740991

/*
 * Read a number that keeps to the grammar, to the nearest double; what is
 * smaller than every double is 0. @return false if it is beyond them
 */
bool json_number_parse(nlog_slice text, double *number);

/* Read a number without fraction and exponent; false beyond JSON_INTEGER_MAX either way. */
bool json_integer_parse(nlog_slice text, long long *number);

/*
 * Write a finite number as ECMAScript's Number::toString does (RFC 8785,
 * 3.2.2.3): the fewest digits that are read back as the same double and, of
 * those, the closest. @return the length
 */
size_t json_number_print(char room[JSON_NUMBER_ROOM], double number);

/* The same for an integer within JSON_INTEGER_MAX. */
size_t json_integer_print(char room[JSON_NUMBER_ROOM], long long number);

#endif
