/*
 * tongbao (通报): a folder of review records → what an office circulates.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "base/lang.h"
#include "base/option.h"
#include "cmd/cmd.h"

/* In the order of a clerk's work; cmd/help.c says which belong together. */
const struct command *const commands[] = {
	&init_command,
	&new_command,
	&check_command,
	&explain_command,
	&fix_command,
	&release_command,
	&seal_command,
	&diff_command,
	&filter_command,
	&serve_command,
	&build_command,
	&print_command,
	&prove_command,
	&verify_command,
	&proof_command,
	&coverage_command,
	&fonts_command,
	&open_command,
	&list_command,
	&show_command,
	&template_command,
	&import_command,
	&export_command,
	&plan_command,
	&map_command,
	&reduce_command,
	&pages_command,
	&publish_command,
	&schema_command,
	&completion_command,
	&help_command,
	&version_command,
	NULL,
};

/* What was printed must have been written, too (a full disk, a closed pipe). */
static int
output_close(int status)
{
	bool flushed = fflush(stdout) == 0;
	if (flushed && !ferror(stdout))
		return status;
	/* Why an earlier piece was not nobody knows any more. */
	fprintf(stderr, _("tongbao: standard output: %s\n"),
	    flushed ? _("not all of it could be written") : strerror(errno));
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
	end_says(_("no file is half written"));
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
	const char *name = argv[1];
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		name = "help";
	if (strcmp(name, "--version") == 0)
		name = "version";
	const struct command *command = command_find(name);
	if (command == NULL)
		return command_unknown(name);
	int status = command->run(argc - 2, argv + 2);
	return output_close(status == STATUS_HELPED ? STATUS_OK : status);
}
