#include "model/programme.h"

#include <stdlib.h>
#include "base/date.h"

const struct term *
programme_term(const struct programme *programme, enum vocabulary vocabulary,
    struct text name)
{
	int rank = programme_rank(programme, vocabulary, name);
	return rank < 0 ? NULL : &programme->terms[vocabulary].items[rank];
}

int
programme_rank(const struct programme *programme, enum vocabulary vocabulary,
    struct text name)
{
	const struct term_list *list = &programme->terms[vocabulary];
	for (size_t i = 0; i < list->count; i++)
		if (text_is(name, list->items[i].id))
			return (int)i;
	for (size_t i = 0; i < list->count; i++)
		if (text_is(name, list->items[i].name))
			return (int)i;
	if (vocabulary == VOCABULARY_FORM)
		for (size_t i = 0; programme->forms != NULL && i < list->count;
		     i++)
			if (text_is(name, programme->forms[i].short_name))
				return (int)i;
	if (vocabulary != VOCABULARY_ASPECT)
		return -1;
	/* Forms may call an aspect of one id by several titles. */
	for (size_t i = 0; i < programme->terms[VOCABULARY_FORM].count; i++) {
		const struct aspect *a =
		    form_aspect(&programme->forms[i], name);
		if (a != NULL && *a->id != '\0')
			return programme_rank(programme, vocabulary,
			    text_of(a->id));
	}
	return -1;
}

bool
programme_lists(const struct programme *programme, enum vocabulary vocabulary,
    const struct value *list, int rank)
{
	for (size_t i = 0; i < value_count(list); i++)
		if (programme_rank(programme, vocabulary,
			value_as_text(value_item(list, i))) == rank)
			return true;
	return false;
}

const char *
programme_name(const struct programme *programme, enum vocabulary vocabulary,
    const char *id)
{
	const struct term *term =
	    programme_term(programme, vocabulary, text_of(id));
	return term == NULL ? id : term->name;
}

const struct period *
programme_period(const struct programme *programme, const char *id)
{
	int rank = programme_rank(programme, VOCABULARY_PERIOD, text_of(id));
	return rank < 0 ? NULL : &programme->periods[rank];
}

const struct form *
programme_form(const struct programme *programme, const char *id)
{
	int rank = programme_rank(programme, VOCABULARY_FORM, text_of(id));
	return rank < 0 ? NULL : &programme->forms[rank];
}

const struct period *
programme_period_on(const struct programme *programme, const char *date)
{
	const struct period *found = NULL;
	for (size_t i = 0; i < programme->terms[VOCABULARY_PERIOD].count; i++) {
		const struct period *p = &programme->periods[i];
		if (strcmp(p->from, date) > 0)
			continue;
		bool in = strcmp(date, p->to) <= 0;
		bool was = found != NULL && strcmp(date, found->to) <= 0;
		if (found == NULL || in > was ||
		    (in == was && strcmp(p->from, found->from) > 0))
			found = p;
	}
	return found;
}

/* The last day of the month that ended on the day or before it. */
static const char *
month_end(struct arena *arena, const char *as_of)
{
	char next[DATE_ROOM], end[DATE_ROOM];
	if (!date_is_valid(text_of(as_of)))
		return "";
	date_from_number(date_number(as_of) + 1, next);
	if (strcmp(next + 8, "01") == 0)
		return as_of;
	date_from_number(date_number(as_of) - atoi(as_of + 8), end);
	return arena_string(arena, end);
}

const char *
programme_cutoff(struct arena *arena, const struct programme *programme,
    const char *as_of)
{
	const char *last = "";
	if (value_count(programme->cutoffs) == 0)
		return month_end(arena, as_of);
	for (size_t i = 0; i < value_count(programme->cutoffs); i++) {
		const char *day =
		    value_as_string(value_item(programme->cutoffs, i));
		if (strcmp(day, as_of) <= 0 && strcmp(day, last) > 0)
			last = day;
	}
	return last;
}

int64_t
programme_number(const struct programme *programme, enum rule_id rule)
{
	const struct value *set = programme->settings[rule].parameter;
	if (value_is(set, VALUE_INTEGER))
		return set->integer;
	return rule_parameter(rule)->standard;
}

bool
programme_allows(const struct programme *programme, enum rule_id rule,
    struct text text)
{
	return value_has_text(programme->settings[rule].parameter, text);
}

bool
term_flag(const struct term *term, const char *field, bool standard)
{
	const struct value *flag =
	    term == NULL ? NULL : value_get(term->item, field);
	return value_is(flag, VALUE_BOOL) ? flag->boolean : standard;
}

bool
term_fits(const struct programme *programme, enum vocabulary vocabulary,
    const char *id, const struct form *form)
{
	const struct term *term =
	    programme_term(programme, vocabulary, text_of(id));
	const struct value *forms =
	    term == NULL ? NULL : value_get(term->item, "forms");
	return value_count(forms) == 0 ||
	    programme_lists(programme, VOCABULARY_FORM, forms,
		(int)(form - programme->forms));
}

bool
form_has_level(const struct form *form, const struct programme *programme,
    int level)
{
	return value_count(form->levels) == 0 ||
	    programme_lists(programme, VOCABULARY_LEVEL, form->levels, level);
}

const struct aspect *
form_aspect(const struct form *form, struct text name)
{
	for (size_t i = 0; i < form->aspect_count; i++) {
		const struct aspect *aspect = &form->aspects[i];
		if (text_is(name, aspect->id) ||
		    text_is(name, aspect->title) ||
		    value_has_text(aspect->titles, name))
			return aspect;
	}
	return NULL;
}
