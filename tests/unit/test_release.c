/*
 * Releases: what one widens and what it never does, from which day, by whose
 * approval, for which bytes; which editions it approves.  And the editions that
 * are one for each organisation.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "chance.h"
#include "scope/explain.h"
#include "scope/sight.h"
#include "site_room.h"

#define JIDIAN "2010-q3/review/jidian"
#define HOUQIN "2010-q3/review/houqin"
#define RELEASE "2010-q3/release/masses.md"

static struct {
	struct policy *policy;
	struct releases *releases;
} made;

/* Reviews are the cadres', their problems the leaders'. */
static void
room_reset(void)
{
	site_room_reset();
	site_room_edit("site.yaml",
	    "editions:\n", "editions:\n"
	    "  - {id: masses, title: 群众版, audience: university/masses}\n"
	    "  - {id: cadres, title: 干部版, audience: university/cadres}\n");
	site_room_edit("programme.yaml", "  review: root/masses\n",
	    "  review: {record: root/cadres, aspects: {problems: root/leaders},"
	    " fields: {problems: root/leaders}}\n");
}

static const char *
digest(const char *id)
{
	char hex[65];
	const char *path = arena_printf(site_room.arena, "%s.md", id);
	digest_hex(digest_of(text_of(site_room_file(path)->text)), hex);
	return arena_printf(site_room.arena, "sha256:%s", hex);
}

/* {record: …, digest: …MORE} */
static const char *
item(const char *id, const char *more)
{
	return arena_printf(site_room.arena, "  - {record: %s, digest: \"%s\"%s}\n",
	    id, digest(id), more);
}

static void
put_release(const char *approved, const char *audience, const char *items)
{
	site_room_put(RELEASE,
	    arena_printf(site_room.arena,
		"---\nkind: release\nedition: masses\nperiod: 2010-q3\n"
		"what: 点评情况\naudience: %s\nmeans: 校园网\n"
		"proposed: {by: gu, date: 2010-10-10}\n"
		"examined: {by: han, date: 2010-10-11}\n"
		"approved: %s\nrecords:%s\n%s---\n",
		audience, approved, *items == '\0' ? " []" : "", items));
}

static void
load(const char *as_of)
{
	struct arena *arena = site_room.arena;
	struct diags *diags = &site_room.diags;
	site_room_write();
	sources_init(&site_room.sources, arena);
	diags_init(diags, arena);
	struct loading loading = { .corpus = &site_room.corpus,
		.sources = &site_room.sources,
		.diags = diags,
		.jobs = 1,
		.as_of = as_of,
		.arenas = &site_room.arena,
		.scratch = &site_room.scratch };
	assert_int_equal(corpus_load(&loading, site_room.root), 0);
	made.policy = policy_make(arena, &site_room.corpus, diags);
	assert_non_null(made.policy);
	made.releases = releases_make(
	    arena, &site_room.corpus, &site_room.sources, as_of, diags);
	policy_release(made.policy, made.releases);
	for (size_t i = 0; i < site_room.corpus.record_count; i++)
		policy_label(made.policy, arena, site_room.corpus.records[i],
		    diags);
}

static const struct record *
record(const char *id)
{
	const struct record *r =
	    corpus_record(&site_room.corpus, text_of(id));
	assert_non_null(r);
	return r;
}

static struct sight
sight_of(const char *edition)
{
	struct sight sight;
	const struct edition *e =
	    edition_find(site_room.corpus.site, text_of(edition));
	assert_non_null(e);
	assert_int_equal(sight_init(&sight, site_room.arena, &site_room.corpus,
			     made.policy, e, NULL, &site_room.diags),
	    0);
	return sight;
}

static bool
sees(const char *edition, const char *id)
{
	struct sight sight = sight_of(edition);
	return sight_record(&sight, record(id));
}

static bool
sees_section(const char *edition, const char *id, const char *aspect)
{
	struct sight sight = sight_of(edition);
	const struct record *r = record(id);
	for (size_t i = 0; i < r->section_count; i++)
		if (r->section_aspects[i] != NULL &&
		    strcmp(r->section_aspects[i], aspect) == 0)
			return sees(edition, id) &&
			    sight_section(&sight, r, i);
	fail_msg("no section %s", aspect);
	return false;
}

static bool
is_draft(const char *edition)
{
	return edition_is_draft(
	    edition_find(site_room.corpus.site, text_of(edition)),
	    site_room.corpus.programme, "2010-q3");
}

#define SHEN "{by: shen, date: 2010-10-12}"

static void
test_it_widens_what_it_lists(void **state)
{
	(void)state;
	room_reset();
	load(SITE_ROOM_DAY);
	assert_false(sees("masses", JIDIAN));
	assert_true(sees("cadres", JIDIAN));
	assert_true(is_draft("masses"));

	put_release(SHEN, "root/masses", item(JIDIAN, ""));
	load(SITE_ROOM_DAY);
	assert_null(site_room.diags.first);
	assert_true(sees("masses", JIDIAN));
	assert_true(sees("cadres", JIDIAN));
	assert_false(sees("masses", HOUQIN));
	/* The default of the record, of no part of it. */
	assert_true(sees_section("masses", JIDIAN, "progress"));
	assert_false(sees_section("masses", JIDIAN, "problems"));
	assert_false(is_draft("masses"));
	assert_true(is_draft("cadres"));
	assert_false(edition_is_draft(&site_room.corpus.site->editions[1],
	    site_room.corpus.programme, ""));
}

static void
test_it_widens_parts(void **state)
{
	(void)state;
	room_reset();
	put_release(SHEN, "root/masses",
	    item(JIDIAN, ", aspects: problems"));
	load(SITE_ROOM_DAY);
	/* Only what it names: the whole stays the cadres'. */
	assert_false(sees("masses", JIDIAN));
	assert_true(sees_section("cadres", JIDIAN, "problems"));

	put_release(SHEN, "root/masses",
	    arena_printf(site_room.arena, "%s%s", item(JIDIAN, ""),
		item(JIDIAN, ", fields: [问题]")));
	load(SITE_ROOM_DAY);
	assert_null(site_room.diags.first);
	struct sight sight = sight_of("masses");
	const struct record *r = record(JIDIAN);
	assert_true(sight_field(&sight, r, field_index(r->kind, "problems")));
	assert_false(sees_section("masses", JIDIAN, "problems"));
}

/* Sources combine by AND: a release is no way around a mark. */
static void
test_marks_stay(void **state)
{
	(void)state;
	room_reset();
	site_room_edit(JIDIAN ".md", "grade: good\n",
	    "grade: good\nscope: root/members\n");
	site_room_edit(JIDIAN ".md", "情况 {#progress}",
	    "情况 {#progress scope=cadres}");
	put_release(SHEN, "root/masses", item(JIDIAN, ""));
	load(SITE_ROOM_DAY);
	assert_false(sees("masses", JIDIAN));
	site_room_edit(JIDIAN ".md", "scope: root/members\n", "");
	put_release(SHEN, "root/masses", item(JIDIAN, ""));
	load(SITE_ROOM_DAY);
	assert_true(sees("masses", JIDIAN));
	assert_false(sees_section("masses", JIDIAN, "progress"));
	assert_true(sees_section("cadres", JIDIAN, "progress"));
}

/* An approval of what fewer read hides nothing from the others. */
static void
test_it_never_narrows(void **state)
{
	(void)state;
	room_reset();
	put_release(SHEN, "root/leaders", item(JIDIAN, ""));
	load(SITE_ROOM_DAY);
	assert_true(sees("cadres", JIDIAN));
	put_release(SHEN, "jidian/masses", item(JIDIAN, ""));
	load(SITE_ROOM_DAY);
	assert_true(sees("cadres", JIDIAN));
	assert_false(sees("masses", JIDIAN));
}

static void
test_no_default_is_nobody(void **state)
{
	(void)state;
	room_reset();
	site_room_edit("programme.yaml", "record: root/cadres, ", "");
	put_release(SHEN, "root/masses", item(JIDIAN, ""));
	load(SITE_ROOM_DAY);
	assert_false(sees("masses", JIDIAN));
	assert_false(sees("leaders", JIDIAN));
}

/* What has to be so for it to count. */
static void
test_what_counts(void **state)
{
	static const struct {
		const char *approved, *from, *to, *day;
		enum release_state state;
	} cases[] = {
		{ SHEN, "", "", "2010-10-12", RELEASE_COUNTS },
		{ SHEN, "", "", "2010-10-11", RELEASE_AHEAD },
		{ "{by: bai, date: 2010-10-12}", "", "", SITE_ROOM_DAY,
		    RELEASE_UNENTITLED },
		{ SHEN, "by: gu,", "by: shen,", SITE_ROOM_DAY,
		    RELEASE_BY_PROPOSER },
		{ "{by: shen, date: 2010-10-09}", "", "", SITE_ROOM_DAY,
		    RELEASE_DISORDERED },
		{ SHEN, "audience: root/masses", "audience: root/nobody",
		    SITE_ROOM_DAY, RELEASE_VOID },
		{ SHEN, "\"sha256:", "\"sha256:0", SITE_ROOM_DAY,
		    RELEASE_BARE },
		{ SHEN, "", "", SITE_ROOM_DAY, RELEASE_CHANGED },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		room_reset();
		put_release(cases[i].approved, "root/masses", item(JIDIAN, ""));
		if (*cases[i].from != '\0')
			site_room_edit(RELEASE, cases[i].from, cases[i].to);
		if (cases[i].state == RELEASE_CHANGED)
			site_room_edit(RELEASE, digest(JIDIAN), digest(HOUQIN));
		load(cases[i].day);
		const struct covering *c =
		    releases_of(made.releases, record(JIDIAN));
		assert_non_null(c);
		if (c->state != cases[i].state)
			fail_msg("case %zu: %d", i, (int)c->state);
		bool counts = cases[i].state == RELEASE_COUNTS;
		assert_int_equal(sees("masses", JIDIAN), counts);
		assert_int_equal(is_draft("masses"), !counts);
	}
}

/* A release is about nobody whose head could approve of it: the top's may. */
static void
test_a_release_of_another(void **state)
{
	static const char *const approvers[] = { "bai", "shen" };
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		room_reset();
		put_release("{by: bai, date: 2010-10-12}", "root/masses",
		    item(JIDIAN, ""));
		const char *first =
		    arena_string(site_room.arena, site_room_file(RELEASE)->text);
		const char *listed = item("2010-q3/release/masses", "");
		put_release(
		    arena_printf(site_room.arena,
			"{by: %s, date: 2010-10-13}", approvers[i]),
		    "root/masses", listed);
		site_room_put("2010-q3/release/other.md",
		    site_room_file(RELEASE)->text);
		site_room_put(RELEASE, first);
		load(SITE_ROOM_DAY);
		assert_int_equal(is_draft("masses"), i == 0);
	}
}

static void
test_a_record_that_changed(void **state)
{
	(void)state;
	room_reset();
	put_release(SHEN, "root/masses",
	    arena_printf(site_room.arena, "%s%s", item(JIDIAN, ""),
		item(HOUQIN, "")));
	site_room_edit(JIDIAN ".md", "钥匙登记不全", "钥匙登记不全。");
	load(SITE_ROOM_DAY);
	assert_false(sees("masses", JIDIAN));
	assert_true(sees("masses", HOUQIN)); /* it is as it was approved */
	assert_true(is_draft("masses"));
}

static void
test_faults(void **state)
{
	(void)state;
	room_reset();
	put_release(SHEN, "root/masses",
	    arena_printf(site_room.arena, "%s%s  - " HOUQIN "\n",
		item(JIDIAN, ", aspects: role"),
		item(JIDIAN, ", fields: [problems, date]")));
	load(SITE_ROOM_DAY);
	const struct diag *d = site_room_fault(RULE_RELEASE_PART);
	assert_non_null(d);
	assert_string_equal(site_room_place(d->span), RELEASE ":12:129");
	site_room_fault_at(RULE_RELEASE_PART, RELEASE ":13:139");
	site_room_fault_at(RULE_RELEASE_UNDIGESTED, RELEASE ":14:5");
	assert_true(is_draft("masses"));

	room_reset();
	put_release(SHEN, "root/masses",
	    "  - {record: " JIDIAN ", digest: \"sha256:24b167ac\"}\n");
	load(SITE_ROOM_DAY);
	site_room_fault_at(RULE_RELEASE_UNDIGESTED, RELEASE ":12:45");
	assert_null(site_room_fault(RULE_RELEASE_DIGEST));
	assert_true(is_draft("masses"));

	room_reset();
	put_release(SHEN, "root/leaders", item(JIDIAN, ""));
	load(SITE_ROOM_DAY);
	site_room_fault_at(RULE_RELEASE_AUDIENCE, RELEASE ":6:11");
	assert_true(is_draft("masses"));

	room_reset();
	put_release(SHEN, "root/masses", "");
	load(SITE_ROOM_DAY);
	site_room_fault_at(RULE_RELEASE_UNDIGESTED, RELEASE ":3:10");
	assert_true(is_draft("masses"));
}

static void
test_explained(void **state)
{
	(void)state;
	room_reset();
	put_release(SHEN, "root/masses", item(JIDIAN, ""));
	load(SITE_ROOM_DAY);
	struct sight sight = sight_of("masses");
	const struct record *r = record(JIDIAN);
	const struct reason *reasons = scope_explain(site_room.arena,
	    &site_room.corpus, r, &r->scope, &sight.audience);
	assert_int_equal(r->scope.count, 1);
	assert_int_equal(reasons[0].source, SOURCE_RELEASE);
	assert_true(reasons[0].admits);
	assert_string_equal(reasons[0].words, "学校党委/cadres, 学校党委/masses");
	assert_string_equal(site_room_place(reasons[0].span), RELEASE ":6:11");
	/* Where it lets in nobody more, the default is the reason. */
	put_release(SHEN, "root/leaders", item(JIDIAN, ""));
	load(SITE_ROOM_DAY);
	r = record(JIDIAN);
	reasons = scope_explain(site_room.arena, &site_room.corpus, r,
	    &r->scope, &sight.audience);
	assert_int_equal(reasons[0].source, SOURCE_DEFAULT);
}

static uint32_t
chance_below(uint32_t *state, uint32_t most)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state % most;
}

#define EDITIONS 3
#define RECORDS_MOST 64
static const char *const room_editions[EDITIONS] = { "masses", "cadres",
	"leaders" };

/* Who sees which record; releases aside, by the order of ids. */
static size_t
seen(bool table[EDITIONS][RECORDS_MOST])
{
	size_t count = 0;
	for (size_t i = 0; i < site_room.corpus.record_count; i++) {
		const struct record *r = site_room.corpus.records[i];
		if (record_is(r, "release"))
			continue;
		assert_true(count < RECORDS_MOST);
		for (size_t e = 0; e < EDITIONS; e++)
			table[e][count] = sees(room_editions[e], r->id);
		count++;
	}
	return count;
}

/* What an edition sees now and did not before: only what was released to it. */
static void
widened_check(const struct record *r, bool listed, const char *edition,
    const char *audience)
{
	struct sight sight = sight_of(edition);
	struct label_context context = { site_room.arena, &site_room.diags,
		site_room.corpus.programme, &site_room.corpus.roster, false };
	struct pattern to;
	if (!listed) {
		/* It answers what is seen now; its own label let it be seen. */
		assert_non_null(r->about);
		return;
	}
	assert_int_equal(pattern_parse(&to, &context,
			     value_string(site_room.arena, audience)), 0);
	assert_true(pattern_admits(
	    &to, r->organisation, &sight.audience, record_label_day(r)));
}

/*
 * Whatever is released to whom: what is not listed is seen as before, what is
 * listed by those who saw it and, if more, by those it was released to.
 */
static void
test_never_more_than_it_covers(void **state)
{
	static const char *const audiences[] = { "root/masses", "root/members",
		"jidian/masses", "jidian/leaders", "everyone/public" };
	uint32_t seed = chance_seed(), random = seed | 1;
	(void)state;
	for (size_t round = 0; round < chance_rounds(200); round++) {
		bool before[EDITIONS][RECORDS_MOST], now[EDITIONS][RECORDS_MOST];
		bool listed[RECORDS_MOST] = { false };
		struct buf items = BUF_INIT;
		room_reset();
		load(SITE_ROOM_DAY);
		size_t count = seen(before), widened = 0;
		buf_puts(&items, "");
		for (size_t i = 0; i < count; i++) {
			listed[i] =
			    round == 0 || chance_below(&random, 3) == 0;
			if (listed[i])
				buf_puts(&items,
				    item(site_room.corpus.records[i]->id, ""));
		}
		const char *audience =
		    audiences[round == 0 ? 0 : chance_below(&random, 5)];
		put_release(SHEN, audience,
		    items.len > 0 ? arena_string(site_room.arena, items.at)
				  : "");
		buf_free(&items);
		load(SITE_ROOM_DAY);
		assert_int_equal(seen(now), count);
		for (size_t i = 0, j = 0; j < count; i++) {
			const struct record *r = site_room.corpus.records[i];
			if (record_is(r, "release"))
				continue;
			for (size_t e = 0; e < EDITIONS; e++) {
				assert_true(now[e][j] || !before[e][j]);
				if (now[e][j] == before[e][j])
					continue;
				widened++;
				widened_check(r, listed[j], room_editions[e],
				    audience);
			}
			j++;
		}
		if (round == 0)
			assert_true(widened > 0);
	}
}

/* ---- one edition for each ---- */

#define EACH(line)                                                             \
	(site_room_reset(),                                                    \
	    site_room_edit("site.yaml", "editions:\n", "editions:\n" line))

static void
test_each(void **state)
{
	(void)state;
	EACH("  - {id: unit, each: second-level, title: \"{short}版\", "
	     "audience: {within: \"{id}\", who: masses}}\n");
	site_room_edit("organisations.yaml", "head: bai, classes: weak",
	    "head: bai, classes: weak, to: 2010-11-30");
	load("2010-11-30");
	const struct site *site = site_room.corpus.site;
	assert_null(site_room.diags.first);
	assert_int_equal(site->edition_count, 3);
	assert_int_equal(site->closed_count, 0);
	assert_string_equal(site->editions[0].id, "unit-jidian");
	assert_string_equal(site->editions[0].title, "机电学院版");
	assert_string_equal(site->editions[0].of, "jidian");
	assert_string_equal(site->editions[1].id, "unit-houqin");
	assert_string_equal(site->editions[2].id, "leaders");
	assert_null(site->editions[2].of);
	struct sight sight = sight_of("unit-houqin");
	assert_string_equal(sight.audience.within->id, "houqin");

	/* The day after, its edition is gone, but not what was made from it. */
	load("2010-12-01");
	site = site_room.corpus.site;
	assert_int_equal(site->edition_count, 2);
	assert_int_equal(site->closed_count, 1);
	assert_string_equal(site->editions[2].id, "unit-houqin");
	assert_non_null(edition_find(site, TEXT_LIT("unit-houqin")));
	sight = sight_of("leaders");
	assert_true(sight.covers[2]);
	sight = sight_of("unit-jidian");
	assert_false(sight.covers[2]);
}

static void
test_each_of_a_class(void **state)
{
	(void)state;
	EACH("  - {编号: weak, 逐一: weak, 名称: \"{名称}版\", "
	     "对象: \"{编号}/members\"}\n");
	load(SITE_ROOM_DAY);
	const struct site *site = site_room.corpus.site;
	assert_null(site_room.diags.first);
	assert_int_equal(site->edition_count, 2);
	assert_string_equal(site->editions[0].id, "weak-houqin");
	assert_string_equal(site->editions[0].title, "后勤集团版");
}

static void
test_each_faults(void **state)
{
	(void)state;
	EACH("  - {id: unit, each: college, title: \"{name}\", "
	     "audience: \"{id}/masses\"}\n");
	load(SITE_ROOM_DAY);
	site_room_fault_at(RULE_EACH_UNKNOWN, "site.yaml:7:22");
	EACH("  - {id: unit, each: branch, title: \"{nmae}\", "
	     "audience: university/masses}\n");
	load(SITE_ROOM_DAY);
	site_room_fault_at(RULE_EACH_PLACE, "site.yaml:7:10");
	site_room_fault_at(RULE_EACH_SAME, "site.yaml:7:57");
	EACH("  - {id: unit, each: branch, title: 支部版, "
	     "audience: \"{id}/masses\"}\n");
	load(SITE_ROOM_DAY);
	site_room_fault_at(RULE_EACH_SAME, "site.yaml:7:10");
	EACH("  - {id: unit-jiaogong, title: 教工, audience: jiaogong/masses}\n"
	     "  - {id: unit, each: branch, title: \"{name}\", "
	     "audience: \"{id}/masses\"}\n");
	load(SITE_ROOM_DAY);
	site_room_fault_at(RULE_ID_DUPLICATE, "site.yaml:8:10");
	EACH("  - {id: unit, each: weak, title: \"{name}\", "
	     "audience: \"{id}/masses\"}\n");
	site_room_edit("organisations.yaml", ", classes: weak", "");
	load(SITE_ROOM_DAY);
	site_room_fault_at(RULE_EACH_NONE, "site.yaml:7:22");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_widens_what_it_lists),
		cmocka_unit_test(test_it_widens_parts),
		cmocka_unit_test(test_marks_stay),
		cmocka_unit_test(test_it_never_narrows),
		cmocka_unit_test(test_no_default_is_nobody),
		cmocka_unit_test(test_what_counts),
		cmocka_unit_test(test_a_release_of_another),
		cmocka_unit_test(test_a_record_that_changed),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_explained),
		cmocka_unit_test(test_never_more_than_it_covers),
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_each_of_a_class),
		cmocka_unit_test(test_each_faults),
	};
	return cmocka_run_group_tests(tests, site_room_open, site_room_close);
}
