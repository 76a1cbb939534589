#include "filter/definition.h"

#include <stdlib.h>
#include "base/lang.h"
#include "filter/convert.h"
#include "filter/proxy.h"

static const char *const type_names[] = {
	[DERIVED_INTEGER] = "integer",
	[DERIVED_NUMBER] = "number",
	[DERIVED_TEXT] = "text",
	[DERIVED_BOOLEAN] = "boolean",
	[DERIVED_DATE] = "date",
};
#define TYPES (sizeof(type_names) / sizeof(*type_names))

static const char *const keys[] = { "derived", "record", "tallies",
	"edition", "element" };
#define KEYS (sizeof(keys) / sizeof(*keys))

const char *const element_names[ELEMENT__NAMES] = {
	[ELEMENT_DOCUMENT] = "Document",
	[ELEMENT_PARA] = "Para",
	[ELEMENT_PLAIN] = "Plain",
	[ELEMENT_HEADER] = "Header",
	[ELEMENT_BLOCK_QUOTE] = "BlockQuote",
	[ELEMENT_BULLET_LIST] = "BulletList",
	[ELEMENT_ORDERED_LIST] = "OrderedList",
	[ELEMENT_CODE_BLOCK] = "CodeBlock",
	[ELEMENT_RAW_BLOCK] = "RawBlock",
	[ELEMENT_RULE] = "HorizontalRule",
	[ELEMENT_TABLE] = "Table",
	[ELEMENT_CHART] = "Chart",
	[ELEMENT_STR] = "Str",
	[ELEMENT_SOFT_BREAK] = "SoftBreak",
	[ELEMENT_LINE_BREAK] = "LineBreak",
	[ELEMENT_CODE] = "Code",
	[ELEMENT_RAW_INLINE] = "RawInline",
	[ELEMENT_EMPH] = "Emph",
	[ELEMENT_STRONG] = "Strong",
	[ELEMENT_LINK] = "Link",
	[ELEMENT_IMAGE] = "Image",
	[ELEMENT_BLOCK] = "Block",
	[ELEMENT_INLINE] = "Inline",
};
_Static_assert(ELEMENT__NAMES <= 32, "more elements than bits");

struct reading {
	struct definitions *definitions;
	const struct script *script;
	size_t index, first; /* of the script among the filters; of those that run */
	struct diags *diags;
};

static struct span
word_line(const struct script *script, const char *word)
{
	return script_line(script, script_find(script, word));
}

const struct derived *
definitions_find(const struct definitions *definitions, const char *name)
{
	for (size_t i = 0; i < definitions->derived_count; i++)
		if (strcmp(definitions->derived[i].name, name) == 0)
			return &definitions->derived[i];
	return NULL;
}

size_t
definitions_names(
    const struct definitions *definitions, const char **names, size_t room)
{
	size_t n = 0;
	for (; n < definitions->derived_count && n < room; n++)
		names[n] = definitions->derived[n].name;
	return n;
}

/* ---- derived ---- */

/* Names that every record has besides the fields of its kind. */
static const char *const own_names[] = { "id", "kind", "period", "date", "form",
	"organisation", "subject", "narrow", "aspects", "replies",
	"verifications", "amendments", "within", "reviewer_is_head",
	"reviewer_relation" };
#define OWN_NAMES (sizeof(own_names) / sizeof(*own_names))

static bool
is_built_in(const char *name)
{
	if (word_index(name, own_names, OWN_NAMES) >= 0)
		return true;
	for (const struct shape *k = record_kinds; k->name != NULL; k++)
		if (field_find(k, text_of(name)) != NULL)
			return true;
	return false;
}

/* A filter on trial may be there instead of one that has the field. */
static bool
is_taken(const struct reading *r, const struct derived *other)
{
	return other != NULL && (r->index < r->first ||
	    other->script >= r->script - (r->index - r->first));
}

static void
derived_add(const struct reading *r, const struct entry *entry)
{
	struct definitions *d = r->definitions;
	const char *name = entry->key.at;
	struct span span = word_line(r->script, name);
	int type = word_index(value_as_string(value_get(entry->value, "type")),
	    type_names, TYPES);
	const struct derived *other = definitions_find(d, name);
	struct diag *taken = NULL;
	if (is_built_in(name))
		taken = diag_at(r->diags, &rules[RULE_FILTER_FIELD], span,
		    "derived: '%s' is a field that records have already", name);
	else if (is_taken(r, other))
		taken = diag_at(r->diags, &rules[RULE_FILTER_FIELD], span,
		    "derived: '%s' is declared by %s already", name,
		    other->script->name);
	if (taken != NULL) {
		diag_remedy(r->diags, taken, "give it another name");
	} else if (type < 0 || value_count(entry->value) != 1) {
		struct diag *fault =
		    diag_at(r->diags, &rules[RULE_FILTER_FIELD], span,
			"derived: '%s' has no type that there is", name);
		diag_remedy(r->diags, fault,
		    "write %s = {type = \"…\"}, with integer, number, text, "
		    "boolean or date",
		    name);
	} else {
		size_t at = other == NULL ? d->derived_count++
					  : (size_t)(other - d->derived);
		ARENA_ROOM(
		    d->arena, d->derived, at, d->derived_capacity);
		d->derived[at] = (struct derived){ name,
			(enum derived_type)type, r->script };
	}
}

/* Pushes what the script has by that name; false for no table. */
static bool
push_table(lua_State *L, const struct reading *r, const char *name)
{
	int type = lua_getfield(L, -1, name);
	if (type != LUA_TNIL && type != LUA_TTABLE)
		diag_at(r->diags, &rules[RULE_FILTER_RESULT],
		    word_line(r->script, name),
		    "`%s` takes a table, not a %s", name, proxy_type(L, -1));
	return type == LUA_TTABLE;
}

static void
derived_read(lua_State *L, const struct reading *r)
{
	if (push_table(L, r, "derived")) {
		struct value *map = convert_take(L, -1);
		for (size_t i = 0; map->kind == VALUE_MAP && i < map->map.count;
		     i++)
			derived_add(r, &map->map.entries[i]);
		if (map->kind == VALUE_LIST && map->list.count > 0)
			diag_at(r->diags, &rules[RULE_FILTER_RESULT],
			    word_line(r->script, "derived"),
			    "`derived` takes names, not a list");
	}
	lua_pop(L, 1);
}

/* ---- the rest ---- */

/* Has the script a function of that name? */
static bool
function_read(lua_State *L, const struct reading *r, const char *name)
{
	int type = lua_getfield(L, -1, name);
	lua_pop(L, 1);
	if (type != LUA_TNIL && type != LUA_TFUNCTION)
		diag_at(r->diags, &rules[RULE_FILTER_RESULT],
		    word_line(r->script, name),
		    "`%s` takes a function, not a %s", name,
		    lua_typename(L, type));
	return type == LUA_TFUNCTION;
}

/* What is in it is read by those who run it: tally_declare.c. */
static bool
tallies_read(lua_State *L, const struct reading *r)
{
	bool has = push_table(L, r, "tallies");
	lua_pop(L, 1);
	return has;
}

/* One NAME = function of `element`, at -2 and -1. */
static uint32_t
element_read(lua_State *L, const struct reading *r)
{
	const char *name = proxy_key(L, -2);
	int element = word_index(name, element_names, ELEMENT__NAMES);
	if (element < 0) {
		struct diag *d = diag_at(r->diags, &rules[RULE_FILTER_RESULT],
		    word_line(r->script, name),
		    "`element` takes functions by the names of elements; "
		    "there is none called '%s'",
		    name);
		diag_suggest(r->diags, d, name, element_names, ELEMENT__NAMES);
		return 0;
	}
	if (!lua_isfunction(L, -1))
		diag_at(r->diags, &rules[RULE_FILTER_RESULT],
		    word_line(r->script, name),
		    "`%s` takes a function, not a %s", name, proxy_type(L, -1));
	return (uint32_t)1 << element;
}

static uint32_t
elements_read(lua_State *L, const struct reading *r)
{
	uint32_t elements = 0;
	if (push_table(L, r, "element"))
		for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
			elements |= element_read(L, r);
	lua_pop(L, 1);
	return elements;
}

/*
 * Several things are in the table on the top, but nothing that a filter may
 * have; one alone is a slip of the pen.
 */
static bool
is_library(lua_State *L)
{
	size_t others = 0;
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
		if (word_index(proxy_key(L, -2), keys, KEYS) >= 0) {
			lua_pop(L, 2);
			return false;
		}
		others++;
	}
	return others > 1;
}

static void
key_check(lua_State *L, const struct reading *r)
{
	const char *key = proxy_key(L, -2);
	if (word_index(key, keys, KEYS) >= 0)
		return;
	struct diag *d = diag_at(r->diags, &rules[RULE_FILTER_RESULT],
	    word_line(r->script, key), "a filter has no '%s'", key);
	diag_remedy(r->diags, d,
	    "return a table with derived, record, tallies, edition, element");
	diag_suggest(r->diags, d, key, keys, KEYS);
}

static int
definition_read(lua_State *L)
{
	const struct reading *r = lua_touserdata(L, 1);
	sandbox_push_script(L, r->script);
	if (!lua_istable(L, -1)) {
		diag_at(r->diags, &rules[RULE_FILTER_RESULT],
		    script_line(r->script, 1),
		    "a filter returns a table, not a %s", proxy_type(L, -1));
		return 0;
	}
	if (is_library(L)) {
		struct diag *d = diag_at(r->diags, &rules[RULE_FILTER_RESULT],
		    script_line(r->script, 1),
		    "this is no filter, but what filters share: its table has "
		    "none of derived, record, tallies, edition, element");
		diag_remedy(r->diags, d,
		    "take it out of `filters`; they load it by `require`");
		return 0;
	}
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
		key_check(L, r);
	derived_read(L, r);
	if (r->index < r->first)
		return 0;
	r->definitions->items[r->index] = (struct definition){
		.record = function_read(L, r, "record"),
		.edition = function_read(L, r, "edition"),
		.tallies = tallies_read(L, r),
		.elements = elements_read(L, r),
	};
	return 0;
}

const struct limits definition_limits = {
	.steps = 10000000,
	.seconds = 5,
	.memory = (size_t)64 << 20,
	.output = (size_t)1 << 20,
};

static int
derived_compare(const void *a, const void *b)
{
	return strcmp(((const struct derived *)a)->name,
	    ((const struct derived *)b)->name);
}

int
definitions_read(struct definitions *definitions, struct sandbox *box,
    struct arena *arena, struct diags *diags)
{
	const struct scripts *scripts = box->scripts;
	size_t before = diags->count;
	*definitions = (struct definitions){
		.arena = arena,
		.items = ARENA_ARRAY(arena, struct definition, scripts->count),
	};
	for (size_t i = 0; i < scripts->count; i++) {
		struct fault fault;
		struct reading reading = { definitions, &scripts->items[i], i,
			scripts->first, diags };
		if (sandbox_run(box, &definition_limits, arena, definition_read,
			&reading, &fault) == 0)
			continue;
		sandbox_report(&fault,
		    arena_printf(diags->arena, _("%s, when it is started"),
			scripts->items[i].name),
		    diags);
	}
	if (definitions->derived_count > 1)
		qsort(definitions->derived, definitions->derived_count,
		    sizeof(*definitions->derived), derived_compare);
	return diags->count == before ? 0 : -1;
}

void
definition_push(lua_State *L, const struct script *script, const char *phase)
{
	sandbox_push_script(L, script);
	lua_getfield(L, -1, phase);
	lua_remove(L, -2);
}
