#include "filter/tally_parts.h"

#include <stdlib.h>
#include "base/lang.h"
#include "filter/convert.h"
#include "filter/freeze.h"

struct tally_filter {
	struct record_filter record; /* the sandbox's context */
	struct tally_call call;
	const char *day; /* that scripts see as `as_of` */
	bool *stopped;   /* parallel to the tallies: over its budget */
};

static const struct limits a_record = {
	.steps = 1000000,
	.seconds = 2,
	.memory = (size_t)64 << 20,
	.output = (size_t)1 << 20,
};

/* ---- cells ---- */

static uint32_t
organisation_take(lua_State *L, const struct dimension *dimension, int index)
{
	const struct roster *roster = record_filter_of(L)->roster;
	const struct organisation *organisation =
	    proxy_get(L, index, record_things.organisation);
	if (organisation == NULL && lua_type(L, index) == LUA_TSTRING) {
		const char *id = lua_tostring(L, index);
		organisation =
		    table_get(&roster->organisation_ids, text_of(id));
		if (organisation == NULL)
			sandbox_raise(L, RULE_TALLY_CELL,
			    "there is no organisation '%s'", id);
	}
	if (organisation == NULL)
		sandbox_raise(L, RULE_TALLY_CELL,
		    "'%s' takes an organisation, not a %s",
		    dimension->shown.id, proxy_type(L, index));
	uint32_t leaf =
	    dimension_leaf(dimension, organisation, record_day_of_call(L));
	if (leaf == 0)
		sandbox_raise(L, RULE_TALLY_CELL,
		    "'%s' lies below no organisation of '%s'",
		    organisation->id, dimension->shown.id);
	return leaf;
}

static uint32_t
word_take(lua_State *L, const struct dimension *dimension, int index)
{
	const char *id = dimension->shown.id;
	if (lua_type(L, index) != LUA_TSTRING)
		sandbox_raise(L, RULE_TALLY_CELL,
		    "'%s' takes one of its words, not a %s", id,
		    proxy_type(L, index));
	struct text word;
	word.at = lua_tolstring(L, index, &word.len);
	long node = tally_node_find(&dimension->shown, word);
	if (node <= 0)
		sandbox_raise(
		    L, RULE_TALLY_CELL, "'%s' has no '%s'", id, word.at);
	return (uint32_t)node;
}

static uint32_t
amount_take(lua_State *L, const struct tally *tally, int index)
{
	int is_integer;
	lua_Integer amount = lua_tointegerx(L, index, &is_integer);
	if (lua_type(L, index) != LUA_TNUMBER || !is_integer || amount < 0 ||
	    amount > tally->most)
		sandbox_raise(L, RULE_TALLY_CELL,
		    "the amount is a whole number from 0 to %d, which 'most' "
		    "says",
		    (int)tally->most);
	return (uint32_t)amount;
}

/* cell(…): names a cell. */
static int
tally_cell(lua_State *L)
{
	const struct record_filter *filter = record_filter_of(L);
	struct tally_call *call = filter->tally;
	const struct declared *declared = call->declared;
	const struct tally *tally = declared->tally;
	struct contribution c = { .tally = (uint32_t)call->number,
		.record = (uint32_t)call->record_number,
		.amount = 1,
		.read = filter->read };
	int count = (int)tally->dimension_count, given = lua_gettop(L);
	if (given != count && given != count + 1)
		return sandbox_raise(L, RULE_TALLY_CELL,
		    "a cell of '%s' has %d values, and may have an amount; "
		    "here are %d",
		    tally->name, count, given);
	for (int i = 0; i < count; i++) {
		const struct dimension *dimension = declared->dimensions[i];
		if (lua_isnil(L, i + 1))
			return sandbox_raise(L, RULE_TALLY_CELL,
			    "value %d, of '%s', is nil; skip such records, or "
			    "take a word for them",
			    i + 1, dimension->shown.id);
		c.place.nodes[i] = dimension->shown.axis == AXIS_ORGANISATION
		    ? organisation_take(L, dimension, i + 1)
		    : word_take(L, dimension, i + 1);
	}
	if (given > count)
		c.amount = amount_take(L, tally, given);
	sandbox_charge_output(L, sizeof(c));
	if (c.amount == 0)
		return 0;
	struct tally_part *part = call->part;
	ARENA_ROOM(part->arena, part->items, part->count, part->capacity);
	part->items[part->count++] = c;
	return 0;
}

/* ---- running ---- */

/* In the registry, by tally: its map, and the variables it can reach. */
static int
map_run(lua_State *L)
{
	struct tally_filter *f = lua_touserdata(L, 1);
	const struct declared *declared = f->call.declared;
	if (f->day != declared->day) {
		f->day = declared->day;
		sandbox_set_global(L, "as_of", f->day);
	}
	lua_rawgetp(L, LUA_REGISTRYINDEX, declared->tally);
	lua_rawgeti(L, -1, 2);
	lua_rawgeti(L, -2, 1);
	record_proxy_push(L, f->record.record);
	lua_pushcfunction(L, tally_cell);
	lua_call(L, 2, 1);
	if (!lua_isnil(L, -1))
		return sandbox_raise(L, RULE_FILTER_RESULT,
		    "`map` returns nothing: it names cells by cell(…)");
	freeze_check(L, -2);
	return 0;
}

/* Puts back what a map changed that did not end well. */
static int
variables_restore(lua_State *L)
{
	const struct tally_filter *f = lua_touserdata(L, 1);
	lua_rawgetp(L, LUA_REGISTRYINDEX, f->call.declared->tally);
	lua_rawgeti(L, -1, 2);
	freeze_check(L, -1);
	return 0;
}

static void
fault_report(const struct tally_filter *f, struct fault *fault,
    const char *record, struct diags *diags)
{
	const struct declared *declared = f->call.declared;
	if (fault->place.script == NULL)
		fault->place = (struct script_place){
			.script = declared->script, .line = declared->line
		};
	sandbox_report(fault,
	    arena_printf(diags->arena, _("%s, tally %s, %s"),
		declared->script->name, declared->tally->name, record),
	    diags);
}

static void
tally_map(struct tally_filter *f, struct diags *diags)
{
	struct phase *phase = &f->record.phase;
	struct tally_part *part = f->call.part;
	size_t before = part->count;
	struct fault fault, again;
	/*
	 * That the record counts at all hangs on the day of its entry: who may
	 * not see that does not know it, so it is read whatever the map reads.
	 */
	f->record.read = f->call.declared->tally->minimum == 1
	    ? 0
	    : record_bits(f->record.record, "recorded");
	phase->script = f->call.declared->script;
	if (sandbox_run(phase->box, &a_record, f->call.scratch, map_run, f,
		&fault) == 0)
		return;
	part->count = before;
	atomic_store(&f->call.tallying->faulty, true);
	sandbox_run(phase->box, &a_record, f->call.scratch, variables_restore,
	    f, &again);
	fault_report(f, &fault, f->record.record->id, diags);
	f->stopped[f->call.number] = fault.rule == RULE_FILTER_BUDGET;
}

/* Does the record count on the tally's day? */
static bool
is_counted(const struct record *record, const struct declared *declared,
    const char *as_of)
{
	const char *day = declared->day;
	if (record->left_out || record_is_ahead(record, as_of))
		return false;
	if (declared->tally->minimum == 1)
		return true;
	if (*day == '\0' || strcmp(record_label_day(record), day) > 0)
		return false;
	/* What is entered later must not change a figure before its time. */
	const char *recorded =
	    value_as_string(record_value(record, "recorded"));
	return strcmp(recorded, day) <= 0;
}

void
tally_filter_run(struct tally_filter *f, size_t number, struct diags *diags)
{
	struct tallying *tallying = f->call.tallying;
	struct record *record = tallying->corpus->records[number];
	f->record.record = record;
	f->call.record_number = number;
	f->call.problems = NULL;
	for (size_t i = 0; i < tallying->count; i++) {
		const struct declared *declared = &tallying->items[i];
		if (f->stopped[i] ||
		    !is_counted(record, declared, tallying->as_of))
			continue;
		f->call.declared = declared;
		f->call.number = i;
		f->record.as_of = declared->day;
		tally_map(f, diags);
	}
	f->record.record = NULL;
	arena_reset(f->call.scratch);
}

/* ---- opening and closing ---- */

/* Each map in a run of its script of its own. */
static int
map_start(lua_State *L)
{
	struct tally_filter *f = lua_touserdata(L, 1);
	const struct declared *declared = f->call.declared;
	f->day = declared->day;
	sandbox_set_global(L, "as_of", f->day);
	lua_createtable(L, 2, 0);
	definition_push(L, declared->script, "tallies");
	lua_getfield(L, -1, declared->tally->name);
	lua_getfield(L, -1, "map");
	freeze(L);
	lua_rawseti(L, 2, 2);
	lua_rawseti(L, 2, 1);
	lua_settop(L, 2);
	lua_rawsetp(L, LUA_REGISTRYINDEX, declared->tally);
	return 0;
}

static int
maps_start(struct tally_filter *f, struct diags *diags)
{
	struct tallying *tallying = f->call.tallying;
	struct phase *phase = &f->record.phase;
	int status = 0;
	phase->box->keeps = true;
	for (size_t i = 0; i < tallying->count; i++) {
		struct fault fault;
		f->call.declared = &tallying->items[i];
		if (sandbox_run(phase->box, &definition_limits, f->call.scratch,
			map_start, f, &fault) == 0)
			continue;
		fault_report(f, &fault, _("when it is started"), diags);
		status = -1;
	}
	return status;
}

static struct tally_filter *
filter_new(struct tallying *tallying)
{
	const struct corpus *corpus = tallying->corpus;
	struct arena *arena = arena_new();
	struct tally_filter *f = ARENA_NEW(arena, struct tally_filter);
	f->record = (struct record_filter){
		.phase = { .name = "tally",
		    .things = &record_things,
		    .scripts = tallying->scripts,
		    .programme = corpus->programme,
		    .arena = arena },
		.roster = &corpus->roster,
		.as_of = tallying->as_of,
		.tally = &f->call,
	};
	f->call.tallying = tallying;
	f->call.scratch = arena_new();
	return f;
}

static void
filter_drop(struct tally_filter *f)
{
	arena_free(f->call.scratch);
	phase_close(&f->record.phase);
}

struct tally_filter *
tally_filter_open(struct tallying *tallying, struct diags *diags)
{
	struct tally_filter *f = filter_new(tallying);
	struct phase *phase = &f->record.phase;
	struct arena *arena = arena_new();
	f->call.part = ARENA_NEW(arena, struct tally_part);
	f->call.part->arena = arena;
	f->stopped = ARENA_ARRAY(phase->arena, bool, tallying->count);
	if (phase_open(phase, &f->record, record_setup, diags) == 0 &&
	    maps_start(f, diags) == 0)
		return f;
	atomic_store(&tallying->faulty, true);
	arena_free(arena);
	filter_drop(f);
	return NULL;
}

void
tally_filter_close(struct tally_filter *f)
{
	struct tallying *tallying = f->call.tallying;
	f->call.part->next = tallying->parts;
	tallying->parts = f->call.part;
	filter_drop(f);
}

/* Reads what is declared, in a state that goes again. */
static int
declarations_read(struct tallying *tallying, struct diags *diags)
{
	struct tally_filter *f = filter_new(tallying);
	struct phase *phase = &f->record.phase;
	struct diags before;
	int status = -1;
	diags_init(&before, phase->arena);
	if (phase_open(phase, &f->record, record_setup, &before) == 0)
		status = tallies_declare(tallying, phase, diags);
	filter_drop(f);
	return status;
}

struct tallying *
tallying_open(struct arena *arena, const struct scripts *scripts,
    const struct corpus *corpus, const char *as_of, struct diags *diags)
{
	struct tallying *t = ARENA_NEW(arena, struct tallying);
	*t = (struct tallying){
		.arena = arena,
		.scripts = scripts,
		.corpus = corpus,
		.as_of = as_of,
		.cutoff = programme_cutoff(arena, corpus->programme, as_of),
	};
	table_init(&t->dimensions, arena);
	if (scripts->count == 0 || declarations_read(t, diags) != 0 ||
	    t->count == 0)
		return NULL;
	tally_fields_allow(t);
	t->answers = answers_make(arena, corpus, t->cutoff);
	return t;
}

struct tallies *
tallying_close(struct tallying *t, struct arena *arena, unsigned workers,
    struct diags *diags)
{
	const struct tally **list =
	    ARENA_ARRAY(arena, const struct tally *, t->count);
	size_t count = 0;
	for (size_t i = 0; i < t->count; i++)
		list[i] = t->items[i].tally;
	for (const struct tally_part *p = t->parts; p != NULL; p = p->next)
		count++;
	struct contributions *parts =
	    ARENA_ARRAY(t->arena, struct contributions, count);
	count = 0;
	for (const struct tally_part *p = t->parts; p != NULL; p = p->next)
		parts[count++] = (struct contributions){ p->items, p->count };
	struct tallies *tallies = tallies_make(arena,
	    (struct tally_list){ list, t->count }, parts, count, workers);
	while (t->parts != NULL) {
		struct tally_part *part = t->parts;
		t->parts = part->next;
		arena_free(part->arena);
	}
	if (atomic_load(&t->faulty))
		return NULL;
	tallies_check(tallies, t->corpus, workers, diags);
	return tallies;
}
