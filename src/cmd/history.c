#include "cmd/history.h"

#include <string.h>
#include "base/lang.h"
#include "base/pack.h"
#include "base/utf8.h"
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
		when_of(r->arena, when), utf8_clean(r->arena, who) };
	r->commit = commit;
	r->is_root = parents.len == 0;
	if (r->history->head == NULL)
		r->history->head = commit->name;
}

/* As its last commit left it. */
static struct history_file *
file_add(struct log_reading *r, char status, struct text path)
{
	struct history *h = r->history;
	struct history_file *file = ARENA_NEW(r->arena, struct history_file);
	*file = (struct history_file){ .changed = r->commit,
		.gone = status == 'D' };
	path = arena_text(r->arena, path);
	table_add(&h->files, path, file);
	ARENA_ROOM(r->arena, h->paths, h->path_count, h->path_capacity);
	h->paths[h->path_count++] = path.at;
	return file;
}

/* The log goes backwards: what a file's first commit is like comes last. */
static void
file_read(struct log_reading *r, char status, struct text path)
{
	struct history_file *file = table_get(&r->history->files, path);
	if (file == NULL)
		file = file_add(r, status, path);
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
edits_read(struct log_reading *r, struct text prefix, struct text told)
{
	struct text part;
	while (told.len > 0) {
		text_split(told, '\0', &part, &told);
		struct text path = text_from(part, 3);
		if (path.len < prefix.len ||
		    memcmp(path.at, prefix.at, prefix.len) != 0)
			continue;
		struct history_file *file = table_get(&r->history->files,
		    text_from(path, prefix.len));
		if (file != NULL)
			file->edited = true;
	}
}

/* ---- asking git ---- */

/* All that git says of a site's files. */
struct answer {
	int status; /* of git_look(), or of what follows it */
	bool shallow;
	struct text complaint, prefix, log, edits;
};
#define ANSWER_INIT                                                            \
	{                                                                      \
		.complaint = TEXT_LIT(""), .prefix = TEXT_LIT(""),             \
		.log = TEXT_LIT(""), .edits = TEXT_LIT("")                     \
	}

/* -1 after git's complaint. */
static int
log_ask(struct answer *answer, const struct git *git, const char *path,
    bool whole, const char **complaint)
{
	const char *const words[] = { "-c", "log.showSignature=false",
		"-c", "log.showRoot=true", "-c", "log.follow=false", "log",
		"--encoding=UTF-8", "--date-order",
		"--no-renames", "--no-ext-diff",
		whole ? "--diff-merges=combined" : "--diff-merges=off",
		"--name-status", "-z", "--relative",
		"--format=%x01%H%x02%aI%x02%P%x02%aN",
		whole ? "--full-history" : "--dense", "HEAD", "--", path,
		NULL };
	const char *const edits[] = { "--no-optional-locks", "status",
		"--porcelain", "-z",
		"--no-renames", "--untracked-files=no", "--", path, NULL };
	answer->shallow = git->shallow;
	answer->prefix = text_of(git->prefix);
	if (*git->head == '\0')
		return 0; /* no commit yet */
	if (git_read(git, words, &answer->log, complaint) != 0)
		return -1;
	return git_read(git, edits, &answer->edits, complaint);
}

/* Of all files below content/, unless `path` names one. */
static struct answer
ask(struct arena *arena, const char *root, const char *path, bool whole)
{
	struct answer answer = ANSWER_INIT;
	struct git git;
	const char *complaint = "";
	answer.status = git_look(&git, arena, root, &complaint);
	if (answer.status == 0)
		answer.status = log_ask(&answer, &git,
		    path == NULL ? "content" : path, whole, &complaint);
	answer.complaint = text_of(complaint);
	return answer;
}

static void
answer_read(struct log_reading *r, const struct answer *answer,
    struct diags *diags)
{
	struct history *history = r->history;
	*history = (struct history){ .known = answer->status == 0 };
	table_init(&history->files, r->arena);
	r->shallow = answer->shallow;
	log_read(r, answer->log);
	edits_read(r, answer->prefix, answer->edits);
	if (history->head == NULL)
		history->head = "";
	if (answer->status < 0)
		diag_at(diags, &rules[RULE_HISTORY_UNKNOWN], SPAN_NONE,
		    "git tells nothing of this site: %s",
		    arena_text(r->arena, answer->complaint).at);
}

void
history_read(struct history *history, struct arena *arena, const char *root,
    const char *path, bool whole, struct diags *diags)
{
	struct log_reading r = {
		.history = history, .arena = arena, .whole = whole };
	struct answer answer = ask(arena, root, path, whole);
	answer_read(&r, &answer, diags);
}

/* ---- beside this process ---- */

static void
ask_aside(void *root, struct buf *told)
{
	struct arena *arena = arena_new();
	const struct answer answer = ask(arena, root, NULL, false);
	pack_integer(told, answer.status);
	pack_bool(told, answer.shallow);
	pack_text(told, answer.complaint);
	pack_text(told, answer.prefix);
	pack_text(told, answer.log);
	pack_text(told, answer.edits);
	arena_free(arena);
}

int
history_begin(struct aside *aside, const char *root, struct os_error *error)
{
	return aside_start(aside, ask_aside, (void *)root, error);
}

/* false: it was not told to the end. */
static bool
answer_parse(struct answer *answer, struct text told)
{
	struct unpack from = { .bytes = told };
	answer->status = (int)unpack_integer(&from);
	answer->shallow = unpack_bool(&from);
	answer->complaint = unpack_text(&from);
	answer->prefix = unpack_text(&from);
	answer->log = unpack_text(&from);
	answer->edits = unpack_text(&from);
	return !unpack_failed(&from);
}

void
history_end(struct history *history, struct aside *aside,
    struct arena *arena, struct diags *diags)
{
	struct log_reading r = { .history = history, .arena = arena };
	struct answer answer = ANSWER_INIT;
	struct text told;
	if (aside_end(aside, arena, &told) != 0 ||
	    !answer_parse(&answer, told)) {
		answer = (struct answer)ANSWER_INIT;
		answer.status = -1;
		answer.complaint = text_of(_("its answer did not come"));
	}
	answer_read(&r, &answer, diags);
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
	/* What a merge itself brought came by no commit that git tells. */
	if (came != NULL && changed != came)
		buf_puts(buf, _("; "));
	if (changed != came)
		buf_printf(buf,
		    lang_count("last changed %s, by %s (%zu commit)",
			"last changed %s, by %s (%zu commits)",
			file->commits),
		    changed->when, changed->who, file->commits);
	if (file->edited)
		buf_puts(buf, _("; edited since, not committed"));
}
