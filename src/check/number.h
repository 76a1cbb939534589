/*
 * The numbers of documents, written and taken apart (GB/T 9704: 机关代字
 * 〔2010〕11号, the year in full between 〔〕, no padded number, no 第; of a
 * newsletter 第11期, or 第11期（总第25期）).
 */
#ifndef TONGBAO_CHECK_NUMBER_H
#define TONGBAO_CHECK_NUMBER_H

#include "base/buf.h"
#include "model/record.h"

/* The number as it should be; false when nobody can tell. */
bool number_make(struct buf *out, const struct record *bulletin,
    const struct value *number);

/* A proper one, taken apart; slices of it. */
struct number_parts {
	struct text name; /* 机关代字; of a newsletter what stands before 第 */
	long year;        /* 0: it names none */
	long count;
	long total; /* 总第25期; 0: it is not said */
	bool newsletter;
};
/*
 * Of a bulletin's number as it should be; false when nobody can tell.  The
 * slices are in the arena, a newsletter's year is that of its day.
 */
bool number_parts_of(struct number_parts *parts, struct arena *arena,
    const struct record *bulletin);
/*
 * What of a series is used elsewhere: 校办〔2010〕12号, 校办〔2010〕1—10号,
 * 活动办公室2010年第1—3期; without a number (校办〔2010〕, 活动办公室2010年)
 * nothing of it.
 */
struct number_range {
	struct text name;
	long year;
	long from, to; /* 1, 0: none */
	bool newsletter;
};
bool number_range_read(struct number_range *range, struct text words);

bool bulletin_is_newsletter(const struct record *bulletin);

/* ---- pieces ---- */

/* Half-width digits, the right brackets, no spaces. */
void number_tidy(struct buf *out, struct text number);
/* How many digits there are at a place, before one. */
size_t digits_at(struct text text, size_t at);
size_t digits_before(struct text text, size_t at);

#endif
