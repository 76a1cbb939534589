#include "render/theme.h"

#include "model/rules.h"
#include "render/html.h"
#include "render/template.h"

/* Every page kind that compose makes (compose/site.c). */
static const char *const wanted[] = { "home", "bulletins", "organisations",
	"organisation", "ledger", "review", "bulletin", "record", "addition", "search" };

struct theme_loading {
	struct arena *arena;
	const char *folder, *shown;
	struct sources *sources;
	struct diags *diags;
	struct theme *theme;
};

static int
system_fault(struct theme_loading *t, const struct os_error *error)
{
	diag_at(t->diags, &rules[RULE_SYSTEM], SPAN_NONE,
	    "the theme can't be read: %s", error->message);
	return -1;
}

static int
template_load(struct theme_loading *t, const char *path)
{
	struct os_error error;
	struct text text;
	const char *full = arena_printf(t->arena, "%s/%s", t->folder, path);
	if (os_read(t->arena, full, &text, &error) != 0)
		return system_fault(t, &error);
	uint32_t source = sources_add(t->sources,
	    arena_printf(t->arena, "%s/%s", t->shown, path));
	source_at(t->sources, source)->text = text;
	struct text name = text_from(text_of(path), strlen("templates/"));
	name.len -= strlen(".mustache");
	return templates_add(t->theme->templates,
	    arena_text(t->arena, name).at, text, source, t->diags);
}

static int
asset_load(struct theme_loading *t, const char *path)
{
	struct os_error error;
	struct theme *theme = t->theme;
	struct asset *asset = &theme->assets[theme->asset_count++];
	asset->path = path;
	const char *full = arena_printf(t->arena, "%s/%s", t->folder, path);
	return os_read(t->arena, full, &asset->bytes, &error) == 0
	    ? 0
	    : system_fault(t, &error);
}

static int
files_load(struct theme_loading *t, const struct os_list *files)
{
	int status = 0;
	t->theme->assets = ARENA_ARRAY(t->arena, struct asset, files->count);
	for (size_t i = 0; i < files->count; i++) {
		struct text path = text_of(files->items[i].path);
		if (files->items[i].type != OS_FILE)
			continue;
		if (text_starts(path, "templates/") &&
		    text_ends(path, ".mustache"))
			status |= template_load(t, path.at);
		else if (text_starts(path, "assets/"))
			status |= asset_load(t, path.at);
	}
	return status;
}

static int
wanted_check(struct theme_loading *t)
{
	int status = 0;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		if (templates_has(t->theme->templates, wanted[i]))
			continue;
		diag_at(t->diags, &rules[RULE_SYSTEM], SPAN_NONE,
		    "the theme has no %s/templates/%s.mustache", t->shown,
		    wanted[i]);
		status = -1;
	}
	return status;
}

struct theme *
theme_load(struct arena *arena, const char *folder, const char *shown,
    struct sources *sources, struct diags *diags)
{
	struct os_error error;
	struct os_list files;
	struct theme *theme = ARENA_NEW(arena, struct theme);
	struct theme_loading t = { arena, folder, shown, sources, diags, theme };
	theme->templates = templates_new(arena);
	if (os_walk(arena, folder, &files, &error) != 0) {
		system_fault(&t, &error);
		return NULL;
	}
	if (files_load(&t, &files) != 0 || wanted_check(&t) != 0 ||
	    templates_link(theme->templates, true, diags) != 0)
		return NULL;
	return theme;
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
