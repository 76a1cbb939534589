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
		items[i] = (struct sealed){
			value_as_string(value_get(item, key)),
			value_get(item, "names"),
			value_as_text(value_get(item, "digest")), item->span };
	}
	return items;
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
		.commit = value_as_string(config_get(fields, shape, "commit")),
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
		if (fields != NULL)
			corpus->seals[corpus->seal_count++] =
			    seal_make(arena, id, fields,
				source_at(loading->sources, source), source);
	}
}
