/*
 * Where letters may be parted: numbers and what belongs to them stay whole; the
 * levels of the prohibition rules.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/utf8.h"
#include "render/print/print.h"
#include "render/print/shape.h"

static struct {
	struct arena *arena;
	struct diags diags;
	struct print_fonts *fonts;
	struct shaper shaper;
} room;

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	diags_init(&room.diags, room.arena);
	room.fonts = print_fonts_open(room.arena, NULL, 0, &room.diags);
	if (room.fonts == NULL)
		return -1;
	shaper_init(&room.shaper, room.arena, room.fonts, &room.diags);
	return 0;
}

static int
room_close(void **state)
{
	(void)state;
	shaper_free(&room.shaper);
	print_fonts_close(room.fonts);
	arena_free(room.arena);
	return 0;
}

static const char *
sign_of(enum cell_joint joint)
{
	return joint == JOINT_FREE ? "|" : joint == JOINT_NEAR ? "~" : "¦";
}

/* `s` with | where it may be broken, ~ rather not, ¦ if need be. */
static void
assert_parts(const char *s)
{
	struct letters letters = { .arena = room.shaper.scratch };
	struct buf plain = BUF_INIT, parts = BUF_INIT;
	struct text text = text_of(s);
	for (size_t pos = 0; pos < text.len;) {
		uint32_t code = utf8_next(text, &pos);
		if (code != '|' && code != '~' && code != 0xA6)
			buf_put_utf8(&plain, code);
	}
	letters_add(&letters, buf_text(&plain), FONT_FANG, SPAN_NONE);
	struct shaped shaped = shape_letters(&room.shaper, &letters,
	    &(struct setting){ 16, 16 });
	for (size_t i = 0; i < shaped.count; i++) {
		const struct piece *piece = &shaped.pieces[i];
		if (i > 0 && line_may_break(shaped.cells, i) &&
		    shaped.cells[i].joint != JOINT_FAST)
			buf_puts(&parts, sign_of(shaped.cells[i].joint));
		buf_putt(&parts, (struct text){ shaped.text + piece->text,
			piece->bytes });
	}
	assert_string_equal(parts.at, s);
	buf_free(&plain);
	buf_free(&parts);
	shaper_reset(&room.shaper);
}

static void
assert_parts_at(enum prohibition prohibition, const char *s)
{
	room.shaper.options.prohibition = prohibition;
	assert_parts(s);
	room.shaper.options.prohibition = PROHIBITION_GB;
}

static void
test_numbers(void **state)
{
	(void)state;
	static const char *const samples[] = { "至|2010年~10月~15日|止",
		"7月~1日|至|9月~30日", "占|95.0%，|约", "占|94.7％，|约",
		"为|3‰。", "共|1,234,567.89元|整", "共|12 500元",
		"电|话|8525 ¦8888~转|203", "〔2010〕11号|文",
		"字|〔2010〕¦第113号|文", "第3季度|末", "第11期|刊", "第3次|会",
		"3季度|末", "为|37±1~毫|米", "为|3～5~个", "约|25℃～|30℃。",
		"￥3.5万元|整", "约|12.5亿元|整", "约|12亿|人", "晚|22:30分|开",
		"比|为|1：2。", "计|１２３４５~个", "自|1998—2010年|止",
		"为－5℃。", "为|±5%。", "共|36~次|会", "共|$100。" };
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++)
		assert_parts(samples[i]);
}

static void
test_words(void **state)
{
	(void)state;
	static const char *const samples[] = { "用|Office |2010~软|件",
		"见|http:/¦example.¦edu.¦cn/¦q3~页", "members’ |views|和",
		"发|E-¦mail|给" };
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++)
		assert_parts(samples[i]);
}

/* clreq, “Prohibition Rules for Line Start and Line End”. */
static void
test_levels(void **state)
{
	(void)state;
	static const enum prohibition all[] = { PROHIBITION_BASIC,
		PROHIBITION_GB, PROHIBITION_STRICT };
	static const char *const same[] = {
		"云，|麓。|山、|云；|麓：|山！|云？", "云|“麓|‘山’|云”|麓",
		"云|（麓）|《山》|〈云〉|【麓】|〔山〕|云",
		"云·|麓～|山－|云—|麓", "云‼|麓⁇|山⁈|云⁉", "云々|麓％|山℃",
		"（“《云》”，|麓）。" };
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < sizeof(same) / sizeof(*same); j++)
			assert_parts_at(all[i], same[j]);
	assert_parts_at(PROHIBITION_BASIC, "云／|麓/|山|——|云|……|麓");
	assert_parts_at(PROHIBITION_GB, "云／麓/山|——|云|……|麓");
	assert_parts_at(PROHIBITION_STRICT, "云／麓/山——|云……|麓");
	/* Several of them may be parted, none be torn. */
	assert_parts_at(PROHIBITION_STRICT, "云……|……|麓");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_levels),
	};
	return cmocka_run_group_tests_name("joint", tests, room_open,
	    room_close);
}
