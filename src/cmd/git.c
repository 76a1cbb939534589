#include "cmd/git.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/buf.h"
#include "base/diag.h"
#include "base/lang.h"
#include "base/os.h"
#include "base/path.h"
#include "cmd/cmd.h"

#define GIT_WORDS 20
/* Whoever else asks git tells by himself what it did not answer. */
#define COMMAND "check"

static void
say(const char *what)
{
	fprintf(stderr, "tongbao " COMMAND ": %s\n", what);
}

/*
 * git -C ROOT …, its output with a NUL behind it.  Its exit status, or -1 when
 * it could not be run: then `*complaint` says why.
 */
static int
git_try(const struct git *git, const char *const *words, struct text input,
    struct os_ran *ran, const char **complaint)
{
	const char *argv[GIT_WORDS + 4] = { "git", "-C", git->root };
	struct os_error error = { .code = ENOENT };
	*ran = (struct os_ran){ 0 };
	for (size_t i = 0; words[i] != NULL; i++) {
		if (i == GIT_WORDS)
			BUG("more words than git is given");
		argv[i + 3] = words[i];
	}
	if (os_run(git->arena, argv, input, ran, &error) == 0 &&
	    ran->status != 127)
		return ran->status;
	/* The loader's status, too, who says why. */
	*complaint = error.code == ENOENT && ran->complaint.len > 0
	    ? arena_text(git->arena, ran->complaint).at
	    : error.code == ENOENT
	    ? _("git is not installed")
	    : arena_string(git->arena, error.message);
	return -1;
}

/* The same, where that is said. */
static int
git_run(const struct git *git, const char *const *words, struct text input,
    struct os_ran *ran)
{
	const char *complaint = "";
	int status = git_try(git, words, input, ran, &complaint);
	if (status < 0)
		say(complaint);
	return status;
}

/* What git says of its failure; who was killed says nothing. */
static const char *
complaint_of(struct arena *arena, const struct os_ran *ran)
{
	struct text said = text_trim(ran->complaint);
	return said.len > 0
	    ? arena_text(arena, said).at
	    : arena_printf(
		  arena, _("git ended with status %d"), ran->status);
}

/* As git_run(), where anything but success is a fault of git's. */
static int
git_ask(const struct git *git, const char *const *words, struct text input,
    struct text *output)
{
	struct os_ran ran;
	int status = git_run(git, words, input, &ran);
	if (status > 0)
		fprintf(stderr, _("tongbao %s: git %s failed: %s\n"),
		    COMMAND, words[0], complaint_of(git->arena, &ran));
	if (status != 0)
		return -1;
	*output = ran.output;
	return 0;
}

static const char *
git_line(const struct git *git, const char *const *words)
{
	struct text output;
	if (git_ask(git, words, TEXT_LIT(""), &output) != 0)
		return NULL;
	output = text_trim(output);
	return arena_copy(git->arena, output.at, output.len);
}

/*
 * A hook runs with paths that are relative to where it was started, and with a
 * GIT_DIR that makes git take any folder for the top of the work tree: git
 * finds the repository by the site's folder instead.
 */
static void
environment_settle(struct arena *arena)
{
	const char *index = getenv("GIT_INDEX_FILE");
	const char *real = index == NULL ? NULL : os_real_path(arena, index);
	if (real != NULL)
		setenv("GIT_INDEX_FILE", real, 1);
	unsetenv("GIT_DIR");
	unsetenv("GIT_WORK_TREE");
	unsetenv("GIT_PREFIX");
}

/*
 * Some folder above has a .git: it is git that gives no answer.  Told by that
 * and not by what git says, which is in the user's language.
 */
static bool
is_below_repository(struct arena *arena, const char *root)
{
	char *folder = arena_string(arena, root);
	for (;;) {
		if (os_type(arena_printf(arena, "%s/.git", folder)) != OS_NONE)
			return true;
		char *slash = strrchr(folder, '/');
		if (slash == NULL)
			return false;
		*slash = '\0';
	}
}

/*
 * PREFIX and a line end, with HEAD and a line end behind it if there is a commit.
 * A prefix ends with a slash, if there is any, and may have line ends in it.
 */
static void
place_read(struct git *git, struct text told)
{
	const char *line;
	if (text_ends(told, "\n"))
		told.len--;
	line = memrchr(told.at, '\n', told.len);
	if (line != NULL && !text_ends(told, "/")) {
		size_t end = (size_t)(line - told.at);
		git->head = arena_text(git->arena, text_from(told, end + 1)).at;
		told.len = end;
	}
	git->prefix = arena_text(git->arena, told).at;
}

/* All in one question: each start of git takes its 5 ms. */
int
git_look(struct git *git, struct arena *arena, const char *root,
    const char **complaint)
{
	static const char *const words[] = { "rev-parse",
		"--is-inside-work-tree", "--is-shallow-repository",
		"--show-prefix", "--revs-only", "HEAD", NULL };
	struct os_ran ran = { .complaint = TEXT_LIT("") };
	struct text inside, shallow, place;
	*git = (struct git){ .arena = arena, .prefix = "", .head = "" };
	git->root = os_real_path(arena, root);
	if (git->root == NULL)
		return 1;
	environment_settle(arena);
	int status = git_try(git, words, TEXT_LIT(""), &ran, complaint);
	if (status != 0 && !is_below_repository(arena, git->root))
		return 1;
	if (status > 0)
		*complaint = complaint_of(arena, &ran);
	if (status != 0)
		return -1;
	text_split(ran.output, '\n', &inside, &place);
	if (!text_is(inside, "true"))
		return 1;
	text_split(place, '\n', &shallow, &place);
	git->shallow = text_is(shallow, "true");
	place_read(git, place);
	return 0;
}

int
git_read(const struct git *git, const char *const *words, struct text *output,
    const char **complaint)
{
	struct os_ran ran;
	int status = git_try(git, words, TEXT_LIT(""), &ran, complaint);
	if (status > 0)
		*complaint = complaint_of(git->arena, &ran);
	*output = ran.output;
	return status == 0 ? 0 : -1;
}

int
git_open(struct git *git, struct arena *arena, const char *root)
{
	const char *complaint;
	int status = git_look(git, arena, root, &complaint);
	if (git->root == NULL)
		fprintf(stderr, _("tongbao %s: there is no folder %s\n"),
		    COMMAND, root);
	else if (status > 0)
		fprintf(stderr,
		    _("tongbao %s: %s is in no git repository\n"), COMMAND,
		    root);
	else if (status < 0)
		say(complaint);
	return status == 0 ? 0 : -1;
}

const char *
git_staged_tree(const struct git *git)
{
	static const char *const unmerged[] = { "ls-files", "--unmerged",
		NULL };
	static const char *const words[] = { "write-tree", NULL };
	const char *conflicts = git_line(git, unmerged);
	if (conflicts != NULL && *conflicts != '\0') {
		say(_("a merge has left conflicts: settle and `git add` "
			   "them first"));
		return NULL;
	}
	return conflicts == NULL ? NULL : git_line(git, words);
}

const char *
git_head_tree(const struct git *git)
{
	static const char *const words[] = { "rev-parse", "--verify", "--quiet",
		"HEAD^{tree}", NULL };
	struct os_ran ran;
	int status = git_run(git, words, TEXT_LIT(""), &ran);
	if (status < 0)
		return NULL;
	struct text tree = text_trim(ran.output);
	return status > 0 ? "" : arena_copy(git->arena, tree.at, tree.len);
}

int
git_staged_paths(const struct git *git, struct table *paths)
{
	static const char *const words[] = { "diff", "--cached", "--name-only",
		"-z", "--no-renames", "--relative", "--", "content", "scripts",
		"themes", NULL };
	struct text output, path;
	table_init(paths, git->arena);
	if (git_ask(git, words, TEXT_LIT(""), &output) != 0)
		return -1;
	while (output.len > 0) {
		text_split(output, '\0', &path, &output);
		table_add(paths, path, (void *)path.at);
	}
	return 0;
}

bool
git_has_content(const struct git *git)
{
	static const char *const words[] = { "ls-files", "--", "content", NULL };
	const char *files = git_line(git, words);
	return files == NULL || *files != '\0';
}

/* ---- a tree as files ---- */

struct blob {
	const char *path; /* below the site's root */
	bool link;
};

struct blobs {
	struct blob *items;
	size_t count, capacity;
	struct buf names; /* one a line, for git */
};

/* MODE blob NAME<tab>PATH */
static void
blob_add(const struct git *git, struct blobs *blobs, struct text entry)
{
	struct text about, path, mode, rest, type, name;
	text_split(entry, '\t', &about, &path);
	text_split(about, ' ', &mode, &rest);
	text_split(rest, ' ', &type, &name);
	if (!text_is(type, "blob"))
		return; /* a repository in the repository */
	ARENA_ROOM(git->arena, blobs->items, blobs->count, blobs->capacity);
	blobs->items[blobs->count++] = (struct blob){
		arena_copy(git->arena, path.at, path.len),
		text_is(mode, "120000"),
	};
	buf_putt(&blobs->names, name);
	buf_putc(&blobs->names, '\n');
}

static int
blob_write(const struct git *git, const struct blob *blob, const char *folder,
    struct text bytes)
{
	struct os_error error;
	const char *path =
	    arena_printf(git->arena, "%s/%s", folder, blob->path);
	int status =
	    os_make_folders(path_folder(git->arena, path), 0700, &error);
	if (status == 0 && blob->link)
		status = os_make_link(
		    arena_copy(git->arena, bytes.at, bytes.len), path, &error);
	else if (status == 0)
		status = os_write(path, bytes, &error);
	if (status != 0)
		say(error.message);
	return status;
}

/* What `git cat-file --batch` says: NAME TYPE SIZE, a line, the bytes. */
static int
blobs_write(const struct git *git, const struct blobs *blobs,
    struct text output, const char *folder)
{
	for (size_t i = 0; i < blobs->count; i++) {
		struct text head;
		text_split(output, '\n', &head, &output);
		const char *space = memrchr(head.at, ' ', head.len);
		size_t size =
		    space == NULL ? 0 : strtoul(space + 1, NULL, 10);
		if (space == NULL || size >= output.len) {
			say(_("git's answer is cut off"));
			return -1;
		}
		if (blob_write(git, &blobs->items[i], folder,
			text_cut(output, 0, size)) != 0)
			return -1;
		output = text_from(output, size + 1);
	}
	return 0;
}

int
git_export(const struct git *git, const char *tree, const char *folder)
{
	const char *const list[] = { "ls-tree", "-r", "-z", tree, "--",
		"content", "scripts", "themes", NULL };
	static const char *const cat[] = { "cat-file", "--batch", NULL };
	struct blobs blobs = { .names = BUF_INIT };
	struct text output, entry;
	int status = git_ask(git, list, TEXT_LIT(""), &output);
	while (status == 0 && output.len > 0) {
		text_split(output, '\0', &entry, &output);
		blob_add(git, &blobs, entry);
	}
	if (status == 0)
		status = git_ask(git, cat, buf_text(&blobs.names), &output);
	if (status == 0)
		status = blobs_write(git, &blobs, output, folder);
	buf_free(&blobs.names);
	return status;
}

/* ---- the hook ---- */

#define HOOK_MARK "# Installed by: tongbao check --install-hook\n"

/* Git starts hooks at the top of the work tree. */
static void
hook_make(const struct git *git, struct buf *buf)
{
	buf_puts(buf,
	    "#!/bin/sh\n" HOOK_MARK
	    "# What is about to be committed is checked; faults refuse it.\n"
	    "# `git commit --no-verify` passes by.\n"
	    "tongbao=$(command -v tongbao) ||\n\ttongbao=");
	buf_put_quoted(buf,
	    arena_printf(git->arena, "%s/tongbao",
		os_program_folder(git->arena)));
	buf_puts(buf, "\nexec \"$tongbao\" check --staged -C ");
	buf_put_quoted(buf, *git->prefix == '\0' ? "." : git->prefix);
	buf_putc(buf, '\n');
}

/*
 * Without the ../ that git begins with in a folder below the top; above / is /.
 */
static const char *
path_join(struct arena *arena, const char *folder, const char *path)
{
	char *base = arena_string(arena, folder);
	for (; strncmp(path, "../", 3) == 0; path += 3) {
		char *slash = strrchr(base, '/');
		if (slash != NULL)
			*slash = '\0';
	}
	return arena_printf(arena, "%s/%s", base, path);
}

/* Where it goes; NULL after a message, also when somebody else's is there. */
static const char *
hook_path(const struct git *git)
{
	static const char *const words[] = { "rev-parse", "--git-path",
		"hooks/pre-commit", NULL };
	struct os_error error;
	struct text text;
	const char *path = git_line(git, words);
	if (path == NULL)
		return NULL;
	if (*path != '/')
		path = path_join(git->arena, git->root, path);
	if (os_type(path) == OS_NONE)
		return path;
	if (os_read(git->arena, path, &text, &error) == 0 &&
	    strstr(text.at, HOOK_MARK) != NULL)
		return path;
	fprintf(stderr,
	    _("tongbao %s: there is another hook already: %s\n"
	      "Add this line to it: tongbao check --staged -C '%s' || exit 1\n"),
	    COMMAND, path, *git->prefix == '\0' ? "." : git->prefix);
	return NULL;
}

int
git_hook_install(const struct git *git)
{
	struct os_error error;
	struct buf hook = BUF_INIT;
	const char *path = hook_path(git);
	if (path == NULL)
		return STATUS_USAGE;
	hook_make(git, &hook);
	int status =
	    os_make_folders(path_folder(git->arena, path), 0755, &error);
	if (status == 0)
		status = os_write(path, buf_text(&hook), &error);
	if (status == 0)
		status = os_set_mode(path, 0755, &error);
	buf_free(&hook);
	if (status != 0) {
		say(error.message);
		return STATUS_SYSTEM;
	}
	printf(_("%s: from now on git checks what is about to be committed\n"),
	    path);
	return STATUS_OK;
}
