#include "compose/page.h"

/* About so many keys a record's page has, of itself and of its edition. */
#define PAGE_ENTRIES 48

static struct value *
section_add(const struct composing *c, struct value *list,
    const struct view_section *section, const char *title)
{
	struct value *map = value_map_sized(c->arena, 3);
	show_text(c, map, "title", title);
	show_text(
	    c, map, "aspect", section->aspect == NULL ? "" : section->aspect);
	show_value(c, map, "body",
	    value_node(c->arena,
		text_make(c, section->body, section->span, c->page->entry)));
	value_add(c->arena, list, map);
	return map;
}

static struct value *
sections_make(const struct composing *c, const struct view_entry *entry)
{
	const struct view_body *body = entry_body(entry);
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < body->section_count; i++)
		section_add(
		    c, list, &body->sections[i], body->sections[i].title);
	return list;
}

static const struct aspect *
aspect_of(const struct form *form, const struct view_section *section)
{
	for (size_t i = 0; section->aspect != NULL && i < form->aspect_count;
	     i++)
		if (strcmp(section->aspect, form->aspects[i].id) == 0)
			return &form->aspects[i];
	return NULL;
}

struct titled_section *
form_sections(struct arena *arena, const struct view_entry *review,
    size_t *count)
{
	const struct form *form = review->form;
	const struct view_body *body = entry_body(review);
	const struct view_section *sections = body->sections;
	struct titled_section *list =
	    ARENA_ARRAY(arena, struct titled_section, body->section_count);
	size_t first = 0, n = 0;
	for (; first < body->section_count &&
	     aspect_of(form, &sections[first]) == NULL;
	     first++)
		list[n++] = (struct titled_section){ &sections[first],
			sections[first].title };
	for (size_t a = 0; a < form->aspect_count; a++)
		for (size_t i = first; i < body->section_count; i++)
			if (aspect_of(form, &sections[i]) == &form->aspects[a])
				list[n++] = (struct titled_section){
					&sections[i], form->aspects[a].title
				};
	for (size_t i = first; i < body->section_count; i++)
		if (aspect_of(form, &sections[i]) == NULL)
			list[n++] = (struct titled_section){ &sections[i],
				sections[i].title };
	*count = n;
	return list;
}

static struct value *
aspects_make(const struct composing *c, const struct view_entry *entry)
{
	struct value *list = value_list(c->arena);
	size_t count;
	const struct titled_section *sections =
	    form_sections(c->arena, entry, &count);
	for (size_t i = 0; i < count; i++)
		section_add(c, list, sections[i].section, sections[i].title);
	return list;
}

static void
subject_set(const struct composing *c, struct value *data,
    const struct view_entry *entry)
{
	show_text(
	    c, data, "subject", subject_words(c->arena, c->strings, entry));
	if (entry->organisation == NULL)
		return;
	show_text(c, data, "organisation", entry->organisation->name);
	show_text(c, data, "organisation_href",
	    organisation_href(c, entry->organisation));
}

static void
entry_set(const struct composing *c, struct value *data,
    const struct view_entry *entry)
{
	show_text(c, data, "title", c->page->title);
	const char *kind = strings_kind(c->strings, entry->kind);
	show_text(c, data, "kind", kind);
	/* Above a title that says it, it would be read twice. */
	show_text(c, data, "kicker",
	    strcasestr(c->page->title, kind) != NULL ? NULL : kind);
	show_text(c, data, "date", day_words(c, entry_day(entry)));
	show_text(c, data, "period",
	    term_words(c, VOCABULARY_PERIOD, entry->period));
	show_text(c, data, "period_href",
	    period_href(c,
		programme_period(c->view->programme, entry->period)));
	show_text(c, data, "anchor", entry_anchor(c->arena, entry));
	subject_set(c, data, entry);
}

struct value *
record_make(const struct composing *c)
{
	const struct view_entry *entry = c->page->entry;
	bool own = entry_own_title(entry) != NULL ||
	    entry_is(entry, "participation");
	/* Said in the page's head, or linked; a made title has the period. */
	const char *const without[] = { "title", "review", "report",
		"organisation", "subject", own ? NULL : "period", NULL };
	struct value *data = value_map_sized(c->arena, PAGE_ENTRIES);
	entry_set(c, data, entry);
	show_value(c, data, "facts", facts_make(c, entry, without));
	show_value(c, data, "sections", sections_make(c, entry));
	amendments_set(c, data, entry);
	if (entry_review(entry) != NULL)
		show_value(
		    c, data, "review", entry_summary(c, entry_review(entry)));
	return data;
}

/* ---- a review, laid out like its form ---- */

static const char *
task_words(const struct composing *c, struct text id)
{
	const struct value *task = table_get(&c->plan->tasks, id);
	const char *text = value_get_string(task, "text");
	return text != NULL ? text : id.at;
}

/* A fact like the others, but in the plan's words. */
struct value *
tasks_fact(const struct composing *c, const struct view_entry *entry)
{
	const struct value *ids = entry_get(entry, "tasks");
	if (ids == NULL)
		return NULL;
	struct value *fact = value_map_sized(c->arena, 3);
	struct value *items = value_list_sized(c->arena, value_count(ids));
	for (size_t i = 0; i < value_count(ids); i++)
		value_add(c->arena, items,
		    shown_text(c->arena,
			task_words(c, value_as_text(value_item(ids, i)))));
	show_text(c, fact, "label",
	    field_label(c->view, field_find(entry->kind, TEXT_LIT("tasks"))));
	show_value(c, fact, "text", value_null(c->arena));
	show_value(c, fact, "items", items);
	return fact;
}

/* ---- ballots ---- */

static void
count_set(const struct composing *c, struct value *map, const char *key,
    int64_t count)
{
	show_value(c, map, key,
	    count < 0 ? value_null(c->arena) : value_integer(c->arena, count));
}

/* Of what is not known there is no share. */
static void
share_set(const struct composing *c, struct value *map, const char *key,
    int64_t part, int64_t whole)
{
	char words[SHARE_ROOM] = "";
	if (part >= 0 && whole > 0 && part <= SHARE_MOST &&
	    whole <= SHARE_MOST)
		share_words(words, part, whole, 1);
	show_text(c, map, key, arena_string(c->arena, words));
}

static int64_t
count_of(const struct value *map, const char *key)
{
	const struct value *count = value_get(map, key);
	return value_is(count, VALUE_INTEGER) ? count->integer : -1;
}

/* Turnout is a share of the roll; votes are one of the ballots (DOMAIN). */
static void
ballots_set(const struct composing *c, struct value *data,
    const struct view_entry *entry)
{
	static const char *const keys[] = { "roll", "present", "valid" };
	const struct value *ballots = entry_get(entry, "ballots");
	const struct value *counts = value_get(ballots, "counts");
	struct value *made = value_map(c->arena), *votes = value_list(c->arena);
	if (ballots == NULL)
		return;
	int64_t valid = count_of(ballots, "valid");
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		count_set(c, made, keys[i], count_of(ballots, keys[i]));
	share_set(c, made, "turnout", count_of(ballots, "present"),
	    count_of(ballots, "roll"));
	for (size_t i = 0; i < value_count(counts); i++) {
		const struct entry *count = &counts->map.entries[i];
		struct value *row = value_map_sized(c->arena, 3);
		show_text(c, row, "grade",
		    term_words(c, VOCABULARY_GRADE, count->key.at));
		count_set(c, row, "votes", count->value->integer);
		share_set(c, row, "share", count->value->integer, valid);
		value_add(c->arena, votes, row);
	}
	show_value(c, made, "counts", votes);
	show_value(c, data, "ballots", made);
}

struct value *
review_make(const struct composing *c)
{
	static const char *const without[] = { "form", "subject", "problems",
		"report", "period", "tasks", "round", "grade", "ballots", NULL };
	const struct view_entry *entry = c->page->entry;
	struct value *data = value_map_sized(c->arena, PAGE_ENTRIES);
	struct value *facts = facts_make(c, entry, without);
	struct value *tasks = tasks_fact(c, entry);
	if (tasks != NULL)
		value_add(c->arena, facts, tasks);
	entry_set(c, data, entry);
	show_text(
	    c, data, "form", entry->form == NULL ? "" : entry->form->name);
	show_value(c, data, "facts", facts);
	show_value(c, data, "sections",
	    entry->form == NULL ? sections_make(c, entry)
				: aspects_make(c, entry));
	show_list(c, data, "problems", "has_problems",
	    problems_make(c, entry));
	if (entry_report(entry) != NULL)
		show_value(
		    c, data, "report", entry_summary(c, entry_report(entry)));
	show_text(c, data, "round", round_words(c, entry));
	show_text(c, data, "grade", field_words(c->arena, c->view, entry,
	    "grade"));
	ballots_set(c, data, entry);
	amendments_set(c, data, entry);
	answers_set(c, data, entry);
	show_value(c, data, "replies", list_summaries(c, entry_replies(entry)));
	show_value(c, data, "verifications",
	    list_summaries(c, entry_verifications(entry)));
	show_bool(c, data, "has_course",
	    entry_report(entry) != NULL || entry_replies(entry)->count > 0 ||
		entry_verifications(entry)->count > 0);
	return data;
}
