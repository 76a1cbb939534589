/*
 * Organisations and people: who was what on which day; names and ids; and the
 * two files they come from.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "model/roster.h"
#include "model/rules.h"
#include "read/load.h"

static struct {
	struct arena *arena, *scratch;
	char root[64];
	struct sources sources;
	struct diags diags;
	struct corpus corpus;
	struct roster roster; /* made by hand */
} room;

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	room.scratch = arena_new();
	sources_init(&room.sources, room.arena);
	diags_init(&room.diags, room.arena);
	roster_init(&room.roster, room.arena);
	strcpy(room.root, "/tmp/tongbao-roster-XXXXXX");
	return mkdtemp(room.root) == NULL;
}

static int
room_close(void **state)
{
	struct os_error error;
	(void)state;
	int status = os_remove_tree(room.root, &error);
	arena_free(room.scratch);
	arena_free(room.arena);
	return status;
}

/* ---- by hand ---- */

static struct organisation *
add(const char *id, const char *name, const char *short_name)
{
	struct organisation *o = ARENA_NEW(room.arena, struct organisation);
	o->id = id;
	o->name = name;
	o->short_name = short_name;
	o->from = o->to = "";
	return roster_add_organisation(&room.roster, room.arena, o) == NULL
	    ? o
	    : NULL;
}

static struct person *
add_person(const char *id, const char *name)
{
	struct person *p = ARENA_NEW(room.arena, struct person);
	p->id = id;
	p->name = name;
	p->joined = "";
	return roster_add_person(&room.roster, room.arena, p) == NULL ? p
	                                                              : NULL;
}

static void
place(struct tenures *tenures, struct organisation *above, const char *from,
    const char *to)
{
	struct tenure *items =
	    ARENA_ARRAY(room.arena, struct tenure, tenures->count + 1);
	for (size_t i = 0; i < tenures->count; i++)
		items[i] = tenures->items[i];
	items[tenures->count++] = (struct tenure){ .from = from, .to = to,
		.id = above->id, .organisation = above };
	tenures->items = items;
}

static void
test_a_tenure_holds_on_both_its_days(void **state)
{
	(void)state;
	struct tenure t = { .from = "2008-02-29", .to = "2010-08-31" };
	assert_false(tenure_holds(&t, "2008-02-28"));
	assert_true(tenure_holds(&t, "2008-02-29"));
	assert_true(tenure_holds(&t, "2008-03-01"));
	assert_true(tenure_holds(&t, "2010-08-31"));
	assert_false(tenure_holds(&t, "2010-09-01"));
	t.to = "2008-02-29"; /* a single day */
	assert_true(tenure_holds(&t, "2008-02-29"));
	assert_false(tenure_holds(&t, "2008-03-01"));
	t = (struct tenure){ .from = "", .to = "2010-08-31" };
	assert_true(tenure_holds(&t, "0001-01-01"));
	assert_false(tenure_holds(&t, "2010-09-01"));
	t = (struct tenure){ .from = "2010-09-01", .to = "" };
	assert_false(tenure_holds(&t, "2010-08-31"));
	assert_true(tenure_holds(&t, "9999-12-31"));
	t = (struct tenure){ .from = "", .to = "" };
	assert_true(tenure_holds(&t, "2010-10-10"));
}

static void
test_the_tenure_of_a_day(void **state)
{
	(void)state;
	struct tenure items[] = {
		{ .from = "2006-01-01", .to = "2007-12-31", .id = "one" },
		{ .from = "2009-01-01", .to = "", .id = "two" },
		{ .from = "2009-01-01", .to = "2009-12-31", .id = "three" },
	};
	struct tenures tenures = { items, 3 };
	assert_null(tenure_on(&tenures, "2005-12-31"));
	assert_string_equal(tenure_on(&tenures, "2007-12-31")->id, "one");
	assert_null(tenure_on(&tenures, "2008-06-01")); /* a vacancy */
	assert_string_equal(tenure_on(&tenures, "2009-06-01")->id, "two");
	tenures.count = 0;
	assert_null(tenure_on(&tenures, "2009-06-01"));
}

static void
test_the_tree_of_a_day(void **state)
{
	(void)state;
	struct organisation *top = add("top", "校", "校");
	struct organisation *east = add("east", "东", "东");
	struct organisation *west = add("west", "西", "西");
	struct organisation *branch = add("branch", "支", "支");
	top->level = 0;
	east->level = west->level = 1;
	branch->level = 2;
	place(&east->superiors, top, "", "");
	place(&west->superiors, top, "", "");
	place(&branch->superiors, east, "", "2010-08-31");
	place(&branch->superiors, west, "2010-09-01", "2010-12-31");
	assert_ptr_equal(organisation_superior(branch, "2010-08-31"), east);
	assert_ptr_equal(organisation_superior(branch, "2010-09-01"), west);
	assert_null(organisation_superior(branch, "2011-01-01"));
	assert_null(organisation_superior(top, "2010-09-01"));
	assert_true(organisation_is_within(branch, branch, "2010-09-01"));
	assert_true(organisation_is_within(branch, top, "2010-09-01"));
	assert_true(organisation_is_within(branch, west, "2010-09-01"));
	assert_false(organisation_is_within(branch, east, "2010-09-01"));
	assert_false(organisation_is_within(branch, top, "2011-01-01"));
	assert_false(organisation_is_within(top, branch, "2010-09-01"));
	assert_false(organisation_is_within(NULL, top, "2010-09-01"));
	assert_ptr_equal(organisation_at_level(branch, 1, "2010-08-31"), east);
	assert_ptr_equal(organisation_at_level(branch, 2, "2010-08-31"),
	    branch);
	assert_null(organisation_at_level(branch, 7, "2010-08-31"));
	assert_null(organisation_at_level(top, 1, "2010-08-31"));
	assert_ptr_equal(organisation_root(branch, "2010-09-01"), top);
	assert_ptr_equal(organisation_root(branch, "2011-01-01"), branch);
	assert_ptr_equal(organisation_root(top, "2010-09-01"), top);
}

/* A cycle is reported elsewhere; here it must only come to an end. */
static void
test_cycles_come_to_an_end(void **state)
{
	(void)state;
	struct organisation *a = add("a", "甲", "甲");
	struct organisation *b = add("b", "乙", "乙");
	struct organisation *other = add("c", "丙", "丙");
	place(&a->superiors, b, "", "");
	place(&b->superiors, a, "", "");
	assert_true(organisation_is_within(a, b, "2010-01-01"));
	assert_false(organisation_is_within(a, other, "2010-01-01"));
	assert_null(organisation_at_level(a, 3, "2010-01-01"));
	assert_non_null(organisation_root(a, "2010-01-01"));
}

static void
test_heads_and_officers(void **state)
{
	(void)state;
	struct organisation *o = add("a", "甲", "甲");
	struct person *first = add_person("p1", "王一");
	struct person *second = add_person("p2", "王二");
	struct tenure heads[] = {
		{ .from = "", .to = "2010-08-19", .person = first },
		{ .from = "2010-08-20", .to = "", .person = second },
	};
	struct tenure deputies[] = {
		{ .from = "2010-08-20", .to = "", .person = first } };
	o->heads = (struct tenures){ heads, 2 };
	o->deputies = (struct tenures){ deputies, 1 };
	assert_ptr_equal(organisation_head(o, "2010-08-19"), first);
	assert_ptr_equal(organisation_head(o, "2010-08-20"), second);
	assert_true(organisation_has_officer(o, first, "2010-08-19"));
	assert_true(organisation_has_officer(o, first, "2010-08-20"));
	assert_false(organisation_has_officer(o, second, "2010-08-19"));
	assert_null(person_branch(first, "2010-08-19"));
	place(&first->branches, o, "2009-01-01", "2009-12-31");
	assert_ptr_equal(person_branch(first, "2009-12-31"), o);
	assert_null(person_branch(first, "2010-01-01"));
}

/* ---- names ---- */

static struct organisation *
organisation_of(const char *name)
{
	return roster_organisation(&room.roster, text_of(name), NULL);
}

static void
test_names_of_organisations(void **state)
{
	(void)state;
	struct organisation *a = add("jidian", "机电工程学院党总支", "机电");
	struct organisation *b = add("houqin", "后勤集团党总支", "后勤");
	struct organisation *c = add("same", "图书馆", "图书馆");
	assert_ptr_equal(organisation_of("jidian"), a);
	assert_ptr_equal(organisation_of("机电"), a);
	assert_ptr_equal(organisation_of("后勤集团党总支"), b);
	assert_ptr_equal(organisation_of("图书馆"), c);
	assert_null(organisation_of("机"));
	assert_null(organisation_of(""));
	assert_int_equal(a->order, 0);
	assert_int_equal(c->order, 2);
	assert_ptr_equal(room.roster.organisations[1], b);
}

static void
test_the_first_bearer_of_an_id_stays(void **state)
{
	(void)state;
	struct organisation *a = add("a", "甲", "甲");
	struct person *p = add_person("p", "王一");
	assert_null(add("a", "乙", "乙"));
	assert_null(add_person("p", "王二"));
	assert_int_equal(room.roster.organisation_count, 1);
	assert_int_equal(room.roster.person_count, 1);
	assert_ptr_equal(organisation_of("a"), a);
	assert_null(organisation_of("乙"));
	assert_ptr_equal(roster_person(&room.roster, TEXT_LIT("p"), NULL), p);
	assert_null(roster_person(&room.roster, TEXT_LIT("王二"), NULL));
}

static void
test_names_that_several_bear(void **state)
{
	(void)state;
	bool ambiguous = false;
	struct person *one = add_person("li-jing", "李静");
	struct person *two = add_person("li-jing-2", "李静");
	struct person *three = add_person("李静", "李敬");
	add_person("w1", "王伟");
	add_person("w2", "王伟");
	add_person("w3", "王伟");
	assert_null(roster_person(&room.roster, TEXT_LIT("王伟"), &ambiguous));
	assert_true(ambiguous);
	ambiguous = false;
	/* An id means its bearer, whoever is called so. */
	assert_ptr_equal(roster_person(&room.roster, TEXT_LIT("李静"),
	                     &ambiguous), three);
	assert_ptr_equal(roster_person(&room.roster, TEXT_LIT("li-jing"),
	                     &ambiguous), one);
	assert_ptr_equal(roster_person(&room.roster, TEXT_LIT("li-jing-2"),
	                     &ambiguous), two);
	assert_null(roster_person(&room.roster, TEXT_LIT("张三"), &ambiguous));
	assert_false(ambiguous);
	add("a", "机关支部", "机关");
	add("b", "机关党总支", "机关");
	assert_null(roster_organisation(&room.roster, TEXT_LIT("机关"),
	    &ambiguous));
	assert_true(ambiguous);
	assert_null(organisation_of("机关")); /* whoever does not ask */
}

/* How the roster marks such a name is nothing that can be written. */
static void
test_no_name_leads_inside(void **state)
{
	(void)state;
	static const char *const names[] = { "\n王伟", "\n机关", "\n", "王伟\n" };
	add_person("w1", "王伟");
	add_person("w2", "王伟");
	add("a", "机关支部", "机关");
	add("b", "机关党总支", "机关");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		assert_null(roster_person(&room.roster, text_of(names[i]),
		    NULL));
		assert_null(organisation_of(names[i]));
	}
}

/* Whose name is missing is told elsewhere; who is not named is not he. */
static void
test_no_name_is_nobodys(void **state)
{
	(void)state;
	assert_non_null(add_person("nameless", ""));
	assert_non_null(add("blank", "", ""));
	assert_null(roster_person(&room.roster, text_of(""), NULL));
	assert_null(roster_organisation(&room.roster, text_of(""), NULL));
	assert_non_null(
	    roster_person(&room.roster, text_of("nameless"), NULL));
}

static void
test_long_names(void **state)
{
	(void)state;
	bool ambiguous = false;
	char name[900];
	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	struct person *one = add_person("w1", name);
	assert_ptr_equal(roster_person(&room.roster, text_of(name),
	                     &ambiguous), one);
	add_person("w2", name);
	assert_null(roster_person(&room.roster, text_of(name), &ambiguous));
	assert_true(ambiguous);
}

/* ---- from files ---- */

static void
put(const char *path, const char *text)
{
	struct os_error error;
	const char *full = arena_printf(room.arena, "%s/content/%s", room.root,
	    path);
	char *folder = arena_string(room.arena, full);
	*strrchr(folder, '/') = '\0';
	assert_int_equal(os_make_folders(folder, 0755, &error), 0);
	assert_int_equal(os_write(full, text_of(text), &error), 0);
}

/* NULL for a file: there is none. */
static int
load(const char *organisations, const char *people)
{
	put("site.yaml", "title: t\neditions: [{id: e, title: t, audience: "
	                 "everyone/masses}]\n");
	put("programme.yaml",
	    "title: t\nclasses: [masses, leaders]\nmethods: [talk]\n"
	    "groups: [weak]\n"
	    "levels: [{id: university, name: 学校}, {id: branch, name: 支部}]\n"
	    "categories: [{id: floating, name: 流动党员}]\n"
	    "periods: [{id: q3, name: 三, from: 2010-07-01, to: 2010-09-30, "
	    "due: 2010-10-15}]\n"
	    "forms: [{id: f, name: f, aspects: [{id: a, title: a}]}]\n"
	    "scope: {}\n");
	if (organisations != NULL)
		put("organisations.yaml", organisations);
	if (people != NULL)
		put("people.yaml", people);
	struct loading loading = { .corpus = &room.corpus,
		.sources = &room.sources,
		.diags = &room.diags,
		.jobs = 1,
		.arenas = &room.arena,
		.scratch = &room.scratch };
	int status = corpus_load(&loading, room.root);
	/* What is kept must not lie there. */
	arena_free(room.scratch);
	room.scratch = arena_new();
	return status;
}

static void
assert_clean(void)
{
	if (room.diags.first != NULL)
		fail_msg("%s", room.diags.first->message);
}

/* One fault of this rule is at the text `word` of its file; gives it. */
static const struct diag *
assert_fault(enum rule_id rule, const char *word)
{
	for (const struct diag *d = room.diags.first; d != NULL; d = d->next) {
		struct text t = source_at(&room.sources, d->span.source)->text;
		if (d->rule == &rules[rule] && d->span.end <= t.len &&
		    text_is(text_cut(t, d->span.start, d->span.end), word))
			return d;
	}
	fail_msg("no %s at “%s”; first: %s", rules[rule].slug, word,
	    room.diags.first == NULL ? "none" : room.diags.first->message);
	return NULL;
}

static const char people[] = "- {id: w1, name: 王一, branch: b, posts: 书记}\n"
                             "- 编号: w2\n  姓名: 王二\n"
                             "  所在支部: [{党组织: 东支, 止: 2010-08-31}]\n"
                             "  类别: [{类别: 流动党员, 流入: b, 起: 2010-09-01}]\n"
                             "  入党时间: 1999-07-01\n";

static void
test_both_files(void **state)
{
	(void)state;
	assert_int_equal(load(
	    "- {id: top, name: 大学党委, level: university, head: w1}\n"
	    "- 编号: b\n  名称: 东支部\n  简称: 东支\n  层级: 支部\n"
	    "  上级: 大学党委\n  曾用名: 旧支部\n  分类: weak\n"
	    "  负责人:\n    - {人员: 王一, 止: 2010-08-19}\n"
	    "    - {人员: w2, 起: 2010-08-20}\n"
	    "  班子成员: [w1, 王二]\n  联点领导: w1\n  起: 2001-01-01\n",
	    people), 0);
	assert_clean();
	const struct roster *roster = &room.corpus.roster;
	const struct organisation *b =
	    roster_organisation(roster, TEXT_LIT("旧支部"), NULL);
	const struct person *w2 =
	    roster_person(roster, TEXT_LIT("王二"), NULL);
	assert_string_equal(b->short_name, "东支");
	assert_int_equal(b->level, 1);
	assert_ptr_equal(b->superiors.items[0].organisation,
	    roster->organisations[0]);
	assert_string_equal(organisation_head(b, "2010-08-19")->id, "w1");
	assert_ptr_equal(organisation_head(b, "2010-08-20"), w2);
	assert_int_equal(b->deputies.count, 2);
	assert_true(organisation_has_officer(b, w2, "2001-01-01"));
	assert_string_equal(b->liaisons.items[0].person->name, "王一");
	assert_string_equal(b->from, "2001-01-01");
	assert_string_equal(b->to, "");
	assert_int_equal(value_count(b->classes), 1);
	assert_string_equal(roster->organisations[0]->short_name, "大学党委");
	assert_ptr_equal(person_branch(w2, "2010-08-31"), b);
	assert_null(person_branch(w2, "2010-09-01"));
	assert_ptr_equal(w2->categories.items[0].inflow, b);
	assert_string_equal(w2->categories.items[0].id, "floating");
	assert_string_equal(w2->joined, "1999-07-01");
	assert_string_equal(tenure_on(&roster->people[0]->posts, "2010-01-01")
	                        ->id, "书记");
}

static void
test_people_in_several_files(void **state)
{
	(void)state;
	put("people/b.yaml", "- {id: p2, name: 乙}\n");
	put("people/a.yaml", "- {id: p1, name: 甲}\n");
	put("people/sub/c.yaml", "- {id: p3, name: 丙}\n");
	put("people/note.txt", "no yaml at all: [\n");
	assert_int_equal(load("[]\n", NULL), 0);
	assert_clean();
	assert_int_equal(room.corpus.roster.person_count, 3);
	assert_string_equal(room.corpus.roster.people[0]->id, "p1");
	assert_string_equal(room.corpus.roster.people[2]->id, "p3");
}

static void
test_nobody_yet(void **state)
{
	(void)state;
	assert_int_equal(load("", ""), 0);
	assert_clean();
	assert_int_equal(room.corpus.roster.person_count, 0);
	assert_int_equal(room.corpus.roster.organisation_count, 0);
}

static void
test_files_that_are_missing_or_no_lists(void **state)
{
	(void)state;
	assert_int_equal(load(NULL, NULL), -1);
	assert_int_equal(room.diags.count, 2);
	assert_ptr_equal(room.diags.first->rule, &rules[RULE_FILE_READ]);
	diags_init(&room.diags, room.arena);
	assert_int_equal(load("id: top\n", "- a\n- [b]\n"), -1);
	assert_fault(RULE_FIELD_TYPE, "id: top");
	assert_fault(RULE_FIELD_TYPE, "a");
	assert_fault(RULE_FIELD_TYPE, "[b]");
}

static void
test_references_that_lead_nowhere(void **state)
{
	(void)state;
	load("- {id: a, name: 甲, level: branch, superior: nope, head: [w9, 王伟],"
	     " deputies: 无人, liaison: nobody}\n"
	     "- {id: c, name: 丙, level: 大队}\n",
	    "- {id: w1, name: 王伟, branch: 无部}\n"
	    "- {id: w2, name: 王伟, category: [{id: floating, inflow: 远方}, "
	    "游客]}\n");
	assert_fault(RULE_ORGANISATION_UNKNOWN, "nope");
	assert_fault(RULE_PERSON_UNKNOWN, "w9");
	assert_fault(RULE_NAME_AMBIGUOUS, "王伟");
	assert_fault(RULE_PERSON_UNKNOWN, "无人");
	assert_fault(RULE_PERSON_UNKNOWN, "nobody");
	assert_fault(RULE_ORGANISATION_UNKNOWN, "无部");
	assert_fault(RULE_ORGANISATION_UNKNOWN, "远方");
	assert_fault(RULE_TERM_UNKNOWN, "大队");
	assert_fault(RULE_TERM_UNKNOWN, "游客");
	assert_int_equal(room.diags.count, 9);
}

static void
test_duplicate_ids(void **state)
{
	(void)state;
	load("- {id: a, name: 甲, level: branch}\n"
	     "- {id: a, name: 乙, level: branch}\n",
	    "- {id: w1, name: 王一}\n- {id: w1, name: 王二}\n"
	    "- {id: a, name: 王三}\n");
	const struct diag *d = assert_fault(RULE_ID_DUPLICATE, "w1");
	assert_int_equal(d->also.source, d->span.source);
	assert_true(d->also.start < d->span.start);
	assert_int_equal(room.diags.count, 3); /* a twice: in both files */
	assert_int_equal(room.corpus.roster.organisation_count, 1);
	assert_int_equal(room.corpus.roster.person_count, 1);
}

static void
test_forms_of_ids(void **state)
{
	(void)state;
	static const char *const wrong[] = { "a/b", "a b", ".a", "a#b", "a:b",
		"a%b", "a,b", "a\\\\b", "a\\nb", "..", "a*", "a?b", "a|b",
		"\\x7F", "" };
	static const char *const right[] = { "a", "机电-1", "a_b", "A1",
		"a.b" };
	for (size_t i = 0; i < sizeof(right) / sizeof(*right); i++) {
		load(arena_printf(room.arena,
		         "- {id: \"%s\", name: n, level: branch}\n", right[i]),
		    "[]");
		assert_clean();
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		diags_init(&room.diags, room.arena);
		load("[]", arena_printf(room.arena,
		               "- {id: \"%s\", name: n}\n", wrong[i]));
		if (room.diags.count == 0)
			fail_msg("“%s” is taken for an id", wrong[i]);
	}
	/* In figures it parts a unit from whom it once stood below. */
	diags_init(&room.diags, room.arena);
	load("[]", "- {id: a@b.cn, name: n}\n");
	assert_clean();
	load("- {id: a@b, name: n, level: branch}\n", "[]");
	assert_int_equal(room.diags.count, 1);
	assert_ptr_equal(room.diags.first->rule, &rules[RULE_ID_FORM]);
}

static size_t
cycles_in(const char *organisations)
{
	size_t n = 0;
	diags_init(&room.diags, room.arena);
	load(organisations, "[]");
	diags_sort(&room.diags);
	for (const struct diag *d = room.diags.first; d != NULL; d = d->next)
		n += d->rule == &rules[RULE_TREE_CYCLE];
	assert_int_equal(n, room.diags.count);
	return n;
}

#define A "- {id: a, name: 甲, level: branch, superior: "
#define B "- {id: b, name: 乙, level: branch, superior: "
#define C "- {id: c, name: 丙, level: branch, superior: "

/* Each but the first below the one before. */
static int
cycles_in_chain(int count)
{
	struct buf buf = BUF_INIT;
	buf_puts(&buf, "- {id: o0, name: 零, level: branch}\n");
	for (int i = 1; i < count; i++)
		buf_printf(&buf,
		    "- {id: o%d, name: n%d, level: branch, superior: o%d}\n",
		    i, i, i - 1);
	int n = cycles_in(buf.at);
	buf_free(&buf);
	return n;
}

static void
test_a_chain_that_is_too_long(void **state)
{
	(void)state;
	assert_int_equal(cycles_in_chain(TREE_DEPTH), 0);
	assert_int_equal(cycles_in_chain(TREE_DEPTH + 1), 1);
	assert_int_equal(cycles_in_chain(2000), 1);
}

static void
test_cycles_are_found(void **state)
{
	(void)state;
	assert_true(cycles_in(A "a}\n") > 0);
	assert_true(cycles_in(A "b}\n" B "a}\n") > 0);
	assert_true(cycles_in(A "b}\n" B "c}\n" C "a}\n") > 0);
	assert_int_equal(cycles_in(A "b}\n" B "c}\n- {id: c, name: 丙, level: "
	                             "branch}\n"), 0);
	/* In the year between: nothing of it begins with a first day. */
	assert_true(cycles_in(
	    A "[{organisation: c, to: 2010-12-31}, b]}\n"
	    B "[{organisation: a, from: 2000-01-01, to: 2012-12-31}, c]}\n"
	    "- {id: c, name: 丙, level: branch}\n") > 0);
	/* Only for some weeks, whoever came first. */
	assert_true(cycles_in(
	    A "[{organisation: b, to: 2010-09-30}]}\n"
	    B "[{organisation: a, from: 2010-09-01}]}\n") > 0);
	assert_true(cycles_in(A "[{organisation: b, from: 2010-05-01}]}\n" B
	                        "[{organisation: a, to: 2010-05-01}]}\n") > 0);
	assert_true(cycles_in(A "[{organisation: b, to: 2010-05-01}]}\n" B
	                        "[{organisation: c, to: 2010-07-01}]}\n" C
	                        "[{organisation: a, to: 2010-06-01}]}\n") > 0);
	/* First one, then the other way about: none. */
	assert_int_equal(cycles_in(
	    A "[{organisation: b, to: 2010-08-31}]}\n"
	    B "[{organisation: a, from: 2010-09-01}]}\n"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_tenure_holds_on_both_its_days),
		TEST(test_the_tenure_of_a_day),
		TEST(test_the_tree_of_a_day),
		TEST(test_cycles_come_to_an_end),
		TEST(test_heads_and_officers),
		TEST(test_names_of_organisations),
		TEST(test_the_first_bearer_of_an_id_stays),
		TEST(test_names_that_several_bear),
		TEST(test_no_name_leads_inside),
		TEST(test_no_name_is_nobodys),
		TEST(test_long_names),
		TEST(test_both_files),
		TEST(test_people_in_several_files),
		TEST(test_nobody_yet),
		TEST(test_files_that_are_missing_or_no_lists),
		TEST(test_references_that_lead_nowhere),
		TEST(test_duplicate_ids),
		TEST(test_forms_of_ids),
		TEST(test_cycles_are_found),
		TEST(test_a_chain_that_is_too_long),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
