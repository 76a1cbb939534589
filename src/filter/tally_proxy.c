#include "filter/tally_parts.h"

#include "filter/convert.h"

/* ---- what is read ---- */

/*
 * A minimum of 1 tells of single persons and organisations (SCOPE, stage 5):
 * only that they were reviewed, by whom, when and how.  Not what was found:
 * grades, problems, ballots, opinions, pledges, answers, results, texts.
 */
static const char *const who_and_when[] = { "kind", "form", "subject",
	"organisation", "leader", "reviewer", "by", "period", "date",
	"recorded", "round", "method", "occasion", "preparation", "review",
	"report", "record" };
#define WHO_AND_WHEN (sizeof(who_and_when) / sizeof(*who_and_when))

void
tally_fields_allow(struct tallying *tallying)
{
	tallying->who_and_when =
	    ARENA_ARRAY(tallying->arena, uint64_t, kind_count());
	for (size_t k = 0; k < kind_count(); k++) {
		const struct field *fields = record_kinds[k].fields;
		for (size_t i = 0; fields[i].name != NULL; i++)
			if (word_index(fields[i].name, who_and_when,
				WHO_AND_WHEN) >= 0)
				tallying->who_and_when[k] |= (uint64_t)1 << i;
	}
}

void
tally_reading_check(lua_State *L, const char *name, uint64_t bits)
{
	const struct record_filter *filter = record_filter_of(L);
	const struct tally_call *call = filter->tally;
	const struct shape *kind = filter->record->kind;
	uint64_t allowed = READ_ABOVE | READ_ID | READ_SUBJECT | READ_OFFICE |
	    READ_RELATION | READ_PLACE |
	    call->tallying->who_and_when[kind - record_kinds];
	uint64_t other = bits & ~allowed;
	if (call->declared->tally->minimum != 1 || other == 0)
		return;
	const struct field *field = field_find(kind, text_of(name));
	for (size_t i = 0; field == NULL && kind->fields[i].name != NULL; i++)
		if ((other & (uint64_t)1 << i) != 0)
			sandbox_raise(L, RULE_TALLY_READ,
			    "a tally with a minimum of 1 tells who was "
			    "reviewed and when, so it can't read '%s', which "
			    "is made from '%s'",
			    name, kind->fields[i].name);
	sandbox_raise(L, RULE_TALLY_READ,
	    "a tally with a minimum of 1 tells who was reviewed and when, so "
	    "it can't read '%s'",
	    name);
}

/* What a derived field was made from, or why it is not there. */
static uint64_t
derived_bits(const struct record *record, const char *name)
{
	for (size_t i = 0; i < value_count(record->derived); i++)
		if (text_is(record->derived->map.entries[i].key, name))
			return record->derived_from[i];
	return record->filters_read;
}

uint64_t
tally_bits(const struct record_filter *filter, const char *name)
{
	if (name != NULL && strcmp(name, "kind") == 0)
		return 0;
	if (name != NULL &&
	    definitions_find(&filter->phase.definitions, name) != NULL)
		return derived_bits(filter->record, name) & ~DERIVED_UNSEEN;
	return record_bits(filter->record, name);
}

/* ---- problems ---- */

static const struct shape *
problem_shape(void)
{
	return field_find(
	    kind_find(TEXT_LIT("review")), TEXT_LIT("problems"))->shape;
}

static const struct field *
problem_field(const char *name)
{
	const struct field *field = field_find(problem_shape(), text_of(name));
	return field != NULL && strcmp(field->name, name) == 0 ? field : NULL;
}

static bool
problem_push_field(lua_State *L, const void *thing, const char *name)
{
	const struct problem_shown *problem = thing;
	const struct field *field = problem_field(name);
	if (field == NULL)
		return false;
	convert_push_field(L, field, value_get(problem->value, name));
	return true;
}

static size_t
problem_names(lua_State *L, const void *thing, const char **names, size_t room)
{
	const struct field *fields = problem_shape()->fields;
	size_t n = 0;
	(void)L, (void)thing;
	for (; n < room && fields[n].name != NULL; n++)
		names[n] = fields[n].name;
	return n;
}

static void
problem_read(lua_State *L, const void *thing, const char *name)
{
	const struct field *field = name == NULL ? NULL : problem_field(name);
	uint64_t bits = 0;
	(void)thing;
	if (name == NULL)
		return;
	if (field == NULL)
		bits = READ_COURSE;
	else if (field->type == FIELD_SCOPE)
		bits = READ_STANDING;
	else if (field->type == FIELD_PERSON)
		bits = READ_OWNERS;
	else if (strcmp(field->name, "from") == 0)
		bits = record_bits(record_filter_of(L)->record, "opinions");
	record_reading(L, name, bits);
}

/* The same for all maps on this record. */
static const struct course *
course_of(lua_State *L, const void *thing)
{
	/* Made by tally_problems_push(), for whoever asks first. */
	struct problem_shown *problem = (struct problem_shown *)thing;
	const struct record_filter *filter = record_filter_of(L);
	if (problem->course == NULL)
		problem->course =
		    answers_course(filter->tally->tallying->answers,
			filter->tally->scratch, filter->record, problem->value);
	return problem->course;
}

static void
push_state(lua_State *L, const void *thing)
{
	lua_pushstring(L, problem_state_name(course_of(L, thing)->state));
}

static void
push_overdue(lua_State *L, const void *thing)
{
	const char *day = record_filter_of(L)->tally->declared->day;
	lua_pushboolean(L, course_days_over(course_of(L, thing), day) > 0);
}

static void
push_answered(lua_State *L, const void *thing)
{
	lua_pushboolean(L, course_of(L, thing)->answered);
}

const struct proxy_class problem_class = {
	.name = "problem",
	.fields =
	    (const struct proxy_field[]){
		{ "state", .push = push_state },
		{ "overdue", .push = push_overdue },
		{ "answered", .push = push_answered },
		{ .name = NULL },
	    },
	.push_other = problem_push_field,
	.other_names = problem_names,
	.read = problem_read,
};

void
tally_problems_push(lua_State *L)
{
	const struct record_filter *filter = record_filter_of(L);
	struct tally_call *call = filter->tally;
	const struct value *list = record_value(filter->record, "problems");
	if (list == NULL) {
		lua_pushnil(L);
		return;
	}
	size_t count = value_count(list);
	if (call->problems == NULL) {
		call->problems = ARENA_ARRAY(
		    call->scratch, struct problem_shown, count);
		for (size_t i = 0; i < count; i++)
			call->problems[i].value = value_item(list, i);
	}
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		proxy_push(L, &problem_class, &call->problems[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}
