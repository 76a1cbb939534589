/*
 * Labels: what SCOPE.md says of pairs, as a full table; patterns and what they
 * mean for a subject and a day; every word that is no label, at its place.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "model/rules.h"
#include "read/yaml.h"
#include "scope/label.h"

#define DAY "2010-10-12"

enum { PUBLIC, MASSES, MEMBERS, CADRES, LEADERS, CLASSES };
enum { EVERYONE, TOP, EAST, WEST, EAST_1, EAST_2, WEST_1, OTHER, PLACES };

static const struct {
	const char *id, *name, *short_name;
	int above, level;
} places[PLACES] = {
	[EVERYONE] = { "", "", "", EVERYONE, 0 },
	[TOP] = { "top", "大学党委", "校党委", EVERYONE, 0 },
	[EAST] = { "east", "东院党总支", "东院", TOP, 1 },
	[WEST] = { "west", "西院党总支", "西院", TOP, 1 },
	[EAST_1] = { "east-1", "东院第一党支部", "东一", EAST, 2 },
	[EAST_2] = { "east-2", "东院第二党支部", "东二", EAST, 2 },
	[WEST_1] = { "west-1", "西院第一党支部", "西一", WEST, 2 },
	[OTHER] = { "other", "另一所大学党委", "另校", EVERYONE, 0 },
};

static const struct term classes[] = { { .id = "public", .name = "公众" },
	{ .id = "masses", .name = "群众" }, { .id = "members", .name = "党员" },
	{ .id = "cadres", .name = "干部" }, { .id = "leaders", .name = "领导" } };
static const struct term levels[] = { { .id = "university", .name = "学校" },
	{ .id = "college", .name = "学院" }, { .id = "branch", .name = "支部" } };

/* One tree, made anew for each test. */
static struct {
	struct arena *arena;
	struct roster roster;
	struct programme programme;
	struct diags diags;
	struct organisation *at[PLACES]; /* NULL: everyone */
	struct label_context context;
} room;

static struct organisation *
organisation_make(int place)
{
	struct organisation *o = ARENA_NEW(room.arena, struct organisation);
	o->id = places[place].id;
	o->name = places[place].name;
	o->short_name = places[place].short_name;
	o->level = places[place].level;
	o->from = o->to = "";
	if (places[place].above == EVERYONE)
		return o;
	o->superiors.count = 1;
	o->superiors.items = ARENA_NEW(room.arena, struct tenure);
	*o->superiors.items = (struct tenure){ .from = "", .to = "",
		.id = places[places[place].above].id,
		.organisation = room.at[places[place].above] };
	return o;
}

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	diags_init(&room.diags, room.arena);
	roster_init(&room.roster, room.arena);
	room.programme = (struct programme){ 0 };
	room.programme.terms[VOCABULARY_CLASS] =
	    (struct term_list){ (struct term *)classes, CLASSES, CLASSES };
	room.programme.terms[VOCABULARY_LEVEL] =
	    (struct term_list){ (struct term *)levels, 3, 3 };
	for (int i = TOP; i < PLACES; i++) {
		room.at[i] = organisation_make(i);
		roster_add_organisation(&room.roster, room.arena, room.at[i]);
	}
	room.context = (struct label_context){ room.arena, &room.diags,
		&room.programme, &room.roster, false };
	return 0;
}

static int
room_close(void **state)
{
	(void)state;
	arena_free(room.arena);
	return 0;
}

/* ---- the table ---- */

static bool
lies_within(int place, int above)
{
	while (place != above && place != EVERYONE)
		place = places[place].above;
	return place == above;
}

/* SCOPE.md, word by word. */
static bool
admits_by_scope(int within, int who, int a_within, int a_who)
{
	if (who != LEADERS && lies_within(a_within, within) && a_who >= who)
		return true;
	return a_who == LEADERS && lies_within(within, a_within);
}

static bool
pair_admits(int within, int who, int a_within, int a_who)
{
	struct pair pair = { room.at[within], who };
	struct label label = { &pair, 1, SPAN_NONE };
	struct audience audience = { .within = room.at[a_within], .who = a_who,
		.leaders = LEADERS };
	return label_admits(&label, &audience, DAY);
}

static void
assert_row(int a_within, int a_who)
{
	for (int i = 0; i < PLACES * CLASSES; i++) {
		int within = i / CLASSES, who = i % CLASSES;
		bool want = admits_by_scope(within, who, a_within, a_who);
		if (pair_admits(within, who, a_within, a_who) != want)
			fail_msg("%s/%s %s for the audience %s/%s",
			    within == 0 ? "everyone" : places[within].id,
			    classes[who].id, want ? "is hidden" : "is shown",
			    a_within == 0 ? "everyone" : places[a_within].id,
			    classes[a_who].id);
	}
}

static void
test_table_of_pairs(void **state)
{
	(void)state;
	for (int i = 0; i < PLACES * CLASSES; i++)
		if (i != EVERYONE * CLASSES + LEADERS)
			assert_row(i / CLASSES, i % CLASSES);
}

/* Everyone stands above the root, so all leading groups lie below it. */
static void
test_leaders_of_everyone(void **state)
{
	(void)state;
	assert_row(EVERYONE, LEADERS);
}

/* The table, said once more by examples, so that a slip in it would show. */
static void
test_examples_of_pairs(void **state)
{
	(void)state;
	/* What circulates in a college circulates in its branches. */
	assert_true(pair_admits(EAST, MASSES, EAST_1, MASSES));
	assert_true(pair_admits(EAST, MASSES, EAST_1, CADRES));
	assert_false(pair_admits(EAST, MASSES, WEST_1, CADRES));
	/* It does not go up, but to leaders, who see their subtree. */
	assert_false(pair_admits(EAST, MASSES, TOP, CADRES));
	assert_true(pair_admits(EAST, MASSES, TOP, LEADERS));
	assert_true(pair_admits(EAST_1, LEADERS, EAST, LEADERS));
	assert_false(pair_admits(EAST_1, LEADERS, WEST, LEADERS));
	/* What is for leaders never goes down. */
	assert_false(pair_admits(TOP, LEADERS, EAST, LEADERS));
	assert_false(pair_admits(TOP, LEADERS, TOP, CADRES));
	assert_true(pair_admits(TOP, LEADERS, TOP, LEADERS));
	/* Everyone is wider than any tree. */
	assert_true(pair_admits(EVERYONE, PUBLIC, OTHER, PUBLIC));
	assert_false(pair_admits(TOP, PUBLIC, OTHER, LEADERS));
	assert_false(pair_admits(TOP, PUBLIC, EVERYONE, CADRES));
	assert_false(pair_admits(EVERYONE, LEADERS, TOP, LEADERS));
}

/* The tree is the one of the day. */
static void
test_pairs_by_day(void **state)
{
	(void)state;
	struct tenure tenures[] = {
		{ .from = "", .to = "2010-08-31",
		    .organisation = room.at[EAST] },
		{ .from = "2010-09-01", .to = "",
		    .organisation = room.at[WEST] },
	};
	struct pair pair = { room.at[EAST], MEMBERS };
	struct label label = { &pair, 1, SPAN_NONE };
	struct audience audience = { .within = room.at[EAST_2], .who = MEMBERS,
		.leaders = LEADERS };
	room.at[EAST_2]->superiors = (struct tenures){ tenures, 2 };
	assert_true(label_admits(&label, &audience, "2010-08-31"));
	assert_false(label_admits(&label, &audience, "2010-09-01"));
	pair.within = room.at[WEST];
	assert_false(label_admits(&label, &audience, "2010-08-31"));
	assert_true(label_admits(&label, &audience, "2010-09-01"));
}

/* ---- labels and scopes ---- */

static void
test_any_pair_of_a_label_admits(void **state)
{
	(void)state;
	struct pair pairs[] = { { room.at[EAST], CADRES },
		{ room.at[WEST_1], MEMBERS } };
	struct label label = { pairs, 2, SPAN_NONE };
	struct audience east = { .within = room.at[EAST], .who = CADRES,
		.leaders = LEADERS };
	struct audience west = { .within = room.at[WEST_1], .who = MEMBERS,
		.leaders = LEADERS };
	struct audience none = { .within = room.at[EAST_1], .who = MEMBERS,
		.leaders = LEADERS };
	assert_true(label_admits(&label, &east, DAY));
	assert_true(label_admits(&label, &west, DAY));
	/* A place of one pair with the class of the other is neither. */
	assert_false(label_admits(&label, &none, DAY));
	label.count = 0;
	assert_false(label_admits(&label, &east, DAY));
}

/* For each audience a scope shows what each of its labels shows. */
static void
test_every_source_must_admit(void **state)
{
	(void)state;
	struct pair pairs[] = { { room.at[EAST], MASSES },
		{ room.at[TOP], CADRES }, { NULL, MEMBERS } };
	struct scope scope = { 0 };
	for (size_t n = 0; n < 3; n++) {
		scope_add(&scope, room.arena,
		    (struct label){ &pairs[n], 1, SPAN_NONE });
		for (int i = 0; i < PLACES * CLASSES; i++) {
			struct audience a = { .within = room.at[i / CLASSES],
				.who = i % CLASSES, .leaders = LEADERS };
			bool want = true;
			for (size_t j = 0; j <= n; j++)
				want = want &&
				    label_admits(&scope.labels[j], &a, DAY);
			assert_int_equal(scope_admits(&scope, &a, DAY), want);
		}
	}
	/* Two that admit alone, and nobody together. */
	struct pair one = { room.at[EAST_1], MASSES };
	struct pair two = { room.at[WEST_1], MASSES };
	struct scope apart = { 0 };
	struct audience a = { .within = room.at[EAST_1], .who = MASSES,
		.leaders = LEADERS };
	scope_add(&apart, room.arena, (struct label){ &one, 1, SPAN_NONE });
	assert_true(scope_admits(&apart, &a, DAY));
	scope_add(&apart, room.arena, (struct label){ &two, 1, SPAN_NONE });
	assert_false(scope_admits(&apart, &a, DAY));
	/* A label without pairs shuts the whole. */
	struct scope shut = { 0 };
	scope_add(&shut, room.arena, (struct label){ &one, 1, SPAN_NONE });
	scope_add(&shut, room.arena, (struct label){ NULL, 0, SPAN_NONE });
	assert_false(scope_admits(&shut, &a, DAY));
}

/* ---- patterns ---- */

static int
parse(struct pattern *pattern, const char *yaml)
{
	const struct value *value = yaml_parse(room.arena, text_of(yaml),
	    (struct span){ 1, 0, (uint32_t)strlen(yaml) }, &room.diags);
	assert_non_null(value);
	return pattern_parse(pattern, &room.context, value);
}

/* As it is for `subject` (or for nobody known): "east/masses west/cadres". */
static void
assert_means(const char *yaml, int subject, const char *want)
{
	struct pattern pattern;
	char means[200] = "";
	if (parse(&pattern, yaml) != 0)
		fail_msg("%s: %s", yaml, room.diags.last->message);
	struct label label =
	    label_make(room.arena, &pattern, room.at[subject], DAY);
	for (size_t i = 0; i < label.count; i++) {
		const struct organisation *o = label.pairs[i].within;
		size_t len = strlen(means);
		snprintf(means + len, sizeof(means) - len, "%s%s/%s",
		    i > 0 ? " " : "", o == NULL ? "everyone" : o->id,
		    classes[label.pairs[i].who].id);
	}
	if (strcmp(means, want) != 0)
		fail_msg("%s for %s means %s", yaml, places[subject].id, means);
	assert_int_equal(room.diags.count, 0);
}

static void
test_words_of_place(void **state)
{
	(void)state;
	assert_means("everyone/masses", EAST_1, "everyone/masses");
	assert_means("所有人/masses", EAST_1, "everyone/masses");
	assert_means("root/cadres", EAST_1, "top/cadres");
	assert_means("本校/干部", EAST_1, "top/cadres");
	assert_means("root/cadres", TOP, "top/cadres");
	assert_means("root/cadres", OTHER, "other/cadres");
	assert_means("subject/members", EAST_1, "east-1/members");
	assert_means("本单位/党员", WEST, "west/members");
	assert_means("superior/leaders", EAST_1, "east/leaders");
	assert_means("上级/领导", EAST, "top/leaders");
	assert_means("college/members", EAST_1, "east/members");
	assert_means("学院/members", WEST, "west/members");
	assert_means("branch/members", EAST_2, "east-2/members");
	assert_means("university/masses", WEST_1, "top/masses");
}

static void
test_organisations_by_every_name(void **state)
{
	(void)state;
	assert_means("west/masses", EAST_1, "west/masses");
	assert_means("西院党总支/masses", EAST_1, "west/masses");
	assert_means("西院/masses", EAST_1, "west/masses");
	assert_means("east/members", EVERYONE, "east/members");
}

static void
test_a_class_alone(void **state)
{
	(void)state;
	assert_means("public", EAST_1, "everyone/public");
	assert_means("党员", EAST_1, "everyone/members");
	assert_means("cadres", EVERYONE, "everyone/cadres");
	/* The last class alone is the subject's. */
	assert_means("leaders", EAST_1, "east-1/leaders");
	assert_means("领导", EAST, "east/leaders");
	assert_means("leaders", EVERYONE, "");
}

static void
test_maps_and_lists(void **state)
{
	(void)state;
	assert_means("{within: east, who: cadres}", WEST_1, "east/cadres");
	assert_means("{who: 干部, within: 上级}", WEST_1, "west/cadres");
	assert_means("[east/members, west/members]", EAST_1,
	    "east/members west/members");
	assert_means("- leaders\n- {within: root, who: masses}\n- cadres\n",
	    WEST_1, "west-1/leaders top/masses everyone/cadres");
	assert_means("[]", EAST_1, "");
}

/* What means nothing here is left out; nothing left admits nobody. */
static void
test_pairs_that_mean_nothing(void **state)
{
	(void)state;
	struct pattern pattern;
	assert_means("superior/masses", TOP, "");
	assert_means("branch/masses", EAST, "");
	assert_means("college/masses", OTHER, "");
	assert_means("subject/masses", EVERYONE, "");
	assert_means("root/masses", EVERYONE, "");
	assert_means("superior/masses", EVERYONE, "");
	assert_means("branch/masses", EVERYONE, "");
	assert_means("[superior/masses, root/cadres]", TOP, "top/cadres");
	assert_int_equal(parse(&pattern, "superior/public"), 0);
	struct label label =
	    label_make(room.arena, &pattern, room.at[TOP], DAY);
	struct audience a = { .within = room.at[TOP], .who = LEADERS,
		.leaders = LEADERS };
	assert_false(label_admits(&label, &a, DAY));
}

/* A liaison leader's two colleges, a floating member's two branches. */
static void
test_patterns_by_day(void **state)
{
	(void)state;
	struct pattern pattern;
	struct tenure tenures[] = {
		{ .from = "", .to = "2010-08-31",
		    .organisation = room.at[EAST] },
		{ .from = "2010-09-01", .to = "",
		    .organisation = room.at[WEST] },
	};
	room.at[EAST_2]->superiors = (struct tenures){ tenures, 2 };
	assert_int_equal(parse(&pattern, "superior/members"), 0);
	assert_ptr_equal(label_make(room.arena, &pattern, room.at[EAST_2],
	                     "2010-08-31").pairs[0].within, room.at[EAST]);
	assert_ptr_equal(label_make(room.arena, &pattern, room.at[EAST_2],
	                     "2010-09-01").pairs[0].within, room.at[WEST]);
}

/* ---- what is no label ---- */

/* Refused; the fault is at the word `at` of the text. */
static struct diag *
assert_fault(const char *yaml, enum rule_id rule, const char *word)
{
	struct pattern pattern;
	size_t before = room.diags.count;
	assert_int_equal(parse(&pattern, yaml), -1);
	assert_int_equal(pattern.count, 0); /* admits nobody */
	assert_int_equal(room.diags.count, before + 1);
	struct diag *d = room.diags.last;
	assert_ptr_equal(d->rule, &rules[rule]);
	assert_int_equal(d->span.source, 1);
	assert_int_equal(d->span.start, strstr(yaml, word) - yaml);
	assert_int_equal(d->span.end - d->span.start, strlen(word));
	return d;
}

static void
test_unknown_classes(void **state)
{
	(void)state;
	struct diag *d = assert_fault("root/cadre", RULE_SCOPE_CLASS,
	    "root/cadre");
	assert_string_equal(d->remedy, "did you mean cadres?");
	assert_string_equal(assert_fault("root/干布", RULE_SCOPE_CLASS,
	                        "root/干布")->remedy, "did you mean 干部?");
	assert_fault("nobody", RULE_SCOPE_CLASS, "nobody");
	assert_fault("root", RULE_SCOPE_CLASS, "root");
	assert_fault("east", RULE_SCOPE_CLASS, "east");
	assert_fault("root/", RULE_SCOPE_CLASS, "root/");
	assert_fault("root/east/cadres", RULE_SCOPE_CLASS, "root/east/cadres");
	assert_fault("root/Cadres", RULE_SCOPE_CLASS, "root/Cadres");
	assert_fault("''", RULE_SCOPE_CLASS, "''");
	assert_fault("{within: root, who: cadre}", RULE_SCOPE_CLASS, "cadre");
}

static void
test_unknown_places(void **state)
{
	(void)state;
	assert_fault("north/cadres", RULE_SCOPE_WITHIN, "north/cadres");
	assert_fault("/cadres", RULE_SCOPE_WITHIN, "/cadres");
	assert_fault("root /cadres", RULE_SCOPE_WITHIN, "root /cadres");
	assert_fault("{who: cadres, within: north}", RULE_SCOPE_WITHIN,
	    "north");
}

static void
test_other_forms(void **state)
{
	(void)state;
	assert_fault("{within: root}", RULE_SCOPE_FORM, "{within: root}");
	assert_fault("{who: cadres}", RULE_SCOPE_FORM, "{who: cadres}");
	assert_fault("{within: root, who: cadres, also: x}", RULE_SCOPE_FORM,
	    "{within: root, who: cadres, also: x}");
	assert_fault("{within: [root], who: cadres}", RULE_SCOPE_FORM,
	    "{within: [root], who: cadres}");
	assert_fault("[cadres, [masses]]", RULE_SCOPE_FORM, "[masses]");
}

/* One wrong pair of several: all of the label is shut, each fault is told. */
static void
test_a_fault_among_others(void **state)
{
	(void)state;
	struct pattern pattern;
	assert_fault("[everyone/public, north/cadres]", RULE_SCOPE_WITHIN,
	    "north/cadres");
	assert_int_equal(parse(&pattern, "[a/b, masses, c/d, north/masses]"),
	    -1);
	assert_int_equal(pattern.count, 0);
	assert_int_equal(room.diags.count, 4);
}

/* A name that two bear is not taken for one of them. */
static void
test_an_ambiguous_organisation(void **state)
{
	(void)state;
	struct organisation *twin = organisation_make(EAST_1);
	twin->id = "twin";
	roster_add_organisation(&room.roster, room.arena, twin);
	struct diag *d =
	    assert_fault("东一/masses", RULE_SCOPE_WITHIN, "东一/masses");
	assert_string_equal(d->message, "several bear the name “东一”");
	assert_non_null(strstr(d->remedy, "twin"));
	struct pattern pattern;
	assert_int_equal(parse(&pattern, "twin/masses"), 0);
	assert_ptr_equal(pattern.pairs[0].organisation, twin);
}

/* Its entry has a fault, which is told there. */
static void
test_an_organisation_whose_entry_is_broken(void **state)
{
	struct pattern pattern;
	(void)state;
	table_init(&room.roster.broken, room.arena);
	table_add(&room.roster.broken, TEXT_LIT("north"), &room);
	assert_int_equal(parse(&pattern, "north/masses"), -1);
	assert_int_equal(pattern.count, 0);
	assert_int_equal(room.diags.count, 0);
	assert_fault("south/masses", RULE_SCOPE_WITHIN, "south/masses");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_table_of_pairs),
		TEST(test_leaders_of_everyone),
		TEST(test_examples_of_pairs),
		TEST(test_pairs_by_day),
		TEST(test_any_pair_of_a_label_admits),
		TEST(test_every_source_must_admit),
		TEST(test_words_of_place),
		TEST(test_organisations_by_every_name),
		TEST(test_a_class_alone),
		TEST(test_maps_and_lists),
		TEST(test_pairs_that_mean_nothing),
		TEST(test_patterns_by_day),
		TEST(test_unknown_classes),
		TEST(test_unknown_places),
		TEST(test_other_forms),
		TEST(test_a_fault_among_others),
		TEST(test_an_ambiguous_organisation),
		TEST(test_an_organisation_whose_entry_is_broken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
