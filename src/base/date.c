#include "base/date.h"

#include <stdio.h>

static int
digits(const char *at, size_t count)
{
	int number = 0;
	for (size_t i = 0; i < count; i++) {
		if (at[i] < '0' || at[i] > '9')
			return -1;
		number = number * 10 + (at[i] - '0');
	}
	return number;
}

bool
date_is_valid(struct text t)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	if (t.len != 10 || t.at[4] != '-' || t.at[7] != '-')
		return false;
	int year = digits(t.at, 4), month = digits(t.at + 5, 2),
	    day = digits(t.at + 8, 2);
	if (year < 1 || month < 1 || month > 12 || day < 1)
		return false;
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return day <= days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* Years that begin in March have their leap day at the end. */
long
date_number(const char *iso)
{
	long year = digits(iso, 4), month = digits(iso + 5, 2),
	     day = digits(iso + 8, 2);
	month -= 3;
	if (month < 0) {
		month += 12;
		year--;
	}
	return year * 365 + year / 4 - year / 100 + year / 400 +
	    (month * 153 + 2) / 5 + day - 1;
}

void
date_from_number(long number, char out[DATE_ROOM])
{
	long era = number / 146097, rest = number % 146097;
	long year = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
	long day = rest - (365 * year + year / 4 - year / 100);
	long month = (5 * day + 2) / 153;
	day -= (153 * month + 2) / 5;
	year += era * 400 + (month >= 10);
	month += month < 10 ? 3 : -9;
	snprintf(out, DATE_ROOM, "%04u-%02u-%02u", (unsigned)year % 10000,
	    (unsigned)month % 100, (unsigned)(day + 1) % 100);
}

const char *
date_after(struct arena *arena, const char *day)
{
	char next[DATE_ROOM];
	if (!date_is_valid(text_of(day)) || strcmp(day, "9999-12-31") == 0)
		return day;
	date_from_number(date_number(day) + 1, next);
	return arena_string(arena, next);
}

long
date_between(const char *from, const char *to)
{
	return date_number(to) - date_number(from);
}

int
date_weekday(const char *iso)
{
	/* 0000-03-01 was a Wednesday. */
	return (int)((date_number(iso) + 3) % 7);
}

const char *
date_in_han(struct arena *arena, const char *date)
{
	if (!date_is_valid(text_of(date)))
		return date;
	return arena_printf(arena, "%d年%d月%d日", digits(date, 4),
	    digits(date + 5, 2), digits(date + 8, 2));
}
