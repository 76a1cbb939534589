/* tongbao check: every fault of the content, and nothing written. */
#include <stdio.h>
#include "base/option.h"
#include "cmd/cmd.h"
#include "cmd/site.h"

static int
check_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	int operands;
	struct site_run run;
	const struct option table[] = {
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &check_command, argc,
	    argv, 0, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (options.help)
		return command_help(&check_command, table);
	int status = site_open(&run, options);
	progress_end(&run.progress);
	if (status == 0 && run.diags.count == 0 && !options.quiet)
		printf("%zu records, no faults\n", run.corpus.record_count);
	return site_close(&run);
}

const struct command check_command = {
	"check", "[options]", "look for faults; write nothing", check_main,
};
