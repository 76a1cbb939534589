/*
 * Days of the Gregorian calendar as ISO text: 2010-10-15.  That text sorts by
 * itself; what needs a number of days comes here.
 */
#ifndef TONGBAO_BASE_DATE_H
#define TONGBAO_BASE_DATE_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/text.h"

#define DATE_ROOM 11 /* 2010-10-15 and the NUL */

/* Ten characters that are a day there was or will be. */
bool date_is_valid(struct text t);
/* Days since 0000-03-01 of a valid date. */
long date_number(const char *iso);
void date_from_number(long number, char out[DATE_ROOM]);
/* The next day; the last one there is, and what is no day, stay as they are. */
const char *date_after(struct arena *arena, const char *day);
/* How many days `to` lies after `from`; negative when before. */
long date_between(const char *from, const char *to);
/* 0 = Sunday … 6 = Saturday. */
int date_weekday(const char *iso);
/*
 * 2010-10-15 as 2010年10月15日, for what is Chinese whatever the site's
 * language; what is no such date stays as it is.
 */
const char *date_in_han(struct arena *arena, const char *date);

#endif
