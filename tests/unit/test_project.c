/*
 * From the corpus to a view: what is hidden is nowhere in it.  That nothing of
 * it depends on what is hidden is tried by chance in test_prove.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "model/rules.h"
#include "read/load.h"
#include "scope/project.h"
#include "view_text.h"

static struct {
	char root[64];
	struct arena *arena; /* of the test: files, texts */
	struct arena *corpus_arena, *scratch;
	struct sources sources;
	struct diags diags;
	struct corpus corpus;
	struct policy *policy;
} room;

static void
put(const char *path, const char *text)
{
	struct os_error error;
	char *folder = arena_printf(room.arena, "%s/content/%s", room.root,
	    path);
	const char *full = arena_string(room.arena, folder);
	*strrchr(folder, '/') = '\0';
	assert_int_equal(os_make_folders(folder, 0755, &error), 0);
	assert_int_equal(os_write(full, text_of(text), &error), 0);
}

/* `organisation`: who may know of organisations. */
static void
put_settings(const char *organisation)
{
	put("site.yaml",
	    "title: t\neditions:\n"
	    "  - {id: masses, title: t, audience: top/masses}\n"
	    "  - {id: cadres, title: t, audience: top/cadres}\n"
	    "  - {id: leaders, title: t, audience: top/leaders}\n"
	    "  - {id: east, title: t, audience: east/masses}\n"
	    "  - {id: all, title: t, audience: everyone/masses}\n"
	    "  - {id: east-leaders, title: t, audience: east/leaders}\n");
	put("programme.yaml", arena_printf(room.arena,
	    "title: t\nclasses: [public, masses, members, cadres, leaders]\n"
	    "levels: [university, college, branch]\nmethods: [talk]\n"
	    "groups: [weak, strong]\n"
	    "periods: [{id: q3, name: q3, from: 2010-07-01, to: 2010-09-30, "
	    "due: 2010-10-15}]\nforms:\n"
	    "  - {id: f, name: f, aspects: [{id: good, title: 好}, "
	    "{id: problems, title: 问题}]}\n"
	    "scope:\n  review: {record: root/masses, aspects: {problems: "
	    "root/cadres}, fields: {problems: root/cadres, "
	    "opinions: root/leaders}}\n"
	    "  report: root/masses\n  reply: root/masses\n"
	    "  verification: root/masses\n  plan: root/masses\n"
	    "  bulletin: everyone/masses\n  amendment: everyone/masses\n"
	    "  release: top/masses\n"
	    "  participation: {record: root/masses, fields: {leader: root/cadres}}\n"
	    "  organisation: {record: %s, fields: {deputies: root/cadres, "
	    "classes: root/cadres}}\n"
	    "  person: {officer: root/masses, member: subject/members}\n",
	    organisation));
}

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	room.corpus_arena = arena_new();
	room.scratch = arena_new();
	strcpy(room.root, "/tmp/tongbao-project-XXXXXX");
	if (mkdtemp(room.root) == NULL)
		return -1;
	put_settings("everyone/masses");
	put("organisations.yaml",
	    "- {id: top, name: 大学, level: university, head: chief, "
	    "to: 2030-12-31}\n"
	    "- {id: east, name: 东院, level: college, superior: top, head: e1, "
	    "liaison: secret-liaison, deputies: deputy}\n"
	    "- {id: b1, name: 一支部, level: branch, superior: east}\n"
	    "- {id: old, name: 旧支部, level: branch, superior: east, "
	    "to: 2009-12-31}\n");
	put("people.yaml",
	    "- {id: chief, name: 首长, posts: [{title: 旧职, to: 2009-01-01},"
	    " {title: 书记, from: 2009-01-02}]}\n- {id: e1, name: 院长}\n"
	    "- {id: secret-liaison, name: 密联}\n"
	    "- {id: deputy, name: 副职}\n"
	    "- {id: secret-wang, name: 密王, branch: b1, posts: 密职}\n"
	    "- {id: secret-li, name: 密李, branch: b1}\n");
	return 0;
}

static int
room_close(void **state)
{
	struct os_error error;
	(void)state;
	int status = os_remove_tree(room.root, &error);
	arena_free(room.scratch);
	arena_free(room.corpus_arena);
	arena_free(room.arena);
	return status;
}

static void
load(void)
{
	arena_free(room.corpus_arena);
	room.corpus_arena = arena_new();
	struct arena *arena = room.corpus_arena;
	sources_init(&room.sources, arena);
	diags_init(&room.diags, arena);
	struct loading loading = { .corpus = &room.corpus,
		.sources = &room.sources,
		.diags = &room.diags,
		.jobs = 1,
		.arenas = &room.corpus_arena,
		.scratch = &room.scratch };
	int status = corpus_load(&loading, room.root);
	arena_free(room.scratch); /* nothing of it is kept */
	room.scratch = arena_new();
	if (room.diags.first != NULL)
		fail_msg("%s", room.diags.first->message);
	assert_int_equal(status, 0);
	room.policy = policy_make(arena, &room.corpus, &room.diags);
	assert_non_null(room.policy);
	for (size_t i = 0; i < room.corpus.record_count; i++)
		policy_label(room.policy, arena, room.corpus.records[i],
		    &room.diags);
}

static struct view *
view_of(const char *edition)
{
	const struct site *site = room.corpus.site;
	for (size_t i = 0; i < site->edition_count; i++)
		if (strcmp(site->editions[i].id, edition) == 0) {
			struct view *view = view_make(&room.corpus, room.policy,
			    &site->editions[i], "2010-12-01", 3,
			    &room.diags);
			assert_non_null(view);
			return view;
		}
	fail_msg("no edition %s", edition);
	return NULL;
}

/* As the edition sees it now, from the files. */
static const char *
seen_by(const char *edition)
{
	load();
	struct view *view = view_of(edition);
	const char *text = view_text(room.arena, view);
	view_free(view);
	assert_int_equal(room.diags.count, 0);
	return text;
}

static void
assert_seen(const char *edition, const char *words, bool seen)
{
	const char *text = seen_by(edition);
	if ((strstr(text, words) != NULL) != seen)
		fail_msg("%s %s “%s”:\n%s", edition,
		    seen ? "does not see" : "sees", words, text);
}

#define REVIEW(subject, more)                                                  \
	"---\nkind: review\nform: f\nsubject: " subject                        \
	"\nreviewer: e1\nperiod: q3\ndate: 2010-09-29\nmethod: talk\n" more    \
	"---\n"

/* ---- what is hidden ---- */

static void
test_a_hidden_record(void **state)
{
	(void)state;
	put("q3/secret.md", "---\nkind: plan\norganisation: east\n"
	                    "title: 密题\nscope: root/cadres\n---\n密文\n");
	put("q3/open.md", "---\nkind: plan\norganisation: east\ntitle: 明题\n"
	                  "---\n明文\n");
	assert_seen("masses", "明题", true);
	assert_seen("masses", "明文", true);
	assert_seen("masses", "密", false);
	assert_seen("masses", "secret", false);
	assert_seen("cadres", "密题", true);
	assert_seen("leaders", "q3/secret", true);
	/* The label itself is nobody's. */
	assert_seen("leaders", "root/cadres", false);
}

static void
test_hidden_sections_fields_and_items(void **state)
{
	(void)state;
	put("r.md",
	    REVIEW("east", "venue: 明地\nopinions: [密见]\n"
	                   "problems:\n  - {id: p1, text: 干部可见}\n"
	                   "  - {id: p2, text: 密项, scope: leaders}\n")
	    "## 好\n明节\n## 问题\n密节\n");
	assert_seen("masses", "明地", true);
	assert_seen("masses", "明节", true);
	assert_seen("masses", "密", false);
	assert_seen("masses", "problems", false);
	assert_seen("cadres", "干部可见", true);
	assert_seen("cadres", "密节", true);
	assert_seen("cadres", "密项", false);
	assert_seen("cadres", "p2", false);
	assert_seen("cadres", "密见", false);
	assert_seen("leaders", "密项", true);
	assert_seen("leaders", "密见", true);
}

/* A list of which nothing is left is as one that was not there. */
static void
test_nothing_left_of_a_list(void **state)
{
	(void)state;
	put("r.md", REVIEW("east", ""));
	const char *without = seen_by("cadres");
	put("r.md", REVIEW("east", "problems: [{id: p2, text: 密, scope: "
	                           "leaders}]\n"));
	assert_string_equal(seen_by("cadres"), without);
	put("r.md", REVIEW("east", "problems: []\n"));
	assert_string_equal(seen_by("cadres"), without);
}

static void
test_hidden_people(void **state)
{
	(void)state;
	put("q3/secret-a.md",
	    REVIEW("secret-wang", "problems: [{id: p1, text: t, "
	                          "owner: secret-li}]\n") "## 好\n好\n");
	assert_seen("masses", "secret", false);
	assert_seen("masses", "密", false);
	assert_seen("cadres", "secret", false);
	assert_seen("masses", "\"?\"", true);
	assert_seen("masses", "entry q3/review-1 review", true);
	assert_seen("leaders", "entry q3/secret-a review", true);
	assert_seen("leaders", "密王", true);
	struct view *view = view_of("cadres");
	const struct view_entry *e = view->entries.items[0];
	assert_string_equal(e->person->id, "?");
	assert_null(e->person->name);
	assert_string_equal(e->person->post, "");
	assert_string_equal(entry_string(e, "subject"), "?");
	assert_string_equal(entry_string(e, "reviewer"), "e1");
	const struct value *owner =
	    value_get(value_item(entry_get(e, "problems"), 0), "owner");
	/* All of the hidden are one, so that nothing links two of them. */
	assert_string_equal(value_as_string(owner), "?");
	assert_int_equal(view->entries.items[0]->organisation->entries.count, 1);
	view_free(view);
}

static void
test_posts_and_heads_of_the_day(void **state)
{
	(void)state;
	load();
	struct view *view = view_of("masses");
	const struct view_organisation *top = view->organisations[0];
	assert_string_equal(top->head->name, "首长");
	assert_string_equal(top->head->post, "书记");
	assert_true(top->active);
	const struct view_organisation *old =
	    view_organisation(view, TEXT_LIT("old"));
	assert_false(old->active);
	assert_string_equal(old->superior->id, "east");
	assert_int_equal(top->child_count, 1);
	assert_int_equal(old->superior->child_count, 2);
	assert_null(old->superior->liaison);
	assert_int_equal(old->superior->deputy_count, 0);
	view_free(view);
	/* Deputies are officers: named where they are shown. */
	assert_seen("cadres", "副职", true);
	assert_seen("masses", "副职", false);
}

/* Who went where they may not name him has no post there for those he left. */
static void
test_the_post_of_who_has_gone(void **state)
{
	(void)state;
	put("organisations.yaml",
	    "- {id: top, name: 大学, level: university, head: chief}\n"
	    "- {id: east, name: 东院, level: college, superior: top, head: e1}\n"
	    "- {id: b1, name: 一支部, level: branch, superior: east}\n"
	    "- {id: west, name: 西院, level: college, superior: top}\n"
	    "- {id: c1, name: 西支部, level: branch, superior: west}\n");
	put("people.yaml",
	    "- {id: chief, name: 首长}\n- {id: e1, name: 院长}\n"
	    "- {id: gone, name: 走了, branch: [{organisation: b1, to: 2010-10-01}, "
	    "{organisation: c1, from: 2010-10-02}], posts: [{title: 旧岗, "
	    "to: 2010-10-01}, {title: 密岗, from: 2010-10-02}]}\n");
	put("r.md", REVIEW("gone", "") "## 好\n好\n");
	assert_seen("east-leaders", "走了", true);
	assert_seen("east-leaders", "岗", false);
	assert_seen("leaders", "密岗", true);
}

/* The nearest that is seen stands above; its place in the order is its own. */
static void
test_hidden_organisations(void **state)
{
	(void)state;
	put("organisations.yaml",
	    "- {id: top, name: 大学, level: university}\n"
	    "- {id: secret, name: 密院, level: college, superior: top}\n"
	    "- {id: b1, name: 一支部, level: branch, superior: secret}\n"
	    "- {id: east, name: 东院, level: branch, superior: secret}\n");
	put("people.yaml", "");
	put_settings("branch/masses");
	put("p.md", "---\nkind: plan\norganisation: secret\ntitle: t\n"
	            "scope: everyone/masses\n---\n");
	load();
	struct view *view = view_of("east");
	assert_int_equal(view->organisation_count, 1);
	assert_null(view->organisations[0]->superior);
	assert_int_equal(view->organisations[0]->index, 0);
	assert_null(view->entries.items[0]->organisation);
	assert_null(entry_get(view->entries.items[0], "organisation"));
	view_free(view);
}

/* Records are called after organisations, too. */
static void
test_ids_after_hidden_organisations(void **state)
{
	(void)state;
	put("organisations.yaml",
	    "- {id: top, name: 大学, level: university}\n"
	    "- {id: hidden, name: 密院, level: college, superior: top}\n"
	    "- {id: east, name: 东院, level: branch, superior: hidden}\n");
	put("people.yaml", "- {id: ming, name: 明明, branch: hidden}\n");
	put("programme.yaml", arena_printf(room.arena,
	    "title: t\nclasses: [public, masses, members, leaders]\n"
	    "levels: [university, college, branch]\n"
	    "periods: [{id: q3, name: q3, from: 2010-07-01, to: 2010-09-30, "
	    "due: 2010-10-15}]\n"
	    "methods: [talk]\nforms: [{id: f, name: f, "
	    "aspects: [{id: good, title: 好}]}]\n"
	    "scope:\n  plan: everyone/public\n  exemplar: everyone/public\n"
	    "  participation: everyone/public\n  amendment: everyone/public\n"
	    "  organisation: [branch/masses, root/leaders]\n"
	    "  person: {officer: everyone/public, member: everyone/public}\n"));
	put("site.yaml",
	    "title: t\neditions:\n"
	    "  - {id: east, title: t, audience: east/masses}\n"
	    "  - {id: leaders, title: t, audience: everyone/leaders}\n");
	put("q3/secret-plan.md",
	    "---\nkind: plan\norganisation: hidden\ntitle: t\n---\n");
	put("q3/secret-guide.md", "---\nkind: participation\nleader: hidden\n"
	    "organisation: east\ndate: 2010-08-01\n---\n");
	put("q3/secret-member.md", "---\nkind: exemplar\nsubject: ming\n"
	    "title: t\nperiod: q3\n---\n");
	put("q3/secret-amend.md", "---\nkind: amendment\n"
	    "record: q3/secret-plan\nreason: r\nchanged: c\n"
	    "date: 2010-10-01\napproved: {by: ming, date: 2010-10-01}\n---\n");
	put("q3/own.md",
	    "---\nkind: plan\norganisation: east\ntitle: t\n---\n");
	assert_seen("east", "secret", false);
	assert_seen("east", "entry q3/own ", true);
	assert_seen("leaders", "entry q3/secret-plan ", true);
	assert_seen("leaders", "entry q3/secret-guide ", true);
}

/* That somebody raised a problem is known to those who see what was said. */
static void
test_a_problem_of_a_hidden_opinion(void **state)
{
	(void)state;
	put("q3/r.md",
	    REVIEW("east", "opinions: [{id: secret-o1, text: 密见}]\n"
	        "problems: [{id: p1, text: 明项, from: secret-o1}]\n")
	    "## 好\n明节\n## 问题\n明节\n");
	assert_seen("cadres", "明项", true);
	assert_seen("cadres", "secret-o1", false);
	assert_seen("leaders", "\"from\":\"secret-o1\"", true);
}

/* That a plan has a work point is known to those who see it there. */
static void
test_a_work_point_of_a_hidden_plan(void **state)
{
	(void)state;
	put("q3/r.md",
	    REVIEW("east", "tasks: [secret-t1, open-t1]\n") "## 好\n明节\n");
	put("q3/s.md", REVIEW("east", "tasks: secret-t2\n") "## 好\n明节\n");
	put("q3/secret.md",
	    "---\nkind: plan\norganisation: east\ntitle: 密题\n"
	    "scope: root/cadres\ntasks: [{id: secret-t1, text: 密}, "
	    "{id: secret-t2, text: 密}]\n---\n密文\n");
	put("q3/open.md",
	    "---\nkind: plan\norganisation: east\ntitle: 明题\n"
	    "tasks: [{id: open-t1, text: 明}]\n---\n明文\n");
	assert_seen("masses", "tasks: [\"open-t1\"]", true);
	assert_seen("masses", "secret-t", false);
	assert_seen("cadres", "tasks: [\"secret-t1\",\"open-t1\"]", true);
	assert_seen("cadres", "tasks: [\"secret-t2\"]", true);
}

/* ---- the office ---- */

static const struct edition office = { .id = "office", .title = "t",
	.office = true };

/* Every label admits it; what no default shows to anybody, too. */
static void
test_the_office_sees_everything(void **state)
{
	(void)state;
	put_settings("root/leaders");
	put("q3/secret.md", "---\nkind: plan\norganisation: east\n"
	                    "title: 密题\nscope: east/leaders\n---\n密文\n");
	put("q3/nobody.md", "---\nkind: waiver\nsubject: secret-wang\n"
	                    "period: q3\nreason: 密由\n"
	                    "approved: {by: e1, date: 2010-09-01}\n---\n");
	put("q3/r.md",
	    REVIEW("secret-wang", "opinions: [密见]\nproblems: [{id: p1, "
	                          "text: 密项, scope: leaders}]\n")
	    "## 好\n明节\n## 问题\n密节\n");
	put("q3/b.md", "---\nkind: bulletin\ntitle: 密报\nissuer: 办\n"
	               "edition: east-leaders\nperiod: q3\n"
	               "date: 2010-10-01\n---\n密\n");
	load();
	static const char *const words[] = { "密题", "密文", "密由", "密见", "密项",
		"密节", "密报", "密王", "密联", "副职", "旧支部",
		"entry q3/r review" };
	struct view *view = view_make(&room.corpus, room.policy, &office,
	    "2010-12-01", 3, &room.diags);
	const char *text = view_text(room.arena, view);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strstr(text, words[i]) == NULL)
			fail_msg("the office does not see %s:\n%s", words[i],
			    text);
	view_free(view);
}

/* No edition of a site is the office's: whoever makes one is stopped. */
static void
test_no_edition_is_the_office(void **state)
{
	(void)state;
	load();
	for (size_t i = 0; i < room.corpus.site->edition_count; i++)
		assert_false(room.corpus.site->editions[i].office);
	pid_t child = fork();
	if (child == 0) {
		struct audience audience;
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(0);
		signal(SIGABRT, SIG_DFL);
		room.corpus.site->editions[0].office = true;
		policy_audience(room.policy, &audience,
		    &room.corpus.site->editions[0], &room.diags);
		_exit(0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_not_equal(status, 0);
}

/* ---- the order of people ---- */

/*
 * A branch with a head, two deputies, and members whose order by strokes is
 * not the one by pinyin, nor that of ids, files or days.
 */
static void
put_branch(const char *order)
{
	static const char *const subjects[] = { "m1", "b2", "m2", "m3", "m4",
		"m5", "m6" };
	put("site.yaml", arena_printf(room.arena,
	    "title: t\norder: %s\neditions:\n"
	    "  - {id: masses, title: t, audience: top/masses}\n"
	    "  - {id: leaders, title: t, audience: top/leaders}\n", order));
	put("organisations.yaml",
	    "- {id: top, name: 大学, level: university}\n"
	    "- {id: b2, name: 二支部, level: branch, superior: top, head: m3, "
	    "deputies: [m4, m2]}\n");
	put("people.yaml",
	    "- {id: e1, name: 院长}\n- {id: m1, name: 张三, branch: b2}\n"
	    "- {id: m2, name: 丁二, branch: b2}\n"
	    "- {id: m3, name: 魏一, branch: b2}\n"
	    "- {id: m4, name: 龚四, branch: b2}\n"
	    "- {id: m5, name: 石九, branch: b2}\n"
	    "- {id: m6, name: 安七, branch: b2}\n");
	for (size_t i = 0; i < sizeof(subjects) / sizeof(*subjects); i++)
		put(arena_printf(room.arena, "q3/%s.md", subjects[i]),
		    arena_printf(room.arena,
		        "---\nkind: review\nform: f\nsubject: %s\n"
		        "reviewer: e1\nperiod: q3\ndate: 2010-09-%zu\n"
		        "method: talk\n---\n", subjects[i], 30 - i));
}

/* The subjects of the entries, as the edition has them. */
static const char *
subjects_of(const char *edition, const char *order)
{
	struct buf buf = BUF_INIT;
	put_branch(order);
	load();
	struct view *view = view_of(edition);
	const struct view_organisation *branch =
	    view_organisation(view, TEXT_LIT("b2"));
	for (size_t i = 0; i < view->entries.count; i++) {
		const struct view_entry *e = view->entries.items[i];
		assert_ptr_equal(branch->entries.items[i], e);
		buf_printf(&buf, "%s ", e->person == NULL ? e->organisation->id
		        : e->person->name == NULL         ? e->date
		                                          : e->person->name);
	}
	view_free(view);
	const char *subjects = arena_copy(room.arena, buf.at, buf.len);
	buf_free(&buf);
	return subjects;
}

static void
test_people_by_post_then_by_name(void **state)
{
	(void)state;
	assert_string_equal(subjects_of("leaders", "strokes"),
	    "b2 魏一 龚四 丁二 石九 安七 张三 ");
	assert_string_equal(subjects_of("leaders", "pinyin"),
	    "b2 魏一 龚四 丁二 安七 石九 张三 ");
}

/*
 * By day, whatever their names are, after those that may be named.  Masses may
 * not know who is a deputy: so these stand by name.
 */
static void
test_the_nameless_have_no_order(void **state)
{
	(void)state;
	const char *seen = "b2 魏一 丁二 龚四 2010-09-24 2010-09-25 2010-09-30 ";
	assert_string_equal(subjects_of("masses", "strokes"), seen);
	assert_string_equal(subjects_of("masses", "pinyin"), seen);
}

/* ---- derived fields ---- */

/* As if a filter had read the field (NULL: something of no field) before. */
static bool
shows_derived(const char *edition, const char *record, const char *field)
{
	static uint64_t from;
	put("r.md", record);
	load();
	struct record *r = room.corpus.records[0];
	r->derived = value_map(room.corpus_arena);
	value_set(room.corpus_arena, r->derived, "n",
	    value_integer(room.corpus_arena, 2));
	from = field == NULL ? DERIVED_UNSEEN
			     : (uint64_t)1 << field_index(r->kind, field);
	r->derived_from = &from;
	struct view *view = view_of(edition);
	bool shows = view->entries.items[0]->body->derived != NULL;
	view_free(view);
	r->left_out = true; /* as a filter may say */
	view = view_of(edition);
	assert_int_equal(view->entries.count, 0);
	view_free(view);
	return shows;
}

static void
test_derived_fields(void **state)
{
	(void)state;
	const char *with = REVIEW("east", "problems: [{id: p1, text: t}]\n");
	const char *without = REVIEW("east", "venue: v\n");
	assert_true(shows_derived("masses", with, "venue"));
	assert_false(shows_derived("masses", with, "problems"));
	assert_true(shows_derived("cadres", with, "problems"));
	/* Whether there is something hidden must not show either. */
	assert_true(shows_derived("masses", without, "venue"));
	assert_false(shows_derived("masses", without, "problems"));
}

/* What no label vouches for: people, items with marks of their own, ids. */
static void
test_derived_from_what_is_hidden_in_part(void **state)
{
	(void)state;
	assert_false(shows_derived("cadres", REVIEW("east", ""), NULL));
	assert_false(shows_derived("leaders", REVIEW("east", ""), NULL));
}

/* ---- links ---- */

static void
test_links_have_two_ends(void **state)
{
	(void)state;
	put("q3/review.md", REVIEW("east", "report: q3/secret-report\n"));
	put("q3/secret-report.md", "---\nkind: report\nsubject: east\n"
	                           "period: q3\ndate: 2010-09-20\n"
	                           "scope: leaders\n---\n");
	put("q3/secret-review.md", REVIEW("b1", "scope: leaders\n"));
	put("q3/reply.md", "---\nkind: reply\nreview: q3/secret-review\n"
	                   "date: 2010-10-20\n---\n");
	put("q3/reply-2.md", "---\nkind: reply\nreview: q3/review\n"
	                     "date: 2010-10-20\n---\n");
	assert_seen("masses", "secret", false);
	assert_seen("leaders", "report=q3/secret-report", true);
	struct view *view = view_of("masses");
	const struct view_entry *review =
	    view_entry(view, TEXT_LIT("q3/review"));
	assert_null(review->links.report);
	/* An answer to what may not be seen is not seen. */
	assert_null(view_entry(view, TEXT_LIT("q3/reply")));
	assert_int_equal(review->links.replies.count, 1);
	assert_string_equal(review->links.replies.items[0]->id, "q3/reply-2");
	assert_ptr_equal(review->links.replies.items[0]->links.review, review);
	view_free(view);
}

/* 更正: on the page of what it changed, where that is seen. */
static void
test_amendments(void **state)
{
	(void)state;
#define AMENDMENT(record, words)                                               \
	"---\nkind: amendment\nrecord: " record "\nreason: " words            \
	"\napproved: {by: e1, date: 2010-10-20}\ndate: 2010-10-21\n"           \
	"changed: " words "\n---\n"
	put("q3/review.md", REVIEW("east", ""));
	put("q3/secret-review.md", REVIEW("b1", "scope: leaders\n"));
	put("q3/a.md", AMENDMENT("q3/review", "明改"));
	put("q3/secret-a.md", AMENDMENT("q3/secret-review", "密改"));
	assert_seen("masses", "明改", true);
	assert_seen("masses", "密", false);
	assert_seen("masses", "secret", false);
	assert_seen("leaders", "密改", true);
	struct view *view = view_of("leaders");
	const struct view_entry *review =
	    view_entry(view, TEXT_LIT("q3/review"));
	assert_int_equal(review->links.amendments.count, 1);
	assert_string_equal(review->links.amendments.items[0]->id, "q3/a");
	assert_ptr_equal(review->links.amendments.items[0]->links.amended, review);
	view_free(view);
}

/* However many stand between it and what is hidden. */
static void
test_amendments_of_amendments(void **state)
{
	(void)state;
	const char *of = "q3/hidden";
	put("q3/hidden.md", "---\nkind: plan\norganisation: east\n"
	                    "title: 密题\nscope: root/cadres\n---\n密文\n");
	for (int i = 1; i <= 8; i++) {
		const char *id = arena_printf(room.arena, "q3/a%d", i);
		put(arena_printf(room.arena, "%s.md", id),
		    arena_printf(room.arena,
		        "---\nkind: amendment\nrecord: %s\nreason: 理由%d\n"
		        "approved: {by: chief, date: 2010-10-01}\n"
		        "date: 2010-10-01\nchanged: 改\n---\n", of, i));
		of = id;
	}
	assert_seen("masses", "理由", false);
	assert_seen("cadres", "理由8", true);
}

/* Of each other: whoever sees one must see all of them. */
static void
test_amendments_in_a_ring(void **state)
{
	(void)state;
	/* The first leads into the ring of the three others. */
	static const char *const of[] = { "q3/b", "q3/c", "q3/d", "q3/b" };
	for (size_t shut = 0; shut <= 4; shut++) {
		for (size_t i = 0; i < 4; i++)
			put(arena_printf(room.arena, "q3/%c.md",
			        (int)('a' + i)),
			    arena_printf(room.arena,
			        "---\nkind: amendment\nrecord: %s\n"
			        "reason: 理由%zu\n%s"
			        "approved: {by: chief, date: 2010-10-01}\n"
			        "date: 2010-10-01\nchanged: 改\n---\n", of[i],
			        i, i == shut ? "scope: everyone/leaders\n" : ""));
		const char *text = seen_by("all");
		for (size_t i = 0; i < 4; i++)
			assert_int_equal(
			    strstr(text, arena_printf(room.arena,
			        "理由%zu", i)) != NULL,
			    shut == 4 || (shut == 0 && i > 0));
	}
}

/*
 * Of a record that is not seen nothing is; a digest of what nobody sees whole
 * would let him try the rest.
 */
static void
test_what_a_release_covers(void **state)
{
	(void)state;
#define RELEASE(records)                                                       \
	"---\nkind: release\nedition: masses\nwhat: t\naudience: top/masses\n" \
	"means: t\nrecords: [" records "]\n"                                   \
	"proposed: {by: e1, date: 2010-10-20}\n"                               \
	"examined: {by: e1, date: 2010-10-21}\n"                               \
	"approved: {by: chief, date: 2010-10-22}\n---\n"
	put("q3/review.md", REVIEW("east", ""));
	put("q3/secret-review.md", REVIEW("b1", "scope: leaders\n"));
	put("q3/release.md", RELEASE("{record: q3/review, digest: d1}"));
	const char *without = seen_by("masses");
	if (strstr(without, "\"q3/review\"") == NULL)
		fail_msg("%s", without);
	put("q3/release.md",
	    RELEASE("{record: q3/review, digest: d1}, "
	            "{digest: d2, record: q3/secret-review}"));
	assert_string_equal(seen_by("masses"), without);
	assert_seen("leaders", "{\"record\":\"q3/secret-review\"}", true);
	assert_seen("leaders", "d1", false);
	/* Of pictures no edition tells the path, nor how many there are. */
	put("q3/release.md",
	    RELEASE("{record: q3/review, digest: d1}]\nfiles: ["
	            "{file: q3/a.png, digest: d3}, {file: q3/b.png}"));
	assert_string_equal(seen_by("masses"), without);
	/* To whom is no label; the organisation it names may be hidden. */
	assert_seen("masses", "\"top/masses\"", true);
	put_settings("branch/masses");
	assert_seen("masses", "\"top/masses\"", false);
}

/* 曾用名 like the name itself; 分类 by its own label. */
static void
test_former_names_and_classes(void **state)
{
	(void)state;
	put("organisations.yaml",
	    "- {id: top, name: 大学, level: university, head: chief}\n"
	    "- {id: east, name: 东院, level: college, superior: top, head: e1, "
	    "former: [旧院, 老院], classes: [weak]}\n"
	    "- {id: b1, name: 一支部, level: branch, superior: east}\n");
	assert_seen("masses", "[\"旧院\",\"老院\"]", true);
	assert_seen("masses", "weak", false);
	assert_seen("cadres", "[\"weak\"]", true);
	put_settings("branch/masses");
	assert_seen("masses", "旧院", false);
}

/* Its standard, and who verifies it, as far as he may be named. */
static void
test_what_a_problem_says(void **state)
{
	(void)state;
	put("q3/r.md", REVIEW("east",
	    "problems: [{id: p1, text: t, standard: 标准, verifier: secret-li}]"
	    "\n"));
	assert_seen("cadres", "\"standard\":\"标准\"", true);
	assert_seen("cadres", "\"verifier\":\"?\"", true);
	assert_seen("leaders", "secret-li", true);
}

static void
test_links_to_opaque_ids(void **state)
{
	(void)state;
	put("q3/secret-r.md", REVIEW("secret-wang",
	                          "problems: [{id: p1, text: t}]\n"));
	put("q3/secret-reply.md", "---\nkind: reply\nreview: q3/secret-r\n"
	                          "date: 2010-10-20\n---\n");
	put("q3/secret-v.md", "---\nkind: verification\n"
	                      "problem: q3/secret-r#p1\ndate: 2010-11-20\n"
	                      "by: e1\nresult: closed\n---\n");
	assert_seen("cadres", "secret", false);
	struct view *view = view_of("cadres");
	const struct view_entry *review =
	    view_entry(view, TEXT_LIT("q3/review-1"));
	assert_int_equal(review->links.replies.count, 1);
	assert_int_equal(review->links.verifications.count, 1);
	assert_string_equal(entry_string(review->links.verifications.items[0],
	                        "problem"), "q3/review-1#p1");
	view_free(view);
}

/* The other end is the problem, not the review it stands in. */
static void
test_verification_of_a_hidden_problem(void **state)
{
	(void)state;
	put("r.md", REVIEW("east",
	                "problems: [{id: p1, text: t}, "
	                "{id: secret-p, text: t, scope: leaders}]\n"));
	put("v.md", "---\nkind: verification\nproblem: r#secret-p\n"
	            "date: 2010-11-20\nby: e1\nresult: closed\n---\n");
	assert_seen("leaders", "r#secret-p", true);
	assert_seen("cadres", "secret-p", false);
	put("v.md", "---\nkind: verification\nproblem: r#p1\n"
	            "date: 2010-11-20\nby: e1\nresult: closed\n---\n");
	assert_seen("cadres", "r#p1", true);
	assert_seen("masses", "r#p1", false); /* the field is hidden */
}

static void
test_reply_to_a_hidden_problem(void **state)
{
	(void)state;
	put("r.md", REVIEW("east", "problems: [{id: p1, text: t}, "
	                           "{id: p2, text: t, scope: leaders}]\n"));
	put("reply.md", "---\nkind: reply\nreview: r\ndate: 2010-10-20\n"
	                "items: [{problem: p1, measure: 明措}, "
	                "{problem: p2, measure: 密措, state: doing}]\n---\n");
	assert_seen("leaders", "密措", true);
	assert_seen("cadres", "明措", true);
	assert_seen("cadres", "密措", false);
	assert_seen("masses", "明措", false);
}

/* ---- opaque ids ---- */

static void
anonymous_put(const char *file, const char *day, const char *venue,
    const char *body)
{
	put(file, arena_printf(room.arena,
	              "---\nkind: review\nform: f\nsubject: secret-wang\n"
	              "reviewer: e1\nperiod: q3\ndate: %s\nmethod: talk\n"
	              "venue: %s\n---\n## 好\n%s\n", day, venue, body));
}

/* The same two records, once with their files' names exchanged. */
static void
assert_names_tell_nothing(const char *day, const char *venue, const char *body)
{
	anonymous_put("q3/a.md", "2010-09-01", "一楼", "甲");
	anonymous_put("q3/b.md", day, venue, body);
	const char *one = seen_by("masses");
	anonymous_put("q3/b.md", "2010-09-01", "一楼", "甲");
	anonymous_put("q3/a.md", day, venue, body);
	const char *two = seen_by("masses");
	assert_non_null(strstr(one, "q3/review-2"));
	assert_string_equal(one, two);
}

static void
test_the_order_of_opaque_ids(void **state)
{
	(void)state;
	assert_names_tell_nothing("2010-09-02", "一楼", "甲"); /* by day */
	assert_names_tell_nothing("2010-09-01", "一楼", "乙"); /* by text */
}

static void
test_the_order_of_opaque_ids_of_one_text(void **state)
{
	(void)state;
	assert_names_tell_nothing("2010-09-01", "二楼", "甲"); /* by a field */
}

/* Records are called after who took part as they are after whom they are of. */
static void
test_ids_after_a_hidden_leader(void **state)
{
	(void)state;
	put("q3/secret-chief.md",
	    "---\nkind: participation\nleader: chief\norganisation: b1\n"
	    "date: 2010-09-29\n---\n加入\n");
	assert_seen("masses", "加入", true);
	assert_seen("masses", "secret", false);
	assert_seen("cadres", "q3/secret-chief", true);
}

/* However many answers lie between. */
static void
test_ids_after_what_is_answered_from_afar(void **state)
{
	(void)state;
	put("q3/secret-chief.md",
	    "---\nkind: participation\nleader: chief\norganisation: b1\n"
	    "date: 2010-09-29\n---\n加入\n");
	put("q3/secret-1.md", AMENDMENT("q3/secret-chief", "一改"));
	put("q3/secret-2.md", AMENDMENT("q3/secret-1", "二改"));
	put("q3/secret-3.md", AMENDMENT("q3/secret-2", "三改"));
	put("q3/secret-4.md", AMENDMENT("q3/secret-3", "四改"));
	assert_seen("masses", "四改", true);
	assert_seen("masses", "secret", false);
	assert_seen("cadres", "q3/secret-4", true);
}

/* And an answer is called after what it answers. */
static void
test_ids_after_what_is_answered(void **state)
{
	(void)state;
	put("q3/secret-part.md",
	    "---\nkind: participation\nleader: secret-wang\n"
	    "organisation: east\ndate: 2010-09-29\n---\n加入\n");
	const char *of = "q3/secret-part";
	for (int i = 1; i <= 6; i++) {
		const char *id = arena_printf(room.arena, "q3/secret-%d", i);
		put(arena_printf(room.arena, "%s.md", id),
		    arena_printf(room.arena,
		        "---\nkind: amendment\nrecord: %s\nreason: 理由%d\n"
		        "approved: {by: chief, date: 2010-10-01}\n"
		        "date: 2010-10-01\nchanged: 改\n---\n", of, i));
		of = id;
	}
	assert_seen("cadres", "加入", true);
	assert_seen("cadres", "理由6", true);
	assert_seen("cadres", "secret", false);
}

/* Whether something hidden stands in a field must not count. */
static void
test_the_order_of_opaque_ids_and_hidden_items(void **state)
{
	(void)state;
	static const char *const bodies[] = { "甲", "乙", "丙", "丁", "戊" };
	put("q3/a.md", REVIEW("secret-wang", "") "## 好\n零\n");
	for (size_t i = 0; i < 5; i++) {
		put("q3/b.md", arena_printf(room.arena,
		    REVIEW("secret-wang", "") "## 好\n%s\n", bodies[i]));
		const char *one = seen_by("cadres");
		put("q3/b.md", arena_printf(room.arena,
		    REVIEW("secret-wang", "problems: [{id: p1, text: 密, "
		                          "scope: leaders}]\n")
		    "## 好\n%s\n", bodies[i]));
		assert_non_null(strstr(one, "q3/review-2"));
		assert_string_equal(one, seen_by("cadres"));
	}
}

static void
reply_put(const char *file, const char *measure, const char *text)
{
	put(file,
	    arena_printf(room.arena,
	        "---\nkind: reply\nreview: q3/a\ndate: 2010-10-20\n"
	        "items: [{problem: p1, measure: %s}]\n---\n%s\n",
	        measure, text));
}

static const char *
text_again(struct copies *copies)
{
	struct view *view = view_make_with(&room.corpus, room.policy,
	    &room.corpus.site->editions[1], "2010-12-01", copies, NULL, 1,
	    &room.diags);
	const char *text = view_text(room.arena, view);
	view_free(view);
	return text;
}

/* What was kept of answers hangs on what is answered, which is another now. */
static void
test_opaque_ids_of_kept_answers(void **state)
{
	(void)state;
	static const char *const measures[] = { "甲", "乙", "丙", "丁", "戊", "庚", "辛", "壬", "癸" };
	for (size_t i = 0; i < 9; i++) {
		struct copies *copies = copies_new();
		put("q3/a.md", REVIEW("secret-wang",
		    "problems: [{id: p1, text: 明}]\n"));
		reply_put("q3/c.md", measures[i], "一");
		reply_put("q3/d.md", measures[8 - i], "二");
		const char *before = seen_by("cadres");
		assert_string_equal(text_again(copies), before);
		put("q3/a.md", REVIEW("secret-wang",
		    "problems: [{id: p1, text: 明, scope: leaders}]\n"));
		const char *now = seen_by("cadres");
		copies_forget(copies,
		    corpus_record(&room.corpus, TEXT_LIT("q3/a")));
		assert_string_equal(text_again(copies), now);
		copies_free(copies);
	}
}

/* A review is placed by the work points it names, of a plan that changes. */
static void
test_opaque_ids_of_kept_work_points(void **state)
{
	(void)state;
	static const char *const tasks[] = { "t1", "t2", "t3", "t4", "t5" };
	static const char plan[] = "---\nkind: plan\norganisation: east\n"
	    "title: 题\n%stasks: [{id: t1, text: 一}, {id: t2, text: 二}, "
	    "{id: t3, text: 三}, {id: t4, text: 四}, {id: t5, text: 五}]\n"
	    "---\n文\n";
	for (size_t i = 0; i < 5; i++) {
		struct copies *copies = copies_new();
		put("q3/a.md", arena_printf(room.arena,
		    REVIEW("secret-wang", "tasks: [%s]\n") "## 好\n一\n",
		    tasks[i]));
		put("q3/b.md", arena_printf(room.arena,
		    REVIEW("secret-wang", "tasks: [%s]\n") "## 好\n二\n",
		    tasks[4 - i]));
		put("q3/plan.md", arena_printf(room.arena, plan, ""));
		const char *before = seen_by("cadres");
		assert_string_equal(text_again(copies), before);
		put("q3/plan.md",
		    arena_printf(room.arena, plan, "scope: root/leaders\n"));
		const char *now = seen_by("cadres");
		assert_string_not_equal(now, before);
		copies_forget(copies,
		    corpus_record(&room.corpus, TEXT_LIT("q3/plan")));
		assert_string_equal(text_again(copies), now);
		copies_free(copies);
	}
}

static void
pair_put(const char *review, const char *reply, const char *text)
{
	anonymous_put(arena_printf(room.arena, "q3/%s.md", review),
	    "2010-09-01", "一楼", "甲");
	put(arena_printf(room.arena, "q3/%s.md", reply),
	    arena_printf(room.arena,
	        "---\nkind: reply\nreview: q3/%s\ndate: 2010-10-20\n---\n%s\n",
	        review, text));
}

/* Reviews alike but for their replies; all alike; in whatever order. */
static void
test_the_order_of_alike_records(void **state)
{
	(void)state;
	static const char *const texts[] = { "甲", "乙", "丙" };
	for (size_t i = 0; i < 3; i++) {
		pair_put("a", "c", "甲");
		pair_put("b", "d", texts[i]);
		const char *one = seen_by("masses");
		assert_non_null(strstr(one, "q3/reply-"));
		pair_put("a", "c", texts[i]);
		pair_put("b", "d", "甲");
		assert_string_equal(one, seen_by("masses"));
		/* The replies' ids the other way round. */
		pair_put("b", "c", texts[i]);
		pair_put("a", "d", "甲");
		assert_string_equal(one, seen_by("masses"));
	}
}

/* A visible record of the name that a hidden one would get. */
static void
test_an_opaque_id_that_is_taken(void **state)
{
	(void)state;
	put("q3/review-1.md", REVIEW("east", "") "## 好\n明\n");
	put("q3/x.md", REVIEW("secret-wang", "") "## 好\n无名\n");
	load();
	struct view *view = view_of("masses");
	assert_int_equal(view->entries.count, 2);
	assert_string_not_equal(view->entries.items[0]->id, view->entries.items[1]->id);
	view_free(view);
}

/* ---- bulletins ---- */

static bool
carries(const char *edition, const char *of)
{
	put("b.md", arena_printf(room.arena,
	                "---\nkind: bulletin\ntitle: t\nissuer: i\n"
	                "date: 2010-10-20\nedition: %s\nperiod: q3\n---\n",
	                of));
	load();
	struct view *view = view_of(edition);
	bool is = view->entries.count == 1;
	view_free(view);
	return is;
}

/* Only where all is seen that the bulletin was made from. */
static void
test_bulletins_and_what_they_are_made_from(void **state)
{
	(void)state;
	static const char *const editions[] = { "all", "masses", "cadres",
		"leaders", "east", "east-leaders" };
	static const char *const carried[] = {
		"xxxxxx", /* made from all: in each */
		".xxxxx",
		"..xx.x", /* cadres: the east's leaders see what they see */
		"...x..",
		"...xxx", /* the top's leaders see the whole subtree */
		"...x.x", /* the same, or the top's leaders */
	};
	for (size_t of = 0; of < 6; of++)
		for (size_t in = 0; in < 6; in++) {
			bool is = carries(editions[in], editions[of]);
			if (is != (carried[of][in] == 'x'))
				fail_msg("made from %s, %s in %s",
				    editions[of], is ? "shown" : "not shown",
				    editions[in]);
		}
}

/* ---- nothing is shared ---- */

static void
test_a_view_stands_alone(void **state)
{
	(void)state;
	put("r.md", REVIEW("east", "problems: [{id: p1, text: t}]\n"
	                           "opinions: [{text: a}]\n") "## 好\n甲\n");
	put("reply.md", "---\nkind: reply\nreview: r\ndate: 2010-10-20\n---\n");
	load();
	struct view *view = view_of("leaders");
	const char *before = view_text(room.arena, view);
	/* With the corpus gone every byte that is shared is a fault. */
	arena_free(room.corpus_arena);
	room.corpus_arena = arena_new();
	assert_string_equal(view_text(room.arena, view), before);
	view_free(view);
	view_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_hidden_record),
		TEST(test_hidden_sections_fields_and_items),
		TEST(test_nothing_left_of_a_list),
		TEST(test_hidden_people),
		TEST(test_posts_and_heads_of_the_day),
		TEST(test_the_post_of_who_has_gone),
		TEST(test_hidden_organisations),
		TEST(test_a_problem_of_a_hidden_opinion),
		TEST(test_a_work_point_of_a_hidden_plan),
		TEST(test_ids_after_hidden_organisations),
		TEST(test_ids_after_what_is_answered_from_afar),
		TEST(test_the_office_sees_everything),
		TEST(test_no_edition_is_the_office),
		TEST(test_people_by_post_then_by_name),
		TEST(test_the_nameless_have_no_order),
		TEST(test_derived_fields),
		TEST(test_derived_from_what_is_hidden_in_part),
		TEST(test_links_have_two_ends),
		TEST(test_amendments),
		TEST(test_amendments_of_amendments),
		TEST(test_amendments_in_a_ring),
		TEST(test_what_a_release_covers),
		TEST(test_former_names_and_classes),
		TEST(test_what_a_problem_says),
		TEST(test_links_to_opaque_ids),
		TEST(test_verification_of_a_hidden_problem),
		TEST(test_reply_to_a_hidden_problem),
		TEST(test_ids_after_a_hidden_leader),
		TEST(test_ids_after_what_is_answered),
		TEST(test_the_order_of_opaque_ids),
		TEST(test_the_order_of_opaque_ids_of_one_text),
		TEST(test_the_order_of_opaque_ids_and_hidden_items),
		TEST(test_opaque_ids_of_kept_answers),
		TEST(test_opaque_ids_of_kept_work_points),
		TEST(test_the_order_of_alike_records),
		TEST(test_an_opaque_id_that_is_taken),
		TEST(test_bulletins_and_what_they_are_made_from),
		TEST(test_a_view_stands_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
