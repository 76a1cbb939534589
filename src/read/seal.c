#include "read/load.h"

#include <stdlib.h>
#include "model/rules.h"

/* The id of a file below seals/, in the arena; NULL: it is none. */
static const char *
seal_id(struct arena *arena, const struct os_found *found)
{
	struct text path = text_of(found->path);
	size_t folder = strlen(SEALS_FOLDER "/");
	if (found->type != OS_FILE ||
	    !text_starts(path, SEALS_FOLDER "/") || !text_ends(path, ".yaml"))
		return NULL;
	struct text id =
	    text_cut(path, folder, path.len - strlen(".yaml"));
	return memchr(id.at, '/', id.len) != NULL
	    ? NULL
	    : arena_text(arena, id).at;
}

static struct sealed *
sealed_list(struct arena *arena, const struct value *list, const char *key,
    size_t *count)
{
	*count = value_count(list);
	struct sealed *items = ARENA_ARRAY(arena, struct sealed, *count);
	for (size_t i = 0; i < *count; i++) {
		const struct value *item = value_item(list, i);
		const struct value *names = value_get(item, "names");
		items[i] = (struct sealed){
			value_as_string(value_get(item, key)),
			value_is(names, VALUE_LIST) ? names : NULL,
			value_as_text(value_get(item, "digest")), item->span };
	}
	return items;
}

/* Seals made before there were roots have none. */
static void
roots_read(const struct loading *loading, struct seal *seal,
    const struct value *list)
{
	struct arena *arena = loading_vault(loading, 0);
	seal->roots =
	    ARENA_ARRAY(arena, struct sealed_root, value_count(list));
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *item = value_item(list, i);
		const struct value *root = value_get(item, "root");
		struct sealed_root *made = &seal->roots[seal->root_count];
		if (root == NULL)
			continue;
		made->edition = value_as_string(value_get(item, "edition"));
		made->bag = value_as_string(value_get(item, "bag"));
		if (digest_parse(&made->root, value_as_text(root)) == 0)
			seal->root_count++;
		else
			diag_at(loading->diags, &rules[RULE_SEAL_ROOT],
			    root->span, "this is no root: 64 hex digits");
	}
}

static void
names_add(struct table *table, struct arena *arena, struct sealed *items,
    size_t count)
{
	table_init(table, arena);
	table_reserve(table, count);
	for (size_t i = 0; i < count; i++)
		table_add(table, text_of(items[i].name), &items[i]);
}

static struct seal *
seal_make(struct arena *arena, const char *id, struct value **fields,
    const struct source *source, uint32_t number)
{
	const struct shape *shape = &seal_shape;
	struct seal *seal = ARENA_NEW(arena, struct seal);
	const struct value *previous = config_get(fields, shape, "previous");
	const struct value *version = config_get(fields, shape, "version");
	*seal = (struct seal){ .id = id,
		.period = value_as_string(config_get(fields, shape, "period")),
		.version = version == NULL ? 0 : version->integer,
		.as_of = value_as_string(config_get(fields, shape, "as-of")),
		.commit =
		    value_as_string(config_get(fields, shape, "commit")),
		.key = value_as_string(config_get(fields, shape, "key")),
		.previous = value_as_string(value_get(previous, "seal")),
		.previous_digest =
		    value_as_text(value_get(previous, "digest")),
		.digest = digest_of(source->text),
		.span = { number, 0, 0 } };
	seal->previous_span =
	    previous == NULL ? seal->span : previous->span;
	seal->records = sealed_list(arena,
	    config_get(fields, shape, "records"), "record",
	    &seal->record_count);
	seal->files = sealed_list(arena, config_get(fields, shape, "files"),
	    "file", &seal->file_count);
	seal->bags = sealed_list(arena,
	    config_get(fields, shape, "editions"), "bag", &seal->bag_count);
	seal->figures = config_get(fields, shape, "figures");
	seal->roster = sealed_list(arena, config_get(fields, shape, "roster"),
	    "subject", &seal->roster_count);
	names_add(&seal->record_ids, arena, seal->records, seal->record_count);
	names_add(&seal->roster_ids, arena, seal->roster, seal->roster_count);
	return seal;
}

/* They speak of what is hidden: all of them lies where records do. */
void
seals_load(const struct loading *loading, const char *root,
    const struct os_list *found)
{
	struct loading own = *loading;
	struct corpus *corpus = loading->corpus;
	struct arena *arena = loading_vault(loading, 0);
	if (own.vaults != NULL)
		own.arenas = own.vaults;
	corpus->seals = ARENA_ARRAY(arena, struct seal *, found->count);
	for (size_t i = 0; i < found->count; i++) {
		const char *id = seal_id(arena, &found->items[i]);
		uint32_t source;
		struct value **fields = id == NULL
		    ? NULL
		    : config_fields(&own, root, found->items[i].path,
			  &seal_shape, &source);
		if (fields == NULL)
			continue;
		struct seal *seal = seal_make(arena, id, fields,
		    source_at(loading->sources, source), source);
		roots_read(loading, seal,
		    config_get(fields, &seal_shape, "editions"));
		corpus->seals[corpus->seal_count++] = seal;
	}
}
