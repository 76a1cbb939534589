/*
 * tongbao show: what the program understood of a record, and who may see what
 * of it; or who somebody is.
 */
#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/show.h"

struct show_words {
	const char *what, *audience, *edition;
	const char *page; /* --view */
	bool json;
	struct known_history *known; /* NULL: git was not asked */
};

/* ---- for whom ---- */

/* ORGANISATION/CLASS from the command line, as if it were an edition. */
static const struct edition *
edition_made(struct arena *arena, const char *audience)
{
	struct edition *edition = ARENA_NEW(arena, struct edition);
	*edition = (struct edition){ .id = "audience",
		.title = audience,
		.audience = value_string(arena, audience) };
	return edition;
}

/* Prints what is wrong with an audience; 0 or STATUS_USAGE. */
static int
onlooker_add(struct site_run *run, struct onlooker *onlooker,
    const struct edition *edition)
{
	struct diags diags;
	diags_init(&diags, run->arena);
	onlooker->edition = edition;
	if (sight_init(&onlooker->sight, run->arena, &run->corpus, run->policy,
		edition, run->as_of, &diags) == 0)
		return STATUS_OK;
	struct diag_style style = { .colour = false };
	diags_print(&diags, &run->sources, style, stderr);
	return STATUS_USAGE;
}

/*
 * Of the editions that are one for each organisation those matter that lie
 * above the record's, or below it; forty columns are nothing to look at.
 */
static bool
is_near(const struct site_run *run, const struct record *record,
    const struct edition *edition)
{
	const struct organisation *of = edition->of == NULL
	    ? NULL
	    : table_get(&run->corpus.roster.organisation_ids,
		  text_of(edition->of));
	const char *day = record_label_day(record);
	return of == NULL || record->organisation == NULL ||
	    organisation_is_within(record->organisation, of, day) ||
	    organisation_superior(of, day) == record->organisation;
}

/* All editions that matter, or the one that is asked for. */
static int
onlookers_find(struct site_run *run, const struct record *record,
    const struct show_words *words, struct onlooker **onlookers, size_t *count)
{
	const struct site *site = run->corpus.site;
	const struct edition *only = NULL;
	struct asker asker = { "show", &run->corpus, run->arena };
	if (words->edition != NULL &&
	    (only = ask_edition(&asker, words->edition)) == NULL)
		return STATUS_USAGE;
	*onlookers =
	    ARENA_ARRAY(run->arena, struct onlooker, site->edition_count + 1);
	*count = 0;
	if (words->audience != NULL)
		return onlooker_add(run, &(*onlookers)[(*count)++],
		    edition_made(run->arena, words->audience));
	for (size_t i = 0; i < site->edition_count; i++) {
		const struct edition *edition = &site->editions[i];
		if (only == NULL ? !is_near(run, record, edition)
				 : edition != only)
			continue;
		int status =
		    onlooker_add(run, &(*onlookers)[(*count)++], edition);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

/* ---- faults ---- */

static bool
is_of_source(const void *context, const struct diag *diag)
{
	const uint32_t *source = context;
	return diag->span.source == *source;
}

/* Those at a place in the file; all others go. */
static void
faults_keep(struct site_run *run, uint32_t source)
{
	diags_keep(&run->diags, is_of_source, &source);
}

/* The file among those that were read; 0 when there is none. */
static uint32_t
source_find(const struct site_run *run, const char *word)
{
	struct text id = record_id_of(word);
	for (uint32_t i = 1; i < run->sources.count; i++) {
		const char *path = run->sources.items[i].path;
		if (text_ends(text_of(path), ".md") &&
		    text_equal(record_id_of(path), id))
			return i;
	}
	return 0;
}

/* ---- what is meant ---- */

static int
record_show(struct site_run *run, const struct record *record,
    const struct show_words *words)
{
	struct onlooker *onlookers;
	size_t count;
	faults_keep(run, record->span.source);
	if (run->policy == NULL) {
		show_record(run, record, words->known);
		puts(_("\nwho may see it can't be said: the default labels of "
		       "programme.yaml can't be read"));
		return STATUS_OK;
	}
	int status = onlookers_find(run, record, words, &onlookers, &count);
	if (status != STATUS_OK)
		return status;
	show_record(run, record, words->known);
	if (count > 0)
		show_scope(run, record, onlookers, count);
	return STATUS_OK;
}

/* A record by its id, then somebody, then a record by a part of its id. */
static int
anything_show(struct site_run *run, const struct show_words *words)
{
	const char *word = words->what;
	const struct roster *roster = &run->corpus.roster;
	struct asker asker = { "show", &run->corpus, run->arena };
	uint32_t source = source_find(run, word);
	const struct record *record;
	size_t count;
	bool several = false;
	const struct organisation *organisation =
	    roster_organisation(roster, text_of(word), &several);
	const struct person *person =
	    roster_person(roster, text_of(word), &several);
	if (source == 0 && (organisation != NULL || person != NULL)) {
		diags_init(&run->diags, run->arena);
		if (organisation != NULL)
			show_organisation(run, organisation);
		else
			show_person(run, person);
		return STATUS_OK;
	}
	record = record_by_part(&run->corpus, word, NULL, &count);
	if (record != NULL)
		return record_show(run, record, words);
	if (source != 0) {
		/* Too broken to be a record: what is wrong is all there is. */
		faults_keep(run, source);
		return STATUS_OK;
	}
	struct subject unheard;
	if (several)
		ask_subject(&asker, word, run->as_of, &unheard);
	else if (count > 1)
		ask_record(&asker, word, NULL);
	else
		ask_nothing(&asker, word);
	diags_init(&run->diags, run->arena);
	return STATUS_USAGE;
}

/* What is wrong with the command line; NULL: nothing. */
static const char *
words_wrong(const struct show_words *words, int operands, const char *format)
{
	if (words->audience != NULL && words->edition != NULL)
		return N_("tongbao show: --audience and --edition exclude "
			  "each other\n");
	if (words->page != NULL && (operands > 0 || words->audience != NULL))
		return N_("tongbao show: --view takes a page, and nothing "
			  "else but --edition and --format\n");
	if (words->page == NULL && format != NULL)
		return N_("tongbao show: --format is for --view\n");
	if (format != NULL && strcmp(format, "yaml") != 0 &&
	    strcmp(format, "json") != 0)
		return N_("tongbao show: --format takes yaml or json\n");
	if (words->page == NULL && operands != 1)
		return N_("tongbao show: name one record, organisation or "
			  "person\n");
	return NULL;
}

/* Afterwards git can't be started any more. */
static void
show_prepare(void *context, struct site_run *run, struct confine *confine)
{
	struct show_words *words = context;
	size_t count;
	const struct record *record = words->what == NULL
	    ? NULL
	    : record_by_part(&run->corpus, words->what, NULL, &count);
	(void)confine;
	if (record == NULL)
		return;
	words->known = ARENA_NEW(run->arena, struct known_history);
	diags_init_like(&words->known->diags, run->arena, &run->diags);
	history_read(&words->known->history, run->arena, run->options.root,
	    source_at(&run->sources, record->span.source)->path, false,
	    &words->known->diags);
}

static int
show_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	struct show_words words = { 0 };
	struct site_run run;
	int operands;
	const char *format = NULL;
	const struct option table[] = {
		{ "audience", 0, OPTION_STRING, &words.audience, N_("AUDIENCE"),
		    N_("what ORGANISATION/CLASS would see, and why") },
		{ "edition", 0, OPTION_STRING, &words.edition, N_("EDITION"),
		    N_("what this edition of site.yaml shows, and why") },
		{ "view", 0, OPTION_STRING, &words.page, N_("PAGE"),
		    N_("the data that the template of this page gets "
		       "(home, ledger, organisation/ID, a record)") },
		{ "format", 0, OPTION_STRING, &format, "yaml|json",
		    N_("the form of that data (default: yaml)") },
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &show_command, argc,
	    argv, 1, &operands);
	if (usage != STATUS_OK)
		return usage;
	const char *wrong = words_wrong(&words, operands, format);
	if (wrong != NULL) {
		fputs(_(wrong), stderr);
		return STATUS_USAGE;
	}
	words.json = format != NULL && strcmp(format, "json") == 0;
	words.what = argv[0];
	options.brief = words.page != NULL;
	options.rights = (struct site_rights){ .prepare = show_prepare,
		.context = &words };
	int opened = site_open(&run, options);
	int status = STATUS_OK;
	if (words.page != NULL && opened == 0)
		status = show_view(&run, words.page, words.edition, words.json);
	else if (words.page == NULL && run.loaded)
		status = anything_show(&run, &words);
	int closed = site_close(&run);
	return status != STATUS_OK ? status : closed;
}

const struct command show_command = {
	"show", N_("[options] RECORD|ORGANISATION|PERSON | --view=PAGE"),
	N_("show what is understood of a record, and who may see what of it"),
	show_main,
};
