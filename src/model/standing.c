#include "model/standing.h"

/* ---- was it there ---- */

/* No day at all is before every day. */
static bool
begun(const char *from, const char *day)
{
	return strcmp(from, day) <= 0;
}

static bool
any_begun(const struct tenures *tenures, const char *day)
{
	for (size_t i = 0; i < tenures->count; i++)
		if (begun(tenures->items[i].from, day))
			return true;
	return false;
}

static bool
organisation_stood(const struct organisation *o, const char *day)
{
	if (*o->from != '\0')
		return begun(o->from, day);
	return o->superiors.count == 0 || any_begun(&o->superiors, day);
}

static bool
person_stood(const struct person *p, const char *day)
{
	return p->branches.count + p->posts.count + p->categories.count +
		p->offices.count == 0 ||
	    any_begun(&p->branches, day) || any_begun(&p->posts, day) ||
	    any_begun(&p->categories, day) || any_begun(&p->offices, day);
}

bool
subject_stood(const struct subject *subject, const char *day)
{
	return subject->person != NULL
	    ? person_stood(subject->person, day)
	    : organisation_stood(subject->organisation, day);
}

/* ---- how ---- */

static void
word_put(struct buf *out, const char *word)
{
	buf_printf(out, "%zu:%s", strlen(word), word);
}

/* Nothing of a day that is still to come. */
static void
day_put(struct buf *out, const char *date, const char *day)
{
	word_put(out, begun(date, day) ? date : "");
}

static void
tenures_put(struct buf *out, const char *what, const struct tenures *tenures,
    const char *day)
{
	for (size_t i = 0; i < tenures->count; i++) {
		const struct tenure *t = &tenures->items[i];
		if (!begun(t->from, day))
			continue;
		word_put(out, what);
		word_put(out, t->organisation != NULL ? t->organisation->id
			: t->person != NULL           ? t->person->id
						      : t->id);
		word_put(out, t->from);
		day_put(out, t->to, day);
		word_put(out, t->inflow == NULL ? "" : t->inflow->id);
	}
}

static void
organisation_put(struct buf *out, const struct programme *programme,
    const struct organisation *o, const char *day)
{
	word_put(out, "level");
	word_put(out, o->level < 0 ? ""
		: programme->terms[VOCABULARY_LEVEL].items[o->level].id);
	for (size_t i = 0; i < value_count(o->classes); i++) {
		word_put(out, "class");
		word_put(out, value_as_string(value_item(o->classes, i)));
	}
	tenures_put(out, "superior", &o->superiors, day);
	tenures_put(out, "head", &o->heads, day);
	tenures_put(out, "deputy", &o->deputies, day);
	tenures_put(out, "liaison", &o->liaisons, day);
	word_put(out, "there");
	word_put(out, o->from);
	day_put(out, o->to, day);
}

static void
person_put(struct buf *out, const struct person *p, const char *day)
{
	tenures_put(out, "branch", &p->branches, day);
	tenures_put(out, "post", &p->posts, day);
	tenures_put(out, "category", &p->categories, day);
	word_put(out, "joined");
	day_put(out, p->joined, day);
}

void
standing_put(struct buf *out, const struct programme *programme,
    const struct subject *subject, const char *day)
{
	if (subject->person != NULL)
		person_put(out, subject->person, day);
	else
		organisation_put(out, programme, subject->organisation, day);
}

struct digest
standing_digest(const struct programme *programme,
    const struct subject *subject, const char *day)
{
	struct buf buf = BUF_INIT;
	standing_put(&buf, programme, subject, day);
	struct digest digest = digest_of(buf_text(&buf));
	buf_free(&buf);
	return digest;
}

/* ---- the one or the other ---- */

size_t
roster_subject_count(const struct roster *roster)
{
	return roster->organisation_count + roster->person_count;
}

struct subject
roster_subject(const struct roster *roster, size_t index)
{
	size_t organisations = roster->organisation_count;
	return index < organisations
	    ? (struct subject){ roster->organisations[index], NULL }
	    : (struct subject){ NULL, roster->people[index - organisations] };
}

bool
subject_has_name(const struct subject *subject, struct text name)
{
	return subject->person != NULL
	    ? text_is(name, subject->person->name)
	    : organisation_has_name(subject->organisation, name);
}
