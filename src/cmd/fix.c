/*
 * tongbao fix: makes the mends that need no thought, and shows them first.
 *
 * A mend may uncover the next fault, so the site is read again with the mended
 * texts in the place of its files (read/load.h: overlay) until there is nothing
 * more to mend; only then one diff is shown, and each file is written once
 * (cmd/write.h).
 */
#include <stdio.h>
#include "base/diff.h"
#include "base/encoding.h"
#include "base/lang.h"
#include "base/option.h"
#include "base/os.h"
#include "cmd/cmd.h"
#include "cmd/pick.h"
#include "cmd/site.h"
#include "cmd/write.h"

#define ROUNDS_MOST 10

/* A file that is mended. */
struct mended_file {
	const char *path; /* as shown: content/… */
	struct text bytes; /* as they lie on the disk */
	struct text before; /* the same as text */
	struct text after;
	const struct diag_edit **edits; /* of this round, sorted */
	size_t edit_count, edit_capacity;
};

struct fixing {
	struct arena *arena;
	struct site_options options;
	struct pick pick; /* only these files and folders; none: all */
	struct mended_file **files; /* in the order of finding */
	size_t file_count, file_capacity;
	struct table by_path; /* → struct mended_file * */
	struct table overlay; /* path → the file's `after` */
	size_t mends;
	size_t left; /* faults that only a person can mend */
};

/* ---- which files ---- */

static bool
is_chosen(const struct fixing *fixing, const char *shown)
{
	return text_starts(text_of(shown), "content/") &&
	    pick_has(&fixing->pick, shown);
}

/* Is the fault in what was asked for, or without a place? */
static bool
is_asked(const struct fixing *fixing, const struct sources *sources,
    const struct diag *diag)
{
	return diag->span.source == 0 ||
	    pick_has(&fixing->pick,
		source_at(sources, diag->span.source)->path);
}

/* ---- one round ---- */

static struct mended_file *
file_of(struct fixing *fixing, const struct source *source)
{
	struct mended_file *file =
	    table_get(&fixing->by_path, text_of(source->path));
	if (file != NULL)
		return file;
	file = ARENA_NEW(fixing->arena, struct mended_file);
	file->path = arena_string(fixing->arena, source->path);
	file->before = arena_text(fixing->arena, source->text);
	file->bytes = source->bytes.len > 0
	    ? arena_text(fixing->arena, source->bytes)
	    : file->before;
	file->after = file->before;
	table_add(&fixing->by_path, text_of(file->path), file);
	ARENA_ROOM(fixing->arena, fixing->files, fixing->file_count,
	    fixing->file_capacity);
	fixing->files[fixing->file_count++] = file;
	return file;
}

/* Two edits that nobody can say the order of, or that undo each other. */
static bool
edits_clash(const struct diag_edit *a, const struct diag_edit *b)
{
	if (a->span.start == b->span.start)
		return true;
	return a->span.start < b->span.end && b->span.start < a->span.end;
}

/* The first of the file's edits that begins there, or behind. */
static size_t
edit_place(const struct mended_file *file, uint32_t start)
{
	size_t low = 0, high = file->edit_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (file->edits[middle]->span.start < start)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
edit_fits(const struct fixing *fixing, const struct source *source,
    const struct diag_edit *edit)
{
	const struct mended_file *file =
	    table_get(&fixing->by_path, text_of(source->path));
	if (!is_chosen(fixing, source->path))
		return false;
	if (file == NULL)
		return true;
	/* They don't overlap: only its neighbours can be in the way. */
	size_t i = edit_place(file, edit->span.start);
	return (i == file->edit_count || !edits_clash(file->edits[i], edit)) &&
	    (i == 0 || !edits_clash(file->edits[i - 1], edit));
}

static void
edit_add(struct fixing *fixing, const struct source *source,
    const struct diag_edit *edit)
{
	struct mended_file *file = file_of(fixing, source);
	ARENA_ROOM(fixing->arena, file->edits, file->edit_count,
	    file->edit_capacity);
	size_t at = edit_place(file, edit->span.start);
	memmove(file->edits + at + 1, file->edits + at,
	    (file->edit_count++ - at) * sizeof(struct diag_edit *));
	file->edits[at] = edit;
}

/* All edits of a mend, or none. */
static bool
mend_add(struct fixing *fixing, const struct sources *sources,
    const struct diag *diag)
{
	for (const struct diag_edit *e = diag->edits; e != NULL; e = e->next)
		if (!edit_fits(fixing, source_at(sources, e->span.source), e))
			return false;
	for (const struct diag_edit *e = diag->edits; e != NULL; e = e->next)
		edit_add(fixing, source_at(sources, e->span.source), e);
	return diag->edits != NULL;
}

static void
file_mend(struct fixing *fixing, struct mended_file *file)
{
	struct buf buf = BUF_INIT;
	size_t pos = 0;
	for (size_t i = 0; i < file->edit_count; i++) {
		const struct diag_edit *edit = file->edits[i];
		buf_putt(&buf, text_cut(file->after, pos, edit->span.start));
		buf_putt(&buf, edit->text);
		pos = edit->span.end;
	}
	buf_putt(&buf, text_from(file->after, pos));
	file->after = buf_detach(fixing->arena, &buf);
	table_add(&fixing->overlay, text_of(file->path), &file->after);
	file->edit_count = 0;
}

/* Mends what can be; false when there was nothing, or the system fails. */
static bool
round_run(struct fixing *fixing, int *status)
{
	struct site_run run;
	size_t mends = 0;
	site_open(&run, fixing->options);
	diags_sort(&run.diags);
	fixing->left = 0;
	for (const struct diag *d = run.diags.first; d != NULL; d = d->next)
		if (mend_add(fixing, &run.sources, d))
			mends++;
		else if (d->level > DIAG_NOTE &&
		    is_asked(fixing, &run.sources, d))
			fixing->left++;
	for (size_t i = 0; i < fixing->file_count; i++)
		if (fixing->files[i]->edit_count > 0)
			file_mend(fixing, fixing->files[i]);
	fixing->mends += mends;
	/* “Nothing to mend” is for what was read. */
	if (site_has_system_fault(&run) || (!run.loaded && fixing->mends == 0))
		*status = site_close(&run);
	else
		site_drop(&run);
	return mends > 0 && *status == STATUS_OK;
}

/* ---- showing and writing ---- */

static void
mends_show(const struct fixing *fixing, bool screen)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < fixing->file_count; i++) {
		const struct mended_file *file = fixing->files[i];
		struct arena *scratch = arena_new();
		if (file->bytes.at != file->before.at)
			buf_printf(&buf, "%s: %s → UTF-8\n", file->path,
			    encoding_name(encoding_guess(file->bytes)));
		diff_put(&buf, scratch, file->path, file->before, file->after,
		    screen);
		arena_free(scratch);
	}
	fwrite(buf.at, 1, buf.len, stdout);
	buf_free(&buf);
}

static int
files_write(const struct fixing *fixing)
{
	struct content_file *files = ARENA_ARRAY(fixing->arena,
	    struct content_file, fixing->file_count);
	for (size_t i = 0; i < fixing->file_count; i++)
		files[i] = (struct content_file){
			.path = fixing->files[i]->path + strlen("content/"),
			.text = fixing->files[i]->after,
			.old = fixing->files[i]->bytes,
		};
	int status = content_write_or_tell(fixing->arena, "fix",
	    fixing->options.root, files, fixing->file_count);
	if (status == STATUS_OK && !fixing->options.quiet)
		printf(_("%zu mends made in %zu files\n"), fixing->mends,
		    fixing->file_count);
	return status;
}

static void
left_say(const struct fixing *fixing)
{
	if (fixing->left > 0 && !fixing->options.quiet)
		printf(lang_count(
			   "%zu fault is left for you to decide: tongbao "
			   "check\n",
			   "%zu faults are left for you to decide: tongbao "
			   "check\n",
			   fixing->left),
		    fixing->left);
}

static int
fix_run(struct fixing *fixing, bool yes, bool only_show)
{
	int status = STATUS_OK;
	if (yes && !only_show)
		content_tidy(fixing->arena, fixing->options.root);
	for (int i = 0; i < ROUNDS_MOST && round_run(fixing, &status); i++)
		fixing->options.overlay = &fixing->overlay;
	if (status != STATUS_OK)
		return status;
	if (fixing->file_count == 0) {
		if (!fixing->options.quiet)
			puts(_("There is nothing to mend."));
		left_say(fixing);
		return STATUS_OK;
	}
	if (!fixing->options.quiet || !yes)
		mends_show(fixing, os_has_colour(1));
	if (!only_show && !yes)
		yes = content_is_agreed("fix",
		    arena_printf(fixing->arena,
			_("%zu mends in %zu files. Make them? [y/N] "),
			fixing->mends, fixing->file_count));
	status = yes && !only_show ? files_write(fixing) : STATUS_CONTENT;
	left_say(fixing);
	return status;
}

static int
fix_main(int argc, char **argv)
{
	bool yes = false, only_show = false;
	int status, operands;
	struct fixing fixing = { .options = SITE_OPTIONS_INIT };
	fixing.options.rights.content = true;
	const struct option table[] = {
		SITE_OPTIONS(fixing.options),
		{ "yes", 'y', OPTION_FLAG, &yes, NULL,
		    N_("make the mends without asking") },
		{ "diff", 0, OPTION_FLAG, &only_show, NULL,
		    N_("only show them") },
		{ .name = NULL },
	};
	status = site_options_parse(&fixing.options, table, &fix_command, argc,
	    argv, argc, &operands);
	if (status != STATUS_OK)
		return status;
	fixing.arena = arena_new();
	table_init(&fixing.by_path, fixing.arena);
	table_init(&fixing.overlay, fixing.arena);
	status = pick_make(&fixing.pick, fixing.arena, fixing.options.root,
		     argv, (size_t)operands, "fix") != 0
	    ? STATUS_USAGE
	    : fix_run(&fixing, yes, only_show);
	arena_free(fixing.arena);
	return status;
}

const struct command fix_command = {
	"fix", N_("[options] [PATH…]"),
	N_("mend what needs no thought, shown first"), fix_main,
};
