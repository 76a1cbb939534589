/* What is forbidden in an edition, and what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "chance.h"
#include "scan_room.h"

static struct arena *turn;

/* The same as another process has it; whatever is found is found by both. */
static struct {
	struct buf bytes;
	struct forbidden *forbidden;
	atomic_bool needed[8];
} other = { .bytes = BUF_INIT };

static void
other_close(void)
{
	forbidden_free(other.forbidden);
	other.forbidden = NULL;
	buf_free(&other.bytes);
}

static void
other_open(void)
{
	other_close();
	forbidden_pack(scan_room.forbidden, &other.bytes);
	struct unpack from = { .bytes = buf_text(&other.bytes) };
	other.forbidden = forbidden_unpack(&from, other.needed,
	    scan_room.corpus.site->allowance_count);
	assert_false(unpack_failed(&from));
	assert_int_equal(other.forbidden == NULL,
	    scan_room.forbidden == NULL);
	for (size_t i = 0; i < 8; i++)
		other.needed[i] = scan_room.needed[i];
}

static void
same_hit(const struct forbidden_hit *a, const struct forbidden_hit *b)
{
	assert_int_equal(a->start, b->start);
	assert_int_equal(a->end, b->end);
	assert_int_equal(a->kind, b->kind);
	assert_true(text_equal(a->text, b->text));
	assert_int_equal(a->span.source, b->span.source);
	assert_int_equal(a->span.start, b->span.start);
	assert_int_equal(a->span.end, b->span.end);
}

static size_t
find(struct text text, bool binary, struct forbidden_hit **hits)
{
	struct forbidden_hit *again;
	arena_reset(turn);
	size_t count =
	    forbidden_find(scan_room.forbidden, turn, text, binary, hits);
	assert_int_equal(forbidden_find(other.forbidden, turn, text, binary,
			     &again), count);
	for (size_t i = 0; i < count; i++)
		same_hit(&(*hits)[i], &again[i]);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(other.needed[i], scan_room.needed[i]);
	return count;
}

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
	other_open();
}

/* How often something forbidden is in the text. */
static size_t
hits(const char *text)
{
	struct forbidden_hit *found;
	return find(text_of(text), false, &found);
}

static enum secret_kind
kind_of(const char *text)
{
	struct forbidden_hit *found;
	size_t count = find(text_of(text), false, &found);
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
	other_close();
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

/* What was done is told in words, unless an id stands for it. */
static void
test_measures(void **state)
{
	(void)state;
	scan_room_files();
	scan_room_put("content/2010-q3/reply/hidden.md",
	    "---\nkind: reply\nreview: 2010-q3/review/shown\n"
	    "date: 2010-10-01\nitems:\n"
	    "  - {problem: p9, measure: measure-number-one}\n"
	    "  - {problem: p9, measure: 已经把三张遗失的票据重新补办齐全}\n"
	    "---\n");
	again(0, "");
	assert_int_equal(hits("measure-number-one"), 0);
	assert_int_equal(
	    kind_of("已经把三张遗失的票据重新补办齐全"), SECRET_TEXT);
}

/* Names as other hands write them (base/fold.h: fold_forms). */
static void
test_forms_of_names(void **state)
{
	(void)state;
	scan_room_files();
	scan_room_put("content/people.yaml",
	    arena_printf(scan_room.arena,
		"%s- {id: x1, name: Li Ming, branch: b1}\n"
		"- {id: x2, name: 阿里·买提, branch: b1}\n"
		"- {id: x3, name: LI MING, branch: b1}\n",
		scan_room_people));
	again(0, "");
	assert_int_equal(kind_of("Li Ming"), SECRET_NAME);
	assert_int_equal(kind_of("LI Ming came"), SECRET_NAME);
	assert_int_equal(kind_of("请li ming来"), SECRET_NAME);
	assert_int_equal(hits("LI Mingjie"), 0);
	assert_int_equal(kind_of("阿里买提"), SECRET_NAME);
	assert_int_equal(kind_of("阿里·买提"), SECRET_NAME);
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

/*
 * Lists have a title beside its day: what a hidden text says across the two,
 * whoever sees both has seen.
 */
static void
test_a_title_beside_its_day(void **state)
{
	struct os_error error;
	(void)state;
	scan_room_files();
	scan_room_put("content/2010-q3/plan.md",
	    "---\nkind: plan\norganisation: east\ntitle: 东院领导点评工作方案\n"
	    "date: 2010-09-01\n---\n\n正文\n");
	scan_room_put("content/2010-q3/review/hidden.md",
	    arena_printf(scan_room.arena, "%s%s", scan_room_hidden,
		"按照《东院领导点评工作方案》，2010年第三季度点评已经结束，"
		"2010年9月1日以前的材料由东院领导点评工作组妥善保存到下一学年结束。\n"));
	again(0, "");
	assert_int_equal(os_remove_tree(
	    arena_printf(scan_room.arena, "%s/content/2010-q3/plan.md",
		scan_room.root), &error), 0);
	assert_int_equal(hits("东院领导点评工作方案 2010年9月1日"), 0);
	assert_int_equal(hits("2010年9月1日 东院领导点评工作方案"), 0);
	assert_int_not_equal(
	    hits("2010年第三季度点评已经结束，2010年9月1日以前的材料"), 0);
	assert_int_equal(hits("以前的材料由东院领导点评工作组妥善保存到下一学年结束"), 1);
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
	    "```{lua} 例子\n账外的钱由谁批准又由谁经手到现在还没有人查清楚\n```\n\n"
	    "`participation` 是参加：群众代表没有一人到场。\n");
	again(0, "");
	assert_int_equal(hits("e.tallies.rectification{}"), 0);
	assert_int_equal(hits("count{kind = 'verification'}"), 0);
	assert_int_equal(hits("records{ kind = 'participation' }"), 0);
	assert_int_equal(hits("，个销号迟迟没有办到。"), 1);
	/* A block whose first line says more is shown as it stands. */
	assert_int_equal(hits("账外的钱由谁批准又由谁经手到现在还没有人查清楚"), 1);
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
	/* Others' editions are told to nobody, but for what a bulletin is from. */
	scan_room_put("content/site.yaml",
	    arena_printf(scan_room.arena,
		"%s  - {id: east, title: 东院版, audience: east/members}\n",
		scan_room_site));
	again(0, "");
	assert_int_equal(kind_of("东院"), SECRET_ORGANISATION_NAME);
	assert_int_equal(kind_of("east"), SECRET_ORGANISATION_ID);
	again(2, "");
	assert_int_equal(hits("东院"), 0);
	scan_room_put("content/site.yaml", scan_room_site);
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

/* ---- by chance ---- */

/* Few characters, so that much is alike. */
static void
some_text(struct buf *out, size_t count)
{
	static const char *const characters[] = { "王", "明", "高", "德", "账",
		"外", "钱", "票", "据", "点", "评", "支", "部", "审", "批", "。",
		"，" };
	while (count-- > 0)
		buf_puts(out, characters[chance_of(17)]);
}

#define PIECES_MOST 64

/* What was written somewhere, and from which texts are put together. */
static struct pieces {
	struct text items[PIECES_MOST];
	size_t count;
} pieces;

static const char *
piece(size_t count)
{
	struct buf buf = BUF_INIT;
	some_text(&buf, count);
	struct text text = arena_text(scan_room.arena, buf_text(&buf));
	buf_free(&buf);
	pieces.items[pieces.count++] = text;
	return text.at;
}

/* Of something that was written before, too. */
static const char *
some_piece(size_t most)
{
	return pieces.count > 0 && chance_of(3) == 0
	    ? pieces.items[chance_of(pieces.count)].at
	    : piece(1 + chance_of(most));
}

static const char *
some_people(void)
{
	struct buf people = BUF_INIT;
	buf_puts(&people, scan_room_people);
	for (size_t i = chance_of(8); i > 0; i--) {
		const char *id = arena_printf(scan_room.arena, "%s%zu",
		    chance_of(2) == 0 ? "liu-" : "z", 100 * i + chance_of(100));
		pieces.items[pieces.count++] = text_of(id);
		buf_printf(&people, "- {id: %s, name: 李%s, %s}\n", id,
		    piece(1 + chance_of(3)),
		    chance_of(3) == 0 ? "posts: 科长" : "branch: b1");
	}
	const char *made = arena_text(scan_room.arena, buf_text(&people)).at;
	buf_free(&people);
	return made;
}

static const char *
some_allowances(void)
{
	struct buf site = BUF_INIT;
	buf_puts(&site, scan_room_site);
	for (size_t i = 0, count = chance_of(4); i < count; i++)
		buf_printf(&site, "%s    - {text: \"%s第%zu\", reason: 无}\n",
		    i == 0 ? "leaks:\n  allow:\n" : "", some_piece(20), i);
	const char *made = arena_text(scan_room.arena, buf_text(&site)).at;
	buf_free(&site);
	return made;
}

static void
some_site(void)
{
	struct arena *arena = scan_room.arena;
	pieces.count = 0;
	pieces.items[pieces.count++] = TEXT_LIT("密王明");
	pieces.items[pieces.count++] = TEXT_LIT("2010-q3/review/hidden");
	pieces.items[pieces.count++] = TEXT_LIT("2010-q3/review/shown#p9");
	scan_room_files();
	scan_room_put("content/people.yaml", some_people());
	scan_room_put("content/2010-q3/review/hidden.md",
	    arena_printf(arena, "%s李%s\n\n%s%s\n", scan_room_hidden,
		some_piece(80), some_piece(30), some_piece(30)));
	scan_room_put("content/2010-q3/review/shown.md",
	    arena_printf(arena, "%s李%s%s\n", scan_room_shown,
		some_piece(20), some_piece(60)));
	scan_room_put("content/site.yaml", some_allowances());
}

/* A piece, or a part of it: also of a character, as in any bytes. */
static void
cut_put(struct buf *out, struct text text)
{
	size_t start = chance_of(3) == 0 ? chance_of(text.len + 1) : 0;
	size_t end = chance_of(3) == 0 ? start + chance_of(text.len - start + 1)
				    : text.len;
	buf_putt(out, text_cut(text, start, end));
}

static void
some_page(struct buf *out)
{
	static const char *const between[] = { "", "", " ", "\n", "\n\n", "　",
		"，", "-", "a", "1", "李", "第0", "第1", "#p9", "\xE3\x80" };
	for (size_t i = 1 + chance_of(12); i > 0; i--) {
		cut_put(out, pieces.items[chance_of(pieces.count)]);
		buf_puts(out, between[chance_of(15)]);
	}
}

/* Whatever the site is: another process finds the same. */
static void
test_packed(void **state)
{
	size_t count = 0;
	(void)state;
	chance_row = chance_seed();
	for (size_t round = 0; round < chance_rounds(200); round++) {
		some_site();
		again(0, chance_of(2) == 0 ? "" : "liu z main");
		for (size_t i = 0; i < 200; i++) {
			struct forbidden_hit *found;
			struct buf page = BUF_INIT;
			some_page(&page);
			count += find(buf_text(&page), chance_of(4) == 0, &found);
			buf_free(&page);
		}
	}
	assert_true(count > 0);
}

/* ---- what is broken ---- */

/* Else it finds something or other; nothing beyond `len` is read. */
static bool
is_refused(struct text bytes, size_t len, struct text page)
{
	char *copy = memcpy(malloc(len + (len == 0)), bytes.at, len);
	atomic_bool *needed = calloc(3, sizeof(*needed));
	struct unpack from = { .bytes = { copy, len } };
	struct forbidden *forbidden = forbidden_unpack(&from, needed, 3);
	struct forbidden_hit *found;
	arena_reset(turn);
	if (forbidden != NULL)
		forbidden_find(forbidden, turn, page, false, &found);
	forbidden_free(forbidden);
	free(needed);
	free(copy);
	return unpack_failed(&from);
}

static void
test_broken(void **state)
{
	(void)state;
	chance_row = chance_seed();
	for (size_t round = 0; round < chance_rounds(50); round++) {
		some_site();
		again(0, "");
		struct text whole = buf_text(&other.bytes);
		for (size_t i = 0; i < 200; i++) {
			struct buf page = BUF_INIT;
			size_t at = chance_of(whole.len);
			some_page(&page);
			assert_true(is_refused(whole, at, buf_text(&page)));
			char was = other.bytes.at[at];
			other.bytes.at[at] ^= (char)(1 << chance_of(8));
			is_refused(whole, whole.len, buf_text(&page));
			other.bytes.at[at] = was;
			buf_free(&page);
		}
	}
}

static const struct {
	const char *what;
	struct text bytes;
	bool refused;
} cases[] = {
#define SPAN "\x07\x01\x02"
#define HASH "12345678"
	{ "nothing", TEXT_LIT("\0"), false },
	{ "no byte", TEXT_LIT(""), true },
	{ "more than nothing", TEXT_LIT("\0\0"), true },
	{ "not even nothing", TEXT_LIT("\x02\0\0\0"), true },
	{ "no word", TEXT_LIT("\x01\0\0\0"), false },
	{ "a name", TEXT_LIT("\x01\x01\x02xy\0\0\0" SPAN "\0\0"), false },
	{ "a text", TEXT_LIT("\x01\x01\x02xy\0\0\x07" SPAN "\0\0"), false },
	{ "no such kind", TEXT_LIT("\x01\x01\x02xy\0\0\x08" SPAN "\0\0"),
	    true },
	{ "what is visible", TEXT_LIT("\x01\x01\x02xy\0\x01\0\0"), false },
	{ "what is allowed", TEXT_LIT("\x01\x01\x02xy\0\x02\x02\0\0"),
	    false },
	{ "no such allowance", TEXT_LIT("\x01\x01\x02xy\0\x02\x03\0\0"),
	    true },
	{ "no such role", TEXT_LIT("\x01\x01\x02xy\0\x03\0\0"), true },
	{ "half a space", TEXT_LIT("\x01\x01\x02\x80\x80\0\x01\0\0"), true },
	{ "a passage", TEXT_LIT("\x01\0\x01" SPAN "\x01" HASH "\0"), false },
	{ "nobody's", TEXT_LIT("\x01\0\x01" SPAN "\x01" HASH "\x01"), true },
	{ "of nobody", TEXT_LIT("\x01\0\0\x01" HASH "\0"), true },
};

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (is_refused(cases[i].bytes, cases[i].bytes.len,
			TEXT_LIT("　xy\xE3\x80\x80")) != cases[i].refused)
			fail_msg("%s", cases[i].what);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_forms_of_names),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_a_title_beside_its_day),
		cmocka_unit_test(test_homonyms),
		cmocka_unit_test(test_visible_prose),
		cmocka_unit_test(test_live_code),
		cmocka_unit_test(test_organisations),
		cmocka_unit_test(test_allowances),
		cmocka_unit_test(test_white_space),
		cmocka_unit_test(test_roots),
		cmocka_unit_test(test_packed),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_cases),
		/* It leaves a file behind. */
		cmocka_unit_test(test_measures),
	};
	return cmocka_run_group_tests_name("forbidden", tests, open_turn,
	    close_turn);
}
