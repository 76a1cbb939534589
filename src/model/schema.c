#include "model/schema.h"
#include "base/diag.h"

/* Name, Chinese alias, type. */
#define F(n, a, t) .name = (n), .alias = (a), .type = (t)
#define S(n, a) .name = (n), .alias = (a)
#define REQUIRED .flags = FIELD_REQUIRED
#define LIST .flags = FIELD_LIST
#define REQUIRED_LIST .flags = FIELD_REQUIRED | FIELD_LIST
#define END { .name = NULL }

/* Which kind it is, and who may read it: in every record. */
#define COMMON                                                                 \
	{ F("kind", "类型", FIELD_TEXT), REQUIRED, .help = "kind of record" },     \
	{ F("scope", "范围", FIELD_SCOPE),                                          \
	    .help = "who may read it; can only narrow the programme's default" }

#define PERIOD(...)                                                            \
	{ F("period", "周期", FIELD_TERM), __VA_ARGS__,                            \
	    .vocabulary = VOCABULARY_PERIOD, .help = "period it belongs to" }

/* When something held: in rosters, where who somebody was counts. */
#define FROM_TO                                                                \
	{ F("from", "起", FIELD_DATE), .help = "first day" },                       \
	{ F("to", "止", FIELD_DATE), .help = "last day" }

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
	    { F("id", "编号", FIELD_TEXT), REQUIRED },
	    { F("text", "内容", FIELD_TEXT), REQUIRED },
	    END } };

static const struct shape pledge = { S("pledge", "承诺"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED },
	    { F("text", "内容", FIELD_TEXT), REQUIRED },
	    { F("state", "状态", FIELD_CHOICE), .choices = pledge_states },
	    END } };

/* What a review says of a pledge of the report. */
static const struct shape answer = { S("answer", "兑现"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED,
	        .help = "id of a pledge of the report" },
	    { F("state", "状态", FIELD_CHOICE), REQUIRED,
	        .choices = pledge_states },
	    { F("text", "说明", FIELD_TEXT) },
	    END } };

static const struct shape opinion = { S("opinion", "意见"),
	.fields = (const struct field[]){
	    { F("text", "内容", FIELD_TEXT), REQUIRED },
	    { F("id", "编号", FIELD_TEXT) },
	    { F("by", "提出人", FIELD_TERM), .vocabulary = VOCABULARY_CLASS,
	        .help = "members or masses" },
	    END } };

static const struct shape attendance = { S("attendance", "参加人员"),
	.fields = (const struct field[]){
	    { F("members", "普通党员", FIELD_INTEGER) },
	    { F("masses", "群众代表", FIELD_INTEGER) },
	    { F("others", "其他", FIELD_INTEGER) },
	    END } };

static const struct shape ballots = { S("ballots", "测评"),
	.fields = (const struct field[]){
	    { F("roll", "在册", FIELD_INTEGER), REQUIRED },
	    { F("present", "到会", FIELD_INTEGER), REQUIRED },
	    { F("valid", "有效票", FIELD_INTEGER), REQUIRED },
	    { F("counts", "票数", FIELD_ANY), REQUIRED, .help = "grade: votes" },
	    END } };

static const struct shape measure = { S("measure", "措施"),
	.fields = (const struct field[]){
	    { F("text", "内容", FIELD_TEXT), REQUIRED },
	    { F("id", "编号", FIELD_TEXT),
	        .help = "by which replies name it" },
	    END } };

static const struct shape problem = { S("problem", "问题"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED },
	    { F("text", "内容", FIELD_TEXT), REQUIRED },
	    { F("aspect", "方面", FIELD_TERM), .vocabulary = VOCABULARY_ASPECT },
	    { F("advice", "建议", FIELD_TEXT) },
	    { F("from", "来自", FIELD_TEXT),
	        .help = "id of the opinion that raised it" },
	    { F("owner", "责任人", FIELD_PERSON) },
	    { F("standard", "标准", FIELD_TEXT),
	        .help = "what counts as rectified" },
	    { F("measures", "措施", FIELD_MAP), LIST, .shape = &measure },
	    { F("due", "时限", FIELD_DATE) },
	    { F("verifier", "核验人", FIELD_PERSON),
	        .help = "who may close it in the reviewer's place" },
	    { F("scope", "范围", FIELD_SCOPE) },
	    END } };

static const struct shape reply_item = { S("item", "事项"),
	.fields = (const struct field[]){
	    { F("problem", "问题", FIELD_TEXT), REQUIRED,
	        .help = "id of a problem of the review" },
	    { F("measure", "措施", FIELD_TEXT),
	        .help = "id of a measure, or what was done" },
	    { F("state", "状态", FIELD_CHOICE), .choices = item_states },
	    { F("evidence", "佐证", FIELD_TEXT) },
	    { F("due", "时限", FIELD_DATE) },
	    { F("reason", "理由", FIELD_TEXT) },
	    END } };

static const struct shape attachment = { S("attachment", "附件"),
	.fields = (const struct field[]){
	    { F("title", "名称", FIELD_TEXT), REQUIRED },
	    { F("file", "文件", FIELD_TEXT) },
	    END } };

static const struct shape approval = { S("approval", "审批"),
	.fields = (const struct field[]){
	    { F("by", "人", FIELD_PERSON), REQUIRED },
	    { F("date", "时间", FIELD_DATE), REQUIRED },
	    END } };

static const struct shape covered = { S("covered", "记录"),
	.fields = (const struct field[]){
	    { F("record", "记录", FIELD_RECORD), REQUIRED },
	    { F("digest", "摘要", FIELD_TEXT) },
	    END } };

const struct shape record_kinds[] = {
	{ S("plan", "方案"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("organisation", "党组织", FIELD_ORGANISATION), REQUIRED },
	        PERIOD(.flags = 0),
	        { F("title", "标题", FIELD_TEXT), REQUIRED },
	        { F("date", "时间", FIELD_DATE) },
	        { F("basis", "依据", FIELD_TEXT), LIST },
	        { F("tasks", "中心工作", FIELD_MAP), LIST, .shape = &item_of_work },
	        END },
	    .body = true, .help = "an organisation's own plan of the reviews" },
	{ S("participation", "参加"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("leader", "领导", FIELD_SUBJECT), REQUIRED,
	            .help = "a leader, or the department that guides" },
	        { F("organisation", "党组织", FIELD_ORGANISATION), REQUIRED },
	        PERIOD(.flags = 0),
	        { F("date", "时间", FIELD_DATE), REQUIRED },
	        { F("occasion", "场合", FIELD_TERM),
	            .vocabulary = VOCABULARY_OCCASION },
	        END },
	    .body = true,
	    .help = "a leader joined the life of a branch or guided a unit" },
	{ S("report", "汇报"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("subject", "汇报人", FIELD_SUBJECT), REQUIRED },
	        PERIOD(REQUIRED),
	        { F("date", "时间", FIELD_DATE), REQUIRED },
	        { F("pledges", "公开承诺", FIELD_MAP), LIST, .shape = &pledge },
	        { F("measures", "措施", FIELD_TEXT), LIST },
	        END },
	    .body = true, .help = "what was pledged, kept and is planned" },
	{ S("review", "点评"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("form", "点评表", FIELD_TERM), REQUIRED,
	            .vocabulary = VOCABULARY_FORM },
	        { F("subject", "点评对象", FIELD_SUBJECT), REQUIRED },
	        { F("reviewer", "点评人", FIELD_PERSON), REQUIRED },
	        PERIOD(REQUIRED),
	        { F("date", "点评时间", FIELD_DATE), REQUIRED },
	        { F("recorded", "填表日期", FIELD_DATE) },
	        { F("round", "轮次", FIELD_CHOICE), .choices = rounds,
	            .help = "regular (default), or a liaison leader's in between" },
	        { F("preparation", "准备", FIELD_TERM), LIST,
	            .vocabulary = VOCABULARY_PREPARATION },
	        { F("tasks", "中心工作", FIELD_TEXT), LIST },
	        { F("method", "点评方式", FIELD_TERM), REQUIRED,
	            .vocabulary = VOCABULARY_METHOD },
	        { F("occasion", "场合", FIELD_TERM),
	            .vocabulary = VOCABULARY_OCCASION },
	        { F("venue", "地点", FIELD_TEXT) },
	        { F("attendance", "参加人员", FIELD_MAP), .shape = &attendance },
	        { F("opinions", "群众意见", FIELD_MAP), LIST, .shape = &opinion },
	        { F("report", "汇报", FIELD_RECORD), .target = "report" },
	        { F("pledges", "承诺兑现", FIELD_MAP), LIST, .shape = &answer,
	            .help = "what became of the report's pledges" },
	        { F("handling", "灵活方式", FIELD_TEXT),
	            .help = "how it was fitted to a member's situation" },
	        { F("contact", "流出地联系", FIELD_TEXT),
	            .help = "how the outflow organisation keeps contact" },
	        { F("grade", "评定意见", FIELD_TERM),
	            .vocabulary = VOCABULARY_GRADE },
	        { F("ballots", "测评", FIELD_MAP), .shape = &ballots },
	        { F("problems", "问题", FIELD_MAP), LIST, .shape = &problem },
	        END },
	    .body = true, .help = "a leader's review, as in the review form" },
	{ S("reply", "整改回复"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("review", "点评", FIELD_RECORD), REQUIRED, .target = "review" },
	        { F("date", "时间", FIELD_DATE), REQUIRED },
	        { F("from", "回复人", FIELD_SUBJECT) },
	        { F("items", "事项", FIELD_MAP), LIST, .shape = &reply_item },
	        END },
	    .body = true, .help = "the written reply to the reviewer" },
	{ S("exemplar", "典型"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("subject", "典型对象", FIELD_SUBJECT), REQUIRED },
	        { F("title", "标题", FIELD_TEXT), REQUIRED },
	        PERIOD(REQUIRED),
	        { F("date", "时间", FIELD_DATE) },
	        END },
	    .body = true, .help = "an example to learn from" },
	{ S("bulletin", "通报"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("head", "版头", FIELD_CHOICE), .choices = heads,
	            .help = "circular (default) or newsletter" },
	        { F("number", "发文字号", FIELD_TEXT) },
	        { F("title", "标题", FIELD_TEXT), REQUIRED },
	        { F("issuer", "发文机关", FIELD_TEXT), REQUIRED,
	            .help = "who issues it: the signature" },
	        { F("mark", "发文机关标志", FIELD_TEXT),
	            .help = "the red head, when it is not the issuer + 文件" },
	        { F("addressees", "主送", FIELD_TEXT), LIST },
	        { F("copies", "抄送", FIELD_TEXT), LIST },
	        { F("date", "成文日期", FIELD_DATE), REQUIRED },
	        { F("edition", "版本", FIELD_TEXT), REQUIRED,
	            .help = "the edition its figures are made from" },
	        PERIOD(REQUIRED),
	        { F("note", "附注", FIELD_TEXT), .help = "states the scope" },
	        { F("attachments", "附件", FIELD_MAP), LIST,
	            .shape = &attachment },
	        END },
	    .body = true, .help = "a circular or newsletter with live figures" },
	{ S("release", "公开审批"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("edition", "版本", FIELD_TEXT) },
	        PERIOD(.flags = 0),
	        { F("records", "记录", FIELD_MAP), LIST, .shape = &covered },
	        { F("what", "公开内容", FIELD_TEXT), REQUIRED },
	        { F("audience", "公开范围", FIELD_SCOPE), REQUIRED },
	        { F("means", "公开方式", FIELD_TEXT), REQUIRED },
	        { F("proposed", "提出", FIELD_MAP), REQUIRED, .shape = &approval },
	        { F("examined", "审核", FIELD_MAP), .shape = &approval },
	        { F("approved", "批准", FIELD_MAP), REQUIRED, .shape = &approval },
	        END },
	    .body = true, .help = "an approval to make something public" },
	{ S("verification", "销号"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("problem", "问题", FIELD_PROBLEM), REQUIRED },
	        { F("date", "时间", FIELD_DATE), REQUIRED },
	        { F("by", "核验人", FIELD_PERSON), REQUIRED },
	        { F("result", "结果", FIELD_CHOICE), REQUIRED,
	            .choices = results },
	        { F("evidence", "佐证", FIELD_TEXT) },
	        END },
	    .body = true, .help = "only this closes a problem" },
	{ S("waiver", "免评"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("subject", "对象", FIELD_SUBJECT), REQUIRED },
	        PERIOD(REQUIRED),
	        { F("reason", "理由", FIELD_TEXT), REQUIRED },
	        { F("approved", "批准", FIELD_MAP), REQUIRED, .shape = &approval },
	        END },
	    .body = true, .help = "why a subject has no review in a period" },
	{ S("amendment", "更正"),
	    .fields = (const struct field[]){
	        COMMON,
	        { F("record", "记录", FIELD_RECORD), REQUIRED },
	        { F("reason", "理由", FIELD_TEXT), REQUIRED },
	        { F("approved", "批准", FIELD_MAP), REQUIRED, .shape = &approval },
	        { F("date", "时间", FIELD_DATE), REQUIRED },
	        { F("changed", "更正内容", FIELD_TEXT), REQUIRED },
	        END },
	    .body = true, .help = "what was changed after circulation, and why" },
	{ .name = NULL },
};

/* ---- configuration ---- */

const struct shape edition_shape = { S("edition", "版本"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED,
	        .help = "its folder below output/" },
	    { F("title", "名称", FIELD_TEXT), REQUIRED },
	    { F("audience", "对象", FIELD_SCOPE), REQUIRED },
	    END } };

static const struct shape fonts = { S("fonts", "字体"),
	.fields = (const struct field[]){
	    { F("folders", "文件夹", FIELD_TEXT), LIST,
	        .help = "searched before the system's fonts" },
	    END } };

static const char *const name_orders[] = { "strokes", "笔画", "pinyin", "拼音",
	NULL };

const struct shape site_shape = { S("site", "站点"),
	.fields = (const struct field[]){
	    { F("title", "标题", FIELD_TEXT), REQUIRED },
	    { F("owner", "主办", FIELD_TEXT), .help = "the office that runs it" },
	    { F("language", "语言", FIELD_TEXT) },
	    { F("base", "网址", FIELD_TEXT) },
	    { F("theme", "主题", FIELD_TEXT) },
	    { F("filters", "过滤器", FIELD_TEXT), LIST,
	        .help = "files in scripts/, in the order they run" },
	    { F("order", "姓名排序", FIELD_CHOICE), .choices = name_orders,
	        .help = "of people in lists; strokes when left out" },
	    { F("editions", "版本", FIELD_MAP), REQUIRED_LIST,
	        .shape = &edition_shape },
	    { F("fonts", "字体", FIELD_MAP), .shape = &fonts },
	    END } };

const struct shape term_shape = { S("term", "用语"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED },
	    { F("name", "名称", FIELD_TEXT) },
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
	        .choices = relations },
	    { F("class", "分类", FIELD_TERM), .vocabulary = VOCABULARY_GROUP,
	        .help = "only for organisations of this class" },
	    { F("category", "类别", FIELD_TERM),
	        .vocabulary = VOCABULARY_CATEGORY,
	        .help = "only for members of this category" },
	    { F("only", "唯一", FIELD_BOOLEAN),
	        .help = "for those, nobody else may review" },
	    { F("method", "点评方式", FIELD_TERM),
	        .vocabulary = VOCABULARY_METHOD,
	        .help = "the method such a review takes" },
	    END } };

/* A method or an occasion, and which forms it is for. */
const struct shape method_shape = { S("method", "点评方式"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED },
	    { F("name", "名称", FIELD_TEXT) },
	    { F("forms", "点评表", FIELD_TERM), LIST,
	        .vocabulary = VOCABULARY_FORM, .help = "default: all" },
	    { F("participation", "群众参加", FIELD_BOOLEAN),
	        .help = "no: members and masses need not take part" },
	    END } };

const struct shape occasion_shape = { S("occasion", "场合"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED },
	    { F("name", "名称", FIELD_TEXT) },
	    { F("forms", "点评表", FIELD_TERM), LIST,
	        .vocabulary = VOCABULARY_FORM, .help = "default: all" },
	    END } };

const struct shape grade_shape = { S("grade", "等次"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED },
	    { F("name", "名称", FIELD_TEXT) },
	    { F("most", "比例上限", FIELD_INTEGER),
	        .help = "percent of the graded that may have it" },
	    END } };

const struct shape category_shape = { S("category", "党员类别"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED },
	    { F("name", "名称", FIELD_TEXT) },
	    { F("needs", "须填写", FIELD_TEXT), LIST,
	        .help = "fields that a review of such a member has" },
	    { F("grade", "评定等次", FIELD_BOOLEAN),
	        .help = "no: reviewed without a grade" },
	    { F("inflow", "流入", FIELD_BOOLEAN),
	        .help = "yes: the roster says where the member has come to" },
	    END } };

static const struct shape authority = { S("authority", "审批权限"),
	.fields = (const struct field[]){
	    { F("release", "公开审批", FIELD_CHOICE), LIST,
	        .choices = relations },
	    { F("waiver", "免评", FIELD_CHOICE), LIST, .choices = relations },
	    { F("amendment", "更正", FIELD_CHOICE), LIST,
	        .choices = relations },
	    END } };

const struct shape period_shape = { S("period", "周期"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED },
	    { F("name", "名称", FIELD_TEXT), REQUIRED },
	    { F("from", "起", FIELD_DATE), REQUIRED },
	    { F("to", "止", FIELD_DATE), REQUIRED },
	    { F("due", "完成时限", FIELD_DATE), REQUIRED },
	    END } };

static const struct shape aspect = { S("aspect", "方面"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED },
	    { F("title", "标题", FIELD_TEXT), REQUIRED },
	    { F("titles", "别名", FIELD_TEXT), LIST,
	        .help = "other headings that mean it" },
	    { F("guidance", "说明", FIELD_TEXT),
	        .help = "what to say, for the form and for `new`" },
	    { F("problems", "问题与方向", FIELD_BOOLEAN),
	        .help = "yes: states problems and direction, not results" },
	    END } };

const struct shape form_shape = { S("form", "点评表"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED },
	    { F("name", "名称", FIELD_TEXT), REQUIRED },
	    { F("short", "简称", FIELD_TEXT), .help = "in tables" },
	    { F("subject", "点评对象", FIELD_CHOICE),
	        .choices = form_subjects,
	        .help = "whom it is for (default: anybody)" },
	    { F("levels", "组织层级", FIELD_TERM), LIST,
	        .vocabulary = VOCABULARY_LEVEL,
	        .help = "of the organisations it is for (default: all)" },
	    { F("reviewers", "点评人", FIELD_MAP), LIST, .shape = &reviewer,
	        .help = "who may review (default: anybody)" },
	    { F("coverage", "全覆盖", FIELD_BOOLEAN),
	        .help = "no: not everybody is reviewed in every period" },
	    { F("occasion", "须写场合", FIELD_BOOLEAN),
	        .help = "yes: a review names its occasion" },
	    { F("aspects", "方面", FIELD_MAP), REQUIRED_LIST, .shape = &aspect },
	    END } };

const struct shape programme_shape = { S("programme", "方案"),
	.fields = (const struct field[]){
	    { F("title", "标题", FIELD_TEXT), REQUIRED },
	    { F("classes", "对象类别", FIELD_MAP), REQUIRED_LIST,
	        .shape = &term_shape,
	        .help = "audiences from wide to narrow; the last are leaders" },
	    { F("levels", "组织层级", FIELD_MAP), REQUIRED_LIST,
	        .shape = &term_shape },
	    { F("periods", "周期", FIELD_MAP), REQUIRED_LIST,
	        .shape = &period_shape },
	    { F("forms", "点评表", FIELD_MAP), REQUIRED_LIST,
	        .shape = &form_shape },
	    { F("methods", "点评方式", FIELD_MAP), REQUIRED_LIST,
	        .shape = &method_shape },
	    { F("occasions", "场合", FIELD_MAP), LIST,
	        .shape = &occasion_shape },
	    { F("preparations", "准备", FIELD_MAP), LIST, .shape = &term_shape },
	    { F("grades", "等次", FIELD_MAP), LIST, .shape = &grade_shape },
	    { F("categories", "党员类别", FIELD_MAP), LIST,
	        .shape = &category_shape },
	    { F("groups", "组织分类", FIELD_MAP), LIST, .shape = &term_shape,
	        .help = "classes of organisations: weak, …" },
	    { F("authority", "审批权限", FIELD_MAP), .shape = &authority,
	        .help = "whose approval counts" },
	    { F("scope", "范围", FIELD_ANY), REQUIRED,
	        .help = "default labels by kind, form, aspect and field" },
	    { F("blur", "模糊用语", FIELD_ANY),
	        .help = "words for small numbers: {个别: 2, 少数: 5, 部分: ~}" },
	    { F("rules", "规则", FIELD_ANY),
	        .help = "severity and parameter by code, name or family" },
	    END } };

static const struct shape holder = { S("holder", "任职"),
	.fields = (const struct field[]){
	    { F("person", "人员", FIELD_TEXT), REQUIRED },
	    FROM_TO,
	    END } };

static const struct shape place_in_tree = { S("superior", "上级"),
	.fields = (const struct field[]){
	    { F("organisation", "党组织", FIELD_TEXT), REQUIRED },
	    FROM_TO,
	    END } };

const struct shape organisation_shape = { S("organisation", "党组织"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED },
	    { F("name", "名称", FIELD_TEXT), REQUIRED },
	    { F("short", "简称", FIELD_TEXT) },
	    { F("former", "曾用名", FIELD_TEXT), LIST },
	    { F("level", "层级", FIELD_TERM), REQUIRED,
	        .vocabulary = VOCABULARY_LEVEL },
	    { F("superior", "上级", FIELD_MAP), LIST, .shape = &place_in_tree },
	    { F("head", "负责人", FIELD_MAP), LIST, .shape = &holder },
	    { F("deputies", "班子成员", FIELD_MAP), LIST, .shape = &holder },
	    { F("liaison", "联点领导", FIELD_MAP), LIST, .shape = &holder },
	    { F("classes", "分类", FIELD_TERM), LIST,
	        .vocabulary = VOCABULARY_GROUP, .help = "weak, …" },
	    FROM_TO,
	    END } };

static const struct shape membership = { S("membership", "所在支部"),
	.fields = (const struct field[]){
	    { F("organisation", "党组织", FIELD_TEXT), REQUIRED },
	    FROM_TO,
	    END } };

static const struct shape post = { S("post", "职务"),
	.fields = (const struct field[]){
	    { F("title", "名称", FIELD_TEXT), REQUIRED },
	    FROM_TO,
	    END } };

static const struct shape category = { S("category", "类别"),
	.fields = (const struct field[]){
	    { F("id", "类别", FIELD_TERM), REQUIRED,
	        .vocabulary = VOCABULARY_CATEGORY },
	    { F("inflow", "流入", FIELD_TEXT),
	        .help = "organisation a floating member has come to" },
	    FROM_TO,
	    END } };

const struct shape person_shape = { S("person", "人员"),
	.fields = (const struct field[]){
	    { F("id", "编号", FIELD_TEXT), REQUIRED },
	    { F("name", "姓名", FIELD_TEXT), REQUIRED },
	    { F("branch", "所在支部", FIELD_MAP), LIST, .shape = &membership },
	    { F("posts", "职务", FIELD_MAP), LIST, .shape = &post },
	    { F("joined", "入党时间", FIELD_DATE) },
	    { F("category", "类别", FIELD_MAP), LIST, .shape = &category },
	    END } };

/* ---- look-ups ---- */

const struct shape *
kind_find(struct text name)
{
	for (const struct shape *k = record_kinds; k->name != NULL; k++)
		if (text_is(name, k->name) || text_is(name, k->alias))
			return k;
	/* 简报 is a bulletin with another head. */
	return text_is(name, "简报") ? kind_find(TEXT_LIT("bulletin")) : NULL;
}

const struct field *
field_find(const struct shape *shape, struct text key)
{
	for (const struct field *f = shape->fields; f->name != NULL; f++)
		if (text_is(key, f->name) || text_is(key, f->alias))
			return f;
	return NULL;
}

size_t
field_index(const struct shape *shape, const char *name)
{
	for (const struct field *f = shape->fields; f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return (size_t)(f - shape->fields);
	BUG("no such field in the schema");
}

size_t
field_count(const struct shape *shape)
{
	size_t n = 0;
	while (shape->fields[n].name != NULL)
		n++;
	if (n > FIELDS_MOST)
		BUG("a shape has more fields than FIELDS_MOST");
	return n;
}

size_t
field_names(const struct shape *shape, const char **names, size_t room)
{
	size_t n = 0;
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		if (n + 2 > room)
			break;
		names[n++] = f->name;
		names[n++] = f->alias;
	}
	return n;
}
