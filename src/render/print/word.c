#include "render/print/word.h"

#include <stdbool.h>
#include "base/utf8.h"

/*
 * What titles, names of organisations and the short entries of tables are made
 * of.
 */
static const char *const words[] = {
	"关于", "印发", "转发", "批转", "开展", "情况", "通报", "通知", "意见",
	"办法", "方案", "规定", "细则", "决定", "公告", "通告", "报告", "请示",
	"批复", "纪要", "总结", "汇报", "工作", "活动", "领导", "点评", "学校",
	"大学", "理工", "学院", "党委", "总支", "支部", "党组织", "基层",
	"干部", "党员", "群众", "教师", "学生", "季度", "年度", "学期", "第一",
	"第二", "第三", "第四", "创先争优", "先进", "优秀", "建设", "学习型",
	"整改", "落实", "检查", "考核", "评议", "会议", "实施", "进一步",
	"加强", "做好", "深入", "推进", "完善", "管理", "试行", "暂行", "专题",
	"典型", "问题", "公开", "承诺", "服务", "小组", "办公室", "领导点评",
	"基层党组织", "领导小组", "先进基层", "创先争优活动", "理工大学",
	"共产党员", "共青团", "委员会", "全体", "各级", "领导班子",
	"党员领导干部", "活动中", "工作中", "党总支", "党支部", "生活会",
	"座谈会", "活动日", "党员大会", "代表", NULL,
};

/* How many characters a word has that stands at `i`; 0: it does not. */
static size_t
length_at(const uint32_t *codes, size_t i, size_t end, struct text word)
{
	size_t pos = 0, at = i;
	while (pos < word.len) {
		uint32_t code = utf8_next(word, &pos);
		if (at >= end || codes[at] != code)
			return 0;
		at++;
	}
	return at - i;
}

enum word_edge
word_edge(const uint32_t *codes, size_t first, size_t end, size_t i)
{
	bool inside = false, beside = false;
	size_t from = i - first > WORD_LONGEST ? i - WORD_LONGEST : first;
	for (const char *const *word = words; *word != NULL; word++)
		for (size_t at = from; at <= i; at++) {
			size_t len = length_at(codes, at, end, text_of(*word));
			if (len == 0)
				continue;
			inside = inside || (at < i && at + len > i);
			beside = beside || at == i || at + len == i;
		}
	if (inside)
		return beside ? WORD_SEAM : WORD_INSIDE;
	return beside ? WORD_EDGE : WORD_UNKNOWN;
}
