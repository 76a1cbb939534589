#include "cmd/facts.h"

#include <stdlib.h>
#include "base/hash.h"
#include "base/lang.h"
#include "base/value.h"
#include "read/shape.h"
#include "read/yaml.h"

const char *
fact_kind_name(enum fact_kind kind)
{
	static const char *const names[FACT__MAX] = {
		N_("record"), N_("figure"), N_("name"), N_("page"),
		N_("paper"), N_("bag"), N_("roster"), N_("file"),
	};
	return names[kind];
}

static void
fact_add(struct facts *facts, enum fact_kind kind, const char *name,
    const char *text, bool told)
{
	ARENA_ROOM(facts->arena, facts->items, facts->count, facts->capacity);
	facts->items[facts->count++] =
	    (struct fact){ kind, name, "", text, told };
}

/* ---- a seal ---- */

static void
sealed_add(struct facts *facts, enum fact_kind kind,
    const struct sealed *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fact_add(facts, kind, items[i].name,
		    arena_text(facts->arena, items[i].digest).at, false);
}

void
facts_of_seal(struct facts *facts, const struct seal *seal)
{
	sealed_add(facts, FACT_RECORD, seal->records, seal->record_count);
	sealed_add(facts, FACT_BAG, seal->bags, seal->bag_count);
	sealed_add(facts, FACT_ENTRY, seal->roster, seal->roster_count);
	sealed_add(facts, FACT_FILE, seal->files, seal->file_count);
}

/* ---- a commit ---- */

void
facts_of_tree(struct facts *facts, struct text listing)
{
	struct text entry, about, path;
	while (listing.len > 0) {
		text_split(listing, '\0', &entry, &listing);
		text_split(entry, '\t', &about, &path);
		const char *blob = arena_text(facts->arena, about).at;
		bool record = text_starts(path, "content/") &&
		    text_ends(path, ".md");
		if (record)
			path = text_cut(path, strlen("content/"),
			    path.len - strlen(".md"));
		fact_add(facts, record ? FACT_RECORD : FACT_FILE,
		    arena_text(facts->arena, path).at, blob, false);
	}
}

/* ---- a folder ---- */

struct folder {
	struct facts *facts;
	const char *edition; /* in front of names: "" or "masses/" */
};

static const char *
json_of(struct arena *arena, const struct value *value)
{
	struct buf buf = BUF_INIT;
	value_put_json(&buf, value);
	return buf_detach(arena, &buf).at;
}

static const char *
named(const struct folder *f, const char *name)
{
	return arena_printf(f->facts->arena, "%s%s", f->edition, name);
}

/* Whoever made the file: what is not there, or is null, is "". */
static const char *
word_of(const struct value *value)
{
	return value == NULL || value_is_absent(value)
	    ? ""
	    : value_as_string(value);
}

static const char *
word_in(const struct value *map, const char *key)
{
	return word_of(value_get(map, key));
}

/* NULL: it has none of that number. */
static const struct value *
item_at(const struct value *list, size_t i)
{
	return value_is(list, VALUE_LIST) && i < value_count(list)
	    ? value_item(list, i)
	    : NULL;
}

static size_t
number_at(const struct value *list, size_t i)
{
	return strtoul(word_of(item_at(list, i)), NULL, 10);
}

/* Field by field, so that what changed is told and not that something did. */
static void
records_add(const struct folder *f, const struct value *list)
{
	struct arena *arena = f->facts->arena;
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *record = item_at(list, i);
		const struct value *fields = value_get(record, "fields");
		const char *id = named(f, word_in(record, "id"));
		fact_add(f->facts, FACT_RECORD, id, "", true);
		for (size_t j = 0; value_is(fields, VALUE_MAP) &&
		     j < value_count(fields); j++) {
			const struct entry *field =
			    &fields->map.entries[j];
			fact_add(f->facts, FACT_RECORD, id,
			    json_of(arena, field->value), true);
			f->facts->items[f->facts->count - 1].field =
			    field->key.at;
		}
	}
}

static void
people_add(const struct folder *f, const struct value *list)
{
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *person = item_at(list, i);
		const char *name = word_in(person, "name");
		if (*name != '\0')
			fact_add(f->facts, FACT_NAME,
			    named(f, word_in(person, "id")), name, true);
	}
}

/* A tally's cells, among those of a file. */
struct cells {
	const struct folder *f;
	const struct value *dimensions;
	struct table *shared; /* by dimension: names that several nodes have */
	const struct value *tally;
};

static struct table
names_shared(struct arena *arena, const struct value *nodes)
{
	struct table all, shared;
	table_init(&all, arena);
	table_init(&shared, arena);
	for (size_t i = 0; i < value_count(nodes); i++) {
		struct text name = text_of(word_in(item_at(nodes, i), "name"));
		if (table_add(&all, name, arena) != NULL)
			table_add(&shared, name, arena);
	}
	return shared;
}

/* Of two branches that are called alike, which one it is. */
static void
node_put(struct buf *out, const struct cells *c, size_t dimension,
    size_t number)
{
	const struct value *node = item_at(
	    value_get(item_at(c->dimensions, dimension), "nodes"), number);
	const char *name = word_in(node, "name");
	buf_printf(out, " %s", name);
	if (node != NULL &&
	    table_get(&c->shared[dimension], text_of(name)) != NULL)
		buf_printf(out, " (%s)", word_in(node, "id"));
}

/* The cell's place in words: 机电学院, 2010年第三季度. */
static void
cell_add(const struct cells *c, const struct value *cell)
{
	struct buf name = BUF_INIT;
	struct facts *facts = c->f->facts;
	const struct value *numbers = value_get(c->tally, "dimensions");
	size_t count = value_count(numbers);
	buf_printf(&name, "%s%s:", c->f->edition, word_in(c->tally, "name"));
	for (size_t i = 0; i < count; i++) {
		size_t node = number_at(cell, i);
		if (node > 0)
			node_put(&name, c, number_at(numbers, i), node);
	}
	const char *figure = word_of(item_at(cell, count));
	fact_add(facts, FACT_FIGURE, arena_string(facts->arena, name.at),
	    *figure == '\0' ? "…" : figure, true);
	buf_free(&name);
}

static void
figures_add(const struct folder *f, const struct value *data)
{
	struct arena *arena = f->facts->arena;
	const struct value *tallies = value_get(data, "tallies");
	struct cells c = { .f = f, .dimensions = value_get(data, "dimensions") };
	size_t count = value_count(c.dimensions);
	c.shared = ARENA_ARRAY(arena, struct table, count);
	for (size_t i = 0; i < count; i++)
		c.shared[i] = names_shared(arena,
		    value_get(item_at(c.dimensions, i), "nodes"));
	for (size_t i = 0; i < value_count(tallies); i++) {
		c.tally = item_at(tallies, i);
		const struct value *cells = value_get(c.tally, "cells");
		for (size_t j = 0; j < value_count(cells); j++)
			cell_add(&c, item_at(cells, j));
	}
}

/* What a build made for programs; 1: it is another file, -1: see error. */
static int
data_add(struct facts *facts, const char *folder, const char *path,
    struct os_error *error)
{
	static const struct {
		const char *name;
		void (*add)(const struct folder *f, const struct value *data);
	} parts[] = {
		{ "data/records.json", records_add },
		{ "data/people.json", people_add },
		{ "data/figures.json", figures_add },
	};
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		struct text whole = text_of(path);
		if (!text_ends(whole, parts[i].name))
			continue;
		struct diags unheard;
		struct text bytes;
		diags_init(&unheard, facts->arena);
		if (os_read(facts->arena,
			arena_printf(facts->arena, "%s/%s", folder, path),
			&bytes, error) != 0)
			return -1;
		const struct value *data =
		    yaml_parse(facts->arena, bytes, SPAN_NONE, &unheard);
		const struct folder f = { facts,
			arena_copy(facts->arena, path,
			    whole.len - strlen(parts[i].name)) };
		if (data == NULL || diag_worst(&unheard) >= DIAG_ERROR)
			return 1;
		parts[i].add(&f, data);
		return 0;
	}
	return 1;
}

static enum fact_kind
file_kind(const char *path)
{
	struct text t = text_of(path);
	return text_ends(t, ".html") ? FACT_PAGE
	    : text_ends(t, ".pdf")   ? FACT_PAPER
				     : FACT_FILE;
}

int
facts_of_folder(
    struct facts *facts, const char *folder, struct os_error *error)
{
	struct arena *arena = facts->arena;
	struct os_list files;
	if (os_walk(arena, folder, &files, error) != 0)
		return -1;
	for (size_t i = 0; i < files.count; i++) {
		const char *path = files.items[i].path;
		struct digest digest;
		if (files.items[i].type != OS_FILE)
			continue;
		int status = data_add(facts, folder, path, error);
		if (status > 0)
			status = digest_of_file(
			    arena_printf(arena, "%s/%s", folder, path),
			    &digest, error) != 0 ? -1 : 1;
		if (status < 0)
			return -1;
		if (status > 0)
			fact_add(facts, file_kind(path), path,
			    digest_words(arena, digest), false);
	}
	return 0;
}

/* ---- order ---- */

int
fact_compare(const void *fact, const void *other)
{
	const struct fact *a = fact, *b = other;
	if (a->kind != b->kind)
		return (a->kind > b->kind) - (a->kind < b->kind);
	int order = strcmp(a->name, b->name);
	return order != 0 ? order : strcmp(a->field, b->field);
}

void
facts_sort(struct facts *facts)
{
	if (facts->count > 1)
		qsort(facts->items, facts->count, sizeof(*facts->items),
		    fact_compare);
}
