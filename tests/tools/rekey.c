/*
 * rekey en|zh FOLDER: every record below it with each key of its front matter,
 * and each word of a closed choice, in one language, as JSON (which is YAML);
 * the body to the byte.  Read off the schema, like everything else about keys.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/os.h"
#include "model/schema.h"
#include "read/front.h"
#include "read/yaml.h"

static bool chinese;
static struct arena *arena;

static const char *
choice_word(const struct field *field, struct text word)
{
	for (size_t i = 0; field->choices[i] != NULL; i += 2)
		if (text_is(word, field->choices[i]) ||
		    text_is(word, field->choices[i + 1]))
			return field->choices[i + (chinese ? 1 : 0)];
	return word.at;
}

static struct value *map_rekey(const struct shape *shape,
    const struct value *map);

static struct value *
one_rekey(const struct field *field, const struct value *value)
{
	if (field->type == FIELD_MAP && value->kind == VALUE_MAP)
		return map_rekey(field->shape, value);
	if (field->type == FIELD_CHOICE && value->kind == VALUE_TEXT)
		return value_string(arena, choice_word(field, value->text));
	return value_copy(arena, value);
}

static struct value *
map_rekey(const struct shape *shape, const struct value *map)
{
	struct value *made = value_map(arena);
	for (size_t i = 0; i < map->map.count; i++) {
		const struct entry *entry = &map->map.entries[i];
		const struct field *field = field_find(shape, entry->key);
		const struct value *value = entry->value;
		if (field == NULL) {
			fprintf(stderr, "rekey: no field %s\n", entry->key.at);
			exit(1);
		}
		struct value *now = NULL;
		if (value->kind == VALUE_LIST) {
			now = value_list(arena);
			for (size_t j = 0; j < value->list.count; j++)
				value_add(arena, now,
				    one_rekey(field, value->list.items[j]));
		} else if (strcmp(field->name, "kind") == 0) {
			now = value_string(arena,
			    chinese ? shape->alias : shape->name);
		} else {
			now = one_rekey(field, value);
		}
		value_set(arena, made, chinese ? field->alias : field->name,
		    now);
	}
	return made;
}

static const struct shape *
kind_of(const struct value *map)
{
	const char *kind = value_get_string(map, "kind");
	if (kind == NULL)
		kind = value_get_string(map, "类型");
	const struct shape *shape =
	    kind == NULL ? NULL : kind_find(text_of(kind));
	if (shape == NULL) {
		fputs("rekey: no kind\n", stderr);
		exit(1);
	}
	return shape;
}

/* Writes the record anew, in its place. */
static int
file_rekey(const char *path)
{
	struct os_error error;
	struct text text;
	struct diags diags;
	struct front front;
	diags_init(&diags, arena);
	if (os_read(arena, path, &text, &error) != 0 ||
	    front_split(&front, text, 1, &diags) != 0)
		return -1;
	const struct value *map =
	    yaml_parse(arena, front.yaml, front.yaml_span, &diags);
	if (map == NULL)
		return -1;
	struct buf out = BUF_INIT;
	buf_puts(&out, "---\n");
	value_put_json(&out, map_rekey(kind_of(map), map));
	buf_puts(&out, "\n---\n");
	buf_putt(&out, front.body);
	int status = os_write(path, buf_text(&out), &error);
	buf_free(&out);
	return status;
}

static int
file_visit(const char *path, const struct stat *about, int type,
    struct FTW *place)
{
	(void)about;
	(void)place;
	if (type != FTW_F || !text_ends(text_of(path), ".md"))
		return 0;
	arena = arena_new();
	int status = file_rekey(path);
	if (status != 0)
		fprintf(stderr, "rekey: %s\n", path);
	arena_free(arena);
	return status;
}

int
main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	chinese = strcmp(argv[1], "zh") == 0;
	return nftw(argv[2], file_visit, 16, FTW_PHYS) == 0 ? 0 : 1;
}
