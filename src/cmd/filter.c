/*
 * tongbao filter: what one filter does to one record, for who writes one.  The
 * filter need not be in site.yaml; nothing is written.
 */
#include <stdio.h>
#include <string.h>
#include "base/diff.h"
#include "base/lang.h"
#include "base/option.h"
#include "base/os.h"
#include "base/path.h"
#include "base/utf8.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/outline.h"
#include "cmd/site.h"
#include "filter/edition.h"
#include "filter/tally.h"
#include "model/rules.h"
#include "read/markdown.h"
#include "scope/explain.h"
#include "scope/project.h"

struct trial {
	struct site_run *run;
	/* The one filter behind the site's others, and what it may require. */
	struct scripts scripts;
	size_t earlier; /* so many of the others come before it in a build */
	struct record *record;
	const struct edition *edition; /* the only one to ask, or NULL */
};

static const struct script *
tried_script(const struct trial *trial)
{
	return &trial->scripts.items[trial->scripts.first];
}

/*
 * The site's other filters, whose fields it may read; a draft stands for the
 * one of its name.
 */
static void
others_add(struct trial *trial)
{
	struct scripts *scripts = &trial->scripts;
	const struct scripts *site = &trial->run->scripts;
	struct script tried = scripts->items[0];
	scripts->items = ARENA_ARRAY(
	    trial->run->arena, struct script, site->count + 1);
	scripts->count = 0;
	trial->earlier = site->count;
	for (size_t i = 0; i < site->count; i++)
		if (strcmp(site->items[i].name, tried.name) != 0)
			scripts->items[scripts->count++] = site->items[i];
		else
			trial->earlier = scripts->count;
	scripts->first = scripts->count;
	scripts->items[scripts->count++] = tried;
}

/* ---- the record phase ---- */

/* “period、date”, and what no field stands for. */
static void
fields_print(const struct shape *kind, uint64_t mask)
{
	bool any = false;
	for (size_t i = 0; kind->fields[i].name != NULL; i++) {
		if ((mask >> i & 1) == 0)
			continue;
		printf("%s%s", any ? ", " : "", kind->fields[i].name);
		any = true;
	}
	if ((mask & DERIVED_UNSEEN) != 0) {
		fputs(any ? ", " : "", stdout);
		fputs(_("and what tells who it is about, or holds people or "
			"records"),
		    stdout);
		any = true;
	}
	puts(any ? "" : _("nothing that has a scope"));
}

/* Does the script that sets the field come behind so many? */
static bool
comes_behind(const struct trial *trial, const struct record_filter *filter,
    const char *field, size_t count)
{
	const struct script *script = record_filter_deriver(filter, field);
	return script != NULL && script >= trial->scripts.items + count;
}

static bool
derived_print(const struct trial *trial, const struct record_filter *filter,
    const struct record *record)
{
	bool any = false;
	for (size_t i = 0; i < value_count(record->derived); i++) {
		const struct entry *entry = &record->derived->map.entries[i];
		struct buf words = BUF_INIT;
		if (!comes_behind(trial, filter, entry->key.at,
			trial->scripts.first))
			continue;
		any = true;
		value_put_json(&words, entry->value);
		printf(_("  sets %s = %s\n"), entry->key.at, words.at);
		fputs(_("    made from: "), stdout);
		fields_print(record->kind, record->derived_from[i]);
		buf_free(&words);
	}
	return any;
}

static void
narrowed_print(const struct trial *trial, const struct record *record)
{
	struct site_run *run = trial->run;
	for (size_t i = 0; i < value_count(record->narrowed); i++) {
		const struct value *as_written = value_item(record->narrowed, i);
		if (run->policy == NULL)
			continue;
		struct label label = policy_own_label(run->policy, run->arena,
		    as_written, record, &run->diags);
		printf(_("  narrows to: %s\n"),
		    label_words(run->arena, run->corpus.programme, &label));
	}
}

static void
record_tell(const struct trial *trial, const struct record_filter *filter,
    const struct record *copy)
{
	bool derives = derived_print(trial, filter, copy);
	narrowed_print(trial, copy);
	if (copy->left_out)
		puts(_("  leaves the record out of all editions"));
	if (!derives && copy->narrowed == NULL && !copy->left_out)
		puts(_("  changes nothing in the record"));
	fputs(_("  has read: "), stdout);
	fields_print(copy->kind, record_filter_read(filter));
}

/* To the copy what the site's others derive: those before it, or behind. */
static void
derived_add(const struct trial *trial, const struct record_filter *filter,
    struct record *copy, bool behind)
{
	struct arena *arena = trial->run->arena;
	const struct value *all = trial->record->derived;
	size_t own = value_count(copy->derived);
	struct value *map = value_map(arena);
	uint64_t *from =
	    ARENA_ARRAY(arena, uint64_t, own + value_count(all));
	for (size_t i = 0; i < own; i++) {
		from[i] = copy->derived_from[i];
		*value_append(arena, map) = copy->derived->map.entries[i];
	}
	for (size_t i = 0; i < value_count(all); i++) {
		const struct entry *entry = &all->map.entries[i];
		const char *name = entry->key.at;
		if (comes_behind(trial, filter, name, trial->scripts.first) ||
		    comes_behind(trial, filter, name, trial->earlier) != behind)
			continue;
		from[map->map.count] = trial->record->derived_from[i];
		*value_append(arena, map) = *entry;
	}
	copy->derived = value_count(map) == 0 ? NULL : map;
	copy->derived_from = from;
}

/* As the site's filters before it leave it, with no field of this one. */
static void
record_copy(const struct trial *trial, const struct record_filter *filter,
    struct record *copy)
{
	*copy = *trial->record;
	copy->derived = copy->narrowed = NULL;
	copy->left_out = false;
	if (trial->earlier == 0) /* else what all have read stands for it */
		copy->filters_read = 0;
	derived_add(trial, filter, copy, false);
}

/* On a copy: the record has been through the site's own filters. */
static int
record_try(struct trial *trial, struct record *copy)
{
	struct site_run *run = trial->run;
	struct record_filter *filter = record_filter_open(&trial->scripts,
	    run->corpus.programme, &run->corpus.roster, run->as_of,
	    &run->diags);
	if (filter == NULL)
		return -1;
	record_copy(trial, filter, copy);
	filter_watch_begin(FILTER_RECORD, 1);
	record_filter_run(filter, run->arena, copy, &run->diags);
	filter_watch_end();
	bool good = diag_worst(&run->diags) < DIAG_ERROR;
	if (good) {
		record_tell(trial, filter, copy);
		derived_add(trial, filter, copy, true);
	}
	record_filter_close(filter);
	return good ? 0 : -1;
}

/* Is it one of the site's, so that what it does is done already? */
static bool
is_of_site(const struct trial *trial)
{
	const struct scripts *site = &trial->run->scripts;
	const struct script *tried = tried_script(trial);
	for (size_t i = 0; i < site->count; i++)
		if (strcmp(site->items[i].name, tried->name) == 0 &&
		    text_equal(site->items[i].text, tried->text))
			return true;
	return false;
}

/* As if site.yaml named it: the editions see what it did. */
static void
record_apply(const struct trial *trial, const struct record *copy)
{
	struct site_run *run = trial->run;
	struct record *record = trial->record;
	if (is_of_site(trial))
		return;
	record->derived = copy->derived;
	record->derived_from = copy->derived_from;
	record->left_out = record->left_out || copy->left_out;
	if (copy->narrowed == NULL)
		return;
	if (record->narrowed == NULL)
		record->narrowed = value_list(run->arena);
	for (size_t i = 0; i < value_count(copy->narrowed); i++)
		value_add(run->arena, record->narrowed,
		    value_item(copy->narrowed, i));
	policy_label(run->policy, run->arena, record, &run->diags);
}

/* ---- the tally phase ---- */

static void
contributions_print(const struct tallies *tallies)
{
	for (size_t t = 0; t < tallies->list.count; t++) {
		const struct tally *tally = tallies->list.items[t];
		const struct contributions *all = &tallies->contributions[t];
		if (all->count == 0)
			printf(_("  counts in no cell of “%s”\n"), tally->title);
		for (size_t i = 0; i < all->count; i++) {
			struct buf words = BUF_INIT;
			tally_place_words(&words, tally, &all->items[i].place);
			printf(_("  counts %u in “%s”: %s\n"),
			    (unsigned)all->items[i].amount, tally->title,
			    words.at);
			buf_free(&words);
		}
	}
}

/* What the record adds to the filter's tallies. */
static void
tallies_try(struct trial *trial)
{
	struct site_run *run = trial->run;
	size_t number = 0;
	struct tallying *tallying = tallying_open(run->arena, &trial->scripts,
	    &run->corpus, run->as_of, &run->diags);
	struct tally_filter *filter =
	    tallying == NULL ? NULL : tally_filter_open(tallying, &run->diags);
	if (filter == NULL)
		return;
	while (run->corpus.records[number] != trial->record)
		number++;
	filter_watch_begin(FILTER_TALLY, 1);
	tally_filter_run(filter, number, &run->diags);
	filter_watch_end();
	tally_filter_close(filter);
	const struct tallies *tallies =
	    tallying_close(tallying, run->arena, 1, &run->diags);
	if (tallies != NULL)
		contributions_print(tallies);
}

/* ---- the element phase ---- */

static int
section_try(struct trial *trial, struct edition_filter *filter,
    const struct view_entry *entry, const struct view_section *section)
{
	struct site_run *run = trial->run;
	struct buf before = BUF_INIT, after = BUF_INIT, diff = BUF_INIT;
	struct node *text = markdown_parse(
	    run->arena, section->body, section->span, &run->diags);
	if (text == NULL)
		return -1;
	outline_put(&before, text);
	int status = edition_filter_elements(
	    filter, run->arena, text, entry, &run->diags);
	outline_put(&after, text);
	if (status == 0)
		diff_put(&diff, run->arena,
		    *section->title == '\0' ? entry->id : section->title,
		    buf_text(&before), buf_text(&after), os_has_colour(1));
	if (diff.len > 0)
		fwrite(diff.at, 1, diff.len, stdout);
	int changed = status != 0 ? -1 : diff.len > 0;
	buf_free(&before);
	buf_free(&after);
	buf_free(&diff);
	return changed;
}

static void
entry_try(struct trial *trial, struct edition_filter *filter,
    const struct view_entry *entry)
{
	const struct view_body *body = entry_body(entry);
	int changed = 0, status = 0;
	filter_watch_begin(FILTER_ELEMENT, body->section_count);
	for (size_t i = 0; i < body->section_count && status >= 0; i++) {
		status =
		    section_try(trial, filter, entry, &body->sections[i]);
		changed += status > 0;
	}
	filter_watch_end();
	if (changed == 0 && status >= 0)
		puts(_("  changes nothing in the text"));
}

/* The entry that was made of the record: where it stands in its file. */
static const struct view_entry *
entry_find(const struct view *view, const struct record *record)
{
	for (size_t i = 0; i < view->entries.count; i++)
		if (view->entries.items[i]->span.source == record->span.source &&
		    view->entries.items[i]->span.start == record->span.start)
			return view->entries.items[i];
	return NULL;
}

static void
edition_try(struct trial *trial, const struct edition *edition)
{
	struct site_run *run = trial->run;
	struct view *view = view_make(&run->corpus, run->policy, edition,
	    run->as_of, run->jobs, &run->diags);
	if (view == NULL)
		return;
	const struct view_entry *entry = entry_find(view, trial->record);
	struct edition_filter *filter =
	    edition_filter_open(&trial->scripts, view, NULL, &run->diags);
	if (filter != NULL && edition_filter_has_elements(filter)) {
		printf("\n%s (%s):\n",
		    utf8_clean(run->arena, text_of(edition->title)),
		    edition->id);
		if (entry == NULL)
			puts(_("  does not see the record"));
		else
			entry_try(trial, filter, entry);
	}
	edition_filter_close(filter);
	view_free(view);
}

static void
editions_try(struct trial *trial)
{
	struct site_run *run = trial->run;
	const struct site *site = run->corpus.site;
	for (size_t i = 0; i < site->edition_count; i++)
		if ((trial->edition == NULL ||
			trial->edition == &site->editions[i]) &&
		    diag_worst(&run->diags) < DIAG_ERROR)
			edition_try(trial, &site->editions[i]);
}

/* ---- the command ---- */

/* A path from here, or else the name of one of the site's, or installed. */
static const char *
path_find(const struct site_run *run, const char *file)
{
	const char *const folders[] = { arena_printf(run->arena, "%s/scripts",
					    run->corpus.site->root),
		installed_folder(run->arena, "scripts") };
	if (os_type_target(file) == OS_FILE || strchr(file, '/') != NULL)
		return file;
	for (size_t i = 0; i < 2; i++) {
		const char *path = folders[i] == NULL
		    ? ""
		    : arena_printf(run->arena, "%s/%s", folders[i], file);
		if (os_type_target(path) == OS_FILE)
			return path;
	}
	return file;
}

static int
trial_run(struct site_run *run, const char *file, const char *word,
    const char *edition)
{
	struct trial trial = { .run = run };
	struct asker asker = { "filter", &run->corpus, run->arena };
	struct record copy;
	const struct record *found = ask_record(&asker, word, NULL);
	if (found == NULL)
		return STATUS_USAGE;
	if (edition != NULL &&
	    (trial.edition = ask_edition(&asker, edition)) == NULL)
		return STATUS_USAGE;
	trial.record = table_get(
	    &run->corpus.record_ids, text_of(found->id));
	if (scripts_load_one(&trial.scripts, run->arena, path_find(run, file),
		run->corpus.site, installed_folder(run->arena, "scripts"),
		&run->sources, &run->diags) != 0)
		return STATUS_OK;
	others_add(&trial);
	printf("%s, %s:\n", tried_script(&trial)->name, found->id);
	if (record_try(&trial, &copy) != 0 || run->policy == NULL)
		return STATUS_OK;
	record_apply(&trial, &copy);
	tallies_try(&trial);
	editions_try(&trial);
	return STATUS_OK;
}

/* What it requires is looked for beside it. */
static void
filter_prepare(void *context, struct site_run *run, struct confine *confine)
{
	confine_add(confine, path_folder(run->arena, context), CONFINE_READ);
}

static int
filter_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	const char *record = NULL, *edition = NULL;
	struct site_run run;
	int operands;
	const struct option table[] = {
		{ "record", 'r', OPTION_STRING, &record, N_("RECORD"),
		    N_("the record to run it on") },
		{ "edition", 0, OPTION_STRING, &edition, N_("EDITION"),
		    N_("the texts of this edition only") },
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &filter_command, argc,
	    argv, 1, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (operands != 1 || record == NULL) {
		fputs(_("tongbao filter: name a file and --record RECORD\n"),
		    stderr);
		return STATUS_USAGE;
	}
	options.rights = (struct site_rights){ .prepare = filter_prepare,
		.context = argv[0] };
	site_open(&run, options);
	int status = STATUS_OK;
	if (run.loaded) {
		/* What is wrong with the site is check's to say. */
		diags_init(&run.diags, run.arena);
		status = trial_run(&run, argv[0], record, edition);
	}
	fflush(stdout);
	int closed = site_close(&run);
	return status != STATUS_OK ? status : closed;
}

const struct command filter_command = {
	"filter", N_("[options] --record=RECORD FILE"),
	N_("run one filter on one record, and show what it changes"),
	filter_main,
};
