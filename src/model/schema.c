#include "model/schema.h"
#include "base/lang.h"

/* Name, Chinese alias, type. */
#define F(n, a, t) .name = (n), .alias = (a), .type = (t)
#define S(n, a) .name = (n), .alias = (a)
#define REQUIRED .flags = FIELD_REQUIRED
#define LIST .flags = FIELD_LIST
#define GONE .flags = FIELD_GONE
#define REQUIRED_LIST .flags = FIELD_REQUIRED | FIELD_LIST
#define END { .name = NULL }

/* Which kind it is, and who may read it: in every record. */
#define COMMON                                                                 \
	{ F("kind", "类型", FIELD_TEXT), REQUIRED, .help = N_("kind of record") },     \
	{ F("scope", "范围", FIELD_SCOPE),                                          \
	    .help = N_("who may read it; can only narrow the programme's default") }

#define PERIOD(...)                                                            \
	{ F("period", "周期", FIELD_TERM), __VA_ARGS__,                            \
	    .vocabulary = VOCABULARY_PERIOD, .help = N_("period it belongs to") }

/* Of a word of the programme; `use`: of its id. */
#define TERM(use)                                                              \
	{ F("id", "编号", FIELD_TEXT), REQUIRED, .help = (use) },                      \
	{ F("name", "名称", FIELD_TEXT),                                             \
	    .help = N_("what people read (default: the id)") }

/* When something held: in rosters, where who somebody was counts. */
#define FROM_TO                                                                \
	{ F("from", "起", FIELD_DATE), .help = N_("first day") },                       \
	{ F("to", "止", FIELD_DATE), .help = N_("last day") }

static const char *const pledge_states[] = { "kept", "已兑现", "partly",
	"部分兑现", "not-yet", "未兑现", NULL };
static const char *const item_states[] = { "open", "未整改", "doing", "整改中",
	"done", "已整改", "lasting", "长期坚持", "extended", "延期", NULL };
static const char *const rounds[] = { "regular", "定期", "interim", "适时",
	NULL };
static const char *const results[] = { "closed", "销号", "reopened", "反弹",
	NULL };
static const char *const heads[] = { "circular", "通报", "newsletter", "简报",
	NULL };

static const struct shape item_of_work = { S("task", "任务"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED,
	        .help = N_("by which reviews name it; no other plan has it") },
	    { F("text", "内容", FIELD_TEXT), REQUIRED,
	        .help = N_("a work point of the term") },
	    END } };

static const struct shape pledge = { S("pledge", "承诺"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED,
	        .help = N_("by which the review answers it, such as c1") },
	    { F("text", "内容", FIELD_TEXT), REQUIRED,
	        .help = N_("what was promised, with a number and a day") },
	    { F("state", "状态", FIELD_CHOICE), .choices = pledge_states,
	        .help = N_("how far it is kept, in the subject's own words") },
	    END } };

/* What a review says of a pledge of the report. */
static const struct shape answer = { S("answer", "兑现"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED,
	        .help = N_("id of a pledge of the report") },
	    { F("state", "状态", FIELD_CHOICE), REQUIRED,
	        .choices = pledge_states,
	        .help = N_("what the reviewer found") },
	    { F("text", "说明", FIELD_TEXT),
	        .help = N_("what it is judged by") },
	    END } };

static const struct shape opinion = { S("opinion", "意见"),
	.fields = (const struct field[]){
	    { F("text", "内容", FIELD_TEXT), REQUIRED,
	        .help = N_("what was said") },
	    { F("id", "编号", FIELD_TEXT),
	        .help = N_("by which a problem names it, such as o1") },
	    { F("by", "提出人", FIELD_TERM), .vocabulary = VOCABULARY_CLASS,
	        .help = N_("members or masses") },
	    END } };

static const struct shape attendance = { S("attendance", "参加人员"),
	.fields = (const struct field[]){
	    { F("members", "普通党员", FIELD_INTEGER),
	        .help = N_("ordinary members who took part") },
	    { F("masses", "群众代表", FIELD_INTEGER),
	        .help = N_("mass representatives who took part") },
	    { F("others", "其他", FIELD_INTEGER),
	        .help = N_("others who took part") },
	    END } };

static const struct shape ballots = { S("ballots", "测评"),
	.fields = (const struct field[]){
	    { F("roll", "在册", FIELD_INTEGER), REQUIRED,
	        .help = N_("people on the roll") },
	    { F("present", "到会", FIELD_INTEGER), REQUIRED,
	        .help = N_("people present") },
	    { F("valid", "有效票", FIELD_INTEGER), REQUIRED,
	        .help = N_("valid ballots") },
	    { F("counts", "票数", FIELD_COUNTS), REQUIRED,
	        .vocabulary = VOCABULARY_GRADE, .help = N_("grade: votes") },
	    END } };

static const struct shape measure = { S("measure", "措施"),
	.fields = (const struct field[]){
	    { F("text", "内容", FIELD_TEXT), REQUIRED,
	        .help = N_("what is done about it") },
	    { F("id", "编号", FIELD_TEXT),
	        .help = N_("by which replies name it, such as m1") },
	    END } };

static const struct shape problem = { S("problem", "问题"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED,
	        .help = N_("by which others name it, such as p1") },
	    { F("text", "内容", FIELD_TEXT), REQUIRED,
	        .help = N_("what is wrong") },
	    { F("aspect", "方面", FIELD_TERM), .vocabulary = VOCABULARY_ASPECT,
	        .help = N_("aspect of the form that it belongs to") },
	    { F("advice", "建议", FIELD_TEXT),
	        .help = N_("what the reviewer advises") },
	    { F("from", "来自", FIELD_TEXT),
	        .help = N_("id of the opinion that raised it") },
	    { F("owner", "责任人", FIELD_PERSON),
	        .help = N_("who is responsible") },
	    { F("standard", "标准", FIELD_TEXT),
	        .help = N_("what counts as rectified") },
	    { F("measures", "措施", FIELD_MAP), LIST, .shape = &measure,
	        .help = N_("what is done about it, one by one") },
	    { F("due", "时限", FIELD_DATE),
	        .help = N_("day by which it is rectified") },
	    { F("verifier", "核验人", FIELD_PERSON),
	        .help = N_("who may close it in the reviewer's place") },
	    { F("scope", "范围", FIELD_SCOPE),
	        .help = N_("who may read it; can only narrow the scope of the field") },
	    END } };

static const struct shape reply_item = { S("item", "事项"),
	.fields = (const struct field[]){
	    { F("problem", "问题", FIELD_TEXT), REQUIRED,
	        .help = N_("id of a problem of the review") },
	    { F("measure", "措施", FIELD_TEXT),
	        .help = N_("id of a measure, or what was done") },
	    { F("state", "状态", FIELD_CHOICE), .choices = item_states,
	        .help = N_("how far it is rectified") },
	    { F("evidence", "佐证", FIELD_TEXT),
	        .help = N_("what shows it") },
	    { F("due", "时限", FIELD_DATE),
	        .help = N_("the new day of an extension; or the day, where the review has set none") },
	    { F("reason", "理由", FIELD_TEXT),
	        .help = N_("of an extension") },
	    END } };

static const struct shape attachment = { S("attachment", "附件"),
	.fields = (const struct field[]){
	    { F("title", "名称", FIELD_TEXT), REQUIRED,
	        .help = N_("as the document names it") },
	    { F("file", "文件", FIELD_TEXT),
	        .help = N_("path of the file") },
	    END } };

/* What is left of a bulletin: its reason may be for fewer than the fact. */
static const struct shape withdrawal = { S("withdrawal", "撤回"),
	.fields = (const struct field[]){
	    { F("date", "时间", FIELD_DATE), REQUIRED,
	        .help = N_("from this day on nothing else of the bulletin is shown") },
	    { F("reason", "理由", FIELD_TEXT),
	        .flags = FIELD_REQUIRED | FIELD_APART, .help = N_("why") },
	    { F("reason-scope", "理由范围", FIELD_SCOPE),
	        .help = N_("who may read the reason; can only narrow") },
	    { F("by", "撤回机关", FIELD_TEXT),
	        .help = N_("who withdraws it: the issuer, if left out") },
	    { F("replaced-by", "替代文件", FIELD_RECORD),
	        .flags = FIELD_APART, .target = "bulletin",
	        .help = N_("id of the bulletin that is issued in its place") },
	    END } };

static const struct shape approval = { S("approval", "审批"),
	.fields = (const struct field[]){
	    { F("by", "人", FIELD_PERSON), REQUIRED,
	        .help = N_("who") },
	    { F("date", "时间", FIELD_DATE), REQUIRED,
	        .help = N_("when") },
	    END } };

static const struct shape covered = { S("covered", "记录"),
	.fields = (const struct field[]){
	    { F("record", "记录", FIELD_RECORD),
	        .flags = FIELD_REQUIRED | FIELD_GONE,
	        .help = N_("a record that is made public") },
	    { F("digest", "校验码", FIELD_TEXT), .flags = FIELD_OFFICE,
	        .help = N_("SHA-256 of the record as it was approved: "
	                   "tongbao release writes it") },
	    { F("aspects", "方面", FIELD_TERM), LIST,
	        .vocabulary = VOCABULARY_ASPECT,
	        .help = N_("only these of its aspects, not the whole") },
	    { F("fields", "字段", FIELD_TEXT), LIST,
	        .help = N_("only these of its fields, not the whole") },
	    END } };

/* Paths are often named after people, so that no edition tells them. */
static const struct shape covered_file = { S("covered-file", "文件"),
	.fields = (const struct field[]){
	    { F("file", "文件", FIELD_TEXT), .flags = FIELD_REQUIRED | FIELD_OFFICE,
	        .help = N_("path of a picture below content/") },
	    { F("digest", "校验码", FIELD_TEXT), .flags = FIELD_OFFICE,
	        .help = N_("SHA-256 of the file as it was approved: "
	                   "tongbao release writes it") },
	    END } };

const struct shape record_kinds[] = {
	{ S("plan", "方案"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("organisation", "党组织", FIELD_ORGANISATION), REQUIRED,
	            .help = N_("whose plan it is") },
	        PERIOD(.flags = 0),
	        { F("title", "标题", FIELD_TEXT), REQUIRED,
	            .help = N_("title of the document") },
	        { F("date", "时间", FIELD_DATE),
	            .help = N_("when it was adopted") },
	        { F("basis", "依据", FIELD_TEXT), LIST,
	            .help = N_("what it rests on") },
	        { F("tasks", "中心工作", FIELD_MAP), LIST, .shape = &item_of_work,
	            .help = N_("work points of the term, which reviews are tied to") },
	        END },
	    .body = true, .help = N_("an organisation's own plan of the reviews") },
	{ S("participation", "参加"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("leader", "领导", FIELD_SUBJECT), REQUIRED,
	            .help = N_("a leader, or the department that guides") },
	        { F("organisation", "党组织", FIELD_ORGANISATION), REQUIRED,
	            .help = N_("where they took part") },
	        PERIOD(.flags = 0),
	        { F("date", "时间", FIELD_DATE), REQUIRED,
	            .help = N_("when") },
	        { F("occasion", "场合", FIELD_TERM),
	            .vocabulary = VOCABULARY_OCCASION,
	            .help = N_("on what occasion") },
	        END },
	    .body = true,
	    .help = N_("a leader joined the life of a branch or guided a unit") },
	{ S("report", "汇报"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("subject", "汇报人", FIELD_SUBJECT), REQUIRED,
	            .help = N_("who reports: an organisation or a person") },
	        PERIOD(REQUIRED),
	        { F("date", "时间", FIELD_DATE), REQUIRED,
	            .help = N_("when it was handed in") },
	        { F("pledges", "公开承诺", FIELD_MAP), LIST, .shape = &pledge,
	            .help = N_("what was promised, and how far it is kept") },
	        { F("measures", "措施", FIELD_TEXT), LIST,
	            .help = N_("what is planned next") },
	        END },
	    .body = true, .help = N_("what was pledged, kept and is planned") },
	{ S("review", "点评"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("form", "点评表", FIELD_TERM), REQUIRED,
	            .vocabulary = VOCABULARY_FORM,
	            .help = N_("review form") },
	        { F("subject", "点评对象", FIELD_SUBJECT), REQUIRED,
	            .help = N_("who is reviewed: an organisation or a person") },
	        { F("reviewer", "点评人", FIELD_PERSON), REQUIRED,
	            .help = N_("who reviews") },
	        PERIOD(REQUIRED),
	        { F("date", "点评时间", FIELD_DATE), REQUIRED,
	            .help = N_("when the review was held") },
	        { F("recorded", "填表日期", FIELD_DATE),
	            .help = N_("when the form was filled in") },
	        { F("round", "轮次", FIELD_CHOICE), .choices = rounds,
	            .help = N_("regular (default), or a liaison leader's in between") },
	        { F("preparation", "准备", FIELD_TERM), LIST,
	            .vocabulary = VOCABULARY_PREPARATION,
	            .help = N_("how the reviewer prepared") },
	        { F("tasks", "中心工作", FIELD_TEXT),
	            .flags = FIELD_LIST | FIELD_TASK,
	            .help = N_("ids of work points of a plan that it speaks of") },
	        { F("method", "点评方式", FIELD_TERM), REQUIRED,
	            .vocabulary = VOCABULARY_METHOD,
	            .help = N_("how the review was held") },
	        { F("occasion", "场合", FIELD_TERM),
	            .vocabulary = VOCABULARY_OCCASION,
	            .help = N_("on what occasion") },
	        { F("venue", "地点", FIELD_TEXT),
	            .help = N_("where") },
	        { F("attendance", "参加人员", FIELD_MAP), .shape = &attendance,
	            .help = N_("who took part, beside the subject") },
	        { F("opinions", "群众意见", FIELD_MAP), LIST, .shape = &opinion,
	            .help = N_("what members and masses said") },
	        { F("report", "汇报", FIELD_RECORD), .target = "report",
	            .help = N_("id of the report it answers") },
	        { F("pledges", "承诺兑现", FIELD_MAP), LIST, .shape = &answer,
	            .help = N_("what became of the report's pledges") },
	        { F("handling", "灵活方式", FIELD_TEXT),
	            .help = N_("how it was fitted to a member's situation") },
	        { F("contact", "流出地联系", FIELD_TEXT),
	            .help = N_("how the outflow organisation keeps contact") },
	        { F("grade", "评定意见", FIELD_TERM),
	            .vocabulary = VOCABULARY_GRADE,
	            .help = N_("the organisation's own grade, never computed from ballots") },
	        { F("ballots", "测评", FIELD_MAP), .shape = &ballots,
	            .help = N_("votes counted at the review") },
	        { F("problems", "问题", FIELD_MAP), LIST, .shape = &problem,
	            .help = N_("problems stated, each with owner, measures and day") },
	        END },
	    .body = true, .help = N_("a leader's review, as in the review form") },
	{ S("reply", "整改回复"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("review", "点评", FIELD_RECORD), REQUIRED, .target = "review",
	            .help = N_("id of the review it answers") },
	        { F("date", "时间", FIELD_DATE), REQUIRED,
	            .help = N_("when it was handed in") },
	        { F("from", "回复人", FIELD_SUBJECT),
	            .help = N_("who replies: the subject, if left out") },
	        { F("items", "事项", FIELD_MAP), LIST, .shape = &reply_item,
	            .help = N_("problem by problem, what was done") },
	        END },
	    .body = true, .help = N_("the written reply to the reviewer") },
	{ S("exemplar", "典型"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("subject", "典型对象", FIELD_SUBJECT), REQUIRED,
	            .help = N_("an organisation or a person") },
	        { F("title", "标题", FIELD_TEXT), REQUIRED,
	            .help = N_("title of the text") },
	        PERIOD(REQUIRED),
	        { F("date", "时间", FIELD_DATE),
	            .help = N_("when it was chosen") },
	        END },
	    .body = true, .help = N_("an example to learn from") },
	{ S("bulletin", "通报"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("head", "版头", FIELD_CHOICE), .choices = heads,
	            .help = N_("circular (default) or newsletter") },
	        { F("number", "发文字号", FIELD_TEXT),
	            .help = N_("document number, such as 某某办〔2010〕11号") },
	        { F("title", "标题", FIELD_TEXT), REQUIRED,
	            .help = N_("title of the document") },
	        { F("issuer", "发文机关", FIELD_TEXT), REQUIRED,
	            .help = N_("who issues it: the signature") },
	        { F("joint", "联合发文机关", FIELD_TEXT), LIST,
	            .help = N_("who issues it together with the issuer, in order") },
	        { F("serial", "份号", FIELD_TEXT),
	            .help = N_("number of the copy, six digits") },
	        { F("secrecy", "密级", FIELD_TEXT),
	            .help = N_("secrecy and its term, such as 秘密★1年, where site.yaml allows it") },
	        { F("urgency", "紧急程度", FIELD_TEXT),
	            .help = N_("特急 or 加急") },
	        { F("signers", "签发人", FIELD_TEXT), LIST,
	            .help = N_("who signed it, of a document that goes upwards") },
	        { F("seal", "用印", FIELD_BOOLEAN),
	            .help = N_("leave room for the seal") },
	        { F("mark", "发文机关标志", FIELD_TEXT),
	            .help = N_("the red head, when it is not the issuer + 文件") },
	        { F("addressees", "主送", FIELD_TEXT), LIST,
	            .help = N_("whom it is sent to; of a newsletter: 发") },
	        { F("superiors", "报", FIELD_TEXT), LIST,
	            .help = N_("of a newsletter: the superiors it goes to") },
	        { F("copies", "抄送", FIELD_TEXT), LIST,
	            .help = N_("who gets a copy; of a newsletter: 送") },
	        { F("printed", "印数", FIELD_INTEGER),
	            .help = N_("of a newsletter: how many copies are printed") },
	        { F("date", "成文日期", FIELD_DATE), REQUIRED,
	            .help = N_("date of the document") },
	        { F("edition", "版本", FIELD_TEXT), REQUIRED,
	            .help = N_("the edition its figures are made from") },
	        PERIOD(REQUIRED),
	        { F("note", "附注", FIELD_TEXT), .help = N_("states the scope") },
	        { F("attachments", "附件", FIELD_MAP), LIST,
	            .shape = &attachment,
	            .help = N_("what goes with it; a section of the same title is printed as the attachment") },
	        { F("withdrawn", "撤回", FIELD_MAP), .shape = &withdrawal,
	            .help = N_("withdrawn, or void before it went out: its page says so and nothing else, its number stays used") },
	        END },
	    .body = true, .help = N_("a circular or newsletter with live figures") },
	{ S("release", "公开审批"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("edition", "版本", FIELD_TEXT),
	            .help = N_("edition that is made public") },
	        PERIOD(.flags = 0),
	        { F("records", "记录", FIELD_MAP), LIST, .shape = &covered,
	            .help = N_("records that are made public") },
	        { F("files", "图片", FIELD_MAP), LIST, .shape = &covered_file,
	            .help = N_("pictures that are made public where a record's text shows them") },
	        { F("what", "公开内容", FIELD_TEXT), REQUIRED,
	            .help = N_("what is made public") },
	        { F("audience", "公开范围", FIELD_SCOPE), REQUIRED,
	            .help = N_("to whom") },
	        { F("means", "公开方式", FIELD_TEXT), REQUIRED,
	            .help = N_("by what means") },
	        { F("proposed", "提出", FIELD_MAP), REQUIRED, .shape = &approval,
	            .help = N_("who proposed it, and when") },
	        { F("examined", "审核", FIELD_MAP), .shape = &approval,
	            .help = N_("who examined it, and when") },
	        { F("approved", "批准", FIELD_MAP), REQUIRED, .shape = &approval,
	            .help = N_("who approved it, and when; not who proposed it") },
	        END },
	    .body = true, .help = N_("an approval to make something public") },
	{ S("verification", "销号"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("problem", "问题", FIELD_PROBLEM), REQUIRED,
	            .help = N_("REVIEW-ID#PROBLEM-ID") },
	        { F("date", "时间", FIELD_DATE), REQUIRED,
	            .help = N_("when it was verified") },
	        { F("by", "核验人", FIELD_PERSON), REQUIRED,
	            .help = N_("the reviewer, or whom the problem names as verifier") },
	        { F("result", "结果", FIELD_CHOICE), REQUIRED,
	            .choices = results,
	            .help = N_("is it closed, or has it come back?") },
	        { F("evidence", "佐证", FIELD_TEXT),
	            .help = N_("what shows it") },
	        END },
	    .body = true, .help = N_("only this closes a problem") },
	{ S("waiver", "免评"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("subject", "对象", FIELD_SUBJECT), REQUIRED,
	            .help = N_("who has no review: an organisation or a person") },
	        PERIOD(REQUIRED),
	        { F("reason", "理由", FIELD_TEXT), REQUIRED,
	            .help = N_("why") },
	        { F("approved", "批准", FIELD_MAP), REQUIRED, .shape = &approval,
	            .help = N_("who approved it, and when") },
	        END },
	    .body = true, .help = N_("why a subject has no review in a period") },
	{ S("amendment", "更正"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("record", "记录", FIELD_RECORD), GONE,
	            .help = N_("id of the record that was changed, added, removed or renamed") },
	        { F("renamed", "改名为", FIELD_RECORD), GONE,
	            .help = N_("the id that it has now, when it was renamed") },
	        { F("subject", "对象", FIELD_SUBJECT), GONE,
	            .help = N_("whose entry in the roster was changed; of a record that was removed, whom it was about") },
	        { F("period", "周期", FIELD_TERM),
	            .vocabulary = VOCABULARY_PERIOD,
	            .help = N_("the sealed period that it reaches into (default: the record's)") },
	        { F("reason", "理由", FIELD_TEXT), REQUIRED,
	            .help = N_("why") },
	        { F("approved", "批准", FIELD_MAP), REQUIRED, .shape = &approval,
	            .help = N_("who approved it, and when") },
	        { F("date", "时间", FIELD_DATE), REQUIRED,
	            .help = N_("when it was changed") },
	        { F("changed", "更正内容", FIELD_TEXT), REQUIRED,
	            .help = N_("what it said and what it says now") },
	        END },
	    .body = true, .help = N_("what was changed after circulation, and why") },
	{ .name = NULL },
};

/* ---- configuration ---- */

static const struct shape edition_shape = { S("edition", "版本"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED,
	        .help = N_("its folder below output/") },
	    { F("title", "名称", FIELD_TEXT), REQUIRED,
	        .help = N_("what people call it") },
	    { F("audience", "对象", FIELD_SCOPE), REQUIRED,
	        .help = N_("ORGANISATION/CLASS that it is for") },
	    { F("each", "逐一", FIELD_TEXT),
	        .help = N_("a level or a class: an edition for every "
	                   "organisation of it") },
	    END } };

static const struct shape fonts = { S("fonts", "字体"),
	.fields = (const struct field[]){
	    { F("folders", "文件夹", FIELD_TEXT), LIST,
	        .help = N_("searched before the system's fonts; a path, in the site's folder") },
	    END } };

static const char *const prohibitions[] = { "basic", "基本", "gb", "国标",
	"strict", "严格", NULL };

static const struct shape print = { S("print", "排印"),
	.fields = (const struct field[]){
	    { F("prohibition", "禁则", FIELD_CHOICE), .choices = prohibitions,
	        .help = N_("what may not begin or end a line, as in W3C "
	                   "clreq; gb when left out") },
	    { F("secrecy", "密级", FIELD_BOOLEAN),
	        .help = N_("bulletins may carry a secrecy mark (default: no)") },
	    END } };

static const struct shape allowance = { S("allowance", "放行"),
	.fields = (const struct field[]){
	    { F("text", "文字", FIELD_TEXT), REQUIRED,
	        .help = N_("as it stands in the output") },
	    { F("reason", "理由", FIELD_TEXT), REQUIRED,
	        .help = N_("why it tells nothing that is hidden") },
	    END } };

static const struct shape leaks = { S("leaks", "防泄"),
	.fields = (const struct field[]){
	    { F("allow", "放行", FIELD_MAP), LIST, .shape = &allowance,
	        .help = N_("what may stand in an edition although it looks like something hidden") },
	    END } };

static const char *const name_orders[] = { "strokes", "笔画", "pinyin", "拼音",
	NULL };

const struct shape site_shape = { S("site", "站点"),
	.fields = (const struct field[]){
	    { F("title", "标题", FIELD_TEXT), REQUIRED,
	        .help = N_("on every page") },
	    { F("owner", "主办", FIELD_TEXT), .help = N_("the office that runs it") },
	    { F("language", "语言", FIELD_TEXT),
	        .help = N_("of the pages, as in HTML (default: zh-CN)") },
	    { F("base", "网址", FIELD_TEXT),
	        .help = N_("address that the site is served at") },
	    { F("theme", "主题", FIELD_TEXT),
	        .help = N_("folder of themes/ (default: default)") },
	    { F("filters", "过滤器", FIELD_TEXT), LIST,
	        .help = N_("files in scripts/, in the order they run") },
	    { F("order", "姓名排序", FIELD_CHOICE), .choices = name_orders,
	        .help = N_("of people in lists; strokes when left out") },
	    { F("editions", "版本", FIELD_MAP), REQUIRED_LIST,
	        .shape = &edition_shape,
	        .help = N_("one for each audience") },
	    { F("bound", "合订", FIELD_BOOLEAN),
	        .help = N_("one page for all that an organisation has of a period, in "
	                   "place of one a record (default: no)") },
	    { F("fonts", "字体", FIELD_MAP), .shape = &fonts,
	        .help = N_("for the print") },
	    { F("print", "排印", FIELD_MAP), .shape = &print,
	        .help = N_("how bulletins are set, and what they may carry") },
	    { F("leaks", "防泄", FIELD_MAP), .shape = &leaks,
	        .help = N_("for the scan of what is to be published") },
	    END } };

static const struct shape term_shape = { S("term", "用语"),
	.fields = (const struct field[]){
	    TERM(N_("by which records name it")),
	    END } };

/* One who may review: who he is to the subject. */
static const char *const relations[] = { "superior-head", "上级负责人",
	"own-head", "本级负责人", "branch-head", "支部负责人", "liaison",
	"联点领导", "inflow-head", "流入地负责人", "root-head", "学校主要负责人",
	"root-leader", "学校领导", NULL };
static const char *const form_subjects[] = { "organisation", "党组织",
	"officer", "班子成员", "member", "党员", NULL };

static const struct shape reviewer = { S("reviewer", "点评人"),
	.fields = (const struct field[]){
	    { F("relation", "关系", FIELD_CHOICE), REQUIRED,
	        .choices = relations,
	        .help = N_("who he is to the subject") },
	    { F("class", "分类", FIELD_TERM), .vocabulary = VOCABULARY_GROUP,
	        .help = N_("only for organisations of this class") },
	    { F("category", "类别", FIELD_TERM),
	        .vocabulary = VOCABULARY_CATEGORY,
	        .help = N_("only for members of this category") },
	    { F("only", "唯一", FIELD_BOOLEAN),
	        .help = N_("for those, nobody else may review") },
	    { F("method", "点评方式", FIELD_TERM),
	        .vocabulary = VOCABULARY_METHOD,
	        .help = N_("the method such a review takes") },
	    END } };

/* A method or an occasion, and which forms it is for. */
static const struct shape method_shape = { S("method", "点评方式"),
	.fields = (const struct field[]){
	    TERM(N_("by which records name it")),
	    { F("forms", "点评表", FIELD_TERM), LIST,
	        .vocabulary = VOCABULARY_FORM, .help = N_("default: all") },
	    { F("participation", "群众参加", FIELD_BOOLEAN),
	        .help = N_("no: members and masses need not take part") },
	    END } };

static const struct shape occasion_shape = { S("occasion", "场合"),
	.fields = (const struct field[]){
	    TERM(N_("by which records name it")),
	    { F("forms", "点评表", FIELD_TERM), LIST,
	        .vocabulary = VOCABULARY_FORM, .help = N_("default: all") },
	    END } };

static const struct shape grade_shape = { S("grade", "等次"),
	.fields = (const struct field[]){
	    TERM(N_("by which records name it")),
	    { F("most", "比例上限", FIELD_INTEGER),
	        .help = N_("percent of the graded that may have it") },
	    END } };

static const struct shape category_shape = { S("category", "党员类别"),
	.fields = (const struct field[]){
	    TERM(N_("by which people.yaml names it")),
	    { F("needs", "须填写", FIELD_TEXT), LIST,
	        .help = N_("fields that a review of such a member has") },
	    { F("grade", "评定等次", FIELD_BOOLEAN),
	        .help = N_("no: reviewed without a grade") },
	    { F("inflow", "流入", FIELD_BOOLEAN),
	        .help = N_("yes: the roster says where the member has come to") },
	    END } };

static const struct shape authority = { S("authority", "审批权限"),
	.fields = (const struct field[]){
	    { F("release", "公开审批", FIELD_CHOICE), LIST,
	        .choices = relations,
	        .help = N_("who may approve a release") },
	    { F("waiver", "免评", FIELD_CHOICE), LIST, .choices = relations,
	        .help = N_("who may approve a waiver") },
	    { F("amendment", "更正", FIELD_CHOICE), LIST,
	        .choices = relations,
	        .help = N_("who may approve an amendment") },
	    END } };

static const struct shape period_shape = { S("period", "周期"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED,
	        .help = N_("by which records name it; its folder below content/") },
	    { F("name", "名称", FIELD_TEXT), REQUIRED,
	        .help = N_("what people read") },
	    { F("from", "起", FIELD_DATE), REQUIRED,
	        .help = N_("first day") },
	    { F("to", "止", FIELD_DATE), REQUIRED,
	        .help = N_("last day") },
	    { F("due", "完成时限", FIELD_DATE), REQUIRED,
	        .help = N_("last day for its reviews") },
	    END } };

static const struct shape aspect = { S("aspect", "方面"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED,
	        .help = N_("by which sections and problems name it") },
	    { F("title", "标题", FIELD_TEXT), REQUIRED,
	        .help = N_("heading of its section") },
	    { F("titles", "别名", FIELD_TEXT), LIST,
	        .help = N_("other headings that mean it") },
	    { F("guidance", "说明", FIELD_TEXT),
	        .help = N_("what to say, for the form and for `new`") },
	    { F("problems", "问题与方向", FIELD_BOOLEAN),
	        .help = N_("yes: states problems and direction, not results") },
	    END } };

const struct shape form_shape = { S("form", "点评表"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED,
	        .help = N_("by which records name it") },
	    { F("name", "名称", FIELD_TEXT), REQUIRED,
	        .help = N_("full name of the form") },
	    { F("short", "简称", FIELD_TEXT), .help = N_("in tables") },
	    { F("subject", "点评对象", FIELD_CHOICE),
	        .choices = form_subjects,
	        .help = N_("whom it is for (default: anybody)") },
	    { F("levels", "组织层级", FIELD_TERM), LIST,
	        .vocabulary = VOCABULARY_LEVEL,
	        .help = N_("of the organisations it is for (default: all)") },
	    { F("reviewers", "点评人", FIELD_MAP), LIST, .shape = &reviewer,
	        .help = N_("who may review (default: anybody)") },
	    { F("coverage", "全覆盖", FIELD_BOOLEAN),
	        .help = N_("no: not everybody is reviewed in every period") },
	    { F("occasion", "须写场合", FIELD_BOOLEAN),
	        .help = N_("yes: a review names its occasion") },
	    { F("aspects", "方面", FIELD_MAP), REQUIRED_LIST, .shape = &aspect,
	        .help = N_("what a review must say, in this order") },
	    END } };

const struct shape programme_shape = { S("programme", "方案"),
	.fields = (const struct field[]){
	    { F("title", "标题", FIELD_TEXT), REQUIRED,
	        .help = N_("name of the programme") },
	    { F("classes", "对象类别", FIELD_MAP), REQUIRED_LIST,
	        .shape = &term_shape,
	        .help = N_("audiences from wide to narrow; the last are leaders") },
	    { F("levels", "组织层级", FIELD_MAP), REQUIRED_LIST,
	        .shape = &term_shape,
	        .help = N_("kinds of organisation, from the top down") },
	    { F("periods", "周期", FIELD_MAP), REQUIRED_LIST,
	        .shape = &period_shape,
	        .help = N_("each with the day its reviews are due") },
	    { F("forms", "点评表", FIELD_MAP), REQUIRED_LIST,
	        .shape = &form_shape,
	        .help = N_("review forms: whom they are for, what they ask") },
	    { F("methods", "点评方式", FIELD_MAP), REQUIRED_LIST,
	        .shape = &method_shape,
	        .help = N_("how a review may be held") },
	    { F("occasions", "场合", FIELD_MAP), LIST,
	        .shape = &occasion_shape,
	        .help = N_("on which a review may be held") },
	    { F("preparations", "准备", FIELD_MAP), LIST, .shape = &term_shape,
	        .help = N_("ways in which a reviewer prepares") },
	    { F("grades", "等次", FIELD_MAP), LIST, .shape = &grade_shape,
	        .help = N_("grades, from best to worst") },
	    { F("categories", "党员类别", FIELD_MAP), LIST,
	        .shape = &category_shape,
	        .help = N_("categories of members that are reviewed otherwise") },
	    { F("groups", "组织分类", FIELD_MAP), LIST, .shape = &term_shape,
	        .help = N_("classes of organisations: weak, …") },
	    { F("authority", "审批权限", FIELD_MAP), .shape = &authority,
	        .help = N_("whose approval counts") },
	    { F("cutoffs", "统计截止日", FIELD_DATE), LIST,
	        .help = N_("days on which guarded figures change (default: the end of every month)") },
	    { F("scope", "范围", FIELD_ANY), REQUIRED,
	        .help = N_("default labels by kind, form, aspect and field") },
	    { F("blur", "模糊用语", FIELD_ANY),
	        .help = N_("words for small numbers: {个别: 2, 少数: 5, 部分: ~}") },
	    { F("rules", "规则", FIELD_ANY),
	        .help = N_("severity and parameter by code, name or family") },
	    END } };

static const struct shape holder = { S("holder", "任职"),
	.fields = (const struct field[]){
	    { F("person", "人员", FIELD_TEXT), REQUIRED,
	        .help = N_("id or name") },
	    FROM_TO,
	    END } };

static const struct shape place_in_tree = { S("superior", "上级"),
	.fields = (const struct field[]){
	    { F("organisation", "党组织", FIELD_TEXT), REQUIRED,
	        .help = N_("id or name") },
	    FROM_TO,
	    END } };

const struct shape organisation_shape = { S("organisation", "党组织"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED,
	        .help = N_("by which records name it") },
	    { F("name", "名称", FIELD_TEXT), REQUIRED,
	        .help = N_("full name") },
	    { F("short", "简称", FIELD_TEXT),
	        .help = N_("short name (default: the full one)") },
	    { F("former", "曾用名", FIELD_TEXT), LIST,
	        .help = N_("former names, by which old records may name it") },
	    { F("level", "层级", FIELD_TERM), REQUIRED,
	        .vocabulary = VOCABULARY_LEVEL,
	        .help = N_("kind of organisation") },
	    { F("superior", "上级", FIELD_MAP), LIST, .shape = &place_in_tree,
	        .help = N_("the organisation above it") },
	    { F("head", "负责人", FIELD_MAP), LIST, .shape = &holder,
	        .help = N_("who heads it") },
	    { F("deputies", "班子成员", FIELD_MAP), LIST, .shape = &holder,
	        .help = N_("other members of its leading group") },
	    { F("liaison", "联点领导", FIELD_MAP), LIST, .shape = &holder,
	        .help = N_("leader whose liaison point it is") },
	    { F("classes", "分类", FIELD_TERM), LIST,
	        .vocabulary = VOCABULARY_GROUP, .help = N_("weak, …") },
	    FROM_TO,
	    END } };

static const struct shape membership = { S("membership", "所在支部"),
	.fields = (const struct field[]){
	    { F("organisation", "党组织", FIELD_TEXT), REQUIRED,
	        .help = N_("id or name") },
	    FROM_TO,
	    END } };

static const struct shape post = { S("post", "职务"),
	.fields = (const struct field[]){
	    { F("title", "名称", FIELD_TEXT), REQUIRED,
	        .help = N_("what it is called") },
	    FROM_TO,
	    END } };

static const struct shape category = { S("category", "类别"),
	.fields = (const struct field[]){
	    { F("id", "类别", FIELD_TERM), REQUIRED,
	        .vocabulary = VOCABULARY_CATEGORY,
	        .help = N_("the category") },
	    { F("inflow", "流入", FIELD_TEXT),
	        .help = N_("organisation a floating member has come to") },
	    FROM_TO,
	    END } };

const struct shape person_shape = { S("person", "人员"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED,
	        .help = N_("by which records name the person") },
	    { F("name", "姓名", FIELD_TEXT), REQUIRED,
	        .help = N_("full name") },
	    { F("branch", "所在支部", FIELD_MAP), LIST, .shape = &membership,
	        .help = N_("branch that the person is a member of") },
	    { F("posts", "职务", FIELD_MAP), LIST, .shape = &post,
	        .help = N_("posts held") },
	    { F("joined", "入党时间", FIELD_DATE),
	        .help = N_("when the person joined") },
	    { F("category", "类别", FIELD_MAP), LIST, .shape = &category,
	        .help = N_("category that asks for another way of review") },
	    END } };

/* ---- what `seal` writes ---- */

#define DIGEST(alias, text)                                                    \
	{ F("digest", alias, FIELD_TEXT), REQUIRED, .help = text }

static const struct shape sealed_before = { S("previous", "前一封存"),
	.fields = (const struct field[]){
	    { F("seal", "封存", FIELD_TEXT), REQUIRED,
	        .help = N_("id of the seal before it") },
	    DIGEST("校验码", N_("SHA-256 of that file")),
	    END } };

static const struct shape sealed_record = { S("record", "记录"),
	.fields = (const struct field[]){
	    { F("record", "记录", FIELD_TEXT), REQUIRED,
	        .help = N_("its id") },
	    DIGEST("校验码", N_("SHA-256 of its text")),
	    END } };

static const struct shape sealed_entry = { S("entry", "名册条目"),
	.fields = (const struct field[]){
	    { F("subject", "对象", FIELD_TEXT), REQUIRED,
	        .help = N_("id of an organisation or a person") },
	    { F("names", "名称", FIELD_TEXT), REQUIRED_LIST,
	        .help = N_("what it was called") },
	    DIGEST("校验码", N_("SHA-256 of what the roster said of it up to that day")),
	    END } };

static const struct shape sealed_file = { S("file", "文件"),
	.fields = (const struct field[]){
	    { F("file", "文件", FIELD_TEXT), REQUIRED,
	        .help = N_("settings, rosters, scripts, the theme: its path") },
	    DIGEST("校验码", N_("SHA-256 of its bytes")),
	    END } };

static const struct shape sealed_edition = { S("edition", "版本"),
	.fields = (const struct field[]){
	    { F("edition", "版本", FIELD_TEXT), REQUIRED,
	        .help = N_("its id") },
	    { F("bag", "归档包", FIELD_TEXT), REQUIRED,
	        .help = N_("name of the file that is archived") },
	    DIGEST("校验码", N_("SHA-256 of that file")),
	    { F("root", "校验值", FIELD_TEXT),
	        .help = N_("of the tree over its records: its paper bears it") },
	    END } };

const struct shape seal_shape = { S("seal", "封存"),
	.fields = (const struct field[]){
	    { F("period", "周期", FIELD_TEXT), REQUIRED,
	        .help = N_("what is sealed") },
	    { F("version", "版次", FIELD_INTEGER), REQUIRED,
	        .help = N_("1; more after amendments") },
	    { F("as-of", "截至", FIELD_DATE), REQUIRED,
	        .help = N_("the day that its editions were made for") },
	    { F("tool", "程序", FIELD_TEXT), REQUIRED,
	        .help = N_("what made them") },
	    { F("commit", "提交", FIELD_TEXT), REQUIRED,
	        .help = N_("of git's, from which they can be made again") },
	    { F("key", "密钥", FIELD_TEXT),
	        .help = N_("fingerprint of the office key of its roots") },
	    { F("previous", "前一封存", FIELD_MAP), .shape = &sealed_before,
	        .help = N_("the seal before it; none in the first") },
	    { F("editions", "版本", FIELD_MAP), LIST, .shape = &sealed_edition,
	        .help = N_("what was archived") },
	    { F("records", "记录", FIELD_MAP), LIST, .shape = &sealed_record,
	        .help = N_("the records of the period") },
	    { F("roster", "名册", FIELD_MAP), LIST, .shape = &sealed_entry,
	        .help = N_("organisations and people as of that day") },
	    { F("files", "文件", FIELD_MAP), LIST, .shape = &sealed_file,
	        .help = N_("what else the editions were made from") },
	    { F("figures", "数据", FIELD_ANY),
	        .help = N_("what was told of tallies, and from whom") },
	    END } };
