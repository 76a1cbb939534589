#include "base/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/diag.h"
#include "base/lang.h"

static struct value *
value_new(struct arena *arena, enum value_kind kind)
{
	struct value *value = ARENA_NEW(arena, struct value);
	value->kind = kind;
	return value;
}

struct value *
value_null(struct arena *arena)
{
	return value_new(arena, VALUE_NULL);
}

struct value *
value_bool(struct arena *arena, bool boolean)
{
	struct value *value = value_new(arena, VALUE_BOOL);
	value->boolean = boolean;
	return value;
}

struct value *
value_integer(struct arena *arena, int64_t integer)
{
	struct value *value = value_new(arena, VALUE_INTEGER);
	value->integer = integer;
	return value;
}

struct value *
value_real(struct arena *arena, double real)
{
	struct value *value = value_new(arena, VALUE_REAL);
	value->real = real;
	return value;
}

struct value *
value_text(struct arena *arena, struct text t)
{
	struct value *value = value_new(arena, VALUE_TEXT);
	value->text = arena_text(arena, t);
	return value;
}

struct value *
value_string(struct arena *arena, const char *s)
{
	return value_text(arena, text_of(s));
}

struct value *
value_lasting(struct arena *arena, const char *s)
{
	struct value *value = value_new(arena, VALUE_TEXT);
	value->text = text_of(s);
	return value;
}

struct value *
value_printf(struct arena *arena, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	struct value *value = value_new(arena, VALUE_TEXT);
	value->text = text_of(arena_vprintf(arena, format, ap));
	va_end(ap);
	return value;
}

struct value *
value_list(struct arena *arena)
{
	return value_new(arena, VALUE_LIST);
}

struct value *
value_map(struct arena *arena)
{
	return value_new(arena, VALUE_MAP);
}

struct value *
value_map_sized(struct arena *arena, size_t count)
{
	struct value *map = value_map(arena);
	map->map.entries = arena_take(arena, count * sizeof(struct entry));
	map->map.capacity = (uint32_t)count;
	return map;
}

struct value *
value_list_sized(struct arena *arena, size_t count)
{
	struct value *list = value_list(arena);
	list->list.items = arena_take(arena, count * sizeof(struct value *));
	list->list.capacity = (uint32_t)count;
	return list;
}

struct value *
value_node(struct arena *arena, const struct node *node)
{
	struct value *value = value_new(arena, VALUE_NODE);
	value->node = node;
	return value;
}

void
value_add(struct arena *arena, struct value *list, struct value *item)
{
	if (list->kind != VALUE_LIST)
		BUG("value_add to what is no list");
	size_t capacity = list->list.capacity;
	ARENA_ROOM(arena, list->list.items, list->list.count, capacity);
	list->list.capacity = (uint32_t)capacity;
	list->list.items[list->list.count++] = item;
}

struct entry *
value_entry(const struct value *map, struct text key)
{
	if (map == NULL || map->kind != VALUE_MAP)
		return NULL;
	for (size_t i = 0; i < map->map.count; i++)
		if (text_equal(map->map.entries[i].key, key))
			return &map->map.entries[i];
	return NULL;
}

struct entry *
value_append(struct arena *arena, struct value *map)
{
	if (map->kind != VALUE_MAP)
		BUG("an entry for what is no map");
	size_t capacity = map->map.capacity;
	ARENA_ROOM(arena, map->map.entries, map->map.count, capacity);
	map->map.capacity = (uint32_t)capacity;
	struct entry *entry = &map->map.entries[map->map.count++];
	*entry = (struct entry){ 0 };
	return entry;
}

/* The entry of the key; a new one, whose key is not copied yet, has none. */
static struct entry *
entry_for(struct arena *arena, struct value *map, struct text key)
{
	struct entry *entry = value_entry(map, key);
	return entry != NULL ? entry : value_append(arena, map);
}

void
value_set_entry(struct arena *arena, struct value *map, struct text key,
    struct span key_span, struct value *value)
{
	struct entry *entry = entry_for(arena, map, key);
	if (entry->key.at == NULL)
		entry->key = arena_text(arena, key);
	entry->span = key_span;
	entry->value = value;
}

void
value_set(struct arena *arena, struct value *map, const char *key,
    struct value *value)
{
	value_set_entry(arena, map, text_of(key), SPAN_NONE, value);
}

void
value_set_literal(struct arena *arena, struct value *map, const char *key,
    struct value *value)
{
	struct text text = text_of(key);
	struct entry *entry = entry_for(arena, map, text);
	entry->key = text;
	entry->span = SPAN_NONE;
	entry->value = value;
}

struct value *
value_get(const struct value *map, const char *key)
{
	struct entry *entry = value_entry(map, text_of(key));
	return entry == NULL ? NULL : entry->value;
}

const char *
value_get_string(const struct value *map, const char *key)
{
	const struct value *value = value_get(map, key);
	return value_is(value, VALUE_TEXT) ? value->text.at : NULL;
}

size_t
value_count(const struct value *value)
{
	if (value_is(value, VALUE_LIST))
		return value->list.count;
	return value_is(value, VALUE_MAP) ? value->map.count : 0;
}

struct value *
value_item(const struct value *list, size_t i)
{
	if (i >= value_count(list) || list->kind != VALUE_LIST)
		BUG("no such item");
	return list->list.items[i];
}

struct value *
value_child(const struct value *value, size_t i)
{
	return value_is(value, VALUE_MAP) && i < value->map.count
	    ? value->map.entries[i].value
	    : value_item(value, i);
}

bool
value_has_text(const struct value *list, struct text text)
{
	for (size_t i = 0; i < value_count(list); i++)
		if (text_equal(value_as_text(value_item(list, i)), text))
			return true;
	return false;
}

struct value *
value_find_item(const struct value *list, const char *key, struct text text)
{
	for (size_t i = 0; i < value_count(list); i++) {
		struct value *item = value_item(list, i);
		const struct value *own = value_get(item, key);
		if (value_is(own, VALUE_TEXT) && text_equal(own->text, text))
			return item;
	}
	return NULL;
}

bool
value_is(const struct value *value, enum value_kind kind)
{
	return value != NULL && value->kind == kind;
}

bool
value_is_true(const struct value *value)
{
	return value_is(value, VALUE_BOOL) && value->boolean;
}

struct text
value_as_text(const struct value *value)
{
	return value_is(value, VALUE_TEXT) ? value->text : TEXT_LIT("");
}

const char *
value_as_string(const struct value *value)
{
	return value_as_text(value).at;
}

/* Depth is bounded: YAML at 32 (read/yaml.c), Lua at 32 (filter/). */
struct value *
value_copy(struct arena *arena, const struct value *value)
{
	struct value *copy = ARENA_NEW(arena, struct value);
	*copy = *value;
	switch (value->kind) {
	case VALUE_TEXT:
		copy->text = arena_text(arena, value->text);
		break;
	case VALUE_LIST:
		copy->list.items =
		    ARENA_ARRAY(arena, struct value *, value->list.count);
		copy->list.capacity = value->list.count;
		for (size_t i = 0; i < value->list.count; i++)
			copy->list.items[i] =
			    value_copy(arena, value->list.items[i]);
		break;
	case VALUE_MAP:
		copy->map.entries =
		    ARENA_ARRAY(arena, struct entry, value->map.count);
		copy->map.capacity = value->map.count;
		for (size_t i = 0; i < value->map.count; i++) {
			const struct entry *from = &value->map.entries[i];
			copy->map.entries[i] = (struct entry){
				.key = arena_text(arena, from->key),
				.span = from->span,
				.value = value_copy(arena, from->value),
			};
		}
		break;
	default:
		break;
	}
	return copy;
}

void
real_words(char out[32], double real)
{
	char digits[32];
	for (int precision = 15; precision <= 17; precision++) {
		snprintf(digits, sizeof(digits), "%.*g", precision, real);
		if (strtod(digits, NULL) == real)
			break;
	}
	size_t len = 0;
	for (const char *s = digits; *s != '\0'; s++) {
		if (strchr("0123456789+-einfa", *s) != NULL)
			out[len++] = *s;
		else if (len == 0 || out[len - 1] != '.')
			out[len++] = '.';
	}
	out[len] = '\0';
}

const char *
real_in_words(struct arena *arena, double real)
{
	char *words = arena_printf(arena, "%.14g", real);
	const char *power = strchr(words, 'e');
	int places = power == NULL ? 0 : atoi(power + 1);
	if (places == 0 || places < -21 || places > 21)
		return words;
	if (places > 0)
		return arena_printf(arena, "%.0f", real);
	words = arena_printf(arena, "%.*f", 13 - places, real);
	for (char *end = words + strlen(words); end[-1] == '0'; end--)
		end[-1] = '\0';
	return words;
}

/*
 * What may not stand in a string as it is, in a script or between tags either:
 * 0xC2 and 0xE2, as which U+0085 and U+2028 begin, only perhaps.
 */
static const bool json_escapes[256] = {
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* 0x00 */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* 0x10 */
	['"'] = 1, ['\\'] = 1, ['<'] = 1, ['>'] = 1, ['&'] = 1,
	[0x7F] = 1, [0xC2] = 1, [0xE2] = 1
};

/* Behind what is escaped. */
static size_t
json_escape(struct buf *buf, struct text t, size_t at)
{
	unsigned char c = (unsigned char)t.at[at];
	/* U+2028 and U+2029 end a line in old scripts. */
	bool ends_line = c == 0xE2 && t.len - at > 2 &&
	    (unsigned char)t.at[at + 1] == 0x80 &&
	    ((unsigned char)t.at[at + 2] & 0xFE) == 0xA8;
	/* Controls, of which U+0085 ends a line for YAML. */
	bool control = c == 0xC2 && t.len - at > 1 &&
	    ((unsigned char)t.at[at + 1] & 0xE0) == 0x80;
	if (ends_line)
		buf_printf(buf, "\\u20%02x",
		    (unsigned char)t.at[at + 2] - 0x80);
	else if (control)
		buf_printf(buf, "\\u00%02x", (unsigned char)t.at[at + 1]);
	else if (c == '"' || c == '\\')
		buf_printf(buf, "\\%c", c);
	else if (c == '\n')
		buf_puts(buf, "\\n");
	else if (c < 0x80)
		buf_printf(buf, "\\u%04x", c);
	else
		buf_putc(buf, (char)c);
	return at + (ends_line ? 3 : control ? 2 : 1);
}

void
value_put_json_text(struct buf *buf, struct text t)
{
	buf_putc(buf, '"');
	for (size_t at = 0; at < t.len;) {
		size_t start = at;
		while (at < t.len && !json_escapes[(unsigned char)t.at[at]])
			at++;
		buf_putt(buf, text_cut(t, start, at));
		if (at < t.len)
			at = json_escape(buf, t, at);
	}
	buf_putc(buf, '"');
}

void
value_put_json(struct buf *buf, const struct value *value)
{
	char number[32];
	switch (value->kind) {
	case VALUE_BOOL:
		buf_puts(buf, value->boolean ? "true" : "false");
		break;
	case VALUE_INTEGER:
		buf_put_integer(buf, value->integer);
		break;
	case VALUE_REAL:
		real_words(number, value->real);
		buf_puts(buf, isfinite(value->real) ? number : "null");
		break;
	case VALUE_TEXT:
		value_put_json_text(buf, value->text);
		break;
	case VALUE_LIST:
		buf_putc(buf, '[');
		for (size_t i = 0; i < value->list.count; i++) {
			if (i > 0)
				buf_putc(buf, ',');
			value_put_json(buf, value->list.items[i]);
		}
		buf_putc(buf, ']');
		break;
	case VALUE_MAP:
		buf_putc(buf, '{');
		for (size_t i = 0; i < value->map.count; i++) {
			if (i > 0)
				buf_putc(buf, ',');
			value_put_json_text(buf, value->map.entries[i].key);
			buf_putc(buf, ':');
			value_put_json(buf, value->map.entries[i].value);
		}
		buf_putc(buf, '}');
		break;
	case VALUE_NULL:
	case VALUE_NODE:
		buf_puts(buf, "null");
		break;
	}
}

const char *
value_kind_name(enum value_kind kind)
{
	static const char *const names[] = { N_("nothing"), N_("yes or no"),
		N_("a whole number"), N_("a number"), N_("text"), N_("a list"),
		N_("a map"), N_("a document") };
	return _(names[kind]);
}
