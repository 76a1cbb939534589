/*
 * The one tree of data: YAML becomes it, Lua takes and gives it, templates
 * show it, JSON writes it.  Values live in an arena and are not changed once
 * they have been handed on.  Every value knows its place.
 *
 * Scalars read from YAML are VALUE_TEXT until the schema says what they are.
 * VALUE_NODE carries a piece of a document (model/document.h) through
 * templates; base only holds the pointer.
 */
#ifndef TONGBAO_BASE_VALUE_H
#define TONGBAO_BASE_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/source.h"
#include "base/text.h"

enum value_kind {
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_INTEGER,
	VALUE_REAL,
	VALUE_TEXT,
	VALUE_LIST,
	VALUE_MAP,
	VALUE_NODE,
};

struct node; /* model/document.h */

/* There are some fifty of these a record: 32 bytes each. */
struct value {
	enum value_kind kind : 8;
	/* A YAML scalar without quotes (`~` and `null` may mean null). */
	bool plain : 1;
	/* A map of which something given could not be understood: a fault. */
	bool faulty : 1;
	struct span span;
	union {
		bool boolean;
		int64_t integer;
		double real;
		struct text text; /* NUL-terminated */
		struct {
			struct value **items;
			uint32_t count, capacity;
		} list;
		struct {
			struct entry *entries; /* in the order of adding */
			uint32_t count, capacity;
		} map;
		const struct node *node;
	};
};
_Static_assert(sizeof(void *) != 8 || sizeof(struct value) == 32,
    "a value grew");

struct entry {
	struct text key; /* NUL-terminated */
	struct span span; /* of the key */
	struct value *value;
};

struct value *value_null(struct arena *arena);
struct value *value_bool(struct arena *arena, bool boolean);
struct value *value_integer(struct arena *arena, int64_t integer);
struct value *value_real(struct arena *arena, double real);
struct value *value_string(struct arena *arena, const char *s); /* copied */
struct value *value_text(struct arena *arena, struct text t);   /* copied */
/* As it is: it outlives the value, and is NUL-terminated. */
struct value *value_lasting(struct arena *arena, const char *s);
struct value *value_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct value *value_list(struct arena *arena);
struct value *value_map(struct arena *arena);
struct value *value_node(struct arena *arena, const struct node *node);

/*
 * A map or list with room for `count`: for those that live long, exactly, and
 * for those of which there are many.
 */
struct value *value_map_sized(struct arena *arena, size_t count);
struct value *value_list_sized(struct arena *arena, size_t count);

/* Appends; the item is not copied. */
void value_add(struct arena *arena, struct value *list, struct value *item);
/* Sets or replaces; the key is copied, the value is not. */
void value_set(struct arena *arena, struct value *map, const char *key,
    struct value *value);
/* The same with a key that outlives the map, such as a literal. */
void value_set_literal(struct arena *arena, struct value *map,
    const char *key, struct value *value);
void value_set_entry(struct arena *arena, struct value *map, struct text key,
    struct span key_span, struct value *value);

/* A new, empty entry at the end: for whoever knows that the key is new. */
struct entry *value_append(struct arena *arena, struct value *map);

/* NULL when there is none, or when `map` is NULL or no map. */
struct value *value_get(const struct value *map, const char *key);
struct entry *value_entry(const struct value *map, struct text key);
/* The text of a text value under `key`; NULL when absent or no text. */
const char *value_get_string(const struct value *map, const char *key);

/* Items of a list, entries of a map; 0 for anything else, NULL too. */
size_t value_count(const struct value *value);
struct value *value_item(const struct value *list, size_t i);
/* The same of a list or a map: of what value_count() counts. */
struct value *value_child(const struct value *value, size_t i);
/* Is the text an item of the list? */
bool value_has_text(const struct value *list, struct text text);
/* Of a list of maps the first whose `key` is that text; NULL when none is. */
struct value *value_find_item(const struct value *list, const char *key,
    struct text text);
bool value_is(const struct value *value, enum value_kind kind);
bool value_is_true(const struct value *value);
/* Text of a text value, "" otherwise (NULL too). */
struct text value_as_text(const struct value *value);
const char *value_as_string(const struct value *value);

/* A copy that shares no byte with the original, document nodes aside. */
struct value *value_copy(struct arena *arena, const struct value *value);
/* The shortest digits that read back the same, with a point in any locale. */
void real_words(char out[32], double real);
/* For people: 14 digits, and no power of ten within 21 places of the point. */
const char *real_in_words(struct arena *arena, double real);
/* JSON, keys in the order of adding; text escaped for <script> too. */
void value_put_json(struct buf *buf, const struct value *value);
/* A text alone, in its quotes. */
void value_put_json_text(struct buf *buf, struct text t);
const char *value_kind_name(enum value_kind kind);

#endif
