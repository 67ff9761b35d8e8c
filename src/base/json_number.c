/* Numbers of JSON, to double and back without a loss, whatever the locale. */
#include "json_number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <noticelog/alloc.h>

/* digits * 10^exponent; without zeros at the end once it is tidied. */
typedef struct {
	uint64_t digits;
	int exponent;
} decimal;

/* The powers of ten that a double holds exactly. */
static const double exact_powers[] = {
	1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

enum {
	LAST_EXACT_POWER = 22,
	MOST_DIGITS = 17,      /* always enough to tell two doubles apart */
	UNIQUE_DIGITS = 15,    /* a decimal this short is given back by its double */
	EXPONENT_LIMIT = 9999, /* beyond any double, however many digits there are */
};

/*
 * Both operands are doubles without an error, so that the one operation
 * rounds correctly. @return false if this needs more care
 */
static bool scale_exactly(decimal value, double *number)
{
	if (FLT_EVAL_METHOD != 0 || value.digits > JSON_INTEGER_MAX ||
	    value.exponent < -LAST_EXACT_POWER || value.exponent > LAST_EXACT_POWER)
		return false;
	if (value.exponent < 0)
		*number = (double)value.digits / exact_powers[-value.exponent];
	else
		*number = (double)value.digits * exact_powers[value.exponent];
	return true;
}

/* The exponent part of a number's text, kept within EXPONENT_LIMIT. */
static int read_exponent(nlog_slice text)
{
	bool negative = text.len > 0 && text.data[0] == '-';
	int exponent = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] >= '0' && text.data[i] <= '9' && exponent < EXPONENT_LIMIT)
			exponent = exponent * 10 + (text.data[i] - '0');
	}
	return negative ? -exponent : exponent;
}

/* @return false if the digits are too many for a decimal */
static bool read_decimal(nlog_slice text, decimal *value)
{
	bool in_fraction = false;

	*value = (decimal){0, 0};
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (c == '.') {
			in_fraction = true;
		} else if (c == 'e' || c == 'E') {
			value->exponent += read_exponent(nlog_slice_from(text, i + 1));
			return true;
		} else {
			if (value->digits > JSON_INTEGER_MAX ||
			    value->exponent < -EXPONENT_LIMIT)
				return false;
			value->digits = value->digits * 10 + (uint64_t)(c - '0');
			value->exponent -= in_fraction;
		}
	}
	return true;
}

/* strtod wants a NUL at the end, and the program's locale must not matter. */
static double parse_with_care(nlog_slice text)
{
	locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	char room[64];
	char *copy = text.len < sizeof(room) ? room : nlog_alloc(text.len + 1);
	double number;

	memcpy(copy, text.data, text.len);
	copy[text.len] = '\0';
	number = strtod_l(copy, NULL, plain);
	if (copy != room)
		nlog_free(copy);
	freelocale(plain);
	return number;
}

bool json_number_parse(nlog_slice text, double *number)
{
	bool negative = text.data[0] == '-';
	nlog_slice magnitude = nlog_slice_from(text, negative);
	decimal value;
	double result;

	if (!read_decimal(magnitude, &value) || !scale_exactly(value, &result))
		result = parse_with_care(magnitude);
	*number = negative ? -result : result;
	return isfinite(result);
}

bool json_integer_parse(nlog_slice text, long long *number)
{
	bool negative = text.data[0] == '-';
	long long value = 0;

	for (size_t i = negative; i < text.len; i++) {
		value = value * 10 + (text.data[i] - '0');
		if (value > JSON_INTEGER_MAX)
			return false;
	}
	*number = negative ? -value : value;
	return true;
}

static decimal tidy(decimal value)
{
	while (value.digits && value.digits % 10 == 0) {
		value.digits /= 10;
		value.exponent++;
	}
	return value;
}

/*
 * Try the decimal of 15 digits in plain arithmetic: the product may be off by a
 * bit, but if the decimal is read back as the number, then it is
 * the only one so short, and no shorter one is left out.
 */
static bool find_short(decimal *found, double number)
{
	int exponent;
	int places;

	(void)frexp(number, &exponent);
	/* The decimal exponent, or one or two less: then there are too many digits at first. */
	places = UNIQUE_DIGITS - 1 - ((exponent - 1) * 30103 / 100000 - (exponent < 1));
	for (; places >= 0 && places <= LAST_EXACT_POWER; places--) {
		double scaled = number * exact_powers[places] + 0.5;
		double back;

		if (scaled >= exact_powers[UNIQUE_DIGITS])
			continue;
		*found = (decimal){(uint64_t)scaled, -places};
		return scale_exactly(*found, &back) && back == number;
	}
	return false;
}

/* The nearest decimal of so many digits; its digits are collected, as the point is the locale's. */
static decimal nearest(double number, int digits)
{
	char room[48];
	decimal value = {0, 1 - digits};
	const char *c = room;

	(void)snprintf(room, sizeof(room), "%.*e", digits - 1, number);
	for (; *c != 'e'; c++) {
		if (*c >= '0' && *c <= '9')
			value.digits = value.digits * 10 + (uint64_t)(*c - '0');
	}
	value.exponent += (int)strtol(c + 1, NULL, 10);
	return value;
}

static bool is_read_back(decimal value, double number)
{
	char room[48];
	double back;

	if (!scale_exactly(value, &back)) {
		int len = snprintf(room, sizeof(room), "%llue%d",
				   (unsigned long long)value.digits, value.exponent);

		back = parse_with_care((nlog_slice){room, (size_t)len});
	}
	return back == number;
}

/*
 * The fewest digits. Below a power of two doubles lie twice as close as above
 * it, so that there the nearest decimal can miss and the next one up can hit.
 */
static decimal find_shortest(double number)
{
	int exponent;
	bool is_power_of_two = frexp(number, &exponent) == 0.5;
	int digits = number < DBL_MIN ? 1 : UNIQUE_DIGITS;

	for (; digits < MOST_DIGITS; digits++) {
		decimal value = nearest(number, digits);

		if (is_read_back(value, number))
			return value;
		value.digits++;
		if (is_power_of_two && is_read_back(value, number))
			return value;
	}
	return nearest(number, MOST_DIGITS);
}

static char *put(char *at, const char *data, size_t len)
{
	memcpy(at, data, len);
	return at + len;
}

static char *put_zeros(char *at, int count)
{
	memset(at, '0', (size_t)count);
	return at + count;
}

/* ECMAScript's layout: point is where the decimal point stands, counted in digits. */
static char *put_decimal(char *at, decimal value)
{
	char text[24];
	int count = snprintf(text, sizeof(text), "%llu", (unsigned long long)value.digits);
	int point = count + value.exponent;
	size_t len = (size_t)count;

	if (point >= count && point <= 21)
		return put_zeros(put(at, text, len), point - count);
	if (point > 0 && point <= 21) {
		at = put(put(at, text, (size_t)point), ".", 1);
		return put(at, text + point, len - (size_t)point);
	}
	if (point > -6 && point <= 0)
		return put(put_zeros(put(at, "0.", 2), -point), text, len);
	at = put(at, text, 1);
	if (count > 1)
		at = put(put(at, ".", 1), text + 1, len - 1);
	return at + snprintf(at, 8, "e%+d", point - 1);
}

size_t json_integer_print(char room[JSON_NUMBER_ROOM], long long number)
{
	unsigned long long magnitude =
		number < 0 ? 0 - (unsigned long long)number : (unsigned long long)number;
	char *end = room + JSON_NUMBER_ROOM;
	char *start = end;
	size_t len;

	do
		*--start = (char)('0' + magnitude % 10);
	while (magnitude /= 10);
	if (number < 0)
		*--start = '-';
	len = (size_t)(end - start);
	memmove(room, start, len);
	room[len] = '\0';
	return len;
}

size_t json_number_print(char room[JSON_NUMBER_ROOM], double number)
{
	double magnitude = number < 0 ? -number : number;
	char *at = room;
	decimal value;

	/* Zero of either sign, too. */
	if (magnitude <= JSON_INTEGER_MAX && magnitude == (double)(long long)magnitude)
		return json_integer_print(room, (long long)number);
	if (number < 0)
		*at++ = '-';
	if (!find_short(&value, magnitude))
		value = find_shortest(magnitude);
	at = put_decimal(at, tidy(value));
	*at = '\0';
	return (size_t)(at - room);
}
