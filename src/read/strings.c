#include "read/strings.h"

#include "base/os.h"
#include "model/rules.h"
#include "read/yaml.h"

struct loading_strings {
	struct strings *strings;
	struct arena *arena;
	struct sources *sources;
	struct diags *diags;
	size_t files; /* that there were */
};

/* A block of text ends with its line; a string goes into one. */
static struct text
text_of_string(const struct value *value)
{
	struct text text = value_as_text(value);
	if (text_ends(text, "\n"))
		text.len--;
	return text;
}

static int
map_take(struct loading_strings *loading, const struct value *map)
{
	int status = 0;
	for (size_t i = 0; i < value_count(map); i++) {
		const struct entry *entry = &map->map.entries[i];
		if (value_is(entry->value, VALUE_TEXT)) {
			strings_set(loading->strings, entry->key,
			    text_of_string(entry->value), entry->value->span);
			continue;
		}
		diag_at(loading->diags, &rules[RULE_FIELD_TYPE],
		    entry->value->span, "“%s” takes a text, not %s",
		    entry->key.at, value_kind_name(entry->value->kind));
		status = -1;
	}
	return status;
}

#define THEME_FILE_MOST ((size_t)64 << 20)

int
theme_file_read(struct arena *arena, const char *path, const char *shown,
    struct text *text, struct sources *sources, struct diags *diags)
{
	struct os_error error;
	int status = os_read_most(arena, path, THEME_FILE_MOST, text, &error);
	if (status == 0)
		return 0;
	if (status < 0) {
		diag_at(diags, &rules[RULE_SYSTEM], SPAN_NONE,
		    "the theme can't be read: %s", error.message);
		return -1;
	}
	struct diag *d = rule_large(diags, sources_add(sources, shown),
	    text->len, THEME_FILE_MOST);
	diag_remedy(diags, d, "a file of a theme is at most 64 MiB");
	return -1;
}

/* What is no file is nothing; -1 after a diagnostic. */
static int
file_take(struct loading_strings *loading, const struct theme_folder *folder,
    const char *language)
{
	struct text text;
	const char *name =
	    arena_printf(loading->arena, "strings.%s.yaml", language);
	const char *path =
	    arena_printf(loading->arena, "%s/%s", folder->path, name);
	if (os_type_target(path) == OS_NONE)
		return 0;
	const char *shown =
	    arena_printf(loading->arena, "%s/%s", folder->shown, name);
	if (theme_file_read(loading->arena, path, shown, &text,
		loading->sources, loading->diags) != 0)
		return -1;
	loading->files++;
	uint32_t source = sources_add(loading->sources, shown);
	source_at(loading->sources, source)->text = text;
	struct span where = { source, 0, (uint32_t)text.len };
	if (rule_text(loading->diags, source, text) != 0)
		return -1;
	const struct value *map =
	    yaml_parse(loading->arena, text, where, loading->diags);
	if (map == NULL)
		return -1;
	if (map->kind == VALUE_MAP)
		return map_take(loading, map);
	diag_at(loading->diags, &rules[RULE_FIELD_TYPE], map->span,
	    "%s holds %s where fields are meant", name,
	    value_kind_name(map->kind));
	return -1;
}

static int
language_check(const struct loading_strings *loading, const struct site *site,
    bool own)
{
	if (own && loading->files > 0)
		return 0;
	if (loading->files == 0) {
		diag_at(loading->diags, &rules[RULE_SYSTEM], SPAN_NONE,
		    "themes/default/strings.*.yaml, the program's own words, "
		    "is not installed");
		return -1;
	}
	struct diag *d = diag_at(loading->diags, &rules[RULE_LANGUAGE_UNKNOWN],
	    site->language_span, "there are no words for the language “%s”",
	    site->language);
	diag_remedy(loading->diags, d,
	    "write zh-CN or en, or put themes/%s/strings.%s.yaml into the site",
	    site->theme, site->language);
	return -1;
}

struct strings *
strings_load(struct arena *arena, const struct site *site,
    const struct theme_folder *folders, size_t count, struct sources *sources,
    struct diags *diags)
{
	bool chinese = text_starts(text_of(site->language), "zh");
	const char *base = chinese ? "zh-CN" : "en";
	struct loading_strings loading = { strings_new(arena, site->language),
		arena, sources, diags, 0 };
	bool own = chinese || text_starts(text_of(site->language), "en");
	int status = 0;
	for (size_t i = 0; i < count; i++) {
		status |= file_take(&loading, &folders[i], base);
		size_t files = loading.files;
		if (strcmp(site->language, base) != 0)
			status |=
			    file_take(&loading, &folders[i], site->language);
		own = own || loading.files > files;
	}
	if (status != 0 || language_check(&loading, site, own) != 0)
		return NULL;
	const char *missing = strings_complete(loading.strings, chinese);
	if (missing == NULL)
		return loading.strings;
	diag_at(diags, &rules[RULE_SYSTEM], SPAN_NONE,
	    "themes/default/strings.%s.yaml, the program's own, has no “%s”",
	    base, missing);
	return NULL;
}
