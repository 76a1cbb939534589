/*
 * Tallies as an edition's scripts ask for them: figures of a cell, the
 * withheld value in every place where a number may stand, and every fault.
 */
#include "filter_room.h"
#include "model/words.h"

/* ---- tallies of the room ---- */

enum { UNIVERSITY = 1, JIDIAN, JIDIAN_ITSELF, JIAOGONG, HIDDEN, FORMER };
enum { Q2 = 1, Q3 };
enum { IN_TIME = 1, LATE };

/* Down to branches; one organisation is not in the view. */
static struct tally_dimension *
organisations(struct room *room)
{
	struct tally_dimension *d = dimension_new(
	    room, "organisation:branch", "党组织", AXIS_ORGANISATION);
	d->level = 2;
	dimension_add(d, "university", "学校党委", 0, false);
	dimension_add(d, "jidian", "机电学院", UNIVERSITY, false);
	dimension_add(d, "jidian", "机电学院", JIDIAN, true);
	dimension_add(d, "jiaogong", "教工支部", JIDIAN, false);
	dimension_add(d, "hidden", "保密支部", JIDIAN, false);
	dimension_add(d, "jiaogong@university", "教工支部（原属学校党委）",
	    UNIVERSITY, false);
	dimension_add(d, "hidden@university", "保密支部（原属学校党委）",
	    UNIVERSITY, false);
	return d;
}

/* Down to the second level: what is there itself is not counted apart. */
static struct tally_dimension *
colleges(struct room *room)
{
	struct tally_dimension *d = dimension_new(
	    room, "organisation:second-level", "党组织", AXIS_ORGANISATION);
	d->level = 1;
	dimension_add(d, "university", "学校党委", 0, false);
	dimension_add(d, "jidian", "机电学院", UNIVERSITY, false);
	return d;
}

static struct tally_dimension *
times(struct room *room)
{
	struct tally_dimension *d =
	    dimension_new(room, "time", "时限", AXIS_WORDS);
	dimension_add(d, "in-time", "按时", 0, false);
	dimension_add(d, "late", "逾期", 0, false);
	return d;
}

static struct tally *
tally_add(struct room *room, const char *name, const char *title)
{
	struct tally_list *list = &room->figures->tallies;
	struct tally *tally = ARENA_NEW(room->arena, struct tally);
	*tally = (struct tally){ .name = name, .title = title,
		.of = "reviews", .minimum = 3, .most = 1,
		.day = "2010-09-30" };
	list->items[list->count++] = tally;
	return tally;
}

static void
figure_at(struct room *room, size_t tally, uint32_t a, uint32_t b, uint32_t c,
    enum figure_state state, uint64_t value)
{
	struct tally_place place = { { a, b, c } };
	figures_set(room->figures, room->arena, tally, place,
	    (struct figure){ state, value });
}

static void
figures_fill(struct room *room)
{
	struct tally_dimension *periods =
	    dimension_new(room, "period", "周期", AXIS_TERMS);
	dimension_add(periods, "2010-q2", "2010年第二季度", 0, false);
	dimension_add(periods, "2010-q3", "2010年第三季度", 0, false);
	struct tally_list list = { ARENA_ARRAY(room->arena,
				       const struct tally *, 4),
		2 };
	room->figures = figures_new(room->arena, list);
	room->figures->tallies.count = 0;
	struct tally *tally = tally_add(room, "timeliness", "按时情况");
	tally->dimensions[0] = organisations(room);
	tally->dimensions[1] = periods;
	tally->dimensions[2] = times(room);
	tally->dimension_count = 3;
	tally = tally_add(room, "coverage", "覆盖情况");
	tally->dimensions[0] = colleges(room);
	tally->dimension_count = 1;

	figure_at(room, 0, 0, 0, 0, FIGURE_OPEN, 41);
	figure_at(room, 0, JIDIAN, 0, 0, FIGURE_OPEN, 12);
	figure_at(room, 0, JIDIAN_ITSELF, 0, 0, FIGURE_OPEN, 5);
	figure_at(room, 0, JIAOGONG, 0, 0, FIGURE_OPEN, 7);
	figure_at(room, 0, JIAOGONG, Q3, 0, FIGURE_OPEN, 4);
	figure_at(room, 0, JIAOGONG, Q3, IN_TIME, FIGURE_WITHHELD, 0);
	figure_at(room, 0, JIAOGONG, Q3, LATE, FIGURE_WITHHELD, 0);
	figure_at(room, 0, 0, Q3, LATE, FIGURE_OPEN, 3);
	figure_at(room, 0, HIDDEN, 0, 0, FIGURE_OPEN, 99);
	figure_at(room, 0, FORMER, 0, 0, FIGURE_OPEN, 2);
	figure_at(room, 1, 0, 0, 0, FIGURE_OPEN, 8);
	figure_at(room, 1, 2, 0, 0, FIGURE_OPEN, 6);
}

static int
figures_setup(void **state)
{
	if (room_setup(state) != 0)
		return -1;
	figures_fill(*state);
	return 0;
}

#define F(name)                                                                \
	cmocka_unit_test_setup_teardown(                                       \
	    test_##name, figures_setup, room_teardown)

/* A withheld figure w and others, for code that is an expression. */
#define W                                                                      \
	"e.tallies.timeliness{organisation='jiaogong', period='2010-q3', "     \
	"time='late'}"

struct said {
	const char *code, *words;
};

static void
words_try(const struct said *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct room room;
		room_open(&room);
		figures_fill(&room);
		const char *words = live_words(&room, cases[i].code);
		if (words == NULL || strcmp(words, cases[i].words) != 0)
			fail_msg("%s gives %s, not %s (%s)", cases[i].code,
			    words == NULL ? "a fault" : words, cases[i].words,
			    words == NULL ? room.diags.first->message : "");
		room_close(&room);
	}
}

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- asking ---- */

static void
test_asking(void **state)
{
	static const struct said cases[] = {
		{ "e.tallies.timeliness{}", "41" },
		{ "e.tallies.timeliness()", "41" },
		{ "e.tallies.timeliness{organisation='jidian'}", "12" },
		{ "e.tallies.timeliness{organisation='机电学院'}", "12" },
		{ "e.tallies.timeliness{organisation='机电学院党总支'}", "12" },
		{ "e.tallies.timeliness{organisation=e.organisations[2]}",
		    "12" },
		{ "e.tallies.timeliness{organisation='jidian', itself=true}",
		    "5" },
		{ "e.tallies.timeliness{organisation='jidian', itself=false}",
		    "12" },
		/* There is no level below that of branches. */
		{ "e.tallies.timeliness{organisation='jiaogong', itself=true}",
		    "7" },
		{ "e.tallies.timeliness{organisation='jiaogong', "
		  "period='2010-q3'}",
		    "4" },
		{ "e.tallies.timeliness{organisation="
		  "e.tallies.timeliness.dimensions[1].values[4]}",
		    "2" },
		{ "e.tallies.timeliness{organisation='jiaogong@university'}",
		    "2" },
		{ "e.tallies.timeliness{organisation={id='jidian'}}", "12" },
		{ "e.tallies.timeliness{['organisation:branch']='jiaogong'}",
		    "7" },
		{ "e.tallies.timeliness{period=period, time='late'}", "3" },
		{ "e.tallies.timeliness{period=e.period(period), "
		  "time='逾期'}",
		    "3" },
		{ "e.tallies.timeliness{period=e.programme.periods[2], "
		  "time='late'}",
		    "3" },
		{ "e.tallies.timeliness{period='2010年第三季度', time='late'}",
		    "3" },
		{ "e.tallies.timeliness{period='2010-q2'}", "0" },
		{ "math.type(e.tallies.timeliness{period='2010-q2'})",
		    "integer" },
		{ "e.tallies.coverage{organisation='jidian'}", "6" },
		{ "e.tallies.coverage{organisation='university'}", "0" },
		{ W, "…" },
	};
	(void)state;
	words_try(cases, COUNT(cases));
}

static void
test_description(void **state)
{
	static const struct said cases[] = {
		{ "e.tallies.timeliness.title .. e.tallies.timeliness.name "
		  ".. e.tallies.timeliness.of .. "
		  "e.tallies.timeliness.minimum",
		    "按时情况timelinessreviews3" },
		{ "tostring(e.tallies.timeliness)", "按时情况" },
		{ "e.tallies.timeliness.day", "2010-09-30" },
		{ "#e.tallies.timeliness.dimensions", "3" },
		{ "e.tallies.timeliness.dimensions[1].id .. "
		  "e.tallies.timeliness.dimensions[1].level .. "
		  "e.tallies.timeliness.dimensions[1].name",
		    "organisationbranch党组织" },
		/* Neither the hidden one, nor what is an organisation's own. */
		{ "#e.tallies.timeliness.dimensions[1].values", "4" },
		{ "names{table.unpack(e.tallies.timeliness.dimensions[1]"
		  ".values, 1, 3)}",
		    "某大学党委、机电学院党总支、机电教工党支部" },
		/* Where it stood before. */
		{ "e.tallies.timeliness.dimensions[1].values[4].name",
		    "教工支部（原属学校党委）" },
		{ "e.tallies.timeliness.dimensions[1].values[2] == "
		  "e.organisations[2] and 'same' or 'other'",
		    "same" },
		{ "e.tallies.timeliness.dimensions[3].values[2].id .. "
		  "e.tallies.timeliness.dimensions[3].values[2].name",
		    "late逾期" },
		{ "#e.tallies.timeliness.dimensions[3].values", "2" },
		{ "tostring(e.tallies.timeliness.dimensions[3].level)",
		    "nil" },
	};
	(void)state;
	words_try(cases, COUNT(cases));
}

static void
test_loop(void **state)
{
	struct room *room = *state;
	struct node *node = live_at(room,
	    "local t, said = e.tallies.timeliness, {}\n"
	    "for _, d in ipairs(t.dimensions) do\n"
	    "  for _, v in ipairs(d.values) do\n"
	    "    said[#said + 1] = d.id .. ' ' .. v.id .. ' ' .. "
	    "t{[d.id] = v}\n"
	    "  end\n"
	    "end\n"
	    "return table.concat(said, ', ')",
	    false, SPAN_NONE);
	assert_no_fault(room);
	assert_string_equal(node_plain(room->arena, node).at,
	    "organisation university 0, organisation jidian 12, "
	    "organisation jiaogong 7, organisation jiaogong@university 2, "
	    "period 2010-q2 0, period 2010-q3 0, "
	    "time in-time 0, time late 0");
}

static void
test_in_a_filter(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua",
	    "return { edition = function(e)\n"
	    "e:section{title = 'T', body = {e.tallies.coverage{}, " W "}}\n"
	    "end }",
	    false);
	assert_int_equal(edition_phase(room), 0);
	const struct node *one = room->additions.items[0].body->first;
	assert_string_equal(one->first->text.at, "8");
	assert_string_equal(one->next->first->text.at, "…");
}

/* What a long body leaves on Lua's stack would move it. */
static void
test_beside_a_long_body(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua",
	    "return { edition = function(e)\n"
	    "local t = {} for i = 1, 60000 do t[i] = {'x'} end\n"
	    "e:section{title = 'T', body = t}\n"
	    "e:section{title = 'U', body = '共' .. " W "}\n"
	    "end }",
	    false);
	edition_phase(room);
	assert_no_fault(room);
	assert_string_equal(
	    room->additions.items[1].body->first->first->text.at, "共…");
}

/* ---- the withheld value ---- */

static void
test_withheld(void **state)
{
	static const struct said cases[] = {
		{ "tostring(" W ")", "…" },
		{ "'共' .. " W " .. '人'", "共…人" },
		{ W " .. 5", "…5" },
		{ "1 .. " W, "1…" },
		{ W " .. " W, "……" },
		{ "string.format('%s', " W ")", "…" },
		{ "string.format('%d', " W ")", "…" },
		{ "string.format('%5d|%-3i|%05.1f%%|%x', " W ", " W ", " W
		  ", " W ")",
		    "…|…|…%|…" },
		{ "string.format('%d/%d，%s', 3, " W ", 'x')", "3/…，x" },
		{ "string.format('%%%d%%d%s', " W ", " W ")", "%…%d…" },
		{ "('%d 次'):format(" W ")", "… 次" },
		{ "table.concat({1, " W ", 'x'}, '、')", "1、…、x" },
		{ "table.concat({1, " W ", 'x'}, '、', 2)", "…、x" },
		{ W " + 1", "…" },
		{ "1 + " W, "…" },
		{ "0 * " W, "…" },
		{ W " - " W, "…" },
		{ "-" W, "…" },
		{ W " / 2", "…" },
		{ "7 // " W, "…" },
		{ "7 % " W, "…" },
		{ "2 ^ " W, "…" },
		{ "tostring(is_withheld(" W "))", "true" },
		{ "tostring(is_withheld(" W " + 1))", "true" },
		{ "tostring(is_withheld(5))", "false" },
		{ "tostring(is_withheld('…'))", "false" },
		{ "tostring(is_withheld(nil))", "false" },
		{ "tostring(is_withheld(e))", "false" },
		{ "(function() local w = " W
		  " return tostring(w == w) .. tostring(w ~= w) end)()",
		    "truefalse" },
		{ "tostring(" W " == 0)", "false" },
		{ "tostring(" W " == '…')", "false" },
		{ "tostring(" W " == nil)", "false" },
		{ "tostring(e == " W ")", "false" },
		{ "type(" W ")", "userdata" },
		{ "percent(" W ", 5)", "…" },
		{ "percent(5, " W ")", "…" },
		{ "percent(" W ", 0, 2)", "…" },
		{ "tostring(is_withheld(percent(5, " W ")))", "true" },
		{ "sum({1, " W ", 3})", "…" },
		{ "sum({" W "})", "…" },
		{ "sum({1, 2, 3})", "6" },
		{ "sum({})", "0" },
		{ "sum({{n = 1}, {n = " W "}}, 'n')", "…" },
		{ "sum({1, 2}, function(n) return n == 1 and " W
		  " or n end)",
		    "…" },
		{ "sum(e.records, function(r) return 1 end)", "5" },
		{ "blur(" W ")", "有关" },
		{ "blur(" W " - " W ")", "有关" },
		{ "blur(e.tallies.timeliness{period=period, time='late'})",
		    "少数" },
		{ "blur(e.tallies.timeliness{period='2010-q2'})", "没有" },
		/* A condition is met by it as by any number. */
		{ W " and 'yes' or 'no'", "yes" },
	};
	(void)state;
	words_try(cases, COUNT(cases));
}

static void
test_faults(void **state)
{
	static const struct said cases[] = {
		{ "e.tallies.timelines{}",
		    "the site has no tally 'timelines'; did you mean "
		    "'timeliness'?" },
		{ "e.tallies.xyz{}", "the site has no tally 'xyz'" },
		{ "e.tallies.timeliness{perod='2010-q3'}",
		    "the tally 'timeliness' has no dimension 'perod'; did you "
		    "mean 'period'?" },
		{ "e.tallies.timeliness{organization='jidian'}",
		    "did you mean 'organisation'?" },
		{ "e.tallies.timeliness{'2010-q3'}", "no dimension 'number'" },
		{ "e.tallies.timeliness{[e] = 1}",
		    "names of dimensions as keys, not a edition" },
		/* Which of the two was meant? */
		{ "e.tallies.timeliness{organisation='jiaogong', "
		  "['organisation:branch']='jidian'}",
		    "takes its organisation:branch twice" },
		{ "e.tallies.timeliness{zz=1, yy=1, xx=1, ww=1, vv=1, uu=1, "
		  "tt=1, ss=1, rr=1, qq=1}",
		    "no dimension 'qq'" },
		{ "e.tallies.timeliness{period='2010-q4'}",
		    "the tally 'timeliness' has no period '2010-q4'; did you "
		    "mean '2010-q" },
		{ "e.tallies.timeliness{time='in time'}",
		    "no time 'in time'; did you mean 'in-time'?" },
		{ "e.tallies.timeliness{time=''}", "has no time ''" },
		{ "e.tallies.timeliness{time=5}",
		    "time takes an id, not a number" },
		{ "e.tallies.timeliness{time={}}",
		    "time takes an id, not a table" },
		{ "e.tallies.timeliness{organisation='jidan'}",
		    "this edition has no organisation 'jidan'; did you mean "
		    "'jidian'?" },
		/* Nothing that is hidden is near. */
		{ "e.tallies.timeliness{organisation='hiden'}",
		    "this edition has no organisation 'hiden'" },
		{ "e.tallies.timeliness{organisation='hidden'}",
		    "this edition has no organisation 'hidden'" },
		{ "e.tallies.timeliness{organisation='hidden@university'}",
		    "this edition has no organisation 'hidden@university'" },
		{ "e.tallies.timeliness{organisation={id='hidden'}}",
		    "this edition has no organisation 'hidden'" },
		{ "e.tallies.timeliness{organisation=5}",
		    "organisation takes an id, not a number" },
		{ "e.tallies.coverage{organisation='jiaogong'}",
		    "the tally 'coverage' counts organisations down to "
		    "'second-level'; 'jiaogong' lies below" },
		{ "e.tallies.coverage{organisation='jidian', itself=true}",
		    "does not count apart what belongs to 'jidian' itself" },
		{ "e.tallies.timeliness{itself=true}",
		    "itself = true needs an organisation" },
		{ "e.tallies.timeliness{organisation='jidian', itself=1}",
		    "itself takes true or false, not a number" },
		{ "e.tallies.timeliness('2010-q3')", "table expected" },
		{ "e.tallies.timeliness.titel", "did you mean 'title'?" },
		{ "#e.tallies", "attempt to get length" },
		{ W " < 5", "ask is_withheld(x) first" },
		{ W " > 5", "ask is_withheld(x) first" },
		{ "5 <= " W, "ask is_withheld(x) first" },
		{ W " >= " W, "ask is_withheld(x) first" },
		{ W " == " W, "ask is_withheld(x) first" },
		{ W " ~= " W, "ask is_withheld(x) first" },
		{ W " + 'a'", "perform arithmetic on a string value" },
		{ W " + nil", "perform arithmetic on a nil value" },
		{ W " .. {}", "concatenate a table value" },
		{ W ".n", "withheld figure has no field 'n'" },
		{ W " | 1", "bitwise operation" },
		{ "#" W, "attempt to get length" },
		{ "is_withheld()", "value expected" },
		{ "percent(" W ", 1.5)", "no integer representation" },
		{ "percent(" W ", -1)", "a count from 0" },
		{ "percent(" W ", 1, 7)", "digits from 0 to 6" },
		{ "sum({1, 'a'})", "item 2 gives a string" },
		{ "string.rep('x', " W ")", "number expected" },
		{ "math.max(1, " W ")", "ask is_withheld(x) first" },
		{ "string.format('%p', " W ")", "format takes no '%p'" },
		{ "link(e.records[1], " W ")", "string expected" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct room room;
		room_open(&room);
		figures_fill(&room);
		if (live_words(&room, cases[i].code) != NULL)
			fail_msg("%s is no fault", cases[i].code);
		const char *said = room.diags.first->message;
		if (strstr(said, cases[i].words) == NULL ||
		    strstr(said, "hidden'?") != NULL)
			fail_msg("%s: %s", cases[i].code, said);
		room_close(&room);
	}
}

/*
 * Lua 5.4.4 of Debian 12 loses its place when the stack moves while a withheld
 * value is put into a text: when it grows for deep calls, when rubbish is
 * collected after them.
 */
#define DIG                                                                    \
	"local w = " W "\n"                                                    \
	"local function dig(n)\n"                                              \
	"  local said = 'a' .. n .. w .. 'b'\n"                                \
	"  if said ~= 'a' .. n .. '…b' then error('lost at ' .. n) end\n"      \
	"  if n > 0 then return (dig(n - 1)) end\n"                            \
	"  return 'sound'\n"                                                   \
	"end\n"

static void
test_deep_calls(void **state)
{
	struct room *room = *state;
	struct node *node = live_at(room, DIG "return dig(100)", false,
	    SPAN_NONE);
	assert_no_fault(room);
	assert_string_equal(node_plain(room->arena, node).at, "sound");
	node = live_at(room,
	    DIG "dig(100)\n"
	    "for i = 1, 2000 do\n"
	    "  local rubbish = {}\n"
	    "  for j = 1, 40 do rubbish[j] = { j } end\n"
	    "  dig(0)\n"
	    "end\n"
	    "return dig(1)",
	    false, SPAN_NONE);
	assert_no_fault(room);
	assert_string_equal(node_plain(room->arena, node).at, "sound");
}

static void
test_too_deep_calls(void **state)
{
	struct room *room = *state;
	assert_null(live_at(room, DIG "return dig(5000)", false, SPAN_NONE));
	assert_fault(room, RULE_FILTER_FIGURE, 0, "string.format");
	/* Also when they have ended, and with many values in place of calls. */
	diags_init(&room->diags, room->arena);
	assert_null(live_at(room,
	    DIG "local t = {} for i = 1, 90000 do t[i] = i end\n"
	    "local n = select('#', table.unpack(t))\n"
	    "return dig(n - 90000)", false, SPAN_NONE));
	assert_fault(room, RULE_FILTER_FIGURE, 0, "string.format");
	assert_string_equal(live_words(room,
		"(function() local function dig(n) return n == 0 and "
		"string.format('%d', " W ") or (dig(n - 1)) end "
		"return dig(5000) end)()"),
	    "…");
}

static void
test_without_tallies(void **state)
{
	struct room *room = *state;
	assert_null(live_words(room, "e.tallies.timeliness{}"));
	assert_fault(room, RULE_FILTER_FIGURE, 0,
	    "the site has no tally 'timeliness'");
}

static void
test_stale(void **state)
{
	/* What a module keeps is of a call that has ended. */
	struct room *room = *state;
	script_add(room, "a.lua",
	    "return { edition = function(e)\n"
	    "local m = require 'm'\n"
	    "m.kept = " W "\n"
	    "end }",
	    false);
	script_add(room, "m.lua", "return {}", true);
	assert_int_equal(edition_phase(room), 0);
	assert_string_equal(
	    live_words(room, "tostring(require('m').kept)"), "nil");
}

/* ---- tables ---- */

static struct node *
table_live(struct room *room, const char *rows)
{
	struct node *node = live_at(room,
	    arena_printf(room->arena,
		"local w = " W "\nreturn table{head = {'单位', '次数'}, "
		"rows = %s, caption = '表'}",
		rows),
	    false, SPAN_NONE);
	assert_no_fault(room);
	return node;
}

static void
test_table(void **state)
{
	struct room *room = *state;
	struct node *node = table_live(room, "{{'甲', 3}, {'乙', w}}");
	struct node *table = node->first, *legend = table->next;
	struct node *row = table->first->next->next;
	assert_int_equal(table->kind, NODE_TABLE);
	assert_int_equal(table->first->last->align, ALIGN_RIGHT);
	assert_string_equal(row->last->first->text.at, "…");
	assert_int_equal(row->last->align, ALIGN_RIGHT);
	assert_int_equal(legend->kind, NODE_PARAGRAPH);
	assert_string_equal(legend->first->text.at, 
	    strings_get(room->view->site->strings, "withheld_legend"));
	assert_null(legend->next);
}

static void
test_table_legend(void **state)
{
	static const struct {
		const char *rows;
		bool legend;
	} cases[] = {
		{ "{{'甲', w}}", true },
		{ "{{'甲', percent(w, 3)}}", true },
		{ "{{'甲', w .. '/5'}}", true },
		{ "{{'甲', string.format('5（%d）', w)}}", true },
		{ "{{'甲', 3}}", false },
		{ "{{'甲', '…'}}", false }, /* nothing withheld was told */
		{ "{{'甲' .. w, '……'}}", true },
		{ "{{'甲', tostring(w) and '等等……'}}", false },
		{ "{{blur(w), 3}}", false },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct room room;
		room_open(&room);
		figures_fill(&room);
		struct node *node = table_live(&room, cases[i].rows);
		if ((node->first->next != NULL) != cases[i].legend)
			fail_msg("%s: the legend", cases[i].rows);
		room_close(&room);
	}
}

/* ---- blur ---- */

static void
blur_set(struct room *room, const char *const *words)
{
	struct value *blur = value_map(room->arena);
	for (; *words != NULL; words += 2)
		value_set(room->arena, blur, words[0],
		    value_string(room->arena, words[1]));
	room->programme.blur = blur;
}

static void
test_blur_word(void **state)
{
	struct room *room = *state;
	blur_set(room, (const char *const[]){ "个别", "2", "部分", "~", "相关",
			   "…", NULL });
	assert_string_equal(
	    live_words(room, "blur(" W ") .. blur(2) .. blur(3)"),
	    "相关个别部分");
}

static void
test_blur_misconfigured(void **state)
{
	static const char *const cases[][7] = {
		{ "相关", "…", NULL },
		{ "相关", "…", "部分", "~", NULL },
		{ "部分", "~", "甲", "…", "乙", "…", NULL },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct room room;
		room_open(&room);
		figures_fill(&room);
		blur_set(&room, cases[i]);
		assert_null(live_words(&room, "1"));
		assert_fault(&room, RULE_FIELD_TYPE, 0, "rising numbers");
		room_close(&room);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		F(asking),
		F(description),
		F(loop),
		F(in_a_filter),
		F(beside_a_long_body),
		F(withheld),
		F(deep_calls),
		F(too_deep_calls),
		F(faults),
		T(without_tallies),
		F(stale),
		F(table),
		F(table_legend),
		F(blur_word),
		F(blur_misconfigured),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
