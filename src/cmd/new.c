/* tongbao new: a record to fill in, at its place. */
#include "cmd/new.h"

#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "base/os.h"
#include "cmd/cmd.h"
#include "cmd/site.h"
#include "cmd/write.h"

int
creation_lacks(const struct creation *c, const char *option)
{
	fprintf(stderr, _("tongbao %s: a new %s (%s) needs %s\n"),
	    c->words->command, c->archetype.kind->name,
	    c->archetype.kind->alias, option);
	return -1;
}

/* When nothing is said, keys are in the language of the messages. */
int
creation_keys(bool *chinese, const char *word, const char *command)
{
	enum lang lang = lang_is_chinese() ? LANG_CHINESE : LANG_ENGLISH;
	if (word == NULL || lang_parse(&lang, word) == 0) {
		*chinese = lang == LANG_CHINESE;
		return 0;
	}
	fprintf(stderr, _("tongbao %s: --keys takes en or zh, not '%s'\n"),
	    command, word);
	return -1;
}

/* ---- writing ---- */

bool
creation_may_be_read(const char *command, const char *path, struct text text)
{
	if (text.len <= RELEASE_MOST)
		return true;
	fprintf(stderr,
	    _("tongbao %s: content/%s would have %zu bytes, and no file of "
	      "more than %zu is read: nothing is written; release the records "
	      "in parts: tongbao release RECORD… --edition EDITION --path "
	      "FILE\n"),
	    command, path, text.len, RELEASE_MOST);
	return false;
}

int
creation_write(struct creation *c, const char *path, const char *root)
{
	struct arena *arena = c->asker.arena;
	struct buf text = BUF_INIT;
	const char *shown = arena_printf(arena, "content/%s", path);
	content_tidy(arena, root);
	if (os_type(arena_printf(arena, "%s/%s", root, shown)) != OS_NONE) {
		fprintf(stderr,
		    _("tongbao %s: %s is there already and stays as it is; "
		      "name another file: --path\n"),
		    c->words->command, shown);
		return STATUS_USAGE;
	}
	archetype_put(&text, arena, &c->archetype);
	const struct content_file file = { .path = path,
		.text = buf_text(&text),
		.fresh = true };
	int status = creation_may_be_read(c->words->command, path, file.text)
	    ? content_write_or_tell(
		  arena, c->words->command, root, &file, 1)
	    : STATUS_CONTENT;
	buf_free(&text);
	if (status == STATUS_OK)
		printf(_("%s\nNext: fill in what stands empty; tongbao check "
			 "says what is still missing\n"),
		    shown);
	return status;
}

/* ---- the command ---- */

int
creation_begin(struct creation *c, struct site_run *run,
    const struct new_words *words, const struct shape *kind, bool chinese)
{
	*c = (struct creation){
		.words = words,
		.asker = { words->command, &run->corpus, run->arena },
		.as_of = run->as_of,
		.newsletter = strcmp(words->kind, "简报") == 0,
		.archetype = { .kind = kind,
		    .programme = run->corpus.programme,
		    .fields = value_map(run->arena),
		    .today = run->as_of,
		    .chinese = chinese,
		    .brief = words->covered != NULL },
	};
	return creation_fill(c);
}

static int
record_new(struct site_run *run, struct new_words *words,
    const struct shape *kind, bool chinese)
{
	struct creation c;
	struct asker asker = { "new", &run->corpus, run->arena };
	if (words->edition != NULL) {
		const struct edition *edition =
		    ask_edition(&asker, words->edition);
		if (edition == NULL)
			return STATUS_USAGE;
		words->edition = edition->id;
	}
	const char *path = creation_begin(&c, run, words, kind, chinese) != 0
	    ? NULL
	    : creation_path(&c);
	return path == NULL ? STATUS_USAGE
			    : creation_write(&c, path, run->options.root);
}

static int
new_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	struct new_words words = { .command = "new" };
	struct site_run run;
	int operands;
	bool chinese;
	const struct option table[] = {
		{ "subject", 0, OPTION_STRING, &words.subject, N_("SUBJECT"),
		    N_("the organisation or person it is about") },
		{ "organisation", 0, OPTION_STRING, &words.organisation,
		    N_("ORGANISATION"),
		    N_("whose plan it is, or where a leader took part") },
		{ "period", 0, OPTION_STRING, &words.period, N_("PERIOD"),
		    N_("its period (default: the one under way)") },
		{ "form", 0, OPTION_STRING, &words.form, N_("FORM"),
		    N_("of a review (default: the one for its subject)") },
		{ "reviewer", 0, OPTION_STRING, &words.reviewer, N_("PERSON"),
		    N_("of a review (default: who is responsible)") },
		{ "review", 0, OPTION_STRING, &words.review, N_("REVIEW"),
		    N_("that a reply answers; its problems are taken over") },
		{ "problem", 0, OPTION_STRING, &words.problem, N_("PROBLEM"),
		    N_("REVIEW#ID that a verification closes or reopens") },
		{ "record", 0, OPTION_STRING, &words.record, N_("RECORD"),
		    N_("that an amendment corrects or a release covers") },
		{ "renamed", 0, OPTION_STRING, &words.renamed, N_("RECORD"),
		    N_("what the record that an amendment is of is called now") },
		{ "edition", 0, OPTION_STRING, &words.edition, N_("EDITION"),
		    N_("of a bulletin or a release") },
		{ "path", 0, OPTION_STRING, &words.path, N_("FILE"),
		    N_("where below content/ (default: by custom)") },
		{ "keys", 0, OPTION_STRING, &words.keys, "en|zh",
		    N_("names of fields (default: as the messages)") },
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &new_command, argc,
	    argv, 1, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (operands != 1) {
		fputs(_("tongbao new: name the kind of record\n"
			"Try: tongbao new review --subject SUBJECT\n"),
		    stderr);
		return STATUS_USAGE;
	}
	if (creation_keys(&chinese, words.keys, "new") != 0)
		return STATUS_USAGE;
	words.kind = argv[0];
	const struct shape *kind = ask_kind("new", words.kind);
	if (kind == NULL)
		return STATUS_USAGE;
	site_load_only(&run, options);
	int status =
	    run.loaded ? record_new(&run, &words, kind, chinese) : STATUS_OK;
	int closed = site_close_quietly(&run);
	return status != STATUS_OK ? status : closed;
}

const struct command new_command = {
	"new", N_("[options] KIND"), N_("begin a record: a file to fill in, at its place"),
	new_main,
};
