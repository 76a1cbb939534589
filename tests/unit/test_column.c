/*
 * Names of columns → paths through the schema; cells → values, with what a
 * spreadsheet spoils.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "model/rules.h"
#include "read/column.h"

static struct {
	struct arena *arena;
	struct sources sources;
	struct diags diags;
	struct csv csv;
	struct columns columns;
	struct programme programme;
	struct term grades[1];
	struct form form;
	struct aspect aspects[2];
} room;

static int
setup(void **state)
{
	(void)state;
	room.arena = arena_new();
	room.aspects[0] = (struct aspect){ .id = "progress",
		.title = "推进情况", .guidance = "" };
	room.aspects[1] = (struct aspect){ .id = "problems", .title = "问题",
		.guidance = "" };
	room.form = (struct form){ .id = "organisation", .name = "点评表",
		.aspects = room.aspects, .aspect_count = 2 };
	room.programme = (struct programme){ .forms = &room.form };
	room.programme.terms[VOCABULARY_FORM].count = 1;
	room.grades[0] = (struct term){ .id = "excellent", .name = "优秀" };
	room.programme.terms[VOCABULARY_GRADE] =
	    (struct term_list){ room.grades, 1, 1 };
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(room.arena);
	return 0;
}

/* The map that the sheet's last row makes, as JSON. */
static const char *
row(const struct shape *shape, const char *sheet)
{
	struct buf json = BUF_INIT;
	sources_init(&room.sources, room.arena);
	diags_init(&room.diags, room.arena);
	uint32_t source = sources_add(&room.sources, "a.csv");
	assert_int_equal(csv_parse(&room.csv, room.arena, &room.sources, source,
			     text_of(sheet), &room.diags),
	    0);
	assert_int_equal(columns_find(&room.columns, room.arena, shape,
			     &room.programme, &room.csv, NULL, &room.diags),
	    0);
	value_put_json(&json,
	    columns_map(&room.columns, room.arena,
		&room.csv.rows[room.csv.count - 1], &room.diags));
	const char *made = arena_copy(room.arena, json.at, json.len);
	buf_free(&json);
	return made;
}

static const struct shape *
review(void)
{
	return kind_find(TEXT_LIT("review"));
}

static void
assert_row(const struct shape *shape, const char *sheet, const char *want)
{
	assert_string_equal(row(shape, sheet), want);
	assert_int_equal(room.diags.count, 0);
}

static void
assert_fault(const struct shape *shape, const char *sheet, enum rule_id rule,
    uint32_t start)
{
	row(shape, sheet);
	assert_int_equal(room.diags.count, 1);
	assert_ptr_equal(room.diags.first->rule, &rules[rule]);
	assert_int_equal(room.diags.first->span.start, start);
}

static void
test_fields(void **state)
{
	(void)state;
	assert_row(&person_shape, "姓名,id\n王大,a\n",
	    "{\"name\":\"王大\",\"id\":\"a\"}");
	assert_row(&person_shape, "花名册\n\n 姓 名 *,编号（必填）\n王大,a\n",
	    "{\"name\":\"王大\",\"id\":\"a\"}");
	assert_row(&person_shape, "姓名,（支部）\n王大,一支部\n",
	    "{\"name\":\"王大\"}");
	assert_row(review(), "类型,点评对象\n点评,a\n",
	    "{\"subject\":\"a\"}");
}

static void
test_paths(void **state)
{
	(void)state;
	assert_row(review(), "参加人员.普通党员,attendance．masses\n4,5\n",
	    "{\"attendance\":{\"members\":\"4\",\"masses\":\"5\"}}");
	assert_row(review(),
	    "问题2.内容,problems.1.text,问题１.措施\nb,a,m；n\n",
	    "{\"problems\":[{\"text\":\"a\",\"measures\":[\"m\",\"n\"]},"
	    "{\"text\":\"b\"}]}");
	assert_row(review(), "问题1.内容,问题3.内容\na,c\n",
	    "{\"problems\":[{\"text\":\"a\"},{\"text\":\"c\"}]}");
	assert_row(review(), "测评.在册,测评.票数.优秀\n9,4\n",
	    "{\"ballots\":{\"roll\":\"9\",\"counts\":{\"优秀\":\"4\"}}}");
	assert_row(&person_shape, "职务\n\"讲师；班主任\n;主任\"\n",
	    "{\"posts\":[\"讲师\",\"班主任\",\"主任\"]}");
	assert_row(&person_shape, "职务1,职务2\n讲师；班主任,主任\n",
	    "{\"posts\":[\"讲师；班主任\",\"主任\"]}");
	assert_row(kind_find(TEXT_LIT("reply")), "点评,事项.问题\na,p1\n",
	    "{\"review\":\"a\",\"items\":[{\"problem\":\"p1\"}]}");
}

static void
test_sections(void **state)
{
	(void)state;
	assert_row(review(), "点评对象,推进情况,正文.problems,文件\na,b,c,d\n",
	    "{\"subject\":\"a\"}");
	assert_int_equal(room.columns.items[1].kind, COLUMN_ASPECT);
	assert_string_equal(room.columns.items[2].title, "problems");
	assert_int_equal(room.columns.items[3].kind, COLUMN_FILE);
	/* A field before an aspect of the same name. */
	assert_row(review(), "点评对象,问题\na,b\n",
	    "{\"subject\":\"a\",\"problems\":[\"b\"]}");
}

static void
test_headers(void **state)
{
	(void)state;
	assert_fault(&person_shape, "姓名,民族\n王大,汉\n", RULE_SHEET_COLUMN,
	    7);
	assert_fault(&person_shape, "姓名,编号,name\n王大,a,\n",
	    RULE_SHEET_COLUMN_TWICE, 14);
	assert_fault(&person_shape, "姓名,编号\n王大,a,b\n", RULE_SHEET_ROW, 23);
	/* Items are counted from 1. */
	assert_fault(review(), "点评对象,问题0.内容\na,\n", RULE_SHEET_COLUMN,
	    13);
	assert_fault(review(), "点评对象,问题00.内容\na,\n",
	    RULE_SHEET_COLUMN, 13);
	/* A whole and a part of it, in either order: one would be lost. */
	assert_fault(review(), "参加人员,参加人员.普通党员\n4,5\n",
	    RULE_SHEET_COLUMN_TWICE, 13);
	assert_fault(review(), "参加人员.普通党员,参加人员\n4,5\n",
	    RULE_SHEET_COLUMN_TWICE, 26);
	assert_fault(review(), "测评.票数.优秀,测评.票数\n4,5\n",
	    RULE_SHEET_COLUMN_TWICE, 21);
	assert_fault(review(), "问题,问题1.内容\na,b\n",
	    RULE_SHEET_COLUMN_TWICE, 7);
	assert_fault(review(), "问题.内容,问题1.内容\na,b\n",
	    RULE_SHEET_COLUMN_TWICE, 14);
	assert_fault(&person_shape, "职务2,职务\na,b\n",
	    RULE_SHEET_COLUMN_TWICE, 8);
	/* Of a scalar there is no second, and no part. */
	assert_fault(&person_shape, "姓名,编号2\n王大,\n", RULE_SHEET_COLUMN, 7);
	assert_fault(&person_shape, "姓名,编号.名称\n王大,\n",
	    RULE_SHEET_COLUMN, 7);
}

static void
assert_joined(const char *cell, const char *want)
{
	assert_row(&person_shape,
	    arena_printf(room.arena, "姓名,入党时间\n王,%s\n", cell),
	    arena_printf(room.arena, "{\"name\":\"王\",\"joined\":\"%s\"}",
		want));
}

static void
test_dates(void **state)
{
	(void)state;
	assert_joined("2010-10-05", "2010-10-05");
	assert_joined("2010/10/5", "2010-10-05");
	assert_joined("2010-1-5", "2010-01-05");
	assert_joined("2010.10.5", "2010-10-05");
	assert_joined("2010年10月5日", "2010-10-05");
	assert_joined("2010/10/5 0:00", "2010-10-05");
	/* The schema says what is wrong with these. */
	assert_joined("2010/2/30", "2010/2/30");
	assert_joined("十月五日", "十月五日");
	assert_joined("2010/10/5 9:30", "2010/10/5 9:30");
	assert_joined("201010/5", "201010/5");
	assert_joined("2010:00", "2010:00");
}

static void
test_what_a_spreadsheet_spoils(void **state)
{
	(void)state;
	static const char *const dates[] = { "10-Oct-10", "5/10/2010",
		"40466", "10-10-5", "#####", "#N/A" };
	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++)
		assert_fault(&person_shape,
		    arena_printf(room.arena, "姓名,入党时间\n王,%s\n",
			dates[i]),
		    RULE_SHEET_CELL, 24);
	assert_fault(&person_shape, "姓名,编号\n王,1.23E+14\n",
	    RULE_SHEET_CELL, 18);
	assert_fault(&person_shape, "姓名,编号\n王,4E+17\n", RULE_SHEET_CELL,
	    18);
	assert_row(&person_shape, "编号\n1E\n", "{\"id\":\"1E\"}");
	assert_row(&person_shape, "编号\n#1\n", "{\"id\":\"#1\"}");
	assert_row(&person_shape, "编号\n12E+3x\n", "{\"id\":\"12E+3x\"}");
}

static void
test_numbers(void **state)
{
	(void)state;
	assert_row(review(), "参加人员.普通党员,参加人员.其他\n４,5.0\n",
	    "{\"attendance\":{\"members\":\"4\",\"others\":\"5\"}}");
	/* No number at all: it stays as it is, for the schema to refuse. */
	assert_row(review(), "参加人员.普通党员\n3.5.0\n",
	    "{\"attendance\":{\"members\":\"3.5.0\"}}");
	assert_row(review(), "参加人员.普通党员\n.0\n",
	    "{\"attendance\":{\"members\":\".0\"}}");
	assert_row(review(), "参加人员.普通党员\n第一.0\n",
	    "{\"attendance\":{\"members\":\"第一.0\"}}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_what_a_spreadsheet_spoils),
		cmocka_unit_test(test_numbers),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
