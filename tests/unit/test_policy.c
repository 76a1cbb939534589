/*
 * Default labels by kind, form, aspect and field, and what they and the
 * records' own marks let whom see.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "model/rules.h"
#include "read/load.h"
#include "scope/policy.h"

static struct {
	char root[64];
	struct arena *arena, *scratch;
	struct sources sources;
	struct diags diags;
	struct corpus corpus;
	struct policy *policy;
} room;

static void
put(const char *path, const char *text)
{
	struct os_error error;
	char *folder = arena_printf(room.arena, "%s/content/%s", room.root,
	    path);
	const char *full = arena_string(room.arena, folder);
	*strrchr(folder, '/') = '\0';
	assert_int_equal(os_make_folders(folder, 0755, &error), 0);
	assert_int_equal(os_write(full, text_of(text), &error), 0);
}

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	room.scratch = arena_new();
	strcpy(room.root, "/tmp/tongbao-policy-XXXXXX");
	if (mkdtemp(room.root) == NULL)
		return -1;
	put("site.yaml", "title: t\neditions: [{id: e, title: t, audience: "
	                 "top/masses}]\n");
	put("organisations.yaml",
	    "- {id: top, name: 大学党委, level: university, head: chief}\n"
	    "- {id: east, name: 东院, level: college, superior: top, head: e1,"
	    " deputies: [{person: e2, to: 2010-09-30}]}\n"
	    "- {id: west, name: 西院, level: college, superior: top}\n"
	    "- id: zhibu\n  name: 支部\n  level: branch\n  superior:\n"
	    "    - {organisation: east, to: 2010-08-31}\n"
	    "    - {organisation: west, from: 2010-09-01}\n");
	put("people.yaml",
	    "- {id: chief, name: 首长}\n- {id: e1, name: 书记}\n"
	    "- {id: e2, name: 副书记, branch: zhibu}\n"
	    "- {id: m, name: 党员甲, branch: zhibu}\n- {id: n, name: 无部}\n");
	return 0;
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

/* Loads the site with these default labels; the policy may be NULL. */
static struct policy *
load(const char *scope)
{
	put("programme.yaml",
	    arena_printf(room.arena,
	        "title: t\nclasses: [public, masses, members, cadres, "
	        "leaders]\nlevels: [university, college, branch]\n"
	        "methods: [talk]\nperiods: [{id: q3, name: q3, "
	        "from: 2010-07-01, to: 2010-09-30, due: 2010-10-15}]\nforms:\n"
	        "  - {id: unit, name: 组织表, aspects: [{id: progress, "
	        "title: 进展}, {id: problems, title: 问题}]}\n"
	        "  - {id: member, name: 党员表, aspects: [{id: role, "
	        "title: 岗位}, {id: problems, title: 问题}]}\n%s", scope));
	sources_init(&room.sources, room.arena);
	diags_init(&room.diags, room.arena);
	struct loading loading = { .corpus = &room.corpus,
		.sources = &room.sources,
		.diags = &room.diags,
		.jobs = 1,
		.arenas = &room.arena,
		.scratch = &room.scratch };
	assert_int_equal(corpus_load(&loading, room.root), 0);
	arena_free(room.scratch); /* nothing of it is kept */
	room.scratch = arena_new();
	if (room.diags.first != NULL)
		fail_msg("%s", room.diags.first->message);
	room.policy = policy_make(room.arena, &room.corpus, &room.diags);
	for (size_t i = 0; room.policy != NULL && i < room.corpus.record_count;
	     i++)
		policy_label(room.policy, room.arena, room.corpus.records[i],
		    &room.diags);
	return room.policy;
}

static struct audience
audience_of(const char *words)
{
	struct edition edition = { .id = "e",
		.audience = value_string(room.arena, words) };
	struct audience audience;
	if (policy_audience(room.policy, &audience, &edition, &room.diags) != 0)
		fail_msg("no audience: %s", words);
	return audience;
}

static const struct record *
record_of(const char *id)
{
	const struct record *r = corpus_record(&room.corpus, text_of(id));
	assert_non_null(r);
	return r;
}

static bool
sees(const char *audience, const struct record *r, const struct scope *scope)
{
	struct audience a = audience_of(audience);
	/* Without a day of its own it is as things are at last. */
	return scope_admits(scope, &a,
	    *r->date != '\0' ? r->date : "9999-12-31");
}

static bool
sees_record(const char *audience, const char *id)
{
	return sees(audience, record_of(id), &record_of(id)->scope);
}

static bool
sees_field(const char *audience, const char *id, const char *field)
{
	const struct record *r = record_of(id);
	for (size_t i = 0; i < r->field_scope_count; i++)
		if (r->field_scopes[i].field == field_index(r->kind, field))
			return sees(audience, r, &r->field_scopes[i].scope);
	return true; /* nothing beside the record's own */
}

static bool
sees_section(const char *audience, const char *id, size_t section)
{
	const struct record *r = record_of(id);
	return sees(audience, r, &r->section_scopes[section]);
}

/* Who of a row of audiences sees the record: "mmc-" for m, c, … */
static const char *
who_sees(const char *id)
{
	static const char *const classes[] = { "public", "masses", "members",
		"cadres", "leaders" };
	static const char *const places[] = { "everyone", "top", "east",
		"west", "zhibu" };
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < 5; i++) {
		buf_puts(&buf, i > 0 ? " " : "");
		for (size_t j = 0; j < 5; j++) {
			if (i == 0 && j == 4)
				break; /* see test_label */
			bool is = sees_record(arena_printf(room.arena, "%s/%s",
			                          places[i], classes[j]), id);
			buf_putc(&buf, is ? "pmMcl"[j] : '-');
		}
	}
	const char *copy = arena_copy(room.arena, buf.at, buf.len);
	buf_free(&buf);
	return copy;
}

#define REVIEW(form, subject, more)                                            \
	"---\nkind: review\nform: " form "\nsubject: " subject                 \
	"\nreviewer: e1\nperiod: q3\ndate: 2010-09-29\nmethod: talk\n" more    \
	"---\n"

/* ---- defaults ---- */

static void
test_a_label_alone(void **state)
{
	(void)state;
	put("plan.md", "---\nkind: plan\norganisation: east\ntitle: t\n---\n");
	assert_non_null(load("scope: {方案: root/members}\n"));
	assert_string_equal(who_sees("plan"), "---- --Mcl --Mcl --Mcl --Mcl");
	assert_non_null(
	    load("scope: {plan: [subject/members, west/cadres]}\n"));
	/* Leaders of the top see the whole subtree. */
	assert_string_equal(who_sees("plan"), "---- ----l --Mcl ---cl ---cl");
	assert_non_null(load("scope: {plan: {within: west, who: masses}}\n"));
	assert_string_equal(who_sees("plan"), "---- ----l ----- -mMcl -mMcl");
	assert_non_null(load("scope: {plan: leaders}\n"));
	assert_string_equal(who_sees("plan"), "---- ----l ----l ----- -----");
	assert_non_null(load("scope: {plan: public}\n"));
	assert_string_equal(who_sees("plan"), "pmMc pmMcl pmMcl pmMcl pmMcl");
	assert_int_equal(room.diags.count, 0);
}

static void
test_no_default_is_nobody(void **state)
{
	(void)state;
	put("plan.md", "---\nkind: plan\norganisation: east\ntitle: t\n---\n");
	assert_non_null(load("scope: {report: everyone/public}\n"));
	assert_string_equal(who_sees("plan"), "---- ----- ----- ----- -----");
	assert_int_equal(room.diags.count, 1);
	assert_ptr_equal(room.diags.first->rule, &rules[RULE_SCOPE_MISSING]);
	/* Also of an amendment, an exemplar. */
	assert_string_equal(room.diags.first->message,
	    "programme.yaml has no default label for the kind plan (方案)");
	/* Defaults of parts are none of the whole. */
	assert_non_null(load("scope: {plan: {fields: {basis: public}}}\n"));
	assert_string_equal(who_sees("plan"), "---- ----- ----- ----- -----");
	assert_non_null(load("scope: {plan: []}\n"));
	assert_string_equal(who_sees("plan"), "---- ----- ----- ----- -----");
}

static void
test_defaults_by_form(void **state)
{
	(void)state;
	put("unit.md", REVIEW("unit", "east", ""));
	put("member.md", REVIEW("member", "m", ""));
	assert_non_null(load("scope:\n  review:\n    record: root/cadres\n"
	                     "    forms: {党员表: {record: subject/members}}\n"));
	assert_string_equal(who_sees("unit"), "---- ---cl ---cl ---cl ---cl");
	/* The form's stands in place of the other, it may be wider. */
	assert_string_equal(who_sees("member"), "---- ----l ----- ----l --Mcl");
	assert_non_null(load("scope: {点评: {点评表: {unit: {记录: public}}}}\n"));
	assert_string_equal(who_sees("unit"), "pmMc pmMcl pmMcl pmMcl pmMcl");
	assert_string_equal(who_sees("member"), "---- ----- ----- ----- -----");
}

static void
test_defaults_of_records_about_people(void **state)
{
	(void)state;
	put("a.md", "---\nkind: exemplar\nsubject: m\ntitle: t\nperiod: q3\n"
	            "---\n");
	put("b.md", "---\nkind: exemplar\nsubject: west\ntitle: t\nperiod: q3\n"
	            "---\n");
	assert_non_null(load("scope: {exemplar: {record: root/masses, "
	                     "person: subject/members}}\n"));
	assert_string_equal(who_sees("a"), "---- ----l ----- ----l --Mcl");
	assert_string_equal(who_sees("b"), "---- -mMcl -mMcl -mMcl -mMcl");
}

static void
test_defaults_of_aspects_and_fields(void **state)
{
	(void)state;
	put("unit.md", REVIEW("unit", "east", "venue: v\n")
	    "## 进展\n一。\n## 问题\n二。\n");
	assert_non_null(load(
	    "scope:\n  review:\n    record: root/masses\n"
	    "    aspects: {problems: root/members}\n"
	    "    fields: {venue: root/cadres, 问题: root/members}\n    forms:\n"
	    "      unit: {aspects: {问题: east/masses}, "
	    "fields: {problems: root/leaders}}\n"
	    "      member: {fields: {recorded: root/leaders}}\n"));
	assert_true(sees_section("top/masses", "unit", 0));
	/* The kind's and the form's are two sources: both must admit. */
	assert_false(sees_section("top/members", "unit", 1));
	assert_false(sees_section("east/masses", "unit", 1));
	assert_true(sees_section("east/members", "unit", 1));
	assert_true(sees_section("top/leaders", "unit", 1));
	assert_true(sees_field("top/masses", "unit", "date"));
	assert_false(sees_field("top/members", "unit", "venue"));
	assert_true(sees_field("top/cadres", "unit", "venue"));
	assert_false(sees_field("top/cadres", "unit", "problems"));
	assert_true(sees_field("top/leaders", "unit", "problems"));
}

/*
 * A heading that is no aspect's may have been meant for any of them: who may
 * not read one of them doesn't read it, where an office lets T0401 pass.
 */
static void
test_a_section_of_no_aspect_is_as_narrow_as_all(void **state)
{
	(void)state;
	put("unit.md", REVIEW("unit", "east", "")
	    "开头。\n## 进展\n一。\n## 间题\n二。\n");
	put("member.md", REVIEW("member", "m", "")
	    "## 岗位\n一。\n## 其他\n二。\n");
	put("plan.md", "---\nkind: plan\norganisation: east\ntitle: t\n"
	               "date: 2010-07-05\n---\n## 问题\n三。\n");
	assert_non_null(load("scope:\n  plan: root/masses\n  review:\n"
	              "    record: root/masses\n"
	              "    aspects: {problems: root/members}\n    forms:\n"
	              "      unit: {aspects: {progress: east/masses}}\n"
	              "      member: {aspects: {role: root/leaders}}\n"
	              "rules: {aspect-unknown: off}\n"));
	for (size_t section = 0; section < 3; section += 2) {
		assert_false(sees_section("top/members", "unit", section));
		assert_false(sees_section("east/masses", "unit", section));
		assert_true(sees_section("east/members", "unit", section));
	}
	assert_true(sees_section("east/masses", "unit", 1));
	assert_false(sees_section("top/cadres", "member", 1));
	assert_true(sees_section("top/leaders", "member", 1));
	assert_true(sees_section("top/masses", "plan", 0));
}

/* The tree is the one of the record's day, not of today. */
static void
test_labels_by_day(void **state)
{
	(void)state;
	put("before.md", "---\nkind: report\nsubject: zhibu\nperiod: q3\n"
	                 "date: 2010-08-31\n---\n");
	put("after.md", "---\nkind: report\nsubject: zhibu\nperiod: q3\n"
	                "date: 2010-09-01\n---\n");
	assert_non_null(load("scope: {report: superior/members}\n"));
	assert_string_equal(who_sees("before"), "---- ----l --Mcl ----- --Mcl");
	assert_string_equal(who_sees("after"), "---- ----l ----- --Mcl --Mcl");
}

/* ---- own marks ---- */

static void
test_a_record_can_only_narrow(void **state)
{
	(void)state;
	put("a.md", REVIEW("unit", "east", "scope: root/cadres\n"));
	put("b.md", REVIEW("unit", "east", "范围: public\n"));
	put("c.md", REVIEW("unit", "east", "scope: west/members\n"));
	put("d.md", REVIEW("unit", "east", "scope: [leaders, west/members]\n"));
	assert_non_null(load("scope: {review: root/members}\n"));
	assert_string_equal(who_sees("a"), "---- ---cl ---cl ---cl ---cl");
	assert_string_equal(who_sees("b"), "---- --Mcl --Mcl --Mcl --Mcl");
	assert_string_equal(who_sees("c"), "---- ----l ----- --Mcl --Mcl");
	assert_string_equal(who_sees("d"), "---- ----l ----l --Mcl --Mcl");
	assert_int_equal(room.diags.count, 0);
}

static void
test_a_filter_can_only_narrow(void **state)
{
	(void)state;
	put("a.md", REVIEW("unit", "east", "scope: root/members\n"));
	assert_non_null(load("scope: {review: public}\n"));
	struct record *r = room.corpus.records[0];
	r->narrowed = value_list(room.arena);
	value_add(room.arena, r->narrowed,
	    value_string(room.arena, "east/masses"));
	value_add(room.arena, r->narrowed,
	    value_string(room.arena, "everyone/cadres"));
	r->scope = (struct scope){ 0 };
	policy_label(room.policy, room.arena, r, &room.diags);
	assert_int_equal(r->scope.count, 4);
	assert_string_equal(who_sees("a"), "---- ----l ---cl ----- -----");
}

static void
test_marks_of_sections(void **state)
{
	(void)state;
	put("a.md", REVIEW("unit", "east", "")
	    "## 进展 {scope=cadres}\n一。\n## 问题 {#problems 范围=西院/党员}\n二。\n");
	put("b.md", "---\nkind: plan\norganisation: east\ntitle: t\n---\n"
	            "## 随便 {scope=leaders}\n一。\n## 另外\n二。\n");
	load("scope: {review: {record: public, aspects: {problems: "
	     "root/cadres}}, plan: public}\n");
	/* No such class: the mark shuts, and is told at its place. */
	assert_int_equal(room.diags.count, 1);
	const struct diag *d = room.diags.first;
	struct text text = source_at(&room.sources, d->span.source)->text;
	assert_ptr_equal(d->rule, &rules[RULE_SCOPE_CLASS]);
	assert_true(text_is(text_cut(text, d->span.start, d->span.end),
	    "西院/党员"));
	assert_false(sees_section("top/members", "a", 0));
	assert_true(sees_section("everyone/cadres", "a", 0));
	assert_false(sees_section("top/leaders", "a", 1));
	assert_false(sees_section("top/cadres", "b", 0));
	assert_true(sees_section("east/leaders", "b", 0));
	assert_true(sees_section("everyone/public", "b", 1));
}

static void
test_a_faulty_mark_shuts_the_record(void **state)
{
	(void)state;
	put("a.md", REVIEW("unit", "east", "scope: [public, rooot/cadres]\n"));
	load("scope: {review: public}\n");
	assert_int_equal(room.diags.count, 1);
	assert_ptr_equal(room.diags.first->rule, &rules[RULE_SCOPE_WITHIN]);
	assert_string_equal(who_sees("a"), "---- ----- ----- ----- -----");
}

/* `check` makes no edition: it must find these too. */
static void
test_faulty_marks_inside_fields_are_found(void **state)
{
	(void)state;
	put("a.md", REVIEW("unit", "east",
	    "problems: [{id: p1, text: x, scope: rooot/cadres}]\n"));
	load("scope: {review: public}\n");
	assert_int_equal(room.diags.count, 1);
	assert_ptr_equal(room.diags.first->rule, &rules[RULE_SCOPE_WITHIN]);
}

/* Words that only labels know are no way out of it. */
static void
test_an_audience_of_nowhere(void **state)
{
	(void)state;
	static const char *const words[] = { "nowhere/masses", "root/masses" };
	load("scope: {review: public}\n");
	for (size_t i = 0; i < 2; i++) {
		const struct edition edition = { .id = "x", .title = "x",
			.audience = value_string(room.arena, words[i]) };
		struct audience audience;
		assert_int_equal(policy_audience(room.policy, &audience,
				     &edition, &room.diags),
		    -1);
		assert_string_equal(room.diags.last->remedy,
		    "name one organisation, or everyone, and a class, such as "
		    "everyone/public");
	}
}

/* ---- defaults that are none ---- */

static void
test_defaults_of_what_there_is_not(void **state)
{
	(void)state;
	static const struct {
		const char *scope, *word;
		enum rule_id rule;
	} faults[] = {
		{ "{reviews: public}", "reviews", RULE_SCOPE_DEFAULT },
		{ "{review: {fields: {nope: public}}}", "nope",
		    RULE_SCOPE_DEFAULT },
		{ "{review: {aspects: {nope: public}}}", "nope",
		    RULE_SCOPE_DEFAULT },
		{ "{review: {forms: {nope: public}}}", "nope",
		    RULE_SCOPE_DEFAULT },
		{ "{review: {nope: public}}", "nope", RULE_SCOPE_DEFAULT },
		{ "{review: {within: root}}", "within", RULE_SCOPE_DEFAULT },
		{ "{organisation: {fields: {nope: public}}}", "nope",
		    RULE_SCOPE_DEFAULT },
		{ "{person: {nope: public}}", "nope", RULE_SCOPE_DEFAULT },
		/* What a record is known by takes the record's label. */
		{ "{review: {fields: {date: public}}}", "date",
		    RULE_SCOPE_DEFAULT },
		{ "{review: {fields: {点评对象: public}}}", "点评对象",
		    RULE_SCOPE_DEFAULT },
		{ "{organisation: {fields: {name: public}}}", "name",
		    RULE_SCOPE_DEFAULT },
		{ "{plan: root/nobody}", "root/nobody", RULE_SCOPE_CLASS },
		{ "{plan: nowhere/cadres}", "nowhere/cadres",
		    RULE_SCOPE_WITHIN },
		{ "{plan: [[public]]}", "[public]", RULE_SCOPE_FORM },
		{ "{review: {forms: {unit: {fields: {venue: x}}}}}", "x",
		    RULE_SCOPE_CLASS },
		{ "[public]", "[public]", RULE_SCOPE_FORM },
		{ "public", "public", RULE_SCOPE_FORM },
	};
	load("scope: {person: root/masses}\n");
	assert_ptr_equal(room.diags.last->rule, &rules[RULE_SCOPE_FORM]);
	assert_non_null(strstr(room.diags.last->remedy, "{NAME: LABEL"));
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		const char *scope = arena_printf(room.arena, "scope: %s\n",
		    faults[i].scope);
		if (load(scope) != NULL || room.diags.count != 1)
			fail_msg("%zu faults in %s", room.diags.count, scope);
		const struct diag *d = room.diags.first;
		struct text t = source_at(&room.sources, d->span.source)->text;
		t = text_cut(t, d->span.start, d->span.end);
		if (d->rule != &rules[faults[i].rule] ||
		    !text_is(t, faults[i].word))
			fail_msg("%s: %s at “%.*s”", scope, d->message,
			    TEXT_ARG(t));
	}
}

/* A restriction that would be passed over in silence makes things public. */
static void
test_defaults_that_would_have_no_effect(void **state)
{
	(void)state;
	static const char *const idle[] = {
		"{review: {record: public, aspects: root/cadres}}",
		"{review: {record: public, fields: [problems]}}",
		"{review: {record: public, forms: root/cadres}}",
		"{plan: public, person: root/masses}",
		"{review: {record: public, forms: {unit: {forms: {unit: "
		"leaders}}}}}",
		"{review: {record: public, forms: {member: {person: "
		"leaders}}}}",
		"{plan: {record: public, aspects: {problems: leaders}}}",
		"{plan: {record: public, forms: {unit: leaders}}}",
		"{organisation: {record: public, aspects: {problems: "
		"leaders}}}",
		"{plan: leaders, 方案: public}",
		"{plan: {record: leaders, 记录: public}}",
		"{plan: {record: public, fields: {title: leaders, 标题: "
		"public}}}",
	};
	size_t taken = 0;
	for (size_t i = 0; i < sizeof(idle) / sizeof(*idle); i++) {
		if (load(arena_printf(room.arena, "scope: %s\n", idle[i])) ==
		    NULL)
			continue;
		print_message("taken: %s\n", idle[i]);
		taken++;
	}
	assert_int_equal(taken, 0);
}

/* ---- organisations and names ---- */

static bool
shows_organisation(const char *audience, const char *id, const char *field)
{
	struct audience a = audience_of(audience);
	return policy_shows_organisation(room.policy,
	    roster_organisation(&room.corpus.roster, text_of(id), NULL), field,
	    &a, "2010-09-29");
}

/* Under both of its names: neither may take the other's place unsaid. */
static void
test_defaults_under_two_names(void **state)
{
	(void)state;
	static const char *const twice[] = {
		"scope: {plan: {record: root/cadres, 记录: root/masses}}\n",
		"scope: {plan: {person: root/cadres, 人员: root/masses}}\n",
		"scope: {plan: {fields: {basis: root/cadres}, "
		"字段: {依据: root/masses}}}\n",
		"scope: {review: {aspects: {problems: root/cadres}, "
		"方面: {问题: root/masses}}}\n",
		"scope: {review: {forms: {unit: root/cadres}, "
		"点评表: {unit: root/masses}}}\n",
		"scope: {review: {forms: {unit: root/cadres, "
		"组织表: root/masses}}}\n",
		"scope: {review: {forms: {unit: {record: root/cadres}, "
		"组织表: root/masses}}}\n",
		"scope: {person: {officer: root/cadres, 任职者: root/masses}}\n",
		"scope: {person: {member: root/cadres, 党员: root/masses}}\n",
		"scope: {person: {member: root/cadres}, "
		"人员: {member: root/masses}}\n",
		"scope: {plan: root/cadres, 方案: root/masses}\n",
	};
	for (size_t i = 0; i < sizeof(twice) / sizeof(*twice); i++) {
		if (load(twice[i]) != NULL)
			fail_msg("unsaid: %s", twice[i]);
		assert_ptr_equal(room.diags.first->rule,
		    &rules[RULE_FIELD_TWICE]);
	}
}

static void
test_organisations(void **state)
{
	(void)state;
	assert_non_null(load("scope: {organisation: {record: root/masses, "
	                     "fields: {liaison: root/cadres}}}\n"));
	assert_true(shows_organisation("top/masses", "east", NULL));
	assert_false(shows_organisation("everyone/cadres", "east", NULL));
	assert_true(shows_organisation("top/masses", "east", "head"));
	assert_false(shows_organisation("top/members", "east", "liaison"));
	assert_true(shows_organisation("top/cadres", "east", "liaison"));
	assert_false(shows_organisation("everyone/cadres", "east", "liaison"));
	assert_non_null(load("scope: {}\n"));
	assert_false(shows_organisation("top/leaders", "east", NULL));
	assert_false(shows_organisation("top/leaders", "east", "head"));
}

static bool
shows_name(const char *audience, const char *id, const char *date)
{
	struct audience a = audience_of(audience);
	return policy_shows_name(room.policy,
	    roster_person(&room.corpus.roster, text_of(id), NULL), &a, date);
}

/* As wide as the union of the posts held then. */
static void
test_names(void **state)
{
	(void)state;
	assert_non_null(load("scope: {person: {officer: root/masses, "
	                     "member: subject/members}}\n"));
	assert_true(shows_name("top/masses", "chief", "2010-09-29"));
	assert_true(shows_name("top/masses", "e1", "2010-09-29"));
	assert_false(shows_name("everyone/cadres", "e1", "2010-09-29"));
	/* A deputy until the last of September, then a member. */
	assert_true(shows_name("top/masses", "e2", "2010-09-30"));
	assert_false(shows_name("top/masses", "e2", "2010-10-01"));
	assert_true(shows_name("zhibu/members", "e2", "2010-10-01"));
	assert_true(shows_name("zhibu/members", "m", "2010-09-29"));
	assert_false(shows_name("zhibu/masses", "m", "2010-09-29"));
	assert_false(shows_name("top/members", "m", "2010-09-29"));
	assert_false(shows_name("west/cadres", "m", "2010-09-29"));
	assert_true(shows_name("top/leaders", "m", "2010-09-29"));
	/* The college of the branch on that day. */
	assert_false(shows_name("east/leaders", "m", "2010-09-29"));
	assert_true(shows_name("east/leaders", "m", "2010-08-31"));
	/* Of no branch and no office: nobody's. */
	assert_false(shows_name("top/leaders", "n", "2010-09-29"));
	assert_non_null(load("scope: {}\n"));
	assert_false(shows_name("top/leaders", "chief", "2010-09-29"));
}

/* ---- audiences ---- */

static int
edition_audience(struct audience *audience, const char *words)
{
	struct edition edition = { .id = "e",
		.audience = value_string(room.arena, words) };
	return policy_audience(room.policy, audience, &edition, &room.diags);
}

static void
test_audiences(void **state)
{
	(void)state;
	struct audience a;
	assert_non_null(load("scope: {}\n"));
	assert_int_equal(edition_audience(&a, "大学党委/leaders"), 0);
	assert_string_equal(a.within->id, "top");
	assert_int_equal(a.who, 4);
	assert_int_equal(a.leaders, 4);
	assert_int_equal(edition_audience(&a, "everyone/public"), 0);
	assert_null(a.within);
	assert_int_equal(a.who, 0);
	assert_int_equal(edition_audience(&a, "masses"), 0);
	assert_null(a.within);
	assert_int_equal(room.diags.count, 0);
}

/* As issues keep it, and found again by that while there is what it names. */
static void
test_ids_of_audiences(void **state)
{
	struct audience a, b;
	const struct programme *programme;
	(void)state;
	assert_non_null(load("scope: {}\n"));
	programme = room.corpus.programme;
	assert_int_equal(edition_audience(&a, "大学党委/masses"), 0);
	assert_string_equal(
	    audience_id(room.arena, programme, &a), "top/masses");
	assert_true(audience_find(
	    &b, programme, &room.corpus.roster, "top/masses"));
	assert_ptr_equal(a.within, b.within);
	assert_int_equal(a.leaders, b.leaders);
	assert_int_equal(edition_audience(&a, "everyone/leaders"), 0);
	assert_string_equal(
	    audience_id(room.arena, programme, &a), "/leaders");
	assert_true(audience_find(
	    &b, programme, &room.corpus.roster, "/leaders"));
	assert_null(b.within);
	assert_int_equal(b.who, a.who);
	assert_false(audience_find(
	    &b, programme, &room.corpus.roster, "gone/masses"));
	assert_false(audience_find(
	    &b, programme, &room.corpus.roster, "top/guests"));
}

static void
test_audiences_that_are_none(void **state)
{
	(void)state;
	static const char *const wrong[] = { "root/masses", "subject/masses",
		"superior/masses", "college/masses", "leaders", "nobody",
		"east/", "" };
	struct audience a;
	assert_non_null(load("scope: {}\n"));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		assert_int_equal(edition_audience(&a, wrong[i]), -1);
		assert_int_equal(room.diags.count, i + 1);
	}
	struct edition edition = { .id = "e",
		.audience = value_list(room.arena) };
	assert_int_equal(policy_audience(room.policy, &a, &edition,
	                     &room.diags), -1);
	for (int i = 0; i < 2; i++)
		value_add(room.arena, (struct value *)edition.audience,
		    value_string(room.arena, "east/masses"));
	assert_int_equal(policy_audience(room.policy, &a, &edition,
	                     &room.diags), -1);
	assert_ptr_equal(room.diags.last->rule, &rules[RULE_SCOPE_FORM]);
	/* root/cadres, which the rule would advise, is no audience. */
	assert_non_null(strstr(room.diags.last->remedy, "everyone/public"));
	edition.audience = NULL;
	assert_int_equal(policy_audience(room.policy, &a, &edition,
	                     &room.diags), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_label_alone),
		TEST(test_no_default_is_nobody),
		TEST(test_defaults_by_form),
		TEST(test_defaults_of_records_about_people),
		TEST(test_defaults_of_aspects_and_fields),
		TEST(test_a_section_of_no_aspect_is_as_narrow_as_all),
		TEST(test_labels_by_day),
		TEST(test_a_record_can_only_narrow),
		TEST(test_a_filter_can_only_narrow),
		TEST(test_marks_of_sections),
		TEST(test_a_faulty_mark_shuts_the_record),
		TEST(test_faulty_marks_inside_fields_are_found),
		TEST(test_an_audience_of_nowhere),
		TEST(test_defaults_of_what_there_is_not),
		TEST(test_defaults_that_would_have_no_effect),
		TEST(test_defaults_under_two_names),
		TEST(test_organisations),
		TEST(test_names),
		TEST(test_audiences),
		TEST(test_ids_of_audiences),
		TEST(test_audiences_that_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
