#include "cmd/seal.h"

#include <stdio.h>
#include "base/lang.h"
#include "check/check.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/git.h"
#include "model/rules.h"

void
seal_say(const char *what)
{
	fprintf(stderr, "tongbao seal: %s\n", what);
}

/* ---- what git has ---- */

/* What git keeps as it is in the commit: H PATH, below the site. */
static int
kept_list(const struct git *git, struct table *kept, struct buf *list,
    const char **complaint)
{
	static const char *const words[] = { "ls-files", "-v", "-z", "--",
		"content", "scripts", "themes", NULL };
	struct text output, line;
	if (git_read(git, words, &output, complaint) != 0)
		return -1;
	while (output.len > 0) {
		text_split(output, '\0', &line, &output);
		struct text path = arena_text(git->arena, text_from(line, 2));
		table_add(kept, path, kept);
		if (!text_starts(line, "H "))
			buf_printf(list, "   %.*s\n", TEXT_ARG(path));
	}
	return 0;
}

/*
 * Of what the editions are made from also what git was told to ignore, or not
 * to look at: added to the list.
 */
static int
unseen_list(const struct git *git, struct buf *list, const char **complaint)
{
	struct table kept;
	struct os_error error;
	struct os_list files;
	table_init(&kept, git->arena);
	if (kept_list(git, &kept, list, complaint) != 0)
		return -1;
	for (const char *const *folder = site_inputs; *folder != NULL; folder++) {
		const char *top =
		    arena_printf(git->arena, "%s/%s", git->root, *folder);
		if (os_type_target(top) != OS_FOLDER)
			continue;
		if (os_walk(git->arena, top, &files, &error) != 0) {
			*complaint = arena_string(git->arena, error.message);
			return -1;
		}
		for (size_t i = 0; i < files.count; i++) {
			const char *path = arena_printf(git->arena, "%s/%s",
			    *folder, files.items[i].path);
			if (files.items[i].type == OS_FILE &&
			    table_get(&kept, text_of(path)) == NULL)
				buf_printf(list, "!! %s\n", path);
		}
	}
	return 0;
}

/*
 * Some of what is not committed; "" when all is.  What a killed command left of
 * its writing (cmd/write.h) is no part of the site: this one removes it.
 */
static int
uncommitted_list(const struct git *git, const char **list,
    const char **complaint)
{
	static const char *const words[] = { "--no-optional-locks", "-c",
		"core.quotePath=false", "status", "--porcelain",
		"--untracked-files=all", "--", "content", "scripts", "themes",
		":(exclude)content/.tongbao", NULL };
	struct text output;
	struct buf more = BUF_INIT;
	if (git_read(git, words, &output, complaint) != 0)
		return -1;
	int status = output.len > 0 ? 0 : unseen_list(git, &more, complaint);
	*list = arena_text(git->arena, output.len > 0 ? output
						      : buf_text(&more)).at;
	buf_free(&more);
	return status;
}

int
seal_find_commit(struct sealing *s, struct arena *arena, const char *root)
{
	static const char *const head[] = { "rev-parse", "--verify", "HEAD",
		NULL };
	struct git git;
	const char *complaint = NULL, *list = "";
	struct text output;
	int status = git_look(&git, arena, root, &complaint);
	if (status > 0) {
		seal_say(_("the site is in no git repository: a seal is of a "
		      "commit"));
		return STATUS_USAGE;
	}
	if (status == 0)
		status = uncommitted_list(&git, &list, &complaint);
	if (status == 0 && *list != '\0') {
		seal_say(_("commit these first: a seal is of a commit"));
		fputs(list, stderr);
		return STATUS_CONTENT;
	}
	if (status == 0)
		status = git_read(&git, head, &output, &complaint);
	if (status != 0) {
		seal_say(complaint);
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

/* By their ids, however they were called. */
static int
editions_find(struct sealing *s, struct arena *arena)
{
	const struct asker asker = { "seal", &s->run.corpus, s->run.arena };
	for (size_t i = 0; i < s->edition_word_count; i++) {
		const struct edition *edition =
		    ask_edition(&asker, s->edition_words[i]);
		if (edition == NULL)
			return STATUS_USAGE;
		s->edition_words[i] = arena_string(arena, edition->id);
	}
	return STATUS_OK;
}

int
seal_find_day(struct sealing *s, struct site_options *options,
    struct arena *arena)
{
	const char *day = NULL;
	if (site_load_only(&s->run, *options) != 0)
		return site_close(&s->run);
	s->period = site_period(&s->run, s->period_word, &seal_command);
	bool known = s->period != NULL && editions_find(s, arena) == STATUS_OK;
	if (known && (day = last_day(s)) == NULL)
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

/* Of each source the period of the record that it is; "" or NULL: of none. */
struct barring {
	const char *period;
	const char **periods;
};

static bool
is_bar(const void *context, const struct diag *diag)
{
	const struct barring *barring = context;
	const char *period = diag->about != NULL
	    ? diag->about
	    : barring->periods[diag->span.source];
	return diag->level >= DIAG_WARNING && rule_bars_seal(diag->rule) &&
	    period != NULL && strcmp(period, barring->period) == 0;
}

int
seal_check_bars(struct sealing *s)
{
	struct site_run *run = &s->run;
	struct diags *diags = &run->diags;
	struct barring barring = { s->period->id,
		ARENA_ARRAY(run->arena, const char *, run->sources.count) };
	for (size_t i = 0; i < run->corpus.record_count; i++) {
		const struct record *record = run->corpus.records[i];
		barring.periods[record->span.source] = record->period;
	}
	diags_keep(diags, is_bar, &barring);
	if (diags->count == 0)
		return STATUS_OK;
	fprintf(stderr,
	    _("tongbao seal: %s can't be sealed while this is so:\n"),
	    s->period->id);
	return STATUS_CONTENT;
}

struct sealed_bag
seal_bag_of(const struct sealing *s, const struct edition *edition)
{
	return (struct sealed_bag){ .edition = edition,
		.name = arena_printf(
		    s->run.arena, "%s-%s.tar", s->id, edition->id) };
}

int
seal_choose_editions(struct sealing *s)
{
	struct site_run *run = &s->run;
	const struct site *site = run->corpus.site;
	int status = editions_find(s, run->arena);
	if (status != STATUS_OK)
		return status;
	s->bags = ARENA_ARRAY(run->arena, struct sealed_bag,
	    site->edition_count);
	for (size_t i = 0; i < site->edition_count; i++) {
		const struct edition *edition = &site->editions[i];
		if (!is_chosen(s, edition->id))
			continue;
		s->bags[s->count++] = seal_bag_of(s, edition);
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

/* When their day comes they are additions. */
void
seal_tell_later(const struct sealing *s)
{
	const struct corpus *corpus = &s->run.corpus;
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *r = corpus->records[i];
		if (strcmp(r->period, s->period->id) == 0 &&
		    record_is_ahead(r, s->run.as_of) && !seal_may_follow(r))
			fprintf(stderr,
			    _("tongbao seal: %s is of a day after %s and is "
			      "not sealed with %s: from its day on it needs "
			      "an amendment\n"),
			    r->id, s->run.as_of, s->id);
	}
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

int
seal_join_chain(struct sealing *s)
{
	const struct corpus *corpus = &s->run.corpus;
	for (size_t i = 0; i < corpus->seal_count; i++)
		if (!is_followed(corpus, corpus->seals[i]))
			s->before = corpus->seals[i];
	s->last = corpus_last_seal(corpus, s->period->id);
	s->version = s->last == NULL ? 1 : s->last->version + 1;
	struct buf id = BUF_INIT;
	seal_put_id(&id, s->period->id, s->version);
	s->id = buf_detach(s->run.arena, &id).at;
	if (s->last == NULL || is_amended(s))
		return STATUS_OK;
	fprintf(stderr,
	    _("tongbao seal: %s is sealed, as of %s, and nothing was amended "
	      "since\n"),
	    s->period->id, s->last->as_of);
	return STATUS_CONTENT;
}
