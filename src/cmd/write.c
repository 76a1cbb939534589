#include "cmd/write.h"

#include <stdio.h>
#include "base/lang.h"
#include "base/part.h"
#include "base/path.h"
#include "cmd/cmd.h"

/* Not walked, as its name begins with a dot; on the file system of content/. */
#define STAGE ".tongbao"

struct writer {
	struct arena *arena;
	const char *content, *stage;
	const struct content_file *files;
	size_t count;
	unsigned umask; /* what is new is as private as that says */
	struct content_writing *writing;
};

static const char *
staged(const struct writer *w, size_t i)
{
	return arena_printf(w->arena, "%s/%zu", w->stage, i);
}

static int
fail(const struct writer *w, const char *problem)
{
	w->writing->problem = arena_string(w->arena, problem);
	return -1;
}

/* All of it on the disk, and nothing of it where it is read. */
static int
stage_fill(const struct writer *w, struct os_error *error)
{
	/* What a killed command left. */
	if (os_type(w->stage) != OS_NONE &&
	    os_remove_tree(w->stage, error) != 0)
		return -1;
	if (os_make_folders(w->stage, 0700, error) != 0)
		return -1;
	for (size_t i = 0; i < w->count; i++)
		if (os_write(staged(w, i), w->files[i].text, error) != 0 ||
		    (w->files[i].fresh &&
			os_set_mode(staged(w, i), 0666 & ~w->umask, error) !=
			    0))
			return -1;
	return os_sync(w->stage, error);
}

static int
file_place(const struct writer *w, size_t i, struct os_error *error)
{
	const struct content_file *file = &w->files[i];
	const char *target =
	    arena_printf(w->arena, "%s/%s", w->content, file->path);
	if (file->fresh &&
	    os_make_folders(path_folder(w->arena, target), 0777 & ~w->umask,
		error) != 0)
		return -1;
	return os_put(staged(w, i), target, file->fresh ? NULL : &file->old,
	    error);
}

static int
files_place(const struct writer *w, struct os_error *error)
{
	int status = 0;
	for (size_t i = 0; i < w->count; i++) {
		int done = file_place(w, i, error);
		if (done < 0)
			return -1;
		w->writing->placed += done == 0;
		if (done > 0 && status == 0)
			w->writing->problem = arena_printf(w->arena,
			    _("content/%s was changed meanwhile, or is no "
			      "plain file: left as it is"),
			    w->files[i].path);
		status = done > 0 ? 1 : status;
	}
	return os_sync(w->content, error) == 0 ? status : -1;
}

static int
locked_write(const struct writer *w)
{
	struct os_error error, ignored;
	int status = stage_fill(w, &error);
	if (status == 0)
		status = files_place(w, &error);
	if (status < 0)
		fail(w, error.message);
	os_remove_tree(w->stage, &ignored);
	return status;
}

int
content_write(struct arena *arena, const char *root,
    const struct content_file *files, size_t count,
    struct content_writing *writing)
{
	struct os_error error;
	struct writer w = { .arena = arena,
		.content = arena_printf(arena, "%s/content", root),
		.stage = arena_printf(arena, "%s/content/" STAGE, root),
		.files = files,
		.count = count,
		.umask = os_umask(),
		.writing = writing };
	*writing = (struct content_writing){ 0 };
	/* Some file systems lock no folders: then nobody waits for nobody. */
	int lock = os_lock(w.content, &error);
	int status = lock == -2
	    ? fail(&w, _("another command is writing to content/ now"))
	    : locked_write(&w);
	if (lock >= 0)
		os_unlock(lock);
	if (status == 0)
		return 0;
	writing->state = writing->placed == 0
	    ? _("Nothing is written")
	    : arena_printf(arena,
		  _("%zu of %zu files are written, each of them whole; the "
		    "same command again writes the others"),
		  writing->placed, count);
	return status;
}

void
content_tidy(struct arena *arena, const char *root)
{
	struct os_error ignored;
	const char *content = arena_printf(arena, "%s/content", root);
	const char *stage = arena_printf(arena, "%s/" STAGE, content);
	if (os_type(stage) == OS_NONE)
		return;
	int lock = os_lock(content, &ignored);
	if (lock >= 0)
		os_remove_tree(stage, &ignored);
	if (lock >= 0)
		os_unlock(lock);
}

bool
content_is_agreed(const char *command, const char *question)
{
	char answer[64];
	if (!os_is_terminal(0) || !os_is_terminal(1)) {
		fprintf(stderr,
		    _("tongbao %s: nothing is written, as nobody can be asked "
		      "here: --yes writes it\n"),
		    command);
		return false;
	}
	fputs(question, stdout);
	fflush(stdout);
	if (fgets(answer, sizeof(answer), stdin) == NULL)
		return false;
	return *answer == 'y' || *answer == 'Y' ||
	    text_starts(text_of(answer), "是");
}

int
content_write_or_tell(struct arena *arena, const char *command,
    const char *root, const struct content_file *files, size_t count)
{
	struct content_writing writing;
	int status = content_write(arena, root, files, count, &writing);
	if (status == 0)
		return STATUS_OK;
	fprintf(stderr, "tongbao %s: %s\n%s\n", command, writing.problem,
	    writing.state);
	return status > 0 ? STATUS_CONTENT : STATUS_SYSTEM;
}

int
output_write(const char *command, const char *path, struct text bytes)
{
	struct os_error error;
	if (path == NULL) {
		fwrite(bytes.at, 1, bytes.len, stdout);
		return STATUS_OK;
	}
	int status = os_type(path) != OS_NONE
	    ? 1
	    : part_write(path, true, bytes, &error);
	if (status > 0)
		fprintf(stderr,
		    _("tongbao %s: %s is there already; name a new file\n"),
		    command, path);
	else if (status < 0)
		fprintf(stderr, "tongbao %s: %s\n", command, error.message);
	return status == 0   ? STATUS_OK
	    : status > 0 ? STATUS_USAGE
			 : STATUS_SYSTEM;
}
