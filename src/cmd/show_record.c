#include "cmd/show.h"

#include "base/lang.h"
#include "base/utf8.h"
#include "cmd/history.h"
#include "cmd/listing.h"

struct showing {
	const struct corpus *corpus;
	struct arena *arena;
	struct listing listing;
};

/* ---- fields ---- */

/* What a reference or a term stands for; NULL when it says it itself. */
static const char *
meaning_of(const struct showing *s, const struct field *field,
    struct text word)
{
	const struct roster *roster = &s->corpus->roster;
	const struct organisation *organisation =
	    table_get(&roster->organisation_ids, word);
	const struct person *person = table_get(&roster->person_ids, word);
	int choice;
	const struct record *record;
	switch (field->type) {
	case FIELD_ORGANISATION:
	case FIELD_PERSON:
	case FIELD_SUBJECT:
		return organisation != NULL ? organisation->name
		    : person != NULL        ? person->name
					    : NULL;
	case FIELD_TERM:
		return programme_name(s->corpus->programme, field->vocabulary,
		    word.at);
	case FIELD_CHOICE:
		choice = field_choice(field, word);
		return choice < 0 ? NULL : field->choices[choice | 1];
	case FIELD_RECORD:
		record = corpus_record(s->corpus, word);
		return record == NULL
		    ? NULL
		    : arena_printf(s->arena, "%s %s", record->kind->alias,
			  record->organisation == NULL
			      ? ""
			      : record->organisation->short_name);
	default:
		return NULL;
	}
}

static const char *
words_of(struct showing *s, const struct value *value)
{
	struct buf words = BUF_INIT;
	if (value->kind == VALUE_TEXT)
		return value->text.at;
	value_put_json(&words, value);
	return buf_detach(s->arena, &words).at;
}

static void value_show(struct showing *s, const struct field *field,
    const struct value *value, const char *name, const char *alias);

static void
map_show(struct showing *s, const struct shape *shape,
    const struct value *map, const char *name, const char *alias)
{
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		const struct value *value = value_get(map, f->name);
		if (value != NULL)
			value_show(s, f, value,
			    arena_printf(s->arena, "%s.%s", name, f->name),
			    arena_printf(s->arena, "%s.%s", alias, f->alias));
	}
}

/* Lists of maps by number: problems.1.text; of words, a line each. */
static void
value_show(struct showing *s, const struct field *field,
    const struct value *value, const char *name, const char *alias)
{
	if (value->kind == VALUE_LIST && field->type != FIELD_SCOPE) {
		bool maps = field->type == FIELD_MAP;
		for (size_t i = 0; i < value_count(value); i++)
			value_show(s, field, value_item(value, i),
			    maps ? arena_printf(s->arena, "%s.%zu", name, i + 1)
				 : name,
			    maps ? arena_printf(s->arena, "%s.%zu", alias,
				       i + 1)
				 : alias);
		return;
	}
	if (field->type == FIELD_MAP && value->kind == VALUE_MAP) {
		map_show(s, field->shape, value, name, alias);
		return;
	}
	const char *means = value->kind == VALUE_TEXT
	    ? meaning_of(s, field, value->text)
	    : NULL;
	listing_add(&s->listing, name);
	listing_add(&s->listing, alias);
	listing_add(&s->listing,
	    means == NULL || text_is(value_as_text(value), means)
		? words_of(s, value)
		: arena_printf(s->arena, "%s  (%s)", words_of(s, value),
		      means));
}

static void
fields_show(struct showing *s, const struct record *record)
{
	static const struct listing_column columns[] = {
		{ "field", N_("field"), false },
		{ "alias", N_("in Chinese"), false },
		{ "value", N_("value"), false },
	};
	listing_init(&s->listing, s->arena, columns, 3);
	for (size_t i = 0; record->kind->fields[i].name != NULL; i++) {
		const struct field *f = &record->kind->fields[i];
		if (record->fields[i] != NULL)
			value_show(s, f, record->fields[i], f->name, f->alias);
	}
	for (size_t i = 0; i < value_count(record->derived); i++) {
		const struct entry *e = &record->derived->map.entries[i];
		listing_add(&s->listing, e->key.at);
		listing_add(&s->listing, _("made by a filter"));
		listing_add(&s->listing, words_of(s, e->value));
	}
	listing_print(&s->listing, LISTING_TEXT, stdout);
}

/* ---- sections ---- */

/* Below a blank line, if there are any. */
static void
rows_print(const struct listing *listing)
{
	if (listing_rows(listing) == 0)
		return;
	putchar('\n');
	listing_print(listing, LISTING_TEXT, stdout);
}

static void
sections_show(struct showing *s, const struct record *record)
{
	static const struct listing_column columns[] = {
		{ "section", N_("section"), false },
		{ "aspect", N_("aspect of the form"), false },
		{ "scope", N_("its own scope"), false },
		{ "characters", N_("characters"), true },
	};
	listing_init(&s->listing, s->arena, columns, 4);
	for (size_t i = 0; i < record->section_count; i++) {
		const struct section *section = &record->sections[i];
		listing_add(&s->listing,
		    section->title.len == 0
			? _("(before the first heading)")
			: arena_text(s->arena, section->title).at);
		listing_add(&s->listing,
		    record->section_aspects == NULL
			? NULL
			: record->section_aspects[i]);
		listing_add(&s->listing,
		    section->mark_scope.len == 0
			? NULL
			: arena_text(s->arena, section->mark_scope).at);
		listing_add_number(&s->listing,
		    (int64_t)utf8_count(text_trim(section->body)));
	}
	rows_print(&s->listing);
}

/* ---- links ---- */

static void
link_add(struct showing *s, const char *what, const struct record *to)
{
	listing_add(&s->listing, what);
	listing_add(&s->listing, to->id);
	listing_add(&s->listing, *to->date == '\0' ? NULL : to->date);
}

static void
answers_add(struct showing *s, const struct index *index,
    const struct record *record, const char *kind)
{
	const struct record_list *answers =
	    index_answers(index, record->id, kind);
	for (size_t i = 0; answers != NULL && i < answers->count; i++)
		link_add(s, answers->items[i]->kind->alias, answers->items[i]);
}

static void
links_show(struct showing *s, const struct index *index,
    const struct record *record)
{
	static const struct listing_column columns[] = {
		{ "link", N_("goes with"), false },
		{ "record", N_("record"), false },
		{ "date", N_("date"), false },
	};
	static const char *const kinds[] = { "reply", "verification",
		"amendment" };
	const struct record *report = record_is(record, "review")
	    ? corpus_record(s->corpus,
		  value_as_text(record_get(record, "report")))
	    : NULL;
	listing_init(&s->listing, s->arena, columns, 3);
	if (record->about != NULL)
		link_add(s, record->about->kind->alias, record->about);
	if (report != NULL)
		link_add(s, report->kind->alias, report);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		answers_add(s, index, record, kinds[i]);
	rows_print(&s->listing);
}

/* What became of each problem, by all that speaks of it up to the day. */
static void
problems_show(struct showing *s, const struct site_run *run,
    const struct record *review)
{
	static const struct listing_column columns[] = {
		{ "problem", N_("problem"), false },
		{ "state", N_("state"), false },
		{ "due", N_("due"), false },
		{ "measures", N_("measures"), true },
		{ "done", N_("of them done"), true },
	};
	const struct value *problems = record_get(review, "problems");
	listing_init(&s->listing, s->arena, columns, 5);
	for (size_t i = 0; i < value_count(problems); i++) {
		const struct value *problem = value_item(problems, i);
		const struct course *course = problem_course(
		    run->checking.index, s->arena, review, problem);
		listing_add(&s->listing,
		    value_as_string(value_get(problem, "id")));
		listing_add(&s->listing, _(problem_state_name(course->state)));
		listing_add(&s->listing, course->due);
		listing_add_number(&s->listing, (int64_t)course->measure_count);
		listing_add_number(&s->listing, (int64_t)course->measures_done);
	}
	rows_print(&s->listing);
}

/* Nothing where there is no repository. */
static void
history_show(struct site_run *run, const struct record *record,
    const struct known_history *known)
{
	const char *path =
	    source_at(&run->sources, record->span.source)->path;
	struct history history;
	struct buf words = BUF_INIT;
	if (known != NULL) {
		history = known->history;
		diags_copy(&run->diags, &known->diags);
	} else {
		history_read(&history, run->arena, run->options.root, path,
		    false, &run->diags);
	}
	if (history.known) {
		history_put(&words, history_of(&history, path));
		printf("%s: %s\n", path, words.at);
	}
	buf_free(&words);
}

void
show_record(struct site_run *run, const struct record *record,
    const struct known_history *known)
{
	struct showing s = { .corpus = &run->corpus, .arena = run->arena };
	printf("%s: %s %s\n", record->id, record->kind->name,
	    record->kind->alias);
	history_show(run, record, known);
	putchar('\n');
	fields_show(&s, record);
	sections_show(&s, record);
	links_show(&s, run->checking.index, record);
	if (record_is(record, "review"))
		problems_show(&s, run, record);
}
