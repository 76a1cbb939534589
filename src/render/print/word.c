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
	"座谈会", "活动日", "党员大会", "代表",
	/* Of other titles that an office gives. */
	"改进", "改革", "提高", "贯彻", "学习", "精神", "认真", "切实", "全面",
	"坚持", "党建", "党风", "廉政", "责任", "责任制", "执行", "专项",
	"监督", "纪律", "处分", "思想", "政治", "宣传", "组织", "教育", "培训",
	"教职工", "教工", "职工", "师生", "毕业生", "研究生", "本科生",
	"辅导员", "青年", "安排", "安全", "稳定", "生产", "放假", "值班",
	"寒假", "暑假", "春节", "国庆节", "召开", "举行", "举办", "成立",
	"调整", "增补", "选举", "选拔", "推荐", "评选", "表彰", "奖励", "任免",
	"任职", "聘任", "制度", "机制", "体系", "规范", "规则", "程序", "标准",
	"审批", "科研", "教学", "质量", "经费", "财务", "资产", "采购", "招生",
	"就业", "学科", "专业", "课程", "学位", "学术", "实验室", "化学品",
	"设备", "生活", "困难", "慰问", "走访", "发展", "创新", "人才", "队伍",
	"文化", "网络", "信息", "应急", "突发", "事件", "处置", "人员", "名单",
	"结果", "公示", "经验", "交流", "现场", "参加", "征集", "申报", "验收",
	NULL,
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
	for (const char *const *word = words; *word != NULL; word++) {
		struct text text = text_of(*word);
		for (size_t at = from; at <= i; at++) {
			size_t len = length_at(codes, at, end, text);
			if (len == 0)
				continue;
			inside = inside || (at < i && at + len > i);
			beside = beside || at == i || at + len == i;
		}
	}
	if (inside)
		return beside ? WORD_SEAM : WORD_INSIDE;
	return beside ? WORD_EDGE : WORD_UNKNOWN;
}
