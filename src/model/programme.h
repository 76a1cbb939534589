/*
 * What differs between institutions, as data: vocabularies, periods, forms.
 * The programme and the site's settings are public inputs of every edition;
 * they hold nothing about anybody, so views may point at them.
 */
#ifndef TONGBAO_MODEL_PROGRAMME_H
#define TONGBAO_MODEL_PROGRAMME_H

#include "base/value.h"
#include "model/schema.h"

struct term {
	const char *id;
	const char *name; /* what people read; the id when there is none */
	struct span span;
};

struct term_list {
	struct term *items;
	size_t count, capacity;
};

struct period {
	const char *id, *name;
	const char *from, *to, *due; /* ISO dates */
};

struct aspect {
	const char *id, *title, *guidance; /* guidance may be "" */
	const struct value *titles;        /* other headings; may be NULL */
};

struct form {
	const char *id, *name;
	const char *short_name; /* in tables; the name when there is none */
	struct aspect *aspects; /* in the form's order */
	size_t aspect_count;
};

struct programme {
	const char *title;
	struct term_list terms[VOCABULARY__MAX];
	struct period *periods; /* parallel to terms[VOCABULARY_PERIOD] */
	struct form *forms;     /* parallel to terms[VOCABULARY_FORM] */
	const struct value *scope; /* default labels, read by scope/policy */
	const struct value *rules; /* severities, may be NULL */
	uint32_t source;
};

/* By id or name; NULL when there is none. */
const struct term *programme_term(const struct programme *programme,
    enum vocabulary vocabulary, struct text name);
/* Its position in the list, or -1. */
int programme_rank(const struct programme *programme,
    enum vocabulary vocabulary, struct text name);
/* The reading name of a term, or the id itself when there is no such term. */
const char *programme_name(const struct programme *programme,
    enum vocabulary vocabulary, const char *id);
const struct period *programme_period(const struct programme *programme,
    const char *id);
const struct form *programme_form(const struct programme *programme,
    const char *id);
/* The period that `date` lies in, else the last one before it, else NULL. */
const struct period *programme_period_on(const struct programme *programme,
    const char *date);
/* By id, title or another heading; NULL when the form has none such. */
const struct aspect *form_aspect(const struct form *form, struct text name);

#endif
