/* Calendar days, periods and instants. */
#include <noticelog/date.h>

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static nlog_date day_of(int year, int month, int day)
{
	nlog_date date = {-1};

	cr_assert(nlog_date_make(&date, year, month, day), "%d-%d-%d", year, month, day);
	return date;
}

static nlog_period period_of(const char *iso)
{
	nlog_period period = {{0}, {0}};

	cr_assert(nlog_period_from_iso(&period, nlog_slice_of(iso)), "%s", iso);
	return period;
}

Test(date, counts_days_from_1970)
{
	cr_assert_eq(day_of(1970, 1, 1).day, 0);
	cr_assert_eq(day_of(1969, 12, 31).day, -1);
	cr_assert_eq(day_of(2000, 2, 29).day, 11016);
	cr_assert_eq(day_of(2025, 7, 8).day, 20277);
	cr_assert_eq(day_of(1, 1, 1).day, -719162);
	cr_assert_eq(day_of(9999, 12, 31).day, 2932896);
}

Test(date, refuses_days_that_are_not_in_the_calendar)
{
	static const int rows[][3] = {
		{2025, 2, 29}, {1900, 2, 29},        {2100, 2, 29}, {2025, 4, 31},
		{2025, 0, 1},  {2025, 13, 1},        {2025, 1, 0},  {2025, 1, 32},
		{0, 1, 1},     {-1, 1, 1},           {10000, 1, 1}, {2025, -1, 1},
		{2025, 1, -1}, {2147483647, 12, 31},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_date date = {4711};

		cr_expect(!nlog_date_make(&date, rows[i][0], rows[i][1], rows[i][2]),
			  "row %zu", i);
		cr_expect_eq(date.day, 4711, "untouched, row %zu", i);
	}
}

Test(date, makes_and_splits_every_day_in_order)
{
	int32_t next = day_of(1, 1, 1).day, last = day_of(9999, 12, 31).day;
	int before[3] = {0, 12, 31};

	cr_assert_eq(next, NLOG_DAY_MIN);
	cr_assert_eq(last, NLOG_DAY_MAX);
	/* A prime step visits every month and weekday; the neighbours are looked at, too. */
	for (int32_t day = next; day <= last; day += 29) {
		nlog_date back = {0};
		int year, month, of_month;

		nlog_date_split((nlog_date){day}, &year, &month, &of_month);
		cr_assert(year > before[0] ||
			  (year == before[0] &&
			   (month > before[1] ||
			    (month == before[1] && of_month > before[2]))));
		cr_assert(nlog_date_make(&back, year, month, of_month));
		cr_assert_eq(back.day, day);
		before[0] = year, before[1] = month, before[2] = of_month;
	}
}

Test(date, reads_iso_days_and_nothing_else)
{
	static const char *good[] = {"2025-05-02", "0001-01-01", "9999-12-31",
				     "2024-02-29"};
	const nlog_slice bad[] = {
		NLOG_SLICE(""),
		NLOG_SLICE("2025-5-02"),
		NLOG_SLICE("2025-05-2"),
		NLOG_SLICE("2025-05-02 "),
		NLOG_SLICE(" 2025-05-02"),
		NLOG_SLICE("2025/05/02"),
		NLOG_SLICE("20250502"),
		NLOG_SLICE("2025-02-30"),
		NLOG_SLICE("0000-01-01"),
		NLOG_SLICE("+025-05-02"),
		NLOG_SLICE("2025-05-02T00:00"),
		NLOG_SLICE("-2025-05-02"),
		NLOG_SLICE("2025-05-0\0"),
		NLOG_SLICE("2025-0x-02"),
		NLOG_SLICE("2025-05-"),
		NLOG_SLICE("\xd9\xa2"
			   "025-05-02"),
	};

	for (size_t i = 0; i < COUNT(good); i++) {
		nlog_str out = NLOG_STR_INIT;
		nlog_date date = {0};

		cr_assert(nlog_date_from_iso(&date, nlog_slice_of(good[i])), "%s", good[i]);
		nlog_date_add_iso(&out, date);
		cr_assert_str_eq(nlog_str_text(&out), good[i]);
		nlog_str_clear(&out);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		nlog_date date = {4711};

		cr_expect(!nlog_date_from_iso(&date, bad[i]), "row %zu", i);
		cr_expect_eq(date.day, 4711);
	}
	/* What follows the slice is not read. */
	cr_assert(nlog_date_from_iso(&(nlog_date){0}, (nlog_slice){"2025-05-0233", 10}));
}

Test(date, knows_the_months_names)
{
	static const struct {
		const char *name;
		int month;
	} rows[] = {
		{"January", 1},  {"jan", 1},     {"FEBRUARY", 2}, {"Sept", 9}, {"Sep", 9},
		{"Dec", 12},     {"May", 5},     {"June", 6},     {"Jun", 6},  {"Jul", 7},
		{"Octo", 0},     {"Augu", 0},    {"ma", 0},       {"M", 0},    {"", 0},
		{"Januaryy", 0}, {"Junuary", 0}, {"Janu ary", 0}, {"juin", 0},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_eq(nlog_month_from_name(nlog_slice_of(rows[i].name)),
			     rows[i].month, "%s", rows[i].name);
	for (int month = 1; month <= 12; month++)
		cr_assert_eq(nlog_month_from_name(nlog_slice_of(nlog_month_name(month))),
			     month);
}

Test(date, writes_days_for_people)
{
	nlog_str out = NLOG_STR_INIT;

	nlog_date_add_human(&out, day_of(2024, 6, 10));
	nlog_str_addc(&out, ';');
	nlog_date_add_human(&out, day_of(2025, 5, 2));
	cr_assert_str_eq(nlog_str_text(&out), "10 June 2024;2 May 2025");
	nlog_str_clear(&out);
}

Test(date, reads_periods_and_nothing_else)
{
	static const char *bad[] = {
		"2025-07-10/2025-07-08",
		"2025-07-08",
		"2025-07-08/",
		"/2025-07-08",
		"2025-07-08-2025-07-10",
		"2025-07-08/2025-07-32",
		"2025-07-08/2025-07-10 ",
		"2025-07-08//2025-07-10",
	};
	nlog_str out = NLOG_STR_INIT;

	nlog_period_add_iso(&out, period_of("2025-07-08/2025-07-10"));
	cr_assert_str_eq(nlog_str_text(&out), "2025-07-08/2025-07-10");
	nlog_str_clear(&out);
	for (size_t i = 0; i < COUNT(bad); i++)
		cr_expect(!nlog_period_from_iso(&(nlog_period){{0}, {0}},
						nlog_slice_of(bad[i])),
			  "%s", bad[i]);
}

Test(date, counts_both_ends_of_a_period)
{
	cr_assert_eq(nlog_period_days(period_of("2025-12-15/2025-12-15")), 1);
	cr_assert_eq(nlog_period_days(period_of("2025-07-08/2025-07-10")), 3);
	cr_assert_eq(nlog_period_days(period_of("2024-02-28/2024-03-01")), 3);
	cr_assert_eq(nlog_period_days(period_of("0001-01-01/9999-12-31")), 3652059);
}

Test(date, writes_periods_for_people)
{
	static const struct {
		const char *iso, *human;
	} rows[] = {
		{"2025-07-08/2025-07-10", "8\u201310 July 2025"},
		{"2020-06-30/2020-07-02", "30 June\u20132 July 2020"},
		{"2015-12-01/2016-04-30", "1 December 2015\u201330 April 2016"},
		{"2025-12-15/2025-12-15", "15 December 2025"},
		{"2024-07-01/2025-07-05", "1 July 2024\u20135 July 2025"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_str out = NLOG_STR_INIT;

		nlog_period_add_human(&out, period_of(rows[i].iso));
		cr_expect_str_eq(nlog_str_text(&out), rows[i].human, "%s",
				 nlog_str_text(&out));
		nlog_str_clear(&out);
	}
}

Test(date, writes_a_number_of_days_for_people)
{
	static const struct {
		int32_t days;
		const char *human;
	} rows[] = {
		{1, "1 day"},
		{-1, "1 day"},
		{2, "2 days"},
		{28, "28 days"},
		{-28, "28 days"},
		{0, "0 days"},
		{INT32_MIN, "2147483648 days"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_str out = NLOG_STR_INIT;

		nlog_days_add_human(&out, rows[i].days);
		cr_expect_str_eq(nlog_str_text(&out), rows[i].human, "%s",
				 nlog_str_text(&out));
		nlog_str_clear(&out);
	}
}

Test(date, reads_the_times_of_git_and_of_rfc_3339)
{
	static const struct {
		const char *text;
		int64_t seconds;
		int32_t offset_minutes;
	} rows[] = {
		{"@1746145800 +0900", 1746145800, 540},
		{"1746145800 +0900", 1746145800, 540},
		{"1746145800 -0330", 1746145800, -210},
		{"@0 +0000", 0, 0},
		{"@4294967295 +0000", 4294967295, 0},
		{"2025-05-02T09:30:00+09:00", 1746145800, 540},
		{"2025-05-02T00:30:00Z", 1746145800, 0},
		{"2025-05-01T20:00:00-04:30", 1746145800, -270},
		{"1970-01-01T00:00:00Z", 0, 0},
		{"1970-01-01T09:00:00+09:00", 0, 540},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_instant instant = {-1, -1};

		cr_expect(nlog_instant_from_text(&instant, nlog_slice_of(rows[i].text)),
			  "%s", rows[i].text);
		cr_expect_eq(instant.seconds, rows[i].seconds, "%s", rows[i].text);
		cr_expect_eq(instant.offset_minutes, rows[i].offset_minutes, "%s",
			     rows[i].text);
	}
}

Test(date, refuses_other_times)
{
	static const char *rows[] = {
		"",
		"yesterday",
		"2025-05-02",
		"2025-05-02 09:30",
		"2025-05-02T09:30:00",
		"2025-05-02T25:30:00Z",
		"2025-05-02T09:60:00Z",
		"2025-05-02T09:30:61Z",
		"2025-02-30T09:30:00Z",
		"2025-05-02T09:30:00+0900 ",
		"2025-05-02T09:30:00+24:00",
		"2025-05-02T09:30:00+09:60",
		"@4294967296 +0000",
		"@-1 +0000",
		"@99999999999999999999999 +0000",
		"1746145800 0900",
		"1746145800 +09000",
		"1746145800 +2400",
		"1746145800 +0060",
		"@",
		"@ +0000",
		"1746145800  +0900",
		"1969-12-31T23:59:59Z",
		"1970-01-01T00:00:00+09:00",
		"9999-12-31T00:00:00Z",
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_instant instant = {-7, -7};

		cr_expect(!nlog_instant_from_text(&instant, nlog_slice_of(rows[i])), "%s",
			  rows[i]);
	}
}

Test(date, writes_times_in_rfc_3339_and_reads_them_back)
{
	static const struct {
		nlog_instant instant;
		const char *text;
	} rows[] = {
		{{1746145800, 540}, "2025-05-02T09:30:00+09:00"},
		{{1746145800, 0}, "2025-05-02T00:30:00Z"},
		{{1746145800, -270}, "2025-05-01T20:00:00-04:30"},
		{{0, 0}, "1970-01-01T00:00:00Z"},
		{{4294967295, 0}, "2106-02-07T06:28:15Z"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		nlog_instant back = {0, 0};
		nlog_str out = NLOG_STR_INIT;

		nlog_instant_add_rfc3339(&out, rows[i].instant);
		cr_expect_str_eq(nlog_str_text(&out), rows[i].text);
		cr_expect(nlog_instant_from_text(&back, nlog_str_slice(&out)));
		cr_expect_eq(back.seconds, rows[i].instant.seconds);
		cr_expect_eq(back.offset_minutes, rows[i].instant.offset_minutes);
		nlog_str_clear(&out);
	}
}

Test(date, ends_the_day_of_an_instant_in_utc)
{
	/* 09:30 in Tokyo is half past midnight in UTC; half an hour and a second earlier is not. */
	cr_assert_eq(nlog_instant_day((nlog_instant){1746145800, 540}).day,
		     day_of(2025, 5, 2).day);
	cr_assert_eq(nlog_instant_day((nlog_instant){1746143999, 540}).day,
		     day_of(2025, 5, 1).day);
	cr_assert_eq(nlog_instant_day((nlog_instant){0, -600}).day, 0);
}
