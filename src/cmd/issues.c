#include "cmd/issues.h"

#include <errno.h>
#include <stdlib.h>
#include "base/lang.h"
#include "cmd/issue_text.h"
#include "model/rules.h"
#include "publish/stage.h"
#include "read/yaml.h"

#define VERSION "1"
/* The last line: the digest of all before it. */
#define SUM "sum: "

/* ---- writing ---- */

static void
issues_put(struct buf *buf, const struct issues *issues,
    const struct issue *issue)
{
	buf_puts(buf,
	    "# What was published of tallies, and from whom. Made by `tongbao "
	    "build`;\n# without it the next figures can't be kept from giving "
	    "people away.\nversion: " VERSION "\n");
	issue_put_text(buf, "salt", issues->salt);
	buf_puts(buf, "issues:\n");
	for (size_t i = 0; i <= issues->count; i++) {
		const struct issue *one =
		    i < issues->count ? &issues->items[i] : issue;
		issue_put_text(buf, "  - as-of", one->as_of);
		issue_put(buf, one);
	}
	char sum[65];
	digest_hex(digest_of(buf_text(buf)), sum);
	buf_printf(buf, SUM "%s\n", sum);
}

/* ---- reading ---- */

static void
issues_read(struct issue_reading *l, struct issues *issues, const struct value *map)
{
	const struct value *list = value_get(map, "issues");
	const char *salt = issue_string(l, map, "salt");
	if (strcmp(issue_string(l, map, "version"), VERSION) != 0)
		issue_refuse(l, map->span, N_("another version of tongbao wrote it"));
	if (strlen(salt) != 2 * ISSUE_SALT)
		issue_refuse(l, map->span, N_("the salt is damaged"));
	if (l->failed)
		return;
	memcpy(issues->salt, salt, sizeof(issues->salt));
	for (size_t i = 0; i < value_count(list) && !l->failed; i++) {
		ARENA_ROOM(l->arena, issues->items, issues->count,
		    issues->capacity);
		issues->items[issues->count] = (struct issue){ 0 };
		issue_load(l, &issues->items[issues->count++],
		    value_item(list, i));
	}
}

/* Is it as it was written, to its end? */
static bool
is_whole(struct text text)
{
	struct text last = text_trim(text);
	const char *line = memrchr(last.at, '\n', last.len);
	if (line == NULL)
		return false;
	size_t at = (size_t)(line + 1 - text.at);
	last = text_from(last, at);
	return text_starts(last, SUM) &&
	    digest_fits(text_from(last, strlen(SUM)), text_cut(text, 0, at));
}

int
issues_salt(struct issues_file *file, struct diags *diags)
{
	struct issues *issues = &file->issues;
	unsigned char bytes[ISSUE_SALT];
	struct os_error error;
	if (*issues->salt != '\0')
		return 0;
	if (os_random(bytes, sizeof(bytes), &error) != 0)
		return rule_system(diags, &error);
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(issues->salt + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

static void
paths_make(
    struct issues_file *file, struct arena *arena, const char *output)
{
	*file = (struct issues_file){
		.path = stage_beside(arena, output, ".figures.yaml"),
		.next = stage_beside(arena, output, ".figures.next"),
		.part = stage_beside(arena, output, ".figures.part"),
	};
}

static int
text_read(struct issues_file *file, struct arena *arena, const char *path,
    struct text text, struct sources *sources, struct diags *diags)
{
	struct issue_reading l = { .arena = arena, .diags = diags };
	file->digest = digest_of(text);
	uint32_t source = sources_add(sources, path);
	source_at(sources, source)->text = text;
	struct span where = { source, 0, (uint32_t)text.len };
	const struct value *map = yaml_parse(arena, text, where, diags);
	if (map == NULL || !value_is(map, VALUE_MAP))
		issue_refuse(&l, where, N_("it is no YAML map"));
	else if (!is_whole(text))
		issue_refuse(&l, where,
		    N_("it is cut off, or somebody changed it"));
	else
		issues_read(&l, &file->issues, map);
	return l.failed ? -1 : 0;
}

int
issues_load(struct issues_file *file, struct arena *arena, const char *output,
    struct sources *sources, struct diags *diags)
{
	struct os_error error;
	struct text text;
	paths_make(file, arena, output);
	if (os_remove_tree(file->part, &error) != 0)
		return rule_system(diags, &error);
	if (os_type(file->next) == OS_FILE &&
	    os_rename(file->next, file->path, &error) != 0)
		return rule_system(diags, &error);
	if (os_type(file->path) == OS_NONE)
		return issues_salt(file, diags);
	if (os_read(arena, file->path, &text, &error) != 0)
		return rule_system(diags, &error);
	return text_read(file, arena, file->path, text, sources, diags);
}

/* A build may rename one to the other meanwhile. */
int
issues_look(struct issues_file *file, struct arena *arena, const char *output,
    struct sources *sources, struct diags *diags)
{
	struct os_error error;
	struct text text;
	paths_make(file, arena, output);
	if (os_read(arena, file->next, &text, &error) == 0)
		return text_read(
		    file, arena, file->next, text, sources, diags);
	if (error.code == ENOENT &&
	    os_read(arena, file->path, &text, &error) == 0)
		return text_read(
		    file, arena, file->path, text, sources, diags);
	return error.code == ENOENT ? 0 : rule_system(diags, &error);
}

/* ---- around the swap ---- */

void
issues_next(struct buf *text, const struct issues_file *file,
    const struct guard_report *report)
{
	if (report->issue->tallies.count > 0 && !report->unchanged)
		issues_put(text, &file->issues, report->issue);
}

/* Nothing was published. */
static void
issues_undo(const struct issues_file *file)
{
	struct os_error ignored;
	os_remove_tree(file->part, &ignored);
	os_remove_tree(file->next, &ignored);
}

/* Before the swap. */
static int
issues_begin(
    const struct issues_file *file, struct text text, struct diags *diags)
{
	struct os_error error;
	if (text.len == 0)
		return 0;
	int status = os_write(file->part, text, &error);
	if (status == 0)
		status = os_set_mode(file->part, 0600, &error);
	if (status == 0)
		status = os_sync(file->part, &error);
	if (status == 0)
		status = os_rename(file->part, file->next, &error);
	if (status == 0)
		return 0;
	issues_undo(file);
	return rule_system(diags, &error);
}

/* After it. */
static int
issues_end(const struct issues_file *file, struct diags *diags)
{
	struct os_error error;
	if (os_type(file->next) != OS_FILE ||
	    os_rename(file->next, file->path, &error) == 0)
		return 0;
	diag_at(diags, &rules[RULE_OFFICE_FILE], SPAN_NONE, "%s",
	    error.message);
	return -1;
}

int
issues_publish(const struct issues_file *file, struct text next,
    struct stage *stage, struct diags *diags)
{
	if (file == NULL)
		return stage_publish(stage, diags);
	if (issues_begin(file, next, diags) != 0)
		return -1;
	if (stage_publish(stage, diags) == 0)
		return issues_end(file, diags);
	issues_undo(file);
	return -1;
}
