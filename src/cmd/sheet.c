#include "cmd/sheet.h"

#include "base/lang.h"
#include "base/near.h"
#include "base/option.h"
#include "cmd/cmd.h"
#include "read/csv.h"
#include "read/lines.h"
#include "read/shape.h"
#include "read/yaml.h"

/* ---- kinds ---- */

static const struct {
	const char *word;
	const struct shape *shape;
} rosters[] = {
	{ "people", &person_shape },
	{ "person", &person_shape },
	{ "人员", &person_shape },
	{ "党员", &person_shape },
	{ "organisations", &organisation_shape },
	{ "organisation", &organisation_shape },
	{ "党组织", &organisation_shape },
};

#define ROSTERS (sizeof(rosters) / sizeof(*rosters))

static const struct shape *
sheet_kind(const char *word)
{
	struct text t = text_of(word);
	for (size_t i = 0; i < ROSTERS; i++)
		if (text_is(t, rosters[i].word))
			return rosters[i].shape;
	const struct shape *kind = kind_find(t);
	if (kind == NULL && text_is(t, "replies"))
		return kind_find(TEXT_LIT("reply"));
	if (kind == NULL && text_ends(t, "s"))
		kind = kind_find(text_cut(t, 0, t.len - 1));
	return kind;
}

const struct shape *
sheet_kind_asked(const char *word, const char *command)
{
	const char *names[64];
	size_t n = 0;
	const struct shape *kind = sheet_kind(word);
	if (kind != NULL)
		return kind;
	for (size_t i = 0; i < ROSTERS; i++)
		names[n++] = rosters[i].word;
	for (const struct shape *k = record_kinds; k->name != NULL; k++) {
		names[n++] = k->name;
		names[n++] = k->alias;
	}
	const char *near = nearest_word(word, names, n);
	fprintf(stderr, _("tongbao %s: there are no sheets of '%s'\n"), command,
	    word);
	if (near != NULL)
		fprintf(stderr, _("Did you mean %s?\n"), near);
	else
		fprintf(stderr,
		    _("There are people, organisations, reviews, replies and "
		      "every other kind of record\n"));
	return NULL;
}

/* ---- rosters ---- */

struct value *
fields_map(struct arena *arena, const struct shape *shape,
    struct value **fields)
{
	struct value *map = value_map(arena);
	for (size_t i = 0; shape->fields[i].name != NULL; i++)
		if (fields[i] != NULL)
			value_set_literal(arena, map, shape->fields[i].name,
			    fields[i]);
	return map;
}

static void
item_add(struct roster_items *items, struct arena *arena,
    const struct value *raw, struct value *shaped, uint32_t source)
{
	ARENA_ROOM(arena, items->items, items->count, items->capacity);
	items->items[items->count++] = (struct roster_item){
		.raw = raw,
		.shaped = shaped,
		.id = value_as_string(value_get(shaped, "id")),
		.name = value_as_string(value_get(shaped, "name")),
		.source = source,
	};
}

static void
items_index(struct roster_items *items, struct arena *arena)
{
	table_init(&items->ids, arena);
	table_init(&items->names, arena);
	for (size_t i = 0; i < items->count; i++) {
		struct roster_item *item = &items->items[i];
		table_add(&items->ids, text_of(item->id), item);
		struct roster_item *first =
		    table_add(&items->names, text_of(item->name), item);
		if (first == NULL)
			continue;
		item->namesake = first->namesake;
		first->namesake = item;
	}
}

static bool
is_roster_path(const char *path, const struct shape *shape)
{
	struct text t = text_of(path);
	if (shape == &organisation_shape)
		return text_is(t, "content/organisations.yaml");
	return text_is(t, "content/people.yaml") ||
	    (text_starts(t, "content/people/") && text_ends(t, ".yaml"));
}

void
roster_items_read(struct roster_items *items, const struct site_run *run,
    const struct shape *shape)
{
	struct diags unheard; /* they were said when the site was opened */
	struct shaping shaping = {
		.arena = run->arena,
		.diags = &unheard,
		.programme = run->corpus.programme,
		.roster = &run->corpus.roster,
	};
	*items = (struct roster_items){ 0 };
	diags_init(&unheard, run->arena);
	for (uint32_t s = 1; s < run->sources.count; s++) {
		const struct source *source = &run->sources.items[s];
		if (!is_roster_path(source->path, shape))
			continue;
		struct value *list = yaml_parse(run->arena, source->text,
		    (struct span){ s, 0, (uint32_t)source->text.len },
		    &unheard);
		for (size_t i = 0; list != NULL && i < value_count(list) &&
		     list->kind == VALUE_LIST;
		     i++) {
			const struct value *raw = value_item(list, i);
			if (raw->kind != VALUE_MAP)
				continue;
			struct value **fields = shape_fields(&shaping, shape,
			    raw, raw->span);
			item_add(items, run->arena, raw,
			    fields_map(run->arena, shape, fields), s);
		}
	}
	items_index(items, run->arena);
}

uint32_t
roster_source(const struct site_run *run, const char *path)
{
	for (uint32_t s = 1; s < run->sources.count; s++)
		if (strcmp(run->sources.items[s].path, path) == 0)
			return s;
	return 0;
}

const char *
roster_path(const struct site_run *run, const struct shape *shape)
{
	if (shape == &organisation_shape)
		return "content/organisations.yaml";
	const char *path = "content/people.yaml";
	const struct source *main = NULL, *last = NULL;
	for (uint32_t s = 1; s < run->sources.count; s++) {
		const struct source *source = &run->sources.items[s];
		if (!is_roster_path(source->path, shape))
			continue;
		last = source;
		if (strcmp(source->path, path) == 0)
			main = source;
	}
	return main == NULL && last != NULL ? last->path : path;
}

/* ---- what holds now ---- */

static bool
item_holds(const struct value *item, const char *day)
{
	struct tenure tenure = {
		.from = value_as_string(value_get(item, "from")),
		.to = value_as_string(value_get(item, "to")),
	};
	return tenure_holds(&tenure, day);
}

static struct value *
item_undated(struct arena *arena, const struct value *item)
{
	struct value *made = value_map(arena);
	made->span = item->span;
	for (size_t i = 0; i < item->map.count; i++) {
		const struct entry *e = &item->map.entries[i];
		if (!text_is(e->key, "from") && !text_is(e->key, "to"))
			value_set(arena, made, e->key.at, e->value);
	}
	return made;
}

struct value *
value_now(struct arena *arena, const struct shape *shape,
    const struct value *map, const char *day)
{
	struct value *made = value_map(arena);
	made->span = map->span;
	for (size_t i = 0; i < map->map.count; i++) {
		const struct entry *e = &map->map.entries[i];
		const struct field *field = field_find(shape, e->key);
		struct value *value = e->value;
		if (field->type == FIELD_MAP && value->kind == VALUE_LIST) {
			value = value_list(arena);
			value->span = e->value->span;
			for (size_t j = 0; j < e->value->list.count; j++) {
				const struct value *item =
				    e->value->list.items[j];
				if (item_holds(item, day))
					value_add(arena, value,
					    item_undated(arena, item));
			}
		}
		value_set(arena, made, e->key.at, value);
	}
	return made;
}

/* ---- is it the same? ---- */

struct text
reference_id(const struct likeness *likeness, const char *key,
    struct text text)
{
	if (strcmp(key, "organisation") == 0 || strcmp(key, "inflow") == 0) {
		const struct organisation *o =
		    roster_organisation(likeness->roster, text, NULL);
		return o == NULL ? text : text_of(o->id);
	}
	if (strcmp(key, "person") == 0) {
		const struct person *p =
		    roster_person(likeness->roster, text, NULL);
		return p == NULL ? text : text_of(p->id);
	}
	return text;
}

static struct text
scalar_text(const struct likeness *likeness, const char *key,
    const struct value *value)
{
	if (value->kind == VALUE_INTEGER)
		return text_of(arena_printf(likeness->arena, "%lld",
		    (long long)value->integer));
	if (value->kind == VALUE_BOOL)
		return text_of(value->boolean ? "yes" : "no");
	return reference_id(likeness, key, csv_trim(value_as_text(value)));
}

/* A list of one says what that says; {within: root, who: cadres} is root/cadres. */
static const struct value *
value_plain(const struct likeness *likeness, const struct value *value)
{
	if (value_is(value, VALUE_LIST) && value_count(value) == 1)
		value = value_item(value, 0);
	const struct value *within = value_get(value, "within");
	const struct value *who = value_get(value, "who");
	return within == NULL || who == NULL || value_count(value) != 2
	    ? value
	    : value_printf(likeness->arena, "%s/%s", value_as_string(within),
		  value_as_string(who));
}

bool
value_says_same(const struct likeness *likeness, const char *key,
    const struct value *row, const struct value *there)
{
	if (there == NULL)
		return value_is(row, VALUE_LIST) && value_count(row) == 0;
	row = value_plain(likeness, row);
	there = value_plain(likeness, there);
	if (row->kind == VALUE_MAP && there->kind == VALUE_MAP) {
		for (size_t i = 0; i < row->map.count; i++) {
			const struct entry *e = &row->map.entries[i];
			if (!value_says_same(likeness, e->key.at, e->value,
				value_get(there, e->key.at)))
				return false;
		}
		return true;
	}
	if (row->kind == VALUE_LIST && there->kind == VALUE_LIST) {
		if (row->list.count != there->list.count)
			return false;
		for (size_t i = 0; i < row->list.count; i++)
			if (!value_says_same(likeness, key,
				row->list.items[i], there->list.items[i]))
				return false;
		return true;
	}
	if (value_count(row) > 0 || value_count(there) > 0 ||
	    row->kind == VALUE_LIST || row->kind == VALUE_MAP)
		return false;
	return text_equal(scalar_text(likeness, key, row),
	    scalar_text(likeness, key, there));
}

/* ---- what held before ---- */

bool
value_is_dated(const struct value *list)
{
	bool dated = false;
	for (size_t i = 0; value_is(list, VALUE_LIST) && i < value_count(list);
	     i++)
		dated = dated ||
		    value_get(value_item(list, i), "from") != NULL ||
		    value_get(value_item(list, i), "to") != NULL;
	return dated;
}

bool
item_says_same(const struct likeness *likeness, const struct value *row,
    const struct value *there)
{
	return value_says_same(
	    likeness, "", row, item_undated(likeness->arena, there));
}

bool
value_is_said(const struct likeness *likeness, const struct value *row,
    const struct value *there)
{
	for (size_t i = 0; i < value_count(row); i++)
		if (item_says_same(likeness, value_item(row, i), there))
			return true;
	return false;
}

/* Does one that holds on the day say what the item says? */
static bool
is_there(const struct likeness *likeness, const struct value *item,
    const struct value *there, const char *day)
{
	for (size_t i = 0; i < value_count(there); i++)
		if (item_holds(value_item(there, i), day) &&
		    item_says_same(likeness, item, value_item(there, i)))
			return true;
	return false;
}

static void
days_take(struct arena *arena, struct value *item, const struct value *from)
{
	static const char *const days[] = { "from", "to" };
	for (size_t i = 0; i < 2; i++) {
		struct value *day = value_get(from, days[i]);
		if (day != NULL)
			value_set(arena, item, days[i], day);
	}
}

const struct value *
value_put_right(const struct likeness *likeness, const struct value *there,
    const struct value *row, const char *day)
{
	struct arena *arena = likeness->arena;
	struct value *made = value_list(arena), *fresh = NULL;
	const struct value *gone = NULL;
	size_t gone_count = 0, fresh_count = 0;
	made->span = row->span;
	for (size_t i = 0; i < value_count(there); i++) {
		const struct value *item = value_item(there, i);
		if (!item_holds(item, day) || value_is_said(likeness, row, item))
			value_add(arena, made, value_copy(arena, item));
		else
			gone = item, gone_count++;
	}
	for (size_t i = 0; i < value_count(row); i++) {
		const struct value *item = value_item(row, i);
		if (is_there(likeness, item, there, day))
			continue;
		fresh = value_copy(arena, item);
		fresh_count++;
		value_add(arena, made, fresh);
	}
	if (gone_count == 1 && fresh_count == 1)
		days_take(arena, fresh, gone);
	return made;
}

/* ---- sections ---- */

/* Does the line begin a block of Markdown's other than a paragraph? */
static bool
is_block(struct text line)
{
	size_t start = line_content(line, 0);
	return line_marker(line, start) > start || line_is_rule(line, start) ||
	    (start < line.len && strchr("#|`~<=", line.at[start]) != NULL);
}

static bool
has_blocks(struct text text)
{
	for (size_t pos = 0; pos < text.len;) {
		struct text line = line_next(text, &pos);
		if (text_trim(line).len == 0 || is_block(line) ||
		    text_ends(line, "\\") || text_ends(line, "  "))
			return true;
	}
	return false;
}

/* Clerks indent paragraphs by two full-width spaces: they go. */
struct text
body_text(struct arena *arena, struct text cell)
{
	struct buf out = BUF_INIT;
	struct text trimmed = csv_trim(cell);
	bool as_is = has_blocks(trimmed);
	for (size_t pos = 0; pos < trimmed.len;) {
		struct text line = line_next(trimmed, &pos);
		if (out.len > 0)
			buf_puts(&out, as_is ? "\n" : "\n\n");
		buf_putt(&out, as_is ? line : csv_trim(line));
	}
	return buf_detach(arena, &out);
}

struct text
record_body(const struct sources *sources, const struct record *record)
{
	const struct source *source = source_at(sources, record->span.source);
	if (record->section_count == 0)
		return TEXT_LIT("");
	const struct section *first = &record->sections[0];
	uint32_t start = first->title.len > 0 ? first->title_span.start
					      : first->body_span.start;
	while (start > 0 && source->text.at[start - 1] != '\n')
		start--;
	return csv_trim(text_from(source->text, start));
}

const struct section *
record_section(const struct record *record, const char *aspect)
{
	for (size_t i = 0; i < record->section_count; i++)
		if (record->section_aspects[i] != NULL &&
		    strcmp(record->section_aspects[i], aspect) == 0)
			return &record->sections[i];
	return NULL;
}
