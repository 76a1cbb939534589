/*
 * tongbao (通报): a folder of review records → what an office circulates.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "base/lang.h"
#include "base/near.h"
#include "base/option.h"
#include "cmd/cmd.h"

static const struct command *const commands[] = {
	&build_command,
	&check_command,
	&coverage_command,
	&export_command,
	&import_command,
	&fix_command,
	&explain_command,
	&init_command,
	&open_command,
	&version_command,
};

#define COMMANDS (sizeof(commands) / sizeof(*commands))

static void
usage_print(FILE *out)
{
	fputs(_("tongbao: review records in, sites and bulletins out\n\n"
		"usage: tongbao COMMAND [options]\n\n"),
	    out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-12s%s\n", commands[i]->name,
		    _(commands[i]->summary));
	fputs(_("\nEach command explains itself: tongbao COMMAND --help\n"
		"In Chinese or English, before or after it: --lang zh|en\n"
		"Exit status: 0 ok, 1 faults in the content, 2 usage, "
		"3 the system, 70 our own fault\n"),
	    out);
}

static int
command_unknown(const char *word)
{
	const char *names[COMMANDS];
	for (size_t i = 0; i < COMMANDS; i++)
		names[i] = commands[i]->name;
	const char *near = nearest_word(word, names, COMMANDS);
	if (near != NULL)
		fprintf(stderr,
		    _("tongbao: there is no command '%s'; did you mean "
		      "%s?\n"),
		    word, near);
	else
		fprintf(stderr, _("tongbao: there is no command '%s'\n"),
		    word);
	fputs(_("Try: tongbao --help\n"), stderr);
	return STATUS_USAGE;
}

/* What was printed must have been written, too (a full disk, a closed pipe). */
static int
output_close(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	fprintf(stderr, _("tongbao: standard output: %s\n"), strerror(errno));
	return status == STATUS_OK ? STATUS_SYSTEM : status;
}

/*
 * --lang is every command's, before or after its name: takes it out of argv.
 * -1 after a message.
 */
static int
lang_take(int *argc, char **argv, const char **word)
{
	int kept = 1;
	bool ended = false;
	for (int i = 1; i < *argc; i++) {
		ended = ended || strcmp(argv[i], "--") == 0;
		if (!ended && strncmp(argv[i], "--lang=", 7) == 0) {
			*word = argv[i] + 7;
		} else if (!ended && strcmp(argv[i], "--lang") == 0) {
			if (i + 1 >= *argc) {
				fputs("tongbao: --lang needs zh or en\n",
				    stderr);
				return -1;
			}
			*word = argv[++i];
		} else {
			argv[kept++] = argv[i];
		}
	}
	argv[*argc = kept] = NULL;
	return 0;
}

static int
lang_choose(const char *word)
{
	enum lang lang = lang_of_environment();
	if (word != NULL && lang_parse(&lang, word) != 0) {
		fprintf(stderr,
		    "tongbao: --lang takes zh (中文) or en, not '%s'\n", word);
		return -1;
	}
	struct arena *arena = arena_new();
	if (lang_init(catalogue_folder(arena), lang) != 0 && word != NULL)
		fputs("tongbao: the Chinese messages are not installed; "
		      "these are the English ones\n",
		    stderr);
	arena_free(arena);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *lang = NULL;
	if (lang_take(&argc, argv, &lang) != 0 || lang_choose(lang) != 0)
		return STATUS_USAGE;
	if (argc < 2) {
		usage_print(stderr);
		return STATUS_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		usage_print(stdout);
		return STATUS_OK;
	}
	if (strcmp(argv[1], "--version") == 0)
		return version_command.run(0, NULL);
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(argv[1], commands[i]->name) == 0)
			return output_close(
			    commands[i]->run(argc - 2, argv + 2));
	return command_unknown(argv[1]);
}
