/*
 * The rules about what follows a review: balance, order, pledges, problems,
 * ballots, approvals, circulation, documents, names.  Each one's fault at its
 * place, its silence on the sound site, its severity; then what the table
 * can't say.
 */
#include "base/hash.h"
#include "base/os.h"
#include "site_room.h"

#define JIDIAN "2010-q3/review/jidian.md"
#define XUESHENG "2010-q3/review/xuesheng.md"
#define SONG "2010-q3/review/song.md"
#define REPORT "2010-q3/report/jidian.md"
#define REPLY "2010-q3/reply/jidian.md"
#define CLOSING "2010-q3/verification/jidian-p1.md"
#define BULLETIN "2010-q3/bulletin/1.md"
#define WAIVER "2010-q3/waiver/ding.md"
#define RELEASE "2010-q3/release/1.md"
#define AMENDMENT "2010-q3/amendment/1.md"

/* Lines: 3 number, 6 date, 9 more. */
#define ANOTHER(name, number, date, more)                                      \
	{ "2010-q3/bulletin/" name ".md", NULL,                                \
	    "---\nkind: bulletin\nnumber: " number "\ntitle: 又一通报\n"       \
	    "issuer: 活动办公室\ndate: " date "\nedition: leaders\n"            \
	    "period: 2010-q3\n" more "---\n" }
#define ISSUE(name, number, date) ANOTHER(name, number, date, "head: newsletter\n")
#define PREPARED(name, number, date)                                           \
	{ "2010-q3/bulletin/" name ".md", NULL,                                \
	    "---\nkind: bulletin\nhead: newsletter\nnumber: " number          \
	    "\ntitle: 又一简报\nissuer: 活动 办公室（筹）\ndate: " date         \
	    "\nedition: leaders\nperiod: 2010-q3\n---\n" }
#define ELSEWHERE(list)                                                        \
	{ "programme.yaml", "rules:\n",                                        \
	    "rules:\n  number-gap: {elsewhere: [" list "]}\n" }

#define PROBLEM_BODY                                                           \
	"台账记得不够细，有两处对不上；希望下一季度把台账和实物一起清点。"
#define BALLOTS(text) { XUESHENG, "---\n## 推进情况", "ballots: " text "\n---\n## 推进情况" }
#define ITEM "{problem: p1, measure: m1, state: done, evidence: 登记本}"

/* Lines: 3 edition, 4 period, 8 proposed, 9 examined, 10 approved, 11 … */
#define RELEASE_OF(proposed, examined, approved, more)                         \
	"---\n"                                                                \
	"kind: release\n"                                                      \
	"edition: leaders\n"                                                   \
	"period: 2010-q3\n"                                                    \
	"what: 点评情况\n"                                                     \
	"audience: root/masses\n"                                              \
	"means: 校园网\n"                                                      \
	"proposed: " proposed "\n"                                             \
	"examined: " examined "\n"                                             \
	"approved: " approved "\n" more "---\n"
#define GU "{by: gu, date: 2010-10-14}"
#define HAN "{by: han, date: 2010-10-15}"
#define SHEN "{by: shen, date: 2010-10-16}"

static const struct rule_case cases[] = {
	/* balance */
	{ RULE_BALANCE_NO_PROBLEM, NULL,
	    { { XUESHENG, PROBLEM_BODY, "总体上没有明显的问题，暂无。" } },
	    XUESHENG ":24:4", NULL },
	{ RULE_BALANCE_NO_RESULT, NULL,
	    { { XUESHENG,
	          "围绕中心工作排出时间表，责任到人，逐项对账，进度在同类单位里靠前。",
	          "一般。" },
	        { XUESHENG,
	            "公开承诺八项，逐项写明责任人和时间，已经兑现六项，两项说明了"
	            "原因。",
	            "略" } },
	    XUESHENG ":16:4", NULL },
	/* order */
	{ RULE_REPORT_AFTER_REVIEW, NULL,
	    { { REPORT, "date: 2010-09-18", "date: 2010-09-21" } },
	    JIDIAN ":7:7", REPORT ":5:7" },
	{ RULE_REVIEW_BEFORE_PERIOD, NULL,
	    { { SONG, "date: 2010-09-20", "date: 2010-06-30" } },
	    SONG ":7:7", "programme.yaml:8:10" },
	{ RULE_REPLY_BEFORE_REVIEW, NULL,
	    { { REPLY, "date: 2010-10-08", "date: 2010-09-19" } },
	    REPLY ":4:7", JIDIAN ":7:7" },
	{ RULE_RECORDED_LATE, NULL,
	    { { SONG, "recorded: 2010-09-22", "recorded: 2010-09-28" },
	        { "programme.yaml", "recorded-late: {days: 7}",
	            "report-after-review: warning" } },
	    SONG ":8:11", NULL },
	{ RULE_RECORDED_EARLY, NULL,
	    { { SONG, "recorded: 2010-09-22", "recorded: 2010-09-19" } },
	    SONG ":8:11", SONG ":7:7" },
	{ RULE_VERIFIED_EARLY, NULL,
	    { { CLOSING, "date: 2010-10-12", "date: 2010-09-12" } },
	    CLOSING ":4:7", JIDIAN ":7:7" },
	/* pledges */
	{ RULE_PLEDGE_UNANSWERED, NULL,
	    { { JIDIAN, "pledges: {id: c1, state: kept}\n", "" } },
	    JIDIAN ":15:9", REPORT ":6:15" },
	{ RULE_PLEDGE_UNANSWERED, NULL,
	    { { JIDIAN,
	        "report: 2010-q3/report/jidian\npledges: {id: c1, state: kept}\n",
	        "" } },
	    JIDIAN ":2:1", REPORT ":6:15" },
	{ RULE_PLEDGE_UNKNOWN, NULL,
	    { { JIDIAN, "pledges: {id: c1, state: kept}",
	        "pledges: [{id: c1, state: kept}, {id: c2, state: kept}]" } },
	    JIDIAN ":16:39", REPORT ":6:10" },
	/* rectification */
	{ RULE_PROBLEM_OWNER, NULL, { { JIDIAN, "    owner: lu\n", "" } },
	    JIDIAN ":19:9", NULL },
	{ RULE_PROBLEM_MEASURE, NULL,
	    { { JIDIAN, "    measures: {id: m1, text: 重建登记本}\n", "" },
	        { REPLY, "measure: m1, ", "" } },
	    JIDIAN ":19:9", NULL },
	{ RULE_PROBLEM_DUE, NULL, { { JIDIAN, "    due: 2010-10-18\n", "" } },
	    JIDIAN ":19:9", NULL },
	{ RULE_PROBLEM_STANDARD, NULL,
	    { { JIDIAN, "    standard: 一钥一登\n", "" } }, JIDIAN ":19:9",
	    NULL },
	{ RULE_PROBLEM_UNANSWERED, "2010-10-21",
	    { { REPLY, NULL, NULL }, { CLOSING, NULL, NULL } },
	    JIDIAN ":19:9", NULL },
	{ RULE_PROBLEM_OVERDUE, NULL,
	    { { REPLY, "state: done", "state: doing" },
	        { CLOSING, NULL, NULL } },
	    JIDIAN ":26:10", NULL },
	{ RULE_PROBLEM_OVERDUE, "2010-12-02",
	    { { REPLY, ITEM,
	          "{problem: p1, measure: m1, state: extended, due: 2010-12-01, "
	          "reason: 等设备}" },
	        { CLOSING, NULL, NULL } },
	    JIDIAN ":26:10", REPLY ":7:5" },
	{ RULE_EXTENSION_REASON, NULL,
	    { { REPLY, ITEM,
	        "{problem: p1, measure: m1, state: extended, due: 2010-12-01}" } },
	    REPLY ":7:5", JIDIAN ":19:9" },
	{ RULE_EXTENSION_DUE, NULL,
	    { { REPLY, ITEM,
	        "{problem: p1, measure: m1, state: extended, due: 2010-10-17, "
	        "reason: 等设备}" } },
	    REPLY ":7:54", JIDIAN ":19:9" },
	{ RULE_PROBLEM_UNVERIFIED, "2010-11-08", { { CLOSING, NULL, NULL } },
	    JIDIAN ":19:9", REPLY ":7:5" },
	{ RULE_MEASURES_UNRECONCILED, NULL,
	    { { JIDIAN, "measures: {id: m1, text: 重建登记本}",
	          "measures: [{id: m1, text: 重建登记本}, 每周清点]" },
	        { REPLY, "measure: m1, ", "" }, { CLOSING, NULL, NULL } },
	    REPLY ":7:5", JIDIAN ":19:9" },
	{ RULE_VERIFIER_UNFIT, NULL, { { CLOSING, "by: shen", "by: lu" } },
	    CLOSING ":5:5", JIDIAN ":5:11" },
	{ RULE_STATE_IMPOSSIBLE, NULL,
	    { { REPLY, "date: 2010-10-08", "date: 2010-10-14" } },
	    REPLY ":7:5", CLOSING ":6:9" },
	{ RULE_MEASURE_UNKNOWN, NULL,
	    { { REPLY, "measure: m1", "measure: m7" } }, REPLY ":7:28",
	    JIDIAN ":19:9" },
	{ RULE_PROBLEM_DUE_EARLY, NULL,
	    { { JIDIAN, "due: 2010-10-18", "due: 2009-10-18" } },
	    JIDIAN ":26:10", JIDIAN ":7:7" },
	{ RULE_REPLIER_UNFIT, NULL, { { REPLY, "from: jidian", "from: tan" } },
	    REPLY ":5:7", JIDIAN ":4:10" },
	/* ballots */
	{ RULE_BALLOTS_SUM, NULL,
	    { BALLOTS("{roll: 9, present: 8, valid: 8, counts: {优秀: 5, "
	              "良好: 2}}") },
	    XUESHENG ":15:50", XUESHENG ":15:39" },
	{ RULE_BALLOTS_VALID, NULL,
	    { BALLOTS("{roll: 9, present: 7, valid: 8, counts: {优秀: 8}}") },
	    XUESHENG ":15:39", XUESHENG ":15:29" },
	{ RULE_BALLOTS_PRESENT, NULL,
	    { BALLOTS("{roll: 7, present: 8, valid: 8, counts: {优秀: 8}}") },
	    XUESHENG ":15:29", XUESHENG ":15:17" },
	{ RULE_BALLOTS_GRADE, NULL,
	    { BALLOTS("{roll: 9, present: 8, valid: 8, counts: {优: 8}}") },
	    XUESHENG ":15:51", NULL },
	{ RULE_GRADE_SHARE, NULL,
	    { { "2010-q3/review/he.md", "handling:",
	          "grade: excellent\nhandling:" },
	        { "2010-q3/review/zhang.md", "---\n## 立足",
	            "grade: excellent\n---\n## 立足" },
	        { "2010-q3/review/lu.md", "---\n## 立足",
	            "grade: good\n---\n## 立足" } },
	    "2010-q3/review/he.md:15:8", "programme.yaml:45:39" },
	/* release */
	{ RULE_RELEASE_APPROVER, NULL,
	    { { RELEASE, NULL,
	        RELEASE_OF(GU, HAN, "{by: bai, date: 2010-10-16}", "") } },
	    RELEASE ":10:16", "programme.yaml:54:12" },
	/* What it lists is about nobody: that is the top's to approve. */
	{ RULE_RELEASE_APPROVER, NULL,
	    { { RELEASE, NULL,
	          RELEASE_OF(GU, HAN, "{by: bai, date: 2010-10-16}",
	              "records: {record: 2010-q3/release/2}\n") },
	        { "2010-q3/release/2.md", NULL,
	            RELEASE_OF(GU, HAN, SHEN, "") } },
	    RELEASE ":10:16", "programme.yaml:54:12" },
	{ RULE_RELEASE_SELF, NULL,
	    { { RELEASE, NULL,
	        RELEASE_OF("{by: shen, date: 2010-10-14}", HAN, SHEN, "") } },
	    RELEASE ":10:16", RELEASE ":8:16" },
	{ RULE_RELEASE_LATE, NULL,
	    { { RELEASE, NULL,
	        RELEASE_OF(GU, HAN, "{by: shen, date: 2010-10-19}", "") } },
	    RELEASE ":10:28", BULLETIN ":7:7" },
	{ RULE_RELEASE_DIGEST, NULL,
	    { { RELEASE, NULL,
	        RELEASE_OF(GU, HAN, SHEN,
	            "records: {record: 2010-q3/review/song, digest: sha256:"
	            "0123456789012345678901234567890123456789012345678901234567890123"
	            "}\n") } },
	    RELEASE ":11:48", SONG ":2:1" },
	{ RULE_APPROVAL_ORDER, NULL,
	    { { RELEASE, NULL,
	        RELEASE_OF(GU, "{by: han, date: 2010-10-13}", SHEN, "") } },
	    RELEASE ":9:27", RELEASE ":8:26" },
	{ RULE_WAIVER_APPROVER, NULL, { { WAIVER, "by: zhang", "by: tan" } },
	    WAIVER ":6:16", "programme.yaml:55:11" },
	{ RULE_AMENDMENT_APPROVER, NULL,
	    { { AMENDMENT, NULL,
	        "---\nkind: amendment\nrecord: 2010-q3/review/song\n"
	        "reason: 误记\napproved: {by: bai, date: 2010-10-12}\n"
	        "date: 2010-10-13\nchanged: 地点更正\n---\n" } },
	    AMENDMENT ":5:16", "programme.yaml:56:14" },
	/* circulation */
	{ RULE_REVIEW_UNCIRCULATED, NULL, { { BULLETIN, NULL, NULL } },
	    "2010-q3/review/fang.md:7:7", "programme.yaml:8:80" },
	{ RULE_REVIEW_UNCIRCULATED, NULL,
	    { { SONG, "date: 2010-09-20", "date: 2010-10-19" } },
	    SONG ":7:7", "programme.yaml:8:80" },
	/* documents */
	{ RULE_DOCUMENT_NUMBER, NULL,
	    { { BULLETIN, "校办〔2010〕11号", "校办[2010]011号" } },
	    BULLETIN ":3:9", NULL },
	{ RULE_DOCUMENT_NUMBER_TWICE, NULL,
	    { { "2010-q3/bulletin/2.md", NULL,
	        "---\nkind: bulletin\nnumber: 校办〔2010〕11号\ntitle: 又一通报\n"
	        "issuer: 活动办公室\ndate: 2010-10-19\nedition: leaders\n"
	        "period: 2010-q3\n---\n" } },
	    "2010-q3/bulletin/2.md:3:9", BULLETIN ":3:9" },
	{ RULE_NUMBER_GAP, NULL,
	    { ISSUE("2", "第1期", "2010-10-19"),
	        ISSUE("3", "第3期", "2010-10-20") },
	    "2010-q3/bulletin/3.md:3:9", "2010-q3/bulletin/2.md:3:9" },
	{ RULE_NUMBER_GAP_SHARED, NULL,
	    { ANOTHER("2", "校办〔2010〕13号", "2010-10-19", "") },
	    "2010-q3/bulletin/2.md:3:9", BULLETIN ":3:9" },
	{ RULE_NUMBER_ORDER, NULL,
	    { ANOTHER("2", "校办〔2010〕12号", "2010-10-17", "") },
	    "2010-q3/bulletin/2.md:6:7", BULLETIN ":7:7" },
	{ RULE_NUMBER_TOTAL, NULL,
	    { ISSUE("2", "第1期（总第8期）", "2010-10-19"),
	        ISSUE("3", "第2期（总第10期）", "2010-10-20") },
	    "2010-q3/bulletin/3.md:3:9", "2010-q3/bulletin/2.md:3:9" },
	{ RULE_WITHDRAWN_EARLY, NULL,
	    { { BULLETIN, "edition: ",
	        "withdrawn: {date: 2010-10-17, reason: 有误}\nedition: " } },
	    BULLETIN ":8:19", BULLETIN ":7:7" },
	{ RULE_REPLACED_BY_ITSELF, NULL,
	    { { BULLETIN, "edition: ",
	        "withdrawn: {date: 2010-10-18, reason: 有误, "
	        "replaced-by: 2010-q3/bulletin/1}\nedition: " } },
	    BULLETIN ":8:58", NULL },
	{ RULE_ADDRESSEE_TWICE, NULL,
	    { { BULLETIN, "addressees: [各二级党组织]",
	        "addressees: [各二级党组织]\ncopies: [校领导, 各二级党组织]" } },
	    BULLETIN ":7:18", BULLETIN ":6:14" },
	{ RULE_WEEKDAY_WRONG, NULL,
	    { { SONG, "读书不够系统", "2010年9月20日（星期二）点评，读书不够系统" } },
	    SONG ":22:16", NULL },
	{ RULE_DATE_RELATIVE, NULL,
	    { { BULLETIN, "现将有关情况", "现将昨天以前的有关情况" } },
	    BULLETIN ":11:5", NULL },
	{ RULE_DOCUMENT_YEAR, NULL,
	    { { BULLETIN, "校办〔2010〕11号", "校办〔2110〕11号" } },
	    BULLETIN ":3:9", BULLETIN ":7:7" },
	{ RULE_SECRECY_MARK, NULL,
	    { { BULLETIN, "addressees: ", "secrecy: 秘密★1年\naddressees: " } },
	    BULLETIN ":6:10", NULL },
	{ RULE_SERIAL_WRONG, NULL,
	    { { BULLETIN, "addressees: ", "serial: '12'\naddressees: " } },
	    BULLETIN ":6:9", NULL },
	/* names */
	{ RULE_NAME_HIDDEN, NULL,
	    { { "site.yaml", "editions:\n",
	          "editions:\n"
	          "  - {id: masses, title: 群众版, audience: university/masses}\n" },
	        { "programme.yaml", "member: root/masses}",
	            "member: subject/members}" },
	        { XUESHENG, "责任到人", "责任到宋　玉" } },
	    XUESHENG ":18:31", NULL },
	/* links */
	{ RULE_LINK_HIDDEN, NULL,
	    { { "site.yaml", "editions:\n",
	          "editions:\n"
	          "  - {id: masses, title: 群众版, audience: university/masses}\n" },
	        { JIDIAN, "grade: good", "grade: good\nscope: leaders" },
	        { XUESHENG, "责任到人", "责任[到人](jidian.md)" } },
	    XUESHENG ":18:36", JIDIAN ":2:1" },
};

#define CASES (sizeof(cases) / sizeof(*cases))

static void
test_every_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++)
		rule_case_check(&cases[i]);
}

static void
test_no_rule_is_left_out(void **state)
{
	static const char *const codes[] = { "T0314", "T0315", "T102", "T107",
		"T110", "T111", "T112", "T113", "T116", "T117", "T118", "T119" };
	(void)state;
	for (size_t r = 0; r < RULE__MAX; r++) {
		bool mine = false, found = false;
		for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
			mine = mine ||
			    strncmp(rules[r].code, codes[i],
				strlen(codes[i])) == 0;
		/* Told where releases are judged: test_release.c. */
		if (r == RULE_RELEASE_PART || r == RULE_RELEASE_UNDIGESTED ||
		    r == RULE_RELEASE_AUDIENCE)
			continue;
		for (size_t i = 0; i < CASES; i++)
			found = found || cases[i].rule == (enum rule_id)r;
		if (mine && !found)
			fail_msg("no case for %s", rules[r].slug);
	}
}

/* ---- what the table can't say ---- */

/* The sound site after edits; how many faults of the rule there are. */
static size_t
faults_after(const struct site_edit *edits, size_t count, enum rule_id rule,
    const char *day)
{
	size_t found = 0;
	site_room_reset();
	for (size_t i = 0; i < count; i++) {
		if (edits[i].from != NULL)
			site_room_edit(
			    edits[i].path, edits[i].from, edits[i].to);
		else
			site_room_put(edits[i].path, edits[i].to);
	}
	site_room_check(day);
	for (const struct diag *d = site_room.diags.first; d != NULL;
	     d = d->next)
		found += d->rule == &rules[rule];
	return found;
}

#define FAULTS(rule, ...)                                                      \
	faults_after((const struct site_edit[]){ __VA_ARGS__ },                \
	    sizeof((const struct site_edit[]){ __VA_ARGS__ }) /                \
		sizeof(struct site_edit),                                      \
	    rule, SITE_ROOM_DAY)

static size_t
no_problem_said(const char *section, const char *setting)
{
	return FAULTS(RULE_BALANCE_NO_PROBLEM,
	    { XUESHENG, PROBLEM_BODY, section },
	    { "programme.yaml", "rules:\n", setting });
}

static void
test_balance(void **state)
{
	static const char *const nothing[] = { "无", "暂无。", "没有",
		"略。", "**无明显问题**", "目前暂未发现存在问题和不足。",
		"本季度没有什么大的问题，情况良好。", "无，无，无，无，无，无",
		"一切正常！一切正常！一切正常！",
		"本次点评没有发现明显的问题。",
		"经过认真查找，暂未发现问题。" };
	static const char *const something[] = {
		"没有按时收齐党费，三月至八月没有台账。",
		"无人值守的库房有两处没有上锁。",
		"工作不是没有问题，而是没有人去看。",
	};
	(void)state;
	for (size_t i = 0; i < sizeof(nothing) / sizeof(*nothing); i++)
		assert_int_equal(no_problem_said(nothing[i], "rules:\n"), 1);
	for (size_t i = 0; i < sizeof(something) / sizeof(*something); i++)
		assert_int_equal(no_problem_said(something[i], "rules:\n"), 0);
	/* The parameter counts characters; it is the second place. */
	assert_int_equal(no_problem_said("台账要记细",
	    "rules:\n  balance-no-problem: {characters: 5}\n"), 0);
	assert_int_equal(no_problem_said("台账要细",
	    "rules:\n  balance-no-problem: {characters: 5}\n"), 1);
	assert_string_equal(
	    site_room_place(site_room_fault(RULE_BALANCE_NO_PROBLEM)->also),
	    "programme.yaml:72:36");
	/* A problem in the front matter is stated, too. */
	assert_int_equal(FAULTS(RULE_BALANCE_NO_PROBLEM,
	    { JIDIAN, PROBLEM_BODY, "略" }), 0);
}

/* A section that nobody can read anything in is empty. */
static void
test_empty_section(void **state)
{
	static const char *const nothing[] = { "", "　　", "<br>", "&nbsp;",
		"---", "……", "**\n\n**", "![](a.png)", "\xE2\x80\x8B" };
	static const char *const something[] = { "好", "5", "![图](a.png)",
		"`x`", "[x](a)" };
	(void)state;
	for (size_t i = 0; i < sizeof(nothing) / sizeof(*nothing); i++)
		assert_int_equal(FAULTS(RULE_ASPECT_EMPTY,
		    { XUESHENG, PROBLEM_BODY, nothing[i] }), 1);
	for (size_t i = 0; i < sizeof(something) / sizeof(*something); i++)
		assert_int_equal(FAULTS(RULE_ASPECT_EMPTY,
		    { XUESHENG, PROBLEM_BODY, something[i] }), 0);
}

/* A text without a letter or a digit is none. */
static void
test_empty_text(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_FIELD_EMPTY,
	    { JIDIAN, "text: 钥匙登记不全", "text: '　'" }), 1);
	assert_int_equal(FAULTS(RULE_FIELD_EMPTY,
	    { JIDIAN, "text: 钥匙登记不全", "text: ——" }), 1);
	assert_int_equal(FAULTS(RULE_FIELD_EMPTY,
	    { JIDIAN, "text: 钥匙登记不全", "text: 5" }), 0);
}

/* A problem of an aspect that only another form has. */
static void
test_problem_of_another_form(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_ASPECT_UNKNOWN,
	    { JIDIAN, "aspect: problems", "aspect: role" }), 1);
	assert_int_equal(FAULTS(RULE_ASPECT_UNKNOWN,
	    { JIDIAN, "aspect: problems", "aspect: pledges" }), 0);
}

/*
 * A heading that is nearly an aspect's is told once, with the aspect; nothing
 * tells the clerk to add a second section.
 */
static void
test_heading_meant(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_ASPECT_MISSING,
	    { XUESHENG, "## 推进情况 {#progress}", "## 一、推进情况" }), 0);
	assert_int_equal(FAULTS(RULE_ASPECT_UNKNOWN,
	    { XUESHENG, "## 推进情况 {#progress}", "## 一、推进情况" }), 1);
	/* Unless that is not told. */
	assert_int_equal(FAULTS(RULE_ASPECT_MISSING,
	    { XUESHENG, "## 推进情况 {#progress}", "## 一、推进情况" },
	    { "programme.yaml", "rules:\n", "rules:\n  T0401: off\n" }), 1);
	assert_int_equal(FAULTS(RULE_ASPECT_MISSING,
	    { XUESHENG, "## 推进情况 {#progress}", "## 天气" }), 1);
}

/* The first fault of the rule says so where that heading stands for this one. */
static void
assert_aspect_fault(const char *heading, const char *message, const char *place)
{
	site_room_reset();
	site_room_edit(XUESHENG, "## 公开承诺和兑现情况 {#pledges}", heading);
	site_room_check(SITE_ROOM_DAY);
	const struct diag *d = site_room_fault(RULE_ASPECT_UNKNOWN);
	assert_non_null(d);
	assert_string_equal(d->message, message);
	assert_string_equal(site_room_place(d->span), place);
}

static void
test_heading_without_words(void **state)
{
	(void)state;
	assert_aspect_fault("## 天气", "the form has no aspect “天气”",
	    XUESHENG ":20:4");
	assert_aspect_fault("## {#weather}", "the form has no aspect “weather”",
	    XUESHENG ":20:4");
	assert_aspect_fault("##", "the form has no aspect “”",
	    XUESHENG ":20:3");
}

/* # or ###, bold or bare: told where it stands, with how it is to begin. */
static void
test_heading_of_another_kind(void **state)
{
	(void)state;
	static const char *const headings[] = { "# 推进情况", "### 推进情况 ###",
		"**推进情况**", "推进情况：", " **推进情况：** " };
	for (size_t i = 0; i < sizeof(headings) / sizeof(*headings); i++) {
		assert_int_equal(FAULTS(RULE_ASPECT_MISSING,
		    { XUESHENG, "## 推进情况 {#progress}", headings[i] }), 1);
		const struct diag *d = site_room_fault(RULE_ASPECT_MISSING);
		assert_string_equal(d->remedy,
		    "write the line as a section's heading: ## 推进情况");
		assert_non_null(
		    strstr(site_room_place(d->span), XUESHENG ":16:"));
	}
	/* In a sentence it is none. */
	assert_int_equal(FAULTS(RULE_ASPECT_MISSING,
	    { XUESHENG, "## 推进情况 {#progress}", "推进情况很好" }), 1);
	assert_string_equal(site_room_fault(RULE_ASPECT_MISSING)->remedy,
	    "add a section: ## 推进情况 {#progress}");
}

/* What is missing is told at the first field, not at a comment before it. */
static void
test_missing_place(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_ASPECT_MISSING,
	    { XUESHENG, "---\nkind", "---\n# 注\n\nkind" },
	    { XUESHENG, "## 推进情况 {#progress}", "## 天气" }), 1);
	assert_string_equal(
	    site_room_place(site_room_fault(RULE_ASPECT_MISSING)->span),
	    XUESHENG ":4:1");
}

/* The second place of a rule with a parameter is where that is set. */
static void
test_where_a_parameter_is_set(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_RECORDED_LATE,
	    { SONG, "recorded: 2010-09-22", "recorded: 2010-09-28" }), 1);
	assert_string_equal(
	    site_room_place(site_room_fault(RULE_RECORDED_LATE)->also),
	    "programme.yaml:72:25");
	assert_int_equal(FAULTS(RULE_RECORDED_LATE,
	    { SONG, "recorded: 2010-09-22", "recorded: 2010-09-27" }), 0);
}

static void
test_pledges_in_prose(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_PLEDGE_UNANSWERED,
	    { JIDIAN, "pledges: {id: c1, state: kept}\n", "" },
	    { JIDIAN, "两项说明了原因", "开放（c1）说明了原因" }), 0);
	assert_int_equal(FAULTS(RULE_PLEDGE_UNANSWERED,
	    { JIDIAN, "pledges: {id: c1, state: kept}\n", "" },
	    { JIDIAN, "两项说明了原因", "实验室周末开放没有做到" }), 0);
	/* An id within another word is none. */
	assert_int_equal(FAULTS(RULE_PLEDGE_UNANSWERED,
	    { JIDIAN, "pledges: {id: c1, state: kept}\n", "" },
	    { JIDIAN, "两项说明了原因", "开放（c12、ac1、c1-2）" }), 1);
	/* A liaison leader's review in between answers what it names. */
	assert_int_equal(FAULTS(RULE_PLEDGE_UNANSWERED,
	    { "2010-q3/review/liaison-jidian.md", "round: interim\n",
		"round: interim\nreport: 2010-q3/report/jidian\n" }), 1);
}

/* A number alone counts only between brackets. */
static void
test_pledges_by_number(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_PLEDGE_UNANSWERED,
	    { JIDIAN, "pledges: {id: c1, state: kept}\n", "" },
	    { REPORT, "{id: c1, text:", "{id: '1', text:" },
	    { JIDIAN, "两项说明了原因", "兑现1项" }), 1);
	assert_int_equal(FAULTS(RULE_PLEDGE_UNANSWERED,
	    { JIDIAN, "pledges: {id: c1, state: kept}\n", "" },
	    { REPORT, "{id: c1, text:", "{id: '1', text:" },
	    { JIDIAN, "两项说明了原因", "开放（承诺1）兑现" }), 0);
}

static void
test_no_report_makes_the_pledge(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_PLEDGE_UNKNOWN,
	    { XUESHENG, "---\n## 推进情况",
		"pledges: {id: c9, state: kept}\n---\n## 推进情况" }), 1);
}

/* A mend's edits on the text it is for. */
static const char *
mended(enum rule_id rule)
{
	const struct diag *d = site_room_fault(rule);
	assert_non_null(d);
	assert_non_null(d->edits);
	assert_null(d->edits->next);
	struct span span = d->edits->span;
	const char *text = source_at(&site_room.sources, span.source)->text.at;
	const char *line = text + span.start, *end = text + span.end;
	while (line > text && line[-1] != '\n')
		line--;
	end = strchr(end, '\n');
	return arena_printf(site_room.arena, "%.*s%.*s%.*s",
	    (int)(text + span.start - line), line,
	    TEXT_ARG(d->edits->text), (int)(end - text - span.end),
	    text + span.end);
}

static void
assert_number(const char *head, const char *number, const char *mend)
{
	size_t count;
	site_room_reset();
	const char *field =
	    arena_printf(site_room.arena, "%snumber: %s", head, number);
	struct arena *kept = arena_new();
	field = arena_string(kept, field);
	count = FAULTS(RULE_DOCUMENT_NUMBER,
	    { BULLETIN, "number: 校办〔2010〕11号", field });
	if (mend != NULL && strcmp(mend, "") == 0) {
		assert_int_equal(count, 0);
	} else {
		assert_int_equal(count, 1);
		if (mend == NULL)
			assert_null(
			    site_room_fault(RULE_DOCUMENT_NUMBER)->edits);
		else
			assert_string_equal(mended(RULE_DOCUMENT_NUMBER),
			    mend);
	}
	arena_free(kept);
}

static void
test_document_numbers(void **state)
{
	static const char right[] = "number: 校办〔2010〕11号";
	(void)state;
	assert_number("", "校办[2010]11号", right);
	assert_number("", "校办【2010】11号", right);
	assert_number("", "校办（2010）11号", right);
	assert_number("", "校办(2010)11号", right);
	assert_number("", "校办［2010］11号", right);
	assert_number("", "校办〔10〕11号", right);
	assert_number("", "校办〔2010年〕11号", right);
	assert_number("", "校办〔2010〕011号", right);
	assert_number("", "校办〔2010〕第11号", right);
	assert_number("", "校办〔２０１０〕１１号", right);
	assert_number("", "校办 〔2010〕 11 号", right);
	assert_number("", "校办〔2010〕11", right);
	assert_number("", "'校办[2010]11号'", "number: '校办〔2010〕11号'");
	assert_number("", "校办2010-11", NULL);
	assert_number("", "〔2010〕11号", NULL);
	assert_number("", "校办〔201〕11号", NULL);
	assert_number("", "校办〔2010〕0号", NULL);
	assert_number("", "第11期", NULL);
	assert_number("head: newsletter\n", "第11期", "");
	assert_number("head: newsletter\n", "2010年第11期", "");
	assert_number("head: newsletter\n", "校办〔2010〕11号", "");
	assert_number("head: newsletter\n", "第011期", "number: 第11期");
	assert_number("head: newsletter\n", "第１１期", "number: 第11期");
	assert_number("head: newsletter\n", "11", "number: 第11期");
	/* Brackets of its title are no year's. */
	assert_number("head: newsletter\n", "简报（机电）第11期", "");
	assert_number("head: newsletter\n", "'简报[机电]第11期'", "");
	assert_number("head: newsletter\n", "简报（机电） 第０11期(总第12期)",
	    "number: 简报（机电）第11期（总第12期）");
}

static size_t
years_wrong(const char *number, const char *date)
{
	static const char *const with[] = { "", "head: newsletter\n" };
	bool newsletter = strstr(number, "期") != NULL;
	char field[128], day[32];
	snprintf(field, sizeof(field), "%snumber: %s", with[newsletter], number);
	snprintf(day, sizeof(day), "date: %s", date);
	return FAULTS(RULE_DOCUMENT_YEAR,
	    { BULLETIN, "number: 校办〔2010〕11号", field },
	    { BULLETIN, "date: 2010-10-18", day });
}

static void
test_document_years(void **state)
{
	(void)state;
	assert_int_equal(years_wrong("校办〔2010〕11号", "2010-01-01"), 0);
	assert_int_equal(years_wrong("校办〔2009〕11号", "2010-01-01"), 1);
	assert_string_equal(site_room_fault(RULE_DOCUMENT_YEAR)->remedy,
	    "write 校办〔2010〕11号, or correct the date");
	/* Whatever else is wrong with it. */
	assert_int_equal(years_wrong("校办[2110]011号", "2010-10-18"), 1);
	assert_int_equal(years_wrong("校办〔2010年〕11号", "2010-10-18"), 0);
	assert_int_equal(years_wrong("校办〔10〕11号", "2010-10-18"), 0);
	assert_int_equal(years_wrong("校办〔09〕11号", "2010-10-18"), 1);
	/* Without a year, and where nobody can tell which. */
	assert_int_equal(years_wrong("校办2010-11", "2011-10-18"), 0);
	assert_int_equal(years_wrong("第11期", "2010-10-18"), 0);
	assert_int_equal(years_wrong("2010年第11期", "2010-10-18"), 0);
	assert_int_equal(years_wrong("2009年第11期", "2010-10-18"), 1);
	assert_string_equal(site_room_fault(RULE_DOCUMENT_YEAR)->remedy,
	    "write 2010年第11期, or correct the date");
	assert_int_equal(years_wrong("工作简报2009年第11期", "2010-10-18"), 1);
	/* What a newsletter's title has in brackets is none. */
	assert_int_equal(years_wrong("工作简报（机电）第11期", "2010-10-18"), 0);
	assert_int_equal(years_wrong("简报（机电）2009年第11期", "2010-10-18"), 1);
}

/* What the first gap, sure or not, says after its place; "" for none. */
static const char *
gap_said(enum rule_id rule)
{
	const struct diag *d = site_room_fault(rule);
	return d == NULL ? "" : d->message;
}

#define GAPS(...) FAULTS(RULE_NUMBER_GAP, __VA_ARGS__)
#define NOTES(...) FAULTS(RULE_NUMBER_GAP_SHARED, __VA_ARGS__)

static void
test_number_gaps(void **state)
{
	(void)state;
	/* Where a shared series begins is not known, unless it is named. */
	assert_int_equal(NOTES({ BULLETIN, "addressees", "addressees" }), 0);
	assert_int_equal(GAPS(ELSEWHERE("校办〔2010〕")), 1);
	assert_string_equal(gap_said(RULE_NUMBER_GAP),
	    "before “校办〔2010〕11号”, the first of its year, "
	    "校办〔2010〕1—10号 is missing");
	assert_int_equal(GAPS(ELSEWHERE("'校办[2010]2—10号'")), 1);
	assert_string_equal(gap_said(RULE_NUMBER_GAP),
	    "before “校办〔2010〕11号”, the first of its year, "
	    "校办〔2010〕1号 is missing");
	assert_int_equal(GAPS(ELSEWHERE("校办〔2010〕1至10号")), 0);
	assert_int_equal(GAPS(ELSEWHERE("校办〔2009〕1—20号")), 0);
	/* Once a gap, with all that is missing in it. */
	assert_int_equal(GAPS(ANOTHER("2", "校办〔2010〕20号", "2010-10-19", ""),
		ELSEWHERE("校办〔2010〕1—10号, 校办〔2010〕14—16号, "
		          "校办〔2010〕15—17号")), 1);
	assert_string_equal(gap_said(RULE_NUMBER_GAP),
	    "between “校办〔2010〕11号” (2010-q3/bulletin/1) and "
	    "“校办〔2010〕20号”, 校办〔2010〕12—13号、18—19号 is missing");
	/* One that was withdrawn has its number, and so has one of tomorrow. */
	assert_int_equal(GAPS(ELSEWHERE("校办〔2010〕1—10号"),
		ANOTHER("2", "校办〔2010〕12号", "2010-10-19",
		    "withdrawn: {date: 2010-10-19, reason: 作废}\n"),
		ANOTHER("3", "校办〔2010〕13号", "2010-12-30", "")), 0);
	/* Each year, each 机关代字 by itself. */
	assert_int_equal(GAPS(ELSEWHERE("校办〔2010〕1—10号"),
		ANOTHER("2", "校办〔2011〕14号", "2011-01-19", ""),
		ANOTHER("3", "党办〔2010〕14号", "2010-10-19", "")), 0);
	/* What is used elsewhere is not used here. */
	assert_int_equal(FAULTS(RULE_DOCUMENT_NUMBER_TWICE,
	    ELSEWHERE("校办〔2010〕1—11号")), 1);
	assert_int_equal(FAULTS(RULE_FIELD_TYPE,
	    ELSEWHERE("校办2010年11号")), 1);
	assert_int_equal(FAULTS(RULE_FIELD_TYPE,
	    ELSEWHERE("校办〔2010〕9—1号")), 1);
}

static void
test_newsletter_series(void **state)
{
	(void)state;
	assert_int_equal(GAPS(ISSUE("2", "第1期", "2010-10-19"),
		ISSUE("3", "第3期", "2010-10-20")), 1);
	assert_string_equal(gap_said(RULE_NUMBER_GAP),
	    "between “第1期” (2010-q3/bulletin/2) and “第3期”, 第2期 is missing");
	assert_int_equal(GAPS(ISSUE("2", "第1期", "2010-10-19"),
		ISSUE("3", "第3期", "2010-10-20"),
		ELSEWHERE("活动办公室2010年第2期")), 0);
	/* However the issuer's brackets and spaces are written. */
	assert_int_equal(GAPS(PREPARED("2", "第1期", "2010-10-19"),
		PREPARED("3", "第3期", "2010-10-20"),
		ELSEWHERE("活动 办公室（筹）2010年第2期")), 0);
	/* In its first year here it may have begun before; later not. */
	assert_int_equal(NOTES(ISSUE("2", "第3期", "2010-10-19")), 1);
	assert_int_equal(GAPS(ISSUE("2", "第3期", "2010-10-19")), 0);
	assert_int_equal(GAPS(ISSUE("2", "第1期", "2009-10-19"),
		ISSUE("3", "第2期", "2010-10-19")), 1);
	assert_int_equal(GAPS(ISSUE("2", "第1期", "2010-10-19"),
		ISSUE("3", "第1期", "2011-01-19")), 0);
	assert_int_equal(FAULTS(RULE_DOCUMENT_NUMBER_TWICE,
	    ISSUE("2", "第1期", "2010-10-19"),
	    ISSUE("3", "第1期（总第5期）", "2010-10-20")), 1);
}

#define TOTALS(a, b, c)                                                        \
	FAULTS(RULE_NUMBER_TOTAL, a, b, c)

/* 总第 goes on over what does not say it, over gaps, into the next year. */
static void
test_newsletter_totals(void **state)
{
	(void)state;
	assert_number("head: newsletter\n", "第1期(总第08期)",
	    "number: 第1期（总第8期）");
	assert_number("head: newsletter\n", "第1期（总第8期）", "");
	assert_int_equal(TOTALS(ISSUE("2", "第1期（总第8期）", "2010-10-19"),
		ISSUE("3", "第2期", "2010-10-20"),
		ISSUE("4", "第4期（总第11期）", "2010-10-21")), 0);
	assert_int_equal(TOTALS(ISSUE("2", "第1期（总第8期）", "2010-10-19"),
		ISSUE("3", "第2期", "2010-10-20"),
		ISSUE("4", "第3期（总第9期）", "2010-10-21")), 1);
	assert_string_equal(site_room_fault(RULE_NUMBER_TOTAL)->remedy,
	    "write （总第10期）, or correct the one before");
	assert_int_equal(TOTALS(ISSUE("2", "第1期（总第8期）", "2010-10-19"),
		ISSUE("3", "第1期（总第9期）", "2011-01-20"),
		ISSUE("4", "第2期（总第10期）", "2011-01-21")), 0);
	assert_int_equal(TOTALS(ISSUE("2", "第1期（总第8期）", "2010-10-19"),
		ISSUE("3", "第1期（总第1期）", "2011-01-20"),
		ISSUE("4", "第2期（总第2期）", "2011-01-21")), 1);
	assert_int_equal(TOTALS(ISSUE("2", "第1期（总第8期）", "2010-10-19"),
		ELSEWHERE("活动办公室2010年第2—3期"),
		ISSUE("4", "第1期（总第11期）", "2011-01-21")), 0);
}

static void
test_number_order(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_NUMBER_ORDER,
	    ANOTHER("2", "校办〔2010〕12号", "2010-10-18", "")), 0);
	/* The next one goes by that, so that one slip is told once. */
	assert_int_equal(FAULTS(RULE_NUMBER_ORDER,
	    ANOTHER("2", "校办〔2010〕12号", "2010-10-10", ""),
	    ANOTHER("3", "校办〔2010〕13号", "2010-10-19", "")), 1);
	assert_int_equal(FAULTS(RULE_NUMBER_ORDER,
	    ISSUE("2", "第1期", "2010-10-10")), 0);
}

/* What was withdrawn circulates nothing. */
static void
test_withdrawn(void **state)
{
	static const char left[] =
	    "withdrawn: {date: 2010-10-18, reason: 有误}\nedition: ";
	(void)state;
	assert_int_equal(FAULTS(RULE_REVIEW_UNCIRCULATED,
	    { BULLETIN, "edition: ", "edition: " }), 0);
	assert_true(FAULTS(RULE_REVIEW_UNCIRCULATED,
	    { BULLETIN, "edition: ", left }) > 0);
	assert_int_equal(FAULTS(RULE_WITHDRAWN_EARLY,
	    { BULLETIN, "edition: ", left }), 0);
	/* Void, it was never used before it was approved. */
	assert_int_equal(FAULTS(RULE_RELEASE_LATE,
	    { RELEASE, NULL, RELEASE_OF(GU, HAN, "{by: shen, date: 2010-10-20}", "") },
	    { BULLETIN, "edition: ", "edition: " }), 1);
	assert_int_equal(FAULTS(RULE_RELEASE_LATE,
	    { RELEASE, NULL, RELEASE_OF(GU, HAN, "{by: shen, date: 2010-10-20}", "") },
	    { BULLETIN, "edition: ", left }), 0);
	/* Whoever goes round by others comes back, too. */
	assert_int_equal(FAULTS(RULE_REPLACED_BY_ITSELF,
	    { BULLETIN, "edition: ",
	        "withdrawn: {date: 2010-10-18, reason: 有误, "
	        "replaced-by: 2010-q3/bulletin/2}\nedition: " },
	    ANOTHER("2", "校办〔2010〕12号", "2010-10-19",
		"withdrawn: {date: 2010-10-20, reason: 有误, "
		"replaced-by: 2010-q3/bulletin/1}\n")), 2);
	assert_int_equal(FAULTS(RULE_RECORD_UNKNOWN,
	    { BULLETIN, "edition: ",
	        "withdrawn: {date: 2010-10-18, reason: 有误, "
	        "replaced-by: 2010-q3/review/jidian}\nedition: " }), 1);
}

static void
test_addressees(void **state)
{
	static const struct {
		const char *to, *copies;
		size_t twice;
	} addressees[] = {
		{ "[]", "[jidian]", 0 },
		{ "[jidian]", "[]", 0 },
		{ "[jidian]", "[houqin]", 0 },
		{ "[甲, 乙, 甲]", "[丙, 甲, 甲]", 2 },
		/* Of one organisation, whatever it is called. */
		{ "[各单位, 机电学院]", "[jidian, 校领导]", 1 },
		{ "['jidian ']", "[机电学院]", 1 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(addressees) / sizeof(*addressees); i++) {
		char fields[256];
		snprintf(fields, sizeof(fields), "addressees: %s\ncopies: %s",
		    addressees[i].to, addressees[i].copies);
		assert_int_equal(FAULTS(RULE_ADDRESSEE_TWICE,
		    { BULLETIN, "addressees: [各二级党组织]", fields }),
		    addressees[i].twice);
	}
}

static size_t
weekdays_wrong(const char *sentence)
{
	return FAULTS(RULE_WEEKDAY_WRONG,
	    { SONG, "读书不够系统", sentence });
}

static void
test_weekdays(void **state)
{
	(void)state;
	/* 2010-10-12 was a Tuesday. */
	assert_int_equal(weekdays_wrong("2010年10月12日（星期二）"), 0);
	assert_int_equal(weekdays_wrong("10月12日(周二)、10月17日周日"), 0);
	assert_int_equal(weekdays_wrong("2010-10-17（星期天）"), 0);
	assert_int_equal(weekdays_wrong("10月12日周围都是人，周三开会"), 0);
	assert_int_equal(weekdays_wrong("2010年13月12日（周三）"), 0);
	/* However the day is written. */
	assert_int_equal(weekdays_wrong("2010 年 10 月 12 日（星期三）"), 1);
	assert_int_equal(weekdays_wrong("２０１０年１０月１２日（星期三）"), 1);
	assert_int_equal(weekdays_wrong("2010年10月12日，星期三，开会"), 1);
	assert_int_equal(weekdays_wrong("10月12号周三下午开会"), 1);
	assert_int_equal(weekdays_wrong("10月12号 周二"), 0);
	/* A year that is written short is no year of decades to come. */
	assert_int_equal(weekdays_wrong("98年10月12日（星期一）"), 0);
	assert_int_equal(weekdays_wrong("98年10月12日（星期日）"), 1);
	assert_int_equal(weekdays_wrong("49年10月1日（星期六）"), 0);
	assert_int_equal(weekdays_wrong("12年1月4日（星期三）"), 0);
	assert_int_equal(weekdays_wrong("10年10月12日（星期二）"), 0);
	assert_int_equal(weekdays_wrong("10年10月12日（星期三）"), 1);
	assert_int_equal(weekdays_wrong("210年10月12日（星期二）"), 0);
	/* 周 is a surname, too, and begins words. */
	assert_int_equal(weekdays_wrong("10月12日周一鸣同志到会"), 0);
	assert_int_equal(weekdays_wrong("10月12日周日常检查"), 0);
	assert_int_equal(weekdays_wrong("10月12日，周一鸣同志到会"), 0);
	assert_int_equal(weekdays_wrong("10月12日（周一鸣同志主持）"), 0);
	assert_int_equal(weekdays_wrong("10月12日（周一）开会"), 1);
	assert_int_equal(weekdays_wrong("10月12日，周一上午开会"), 1);
	assert_int_equal(weekdays_wrong("10月12日，周三召开会议"), 1);
	assert_int_equal(weekdays_wrong("10月12日（周三全天）"), 1);
	assert_int_equal(weekdays_wrong("10月12日周三组织学习"), 1);
	assert_int_equal(weekdays_wrong("10月12日周二到图书馆"), 0);
	/* Without a year the nearest: early January is of the next. */
	assert_int_equal(weekdays_wrong("1月4日（周二）"), 0);
	assert_int_equal(weekdays_wrong("1月4日（周一）"), 1);
	assert_int_equal(weekdays_wrong("2010年10月12日（星期三）"), 1);
	assert_string_equal(mended(RULE_WEEKDAY_WRONG),
	    "2010年10月12日（星期二），碰到难题请教得少；"
	    "希望每月在支部里讲一次学习心得。");
	assert_int_equal(weekdays_wrong("2010-10-17（星期三）"), 1);
	assert_string_equal(mended(RULE_WEEKDAY_WRONG),
	    "2010-10-17（星期日），碰到难题请教得少；"
	    "希望每月在支部里讲一次学习心得。");
	assert_int_equal(FAULTS(RULE_WEEKDAY_WRONG,
	    { JIDIAN, "text: 钥匙登记不全",
		"text: '10月12日（周五）钥匙登记不全'" }), 1);
	assert_string_equal(mended(RULE_WEEKDAY_WRONG),
	    "    text: '10月12日（周二）钥匙登记不全'");
}

static void
test_relative_dates(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_DATE_RELATIVE,
	    { BULLETIN, "现将有关情况", "今天、上周、明日" }), 3);
	/* Quoted, in code, or only part of another word. */
	assert_int_equal(FAULTS(RULE_DATE_RELATIVE,
	    { BULLETIN, "现将有关情况",
		"“今天再晚也是早”，《明天》；`{lua} \"今天\"`；"
		"本周期，目前天气，以后天天，提前天数" }), 0);
	/* Other documents are read with their date. */
	assert_int_equal(FAULTS(RULE_DATE_RELATIVE,
	    { SONG, "读书不够系统", "昨天" }), 0);
}

static void
test_digests(void **state)
{
	char hex[65];
	(void)state;
	site_room_reset();
	const char *song = site_room_file(SONG)->text;
	digest_hex(digest_of(text_of(song)), hex);
	for (int bare = 0; bare < 2; bare++) {
		site_room_reset();
		site_room_put(RELEASE,
		    arena_printf(site_room.arena,
			RELEASE_OF(GU, HAN, SHEN,
			    "records: {record: 2010-q3/review/song, "
			    "digest: %s%s}\n"),
			bare ? "" : "sha256:", hex));
		site_room_check(SITE_ROOM_DAY);
		site_room_assert_clean();
	}
}

static void
test_a_release_in_order(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_RELEASE_LATE,
	    { RELEASE, NULL, RELEASE_OF(GU, HAN, SHEN, "") }), 0);
	site_room_assert_clean();
	/* Without an examination the two others are compared. */
	assert_int_equal(FAULTS(RULE_APPROVAL_ORDER,
	    { RELEASE, NULL, RELEASE_OF(GU, HAN, SHEN, "") },
	    { RELEASE, "examined: " HAN "\n", "" },
	    { RELEASE, "by: gu, date: 2010-10-14",
		"by: gu, date: 2010-10-17" }), 1);
}

/* For a member: the branch's head, the head above it, and nobody else. */
static void
test_who_approves_for_a_member(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_WAIVER_APPROVER,
	    { WAIVER, "by: zhang", "by: han" }), 0);
	assert_int_equal(FAULTS(RULE_WAIVER_APPROVER,
	    { WAIVER, "by: zhang", "by: shen" }), 1);
	/* Without an authority anybody's approval counts. */
	assert_int_equal(FAULTS(RULE_WAIVER_APPROVER,
	    { "programme.yaml", "  waiver: [superior-head, branch-head]\n",
		"" },
	    { WAIVER, "by: zhang", "by: tan" }), 0);
}

static void
test_shares(void **state)
{
	(void)state;
	/* One of three is a third. */
	assert_int_equal(FAULTS(RULE_GRADE_SHARE,
	    { "2010-q3/review/he.md", "handling:",
		"grade: excellent\nhandling:" },
	    { "2010-q3/review/zhang.md", "---\n## 立足",
		"grade: good\n---\n## 立足" },
	    { "2010-q3/review/lu.md", "---\n## 立足",
		"grade: good\n---\n## 立足" }), 0);
	/* Two are too few to speak of shares. */
	assert_int_equal(FAULTS(RULE_GRADE_SHARE,
	    { "2010-q3/review/he.md", "handling:",
		"grade: excellent\nhandling:" },
	    { "2010-q3/review/zhang.md", "---\n## 立足",
		"grade: excellent\n---\n## 立足" }), 0);
}

/* The day of the review itself is one by which things are done. */
static void
test_due_on_the_spot(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_PROBLEM_DUE_EARLY,
	    { JIDIAN, "due: 2010-10-18", "due: 2010-09-20" }), 0);
	/* What is due too early is not overdue, too: the day is a slip. */
	const struct site_edit open[] = {
		{ JIDIAN, "due: 2010-10-18", "due: 2010-09-19" },
		{ REPLY, NULL, NULL },
		{ CLOSING, NULL, NULL },
		{ "programme.yaml", "rules:\n", "rules:\n  T1123: off\n" },
	};
	assert_int_equal(faults_after(open, 3, RULE_PROBLEM_DUE_EARLY,
	    SITE_ROOM_DAY), 1);
	assert_int_equal(faults_after(open, 3, RULE_PROBLEM_OVERDUE,
	    SITE_ROOM_DAY), 0);
	assert_int_equal(faults_after(open, 4, RULE_PROBLEM_OVERDUE,
	    SITE_ROOM_DAY), 1);
}

static size_t
strangers(const char *path, const char *text)
{
	return FAULTS(RULE_REPLIER_UNFIT, { path, NULL, text });
}

static void
test_who_replies(void **state)
{
	/* The subject, its officers, what stands above, the owner, his unit. */
	static const char *const may[] = { "jidian", "han", "lu", "shen", "gu",
		"university", "jiaogong", "机电学院" };
	static const char *const may_not[] = { "houqin", "bai", "xuesheng",
		"song", "ding" };
	static const char *const for_a_member[] = { "song", "xuesheng", "tan",
		"jidian", "han" };
	char text[512];
	(void)state;
#define REPLY_FROM(review, from)                                               \
	(snprintf(text, sizeof(text),                                          \
	     "---\nkind: reply\nreview: 2010-q3/review/" review "\n"            \
	     "date: 2010-10-09\nfrom: %s\n---\n已经整改。\n", from), text)
	for (size_t i = 0; i < sizeof(may) / sizeof(*may); i++)
		assert_int_equal(strangers("2010-q3/reply/2.md",
		    REPLY_FROM("jidian", may[i])), 0);
	for (size_t i = 0; i < sizeof(may_not) / sizeof(*may_not); i++)
		assert_int_equal(strangers("2010-q3/reply/2.md",
		    REPLY_FROM("jidian", may_not[i])), 1);
	for (size_t i = 0; i < sizeof(for_a_member) / sizeof(*for_a_member);
	     i++)
		assert_int_equal(strangers("2010-q3/reply/2.md",
		    REPLY_FROM("song", for_a_member[i])), 0);
	assert_int_equal(strangers("2010-q3/reply/2.md",
	    REPLY_FROM("song", "mi")), 1);
	/* Left out, it is the subject. */
	assert_int_equal(FAULTS(RULE_REPLIER_UNFIT,
	    { REPLY, "from: jidian\n", "" }), 0);
}

/* A later period's reply and a reopening belong to the same course. */
static void
test_across_periods(void **state)
{
	static const char reopened[] =
	    "---\nkind: verification\nproblem: 2010-q3/review/jidian#p1\n"
	    "date: 2010-12-01\nby: shen\nresult: reopened\n---\n";
	static const char again[] =
	    "---\nkind: reply\nreview: 2010-q3/review/jidian\n"
	    "date: 2010-12-05\nitems: {problem: p1, measure: m1, state: done}"
	    "\n---\n";
	(void)state;
	assert_int_equal(faults_after(
	    (const struct site_edit[]){
		{ "2010-q4/verification/p1.md", NULL, reopened } }, 1,
	    RULE_PROBLEM_OVERDUE, "2010-12-04"), 1);
	const struct site_edit both[] = {
		{ "2010-q4/verification/p1.md", NULL, reopened },
		{ "2010-q4/reply/p1.md", NULL, again },
	};
	assert_int_equal(faults_after(both, 2, RULE_PROBLEM_OVERDUE,
	    "2010-12-06"), 0);
	assert_int_equal(faults_after(both, 2, RULE_STATE_IMPOSSIBLE,
	    "2010-12-06"), 0);
}

/* ---- names ---- */

#define MASSES                                                                 \
	{ "site.yaml", "editions:\n",                                          \
	    "editions:\n"                                                      \
	    "  - {id: masses, title: 群众版, audience: university/masses}\n" }
#define MEMBERS_HIDDEN                                                         \
	{ "programme.yaml", "member: root/masses}", "member: subject/members}" }

static void
test_names(void **state)
{
	(void)state;
	/* An office-bearer's name, a leader's reader, a longer name. */
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { XUESHENG, "责任到人", "责任到谭雨桐" }), 0);
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MEMBERS_HIDDEN,
	    { XUESHENG, "责任到人", "责任到宋玉" }), 0);
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { "people.yaml", "- {id: shen,",
		"- {id: long, name: 宋玉兰}\n- {id: shen," },
	    { "organisations.yaml", "deputies: gu", "deputies: [gu, long]" },
	    { XUESHENG, "责任到人", "责任到宋玉兰" }), 0);
	/* Somebody else of that name may be named. */
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { "people.yaml", "- {id: shen,",
		"- {id: song-2, name: 宋玉}\n- {id: shen," },
	    { "organisations.yaml", "deputies: gu", "deputies: [gu, song-2]" },
	    { XUESHENG, "责任到人", "责任到宋玉" }), 0);
	/* An organisation whose name has his in it, but not he himself. */
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { "organisations.yaml", "name: 后勤集团", "name: 宋玉路后勤集团" },
	    { XUESHENG, "责任到人", "责任到宋玉路后勤集团" }), 0);
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { "organisations.yaml", "name: 后勤集团", "name: 宋玉路后勤集团" },
	    { XUESHENG, "责任到人", "责任到宋玉路后勤集团的宋玉" }), 1);
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { "organisations.yaml", "name: 后勤集团", "name: 后勤集团, short: 宋玉" },
	    { XUESHENG, "责任到人", "责任到宋玉" }), 1);
	/* A word that is a name, too. */
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { "programme.yaml", "rules:\n",
		"rules:\n  name-hidden: {allow: [宋玉]}\n" },
	    { XUESHENG, "责任到人", "责任到宋玉" }), 0);
}

#define EXEMPLAR(path, subject)                                                \
	{ "2010-q3/exemplar/" path ".md", NULL,                                \
	    "---\nkind: exemplar\nsubject: " subject "\ntitle: 典型\n"         \
	    "period: 2010-q3\n---\n事迹。\n" }

/* A page lies where its record does. */
static void
test_names_in_paths(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    EXEMPLAR("谭雨桐", "jidian")), 0);
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    EXEMPLAR("关于宋玉", "jidian")), 1);
	assert_string_equal(site_room_fault(RULE_NAME_HIDDEN)->remedy,
	    "give the file another name");
	/* Then readers get a number in its place. */
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    EXEMPLAR("宋玉", "song")), 0);
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MEMBERS_HIDDEN,
	    EXEMPLAR("关于宋玉", "jidian")), 0);
	/* However its letters are written. */
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { "people.yaml", "name: 宋玉", "name: Zoë Müller" },
	    EXEMPLAR("关于Zoë Müller", "jidian")), 1);
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { "people.yaml", "name: 宋玉", "name: Zoë Müller" },
	    EXEMPLAR("关于Zoe\u0308 Mu\u0308ller", "jidian")), 1);
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { "people.yaml", "name: 宋玉", "name: 阿里·买提" },
	    EXEMPLAR("关于阿里・买提", "jidian")), 1);
}

static void
test_names_where_they_are_seen(void **state)
{
	(void)state;
	/* In a problem that only leaders see, and in one that all see. */
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { JIDIAN, "text: 钥匙登记不全",
		"text: 宋玉的钥匙没有登记\n    scope: leaders" }), 0);
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { JIDIAN, "text: 钥匙登记不全", "text: 宋玉的钥匙没有登记" }),
	    1);
	/* A section by its mark. */
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { XUESHENG, "{#progress}", "{#progress scope=leaders}" },
	    { XUESHENG, "责任到人", "责任到宋玉" }), 0);
	/* An answer to what is hidden is hidden. */
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { JIDIAN, "grade: good", "grade: good\nscope: leaders" },
	    { REPLY, "登记本已经重建", "宋玉重建了登记本" }), 0);
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { REPLY, "登记本已经重建", "宋玉重建了登记本，宋玉" }), 2);
	/* A bulletin of the leaders' edition is the leaders'. */
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { BULLETIN, "现将有关情况", "现将宋玉有关情况" }), 0);
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { BULLETIN, "edition: leaders", "edition: masses" },
	    { BULLETIN, "现将有关情况", "现将宋玉有关情况" }), 1);
	/* By what a problem is called it is known on pages, too. */
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { JIDIAN, "problems:\n", "problems:\n  - {id: 宋玉, text: 门没锁}\n" }),
	    1);
	/* Where a file lies is told, too. */
	assert_int_equal(FAULTS(RULE_NAME_HIDDEN, MASSES, MEMBERS_HIDDEN,
	    { BULLETIN, "edition: leaders", "edition: masses\n"
		"attachments: [{title: 名单, file: att/宋玉.pdf}]" }), 1);
}

/* ---- links ---- */

#define LINKED(address) { XUESHENG, "责任到人", "责任[到人](" address ")" }
#define LEADERS_ONLY { JIDIAN, "grade: good", "grade: good\nscope: leaders" }
#define SUPERIORS_ONLY                                                         \
	{ "programme.yaml", "organisation: root/masses",                       \
	    "organisation: superior/masses" }
#define BELOW_UNTIL(day)                                                       \
	{ "organisations.yaml", "superior: university, head: han",             \
	    "superior: {organisation: university, from: 2000-01-01, to: " day  \
	    "}, head: han" }

static void
test_a_footnote_is_no_link(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_LINK_DEAD,
	    { XUESHENG, "责任到人", "责任到人[^1]\n\n[^1]: 见附件\n" }), 1);
	assert_non_null(strstr(site_room_fault(RULE_LINK_DEAD)->remedy,
	    "there are no footnotes"));
	assert_int_equal(FAULTS(RULE_LINK_DEAD, LINKED("附件")), 1);
	assert_null(strstr(site_room_fault(RULE_LINK_DEAD)->remedy,
	    "there are no footnotes"));
}

static void
test_links(void **state)
{
	(void)state;
	/* What leads somewhere, whichever way it is written. */
	assert_int_equal(FAULTS(RULE_LINK_DEAD, LINKED("jidian.md")), 0);
	assert_int_equal(
	    FAULTS(RULE_LINK_DEAD, LINKED("record:2010-q3/review/jidian")), 0);
	assert_int_equal(FAULTS(RULE_LINK_DEAD, LINKED("./jidian.md#p1")), 0);
	assert_int_equal(
	    FAULTS(RULE_LINK_DEAD, LINKED("/2010-q3/review/jidian.md")), 0);
	assert_int_equal(
	    FAULTS(RULE_LINK_DEAD, LINKED("organisation:jidian")), 0);
	assert_int_equal(
	    FAULTS(RULE_LINK_DEAD, LINKED("https://example.org/a.md")), 0);
	assert_int_equal(
	    FAULTS(RULE_LINK_DEAD, LINKED("mailto:a@example.org")), 0);
	/* As a telephone's keyboard or Word writes it. */
	assert_int_equal(
	    FAULTS(RULE_LINK_DEAD, LINKED("Http://www.example.org/")), 0);
	assert_int_equal(
	    FAULTS(RULE_LINK_DEAD, LINKED("Mailto:a@example.org")), 0);
	assert_int_equal(FAULTS(RULE_PICTURE_MISSING,
			     { XUESHENG, "责任到人",
				 "责任![到人](HTTPS://example.org/a.png)" }), 0);
	/* What doesn't. */
	assert_int_equal(
	    FAULTS(RULE_LINK_DEAD, LINKED("../reply/none.md")), 1);
	site_room_fault_at(RULE_LINK_DEAD, XUESHENG ":18:36");
	assert_int_equal(
	    FAULTS(RULE_LINK_DEAD, LINKED("organisation:jidain")), 1);
	assert_int_equal(FAULTS(RULE_LINK_DEAD, LINKED("jidian.html")), 1);
	assert_int_equal(FAULTS(RULE_LINK_DEAD, LINKED("/etc/passwd")), 1);
	assert_int_equal(FAULTS(RULE_LINK_DEAD, LINKED("#progress")), 1);
	assert_int_equal(FAULTS(RULE_LINK_DEAD, LINKED("javascript:0")), 1);
	assert_int_equal(FAULTS(RULE_LINK_DEAD,
	    { XUESHENG, "责任到人", "责任[到人][a]和[乙][a]\n\n[a]: no.md\n" }),
	    2);
	/* What only looks like a link. */
	assert_int_equal(FAULTS(RULE_LINK_DEAD,
	    { XUESHENG, "责任到人", "责任`[到人](no.md)`" }), 0);
	/* Its file is there, but can't be understood: that is told. */
	assert_int_equal(FAULTS(RULE_LINK_DEAD, LINKED("jidian.md"),
	    { JIDIAN, "kind: review", "kind: reveiw" }), 0);
}

static void
test_links_where_they_lead(void **state)
{
	(void)state;
	assert_int_equal(
	    FAULTS(RULE_LINK_HIDDEN, MASSES, LINKED("jidian.md")), 0);
	assert_int_equal(FAULTS(RULE_LINK_HIDDEN, MASSES, LEADERS_ONLY,
	    LINKED("jidian.md")), 1);
	/* Whoever sees the text sees that, too. */
	assert_int_equal(
	    FAULTS(RULE_LINK_HIDDEN, LEADERS_ONLY, LINKED("jidian.md")), 0);
	assert_int_equal(FAULTS(RULE_LINK_HIDDEN, MASSES, LEADERS_ONLY,
	    { XUESHENG, "{#progress}", "{#progress scope=leaders}" },
	    LINKED("jidian.md")), 0);
	/* An answer to what is hidden. */
	assert_int_equal(FAULTS(RULE_LINK_HIDDEN, MASSES, LEADERS_ONLY,
	    LINKED("record:2010-q3/reply/jidian")), 1);
	/* An organisation as it stands on the day, whenever it is read of it. */
	assert_int_equal(FAULTS(RULE_LINK_HIDDEN, MASSES, SUPERIORS_ONLY,
	    BELOW_UNTIL("2010-11-30"), LINKED("organisation:jidian")), 0);
	assert_int_equal(FAULTS(RULE_LINK_HIDDEN, MASSES, SUPERIORS_ONLY,
	    BELOW_UNTIL("2010-10-19"), LINKED("organisation:jidian")), 1);
}

/* ---- broken records ---- */

/* Records with fields missing crash no rule. */
static void
test_broken_records(void **state)
{
	static const char *const files[] = { JIDIAN, REPORT, REPLY, CLOSING,
		BULLETIN, WAIVER, RELEASE };
	(void)state;
	for (size_t f = 0; f < sizeof(files) / sizeof(*files); f++) {
		site_room_reset();
		site_room_put(RELEASE, RELEASE_OF(GU, HAN, SHEN, ""));
		size_t lines = 0;
		for (const char *at = site_room_file(files[f])->text;
		     (at = strchr(at, '\n')) != NULL; at++)
			lines++;
		for (size_t line = 2; line < lines; line++) {
			site_room_reset();
			site_room_put(RELEASE, RELEASE_OF(GU, HAN, SHEN, ""));
			const char *text = site_room_file(files[f])->text;
			const char *from = text;
			for (size_t i = 1; i < line; i++)
				from = strchr(from, '\n') + 1;
			if (strncmp(from, "kind:", 5) == 0 ||
			    strncmp(from, "---", 3) == 0)
				continue;
			site_room_put(files[f],
			    arena_printf(site_room.arena, "%.*s%s",
				(int)(from - text), text,
				strchr(from, '\n') + 1));
			site_room_check(SITE_ROOM_DAY);
		}
	}
}

/* ---- many records ---- */

#define TIMES 16
#define AS_MUCH_MOST (4 * TIMES)

/* The site's records so many times, and the rule on those of the kind. */
static double
seconds_of_many(check_one *check, const char *kind, size_t times)
{
	struct arena *arena = arena_new();
	struct corpus many = site_room.corpus;
	struct checking checking;
	struct diags diags;
	diags_init(&diags, arena);
	many.records = ARENA_ARRAY(
	    arena, struct record *, times * site_room.corpus.record_count);
	many.record_count = 0;
	for (size_t i = 0; i < site_room.corpus.record_count; i++)
		for (size_t j = 0; j < times; j++)
			many.records[many.record_count++] =
			    site_room.corpus.records[i];
	double start = os_thread_seconds();
	checking_init(&checking, arena, &many, SITE_ROOM_DAY, &diags);
	for (size_t i = 0; i < many.record_count; i++)
		if (record_is(many.records[i], kind))
			check(&checking, many.records[i], &diags);
	double seconds = os_thread_seconds() - start;
	arena_free(arena);
	return seconds;
}

/* TIMES as many take about TIMES as long, not the square of that. */
static void
assert_linear(check_one *check, const char *kind)
{
	double best[2] = { 0, 0 };
	for (int i = 0; i < 3; i++)
		for (size_t large = 0; large < 2; large++) {
			double seconds = seconds_of_many(
			    check, kind, large ? 256 * TIMES : 256);
			if (i == 0 || seconds < best[large])
				best[large] = seconds;
		}
	print_message("%s: %.1f times as long\n", kind, best[1] / best[0]);
	assert_true(best[1] <= AS_MUCH_MOST * best[0]);
}

static void
test_many_records(void **state)
{
	(void)state;
	assert_int_equal(FAULTS(RULE_RELEASE_LATE,
	    { RELEASE, NULL, RELEASE_OF(GU, HAN, SHEN, "") }), 0);
	assert_linear(check_release, "release");
	assert_true(FAULTS(RULE_REVIEW_UNCIRCULATED,
	    { BULLETIN, "edition: ",
		"withdrawn: {date: 2010-10-18, reason: 有误}\nedition: " }) > 0);
	assert_linear(check_circulation, "review");
}

#define TEST(test)                                                             \
	cmocka_unit_test_setup_teardown(test, site_room_open, site_room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_rule),
		TEST(test_many_records),
		TEST(test_no_rule_is_left_out),
		TEST(test_balance),
		TEST(test_empty_section),
		TEST(test_empty_text),
		TEST(test_problem_of_another_form),
		TEST(test_heading_of_another_kind),
		TEST(test_heading_meant),
		TEST(test_heading_without_words),
		TEST(test_missing_place),
		TEST(test_where_a_parameter_is_set),
		TEST(test_pledges_in_prose),
		TEST(test_pledges_by_number),
		TEST(test_no_report_makes_the_pledge),
		TEST(test_document_numbers),
		TEST(test_document_years),
		TEST(test_number_gaps),
		TEST(test_newsletter_series),
		TEST(test_newsletter_totals),
		TEST(test_number_order),
		TEST(test_withdrawn),
		TEST(test_addressees),
		TEST(test_weekdays),
		TEST(test_relative_dates),
		TEST(test_digests),
		TEST(test_a_release_in_order),
		TEST(test_who_approves_for_a_member),
		TEST(test_shares),
		TEST(test_due_on_the_spot),
		TEST(test_who_replies),
		TEST(test_across_periods),
		TEST(test_names),
		TEST(test_names_in_paths),
		TEST(test_names_where_they_are_seen),
		TEST(test_a_footnote_is_no_link),
		TEST(test_links),
		TEST(test_links_where_they_lead),
		TEST(test_broken_records),
	};
	return cmocka_run_group_tests_name("rules_course", tests, NULL, NULL);
}
