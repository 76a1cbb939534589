/*
 * A small site of which the masses may not see everything, and the leak scan of
 * their edition.
 *
 * Hidden from them: the person 密王明 (secret-wang) and 魏四 (wei), the record
 * 2010-q3/review/hidden with its text, the problem p9 of 2010-q3/review/shown.
 */
#ifndef TONGBAO_TESTS_SCAN_ROOM_H
#define TONGBAO_TESTS_SCAN_ROOM_H

#include "base/utf8.h"
#include "folder.h"
#include "publish/scan.h"
#include "read/load.h"
#include "scope/project.h"
#include "strings_room.h"

#define SCAN_ROOM_DAY "2010-12-01"

static struct {
	char root[FOLDER_ROOM];
	struct arena *arena; /* of all tests */
	struct sources sources;
	struct diags diags;
	struct corpus corpus;
	struct policy *policy;
	struct view *view;
	struct forbidden *forbidden;
	atomic_bool needed[8];
} scan_room;

static inline void
scan_room_put(const char *path, const char *text)
{
	folder_put(scan_room.arena, scan_room.root, path, text_of(text));
}

static const char scan_room_site[] =
    "title: 点评\neditions:\n"
    "  - {id: masses, title: 群众版, audience: top/masses}\n"
    "  - {id: leaders, title: 领导版, audience: top/leaders}\n";
static const char scan_room_people[] =
    "- {id: chief, name: 首长, posts: 书记}\n"
    "- {id: e1, name: 高明德, posts: 院长}\n"
    "- {id: secret-wang, name: 密王明, branch: b1}\n"
    "- {id: wei, name: 魏四, branch: b1}\n";
static const char scan_room_shown[] =
    "---\nkind: review\nform: f\nsubject: east\nreviewer: chief\n"
    "period: q3\ndate: 2010-09-20\nmethod: talk\nproblems:\n"
    "  - {id: p1, text: 台账记得不够细}\n"
    "  - {id: p9, text: 账外的钱去向不明白, scope: top/leaders}\n---\n\n"
    "## 好\n\n工作**扎实**，见[另一份](hidden.md)。\n";
static const char scan_room_hidden[] =
    "---\nkind: review\nform: f\nsubject: b1\nreviewer: e1\nperiod: q3\n"
    "scope: top/cadres\ndate: 2010-09-21\nmethod: talk\n---\n\n"
    "## 好\n\n经费审批的*手续*不全，[票据](https://example.org/)遗失三张。\n";

static inline void
scan_room_settings(const char *organisation)
{
	scan_room_put("content/programme.yaml",
	    arena_printf(scan_room.arena,
		"title: 办法\n"
		"classes: [public, masses, members, cadres, leaders]\n"
		"levels: [university, college, branch]\nmethods: [talk]\n"
		"periods: [{id: q3, name: 三季度, from: 2010-07-01, "
		"to: 2010-09-30, due: 2010-10-15}]\n"
		"forms:\n  - {id: f, name: f, aspects: [{id: good, title: 好}]}\n"
		"scope:\n  review: root/masses\n  plan: root/masses\n"
		"  organisation: %s\n"
		"  person: {officer: root/masses, member: subject/members}\n",
		organisation));
}

static inline void
scan_room_files(void)
{
	scan_room_put("content/site.yaml", scan_room_site);
	scan_room_settings("{record: everyone/masses}");
	scan_room_put("content/organisations.yaml",
	    "- {id: top, name: 大学, level: university, head: chief}\n"
	    "- {id: east, name: 东院, level: college, superior: top, head: e1}\n"
	    "- {id: b1, name: 一支部, level: branch, superior: east}\n");
	scan_room_put("content/people.yaml", scan_room_people);
	scan_room_put("content/2010-q3/review/shown.md", scan_room_shown);
	scan_room_put("content/2010-q3/review/hidden.md", scan_room_hidden);
}

/* What is in the folder, as the edition `number` has it. */
static inline void
scan_room_load(size_t number)
{
	struct arena *arena = scan_room.arena, *scratch = arena_new();
	memset(&scan_room.corpus, 0, sizeof(scan_room.corpus));
	sources_init(&scan_room.sources, arena);
	diags_init(&scan_room.diags, arena);
	struct loading loading = { .corpus = &scan_room.corpus,
		.sources = &scan_room.sources,
		.diags = &scan_room.diags,
		.jobs = 1,
		.arenas = &arena,
		.scratch = &scratch };
	int status = corpus_load(&loading, scan_room.root);
	arena_free(scratch);
	if (scan_room.diags.first != NULL)
		fail_msg("%s", scan_room.diags.first->message);
	assert_int_equal(status, 0);
	struct corpus *corpus = &scan_room.corpus;
	corpus->site->strings = strings_room(arena, corpus->site->language);
	scan_room.policy = policy_make(arena, corpus, &scan_room.diags);
	for (size_t i = 0; i < corpus->record_count; i++)
		policy_label(scan_room.policy, arena, corpus->records[i],
		    &scan_room.diags);
	scan_room.view = view_make(corpus, scan_room.policy,
	    &corpus->site->editions[number], SCAN_ROOM_DAY, 1,
	    &scan_room.diags);
	assert_non_null(scan_room.view);
}

static inline struct forbidden *
scan_room_forbid(const char *spoken)
{
	struct text theme = text_of(spoken);
	struct forbidding forbidding = { .corpus = &scan_room.corpus,
		.policy = scan_room.policy,
		.edition = scan_room.view->edition,
		.spoken = &theme,
		.spoken_count = 1,
		.needed = scan_room.needed };
	return forbidden_make(
	    &forbidding, scan_room.view, &scan_room.diags);
}

static int
scan_room_open(void **state)
{
	(void)state;
	scan_room.arena = arena_new();
	if (folder_open(scan_room.root, "scan") != 0)
		return -1;
	scan_room_files();
	scan_room_load(0);
	scan_room.forbidden = scan_room_forbid("body main");
	return scan_room.forbidden == NULL ? -1 : 0;
}

static int
scan_room_close(void **state)
{
	(void)state;
	forbidden_free(scan_room.forbidden);
	view_free(scan_room.view);
	arena_free(scan_room.arena);
	return folder_close(scan_room.root);
}

#endif
