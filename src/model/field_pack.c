#include "model/field_pack.h"

#include "base/diag.h"

/* ---- words of a list: their number and 1, or 0 and the word ---- */

void
pack_term(struct buf *out, const struct programme *programme,
    enum vocabulary vocabulary, const char *id)
{
	const struct term_list *terms = &programme->terms[vocabulary];
	for (size_t i = 0; i < terms->count; i++)
		if (strcmp(terms->items[i].id, id) == 0) {
			pack_number(out, i + 1);
			return;
		}
	pack_number(out, 0);
	pack_text(out, text_of(id));
}

const char *
unpack_term(struct unpack *from, const struct programme *programme,
    enum vocabulary vocabulary)
{
	const struct term_list *terms = &programme->terms[vocabulary];
	size_t number = unpack_index(from, terms->count + 1);
	return number == 0 ? unpack_text(from).at
			   : terms->items[number - 1].id;
}

static size_t
choice_count(const struct field *field)
{
	size_t count = 0;
	while (field->choices[count] != NULL)
		count++;
	return count;
}

static void
choice_pack(struct buf *out, const struct field *field, struct text word)
{
	int choice = field_choice(field, word);
	pack_number(out, choice < 0 ? 0 : (uint64_t)choice + 1);
	if (choice < 0)
		pack_text(out, word);
}

static struct text
choice_unpack(struct unpack *from, const struct field *field)
{
	size_t number = unpack_index(from, choice_count(field) + 1);
	return number == 0 ? unpack_text(from)
			   : text_of(field->choices[number - 1]);
}

/* ---- writing ---- */

/* Shaping has made it so (read/shape.h), and project.c kept it. */
static void
kind_expect(const struct value *value, enum value_kind kind)
{
	if (value->kind != kind)
		BUG("a value is not what its field takes");
}

/* Which of the shape's fields the map has, a bit each: it has them in order. */
static uint64_t
map_mask(const struct shape *shape, const struct value *map)
{
	uint64_t mask = 0;
	size_t at = 0;
	for (uint32_t i = 0; i < map->map.count; i++) {
		while (shape->fields[at].name != NULL &&
		    !text_is(map->map.entries[i].key, shape->fields[at].name))
			at++;
		if (shape->fields[at].name == NULL)
			BUG("a map is not in the order of its shape");
		mask |= (uint64_t)1 << at++;
	}
	return mask;
}

static void
map_pack(struct buf *out, const struct programme *programme,
    const struct shape *shape, const struct value *map)
{
	uint64_t mask = map_mask(shape, map);
	size_t next = 0;
	pack_number(out, mask);
	for (size_t i = 0; mask >> i != 0; i++)
		if ((mask >> i & 1) != 0)
			pack_field(out, programme, &shape->fields[i],
			    map->map.entries[next++].value);
}

static void
counts_pack(struct buf *out, const struct programme *programme,
    const struct field *field, const struct value *counts)
{
	pack_number(out, counts->map.count);
	for (uint32_t i = 0; i < counts->map.count; i++) {
		const struct entry *entry = &counts->map.entries[i];
		kind_expect(entry->value, VALUE_INTEGER);
		pack_term(out, programme, field->vocabulary, entry->key.at);
		pack_integer(out, entry->value->integer);
	}
}

static void
item_pack(struct buf *out, const struct programme *programme,
    const struct field *field, const struct value *value)
{
	switch (field->type) {
	case FIELD_INTEGER:
		kind_expect(value, VALUE_INTEGER);
		pack_integer(out, value->integer);
		break;
	case FIELD_BOOLEAN:
		kind_expect(value, VALUE_BOOL);
		pack_bool(out, value->boolean);
		break;
	case FIELD_TERM:
		kind_expect(value, VALUE_TEXT);
		pack_term(out, programme, field->vocabulary, value->text.at);
		break;
	case FIELD_CHOICE:
		kind_expect(value, VALUE_TEXT);
		choice_pack(out, field, value->text);
		break;
	case FIELD_MAP:
		kind_expect(value, VALUE_MAP);
		map_pack(out, programme, field->shape, value);
		break;
	case FIELD_COUNTS:
		kind_expect(value, VALUE_MAP);
		counts_pack(out, programme, field, value);
		break;
	case FIELD_SCOPE:
	case FIELD_ANY:
		pack_value(out, value);
		break;
	default:
		kind_expect(value, VALUE_TEXT);
		pack_text(out, value->text);
	}
}

void
pack_field(struct buf *out, const struct programme *programme,
    const struct field *field, const struct value *value)
{
	if ((field->flags & FIELD_LIST) == 0) {
		item_pack(out, programme, field, value);
		return;
	}
	kind_expect(value, VALUE_LIST);
	pack_number(out, value->list.count);
	for (uint32_t i = 0; i < value->list.count; i++)
		item_pack(out, programme, field, value->list.items[i]);
}

void
pack_fields(struct buf *out, const struct programme *programme,
    const struct shape *shape, struct value *const *fields)
{
	uint64_t mask = 0;
	for (size_t i = 0; shape->fields[i].name != NULL; i++)
		mask |= (uint64_t)(fields[i] != NULL) << i;
	pack_number(out, mask);
	for (size_t i = 0; mask >> i != 0; i++)
		if (fields[i] != NULL)
			pack_field(
			    out, programme, &shape->fields[i], fields[i]);
}

/* ---- reading ---- */

struct fielding {
	struct unpack *from;
	struct arena *arena;
	const struct programme *programme;
};

static struct value *field_read(const struct fielding *f,
    const struct field *field);

static struct value *
value_of(const struct fielding *f, enum value_kind kind)
{
	struct value *value = ARENA_NEW(f->arena, struct value);
	value->kind = kind;
	return value;
}

static struct value *
text_value(const struct fielding *f, struct text text)
{
	struct value *value = value_of(f, VALUE_TEXT);
	value->text = text;
	return value;
}

/* No bit beyond the shape's fields. */
static uint64_t
mask_read(const struct fielding *f, const struct shape *shape)
{
	uint64_t mask = unpack_number(f->from);
	if (mask >> field_count(shape) == 0)
		return mask;
	f->from->failed = true;
	return 0;
}

static struct value *
map_read(const struct fielding *f, const struct shape *shape)
{
	uint64_t mask = mask_read(f, shape);
	struct value *map = value_map_sized(
	    f->arena, (size_t)__builtin_popcountll(mask));
	for (size_t i = 0; mask >> i != 0; i++) {
		if ((mask >> i & 1) == 0)
			continue;
		struct value *value = field_read(f, &shape->fields[i]);
		if (value == NULL)
			break;
		map->map.entries[map->map.count++] = (struct entry){
			.key = text_of(shape->fields[i].name), .value = value
		};
	}
	return map;
}

static struct value *
counts_read(const struct fielding *f, const struct field *field)
{
	size_t count = unpack_count(f->from);
	struct value *map = value_map_sized(f->arena, count);
	for (size_t i = 0; i < count && !f->from->failed; i++) {
		struct entry entry = { .key = text_of(unpack_term(f->from,
					   f->programme, field->vocabulary)),
			.value = value_of(f, VALUE_INTEGER) };
		entry.value->integer = unpack_integer(f->from);
		map->map.entries[map->map.count++] = entry;
	}
	return map;
}

static struct value *
any_read(const struct fielding *f)
{
	struct value *value = unpack_value(f->from, f->arena);
	if (value == NULL)
		f->from->failed = true;
	return value;
}

static struct value *
item_read(const struct fielding *f, const struct field *field)
{
	struct value *value;
	switch (field->type) {
	case FIELD_INTEGER:
		value = value_of(f, VALUE_INTEGER);
		value->integer = unpack_integer(f->from);
		return value;
	case FIELD_BOOLEAN:
		value = value_of(f, VALUE_BOOL);
		value->boolean = unpack_bool(f->from);
		return value;
	case FIELD_TERM:
		return text_value(f, text_of(unpack_term(f->from,
				     f->programme, field->vocabulary)));
	case FIELD_CHOICE:
		return text_value(f, choice_unpack(f->from, field));
	case FIELD_MAP:
		return map_read(f, field->shape);
	case FIELD_COUNTS:
		return counts_read(f, field);
	case FIELD_SCOPE:
	case FIELD_ANY:
		return any_read(f);
	default:
		return text_value(f, unpack_text(f->from));
	}
}

static struct value *
field_read(const struct fielding *f, const struct field *field)
{
	if ((field->flags & FIELD_LIST) == 0) {
		struct value *value = item_read(f, field);
		return f->from->failed ? NULL : value;
	}
	size_t count = unpack_count(f->from);
	struct value *list = value_list_sized(f->arena, count);
	for (size_t i = 0; i < count && !f->from->failed; i++) {
		struct value *item = item_read(f, field);
		if (!f->from->failed)
			list->list.items[list->list.count++] = item;
	}
	return f->from->failed ? NULL : list;
}

struct value *
unpack_field(struct unpack *from, struct arena *arena,
    const struct programme *programme, const struct field *field)
{
	struct fielding f = { from, arena, programme };
	return field_read(&f, field);
}

struct value **
unpack_fields(struct unpack *from, struct arena *arena,
    const struct programme *programme, const struct shape *shape)
{
	struct fielding f = { from, arena, programme };
	uint64_t mask = mask_read(&f, shape);
	struct value **fields =
	    ARENA_ARRAY(arena, struct value *, field_count(shape));
	for (size_t i = 0; mask >> i != 0; i++)
		if ((mask >> i & 1) != 0)
			fields[i] = field_read(&f, &shape->fields[i]);
	return fields;
}
