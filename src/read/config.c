#include "read/load.h"
#include "read/shape.h"
#include "model/rules.h"

struct value **
config_fields(struct loading *loading, const char *root, const char *name,
    const struct shape *shape, uint32_t *source)
{
	struct arena *arena = loading->arenas[0];
	*source = content_source(loading, name);
	struct value *map = config_read(loading,
	    arena_printf(arena, "%s/content/%s", root, name), *source, arena);
	if (map == NULL)
		return NULL;
	if (map->kind != VALUE_MAP) {
		diag_at(loading->diags, &rules[RULE_FIELD_TYPE], map->span,
		    "%s holds %s where fields are meant", name,
		    value_kind_name(map->kind));
		return NULL;
	}
	struct shaping shaping = { .arena = arena,
		.diags = loading->diags,
		.source = source_at(loading->sources, *source)->text };
	struct value **fields = shape_fields(&shaping, shape, map,
	    (struct span){ *source, 0, 0 });
	arena_reset(loading->scratch[0]);
	return fields;
}

const struct value *
config_get(struct value **fields, const struct shape *shape, const char *name)
{
	return fields[field_index(shape, name)];
}

/* The strings of a list; their places too when asked for. */
static const char **
config_strings(struct arena *arena, const struct value *list, size_t *count,
    struct span **spans)
{
	*count = value_count(list);
	const char **strings = ARENA_ARRAY(arena, const char *, *count);
	if (spans != NULL)
		*spans = ARENA_ARRAY(arena, struct span, *count);
	for (size_t i = 0; i < *count; i++) {
		strings[i] = value_as_string(value_item(list, i));
		if (spans != NULL)
			(*spans)[i] = value_item(list, i)->span;
	}
	return strings;
}

/* Ids become names of files and parts of addresses. */
static bool
id_is_safe(const char *id)
{
	if (*id == '\0' || *id == '.')
		return false;
	for (const char *p = id; *p != '\0'; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7F || strchr("/\\:*?\"<>|#%", *p))
			return false;
	return true;
}

static void
editions_make(struct loading *loading, struct site *site,
    const struct value *list)
{
	struct arena *arena = loading->arenas[0];
	site->edition_count = value_count(list);
	site->editions = ARENA_ARRAY(arena, struct edition,
	    site->edition_count);
	for (size_t i = 0; i < site->edition_count; i++) {
		const struct value *item = value_item(list, i);
		const struct value *id = value_get(item, "id");
		struct edition *edition = &site->editions[i];
		*edition = (struct edition){
			.id = value_as_string(id),
			.title = value_as_string(value_get(item, "title")),
			.audience = value_get(item, "audience"),
			.span = id != NULL ? id->span : item->span,
		};
		if (id != NULL && !id_is_safe(edition->id))
			diag_at(loading->diags, &rules[RULE_ID_FORM], id->span,
			    "“%s” can't be the name of a folder", edition->id);
		for (size_t j = 0; j < i; j++) {
			if (strcmp(site->editions[j].id, edition->id) != 0)
				continue;
			struct diag *d = diag_at(loading->diags,
			    &rules[RULE_ID_DUPLICATE], edition->span,
			    "there are two editions “%s”", edition->id);
			diag_also(loading->diags, d, site->editions[j].span,
			    "the first");
		}
	}
}

int
site_load(struct loading *loading, const char *root)
{
	struct arena *arena = loading->arenas[0];
	struct site *site = ARENA_NEW(arena, struct site);
	const struct shape *shape = &site_shape;
	struct value **fields = config_fields(loading, root, "site.yaml", shape,
	    &site->source);
	if (fields == NULL)
		return -1;
	site->root = arena_string(arena, root);
	site->title = value_as_string(config_get(fields, shape, "title"));
	site->owner = value_as_string(config_get(fields, shape, "owner"));
	site->language = value_as_string(config_get(fields, shape, "language"));
	if (*site->language == '\0')
		site->language = "zh-CN";
	const struct value *theme = config_get(fields, shape, "theme");
	site->theme = value_as_string(theme);
	if (theme != NULL)
		site->theme_span = theme->span;
	if (*site->theme == '\0')
		site->theme = "default";
	if (text_is(value_as_text(config_get(fields, shape, "order")),
		"pinyin"))
		site->order = NAME_PINYIN;
	site->filters = config_strings(arena,
	    config_get(fields, shape, "filters"), &site->filter_count,
	    &site->filter_spans);
	site->font_folders = config_strings(arena,
	    value_get(config_get(fields, shape, "fonts"), "folders"),
	    &site->font_folder_count, NULL);
	editions_make(loading, site, config_get(fields, shape, "editions"));
	loading->corpus->site = site;
	return 0;
}
