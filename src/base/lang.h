/*
 * The language of what is said to people: English as written in the source,
 * Chinese by gettext's catalogue (src/po).  Nothing that is published goes this
 * way: same input, same bytes, whatever the locale.
 *
 * diag_at() and its kin look their formats up by themselves; what else is
 * printed is marked by _(), a constant that is looked up later by N_().
 */
#ifndef TONGBAO_BASE_LANG_H
#define TONGBAO_BASE_LANG_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

enum lang {
	LANG_ENGLISH,
	LANG_CHINESE,
};

/* en, zh and kin (zh_CN, zh-Hans, 中文); -1 for what is no language of ours. */
int lang_parse(enum lang *lang, const char *word);
/*
 * What the environment asks for: LANGUAGE, unless the locale (LC_ALL,
 * LC_MESSAGES, LANG) is C; else the locale.
 */
enum lang lang_of_environment(void);

/*
 * Before any thread starts.  `folder` holds zh_CN/LC_MESSAGES/tongbao.mo; NULL
 * or one without it leaves all in English, and the answer is -1 when Chinese
 * was wanted.  Of the C locale only messages change: numbers and orders stay.
 */
int lang_init(const char *folder, enum lang wanted);
bool lang_is_chinese(void);
/* The file that the words come from; NULL: they are those of the source. */
const char *lang_catalogue(struct arena *arena);

/* Safe on all threads. */
const char *lang_text(const char *english) __attribute__((format_arg(1)));
/* One of two texts by number, in languages that tell one from many. */
const char *lang_count(const char *one, const char *many, size_t count)
    __attribute__((format_arg(1), format_arg(2)));

/*
 * A word that goes into another sentence, looked up where `context` says what
 * for: it may be the same as an id that stays as it is.
 */
const char *lang_word(const char *context, const char *english);

#define _(english) lang_text(english)
#define N_(english) (english)
#define NC_(context, english) (english)

#endif
