#include "cmd/import.h"

#include "base/diag.h"
#include "base/lang.h"
#include "cmd/ask.h"
#include "cmd/place.h"
#include "model/rules.h"
#include "read/lines.h"
#include "read/mark.h"

/* A record that rows make: one, or several that add items to it. */
struct pending {
	struct value *raw, *shaped;
	const struct csv_row *cells; /* of its first row */
	const char *id;
};

struct record_import {
	struct import *import;
	struct arena *arena;
	const struct shape *kind;
	struct likeness likeness;
	struct pending **pending;
	size_t count, capacity;
	struct table by_identity; /* of rows → struct pending */
	struct table by_place;    /* of new records → struct pending */
	struct table records;     /* of the site, by identity → struct record */
};

/* ---- who is who ---- */

/* What tells records of a kind from each other; "" when it says nothing. */
static const char *
identity(struct arena *arena, const struct shape *kind,
    const struct value *shaped)
{
	static const char *const keys[] = { "subject", "organisation",
		"leader", "review", "problem", "record", "number", "title",
		"edition", "period", "date", NULL };
	/* A bulletin is known by these, whether or not its edition is said. */
	bool numbered = field_find(kind, TEXT_LIT("number")) != NULL;
	struct buf out = BUF_INIT;
	bool any = false;
	for (size_t i = 0; keys[i] != NULL; i++) {
		if (field_find(kind, text_of(keys[i])) == NULL ||
		    (numbered && strcmp(keys[i], "edition") == 0))
			continue;
		const char *word =
		    value_as_string(value_get(shaped, keys[i]));
		any = any || *word != '\0';
		buf_printf(&out, "%s\n", word);
	}
	if (!any)
		buf_clear(&out);
	return buf_detach(arena, &out).at;
}

static const struct csv_cell *
cell_of(const struct import *import, const struct csv_row *row,
    enum column_kind kind)
{
	for (size_t i = 0; i < import->columns.count; i++)
		if (import->columns.items[i].kind == kind &&
		    csv_cell(row, i) != NULL)
			return csv_cell(row, i);
	return NULL;
}

/* The record's id that the row itself gives, or "". */
static const char *
file_said(const struct record_import *r, const struct csv_row *row)
{
	const struct csv_cell *cell = cell_of(r->import, row, COLUMN_FILE);
	if (cell == NULL)
		return "";
	struct text t = record_id_of(arena_text(r->arena, cell->text).at);
	return arena_copy(r->arena, t.at, t.len);
}

/* False after a diagnostic: no record can lie there. */
static bool
file_is_sound(struct record_import *r, const struct csv_row *row,
    const char *id)
{
	struct diags *diags = &r->import->diags;
	if (record_id_is_sound(text_of(id)))
		return true;
	struct diag *d = diag_at(diags, &rules[RULE_SHEET_ROW],
	    cell_of(r->import, row, COLUMN_FILE)->span,
	    "a record can't lie at content/%s.md", id);
	diag_remedy(diags, d,
	    "write a path below content/, such as 2010-q3/review/jidian, or "
	    "leave the cell empty");
	return false;
}

static void
records_index(struct record_import *r)
{
	const struct corpus *corpus = &r->import->run.corpus;
	table_init(&r->records, r->arena);
	for (size_t i = 0; i < corpus->record_count; i++) {
		struct record *record = corpus->records[i];
		if (record->kind != r->kind)
			continue;
		const char *key = identity(r->arena, r->kind,
		    fields_map(r->arena, r->kind, record->fields));
		if (*key != '\0')
			table_add(&r->records, text_of(key), record);
	}
}

/* ---- rows → pending ---- */

/* What the command line says for rows that don't. */
static void
default_set(struct record_import *r, struct value *map, const char *name,
    const char *word)
{
	if (word == NULL || field_find(r->kind, text_of(name)) == NULL ||
	    value_get(map, name) != NULL)
		return;
	struct value *value = value_string(r->arena, word);
	value->span = map->span;
	value_set(r->arena, map, name, value);
}

static bool
is_row_item(const struct import *import, struct text key)
{
	for (size_t i = 0; i < import->columns.count; i++) {
		const struct column *column = &import->columns.items[i];
		if (column_is_of_row_item(column) &&
		    text_is(key, column->steps[0].field->name))
			return true;
	}
	return false;
}

/* Items of the row behind those that are there; all else must be the same. */
static bool
row_merge(struct record_import *r, struct pending *p,
    const struct value *map)
{
	bool added = false;
	for (size_t i = 0; i < map->map.count; i++) {
		const struct entry *e = &map->map.entries[i];
		struct value *there = value_get(p->raw, e->key.at);
		if (there == NULL) {
			value_set(r->arena, p->raw, e->key.at, e->value);
		} else if (is_row_item(r->import, e->key) &&
		    e->value->kind == VALUE_LIST) {
			added = true;
			for (size_t j = 0; j < value_count(e->value); j++)
				value_add(r->arena, there,
				    value_item(e->value, j));
		} else if (!value_says_same(&r->likeness, e->key.at, e->value,
			       there)) {
			struct diag *d = diag_at(&r->import->diags,
			    &rules[RULE_SHEET_ROW], e->value->span,
			    "the cell says something else than another row "
			    "of the same record");
			diag_also(&r->import->diags, d, there->span,
			    "the other row");
			added = true;
		}
	}
	return added;
}

/* A record's text stands in its first row. */
static void
text_check(struct record_import *r, const struct pending *p,
    const struct csv_row *row)
{
	const struct columns *columns = &r->import->columns;
	for (size_t i = 0; i < columns->count; i++) {
		enum column_kind kind = columns->items[i].kind;
		const struct csv_cell *first = csv_cell(p->cells, i);
		const struct csv_cell *cell = csv_cell(row, i);
		if ((kind != COLUMN_ASPECT && kind != COLUMN_BODY) ||
		    cell == NULL ||
		    (first != NULL && text_equal(first->text, cell->text)))
			continue;
		struct diag *d = diag_at(&r->import->diags,
		    &rules[RULE_SHEET_ROW], cell->span,
		    "the record's text stands in its first row, not here");
		diag_also(&r->import->diags, d, p->cells->cells[0].span,
		    "its first row");
	}
}

static void
place_remedy(struct record_import *r, struct diag *fault)
{
	diag_remedy(&r->import->diags, fault,
	    "if it is another record, name a file of its own for it in the "
	    "column 文件 (file)");
}

static void
twice_fault(struct record_import *r, const struct csv_row *row,
    const struct pending *first)
{
	struct diag *d = diag_at(&r->import->diags,
	    &rules[RULE_SHEET_DUPLICATE], row->cells[0].span,
	    "the same record is in two rows");
	diag_also(&r->import->diags, d, first->cells->cells[0].span,
	    "the first");
}

/* A row of a form as `export sheet --empty` fills it: nobody has yet. */
static bool
is_blank(const struct record_import *r, const struct csv_row *row)
{
	static const char *const given[] = { "form", "subject", "reviewer",
		"period", NULL };
	const struct columns *columns = &r->import->columns;
	bool blank = strcmp(r->kind->name, "review") == 0;
	for (size_t i = 0; i < columns->count && blank; i++) {
		const struct column *column = &columns->items[i];
		if (csv_cell(row, i) == NULL || column->kind == COLUMN_NOTHING)
			continue;
		blank = false;
		for (size_t j = 0; column->kind == COLUMN_FIELD &&
		     given[j] != NULL;
		     j++)
			blank = blank ||
			    strcmp(column->steps[0].field->name, given[j]) == 0;
	}
	return blank;
}

static void
row_take(struct record_import *r, const struct csv_row *row)
{
	struct import *import = r->import;
	if (is_blank(r, row)) {
		import->blank++;
		return;
	}
	struct value *map =
	    columns_map(&import->columns, r->arena, row, &import->diags);
	default_set(r, map, "form", import->options.form);
	default_set(r, map, "period", import->options.period);
	struct value *shaped = import_shaped(import, map);
	const char *key = file_said(r, row);
	if (*key == '\0')
		key = identity(r->arena, r->kind, shaped);
	struct pending *p = ARENA_NEW(r->arena, struct pending);
	*p = (struct pending){ .raw = map, .shaped = shaped, .cells = row };
	struct pending *first = *key == '\0'
	    ? NULL
	    : table_add(&r->by_identity, text_of(key), p);
	if (first != NULL) {
		if (row_merge(r, first, map))
			text_check(r, first, row);
		else
			twice_fault(r, row, first);
		return;
	}
	ARENA_ROOM(r->arena, r->pending, r->count, r->capacity);
	r->pending[r->count++] = p;
}

/* ---- the record's text ---- */

/* p1, p2, …: a clerk numbers problems by their columns. */
static void
ids_fill(struct arena *arena, const struct value *map, const char *key,
    const char *letter)
{
	struct value *list = value_get(map, key);
	for (size_t i = 0; i < value_count(list); i++) {
		struct value *item = value_item(list, i);
		if (!value_is(item, VALUE_MAP) ||
		    value_get(item, "id") != NULL)
			continue;
		size_t n = i + 1;
		struct value *id = value_printf(arena, "%s%zu", letter, n);
		while (value_find_item(list, "id", id->text) != NULL)
			id = value_printf(arena, "%s%zu", letter, ++n);
		id->span = item->span;
		value_set(arena, item, "id", id);
	}
}

/* What the cell's first line is as a mark, if nothing else; `rest`: behind it. */
static struct mark
first_mark(struct text cell, struct text *rest)
{
	size_t pos = 0;
	struct text text = csv_trim(cell);
	struct mark mark = mark_find(csv_trim(line_next(text, &pos)));
	*rest = text_from(text, pos);
	return mark.whole.at == text.at ? mark
					: (struct mark){ .fault = NULL };
}

/* A section's own scope is the first line of its cell, which goes from there. */
static struct mark
cell_mark(struct text *text)
{
	struct text rest;
	struct mark mark = first_mark(*text, &rest);
	if (mark.fault != NULL || mark.scope.len == 0 || mark.id.len > 0)
		return (struct mark){ .fault = NULL };
	*text = rest;
	return mark;
}

/* What was meant for one, and would be shown and not obeyed. */
static void
mark_check(struct record_import *r, const struct csv_cell *cell)
{
	struct diags *diags = &r->import->diags;
	struct text rest;
	struct mark mark = first_mark(cell->text, &rest);
	if (mark.fault == NULL || !mark_names_scope(mark.whole))
		return;
	struct diag *d = diag_at(diags, &rules[RULE_SECTION_MARK], cell->span,
	    "this is no mark: %s", _(mark.fault));
	diag_remedy(diags, d, "write %s", "{范围=root/cadres}");
}

static void
section_put(struct record_import *r, struct buf *out,
    struct import_file *file, const struct pending *p,
    const struct aspect *aspect, const struct form *form)
{
	const struct columns *columns = &r->import->columns;
	bool begun = false;
	for (size_t i = 0; i < columns->count; i++) {
		const struct csv_cell *cell = csv_cell(p->cells, i);
		if (columns->items[i].kind != COLUMN_ASPECT || cell == NULL ||
		    form_aspect(form, text_of(columns->items[i].title)) !=
			aspect)
			continue;
		struct text text = cell->text;
		size_t open = origin_open(&file->origins, out, cell->span);
		mark_check(r, cell);
		if (!begun) {
			struct text scope = cell_mark(&text).whole;
			buf_printf(out, "\n## %s {#%s", aspect->title,
			    aspect->id);
			if (scope.len > 0)
				buf_printf(out, " %.*s\n",
				    TEXT_ARG(text_from(scope, 1)));
			else
				buf_puts(out, "}\n");
		}
		begun = true;
		buf_putc(out, '\n');
		buf_putt(out, body_text(r->arena, text));
		buf_putc(out, '\n');
		origin_close(&file->origins, out, open);
	}
}

/* Cells for aspects that the row's form does not have. */
static void
aspects_check(struct record_import *r, const struct pending *p,
    const struct form *form)
{
	const struct columns *columns = &r->import->columns;
	for (size_t i = 0; i < columns->count; i++) {
		const struct csv_cell *cell = csv_cell(p->cells, i);
		if (columns->items[i].kind != COLUMN_ASPECT || cell == NULL ||
		    form_aspect(form, text_of(columns->items[i].title)) != NULL)
			continue;
		struct diag *d = diag_at(&r->import->diags,
		    &rules[RULE_ASPECT_UNKNOWN], cell->span,
		    "the form %s has no aspect “%s”", form->short_name,
		    columns->items[i].title);
		diag_remedy(&r->import->diags, d,
		    "leave the cell empty, or correct the form of the row");
	}
}

static void
body_put(struct record_import *r, struct buf *out, struct import_file *file,
    const struct pending *p)
{
	const struct form *form = programme_form(
	    r->import->run.corpus.programme,
	    value_as_string(value_get(p->shaped, "form")));
	if (form != NULL) {
		aspects_check(r, p, form);
		for (size_t i = 0; i < form->aspect_count; i++)
			section_put(r, out, file, p, &form->aspects[i], form);
		return;
	}
	const struct csv_cell *cell =
	    cell_of(r->import, p->cells, COLUMN_BODY);
	if (cell == NULL)
		return;
	size_t open = origin_open(&file->origins, out, cell->span);
	buf_putc(out, '\n');
	buf_putt(out, body_text(r->arena, cell->text));
	buf_putc(out, '\n');
	origin_close(&file->origins, out, open);
}

static void
record_put(struct record_import *r, const struct pending *p)
{
	struct import *import = r->import;
	bool chinese = import->columns.chinese;
	struct import_file *file = import_file_add(import,
	    arena_printf(r->arena, "%s.md", p->id), true);
	struct buf out = BUF_INIT;
	ids_fill(r->arena, p->raw, "problems", "p");
	ids_fill(r->arena, p->raw, "tasks", "t");
	if (strcmp(r->kind->name, "report") == 0)
		ids_fill(r->arena, p->raw, "pledges", "c");
	size_t open = origin_open(&file->origins, &out, p->raw->span);
	buf_printf(&out, "---\n%s: %s\n",
	    chinese ? "类型" : "kind",
	    chinese ? r->kind->alias : r->kind->name);
	yaml_put_fields(&out, &file->origins,
	    import_ordered(r->arena, r->kind, p->raw, chinese), 0);
	buf_puts(&out, "---\n");
	body_put(r, &out, file, p);
	origin_close(&file->origins, &out, open);
	file->text = buf_detach(r->arena, &out);
	import->fresh++;
	import_sample(import, "+ content/%s", file->path);
}

/* ---- what is there already ---- */

static void
text_differs(struct record_import *r, const struct csv_cell *cell,
    const struct record *record)
{
	struct diag *d = diag_at(&r->import->diags,
	    &rules[RULE_SHEET_EXISTS], cell->span,
	    "the text differs from what %s says", record->id);
	diag_also(&r->import->diags, d, record->span, "the record");
	diag_remedy(&r->import->diags, d,
	    "records are not overwritten: edit the file, or take the row out");
}

static bool
is_same_text(const struct record_import *r, struct text cell, struct text there)
{
	return text_equal(
	    body_text(r->arena, cell), body_text(r->arena, there));
}

/* A cell without a scope says nothing of it. */
static bool
is_same_section(const struct record_import *r, struct text cell,
    const struct section *section)
{
	struct text scope = cell_mark(&cell).scope;
	if (section == NULL)
		return csv_trim(cell).len == 0;
	return is_same_text(r, cell, section->body) &&
	    (scope.len == 0 || text_equal(scope, section->mark_scope));
}

static void
body_compare(struct record_import *r, const struct pending *p,
    const struct record *record)
{
	const struct columns *columns = &r->import->columns;
	for (size_t i = 0; i < columns->count; i++) {
		const struct column *column = &columns->items[i];
		const struct csv_cell *cell = csv_cell(p->cells, i);
		if (cell == NULL)
			continue;
		if (column->kind == COLUMN_BODY &&
		    !is_same_text(r, cell->text,
			record_body(&r->import->run.sources, record)))
			text_differs(r, cell, record);
		if (column->kind != COLUMN_ASPECT || record->form == NULL)
			continue;
		const struct aspect *aspect =
		    form_aspect(record->form, text_of(column->title));
		if (!is_same_section(r, cell->text,
			aspect == NULL ? NULL
				       : record_section(record, aspect->id)))
			text_differs(r, cell, record);
	}
}

static void
record_compare(struct record_import *r, const struct pending *p,
    const struct record *record)
{
	struct import *import = r->import;
	size_t before = import->diags.count;
	struct value *there =
	    fields_map(r->arena, record->kind, record->fields);
	/* What means nothing is not the same as what is there. */
	import_faults_tell(import, p->raw);
	import_differences(import, &r->likeness, p->shaped, there, record->id,
	    record->span);
	body_compare(r, p, record);
	import->same += import->diags.count == before;
}

static bool
is_path_taken(const struct record_import *r, const char *id)
{
	const char *path = arena_printf(r->arena, "%s/content/%s.md",
	    r->import->run.options.root, id);
	return os_type(path) != OS_NONE;
}

/*
 * A place for a new record.  "" when its row does not say enough: a fault, but
 * not to be said of a row whose subject or period is faulty anyway.  NULL after
 * a diagnostic.
 */
static const char *
place_find(struct record_import *r, struct pending *p)
{
	struct diags *diags = &r->import->diags;
	const struct corpus *corpus = &r->import->run.corpus;
	struct span at = p->cells->cells[0].span;
	const char *id = file_said(r, p->cells);
	if (*id != '\0' && !file_is_sound(r, p->cells, id))
		return NULL;
	if (*id == '\0')
		id = record_place(r->arena, corpus, r->kind, p->shaped);
	if (*id == '\0')
		return id;
	const struct record *record = corpus_record(corpus, text_of(id));
	if (record != NULL || is_path_taken(r, id)) {
		struct diag *d = diag_at(diags, &rules[RULE_SHEET_EXISTS], at,
		    "content/%s.md is there already, of another day or kind",
		    id);
		if (record != NULL)
			diag_also(diags, d, record->span, "this record");
		place_remedy(r, d);
		return NULL;
	}
	struct pending *first = table_add(&r->by_place, text_of(id), p);
	if (first == NULL)
		return id;
	struct diag *d = diag_at(diags, &rules[RULE_SHEET_DUPLICATE], at,
	    "another row makes content/%s.md, too", id);
	diag_also(diags, d, first->cells->cells[0].span, "the first");
	place_remedy(r, d);
	return NULL;
}

/* Is there enough of it to look for: does the row name what there is? */
static void
pending_take(struct record_import *r, struct pending *p)
{
	struct import *import = r->import;
	const char *file = file_said(r, p->cells);
	const struct record *record = NULL;
	p->shaped = import_shaped(import, p->raw);
	if (*file != '\0') {
		record = corpus_record(&import->run.corpus, text_of(file));
	} else {
		const char *key = identity(r->arena, r->kind, p->shaped);
		record = table_get(&r->records, text_of(key));
	}
	if (record != NULL && record->kind == r->kind) {
		record_compare(r, p, record);
		return;
	}
	const char *id = place_find(r, p);
	/* It is judged all the same, so that all its faults are said. */
	p->id = id != NULL && *id != '\0'
	    ? id
	    : arena_printf(r->arena, "%s/.row-%u", r->kind->name,
		  p->cells->number);
	record_put(r, p);
	import->files[import->file_count - 1]->placeless =
	    id != NULL && *id == '\0';
}

void
import_records(struct import *import)
{
	struct record_import r = {
		.import = import,
		.arena = import->run.arena,
		.kind = import->kind,
		.likeness = { &import->run.corpus.roster, import->run.arena },
	};
	table_init(&r.by_identity, r.arena);
	table_init(&r.by_place, r.arena);
	records_index(&r);
	for (size_t i = import->columns.header + 1; i < import->csv.count; i++)
		row_take(&r, &import->csv.rows[i]);
	for (size_t i = 0; i < r.count; i++)
		pending_take(&r, r.pending[i]);
}
