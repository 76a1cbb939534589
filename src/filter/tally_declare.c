#include "filter/tally_parts.h"

#include "base/lang.h"
#include "filter/convert.h"
#include "filter/library.h"

#define TALLIES_MOST 256
#define WORDS_MOST 1000

static const char *const keys[] = { "title", "of", "by", "minimum", "most",
	"sensitive", "map" };
#define KEYS (sizeof(keys) / sizeof(*keys))
static const char *const word_keys[] = { "id", "title", "words", "sensitive" };
#define WORD_KEYS (sizeof(word_keys) / sizeof(*word_keys))

/* One script whose declarations are read. */
struct declaring {
	struct tallying *tallying;
	const struct script *script;
	struct diags *diags;
	const char *name; /* of the tally; "tallies" before the first */
	struct span span; /* of it */
	struct tally *tally;
	struct declared *declared;
	bool faulty; /* the tally, or one before it */
};

/* Every message begins with the tally's name. */
#define FAULT(d, ...)                                                          \
	((d)->faulty = true,                                                   \
	    diag_at((d)->diags, &rules[RULE_TALLY_DECLARED], (d)->span,        \
		__VA_ARGS__))

/* The table is on the top; `what` is the tally's, or that of a dimension. */
static void
keys_check(lua_State *L, struct declaring *d, const char *const *known,
    size_t count)
{
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
		const char *key = proxy_key(L, -2);
		if (word_index(key, known, count) >= 0)
			continue;
		struct diag *diag = FAULT(d,
		    "tally '%s': nothing is declared by '%s'", d->name, key);
		diag_suggest(d->diags, diag, key, known, count);
	}
}

/* A text, or NULL when there is none; anything else is a fault. */
static const char *
text_take(lua_State *L, struct declaring *d, const char *key)
{
	const char *text = NULL;
	int type = lua_getfield(L, -1, key);
	if (type == LUA_TSTRING) {
		text = convert_take_text(L, -1, key).at;
		if (*text == '\0')
			FAULT(d, "tally '%s': '%s' is empty", d->name, key);
	} else if (type != LUA_TNIL) {
		FAULT(d, "tally '%s': '%s' takes a text, not a %s", d->name,
		    key, proxy_type(L, -1));
	}
	lua_pop(L, 1);
	return text;
}

static unsigned
number_take(lua_State *L, struct declaring *d, const char *key,
    unsigned standard)
{
	int is_integer;
	int type = lua_getfield(L, -1, key);
	lua_Integer number = lua_tointegerx(L, -1, &is_integer);
	bool sound = type == LUA_TNUMBER && is_integer && number >= 1 &&
	    number <= TALLY_MOST;
	lua_pop(L, 1);
	if (type == LUA_TNIL)
		return standard;
	if (!sound)
		FAULT(d,
		    "tally '%s': '%s' takes a whole number from 1 to %d",
		    d->name, key, TALLY_MOST);
	return sound ? (unsigned)number : standard;
}

/* ---- dimensions ---- */

/* Tallies that declare the same share it. */
static struct dimension *
dimension_share(struct declaring *d, const char *declared,
    struct dimension *made)
{
	struct tallying *t = d->tallying;
	if (made != NULL)
		table_add(&t->dimensions,
		    text_of(arena_string(t->arena, declared)), made);
	return made;
}

static struct dimension *
dimension_known(const struct declaring *d, const char *declared)
{
	return table_get(&d->tallying->dimensions, text_of(declared));
}

static struct dimension *
named_take(struct declaring *d, const char *declared)
{
	struct tallying *t = d->tallying;
	struct dimension *dimension = dimension_known(d, declared);
	if (dimension == NULL)
		dimension = dimension_share(d, declared,
		    dimension_find(t->arena, t->corpus->programme,
			&t->corpus->roster, t->corpus->site->strings,
			t->as_of, text_of(declared)));
	if (dimension != NULL)
		return dimension;
	const struct term_list *levels =
	    &t->corpus->programme->terms[VOCABULARY_LEVEL];
	const char **names = ARENA_ARRAY(t->arena, const char *,
	    DIMENSION_NAMES_MOST + levels->count);
	size_t count = dimension_names(names);
	for (size_t i = 0; i < levels->count; i++)
		names[count++] = arena_printf(
		    t->arena, "organisation:%s", levels->items[i].id);
	struct diag *diag = FAULT(d, "tally '%s': nothing is counted by '%s'",
	    d->name, declared);
	diag_remedy(d->diags, diag,
	    "count by a vocabulary (period, method, …), state, "
	    "organisation:LEVEL, or {id = …, words = {…}}");
	diag_suggest(d->diags, diag, declared, names, count);
	return NULL;
}

/* "late", or {"late", "逾期"}; on the top. */
static bool
word_take(lua_State *L, struct declaring *d, struct dimension_word *word)
{
	bool sound = true;
	if (lua_type(L, -1) == LUA_TSTRING) {
		word->id = word->name = convert_take_text(L, -1, NC_("filter", "a word")).at;
	} else if (lua_istable(L, -1) && lua_rawlen(L, -1) == 2) {
		sound = lua_rawgeti(L, -1, 1) == LUA_TSTRING;
		sound = lua_rawgeti(L, -2, 2) == LUA_TSTRING && sound;
		if (sound) {
			word->id = convert_take_text(L, -2, NC_("filter", "a word")).at;
			word->name = convert_take_text(L, -1, NC_("filter", "a word")).at;
		}
		lua_pop(L, 2);
	} else {
		sound = false;
	}
	sound = sound && *word->id != '\0' && *word->name != '\0';
	if (!sound)
		FAULT(d,
		    "tally '%s': 'words' takes texts, or pairs of an id and "
		    "what people read",
		    d->name);
	return sound;
}

/* The list is on the top. */
static size_t
words_take(lua_State *L, struct declaring *d, struct dimension_word *words)
{
	size_t count = lua_rawlen(L, -1);
	for (size_t i = 0; i < count; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i + 1);
		bool sound = word_take(L, d, &words[i]);
		lua_pop(L, 1);
		if (!sound)
			return 0;
		for (size_t j = 0; j < i; j++) {
			if (strcmp(words[j].id, words[i].id) != 0)
				continue;
			FAULT(d, "tally '%s': the word '%s' stands twice",
			    d->name, words[i].id);
			return 0;
		}
	}
	return count;
}

static void
key_part(struct buf *key, const char *part)
{
	buf_printf(key, "%zu:%s", strlen(part), part);
}

/* Two declarations are the same when all of them is; no vocabulary has a {. */
static const char *
words_key(struct declaring *d, const char *id, const char *title,
    const struct dimension_word *words, size_t count)
{
	struct buf key = BUF_INIT;
	buf_putc(&key, '{');
	key_part(&key, id);
	key_part(&key, title);
	for (size_t i = 0; i < count; i++) {
		key_part(&key, words[i].id);
		key_part(&key, words[i].name);
	}
	return buf_detach(d->tallying->arena, &key).at;
}

static bool
is_taken(const char *id)
{
	const char *names[DIMENSION_NAMES_MOST];
	size_t count = dimension_names(names);
	return word_index(id, names, count) >= 0 || strchr(id, ':') != NULL;
}

/* {id = …, title = …, words = {…}, sensitive = …} on the top. */
static struct dimension *
words_dimension_take(lua_State *L, struct declaring *d)
{
	struct arena *arena = d->tallying->arena;
	keys_check(L, d, word_keys, WORD_KEYS);
	const char *id = text_take(L, d, "id");
	const char *title = text_take(L, d, "title");
	lua_getfield(L, -1, "sensitive");
	bool sensitive = lua_toboolean(L, -1);
	lua_pop(L, 1);
	if (id == NULL || is_taken(id)) {
		FAULT(d,
		    "tally '%s': a list of words takes an 'id' that no "
		    "vocabulary has",
		    d->name);
		return NULL;
	}
	struct dimension_word *words = NULL;
	size_t count = 0, told = d->diags->count;
	if (lua_getfield(L, -1, "words") == LUA_TTABLE &&
	    lua_rawlen(L, -1) <= WORDS_MOST) {
		words = ARENA_ARRAY(
		    arena, struct dimension_word, lua_rawlen(L, -1));
		count = words_take(L, d, words);
	}
	lua_pop(L, 1);
	if (count == 0) {
		if (d->diags->count == told)
			FAULT(d,
			    "tally '%s': '%s' takes 'words', a list of 1 to "
			    "%d",
			    d->name, id, WORDS_MOST);
		return NULL;
	}
	if (title == NULL)
		title = id;
	const char *key = words_key(d, id, title, words, count);
	struct dimension *dimension = dimension_known(d, key);
	if (dimension == NULL)
		dimension = dimension_share(d, key,
		    dimension_of_words(arena, id, title, words, count));
	dimension->shown.sensitive = dimension->shown.sensitive || sensitive;
	return dimension;
}

static void
dimension_take(lua_State *L, struct declaring *d)
{
	struct tally *tally = d->tally;
	struct dimension *dimension = NULL;
	if (lua_type(L, -1) == LUA_TSTRING)
		dimension = named_take(d, convert_take_text(L, -1, "by").at);
	else if (lua_istable(L, -1))
		dimension = words_dimension_take(L, d);
	else
		FAULT(d, "tally '%s': 'by' has a %s in it", d->name,
		    proxy_type(L, -1));
	for (size_t i = 0; dimension != NULL && i < tally->dimension_count; i++)
		if (strcmp(tally->dimensions[i]->id, dimension->shown.id) == 0) {
			FAULT(d, "tally '%s': '%s' stands twice in 'by'",
			    d->name, dimension->shown.id);
			return;
		}
	if (dimension == NULL)
		return;
	d->declared->dimensions[tally->dimension_count] = dimension;
	tally->dimensions[tally->dimension_count++] = &dimension->shown;
}

static void
dimensions_take(lua_State *L, struct declaring *d)
{
	size_t count = 0;
	if (lua_getfield(L, -1, "by") == LUA_TTABLE)
		count = lua_rawlen(L, -1);
	if (count == 0 || count > TALLY_DIMENSIONS_MOST)
		FAULT(d,
		    "tally '%s': 'by' takes a list of 1 to %d of what is "
		    "counted by",
		    d->name, TALLY_DIMENSIONS_MOST);
	else
		for (size_t i = 1; i <= count; i++) {
			lua_rawgeti(L, -1, (lua_Integer)i);
			dimension_take(L, d);
			lua_pop(L, 1);
		}
	lua_pop(L, 1);
}

static void
sensitive_take(lua_State *L, struct declaring *d)
{
	int type = lua_getfield(L, -1, "sensitive");
	size_t count = type == LUA_TTABLE ? lua_rawlen(L, -1) : 0;
	if (type != LUA_TNIL && type != LUA_TTABLE)
		FAULT(d,
		    "tally '%s': 'sensitive' takes a list of what stands in "
		    "'by'",
		    d->name);
	for (size_t i = 1; i <= count; i++) {
		struct dimension *found = NULL;
		lua_rawgeti(L, -1, (lua_Integer)i);
		const char *id = proxy_key(L, -1);
		for (size_t j = 0; j < d->tally->dimension_count; j++)
			if (strcmp(d->tally->dimensions[j]->id, id) == 0)
				found = d->declared->dimensions[j];
		if (found != NULL)
			found->shown.sensitive = true;
		else
			FAULT(d,
			    "tally '%s': '%s' in 'sensitive' does not stand "
			    "in 'by'",
			    d->name, id);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

/* ---- a tally ---- */

#define KEYS_WRONG N_("`tallies` takes names, not a key that is a %s")

static void
map_take(lua_State *L, struct declaring *d)
{
	lua_Debug ar;
	if (lua_getfield(L, -1, "map") != LUA_TFUNCTION ||
	    lua_iscfunction(L, -1)) {
		FAULT(d, "tally '%s': 'map' takes a function, not a %s",
		    d->name, proxy_type(L, -1));
		lua_pop(L, 1);
		return;
	}
	lua_getinfo(L, ">S", &ar);
	d->declared->line = ar.linedefined;
}

static void
parts_take(lua_State *L, struct declaring *d)
{
	struct tallying *t = d->tallying;
	struct tally *tally = d->tally;
	const char *title, *of;
	keys_check(L, d, keys, KEYS);
	title = text_take(L, d, "title");
	of = text_take(L, d, "of");
	tally->title = title != NULL ? title : tally->name;
	tally->of = of != NULL ? of : tally->name;
	tally->minimum = number_take(L, d, "minimum", TALLY_MINIMUM);
	tally->most = number_take(L, d, "most", 1);
	if (tally->minimum == 2)
		FAULT(d,
		    "tally '%s': a minimum of 2 lets each of the two know of "
		    "the other; take %d or more",
		    d->name, TALLY_MINIMUM);
	dimensions_take(L, d);
	sensitive_take(L, d);
	map_take(L, d);
	d->declared->day = tally->minimum == 1 ? t->as_of : t->cutoff;
	tally->day = d->declared->day;
}

static const struct declared *
declared_find(const struct tallying *tallying, const char *name)
{
	for (size_t i = 0; i < tallying->count; i++)
		if (strcmp(tallying->items[i].tally->name, name) == 0)
			return &tallying->items[i];
	return NULL;
}

/* The value is on the top. */
static void
tally_take(lua_State *L, struct declaring *d, const char *name)
{
	struct tallying *t = d->tallying;
	const struct declared *other = declared_find(t, name);
	d->name = name;
	d->span = script_line(d->script, script_find(d->script, name));
	if (other != NULL) {
		FAULT(d, "tally '%s': %s declares one of that name already",
		    name, other->script->name);
		return;
	}
	if (!lua_istable(L, -1)) {
		FAULT(d, "tally '%s': a tally is a table, not a %s", name,
		    proxy_type(L, -1));
		return;
	}
	if (t->count == TALLIES_MOST) {
		FAULT(d, "tally '%s': a site has at most %d tallies", name,
		    TALLIES_MOST);
		return;
	}
	ARENA_ROOM(t->arena, t->items, t->count, t->capacity);
	d->declared = &t->items[t->count++];
	d->tally = ARENA_NEW(t->arena, struct tally);
	*d->declared = (struct declared){ .script = d->script,
		.tally = d->tally };
	d->tally->name = name;
	d->tally->span = d->span;
	parts_take(L, d);
}

static void
entry_take(lua_State *L, void *context)
{
	struct declaring *d = context;
	if (lua_type(L, -2) == LUA_TSTRING && lua_rawlen(L, -2) > 0) {
		tally_take(L, d,
		    convert_take_text(L, -2, NC_("filter", "a name")).at);
		return;
	}
	d->faulty = true;
	diag_at(d->diags, &rules[RULE_TALLY_DECLARED],
	    script_line(d->script, script_find(d->script, "tallies")),
	    KEYS_WRONG, proxy_type(L, -2));
}

static int
script_declare(lua_State *L)
{
	struct declaring *d = lua_touserdata(L, 1);
	d->name = "tallies";
	definition_push(L, d->script, "tallies");
	library_each(L, -1, RULE_TALLY_DECLARED, KEYS_WRONG, entry_take, d);
	return 0;
}

/* ---- all of them ---- */

/* Tallies that are compared count on the same day. */
static void
days_check(struct tallying *tallying, struct declaring *d)
{
	for (size_t i = 0; i < tallying->count; i++) {
		const struct tally *tally = tallying->items[i].tally;
		for (size_t j = 0; j < i; j++) {
			const struct tally *other = tallying->items[j].tally;
			if (strcmp(tally->of, other->of) != 0 ||
			    (tally->minimum == 1) == (other->minimum == 1))
				continue;
			d->name = tally->name;
			d->span = tally->span;
			struct diag *diag = FAULT(d,
			    "tally '%s': it is of '%s' as '%s' is, but only "
			    "one of them has a minimum of 1, so they count up "
			    "to different days",
			    d->name, tally->of, other->name);
			diag_also(d->diags, diag, other->span, "the other");
			break;
		}
	}
}

int
tallies_declare(struct tallying *tallying, struct phase *phase,
    struct diags *diags)
{
	struct declaring d = { .tallying = tallying, .diags = diags };
	for (size_t i = 0; i < phase->scripts->count; i++) {
		struct fault fault;
		if (!phase->definitions.items[i].tallies)
			continue;
		d.script = &phase->scripts->items[i];
		if (sandbox_run(phase->box, &definition_limits, tallying->arena,
			script_declare, &d, &fault) == 0)
			continue;
		d.faulty = true;
		/* Nothing of the script runs while what it gave is read. */
		if (fault.place.script == NULL)
			fault.place = (struct script_place){ .script = d.script,
				.line = script_find(d.script, d.name) };
		sandbox_report(&fault,
		    arena_printf(diags->arena, _("%s, tallies"),
			d.script->name),
		    diags);
	}
	if (!d.faulty)
		days_check(tallying, &d);
	return d.faulty ? -1 : 0;
}
