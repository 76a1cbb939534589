#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/lang.h"
#include "base/part.h"
#include "cmd/cmd.h"
#include "cmd/print.h"

/* A record is not to be lost by a slip of the hand; an empty file may. */
static bool
is_pdf(struct arena *arena, const char *path)
{
	struct os_error ignored;
	struct text text;
	return os_read(arena, path, &text, &ignored) == 0 &&
	    (text.len == 0 || text_starts(text, "%PDF-"));
}

static int
fail(const char *path, int code)
{
	fprintf(stderr, "tongbao print: %s: %s\n", path, strerror(code));
	return STATUS_SYSTEM;
}

/* A PDF, or nothing yet; a link to one is followed. */
static int
target_find(struct arena *arena, const char *path, const char **target)
{
	enum os_type type = os_type_target(path);
	*target = path;
	if (os_type(path) == OS_NONE)
		return STATUS_OK;
	if (type == OS_FILE && is_pdf(arena, path)) {
		*target = os_real_path(arena, path);
		return *target != NULL ? STATUS_OK : fail(path, errno);
	}
	fprintf(stderr,
	    type == OS_FILE
		? _("tongbao print: %s is no PDF: left as it is\n")
		: _("tongbao print: %s is no plain file: left as it is\n"),
	    path);
	return STATUS_USAGE;
}

static int
file_put(struct arena *arena, const char *path, struct text bytes)
{
	struct os_error error;
	const char *target;
	int status = target_find(arena, path, &target);
	if (status != STATUS_OK)
		return status;
	return part_write(target, false, bytes, &error) == 0
	    ? STATUS_OK
	    : fail(path, error.code);
}

static int
file_write(const struct printing *p, const char *path,
    const struct printed *file)
{
	int status = file_put(p->run.arena, path, buf_text(&file->pdf));
	if (status == STATUS_OK && !p->run.options.quiet)
		printf("%s  %s\n", path, file->title);
	return status;
}

static int
each_write(const struct printing *p)
{
	struct os_error error;
	int status = STATUS_OK;
	if (os_make_folders(p->each, 0755, &error) != 0) {
		fprintf(stderr, "tongbao print: %s\n", error.message);
		return STATUS_SYSTEM;
	}
	for (size_t i = 0; i < p->count && status == STATUS_OK; i++)
		status = file_write(p,
		    arena_printf(p->run.arena, "%s/%s.pdf", p->each,
			p->files[i].name),
		    &p->files[i]);
	return status;
}

/* Said here, where it is known why. */
static int
out_write(struct text bytes)
{
	if (fwrite(bytes.at, 1, bytes.len, stdout) == bytes.len &&
	    fflush(stdout) == 0)
		return STATUS_OK;
	fprintf(stderr, _("tongbao: standard output: %s\n"), strerror(errno));
	clearerr(stdout);
	return STATUS_SYSTEM;
}

int
print_write(const struct printing *p)
{
	const struct printed *file = &p->files[0];
	if (p->each != NULL)
		return each_write(p);
	bool out = p->output == NULL ? !os_is_terminal(1)
				     : strcmp(p->output, "-") == 0;
	if (!out)
		return file_write(p,
		    p->output != NULL
			? p->output
			: arena_printf(p->run.arena, "%s.pdf", file->name),
		    file);
	return out_write(buf_text(&file->pdf));
}
