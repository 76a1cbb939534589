/*
 * Publishing: whole or not at all, also after a kill at any step.
 */
#include "folder.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/pool.h"
#include "model/rules.h"
#include "publish/stage.h"

static struct {
	struct arena *arena;
	struct diags diags;
	char root[FOLDER_ROOM];
} room;

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	diags_init(&room.diags, room.arena);
	return folder_open(room.root, "stage");
}

static int
room_close(void **state)
{
	(void)state;
	arena_free(room.arena);
	return folder_close(room.root);
}

#define in_room(path) arena_printf(room.arena, "%s/%s", room.root, (path))
#define put(path, bytes) \
	folder_put(room.arena, room.root, (path), text_of(bytes))

/* Every file below, dot files too: "a=text b/c=text" by path. */
static const char *
tree_of(const char *folder)
{
	char line[512], command[512];
	struct buf tree = BUF_INIT;
	snprintf(command, sizeof(command),
	    "cd %s && find . ! -type d -printf '%%P\\n' | LC_ALL=C sort",
	    in_room(folder));
	FILE *found = popen(command, "r");
	while (fgets(line, sizeof(line), found) != NULL) {
		struct text text;
		struct os_error error;
		line[strcspn(line, "\n")] = '\0';
		if (strcmp(line, ".tongbao-output") == 0)
			continue;
		const char *path =
		    arena_printf(room.arena, "%s/%s", folder, line);
		if (os_read(room.arena, in_room(path), &text, &error) != 0)
			text = TEXT_LIT("(no file)");
		buf_printf(&tree, "%s%s=%s", tree.len > 0 ? " " : "", line,
		    text.at);
	}
	pclose(found);
	const char *copy = arena_copy(room.arena, tree.at, tree.len);
	buf_free(&tree);
	return copy;
}

static unsigned
mode_of(const char *path)
{
	return folder_mode(in_room(path));
}

static struct stage *
opened(const char *output)
{
	struct stage *stage =
	    stage_open(room.arena, in_room(output), false, &room.diags);
	if (stage == NULL)
		fail_msg("refused: %s", room.diags.last->message);
	return stage;
}

static void
stage_put(const struct stage *stage, const char *path, const char *bytes)
{
	struct os_error error;
	if (stage_write(stage, path, text_of(bytes), &error) != 0)
		fail_msg("%s", error.message);
}

/* A whole build of one page. */
static void
build(const char *output, const char *page)
{
	struct stage *stage = opened(output);
	stage_put(stage, "masses/index.html", page);
	assert_int_equal(stage_publish(stage, &room.diags), 0);
	stage_close(stage);
}

/* Refused with this rule, a remedy, and a path in the message. */
static void
assert_refused(const char *output, enum rule_id rule)
{
	size_t before = room.diags.count;
	assert_null(
	    stage_open(room.arena, in_room(output), false, &room.diags));
	assert_int_equal(room.diags.count, before + 1);
	assert_ptr_equal(room.diags.last->rule, &rules[rule]);
	assert_non_null(room.diags.last->remedy);
	assert_non_null(strstr(room.diags.last->message, room.root));
}

/* ---- publishing ---- */

static void
test_more_of_a_file(void **state)
{
	(void)state;
	struct os_error error;
	/* Its first piece takes the place of what there is in a spare. */
	for (int round = 0; round < 3; round++) {
		struct stage *stage =
		    stage_open(room.arena, in_room("output"), true, &room.diags);
		assert_non_null(stage);
		stage_put(stage, "data/a.json", "[1");
		assert_int_equal(stage_append(stage, "data/a.json",
				     TEXT_LIT(",2"), &error), 0);
		assert_int_equal(stage_append(stage, "data/a.json",
				     TEXT_LIT("]"), &error), 0);
		assert_int_equal(stage_append(stage, "data/b.json",
				     TEXT_LIT("]"), &error), -1);
		assert_int_equal(error.code, ENOENT);
		assert_int_equal(stage_publish(stage, &room.diags), 0);
		stage_close(stage);
		assert_string_equal(tree_of("output"), "data/a.json=[1,2]");
	}
	assert_string_equal(
	    tree_of(".tongbao/output.spare"), "data/a.json=[1,2]");
}

static void
test_publish_where_nothing_was(void **state)
{
	(void)state;
	struct stage *stage = opened("site/output");
	stage_put(stage, "masses/index.html", "群众");
	stage_put(stage, "masses/record/a/b/c.html", "c");
	stage_put(stage, "leaders/index.html", "领导");
	/* Nobody sees any of it before. */
	assert_int_equal(os_type(in_room("site/output")), OS_NONE);
	assert_int_equal(stage_publish(stage, &room.diags), 0);
	stage_close(stage);
	assert_string_equal(tree_of("site/output"),
	    "leaders/index.html=领导 masses/index.html=群众 "
	    "masses/record/a/b/c.html=c");
	assert_string_equal(tree_of("site/.tongbao"), "output.lock=");
	assert_int_equal(room.diags.count, 0);
}

static void
test_publish_replaces_the_whole(void **state)
{
	(void)state;
	build("output", "one");
	put("output/masses/stale.html", "a page that is no more");
	struct stage *stage = opened("output");
	stage_put(stage, "masses/index.html", "two");
	assert_string_equal(tree_of("output"),
	    "masses/index.html=one "
	    "masses/stale.html=a page that is no more");
	assert_int_equal(stage_publish(stage, &room.diags), 0);
	stage_close(stage);
	assert_string_equal(tree_of("output"), "masses/index.html=two");
	assert_string_equal(tree_of(".tongbao"), "output.lock=");
	build("output", "three");
	assert_string_equal(tree_of("output"), "masses/index.html=three");
}

static void
test_gitkeep_stays_if_it_was_there(void **state)
{
	(void)state;
	put("output/.gitkeep", "");
	build("output", "one");
	build("output", "two");
	assert_string_equal(tree_of("output"),
	    ".gitkeep= masses/index.html=two");
	build("other", "one");
	assert_int_equal(os_type(in_room("other/.gitkeep")), OS_NONE);
}

static void
test_modes_whatever_the_umask(void **state)
{
	(void)state;
	mode_t before = umask(077);
	build("output", "one");
	umask(0);
	build("open", "one");
	umask(before);
	assert_int_equal(mode_of("output"), 0755);
	assert_int_equal(mode_of("output/masses"), 0755);
	assert_int_equal(mode_of("output/masses/index.html"), 0644);
	assert_int_equal(mode_of("open/masses/index.html"), 0644);
	assert_int_equal(mode_of(".tongbao"), 0700);
}

/* Who serves the site must be able to come to it. */
static void
test_folders_above_are_no_secret(void **state)
{
	(void)state;
	build("srv/www/output", "one");
	assert_int_equal(mode_of("srv/www/.tongbao"), 0700);
	assert_int_equal(mode_of("srv") & 0555, 0555);
	assert_int_equal(mode_of("srv/www") & 0555, 0555);
}

static void
test_the_work_folder_is_closed(void **state)
{
	(void)state;
	assert_int_equal(mkdir(in_room(".tongbao"), 0755), 0);
	struct stage *stage = opened("output");
	assert_int_equal(mode_of(".tongbao"), 0700);
	stage_close(stage);
}

/* What is staged must not lie where a link leads. */
static void
test_the_work_folder_is_no_link(void **state)
{
	(void)state;
	assert_int_equal(mkdir(in_room("elsewhere"), 0755), 0);
	assert_int_equal(symlink("elsewhere", in_room(".tongbao")), 0);
	assert_refused("output", RULE_OUTPUT_FOREIGN);
	assert_string_equal(tree_of("elsewhere"), "");
	assert_int_equal(mode_of("elsewhere"), 0755);
}

static void
test_ways_to_name_the_folder(void **state)
{
	(void)state;
	static const char *const names[] = { "output", "output/", "output///",
		"./output", "sub/../output" };
	char before[4096];
	assert_non_null(getcwd(before, sizeof(before)));
	put("sub/x", "");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		assert_int_equal(chdir(room.root), 0);
		struct stage *stage =
		    stage_open(room.arena, names[i], false, &room.diags);
		int status = stage == NULL;
		if (stage != NULL) {
			stage_put(stage, "a", names[i]);
			status = stage_publish(stage, &room.diags);
			stage_close(stage);
		}
		assert_int_equal(chdir(before), 0);
		assert_int_equal(status, 0);
		assert_string_equal(tree_of("output"),
		    arena_printf(room.arena, "a=%s", names[i]));
	}
}

/* Nothing is staged in what is served, whatever that is called. */
static void
test_the_folder_one_is_in(void **state)
{
	(void)state;
	static const char *const names[] = { ".", "./", "../output/.", "sub/..",
		"sub/../", "/", "//" };
	char before[4096];
	assert_non_null(getcwd(before, sizeof(before)));
	put("output/sub/a", "x");
	put("output/.tongbao-output", "");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		diags_init(&room.diags, room.arena);
		assert_int_equal(chdir(in_room("output")), 0);
		struct stage *stage =
		    stage_open(room.arena, names[i], false, &room.diags);
		assert_int_equal(chdir(before), 0);
		assert_null(stage);
		assert_ptr_equal(
		    room.diags.first->rule, &rules[RULE_OUTPUT_FOREIGN]);
		assert_int_equal(os_type(in_room("output/.tongbao")), OS_NONE);
	}
}

static void
write_one(void *context, size_t job, unsigned worker)
{
	char path[64];
	struct os_error error;
	(void)worker;
	snprintf(path, sizeof(path), "e/%zu/%zu/%zu", job % 5, job % 50, job);
	if (stage_write(context, path, text_of(path), &error) != 0)
		abort();
}

static void
test_write_from_many_threads(void **state)
{
	(void)state;
	struct os_list list;
	struct os_error error;
	struct stage *stage = opened("output");
	pool_run(8, 1000, write_one, stage);
	assert_int_equal(stage_publish(stage, &room.diags), 0);
	stage_close(stage);
	assert_int_equal(os_walk(room.arena, in_room("output"), &list, &error),
	    0);
	assert_int_equal(list.count, 1000);
}

/* ---- refusals ---- */

static void
test_foreign_folders(void **state)
{
	(void)state;
	put("docs/thesis.doc", "years of work");
	put("deep/a/b/c", "x");
	assert_refused("docs", RULE_OUTPUT_FOREIGN);
	assert_refused("docs/", RULE_OUTPUT_FOREIGN);
	assert_refused("deep", RULE_OUTPUT_FOREIGN);
	assert_string_equal(tree_of("docs"), "thesis.doc=years of work");
	assert_string_equal(tree_of("deep"), "a/b/c=x");
	/* The lock was given back. */
	assert_int_equal(mkdir(in_room("empty"), 0755), 0);
	build("empty", "one");
}

/* A file whose name begins with a dot is somebody's all the same. */
static void
test_foreign_dot_files(void **state)
{
	(void)state;
	put("home/.profile", "x");
	put("clone/.git/config", "x");
	put("kept/.gitkeep", "");
	put("kept/.htaccess", "x");
	assert_refused("home", RULE_OUTPUT_FOREIGN);
	assert_refused("clone", RULE_OUTPUT_FOREIGN);
	assert_refused("kept", RULE_OUTPUT_FOREIGN);
	assert_string_equal(tree_of("home"), ".profile=x");
	assert_string_equal(tree_of("clone"), ".git/config=x");
}

static void
test_what_is_no_folder(void **state)
{
	(void)state;
	put("real/a", "x");
	put("file", "x");
	assert_int_equal(mkfifo(in_room("fifo"), 0600), 0);
	assert_int_equal(symlink("real", in_room("link")), 0);
	assert_int_equal(symlink("nowhere", in_room("dangling")), 0);
	assert_refused("link", RULE_OUTPUT_FOREIGN);
	assert_refused("link/", RULE_OUTPUT_FOREIGN);
	assert_refused("dangling", RULE_OUTPUT_FOREIGN);
	assert_refused("file", RULE_OUTPUT_FOREIGN);
	assert_refused("fifo", RULE_OUTPUT_FOREIGN);
	assert_string_equal(tree_of("real"), "a=x");
	assert_int_equal(os_type(in_room("link")), OS_LINK);
	assert_int_equal(os_type(in_room("file")), OS_FILE);
}

/* 0: refused as it must be; 77: this system lets nobody mount. */
static int
mount_and_open(void)
{
	const char *output = in_room("output");
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 &&
	    unshare(CLONE_NEWNS) != 0)
		return 77;
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount(output, output, NULL, MS_BIND, NULL) != 0)
		return 77;
	if (stage_open(room.arena, output, false, &room.diags) != NULL)
		return 1;
	if (room.diags.last->rule != &rules[RULE_OUTPUT_FOREIGN])
		return 2;
	return strstr(room.diags.last->message, "mount point") == NULL ? 3 : 0;
}

/* A folder that is bound to itself lies on the same device as its parent. */
static void
test_mount_points(void **state)
{
	(void)state;
	int status = -1;
	assert_int_equal(mkdir(in_room("output"), 0755), 0);
	pid_t child = fork();
	if (child == 0)
		_exit(mount_and_open());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void
test_one_builder_at_a_time(void **state)
{
	(void)state;
	int status = -1;
	struct stage *stage = opened("output");
	stage_put(stage, "a", "one");
	assert_refused("output", RULE_SYSTEM);
	assert_non_null(strstr(room.diags.last->remedy, "another build"));
	assert_non_null(strstr(room.diags.last->message, "being made already"));
	pid_t child = fork();
	if (child == 0)
		_exit(stage_open(room.arena, in_room("output"), false,
			  &room.diags) != NULL);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	/* The first was not disturbed. */
	stage_put(stage, "b", "two");
	assert_int_equal(stage_publish(stage, &room.diags), 0);
	stage_close(stage);
	assert_string_equal(tree_of("output"), "a=one b=two");
	build("output", "next");
}

static int
open_without_permission(void)
{
	if (geteuid() == 0 && setuid(65534) != 0)
		return 9;
	if (stage_open(room.arena, in_room("output"), false, &room.diags) !=
	    NULL)
		return 1;
	return room.diags.last->rule != &rules[RULE_SYSTEM];
}

static void
test_no_permission(void **state)
{
	(void)state;
	int status = -1;
	put("output/.tongbao-output", "");
	put("output/a", "old");
	assert_int_equal(chmod(room.root, 0555), 0);
	pid_t child = fork();
	if (child == 0)
		_exit(open_without_permission());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(chmod(room.root, 0755), 0);
	assert_int_equal(status, 0);
	assert_string_equal(tree_of("output"), "a=old");
}

/* ---- failures ---- */

static void
test_close_without_publishing(void **state)
{
	(void)state;
	build("output", "old");
	struct stage *stage = opened("output");
	stage_put(stage, "masses/index.html", "new");
	stage_close(stage);
	assert_string_equal(tree_of("output"), "masses/index.html=old");
	assert_string_equal(tree_of(".tongbao"), "output.lock=");
	stage_close(NULL);
}

static void
test_a_failed_publish_changes_nothing(void **state)
{
	(void)state;
	build("output", "old");
	struct stage *stage = opened("output");
	/* A folder where the marker is to be written. */
	stage_put(stage, ".tongbao-output/x", "new");
	assert_int_equal(stage_publish(stage, &room.diags), -1);
	assert_ptr_equal(room.diags.last->rule, &rules[RULE_SYSTEM]);
	assert_string_equal(tree_of("output"), "masses/index.html=old");
	stage_close(stage);
	assert_string_equal(tree_of("output"), "masses/index.html=old");
	build("output", "new");
	assert_string_equal(tree_of("output"), "masses/index.html=new");
}

static void
test_faults_of_writing(void **state)
{
	(void)state;
	struct os_error error = { .code = 0 };
	char path[5000];
	struct stage *stage = opened("output");
	memset(path, 'x', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(stage_write(stage, path, TEXT_LIT("x"), &error), -1);
	assert_int_equal(error.code, ENAMETOOLONG);
	path[300] = '\0'; /* a name longer than a file system takes */
	assert_int_equal(stage_write(stage, path, TEXT_LIT("x"), &error), -1);
	assert_int_equal(error.code, ENAMETOOLONG);
	stage_put(stage, "a", "a file");
	assert_int_equal(stage_write(stage, "a/b", TEXT_LIT("x"), &error), -1);
	assert_int_equal(error.code, ENOTDIR);
	stage_close(stage);
	assert_int_equal(os_type(in_room("output")), OS_NONE);
}

static void
test_the_output_goes_away_meanwhile(void **state)
{
	(void)state;
	struct os_error error;
	build("output", "old");
	struct stage *stage = opened("output");
	stage_put(stage, "a", "new");
	assert_int_equal(os_remove_tree(in_room("output"), &error), 0);
	assert_int_equal(stage_publish(stage, &room.diags), 0);
	stage_close(stage);
	assert_string_equal(tree_of("output"), "a=new");
}

/*
 * The old one aside, the new one not in, and the old one not back either (the
 * disk, a power cut of the network): the old one is all there is.
 */
static void
test_close_never_removes_the_only_copy(void **state)
{
	(void)state;
	struct os_error error;
	build("output", "old");
	struct stage *stage = opened("output");
	assert_int_equal(os_rename(in_room("output"),
	                     in_room(".tongbao/output.old"), &error), 0);
	stage_close(stage);
	stage = opened("output");
	stage_close(stage);
	assert_string_equal(tree_of("output"), "masses/index.html=old");
}

/* ---- after a kill ---- */

static void
build_and_die(const char *output)
{
	pid_t child = fork();
	if (child == 0) {
		struct stage *stage = opened(output);
		stage_put(stage, "killed.html", "half");
		kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static void
test_killed_while_writing(void **state)
{
	(void)state;
	build("output", "old");
	build_and_die("output");
	assert_string_equal(tree_of("output"), "masses/index.html=old");
	assert_string_equal(tree_of(".tongbao/output.stage"),
	    "killed.html=half");
	build("output", "new");
	assert_string_equal(tree_of("output"), "masses/index.html=new");
	assert_string_equal(tree_of(".tongbao"), "output.lock=");
}

/* The exchange is done: the new one is served, the old one is in the stage. */
static void
test_killed_after_the_exchange(void **state)
{
	(void)state;
	build("output", "new");
	put(".tongbao/output.stage/masses/index.html", "old");
	put(".tongbao/output.stage/.tongbao-output", "x");
	struct stage *stage = opened("output");
	stage_close(stage);
	assert_string_equal(tree_of("output"), "masses/index.html=new");
	assert_string_equal(tree_of(".tongbao"), "output.lock=");
}

/* Between two renames: nothing is served until the next build looks. */
static void
test_killed_between_two_renames(void **state)
{
	(void)state;
	put(".tongbao/output.old/masses/index.html", "old");
	put(".tongbao/output.old/.tongbao-output", "x");
	put(".tongbao/output.stage/masses/index.html", "new");
	struct stage *stage = opened("output");
	assert_string_equal(tree_of("output"), "masses/index.html=old");
	stage_close(stage);
	assert_string_equal(tree_of("output"), "masses/index.html=old");
	assert_string_equal(tree_of(".tongbao"), "output.lock=");
}

static void
test_killed_after_two_renames(void **state)
{
	(void)state;
	build("output", "new");
	put(".tongbao/output.old/masses/index.html", "old");
	struct stage *stage = opened("output");
	assert_int_equal(os_type(in_room(".tongbao/output.old")), OS_NONE);
	stage_close(stage);
	assert_string_equal(tree_of("output"), "masses/index.html=new");
}

/* What lies about may be of any kind; what it points at is not ours. */
static void
test_odd_things_left_behind(void **state)
{
	(void)state;
	put("precious/a", "x");
	put(".tongbao/x", "");
	assert_int_equal(symlink("../precious",
	                     in_room(".tongbao/output.stage")), 0);
	build("output", "one");
	assert_int_equal(symlink("../precious", in_room(".tongbao/output.old")),
	    0);
	put(".tongbao/output.stage", "a file");
	build("output", "two");
	assert_string_equal(tree_of("precious"), "a=x");
	assert_string_equal(tree_of("output"), "masses/index.html=two");
	/* What a build of another folder left is that one's business. */
	put(".tongbao/other.stage/a", "x");
	build("output", "three");
	assert_string_equal(tree_of(".tongbao/other.stage"), "a=x");
}

/* ---- the spare ---- */

/* Every folder below, with its mode: "a 755 a/b 755" by path. */
static const char *
folders_of(const char *folder)
{
	char command[512], all[4096];
	snprintf(command, sizeof(command),
	    "cd %s && find . -mindepth 1 -type d -printf '%%P %%m\n' | "
	    "LC_ALL=C sort | tr '\n' ' '",
	    in_room(folder));
	FILE *found = popen(command, "r");
	size_t len = fread(all, 1, sizeof(all), found);
	pclose(found);
	return arena_copy(room.arena, all, len > 0 ? len - 1 : 0);
}

static uint64_t
inode_of(const char *path)
{
	struct os_signature signature;
	assert_true(os_sign(in_room(path), &signature));
	return signature.inode;
}

static struct stage *
opened_sparing(const char *output)
{
	struct stage *stage =
	    stage_open(room.arena, in_room(output), true, &room.diags);
	if (stage == NULL)
		fail_msg("refused: %s", room.diags.last->message);
	return stage;
}

/* As whoever keeps it looks: by what the published one is. */
static void
keep(const struct stage *stage, const char *path)
{
	struct os_error error;
	struct os_signature published, staged;
	assert_true(os_sign(
	    in_room(arena_printf(room.arena, "output/%s", path)), &published));
	if (os_sign(arena_printf(room.arena, "%s/%s", stage_folder(stage),
			path),
		&staged) &&
	    staged.inode == published.inode && stage_stay(stage, path))
		return;
	if (stage_keep(stage, path, &error) != 0)
		fail_msg("%s", error.message);
}

/* What stands is kept where it is published; the page is always made. */
static const char *const standing[] = { "masses/a/x.html", "masses/a/y.html",
	"masses/z.html" };

#define STANDING "masses/a/x.html=x masses/a/y.html=y masses/index.html="
#define FOLDERS "masses 755 masses/a 755"

static void
build_sparing(const char *page)
{
	struct stage *stage = opened_sparing("output");
	for (size_t i = 0; i < sizeof(standing) / sizeof(*standing); i++) {
		const char *path = standing[i];
		const char *name = strrchr(path, '/') + 1;
		if (os_type(in_room(arena_printf(
			room.arena, "output/%s", path))) == OS_FILE)
			keep(stage, path);
		else
			stage_put(stage, path,
			    arena_copy(room.arena, name, 1));
	}
	stage_put(stage, "masses/index.html", page);
	assert_int_equal(stage_publish(stage, &room.diags), 0);
	stage_close(stage);
}

static void
assert_published(const char *page)
{
	assert_string_equal(tree_of("output"),
	    arena_printf(room.arena, STANDING "%s masses/z.html=z", page));
	assert_string_equal(folders_of("output"), FOLDERS);
	assert_int_equal(mode_of("output"), 0755);
}

static void
test_spare_is_the_output_before(void **state)
{
	(void)state;
	build_sparing("1");
	assert_int_equal(os_type(in_room(".tongbao/output.spare")), OS_NONE);
	build_sparing("2");
	assert_string_equal(tree_of(".tongbao/output.spare"),
	    STANDING "1 masses/z.html=z");
	uint64_t x = inode_of("output/masses/a/x.html");
	assert_int_equal(
	    inode_of(".tongbao/output.spare/masses/a/x.html"), x);
	/* It is taken, not linked anew: the very folder comes back. */
	struct stat was, now;
	assert_int_equal(
	    stat(in_room(".tongbao/output.spare/masses"), &was), 0);
	build_sparing("3");
	assert_int_equal(stat(in_room("output/masses"), &now), 0);
	assert_int_equal(now.st_ino, was.st_ino);
	assert_int_equal(inode_of("output/masses/a/x.html"), x);
	assert_published("3");
	assert_string_equal(tree_of(".tongbao/output.spare"),
	    STANDING "2 masses/z.html=z");
	assert_int_equal(os_type(in_room(".tongbao/output.stage")), OS_NONE);
}

/* One inode has a name in the spare and one in what is served. */
static void
test_spare_is_not_written_into(void **state)
{
	(void)state;
	build_sparing("1");
	build_sparing("2");
	assert_int_equal(inode_of(".tongbao/output.spare/masses/z.html"),
	    inode_of("output/masses/z.html"));
	struct stage *stage = opened_sparing("output");
	stage_put(stage, "masses/z.html", "another");
	stage_put(stage, ".tongbao-output", "another");
	assert_published("2");
	stage_close(stage);
	assert_published("2");
}

static void
test_spare_keeps_nothing_by_itself(void **state)
{
	(void)state;
	struct stage *stage = opened_sparing("output");
	stage_put(stage, "leaders/deep/er/a.html", "gone");
	stage_put(stage, "masses/z.html", "z");
	stage_put(stage, ".gitkeep", "");
	assert_int_equal(stage_publish(stage, &room.diags), 0);
	stage_close(stage);
	assert_int_equal(unlink(in_room("output/.gitkeep")), 0);
	put("output/masses/.hidden/extra", "x");
	build_sparing("2");
	assert_int_equal(
	    os_type(in_room(".tongbao/output.spare/leaders")), OS_FOLDER);
	put(".tongbao/output.spare/masses/extra.html", "x");
	put(".tongbao/output.spare/.extra", "x");
	put(".tongbao/output.spare/more/extra.html", "x");
	assert_int_equal(
	    mkdir(in_room(".tongbao/output.spare/masses/empty"), 0755), 0);
	build_sparing("3");
	assert_published("3");
	/* Nor one that stands, when it is not kept. */
	stage = opened_sparing("output");
	keep(stage, "masses/a/x.html");
	assert_int_equal(stage_publish(stage, &room.diags), 0);
	stage_close(stage);
	assert_string_equal(tree_of("output"), "masses/a/x.html=x");
}

/* Each in the spare of two builds, by a shell there. */
static const char *const tampering[] = {
	"echo spoilt >masses/index.html",
	"cp -p masses/z.html z && mv z masses/z.html",
	"echo spoilt >z && mv z masses/a/x.html",
	"rm masses/z.html",
	"rm -r masses/a",
	"rm -r masses",
	"rm -r masses/a && ln -s ../../../precious masses/a",
	"rm -r masses && ln -s ../../precious masses",
	"ln -s ../../../precious masses/precious",
	"ln -sf ../../../precious/x.html masses/z.html",
	"mkfifo masses/pipe",
	"rm masses/z.html && mkfifo masses/z.html",
	"rm masses/z.html && mkdir masses/z.html",
	"rm masses/z.html && mkdir -p masses/z.html/b && echo >masses/z.html/b/c",
	"rm masses/index.html && mkdir -p masses/index.html/b/c",
	"rm masses/index.html && mkdir masses/index.html && "
	"echo >masses/index.html/d",
	"rm -r masses/a && echo >masses/a",
	"rm -r masses && echo >masses",
	"ln masses/z.html masses/again.html",
	"mv masses/a/x.html x && mv masses/a/y.html masses/a/x.html && "
	"mv x masses/a/y.html",
	"chmod 777 masses/a",
	"chmod 700 masses",
	"chmod 1755 .",
	"chmod 600 masses/index.html",
	"rm -r ../output.spare && echo >../output.spare",
	"rm -r ../output.spare && ln -s ../precious ../output.spare",
	"rm -r ../output.spare && mkdir ../output.spare",
	"rm .tongbao-output && mkdir .tongbao-output && echo >.tongbao-output/x",
	"mv ../output.spare ../output.stage",
	"mkdir ../output.stage && echo >../output.stage/left.html",
	"echo >../output.old",
};

static void
test_spare_tampered_with(void **state)
{
	(void)state;
	put("precious/x.html", "precious");
	put("precious/y.html", "precious");
	build_sparing("1");
	build_sparing("2");
	for (size_t i = 0; i < sizeof(tampering) / sizeof(*tampering); i++) {
		const char *page = arena_printf(room.arena, "page %zu", i);
		const char *command = arena_printf(room.arena,
		    "cd %s && %s", in_room(".tongbao/output.spare"),
		    tampering[i]);
		assert_int_equal(system(command), 0);
		print_message("          %s\n", tampering[i]);
		build_sparing(page);
		assert_published(page);
		assert_int_equal(mode_of("output/masses/index.html"), 0644);
		assert_string_equal(tree_of("precious"),
		    "x.html=precious y.html=precious");
		assert_string_equal(
		    folders_of(".tongbao"),
		    "output.spare 755 output.spare/masses 755 "
		    "output.spare/masses/a 755");
	}
	assert_int_equal(room.diags.count, 0);
}

static void
keep_one(void *context, size_t job, unsigned worker)
{
	struct os_error error;
	char path[64];
	(void)worker;
	snprintf(path, sizeof(path), "e/%zu/%zu", job % 7, job);
	if (stage_write(context, path, TEXT_LIT("new"), &error) != 0)
		abort();
}

/* What is in the way of many is in nobody's in the end. */
static void
test_spare_in_the_way_of_many(void **state)
{
	(void)state;
	struct os_list list;
	struct os_error error;
	for (int round = 0; round < 5; round++) {
		build_sparing("1");
		build_sparing("2");
		assert_int_equal(
		    system(arena_printf(room.arena,
			"cd %s && mkdir e && for i in 0 1 2 3 4 5 6; "
			"do echo >e/$i; done",
			in_room(".tongbao/output.spare"))),
		    0);
		struct stage *stage = opened_sparing("output");
		pool_run(8, 200, keep_one, stage);
		assert_int_equal(stage_publish(stage, &room.diags), 0);
		stage_close(stage);
		assert_int_equal(os_walk(room.arena, in_room("output"), &list,
		                     &error), 0);
		assert_int_equal(list.count, 200);
	}
}

static void
sparing_and_die(void)
{
	pid_t child = fork();
	if (child == 0) {
		struct stage *stage = opened_sparing("output");
		stage_put(stage, "masses/index.html", "half");
		stage_put(stage, "killed.html", "half");
		kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static void
test_spare_of_a_killed_build(void **state)
{
	(void)state;
	struct os_error error;
	build_sparing("1");
	build_sparing("2");
	sparing_and_die();
	assert_published("2");
	/* It is a stage now, and nobody's spare. */
	assert_int_equal(os_type(in_room(".tongbao/output.spare")), OS_NONE);
	assert_int_equal(
	    os_type(in_room(".tongbao/output.stage")), OS_FOLDER);
	struct stage *stage = opened_sparing("output");
	assert_string_equal(tree_of(".tongbao/output.stage"), "");
	stage_close(stage);
	build_sparing("3");
	assert_published("3");
	/* After the swap the old output is where the stage was. */
	assert_int_equal(os_rename(in_room(".tongbao/output.spare"),
	                     in_room(".tongbao/output.stage"), &error), 0);
	build_sparing("4");
	assert_published("4");
	assert_string_equal(tree_of(".tongbao/output.spare"),
	    STANDING "3 masses/z.html=z");
}

static void
test_spare_is_not_left(void **state)
{
	(void)state;
	build_sparing("1");
	build_sparing("2");
	/* By who has not published. */
	stage_close(opened_sparing("output"));
	assert_published("2");
	assert_string_equal(folders_of(".tongbao"), "");
	build_sparing("3");
	assert_int_not_equal(
	    os_type(in_room(".tongbao/output.spare")), OS_NONE);
	/* By who uses none. */
	build("output", "4");
	assert_string_equal(tree_of("output"), "masses/index.html=4");
	assert_string_equal(folders_of(".tongbao"), "");
	build_sparing("5");
	assert_published("5");
}

/* What was published by another: none of it is the spare's. */
static void
test_spare_of_another_output(void **state)
{
	(void)state;
	build_sparing("1");
	build_sparing("2");
	assert_int_equal(
	    system(arena_printf(room.arena,
		"cd %s && cp -r output o && rm -r output && mv o output && "
		"rm output/masses/z.html && ln -s x output/masses/link",
		room.root)),
	    0);
	build_sparing("3");
	assert_published("3");
	/* Its link is in the spare now. */
	build_sparing("4");
	assert_published("4");
}

/* Folders that somebody has closed are opened by their owner. */
static void
closed_build(void)
{
	if (geteuid() == 0 && setuid(65534) != 0)
		_exit(9);
	build_sparing("1");
	build_sparing("2");
	assert_int_equal(
	    chmod(in_room(".tongbao/output.spare/masses/a"), 0), 0);
	assert_int_equal(
	    chmod(in_room(".tongbao/output.spare/masses"), 0555), 0);
	build_sparing("3");
	assert_published("3");
	assert_int_equal(chmod(in_room("output/masses/a"), 0555), 0);
	build_sparing("4");
	build_sparing("5");
	assert_published("5");
}

static void
test_spare_closed_to_its_owner(void **state)
{
	(void)state;
	int status = -1;
	assert_int_equal(chmod(room.root, 0777), 0);
	pid_t child = fork();
	if (child == 0) {
		closed_build();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_more_of_a_file),
		TEST(test_publish_where_nothing_was),
		TEST(test_publish_replaces_the_whole),
		TEST(test_gitkeep_stays_if_it_was_there),
		TEST(test_modes_whatever_the_umask),
		TEST(test_folders_above_are_no_secret),
		TEST(test_the_work_folder_is_closed),
		TEST(test_the_work_folder_is_no_link),
		TEST(test_ways_to_name_the_folder),
		TEST(test_the_folder_one_is_in),
		TEST(test_write_from_many_threads),
		TEST(test_foreign_folders),
		TEST(test_foreign_dot_files),
		TEST(test_what_is_no_folder),
		TEST(test_mount_points),
		TEST(test_one_builder_at_a_time),
		TEST(test_no_permission),
		TEST(test_close_without_publishing),
		TEST(test_a_failed_publish_changes_nothing),
		TEST(test_faults_of_writing),
		TEST(test_the_output_goes_away_meanwhile),
		TEST(test_close_never_removes_the_only_copy),
		TEST(test_killed_while_writing),
		TEST(test_killed_after_the_exchange),
		TEST(test_killed_between_two_renames),
		TEST(test_killed_after_two_renames),
		TEST(test_odd_things_left_behind),
		TEST(test_spare_is_the_output_before),
		TEST(test_spare_is_not_written_into),
		TEST(test_spare_keeps_nothing_by_itself),
		TEST(test_spare_tampered_with),
		TEST(test_spare_in_the_way_of_many),
		TEST(test_spare_of_a_killed_build),
		TEST(test_spare_is_not_left),
		TEST(test_spare_of_another_output),
		TEST(test_spare_closed_to_its_owner),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
