/* tongbao help: all commands by what they are for, or one in full. */
#include <stdio.h>
#include <string.h>
#include "base/lang.h"
#include "base/near.h"
#include "base/option.h"
#include "cmd/cmd.h"
#include "cmd/mdoc.h"
#include "cmd/site.h"

/* A command that is in no group comes under the last. */
static const struct group {
	const char *title;
	const char *names[10]; /* NULL behind the last */
} groups[] = {
	{ N_("Begin and write"), { "init", "new", "import", "export" } },
	{ N_("Check and mend"), { "check", "explain", "fix", "filter",
	    "template" } },
	{ N_("Look"), { "list", "show", "coverage", "fonts", "open" } },
	{ N_("Publish"), { "serve", "release", "build", "print",
	    "prove", "seal", "verify", "proof", "diff" } },
	{ N_("A build in steps, on several machines"), { "plan", "map",
	    "reduce", "pages", "publish" } },
	{ N_("For programs"), { "schema", "completion", "help", "version" } },
	{ N_("More"), { NULL } },
};
#define GROUPS (sizeof(groups) / sizeof(*groups))

static size_t
group_of(const struct command *command)
{
	for (size_t g = 0; g < GROUPS; g++)
		for (size_t i = 0; groups[g].names[i] != NULL; i++)
			if (strcmp(groups[g].names[i], command->name) == 0)
				return g;
	return GROUPS - 1;
}

const struct command *
command_find(const char *name)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		if (strcmp(name, commands[i]->name) == 0)
			return commands[i];
	return NULL;
}

int
command_unknown(const char *name)
{
	const char *names[64];
	size_t n = 0;
	while (n < 64 && commands[n] != NULL) {
		names[n] = commands[n]->name;
		n++;
	}
	const char *near = nearest_word(name, names, n);
	if (near != NULL)
		fprintf(stderr,
		    _("tongbao: there is no command '%s'; did you mean "
		      "%s?\n"),
		    name, near);
	else
		fprintf(stderr, _("tongbao: there is no command '%s'\n"),
		    name);
	fputs(_("Try: tongbao --help\n"), stderr);
	return STATUS_USAGE;
}

void
usage_print(FILE *out)
{
	fputs(_("tongbao: review records in, sites and bulletins out\n\n"
		"usage: tongbao COMMAND [options]\n"),
	    out);
	for (size_t g = 0; g < GROUPS; g++) {
		bool any = false;
		for (size_t i = 0; commands[i] != NULL; i++) {
			if (group_of(commands[i]) != g)
				continue;
			if (!any)
				fprintf(out, "\n%s\n", _(groups[g].title));
			any = true;
			fprintf(out, "  %-12s%s\n", commands[i]->name,
			    _(commands[i]->summary));
		}
	}
	fputs(_("\nEach command explains itself: tongbao COMMAND --help\n"
		"In Chinese or English, before or after it: --lang zh|en\n"
		"Exit status: 0 ok, 1 faults in the content, 2 usage, "
		"3 the system, 4 an edition that leaks, 70 our own fault\n"),
	    out);
}

/* ---- for the manual ---- */

/* Those of most commands, told once. */
static bool
is_shared(const struct option *option)
{
	struct site_options site;
	const struct option shared[] = { SITE_OPTIONS(site),
		{ .name = NULL } };
	for (const struct option *o = shared; o->name != NULL; o++)
		if (strcmp(o->name, option->name) == 0)
			return true;
	return false;
}

struct option_list {
	FILE *out;
	bool shared; /* those, else the others */
	size_t count;
	bool site; /* has the shared ones, too */
};

static void
options_put_mdoc(void *context, const struct option *options)
{
	struct option_list *list = context;
	for (const struct option *o = options; o->name != NULL; o++) {
		list->site = list->site || strcmp(o->name, "folder") == 0;
		if (is_shared(o) != list->shared)
			continue;
		if (list->count++ == 0)
			fputs(".Bl -tag -width Ds\n", list->out);
		fputs(".It ", list->out);
		if (o->letter != 0)
			fprintf(list->out, "Fl %c , ", o->letter);
		fprintf(list->out, "Fl -%s", o->name);
		if (o->argument != NULL)
			fprintf(list->out, "= Ns Ar %s", o->argument);
		fputc('\n', list->out);
		mdoc_put_sentence(list->out, o->help);
	}
	if (list->count > 0)
		fputs(".El\n", list->out);
}

/* Every command with the options of its own; then what they share. */
static void
commands_put_mdoc(FILE *out)
{
	for (size_t i = 0; commands[i] != NULL; i++) {
		const struct command *c = commands[i];
		struct option_list list = { .out = out };
		fprintf(out,
		    ".Ss %s\n.Bd -literal -offset indent\n"
		    "tongbao %s%s%s\n.Ed\n.Pp\n",
		    c->name, c->name, *c->operands != '\0' ? " " : "",
		    c->operands);
		mdoc_put_sentence(out, c->summary);
		command_options(c, options_put_mdoc, &list);
		if (list.site)
			fputs(".Pp\nTakes the options of a site.\n", out);
	}
	struct option_list shared = { .out = out, .shared = true };
	fputs(".Ss Options of a site\n", out);
	command_options(&build_command, options_put_mdoc, &shared);
}

static int
help_main(int argc, char **argv)
{
	bool help = false;
	const char *format = "text";
	const struct option table[] = {
		{ "format", 0, OPTION_STRING, &format, "text|mdoc",
		    N_("all commands for the manual (mdoc)") },
		{ "help", 'h', OPTION_FLAG, &help, NULL, N_("this help") },
		{ .name = NULL },
	};
	int operands = options_parse(table, argc, argv, "help");
	if (operands < 0)
		return STATUS_USAGE;
	if (help)
		return command_help(&help_command, table);
	if (operands > 1 ||
	    (strcmp(format, "text") != 0 && strcmp(format, "mdoc") != 0)) {
		fputs(_("tongbao help: name one command\n"), stderr);
		return STATUS_USAGE;
	}
	if (strcmp(format, "mdoc") == 0) {
		commands_put_mdoc(stdout);
		return STATUS_OK;
	}
	if (operands == 0) {
		usage_print(stdout);
		return STATUS_OK;
	}
	const struct command *command = command_find(argv[0]);
	if (command == NULL)
		return command_unknown(argv[0]);
	char word[] = "--help";
	char *words[] = { word, NULL };
	return command->run(1, words);
}

const struct command help_command = {
	"help", N_("[options] [COMMAND]"), N_("say what there is, or all about one command"),
	help_main,
};
