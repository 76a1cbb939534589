/*
 * make-scenes OUTDIR: circulars that show what print can do, as NAME.pdf, its
 * twin of PDF/A-1b in 1b/NAME.pdf, each with NAME.txt, the text it was made from, in the order of reading, and
 * NAME.head, the head of its table, if it has one.
 * tests/print/geometry reads the PDFs back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/os.h"
#include "base/picture.h"
#include "render/chart.h"
#include "render/print/print.h"
#include "../unit/jpeg_file.h"

#define DATE "2010-10-20"

struct scene {
	struct arena *arena;
	struct circular circular; /* unless one of the next is given */
	const struct form_sheet *form;
	const struct paper *paper;
	struct node *body, *block, *list;
	struct buf text; /* what the page is to say */
	struct buf head; /* of the table: what a page may repeat */
};

typedef void scene_maker(struct scene *scene);

/* ---- building ---- */

static struct node *
block(struct scene *scene, enum node_kind kind, struct node *parent)
{
	struct node *node = node_new(scene->arena, kind);
	node_append(parent, node);
	return node;
}

/* Inlines: text, **strong**, *emphasis*, a line break at '\n'. */
static void
inlines(struct scene *scene, struct node *parent, const char *s)
{
	struct node *into = parent;
	while (*s != '\0') {
		size_t n = strcspn(s, "*\n");
		if (n > 0) {
			struct text text = { s, n };
			node_append(into, node_text(scene->arena, text));
			buf_putt(&scene->text, text);
		} else if (*s == '\n') {
			node_append(into, node_new(scene->arena,
			    NODE_LINE_BREAK));
			n = 1;
		} else {
			n = strncmp(s, "**", 2) == 0 ? 2 : 1;
			into = into != parent ? parent : block(scene,
			    n == 2 ? NODE_STRONG : NODE_EMPHASIS, parent);
		}
		s += n;
	}
	buf_putc(&scene->text, '\n');
}

static void
para(struct scene *scene, const char *s)
{
	inlines(scene, block(scene, NODE_PARAGRAPH, scene->block), s);
}

static void
heading(struct scene *scene, int level, const char *s)
{
	struct node *node = block(scene, NODE_HEADING, scene->block);
	node->level = level;
	inlines(scene, node, s);
}

/* Items until NULL; ordered ones are numbered from 1. */
static void
list(struct scene *scene, bool ordered, const char *const *items)
{
	struct node *node = block(scene, NODE_LIST, scene->block);
	node->ordered = ordered;
	node->delimiter = '.';
	node->level = 1;
	for (int i = 1; *items != NULL; i++, items++) {
		struct node *item = block(scene, NODE_ITEM, node);
		if (ordered)
			buf_printf(&scene->text, "%d.", i);
		inlines(scene, block(scene, NODE_PARAGRAPH, item), *items);
	}
}

static struct node *
table(struct scene *scene, size_t columns, const char *const *head)
{
	struct node *node = block(scene, NODE_TABLE, scene->block);
	struct node *row = block(scene, NODE_ROW, node);
	node->level = 1;
	for (size_t i = 0; i < columns; i++) {
		inlines(scene, block(scene, NODE_CELL, row), head[i]);
		buf_puts(&scene->head, head[i]);
	}
	return node;
}

static void
row(struct scene *scene, struct node *node, size_t columns,
    const char *const *cells)
{
	struct node *into = block(scene, NODE_ROW, node);
	for (size_t i = 0; i < columns; i++)
		inlines(scene, block(scene, NODE_CELL, into), cells[i]);
}

/* The head and its text; fields that are NULL are left out. */
static void
head(struct scene *scene, const char *mark, const char *number,
    const char *title, const char *addressees)
{
	scene->circular.mark = mark;
	scene->circular.number = number;
	scene->circular.title = title;
	scene->circular.addressees = addressees;
	if (mark != NULL)
		buf_printf(&scene->text, "%s\n", mark);
	if (number != NULL)
		buf_printf(&scene->text, "%s\n", number);
	if (title != NULL)
		buf_printf(&scene->text, "%s\n", title);
	if (addressees != NULL)
		buf_printf(&scene->text, "%s：\n", addressees);
}

static void
issuers(struct scene *scene, const char *const *names, size_t count)
{
	const char **items = ARENA_ARRAY(scene->arena, const char *, count);
	for (size_t i = 0; i < count; i++)
		items[i] = names[i];
	scene->circular.issuers = (struct names){ items, count };
}

static void
foot(struct scene *scene, const char *signature, const char *date,
    const char *in_han, const char *note)
{
	issuers(scene, &signature, 1);
	scene->circular.date = date;
	scene->circular.note = note;
	buf_printf(&scene->text, "%s\n%s\n", signature, in_han);
	if (note != NULL)
		buf_printf(&scene->text, "（%s）\n", note);
}

/* ---- scenes ---- */

static void
make_circular(struct scene *scene)
{
	head(scene, "中共云麓理工大学委员会创先争优活动领导小组办公室文件",
	    "云麓创先组办〔2010〕11号",
	    "关于2010年第三季度领导点评工作开展情况的通报",
	    "各二级党组织、各党支部，机关各部门，各直属单位");
	para(scene, "根据《云麓理工大学领导点评工作方案》（云麓创先组发〔2010〕"
	    "6号）的要求，2010年7月1日至9月30日，学校各级党组织开展了第三季度"
	    "领导点评。截至9月30日，全校应点评基层党组织38个，已点评36个，"
	    "占94.7％；应点评党员1 264名，已点评1 201名，占95.0%。现将有关情况"
	    "通报如下：");
	heading(scene, 2, "一、总体情况");
	para(scene, "从点评情况看，各级党组织对领导点评工作普遍重视，“一把手”"
	    "负总责、带头点评的要求基本落实，**“五个好”“五带头”**的标准在点评中"
	    "得到较好体现。党委书记、校长分别到机电学院党委、图书馆党支部等"
	    "8个联系点现场点评，既讲成绩，也讲问题，还同党员群众代表一起商量"
	    "整改办法；各二级党组织负责人点评所属支部36次，支部书记在党员大会上"
	    "点评党员1 201人次，征求普通党员、群众代表意见412条。");
	heading(scene, 3, "(一)点评覆盖面进一步扩大");
	para(scene, "与第二季度相比，点评覆盖率提高11.3个百分点。外出实习的"
	    "学生党员由带队教师党员联系，采取电话、网络（http://dj.yunlu.example"
	    ".edu.cn/pingyi/2010-q3/report）等方式汇报；持《流动党员活动证》的"
	    "17名党员，由流入地党组织负责人点评13名；年老体弱的党员，由支部"
	    "委员上门听取意见。");
	heading(scene, 3, "(二)点评质量有所提高");
	para(scene, "多数点评人事先察看现场、走访群众，做到“干什么就点评什么”。"
	    "例如：土木学院党委书记在点评结构工程系党支部时，当场指出“承诺的"
	    "实验室夜间开放只兑现了一半”，并提出每周二、四开放至22:30的具体"
	    "建议；外国语学院党总支把点评同教学检查结合起来，听课27节，"
	    "梳理问题9个，已整改7个。");
	static const char *const columns[] = { "二级党组织", "应点评（个）",
		"已点评（个）", "覆盖率", "主要问题" };
	static const char *const rows[][5] = {
		{ "机电工程学院党委", "9", "9", "100%", "个别支部汇报材料偏简" },
		{ "土木工程学院党委", "11", "10", "90.9%",
		    "1个支部因支部书记外出挂职未按期点评，拟于10月底前补评" },
		{ "外国语学院党总支", "6", "6", "100%", "" },
		{ "机关党委", "12", "11", "91.7%", "承诺事项与岗位职责结合不紧" },
	};
	struct node *t = table(scene, 5, columns);
	for (size_t i = 0; i < 4; i++)
		row(scene, t, 5, rows[i]);
	heading(scene, 2, "二、存在的主要问题");
	para(scene, "在肯定成绩的同时，也要清醒地看到，点评工作还存在一些不容忽视的"
	    "问题。一是**思想认识不够到位**。少数支部把点评当作“走过场”，"
	    "会前不调研、会上不点题、会后不整改。二是*问题点得不准*。部分点评表"
	    "“存在的问题和努力的方向”一栏只有一两句话，如“进一步加强学习”"
	    "“进一步转变作风”……看不出是哪一个支部、哪一名党员。三是整改回复"
	    "不够及时——按规定应在15日内书面回复的48个问题中，有6个逾期，"
	    "其中2个至今没有回复。");
	heading(scene, 2, "三、下一步工作要求");
	static const char *const tasks[] = {
		"补齐盲点。尚未点评的2个党组织、63名党员，由其上级党组织主要"
		"负责人负责，务必于2010年11月15日前完成点评，不留盲点。",
		"抓实整改。对点评中指出的问题，要逐条明确责任人、措施和时限，"
		"由点评人销号；逾期未回复的，由领导小组办公室发函督办。",
		"用好典型。机电学院测控党支部“一名党员联系一个宿舍”的做法，"
		"各单位可结合实际借鉴。", NULL };
	list(scene, true, tasks);
	struct node *quote = block(scene, NODE_QUOTE, scene->block);
	scene->block = quote;
	para(scene, "点评不是评优，更不是“打分排队”；点准问题、解决问题，师生"
	    "看得见、感受得到，才算点评到位。");
	scene->block = scene->body;
	para(scene, "请各二级党组织将整改落实情况于2010年11月30日前报领导小组"
	    "办公室（办公楼203室，电话：8525 8888）。");
	foot(scene, "中共云麓理工大学委员会创先争优活动领导小组办公室",
	    "2010-10-15", "2010年10月15日", "此件发至各党支部");
}

static void
fill(struct buf *buf, size_t count)
{
	/* Han only: every cell full, every break allowed. */
	static const char *const han[] = { "云", "麓", "理", "工", "大", "学",
		"点", "评", "工", "作", "通", "报" };
	for (size_t i = 0; i < count; i++)
		buf_puts(buf, han[i % 12]);
}

static void
make_full(struct scene *scene, size_t characters)
{
	struct buf buf = BUF_INIT;
	fill(&buf, characters);
	para(scene, arena_string(scene->arena, buf.at));
	buf_free(&buf);
}

/* 22 lines of 28: the first is indented by two. */
static void
make_calibration(struct scene *scene)
{
	make_full(scene, 22 * 28 - 2);
}

static void
make_calibration_over(struct scene *scene)
{
	make_full(scene, 24 * 28 - 2);
}

static void
make_marks(struct scene *scene)
{
	head(scene, NULL, NULL, "标点挤压与避头尾", NULL);
	static const char *const samples[] = {
		"他说：“《通知》（试行）、《办法》（修订），都要‘不折不扣’地落实。”"
		"她问：“真的吗？”“当然！”他答。",
		"“五个好”“五带头”“两张皮”，《通报》《简报》〔2010〕〔2011〕，"
		"（一）（二）（三）；【甲】【乙】。",
		"“（《〈‘甲’〉》）”，“（《〈‘乙’〉》）”；“（《〈‘丙’〉》）”："
		"“（《〈‘丁’〉》）”！",
		"破折号——不能拆开，省略号……也不能拆开。破折号——不能拆开，"
		"省略号……也不能拆开。破折号——不能拆开，省略号……也不能拆开。",
		"人名用间隔号：马克·吐温、列奥纳多·达·芬奇、约翰·沃尔夫冈·"
		"冯·歌德，以及气温20℃、25℃～30℃、95％、3‰。",
		"价格￥12 500元、￥3.5万元；“10·15”会议；甲、乙、丙、丁、戊、己、"
		"庚、辛、壬、癸、子、丑、寅、卯、辰、巳、午、未、申、酉、戌、亥。",
		NULL };
	for (const char *const *s = samples; *s != NULL; s++)
		para(scene, *s);
	/* The same text at every place of the line. */
	for (size_t i = 0; i < 30; i++) {
		struct buf buf = BUF_INIT;
		fill(&buf, i);
		buf_puts(&buf, "“《方案》（试行）”，”。“《办法》”：");
		fill(&buf, 40 - i);
		buf_puts(&buf, "。");
		para(scene, arena_string(scene->arena, buf.at));
		buf_free(&buf);
	}
}

static void
make_latin(struct scene *scene)
{
	head(scene, NULL, NULL, "中西文混排", NULL);
	para(scene, "CPU、GPU与AI等术语，Windows 7和Office 2010等软件，"
	    "E-mail: office@yunlu.example.edu.cn，WWW服务与FTP服务。");
	para(scene, "网址http://www.yunlu.example.edu.cn/dangjian/chuangxian-"
	    "zhengyou/2010/third-quarter/lingdao-dianping/index.html#section-4"
	    "太长，一行放不下，只好在适当的地方断开。");
	para(scene, "没有断点的长串Llanfairpwllgwyngyllgogerychwyrndrobwllllantysi"
	    "liogogogochLlanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
	    "也不能越出版心。");
	para(scene, "The review should name results as well as problems; it "
	    "doesn't rank anybody. Members’ opinions are heard first, and the "
	    "reply is due within fifteen days of the review.");
	para(scene, "2010年7月1日、2010年8月1日、2010年9月30日、2010年10月15日、"
	    "2010年11月30日、2010年12月31日，共6个日期；比例为12.5%、33.3％、"
	    "99.99%，金额1,234,567.89元，电话0731-8525 8888转203，云麓创先组办"
	    "〔2010〕11号、〔2010〕12号、〔2010〕113号。");
}

static void
make_tables(struct scene *scene)
{
	static const char *const columns[] = { "序号", "党组织", "点评人",
		"点评意见" };
	char number[16];
	head(scene, NULL, NULL, "领导点评台账", NULL);
	struct node *t = table(scene, 4, columns);
	for (int i = 1; i <= 40; i++) {
		snprintf(number, sizeof(number), "%d", i);
		const char *cells[] = { arena_string(scene->arena, number),
			i % 3 == 0 ? "机电工程学院测控技术与仪器系教工党支部"
			    : "图书馆党支部", "周明远",
			i % 4 == 0 ? "肯定了在“创先争优”中的做法；指出承诺兑现"
			"不及时、群众意见回复不够具体，要求15日内书面回复。"
			    : "总体较好，按计划推进。" };
		row(scene, t, 4, cells);
	}
}

static void
make_names(struct scene *scene)
{
	head(scene, NULL, NULL, "人名用字", NULL);
	para(scene, "参加人员：张玥、李晞、王璟、赵喆、钱昇、孙堃、周镕，"
	    "**吴玥**、*郑晞*，共〇九人。");
}

static void
make_bare(struct scene *scene)
{
	para(scene, "没有版头的文件。");
	foot(scene, "机关党委", "2010-01-05", "2010年1月5日", NULL);
}

static void
make_blocks(struct scene *scene)
{
	head(scene, "云麓理工大学文件", NULL, "各种内容", "各单位");
	heading(scene, 1, "一级");
	heading(scene, 4, "1.四级标题");
	para(scene, "(1)括号里的数字。\n强制换行之后顶格。");
	static const char *const items[] = { "没有编号的甲项", "乙项", NULL };
	list(scene, false, items);
	struct node *code = block(scene, NODE_CODE_BLOCK, scene->block);
	code->text = TEXT_LIT("for i = 1, 3 do\n\n  print(i)\nend\n");
	buf_putt(&scene->text, code->text);
	block(scene, NODE_RULE, scene->block);
	struct node *html = block(scene, NODE_HTML_BLOCK, scene->block);
	html->text = TEXT_LIT("<b>照原样</b>\n");
	buf_putt(&scene->text, html->text);
	struct node *image = block(scene, NODE_IMAGE,
	    block(scene, NODE_PARAGRAPH, scene->block));
	inlines(scene, image, "图片的说明");
	foot(scene, "云麓理工大学", "2010-10-05", "2010年10月5日", NULL);
}

/* A point: a number, NULL for none, … withheld, or a state by its place. */
static struct chart_point
point(const struct chart *chart, const char *words)
{
	if (words == NULL)
		return (struct chart_point){ POINT_ABSENT, 0, "—" };
	if (strcmp(words, "…") == 0)
		return (struct chart_point){ POINT_WITHHELD, 0, words };
	double value = atof(words);
	return (struct chart_point){ POINT_KNOWN, value,
		chart->state_count > 0 ? chart->states[(size_t)value] : words };
}

/* Values by series; what is drawn is the text of the page. */
static void
chart(struct scene *scene, struct chart chart,
    const char *const *series_names, const char *const *values)
{
	struct arena *arena = scene->arena;
	struct node *node = block(scene, NODE_CHART, scene->block);
	struct strings *strings = strings_new(arena, "zh-CN");
	strings_set(strings, TEXT_LIT("open"), TEXT_LIT("（"), SPAN_NONE);
	strings_set(strings, TEXT_LIT("close"), TEXT_LIT("）"), SPAN_NONE);
	strings_set(strings, TEXT_LIT("comma"), TEXT_LIT("，"), SPAN_NONE);
	strings_set(strings, TEXT_LIT("colon"), TEXT_LIT("："), SPAN_NONE);
	strings_set(strings, TEXT_LIT("stop"), TEXT_LIT("。"), SPAN_NONE);
	chart.strings = strings;
	chart.unit = "";
	chart.series =
	    ARENA_ARRAY(arena, struct chart_series, chart.series_count);
	for (size_t s = 0; s < chart.series_count; s++) {
		struct chart_series *series = &chart.series[s];
		series->name = series_names[s];
		series->points =
		    ARENA_ARRAY(arena, struct chart_point, chart.label_count);
		for (size_t i = 0; i < chart.label_count; i++)
			series->points[i] = point(
			    &chart, values[s * chart.label_count + i]);
	}
	node->chart = chart_copy(arena, &chart);
	node->text = text_of(chart.title);
	buf_printf(&scene->text, "%s\n", chart.title);
	struct marks marks = chart_marks(arena, node->chart);
	for (size_t i = 0; i < marks.count; i++)
		if (marks.items[i].kind == MARK_TEXT)
			buf_putt(&scene->text, marks.items[i].text);
	buf_putc(&scene->text, '\n');
}

/* What no bar, column or line is. */
static void
make_charts(struct scene *scene)
{
	static const char *units[] = { "机电学院党总支", "文学院党总支",
		"机关党委" };
	static const char *periods[] = { "三季度", "四季度" };
	static const char *states[] = { "有盲点", "有待评", "无盲点" };
	head(scene, "工作简报", "第9期", "统计图", "各党支部");
	chart(scene,
	    (struct chart){ .kind = CHART_STACK, .title = "整改进展",
		.labels = units, .label_count = 3, .series_count = 3 },
	    (const char *const[]){ "逾期", "整改中", "已销号" },
	    (const char *const[]){ "2", "0", "…", "5", "3", "4", "19", NULL,
		"…" });
	chart(scene,
	    (struct chart){ .kind = CHART_METER, .title = "覆盖率",
		.labels = units, .label_count = 3, .series_count = 2 },
	    (const char *const[]){ "已评", "应评" },
	    (const char *const[]){ "3", "…", "7", "4", "5", "7" });
	chart(scene,
	    (struct chart){ .kind = CHART_MULTIPLES, .title = "各期点评",
		.labels = periods, .label_count = 2, .series_count = 3 },
	    (const char *const *)units,
	    (const char *const[]){ "19", "2", "7", "…", "8", NULL });
	chart(scene,
	    (struct chart){ .kind = CHART_MATRIX, .title = "各单位各期",
		.labels = units, .label_count = 3, .series_count = 2,
		.states = states, .state_count = 3 },
	    (const char *const *)periods,
	    (const char *const[]){ "2", "0", "2", "1", NULL, "…" });
	foot(scene, "办公室", "2010-10-15", "2010年10月15日", NULL);
}

static void
link_in(struct scene *scene, struct node *parent, const char *before,
    const char *address, const char *words, const char *after)
{
	struct node *text = node_text(scene->arena, text_of(before));
	node_append(parent, text);
	buf_puts(&scene->text, before);
	struct node *link = block(scene, NODE_LINK, parent);
	link->text = text_of(address);
	node_append(link, node_text(scene->arena, text_of(words)));
	buf_puts(&scene->text, words);
	node_append(parent, node_text(scene->arena, text_of(after)));
	buf_printf(&scene->text, "%s\n", after);
}

/* Into the web, over the end of a line, in a cell, to what is no web. */
static void
make_links(struct scene *scene)
{
	static const char *const columns[] = { "单位", "网页" };
	head(scene, NULL, NULL, "链接", NULL);
	link_in(scene, block(scene, NODE_PARAGRAPH, scene->block), "办法见",
	    "https://www.yunlu.example/办法(试行).html?a=1&b='2'", "学校网站",
	    "。");
	link_in(scene, block(scene, NODE_PARAGRAPH, scene->block),
	    "汇报材料和点评意见都已经公布，各单位可以到", "http://dj.yunlu.example",
	    "领导点评专题网页的第三季度栏目里", "查看，也可以电话询问。");
	link_in(scene, block(scene, NODE_PARAGRAPH, scene->block), "另见",
	    "../review/jidian.html", "点评记录", "。");
	struct node *row = block(scene, NODE_ROW, table(scene, 2, columns));
	inlines(scene, block(scene, NODE_CELL, row), "图书馆");
	link_in(scene, block(scene, NODE_CELL, row), "",
	    "http://lib.yunlu.example/", "lib.yunlu.example", "");
}

/* Enough pages to measure by: numbers, marks, Latin among the Han. */
static void
make_long(struct scene *scene)
{
	head(scene, "云麓理工大学文件", "云麓校发〔2010〕1号", "长文",
	    "各单位");
	static const char *const sentences[] = {
		"各级党组织高度重视，认真组织，截至9月30日共点评党员1201名"
		"（占95.0%），征求意见412条。",
		"“一把手”带头到联系点现场点评，既肯定成绩，又指出问题，"
		"提出了有针对性的意见和建议。",
		"点评结束后，及时填写《领导点评表》，并将整改措施书面回复"
		"点评人——做到件件有着落、事事有回音。" };
	for (int i = 0; i < 200; i++) {
		struct buf buf = BUF_INIT;
		if (i % 9 == 0)
			heading(scene, 2, "一、工作情况");
		for (int j = 0; j <= i * i % 7; j++)
			buf_puts(&buf, sentences[(i + j) % 3]);
		para(scene, arena_string(scene->arena, buf.at));
		buf_free(&buf);
	}
	foot(scene, "云麓理工大学", "2010-10-15", "2010年10月15日", "公开");
}

/* So many lines of text, then signature, date and colophon. */
static void
colophon(struct scene *scene, int lines)
{
	static const char copies[] = "校纪委，各民主党派基层组织，校工会、团委、"
	    "离退休工作处，中共云麓市委教育工作委员会，云麓市创先争优活动领导小组"
	    "办公室";
	static const char printer[] =
	    "中共云麓理工大学委员会创先争优活动领导小组办公室";
	for (int i = 0; i < lines; i++)
		para(scene, "本行是正文中的一行。");
	foot(scene, "机关党委", "2010-10-15", "2010年10月15日", "公开");
	scene->circular.copies = copies;
	scene->circular.printer = printer;
	buf_printf(&scene->text, "抄送：%s。\n", copies);
	if (scene->circular.witness != NULL)
		buf_printf(&scene->text, "封存校验：%s\n",
		    scene->circular.witness);
	buf_printf(&scene->text, "%s2010年10月15日印发\n", printer);
}

/* The text ends on an odd page, on an even one with room, on one without. */
static void
make_colophon_odd(struct scene *scene)
{
	colophon(scene, 5);
}

static void
make_colophon_even(struct scene *scene)
{
	colophon(scene, 24);
}

static void
make_colophon_blank(struct scene *scene)
{
	colophon(scene, 38);
}

/* The root of what was sealed; then one as wide as can be, of a long name. */
static void
make_colophon_witness(struct scene *scene)
{
	scene->circular.witness = "2010-q3 · bb91 f886 bf3b a80f 30f5 b2eb "
	    "9e57 cdba 79dd 3d87 682f 6180 682b 1e5e f835 77a7";
	colophon(scene, 24);
}

static void
make_colophon_witness_wide(struct scene *scene)
{
	scene->circular.witness = "2010-annual-12 · bddb ddbb bbdd dbdb bddb "
	    "ddbb bbdd dbdb bddb ddbb bbdd dbdb bddb ddbb bbdd dbdb";
	colophon(scene, 24);
}

/* ---- heads and feet ---- */

static const char *const offices[] = { "中共云麓理工大学委员会组织部",
	"云麓理工大学人事处", "共青团云麓理工大学委员会", "云麓理工大学工会" };

/* Signed by the first `count` of the offices. */
static void
signed_by(struct scene *scene, size_t count, bool sealed)
{
	issuers(scene, offices, count);
	scene->circular.sealed = sealed;
	scene->circular.date = "2010-10-15";
	for (size_t i = 0; i < count; i++)
		buf_printf(&scene->text, "%s\n", offices[i]);
	buf_puts(&scene->text, "2010年10月15日\n");
}

static void
lines_of_text(struct scene *scene, int lines)
{
	for (int i = 0; i < lines; i++)
		para(scene, "本行是正文中的一行。");
}

static void
make_one_page(struct scene *scene)
{
	head(scene, "中共云麓理工大学委员会文件", "云麓党发〔2010〕7号",
	    "关于召开领导点评工作会议的通知", "各党总支");
	para(scene, "定于2010年10月20日下午3时在办公楼二楼会议室召开领导点评"
	    "工作会议，请准时参加。");
	foot(scene, "中共云麓理工大学委员会", "2010-10-15", "2010年10月15日",
	    NULL);
}

/* The names of three offices are the mark, 文件 beside them. */
static void
make_joint(struct scene *scene)
{
	for (size_t i = 0; i < 3; i++)
		buf_printf(&scene->text, "%s\n", offices[i]);
	buf_puts(&scene->text, "文件\n");
	head(scene, NULL, "云麓组联〔2010〕3号",
	    "关于做好党员公开承诺工作的通知", "各党总支、各直属党支部");
	lines_of_text(scene, 3);
	signed_by(scene, 3, false);
}

static void
make_sealed(struct scene *scene)
{
	head(scene, "中共云麓理工大学委员会组织部文件", "云麓组〔2010〕4号",
	    "关于报送点评材料的通知", "各党总支");
	lines_of_text(scene, 2);
	signed_by(scene, 1, true);
}

static void
make_joint_sealed(struct scene *scene)
{
	head(scene, "中共云麓理工大学委员会组织部文件", "云麓组联〔2010〕5号",
	    "关于评选先进的通知", "各党总支");
	lines_of_text(scene, 2);
	signed_by(scene, 4, true);
}

/* A report to superiors: who signed it, secrecy, urgency, the copy's number. */
static void
make_upward(struct scene *scene)
{
	static const char *const signers[] = { "赵明远", "李强", "欧阳清和" };
	scene->circular.serial = "000123";
	scene->circular.secrecy = "秘密★1年";
	scene->circular.urgency = "特急";
	scene->circular.signers = (struct names){ signers, 3 };
	scene->circular.mark = "中共云麓理工大学委员会文件";
	scene->circular.number = "云麓党报〔2010〕9号";
	buf_puts(&scene->text, "000123\n秘密★1年\n特急\n"
	    "中共云麓理工大学委员会文件\n签发人：赵明远李强欧阳清和\n"
	    "云麓党报〔2010〕9号\n");
	scene->circular.title = "关于领导点评工作情况的报告";
	scene->circular.addressees = "省委教育工委";
	buf_puts(&scene->text, "关于领导点评工作情况的报告\n省委教育工委：\n");
	lines_of_text(scene, 3);
	foot(scene, "中共云麓理工大学委员会", "2010-10-15", "2010年10月15日",
	    NULL);
}

/* So many that page 1 would show no text: they move to the colophon. */
static void
make_addressees(struct scene *scene)
{
	struct buf to = BUF_INIT;
	for (int i = 0; i < 40; i++)
		buf_printf(&to, "%s第%d教工党支部", i == 0 ? "" : "，", i + 1);
	head(scene, "云麓理工大学文件", "云麓校发〔2010〕8号",
	    "关于调整点评安排的通知", NULL);
	lines_of_text(scene, 3);
	foot(scene, "云麓理工大学", "2010-10-15", "2010年10月15日", NULL);
	scene->circular.addressees = arena_string(scene->arena, to.at);
	scene->circular.copies = "校纪委";
	scene->circular.printer = "云麓理工大学校长办公室";
	buf_printf(&scene->text, "主送：%s。\n抄送：校纪委。\n"
	    "云麓理工大学校长办公室2010年10月15日印发\n", to.at);
	buf_free(&to);
}

static void
make_attachments(struct scene *scene)
{
	static struct attachment attachments[2];
	static const char *const titles[] = {
		"云麓理工大学基层党组织和党员创先争优活动领导点评工作实施细则",
		"领导点评表" };
	head(scene, "云麓理工大学文件", "云麓校发〔2010〕12号",
	    "关于印发《领导点评工作实施细则》的通知", "各党总支");
	lines_of_text(scene, 4);
	buf_printf(&scene->text, "附件：1.%s\n2.%s\n", titles[0], titles[1]);
	foot(scene, "云麓理工大学", "2010-10-15", "2010年10月15日", "公开");
	for (size_t i = 0; i < 2; i++) {
		struct node *body = node_new(scene->arena, NODE_DOCUMENT);
		buf_printf(&scene->text, "附件%zu\n%s\n", i + 1, titles[i]);
		scene->block = body;
		para(scene, "附件的正文，格式同正文。");
		attachments[i] = (struct attachment){ titles[i], body };
	}
	scene->circular.attachments = attachments;
	scene->circular.attachment_count = 2;
	scene->circular.copies = "校纪委";
	scene->circular.printer = "云麓理工大学校长办公室";
	buf_puts(&scene->text, "抄送：校纪委。\n"
	    "云麓理工大学校长办公室2010年10月15日印发\n");
}

/* A table too wide for the sheet, on three pages on their side. */
static void
make_wide(struct scene *scene)
{
	static const char *const columns[] = { "序号", "二级党组织名称",
		"党支部数", "党员人数", "应点评数", "已点评数", "现场点评",
		"会议点评", "谈话点评", "发现问题", "已经整改", "正在整改",
		"逾期未改", "存在的主要问题" };
	head(scene, "工作简报", NULL, "点评情况一览", NULL);
	lines_of_text(scene, 2);
	struct node *node = table(scene, 14, columns);
	for (int i = 0; i < 36; i++) {
		const char *cells[14];
		for (int j = 0; j < 13; j++)
			cells[j] = arena_printf(scene->arena, "%d",
			    j == 0 ? i + 1 : i * j);
		cells[1] = "土木工程学院";
		cells[13] = "个别支部汇报材料偏简，承诺事项不够具体";
		row(scene, node, 14, cells);
	}
	lines_of_text(scene, 2);
	foot(scene, "办公室", "2010-10-15", "2010年10月15日", NULL);
}

static void
make_newsletter(struct scene *scene)
{
	static const char *const office[] = {
		"云麓理工大学创先争优活动领导小组办公室" };
	scene->circular.style = CIRCULAR_NEWSLETTER;
	scene->circular.mark = "创先争优工作简报";
	scene->circular.number = "第3期（总第12期）";
	scene->circular.title = "先进典型专辑";
	issuers(scene, office, 1);
	scene->circular.date = "2010-10-15";
	buf_printf(&scene->text, "创先争优工作简报\n第3期（总第12期）\n%s\n"
	    "2010年10月15日\n先进典型专辑\n", office[0]);
	lines_of_text(scene, 12);
	scene->circular.superiors = "校党委领导";
	scene->circular.copies = "校纪委";
	scene->circular.addressees = "各党总支";
	scene->circular.printer = office[0];
	scene->circular.printed = "120";
	buf_puts(&scene->text, "报：校党委领导。\n送：校纪委。\n发：各党总支。\n"
	    "（共印120份）\n");
}

static void
make_newsletter_draft(struct scene *scene)
{
	scene->circular.draft = true;
	buf_puts(&scene->text, "送审稿\n");
	make_newsletter(scene);
}

/* Signature and date would stand on a page with hardly any text. */
static void
make_over(struct scene *scene)
{
	lines_of_text(scene, 20);
	foot(scene, "机关党委", "2010-10-15", "2010年10月15日", NULL);
}

static void
make_long_title(struct scene *scene)
{
	head(scene, "云麓理工大学文件", "云麓校发〔2010〕15号",
	    "关于印发《云麓理工大学基层党组织和共产党员在创先争优活动中开展领导"
	    "点评工作的实施方案（试行）》和进一步做好第四季度领导点评工作的通知",
	    "各党总支");
	lines_of_text(scene, 4);
	foot(scene, "云麓理工大学", "2010-10-15", "2010年10月15日", NULL);
}

static void
make_letter(struct scene *scene)
{
	scene->circular.style = CIRCULAR_LETTER;
	head(scene, "中共云麓理工大学机电工程学院委员会", "云麓机电函〔2010〕2号",
	    "关于第三季度领导点评意见整改情况的回复", "赵明远同志");
	lines_of_text(scene, 22);
	foot(scene, "中共云麓理工大学机电工程学院委员会", "2010-11-15",
	    "2010年11月15日", NULL);
	scene->circular.copies = "校创先争优活动领导小组办公室";
	buf_puts(&scene->text, "抄送：校创先争优活动领导小组办公室。\n");
}

/* ---- forms ---- */

static const char *const aspects[] = {
	"创先争优活动及建设学习型党组织推进情况", "公开承诺和兑现情况",
	"促进和谐、服务师生情况", "组织和队伍建设情况",
	"存在的问题和努力的方向" };

#define HINT                                                                   \
	"以正在做的事情为中心，推动本单位中心工作和重点任务完成的情况"

#define VALUE(name, words, part)                                               \
	{ .label = (name), .text = (words), .share = (part) }

/* A form of an organisation; without texts a blank one. */
static void
form(struct scene *scene, const char *const *texts, int paragraphs)
{
	struct arena *arena = scene->arena;
	struct form_sheet *sheet = ARENA_NEW(arena, struct form_sheet);
	struct form_row *rows = ARENA_ARRAY(arena, struct form_row, 8);
	struct form_box *boxes = ARENA_ARRAY(arena, struct form_box, 9);
	bool blank = texts == NULL;
	*sheet = (struct form_sheet){ .span = { 1, 0, 9 },
		.title = "基层党组织开展创先争优活动领导点评表",
		.left = "云麓理工大学", .right = "2010年第三季度",
		.rows = rows, .row_count = 8,
		.note = "注：本表一式两份，由点评人和点评对象各存一份。" };
	boxes[0] = (struct form_box)VALUE("点评对象", blank ? NULL
	    : "机电工程学院党委", 1);
	boxes[1] = (struct form_box)VALUE("负责人", blank ? NULL : "陈望舒", 1);
	boxes[2] = (struct form_box)VALUE("点评人", blank ? NULL : "赵明远", 1);
	boxes[3] = (struct form_box)VALUE("点评方式", blank ? NULL
	    : "现场点评（召开党员群众代表座谈会）", 1);
	rows[0] = (struct form_row){ boxes, 2, 0 };
	rows[1] = (struct form_row){ boxes + 2, 2, 0 };
	buf_printf(&scene->text, "%s\n%s\n%s\n", sheet->title, sheet->left,
	    sheet->right);
	for (int i = 0; i < 4; i++)
		buf_printf(&scene->text, "%s%s\n", boxes[i].label,
		    blank ? "" : boxes[i].text);
	for (size_t i = 0; i < 5; i++) {
		struct node *body = node_new(arena, NODE_DOCUMENT);
		scene->block = body;
		buf_puts(&scene->text, aspects[i]);
		if (blank && i == 0)
			buf_printf(&scene->text, "（%s）\n", HINT);
		for (int j = 0; j < paragraphs && !blank; j++)
			para(scene, texts[i]);
		boxes[4 + i] = (struct form_box){ .label = aspects[i],
			.hint = blank && i == 0 ? HINT : NULL,
			.body = blank ? NULL : body, .share = 1,
			.foot = i == 4 ? "点评人签名：　　　　年　月　日"
			    : NULL };
		rows[2 + i] = (struct form_row){ &boxes[4 + i], 1, 3 };
	}
	sheet->row_count = 7;
	buf_printf(&scene->text, "点评人签名：年月日%s\n", sheet->note);
	scene->form = sheet;
}

static const char *const answers[] = {
	"围绕教学科研中心工作推进创先争优，各支部每月集中学习两次，完成了"
	"实验室建设的阶段任务，“两张皮”现象有所改变。",
	"公开承诺32项，已兑现27项，其余5项列明了完成时间。",
	"为师生办实事11件，其中实验室夜间开放受到学生欢迎。",
	"坚持“三会一课”，发展党员9名，民主评议党员合格率100%。",
	"少数支部台帐不全；要在10月底前补齐，并向全院公开。" };

static void
make_form_blank(struct scene *scene)
{
	form(scene, NULL, 0);
}

static void
make_form_filled(struct scene *scene)
{
	form(scene, answers, 1);
}

/* More is written than a page holds. */
static void
make_form_long(struct scene *scene)
{
	form(scene, answers, 9);
}

static void
make_paper(struct scene *scene)
{
	static const char *const columns[] = { "序号", "党组织", "点评人",
		"存在的问题", "整改措施", "责任人", "时限", "进展" };
	struct paper *paper = ARENA_NEW(scene->arena, struct paper);
	*paper = (struct paper){ .span = { 1, 0, 9 },
		.title = "2010年第三季度领导点评整改清单",
		.left = "云麓理工大学", .right = "截至2010年12月20日",
		.turned = true, .body = scene->body };
	buf_printf(&scene->text, "%s\n%s\n%s\n", paper->title, paper->left,
	    paper->right);
	struct node *node = table(scene, 8, columns);
	for (int i = 0; i < 20; i++) {
		const char *cells[] = { arena_printf(scene->arena, "%d", i + 1),
			"机电工程学院党委", "赵明远",
			"承诺的实验室夜间开放只兑现了一半，学生意见较多",
			"每周二、四开放至22:30，由值班教师登记", "陈望舒",
			"2010-10-31", "已整改" };
		row(scene, node, 8, cells);
	}
	scene->paper = paper;
}

/* ---- pictures ---- */

/* ISO 15948, annex D. */
static uint32_t
check_sum(struct text text)
{
	uint32_t sum = 0xFFFFFFFF;
	for (size_t i = 0; i < text.len; i++) {
		sum ^= (unsigned char)text.at[i];
		for (int bit = 0; bit < 8; bit++)
			sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320 : 0);
	}
	return sum ^ 0xFFFFFFFF;
}

static void
put_word(struct buf *out, uint32_t word)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_putc(out, (char)(word >> shift));
}

static void
put_chunk(struct buf *out, const char *type, struct text data)
{
	size_t start = out->len + 4;
	put_word(out, (uint32_t)data.len);
	buf_puts(out, type);
	buf_putt(out, data);
	put_word(out, check_sum(text_from(buf_text(out), start)));
}

/* Stored, not packed (RFC 1950 and 1951): blocks of so many bytes at most. */
static void
put_stored(struct buf *out, struct text data)
{
	uint32_t a = 1, b = 0;
	buf_put(out, "\x78\x01", 2);
	for (size_t i = 0; i < data.len; i++) {
		a = (a + (unsigned char)data.at[i]) % 65521;
		b = (b + a) % 65521;
	}
	while (data.len > 0) {
		size_t len = data.len < 65535 ? data.len : 65535;
		buf_putc(out, len == data.len);
		for (int i = 0; i < 2; i++) {
			unsigned n = (unsigned)(i == 0 ? len : ~len);
			buf_putc(out, (char)n);
			buf_putc(out, (char)(n >> 8));
		}
		buf_putt(out, text_cut(data, 0, len));
		data = text_from(data, len);
	}
	put_word(out, b << 16 | a);
}

/* Blue, seen through at its left half; a square of 4 by 4 is red. */
static const struct picture *
png(struct scene *scene, uint32_t width, uint32_t height)
{
	struct buf dots = BUF_INIT, packed = BUF_INIT, file = BUF_INIT;
	struct picture *picture = ARENA_NEW(scene->arena, struct picture);
	for (uint32_t y = 0; y < height; y++) {
		buf_putc(&dots, 0);
		for (uint32_t x = 0; x < width; x++)
			buf_put(&dots, x < 4 && y < 4 ? "\xFF\0\0\xFF"
			    : x < width / 2 ? "\0\0\xFF\0"
			    : "\0\0\xFF\xFF", 4);
	}
	put_stored(&packed, buf_text(&dots));
	buf_clear(&dots);
	put_word(&dots, width);
	put_word(&dots, height);
	buf_put(&dots, "\x08\x06\0\0\0", 5);
	buf_put(&file, "\x89PNG\r\n\x1A\n", 8);
	put_chunk(&file, "IHDR", buf_text(&dots));
	put_chunk(&file, "IDAT", buf_text(&packed));
	put_chunk(&file, "IEND", TEXT_LIT(""));
	const char *fault =
	    picture_read(picture, scene->arena, buf_text(&file));
	if (fault != NULL)
		fprintf(stderr, "%s\n", fault);
	buf_free(&dots);
	buf_free(&packed);
	buf_free(&file);
	return fault == NULL ? picture : NULL;
}

static const struct picture *
jpeg(struct scene *scene)
{
	struct picture *picture = ARENA_NEW(scene->arena, struct picture);
	const char *fault = picture_read(picture, scene->arena,
	    (struct text){ (const char *)jpeg_file, sizeof(jpeg_file) });
	if (fault != NULL)
		fprintf(stderr, "%s\n", fault);
	return fault == NULL ? picture : NULL;
}

static struct node *
image(struct scene *scene, struct node *parent, const struct picture *picture,
    const char *description)
{
	struct node *node = block(scene, NODE_IMAGE, parent);
	node->picture = picture;
	node->span = (struct span){ 1, 0, 9 };
	if (*description != '\0')
		inlines(scene, node, description);
	return node;
}

static void
plate(struct scene *scene, const struct picture *picture,
    const char *description)
{
	image(scene, block(scene, NODE_PARAGRAPH, scene->block), picture,
	    description);
}

/* Small, too wide, too high; one twice; turned; in a line; without words. */
static void
make_pictures(struct scene *scene)
{
	const struct picture *small = png(scene, 300, 150);
	const struct picture *turned = jpeg(scene);
	head(scene, "工作简报", "第8期", "图片", "各党支部");
	lines_of_text(scene, 2);
	plate(scene, small, "现场点评会");
	plate(scene, png(scene, 1842, 400), "宽图");
	struct node *line = block(scene, NODE_PARAGRAPH, scene->block);
	inlines(scene, line, "会上展示了");
	scene->text.len--;
	image(scene, line, small, "整改台账");
	scene->text.len--;
	inlines(scene, line, "和做法。");
	buf_puts(&scene->text, "整改台账\n");
	plate(scene, png(scene, 200, 1600), "高图");
	plate(scene, turned, "竖图");
	plate(scene, png(scene, 8, 8), "");
	lines_of_text(scene, 3);
	foot(scene, "办公室", "2010-10-15", "2010年10月15日", NULL);
}

static const struct {
	const char *name;
	scene_maker *make;
} scenes[] = {
	{ "circular", make_circular },
	{ "calibration", make_calibration },
	{ "calibration-over", make_calibration_over },
	{ "marks", make_marks },
	{ "latin", make_latin },
	{ "tables", make_tables },
	{ "names", make_names },
	{ "bare", make_bare },
	{ "blocks", make_blocks },
	{ "charts", make_charts },
	{ "pictures", make_pictures },
	{ "colophon-odd", make_colophon_odd },
	{ "colophon-even", make_colophon_even },
	{ "colophon-blank", make_colophon_blank },
	{ "colophon-witness", make_colophon_witness },
	{ "colophon-witness-wide", make_colophon_witness_wide },
	{ "links", make_links },
	{ "one-page", make_one_page },
	{ "joint", make_joint },
	{ "sealed", make_sealed },
	{ "joint-sealed", make_joint_sealed },
	{ "upward", make_upward },
	{ "addressees", make_addressees },
	{ "attachments", make_attachments },
	{ "wide", make_wide },
	{ "newsletter", make_newsletter },
	{ "newsletter-draft", make_newsletter_draft },
	{ "over", make_over },
	{ "long-title", make_long_title },
	{ "letter", make_letter },
	{ "form-blank", make_form_blank },
	{ "form-filled", make_form_filled },
	{ "form-long", make_form_long },
	{ "paper", make_paper },
	{ "long", make_long },
};

/* ---- writing ---- */

static int
write_file(struct arena *arena, const char *folder, const char *name,
    const char *suffix, const struct buf *bytes)
{
	struct os_error error;
	const char *path = arena_printf(arena, "%s/%s.%s", folder, name,
	    suffix);
	if (os_write(path, buf_text(bytes), &error) == 0)
		return 0;
	fprintf(stderr, "%s\n", error.message);
	return -1;
}

/* The scene as a PDF of its own: published, or the twin for a validator. */
static int
print_scene(struct buf *pdf, struct arena *arena, const struct scene *scene,
    enum pdf_part part, struct print_fonts *fonts, struct diags *diags)
{
	struct print_options options = { 0 };
	struct volume_facts facts = { .metadata = {
		.title = scene->circular.title,
		.author = scene->circular.issuers.count > 0
		    ? scene->circular.issuers.items[0] : NULL,
		.subject = scene->circular.number, .date = DATE,
		.part = part } };
	struct volume *volume = volume_begin(arena, fonts, &facts, diags);
	if (scene->form != NULL)
		volume_add_form(volume, scene->form, &options);
	else if (scene->paper != NULL)
		volume_add_paper(volume, scene->paper, &options);
	else
		volume_add_circular(volume, &scene->circular);
	return volume_end(volume, pdf);
}

static int
write_scene(struct arena *arena, const char *folder, size_t which,
    struct print_fonts *fonts, struct diags *diags)
{
	struct scene scene = { .arena = arena, .text = BUF_INIT,
		.head = BUF_INIT };
	struct buf pdf = BUF_INIT;
	scene.circular.id = scenes[which].name;
	scene.body = scene.block = node_new(arena, NODE_DOCUMENT);
	scene.circular.body = scene.body;
	scenes[which].make(&scene);
	int result = print_scene(&pdf, arena, &scene, PDF_A_2U, fonts, diags);
	if (result == 0)
		result = write_file(arena, folder, scenes[which].name, "pdf",
		    &pdf);
	buf_clear(&pdf);
	if (result == 0)
		result = print_scene(&pdf, arena, &scene, PDF_A_1B, fonts,
		    diags);
	if (result == 0)
		result = write_file(arena, arena_printf(arena, "%s/1b", folder),
		    scenes[which].name, "pdf", &pdf);
	if (result == 0)
		result = write_file(arena, folder, scenes[which].name, "txt",
		    &scene.text);
	if (result == 0 && scene.head.len > 0)
		result = write_file(arena, folder, scenes[which].name, "head",
		    &scene.head);
	buf_free(&pdf);
	buf_free(&scene.head);
	buf_free(&scene.text);
	return result;
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct os_error error;
	struct sources sources;
	struct diags diags;
	int result = 0;
	if (argc != 2) {
		fputs("usage: make-scenes OUTDIR\n", stderr);
		return 2;
	}
	sources_init(&sources, arena);
	diags_init(&diags, arena);
	if (os_make_folders(arena_printf(arena, "%s/1b", argv[1]), 0755,
		&error) != 0)
		fprintf(stderr, "%s\n", error.message);
	struct print_fonts *fonts = print_fonts_open(arena, NULL, 0, &diags);
	for (size_t i = 0; fonts != NULL &&
	    i < sizeof(scenes) / sizeof(*scenes); i++)
		result |= write_scene(arena, argv[1], i, fonts, &diags);
	print_fonts_close(fonts);
	diags_print(&diags, &sources, (struct diag_style){ 0 }, stderr);
	arena_free(arena);
	return fonts == NULL || result != 0;
}
