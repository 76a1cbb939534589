/*
 * The language of what is said to people: English as written in the source,
 * Chinese by gettext's catalogue.  Nothing that is published goes this way:
 * same input, same bytes, whatever the locale.
 *
 * diag_at() and its kin look their formats up by themselves; what else is
 * printed is marked by _(), a constant that is looked up later by N_().
 */
#ifndef TONGBAO_BASE_LANG_H
#define TONGBAO_BASE_LANG_H

const char *lang_text(const char *english) __attribute__((format_arg(1)));

#define _(english) lang_text(english)
#define N_(english) (english)

#endif
