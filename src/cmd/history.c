#include "cmd/history.h"

#include <string.h>
#include "base/lang.h"
#include "cmd/git.h"
#include "model/rules.h"

/* Before a commit, and between what is told of one. */
#define COMMIT '\1'
#define PART '\2'

struct log_reading {
	struct history *history;
	struct arena *arena;
	bool shallow;
	bool whole; /* nothing that a file was before is left out */
	const struct history_commit *commit;
	bool is_root; /* the commit has no parent, as far as is known */
};

/* 2010-10-15T09:12:33+08:00, without seconds. */
static const char *
when_of(struct arena *arena, struct text iso)
{
	if (iso.len < 19)
		return arena_text(arena, iso).at;
	return arena_printf(arena, "%.10s %.5s %.*s", iso.at, iso.at + 11,
	    TEXT_ARG(text_from(iso, 19)));
}

static void
commit_read(struct log_reading *r, struct text told)
{
	struct history_commit *commit =
	    ARENA_NEW(r->arena, struct history_commit);
	struct text name, when, who, parents;
	text_split(told, PART, &name, &told);
	text_split(told, PART, &when, &told);
	text_split(told, PART, &parents, &who);
	*commit = (struct history_commit){ arena_text(r->arena, name).at,
		when_of(r->arena, when), arena_text(r->arena, who).at };
	r->commit = commit;
	r->is_root = parents.len == 0;
	if (r->history->head == NULL)
		r->history->head = commit->name;
}

/* The log goes backwards: what a file's first commit is like comes last. */
static void
path_add(struct history *history, struct arena *arena, const char *path)
{
	ARENA_ROOM(arena, history->paths, history->path_count,
	    history->path_capacity);
	history->paths[history->path_count++] = path;
}

static void
file_read(struct log_reading *r, char status, struct text path)
{
	struct table *files = &r->history->files;
	struct history_file *file = table_get(files, path);
	if (file == NULL) {
		file = ARENA_NEW(r->arena, struct history_file);
		*file = (struct history_file){ .changed = r->commit,
			.gone = status == 'D' };
		path = arena_text(r->arena, path);
		table_add(files, path, file);
		path_add(r->history, r->arena, path.at);
	}
	if (!r->whole && (file->created != NULL || file->gone))
		return; /* what was there before is another file */
	file->commits++;
	if (status != 'A' || file->created != NULL)
		return;
	file->created = r->commit;
	file->cut = r->shallow && r->is_root;
}

static void
log_read(struct log_reading *r, struct text log)
{
	struct text part, path;
	while (log.len > 0) {
		text_split(log, '\0', &part, &log);
		part = text_trim(part);
		if (part.len == 0)
			continue;
		if (*part.at == COMMIT) {
			commit_read(r, text_from(part, 1));
			continue;
		}
		text_split(log, '\0', &path, &log);
		file_read(r, *part.at, path);
	}
}

/* XY PATH, below the top of the repository: what is not committed. */
static void
edits_read(struct log_reading *r, const struct git *git, struct text told)
{
	struct text part;
	while (told.len > 0) {
		text_split(told, '\0', &part, &told);
		struct text path = text_from(part, 3);
		if (!text_starts(path, git->prefix))
			continue;
		struct history_file *file = table_get(&r->history->files,
		    text_from(path, strlen(git->prefix)));
		if (file != NULL)
			file->edited = true;
	}
}

/* -1 after git's complaint. */
static int
log_ask(struct log_reading *r, const struct git *git, const char *path,
    const char **complaint)
{
	const char *const words[] = { "-c", "log.showSignature=false", "log",
		"--date-order", "--no-renames", "--no-ext-diff",
		r->whole ? "--diff-merges=combined" : "--diff-merges=off",
		"--name-status", "-z", "--relative",
		"--format=%x01%H%x02%aI%x02%P%x02%aN",
		r->whole ? "--full-history" : "--dense", "HEAD", "--", path,
		NULL };
	const char *const edits[] = { "--no-optional-locks", "status",
		"--porcelain", "-z",
		"--no-renames", "--untracked-files=no", "--", path, NULL };
	struct text output;
	if (*git->head == '\0')
		return 0; /* no commit yet */
	r->shallow = git->shallow;
	if (git_read(git, words, &output, complaint) != 0)
		return -1;
	log_read(r, output);
	if (git_read(git, edits, &output, complaint) != 0)
		return -1;
	edits_read(r, git, output);
	return 0;
}

static void
log_open(struct log_reading *r, const char *root, const char *path,
    struct diags *diags)
{
	struct history *history = r->history;
	struct arena *arena = r->arena;
	struct git git;
	const char *complaint = NULL;
	*history = (struct history){ .known = false };
	table_init(&history->files, arena);
	int status = git_look(&git, arena, root, &complaint);
	if (status == 0)
		status = log_ask(r, &git, path == NULL ? "content" : path,
		    &complaint);
	history->known = status == 0;
	if (history->head == NULL)
		history->head = "";
	if (status < 0)
		diag_at(diags, &rules[RULE_HISTORY_UNKNOWN], SPAN_NONE,
		    "git tells nothing of this site: %s", complaint);
}

void
history_read(struct history *history, struct arena *arena, const char *root,
    const char *path, struct diags *diags)
{
	struct log_reading r = { .history = history, .arena = arena };
	log_open(&r, root, path, diags);
}

void
history_read_whole(struct history *history, struct arena *arena,
    const char *root, const char *path, struct diags *diags)
{
	struct log_reading r = {
		.history = history, .arena = arena, .whole = true };
	log_open(&r, root, path, diags);
}

const struct history_file *
history_of(const struct history *history, const char *path)
{
	const struct history_file *file =
	    table_get(&history->files, text_of(path));
	return file == NULL || file->gone ? NULL : file;
}

void
history_put(struct buf *buf, const struct history_file *file)
{
	if (file == NULL) {
		buf_puts(buf, _("not committed yet"));
		return;
	}
	const struct history_commit *came = file->created;
	const struct history_commit *changed = file->changed;
	if (came != NULL)
		buf_printf(buf,
		    file->cut ? _("came %s or before, by %s")
			      : _("came %s, by %s"),
		    came->when, came->who);
	if (changed != came)
		buf_printf(buf,
		    lang_count("; last changed %s, by %s (%zu commit)",
			"; last changed %s, by %s (%zu commits)",
			file->commits),
		    changed->when, changed->who, file->commits);
	if (file->edited)
		buf_puts(buf, _("; edited since, not committed"));
}
