/*
 * tongbao diff: what changed between two seals, two commits, or two folders
 * that builds made: records, figures, names, pages.  Of two editions it tells
 * what who holds both learns from the second; for the office's own eyes.
 */
#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "cmd/cmd.h"
#include "cmd/facts.h"
#include "cmd/git.h"
#include "cmd/listing.h"
#include "cmd/site.h"

struct comparing {
	struct site_options site;
	struct site_run run;
	struct arena *arena;
	struct git git;
	bool loaded; /* run->corpus has the seals */
	enum listing_format format;
	struct listing listing;
};

/* ---- what a word means ---- */

enum side { SIDE_SEAL, SIDE_FOLDER, SIDE_COMMIT };

static int
folder_take(struct facts *facts, const char *word)
{
	struct os_error error;
	if (facts_of_folder(facts, word, &error) == 0)
		return STATUS_OK;
	fprintf(stderr, "tongbao diff: %s\n", error.message);
	return STATUS_SYSTEM;
}

/* False: git has no such commit. */
static bool
commit_take(struct comparing *c, struct facts *facts, const char *word)
{
	const char *const words[] = { "ls-tree", "-r", "-z",
		arena_printf(c->arena, "%s^{commit}", word), "--", "content",
		"scripts", "themes", NULL };
	const char *complaint;
	struct text listing;
	if (*word == '-' ||
	    git_look(&c->git, c->arena, c->site.root, &complaint) != 0 ||
	    git_read(&c->git, words, &listing, &complaint) != 0)
		return false;
	facts_of_tree(facts, listing);
	return true;
}

static int
usage_say(void)
{
	fputs(_("tongbao diff: name two seals, two folders or two commits\n"),
	    stderr);
	return STATUS_USAGE;
}

/* A status, after a message where it is not STATUS_OK. */
static int
side_take(struct comparing *c, struct facts *facts, const char *word,
    enum side *side)
{
	*facts = (struct facts){ .arena = c->arena };
	int status = STATUS_OK;
	const struct seal *seal =
	    c->loaded ? corpus_seal(&c->run.corpus, word) : NULL;
	if (seal != NULL) {
		*side = SIDE_SEAL;
		facts_of_seal(facts, seal);
	} else if (os_type_target(word) == OS_FOLDER) {
		*side = SIDE_FOLDER;
		status = folder_take(facts, word);
	} else if (!commit_take(c, facts, word)) {
		fprintf(stderr,
		    _("tongbao diff: '%s' is no seal, no folder and no commit "
		      "of git\n"),
		    word);
		status = STATUS_USAGE;
	} else {
		*side = SIDE_COMMIT;
	}
	facts_sort(facts);
	return status;
}

/* ---- the two beside each other ---- */

/* In the user's language for people, in one for programs. */
static const char *
word_for(const struct comparing *c, const char *word)
{
	return c->format == LISTING_TEXT ? _(word) : word;
}

/* `a` in the first, `b` in the second; NULL: not there. */
static void
row_add(struct comparing *c, const struct fact *a, const struct fact *b)
{
	const struct fact *one = a != NULL ? a : b;
	listing_add(&c->listing, word_for(c, a == NULL ? N_("added")
		: b == NULL ? N_("removed") : N_("changed")));
	listing_add(&c->listing, word_for(c, fact_kind_name(one->kind)));
	listing_add(&c->listing,
	    *one->field == '\0' ? one->name
				: arena_printf(c->arena, "%s %s", one->name,
				      one->field));
	listing_add(&c->listing, a != NULL && a->told ? a->text : NULL);
	listing_add(&c->listing, b != NULL && b->told ? b->text : NULL);
}

/* A field of a record that is on one side only, as has been told. */
static bool
is_part(const struct fact *whole, const struct fact *fact)
{
	return whole != NULL && *fact->field != '\0' &&
	    strcmp(fact->name, whole->name) == 0;
}

static void
sides_compare(struct comparing *c, const struct facts *one,
    const struct facts *two)
{
	size_t i = 0, j = 0;
	const struct fact *whole = NULL; /* the last that one side only has */
	while (i < one->count || j < two->count) {
		const struct fact *a = i < one->count ? &one->items[i] : NULL;
		const struct fact *b = j < two->count ? &two->items[j] : NULL;
		int order = a == NULL ? 1 : b == NULL ? -1
						     : fact_compare(a, b);
		const struct fact *only = order < 0 ? a : b;
		if (order == 0 && strcmp(a->text, b->text) != 0)
			row_add(c, a, b);
		if (order != 0 && !is_part(whole, only)) {
			row_add(c, order < 0 ? a : NULL,
			    order < 0 ? NULL : b);
			whole = *only->field == '\0' ? only : whole;
		}
		i += order <= 0;
		j += order >= 0;
	}
}

static int
diff_show(struct comparing *c, char **words)
{
	static const struct listing_column columns[] = {
		{ "change", N_("change"), false },
		{ "kind", N_("kind"), false },
		{ "name", N_("name"), false },
		{ "before", N_("before"), false },
		{ "after", N_("after"), false },
	};
	struct facts facts[2];
	enum side sides[2];
	for (int i = 0; i < 2; i++) {
		int status = side_take(c, &facts[i], words[i], &sides[i]);
		if (status != STATUS_OK)
			return status;
	}
	/* Each has texts and digests of its own: all would be told as changed. */
	if (sides[0] != sides[1])
		return usage_say();
	listing_init(&c->listing, c->arena, columns, 5);
	c->listing.width = os_terminal_width(1);
	sides_compare(c, &facts[0], &facts[1]);
	size_t rows = listing_rows(&c->listing);
	if (rows > 0 || c->format != LISTING_TEXT)
		listing_print(&c->listing, c->format, stdout);
	return rows > 0 ? STATUS_CONTENT : STATUS_OK;
}

static int
diff_main(int argc, char **argv)
{
	struct comparing c = { .site = SITE_OPTIONS_INIT };
	const char *form = "text";
	int operands;
	const struct option table[] = {
		{ "format", 0, OPTION_STRING, &form, "text|csv|json",
		    N_("how to print it (default: text)") },
		SITE_OPTIONS(c.site),
		{ .name = NULL },
	};
	int usage = site_options_parse(&c.site, table, &diff_command, argc,
	    argv, 2, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (listing_format_parse(&c.format, form, diff_command.name) != 0)
		return STATUS_USAGE;
	if (operands != 2)
		return usage_say();
	/* Folders need no site. */
	bool folders = os_type_target(argv[0]) == OS_FOLDER &&
	    os_type_target(argv[1]) == OS_FOLDER;
	c.arena = arena_new();
	c.loaded = !folders && site_load_only(&c.run, c.site) == 0;
	int status = diff_show(&c, argv);
	if (!folders)
		site_drop(&c.run);
	arena_free(c.arena);
	return status;
}

const struct command diff_command = {
	"diff", N_("[options] A B"),
	N_("what changed between two seals, two commits or two outputs"),
	diff_main,
};
