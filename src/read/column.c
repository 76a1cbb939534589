#include "read/column.h"

#include <stdlib.h>
#include "base/utf8.h"
#include "model/rules.h"
#include "read/cell.h"

/* Rows that may stand above the header: a title, who filled it in, a remark. */
#define HEADER_ROWS 10
#define NAMES_MOST 512

/* ---- names ---- */

/* Half-width, without white space, a star and a remark in brackets behind. */
static const char *
title_clean(struct arena *arena, struct text t)
{
	struct buf out = BUF_INIT;
	for (size_t pos = 0; pos < t.len;) {
		uint32_t code = utf8_next(t, &pos);
		if (code == ' ' || code == '\n' || code == '\r' ||
		    code == '\t' || code == 0x3000 || code == 0xA0)
			continue;
		if ((code >= 0xFF10 && code <= 0xFF19) || code == 0xFF0E ||
		    code == 0xFF08 || code == 0xFF09 || code == 0xFF0A)
			code -= 0xFEE0;
		buf_put_utf8(&out, code);
	}
	char *title = arena_copy(arena, out.at, out.len);
	buf_free(&out);
	size_t len = strlen(title);
	char *bracket = strrchr(title, '(');
	if (len > 0 && title[len - 1] == ')' && bracket > title)
		*bracket = '\0';
	for (len = strlen(title); len > 1 && title[len - 1] == '*'; len--)
		title[len - 1] = '\0';
	return title;
}

/* 问题1 → 问题 and 1; 0 is no number of an item, and stays in the name. */
static struct text
index_split(struct text name, unsigned *index)
{
	size_t n = name.len;
	while (n > 0 && name.at[n - 1] >= '0' && name.at[n - 1] <= '9')
		n--;
	*index = n == name.len || name.len - n > 3
	    ? 0
	    : (unsigned)strtoul(name.at + n, NULL, 10);
	return *index == 0 ? name : text_cut(name, 0, n);
}

/* Does the field's map have keys that the schema does not name? */
static bool
is_open(const struct field *field)
{
	return field->type == FIELD_ANY || field->type == FIELD_SCOPE ||
	    field->type == FIELD_COUNTS;
}

/* May such a map have the key: 测评.票数.优秀? */
static bool
takes_key(const struct field *field, const struct programme *programme,
    struct text key)
{
	return field->type != FIELD_COUNTS ||
	    programme_term(programme, field->vocabulary, key) != NULL;
}

/* One part of a path; false when it leads nowhere. */
static bool
part_take(struct column *column, struct arena *arena,
    const struct programme *programme, const struct shape **shape,
    struct text part)
{
	unsigned index;
	struct text name = index_split(part, &index);
	struct step *last =
	    column->depth > 0 ? &column->steps[column->depth - 1] : NULL;
	if (name.len == 0 && index > 0 && last != NULL &&
	    last->field != NULL && (last->field->flags & FIELD_LIST) != 0 &&
	    last->index == 0) {
		last->index = index;
		return true;
	}
	if (column->depth == COLUMN_DEPTH || part.len == 0)
		return false;
	struct step *step = &column->steps[column->depth];
	if (last != NULL && last->field != NULL && is_open(last->field)) {
		step->key = arena_copy(arena, part.at, part.len);
		column->depth++;
		return takes_key(last->field, programme, part);
	}
	const struct field *field =
	    *shape == NULL ? NULL : field_find(*shape, name);
	if (field == NULL || (index > 0 && (field->flags & FIELD_LIST) == 0))
		return false;
	step->field = field;
	step->index = index;
	*shape = field->type == FIELD_MAP ? field->shape : NULL;
	column->depth++;
	return true;
}

static bool
path_parse(struct column *column, struct arena *arena,
    const struct programme *programme, const struct shape *shape,
    struct text path)
{
	bool more = true;
	column->kind = COLUMN_FIELD;
	column->depth = 0;
	while (more) {
		struct text part;
		more = text_split(path, '.', &part, &path);
		if (!part_take(column, arena, programme, &shape, part))
			return false;
	}
	return true;
}

static bool
is_aspect(const struct programme *programme, struct text name)
{
	for (size_t i = 0; i < programme->terms[VOCABULARY_FORM].count; i++)
		if (form_aspect(&programme->forms[i], name) != NULL)
			return true;
	return false;
}

/* Sections, the body, the file: of records only. */
static bool
part_of_record(struct column *column, const struct shape *shape,
    const struct programme *programme, struct text title)
{
	if (!shape->body)
		return false;
	if (text_is(title, "文件") || text_is(title, "file")) {
		column->kind = COLUMN_FILE;
		return true;
	}
	if (text_is(title, "正文") || text_is(title, "body")) {
		column->kind = COLUMN_BODY;
		return true;
	}
	if (strcmp(shape->name, "review") != 0)
		return false;
	if (text_starts(title, "正文.") || text_starts(title, "body."))
		title = text_from(title, text_starts(title, "body.") ? 5 : 7);
	if (!is_aspect(programme, title))
		return false;
	column->kind = COLUMN_ASPECT;
	column->title = title.at;
	return true;
}

bool
column_parse(struct column *column, struct arena *arena,
    const struct shape *shape, const struct programme *programme,
    const char *title)
{
	struct text t = text_of(title);
	memset(column->steps, 0, sizeof(column->steps));
	column->title = title;
	column->depth = 0;
	if (path_parse(column, arena, programme, shape, t)) {
		if (shape->body && strcmp(column->steps[0].field->name,
			"kind") == 0)
			column->kind = COLUMN_NOTHING;
		return true;
	}
	column->depth = 0;
	if (part_of_record(column, shape, programme, t))
		return true;
	column->kind = COLUMN_NOTHING;
	return t.len > 1 && t.at[0] == '(';
}

const struct field *
column_field(const struct column *column)
{
	if (column->kind != COLUMN_FIELD)
		return NULL;
	const struct field *field = column->steps[column->depth - 1].field;
	while (field != NULL && field->type == FIELD_MAP)
		field = &field->shape->fields[0];
	return field;
}

bool
column_is_of_row_item(const struct column *column)
{
	const struct step *first = &column->steps[0];
	return column->kind == COLUMN_FIELD && column->depth > 1 &&
	    first->index == 0 && (first->field->flags & FIELD_LIST) != 0;
}

/* ---- the header ---- */

static size_t
names_matched(struct arena *arena, const struct shape *shape,
    const struct programme *programme, const struct csv_row *row)
{
	size_t matched = 0;
	for (size_t i = 0; i < row->count; i++) {
		struct column column;
		const char *title = title_clean(arena, row->cells[i].text);
		matched += *title != '\0' && *title != '(' &&
		    column_parse(&column, arena, shape, programme, title);
	}
	return matched;
}

/* The row with the most names that are known, the first such. */
static bool
header_find(struct columns *columns, struct arena *arena,
    const struct programme *programme, const struct csv *csv)
{
	size_t best = 0;
	for (size_t i = 0; i < csv->count && i < HEADER_ROWS; i++) {
		size_t n = names_matched(arena, columns->shape, programme,
		    &csv->rows[i]);
		if (n <= best)
			continue;
		best = n;
		columns->header = i;
	}
	return best > 0;
}

static void
names_add(const char **names, size_t *n, struct arena *arena,
    const struct shape *shape)
{
	for (const struct field *f = shape->fields;
	     f->name != NULL && *n + 2 * FIELDS_MOST < NAMES_MOST; f++) {
		names[(*n)++] = f->name;
		names[(*n)++] = f->alias;
		if (f->type != FIELD_MAP)
			continue;
		for (const struct field *g = f->shape->fields; g->name != NULL;
		     g++) {
			const char *mark = f->flags & FIELD_LIST ? "1." : ".";
			names[(*n)++] = arena_printf(arena, "%s%s%s", f->name,
			    mark, g->name);
			names[(*n)++] = arena_printf(arena, "%s%s%s", f->alias,
			    mark, g->alias);
		}
	}
}

/* 参加人员.群众代表 for 群众代表, whatever else is near; NULL: none, or several. */
static const char *
below_only(const char *title, const char *const *names, size_t count)
{
	const char *only = NULL;
	for (size_t i = 0; i < count; i++) {
		const char *dot = strchr(names[i], '.');
		if (dot == NULL || strcmp(dot + 1, title) != 0)
			continue;
		if (only != NULL)
			return NULL;
		only = names[i];
	}
	return only;
}

static void
column_unknown(const struct columns *columns, struct arena *arena,
    const struct programme *programme, const struct csv_cell *cell,
    const char *title, struct diags *diags)
{
	const struct shape *shape = columns->shape;
	const char *names[NAMES_MOST];
	size_t n = 0;
	names_add(names, &n, arena, shape);
	if (strcmp(shape->name, "review") == 0)
		for (size_t i = 0;
		     i < programme->terms[VOCABULARY_ASPECT].count &&
		     n < NAMES_MOST;
		     i++)
			names[n++] =
			    programme->terms[VOCABULARY_ASPECT].items[i].name;
	struct diag *d = diag_at(diags, &rules[RULE_SHEET_COLUMN], cell->span,
	    "%s (%s) has no column “%s”", shape->name, shape->alias,
	    cell->text.at);
	diag_remedy(diags, d,
	    "correct the name of the column (`tongbao export sheet %s --empty` "
	    "has them all), or leave it out: --ignore %s",
	    shape->name, cell->text.at);
	const char *below = below_only(title, names, n);
	if (below != NULL)
		diag_remedy(diags, d, "did you mean %s?", below);
	else
		diag_suggest(diags, d, title, names, n);
}

static bool
is_listed(const char *list, struct text name)
{
	struct text rest = text_of(list == NULL ? "" : list), one;
	while (rest.len > 0) {
		text_split(rest, ',', &one, &rest);
		if (text_equal(text_trim(one), name))
			return true;
	}
	return false;
}

/* A list's item that a step leads to; without a number the first. */
static unsigned
item_of(const struct step *step)
{
	return step->index == 0 ? 1 : step->index;
}

/* Do both paths lead to one place, or one to a part of what the other is? */
static bool
paths_meet(const struct column *a, const struct column *b)
{
	for (size_t i = 0; i < a->depth && i < b->depth; i++) {
		const struct step *s = &a->steps[i], *t = &b->steps[i];
		bool whole = (s->index == 0 && i + 1 == a->depth) ||
		    (t->index == 0 && i + 1 == b->depth);
		if (s->field != t->field ||
		    (s->key != NULL && strcmp(s->key, t->key) != 0) ||
		    (!whole && item_of(s) != item_of(t)))
			return false;
	}
	return true;
}

static bool
columns_meet(const struct column *a, const struct column *b)
{
	if (a->kind != b->kind || a->kind == COLUMN_NOTHING)
		return false;
	if (a->kind == COLUMN_ASPECT)
		return strcmp(a->title, b->title) == 0;
	return a->kind != COLUMN_FIELD || paths_meet(a, b);
}

static void
twice_fault(const struct column *first, const struct column *column,
    struct diags *diags)
{
	bool same = first->kind != COLUMN_FIELD ||
	    (first->depth == column->depth &&
		first->steps[first->depth - 1].index ==
		    column->steps[column->depth - 1].index);
	struct diag *d = same
	    ? diag_at(diags, &rules[RULE_SHEET_COLUMN_TWICE], column->span,
		  "two columns are “%s”", column->title)
	    : diag_at(diags, &rules[RULE_SHEET_COLUMN_TWICE], column->span,
		  "the columns “%s” and “%s” are of the same field",
		  first->title, column->title);
	diag_also(diags, d, first->span, "the first");
}

/* The second of two is not read: one of them would write over the other. */
static void
twice_check(const struct columns *columns, struct diags *diags)
{
	for (size_t i = 0; i < columns->count; i++)
		for (size_t j = 0; j < i; j++) {
			if (!columns_meet(&columns->items[j], &columns->items[i]))
				continue;
			twice_fault(
			    &columns->items[j], &columns->items[i], diags);
			columns->items[i].kind = COLUMN_NOTHING;
			break;
		}
}

static void
header_fault(const struct columns *columns, const struct csv *csv,
    struct diags *diags)
{
	const struct shape *shape = columns->shape;
	struct span at = { csv->source, 0, 0 };
	if (csv->count > 0)
		at = csv->rows[0].cells[0].span;
	struct diag *d = diag_at(diags, &rules[RULE_SHEET_HEADER], at,
	    "none of the first rows names columns of %s (%s)", shape->name,
	    shape->alias);
	diag_remedy(diags, d,
	    "name the columns in one row, such as %s, %s; `tongbao export "
	    "sheet %s --empty` makes a sheet that has them all",
	    shape->fields[shape->body ? 2 : 0].alias,
	    shape->fields[shape->body ? 3 : 1].alias, shape->name);
}

int
columns_find(struct columns *columns, struct arena *arena,
    const struct shape *shape, const struct programme *programme,
    const struct csv *csv, const char *ignored, struct diags *diags)
{
	*columns = (struct columns){ .shape = shape };
	if (!header_find(columns, arena, programme, csv)) {
		header_fault(columns, csv, diags);
		return -1;
	}
	const struct csv_row *row = &csv->rows[columns->header];
	size_t ascii = 0;
	columns->count = row->count;
	columns->items = ARENA_ARRAY(arena, struct column, row->count);
	for (size_t i = 0; i < row->count; i++) {
		struct column *column = &columns->items[i];
		const struct csv_cell *cell = &row->cells[i];
		const char *title = title_clean(arena, cell->text);
		column->span = cell->span;
		column->title = title;
		ascii += (unsigned char)*title < 0x80;
		if (*title == '\0' || is_listed(ignored, cell->text) ||
		    column_parse(column, arena, shape, programme, title))
			continue;
		column_unknown(columns, arena, programme, cell, title, diags);
	}
	columns->chinese = 2 * ascii < row->count;
	twice_check(columns, diags);
	return 0;
}

/* ---- a row ---- */

static struct value *
child_get(struct arena *arena, struct value *map, const char *key,
    struct span span, bool list)
{
	struct value *child = value_get(map, key);
	if (child != NULL)
		return child;
	child = list ? value_list(arena) : value_map(arena);
	child->span = span;
	value_set(arena, map, key, child);
	return child;
}

/* Puts the value at the end of the path; lists grow as far as asked. */
static void
path_put(struct arena *arena, struct value *map, const struct column *column,
    struct value *value)
{
	for (size_t i = 0; i < column->depth; i++) {
		const struct step *step = &column->steps[i];
		const char *key =
		    step->field == NULL ? step->key : step->field->name;
		bool last = i + 1 == column->depth;
		bool list = step->field != NULL &&
		    (step->field->flags & FIELD_LIST) != 0;
		if (last && step->index == 0) {
			value_set(arena, map, key, value);
			return;
		}
		if (!list) {
			map = child_get(arena, map, key, value->span, false);
			continue;
		}
		struct value *items =
		    child_get(arena, map, key, value->span, true);
		unsigned index = item_of(step);
		while (items->list.count < index)
			value_add(arena, items, value_null(arena));
		struct value **item = &items->list.items[index - 1];
		if (last) {
			*item = value;
			return;
		}
		if ((*item)->kind != VALUE_MAP) {
			*item = value_map(arena);
			(*item)->span = value->span;
		}
		map = *item;
	}
}

/* Columns that are left empty between others leave no hole in a list. */
static void
holes_close(struct value *value)
{
	if (value->kind == VALUE_MAP)
		for (size_t i = 0; i < value->map.count; i++)
			holes_close(value->map.entries[i].value);
	if (value->kind != VALUE_LIST)
		return;
	uint32_t n = 0;
	for (uint32_t i = 0; i < value->list.count; i++) {
		struct value *item = value->list.items[i];
		if (item->kind == VALUE_NULL)
			continue;
		holes_close(item);
		value->list.items[n++] = item;
	}
	value->list.count = n;
}

struct value *
columns_map(const struct columns *columns, struct arena *arena,
    const struct csv_row *row, struct diags *diags)
{
	struct value *map = value_map(arena);
	map->span = row->cells[0].span;
	for (size_t i = 0; i < row->count; i++) {
		const struct csv_cell *cell = csv_cell(row, i);
		if (cell == NULL)
			continue;
		if (i >= columns->count || *columns->items[i].title == '\0') {
			struct diag *d = diag_at(diags,
			    &rules[RULE_SHEET_ROW], cell->span,
			    "the cell stands in a column without a name");
			diag_remedy(diags, d,
			    "name the column in the header, or empty the cell");
			continue;
		}
		const struct column *column = &columns->items[i];
		if (column->kind != COLUMN_FIELD)
			continue;
		struct value *value = cell_value(arena, column, cell, diags);
		if (value != NULL)
			path_put(arena, map, column, value);
	}
	holes_close(map);
	return map;
}
