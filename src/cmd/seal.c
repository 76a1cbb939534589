/*
 * tongbao seal: closes a period.  Its editions, as they were approved, go into
 * the archive, a bag each (publish/bag.h): the site, the PDFs and lists in it,
 * and the records as that audience sees them.  content/seals/PERIOD.yaml, for
 * the office to commit, holds digests of all that they were made from and of
 * the seal before.
 *
 * Sealed is what a commit holds, as of the day on which the last of the editions
 * was approved, or the period amended: who has the commit and the office key
 * (office_key.h) can make the same bags again.  The archive is published first,
 * then the seal is written; killed in between, the command makes the same bags
 * again.
 */
#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "base/path.h"
#include "cmd/cmd.h"
#include "cmd/seal.h"
#include "cmd/write.h"
#include "model/rules.h"
#include "publish/bag.h"
#include "publish/stage.h"

/* ---- the bags ---- */

static int
tree_put(void *stage, const char *path, struct text bytes,
    struct os_error *error)
{
	struct buf full = BUF_INIT;
	struct text edition, rest;
	text_split(text_of(path), '/', &edition, &rest);
	buf_printf(&full, "%.*s/%s%s", TEXT_ARG(edition),
	    text_starts(rest, MAKE_RECORDS) ? "" : "site/", rest.at);
	int status = stage_write(stage, full.at, bytes, error);
	buf_free(&full);
	return status;
}

static int
bag_make(struct sealing *s, struct sealed_bag *bag)
{
	struct site_run *run = &s->run;
	struct arena *arena = run->arena;
	const struct site *site = run->corpus.site;
	const char *folder = arena_printf(arena, "%s/%s",
	    stage_folder(s->stage), bag->edition->id);
	const struct bag_fact facts[] = {
		{ "Source-Organization", site->owner },
		{ "External-Identifier",
		    arena_printf(arena, "%s-%s", s->id, bag->edition->id) },
		{ "External-Description",
		    arena_printf(arena, "%s · %s · %s", site->title,
			s->period->name, bag->edition->title) },
		{ "Bagging-Date", run->as_of },
		{ "Bag-Group-Identifier", s->id },
		{ "Bag-Software-Agent", "tongbao " TONGBAO_VERSION },
	};
	struct os_error error;
	if (bag_pack(run->scratch[0], folder,
		arena_printf(arena, "%s/%s", stage_folder(s->stage),
		    bag->name),
		arena_copy(arena, bag->name,
		    strlen(bag->name) - strlen(".tar")),
		run->as_of, facts, sizeof(facts) / sizeof(*facts),
		&bag->digest, &error) == 0 &&
	    os_remove_tree(folder, &error) == 0)
		return 0;
	return rule_system(&run->diags, &error);
}

/* Those of the period anew, but again; of others as they were sealed. */
static int
figures_count(struct sealing *s)
{
	struct site_run *run = &s->run;
	if (run->tallies == NULL)
		return 0;
	const struct figures_wish wish = { .corpus = &run->corpus,
		.policy = run->policy,
		.anew = s->again == NULL ? s->period->id : NULL,
		.again = s->again };
	int status = figures_look(&s->figures, run,
	    s->again == NULL ? site_output(run) : NULL, wish);
	s->make.figures = s->figures.shown;
	return status;
}

/* Made one after the other: each is packed before the next is begun. */
static int
bags_make(struct sealing *s)
{
	struct site_run *run = &s->run;
	struct make *make = &s->make;
	*make = (struct make){ .run = run,
		.corpus = &run->corpus,
		.policy = run->policy,
		.with_records = true };
	site_rules_drop(run);
	if (make_open(make) != 0 || figures_count(s) != 0 ||
	    (s->again == NULL && seal_make_roots(s) != 0))
		return -1;
	make_bulletins(make);
	make->sink = (struct make_sink){ .put = tree_put,
		.context = s->stage };
	for (size_t i = 0; i < s->count; i++) {
		if (diag_worst(&run->diags) >= DIAG_ERROR)
			return -1;
		make_edition(make,
		    (size_t)(s->bags[i].edition - run->corpus.site->editions));
		if (diag_worst(&run->diags) < DIAG_ERROR &&
		    bag_make(s, &s->bags[i]) != 0)
			return -1;
	}
	return diag_worst(&run->diags) >= DIAG_ERROR ? -1 : 0;
}

/* ---- the command ---- */

static void
summary_print(const struct sealing *s)
{
	for (size_t i = 0; i < s->count; i++)
		printf("%s/%s/%s  %s\n", s->archive, s->id, s->bags[i].name,
		    digest_words(s->run.arena, s->bags[i].digest));
	printf(_("%s is sealed as of %s; commit content/%s/%s.yaml\n"), s->id,
	    s->run.as_of, SEALS_FOLDER, s->id);
}

/* It holds what every edition shows: not where one of them is served or read. */
static int
archive_check(const struct sealing *s)
{
	struct arena *arena = s->run.arena;
	const char *root = s->run.options.root;
	const char *const folders[] = { site_output(&s->run),
		arena_printf(arena, "%s/content", root),
		arena_printf(arena, "%s/scripts", root),
		arena_printf(arena, "%s/themes", root) };
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		if (!path_is_within(arena, s->archive, folders[i]))
			continue;
		fprintf(stderr,
		    _("tongbao seal: the archive %s lies in %s, and would have "
		      "what every edition shows; name another folder with "
		      "--archive\n"),
		    s->archive, folders[i]);
		return STATUS_USAGE;
	}
	return STATUS_OK;
}

/* Everything in its place, or nothing. */
static int
sealed_publish(struct sealing *s)
{
	struct site_run *run = &s->run;
	struct os_error error;
	int status = archive_check(s);
	if (status == STATUS_OK && s->again == NULL)
		status = seal_find_key(s);
	if (status != STATUS_OK)
		return status;
	if (os_make_folders(s->archive, 0700, &error) != 0) {
		seal_say(error.message);
		return STATUS_SYSTEM;
	}
	const char *folder =
	    arena_printf(run->arena, "%s/%s", s->archive, s->id);
	s->stage = stage_open(run->arena, folder, false, &run->diags);
	if (s->stage == NULL || bags_make(s) != 0)
		return STATUS_CONTENT; /* the faults say what it is */
	/* Others can be looked at, but not in the place of what was sealed. */
	bool publishes = s->again == NULL || seal_is_again(s) ||
	    os_type(folder) == OS_NONE;
	if (publishes && stage_publish(s->stage, &run->diags) != 0)
		return STATUS_CONTENT;
	progress_end(&run->progress);
	return s->again == NULL ? seal_write(s) : seal_compare(s, publishes);
}

/* What is to be sealed, and that nothing keeps it from it. */
static int
seal_prepare(struct sealing *s)
{
	s->period = site_period(&s->run, s->period_word, &seal_command);
	int status = s->period == NULL ? STATUS_USAGE : seal_join_chain(s);
	if (status == STATUS_OK)
		status = seal_choose_editions(s);
	if (s->period != NULL && seal_check_bars(s) != STATUS_OK &&
	    status == STATUS_OK)
		status = STATUS_CONTENT;
	if (status == STATUS_OK)
		seal_tell_later(s);
	return status;
}

static int
seal_run(struct sealing *s, const struct site_options *options)
{
	struct site_run *run = &s->run;
	if (site_open(run, *options) != 0)
		return site_close(run);
	int status = s->again_path == NULL ? seal_prepare(s)
					   : seal_prepare_again(s);
	if (status == STATUS_OK)
		status = sealed_publish(s);
	progress_end(&run->progress);
	if (status == STATUS_OK && !options->quiet && s->again == NULL)
		summary_print(s);
	stage_close(s->stage);
	make_close(&s->make);
	int closed = site_close(run);
	return closed != STATUS_OK ? closed : status;
}

static int
seal_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	struct sealing s = { .archive = NULL };
	int operands;
	const struct option table[] = {
		{ "archive", 'o', OPTION_STRING, &s.archive, N_("FOLDER"),
		    N_("where the bags go (default: archive/ in the site)") },
		{ "again", 0, OPTION_STRING, &s.again_path, N_("SEAL"),
		    N_("no new seal: make the bags of this file again, from "
		       "its commit, and compare them") },
		{ "key", 0, OPTION_STRING, &s.key_word, N_("FILE"),
		    N_("the office key (default: TONGBAO_KEY, else "
		       "~/.config/tongbao/key)") },
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &seal_command, argc,
	    argv, argc, &operands);
	if (usage != STATUS_OK)
		return usage;
	if ((operands == 0) != (s.again_path != NULL)) {
		fputs(s.again_path == NULL
			? _("tongbao seal: name a period\n")
			: _("tongbao seal: --again takes the period from the "
			    "seal\n"),
		    stderr);
		return STATUS_USAGE;
	}
	if (s.archive != NULL && *s.archive == '\0') {
		fputs(_("tongbao seal: --archive names no folder\n"), stderr);
		return STATUS_USAGE;
	}
	s.period_word = argv[0];
	s.edition_words = argv + 1;
	s.edition_word_count = operands == 0 ? 0 : (size_t)operands - 1;
	struct arena *arena = arena_new();
	if (s.archive == NULL)
		s.archive = site_archive(arena, options.root);
	if (s.again_path == NULL)
		content_tidy(arena, options.root);
	int status = seal_find_commit(&s, arena, options.root);
	if (status == STATUS_OK && s.again_path != NULL)
		status = seal_find_again(&s, &options, arena);
	else if (status == STATUS_OK && options.as_of == NULL)
		status = seal_find_day(&s, &options, arena);
	/* Bags, the key, the seal, what is remembered: each lies elsewhere. */
	options.rights.all_files = true;
	if (status == STATUS_OK)
		status = seal_run(&s, &options);
	arena_free(arena);
	return status;
}

const struct command seal_command = {
	"seal", N_("[options] PERIOD [EDITION…]"),
	N_("close a period: its editions into the archive, a bag each"),
	seal_main,
};
