/*
 * tongbao template: one template of a theme with data of one's own, to see
 * what it makes of them.  Nothing of the site but its settings is read.
 */
#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "base/path.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/site.h"
#include "model/rules.h"
#include "read/yaml.h"
#include "render/theme.h"

/*
 * true, false and null are meant where they stand without quotes; numbers show
 * as they are written.
 */
static void
scalars_read(struct value *value)
{
	if (value->kind == VALUE_TEXT && value->plain) {
		struct text t = value->text;
		bool yes = text_is(t, "true") || text_is(t, "yes");
		if (yes || text_is(t, "false") || text_is(t, "no")) {
			value->kind = VALUE_BOOL;
			value->boolean = yes;
		} else if (t.len == 0 || text_is(t, "~") ||
		    text_is(t, "null")) {
			value->kind = VALUE_NULL;
		}
	}
	for (size_t i = 0; value_is(value, VALUE_LIST) && i < value_count(value);
	     i++)
		scalars_read(value->list.items[i]);
	for (size_t i = 0; value_is(value, VALUE_MAP) && i < value_count(value);
	     i++)
		scalars_read(value->map.entries[i].value);
}

/* YAML, and JSON, which is YAML; NULL after a diagnostic. */
static struct value *
data_read(struct site_run *run, const char *path)
{
	struct os_error error;
	struct text text;
	uint32_t source = sources_add(&run->sources, path);
	if (os_read(run->arena, path, &text, &error) != 0) {
		rule_system(&run->diags, &error);
		return NULL;
	}
	source_at(&run->sources, source)->text = text;
	size_t bad = utf8_check(text);
	if (bad != text.len) {
		diag_at(&run->diags, &rules[RULE_FILE_UTF8],
		    (struct span){ source, (uint32_t)bad, (uint32_t)bad + 1 },
		    "the file is not UTF-8");
		return NULL;
	}
	struct value *data = yaml_parse(run->arena, text,
	    (struct span){ source, 0, (uint32_t)text.len }, &run->diags);
	if (data != NULL)
		scalars_read(data);
	return data;
}

/* themes/default/templates/ledger.mustache → ledger */
static const char *
name_of(struct arena *arena, const char *path)
{
	struct text name = text_of(path_name(path));
	if (text_ends(name, ".mustache"))
		name.len -= strlen(".mustache");
	return arena_text(arena, name).at;
}

static void
template_try(struct site_run *run, const char *file, const char *path)
{
	struct theme_trial trial = { name_of(run->arena, file), file };
	struct value *data = data_read(run, path);
	if (data == NULL || site_words_load(run) != 0)
		return;
	const struct theme *theme =
	    site_theme_load(run, &trial);
	struct buf out = BUF_INIT;
	if (theme != NULL &&
	    theme_put_trial(&out, theme, &trial, data, &run->diags) == 0)
		fwrite(out.at, 1, out.len, stdout);
	buf_free(&out);
}

static int
template_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	const char *data = NULL, *theme = NULL;
	struct site_run run;
	int operands;
	const struct option table[] = {
		{ "data", 'd', OPTION_STRING, &data, N_("FILE"),
		    N_("YAML or JSON, as `tongbao show --view` prints it") },
		{ "theme", 0, OPTION_STRING, &theme, N_("THEME"),
		    N_("whose templates and words it uses (default: the "
		       "site's)") },
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &template_command,
	    argc, argv, 1, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (operands != 1 || data == NULL) {
		fputs(_("tongbao template: name a template and --data FILE\n"),
		    stderr);
		return STATUS_USAGE;
	}
	site_load_settings(&run, options);
	if (run.loaded) {
		/* What is wrong with the site is check's to say. */
		diags_init(&run.diags, run.arena);
		if (theme != NULL)
			run.corpus.site->theme = theme;
		template_try(&run, argv[0], data);
	}
	fflush(stdout);
	return site_close(&run);
}

const struct command template_command = {
	"template", N_("[options] --data=FILE FILE"),
	N_("render one template with data of one's own"),
	template_main,
};
