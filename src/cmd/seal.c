/*
 * tongbao seal: closes a period.  Its editions, as they were approved, go into
 * the archive, a bag each (publish/bag.h): the site, the PDFs and lists in it,
 * and the records as that audience sees them.  content/seals/PERIOD.yaml, for
 * the office to commit, holds digests of all that they were made from and of
 * the seal before.
 *
 * Sealed is what a commit holds, as of the day on which the last of the editions
 * was approved, or the period amended: who has the commit can make the same
 * bags again.  The archive
 * is published first, then the seal is written; killed in between, the command
 * makes the same bags again.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/lang.h"
#include "base/option.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/git.h"
#include "cmd/issues.h"
#include "cmd/make.h"
#include "cmd/write.h"
#include "model/rules.h"
#include "publish/bag.h"
#include "publish/stage.h"
#include "render/yaml.h"

struct sealed_bag {
	const struct edition *edition;
	const char *name; /* of the file: 2010-q3-masses.tar */
	struct digest digest;
};

struct sealing {
	struct site_run run;
	struct make make;
	struct stage *stage;
	struct issues_file issues;
	const char *commit;
	const char *archive; /* the folder for all seals' bags */
	const char *period_word;
	char **edition_words;
	size_t edition_word_count;
	const struct period *period;
	struct sealed_bag *bags;
	size_t count;
	const struct seal *last;   /* of the period; or NULL */
	const struct seal *before; /* of all; or NULL */
	const char *id;
	int64_t version;
};

static void
say(const char *what)
{
	fprintf(stderr, "tongbao seal: %s\n", what);
}

/* ---- what git has ---- */

/*
 * Some of what is not committed; "" when all is.  What a killed command left of
 * its writing (cmd/write.h) is no part of the site: this one removes it.
 */
static int
uncommitted_list(const struct git *git, const char **list,
    const char **complaint)
{
	static const char *const words[] = { "--no-optional-locks", "status",
		"--porcelain", "--untracked-files=all", "--", "content",
		"scripts", "themes", ":(exclude)content/.tongbao", NULL };
	struct text output;
	if (git_read(git, words, &output, complaint) != 0)
		return -1;
	*list = arena_text(git->arena, output).at;
	return 0;
}

/* STATUS_OK, or after a message. */
static int
commit_find(struct sealing *s, struct arena *arena, const char *root)
{
	static const char *const head[] = { "rev-parse", "--verify", "HEAD",
		NULL };
	struct git git;
	const char *complaint = NULL, *list = "";
	struct text output;
	int status = git_look(&git, arena, root, &complaint);
	if (status > 0) {
		say(_("the site is in no git repository: a seal is of a "
		      "commit"));
		return STATUS_USAGE;
	}
	if (status == 0)
		status = uncommitted_list(&git, &list, &complaint);
	if (status == 0 && *list != '\0') {
		say(_("commit these first: a seal is of a commit"));
		fputs(list, stderr);
		return STATUS_CONTENT;
	}
	if (status == 0)
		status = git_read(&git, head, &output, &complaint);
	if (status != 0) {
		say(complaint);
		return STATUS_SYSTEM;
	}
	s->commit = arena_text(arena, text_trim(output)).at;
	return STATUS_OK;
}

/* ---- what is sealed ---- */

static bool
is_chosen(const struct sealing *s, const char *edition)
{
	for (size_t i = 0; i < s->edition_word_count; i++)
		if (strcmp(s->edition_words[i], edition) == 0)
			return true;
	return s->edition_word_count == 0;
}

/* On which one of the editions was approved, or the period amended; or "". */
static const char *
day_of_record(const struct sealing *s, const struct record *record)
{
	const char *edition;
	if (strcmp(record->period, s->period->id) != 0)
		return "";
	if (record_is(record, "amendment"))
		return record->date;
	if (!record_is(record, "release"))
		return "";
	edition = record_string(record, "edition");
	return *edition == '\0' || !is_chosen(s, edition)
	    ? ""
	    : value_as_string(
		  value_get(record_get(record, "approved"), "date"));
}

/* The last such day; NULL: none was approved. */
static const char *
last_day(const struct sealing *s)
{
	const struct corpus *corpus = &s->run.corpus;
	const char *last = "";
	bool approved = false;
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *record = corpus->records[i];
		const char *day = day_of_record(s, record);
		approved = approved ||
		    (*day != '\0' && record_is(record, "release"));
		if (strcmp(day, last) > 0)
			last = day;
	}
	return approved ? last : NULL;
}

/*
 * Sets the day for which the editions are made; reads the site once for that.
 * STATUS_OK, or after a message, or after faults.
 */
static int
day_find(struct sealing *s, struct site_options *options, struct arena *arena)
{
	const char *day = NULL;
	int loaded = site_load_only(&s->run, *options);
	progress_end(&s->run.progress);
	if (loaded != 0)
		return site_close(&s->run);
	s->period = site_period(&s->run, s->period_word, &seal_command);
	if (s->period != NULL && (day = last_day(s)) == NULL)
		fprintf(stderr,
		    _("tongbao seal: nobody has approved an edition of %s: "
		      "tongbao release --edition EDITION --period %s\n"),
		    s->period->id, s->period->id);
	if (day != NULL)
		options->as_of = arena_string(arena, day);
	site_drop(&s->run);
	return day != NULL ? STATUS_OK : STATUS_USAGE;
}

/* ---- what keeps a period from it ---- */

static const char *
diag_period(const struct sealing *s, const struct diag *diag)
{
	const struct corpus *corpus = &s->run.corpus;
	if (diag->about != NULL)
		return diag->about;
	for (size_t i = 0; i < corpus->record_count; i++)
		if (corpus->records[i]->span.source == diag->span.source)
			return corpus->records[i]->period;
	return "";
}

static bool
is_bar(const void *context, const struct diag *diag)
{
	const struct sealing *s = context;
	return diag->level >= DIAG_WARNING && rule_bars_seal(diag->rule) &&
	    strcmp(diag_period(s, diag), s->period->id) == 0;
}

/* Only those are left, to be told. */
static int
bars_check(struct sealing *s)
{
	struct diags *diags = &s->run.diags;
	diags_keep(diags, is_bar, s);
	if (diags->count == 0)
		return STATUS_OK;
	fprintf(stderr,
	    _("tongbao seal: %s can't be sealed while this is so:\n"),
	    s->period->id);
	return STATUS_CONTENT;
}

static int
editions_choose(struct sealing *s)
{
	struct site_run *run = &s->run;
	const struct site *site = run->corpus.site;
	const struct asker asker = { "seal", &run->corpus, run->arena };
	int status = STATUS_OK;
	s->bags = ARENA_ARRAY(run->arena, struct sealed_bag,
	    site->edition_count);
	for (size_t i = 0; i < s->edition_word_count; i++)
		if (ask_edition(&asker, s->edition_words[i]) == NULL)
			return STATUS_USAGE;
	for (size_t i = 0; i < site->edition_count; i++) {
		const struct edition *edition = &site->editions[i];
		if (!is_chosen(s, edition->id))
			continue;
		s->bags[s->count++] = (struct sealed_bag){ edition,
			arena_printf(run->arena, "%s-%s.tar", s->id,
			    edition->id), { { 0 } } };
		if (!edition_is_draft(edition, run->corpus.programme,
			s->period->id))
			continue;
		fprintf(stderr,
		    _("tongbao seal: the edition '%s' of %s is a draft: "
		      "tongbao release --edition %s --period %s\n"),
		    edition->id, s->period->id, edition->id, s->period->id);
		status = STATUS_CONTENT;
	}
	return status;
}

/* ---- its place in the chain ---- */

static bool
is_followed(const struct corpus *corpus, const struct seal *seal)
{
	for (size_t i = 0; i < corpus->seal_count; i++)
		if (strcmp(corpus->seals[i]->previous, seal->id) == 0)
			return true;
	return false;
}

/* An amendment of the period that its last seal does not have. */
static bool
is_amended(const struct sealing *s)
{
	const struct corpus *corpus = &s->run.corpus;
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *r = corpus->records[i];
		if (record_is(r, "amendment") &&
		    strcmp(r->period, s->period->id) == 0 &&
		    table_get(&s->last->record_ids, text_of(r->id)) == NULL)
			return true;
	}
	return false;
}

static int
chain_join(struct sealing *s)
{
	const struct corpus *corpus = &s->run.corpus;
	for (size_t i = 0; i < corpus->seal_count; i++)
		if (!is_followed(corpus, corpus->seals[i]))
			s->before = corpus->seals[i];
	s->last = corpus_last_seal(corpus, s->period->id);
	s->version = s->last == NULL ? 1 : s->last->version + 1;
	s->id = s->version == 1
	    ? s->period->id
	    : arena_printf(s->run.arena, "%s-%lld", s->period->id,
		  (long long)s->version);
	if (s->last == NULL || is_amended(s))
		return STATUS_OK;
	fprintf(stderr,
	    _("tongbao seal: %s is sealed, as of %s, and nothing was amended "
	      "since\n"),
	    s->period->id, s->last->as_of);
	return STATUS_CONTENT;
}

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
	diag_at(&run->diags, &rules[RULE_SYSTEM], SPAN_NONE, "%s",
	    error.message);
	return -1;
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
	if (make_open(make) != 0 ||
	    issues_look(&s->issues, run->arena, site_output(run),
		&run->sources, &run->diags) != 0 ||
	    make_figures(make, &s->issues.issues) != 0)
		return -1;
	make_bulletins(make);
	make->sink = (struct make_sink){ tree_put, s->stage };
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

/* ---- the seal ---- */

/* KEY: NAME, digest: "sha256:…"}, behind whatever stands before. */
static void
put_digest(struct buf *out, struct arena *arena, const char *key,
    const char *name, struct digest digest)
{
	buf_printf(out, "%s: ", key);
	yaml_put_text(out, text_of(name), true);
	buf_printf(out, ", digest: \"%s\"}\n", digest_words(arena, digest));
}

static void
put_field(struct buf *out, const char *key, const char *value)
{
	buf_printf(out, "%s: ", key);
	yaml_put_text(out, text_of(value), false);
	buf_putc(out, '\n');
}

static void
put_head(struct buf *out, const struct sealing *s)
{
	struct arena *arena = s->run.arena;
	put_field(out, "period", s->period->id);
	buf_printf(out, "version: %lld\n", (long long)s->version);
	put_field(out, "as-of", s->run.as_of);
	put_field(out, "tool", "tongbao " TONGBAO_VERSION);
	put_field(out, "commit", s->commit);
	if (s->before != NULL) {
		buf_puts(out, "previous: {");
		put_digest(out, arena, "seal", s->before->id,
		    s->before->digest);
	}
	buf_puts(out, "editions:\n");
	for (size_t i = 0; i < s->count; i++) {
		buf_puts(out, "  - {edition: ");
		yaml_put_text(out, text_of(s->bags[i].edition->id), true);
		buf_puts(out, ", ");
		put_digest(out, arena, "bag", s->bags[i].name,
		    s->bags[i].digest);
	}
}

static void
put_item(struct buf *out, struct arena *arena, const char *key,
    const char *name, struct digest digest)
{
	buf_puts(out, "  - {");
	put_digest(out, arena, key, name, digest);
}

static void
put_records(struct buf *out, const struct sealing *s)
{
	const struct site_run *run = &s->run;
	buf_puts(out, "records:\n");
	for (size_t i = 0; i < run->corpus.record_count; i++) {
		const struct record *r = run->corpus.records[i];
		if (strcmp(r->period, s->period->id) == 0 &&
		    !record_is_ahead(r, run->as_of))
			put_item(out, run->arena, "record", r->id,
			    digest_of(source_at(
				&run->sources, r->span.source)->text));
	}
}

/* Below `folder`, by path; what is none of a record's. */
static int
put_folder(struct buf *out, const struct sealing *s, const char *folder,
    struct os_error *error)
{
	const char *root = s->run.options.root;
	struct arena *arena = s->run.arena;
	struct os_list files;
	if (os_type(arena_printf(arena, "%s/%s", root, folder)) == OS_NONE)
		return 0;
	if (os_walk(arena, arena_printf(arena, "%s/%s", root, folder), &files,
		error) != 0)
		return -1;
	for (size_t i = 0; i < files.count; i++) {
		const char *name = arena_printf(arena, "%s/%s", folder,
		    files.items[i].path);
		struct text path = text_of(files.items[i].path);
		if (files.items[i].type != OS_FILE || text_ends(path, ".md") ||
		    text_starts(path, SEALS_FOLDER "/"))
			continue;
		struct digest digest;
		if (digest_of_file(arena_printf(arena, "%s/%s", root, name),
			&digest, error) != 0)
			return -1;
		put_item(out, arena, "file", name, digest);
	}
	return 0;
}

static int
seal_write(struct sealing *s)
{
	struct buf out = BUF_INIT;
	struct os_error error;
	put_head(&out, s);
	put_records(&out, s);
	buf_puts(&out, "files:\n");
	int status = STATUS_SYSTEM;
	if (put_folder(&out, s, "content", &error) != 0 ||
	    put_folder(&out, s, "scripts", &error) != 0 ||
	    put_folder(&out, s, "themes", &error) != 0) {
		say(error.message);
	} else {
		const struct content_file file = {
			.path = arena_printf(s->run.arena,
			    SEALS_FOLDER "/%s.yaml", s->id),
			.text = buf_text(&out),
			.fresh = true,
		};
		status = content_write_or_tell(s->run.arena, "seal",
		    s->run.options.root, &file, 1);
	}
	buf_free(&out);
	return status;
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

/* Everything in its place, or nothing. */
static int
sealed_publish(struct sealing *s)
{
	struct site_run *run = &s->run;
	struct os_error error;
	if (os_make_folders(s->archive, 0700, &error) != 0) {
		say(error.message);
		return STATUS_SYSTEM;
	}
	s->stage = stage_open(run->arena,
	    arena_printf(run->arena, "%s/%s", s->archive, s->id),
	    &run->diags);
	if (s->stage == NULL || bags_make(s) != 0 ||
	    stage_publish(s->stage, &run->diags) != 0)
		return STATUS_CONTENT; /* the faults say what it is */
	progress_end(&run->progress);
	return seal_write(s);
}

static int
seal_run(struct sealing *s, const struct site_options *options)
{
	struct site_run *run = &s->run;
	int opened = site_open(run, *options);
	progress_end(&run->progress);
	if (opened != 0 || diag_worst(&run->diags) >= DIAG_ERROR)
		return site_close(run);
	s->period = site_period(run, s->period_word, &seal_command);
	int status = s->period == NULL ? STATUS_USAGE : chain_join(s);
	if (status == STATUS_OK)
		status = editions_choose(s);
	if (s->period != NULL && bars_check(s) != STATUS_OK &&
	    status == STATUS_OK)
		status = STATUS_CONTENT;
	if (status == STATUS_OK)
		status = sealed_publish(s);
	progress_end(&run->progress);
	if (status == STATUS_OK && !options->quiet)
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
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &seal_command, argc,
	    argv, argc, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (options.help)
		return command_help(&seal_command, table);
	if (operands == 0) {
		fputs(_("tongbao seal: name a period\n"), stderr);
		return STATUS_USAGE;
	}
	s.period_word = argv[0];
	s.edition_words = argv + 1;
	s.edition_word_count = (size_t)operands - 1;
	struct arena *arena = arena_new();
	if (s.archive == NULL)
		s.archive = strcmp(options.root, ".") == 0
		    ? "archive"
		    : arena_printf(arena, "%s/archive", options.root);
	int status = commit_find(&s, arena, options.root);
	if (status == STATUS_OK && options.as_of == NULL)
		status = day_find(&s, &options, arena);
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
