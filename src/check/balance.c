/*
 * Results and problems are both stated: plan, chapter 2, whose last aspect is
 * never empty; a form says which of its aspects are for problems.  A clause
 * such as 暂无明显问题 states nothing, whatever its length; neither does what
 * is shorter than the rule's parameter.
 */
#include "base/utf8.h"
#include "check/check.h"
#include "model/rules.h"

/* ---- clauses that say nothing ---- */

static const char *const openings[] = { "目前", "现阶段", "总体上", "总体",
	"总的来看", "本季度", "该同志", "该支部", "该党支部", "该单位", "暂时",
	"基本", NULL };
static const char *const denials[] = { "没有发现", "暂未发现", "尚未发现", "未发现", "未见",
	"不存在", "暂无", "尚无", "并无", "没有", "无", NULL };
static const char *const degrees[] = { "明显", "突出", "较大", "大", "什么",
	"任何", "的", NULL };
static const char *const nouns[] = { "存在问题", "问题", "不足之处", "不足",
	"缺点", "成绩", "成效", "亮点", "情况", "方向", "和", "与", "及", NULL };
static const char *const empties[] = { "略", "从略", "同上", "待补充", "待定",
	"不详", "一切正常", "一切良好", "正常", "良好", "较好", "很好", "尚可",
	"一般", "问题不明显", "问题不大", "见正文", "见附件", NULL };

static bool
strip_any(struct text *text, const char *const *words)
{
	const char *word = text_starts_any(*text, words);
	if (word != NULL)
		*text = text_from(*text, strlen(word));
	return word != NULL;
}

static void
strip_all(struct text *text, const char *const *words)
{
	while (strip_any(text, words))
		continue;
}

static bool
is_evasive(struct text clause)
{
	strip_all(&clause, openings);
	for (size_t i = 0; empties[i] != NULL; i++)
		if (text_is(clause, empties[i]))
			return true;
	if (clause.len == 0)
		return true;
	/* Whatever stands before: 经认真查找没有发现明显问题. */
	for (size_t pos = 0; pos < clause.len; utf8_next(clause, &pos)) {
		struct text rest = text_from(clause, pos);
		struct text before = text_cut(clause, 0, pos);
		if (!strip_any(&rest, denials) || text_ends(before, "不是") ||
		    text_ends(before, "并非"))
			continue;
		strip_all(&rest, degrees);
		bool named = strip_any(&rest, nouns);
		strip_all(&rest, nouns);
		if (rest.len == 0 && (named || pos == 0))
			return true;
	}
	return false;
}

static bool
ends_clause(uint32_t code)
{
	return code == '\n' || code == ',' || code == ';' || code == '.' ||
	    code == 0x3001 /* 、 */ || code == 0x3002 /* 。 */ ||
	    code == 0xFF0C /* ， */ || code == 0xFF1B /* ； */ ||
	    code == 0xFF01 /* ！ */;
}

/* A clause's characters without punctuation; more than that says something. */
#define CLAUSE_ROOM 128

struct counting {
	char clause[CLAUSE_ROOM];
	size_t len, characters; /* of the clause; len stops at the room */
	int64_t said;
};

static void
clause_end(struct counting *c)
{
	struct text clause = { c->clause, c->len };
	if (c->len + 4 > CLAUSE_ROOM || !is_evasive(clause))
		c->said += (int64_t)c->characters;
	c->len = c->characters = 0;
}

/* Are there so many characters in clauses that say something? */
static bool
says_enough(struct text text, int64_t least)
{
	struct counting c = { .said = 0 };
	for (size_t pos = 0; pos < text.len && c.said < least;) {
		uint32_t code = utf8_next(text, &pos);
		if (ends_clause(code)) {
			clause_end(&c);
		} else if (utf8_is_telling(code)) {
			c.characters++;
			if (c.len + 4 <= CLAUSE_ROOM)
				c.len += utf8_encode(code, c.clause + c.len);
		}
	}
	clause_end(&c);
	return c.said >= least;
}

/* ---- the two halves ---- */

struct half {
	const struct section *first; /* with text, but saying nothing */
	bool says;
};

/* What the aspects of a sort say, problems or results. */
static struct half
half_of(const struct record *review, bool problems, int64_t least)
{
	struct half half = { NULL, false };
	for (size_t i = 0; i < review->section_count; i++) {
		const char *id = review->section_aspects[i];
		const struct section *section = &review->sections[i];
		const struct aspect *aspect =
		    id == NULL ? NULL : form_aspect(review->form, text_of(id));
		if (aspect == NULL || aspect->problems != problems ||
		    text_trim(section->body).len == 0)
			continue;
		if (says_enough(section->body, least))
			return (struct half){ NULL, true };
		if (half.first == NULL)
			half.first = section;
	}
	return half;
}

static void
half_check(const struct checking *checking, const struct record *review,
    bool problems, struct diags *diags)
{
	enum rule_id rule =
	    problems ? RULE_BALANCE_NO_PROBLEM : RULE_BALANCE_NO_RESULT;
	struct half half = half_of(review, problems,
	    programme_number(checking->programme, rule));
	/* What is missing or empty is the business of the family aspects. */
	if (half.says || half.first == NULL ||
	    (problems && value_count(record_get(review, "problems")) > 0))
		return;
	struct span span = check_heading(half.first);
	struct diag *d = problems
	    ? diag_at(diags, &rules[rule], span,
		  "the review names no problem and no direction")
	    : diag_at(diags, &rules[rule], span,
		  "the review affirms no result");
	check_also_setting(checking, diags, d, rule);
}

void
check_balance(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	if (record->form == NULL)
		return;
	half_check(checking, record, true, diags);
	half_check(checking, record, false, diags);
}
