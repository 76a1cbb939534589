/*
 * A build.ninja for a plan.  Each map depends on the records of its shard, and
 * reduce on all else that the site is made from, so that only what may have
 * changed is done again; files that are new or gone need a new plan.  A part
 * that comes out as it was ends it there (restat).
 *
 * The stamps of reduce, pages and publish are ninja's own: it makes them when
 * the step has succeeded.
 */
#include "cmd/plan.h"

#include "base/path.h"
#include "cmd/cmd.h"

struct ninja {
	struct buf *out;
	const struct shard_plan *plan;
	struct arena *arena;
	const char *folder, *site, *content; /* absolute */
	struct shard_input_list inputs;
};

/* There is no way to write the end of a line. */
static bool
is_writable(const char *path)
{
	return path[strcspn(path, "\r\n")] == '\0';
}

/* As a path of a build line; `bar` is a variable, as nothing escapes |. */
static void
path_put(struct buf *out, const char *path)
{
	for (const char *b = path; *b != '\0'; b++) {
		if (*b == '|') {
			buf_puts(out, "${bar}");
			continue;
		}
		if (strchr("$ :", *b) != NULL)
			buf_putc(out, '$');
		buf_putc(out, *b);
	}
}

/* As a word of a command, for the shell. */
static void
word_put(struct buf *out, const char *word)
{
	buf_putc(out, '\'');
	for (const char *b = word; *b != '\0'; b++) {
		if (*b == '\'')
			buf_puts(out, "'\\'");
		else if (*b == '$')
			buf_putc(out, '$');
		buf_putc(out, *b);
	}
	buf_putc(out, '\'');
}

static void
input_put(struct buf *out, const char *path)
{
	if (!is_writable(path))
		return;
	buf_puts(out, " $\n    ");
	path_put(out, path);
}

/* W/NAME, or W/NAME-3END. */
static void
ours_put(const struct ninja *n, const char *name, unsigned shard,
    const char *end)
{
	path_put(n->out, n->folder);
	buf_printf(n->out, "/%s", name);
	if (shard > 0)
		buf_printf(n->out, "-%u", shard);
	buf_puts(n->out, end);
}

static void
rule_put(const struct ninja *n, const char *step, const char *options,
    const char *after)
{
	buf_printf(n->out, "rule %s\n  command = $tongbao %s -C $site --plan "
	    "$plan%s%s\n  description = %s%s\n", step, step, options, after,
	    step, *options == '\0' ? "" : " $shard");
}

static void
rules_put(const struct ninja *n)
{
	struct buf *out = n->out;
	const char *program = os_program_folder(n->arena);
	buf_puts(out, "# Made by: tongbao plan --ninja\n"
	    "ninja_required_version = 1.3\nbar = |\nbuilddir = ");
	for (const char *b = n->folder; *b != '\0'; b++)
		buf_puts(out, *b == '$' ? "$$" : (char[]){ *b, '\0' });
	buf_puts(out, "\ntongbao = ");
	word_put(out, *program == '\0'
	    ? "tongbao"
	    : arena_printf(n->arena, "%s/tongbao", program));
	buf_puts(out, "\nsite = ");
	word_put(out, n->site);
	buf_puts(out, "\nplan = ");
	word_put(out, arena_printf(n->arena, "%s/%s", n->folder,
	    path_name(n->plan->path)));
	buf_puts(out, "\n\n");
	rule_put(n, "map", " --shard $shard -q -j 1", "");
	buf_puts(out, "  restat = 1\n");
	rule_put(n, "reduce", "", " -q && touch $out");
	rule_put(n, "pages", " --shard $shard -q -j 1", " && touch $out");
	rule_put(n, "publish", "", " -q && touch $out");
	buf_putc(out, '\n');
}

/* Lists of files by shard, each in the plan's order: 0 is their end. */
struct by_shard {
	uint32_t *first, *next; /* file + 1 */
};

static struct by_shard
by_shard_make(const struct ninja *n)
{
	const struct shard_plan *plan = n->plan;
	struct by_shard by = {
		ARENA_ARRAY(n->arena, uint32_t, plan->shards + 1),
		ARENA_ARRAY(n->arena, uint32_t, plan->files.count + 1),
	};
	for (size_t i = plan->files.count; i > 0; i--) {
		uint32_t shard = plan->shard_of[i - 1];
		by.next[i] = by.first[shard];
		by.first[shard] = (uint32_t)i;
	}
	return by;
}

static void
content_put(const struct ninja *n, uint32_t file)
{
	const struct os_found *found = &n->plan->files.items[file];
	struct buf path = BUF_INIT;
	buf_printf(&path, "%s/%s", n->content, found->path);
	if (found->type == OS_FILE)
		input_put(n->out, path.at);
	buf_free(&path);
}

static void
plan_put(const struct ninja *n)
{
	buf_puts(n->out, " ");
	ours_put(n, path_name(n->plan->path), 0, "");
}

static void
maps_put(const struct ninja *n, const struct by_shard *by)
{
	for (unsigned shard = 1; shard <= n->plan->shards; shard++) {
		buf_puts(n->out, "build ");
		ours_put(n, "part", shard, ": map |");
		plan_put(n);
		for (uint32_t i = by->first[shard]; i != 0; i = by->next[i])
			content_put(n, i - 1);
		buf_printf(n->out, "\n  shard = %u/%u\n", shard,
		    n->plan->shards);
	}
}

static void
reduce_put(const struct ninja *n, const struct by_shard *by)
{
	buf_puts(n->out, "build ");
	ours_put(n, "reduced", 0, ": reduce |");
	plan_put(n);
	for (unsigned shard = 1; shard <= n->plan->shards; shard++) {
		buf_puts(n->out, " $\n    ");
		ours_put(n, "part", shard, "");
	}
	for (size_t i = 0; i < n->inputs.count; i++)
		if (os_type_target(n->inputs.items[i].path) == OS_FILE)
			input_put(n->out, n->inputs.items[i].path);
	for (uint32_t i = by->first[0]; i != 0; i = by->next[i])
		if (picture_is_named(text_of(n->plan->files.items[i - 1].path)))
			content_put(n, i - 1);
	buf_putc(n->out, '\n');
}

static void
pages_put(const struct ninja *n)
{
	for (unsigned shard = 1; shard <= n->plan->shards; shard++) {
		buf_puts(n->out, "build ");
		ours_put(n, "made", shard, ".done: pages |");
		plan_put(n);
		buf_putc(n->out, ' ');
		ours_put(n, "reduced", 0, "");
		buf_printf(n->out, "\n  shard = %u/%u\n", shard,
		    n->plan->shards);
	}
	buf_puts(n->out, "build ");
	ours_put(n, "published", 0, ": publish |");
	plan_put(n);
	buf_putc(n->out, ' ');
	ours_put(n, "reduced", 0, "");
	for (unsigned shard = 1; shard <= n->plan->shards; shard++) {
		buf_puts(n->out, " $\n    ");
		ours_put(n, "made", shard, ".done");
	}
	buf_puts(n->out, "\ndefault ");
	ours_put(n, "published", 0, "\n");
}

/* Absolute, as ninja may be run from anywhere. */
static int
places_find(struct ninja *n, struct site_run *run)
{
	n->folder = os_real_path(run->arena, n->plan->folder);
	n->site = os_real_path(run->arena, run->options.root);
	if (n->folder != NULL && n->site != NULL && is_writable(n->folder) &&
	    is_writable(n->site) &&
	    is_writable(os_program_folder(run->arena)) &&
	    is_writable(path_name(n->plan->path))) {
		n->content = arena_printf(run->arena, "%s/content", n->site);
		return STATUS_OK;
	}
	fputs(_("tongbao plan: --ninja: a path with the end of a line in it "
		"can't be written for ninja; move the site or the plan\n"),
	    stderr);
	return STATUS_USAGE;
}

/* Theirs are relative to this folder. */
static int
inputs_find(struct ninja *n, struct site_run *run)
{
	struct site_options here = run->options;
	run->options.root = n->site;
	int status = shard_inputs_list(&n->inputs, run, &n->plan->files);
	run->options = here;
	return status == 0 ? STATUS_OK : STATUS_SYSTEM;
}

int
plan_ninja_put(struct buf *out, const struct shard_plan *plan,
    struct site_run *run)
{
	struct ninja n = { .out = out, .plan = plan, .arena = run->arena };
	int status = places_find(&n, run);
	if (status == STATUS_OK)
		status = inputs_find(&n, run);
	if (status != STATUS_OK)
		return status;
	struct by_shard by = by_shard_make(&n);
	rules_put(&n);
	maps_put(&n, &by);
	reduce_put(&n, &by);
	pages_put(&n);
	return STATUS_OK;
}
