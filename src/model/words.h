/*
 * How things of a view are called, in the words that pages, bulletins and
 * filters share: days, persons, what a record is about, its title.  What one
 * room alone says (a field's value, a figure) is that room's.
 */
#ifndef TONGBAO_MODEL_WORDS_H
#define TONGBAO_MODEL_WORDS_H

#include "model/strings.h"
#include "model/view.h"

/* A figure that may not be told. */
#define WITHHELD "…"

/* 2010年10月15日, 15 October 2010; what is no ISO date stays as it is. */
const char *date_words(struct arena *arena, const struct strings *strings,
    const char *iso);

/*
 * a/b in percent with so many digits, half rounded up: by integers, exactly;
 * — where b is nothing.  Counts up to SHARE_MOST.
 */
#define SHARE_ROOM 48
#define SHARE_DIGITS_MOST 6
#define SHARE_MOST 1000000000LL
void share_words(char words[SHARE_ROOM], int64_t a, int64_t b, int digits);

/* The name; 某党员 who may not be named. */
const char *person_words(const struct strings *strings,
    const struct view_person *person);
/* A person's name, with the organisation where there is none; or that. */
const char *subject_words(struct arena *arena, const struct strings *strings,
    const struct view_entry *entry);
/* The title that its writer gave it; NULL when it has none. */
const char *entry_own_title(const struct view_entry *entry);
/* That, or one made of its subject, kind and period. */
const char *entry_title(struct arena *arena, const struct view *view,
    const struct view_entry *entry);

#endif
