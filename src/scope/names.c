#include "scope/names.h"

#include "base/finder.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "model/reading.h"
#include "model/rules.h"

/* All who bear a name; nobody does that of an organisation. */
struct bearers {
	const char *name;
	struct text word; /* the name as it is looked for */
	const struct person **people;
	size_t count, capacity;
};

struct names {
	const struct site *site;
	struct finder *finder;
	struct bearers **bearers; /* parallel to the finder's words */
	const struct sight *sights; /* parallel to the site's editions */
};

/* ---- making ---- */

struct gathering {
	struct arena *arena;
	struct table by_word;
	struct bearers **all;
	size_t count, capacity;
};

static struct bearers *
bearers_of(struct gathering *g, struct text word, const char *name)
{
	struct bearers *b = table_get(&g->by_word, word);
	if (b != NULL)
		return b;
	ARENA_ROOM(g->arena, g->all, g->count, g->capacity);
	b = g->all[g->count++] = ARENA_NEW(g->arena, struct bearers);
	b->name = name;
	b->word = arena_text(g->arena, word);
	table_add(&g->by_word, b->word, b);
	return b;
}

static void
person_gather(struct gathering *g, struct arena *scratch,
    const struct person *person)
{
	struct text forms[FOLD_FORMS];
	size_t count = fold_forms(scratch, text_of(person->name), forms);
	for (size_t i = 0; i < count; i++) {
		/* One character alone is a word like any other. */
		if (utf8_count(forms[i]) < 2)
			continue;
		struct bearers *b = bearers_of(g, forms[i], person->name);
		ARENA_ROOM(g->arena, b->people, b->count, b->capacity);
		b->people[b->count++] = person;
	}
}

/* In 黄山校区党总支 nobody is named who is called 黄山. */
static void
organisation_gather(struct gathering *g, struct arena *scratch,
    const char *name)
{
	struct text forms[FOLD_FORMS];
	size_t count = fold_forms(scratch, text_of(name), forms);
	for (size_t i = 0; i < count; i++)
		bearers_of(g, forms[i], name);
}

static void
organisations_gather(struct gathering *g, struct arena *scratch,
    const struct roster *roster)
{
	for (size_t i = 0; i < roster->organisation_count; i++) {
		const struct organisation *o = roster->organisations[i];
		organisation_gather(g, scratch, o->name);
		organisation_gather(g, scratch, o->short_name);
		for (size_t j = 0; j < value_count(o->former); j++)
			organisation_gather(g, scratch,
			    value_as_string(value_item(o->former, j)));
	}
}

static struct bearers **
bearers_make(struct arena *arena, const struct corpus *corpus, size_t *count)
{
	const struct roster *roster = &corpus->roster;
	struct arena *scratch = arena_new();
	struct gathering g = { .arena = arena };
	table_init(&g.by_word, scratch);
	table_reserve(&g.by_word, roster->person_count);
	for (size_t i = 0; i < roster->person_count; i++)
		if (!programme_allows(corpus->programme, RULE_NAME_HIDDEN,
			text_of(roster->people[i]->name)))
			person_gather(&g, scratch, roster->people[i]);
	organisations_gather(&g, scratch, roster);
	arena_free(scratch);
	*count = g.count;
	return g.all;
}

struct names *
names_make(struct arena *arena, const struct corpus *corpus,
    const struct sight *sights, const struct diags *diags)
{
	const struct site *site = corpus->site;
	if (diags->levels != NULL &&
	    diags->levels->levels[RULE_NAME_HIDDEN] == DIAG_OFF)
		return NULL;
	struct names *names = ARENA_NEW(arena, struct names);
	size_t count;
	names->site = site;
	names->bearers = bearers_make(arena, corpus, &count);
	names->sights = sights;
	struct arena *scratch = arena_new();
	struct text *words = ARENA_ARRAY(scratch, struct text, count);
	for (size_t i = 0; i < count; i++)
		words[i] = names->bearers[i]->word;
	names->finder = finder_make(arena, words, count);
	arena_free(scratch);
	return names;
}

/* ---- asking ---- */

struct asking {
	const struct names *names;
	const struct record *record;
	struct arena *scratch;
	struct diags *diags;
	struct diags unheard; /* faults of labels are told elsewhere */
};

/* Which editions show the piece of prose, or (NULL) the record's id. */
static bool *
readers_make(struct asking *a, const struct prose *prose)
{
	const struct names *names = a->names;
	bool *readers =
	    ARENA_ARRAY(a->scratch, bool, names->site->edition_count);
	for (size_t i = 0; i < names->site->edition_count; i++) {
		struct sight sight =
		    sight_quiet(&names->sights[i], a->scratch, &a->unheard);
		readers[i] = prose != NULL
		    ? sight_prose(&sight, a->record, prose)
		    : !sight.closed && sight_record(&sight, a->record) &&
			sight_id(&sight, a->record);
	}
	return readers;
}

static bool
may_name(const struct asking *a, size_t edition, const struct bearers *bearers)
{
	const struct sight *sight = &a->names->sights[edition];
	for (size_t i = 0; i < bearers->count; i++)
		if (sight_name(sight, a->record, bearers->people[i]))
			return true;
	return false;
}

/* A name in Latin letters is no part of a longer word. */
static bool
is_whole(struct text text, const struct finder_match *m)
{
	return !(m->start > 0 && ascii_is_letter(text.at[m->start - 1]) &&
		   ascii_is_letter(text.at[m->start])) &&
	    !(m->end < text.len && ascii_is_letter(text.at[m->end]) &&
		ascii_is_letter(text.at[m->end - 1]));
}

/* Whose readers may know none who bear it; NULL: of no edition. */
static const char *
titles_make(
    struct asking *a, const bool *readers, const struct bearers *bearers)
{
	const struct site *site = a->names->site;
	bool *unknown = ARENA_ARRAY(a->scratch, bool, site->edition_count);
	for (size_t i = 0; bearers->count > 0 && i < site->edition_count; i++)
		unknown[i] = readers[i] && !may_name(a, i, bearers);
	return editions_titles(a->scratch, site, unknown);
}

static void
match_check(struct asking *a, const struct prose *prose, const bool *readers,
    const struct finder_match *match)
{
	const struct bearers *bearers = a->names->bearers[match->word];
	const char *titles = titles_make(a, readers, bearers);
	if (titles != NULL)
		diag_at(a->diags, &rules[RULE_NAME_HIDDEN],
		    prose_part(prose, match->start, match->end),
		    "readers of “%s” see this, but may not know the name “%s”",
		    titles, bearers->name);
}

/* Pages lie where records do, and the data says so. */
static void
id_check(struct asking *a)
{
	struct finder_match *matches;
	struct text id = fold_text(a->scratch, text_of(a->record->id));
	size_t count = finder_find(a->names->finder, a->scratch, id, &matches);
	const bool *readers = count == 0 ? NULL : readers_make(a, NULL);
	for (size_t i = 0; i < count; i++) {
		const struct bearers *bearers =
		    a->names->bearers[matches[i].word];
		const char *titles = is_whole(id, &matches[i])
		    ? titles_make(a, readers, bearers)
		    : NULL;
		if (titles == NULL)
			continue;
		struct diag *d = diag_at(a->diags, &rules[RULE_NAME_HIDDEN],
		    a->record->span,
		    "readers of “%s” see where this lies, but may not know the "
		    "name “%s”",
		    titles, bearers->name);
		diag_remedy(a->diags, d, "give the file another name");
	}
}

/*
 * Is the same name told of the text as it is written?  Both go by place.  In
 * 王明*亮* another name is written than is read.
 */
static bool
is_told(const struct names *names, const struct finder_match *told,
    size_t count, size_t *next, const struct finder_match *match)
{
	const char *name = names->bearers[match->word]->name;
	while (*next < count && told[*next].end <= match->start)
		(*next)++;
	for (size_t i = *next; i < count && told[i].start < match->end; i++)
		if (strcmp(names->bearers[told[i].word]->name, name) == 0)
			return true;
	return false;
}

/* As it is written, and as it is read (model/reading.h). */
static void
prose_check(void *context, const struct prose *prose)
{
	struct asking *a = context;
	struct finder *finder = a->names->finder;
	struct finder_match *matches, *others;
	struct reading reading;
	size_t count = finder_find(finder, a->scratch, prose->text, &matches);
	size_t next = 0, more = reading_make(&reading, a->scratch, prose->text,
			  prose->value == NULL)
	    ? finder_find(finder, a->scratch, reading.text, &others)
	    : 0;
	const bool *readers =
	    count + more == 0 ? NULL : readers_make(a, prose);
	for (size_t i = 0; i < count; i++)
		if (is_whole(prose->text, &matches[i]))
			match_check(a, prose, readers, &matches[i]);
	for (size_t i = 0; i < more; i++) {
		struct finder_match match = {
			.start = reading.places[others[i].start],
			.end = reading.places[others[i].end],
			.word = others[i].word,
		};
		if (is_whole(reading.text, &others[i]) &&
		    !is_told(a->names, matches, count, &next, &match))
			match_check(a, prose, readers, &match);
	}
}

void
names_check(const struct names *names, const struct record *record,
    struct arena *scratch, struct diags *diags)
{
	if (names == NULL)
		return;
	struct asking asking = { .names = names,
		.record = record,
		.scratch = scratch,
		.diags = diags };
	diags_init(&asking.unheard, asking.scratch);
	id_check(&asking);
	prose_each(record, prose_check, &asking);
}
