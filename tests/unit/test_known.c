/*
 * What a reader knows of what is counted: who sees all that a map has read of
 * a record, and nobody else.  And what he knows of an earlier issue.
 */
#include "folder.h"

#include <unistd.h>
#include "cmd/site.h"
#include "scope/audit.h"
#include "scope/guard_issue.h"
#include "scope/guard_known.h"

#define DAY "2010-10-31"
#define RECORDS 9

static struct {
	char root[FOLDER_ROOM];
	struct arena *arena;
	const char *reviews; /* their label; NULL: everybody's */
} room;

#define REVIEW(subject, reviewer, date, more)                                  \
	"---\nkind: review\nform: f\nsubject: " subject                         \
	"\nreviewer: " reviewer                                                \
	"\nperiod: q3\ndate: " date "\nmethod: talk\n" more                     \
	"---\n## 差\n在。\n"

/*
 * Readers don't see the report, the name of m1, what a verification says, the
 * second college with what is its own now, the top, a field of organisations.
 */
static const char programme[] =
    "title: 案\nclasses: [public, masses, members, cadres, leaders]\n"
    "levels: [university, college, branch]\nmethods: [talk]\n"
    "periods: [{id: q3, name: q3, from: 2010-07-01, to: 2010-09-30, "
    "due: 2010-10-15}]\n"
    "forms: [{id: f, name: f, aspects: [{id: bad, title: 差, problems: "
    "yes}]}]\nscope:\n"
    "  review: %s\n  report: root/leaders\n"
    "  reply: everyone/public\n  participation: everyone/public\n"
    "  verification: {record: everyone/public, fields: {result: "
    "root/leaders}}\n"
    "  plan: everyone/public\n  release: everyone/public\n"
    "  amendment: everyone/public\n"
    "  organisation: {record: college/masses, fields: {%s: root/leaders}}\n"
    "  person: {officer: %s/public, member: root/cadres}\n";

static const struct {
	const char *path, *text;
} files[] = {
	{ "content/site.yaml",
	    "title: 题\ntheme: plain\nfilters: [map.lua]\neditions:\n"
	    "  - {id: masses, title: 群众, audience: east/masses}\n"
	    "  - {id: twin, title: 众, audience: {who: masses, within: east}}\n"
	    "  - {id: lead, title: 领, audience: top/leaders}\n" },
	{ "content/organisations.yaml",
	    "- {id: top, name: 大学, level: university}\n"
	    "- id: east\n  name: 东院\n  level: college\n  superior: top\n"
	    "  head: [{person: boss, to: 2010-07-31}, {person: chief, from: "
	    "2010-08-01}]\n  deputies: [chief, boss]\n"
	    "- {id: west, name: 西院, level: college, superior: top}\n"
	    "- id: came\n  name: 来支部\n  level: branch\n  superior: [{organisation: west, "
	    "to: 2010-09-30}, {organisation: east, from: 2010-10-01}]\n"
	    "- id: left\n  name: 去支部\n  level: branch\n  superior: [{organisation: east, "
	    "to: 2010-09-30}, {organisation: west, from: 2010-10-01}]\n" },
	{ "content/people.yaml",
	    "- {id: boss, name: 首长}\n- {id: chief, name: 院长}\n"
	    "- {id: m1, name: 党员, branch: east}\n" },
	{ "content/q3/1.md",
	    REVIEW("east", "chief", "2010-09-10",
			   "report: q3/report\nproblems:\n"
			   "  - {id: p1, text: 甲, owner: m1}\n") },
	{ "content/q3/2.md",
	    REVIEW("east", "chief", "2010-07-10",
			   "problems:\n  - {id: p1, text: 乙, owner: chief, scope: "
			   "[everyone/public, west/cadres]}\n") },
	{ "content/q3/3.md",
	    REVIEW("m1", "m1", "2010-09-10",
			 "problems:\n"
			 "  - {id: p1, text: 丙, scope: root/public}\n"
			 "  - {id: p2, text: 丁, scope: root/leaders}\n") },
	{ "content/q3/4.md",
	    "---\nkind: participation\nleader: top\norganisation: east\n"
	    "date: 2010-07-10\n---\n" },
	{ "content/q3/5.md",
	    "---\nkind: plan\norganisation: came\ntitle: 案\n"
	    "date: 2010-09-10\n---\n" },
	{ "content/q3/6.md",
	    "---\nkind: plan\norganisation: left\ntitle: 案\n"
	    "date: 2010-09-10\n---\n" },
	{ "content/q3/7.md",
	    "---\nkind: release\nperiod: q3\nwhat: 甲\nmeans: 甲\n"
	    "audience: west/masses\nrecords:\n"
	    "  - {record: q3/1, digest: 0}\n"
	    "proposed: {by: m1, date: 2010-09-10}\n"
	    "approved: {by: chief, date: 2010-09-11}\n---\n" },
	{ "content/q3/8.md",
	    "---\nkind: amendment\nrecord: q3/3\nreason: 甲\nchanged: 甲\n"
	    "date: 2010-09-12\napproved: {by: chief, date: 2010-09-11}\n"
	    "---\n" },
	{ "content/q3/9.md", REVIEW("east", "boss", "2010-07-10", "") },
	{ "content/q3/report.md",
	    "---\nkind: report\nsubject: east\nperiod: q3\n"
	    "date: 2010-09-01\n---\n" },
	{ "content/q3/closed.md",
	    "---\nkind: verification\nproblem: q3/2#p1\ndate: 2010-10-01\n"
	    "by: chief\nresult: closed\n---\n" },
};

static int
room_open(void **state)
{
	struct text words;
	struct os_error error;
	(void)state;
	room.arena = arena_new();
	if (folder_open(room.root, "known") != 0)
		return -1;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		folder_put(room.arena, room.root, files[i].path,
		    text_of(files[i].text));
	/* The program's own words, which lie beside no test. */
	assert_int_equal(os_read(room.arena,
	    "themes/default/strings.zh-CN.yaml", &words, &error), 0);
	folder_put(room.arena, room.root, "themes/plain/strings.zh-CN.yaml",
	    words);
	return 0;
}

static int
room_close(void **state)
{
	(void)state;
	arena_free(room.arena);
	return folder_close(room.root);
}

static const char *
words_of(const struct site_run *run, uint64_t *const *known, size_t reader)
{
	const struct contributions *all = &run->tallies->contributions[0];
	char words[RECORDS + 1] = "         ";
	assert_int_equal(all->count, RECORDS);
	for (size_t i = 0; i < all->count; i++) {
		const char *id = run->corpus.records[all->items[i].record]->id;
		char number = id[strlen(id) - 1];
		if ((known[i][0] >> reader & 1) != 0)
			words[number - '1'] = number;
	}
	return arena_string(room.arena, words);
}

/* The same, as the audit has it. */
static const char *
audit_words(
    struct site_run *run, const struct guarding *guarding, size_t reader)
{
	struct guard_report report;
	struct guard_task task;
	uint64_t known[RECORDS], *by_contribution[RECORDS];
	struct figures **figures =
	    guard_release(run->arena, guarding, &report);
	assert_non_null(figures);
	assert_non_null(audit_release(run->arena, guarding, figures, &task));
	assert_int_equal(task.layers[0].entry_count, RECORDS);
	for (size_t i = 0; i < RECORDS; i++) {
		known[i] = task.layers[0].entries[i].known[0];
		by_contribution[i] = &known[i];
	}
	return words_of(run, by_contribution, reader);
}

static struct guarding
room_read(struct site_run *run, const char *reading, const char *hidden,
    const char *officers)
{
	struct site_options options = SITE_OPTIONS_INIT;
	options.rights.all = true;
	folder_put(room.arena, room.root, "scripts/map.lua",
	    text_of(arena_printf(room.arena,
		"return { tallies = { t = { by = { 'period' },\n"
		" map = function(r, cell)\n"
		"  if r.kind == 'report' or r.kind == 'verification' then\n"
		"   return end\n"
		"  local x = %s\n"
		"  cell('q3') end } } }\n",
		reading)));
	folder_put(room.arena, room.root, "content/programme.yaml",
	    text_of(arena_printf(room.arena, programme,
		room.reviews != NULL ? room.reviews : "everyone/public",
		hidden, officers)));
	options.root = room.root;
	options.as_of = DAY;
	options.jobs = 1;
	options.quiet = true;
	site_open(run, options);
	if (run->policy == NULL || run->tallies == NULL)
		fail_msg("%s: %s", reading, run->diags.first->message);
	return (struct guarding){ .corpus = &run->corpus,
		.policy = run->policy,
		.tallies = run->tallies,
		.as_of = DAY,
		.diags = &run->diags,
		.jobs = 1 };
}

/* Of the records 1 to 9, which are known: "12 4  78 ". */
static const char *
known_by(size_t reader, const char *reading, const char *hidden,
    const char *officers)
{
	struct site_run run;
	struct sight sight;
	struct guarding guarding = room_read(&run, reading, hidden, officers);
	assert_int_equal(sight_init(&sight, run.arena, &run.corpus, run.policy,
			     &run.corpus.site->editions[reader], DAY, &run.diags), 0);
	uint64_t ***known = guard_known_make(run.arena, &guarding, &sight, 1);
	const char *words = words_of(&run, known[0], 0);
	assert_string_equal(words, audit_words(&run, &guarding, reader));
	site_drop(&run);
	return words;
}

static const struct {
	const char *reading, *known;
} cases[] = {
	/* The organisation as it is seen now; what lies above aside. */
	{ "r.date", "12345 789" },
	{ "r.organisation and r.organisation.name", "12345 789" },
	{ "r.organisation and r.organisation.superior", "      7  " },
	{ "r.organisation and r.organisation:within('east')", "      7  " },
	/* Names, and what is called by them. */
	{ "r.subject", "12 45 7 9" },
	{ "r.id", "12  5 7 9" },
	{ "r.reviewer", "12 45 789" },
	{ "r.proposed", "12345  89" },
	{ "r.approved", "12345 789" },
	/* A field, a label that names another organisation. */
	{ "r.leader", "123 5 789" },
	{ "r.audience", "12345  89" },
	/* A link that is hidden with its other end, or with its id. */
	{ "r.report", " 2345 789" },
	{ "r.record", "12345 7 9" },
	{ "r.records", "12345 789" },
	/* What no edition has no script has. */
	{ "r.records and r.records[1].digest and error('told')", "12345 789" },
	/* In an item: whose mark hides it, whose owner has no name. */
	{ "#(r.problems or {})", "12 45 789" },
	{ "r.problems and r.reviewer", "12 45 789" },
	{ "r.problems and r.problems[1].text", "12 45 789" },
	{ "r.problems and r.problems[1].owner", " 2 45 789" },
	{ "r.problems and r.problems[1].scope", "   45 789" },
	/* How a problem stands, by a result that is hidden. */
	{ "r.problems and r.problems[1].state", "1  45 789" },
	{ "r.problems and r.problems[1].answered", "1  45 789" },
	/* Who heads what, if he did so then. */
	{ "r.organisation and r.organisation.head", "1 3 5 78 " },
	{ "r.reviewer_is_head", "1  45 78 " },
	{ "r.organisation and r.organisation.classes", "      7  " },
	/* No page says it. */
	{ "r.reviewer_relation", "         " },
	{ "r.reviewer and r.reviewer.categories", "   45 78 " },
	{ "r.reviewer and r.reviewer.branch", "   45 78 " },
	/* The subject's is the organisation that it concerns. */
	{ "r.subject and r.subject.kind == 'person' and r.subject.branch",
	    "12 45 7 9" },
};

/* With another field of organisations hidden, or with names of officers. */
static const struct {
	const char *reading, *hidden, *officers, *known;
} heads[] = {
	{ "r.organisation and r.organisation.classes", "head", "everyone",
	    "12345 789" },
	{ "r.organisation and r.organisation.head", "head", "everyone",
	    "      7  " },
	{ "r.organisation and r.organisation.head", "classes", "west",
	    "    5 7  " },
	{ "r.reviewer_is_head", "head", "everyone", "   45 78 " },
	{ "r.reviewer_is_head", "classes", "west", "   45 78 " },
};

static void
assert_known(size_t reader, const char *reading, const char *hidden,
    const char *officers, const char *known)
{
	const char *is = known_by(reader, reading, hidden, officers);
	if (strcmp(is, known) != 0)
		fail_msg("%s: “%s”, not “%s”", reading, is, known);
}

static void
test_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_known(0, cases[i].reading, "classes", "everyone",
		    cases[i].known);
}

static void
test_heads(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		assert_known(0, heads[i].reading, heads[i].hidden,
		    heads[i].officers, heads[i].known);
}

/* Whether it counts yet, the day says on which it was entered. */
static void
test_entered_when(void **state)
{
	(void)state;
	room.reviews =
	    "{record: everyone/public, fields: {recorded: root/leaders}}";
	assert_known(0, "r.date", "classes", "everyone", "   45 78 ");
	room.reviews = NULL;
}

/* That an opinion raised it is known to who sees opinions. */
static void
test_raised(void **state)
{
	(void)state;
	room.reviews =
	    "{record: everyone/public, fields: {opinions: root/leaders}}";
	assert_known(0, "r.problems and r.problems[1].text", "classes",
	    "everyone", "12 45 789");
	assert_known(0, "r.problems and r.problems[1].from", "classes",
	    "everyone", "   45 789");
	room.reviews = NULL;
	assert_known(0, "r.problems and r.problems[1].from", "classes",
	    "everyone", "12 45 789");
}

/* To leaders it is no news who is what in what they lead; what a field says is. */
static void
test_leaders(void **state)
{
	static const char *const readings[] = { "r.date", "r.subject", "r.id",
		"r.organisation and r.organisation.superior",
		"r.organisation and r.organisation.head",
		"r.reviewer and r.reviewer.categories", "r.reviewer_is_head",
		"r.organisation and r.organisation.classes" };
	(void)state;
	for (size_t i = 0; i < sizeof(readings) / sizeof(*readings); i++)
		assert_known(
		    2, readings[i], "classes", "everyone", "123456789");
	assert_known(2, "r.leader", "classes", "everyone", "123 56789");
}

/* ---- an earlier issue ---- */

/* Which edition's readers read that one then, for guard and audit. */
static long
edition_now(struct guarding *guarding, struct issue *issue, const char *id,
    const char *audience)
{
	struct guard_report report;
	struct guard_task task;
	struct issue_edition edition = { .id = id,
		.audience = audience };
	struct issues earlier = { .items = issue, .count = 1 };
	issue->editions = &edition;
	issue->edition_count = 1;
	guarding->earlier = &earlier;
	struct figures **figures =
	    guard_release(room.arena, guarding, &report);
	assert_non_null(figures);
	assert_non_null(audit_release(room.arena, guarding, figures, &task));
	const struct site *site = guarding->corpus->site;
	const char *audiences[] = { "east/masses", "east/masses",
		"top/leaders", audience };
	const struct guard_readers readers = { 3, task.readers, audiences };
	assert_in_range(task.readers, 3, 4);
	struct guard_layer past;
	guard_layers_past(&past, room.arena, site, &readers, &earlier,
	    &task.layers[1], &task);
	assert_int_equal(past.pasts[0].edition, task.layers[0].pasts[0].edition);
	guarding->earlier = NULL;
	return past.pasts[0].edition;
}

static void
test_readers_of_then(void **state)
{
	struct site_run run;
	struct guard_report report;
	struct guarding guarding =
	    room_read(&run, "r.date", "classes", "everyone");
	(void)state;
	assert_non_null(guard_release(run.arena, &guarding, &report));
	assert_string_equal(report.issue->editions[1].audience, "east/masses");
	struct issue issue = *report.issue;
	assert_int_equal(edition_now(&guarding, &issue, "twin", "east/masses"), 1);
	assert_int_equal(edition_now(&guarding, &issue, "gone", "east/masses"), 0);
	/* Theirs is gone, but who they are is known; or not even that. */
	assert_int_equal(edition_now(&guarding, &issue, "twin", "east/cadres"), 3);
	assert_int_equal(edition_now(&guarding, &issue, "twin", "/masses"), 3);
	assert_int_equal(edition_now(&guarding, &issue, "twin", "south/masses"), -1);
	assert_int_equal(edition_now(&guarding, &issue, "twin", "east/guests"), -1);
	site_drop(&run);
}

/* Has the first reader come to know more of it? */
static bool
knows_more(const struct guarding *guarding, const struct issue *issue)
{
	const bool opens[9] = { [0] = true, [4] = true, [8] = true };
	struct guard_task task = { .readers = 3, .editions = 3, .opens = opens };
	const char *audiences[] = { "east/masses", "east/masses",
		"top/leaders" };
	const struct guard_readers readers = { 3, 3, audiences };
	const struct site *site = guarding->corpus->site;
	struct guard_layer past, now = { .tallies = issue->tallies,
		.entries = issue->entries,
		.entry_count = issue->entry_count };
	struct issue then = *issue;
	struct issue_entry *entries =
	    ARENA_ARRAY(room.arena, struct issue_entry, then.entry_count);
	memcpy(entries, then.entries, then.entry_count * sizeof(*entries));
	then.entries = entries;
	const struct issues earlier = { .items = &then, .count = 1 };
	guard_layers_past(
	    &past, room.arena, site, &readers, &earlier, &now, &task);
	assert_int_equal(past.more[0][0], 0);
	entries[0].known = &(uint64_t){ 0 };
	guard_layers_past(
	    &past, room.arena, site, &readers, &earlier, &now, &task);
	return (past.more[0][0] & 1) != 0;
}

static void
test_more_is_known_since(void **state)
{
	struct site_run run;
	struct guard_report report;
	struct guarding guarding =
	    room_read(&run, "r.date", "classes", "everyone");
	(void)state;
	assert_non_null(guard_release(run.arena, &guarding, &report));
	const struct issue_entry *first = &report.issue->entries[0];
	assert_int_equal(
	    knows_more(&guarding, report.issue), first->known[0] & 1);
	assert_true((first->known[0] & 1) != 0);
	site_drop(&run);
}

/* ---- whom all of it reaches ---- */

#define LEVELS 60

/* Two at every level, each below the one, then below the other. */
static void
test_a_ladder_of_superiors(void **state)
{
	static struct organisation all[2 * LEVELS + 1];
	static struct tenure tenures[2 * LEVELS + 1][2];
	struct sight sight = { .audience = { .within = &all[0], .who = 4,
		.leaders = 4 } };
	(void)state;
	all[0] = (struct organisation){ .id = "top", .from = "", .to = "" };
	for (size_t i = 1; i <= 2 * LEVELS; i++) {
		size_t above = i <= 2 ? 0 : (i - 1) / 2 * 2 - 1;
		tenures[i][0] = (struct tenure){ .from = "",
			.to = "2009-12-31", .organisation = &all[above] };
		tenures[i][1] = (struct tenure){ .from = "2010-01-01",
			.to = "", .organisation = &all[above + (i > 2)] };
		all[i] = (struct organisation){ .id = "o", .from = "",
			.to = "", .superiors = { tenures[i], 2 } };
	}
	alarm(60);
	assert_true(guard_is_over(&sight, &all[2 * LEVELS]));
	assert_true(guard_is_over(&sight, &all[1]));
	/* One day without a superior, far up. */
	tenures[3][0].to = "2009-12-30";
	assert_false(guard_is_over(&sight, &all[2 * LEVELS]));
	assert_true(guard_is_over(&sight, &all[4]));
	/* A ring, from which nobody comes to the top. */
	tenures[3][0].to = "2009-12-31";
	tenures[1][1].organisation = &all[2 * LEVELS];
	assert_false(guard_is_over(&sight, &all[2 * LEVELS]));
	alarm(0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_entered_when),
		cmocka_unit_test(test_raised),
		cmocka_unit_test(test_leaders),
		cmocka_unit_test(test_readers_of_then),
		cmocka_unit_test(test_more_is_known_since),
		cmocka_unit_test(test_a_ladder_of_superiors),
	};
	return cmocka_run_group_tests(tests, room_open, room_close);
}
