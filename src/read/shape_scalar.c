#include <stdlib.h>
#include "base/lang.h"
#include "model/rules.h"
#include "read/likeness.h"
#include "read/shape.h"

/* As many words of a vocabulary are looked through for a suggestion. */
#define NAMES_MOST 126

void
value_mend(const struct shaping *shaping, struct diag *diag,
    const struct value *value, struct text text)
{
	struct span span = value->span;
	size_t quotes = value->plain ? 0 : 1;
	if (shaping->source.at == NULL ||
	    span.end - span.start != value->text.len + 2 * quotes)
		return;
	span.start += (uint32_t)quotes;
	span.end -= (uint32_t)quotes;
	if (text_equal(
		text_cut(shaping->source, span.start, span.end), value->text))
		diag_edit(shaping->diags, diag, span, text);
}

/* Any such number, and the sum of many, fits everywhere. */
#define INTEGER_DIGITS 9

static struct value *
find_integer(const struct shaping *shaping, struct text t)
{
	bool whole = t.len > 0 && t.len <= INTEGER_DIGITS;
	for (size_t i = 0; i < t.len; i++)
		whole = whole && t.at[i] >= '0' && t.at[i] <= '9';
	return whole ? value_integer(shaping->arena, strtoll(t.at, NULL, 10))
		     : NULL;
}

static struct value *
find_boolean(const struct shaping *shaping, struct text t)
{
	bool yes = text_is(t, "yes") || text_is(t, "true") || text_is(t, "是");
	bool no = text_is(t, "no") || text_is(t, "false") || text_is(t, "否");
	return yes || no ? value_bool(shaping->arena, yes) : NULL;
}

static struct value *
find_choice(const struct shaping *shaping, const struct field *field,
    struct text t)
{
	int i = field_choice(field, t);
	return i < 0 ? NULL
		     : value_text(shaping->arena,
			   text_of(field->choices[i - i % 2]));
}

static struct value *
find_term(const struct shaping *shaping, const struct field *field,
    struct text t)
{
	if (shaping->programme == NULL)
		return value_text(shaping->arena, t);
	const struct term *term =
	    programme_term(shaping->programme, field->vocabulary, t);
	return term == NULL ? NULL
			    : value_text(shaping->arena, text_of(term->id));
}

static struct value *
find_reference(const struct shaping *shaping, const struct field *field,
    struct text t)
{
	bool ambiguous = false;
	const struct organisation *organisation = NULL;
	const struct person *person = NULL;
	if (field->type != FIELD_PERSON)
		organisation =
		    roster_organisation(shaping->roster, t, &ambiguous);
	if (organisation == NULL && field->type != FIELD_ORGANISATION)
		person = roster_person(shaping->roster, t, &ambiguous);
	if (organisation != NULL)
		return value_text(shaping->arena, text_of(organisation->id));
	if (person != NULL)
		return value_text(shaping->arena, text_of(person->id));
	return (field->flags & FIELD_GONE) != 0 &&
		table_get(&shaping->roster->gone, t) != NULL
	    ? value_text(shaping->arena, t)
	    : NULL;
}

static struct value *
find_record(const struct shaping *shaping, struct text t)
{
	if (text_ends(t, ".md"))
		t.len -= 3;
	if (text_starts(t, "content/"))
		t = text_from(t, strlen("content/"));
	return value_text(shaping->arena, t);
}

struct value *
scalar_find(const struct shaping *shaping, const struct field *field,
    struct text t)
{
	switch (field->type) {
	case FIELD_DATE:
		return date_is_valid(t) ? value_text(shaping->arena, t) : NULL;
	case FIELD_INTEGER:
		return find_integer(shaping, t);
	case FIELD_BOOLEAN:
		return find_boolean(shaping, t);
	case FIELD_CHOICE:
		return find_choice(shaping, field, t);
	case FIELD_TERM:
		return find_term(shaping, field, t);
	case FIELD_ORGANISATION:
	case FIELD_PERSON:
	case FIELD_SUBJECT:
		return find_reference(shaping, field, t);
	case FIELD_RECORD:
		return find_record(shaping, t);
	default:
		return value_text(shaping->arena, t);
	}
}

/* ---- what was meant ---- */

static struct value *
word_mended(const struct shaping *shaping, const struct field *field,
    const struct value *value, struct text word)
{
	struct value *found = text_equal(word, value->text)
	    ? NULL
	    : scalar_find(shaping, field, word);
	if (found == NULL)
		return NULL;
	struct diag *d = diag_at(shaping->diags, &rules[RULE_WORD_FORM],
	    value->span, "%s (%s): “%s” is not written as it is known",
	    field->name, field->alias, value->text.at);
	diag_remedy(shaping->diags, d, "write it as %s", word.at);
	value_mend(shaping, d, value, word);
	return found;
}

static struct value *
date_mended(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	char day[DATE_ROOM];
	if (!date_guess(shaping->diags->arena, value->text, day))
		return NULL;
	struct diag *d = diag_at(shaping->diags, &rules[RULE_DATE_FORM],
	    value->span, "%s (%s) is no date", field->name, field->alias);
	diag_remedy(shaping->diags, d, "write it as %s", day);
	value_mend(shaping, d, value, text_of(day));
	return value_text(shaping->arena, text_of(day));
}

/* 12人: the number without what it counts. */
static struct text
unit_drop(struct arena *arena, struct text word)
{
	static const char *const units[] = { "人", "名", "位", "个", "张",
		"票", "天", "件", "项" };
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (text_ends(word, units[i]))
			return arena_text(arena,
			    text_cut(word, 0, word.len - strlen(units[i])));
	return word;
}

struct value *
scalar_mended(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	if (field->type == FIELD_DATE)
		return date_mended(shaping, field, value);
	struct text narrow = word_narrow(shaping->diags->arena, value->text);
	if (field->type == FIELD_INTEGER)
		narrow = unit_drop(shaping->diags->arena, narrow);
	struct value *found = word_mended(shaping, field, value, narrow);
	if (found == NULL)
		found = word_mended(shaping, field, value,
		    arena_small(shaping->diags->arena, narrow));
	return found;
}

/* ---- faults of scalars ---- */

static void
date_fault(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	char day[6], last[DATE_ROOM];
	struct diag *d = diag_at(shaping->diags, &rules[RULE_DATE_FORM],
	    value->span, "%s (%s) is no date", field->name, field->alias);
	if (date_lacks_day(shaping->diags->arena, value->text, last))
		diag_remedy(shaping->diags, d,
		    "correct the day: the last of that month is %s", last);
	if (date_lacks_year(shaping->diags->arena, value->text, day))
		diag_remedy(shaping->diags, d,
		    "write it with its year: YYYY-%s, with four digits for "
		    "YYYY",
		    day);
}

static void
integer_fault(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	struct diag *d = diag_at(shaping->diags, &rules[RULE_FIELD_TYPE],
	    value->span, "%s (%s) takes a whole number", field->name,
	    field->alias);
	diag_remedy(shaping->diags, d,
	    "write 1 to %d half-width digits, and nothing else",
	    INTEGER_DIGITS);
}

static void
boolean_fault(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	struct diag *d = diag_at(shaping->diags, &rules[RULE_FIELD_TYPE],
	    value->span, "%s (%s) takes yes or no", field->name, field->alias);
	diag_remedy(shaping->diags, d, "write yes (是) or no (否)");
}

static void
choice_fault(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	size_t count = 0;
	while (field->choices[count] != NULL)
		count++;
	struct diag *d = diag_at(shaping->diags, &rules[RULE_CHOICE_UNKNOWN],
	    value->span, "%s (%s) does not take “%s”", field->name,
	    field->alias, value->text.at);
	diag_suggest(shaping->diags, d, value->text.at, field->choices, count);
}

void
term_suggest(const struct shaping *shaping, struct diag *d,
    enum vocabulary vocabulary, const char *word)
{
	const struct term_list *list = &shaping->programme->terms[vocabulary];
	const char *names[NAMES_MOST];
	size_t n = 0;
	for (size_t i = 0; i < list->count && n + 2 <= NAMES_MOST; i++) {
		names[n++] = list->items[i].id;
		names[n++] = list->items[i].name;
	}
	diag_suggest(shaping->diags, d, word, names, n);
}

static void
term_fault(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	struct diag *d = diag_at(shaping->diags, &rules[RULE_TERM_UNKNOWN],
	    value->span, "%s (%s): the programme has no “%s”", field->name,
	    field->alias, value->text.at);
	term_suggest(shaping, d, field->vocabulary, value->text.at);
}

/* ---- references to the roster ---- */

/* What may be meant is looked for at the end: roster_suggest(). */
static void
reference_unknown(const struct shaping *shaping, struct diag *d,
    const struct field *field, struct text word)
{
	d->unknown = arena_text(shaping->diags->arena, word).at;
	d->among = field->type;
}

static void
names_suggest(const struct roster *roster, enum rule_id rule,
    enum field_type among, struct diags *diags)
{
	size_t n = 0;
	struct arena *scratch = arena_new();
	const char **names = ARENA_ARRAY(scratch, const char *,
	    roster->person_count * 2 + roster->organisation_count * 3);
	for (size_t i = 0; among != FIELD_ORGANISATION &&
	     i < roster->person_count; i++) {
		names[n++] = roster->people[i]->id;
		names[n++] = roster->people[i]->name;
	}
	for (size_t i = 0; among != FIELD_PERSON &&
	     i < roster->organisation_count; i++) {
		names[n++] = roster->organisations[i]->id;
		names[n++] = roster->organisations[i]->name;
		names[n++] = roster->organisations[i]->short_name;
	}
	diags_suggest(diags, &rules[rule], among, names, n);
	arena_free(scratch);
}

void
roster_suggest(const struct roster *roster, struct diags *diags)
{
	names_suggest(
	    roster, RULE_ORGANISATION_UNKNOWN, FIELD_ORGANISATION, diags);
	names_suggest(roster, RULE_PERSON_UNKNOWN, FIELD_PERSON, diags);
	names_suggest(roster, RULE_PERSON_UNKNOWN, FIELD_SUBJECT, diags);
}

/* Those who share a name and the field takes, so that the clerk can choose. */
static void
name_ambiguous(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	struct buf ids = BUF_INIT;
	const struct roster *roster = shaping->roster;
	for (size_t i = 0; field->type != FIELD_ORGANISATION &&
	     i < roster->person_count; i++)
		if (text_is(value->text, roster->people[i]->name))
			buf_printf(&ids, "%s%s", ids.len > 0 ? ", " : "",
			    roster->people[i]->id);
	if (field->type != FIELD_PERSON)
		organisations_put_ids(&ids, roster, value->text);
	struct diag *d = diag_at(shaping->diags, &rules[RULE_NAME_AMBIGUOUS],
	    value->span, "several bear the name “%s”", value->text.at);
	diag_remedy(shaping->diags, d, "write one of these ids: %s", ids.at);
	buf_free(&ids);
}

static bool
is_ambiguous(const struct shaping *shaping, const struct field *field,
    struct text name)
{
	bool ambiguous = false;
	if (field->type != FIELD_PERSON)
		roster_organisation(shaping->roster, name, &ambiguous);
	if (field->type != FIELD_ORGANISATION)
		roster_person(shaping->roster, name, &ambiguous);
	return ambiguous;
}

static void
reference_fault(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	/* Its entry is there, with a fault of its own. */
	if (roster_is_broken(shaping->roster, value->text))
		return;
	if (is_ambiguous(shaping, field, value->text)) {
		name_ambiguous(shaping, field, value);
		return;
	}
	if (field->type == FIELD_ORGANISATION) {
		struct diag *d = diag_at(shaping->diags,
		    &rules[RULE_ORGANISATION_UNKNOWN], value->span,
		    "there is no organisation “%s”", value->text.at);
		reference_unknown(shaping, d, field, value->text);
		return;
	}
	struct diag *d = diag_at(shaping->diags, &rules[RULE_PERSON_UNKNOWN],
	    value->span,
	    field->type == FIELD_PERSON
		? "there is no person “%s”"
		: N_("there is no organisation and no person “%s”"),
	    value->text.at);
	if (field->type == FIELD_SUBJECT)
		diag_remedy(shaping->diags, d,
		    "use an id or a name of organisations.yaml or people.yaml, "
		    "or add it there");
	reference_unknown(shaping, d, field, value->text);
}

static void
scalar_fault(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	switch (field->type) {
	case FIELD_DATE:
		date_fault(shaping, field, value);
		break;
	case FIELD_INTEGER:
		integer_fault(shaping, field, value);
		break;
	case FIELD_BOOLEAN:
		boolean_fault(shaping, field, value);
		break;
	case FIELD_CHOICE:
		choice_fault(shaping, field, value);
		break;
	case FIELD_TERM:
		term_fault(shaping, field, value);
		break;
	case FIELD_ORGANISATION:
	case FIELD_PERSON:
	case FIELD_SUBJECT:
		reference_fault(shaping, field, value);
		break;
	default:
		BUG("a field that takes any text");
	}
}

/*
 * ` #` begins a comment: what stands behind it is gone, in silence.  In
 * settings comments behind values are usual; in records they are not.  Only
 * where no space follows (`5 #楼`) is it sure that no comment is meant.
 */
static void
cut_check(const struct shaping *shaping, const struct value *value)
{
	struct text rest = shaping->source;
	size_t i = value->span.end;
	if (rest.at == NULL || shaping->roster == NULL || !value->plain ||
	    i >= rest.len || rest.at[i] != ' ')
		return;
	while (i < rest.len && rest.at[i] == ' ')
		i++;
	if (i == rest.len || rest.at[i] != '#')
		return;
	size_t stop = i;
	while (stop < rest.len && strchr("\r\n", rest.at[stop]) == NULL)
		stop++;
	struct span cut = { value->span.source, (uint32_t)i, (uint32_t)stop };
	struct diag *d = diag_at(shaping->diags, &rules[RULE_VALUE_CUT], cut,
	    "the value ends before this #, which begins a comment");
	struct text whole = text_cut(rest, value->span.start, stop);
	if (stop - i < 2 || rest.at[i + 1] == ' ' || rest.at[i + 1] == '#' ||
	    memchr(whole.at, '\'', whole.len) != NULL ||
	    memchr(whole.at, '\n', whole.len) != NULL)
		return;
	struct span start = { cut.source, value->span.start,
		value->span.start };
	struct span end = { cut.source, (uint32_t)stop, (uint32_t)stop };
	diag_edit(shaping->diags, d, start, TEXT_LIT("'"));
	diag_edit(shaping->diags, d, end, TEXT_LIT("'"));
}

struct value *
shape_scalar(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	struct value *made = scalar_find(shaping, field, value->text);
	if (field->type == FIELD_TEXT)
		cut_check(shaping, value);
	if (made == NULL)
		made = scalar_mended(shaping, field, value);
	if (made == NULL) {
		scalar_fault(shaping, field, value);
		return NULL;
	}
	/* How it was written says where in its place its bytes stand. */
	made->span = value->span;
	made->plain = value->plain;
	return made;
}
