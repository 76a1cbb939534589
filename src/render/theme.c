#include "render/theme.h"

#include <stdlib.h>
#include "base/hash.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "render/html.h"
#include "render/template.h"

/* Without the others an edition has fewer pages (compose/site.c). */
static const char *const wanted[] = { "home", "bulletins", "organisations",
	"organisation", "ledger", "review", "bulletin", "record", "addition" };

/* A file of the theme, where it lies, and what a person would call that. */
struct theme_file {
	const char *path; /* from the theme's folder */
	const char *full, *shown;
};

struct theme_loading {
	struct arena *arena;
	struct sources *sources;
	struct diags *diags;
	struct theme *theme;
	struct theme_file **files; /* by path */
	size_t count, capacity;
	struct table by_path;
};

static int
system_fault(struct theme_loading *t, const struct os_error *error)
{
	diag_at(t->diags, &rules[RULE_SYSTEM], SPAN_NONE,
	    "the theme can't be read: %s", error->message);
	return -1;
}

/* ---- which files ---- */

static bool
is_template(const char *path)
{
	return text_starts(text_of(path), "templates/") &&
	    text_ends(text_of(path), ".mustache");
}

static bool
is_asset(const char *path)
{
	return text_starts(text_of(path), "assets/");
}

static bool
is_inline(const char *path)
{
	return text_starts(text_of(path), "inline/");
}

static void
file_set(struct theme_loading *t, struct theme_file found)
{
	struct theme_file *file = table_get(&t->by_path, text_of(found.path));
	if (file == NULL) {
		file = ARENA_NEW(t->arena, struct theme_file);
		ARENA_ROOM(t->arena, t->files, t->count, t->capacity);
		t->files[t->count++] = file;
		table_add(&t->by_path, text_of(found.path), file);
	}
	*file = found;
}

/* What it would lie over would be shown in its place, and nobody knew why. */
static int
link_tell(struct theme_loading *t, const char *shown)
{
	diag_at(t->diags, &rules[RULE_FILE_LINK],
	    (struct span){ sources_add(t->sources, shown), 0, 0 },
	    "this is a symbolic link");
	return -1;
}

static int
folder_walk(struct theme_loading *t, const struct theme_folder *folder)
{
	struct os_error error;
	struct os_list found;
	int status = 0;
	if (os_walk(t->arena, folder->path, &found, &error) != 0)
		return system_fault(t, &error);
	for (size_t i = 0; i < found.count; i++) {
		const char *path = found.items[i].path;
		const char *shown =
		    arena_printf(t->arena, "%s/%s", folder->shown, path);
		if (found.items[i].type == OS_LINK)
			status = link_tell(t, shown);
		else if (found.items[i].type == OS_FILE &&
		    (is_template(path) || is_asset(path) || is_inline(path)))
			file_set(t,
			    (struct theme_file){ path,
				arena_printf(
				    t->arena, "%s/%s", folder->path, path),
				shown });
	}
	return status;
}

static int
path_compare(const void *a, const void *b)
{
	return strcmp((*(struct theme_file *const *)a)->path,
	    (*(struct theme_file *const *)b)->path);
}

/* ---- reading them ---- */

static int
template_load(struct theme_loading *t, const struct theme_file *file,
    struct text text)
{
	uint32_t source = sources_add(t->sources, file->shown);
	source_at(t->sources, source)->text = text;
	if (rule_text(t->diags, source, text) != 0)
		return -1;
	struct text name =
	    text_from(text_of(file->path), strlen("templates/"));
	name.len -= strlen(".mustache");
	return templates_add(t->theme->templates,
	    arena_text(t->arena, name).at, text, source, t->diags);
}

/* As an HTML parser reads it: a browser digests what comes of that. */
static struct text
lines_unify(struct arena *arena, struct text text)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '\r')
			buf_putc(&buf, text.at[i]);
		else if (i + 1 == text.len || text.at[i + 1] != '\n')
			buf_putc(&buf, '\n');
	return buf_detach(arena, &buf);
}

/* inline.NAME, which is the file, and sha256.NAME, which admits it. */
static int
inline_load(struct theme_loading *t, const struct theme_file *file,
    struct text text)
{
	const char *name = file->path + strlen("inline/");
	char source[DIGEST_SOURCE];
	text = lines_unify(t->arena, text);
	digest_source(digest_of(text), source);
	uint32_t number = sources_add(t->sources, file->shown);
	source_at(t->sources, number)->text = text;
	if (rule_text(t->diags, number, text) != 0)
		return -1;
	return templates_add_verbatim(t->theme->templates,
		   arena_printf(t->arena, "inline.%s", name), text, number,
		   t->diags) |
	    templates_add_part(t->theme->templates,
		arena_printf(t->arena, "sha256.%s", name),
		text_of(arena_string(t->arena, source)), SPAN_NONE, t->diags);
}

static int
file_load(struct theme_loading *t, const struct theme_file *file)
{
	struct text text;
	struct theme *theme = t->theme;
	if (theme_file_read(t->arena, file->full, file->shown, &text,
		t->sources, t->diags) != 0)
		return -1;
	/* An editor's mark is no part of what is put into a page. */
	if (!is_asset(file->path))
		text = text_from(text, utf8_mark(text));
	if (utf8_check(text) == text.len)
		theme->spoken[theme->spoken_count++] = text;
	if (is_template(file->path))
		return template_load(t, file, text);
	if (is_inline(file->path))
		return inline_load(t, file, text);
	theme->assets[theme->asset_count++] =
	    (struct asset){ file->path, text };
	return 0;
}

/*
 * A string as a template: what stands outside of tags is text, not markup.
 * One set of delimiters is enough for it.
 */
static struct text
string_escape(struct arena *arena, struct text text)
{
	struct buf buf = BUF_INIT;
	while (text.len > 0) {
		const char *open = memmem(text.at, text.len, "{{", 2);
		size_t plain = open == NULL ? text.len : (size_t)(open - text.at);
		html_put_escaped(&buf, text_cut(text, 0, plain));
		text = text_from(text, plain);
		const char *close = memmem(text.at, text.len, "}}", 2);
		size_t tag = close == NULL ? text.len
					   : (size_t)(close + 2 - text.at);
		buf_putt(&buf, text_cut(text, 0, tag));
		text = text_from(text, tag);
	}
	return buf_detach(arena, &buf);
}

static int
strings_add(struct theme_loading *t, const struct strings *strings)
{
	int status = 0;
	for (size_t i = 0; i < strings->count; i++) {
		const struct string *string = strings->items[i];
		struct text text = text_of(string->text);
		status |= templates_add_part(t->theme->templates,
		    arena_printf(t->arena, "say.%s", string->key),
		    string_escape(t->arena, text), string->span, t->diags);
		t->theme->spoken[t->theme->spoken_count++] = text;
	}
	return status;
}

static int
wanted_check(struct theme_loading *t, const char *shown)
{
	int status = 0;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		if (templates_has(t->theme->templates, wanted[i]))
			continue;
		diag_at(t->diags, &rules[RULE_SYSTEM], SPAN_NONE,
		    "the theme has no %s/templates/%s.mustache", shown,
		    wanted[i]);
		status = -1;
	}
	return status;
}

struct theme *
theme_load(struct arena *arena, const struct theme_folder *folders,
    size_t count, const struct strings *strings,
    const struct theme_trial *trial, struct sources *sources,
    struct diags *diags)
{
	struct theme *theme = ARENA_NEW(arena, struct theme);
	struct theme_loading t = { .arena = arena, .sources = sources,
		.diags = diags, .theme = theme };
	int status = 0;
	theme->templates = templates_new(arena);
	table_init(&t.by_path, arena);
	for (size_t i = 0; i < count; i++)
		status |= folder_walk(&t, &folders[i]);
	if (trial != NULL)
		file_set(&t,
		    (struct theme_file){
			arena_printf(
			    arena, "templates/%s.mustache", trial->name),
			trial->path, trial->path });
	if (t.count > 1)
		qsort(t.files, t.count, sizeof(*t.files), path_compare);
	theme->assets = ARENA_ARRAY(arena, struct asset, t.count);
	theme->spoken =
	    ARENA_ARRAY(arena, struct text, t.count + strings->count);
	for (size_t i = 0; i < t.count; i++)
		status |= file_load(&t, t.files[i]);
	status |= strings_add(&t, strings);
	if (status != 0 || wanted_check(&t, folders[count - 1].shown) != 0 ||
	    templates_link(theme->templates, true, diags) != 0)
		return NULL;
	return theme;
}

static void
put_raw(struct buf *out, struct text t, bool raw)
{
	if (raw)
		buf_putt(out, t);
	else
		html_put_escaped(out, t);
}

int
theme_put_trial(struct buf *out, const struct theme *theme,
    const struct theme_trial *trial, const struct value *data,
    struct diags *diags)
{
	struct template_output output = { put_raw, html_put_node, diags };
	return template_render(
	    out, theme->templates, trial->name, data, &output);
}

static void
put_text(struct buf *out, struct text t, bool raw)
{
	(void)raw; /* no template can ask for a text unescaped */
	html_put_escaped(out, t);
}

int
theme_put_page(struct buf *out, const struct theme *theme,
    const char *template_name, const struct value *data, struct diags *diags)
{
	struct template_output output = { put_text, html_put_node, diags };
	return template_render(out, theme->templates, template_name, data,
	    &output);
}
