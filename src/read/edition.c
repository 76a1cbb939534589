/*
 * The editions of site.yaml.  With `each` an edition stands for many: one for
 * every organisation of a level, or of a class, in the official order, where
 * `unit` becomes unit-ORGANISATION, and {id}, {name}, {short} in title and
 * audience what they say.  Those whose organisation is not there on the day
 * come last and are closed (model/site.h).
 */
#include "read/load.h"

#include "model/relation.h"
#include "model/rules.h"

void
editions_list(struct arena *arena, struct site *site, const struct value *list)
{
	site->edition_count = value_count(list);
	site->editions =
	    ARENA_ARRAY(arena, struct edition, site->edition_count);
	for (size_t i = 0; i < site->edition_count; i++) {
		const struct value *item = value_item(list, i);
		const struct value *id = value_get(item, "id");
		site->editions[i] = (struct edition){
			.id = value_as_string(id),
			.title = value_as_string(value_get(item, "title")),
			.audience = value_get(item, "audience"),
			.each = value_get(item, "each"),
			.span = id != NULL ? id->span : item->span,
		};
	}
}

struct expanding {
	const struct loading *loading;
	struct arena *arena;
	struct site *site;
	struct editions {
		struct edition *items;
		size_t count, capacity;
	} open, closed; /* these are put behind those */
};

/* ---- places to be filled ---- */

/* {name}, {名称}: what it stands for; NULL when it is none of the words. */
static const char *
place_of(struct text word, const struct organisation *o)
{
	if (text_is(word, "id") || text_is(word, "编号"))
		return o == NULL ? "" : o->id;
	if (text_is(word, "name") || text_is(word, "名称"))
		return o == NULL ? "" : o->name;
	if (text_is(word, "short") || text_is(word, "简称"))
		return o == NULL ? "" : o->short_name;
	return NULL;
}

/* The next {word} at or behind *pos, which goes behind it; false: no more. */
static bool
place_next(struct text text, size_t *pos, size_t *open, struct text *word)
{
	for (size_t i = *pos; i < text.len; i++) {
		if (text.at[i] != '{')
			continue;
		const char *end =
		    memchr(text.at + i, '}', text.len - i);
		if (end == NULL)
			return false;
		*open = i;
		*pos = (size_t)(end - text.at) + 1;
		*word = text_cut(text, i + 1, *pos - 1);
		return true;
	}
	return false;
}

static const char *
text_fill(struct arena *arena, struct text text, const struct organisation *o)
{
	struct buf buf = BUF_INIT;
	struct text word;
	size_t pos = 0, done = 0, open;
	while (place_next(text, &pos, &open, &word)) {
		const char *means = place_of(word, o);
		if (means == NULL)
			continue;
		buf_putt(&buf, text_cut(text, done, open));
		buf_puts(&buf, means);
		done = pos;
	}
	buf_putt(&buf, text_from(text, done));
	return buf_detach(arena, &buf).at;
}

/* In all texts of a label. */
static void
label_fill(struct arena *arena, struct value *value,
    const struct organisation *o)
{
	if (value->kind == VALUE_TEXT)
		value->text = text_of(text_fill(arena, value->text, o));
	for (size_t i = 0; i < value_count(value); i++)
		label_fill(arena, value_child(value, i), o);
}

/* How many places there are; what stands for nothing is told. */
static size_t
places_check(const struct expanding *x, struct text text, struct span span)
{
	struct text word;
	size_t pos = 0, open, count = 0;
	while (place_next(text, &pos, &open, &word)) {
		count++;
		if (place_of(word, NULL) == NULL)
			diag_at(x->loading->diags, &rules[RULE_EACH_PLACE],
			    span, "{%.*s} stands for nothing here",
			    TEXT_ARG(word));
	}
	return count;
}

static size_t
label_places_check(const struct expanding *x, const struct value *value)
{
	size_t count = 0;
	if (value_is(value, VALUE_TEXT))
		return places_check(x, value->text, value->span);
	for (size_t i = 0; i < value_count(value); i++)
		count += label_places_check(x, value_child(value, i));
	return count;
}

/* All of them alike would be one edition, many times. */
static void
template_check(const struct expanding *x, const struct edition *edition)
{
	size_t titles =
	    places_check(x, text_of(edition->title), edition->span);
	size_t audiences = label_places_check(x, edition->audience);
	if (titles == 0)
		diag_at(x->loading->diags, &rules[RULE_EACH_SAME],
		    edition->span, "all editions “%s-…” have the same title",
		    edition->id);
	if (audiences == 0 && edition->audience != NULL)
		diag_at(x->loading->diags, &rules[RULE_EACH_SAME],
		    edition->audience->span,
		    "all editions “%s-…” have the same audience", edition->id);
}

/* ---- which organisations ---- */

struct family {
	int level;         /* or -1 */
	const char *class; /* or NULL */
};

static int
family_find(const struct expanding *x, struct family *family,
    const struct value *each)
{
	const struct programme *programme = x->loading->corpus->programme;
	const struct term_list *levels = &programme->terms[VOCABULARY_LEVEL];
	const struct term_list *classes = &programme->terms[VOCABULARY_GROUP];
	struct text word = value_as_text(each);
	family->level = programme_rank(programme, VOCABULARY_LEVEL, word);
	const struct term *class =
	    programme_term(programme, VOCABULARY_GROUP, word);
	family->class = class == NULL ? NULL : class->id;
	if (family->level >= 0 || class != NULL)
		return 0;
	struct diag *d = diag_at(x->loading->diags, &rules[RULE_EACH_UNKNOWN],
	    each->span, "“%.*s” is no level and no class of organisations",
	    TEXT_ARG(word));
	size_t n = 0;
	const char **names = ARENA_ARRAY(x->loading->diags->arena, const char *,
	    levels->count + classes->count);
	for (size_t i = 0; i < levels->count; i++)
		names[n++] = levels->items[i].id;
	for (size_t i = 0; i < classes->count; i++)
		names[n++] = classes->items[i].id;
	diag_suggest(x->loading->diags, d,
	    arena_text(x->loading->diags->arena, word).at, names, n);
	return -1;
}

static bool
family_has(const struct family *family, const struct organisation *o)
{
	if (family->level >= 0)
		return o->level == family->level;
	return value_has_text(o->classes, text_of(family->class));
}

/* ---- the whole ---- */

static void
edition_add(
    struct arena *arena, struct editions *list, struct edition edition)
{
	ARENA_ROOM(arena, list->items, list->count, list->capacity);
	list->items[list->count++] = edition;
}

static void
each_add(struct expanding *x, const struct edition *template)
{
	const struct roster *roster = &x->loading->corpus->roster;
	const char *as_of = x->loading->as_of;
	struct family family;
	size_t before = x->open.count;
	template_check(x, template);
	if (family_find(x, &family, template->each) != 0)
		return;
	for (size_t i = 0; i < roster->organisation_count; i++) {
		const struct organisation *o = roster->organisations[i];
		if (!family_has(&family, o))
			continue;
		struct edition made = *template;
		made.id = arena_printf(x->arena, "%s-%s", template->id, o->id);
		made.title =
		    text_fill(x->arena, text_of(template->title), o);
		if (template->audience != NULL) {
			struct value *label =
			    value_copy(x->arena, template->audience);
			label_fill(x->arena, label, o);
			made.audience = label;
		}
		made.of = arena_string(x->arena, o->id);
		bool closed = as_of != NULL && !organisation_is_there(o, as_of);
		edition_add(x->arena, closed ? &x->closed : &x->open, made);
	}
	if (x->open.count == before)
		diag_at(x->loading->diags, &rules[RULE_EACH_NONE],
		    template->each->span,
		    "there is no such organisation on %s: no edition is made",
		    as_of == NULL ? "?" : as_of);
}

static void
ids_check(const struct expanding *x)
{
	const struct site *site = x->site;
	struct arena *scratch = arena_new();
	struct table taken;
	table_init(&taken, scratch);
	for (size_t i = 0; i < site_editions(site); i++) {
		struct edition *edition = &site->editions[i];
		if (!id_is_clean(edition->id))
			diag_at(x->loading->diags, &rules[RULE_ID_FORM],
			    edition->span,
			    "“%s” can't be the name of a folder", edition->id);
		const struct edition *other =
		    table_add(&taken, text_of(edition->id), edition);
		if (other == NULL)
			continue;
		struct diag *d = diag_at(x->loading->diags,
		    &rules[RULE_ID_DUPLICATE], edition->span,
		    "there are two editions “%s”", edition->id);
		diag_also(x->loading->diags, d, other->span, "the first");
	}
	arena_free(scratch);
}

void
editions_expand(const struct loading *loading)
{
	struct site *site = loading->corpus->site;
	struct expanding x = { .loading = loading,
		.arena = loading->arenas[0],
		.site = site };
	for (size_t i = 0; i < site->edition_count; i++) {
		if (site->editions[i].each != NULL)
			each_add(&x, &site->editions[i]);
		else
			edition_add(x.arena, &x.open, site->editions[i]);
	}
	site->edition_count = x.open.count;
	site->closed_count = x.closed.count;
	for (size_t i = 0; i < x.closed.count; i++)
		edition_add(x.arena, &x.open, x.closed.items[i]);
	site->editions = x.open.items;
	ids_check(&x);
}
