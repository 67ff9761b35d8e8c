/* The keys of rows that have a number. */
#include "index.h"

int32_t index_month_of(nlog_date day)
{
	int year, month, day_of_month;

	nlog_date_split(day, &year, &month, &day_of_month);
	return year * 12 + month - 1;
}

/* Rows lie in the order of their bytes: the highest first. */
static void add_ordered(nlog_str *out, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		nlog_str_addc(out, (char)(unsigned char)(number >> shift));
}

void index_block_key(nlog_str *out, size_t number)
{
	nlog_str_truncate(out, 0);
	nlog_str_addc(out, INDEX_ENTRIES);
	add_ordered(out, (uint32_t)number);
}

void index_month_key(nlog_str *out, int32_t month)
{
	nlog_str_truncate(out, 0);
	nlog_str_addc(out, INDEX_MONTH);
	add_ordered(out, (uint32_t)month);
}
