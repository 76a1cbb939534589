#include "read/shape.h"

#include "base/date.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "read/likeness.h"
#include "read/slip.h"

/* The names of a shape's fields and their aliases. */
#define NAMES_MOST (2 * FIELDS_MOST)

static void fields_into(struct value **fields, const struct shaping *shaping,
    const struct shape *shape, const struct value *map, struct span owner);

/* ---- maps and lists ---- */

bool
value_is_absent(const struct value *value)
{
	return value->kind == VALUE_NULL ||
	    (value->kind == VALUE_TEXT && value->plain &&
		(value->text.len == 0 || text_is(value->text, "~") ||
		    text_is(value->text, "null")));
}

/* Neither a letter nor a digit: "", “　”, ——. */
static bool
tells_nothing(struct text text)
{
	for (size_t pos = 0; pos < text.len;)
		if (utf8_is_telling(utf8_next(text, &pos)))
			return false;
	return true;
}

/* Also quotes around nothing, and a list of nothings. */
static bool
says_nothing(const struct value *value)
{
	if (value->kind == VALUE_LIST) {
		for (size_t i = 0; i < value->list.count; i++)
			if (!says_nothing(value->list.items[i]))
				return false;
		return true;
	}
	return value_is_absent(value) ||
	    (value->kind == VALUE_TEXT && tells_nothing(value->text));
}

struct value *
shape_wrong_kind(const struct shaping *shaping, const struct field *field,
    const struct value *value, const char *wanted)
{
	struct diag *d = diag_at(shaping->diags, &rules[RULE_FIELD_TYPE],
	    value->span, "%s (%s) takes %s, not %s", field->name, field->alias,
	    _(wanted), value_kind_name(value->kind));
	if (value->kind == VALUE_MAP || value->kind == VALUE_LIST)
		diag_remedy(shaping->diags, d,
		    "write %s after the colon; if the text holds a colon and "
		    "a space, or begins with [ or {, put it in quotes",
		    _(wanted));
	return NULL;
}

/*
 * `编号：p1` where a map is meant: its one field, and its colon mended.  In
 * quotes it stays a text, however its colon is written.
 */
static struct value *
map_meant(const struct shaping *shaping, const struct shape *shape,
    const struct value *value)
{
	struct key_place key;
	struct text t = value->text;
	if (!value->plain || !key_place_find(&key, t, 0, t.len))
		return NULL;
	struct text name = text_cut(t, 0, key.key_end);
	struct text rest = text_from(t, key.value);
	if (field_find(shape, name) == NULL || rest.len == 0)
		return NULL;
	struct diag *d = diag_at(shaping->diags,
	    &rules[key.wide ? RULE_WIDE_MARK : RULE_SPACE_MISSING],
	    value->span, "the colon after %.*s is no half-width colon with a "
			 "space",
	    TEXT_ARG(name));
	value_mend(shaping, d, value,
	    text_of(arena_printf(shaping->diags->arena, "%.*s: %.*s",
		TEXT_ARG(name), TEXT_ARG(rest))));
	struct value *map = value_map(shaping->arena);
	struct value *only = value_text(shaping->arena, rest);
	map->span = only->span = value->span;
	value_set_entry(shaping->arena, map, name, value->span, only);
	return map;
}

/* Was something given that is not among the fields now? */
static bool
is_faulty(const struct shape *shape, struct value *const *fields,
    const struct value *map)
{
	for (size_t i = 0; i < map->map.count; i++) {
		const struct entry *entry = &map->map.entries[i];
		const struct field *field = field_find(shape, entry->key);
		if (!value_is_absent(entry->value) &&
		    (field == NULL || fields[field - shape->fields] == NULL))
			return true;
	}
	return false;
}

static struct value *
shape_map(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	const struct shape *shape = field->shape;
	const struct value *map = value;
	/* Room for a map of one, which is only looked at here. */
	struct entry first = { .key = text_of(shape->fields[0].name),
		.span = value->span,
		.value = (struct value *)value };
	struct value only = { .kind = VALUE_MAP,
		.span = value->span,
		.map = { &first, 1, 1 } };
	if (value->kind == VALUE_TEXT)
		map = map_meant(shaping, shape, value);
	/* A scalar stands for the map's first field. */
	if (map == NULL)
		map = &only;
	if (map->kind != VALUE_MAP)
		return shape_wrong_kind(
		    shaping, field, value, N_("fields of its own"));
	struct value *fields[NAMES_MOST] = { NULL };
	fields_into(fields, shaping, shape, map, map->span);
	size_t count = 0;
	for (size_t i = 0; shape->fields[i].name != NULL; i++)
		count += fields[i] != NULL;
	struct value *made = value_map_sized(shaping->arena, count);
	made->span = value->span;
	made->faulty = is_faulty(shape, fields, map);
	for (size_t i = 0; shape->fields[i].name != NULL; i++)
		if (fields[i] != NULL)
			value_set_literal(shaping->arena, made,
			    shape->fields[i].name, fields[i]);
	return made;
}

static struct value *
shape_one(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	if (field->type == FIELD_ANY || field->type == FIELD_SCOPE)
		return value_copy(shaping->arena, value);
	if (field->type == FIELD_MAP)
		return shape_map(shaping, field, value);
	if (field->type == FIELD_COUNTS)
		return shape_counts(shaping, field, value);
	if (value->kind != VALUE_TEXT)
		return shape_wrong_kind(shaping, field, value, N_("one value"));
	return shape_scalar(shaping, field, value);
}

/* ---- lists whose items a comma of a sentence divides ---- */

#define PARTS_MOST 32

/* The parts that ， 、 ； and , divide a text into; 0 when too many. */
static size_t
parts_cut(struct text text, struct text parts[PARTS_MOST])
{
	size_t count = 0, start = 0, pos = 0;
	for (;;) {
		size_t at = pos;
		bool over = at == text.len;
		uint32_t code = over ? ',' : utf8_next(text, &pos);
		if (code != ',' && code != 0xFF0C && code != 0x3001 &&
		    code != 0xFF1B)
			continue;
		if (count == PARTS_MOST)
			return 0;
		parts[count++] = text_cut(text, start, at);
		start = pos;
		if (over)
			return count;
	}
}

/* In quotes, which cells of a sheet have not: a text as it is meant. */
static bool
is_quoted(const struct shaping *shaping, const struct value *item)
{
	return !item->plain && shaping->source.at != NULL;
}

/* jd-1，jd-2: ids in a list of texts, such as work points. */
static bool
are_ids(const struct text *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < parts[i].len; j++)
			if (strchr("abcdefghijklmnopqrstuvwxyz0123456789-_",
				parts[i].at[j]) == NULL)
				return false;
	return true;
}

static bool
takes_words(const struct field *field)
{
	return field->type == FIELD_TERM || field->type == FIELD_CHOICE ||
	    field->type == FIELD_ORGANISATION || field->type == FIELD_PERSON ||
	    field->type == FIELD_SUBJECT;
}

/* In [a，b] the item's comma, in `key: a，b` a whole list is to be written. */
static void
parts_mend(const struct shaping *shaping, struct diag *diag,
    const struct value *list, const struct value *item,
    const struct text *parts, size_t count)
{
	struct buf buf = BUF_INIT;
	bool flow = list != item && shaping->source.at != NULL &&
	    shaping->source.at[list->span.start] == '[';
	for (size_t i = 0; i < count; i++)
		buf_printf(&buf, "%s%.*s", i > 0 ? ", " : "",
		    TEXT_ARG(parts[i]));
	const char *words = list == item
	    ? arena_printf(shaping->diags->arena, "[%s]", buf.at)
	    : arena_string(shaping->diags->arena, buf.at);
	buf_free(&buf);
	diag_remedy(shaping->diags, diag, "write %s", words);
	if (item->plain && (flow || list == item))
		value_mend(shaping, diag, item, text_of(words));
}

/* An item that is no word, but several that a full-width comma divides. */
static bool
parts_add(const struct shaping *shaping, const struct field *field,
    const struct value *list, const struct value *item, struct value *into)
{
	struct text parts[PARTS_MOST];
	struct value *found[PARTS_MOST];
	bool ids = field->type == FIELD_TEXT;
	if ((!ids && !takes_words(field)) || item->kind != VALUE_TEXT ||
	    item->text.len == 0 ||
	    (ids && (is_quoted(shaping, item) ||
			(item->text.at[0] & 0x80) != 0)))
		return false;
	size_t count = parts_cut(item->text, parts);
	if (count < 2 ||
	    (!ids && scalar_find(shaping, field, item->text) != NULL))
		return false;
	for (size_t i = 0; i < count; i++) {
		parts[i] = word_narrow(shaping->diags->arena, parts[i]);
		found[i] = scalar_find(shaping, field, parts[i]);
		if (found[i] == NULL || parts[i].len == 0)
			return false;
		found[i]->span = item->span;
	}
	if (ids && !are_ids(parts, count))
		return false;
	struct diag *d = diag_at(shaping->diags, &rules[RULE_WIDE_MARK],
	    item->span, "%s (%s) takes a list, whose items half-width commas "
			"in [ ] divide",
	    field->name, field->alias);
	parts_mend(shaping, d, list, item, parts, count);
	for (size_t i = 0; i < count; i++)
		value_add(shaping->arena, into, found[i]);
	return true;
}

struct value *
shape_field(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	if ((field->flags & FIELD_LIST) == 0)
		return shape_one(shaping, field, value);
	size_t count = value->kind == VALUE_LIST ? value->list.count : 1;
	struct value *list = value_list_sized(shaping->arena, count);
	list->span = value->span;
	for (size_t i = 0; i < count; i++) {
		const struct value *item =
		    value->kind == VALUE_LIST ? value->list.items[i] : value;
		if (parts_add(shaping, field, value, item, list))
			continue;
		struct value *made = value_is_absent(item)
		    ? NULL
		    : shape_one(shaping, field, item);
		if (made != NULL)
			value_add(shaping->arena, list, made);
	}
	return list;
}

/* What offices call a field, though the schema has another name for it. */
static const struct synonym {
	const char *word, *name;
} synonyms[] = {
	{ "日期", "date" }, { "时间", "date" }, { "点评日期", "date" },
	{ "汇报时间", "date" }, { "汇报日期", "date" },
	{ "回复时间", "date" }, { "回复日期", "date" },
	{ "填表时间", "recorded" }, { "季度", "period" }, { "时期", "period" },
	{ "被点评人", "subject" }, { "对象", "subject" },
	{ "点评领导", "reviewer" }, { "点评者", "reviewer" },
	{ "方式", "method" }, { "地址", "place" }, { "姓名", "name" },
	{ "名称", "name" }, { "单位", "organisation" },
	{ "题目", "title" }, { "种类", "kind" }, { "类别", "kind" },
	{ "完成时限", "due" }, { "整改时限", "due" },
};

/* The one field that an unknown key was meant as; NULL when unclear. */
static const struct field *
field_meant(const struct shaping *shaping, const struct shape *shape,
    struct text key, const struct entry *const *seen)
{
	const struct field *meant = NULL;
	struct text small = arena_small(
	    shaping->diags->arena, word_narrow(shaping->diags->arena, key));
	const struct field *same = field_find(shape, small);
	for (size_t i = 0; i < sizeof(synonyms) / sizeof(*synonyms); i++)
		if (same == NULL && text_is(small, synonyms[i].word))
			same = field_find(shape, text_of(synonyms[i].name));
	if (same != NULL)
		return seen[same - shape->fields] == NULL ? same : NULL;
	if (utf8_count(small) < 3)
		return NULL;
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		if (!word_is_near(small, text_of(f->name)) &&
		    !word_is_near(small, text_of(f->alias)))
			continue;
		if (meant != NULL || seen[f - shape->fields] != NULL)
			return NULL;
		meant = f;
	}
	return meant;
}

/* {text: one, two}: a key without a colon is what a comma cut off. */
static bool
is_rest_of_value(const struct entry *entry)
{
	return value_is_absent(entry->value) &&
	    entry->value->span.start == entry->span.end;
}

/* The field that is meant, which the key is to be mended to; or NULL. */
static const struct field *
field_unknown(const struct shaping *shaping, const struct shape *shape,
    const struct entry *entry, const struct entry *const *seen)
{
	const char *names[NAMES_MOST];
	size_t n = field_names(shape, names, NAMES_MOST);
	const struct field *meant =
	    field_meant(shaping, shape, entry->key, seen);
	struct diag *d = diag_at(shaping->diags, &rules[RULE_FIELD_UNKNOWN],
	    entry->span, "%s (%s) has no field “%s”", shape->name,
	    shape->alias, entry->key.at);
	if (meant == NULL && is_rest_of_value(entry))
		diag_remedy(shaping->diags, d,
		    "the comma before it ends the value: put the value in "
		    "quotes, or write the comma full-width");
	else if (meant == NULL)
		diag_suggest(shaping->diags, d, entry->key.at, names, n);
	if (meant == NULL)
		return NULL;
	bool chinese = (unsigned char)entry->key.at[0] > 0x7F &&
	    !text_starts(entry->key, "\xEF\xBC") &&
	    !text_starts(entry->key, "\xEF\xBD");
	const char *name = chinese ? meant->alias : meant->name;
	struct value key = { .kind = VALUE_TEXT,
		.plain = true,
		.span = entry->span,
		.text = entry->key };
	diag_remedy(shaping->diags, d, "did you mean %s?", name);
	value_mend(shaping, d, &key, text_of(name));
	return meant;
}

static void
field_twice(const struct shaping *shaping, const struct field *field,
    const struct entry *entry, const struct entry *first)
{
	struct diag *d = diag_at(shaping->diags, &rules[RULE_FIELD_TWICE],
	    entry->span, "%s and %s are the same field", field->name,
	    field->alias);
	diag_also(shaping->diags, d, first->span, "given here first");
}

static struct value *
field_value(const struct shaping *shaping, const struct field *field,
    const struct entry *entry)
{
	bool required = (field->flags & FIELD_REQUIRED) != 0;
	/* What is no text is told with what it should be. */
	bool text = field->type == FIELD_TEXT &&
	    value_is(entry->value, VALUE_TEXT);
	if (required || text ? !says_nothing(entry->value)
			     : !value_is_absent(entry->value))
		return shape_field(shaping, field, entry->value);
	/* An empty label would narrow nothing, in silence. */
	if (!required && field->type != FIELD_SCOPE)
		return NULL;
	struct diag *d = diag_at(shaping->diags, &rules[RULE_FIELD_EMPTY],
	    entry->span, "%s (%s) is empty", field->name, field->alias);
	if (required)
		diag_remedy(shaping->diags, d,
		    "fill the field: it can't be left out");
	return NULL;
}

static void
missing_check(const struct shaping *shaping, const struct shape *shape,
    const struct entry *const *seen, struct span owner)
{
	for (size_t i = 0; shape->fields[i].name != NULL; i++)
		if (seen[i] == NULL &&
		    (shape->fields[i].flags & FIELD_REQUIRED) != 0)
			diag_at(shaping->diags, &rules[RULE_FIELD_MISSING],
			    owner, "%s (%s) lacks the field %s (%s)",
			    shape->name, shape->alias, shape->fields[i].name,
			    shape->fields[i].alias);
}

static void
field_into(struct value **fields, const struct shaping *shaping,
    const struct shape *shape, const struct field *field,
    const struct entry *entry, const struct entry **seen)
{
	size_t at = (size_t)(field - shape->fields);
	if (seen[at] != NULL) {
		field_twice(shaping, field, entry, seen[at]);
		return;
	}
	seen[at] = entry;
	fields[at] = field_value(shaping, field, entry);
}

/* The day that the field of this name has; or NULL. */
static const struct value *
day_get(struct value *const *fields, const struct shape *shape,
    const char *name)
{
	const struct field *field = field_find(shape, text_of(name));
	const struct value *day = field == NULL || field->type != FIELD_DATE
	    ? NULL
	    : fields[field - shape->fields];
	return date_is_valid(value_as_text(day)) ? day : NULL;
}

/* The last day of what holds for a time, and the day it is due, come later. */
static void
days_check(const struct shaping *shaping, const struct shape *shape,
    struct value *const *fields)
{
	static const char *const ends[] = { "to", "due" };
	const struct value *from = day_get(fields, shape, "from");
	for (size_t i = 0; from != NULL && i < 2; i++) {
		const struct value *end = day_get(fields, shape, ends[i]);
		if (end == NULL || text_compare(from->text, end->text) <= 0)
			continue;
		struct diag *d = diag_at(shaping->diags,
		    &rules[RULE_DAYS_CROSSED], end->span,
		    "%s lies before %s, the first day", end->text.at,
		    from->text.at);
		diag_also(shaping->diags, d, from->span, "the first day");
	}
}

static void
fields_into(struct value **fields, const struct shaping *shaping,
    const struct shape *shape, const struct value *map, struct span owner)
{
	const struct entry *seen[NAMES_MOST] = { NULL };
	size_t unknown = 0;
	for (size_t i = 0; i < map->map.count; i++) {
		const struct entry *entry = &map->map.entries[i];
		const struct field *field = field_find(shape, entry->key);
		if (field != NULL)
			field_into(fields, shaping, shape, field, entry, seen);
		else
			unknown++;
	}
	/* What they were meant as can only be a field that is not there. */
	for (size_t i = 0; unknown > 0 && i < map->map.count; i++) {
		const struct entry *entry = &map->map.entries[i];
		if (field_find(shape, entry->key) != NULL)
			continue;
		const struct field *field =
		    field_unknown(shaping, shape, entry, seen);
		if (field != NULL)
			field_into(fields, shaping, shape, field, entry, seen);
	}
	missing_check(shaping, shape, seen, owner);
	days_check(shaping, shape, fields);
}

struct value **
shape_fields(const struct shaping *shaping, const struct shape *shape,
    const struct value *map, struct span owner)
{
	struct value **fields =
	    ARENA_ARRAY(shaping->arena, struct value *, field_count(shape));
	fields_into(fields, shaping, shape, map, owner);
	return fields;
}
