/* Ids inside of records: each once, and none that is nowhere. */
#include "check/check.h"
#include "model/rules.h"

/* A list of maps with ids: each id once. */
static void
ids_check(const struct value *list, struct diags *diags)
{
	if (value_count(list) < 2)
		return;
	struct arena *scratch = arena_new();
	struct table seen;
	table_init(&seen, scratch);
	for (size_t i = 0; i < value_count(list); i++) {
		struct value *id = value_get(value_item(list, i), "id");
		const struct value *first =
		    id == NULL ? NULL : table_add(&seen, id->text, id);
		if (first == NULL)
			continue;
		struct diag *d = diag_at(diags, &rules[RULE_ID_DUPLICATE],
		    id->span, "the id “%s” stands here twice", id->text.at);
		diag_also(diags, d, first->span, "the first");
	}
	arena_free(scratch);
}

static void
opinions_check(const struct record *review, struct diags *diags)
{
	const struct value *problems = record_get(review, "problems");
	const struct value *opinions = record_get(review, "opinions");
	for (size_t i = 0; i < value_count(problems); i++) {
		const struct value *from =
		    value_get(value_item(problems, i), "from");
		if (from != NULL &&
		    value_find_item(opinions, "id", from->text) == NULL)
			diag_at(diags, &rules[RULE_OPINION_UNKNOWN], from->span,
			    "the review records no opinion “%s”",
			    from->text.at);
	}
}

/* Work points of one plan have ids that no other plan has. */
static void
tasks_add(struct checking *checking, const struct record *plan,
    struct diags *diags)
{
	const struct value *list = record_get(plan, "tasks");
	for (size_t i = 0; i < value_count(list); i++) {
		struct value *id = value_get(value_item(list, i), "id");
		const struct value *other =
		    id == NULL ? NULL : table_add(&checking->tasks, id->text, id);
		if (other == NULL || other->span.source == id->span.source)
			continue;
		struct diag *d = diag_at(diags, &rules[RULE_ID_DUPLICATE],
		    id->span, "another plan has a work point “%s”",
		    id->text.at);
		diag_also(diags, d, other->span, "there");
	}
}

/* Those that reviews name and no plan has: one that is broken may have them. */
static void
tasks_seek(struct checking *checking)
{
	const struct corpus *corpus = checking->corpus;
	struct arena *arena = arena_new();
	struct table seen;
	struct text *words = NULL;
	size_t count = 0, room = 0;
	table_init(&seen, arena);
	for (size_t i = 0; corpus->broken_count > 0 && i < corpus->record_count;
	     i++) {
		const struct value *named = record_is(corpus->records[i],
						"review")
		    ? record_get(corpus->records[i], "tasks")
		    : NULL;
		for (size_t j = 0; j < value_count(named); j++) {
			struct text id = value_item(named, j)->text;
			if (table_get(&checking->tasks, id) != NULL ||
			    table_add(&seen, id, checking) != NULL)
				continue;
			ARENA_ROOM(arena, words, count, room);
			words[count++] = arena_text(checking->arena, id);
		}
	}
	checking->broken_tasks =
	    corpus_broken_words(corpus, checking->arena, words, count);
	arena_free(arena);
}

void
check_tasks_gather(struct checking *checking, struct diags *diags)
{
	const struct corpus *corpus = checking->corpus;
	table_init(&checking->tasks, checking->arena);
	for (size_t i = 0; i < corpus->record_count; i++)
		if (record_is(corpus->records[i], "plan"))
			tasks_add(checking, corpus->records[i], diags);
	tasks_seek(checking);
}

void
check_references(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	for (size_t i = 0; record->kind->fields[i].name != NULL; i++)
		if (record->kind->fields[i].type == FIELD_MAP &&
		    value_is(record->fields[i], VALUE_LIST))
			ids_check(record->fields[i], diags);
	if (!record_is(record, "review"))
		return;
	opinions_check(record, diags);
	const struct value *problems = record_get(record, "problems");
	for (size_t i = 0; i < value_count(problems); i++)
		ids_check(value_get(value_item(problems, i), "measures"),
		    diags);
	const struct value *named = record_get(record, "tasks");
	for (size_t i = 0; i < value_count(named); i++) {
		const struct value *id = value_item(named, i);
		if (table_get(&checking->tasks, id->text) == NULL &&
		    table_get(checking->broken_tasks, id->text) == NULL)
			diag_at(diags, &rules[RULE_TASK_UNKNOWN], id->span,
			    "no plan has a work point “%s”", id->text.at);
	}
}
