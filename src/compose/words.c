#include "compose/page.h"

#include <stdlib.h>
#include "base/utf8.h"

struct value *
shown_text(struct arena *arena, const char *text)
{
	return text == NULL || *text == '\0' ? value_null(arena)
					     : value_lasting(arena, text);
}

void
show_value(const struct composing *c, struct value *map, const char *key,
    struct value *value)
{
	value_set_literal(c->arena, map, key, value);
}

void
show_text(const struct composing *c, struct value *map, const char *key,
    const char *text)
{
	show_value(c, map, key, shown_text(c->arena, text));
}

void
show_bool(const struct composing *c, struct value *map, const char *key,
    bool is)
{
	show_value(c, map, key, value_bool(c->arena, is));
}

void
show_count(const struct composing *c, struct value *map, const char *key,
    size_t count)
{
	show_value(c, map, key, value_integer(c->arena, (int64_t)count));
}

void
show_rest(const struct composing *c, struct value *map, const char *key,
    size_t count)
{
	if (count == 0)
		show_text(c, map, key, NULL);
	else
		show_count(c, map, key, count);
}

void
show_list(const struct composing *c, struct value *map, const char *key,
    const char *has, struct value *list)
{
	show_bool(c, map, has, value_count(list) > 0);
	show_value(c, map, key, list);
}

void
add_text(const struct composing *c, struct value *list, const char *text)
{
	value_add(c->arena, list, value_string(c->arena, text));
}

/* ---- marks ---- */

/* Bytes of the one that the text ends with; 0: it ends with none. */
static size_t
mark_at_end(struct text text, const char *const *marks)
{
	for (; *marks != NULL; marks++)
		if (text_ends(text, *marks))
			return strlen(*marks);
	return 0;
}

/* The same of stops: three points are none. */
static size_t
stop_at_end(struct text text)
{
	/* As a keyboard has them that is not set to Chinese, too. */
	static const char *const marks[] = { "。", "；", "，", "、", "：", ";", ",",
		":", NULL };
	return text_ends(text, ".") ? !text_ends(text, "..")
				    : mark_at_end(text, marks);
}

const char *
without_stop(struct arena *arena, const char *words)
{
	struct text text = text_trim(text_of(words));
	for (size_t stop; (stop = stop_at_end(text)) > 0;)
		text = text_trim(text_cut(text, 0, text.len - stop));
	return arena_copy(arena, text.at, text.len);
}

const char *
with_mark(struct arena *arena, const char *words, const char *mark)
{
	static const char *const ends[] = { "？", "！", "…", "?", "!", "...",
		"。”", "？”", "！”", "…”", NULL };
	const char *bare = without_stop(arena, words);
	return *bare == '\0' || mark_at_end(text_of(bare), ends) > 0
	    ? bare
	    : arena_printf(arena, "%s%s", bare, mark);
}

/* Where the bracket that the text begins with is closed; 0: there is none. */
static size_t
bracket_end(struct text text)
{
	int depth = 0;
	for (size_t at = 0; at < text.len;) {
		uint32_t code = utf8_next(text, &at);
		depth += code == '(' || code == 0xFF08;
		depth -= code == ')' || code == 0xFF09;
		if (depth <= 0)
			return at;
	}
	return 0;
}

const char *
without_brackets(struct arena *arena, const char *words)
{
	struct text text = text_trim(text_of(words));
	size_t first = 0, last = text.len;
	if (text.len == 0 || bracket_end(text) != text.len)
		return words;
	utf8_next(text, &first);
	if (first == text.len)
		return words; /* another character than a bracket */
	last -= text_ends(text, ")") ? 1 : strlen("）");
	return arena_text(arena, text_trim(text_cut(text, first, last))).at;
}

/* ---- fields ---- */

const char *
number_kept(struct arena *arena, const char *text)
{
	struct buf buf = BUF_INIT;
	for (const char *p = text; *p != '\0'; p++)
		if (*p == ' ' && p[1] >= '0' && p[1] <= '9')
			buf_puts(&buf, UNBROKEN);
		else
			buf_putc(&buf, *p);
	const char *kept = strlen(text) == buf.len
	    ? text
	    : arena_copy(arena, buf.at, buf.len);
	buf_free(&buf);
	return kept;
}

struct wording {
	struct arena *arena;
	const struct view *view;
	const struct strings *strings;
};

static const char *value_words(const struct wording *w,
    const struct field *field, const struct value *value);

static const char *
say(const struct wording *w, const char *key)
{
	return strings_get(w->strings, key);
}

static const char *
reference_words(const struct wording *w, struct text id)
{
	const struct view_organisation *o = view_organisation(w->view, id);
	if (o != NULL)
		return o->name;
	const struct view_person *p = view_person(w->view, id);
	return p == NULL ? id.at : person_words(w->strings, p);
}

static const char *
map_words(const struct wording *w, const struct shape *shape,
    const struct value *value)
{
	struct buf buf = BUF_INIT;
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		const struct value *item = value_get(value, f->name);
		if (item == NULL || strcmp(f->name, "id") == 0)
			continue;
		buf_puts(&buf, buf.len > 0 ? say(w, "comma") : "");
		/* The main text needs none; who and when say it themselves. */
		if (strcmp(f->name, "text") != 0 &&
		    strcmp(f->name, "title") != 0 &&
		    strcmp(shape->name, "approval") != 0)
			buf_printf(&buf, "%s%s", strings_field(w->strings, f),
			    item->kind == VALUE_INTEGER ? UNBROKEN : " ");
		buf_puts(&buf, value_words(w, f, item));
	}
	return buf_detach(w->arena, &buf).at;
}

/* university/masses, {within, who}, a class alone: 云麓理工大学党委 · 群众 */
static const char *
label_words(const struct wording *w, const struct value *label)
{
	struct text within = value_as_text(value_get(label, "within"));
	struct text who = value_as_text(value_get(label, "who"));
	if (label->kind == VALUE_TEXT && !text_split(label->text, '/', &within,
	    &who)) {
		who = label->text;
		within = TEXT_LIT("");
	}
	const char *class = programme_name(w->view->programme,
	    VOCABULARY_CLASS, arena_text(w->arena, who).at);
	/* Said as an edition's audience is: 群众. */
	if (within.len == 0 || text_is(within, "everyone") ||
	    text_is(within, "所有人"))
		return class;
	return arena_printf(w->arena, "%s · %s",
	    reference_words(w, arena_text(w->arena, within)), class);
}

/* 优秀 28，良好 9 */
static const char *
counts_words(const struct wording *w, const struct field *field,
    const struct value *counts)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < value_count(counts); i++) {
		const struct entry *entry = &counts->map.entries[i];
		buf_printf(&buf, "%s%s" UNBROKEN "%lld", i > 0 ? say(w, "comma") : "",
		    programme_name(w->view->programme, field->vocabulary,
			entry->key.at),
		    (long long)entry->value->integer);
	}
	return buf_detach(w->arena, &buf).at;
}

static const char *
one_words(const struct wording *w, const struct field *field,
    const struct value *value)
{
	switch (field->type) {
	case FIELD_DATE:
		return date_words(
		    w->arena, w->strings, value_as_string(value));
	case FIELD_INTEGER:
		return arena_printf(
		    w->arena, "%lld", (long long)value->integer);
	case FIELD_BOOLEAN:
		return say(w, value->boolean ? "yes" : "no");
	case FIELD_TERM:
		return programme_name(w->view->programme, field->vocabulary,
		    value_as_string(value));
	case FIELD_CHOICE:
		return strings_choice(w->strings, field, value->text);
	case FIELD_ORGANISATION:
	case FIELD_PERSON:
	case FIELD_SUBJECT:
		return reference_words(w, value->text);
	case FIELD_RECORD:
	case FIELD_PROBLEM: {
		struct text id, problem;
		text_split(value->text, '#', &id, &problem);
		const struct view_entry *to = view_entry(w->view, id);
		return to == NULL ? id.at : entry_title(w->arena, w->view, to);
	}
	case FIELD_SCOPE:
		return label_words(w, value);
	case FIELD_COUNTS:
		return counts_words(w, field, value);
	case FIELD_MAP:
		return map_words(w, field->shape, value);
	default:
		return value_as_string(value);
	}
}

static const char *
value_words(const struct wording *w, const struct field *field,
    const struct value *value)
{
	if (value->kind != VALUE_LIST)
		return one_words(w, field, value);
	struct buf buf = BUF_INIT;
	const char *between = say(w,
	    field->type == FIELD_TEXT || field->type == FIELD_MAP
		? "semicolon"
		: "list_comma");
	for (size_t i = 0; i < value->list.count; i++) {
		buf_puts(&buf, i > 0 ? between : "");
		buf_puts(&buf, one_words(w, field, value->list.items[i]));
	}
	return buf_detach(w->arena, &buf).at;
}

const char *
field_label(const struct view *view, const struct field *field)
{
	return strings_field(view->site->strings, field);
}

const char *
field_value_words(struct arena *arena, const struct view *view,
    const struct field *field, const struct value *value)
{
	struct wording w = { arena, view, view->site->strings };
	return value_words(&w, field, value);
}

const char *
field_words(struct arena *arena, const struct view *view,
    const struct view_entry *entry, const char *name)
{
	size_t i = field_index(entry->kind, name);
	const struct value *value = entry_body(entry)->fields[i];
	return value == NULL ? ""
			     : field_value_words(arena, view,
				   &entry->kind->fields[i], value);
}

const char *
entry_day(const struct view_entry *entry)
{
	return value_as_string(entry_value(entry, "date"));
}

const char *
round_words(const struct composing *c, const struct view_entry *review)
{
	const struct value *round = entry_get(review, "round");
	return round != NULL && text_is(round->text, "interim")
	    ? strings_get(c->strings, "round_interim")
	    : NULL;
}

const char *
day_words(const struct composing *c, const char *iso)
{
	return iso == NULL ? NULL : date_words(c->arena, c->strings, iso);
}

const char *
term_words(
    const struct composing *c, enum vocabulary vocabulary, const char *id)
{
	return id == NULL
	    ? NULL
	    : programme_name(c->view->programme, vocabulary, id);
}

const char *
texts_joined(
    struct arena *arena, const struct value *list, const char *between)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < value_count(list); i++)
		buf_printf(&buf, "%s%s", i > 0 ? between : "",
		    value_as_string(value_item(list, i)));
	return buf_detach(arena, &buf).at;
}

/* With what whoever asks for one adds to it. */
#define SUMMARY_ENTRIES 13

struct value *
entry_summary(const struct composing *c, const struct view_entry *entry)
{
	struct arena *arena = c->arena;
	struct value *map = value_map_sized(arena, SUMMARY_ENTRIES);
	show_text(c, map, "title", entry_title(arena, c->view, entry));
	show_text(c, map, "href", href_to(c, entry_place(arena, entry)));
	/* Its own day; the period's last day only counts for sorting. */
	const char *own = entry_day(entry);
	show_text(c, map, "date", day_words(c, own));
	show_text(c, map, "iso", own);
	show_text(c, map, "kind", strings_kind(c->strings, entry->kind));
	show_text(c, map, "period",
	    term_words(c, VOCABULARY_PERIOD, entry->period));
	show_text(c, map, "organisation",
	    entry->organisation == NULL ? "" : entry->organisation->short_name);
	show_text(c, map, "subject", subject_words(arena, c->strings, entry));
	/* A map may lie in another that has the same keys: each has its own. */
	show_text(c, map, "round", NULL);
	show_text(c, map, "result",
	    entry_is(entry, "verification")
		? field_words(arena, c->view, entry, "result")
		: NULL);
	if (entry_is(entry, "review")) {
		show_text(c, map, "round", round_words(c, entry));
		show_text(c, map, "reviewer",
		    field_words(arena, c->view, entry, "reviewer"));
	}
	if (entry_is(entry, "bulletin")) {
		show_text(c, map, "number", entry_string(entry, "number"));
		show_text(
		    c, map, "withdrawn", day_words(c, entry->withdrawn));
	}
	return map;
}

struct value *
summaries_make(const struct composing *c,
    const struct view_entry *const *entries, size_t count)
{
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < count; i++)
		value_add(c->arena, list, entry_summary(c, entries[i]));
	return list;
}

struct value *
list_summaries(const struct composing *c, const struct entry_list *list)
{
	return summaries_make(
	    c, (const struct view_entry *const *)list->items, list->count);
}

static int
newest_first(const void *pa, const void *pb)
{
	const struct view_entry *a = *(const struct view_entry *const *)pa;
	const struct view_entry *b = *(const struct view_entry *const *)pb;
	int c = strcmp(b->date, a->date);
	return c != 0 ? c : (a->index > b->index) - (a->index < b->index);
}

void
entries_sort(const struct view_entry **entries, size_t count)
{
	if (count > 1)
		qsort(entries, count, sizeof(*entries), newest_first);
}

static int
place_first(const void *pa, const void *pb)
{
	int c = entry_compare_place(*(const struct view_entry *const *)pa,
	    *(const struct view_entry *const *)pb);
	return c != 0 ? c : newest_first(pa, pb);
}

void
entries_sort_by_place(const struct view_entry **entries, size_t count)
{
	if (count > 1)
		qsort(entries, count, sizeof(*entries), place_first);
}
