#include "cmd/ask.h"

#include <stdio.h>
#include "base/lang.h"
#include "base/near.h"
#include "base/utf8.h"

/* More would scroll what is wrong away. */
#define CHOICES_MOST 24

/* What the site holds, fit for a terminal. */
static void
say_name(const char *name)
{
	utf8_put_clean(text_of(name), "", ' ', stderr);
}

static void
say_near(const char *word, const char *const *names, size_t count)
{
	const char *near = nearest_word(word, names, count);
	struct buf line = BUF_INIT;
	if (near == NULL)
		return;
	buf_put_line(&line, text_of(near));
	fprintf(stderr, _("Did you mean %s?\n"), line.at);
	buf_free(&line);
}

/*
 * What is near, and all there are, where they are few; `names` are pairs of an
 * id and a name.
 */
static void
say_choices(const char *word, const char *const *names, size_t count)
{
	say_near(word, names, count);
	if (count == 0 || count > 2 * CHOICES_MOST)
		return;
	fputs(_("There are: "), stderr);
	for (size_t i = 0; i < count; i += 2) {
		fprintf(stderr, "%s ", names[i]);
		say_name(names[i + 1]);
		fputs(i + 2 < count ? _(", ") : "\n", stderr);
	}
}

const struct shape *
ask_kind(const char *command, const char *word)
{
	const struct shape *kind = kind_find(text_of(word));
	if (kind != NULL)
		return kind;
	const char *names[64];
	size_t n = 0;
	for (const struct shape *k = record_kinds; k->name != NULL; k++) {
		names[n++] = k->name;
		names[n++] = k->alias;
	}
	fprintf(stderr, _("tongbao %s: there is no kind of record '%s'\n"),
	    command, word);
	say_choices(word, names, n);
	return NULL;
}

const struct term *
ask_term(const struct asker *asker, enum vocabulary vocabulary,
    const char *word)
{
	const struct programme *programme = asker->corpus->programme;
	const struct term *term =
	    programme_term(programme, vocabulary, text_of(word));
	if (term != NULL)
		return term;
	const struct term_list *list = &programme->terms[vocabulary];
	const char **names =
	    ARENA_ARRAY(asker->arena, const char *, 2 * list->count);
	for (size_t i = 0; i < list->count; i++) {
		names[2 * i] = list->items[i].id;
		names[2 * i + 1] = list->items[i].name;
	}
	fprintf(stderr, _("tongbao %s: the programme has no '%s'\n"),
	    asker->command, word);
	say_choices(word, names, 2 * list->count);
	return NULL;
}

const struct edition *
ask_edition(const struct asker *asker, const char *word)
{
	const struct site *site = asker->corpus->site;
	size_t count = site->edition_count;
	const char **names =
	    ARENA_ARRAY(asker->arena, const char *, 2 * count);
	for (size_t i = 0; i < count; i++) {
		const struct edition *edition = &site->editions[i];
		names[2 * i] = edition->id;
		names[2 * i + 1] = edition->title;
		if (strcmp(word, edition->id) == 0 ||
		    strcmp(word, edition->title) == 0)
			return edition;
	}
	fprintf(stderr, _("tongbao %s: there is no edition '%s'\n"),
	    asker->command, word);
	say_choices(word, names, 2 * count);
	return NULL;
}

/* ---- organisations and people ---- */

struct candidates {
	const char **names;
	size_t count;
};

/* With room for `more`. */
static struct candidates
roster_names(const struct asker *asker, bool organisations, bool people,
    size_t more)
{
	const struct roster *roster = &asker->corpus->roster;
	struct candidates c = { 0 };
	c.names = ARENA_ARRAY(asker->arena, const char *,
	    3 * roster->organisation_count + 2 * roster->person_count + more);
	for (size_t i = 0; organisations && i < roster->organisation_count;
	     i++) {
		c.names[c.count++] = roster->organisations[i]->id;
		c.names[c.count++] = roster->organisations[i]->name;
		c.names[c.count++] = roster->organisations[i]->short_name;
	}
	for (size_t i = 0; people && i < roster->person_count; i++) {
		c.names[c.count++] = roster->people[i]->id;
		c.names[c.count++] = roster->people[i]->name;
	}
	return c;
}

/* `post`: NULL for an organisation. */
static void
say_bearer(const char *id, const char *name, const char *post)
{
	fprintf(stderr, "  %s  ", id);
	say_name(name);
	fputs(post == NULL ? "" : "  ", stderr);
	say_name(post == NULL ? "" : post);
	fputc('\n', stderr);
}

/* Those who share the name, so that one can be chosen. */
static void
say_bearers(const struct asker *asker, const char *word)
{
	const struct roster *roster = &asker->corpus->roster;
	fprintf(stderr,
	    _("tongbao %s: several bear the name '%s'; write one of these "
	      "ids:\n"),
	    asker->command, word);
	for (size_t i = 0; i < roster->organisation_count; i++) {
		const struct organisation *o = roster->organisations[i];
		if (organisation_has_name(o, text_of(word)))
			say_bearer(o->id, o->name, NULL);
	}
	for (size_t i = 0; i < roster->person_count; i++) {
		const struct person *p = roster->people[i];
		if (strcmp(p->name, word) == 0)
			say_bearer(p->id, p->name,
			    p->posts.count > 0 ? p->posts.items[0].id : "");
	}
}

/* Nobody is meant by the word, or not one alone; `none`: N_(), of the former. */
static void
say_nobody(const struct asker *asker, const char *word, bool several,
    const char *none, struct candidates c)
{
	if (several) {
		say_bearers(asker, word);
		return;
	}
	fprintf(stderr, _(none), asker->command, word);
	say_near(word, c.names, c.count);
}

const struct organisation *
ask_organisation(const struct asker *asker, const char *word)
{
	bool several = false;
	const struct organisation *found = roster_organisation(
	    &asker->corpus->roster, text_of(word), &several);
	if (found == NULL)
		say_nobody(asker, word, several,
		    N_("tongbao %s: there is no organisation '%s'\n"),
		    roster_names(asker, true, false, 0));
	return found;
}

const struct person *
ask_person(const struct asker *asker, const char *word)
{
	bool several = false;
	const struct person *found = roster_person(&asker->corpus->roster,
	    text_of(word), &several);
	if (found == NULL)
		say_nobody(asker, word, several,
		    N_("tongbao %s: there is no person '%s'\n"),
		    roster_names(asker, false, true, 0));
	return found;
}

bool
ask_subject(const struct asker *asker, const char *word, const char *date,
    struct subject *subject)
{
	const struct roster *roster = &asker->corpus->roster;
	bool several = false;
	*subject = (struct subject){ NULL, NULL };
	subject->organisation =
	    roster_organisation(roster, text_of(word), &several);
	if (subject->organisation != NULL)
		return true;
	subject->person = roster_person(roster, text_of(word), &several);
	if (subject->person != NULL)
		subject->organisation = person_branch(subject->person, date);
	else
		say_nobody(asker, word, several,
		    N_("tongbao %s: there is no organisation and no person "
		       "'%s'\n"),
		    roster_names(asker, true, true, 0));
	return subject->person != NULL;
}

const char *
organisation_word(const struct roster *roster, const struct organisation *o)
{
	return roster_organisation(roster, text_of(o->short_name), NULL) == o
	    ? o->short_name
	    : o->id;
}

const char *
person_word(const struct roster *roster, const struct person *p)
{
	bool several = false;
	struct text name = text_of(p->name);
	bool clear = roster_person(roster, name, NULL) == p &&
	    roster_organisation(roster, name, &several) == NULL && !several;
	return clear ? p->name : p->id;
}

/* ---- records ---- */

struct text
record_id_of(const char *word)
{
	struct text t = text_of(word);
	if (text_starts(t, "./"))
		t = text_from(t, 2);
	if (text_starts(t, "content/"))
		t = text_from(t, strlen("content/"));
	if (text_ends(t, ".md"))
		t.len -= strlen(".md");
	return t;
}

/* Where a kind is asked for, whom the record is about names it, too. */
static bool
may_mean(const struct corpus *corpus, const struct record *record,
    struct text part, const char *kind)
{
	if (kind != NULL && !record_is(record, kind))
		return false;
	if (memmem(record->id, strlen(record->id), part.at, part.len) != NULL)
		return true;
	const struct person *person =
	    roster_person(&corpus->roster, part, NULL);
	const struct organisation *organisation =
	    roster_organisation(&corpus->roster, part, NULL);
	return kind != NULL &&
	    (record->person != NULL
		    ? record->person == person
		    : organisation != NULL &&
			record->organisation == organisation);
}

const struct record *
record_by_part(const struct corpus *corpus, const char *word,
    const char *kind, size_t *count)
{
	struct text part = record_id_of(word);
	const struct record *found = corpus_record(corpus, part);
	*count = 1;
	if (found != NULL && (kind == NULL || record_is(found, kind)))
		return found;
	*count = 0;
	for (size_t i = 0; part.len > 0 && i < corpus->record_count; i++) {
		if (!may_mean(corpus, corpus->records[i], part, kind))
			continue;
		found = corpus->records[i];
		(*count)++;
	}
	return *count == 1 ? found : NULL;
}

/* At most so many are offered. */
#define OFFERED 12

static void
say_candidates(const struct asker *asker, const char *word, const char *kind)
{
	const struct corpus *corpus = asker->corpus;
	struct text part = record_id_of(word);
	size_t n = 0;
	fprintf(stderr, _("tongbao %s: several records are meant by '%s':\n"),
	    asker->command, word);
	for (size_t i = 0; i < corpus->record_count; i++) {
		if (!may_mean(corpus, corpus->records[i], part, kind))
			continue;
		if (n++ < OFFERED)
			fprintf(stderr, "  %s\n", corpus->records[i]->id);
	}
	if (n > OFFERED)
		fprintf(stderr, _("  and %zu more\n"), n - OFFERED);
}

const struct record *
ask_record(const struct asker *asker, const char *word, const char *kind)
{
	size_t count;
	const struct corpus *corpus = asker->corpus;
	const struct record *found =
	    record_by_part(corpus, word, kind, &count);
	if (found != NULL)
		return found;
	if (count > 1) {
		say_candidates(asker, word, kind);
		return NULL;
	}
	const char **ids =
	    ARENA_ARRAY(asker->arena, const char *, corpus->record_count);
	size_t n = 0;
	for (size_t i = 0; i < corpus->record_count; i++)
		if (kind == NULL || record_is(corpus->records[i], kind))
			ids[n++] = corpus->records[i]->id;
	if (kind == NULL)
		fprintf(stderr, _("tongbao %s: there is no record '%s'\n"),
		    asker->command, word);
	else
		fprintf(stderr, _("tongbao %s: there is no %s (%s) '%s'\n"),
		    asker->command, kind, kind_find(text_of(kind))->alias,
		    word);
	say_near(word, ids, n);
	return NULL;
}

void
ask_nothing(const struct asker *asker, const char *word)
{
	const struct corpus *corpus = asker->corpus;
	struct candidates c =
	    roster_names(asker, true, true, corpus->record_count);
	for (size_t i = 0; i < corpus->record_count; i++)
		c.names[c.count++] = corpus->records[i]->id;
	fprintf(stderr,
	    _("tongbao %s: there is no record, organisation or person "
	      "'%s'\n"),
	    asker->command, word);
	say_near(word, c.names, c.count);
}
