/*
 * tongbao prove: does an edition depend on anything that its readers may not
 * see (SCOPE), can they work out what its figures withhold?  The work is
 * prover.h's; nothing is published.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/lang.h"
#include "base/option.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/prover.h"
#include "publish/stage.h"

struct prove {
	struct site_options site;
	struct site_run run;
	const char **names; /* of editions; none: all */
	size_t name_count;
	const struct edition **editions; /* what the names mean */
	const char *seed_given;
	uint64_t seed;
	const char *output; /* where the site is published */
};

/* Rules that a site may set are no matter of who sees what. */
static bool
is_no_rule_of_content(const void *context, const struct diag *diag)
{
	(void)context;
	return diag->rule->family == NULL;
}

static int
editions_ask(struct prove *prove)
{
	struct site_run *run = &prove->run;
	struct asker asker = { "prove", &run->corpus, run->arena };
	prove->editions = ARENA_ARRAY(
	    run->arena, const struct edition *, prove->name_count);
	for (size_t i = 0; i < prove->name_count; i++)
		if ((prove->editions[i] =
			    ask_edition(&asker, prove->names[i])) == NULL)
			return -1;
	return 0;
}

static bool
is_asked(const struct prove *prove, const struct edition *edition)
{
	for (size_t i = 0; i < prove->name_count; i++)
		if (prove->editions[i] == edition)
			return true;
	return prove->name_count == 0;
}

static void
figures_say(const struct audit *audit)
{
	if (audit->count > 0)
		printf(_("figures: they tell what is hidden\n"));
	else if (audit->lost > 0)
		printf(_("figures: %zu released, %zu withheld; %zu times one "
			 "can be worked out that nothing can protect any "
			 "more\n"),
		    audit->released, audit->withheld, audit->lost);
	else
		printf(_("figures: %zu released, %zu withheld, none can be "
			 "worked out\n"),
		    audit->released, audit->withheld);
	if (audit->undecided > 0)
		printf(_("figures: %zu times it is undecided whether one can "
			 "be worked out\n"),
		    audit->undecided);
}

/* 0, or -1 after a diagnostic; *tells when they do. */
static int
figures_prove(struct prover *prover, bool told, bool *tells)
{
	if (prover->figures.shown == NULL)
		return 0;
	const struct audit *audit = prover_audit(prover);
	if (audit == NULL)
		return -1;
	*tells = audit->count > 0;
	if (told)
		figures_say(audit);
	return 0;
}

/* 0, or -1 after a diagnostic; *differs when an edition leaks. */
static int
editions_prove(struct prove *prove, bool *differs)
{
	const struct site *site = prove->run.corpus.site;
	struct prover prover;
	int status = 0;
	bool told = site_is_chatty(&prove->site);
	if (prover_open(&prover, &prove->run, prove->output, prove->seed,
		false) != 0)
		return -1;
	if (told)
		printf(_("seed %llu\n"), (unsigned long long)prove->seed);
	status = figures_prove(&prover, told, differs);
	for (size_t i = 0; status == 0 && i < site->edition_count; i++) {
		struct proof proof;
		if (!is_asked(prove, &site->editions[i]))
			continue;
		status = prover_edition(&prover, i, &proof);
		if (status != 0)
			break;
		progress_end(&prove->run.progress);
		if (proof.differences > 0)
			*differs = true;
		if (told && proof.differences == 0)
			printf(_("%s: %zu files, %zu bytes, the same whatever "
				 "is hidden\n"),
			    site->editions[i].id, proof.files, proof.bytes);
		else if (told)
			printf(_("%s: depends on what is hidden\n"),
			    site->editions[i].id);
		fflush(stdout);
	}
	prover_close(&prover);
	return status;
}

static int
prove_run(struct prove *prove)
{
	struct site_run *run = &prove->run;
	bool differs = false;
	site_open(run, prove->site);
	if (prove->output == NULL)
		prove->output = site_output(run);
	diags_keep(&run->diags, is_no_rule_of_content, NULL);
	if (!run->loaded || diag_worst(&run->diags) >= DIAG_ERROR)
		return site_close(run);
	if (editions_ask(prove) != 0) {
		site_drop(run);
		return STATUS_USAGE;
	}
	site_rules_drop(run);
	int status = editions_prove(prove, &differs);
	int closed = site_close(run);
	return status == 0 && differs && closed == STATUS_CONTENT ? STATUS_LEAK
								  : closed;
}

static int
seed_parse(struct prove *prove)
{
	const char *given = prove->seed_given;
	char *end;
	if (given == NULL) {
		/* Another noise each time: more is tried. */
		prove->seed = (uint64_t)(os_seconds() * 1e6) % 1000000;
		return 0;
	}
	prove->seed = strtoull(given, &end, 10);
	if (*given >= '0' && *given <= '9' && *end == '\0')
		return 0;
	fprintf(stderr,
	    _("tongbao prove: --seed takes a whole number, not '%s'\n"), given);
	return -1;
}

/* What was published, and what a build remembers of it. */
static void
prove_prepare(void *context, struct site_run *run, struct confine *confine)
{
	const struct prove *prove = context;
	if (prove->output == NULL)
		return;
	confine_add(confine, prove->output, CONFINE_READ);
	confine_add(
	    confine, stage_work(run->arena, prove->output), CONFINE_READ);
}

static int
prove_main(int argc, char **argv)
{
	struct prove prove = { .site = SITE_OPTIONS_INIT };
	int operands;
	const struct option table[] = {
		{ "seed", 0, OPTION_STRING, &prove.seed_given, N_("N"),
		    N_("the same noise as in the run that printed it") },
		{ "output", 'o', OPTION_STRING, &prove.output, N_("FOLDER"),
		    N_("where it is published (default: output/ in the "
		       "site)") },
		REPORT_OPTIONS(prove.site),
		SITE_OPTIONS(prove.site),
		{ .name = NULL },
	};
	int usage = site_options_parse(&prove.site, table, &prove_command,
	    argc, argv, argc, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (seed_parse(&prove) != 0)
		return STATUS_USAGE;
	prove.names = (const char **)argv;
	prove.name_count = (size_t)operands;
	prove.site.brief = true;
	prove.site.rights = (struct site_rights){ .prepare = prove_prepare,
		.context = &prove };
	return prove_run(&prove);
}

const struct command prove_command = {
	"prove", N_("[options] [EDITION…]"),
	N_("does an edition depend on what its readers may not see?"),
	prove_main,
};
