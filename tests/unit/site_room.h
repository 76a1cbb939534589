/*
 * A small sound site in a folder of its own, which a test spoils by an edit or
 * two, loads and checks: the room for tests of the programme's rules.
 *
 *	site_room_open(&state);                    cmocka's setup
 *	site_room_edit("2010-q3/review/jidian.md", "shen", "gu");
 *	site_room_check(SITE_ROOM_DAY);            faults are in site_room.diags
 *	d = site_room_fault(RULE_…);               the first of that rule, or NULL
 *	site_room_place(d->span)                   "2010-q3/review/jidian.md:5:11"
 *	site_room_close(&state);                   cmocka's teardown
 *
 * Paths lie below content/.  The untouched site has no fault at all on that
 * day: a university with two colleges (one of them weak), two branches, and a
 * member of every sort, in the quarter after the first review.  A table of
 * `struct rule_case` says rule by rule what spoils it and where that shows;
 * rule_case_check() proves the rest.
 */
#ifndef TONGBAO_TESTS_SITE_ROOM_H
#define TONGBAO_TESTS_SITE_ROOM_H

#include "check/check.h"
#include "folder.h"
#include "model/rules.h"
#include "read/load.h"
#include "read/markdown.h"
#include "scope/links.h"
#include "scope/names.h"

#define SITE_ROOM_DAY "2010-10-20"
#define SITE_ROOM_FILES 64

/* ---- the site ---- */

struct site_file {
	const char *path, *text;
};

#define ROOM_ORGANISATION_BODY                                                 \
	"## 推进情况 {#progress}\n\n"                                              \
	"围绕中心工作排出时间表，责任到人，逐项对账，进度在同类单位里靠前。\n\n"   \
	"## 公开承诺和兑现情况 {#pledges}\n\n"                                     \
	"公开承诺八项，逐项写明责任人和时间，已经兑现六项，两项说明了原因。\n\n"   \
	"## 存在的问题和努力的方向 {#problems}\n\n"                                \
	"台账记得不够细，有两处对不上；希望下一季度把台账和实物一起清点。\n"

#define ROOM_MEMBER_BODY                                                       \
	"## 立足岗位情况 {#role}\n\n"                                              \
	"立足岗位，肯帮同事，承担的两门课程准备充分，听课记录经得起翻。\n\n"       \
	"## 存在的不足及努力的方向 {#problems}\n\n"                                \
	"读书不够系统，碰到难题请教得少；希望每月在支部里讲一次学习心得。\n"

/* Lines 2 to 14 of every review are these fields, in this order. */
#define ROOM_REVIEW(form, subject, reviewer, method, occasion, more, body)     \
	"---\n"                                                                \
	"kind: review\n"                                                       \
	"form: " form "\n"                                                     \
	"subject: " subject "\n"                                               \
	"reviewer: " reviewer "\n"                                             \
	"period: 2010-q3\n"                                                    \
	"date: 2010-09-20\n"                                                   \
	"recorded: 2010-09-22\n"                                               \
	"preparation: site-visit\n"                                            \
	"tasks: xx-1\n"                                                        \
	"method: " method "\n"                                                 \
	"occasion: " occasion "\n"                                             \
	"attendance: {members: 3, masses: 2}\n"                                \
	"opinions: {id: o1, text: 仪器预约排队太久, by: masses}\n" more        \
	"---\n" body

#define ROOM_OF_ORGANISATION(subject, reviewer, more)                          \
	ROOM_REVIEW("organisation", subject, reviewer, "on-site",              \
	    "inspection", more, ROOM_ORGANISATION_BODY)
#define ROOM_OF_MEMBER(subject, reviewer, more)                                \
	ROOM_REVIEW("member", subject, reviewer, "meeting", "branch-meeting",  \
	    more, ROOM_MEMBER_BODY)

static const struct site_file site_room_base[] = {
	{ "site.yaml",
	    "title: 领导点评\n"
	    "owner: 活动办公室\n"
	    "language: zh-CN\n"
	    "theme: default\n"
	    "filters: []\n"
	    "editions:\n"
	    "  - {id: leaders, title: 领导版, audience: university/leaders}\n" },
	{ "programme.yaml",
	    "title: 领导点评\n"
	    "classes: [public, masses, members, cadres, leaders]\n"
	    "levels:\n"
	    "  - {id: university, name: 学校党委}\n"
	    "  - {id: second-level, name: 二级党组织}\n"
	    "  - {id: branch, name: 党支部}\n"
	    "periods:\n"
	    "  - {id: 2010-q3, name: 2010年第三季度, from: 2010-07-01, "
	    "to: 2010-09-30, due: 2010-10-15}\n"
	    "  - {id: 2010-q4, name: 2010年第四季度, from: 2010-10-01, "
	    "to: 2010-12-31, due: 2011-01-15}\n"
	    "forms:\n"
	    "  - id: organisation\n"
	    "    name: 党组织点评表\n"
	    "    subject: organisation\n"
	    "    levels: [second-level, branch]\n"
	    "    reviewers:\n"
	    "      - superior-head\n"
	    "      - {relation: liaison, method: on-site}\n"
	    "      - {relation: superior-head, class: weak, only: yes}\n"
	    "    aspects:\n"
	    "      - {id: progress, title: 推进情况}\n"
	    "      - {id: pledges, title: 公开承诺和兑现情况}\n"
	    "      - {id: problems, title: 存在的问题和努力的方向, "
	    "problems: yes}\n"
	    "  - id: member\n"
	    "    name: 党员点评表\n"
	    "    subject: member\n"
	    "    occasion: yes\n"
	    "    reviewers:\n"
	    "      - branch-head\n"
	    "      - own-head\n"
	    "      - superior-head\n"
	    "      - {relation: inflow-head, category: floating, only: yes}\n"
	    "    aspects:\n"
	    "      - {id: role, title: 立足岗位情况}\n"
	    "      - {id: problems, title: 存在的不足及努力的方向, "
	    "problems: yes}\n"
	    "methods:\n"
	    "  - {id: on-site, name: 现场点评}\n"
	    "  - {id: meeting, name: 会议集中点评}\n"
	    "  - {id: talk, name: 个别谈话点评, forms: member, "
	    "participation: no}\n"
	    "occasions:\n"
	    "  - {id: inspection, name: 调研检查, forms: organisation}\n"
	    "  - {id: branch-meeting, name: 支部党员大会, forms: member}\n"
	    "preparations:\n"
	    "  - {id: site-visit, name: 察看现场}\n"
	    "grades:\n"
	    "  - {id: excellent, name: 优秀, most: 33}\n"
	    "  - {id: good, name: 良好}\n"
	    "categories:\n"
	    "  - {id: floating, name: 流动党员, needs: contact, inflow: yes}\n"
	    "  - {id: infirm, name: 年老体弱, needs: handling}\n"
	    "  - {id: probationary, name: 预备党员, grade: no}\n"
	    "groups:\n"
	    "  - {id: weak, name: 基础较薄弱}\n"
	    "authority:\n"
	    "  release: root-head\n"
	    "  waiver: [superior-head, branch-head]\n"
	    "  amendment: [own-head, superior-head]\n"
	    "scope:\n"
	    "  review: root/masses\n"
	    "  report: root/masses\n"
	    "  reply: root/masses\n"
	    "  exemplar: root/masses\n"
	    "  bulletin: root/masses\n"
	    "  plan: root/masses\n"
	    "  participation: root/masses\n"
	    "  verification: root/masses\n"
	    "  waiver: root/masses\n"
	    "  release: root/masses\n"
	    "  amendment: root/masses\n"
	    "  organisation: root/masses\n"
	    "  person: {officer: root/masses, member: root/masses}\n"
	    "rules:\n"
	    "  recorded-late: {days: 7}\n" },
	{ "organisations.yaml",
	    "- {id: university, name: 学校党委, level: university, "
	    "head: shen, deputies: gu}\n"
	    "- {id: jidian, name: 机电学院, level: second-level, "
	    "superior: university, head: han, deputies: lu, liaison: gu}\n"
	    "- {id: jiaogong, name: 教工支部, level: branch, "
	    "superior: jidian, head: zhang}\n"
	    "- {id: xuesheng, name: 学生支部, level: branch, "
	    "superior: jidian, head: tan}\n"
	    "- {id: houqin, name: 后勤集团, level: second-level, "
	    "superior: university, head: bai, classes: weak}\n" },
	{ "people.yaml",
	    "- {id: shen, name: 沈砚舟}\n"
	    "- {id: gu, name: 顾维桢}\n"
	    "- {id: bai, name: 白若溪}\n"
	    "- {id: han, name: 韩立诚, branch: jiaogong}\n"
	    "- {id: lu, name: 陆振邦, branch: jiaogong}\n"
	    "- {id: zhang, name: 张启恒, branch: jiaogong}\n"
	    "- {id: he, name: 何知行, branch: jiaogong, category: infirm}\n"
	    "- {id: ding, name: 丁一鸣, branch: jiaogong}\n"
	    "- {id: tan, name: 谭雨桐, branch: xuesheng}\n"
	    "- {id: fang, name: 方晓芸, branch: xuesheng, "
	    "category: {id: floating, inflow: houqin}}\n"
	    "- {id: mi, name: 米可, branch: xuesheng, category: probationary}\n"
	    "- {id: song, name: 宋玉, branch: xuesheng}\n" },
	{ "plan/university.md",
	    "---\n"
	    "kind: plan\n"
	    "organisation: university\n"
	    "title: 领导点评工作方案\n"
	    "date: 2010-07-05\n"
	    "tasks: {id: xx-1, text: 推进教学研究型大学建设}\n"
	    "---\n结合工作要点开展点评。\n" },
	{ "plan/jidian.md",
	    "---\n"
	    "kind: plan\n"
	    "organisation: jidian\n"
	    "title: 机电学院点评方案\n"
	    "date: 2010-07-12\n"
	    "---\n学院层层点评。\n" },
	{ "plan/houqin.md",
	    "---\n"
	    "kind: plan\n"
	    "organisation: houqin\n"
	    "title: 后勤集团点评方案\n"
	    "date: 2010-07-13\n"
	    "---\n集团层层点评。\n" },
	{ "2010-q3/report/jidian.md",
	    "---\n"
	    "kind: report\n"
	    "subject: jidian\n"
	    "period: 2010-q3\n"
	    "date: 2010-09-18\n"
	    "pledges: {id: c1, text: 实验室周末开放, state: kept}\n"
	    "---\n承诺一项，已经兑现。\n" },
	{ "2010-q3/review/jidian.md",
	    ROOM_OF_ORGANISATION("jidian", "shen",
	        "report: 2010-q3/report/jidian\n"
	        "pledges: {id: c1, state: kept}\n"
	        "grade: good\n"
	        "problems:\n"
	        "  - id: p1\n"
	        "    aspect: problems\n"
	        "    text: 钥匙登记不全\n"
	        "    from: o1\n"
	        "    owner: lu\n"
	        "    standard: 一钥一登\n"
	        "    measures: {id: m1, text: 重建登记本}\n"
	        "    due: 2010-10-18\n") },
	{ "2010-q3/review/houqin.md",
	    ROOM_OF_ORGANISATION("houqin", "shen", "") },
	{ "2010-q3/review/jiaogong.md",
	    ROOM_OF_ORGANISATION("jiaogong", "han", "") },
	{ "2010-q3/review/xuesheng.md",
	    ROOM_OF_ORGANISATION("xuesheng", "han", "") },
	{ "2010-q3/review/liaison-jidian.md",
	    ROOM_OF_ORGANISATION("jidian", "gu", "round: interim\n") },
	{ "2010-q3/review/han.md", ROOM_OF_MEMBER("han", "shen", "") },
	{ "2010-q3/review/lu.md", ROOM_OF_MEMBER("lu", "han", "") },
	{ "2010-q3/review/zhang.md", ROOM_OF_MEMBER("zhang", "han", "") },
	{ "2010-q3/review/he.md",
	    ROOM_OF_MEMBER("he", "zhang", "handling: 上门点评\n") },
	{ "2010-q3/review/tan.md", ROOM_OF_MEMBER("tan", "han", "") },
	{ "2010-q3/review/fang.md",
	    ROOM_OF_MEMBER("fang", "bai", "contact: 返校时听取汇报\n") },
	{ "2010-q3/review/mi.md", ROOM_OF_MEMBER("mi", "tan", "") },
	{ "2010-q3/review/song.md", ROOM_OF_MEMBER("song", "tan", "") },
	{ "2010-q3/waiver/ding.md",
	    "---\n"
	    "kind: waiver\n"
	    "subject: ding\n"
	    "period: 2010-q3\n"
	    "reason: 援藏在外\n"
	    "approved: {by: zhang, date: 2010-09-25}\n"
	    "---\n" },
	{ "2010-q3/reply/jidian.md",
	    "---\n"
	    "kind: reply\n"
	    "review: 2010-q3/review/jidian\n"
	    "date: 2010-10-08\n"
	    "from: jidian\n"
	    "items:\n"
	    "  - {problem: p1, measure: m1, state: done, evidence: 登记本}\n"
	    "---\n登记本已经重建。\n" },
	{ "2010-q3/verification/jidian-p1.md",
	    "---\n"
	    "kind: verification\n"
	    "problem: 2010-q3/review/jidian#p1\n"
	    "date: 2010-10-12\n"
	    "by: shen\n"
	    "result: closed\n"
	    "evidence: 抽查三间实验室\n"
	    "---\n" },
	{ "2010-q3/bulletin/1.md",
	    "---\n"
	    "kind: bulletin\n"
	    "number: 校办〔2010〕11号\n"
	    "title: 关于第三季度领导点评情况的通报\n"
	    "issuer: 活动办公室\n"
	    "addressees: [各二级党组织]\n"
	    "date: 2010-10-18\n"
	    "edition: leaders\n"
	    "period: 2010-q3\n"
	    "---\n现将有关情况通报如下。\n" },
};

#define SITE_ROOM_BASE (sizeof(site_room_base) / sizeof(*site_room_base))

/* ---- the room ---- */

static struct {
	char root[FOLDER_ROOM];
	struct arena *arena, *scratch;
	struct site_file files[SITE_ROOM_FILES]; /* text NULL: removed */
	size_t count;
	struct sources sources;
	struct diags diags;
	struct corpus corpus;
	struct checking checking;
} site_room;

/* The sound site again, nothing loaded. */
static inline void
site_room_reset(void)
{
	char root[FOLDER_ROOM];
	memcpy(root, site_room.root, sizeof(root));
	arena_free(site_room.scratch);
	arena_free(site_room.arena);
	memset(&site_room, 0, sizeof(site_room));
	memcpy(site_room.root, root, sizeof(root));
	site_room.arena = arena_new();
	site_room.scratch = arena_new();
	for (size_t i = 0; i < SITE_ROOM_BASE; i++)
		site_room.files[i] = site_room_base[i];
	site_room.count = SITE_ROOM_BASE;
}

static inline int
site_room_open(void **state)
{
	(void)state;
	if (folder_open(site_room.root, "rules") != 0)
		return -1;
	site_room.arena = arena_new();
	site_room.scratch = arena_new();
	site_room_reset();
	return 0;
}

static inline int
site_room_close(void **state)
{
	(void)state;
	arena_free(site_room.scratch);
	arena_free(site_room.arena);
	return folder_close(site_room.root);
}

static inline struct site_file *
site_room_file(const char *path)
{
	for (size_t i = 0; i < site_room.count; i++)
		if (strcmp(site_room.files[i].path, path) == 0)
			return &site_room.files[i];
	return NULL;
}

/* The whole file; it need not be there.  NULL: it is taken out. */
static inline void
site_room_put(const char *path, const char *text)
{
	struct site_file *file = site_room_file(path);
	if (file == NULL) {
		assert_true(site_room.count < SITE_ROOM_FILES);
		file = &site_room.files[site_room.count++];
		file->path = path;
	}
	file->text = text;
}

/* What stands there exactly once becomes something else. */
static inline void
site_room_edit(const char *path, const char *from, const char *to)
{
	struct site_file *file = site_room_file(path);
	if (file == NULL || file->text == NULL)
		fail_msg("no file %s", path);
	const char *at = strstr(file->text, from);
	if (at == NULL || strstr(at + 1, from) != NULL)
		fail_msg("“%s” does not stand once in %s", from, path);
	file->text = arena_printf(site_room.arena, "%.*s%s%s",
	    (int)(at - file->text), file->text, to, at + strlen(from));
}

static inline void
site_room_write(void)
{
	struct os_error error;
	const char *content =
	    arena_printf(site_room.arena, "%s/content", site_room.root);
	if (os_type(content) != OS_NONE)
		assert_int_equal(os_remove_tree(content, &error), 0);
	for (size_t i = 0; i < site_room.count; i++)
		if (site_room.files[i].text != NULL)
			folder_put(site_room.arena, content,
			    site_room.files[i].path,
			    text_of(site_room.files[i].text));
}

/* Loads and checks what stands there, as commands do, filters aside. */
static inline void
site_room_check(const char *as_of)
{
	struct arena *arena = site_room.arena;
	struct diags *diags = &site_room.diags;
	site_room_write();
	sources_init(&site_room.sources, arena);
	diags_init(diags, arena);
	struct loading loading = { .corpus = &site_room.corpus,
		.sources = &site_room.sources,
		.diags = diags,
		.jobs = 1,
		.arenas = &site_room.arena,
		.scratch = &site_room.scratch };
	assert_int_equal(corpus_load(&loading, site_room.root), 0);
	checking_init(&site_room.checking, arena, &site_room.corpus, as_of,
	    diags);
	site_room.checking.sources = &site_room.sources;
	struct policy *policy = policy_make(arena, &site_room.corpus, diags);
	for (size_t i = 0; i < site_room.corpus.record_count; i++) {
		struct record *record = site_room.corpus.records[i];
		policy_label(policy, arena, record, diags);
		check_record(&site_room.checking, record, diags);
	}
	for (size_t i = 0; i < check_wholes(); i++)
		check_whole(&site_room.checking, i, diags);
	struct links links = { &site_room.corpus,
		site_sights(arena, &site_room.corpus, policy, as_of, diags),
		markdown_parse };
	struct names *names =
	    names_make(arena, &site_room.corpus, links.sights, diags);
	for (size_t i = 0; i < site_room.corpus.record_count; i++) {
		struct record *record = site_room.corpus.records[i];
		names_check(names, record, arena, diags);
		links_check(&links, record, arena, diags);
	}
	links_suggest(&site_room.corpus, diags);
}

/* path:line:column, as shown without content/ before it; "" for no place. */
static inline const char *
site_room_place(struct span span)
{
	if (span.source == 0)
		return "";
	struct source *source =
	    source_at(&site_room.sources, span.source);
	struct place place = source_place(source, span);
	const char *path = source->path;
	if (strncmp(path, "content/", 8) == 0)
		path += 8;
	return arena_printf(site_room.arena, "%s:%u:%u", path, place.line,
	    place.column);
}

/* The first fault of the rule; NULL when there is none. */
static inline const struct diag *
site_room_fault(enum rule_id rule)
{
	for (const struct diag *d = site_room.diags.first; d != NULL;
	     d = d->next)
		if (d->rule == &rules[rule])
			return d;
	return NULL;
}

/* The fault of the rule at that place; fails when it is not there. */
static inline const struct diag *
site_room_fault_at(enum rule_id rule, const char *place)
{
	for (const struct diag *d = site_room.diags.first; d != NULL;
	     d = d->next)
		if (d->rule == &rules[rule] &&
		    strcmp(site_room_place(d->span), place) == 0)
			return d;
	for (const struct diag *d = site_room.diags.first; d != NULL;
	     d = d->next)
		print_message("%s %s: %s\n", site_room_place(d->span),
		    d->rule->slug, d->message);
	fail_msg("no %s at %s", rules[rule].slug, place);
	return NULL;
}

static inline void
site_room_assert_clean(void)
{
	for (const struct diag *d = site_room.diags.first; d != NULL;
	     d = d->next)
		print_message("%s %s: %s\n", site_room_place(d->span),
		    d->rule->slug, d->message);
	assert_int_equal(site_room.diags.count, 0);
}

/* ---- the table of rules ---- */

/* `from` NULL: `to` is the whole file; `to` NULL: the file is taken out. */
struct site_edit {
	const char *path, *from, *to;
};

struct rule_case {
	enum rule_id rule;
	const char *as_of; /* NULL: SITE_ROOM_DAY */
	struct site_edit edits[4];
	const char *at;   /* where it shows: path:line:column */
	const char *also; /* the second place, or NULL */
};

static inline void
rule_case_spoil(const struct rule_case *c)
{
	site_room_reset();
	for (size_t i = 0; i < 4 && c->edits[i].path != NULL; i++) {
		const struct site_edit *e = &c->edits[i];
		if (e->from != NULL)
			site_room_edit(e->path, e->from, e->to);
		else
			site_room_put(e->path, e->to);
	}
}

static inline const char *
rule_case_day(const struct rule_case *c)
{
	return c->as_of != NULL ? c->as_of : SITE_ROOM_DAY;
}

static inline void
rule_case_set(const struct rule_case *c, const char *key, const char *word,
    enum diag_level level)
{
	rule_case_spoil(c);
	site_room_edit("programme.yaml", "rules:\n",
	    arena_printf(site_room.arena, "rules:\n  %s: %s\n", key, word));
	site_room_check(rule_case_day(c));
	const struct diag *d = site_room_fault(c->rule);
	if (level == DIAG_OFF)
		assert_null(d);
	else
		assert_int_equal(site_room_fault_at(c->rule, c->at)->level,
		    level);
}

/*
 * Found where it is, with its second place, at the rule's own level; not on
 * the sound site; at any level that the programme sets by code, name or
 * family.
 */
static inline void
rule_case_check(const struct rule_case *c)
{
	static const char *const words[] = { "off", "note", "警告", "error" };
	const struct rule *rule = &rules[c->rule];
	const char *keys[] = { rule->code, rule->slug, rule->family };
	site_room_reset();
	site_room_check(SITE_ROOM_DAY);
	assert_null(site_room_fault(c->rule));
	rule_case_spoil(c);
	site_room_check(rule_case_day(c));
	const struct diag *d = site_room_fault_at(c->rule, c->at);
	assert_int_equal(d->level, rule->level);
	if (c->also != NULL)
		assert_string_equal(site_room_place(d->also), c->also);
	for (size_t k = 0; k < 3; k++)
		for (int level = 0; level < 4; level++)
			rule_case_set(c, keys[k], words[level],
			    (enum diag_level)level);
}

#endif
