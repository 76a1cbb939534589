#include "model/dimension.h"

#include <stdlib.h>
#include "base/date.h"
#include "model/course.h"

/* ---- flat ones ---- */

static struct dimension *
dimension_new(struct arena *arena, const char *id, const char *name,
    enum tally_axis axis, size_t room)
{
	struct dimension *dimension = ARENA_NEW(arena, struct dimension);
	struct tally_dimension *shown = &dimension->shown;
	shown->id = id;
	shown->name = name;
	shown->axis = axis;
	shown->nodes = ARENA_ARRAY(arena, struct tally_node, room + 1);
	shown->nodes[0] = (struct tally_node){ "", "", 0, false };
	shown->node_count = 1;
	table_init(&shown->node_ids, arena);
	table_reserve(&shown->node_ids, room);
	return dimension;
}

/* There is room for it. */
static uint32_t
node_add(struct tally_dimension *shown, const char *id, const char *name,
    uint32_t parent)
{
	struct tally_node *node = &shown->nodes[shown->node_count];
	*node = (struct tally_node){ id, name, parent, false };
	table_add(&shown->node_ids, text_of(id), node);
	return shown->node_count++;
}

/* What they are called is the string axis.ID. */
static const struct axis_name {
	const char *id;
	enum vocabulary vocabulary;
} axis_names[] = {
	{ "class", VOCABULARY_CLASS },
	{ "level", VOCABULARY_LEVEL },
	{ "period", VOCABULARY_PERIOD },
	{ "form", VOCABULARY_FORM },
	{ "aspect", VOCABULARY_ASPECT },
	{ "method", VOCABULARY_METHOD },
	{ "occasion", VOCABULARY_OCCASION },
	{ "preparation", VOCABULARY_PREPARATION },
	{ "grade", VOCABULARY_GRADE },
	{ "category", VOCABULARY_CATEGORY },
	{ "group", VOCABULARY_GROUP },
};
#define AXIS_NAMES (sizeof(axis_names) / sizeof(*axis_names))
_Static_assert(AXIS_NAMES == VOCABULARY__MAX, "a name for every vocabulary");
_Static_assert(AXIS_NAMES < DIMENSION_NAMES_MOST, "and for states");

size_t
dimension_names(const char **names)
{
	size_t n = 0;
	for (; n < AXIS_NAMES; n++)
		names[n] = axis_names[n].id;
	names[n++] = "state";
	return n;
}

static const char *
axis_words(const struct strings *strings, const char *id)
{
	char key[32];
	snprintf(key, sizeof(key), "axis.%s", id);
	return strings_get(strings, key);
}

static struct dimension *
dimension_of_terms(struct arena *arena, const struct programme *programme,
    const struct strings *strings, const struct axis_name *axis)
{
	const struct term_list *terms = &programme->terms[axis->vocabulary];
	struct dimension *dimension = dimension_new(arena, axis->id,
	    axis_words(strings, axis->id), AXIS_TERMS, terms->count);
	dimension->shown.vocabulary = axis->vocabulary;
	for (size_t i = 0; i < terms->count; i++)
		node_add(&dimension->shown, terms->items[i].id,
		    terms->items[i].name, 0);
	return dimension;
}

/* As the schema has it in replies and verifications: “doing”, 整改中. */
static const char *
state_word(const struct strings *strings, const char *name)
{
	const struct field *items =
	    field_find(kind_find(TEXT_LIT("reply")), TEXT_LIT("items"));
	const struct field *fields[] = {
		field_find(items->shape, TEXT_LIT("state")),
		field_find(
		    kind_find(TEXT_LIT("verification")), TEXT_LIT("result")),
	};
	for (size_t i = 0; i < 2; i++) {
		const char *word =
		    strings_choice(strings, fields[i], text_of(name));
		if (word != name)
			return word;
	}
	return name;
}

static struct dimension *
dimension_of_states(struct arena *arena, const struct strings *strings)
{
	struct dimension *dimension = dimension_new(arena, "state",
	    axis_words(strings, "state"), AXIS_STATE, PROBLEM__MAX);
	for (int i = 0; i < PROBLEM__MAX; i++) {
		const char *id = problem_state_name((enum problem_state)i);
		node_add(&dimension->shown, id, state_word(strings, id), 0);
	}
	return dimension;
}

struct dimension *
dimension_of_words(struct arena *arena, const char *id, const char *name,
    const struct dimension_word *words, size_t count)
{
	struct dimension *dimension =
	    dimension_new(arena, id, name, AXIS_WORDS, count);
	for (size_t i = 0; i < count; i++)
		node_add(&dimension->shown, words[i].id, words[i].name, 0);
	return dimension;
}

/* ---- organisations: where each stood, and when ---- */

/* In official order. */
struct standing_list {
	struct standing *first, *last;
};

/* An organisation below one superior, or below none. */
struct standing {
	const struct organisation *organisation;
	struct standing *parent; /* NULL: at the top */
	struct standing *same;   /* another of the same organisation */
	struct standing_list children;
	struct standing *sibling;
	const char *id;
	bool current; /* as of the day of the build */
};

struct growing {
	struct arena *arena, *scratch;
	const struct roster *roster;
	const struct strings *strings;
	const char *as_of;
	int level;
	struct standing **standings; /* by organisation->order */
	struct standing_list tops;
	struct table ids;
	size_t count;
	/* By organisation->order: for whom its days were gone through last. */
	const struct organisation **passed;
};

/* The nearest above that the dimension has, from itself on. */
static const struct organisation *
nearest_of(const struct organisation *organisation, int level,
    const char *date)
{
	for (int depth = 0; organisation != NULL && depth < TREE_DEPTH; depth++) {
		if (organisation->level <= level)
			return organisation;
		organisation = organisation_superior(organisation, date);
	}
	return NULL;
}

static struct standing *
standing_find(const struct growing *g, const struct organisation *organisation,
    const struct standing *parent)
{
	struct standing *s = g->standings[organisation->order];
	while (s != NULL && s->parent != parent)
		s = s->same;
	return s;
}

static const char *
standing_id(struct growing *g, const struct standing *s)
{
	const char *id = s->organisation->id;
	if (!s->current)
		id = arena_printf(g->arena, "%s@%s", id,
		    s->parent == NULL ? "" : s->parent->id);
	while (table_get(&g->ids, text_of(id)) != NULL)
		id = arena_printf(g->arena, "%s@", id);
	table_add(&g->ids, text_of(id), (void *)s);
	return id;
}

/* Below one superior nobody stands twice; most come in the official order. */
static void
standing_insert(struct standing_list *list, struct standing *s)
{
	size_t order = s->organisation->order;
	struct standing **at =
	    list->last != NULL && list->last->organisation->order < order
	    ? &list->last->sibling
	    : &list->first;
	while (*at != NULL && (*at)->organisation->order < order)
		at = &(*at)->sibling;
	s->sibling = *at;
	*at = s;
	if (s->sibling == NULL)
		list->last = s;
}

static struct standing *
standing_add(struct growing *g, const struct organisation *organisation,
    struct standing *parent, bool current)
{
	struct standing *s = ARENA_NEW(g->scratch, struct standing);
	struct standing **same = &g->standings[organisation->order];
	*s = (struct standing){ .organisation = organisation,
		.parent = parent,
		.current = current };
	s->id = standing_id(g, s);
	while (*same != NULL)
		same = &(*same)->same;
	*same = s;
	standing_insert(parent == NULL ? &g->tops : &parent->children, s);
	g->count++;
	return s;
}

/* Where it stood that day, with all above it. */
static struct standing *
standing_on(struct growing *g, const struct organisation *organisation,
    const char *date, bool current)
{
	const struct organisation *path[TREE_DEPTH];
	size_t depth = 0;
	while (organisation != NULL && depth < TREE_DEPTH) {
		path[depth++] = organisation;
		organisation = nearest_of(
		    organisation_superior(organisation, date), g->level, date);
	}
	struct standing *at = NULL;
	while (depth > 0) {
		const struct organisation *o = path[--depth];
		struct standing *s = standing_find(g, o, at);
		at = s != NULL ? s : standing_add(g, o, at, current);
	}
	return at;
}

/* The first day of each of its tenures, and the first without, by now. */
static void
tenures_stand(struct growing *g, const struct organisation *organisation,
    const struct tenures *tenures)
{
	for (size_t i = 0; i < tenures->count; i++) {
		const struct tenure *t = &tenures->items[i];
		if (strcmp(t->from, g->as_of) <= 0)
			standing_on(g, organisation, t->from, false);
		if (*t->to != '\0' && strcmp(t->to, g->as_of) < 0)
			standing_on(g, organisation,
			    date_after(g->scratch, t->to), false);
	}
}

/*
 * On the days on which `above`, which is the organisation or was above it once,
 * or whoever was above that, changed its own superior.
 */
static void
chain_stand(struct growing *g, const struct organisation *organisation,
    const struct organisation *above, int depth)
{
	const struct tenures *tenures = &above->superiors;
	if (g->passed[above->order] == organisation || depth == TREE_DEPTH)
		return;
	g->passed[above->order] = organisation;
	tenures_stand(g, organisation, tenures);
	for (size_t i = 0; i < tenures->count; i++)
		if (tenures->items[i].organisation != NULL)
			chain_stand(g, organisation,
			    tenures->items[i].organisation, depth + 1);
}

static void
standings_grow(struct growing *g)
{
	const struct roster *roster = g->roster;
	for (size_t i = 0; i < roster->organisation_count; i++)
		if (roster->organisations[i]->level <= g->level)
			standing_on(
			    g, roster->organisations[i], g->as_of, true);
	for (size_t i = 0; i < roster->organisation_count; i++) {
		const struct organisation *o = roster->organisations[i];
		if (o->level > g->level)
			continue;
		standing_on(g, o, "", false);
		chain_stand(g, o, o, 0);
	}
}

/* ---- from standings to nodes ---- */

static void
standing_put(struct growing *g, struct dimension *dimension,
    const struct standing *s, uint32_t parent)
{
	struct tally_dimension *shown = &dimension->shown;
	const struct organisation *o = s->organisation;
	/* Copied: editions read it when the roster can't be read any more. */
	const char *id = arena_string(g->arena, s->id);
	const char *name = arena_string(g->arena, o->short_name);
	if (!s->current && s->parent != NULL)
		name = strings_fill(g->arena, g->strings, "unit_formerly_of",
		    "name", name, "superior",
		    s->parent->organisation->short_name, NULL);
	uint32_t node = node_add(shown, id, name, parent);
	dimension->next[node] = dimension->first[o->order];
	dimension->first[o->order] = node;
	dimension->itself[node] = node;
	if (s->children.first == NULL)
		return;
	uint32_t own = shown->node_count++;
	shown->nodes[own] = (struct tally_node){ id,
		strings_fill(
		    g->arena, g->strings, "unit_itself", "name", name, NULL),
		node, true };
	dimension->itself[node] = dimension->itself[own] = own;
	for (const struct standing *c = s->children.first; c != NULL;
	     c = c->sibling)
		standing_put(g, dimension, c, node);
}

static struct dimension *
dimension_of_organisations(struct arena *arena,
    const struct programme *programme, const struct roster *roster,
    const struct strings *strings, const char *as_of, int level)
{
	const struct term *term =
	    &programme->terms[VOCABULARY_LEVEL].items[level];
	struct growing g = { .arena = arena,
		.scratch = arena_new(),
		.roster = roster,
		.strings = strings,
		.as_of = as_of,
		.level = level };
	g.standings = ARENA_ARRAY(
	    g.scratch, struct standing *, roster->organisation_count);
	g.passed = ARENA_ARRAY(g.scratch, const struct organisation *,
	    roster->organisation_count);
	table_init(&g.ids, g.scratch);
	standings_grow(&g);
	size_t room = 2 * g.count;
	struct dimension *dimension = dimension_new(arena,
	    arena_printf(arena, "organisation:%s", term->id), term->name,
	    AXIS_ORGANISATION, room);
	dimension->shown.level = level;
	dimension->as_of = as_of;
	dimension->first =
	    ARENA_ARRAY(arena, uint32_t, roster->organisation_count);
	dimension->next = ARENA_ARRAY(arena, uint32_t, room + 1);
	dimension->itself = ARENA_ARRAY(arena, uint32_t, room + 1);
	for (const struct standing *s = g.tops.first; s != NULL;
	     s = s->sibling)
		standing_put(&g, dimension, s, 0);
	arena_free(g.scratch);
	return dimension;
}

/* The node of an organisation of the dimension's own, as it stood that day. */
static uint32_t
node_on(const struct dimension *dimension,
    const struct organisation *organisation, const char *date, int depth)
{
	const struct tally_dimension *shown = &dimension->shown;
	if (organisation == NULL || depth == TREE_DEPTH)
		return 0;
	uint32_t first = dimension->first[organisation->order];
	if (dimension->next[first] == 0)
		return first; /* it never moved, nor anybody above it */
	uint32_t parent = node_on(dimension,
	    nearest_of(organisation_superior(organisation, date),
		shown->level, date),
	    date, depth + 1);
	for (uint32_t node = first; node != 0; node = dimension->next[node])
		if (shown->nodes[node].parent == parent)
			return node;
	return first;
}

uint32_t
dimension_leaf(const struct dimension *dimension,
    const struct organisation *organisation, const char *date)
{
	if (strcmp(date, dimension->as_of) > 0)
		date = dimension->as_of;
	return dimension->itself[node_on(dimension,
	    nearest_of(organisation, dimension->shown.level, date), date, 0)];
}

/* ---- by name ---- */

struct dimension *
dimension_find(struct arena *arena, const struct programme *programme,
    const struct roster *roster, const struct strings *strings,
    const char *as_of, struct text declared)
{
	struct text what, level;
	if (text_split(declared, ':', &what, &level)) {
		const struct term_list *levels =
		    &programme->terms[VOCABULARY_LEVEL];
		for (size_t i = 0; text_is(what, "organisation") &&
		     i < levels->count; i++)
			if (text_is(level, levels->items[i].id))
				return dimension_of_organisations(arena,
				    programme, roster, strings, as_of, (int)i);
		return NULL;
	}
	if (text_is(declared, "state"))
		return dimension_of_states(arena, strings);
	for (size_t i = 0; i < AXIS_NAMES; i++)
		if (text_is(declared, axis_names[i].id))
			return dimension_of_terms(
			    arena, programme, strings, &axis_names[i]);
	return NULL;
}
