/* What is forbidden in an edition, and what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "scan_room.h"

static struct arena *turn;

/* One edition of what is in the folder now. */
static void
again(size_t edition, const char *spoken)
{
	forbidden_free(scan_room.forbidden);
	view_free(scan_room.view);
	for (size_t i = 0; i < 8; i++)
		scan_room.needed[i] = false;
	scan_room_load(edition);
	scan_room.forbidden = scan_room_forbid(spoken);
}

/* How often something forbidden is in the text. */
static size_t
hits(const char *text)
{
	struct forbidden_hit *found;
	arena_reset(turn);
	return forbidden_find(scan_room.forbidden, turn, text_of(text), false,
	    &found);
}

static enum secret_kind
kind_of(const char *text)
{
	struct forbidden_hit *found;
	arena_reset(turn);
	size_t count = forbidden_find(scan_room.forbidden, turn, text_of(text),
	    false, &found);
	if (count != 1)
		fail_msg("%s: %zu", text, count);
	return found[0].kind;
}

static int
open_turn(void **state)
{
	turn = arena_new();
	return scan_room_open(state);
}

static int
close_turn(void **state)
{
	arena_free(turn);
	return scan_room_close(state);
}

/* ---- kinds ---- */

static void
test_kinds(void **state)
{
	(void)state;
	scan_room_files();
	again(0, "");
	assert_int_equal(kind_of("请密王明同志来"), SECRET_NAME);
	assert_int_equal(kind_of("secret-wang"), SECRET_PERSON);
	assert_int_equal(kind_of("2010-q3/review/hidden"), SECRET_RECORD_ID);
	assert_int_equal(kind_of("2010-q3/review/shown#p9"), SECRET_ITEM);
	assert_int_equal(kind_of("账外的钱去向不明白"), SECRET_TEXT);
	assert_int_equal(kind_of("经费审批的手续不全，票据遗失三张"), SECRET_TEXT);
	assert_int_equal(hits("首长 e1 chief 东院 一支部 台账记得不够细"), 0);
	assert_int_equal(hits("2010-q3/review/shown#p1 2010-q3/review/shown"), 0);
}

/* Whoever sees everything has nothing to look for. */
static void
test_nothing(void **state)
{
	(void)state;
	scan_room_files();
	scan_room_put("content/people.yaml",
	    "- {id: chief, name: 首长}\n- {id: e1, name: 高明德}\n");
	again(1, "");
	assert_null(scan_room.forbidden);
}

/* A name that nobody bears who may not be named is nobody's. */
static void
test_homonyms(void **state)
{
	(void)state;
	scan_room_files();
	scan_room_put("content/people.yaml",
	    arena_printf(scan_room.arena,
		"%s- {id: other, name: 高明德, branch: b1}\n"
		"- {id: third, name: 高明, branch: b1}\n",
		scan_room_people));
	again(0, "");
	assert_int_equal(hits("高明德"), 0);
	assert_int_equal(kind_of("other"), SECRET_PERSON);
	/* Part of a longer name is no name; by itself it is one. */
	assert_int_equal(kind_of("高明"), SECRET_NAME);
	assert_int_equal(kind_of("高明德与高明"), SECRET_NAME);
}

/* ---- the visible text ---- */

static void
test_visible_prose(void **state)
{
	(void)state;
	scan_room_files();
	scan_room_put("content/2010-q3/review/shown.md",
	    arena_printf(scan_room.arena,
		"%s密**王**明也在，他说的是另一件事：经费审批的手续不全。\n"
		"见 [此](../x/2010-q3/review/hidden)。\n",
		scan_room_shown));
	again(0, "");
	assert_int_equal(hits("密王明"), 0);
	assert_int_equal(kind_of("secret-wang"), SECRET_PERSON);
	/* The address of a link that was taken out is not visible. */
	assert_int_equal(kind_of("2010-q3/review/hidden"), SECRET_RECORD_ID);
	/* Of the passage only what both have may be shown. */
	assert_int_equal(hits("经费审批的手续不全"), 0);
	assert_int_equal(hits("经费审批的手续不全票据遗失三张"), 1);
}

/* Code in a bulletin is shown to nobody; what it stands among is. */
static void
test_live_code(void **state)
{
	(void)state;
	scan_room_files();
	scan_room_put("content/2010-q3/bulletin/other.md",
	    "---\nkind: bulletin\ntitle: 报\nissuer: 办\ndate: 2010-10-01\n"
	    "edition: leaders\nperiod: q3\n---\n\n"
	    "经费审批发现`{lua} e.tallies.rectification{}`个问题，"
	    "``{lua} count{kind = 'verification'}``个销号迟迟没有办到。\n\n"
	    "```{lua}\nreturn records{ kind = 'participation' }\n```\n\n"
	    "`participation` 是参加：群众代表没有一人到场。\n");
	again(0, "");
	assert_int_equal(hits("e.tallies.rectification{}"), 0);
	assert_int_equal(hits("count{kind = 'verification'}"), 0);
	assert_int_equal(hits("records{ kind = 'participation' }"), 0);
	assert_int_equal(hits("，个销号迟迟没有办到。"), 1);
	assert_int_equal(hits("participation 是参加：群众代表没有"), 1);
	/* Elsewhere it is text like any other. */
	scan_room_put("content/2010-q3/review/hidden.md",
	    arena_printf(scan_room.arena, "%s`{lua} e.tallies.hidden{}`\n",
		scan_room_hidden));
	again(0, "");
	assert_int_equal(hits("e.tallies.hidden{}"), 1);
}

static void
test_organisations(void **state)
{
	(void)state;
	scan_room_files();
	scan_room_settings("{record: subject/members}");
	scan_room_put("content/organisations.yaml",
	    "- {id: top, name: 大学, level: university, head: chief}\n"
	    "- {id: east, name: 东院, short: 东, level: college, superior: top, "
	    "head: e1, former: [旧学院]}\n"
	    "- {id: b1, name: 一支部, level: branch, superior: east}\n");
	again(0, "");
	assert_int_equal(kind_of("东院"), SECRET_ORGANISATION_NAME);
	assert_int_equal(kind_of("旧学院"), SECRET_ORGANISATION_NAME);
	assert_int_equal(hits("东"), 0); /* one character */
	assert_int_equal(kind_of("east"), SECRET_ORGANISATION_ID);
	assert_int_equal(hits("least easter north-east east_wing"), 0);
	assert_int_equal(hits("b1"), 0); /* too short to be told */
	/* A word of the theme's is no id; with more to it, it is. */
	again(0, "<div class=\"east secret-wang 东院\">");
	assert_int_equal(hits("east"), 0);
	assert_int_equal(kind_of("secret-wang"), SECRET_PERSON);
	assert_int_equal(kind_of("东院"), SECRET_ORGANISATION_NAME);
}

/* ---- what the site allows ---- */

static void
test_allowances(void **state)
{
	(void)state;
	scan_room_files();
	scan_room_put("content/site.yaml",
	    arena_printf(scan_room.arena,
		"%sleaks:\n  allow:\n"
		"    - {text: 密王明楼, reason: 楼名}\n"
		"    - {text: 魏四, reason: 地名}\n"
		"    - {text: 经费审批的手续不全票据, reason: 文件用语}\n"
		"    - {text: 别的, reason: 无}\n",
		scan_room_site));
	again(0, "");
	assert_int_equal(hits("在密王明楼开会"), 0);
	assert_int_equal(hits("密王明在密王明楼开会"), 1);
	assert_true(scan_room.needed[0]);
	assert_false(scan_room.needed[1]);
	assert_int_equal(hits("魏四，别的"), 0);
	assert_true(scan_room.needed[1]);
	/* A passage is allowed where the whole of it is. */
	assert_int_equal(hits("经费审批的手续不全票据遗失三张"), 1);
	assert_false(scan_room.needed[3]);
}

/* White space within a word is nothing, an empty line ends it. */
static void
test_white_space(void **state)
{
	(void)state;
	scan_room_files();
	again(0, "");
	assert_int_equal(hits("密　王 明"), 1);
	assert_int_equal(hits("密\n王\n明"), 1);
	assert_int_equal(hits("密\n\n王明"), 0);
}

/* A root that bulletins bear may have somebody's id among its digits. */
static void
test_roots(void **state)
{
	static const char people[] =
	    "- {id: beef, name: 牛五, branch: b1}\n"
	    "- {id: a1b2, name: 马六, branch: b1}\n";
	(void)state;
	scan_room_files();
	scan_room_put("content/people.yaml",
	    arena_printf(scan_room.arena, "%s%s", scan_room_people, people));
	again(0, "");
	assert_int_equal(kind_of("7777 beef 7777"), SECRET_PERSON);
	scan_room_put("content/seals/q3.yaml",
	    "period: q3\nversion: 1\nas-of: 2010-12-01\ntool: x\ncommit: x\n"
	    "editions:\n  - {edition: masses, bag: x, digest: x, root: \""
	    "7777beef777777777777777777777777"
	    "777777777777777777777777777777a1\"}\n");
	again(0, "");
	assert_int_equal(scan_room.view->seal_count, 1);
	assert_int_equal(hits("q3 · 7777 beef 7777"), 0);
	assert_int_equal(kind_of("7777 a1b2 7777"), SECRET_PERSON);
	struct os_error error;
	assert_int_equal(os_remove_tree(arena_printf(scan_room.arena,
			     "%s/content/seals", scan_room.root), &error), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_homonyms),
		cmocka_unit_test(test_visible_prose),
		cmocka_unit_test(test_live_code),
		cmocka_unit_test(test_organisations),
		cmocka_unit_test(test_allowances),
		cmocka_unit_test(test_white_space),
		cmocka_unit_test(test_roots),
	};
	return cmocka_run_group_tests_name("forbidden", tests, open_turn,
	    close_turn);
}
