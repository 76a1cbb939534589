"""The fault collection: slips of a Chinese keyboard and what they cost.

A fault is a good record spoilt: `old` became `new` in it.  What `tongbao fix`
makes of it must be the good record again, byte for byte, unless `mended` says
what it makes (quotes that were not there before); None where no mend is sure.
`found` is all that `check` may say of the file: (code, line, column) each.
"""

REVIEW = """---
类型: 点评
点评表: 支部点评表
点评对象: 教工党支部
点评人: 林一
周期: 2010年第三季度
点评时间: 2010-09-28
填表日期: 2010-09-29
# 怎样准备的
准备: [走访群众, 征求意见]
点评方式: 现场点评
地点: 三楼会议室
参加人员: {普通党员: 12, 群众代表: 4}
群众意见:
  - {编号: o1, 内容: 晚上灯亮着，门却锁着, 提出人: 群众}
问题:
  - 编号: p1
    方面: problems
    内容: 值班表没有公布：十月起公布
    责任人: 何二
    措施:
      - 每周值班
      - 按月公布
    时限: 2010-10-31
---

## 推进情况 {#progress}

很好。

## 存在的问题 {#problems}

值班不够。
"""

REPORT = """---
kind: report
subject: jiaogong
period: 2010-q3
date: 2010-09-20
pledges:
  - {id: c1, text: '每周值班，随叫随到', state: kept}
measures: [每周例会, 每月走访]
---

正文：写完了。
"""

TRADITIONAL = """---
kind: report
subject: jiaogong
period: 2010-q3
date: 2010-09-20
pledges:
  - {id: 一, text: 這個學校的黨員說到做到}
---

甲。
"""


class Fault:
    def __init__(self, name, changes, found, base=REVIEW, mended="",
                 encoding="utf-8", newline="\n", mends=True):
        text = base
        for old, new in changes:
            assert text.count(old) == 1, (name, old)
            text = text.replace(old, new)
        good = base
        if isinstance(mended, list):
            for old, new in mended:
                assert good.count(old) == 1, (name, old)
                good = good.replace(old, new)
        self.name = name
        self.found = found
        self.bytes = text.replace("\n", newline).encode(encoding,
                                                         "surrogateescape")
        self.mends = mends
        self.mended = good.replace("\n", newline).encode() if mends else None


def F(name, changes, *found, **more):
    if isinstance(changes, tuple):
        changes = [changes]
    return Fault(name, changes, list(found), **more)


MARK, SPACE, TIGHT, QUOTES = "T0122", "T0123", "T0124", "T0125"
WORD, DATE, FIELD = "T0211", "T0207", "T0202"

FAULTS = [
    # colons
    F("wide-colon", ("点评人: 林一", "点评人：林一"), (MARK, 5, 7)),
    F("wide-colon-space", ("点评人: 林一", "点评人： 林一"), (MARK, 5, 7)),
    F("wide-colon-first", ("类型: 点评", "类型：点评"), (MARK, 2, 5)),
    F("field-missing", ("date: 2010-09-20\npledges:", "pledges:"),
      ("T0203", 2, 1), base=REPORT, mends=False),
    F("wide-colon-empty", ("问题:\n", "问题：\n"), (MARK, 16, 5)),
    F("wide-colon-item", ("- 编号: p1", "- 编号：p1"), (MARK, 17, 9)),
    F("wide-colon-inner", ("    方面: problems", "    方面：problems"),
      (MARK, 18, 9)),
    F("wide-colon-in-map", ("{编号: o1", "{编号：o1"), (MARK, 15, 10)),
    F("two-colons", ("点评人: 林一", "点评人:：林一"), (MARK, 5, 7)),
    F("small-colon", ("点评人: 林一", "点评人﹕林一"), (MARK, 5, 7)),
    F("ratio", ("点评人: 林一", "点评人∶林一"), (MARK, 5, 7)),
    F("semicolon", ("点评人: 林一", "点评人；林一"), (MARK, 5, 7)),
    F("tight-colon", ("点评人: 林一", "点评人:林一"), (TIGHT, 5, 7)),
    F("tight-colon-english", ("subject: jiaogong", "subject:jiaogong"),
      (TIGHT, 3, 8), base=REPORT),
    F("tight-colon-in-map", ("{编号: o1", "{编号:o1"), (TIGHT, 15, 10)),
    F("wide-key", ("kind: report", "ｋｉｎｄ: report"), (MARK, 2, 1),
      base=REPORT),
    F("space-before-colon", ("点评人: 林一", "点评人　: 林一"),
      (SPACE, 5, 7)),
    F("wide-space-after-colon", ("点评人: 林一", "点评人:　林一"),
      (SPACE, 5, 8)),
    F("no-break-space", ("点评人: 林一", "点评人:\u00a0林一"), (SPACE, 5, 8)),
    F("wide-space-behind", ("类型: 点评", "类型: 点评　"), (SPACE, 2, 11)),
    F("wide-space-behind-english", ("kind: report", "kind: report　"),
      (SPACE, 2, 13), base=REPORT),
    F("wide-space-behind-text", ("三楼会议室", "三楼会议室　　"),
      (SPACE, 12, 17)),
    # indentation and list items
    F("tab", ("    方面: problems", "\t方面: problems"), (SPACE, 18, 1)),
    F("tab-item", ("  - 编号: p1", "\t- 编号: p1"), (SPACE, 17, 1)),
    F("wide-indent", ("    方面: problems", "　　方面: problems"),
      (SPACE, 18, 1)),
    F("wide-dash", ("- 每周值班", "－ 每周值班"), (MARK, 22, 7)),
    F("wide-dash-tight", ("- 每周值班", "－每周值班"), (MARK, 22, 7)),
    F("em-dash", ("- 每周值班", "— 每周值班"), (MARK, 22, 7)),
    F("tight-dash", ("- 每周值班", "-每周值班"), (TIGHT, 22, 7)),
    F("wide-space-after-dash", ("- 每周值班", "-　每周值班"),
      (SPACE, 22, 8)),
    F("wide-hash", ("# 怎样", "＃ 怎样"), (MARK, 9, 1)),
    # lists and maps in brackets
    F("wide-brackets", ("[走访群众, 征求意见]", "［走访群众, 征求意见］"),
      (MARK, 10, 7), (MARK, 10, 27)),
    F("lenticular-brackets", ("[走访群众, 征求意见]",
                              "【走访群众, 征求意见】"),
      (MARK, 10, 7), (MARK, 10, 27)),
    F("wide-closing-bracket", ("征求意见]", "征求意见］"), (MARK, 10, 26)),
    F("wide-comma", ("[走访群众, 征求意见]", "[走访群众，征求意见]"),
      (MARK, 10, 8)),
    F("no-brackets", ("[走访群众, 征求意见]", "走访群众，征求意见"),
      (MARK, 10, 7)),
    F("listing-comma", ("[走访群众, 征求意见]", "走访群众、征求意见"),
      (MARK, 10, 7)),
    F("wide-braces", ("{普通党员: 12, 群众代表: 4}",
                      "｛普通党员: 12, 群众代表: 4｝"),
      (MARK, 13, 11), (MARK, 13, 38)),
    F("wide-comma-in-map", ("{普通党员: 12, 群众", "{普通党员: 12，群众"),
      (MARK, 13, 24)),
    F("all-wide-in-map", ("{普通党员: 12, 群众代表: 4}",
                          "｛普通党员：１２，群众代表：４｝"),
      (MARK, 13, 11), (MARK, 13, 21), (WORD, 13, 23), (MARK, 13, 27),
      (MARK, 13, 37), (WORD, 13, 39), (MARK, 13, 41)),
    # quotes
    F("wide-quotes-of-word", ("点评人: 林一", "点评人: “林一”"),
      (MARK, 5, 9), mended=[("点评人: 林一", '点评人: "林一"')]),
    F("wide-quotes-of-date", ("时间: 2010-09-28", "时间: “2010-09-28”"),
      (MARK, 7, 11), mended=[("时间: 2010-09-28", '时间: "2010-09-28"')]),
    F("mixed-quotes", ("三楼会议室", '"三楼会议室”'), (MARK, 12, 18),
      mended=[("三楼会议室", '"三楼会议室"')]),
    F("wide-ascii-quotes", ("三楼会议室", "＂三楼会议室＂"), (MARK, 12, 7),
      mended=[("三楼会议室", '"三楼会议室"')]),
    F("wide-quotes-needed", ("三楼会议室", "“三楼: 会议室”"), (MARK, 12, 7),
      mended=[("三楼会议室", '"三楼: 会议室"')]),
    F("open-quote", ("三楼会议室", '"三楼会议室'), (QUOTES, 12, 7),
      mends=False),
    F("inner-quotes", ("三楼会议室", '"三楼"大"会议室"'), (QUOTES, 12, 12),
      mended=[("三楼会议室", "'三楼\"大\"会议室'")]),
    F("text-after-quotes", ("三楼会议室", '"三楼"会议室'), (QUOTES, 12, 13),
      mended=[("三楼会议室", "'\"三楼\"会议室'")]),
    # what YAML takes for something else
    F("second-colon", ("三楼会议室", "三楼: 会议室"), (QUOTES, 12, 11),
      mended=[("三楼会议室", "'三楼: 会议室'")]),
    F("bracket-begins", ("三楼会议室", "[三楼]会议室"), (QUOTES, 12, 13),
      mended=[("三楼会议室", "'[三楼]会议室'")]),
    F("star-begins", ("三楼会议室", "*三楼*会议室"), (QUOTES, 12, 7),
      mended=[("三楼会议室", "'*三楼*会议室'")]),
    F("at-begins", ("三楼会议室", "@三楼会议室"), (QUOTES, 12, 7),
      mended=[("三楼会议室", "'@三楼会议室'")]),
    F("percent-begins", ("三楼会议室", "%三楼会议室"), (QUOTES, 12, 7),
      mended=[("三楼会议室", "'%三楼会议室'")]),
    F("backtick-begins", ("三楼会议室", "`三楼`会议室"), (QUOTES, 12, 7),
      mended=[("三楼会议室", "'`三楼`会议室'")]),
    F("ampersand-begins", ("三楼会议室", "&三楼会议室"), (QUOTES, 12, 7),
      mended=[("三楼会议室", "'&三楼会议室'")]),
    F("greater-begins", ("三楼会议室", "> 三楼会议室"), (QUOTES, 12, 7),
      mended=[("三楼会议室", "'> 三楼会议室'")]),
    F("exclamation-begins", ("三楼会议室", "!三楼会议室"), (QUOTES, 12, 7),
      mended=[("三楼会议室", "'!三楼会议室'")]),
    F("cut-by-hash", ("三楼会议室", "三楼 #2会议室"), ("T0126", 12, 12),
      mended=[("三楼会议室", "'三楼 #2会议室'")]),
    F("cut-by-comment", ("三楼会议室", "三楼会议室 # 暂定"),
      ("T0126", 12, 18), mends=False),
    F("duplicate-key", ("点评人: 林一\n", "点评人: 林一\n点评人: 林一\n"),
      ("T0109", 6, 1), mends=False),
    F("alias", ("三楼会议室", "*place"), ("T0110", 12, 7), mends=False),
    # dates
    F("date-chinese", ("2010-09-28", "2010年9月28日"), (DATE, 7, 11)),
    F("date-slashes", ("2010-09-28", "2010/9/28"), (DATE, 7, 11)),
    F("date-points", ("2010-09-28", "2010.09.28"), (DATE, 7, 11)),
    F("date-wide", ("2010-09-28", "２０１０－０９－２８"), (DATE, 7, 11)),
    F("date-short", ("2010-09-28", "2010-9-28"), (DATE, 7, 11)),
    F("date-digits", ("2010-09-28", "20100928"), (DATE, 7, 11)),
    F("date-numerals", ("2010-09-28", "二〇一〇年九月二十八日"),
      (DATE, 7, 11)),
    F("date-without-year", ("2010-09-28", "9月28日"), (DATE, 7, 11),
      mends=False),
    F("date-with-more", ("2010-09-28", "2010-09-28上午"), (DATE, 7, 11),
      mends=False),
    F("date-impossible", ("2010-09-28", "2010年9月31日"), (DATE, 7, 11),
      mends=False),
    # words
    F("wide-digits", ("普通党员: 12", "普通党员: １２"), (WORD, 13, 22)),
    F("wide-id", ("subject: jiaogong", "subject: ｊｉａｏｇｏｎｇ"),
      (WORD, 3, 10), base=REPORT),
    F("capitals", ("period: 2010-q3", "period: 2010-Q3"), (WORD, 4, 9),
      base=REPORT),
    F("spaces-in-name", ("点评人: 林一", "点评人: 林　一"), (WORD, 5, 9)),
    F("invisible", ("点评人: 林一", "点评人: 林\u200b一"), (WORD, 5, 9)),
    F("wide-choice", ("state: kept", "state: ｋｅｐｔ"), (WORD, 7, 49),
      base=REPORT),
    F("wide-kind", ("kind: report", "kind: ｒｅｐｏｒｔ"), (WORD, 2, 7),
      base=REPORT),
    F("name-near", ("点评人: 林一", "点评人: 林亿"), ("T0303", 5, 9),
      mends=False),
    F("field-near", ("measures: [", "mesures: ["), (FIELD, 8, 1),
      base=REPORT),
    F("field-synonym", ("点评时间: ", "点评日期: "), (FIELD, 7, 1)),
    F("field-capital", ("date: 2010", "Date: 2010"), (FIELD, 5, 1),
      base=REPORT),
    F("field-unknown", ("地点: 三楼", "地质: 三楼"), (FIELD, 12, 1),
      mends=False),
    F("field-both-names", ("subject: jiaogong\n",
                           "subject: jiaogong\n汇报人: jiaogong\n"),
      ("T0204", 4, 1), base=REPORT, mends=False),
    # fences
    F("wide-fence", ("---\nkind", "－－－\nkind"), ("T0106", 1, 1),
      base=REPORT),
    F("em-dash-fence", ("kept}\nmeasures: [每周例会, 每月走访]\n---\n",
                        "kept}\nmeasures: [每周例会, 每月走访]\n———\n"),
      ("T0107", 9, 1), base=REPORT),
    F("four-hyphens", ("每月走访]\n---\n", "每月走访]\n----\n"),
      ("T0107", 9, 1), base=REPORT),
    F("fence-missing", ("---\nkind", "kind"), ("T0106", 1, 1), base=REPORT),
    F("fence-not-closed", ("每月走访]\n---\n", "每月走访]\n"),
      ("T0107", 1, 1), base=REPORT),
    F("blank-before-fence", ("---\nkind", "\n\n---\nkind"),
      ("T0106", 1, 1), base=REPORT),
    F("fields-missing", ("---\nkind: report\nsubject: jiaogong\n", "甲\n"),
      ("T0106", 1, 1), base=REPORT, mends=False),
    # headings
    F("tight-heading", ("## 推进情况", "##推进情况"), ("T0116", 27, 1)),
    F("wide-heading", ("## 推进情况", "＃＃ 推进情况"), ("T0116", 27, 1)),
    F("wide-space-heading", ("## 推进情况", "##　推进情况"),
      ("T0116", 27, 1)),
    F("wide-mark", ("{#progress}", "｛＃progress｝"), ("T0115", 27, 13)),
    F("open-mark", ("{#progress}", "{#progress"), ("T0115", 27, 13)),
    F("wide-space-in-mark", ("{#progress}", "{#progress}　"),
      ("T0115", 27, 13)),
    # files
    F("gb18030", ("很好。", "很好。"), ("T0104", 2, 1), encoding="gb18030"),
    F("gb18030-and-slips", [("点评人: 林一", "点评人：林一"),
                            ("2010-09-28", "2010年9月28日")],
      ("T0104", 2, 1), (MARK, 5, 7), (DATE, 7, 11), encoding="gb18030"),
    F("utf-16", ("很好。", "很好。"), ("T0104", 2, 1), encoding="utf-16"),
    F("big5", ("甲。", "甲。"), ("T0104", 7, 10), base=TRADITIONAL,
      encoding="big5"),
    F("no-encoding", ("正文：写", "正文：\udce8写"), ("T0104", 11, 7),
      base=REPORT, mends=False),
    F("mark-inside", ("正文：写", "正文：\ufeff写"), ("T0121", 11, 7),
      base=REPORT),
    F("conflict", ("period: 2010-q3\n", "<<<<<<< HEAD\nperiod: 2010-q3\n"
                   "=======\nperiod：2010-q4\n>>>>>>> other\n"),
      ("T0120", 4, 1), base=REPORT, mends=False),
    F("conflict-in-text", ("正文：写完了。\n", "<<<<<<< HEAD\n甲\n||||||| x\n"
                           "乙\n=======\n丙\n>>>>>>> other\n"),
      ("T0120", 11, 1), base=REPORT, mends=False),
    # several at once
    F("three-slips", [("点评人: 林一", "点评人：林一"),
                      ("2010-09-28", "２０１０年9月28日"),
                      ("- 每周值班", "－每周值班")],
      (MARK, 5, 7), (DATE, 7, 11), (MARK, 22, 7)),
    F("slip-and-fault", [("点评人: 林一", "点评人：林亿"),
                         ("地点: 三楼", "地质：三楼")],
      (MARK, 5, 7), ("T0303", 5, 9), (FIELD, 12, 1), (MARK, 12, 5),
      mends=False),
    F("crlf", [("点评人: 林一", "点评人：林一"), ("## 推进", "##推进"),
               ("征求意见]", "征求意见］")],
      (MARK, 5, 7), (MARK, 10, 26), ("T0116", 27, 1), newline="\r\n"),
    F("crlf-fence", ("---\nkind", "kind"), ("T0106", 1, 1), base=REPORT,
      newline="\r\n"),
    F("everything-wide", [("类型: 点评", "类型：点评　"),
                          ("点评表: 支", "点评表:支"),
                          ("点评人: 林一", "点评人： 林　一"),
                          ("[走访群众, 征求意见]",
                           "［走访群众，征求意见］"),
                          ("{编号: o1, 内容: 晚", "｛编号：o1，内容：晚"),
                          ("锁着, 提出人: 群众}", "锁着，提出人：群众｝"),
                          ("  - 编号: p1\n    方面: problems",
                           "\t- 编号：p1\n\t  方面：problems"),
                          ("## 存在", "＃＃存在")],
      (MARK, 2, 5), (SPACE, 2, 11), (TIGHT, 3, 7), (MARK, 5, 7),
      (WORD, 5, 10), (MARK, 10, 7), (MARK, 10, 17), (MARK, 10, 27),
      (MARK, 15, 5), (MARK, 15, 11), (MARK, 15, 15), (MARK, 15, 21),
      (MARK, 15, 43), (MARK, 15, 51), (MARK, 15, 57), (SPACE, 17, 1),
      (MARK, 17, 15), (SPACE, 18, 1), (MARK, 18, 15), ("T0116", 31, 1)),
]

# Faults of the settings: the file, the change, what is found in it.
SETTINGS = [
    ("people.yaml", "name: 何二", "name：何二", [(MARK, 3, 7)], True),
    ("people.yaml", "- {id: lin-yi, name: 林一}",
     "－｛id：lin-yi，name：林一｝", None, True),
    ("organisations.yaml", "- id: jiaogong\n  name: 教工",
     "- id：jiaogong\n  name: 教工", [(MARK, 6, 5)], True),
    ("organisations.yaml", "  level: branch", "\tlevel: branch",
     [(SPACE, 8, 1)], True),
    ("programme.yaml", "title: 试验方案", "title:试验方案",
     [(TIGHT, 1, 6)], True),
    ("programme.yaml", "to: 2010-09-30,", "to: 2010年9月30日,",
     [(DATE, 9, 63)], True),
    ("site.yaml", "title: 试验站", "title：试验站", [(MARK, 1, 6)], True),
    # An entry without its id: who refers to it is not at fault.
    ("people.yaml", "- id: he-er\n  name: 何二\n", "- name: 何二\n  id:\n",
     [("T0206", 3, 3)], False),
    ("organisations.yaml", "- id: jiaogong\n  name: 教工党支部",
     "- name: 教工党支部", [("T0203", 6, 3)], False),
]
