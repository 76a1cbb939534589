/*
 * The edition phase: sections, pages, tables and figures, live code in
 * bulletins, and every fault at its place.
 */
#include "filter_room.h"

/* ---- the edition phase ---- */

#define EDITION(body) "return { edition = function(e)\n" body "\nend }"

static void
edition_run(struct room *room, const char *script)
{
	script_add(room, "a.lua", script, false);
	int status = edition_phase(room);
	assert_no_fault(room);
	assert_int_equal(status, 0);
}

static void
test_section(void **state)
{
	struct room *room = *state;
	edition_run(room,
	    EDITION("e:section{title = '本期概况', page = 'home',\n"
		    "body = '甲\\n乙\\n\\n\\n丙 a\\nb\\n'}"));
	assert_int_equal(room->additions.count, 1);
	const struct addition *a = &room->additions.items[0];
	assert_string_equal(a->page, "home");
	assert_string_equal(a->title, "本期概况");
	assert_int_equal(a->body->kind, NODE_DOCUMENT);
	const struct node *one = a->body->first, *two = one->next;
	assert_int_equal(one->kind, NODE_PARAGRAPH);
	assert_string_equal(one->first->text.at, "甲乙");
	assert_string_equal(two->first->text.at, "丙 a b");
	assert_null(two->next);
	assert_int_equal(a->span.source, room->script_items[0].source);
}

static void
test_page(void **state)
{
	struct room *room = *state;
	edition_run(room,
	    EDITION("e:page{address = 'analysis/时效-1',\n"
		    "title = 'T', body = records{kind = 'review', form = "
		    "'organisation'}}"));
	const struct addition *a = &room->additions.items[0];
	assert_string_equal(a->page, "analysis/时效-1");
	const struct node *list = a->body->first;
	assert_int_equal(list->kind, NODE_LIST);
	const struct node *link = list->first->first->first;
	assert_int_equal(link->kind, NODE_LINK);
	assert_string_equal(link->text.at, "record:2010-q3/review/jiaogong");
	assert_string_equal(
	    link->first->text.at, "教工支部领导点评（2010年第三季度）");
	assert_non_null(list->first->next);
	assert_null(list->first->next->next);
	assert_null(list->next);
}

/* A province's schools, few of which have a record yet: a row for each. */
static void
test_steps_by_organisations(void **state)
{
	enum { MANY = 2000 };
	struct room *room = *state;
	struct view *view = room->view;
	struct view_organisation **few = view->organisations;
	view->organisations = ARENA_ARRAY(room->arena,
	    struct view_organisation *, view->organisation_count + MANY);
	memcpy(view->organisations, few,
	    view->organisation_count * sizeof(*few));
	for (int i = 0; i < MANY; i++) {
		const char *id = arena_printf(room->arena, "u%04d", i);
		shown_organisation(room,
		    organisation_new(room, id, id, id, 1, room->university),
		    few[0]);
	}
	edition_run(room,
	    EDITION("local n = 0\n"
		    "for _, o in ipairs(e.organisations) do\n"
		    "for i = 1, 10000 do n = n + i end end\n"
		    "e:section{title = 'T', body = '甲'}"));
}

static void
test_body_of_all_things(void **state)
{
	struct room *room = *state;
	edition_run(room,
	    EDITION(
		"local t = table{rows = {{1}}, caption = '表'}\n"
		"e:section{title = 'T', body = {'x', t, {t, 5},\n"
		"link('2010-q3/bulletin/11', '通\\n报'), e.organisations[2],\n"
		"e.record('2010-q3/reply/jidian'), "
		"e:record('2010-q3/review-1')}}"));
	static const enum node_kind kinds[] = { NODE_PARAGRAPH, NODE_TABLE,
		NODE_TABLE, NODE_PARAGRAPH, NODE_PARAGRAPH, NODE_PARAGRAPH,
		NODE_LIST };
	const struct node *n = room->additions.items[0].body->first;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		assert_non_null(n);
		assert_int_equal(n->kind, kinds[i]);
		if (n->kind == NODE_TABLE)
			assert_string_equal(n->text.at, "表");
		if (i == 4)
			assert_string_equal(n->first->first->text.at, "通报");
		if (i == 6)
			assert_string_equal(
			    n->last->first->first->first->text.at,
			    "教工支部某党员领导点评（2010年第三季度）");
		n = n->next;
	}
	assert_null(n);
}

/* Neighbours share a list, but no list of the script's own. */
static void
test_records_in_a_body(void **state)
{
	struct room *room = *state;
	edition_run(room,
	    EDITION(
		"local a, b = e.records[1], e.records[2]\n"
		"e:section{title = 'T', body = {doc.OrderedList{'x'}, a, {b}, "
		"doc.BulletList{}, a, doc.BulletList{{}}, b,\n"
		"doc.BulletList{{doc.Para('y')}}, a}}"));
	static const size_t counts[] = { 1, 2, 0, 1, 1, 1, 1, 1 };
	const struct node *list = room->additions.items[0].body->first;
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		size_t count = 0;
		assert_non_null(list);
		assert_int_equal(list->kind, NODE_LIST);
		for (struct node *n = list->first; n != NULL; n = n->next)
			count++;
		assert_int_equal(count, counts[i]);
		list = list->next;
	}
	assert_null(list);
}

static void
test_edition_misused(void **state)
{
	static const struct {
		const char *body, *words;
	} cases[] = {
		{ "return 1", "`edition` returns nothing, but no number" },
		{ "e:section{body = 'x'}", "a section needs a title" },
		{ "e:section{title = ' ', body = 'x'}", "needs a title" },
		{ "e:section{title = 'T'}", "'T' needs a body" },
		{ "e:section{title = 'T', page = 'x', body = ''}",
		    "a section stands on the page \"home\"" },
		{ "e:section{titel = 'T'}",
		    "a section has no part 'titel'; did you mean 'title'?" },
		{ "e:section{title = 'T', body = print}", "no 'print' here" },
		{ "e:section{title = 'T', body = e}", "nothing that can be" },
		{ "e:section{title = 'T', body = {head = {}}}",
		    "did you mean table{" },
		{ "local t = {} t[1] = t e:section{title = 'T', body = t}",
		    "nested deeper" },
		{ "e:section{title = 'T', body = {'a\\0'}}", "control" },
		{ "e:page{title = 'T', body = ''}", "a page needs an address" },
		{ "e:page{title = 'T', address = '../x', body = ''}",
		    "'../x' is no address" },
		{ "e:page{title = 'T', address = '/x', body = ''}",
		    "'/x' is no address" },
		{ "e:page{title = 'T', address = 'x//y', body = ''}",
		    "is no address" },
		{ "e:page{title = 'T', address = 'home', body = ''}",
		    "is no address" },
		{ "e:page{title = 'T', address = 'x', group = 5, body = ''}",
		    "a page's group is a text, not a number" },
		{ "for _ = 1, 2 do e:page{title='T', address='x', body=''} end",
		    "there is a page 'x' already" },
		{ "e.as_of = 'x'", "edition can only be read" },
		{ "return e.record", "`edition` returns nothing" },
		{ "local x = e.recods", "did you mean 'records'?" },
		{ "local x = e.programme.method", "did you mean 'methods'?" },
		{ "count{knd = 'review'}", "did you mean 'kind'?" },
		{ "count{kind = 'reveiw'}",
		    "no kind 'reveiw'; did you mean 'review'?" },
		{ "count{period = '2010-q4'}", "no period '2010-q4'" },
		{ "count{method = 'onsite'}",
		    "no method 'onsite'; did you mean 'on-site'?" },
		{ "count{form = 'x'}", "no form 'x'" },
		{ "count{within = 'x'}", "no organisation 'x'" },
		{ "count{kind = 1.5}", "nothing that 'kind' can be compared" },
		{ "count{'review'}", "names of fields as keys" },
		{ "count('review')", "table expected" },
		{ "percent(1, -1)", "a count from 0" },
		{ "percent(1.5, 2)", "no integer representation" },
		{ "percent(1, 2, 7)", "digits from 0 to 6" },
		{ "blur(-1)", "a count from 0" },
		{ "names{1}", "names takes texts" },
		{ "names('x')", "table expected" },
		{ "sum({1}, 'x')", "attempt to index a number" },
		{ "sum({{x = 'a'}}, 'x')", "item 1 gives a string" },
		{ "link('nope')", "this edition has no record 'nope'" },
		{ "link(e.records[1], 5)", "string expected" },
		{ "table{}", "a table has 1 to 100 columns, not 0" },
		{ "table{rows = {{}}}", "1 to 100 columns" },
		{ "table{rows = {1}}", "1 to 100 columns" },
		{ "table{head = {'a'}, rows = {1}}", "row 1 is a number" },
		{ "table{rows = {{1, {}}}}", "row 1, column 2 is a table" },
		{ "table{rows = {{1, true}}}", "row 1, column 2 is a boolean" },
		{ "table{rows = {{0/0}}}", "infinite or none at all" },
		{ "table{row = {{1}}}", "did you mean 'rows'?" },
		{ "table{rows = {{1}}, align = {'up'}}", "align takes" },
		{ "table{rows = {{1}}, align = 'up'}", "align takes" },
		{ "table{rows = {{1}}, align = {true}}", "align takes" },
		{ "table{rows = {{1}}, caption = 5}", "caption takes a text" },
		{ "table{rows = 5}", "rows takes a list" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct room room;
		room_open(&room);
		script_add(&room, "a.lua",
		    arena_printf(room.arena, EDITION("\n%s"), cases[i].body),
		    false);
		assert_int_equal(edition_phase(&room), -1);
		assert_int_equal(room.diags.count, 1);
		const struct diag *d = room.diags.first;
		bool at_function = strstr(cases[i].words, "`edition`") != NULL;
		if (line_of(&room, d) != (at_function ? 1 : 3) ||
		    strstr(d->message, cases[i].words) == NULL ||
		    strncmp(d->message, "a.lua, edition phase, masses: ", 30))
			fail_msg("%s\nline %u: %s", cases[i].body,
			    line_of(&room, d), d->message);
		room_close(&room);
	}
}

/* ---- live code ---- */

static void
test_live_figures(void **state)
{
	static const struct {
		const char *code, *words;
	} cases[] = {
		{ "count()", "5" },
		{ "count{kind='review', period=period}", "3" },
		{ "count{kind='review', period=e.period(period)}", "3" },
		{ "count{kind='review', period=e.period('2010-q2')}", "0" },
		{ "count{kind='点评'}", "3" },
		{ "count{kind={'review', 'reply'}}", "4" },
		{ "count{kind={}}", "0" },
		{ "count{form='organisation', method='on-site'}", "1" },
		{ "count{method='现场点评'}", "2" },
		{ "count{preparation='talks'}", "3" },
		{ "count{late_days=3}", "1" },
		/* As Lua compares: 4 == 4.0. */
		{ "count{share=4} .. count{share=4.0} .. count{share={3, 4}}",
		    "111" },
		{ "count{share=3}", "0" },
		{ "count{organisation='jidian'}", "2" },
		{ "count{subject=e.organisations[3]}", "1" },
		{ "count{kind='review', within='jidian'}", "3" },
		{ "count{kind='review', within=e.organisations[3]}", "2" },
		{ "count{reviewer='han'}", "3" },
		{ "count{id='2010-q3/review-1'}", "1" },
		{ "count{date={'2010-10-12', '2010-10-13'}}", "4" },
		{ "count(function(r) return r.date > '2010-10-15' end)", "1" },
		{ "count(function(r) return r.grade == 'good' end)", "0" },
		{ "#e.records .. #e.organisations", "53" },
		{ "#records{kind='review'}", "3" },
		{ "records{kind='review', form='member'}[1].subject.name == "
		  "nil "
		  "and '无名' or '有名'",
		    "无名" },
		{ "tostring(records{form='member'}[1].subject)", "某党员" },
		{ "sum(records{kind='review'}, 'late_days')", "3" },
		{ "sum(records{kind='review'}, function(r) return "
		  "r.attendance.members end)",
		    "27" },
		{ "#e.record('2010-q3/review/jidian').replies", "1" },
		{ "e.organisations[2].head.name", "韩立诚" },
		{ "e.organisations[1].superior == nil and 1 or 2", "1" },
		{ "e.programme.methods[2].name", "会议集中点评" },
		{ "e.programme.forms[1].short .. "
		  "e.programme.forms[1].subject .. "
		  "table.concat(e.programme.forms[1].levels, '/') .. "
		  "tostring(e.programme.forms[1].coverage)",
		    "组织organisationbranchtrue" },
		{ "tostring(e.programme.forms[2].subject) .. "
		  "tostring(e.programme.forms[2].levels)",
		    "nilnil" },
		{ "tostring(e.organisations[2].from) .. "
		  "e.organisations[3].from .. e.organisations[3].to",
		    "nil2010-09-012011-08-31" },
		{ "e.period(period).name .. e:period('2010-q2').due",
		    "2010年第三季度2010-07-15" },
		{ "e.as_of .. e.id .. e.audience",
		    AS_OF "masses学校党委 · 群众" },
		{ "percent(7, 8)", "87.5%" },
		{ "percent(1, 3)", "33.3%" },
		{ "percent(2, 3, 0)", "67%" },
		{ "percent(1, 2, 2)", "50.00%" },
		{ "percent(3, 3)", "100.0%" },
		{ "percent(0, 3)", "0.0%" },
		{ "percent(3, 0)", "—" },
		{ "percent(0, 0)", "—" },
		{ "percent(1, 2000)", "0.1%" },
		{ "percent(5, 3)", "166.7%" },
		{ "names{}", "" },
		{ "names{'甲'}", "甲" },
		{ "names{'甲', e.organisations[2], e.organisations[2].head}",
		    "甲、机电学院党总支、韩立诚" },
		{ "names{records{form='member'}[1].subject}", "某党员" },
		{ "names{records{form='member'}[1].subject, '甲', "
		  "records{form='member'}[1].subject}",
		    "甲、2名党员" },
		{ "names(records{kind='review', form='organisation'})",
		    "教工支部、机电学院" },
		{ "blur(0)", "没有" },
		{ "blur(1) .. blur(2)", "个别个别" },
		{ "blur(3) .. blur(5)", "少数少数" },
		{ "blur(6) .. blur(10^9 // 1 | 0)", "部分部分" },
		{ "link(e.records[1])", "情况通报" },
		{ "link('2010-q3/bulletin/11', '通报')", "通报" },
		{ "link(e.period(period))", "2010年第三季度" },
		{ "link('page:about#days', '统计截至')", "统计截至" },
		{ "e.records[1]", "情况通报" },
		{ "2.5", "2.5" },
		{ "6 / 2", "3" },
		{ "-7 // 2", "-4" },
		{ "'甲\\n乙\\tb'", "甲乙 b" },
		/* The greatest whole number is not what 2^63 is. */
		{ "(function() local f, s = 2.0^63, '' for n = 1, 40 do "
		  "local t = {[f] = 1} for k = 1, n do "
		  "t[math.maxinteger - k] = 0 end "
		  "local last for k, v in pairs(t) do last = v end "
		  "s = s .. last end return s end)()",
		    "1111111111111111111111111111111111111111" },
		{ " -- a remark\n 7", "7" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct room room;
		room_open(&room);
		script_add(&room, "a.lua",
		    "return { derived = "
		    "{ late_days = {type = 'integer'}, "
		    "share = {type = 'number'} } }",
		    false);
		const char *words = live_words(&room, cases[i].code);
		if (words == NULL || strcmp(words, cases[i].words) != 0)
			fail_msg("%s gives %s, not %s (%s)", cases[i].code,
			    words == NULL ? "a fault" : words, cases[i].words,
			    words == NULL ? room.diags.first->message : "");
		room_close(&room);
	}
}

/*
 * Of several faults in one table always the same is told, whatever the order in
 * which Lua has its keys: a script may show what it caught.
 */
static void
test_fault_chosen(void **state)
{
	static const char *const keys[] = { "k", "r", "c", "z", "b", "q", "h",
		"x", "t", "m", "w", "e", "u", "j", "v", "g", "y", "f", "p", "d",
		"n", "l", "o", "s", "i", "a" };
	static const struct {
		const char *code, *value, *words;
	} cases[] = {
		{ "table{%s}", "1", "a table has no part 'aa'" },
		{ "count{%s}", "1", "record has no field 'aa'" },
		{ "doc.Table{%s}", "1", "Table has no part 'aa'" },
		{ "xpairs", "", "did you mean 'ipairs'?" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct room room;
		struct buf table = BUF_INIT, code = BUF_INIT;
		room_open(&room);
		for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++)
			buf_printf(&table, "a%s = %s,", keys[k], cases[i].value);
		buf_printf(&code, "select(2, pcall(function() return ");
		for (const char *c = cases[i].code; *c != '\0'; c++) {
			if (*c == '%' && c[1] == 's') {
				buf_putt(&code, buf_text(&table));
				c++;
			} else {
				buf_putc(&code, *c);
			}
		}
		buf_puts(&code, " end))");
		const char *words = live_words(&room, code.at);
		if (words == NULL || strstr(words, cases[i].words) == NULL)
			fail_msg("%s: %s", cases[i].code,
			    words == NULL ? room.diags.first->message : words);
		buf_free(&table);
		buf_free(&code);
		room_close(&room);
	}
}

static void
test_live_link(void **state)
{
	struct node *node =
	    live_at(*state, "link(e.records[1], '<b>')", true, SPAN_NONE);
	assert_int_equal(node->kind, NODE_LINK);
	assert_string_equal(node->text.at, "record:2010-q3/bulletin/11");
	assert_string_equal(node->first->text.at, "<b>");
}

static void
test_live_table(void **state)
{
	struct node *node = live_at(*state,
	    "local rows = {}\n"
	    "for _, o in ipairs(e.organisations) do\n"
	    "  rows[#rows + 1] = { o, count{organisation = o}, percent(1, 2) "
	    "}\n"
	    "end\n"
	    "rows[4] = { 'x', nil, '无' }\n"
	    "return table{ head = {'单位', '次数', '占比', 'w'}, rows = rows,\n"
	    "  align = {'centre'} }",
	    false, SPAN_NONE);
	assert_no_fault(*state);
	assert_int_equal(node->kind, NODE_DOCUMENT);
	struct node *table = node->first;
	assert_int_equal(table->kind, NODE_TABLE);
	assert_int_equal(table->level, 1);
	assert_true(table->row_heads);
	struct node *head = table->first, *row = head->next;
	assert_string_equal(head->first->first->text.at, "单位");
	assert_int_equal(head->first->align, ALIGN_CENTRE);
	assert_int_equal(head->first->next->align, ALIGN_RIGHT);
	assert_int_equal(head->first->next->next->align, ALIGN_NONE);
	assert_string_equal(row->first->first->text.at, "某大学党委");
	assert_int_equal(row->first->align, ALIGN_CENTRE);
	assert_int_equal(row->first->next->align, ALIGN_RIGHT);
	assert_int_equal(row->first->next->next->align, ALIGN_RIGHT);
	assert_null(row->last->first);
	row = table->last;
	assert_null(row->first->next->first);
	assert_int_equal(row->first->next->next->align, ALIGN_NONE);
}

static void
test_table_is_the_library_too(void **state)
{
	assert_string_equal(
	    live_words(*state, "table.concat({'b', 'a'}, table.unpack{','})"),
	    "b,a");
}

static void
test_live_misused(void **state)
{
	static const struct {
		const char *code;
		bool is_inline;
		const char *words;
	} cases[] = {
		{ "nil", true, "this gives nothing" },
		{ "true", true, "this gives a boolean" },
		{ "{}", true, "this gives a table" },
		{ "table{rows={{1}}}", true, "a table can't stand within" },
		{ "x = 1", true, "near '='" },
		{ "nosuch", true, "there is no 'nosuch' here" },
		{ "local x = 1", false, "the block returns nothing" },
		{ "return e:section{title='x', body='y'}", false,
		    "only filters in scripts/ add" },
		{ "return '\\xff'", false, "is not UTF-8" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct room room;
		room_open(&room);
		assert_null(live_at(
		    &room, cases[i].code, cases[i].is_inline, SPAN_NONE));
		assert_int_equal(room.diags.count, 1);
		if (strstr(room.diags.first->message, cases[i].words) == NULL)
			fail_msg(
			    "%s: %s", cases[i].code, room.diags.first->message);
		room_close(&room);
	}
}

/* Puts `body` as a section of a record into the view; its whole span. */
static struct span
section_add(struct room *room, const char *text, const char *body)
{
	uint32_t source = sources_add(&room->sources, "content/b.md");
	source_at(&room->sources, source)->text = text_of(text);
	struct view_entry *entry = room->view->entries.items[0];
	entry->body->sections = ARENA_NEW(room->arena, struct view_section);
	entry->body->section_count = 1;
	uint32_t start = (uint32_t)(strstr(text, body) - text);
	struct span span = { source, start, start + (uint32_t)strlen(body) };
	entry->body->sections[0] = (struct view_section){
		.title = "", .body = text_of(body), .span = span
	};
	return span;
}

static void
test_live_fault_in_its_bulletin(void **state)
{
	struct room *room = *state;
	const char *text = "---\nkind: bulletin\n---\n文\n\n```{lua}\n"
			   "local n = {}\n\treturn n.x.y\n```\n";
	const char *code = "local n = {}\n\treturn n.x.y\n";
	struct span section = section_add(room, text, strchr(text, '\xE6'));
	struct span block = { section.source,
		(uint32_t)(strstr(text, "```") - text), section.end };
	assert_null(live_at(room, code, false, block));
	assert_fault(room, RULE_FILTER_FAULT, 8, "attempt to index a nil");
	assert_int_equal(
	    room->diags.first->span.start, strstr(text, "return") - text);
}

static void
test_live_fault_without_its_code(void **state)
{
	struct room *room = *state;
	struct span section =
	    section_add(room, "a\n`{lua} x`\n", "a\n`{lua} x`\n");
	assert_null(live_at(room, "y", true, span_cut(section, 2, 11)));
	assert_fault(room, RULE_FILTER_FAULT, 2, "there is no 'y' here");
}

static void
test_live_syntax_fault(void **state)
{
	struct room *room = *state;
	struct span section =
	    section_add(room, "a\n`{lua} 1 +`\n", "a\n`{lua} 1 +`\n");
	assert_null(live_at(room, " 1 +", true, span_cut(section, 2, 13)));
	assert_fault(
	    room, RULE_FILTER_FAULT, 2, "unexpected symbol near <eof>");
}

static void
test_live_fault_in_a_module(void **state)
{
	struct room *room = *state;
	script_add(room, "m.lua",
	    "return {\nf = function() return nil + 1 end }", true);
	assert_null(live_at(room, "require('m').f()", true, SPAN_NONE));
	assert_fault(room, RULE_FILTER_FAULT, 2, "arithmetic on a nil");
}

/* ---- settings ---- */

static void
blur_rules(
    struct room *room, const char *few, const char *some, const char *many)
{
	struct value *blur = value_map(room->arena);
	value_set(room->arena, blur, "个别", value_string(room->arena, few));
	value_set(room->arena, blur, "一些", value_string(room->arena, some));
	value_set(room->arena, blur, "不少", value_string(room->arena, many));
	room->programme.blur = blur;
}

static void
test_blur_by_the_programme(void **state)
{
	struct room *room = *state;
	blur_rules(room, "3", "10", "~");
	assert_string_equal(
	    live_words(room, "blur(3) .. blur(4) .. blur(10) .. blur(11)"),
	    "个别一些一些不少");
}

/* Scripts may ask for its words as soon as they are started. */
static void
test_blur_at_the_start(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua",
	    "local few = blur(3)\n"
	    "if few ~= '少数' then error('no words: ' .. few) end\n"
	    "return { edition = function(e) end }", false);
	assert_string_equal(live_words(room, "1"), "1");
}

static void
test_blur_misconfigured(void **state)
{
	struct room *room = *state;
	blur_rules(room, "3", "2", "~");
	assert_null(live_words(room, "1"));
	assert_fault(room, RULE_FIELD_TYPE, 0, "rising numbers");
}

/* An English site: what the program says, and what scripts are told. */
static void
test_words_in_english(void **state)
{
	static const char *const cases[][2] = {
		{ "site.language", "en" },
		{ "blur(0) .. ',' .. blur(1) .. ',' .. blur(4) .. ',' .. "
		  "blur(9)",
		    "no,one or two,a few,some" },
		{ "names{'A', 'B', records{form = 'member'}[1].subject}",
		    "A, B, a member" },
		{ "names{records{form = 'member'}[1].subject, "
		  "records{form = 'member'}[1].subject}",
		    "2\u00a0members" },
		{ "tostring(records{form = 'organisation'}[1])",
		    "Review: 教工支部 (2010年第三季度)" },
	};
	struct room *room = *state;
	room->site.strings = strings_room(room->arena, "en");
	room->scripts.language = "en";
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(
		    live_words(room, cases[i][0]), cases[i][1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(section),
		T(page),
		T(steps_by_organisations),
		T(body_of_all_things),
		T(records_in_a_body),
		T(edition_misused),
		T(live_figures),
		T(fault_chosen),
		T(live_link),
		T(live_table),
		T(table_is_the_library_too),
		T(live_misused),
		T(live_fault_in_its_bulletin),
		T(live_fault_without_its_code),
		T(live_syntax_fault),
		T(live_fault_in_a_module),
		T(blur_by_the_programme),
		T(blur_at_the_start),
		T(blur_misconfigured),
		T(words_in_english),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
