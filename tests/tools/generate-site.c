/*
 * generate-site OUT N [SEED]: makes OUT/content, a site of N records of about
 * 2.4 KB, for benchmarks.  The same N and SEED give the same bytes.
 *
 * A university of up to 40 second-level organisations, 600 branches and as
 * many members as make 15,000 reviews a period; more records are more periods.
 * Every record is the review of an organisation or a member by the one who may
 * review it; ids and references are sound, prose and figures vary.  Beside
 * them stands a plan for each second-level organisation.  Nothing is wrong with
 * it on the day that is printed, the end of its last period.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/buf.h"
#include "base/os.h"

#define PERIOD_RECORDS 15000
#define ORGANISATIONS_MAX 40
#define BRANCHES_MAX 600
#define RECORD_BYTES 2400

/* ---- chance ---- */

struct chance {
	uint64_t state;
};

/* splitmix64: a good bit from any seed, also from neighbours. */
static uint64_t
chance_next(struct chance *chance)
{
	uint64_t z = chance->state += 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

/* 0 … count-1 */
static size_t
chance_of(struct chance *chance, size_t count)
{
	return (size_t)(chance_next(chance) % count);
}

static unsigned
chance_between(struct chance *chance, unsigned least, unsigned most)
{
	return least + (unsigned)chance_of(chance, most - least + 1);
}

#define PICK(chance, pool)                                                     \
	((pool)[chance_of((chance), sizeof(pool) / sizeof((pool)[0]))])

/* ---- words ---- */

static const char *const surnames[] = { "王", "李", "张", "刘", "陈", "杨",
	"赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭",
	"马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧",
	"程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "欧阳",
	"上官" };
static const char *const given[] = { "文", "建", "国", "明", "华", "志", "强",
	"晓", "丽", "敏", "静", "伟", "军", "洋", "勇", "艳", "杰", "娟", "涛",
	"超", "平", "刚", "桂", "英", "思", "雨", "清", "若", "泽", "瑞", "彦",
	"宁", "辰", "岚", "知", "行", "远", "怀", "景", "安" };
static const char *const schools[] = { "机电工程", "土木建筑", "电气信息",
	"化学化工", "材料科学", "经济管理", "外国语", "数学", "物理", "法律",
	"马克思主义", "艺术设计", "体育", "交通运输", "环境工程", "生命科学",
	"食品工程", "新闻传播", "公共管理", "继续教育" };
static const char *const kinds[] = { "教工", "本科生", "研究生", "实验中心",
	"机关", "离退休" };
static const char *const places[] = { "实验楼三层", "学生公寓七号楼",
	"第二食堂", "图书馆自习区", "教学楼B区", "工程训练中心", "档案室",
	"东区宿舍", "校办工厂", "资料室", "体育馆", "北门门岗" };
static const char *const things[] = { "教学质量", "毕业设计", "实验室安全",
	"就业工作", "学风建设", "经费报销", "设备验收", "学生资助", "新生入学",
	"档案清理", "节能改造", "课程建设" };
static const char *const methods[] = { "on-site", "meeting", "talk" };
static const char *const occasions[] = { "group-study", "democratic-life",
	"work-meeting", "symposium", "branch-meeting", "party-day" };

/*
 * Sentences: # becomes a number, @ a place, & a thing.
 */
static const char *const progress_prose[] = {
	"围绕&制定了#项推进措施，已完成#项，其余按月销号。",
	"中心组集中学习#次，交流发言#篇，把学习同&结合得比较紧。",
	"班子成员到@蹲点#天，当场解决了水电、门禁、座位三类老问题。",
	"把创先争优同&放在一起布置、一起检查，没有搞成两张皮。",
	"今年&的指标是#项，到季末完成#项，进度在同类单位里靠前。",
	"对照**“五个好”**逐条自查，查出短板#条，列出了时间表。",
	"推进会开到了@，请一线同志说，会后三天把意见理成清单贴出来。",
	"党员责任区由#个调整为#个，每个责任区都写明了人和事。",
	"宣传栏更新#期，登的多是身边的人和事，师生愿意停下来看。",
	"&是硬任务，党员骨干主动加了#个晚班，没有一个人报加班费。",
};
static const char *const pledges_prose[] = {
	"公开承诺#项，逐项写明责任人和完成时间，已兑现#项。",
	"承诺书贴在@门口，群众随时可以对照，也确实有人来对照。",
	"承诺里关于&的一条原定年底完成，提前一个月做到了。",
	"有两项承诺写得空，经群众代表指出后改成了看得见的数字。",
	"对没有兑现的#项作了说明，讲清了原因，也讲清了什么时候补上。",
	"承诺的每周开放#小时做到了，有签到簿可查。",
	"践诺情况在支部会上报告过，党员打分，群众旁听。",
	"承诺为困难同学办的#件事，办成了#件，剩下的在等审批。",
};
static const char *const service_prose[] = {
	"为师生办实事#件，其中@的改造反映最好。",
	"走访宿舍#间，记下意见#条，能当场答复的都答复了。",
	"看望离退休和生病的同志#人次，送去的不只是水果，还有报销单的代办。",
	"食堂、澡堂、班车三件小事盯了一个季度，投诉由#起降到个位数。",
	"服务窗口中午不关门，方便了上午有课的同学。",
	"帮助#名经济困难学生联系了勤工助学岗位，多数安排在@。",
	"邻里之间为停车、噪声起的#起纠纷，都由党员出面说和了。",
	"就业指导做到一人一表，还联系了外地企业#家来校面谈。",
	"把@的旧设备修好再用，省下的钱添了#把椅子。",
};
static const char *const building_prose[] = {
	"三会一课按时开，记录完整，缺席的#人次都补了课。",
	"发展党员#名，公示、谈话、政审手续齐备，没有赶进度。",
	"学习型党组织建设方面，读书会办了#期，学生支部参加的还不多。",
	"支部书记轮训#人次，回来都讲了一课。",
	"党费收缴及时，账目每季度张贴一次。",
	"组织生活有了变化，批评意见由#条增加到#条，话说得比过去直。",
	"党员活动室设在@，晚上也亮着灯，不再是挂牌子的房间。",
};
static const char *const role_prose[] = {
	"该同志立足岗位，把&当成自己的事，同事遇到难处先想到他。",
	"本学期承担课程#门，听课记录和教案经得起翻。",
	"在**“五带头”**上要求自己比较严，迟到早退一次也没有。",
	"参加技术攻关小组，负责&一块，解决了困扰多年的老毛病。",
	"年轻同志跟着学，三个月里有#人能独立上手。",
	"岗位练兵在同组里排前列，比武时讲的是怎么做，不是怎么说。",
	"值班#次，交接本写得清楚，后来的人照着做就不会出错。",
	"参与编写的实验指导书第#稿已经在@试用。",
};
static const char *const problems_prose[] = {
	"一是&抓得不够细，台账里有#处对不上。",
	"二是调查研究少，到@去得不多，情况多半是听来的。",
	"三是会议偏多，一个月开了#次，有的可以合并。",
	"不足是对新来的同志帮得少，怕得罪人，话到嘴边又咽回去。",
	"希望把&列入下一季度的重点，定出时间，定到人头。",
	"学习还不够系统，读得散，同&联系得不紧。",
	"群众反映@的事拖了#周，要给一个明确的答复日期。",
	"**“重布置、轻检查”**的老毛病还在，布置了#件，检查的不到一半。",
	"今后要多听少说，先把答应了的#件事做完。",
};

struct aspect {
	const char *id, *title;
	const char *const *prose;
	size_t count;
};

#define ASPECT(id, title, pool)                                                \
	{                                                                      \
		id, title, pool, sizeof(pool) / sizeof((pool)[0])              \
	}

static const struct aspect organisation_aspects[] = {
	ASPECT("progress", "推进情况", progress_prose),
	ASPECT("pledges", "公开承诺和兑现情况", pledges_prose),
	ASPECT("service", "促进和谐、服务师生情况", service_prose),
	ASPECT("building", "组织和队伍建设情况", building_prose),
	ASPECT("problems", "存在的问题和努力的方向", problems_prose),
};
static const struct aspect member_aspects[] = {
	ASPECT("role", "立足岗位、发挥作用情况", role_prose),
	ASPECT("pledges", "承诺和践诺情况", pledges_prose),
	ASPECT("service", "服务群众情况", service_prose),
	ASPECT("problems", "存在的不足及努力的方向", problems_prose),
};

/* ---- the site ---- */

struct size {
	unsigned long records, periods, organisations, branches, people;
};

struct maker {
	struct size size;
	uint64_t seed;
	const char *out;
	struct arena *arena;
	struct buf buf; /* one file at a time */
	uint64_t bytes; /* of records */
};

static unsigned long
clamp(unsigned long n, unsigned long least, unsigned long most)
{
	return n < least ? least : n > most ? most : n;
}

static struct size
size_of(unsigned long records)
{
	struct size size = { .records = records };
	size.periods = (records + PERIOD_RECORDS - 1) / PERIOD_RECORDS;
	unsigned long each = (records + size.periods - 1) / size.periods;
	size.branches = clamp(each / 25, 1, BRANCHES_MAX);
	size.organisations = clamp(size.branches / 15, 1, ORGANISATIONS_MAX);
	unsigned long bodies = size.organisations + size.branches;
	unsigned long members = each > bodies ? each - bodies : 0;
	size.people = 1 + (members > bodies ? members : bodies);
	return size;
}

/*
 * Person 0 leads the university, then come the heads of the organisations,
 * then those of the branches, then all others.
 */
static unsigned long
branch_of(const struct size *size, unsigned long person)
{
	unsigned long first = 1 + size->organisations;
	if (person >= first && person < first + size->branches)
		return person - first;
	return person % size->branches;
}

static unsigned long
organisation_of(const struct size *size, unsigned long branch)
{
	return branch % size->organisations;
}

static unsigned long
head_of_branch(const struct size *size, unsigned long branch)
{
	return 1 + size->organisations + branch;
}

static void
write_file(struct maker *maker, const char *path)
{
	struct os_error error;
	const char *whole =
	    arena_printf(maker->arena, "%s/content/%s", maker->out, path);
	if (os_write(whole, buf_text(&maker->buf), &error) != 0) {
		fprintf(stderr, "generate-site: %s\n", error.message);
		exit(1);
	}
	buf_clear(&maker->buf);
}

static void
make_folder(struct maker *maker, const char *path)
{
	struct os_error error;
	const char *whole =
	    arena_printf(maker->arena, "%s/content/%s", maker->out, path);
	if (os_make_folders(whole, 0755, &error) != 0) {
		fprintf(stderr, "generate-site: %s\n", error.message);
		exit(1);
	}
}

/* From the third quarter of 2010 on. */
static void
period_of(unsigned long period, unsigned *year, unsigned *quarter)
{
	*year = 2010 + (unsigned)(period + 2) / 4;
	*quarter = (unsigned)(period + 2) % 4 + 1;
}

static const char *const quarter_ends[] = { "03-31", "06-30", "09-30",
	"12-31" };

/* The year in which all is due; before that nothing is late. */
static unsigned
due_year(const struct maker *maker)
{
	unsigned year, quarter;
	period_of(maker->size.periods - 1, &year, &quarter);
	return year + 1;
}

/* The last day of the last period. */
static const char *
last_day(struct maker *maker)
{
	unsigned year, quarter;
	period_of(maker->size.periods - 1, &year, &quarter);
	return arena_printf(maker->arena, "%u-%s", year,
	    quarter_ends[quarter - 1]);
}

static const char *
period_id(struct maker *maker, unsigned long period)
{
	unsigned year, quarter;
	period_of(period, &year, &quarter);
	return arena_printf(maker->arena, "%u-q%u", year, quarter);
}

/* ---- configuration ---- */

static void
write_site(struct maker *maker)
{
	buf_puts(&maker->buf,
	    "title: 合成大学领导点评\n"
	    "owner: 合成大学创先争优活动办公室\n"
	    "language: zh-CN\n"
	    "theme: default\n"
	    "filters: []\n"
	    "editions:\n"
	    "  - {id: leaders, title: 领导版, audience: university/leaders}\n");
	write_file(maker, "site.yaml");
}

static void
put_terms(struct buf *buf, const char *name, const char *const *terms)
{
	buf_printf(buf, "%s:\n", name);
	for (; *terms != NULL; terms += 2)
		buf_printf(buf, "  - {id: %s, name: %s}\n", terms[0], terms[1]);
}

/* `whom`: whom it is for and who may review them, as lines of the form. */
static void
put_form(struct buf *buf, const char *id, const char *name, const char *whom,
    const struct aspect *aspects, size_t count)
{
	buf_printf(buf, "  - id: %s\n    name: %s\n%s    aspects:\n", id, name,
	    whom);
	for (size_t i = 0; i < count; i++)
		buf_printf(buf, "      - {id: %s, title: %s}\n", aspects[i].id,
		    aspects[i].title);
}

static void
put_periods(struct maker *maker)
{
	buf_puts(&maker->buf, "periods:\n");
	for (unsigned long i = 0; i < maker->size.periods; i++) {
		unsigned year, quarter;
		period_of(i, &year, &quarter);
		buf_printf(&maker->buf,
		    "  - {id: %u-q%u, name: %u年第%u季度, from: %u-%02u-01, "
		    "to: %u-%s, due: %u-12-31}\n",
		    year, quarter, year, quarter, year, quarter * 3 - 2, year,
		    quarter_ends[quarter - 1], due_year(maker));
	}
}

static void
write_programme(struct maker *maker)
{
	static const char *const classes[] = { "public", "公众", "masses",
		"群众", "members", "党员", "cadres", "干部", "leaders", "领导",
		NULL };
	static const char *const levels[] = { "university", "学校党委",
		"second-level", "二级党组织", "branch", "党支部", NULL };
	static const char *const method_terms[] = { "on-site", "现场点评",
		"meeting", "会议集中点评", "talk", "个别谈话点评", NULL };
	static const char *const occasion_terms[] = { "group-study",
		"中心组学习", "democratic-life", "民主生活会", "work-meeting",
		"工作专题会", "symposium", "座谈会", "branch-meeting",
		"支部党员大会", "party-day", "党员活动日", NULL };
	static const char *const preparations[] = { "site-visit", "察看现场",
		"visits", "走访群众", "opinions", "征求意见", "talks", "座谈",
		NULL };
	struct buf *buf = &maker->buf;
	buf_puts(buf, "title: 合成的领导点评\n");
	put_terms(buf, "classes", classes);
	put_terms(buf, "levels", levels);
	put_periods(maker);
	buf_puts(buf, "forms:\n");
	put_form(buf, "organisation", "基层党组织领导点评表",
	    "    subject: organisation\n"
	    "    levels: [second-level, branch]\n"
	    "    reviewers: superior-head\n",
	    organisation_aspects,
	    sizeof(organisation_aspects) / sizeof(organisation_aspects[0]));
	put_form(buf, "member", "党员领导点评表",
	    "    subject: member\n"
	    "    reviewers: [branch-head, superior-head]\n",
	    member_aspects,
	    sizeof(member_aspects) / sizeof(member_aspects[0]));
	put_terms(buf, "methods", method_terms);
	put_terms(buf, "occasions", occasion_terms);
	put_terms(buf, "preparations", preparations);
	buf_puts(buf,
	    "rules:\n"
	    "  problem-unanswered: {days: 3650}\n"
	    "scope:\n"
	    "  review: root/masses\n"
	    "  plan: root/masses\n"
	    "  organisation: root/masses\n"
	    "  person: {officer: root/masses, member: subject/members}\n");
	write_file(maker, "programme.yaml");
}

static void
write_organisations(struct maker *maker)
{
	const struct size *size = &maker->size;
	struct buf *buf = &maker->buf;
	struct chance chance = { maker->seed ^ 1 };
	buf_puts(buf,
	    "- {id: university, name: 合成大学党委, short: 校党委, "
	    "level: university, head: p00000}\n");
	for (unsigned long i = 0; i < size->organisations; i++)
		buf_printf(buf,
		    "- {id: s%02lu, name: 第%lu%s学院党总支, "
		    "short: %s%lu院, level: second-level, "
		    "superior: university, head: p%05lu}\n",
		    i, i + 1, schools[i % 20], schools[i % 20], i + 1, 1 + i);
	for (unsigned long i = 0; i < size->branches; i++) {
		unsigned long above = organisation_of(size, i);
		const char *kind = PICK(&chance, kinds);
		buf_printf(buf,
		    "- {id: b%03lu, name: 第%lu%s学院%s第%lu党支部, "
		    "short: %s%lu支部, level: branch, superior: s%02lu, "
		    "head: p%05lu}\n",
		    i, above + 1, schools[above % 20], kind, i + 1, kind, i + 1,
		    above, head_of_branch(size, i));
	}
	write_file(maker, "organisations.yaml");
}

static void
write_people(struct maker *maker)
{
	const struct size *size = &maker->size;
	struct chance chance = { maker->seed ^ 2 };
	for (unsigned long i = 0; i < size->people; i++) {
		const char *surname = PICK(&chance, surnames);
		const char *first = PICK(&chance, given);
		const char *second =
		    chance_of(&chance, 5) > 0 ? PICK(&chance, given) : "";
		buf_printf(&maker->buf,
		    "- {id: p%05lu, name: %s%s%s, branch: b%03lu, "
		    "joined: %u-%02u-%02u}\n",
		    i, surname, first, second, branch_of(size, i),
		    chance_between(&chance, 1975, 2009),
		    chance_between(&chance, 1, 12),
		    chance_between(&chance, 1, 28));
	}
	write_file(maker, "people.yaml");
}

/* ---- records ---- */

static void
put_sentence(struct buf *buf, struct chance *chance, const char *sentence)
{
	for (; *sentence != '\0'; sentence++)
		switch (*sentence) {
		case '#':
			buf_printf(buf, "%u", chance_between(chance, 2, 60));
			break;
		case '@':
			buf_puts(buf, PICK(chance, places));
			break;
		case '&':
			buf_puts(buf, PICK(chance, things));
			break;
		default:
			buf_putc(buf, *sentence);
		}
}

/* Sentences one after the other from a chance start, until `end`. */
static void
put_section(struct buf *buf, struct chance *chance, const struct aspect *aspect,
    size_t end)
{
	buf_printf(buf, "## %s {#%s}\n\n", aspect->title, aspect->id);
	size_t at = chance_of(chance, aspect->count);
	unsigned sentences = 0;
	do {
		if (sentences > 0 && sentences % 5 == 0)
			buf_puts(buf, "\n\n");
		put_sentence(buf, chance, aspect->prose[at % aspect->count]);
		at++;
		sentences++;
	} while (buf->len < end && sentences < aspect->count);
	buf_puts(buf, "\n\n");
}

static void
put_problems(
    struct buf *buf, struct chance *chance, unsigned year, unsigned long owner)
{
	unsigned count = chance_between(chance, 1, 2);
	buf_puts(buf, "problems:\n");
	for (unsigned i = 1; i <= count; i++) {
		buf_printf(
		    buf, "  - id: p%u\n    aspect: service\n    text: ", i);
		put_sentence(buf, chance, "&中有#处没有落实，@反映较多");
		buf_puts(buf, "\n    advice: ");
		put_sentence(buf, chance, "由专人负责，#天内拿出办法");
		buf_printf(buf, "\n    owner: p%05lu\n    measures: [", owner);
		put_sentence(buf, chance, "先清点@, 再补齐&的记录");
		buf_puts(buf, "]\n    standard: ");
		put_sentence(buf, chance, "连查#次，账物相符");
		buf_printf(buf, "\n    due: %u-%02u-%02u\n", year,
		    chance_between(chance, 10, 12),
		    chance_between(chance, 1, 28));
	}
}

/* A plan of its own for each organisation, with the work points reviewed. */
static void
write_plans(struct maker *maker)
{
	struct chance chance = { maker->seed ^ 3 };
	make_folder(maker, "plan");
	for (unsigned long i = 0; i < maker->size.organisations; i++) {
		struct buf *buf = &maker->buf;
		buf_printf(buf,
		    "---\nkind: plan\norganisation: s%02lu\n"
		    "title: 领导点评安排\ndate: 2010-07-05\n"
		    "tasks:\n  - {id: s%02lu-1, text: ",
		    i, i);
		put_sentence(buf, &chance, "抓好&，整治@");
		buf_puts(buf, "}\n---\n层层点评，不留盲点。\n");
		write_file(maker,
		    arena_printf(maker->arena, "plan/s%02lu.md", i));
	}
}

/* One review; who and by whom is the caller's. */
struct review {
	const char *period, *form, *subject;
	unsigned year, quarter, due; /* due: a year */
	unsigned long reviewer, owner, above;
	const struct aspect *aspects;
	size_t aspect_count;
};

static void
put_front(struct buf *buf, struct chance *chance, const struct review *r)
{
	unsigned month = r->quarter * 3;
	unsigned day = chance_between(chance, 1, 26);
	buf_printf(buf,
	    "---\nkind: review\nform: %s\nsubject: %s\nreviewer: p%05lu\n"
	    "period: %s\ndate: %u-%02u-%02u\nrecorded: %u-%02u-%02u\n"
	    "preparation: [site-visit, talks]\ntasks: s%02lu-1\n"
	    "method: %s\noccasion: %s\n"
	    "venue: %s\nattendance: {members: %u, masses: %u}\n"
	    "opinions:\n  - {id: o1, by: masses, text: ",
	    r->form, r->subject, r->reviewer, r->period, r->year, month, day,
	    r->year, month, day + 2, r->above,
	    PICK(chance, methods),
	    PICK(chance, occasions), PICK(chance, places),
	    chance_between(chance, 3, 40), chance_between(chance, 1, 12));
	put_sentence(buf, chance, "@的&还要再快一些");
	buf_puts(buf, "}\n");
	put_problems(buf, chance, r->due, r->owner);
	buf_puts(buf, "---\n");
}

static void
write_review(struct maker *maker, const struct review *review, const char *path,
    uint64_t number)
{
	struct chance chance = { maker->seed + number * 0x10001 };
	struct buf *buf = &maker->buf;
	put_front(buf, &chance, review);
	size_t head = buf->len;
	size_t body = RECORD_BYTES - 240 + chance_of(&chance, 500) - head;
	for (size_t i = 0; i < review->aspect_count; i++)
		put_section(buf, &chance, &review->aspects[i],
		    head + body * (i + 1) / review->aspect_count - 60);
	maker->bytes += buf->len;
	write_file(maker, path);
}

/* Subjects of a period: organisations, branches, then members. */
static void
write_record(struct maker *maker, unsigned long period, unsigned long subject,
    uint64_t number)
{
	const struct size *size = &maker->size;
	struct review review = {
		.due = due_year(maker),
		.period = period_id(maker, period),
		.form = "organisation",
		.aspects = organisation_aspects,
		.aspect_count = sizeof(organisation_aspects) /
		    sizeof(organisation_aspects[0]),
	};
	unsigned long above = subject;
	period_of(period, &review.year, &review.quarter);
	if (subject < size->organisations) {
		review.subject = arena_printf(maker->arena, "s%02lu", subject);
		review.owner = 1 + subject;
	} else if (subject < size->organisations + size->branches) {
		unsigned long branch = subject - size->organisations;
		above = organisation_of(size, branch);
		review.subject = arena_printf(maker->arena, "b%03lu", branch);
		review.reviewer = 1 + above;
		review.owner = head_of_branch(size, branch);
	} else {
		unsigned long person =
		    1 + subject - size->organisations - size->branches;
		unsigned long branch = branch_of(size, person);
		above = organisation_of(size, branch);
		review.form = "member";
		review.aspects = member_aspects;
		review.aspect_count =
		    sizeof(member_aspects) / sizeof(member_aspects[0]);
		review.subject = arena_printf(maker->arena, "p%05lu", person);
		review.owner = person;
		review.reviewer = head_of_branch(size, branch);
		if (review.reviewer == person)
			review.reviewer = 1 + above;
		if (person <= size->organisations)
			review.reviewer = 0; /* who heads one of them */
	}
	review.above = above;
	write_review(maker, &review,
	    arena_printf(maker->arena, "%s/review/s%02lu/%s.md", review.period,
		above, review.subject),
	    number);
}

static void
write_records(struct maker *maker)
{
	const struct size *size = &maker->size;
	unsigned long each =
	    (size->records + size->periods - 1) / size->periods;
	for (unsigned long i = 0; i < size->records; i++) {
		unsigned long period = i / each;
		for (unsigned long s = 0;
		     i % each == 0 && s < size->organisations; s++)
			make_folder(maker,
			    arena_printf(maker->arena, "%s/review/s%02lu",
				period_id(maker, period), s));
		arena_reset(maker->arena);
		write_record(maker, period, i % each, i);
	}
}

int
main(int argc, char **argv)
{
	char *end = NULL;
	unsigned long records = argc > 2 ? strtoul(argv[2], &end, 10) : 0;
	if (argc < 3 || argc > 4 || *end != '\0' || records == 0 ||
	    records > 100000000) {
		fputs("usage: generate-site OUT N [SEED]\n", stderr);
		return 2;
	}
	struct maker maker = {
		.size = size_of(records),
		.seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1,
		.out = argv[1],
		.arena = arena_new(),
		.buf = BUF_INIT,
	};
	make_folder(&maker, "");
	write_site(&maker);
	write_programme(&maker);
	write_organisations(&maker);
	write_people(&maker);
	write_plans(&maker);
	write_records(&maker);
	printf("%lu records of %" PRIu64 " bytes, %lu periods, "
	       "%lu organisations, %lu people, as of %s\n",
	    records, maker.bytes / records, maker.size.periods,
	    1 + maker.size.organisations + maker.size.branches,
	    maker.size.people, last_day(&maker));
	buf_free(&maker.buf);
	arena_free(maker.arena);
	return 0;
}
