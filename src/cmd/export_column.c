#include "cmd/export.h"

#include "base/buf.h"
#include "cmd/ask.h"

/* Numbered columns of an empty form. */
#define FORM_ITEMS 2

/* ---- words of a cell ---- */

/* A name that leads back to what the id is of, else the id; as it is: of none. */
static const char *
reference_word(const struct roster *roster, enum field_type type,
    const char *id)
{
	struct text t = text_of(id);
	const struct organisation *o = type == FIELD_PERSON
	    ? NULL
	    : roster_organisation(roster, t, NULL);
	const struct person *p = o != NULL || type == FIELD_ORGANISATION
	    ? NULL
	    : roster_person(roster, t, NULL);
	return o != NULL ? organisation_word(roster, o)
	    : p != NULL  ? person_word(roster, p)
			 : id;
}

static const char *
choice_word(const struct field *field, const char *word, bool english)
{
	for (size_t i = 0; field->choices[i] != NULL; i += 2)
		if (strcmp(field->choices[i], word) == 0)
			return field->choices[english ? i : i + 1];
	return word;
}

static const char *
term_word(const struct programme *programme, enum vocabulary vocabulary,
    const char *id, bool english)
{
	const struct term *term =
	    programme_term(programme, vocabulary, text_of(id));
	/* A name that another term has as its id, or first, leads astray. */
	bool clear = term != NULL && !english &&
	    programme_term(programme, vocabulary, text_of(term->name)) == term;
	return clear ? term->name : id;
}

/* Periods and forms are short ids that everybody knows; the rest by names. */
static const char *
text_word(const struct sheet *sheet, const struct field *field,
    const char *text)
{
	const struct roster *roster = &sheet->run->corpus.roster;
	if (field == NULL)
		return text;
	switch (field->type) {
	case FIELD_ORGANISATION:
	case FIELD_PERSON:
	case FIELD_SUBJECT:
		return reference_word(roster, field->type, text);
	case FIELD_CHOICE:
		return choice_word(field, text, sheet->english);
	case FIELD_TERM:
		return field->vocabulary == VOCABULARY_PERIOD
		    ? text
		    : term_word(sheet->run->corpus.programme,
			  field->vocabulary, text, sheet->english);
	default:
		break;
	}
	/* Rosters hold names of each other as texts. */
	if (strcmp(field->name, "organisation") == 0 ||
	    strcmp(field->name, "inflow") == 0)
		return reference_word(roster, FIELD_ORGANISATION, text);
	return strcmp(field->name, "person") == 0
	    ? reference_word(roster, FIELD_PERSON, text)
	    : text;
}

/* The value at the end of the column's path; NULL when there is none. */
static const struct value *
value_at(const struct column *column, const struct value *value)
{
	for (size_t i = 0; i < column->depth && value != NULL; i++) {
		const struct step *step = &column->steps[i];
		value = value_get(value,
		    step->field == NULL ? step->key : step->field->name);
		bool last = i + 1 == column->depth;
		size_t at = step->index == 0 ? 0 : step->index - 1;
		if (value_is(value, VALUE_LIST) && (step->index > 0 || !last))
			value = at < value_count(value) ? value_item(value, at)
							: NULL;
	}
	return value;
}

static const char *value_word(const struct sheet *sheet,
    const struct field *field, const struct value *value);

static const char *
list_word(const struct sheet *sheet, const struct field *field,
    const struct value *list)
{
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < list->list.count; i++)
		buf_printf(&out, "%s%s", i > 0 ? "；" : "",
		    value_word(sheet, field, list->list.items[i]));
	return buf_detach(sheet->arena, &out).at;
}

static const char *
value_word(const struct sheet *sheet, const struct field *field,
    const struct value *value)
{
	if (value == NULL)
		return "";
	if (value->kind == VALUE_MAP && field->type == FIELD_SCOPE)
		return arena_printf(sheet->arena, "%s/%s",
		    value_as_string(value_get(value, "within")),
		    value_as_string(value_get(value, "who")));
	if (value->kind == VALUE_MAP) /* stands as its first field */
		return field->shape == NULL || value->map.count == 0
		    ? ""
		    : value_word(sheet, &field->shape->fields[0],
			  value->map.entries[0].value);
	if (value->kind == VALUE_LIST)
		return list_word(sheet, field, value);
	if (value->kind == VALUE_INTEGER)
		return arena_printf(sheet->arena, "%lld",
		    (long long)value->integer);
	if (value->kind == VALUE_BOOL)
		return sheet->english ? (value->boolean ? "yes" : "no")
				      : (value->boolean ? "是" : "否");
	return text_word(sheet, field, value_as_string(value));
}

static const char *
section_word(const struct sheet *sheet, const struct column *column,
    const struct record *record)
{
	if (record == NULL || record->form == NULL)
		return "";
	const struct aspect *aspect =
	    form_aspect(record->form, text_of(column->steps[0].key));
	const struct section *section =
	    aspect == NULL ? NULL : record_section(record, aspect->id);
	if (section == NULL)
		return "";
	struct text body = csv_trim(section->body), scope = section->mark_scope;
	if (scope.len == 0)
		return arena_text(sheet->arena, body).at;
	const char *quote = memchr(scope.at, ' ', scope.len) != NULL ||
		memchr(scope.at, '\t', scope.len) != NULL
	    ? "\""
	    : "";
	return arena_printf(sheet->arena, "{%s=%s%.*s%s}\n%.*s",
	    sheet->english ? "scope" : "范围", quote, TEXT_ARG(scope), quote,
	    TEXT_ARG(body));
}

const char *
sheet_cell(const struct sheet *sheet, const struct column *column,
    const struct sheet_row *row)
{
	switch (column->kind) {
	case COLUMN_NOTHING:
		return row->remark == NULL ? "" : row->remark;
	case COLUMN_FILE:
		return row->record == NULL ? "" : row->record->id;
	case COLUMN_BODY:
		return row->record == NULL || row->more
		    ? ""
		    : arena_text(sheet->arena,
			  record_body(&sheet->run->sources, row->record)).at;
	case COLUMN_ASPECT:
		return section_word(sheet, column, row->record);
	default:
		return value_word(sheet,
		    column->steps[column->depth - 1].field,
		    value_at(column, row->fields));
	}
}

/* ---- which columns ---- */

static void
column_put(struct sheet *sheet, struct column column)
{
	ARENA_ROOM(sheet->arena, sheet->columns, sheet->column_count,
	    sheet->column_capacity);
	sheet->columns[sheet->column_count++] = column;
}

/* `above` and a part more, of which the caller sets field and key. */
static struct column
part_add(const struct sheet *sheet, const struct column *above,
    const char *word)
{
	struct column column = *above;
	column.kind = COLUMN_FIELD;
	column.steps[column.depth++] = (struct step){ NULL, NULL, 0 };
	column.title = arena_printf(sheet->arena, "%s%s%s", above->title,
	    *above->title == '\0' ? "" : ".", word);
	return column;
}

/* The path one step further. */
static struct column
step_add(const struct sheet *sheet, const struct column *above,
    const struct field *field, unsigned index)
{
	struct column column = part_add(sheet, above,
	    sheet->english ? field->name : field->alias);
	column.steps[column.depth - 1].field = field;
	column.steps[column.depth - 1].index = index;
	if (index > 0)
		column.title = arena_printf(sheet->arena,
		    sheet->english ? "%s.%u" : "%s%u", column.title, index);
	return column;
}

/* The same into a map whose keys the schema does not name. */
static struct column
key_add(const struct sheet *sheet, const struct column *above,
    const char *key, const char *word)
{
	struct column column = part_add(sheet, above, word);
	column.steps[column.depth - 1].key = key;
	return column;
}

/* Would the item be all there in one cell among others? */
static bool
item_is_simple(const struct value *item)
{
	if (item->kind == VALUE_MAP)
		return item->map.count == 1 &&
		    item_is_simple(item->map.entries[0].value);
	return item->kind != VALUE_TEXT || cell_is_one_item(item->text);
}

/* How the rows fill a column. */
struct filling {
	size_t rows;	/* that have it */
	size_t most;	/* items in one of them */
	bool simple;	/* each is a scalar, or items that share a cell */
};

static struct filling
filling_of(const struct sheet *sheet, const struct column *column)
{
	struct filling filling = { .simple = true };
	const struct field *field = column->steps[column->depth - 1].field;
	for (size_t i = 0; i < sheet->row_count; i++) {
		const struct value *value =
		    value_at(column, sheet->rows[i].fields);
		if (value == NULL || value->kind == VALUE_NULL)
			continue;
		filling.rows++;
		if (value->kind == VALUE_LIST) {
			size_t n = value->list.count;
			filling.most = n > filling.most ? n : filling.most;
			for (size_t j = 0; j < n; j++)
				filling.simple = filling.simple &&
				    item_is_simple(value->list.items[j]);
		} else if (value->kind == VALUE_MAP) {
			/* A map stands for its first field, when that is all. */
			filling.simple = filling.simple && field != NULL &&
			    field->type == FIELD_MAP &&
			    value->map.count == 1 &&
			    text_is(value->map.entries[0].key,
				field->shape->fields[0].name);
		}
	}
	return filling;
}

static void fields_plan(struct sheet *sheet, const struct column *above,
    const struct shape *shape);

/* Keys that the rows have in an open map, in the order they come. */
static void
keys_plan(struct sheet *sheet, const struct column *column)
{
	struct table seen;
	table_init(&seen, sheet->arena);
	for (size_t i = 0; i < sheet->row_count; i++) {
		const struct value *map =
		    value_at(column, sheet->rows[i].fields);
		for (size_t j = 0;
		     value_is(map, VALUE_MAP) && j < map->map.count; j++) {
			struct text key = map->map.entries[j].key;
			if (table_add(&seen, key, (void *)key.at) == NULL)
				column_put(sheet,
				    key_add(sheet, column, key.at, key.at));
		}
	}
}

/* In a form: does an item say more than its first field and its days? */
static bool
shape_is_small(const struct shape *shape)
{
	for (const struct field *f = shape->fields + 1; f->name != NULL; f++)
		if (strcmp(f->name, "from") != 0 && strcmp(f->name, "to") != 0 &&
		    strcmp(f->name, "inflow") != 0 &&
		    strcmp(f->name, "id") != 0)
			return false;
	return true;
}

/* A column a grade; in a sheet that is filled, of those that have votes. */
static void
counts_plan(struct sheet *sheet, const struct column *above,
    const struct field *field)
{
	const struct programme *programme = sheet->run->corpus.programme;
	const struct term_list *terms = &programme->terms[field->vocabulary];
	for (size_t i = 0; i < terms->count; i++) {
		const char *id = terms->items[i].id;
		struct column column = key_add(sheet, above, id,
		    term_word(programme, field->vocabulary, id,
			sheet->english));
		if (sheet->form || filling_of(sheet, &column).rows > 0)
			column_put(sheet, column);
	}
}

static void
items_plan(struct sheet *sheet, const struct column *above,
    const struct field *field, size_t count)
{
	for (unsigned i = 1; i <= count; i++) {
		struct column item = step_add(sheet, above, field, i);
		if (field->type == FIELD_MAP)
			fields_plan(sheet, &item, field->shape);
		else
			column_put(sheet, item);
	}
}

/* An id that the program can choose; an answer's is that of a pledge. */
static bool
id_is_made(const struct column *above, const struct field *field)
{
	const struct field *parent =
	    above->depth == 0 ? NULL : above->steps[above->depth - 1].field;
	return parent != NULL && strcmp(field->name, "id") == 0 &&
	    strcmp(parent->shape->name, "answer") != 0 &&
	    strcmp(parent->shape->name, "category") != 0;
}

/* Rows of a reply are its items: columns without a number. */
static bool
is_row_item(const struct sheet *sheet, const struct field *field)
{
	return strcmp(sheet->kind->name, "reply") == 0 &&
	    strcmp(field->name, "items") == 0;
}

/* As if the rows of an empty form had all that people are to fill in. */
static struct filling
form_filling(const struct column *above, const struct field *field)
{
	bool spread = field->type == FIELD_MAP && above->depth == 0 &&
	    !shape_is_small(field->shape);
	/* What is seldom filled in, or filled in by the program. */
	bool left_out = field->type == FIELD_SCOPE || id_is_made(above, field);
	return (struct filling){ .rows = left_out ? 0 : 1,
		.most = FORM_ITEMS,
		.simple = !spread && field->type != FIELD_COUNTS };
}

static void
field_plan(struct sheet *sheet, const struct column *above,
    const struct field *field)
{
	struct column column = step_add(sheet, above, field, 0);
	bool list = (field->flags & FIELD_LIST) != 0;
	bool required = (field->flags & FIELD_REQUIRED) != 0;
	struct filling filling = sheet->form ? form_filling(above, field)
					     : filling_of(sheet, &column);
	if (filling.rows == 0 && !(required && above->depth == 0))
		return;
	if (is_row_item(sheet, field))
		fields_plan(sheet, &column, field->shape);
	else if (filling.simple || field->type == FIELD_SCOPE)
		column_put(sheet, column);
	else if (list)
		items_plan(sheet, above, field, filling.most);
	else if (field->type == FIELD_MAP)
		fields_plan(sheet, &column, field->shape);
	else if (field->type == FIELD_COUNTS)
		counts_plan(sheet, &column, field);
	else
		keys_plan(sheet, &column);
}

static void
fields_plan(struct sheet *sheet, const struct column *above,
    const struct shape *shape)
{
	for (const struct field *f = shape->fields; f->name != NULL; f++)
		if (above->depth > 0 || !shape->body ||
		    strcmp(f->name, "kind") != 0)
			field_plan(sheet, above, f);
}

/* Is there a row of this form, or might there be? */
static bool
form_is_used(const struct sheet *sheet, const struct form *form)
{
	if (sheet->only != NULL)
		return form == sheet->only;
	bool used = sheet->form;
	for (size_t i = 0; i < sheet->row_count && !used; i++)
		used = sheet->rows[i].record != NULL &&
		    sheet->rows[i].record->form == form;
	return used;
}

/* By its title where that leads back to it, else 正文.ID. */
static const char *
aspect_title(const struct sheet *sheet, const struct aspect *aspect)
{
	struct column column;
	const char *fallback = arena_printf(sheet->arena, "%s.%s",
	    sheet->english ? "body" : "正文", aspect->id);
	bool clear = strpbrk(aspect->title, ".()* \t") == NULL &&
	    strstr(aspect->title, "（") == NULL &&
	    strstr(aspect->title, "．") == NULL &&
	    column_parse(&column, sheet->arena, sheet->kind,
		sheet->run->corpus.programme, aspect->title) &&
	    column.kind == COLUMN_ASPECT;
	return clear && !sheet->english ? aspect->title : fallback;
}

static void
aspects_plan(struct sheet *sheet)
{
	const struct programme *programme = sheet->run->corpus.programme;
	struct table seen;
	table_init(&seen, sheet->arena);
	for (size_t i = 0; i < programme->terms[VOCABULARY_FORM].count; i++) {
		const struct form *form = &programme->forms[i];
		for (size_t j = 0;
		     form_is_used(sheet, form) && j < form->aspect_count; j++) {
			const struct aspect *aspect = &form->aspects[j];
			const char *title = aspect_title(sheet, aspect);
			struct column column = { .kind = COLUMN_ASPECT,
				.title = title };
			/* Never the id alone: another form may have its own. */
			column.steps[0].key = title == aspect->title
			    ? aspect->title
			    : aspect->id;
			if (table_add(&seen, text_of(title), (void *)title) ==
			    NULL)
				column_put(sheet, column);
		}
	}
}

void
sheet_plan(struct sheet *sheet)
{
	struct column none = { .title = "" };
	bool remarks = false;
	if (sheet->kind->body && !sheet->form)
		column_put(sheet, (struct column){ .kind = COLUMN_FILE,
			.title = sheet->english ? "file" : "文件" });
	fields_plan(sheet, &none, sheet->kind);
	for (size_t i = 0; i < sheet->row_count; i++)
		remarks = remarks || sheet->rows[i].remark != NULL;
	if (remarks)
		column_put(sheet, (struct column){ .kind = COLUMN_NOTHING,
			.title = sheet->english ? "(organisation)"
						: "（所在党组织）" });
	if (strcmp(sheet->kind->name, "review") == 0)
		aspects_plan(sheet);
	else if (sheet->kind->body)
		column_put(sheet, (struct column){ .kind = COLUMN_BODY,
			.title = sheet->english ? "body" : "正文" });
}
