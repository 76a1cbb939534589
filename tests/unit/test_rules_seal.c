/*
 * What a seal holds against what is there: records and entries of the roster
 * that were changed, removed, renamed, added, with an amendment and without.
 */
#include "site_room.h"
#include "model/standing.h"

#define SONG "2010-q3/review/song.md"
#define SEAL "seals/2010-q3.yaml"
#define AMENDMENT "2010-q3/amendment/1.md"
#define PEOPLE "people.yaml"
#define UNITS "organisations.yaml"
#define LU "- {id: lu, name: 陆振邦, branch: jiaogong"
#define QI "- {id: qi, name: 祁静}\n"
#define DAY "2010-10-19" /* of the seal: the day before that of the room */

#define AMENDMENT_OF(fields)                                                   \
	"---\nkind: amendment\n" fields                                        \
	"reason: 误记\napproved: {by: shen, date: 2010-10-20}\n"               \
	"date: 2010-10-20\nchanged: 更正\n---\n"

/* The seal of the sound site, with its roster or, as it was once, without. */
static const char *
seal_text(bool with_roster)
{
	struct arena *arena = site_room.arena;
	struct buf b = BUF_INIT;
	buf_puts(&b, "period: 2010-q3\nversion: 1\nas-of: " DAY
		     "\ntool: tongbao\ncommit: c0ffee\nrecords:\n");
	for (size_t i = 0; i < site_room.corpus.record_count; i++) {
		const struct record *r = site_room.corpus.records[i];
		if (strcmp(r->period, "2010-q3") == 0)
			buf_printf(&b, "  - {record: %s, digest: \"%s\"}\n",
			    r->id,
			    digest_words(arena,
				digest_of(source_at(&site_room.sources,
				    r->span.source)->text)));
	}
	buf_puts(&b, with_roster ? "roster:\n" : "");
	const struct roster *roster = &site_room.corpus.roster;
	for (size_t i = 0; with_roster && i < roster_subject_count(roster);
	     i++) {
		struct subject s = roster_subject(roster, i);
		buf_printf(&b,
		    "  - {subject: %s, names: %s, digest: \"%s\"}\n",
		    subject_id(&s),
		    s.person != NULL ? s.person->name : s.organisation->name,
		    digest_words(arena,
			standing_digest(
			    site_room.corpus.programme, &s, DAY)));
	}
	const char *text = arena_string(arena, b.at);
	buf_free(&b);
	return text;
}

/* With somebody of whom no record speaks; one may approve all. */
static void
begun(void)
{
	site_room_reset();
	site_room_edit("programme.yaml", "amendment: [own-head, superior-head]",
	    "amendment: root-head");
	site_room_edit(PEOPLE, "- {id: song,", QI "- {id: song,");
}

#define EDITS 4 /* at most */

static void
edits_make(const struct site_edit *edits)
{
	for (size_t i = 0; i < EDITS && edits[i].path != NULL; i++) {
		if (edits[i].from != NULL)
			site_room_edit(
			    edits[i].path, edits[i].from, edits[i].to);
		else
			site_room_put(edits[i].path, edits[i].to);
	}
}

/* As it is after the edits, which are there. */
static void
sealed(const struct site_edit *edits, bool with_roster)
{
	begun();
	edits_make(edits);
	site_room_check(SITE_ROOM_DAY);
	site_room_assert_clean();
	char *text = strdup(seal_text(with_roster));
	begun();
	edits_make(edits);
	site_room_put(SEAL, arena_string(site_room.arena, text));
	free(text);
}

static const struct site_edit untouched[EDITS];

/* Instead of a rule. */
#define NOTHING RULE__MAX

/* The only fault then; `at` NULL: somewhere in the seal. */
static void
edits_check(const struct site_edit *edits, enum rule_id rule, const char *at)
{
	edits_make(edits);
	site_room_check(SITE_ROOM_DAY);
	if (rule == NOTHING) {
		site_room_assert_clean();
		return;
	}
	if (at != NULL)
		site_room_fault_at(rule, at);
	assert_non_null(site_room_fault(rule));
	for (const struct diag *d = site_room.diags.first;
	     d != NULL && site_room.diags.count > 1; d = d->next)
		print_message("%s %s\n", site_room_place(d->span), d->message);
	assert_int_equal(site_room.diags.count, 1);
}

/* ---- the roster ---- */

static const struct {
	struct site_edit edits[EDITS];
	enum rule_id rule;
	const char *at;
} roster_cases[] = {
	/* from a later day */
	{ { { PEOPLE, LU, LU ", posts: {title: 院长, from: 2010-10-20}" } },
	    NOTHING, NULL },
	{ { { PEOPLE, "name: 何知行, branch: jiaogong",
	        "name: 何知行, branch: {organisation: jiaogong, "
	        "to: 2010-10-20}" } },
	    NOTHING, NULL },
	{ { { UNITS, "head: tan}",
	        "head: [{person: tan, to: 2010-10-20}, "
	        "{person: song, from: 2010-10-21}]}" } },
	    NOTHING, NULL },
	{ { { PEOPLE, "- {id: song,",
	        "- {id: xin, name: 辛来, branch: {organisation: xuesheng, "
	        "from: 2010-10-20}}\n- {id: song," } },
	    NOTHING, NULL },
	{ { { UNITS, "- {id: houqin,",
	        "- {id: xin, name: 新支部, level: branch, superior: "
	        "{organisation: jidian, from: 2010-10-20}, head: tan, "
	        "from: 2010-10-20}\n- {id: houqin," } },
	    NOTHING, NULL },
	{ { { UNITS, "name: 后勤集团", "name: 后勤处, former: 后勤集团" } },
	    NOTHING, NULL },
	{ { { UNITS, "superior: jidian, head: tan",
	        "superior: 机电学院, head: 谭雨桐" } },
	    NOTHING, NULL },
	/* from a day before */
	{ { { PEOPLE, LU, LU ", posts: {title: 院长, from: " DAY "}" } },
	    RULE_SEAL_ROSTER_CHANGED, PEOPLE ":5:8" },
	{ { { PEOPLE, LU,
	        "- {id: lu, name: 陆振邦, branch: {organisation: jiaogong, "
	        "from: 2009-01-01}" } },
	    RULE_SEAL_ROSTER_CHANGED, PEOPLE ":5:8" },
	{ { { PEOPLE, "name: 陆振邦", "name: 陆振国" } },
	    RULE_SEAL_ROSTER_CHANGED, PEOPLE ":5:8" },
	{ { { PEOPLE, LU, LU ", joined: 1990-07-01" } },
	    RULE_SEAL_ROSTER_CHANGED, PEOPLE ":5:8" },
	{ { { UNITS, "name: 后勤集团", "name: 后勤处" } },
	    RULE_SEAL_ROSTER_CHANGED, UNITS ":5:8" },
	{ { { UNITS, "liaison: gu", "liaison: [gu, shen]" } },
	    RULE_SEAL_ROSTER_CHANGED, UNITS ":2:8" },
	{ { { PEOPLE, "- {id: song,",
	        "- {id: xin, name: 辛来, joined: 2010-11-01}\n- {id: song," } },
	    RULE_SEAL_ROSTER_ADDED, PEOPLE ":13:8" },
	{ { { PEOPLE, QI, "" } }, RULE_SEAL_ROSTER_REMOVED, NULL },
	/* with an amendment */
	{ { { PEOPLE, QI, "" },
	      { AMENDMENT, NULL,
	          AMENDMENT_OF("subject: qi\nperiod: 2010-q3\n"
	                       "scope: root/cadres\n") } },
	    NOTHING, NULL },
	{ { { PEOPLE, QI, "" },
	      { AMENDMENT, NULL,
	          AMENDMENT_OF("subject: qi\nperiod: 2010-q3\n") } },
	    RULE_AMENDMENT_OF, AMENDMENT ":3:10" },
	{ { { PEOPLE, "name: 陆振邦", "name: 陆振国" },
	      { AMENDMENT, NULL,
	          AMENDMENT_OF("subject: lu\nperiod: 2010-q3\n") } },
	    NOTHING, NULL },
	{ { { PEOPLE, "name: 陆振邦", "name: 陆振国" },
	      { AMENDMENT, NULL,
	          AMENDMENT_OF("subject: lu\nperiod: 2010-q4\n") } },
	    RULE_SEAL_ROSTER_CHANGED, PEOPLE ":5:8" },
	{ { { PEOPLE, "name: 陆振邦", "name: 陆振国" },
	      { AMENDMENT, NULL,
	          AMENDMENT_OF("record: 2010-q3/review/lu\n") } },
	    RULE_SEAL_ROSTER_CHANGED, PEOPLE ":5:8" },
};

static void
test_the_roster(void **state)
{
	(void)state;
	size_t count = sizeof(roster_cases) / sizeof(*roster_cases);
	for (size_t i = 0; i < count; i++) {
		sealed(untouched, true);
		edits_check(roster_cases[i].edits, roster_cases[i].rule,
		    roster_cases[i].at);
	}
}

/* It has none: nobody can say what was on it. */
static void
test_a_seal_of_old(void **state)
{
	(void)state;
	static const struct site_edit
	    roster[EDITS] = { { PEOPLE, "name: 陆振邦", "name: 陆振国" } },
	    record[EDITS] = { { SONG, "date: 2010-09-20",
		"date: 2010-09-21" } };
	sealed(untouched, false);
	edits_check(roster, NOTHING, NULL);
	sealed(untouched, false);
	edits_check(record, RULE_SEAL_CHANGED, SONG ":2:1");
}

/* ---- records ---- */

#define EXEMPLAR "2010-q3/exemplar/song.md"
#define EXEMPLAR_2 "2010-q3/exemplar/song-2.md"
#define EXEMPLAR_TEXT(title)                                                   \
	"---\nkind: exemplar\nsubject: song\ntitle: " title                     \
	"\nperiod: 2010-q3\n---\n好。\n"
#define TEXT EXEMPLAR_TEXT("典型")

/* Of the sound site with an exemplar in it, which is sealed. */
static void
exemplar_check(const struct site_edit *edits, enum rule_id rule,
    const char *at)
{
	static const struct site_edit with[EDITS] = {
		{ EXEMPLAR, NULL, TEXT } };
	sealed(with, true);
	edits_check(edits, rule, at);
}

#define AFTER(rule, at, ...)                                                   \
	exemplar_check((const struct site_edit[EDITS]){ __VA_ARGS__ }, rule, at)

static void
test_records(void **state)
{
	(void)state;
	AFTER(NOTHING, NULL, { NULL });
	AFTER(RULE_SEAL_CHANGED, EXEMPLAR ":2:1",
	    { EXEMPLAR, NULL, EXEMPLAR_TEXT("另一个") });
	AFTER(RULE_SEAL_REMOVED, NULL, { EXEMPLAR, NULL, NULL });
	/* The same text elsewhere is told once, there. */
	AFTER(RULE_SEAL_REMOVED, EXEMPLAR_2 ":2:1", { EXEMPLAR, NULL, NULL },
	    { EXEMPLAR_2, NULL, TEXT });
	assert_non_null(strstr(site_room.diags.first->message,
	    "2010-q3/exemplar/song"));
	AFTER(RULE_SEAL_ADDED, EXEMPLAR_2 ":2:1",
	    { EXEMPLAR_2, NULL, TEXT });
}

static void
test_records_with_amendments(void **state)
{
	(void)state;
#define RECORD "record: 2010-q3/exemplar/song\n"
#define RENAMED RECORD "renamed: 2010-q3/exemplar/song-2\n"
#define REMOVED RECORD "subject: song\nscope: root/cadres\n"
	AFTER(NOTHING, NULL, { EXEMPLAR, NULL, EXEMPLAR_TEXT("另一个") },
	    { AMENDMENT, NULL, AMENDMENT_OF(RECORD) });
	AFTER(RULE_SEAL_CHANGED, EXEMPLAR ":2:1",
	    { EXEMPLAR, NULL, EXEMPLAR_TEXT("另一个") },
	    { AMENDMENT, NULL, AMENDMENT_OF(RECORD "period: 2010-q4\n") });
	AFTER(NOTHING, NULL, { EXEMPLAR, NULL, NULL },
	    { AMENDMENT, NULL, AMENDMENT_OF(REMOVED) });
	AFTER(NOTHING, NULL, { EXEMPLAR, NULL, NULL },
	    { EXEMPLAR_2, NULL, TEXT },
	    { AMENDMENT, NULL, AMENDMENT_OF(RENAMED) });
	/* Renamed and changed as well. */
	AFTER(NOTHING, NULL, { EXEMPLAR, NULL, NULL },
	    { EXEMPLAR_2, NULL, EXEMPLAR_TEXT("另一个") },
	    { AMENDMENT, NULL, AMENDMENT_OF(RENAMED) });
	AFTER(NOTHING, NULL, { EXEMPLAR_2, NULL, EXEMPLAR_TEXT("另一个") },
	    { AMENDMENT, NULL,
	        AMENDMENT_OF("record: 2010-q3/exemplar/song-2\n") });
}

/*
 * One that was sealed stays as it is when its record goes, or is renamed again;
 * whoever takes that away amends by another.
 */
static void
test_an_amendment_that_was_sealed(void **state)
{
	(void)state;
	static const struct site_edit sealed_edits[EDITS] = {
		{ EXEMPLAR, NULL, TEXT },
		{ AMENDMENT, NULL, AMENDMENT_OF(RECORD) },
	};
	static const struct site_edit edits[EDITS] = {
		{ EXEMPLAR, NULL, NULL },
		{ "2010-q3/amendment/2.md", NULL, AMENDMENT_OF(REMOVED) },
	};
	sealed(sealed_edits, true);
	edits_check(edits, NOTHING, NULL);
}

/* Of what an amendment is: one thing, of which it says enough. */
static void
test_what_an_amendment_is_of(void **state)
{
	(void)state;
#define OF(fields, at)                                                         \
	AFTER(RULE_AMENDMENT_OF, AMENDMENT at,                                 \
	    { AMENDMENT, NULL, AMENDMENT_OF(fields) })
#define OF_GONE(fields, at)                                                    \
	AFTER(RULE_AMENDMENT_OF, AMENDMENT at, { EXEMPLAR, NULL, NULL },       \
	    { AMENDMENT, NULL, AMENDMENT_OF(fields) })
	OF("", ":2:1");
	OF("subject: song\n", ":3:10");
	OF("renamed: 2010-q3/exemplar/song\n", ":3:10");
	OF(RECORD "renamed: 2010-q3/review/song\n", ":3:9");
	OF(RECORD "subject: song\n", ":4:10");
	OF_GONE(RECORD "subject: song\n", ":3:9");
	OF_GONE(RECORD "scope: root/cadres\n", ":3:9");
}

/*
 * What is gone and not told to whom is told nobody: its own label would have
 * narrowed this.
 */
static void
test_nobody_reads_of_what_is_gone(void **state)
{
	(void)state;
	OF_GONE(RECORD "subject: song\n", ":3:9");
	const struct record *a =
	    corpus_record(&site_room.corpus, TEXT_LIT("2010-q3/amendment/1"));
	bool admits = true;
	for (uint32_t i = 0; i < a->scope.count; i++)
		admits = admits && a->scope.labels[i].count > 0;
	assert_false(admits);
	assert_string_equal(a->period, "2010-q3");
}

/* ---- approved anew ---- */

static void
test_a_second_approval_is_not_late(void **state)
{
	(void)state;
#define RELEASE(day)                                                           \
	"---\nkind: release\nedition: leaders\nperiod: 2010-q3\n"              \
	"what: 点评情况\naudience: root/masses\nmeans: 校园网\n"              \
	"records: {record: 2010-q3/review/song, digest: sha256:"               \
	"0123456789012345678901234567890123456789012345678901234567890123}\n" \
	"proposed: {by: gu, date: 2010-10-14}\n"                               \
	"approved: {by: shen, date: " day "}\n---\n"
	begun();
	site_room_put("2010-q3/release/1.md", RELEASE("2010-10-16"));
	site_room_check(SITE_ROOM_DAY);
	assert_non_null(site_room_fault(RULE_RELEASE_DIGEST));
	assert_int_equal(site_room.diags.count, 1);
	/* Late by itself, not behind the other; and only the last is told. */
	site_room_put("2010-q3/release/2.md", RELEASE("2010-10-20"));
	site_room_check(SITE_ROOM_DAY);
	site_room_fault_at(RULE_RELEASE_DIGEST, "2010-q3/release/2.md:8:48");
	assert_int_equal(site_room.diags.count, 1);
	site_room_put("2010-q3/release/1.md", NULL);
	site_room_check(SITE_ROOM_DAY);
	assert_non_null(site_room_fault(RULE_RELEASE_LATE));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, site_room_open, site_room_close)
		TEST(test_the_roster),
		TEST(test_a_seal_of_old),
		TEST(test_records),
		TEST(test_records_with_amendments),
		TEST(test_an_amendment_that_was_sealed),
		TEST(test_what_an_amendment_is_of),
		TEST(test_nobody_reads_of_what_is_gone),
		TEST(test_a_second_approval_is_not_late),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
