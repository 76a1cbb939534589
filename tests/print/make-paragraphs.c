/*
 * make-paragraphs OUTDIR COUNT SEED: paragraphs whose lines are to be judged,
 * as OUTDIR/LEVEL-NAME.pdf, LEVEL being the prohibition rules they are set by,
 * with LEVEL-NAME.txt, a paragraph a line.  There, what may not be parted
 * stands between U+0001 and U+0002.
 *
 *   LEVEL-NUMBER  COUNT paragraphs by chance in all, marks of every class,
 *                 Latin words, numbers, dates, nested quotes, rare characters
 *   LEVEL-marks   every mark at every column
 *   LEVEL-pairs   every two marks that follow each other, so that they fall on,
 *                 before and behind the end of a line
 *
 * tests/print/paragraphs reads the PDFs back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/os.h"
#include "base/utf8.h"
#include "render/print/print.h"

#define DATE "2010-10-20"
#define IN_FILE 100 /* paragraphs */
/* Columns of the first line, which is indented by two: 26 27 28 1 2. */
#define COLUMN_FIRST 22
#define COLUMN_END 29

static const struct {
	const char *name;
	enum prohibition prohibition;
} levels[] = {
	{ "gb", PROHIBITION_GB },
	{ "basic", PROHIBITION_BASIC },
	{ "strict", PROHIBITION_STRICT },
};

static const char *const han[] = { "各", "级", "党", "组", "织", "高", "度",
	"重", "视", "认", "真", "开", "展", "领", "导", "点", "评", "工", "作",
	"学", "校", "支", "部", "书", "记", "带", "头", "征", "求", "意", "见",
	"整", "改", "落", "实", "承", "诺", "群", "众", "满", "教", "师", "生",
	"院", "系", "机", "关", "后", "勤", "会", "议", "现", "场", "指", "出",
	"问", "题", "明", "确", "责", "任", "人", "限", "完", "成", "情", "况",
	"通", "报", "如", "下", "的", "和", "在", "中", "是", "对", "为", "与",
	"及" };
static const char *const rare[] = { "玥", "晞", "璟", "喆", "昇", "堃", "镕" };
static const char *const stops[] = { "，", "，", "，", "、", "、", "；", "：",
	"。", "。", "！", "？" };
static const char *const pairs[][2] = { { "“", "”" }, { "《", "》" },
	{ "（", "）" }, { "‘", "’" }, { "〈", "〉" }, { "【", "】" },
	{ "〔", "〕" }, { "「", "」" }, { "『", "』" } };
static const char *const words[] = { "CPU", "GDP", "Windows", "Office 2010",
	"Email", "WWW", "AI", "QQ", "KPI", "Moodle", "iPad", "PPT", "B2C",
	"members’", "party" };
/* A space is where they may be parted. */
static const char *const numbers[] = { "2010年 10月 15日",
	"7月 1日 至 9月 30日", "95.0%", "94.7％", "3‰", "1,234,567.89元",
	"〔2010〕11号", "〔2010〕 第113号", "第3季度", "第11期", "37±1", "3～5",
	"25℃～ 30℃", "￥3.5万元", "12.5亿元", "22:30", "2010年", "1：2",
	"36 次", "±5", "0.35", "１２３４５", "1998—2010年", "8‰", "$100",
	"－5℃" };
static const char *const opening[] = { "“", "‘", "（", "《", "〈", "【", "〔",
	"「", "『", "［", "｛", "￥", "＄", "〖" };
static const char *const closing[] = { "、", "，", "；", "：", "。", "！", "？",
	"”", "’", "）", "》", "〉", "】", "〕", "」", "』", "］", "｝", "．",
	"〗" };
static const char *const others[] = { "·", "％", "‰", "℃", "～", "－", "／",
	"々", "——", "……", "—" };

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* One PDF under way and what it is to say. */
struct sheet {
	struct arena *arena;
	struct circular circular;
	struct node *body;
	struct buf text;  /* of the paragraph under way, with its marks */
	struct buf all;
};

struct maker {
	const char *folder;
	struct print_fonts *fonts;
	struct diags diags;
	bool failed;
};

/* ---- chance ---- */

static uint64_t chance;

static size_t
any(size_t below)
{
	chance = chance * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (size_t)(chance >> 33) % below;
}

#define ANY(array) ((array)[any(COUNT(array))])

/* ---- text ---- */

static void
put_han(struct buf *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_puts(text, any(40) == 0 ? ANY(rare) : ANY(han));
}

/* Parts that stay whole, a space between each two. */
static void
put_whole(struct buf *text, const char *parts)
{
	for (;;) {
		size_t n = strcspn(parts, " ");
		buf_putc(text, '\1');
		buf_putt(text, (struct text){ parts, n });
		buf_putc(text, '\2');
		if (parts[n] == '\0')
			break;
		parts += n + 1;
	}
}

static void
put_words(struct buf *text, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *word = ANY(words), *space = strchr(word, ' ');
		buf_puts(text, i > 0 ? " " : "");
		buf_putc(text, '\1');
		buf_putt(text, text_cut(text_of(word), 0,
		    space != NULL ? (size_t)(space - word) : strlen(word)));
		buf_putc(text, '\2');
		if (space == NULL)
			continue;
		buf_putc(text, ' ');
		put_whole(text, space + 1);
	}
}

static void
put_phrase(struct buf *text, int depth)
{
	put_han(text, 2 + any(9));
	switch (any(12)) {
	case 0:
	case 1:
	case 2: {
		if (depth == 3)
			break;
		size_t kind = any(COUNT(pairs));
		buf_puts(text, pairs[kind][0]);
		for (size_t n = any(3); n > 0; n--) {
			put_phrase(text, depth + 1);
			if (n > 1)
				buf_puts(text, ANY(stops));
		}
		put_phrase(text, depth + 1);
		if (any(3) == 0)
			buf_puts(text, ANY(stops));
		buf_puts(text, pairs[kind][1]);
		break;
	}
	case 3:
	case 4:
		put_whole(text, ANY(numbers));
		put_han(text, 1 + any(3));
		break;
	case 5:
		put_words(text, 1 + any(3));
		put_han(text, 1 + any(3));
		break;
	case 6:
		put_whole(text, any(2) == 0 ? "——" : "……");
		put_han(text, 1 + any(6));
		break;
	case 7:
		put_han(text, 1 + any(2));
		buf_puts(text, ANY(others));
		put_han(text, 2);
		break;
	default:
		break;
	}
}

static void
put_paragraph(struct buf *text)
{
	for (size_t n = 1 + any(1 + any(30)); n > 0; n--) {
		put_phrase(text, 0);
		buf_puts(text, n > 1 ? ANY(stops) : "");
	}
	buf_puts(text, any(8) == 0 ? "" : any(8) == 0 ? "！”" : "。");
}

/* ---- sheets ---- */

static void
sheet_begin(struct sheet *sheet, enum prohibition prohibition)
{
	*sheet = (struct sheet){ .arena = arena_new(), .text = BUF_INIT,
		.all = BUF_INIT };
	sheet->body = node_new(sheet->arena, NODE_DOCUMENT);
	sheet->circular = (struct circular){ .id = "paragraphs",
		.body = sheet->body,
		.options = { prohibition } };
}

/* The text under way is a paragraph, which is told without its marks. */
static void
sheet_add(struct sheet *sheet)
{
	struct node *node = node_new(sheet->arena, NODE_PARAGRAPH);
	struct text text = text_of(arena_copy(sheet->arena, sheet->text.at,
	    sheet->text.len));
	node_append(sheet->body, node);
	buf_putt(&sheet->all, text);
	buf_putc(&sheet->all, '\n');
	while (text.len > 0) {
		size_t n = strcspn(text.at, "\1\2");
		if (n > 0)
			node_append(node, node_text(sheet->arena,
			    text_cut(text, 0, n)));
		n += n < text.len;
		text.at += n;
		text.len -= n;
	}
	sheet->text.len = 0;
}

static int
write_file(const char *path, struct text text)
{
	struct os_error error;
	if (os_write(path, text, &error) == 0)
		return 0;
	fprintf(stderr, "%s\n", error.message);
	return -1;
}

static void
sheet_end(struct sheet *sheet, struct maker *maker, const char *name)
{
	struct buf pdf = BUF_INIT;
	struct printed printed;
	struct arena *arena = sheet->arena;
	const char *stem = arena_printf(arena, "%s/%s", maker->folder, name);
	if (print_circular(&pdf, &printed, arena, arena, &sheet->circular, maker->fonts, DATE,
		&maker->diags) != 0 ||
	    write_file(arena_printf(arena, "%s.pdf", stem), buf_text(&pdf)) !=
		0 ||
	    write_file(arena_printf(arena, "%s.txt", stem),
		buf_text(&sheet->all)) != 0)
		maker->failed = true;
	buf_free(&pdf);
	buf_free(&sheet->text);
	buf_free(&sheet->all);
	arena_free(arena);
}

/* ---- what is made ---- */

static void
make_chance(struct maker *maker, size_t count)
{
	char name[40];
	for (size_t file = 0; file * IN_FILE < count; file++) {
		size_t level = file % COUNT(levels);
		struct sheet sheet;
		sheet_begin(&sheet, levels[level].prohibition);
		for (size_t i = file * IN_FILE;
		    i < count && i < (file + 1) * IN_FILE; i++) {
			put_paragraph(&sheet.text);
			sheet_add(&sheet);
		}
		snprintf(name, sizeof(name), "%s-%zu", levels[level].name,
		    file);
		sheet_end(&sheet, maker, name);
	}
}

/* The marks after so many characters and more. */
static void
add_marks(struct sheet *sheet, size_t column, const char *one,
    const char *other)
{
	for (; column < COLUMN_END; column++) {
		put_han(&sheet->text, column);
		buf_puts(&sheet->text, one);
		buf_puts(&sheet->text, other);
		put_han(&sheet->text, 12);
		sheet_add(sheet);
	}
}

struct marks {
	const char *const *items;
	size_t count;
};

static const struct marks all_marks[] = { { opening, COUNT(opening) },
	{ closing, COUNT(closing) }, { others, COUNT(others) } };

static void
make_marks(struct maker *maker, size_t level)
{
	char name[40];
	struct sheet sheet;
	sheet_begin(&sheet, levels[level].prohibition);
	for (size_t set = 0; set < COUNT(all_marks); set++)
		for (size_t i = 0; i < all_marks[set].count; i++)
			add_marks(&sheet, 1, all_marks[set].items[i], "");
	snprintf(name, sizeof(name), "%s-marks", levels[level].name);
	sheet_end(&sheet, maker, name);
}

static void
make_pairs(struct maker *maker, size_t level)
{
	static const char *const ones[] = { "，", "。", "？", "”", "）", "》",
		"“", "（", "《", "——", "……", "·" };
	char name[40];
	struct sheet sheet;
	sheet_begin(&sheet, levels[level].prohibition);
	for (size_t i = 0; i < COUNT(ones); i++)
		for (size_t j = 0; j < COUNT(ones); j++)
			if (strcmp(ones[i], ones[j]) != 0 || i < 9)
				add_marks(&sheet, COLUMN_FIRST, ones[i],
				    ones[j]);
	snprintf(name, sizeof(name), "%s-pairs", levels[level].name);
	sheet_end(&sheet, maker, name);
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct os_error error;
	struct sources sources;
	struct maker maker = { 0 };
	if (argc != 4) {
		fputs("usage: make-paragraphs OUTDIR COUNT SEED\n", stderr);
		return 2;
	}
	maker.folder = argv[1];
	chance = strtoul(argv[3], NULL, 10);
	sources_init(&sources, arena);
	diags_init(&maker.diags, arena);
	if (os_make_folders(argv[1], 0755, &error) != 0)
		fprintf(stderr, "%s\n", error.message);
	maker.fonts = print_fonts_open(arena, NULL, 0, &maker.diags);
	if (maker.fonts != NULL) {
		make_chance(&maker, strtoul(argv[2], NULL, 10));
		for (size_t level = 0; level < COUNT(levels); level++) {
			make_marks(&maker, level);
			make_pairs(&maker, level);
		}
		print_fonts_close(maker.fonts);
	}
	diags_print(&maker.diags, &sources, (struct diag_style){ 0 }, stderr);
	arena_free(arena);
	return maker.fonts == NULL || maker.failed;
}
