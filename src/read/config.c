#include "read/load.h"

#include "model/rules.h"
#include "read/shape.h"
#include "read/yaml.h"

#define CONFIG_MOST ((size_t)64 << 20) /* a roster of 10^5 people */

uint32_t
content_source(const struct loading *loading, const char *name)
{
	const char *shown =
	    arena_printf(loading->scratch[0], "content/%s", name);
	return sources_add(loading->sources, shown);
}

struct value *
config_read(const struct loading *loading, const char *path, uint32_t source,
    struct arena *arena)
{
	if (source_read(loading, source, path, CONFIG_MOST, arena) != 0)
		return NULL;
	struct text text = source_at(loading->sources, source)->text;
	return yaml_parse(loading->scratch[0], text,
	    (struct span){ source, 0, (uint32_t)text.len }, loading->diags);
}

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

/*
 * Ids become names of files and parts of addresses; they stand in labels
 * (WITHIN/WHO) and in lists.
 */
bool
id_is_clean(const char *id)
{
	if (*id == '\0' || *id == '.')
		return false;
	for (const char *p = id; *p != '\0'; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7F ||
		    strchr("/\\:*?\"<>|#%,", *p) != NULL)
			return false;
	return true;
}

void
id_check(
    const struct loading *loading, const struct value *id, const char *others)
{
	if (id->text.len == 0)
		diag_at(loading->diags, &rules[RULE_ID_FORM], id->span,
		    "the id is empty");
	else if (!id_is_clean(id->text.at) ||
	    strpbrk(id->text.at, others) != NULL)
		diag_at(loading->diags, &rules[RULE_ID_FORM], id->span,
		    "the id “%s” has a character that ids can't have",
		    id->text.at);
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

static void
allowances_make(struct loading *loading, struct site *site,
    const struct value *list)
{
	site->allowance_count = value_count(list);
	site->allowances = ARENA_ARRAY(loading->arenas[0], struct allowance,
	    site->allowance_count);
	for (size_t i = 0; i < site->allowance_count; i++) {
		const struct value *item = value_item(list, i);
		const struct value *text = value_get(item, "text");
		site->allowances[i] = (struct allowance){
			.text = value_as_string(text),
			.reason = value_as_string(value_get(item, "reason")),
			.span = text != NULL ? text->span : item->span,
		};
	}
}

static bool
is_address(struct text t)
{
	static const char *const starts[] = { "https://", "http://" };
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (text_starts(t, starts[i]))
			return t.len > strlen(starts[i]) &&
			    t.at[strlen(starts[i])] != '/' &&
			    strpbrk(t.at, " \t\n\"<>?#\\") == NULL;
	return false;
}

/* https://…, so that what is below it is an address by itself. */
static const char *
base_read(struct loading *loading, const struct value *value)
{
	struct text base = value_as_text(value);
	if (value == NULL)
		return "";
	if (!is_address(base)) {
		diag_at(loading->diags, &rules[RULE_FIELD_TYPE], value->span,
		    "“%s” is no address such as https://www.example.edu.cn/"
		    "review",
		    base.at);
		return "";
	}
	while (text_ends(base, "/"))
		base.len--;
	return arena_text(loading->arenas[0], base).at;
}

/* Those of the site lie below its folder. */
static void
fonts_make(struct arena *arena, struct site *site, const struct value *fonts)
{
	site->font_folders = config_strings(arena,
	    value_get(fonts, "folders"), &site->font_folder_count, NULL);
	for (size_t i = 0; i < site->font_folder_count; i++)
		if (site->font_folders[i][0] != '/')
			site->font_folders[i] = arena_printf(arena, "%s/%s",
			    site->root, site->font_folders[i]);
}

/* As it is given, else the standard; and where. */
static const char *
word_read(const struct value *value, const char *standard, struct span *span)
{
	const char *word = value_as_string(value);
	if (value != NULL)
		*span = value->span;
	return *word == '\0' ? standard : word;
}

static struct print_options
print_read(const struct value *print)
{
	struct text level = value_as_text(value_get(print, "prohibition"));
	return (struct print_options){
		.prohibition = text_is(level, "basic") ? PROHIBITION_BASIC
		    : text_is(level, "strict") ? PROHIBITION_STRICT
		    : PROHIBITION_GB };
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
	site->language = word_read(config_get(fields, shape, "language"),
	    "zh-CN", &site->language_span);
	site->theme = word_read(config_get(fields, shape, "theme"), "default",
	    &site->theme_span);
	site->base = base_read(loading, config_get(fields, shape, "base"));
	if (text_is(value_as_text(config_get(fields, shape, "order")),
		"pinyin"))
		site->order = NAME_PINYIN;
	const struct value *bound = config_get(fields, shape, "bound");
	site->bound = value_is_true(bound);
	if (bound != NULL)
		site->bound_span = bound->span;
	site->filters = config_strings(arena,
	    config_get(fields, shape, "filters"), &site->filter_count,
	    &site->filter_spans);
	fonts_make(arena, site, config_get(fields, shape, "fonts"));
	const struct value *print = config_get(fields, shape, "print");
	site->secrecy = value_is_true(value_get(print, "secrecy"));
	site->print = print_read(print);
	editions_list(arena, site, config_get(fields, shape, "editions"));
	allowances_make(loading, site,
	    value_get(config_get(fields, shape, "leaks"), "allow"));
	loading->corpus->site = site;
	return 0;
}
