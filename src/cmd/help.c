/* tongbao help: all commands by what they are for, or one in full. */
#include <stdio.h>
#include <string.h>
#include "base/lang.h"
#include "base/near.h"
#include "base/option.h"
#include "cmd/cmd.h"
#include "cmd/mdoc.h"

/* A command that is in no group comes under the last. */
static const struct group {
	const char *title;
	const char *names[8];
} groups[] = {
	{ N_("Begin and write"), { "init", "new", "import", "export" } },
	{ N_("Check and mend"), { "check", "explain", "fix" } },
	{ N_("Look"), { "list", "show", "coverage", "open" } },
	{ N_("Publish"), { "build" } },
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
	while (commands[n] != NULL && n < 64) {
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
		"3 the system, 70 our own fault\n"),
	    out);
}

static void
option_put_mdoc(void *context, const struct option *options)
{
	FILE *out = context;
	for (const struct option *o = options; o->name != NULL; o++) {
		fputs(".It ", out);
		if (o->letter != 0)
			fprintf(out, "Fl %c , ", o->letter);
		fprintf(out, "Fl -%s", o->name);
		if (o->argument != NULL)
			fprintf(out, "= Ns Ar %s", o->argument);
		fputc('\n', out);
		mdoc_put_sentence(out, o->help);
	}
}

/* For the manual: every command with its options. */
static void
commands_put_mdoc(FILE *out)
{
	for (size_t i = 0; commands[i] != NULL; i++) {
		const struct command *c = commands[i];
		fprintf(out, ".Ss tongbao %s%s%s\n", c->name,
		    *c->operands != '\0' ? " " : "", c->operands);
		mdoc_put_sentence(out, c->summary);
		fputs(".Bl -tag -width Ds\n", out);
		command_options(c, option_put_mdoc, out);
		fputs(".El\n", out);
	}
}

static int
help_main(int argc, char **argv)
{
	bool help = false;
	const char *format = "text";
	const struct option table[] = {
		{ "format", 0, OPTION_STRING, &format, "text|mdoc",
		    N_("mdoc: all commands, for the manual") },
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
	"help", "[COMMAND]", N_("say what there is, or all about one command"),
	help_main,
};
