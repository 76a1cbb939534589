/*
 * The schema table's own order, and what reading makes of a folder of records
 * by it: each file, the links between them, all faults in one run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/utf8.h"
#include "model/rules.h"
#include "model/view.h"
#include "read/load.h"

/* ---- the table ---- */

static bool
is_scalar(const struct field *field)
{
	return field->type != FIELD_MAP && field->type != FIELD_ANY;
}

static void
check_choices(const struct shape *shape, const struct field *field)
{
	size_t n = 0;
	while (field->choices[n] != NULL)
		n++;
	if (n == 0 || n % 2 != 0)
		fail_msg("%s.%s: choices go by pairs", shape->name,
		    field->name);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(field->choices[i],
			    field->choices[j]);
}

static void
check_field(const struct shape *shape, const struct field *field)
{
	const char *letters = "abcdefghijklmnopqrstuvwxyz-";
	assert_true(*field->name != '\0');
	assert_int_equal(strspn(field->name, letters), strlen(field->name));
	for (size_t pos = 0; pos < strlen(field->alias);)
		assert_true(utf8_is_han(utf8_next(text_of(field->alias),
		    &pos)));
	assert_int_equal(field->type == FIELD_MAP, field->shape != NULL);
	assert_int_equal(field->type == FIELD_CHOICE, field->choices != NULL);
	if (field->type == FIELD_CHOICE)
		check_choices(shape, field);
	if (field->type == FIELD_TERM)
		assert_true(field->vocabulary < VOCABULARY__MAX);
	if (field->target != NULL)
		assert_non_null(kind_find(text_of(field->target)));
	for (const struct field *f = shape->fields; f != field; f++) {
		assert_string_not_equal(f->name, field->name);
		if (strcmp(f->alias, field->alias) == 0)
			fail_msg("%s: two fields are called %s", shape->name,
			    f->alias);
	}
}

static void
check_shape(const struct shape *shape)
{
	assert_true(field_count(shape) > 0);
	assert_true(field_count(shape) <= 64);
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		check_field(shape, f);
		if (f->shape == NULL)
			continue;
		/*
		 * A scalar may stand for the map: for its first field, or for
		 * that one's first.
		 */
		assert_true(is_scalar(&f->shape->fields[0]) ||
		    f->shape->fields[0].type == FIELD_MAP);
		check_shape(f->shape);
	}
}

static void
test_shapes_are_sound(void **state)
{
	(void)state;
	/* With those in them: editions, terms, periods, forms. */
	static const struct shape *const shapes[] = { &site_shape,
		&programme_shape, &organisation_shape, &person_shape,
		&seal_shape };
	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		check_shape(shapes[i]);
	for (const struct shape *k = record_kinds; k->name != NULL; k++) {
		check_shape(k);
		assert_string_equal(k->fields[0].name, "kind");
		assert_string_equal(k->fields[1].name, "scope");
		assert_int_equal(k->fields[1].type, FIELD_SCOPE);
		assert_non_null(k->help);
	}
}

static void
test_kinds_by_both_names(void **state)
{
	(void)state;
	static const char *const kinds[] = { "plan", "方案", "participation",
		"参加", "report", "汇报", "review", "点评", "reply", "整改回复",
		"exemplar", "典型", "bulletin", "通报", "release", "公开审批",
		"verification", "销号", "waiver", "免评", "amendment", "更正" };
	size_t n = sizeof(kinds) / sizeof(*kinds);
	for (size_t i = 0; i < n; i++) {
		const struct shape *k = kind_find(text_of(kinds[i]));
		assert_ptr_equal(k, &record_kinds[i / 2]);
		assert_string_equal(i % 2 == 0 ? k->name : k->alias, kinds[i]);
	}
	assert_null(record_kinds[n / 2].name);
	assert_string_equal(kind_find(TEXT_LIT("简报"))->name, "bulletin");
	assert_null(kind_find(TEXT_LIT("")));
	assert_null(kind_find(TEXT_LIT("Review")));
	assert_null(kind_find(TEXT_LIT("reviews")));
}

static void
test_fields_by_both_names(void **state)
{
	(void)state;
	const struct shape *review = kind_find(TEXT_LIT("review"));
	assert_ptr_equal(field_find(review, TEXT_LIT("reviewer")),
	    field_find(review, TEXT_LIT("点评人")));
	assert_null(field_find(review, TEXT_LIT("")));
	assert_null(field_find(review, TEXT_LIT("number")));
	for (size_t i = 0; i < field_count(review); i++)
		assert_int_equal(field_index(review, review->fields[i].name),
		    i);
	const char *names[128] = { NULL };
	size_t n = field_names(review, names, 128);
	assert_int_equal(n, 2 * field_count(review));
	assert_string_equal(names[0], "kind");
	assert_string_equal(names[n - 1], "问题");
	names[4] = "untouched";
	assert_int_equal(field_names(review, names, 5), 4);
	assert_string_equal(names[4], "untouched");
	assert_int_equal(field_names(review, names, 0), 0);
}

static void
test_an_unknown_field_is_a_bug(void **state)
{
	(void)state;
	int status = -1;
	pid_t child = fork();
	if (child == 0) {
		close(2);
		field_index(&site_shape, "标题"); /* no canonical name */
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 70);
}

/* ---- a site ---- */

#define JOBS 4

struct site_files {
	char root[64];
	struct arena *arenas[JOBS], *scratch[JOBS];
	struct sources sources;
	struct diags diags;
	struct corpus corpus;
};

static struct site_files room;

static void
put_bytes(const char *path, struct text bytes)
{
	struct os_error error;
	char full[512];
	snprintf(full, sizeof(full), "%s/content/%s", room.root, path);
	*strrchr(full, '/') = '\0';
	assert_int_equal(os_make_folders(full, 0755, &error), 0);
	snprintf(full, sizeof(full), "%s/content/%s", room.root, path);
	assert_int_equal(os_write(full, bytes, &error), 0);
}

static void
put(const char *path, const char *text)
{
	put_bytes(path, text_of(text));
}

static int
room_open(void **state)
{
	(void)state;
	for (size_t i = 0; i < JOBS; i++) {
		room.arenas[i] = arena_new();
		room.scratch[i] = arena_new();
	}
	strcpy(room.root, "/tmp/tongbao-schema-XXXXXX");
	if (mkdtemp(room.root) == NULL)
		return -1;
	put("site.yaml", "title: t\neditions: [{id: masses, title: t, "
	                 "audience: everyone/masses}]\n");
	put("programme.yaml",
	    "title: t\nclasses: [masses, leaders]\nmethods: [talk]\n"
	    "levels: [top, branch]\nscope: {}\n"
	    "periods: [{id: q3, name: 三季度, from: 2010-07-01, "
	    "to: 2010-09-30, due: 2010-10-15}]\n"
	    "forms: [{id: f, name: 点评表, aspects: [{id: progress, "
	    "title: 推进情况, titles: 中心工作}, {id: problems, title: 问题}]}]\n");
	put("organisations.yaml",
	    "- {id: top, name: 大学党委, level: top}\n"
	    "- {id: b1, name: 一支部, level: branch, superior: top}\n"
	    "- {id: b2, name: 二支部, level: branch, superior: top}\n");
	put("people.yaml",
	    "- {id: w1, name: 王一}\n- id: w2\n  name: 王二\n  branch:\n"
	    "    - {organisation: b1, to: 2010-09-29}\n"
	    "    - {organisation: b2, from: 2010-09-30}\n");
	return 0;
}

static int
room_close(void **state)
{
	struct os_error error;
	(void)state;
	for (size_t i = 0; i < JOBS; i++) {
		arena_free(room.arenas[i]);
		arena_free(room.scratch[i]);
	}
	return os_remove_tree(room.root, &error);
}

static int
load_with(unsigned jobs)
{
	sources_init(&room.sources, room.arenas[0]);
	diags_init(&room.diags, room.arenas[0]);
	struct loading loading = { .corpus = &room.corpus,
		.sources = &room.sources,
		.diags = &room.diags,
		.jobs = jobs,
		.arenas = room.arenas,
		.scratch = room.scratch };
	int status = corpus_load(&loading, room.root);
	/* What is kept must not lie there. */
	for (size_t i = 0; i < JOBS; i++) {
		arena_free(room.scratch[i]);
		room.scratch[i] = arena_new();
	}
	return status;
}

static const struct record *
record_of(const char *id)
{
	const struct record *record = corpus_record(&room.corpus, text_of(id));
	if (record == NULL)
		fail_msg("no record %s", id);
	return record;
}

/* Loads; there is one fault of this rule in `path`, at `word` if not NULL. */
static const struct diag *
assert_fault(enum rule_id rule, const char *path, const char *word)
{
	assert_int_equal(load_with(1), 0);
	for (const struct diag *d = room.diags.first; d != NULL; d = d->next) {
		const struct source *s =
		    source_at(&room.sources, d->span.source);
		if (d->rule == &rules[rule] &&
		    strcmp(s->path, arena_printf(room.arenas[0], "content/%s",
		                        path)) == 0 &&
		    (word == NULL ||
		        text_is(text_cut(s->text, d->span.start, d->span.end),
		            word)))
			return d;
	}
	fail_msg("no %s in %s at “%s”; first: %s", rules[rule].slug, path,
	    word == NULL ? "" : word,
	    room.diags.first == NULL ? "none" : room.diags.first->message);
	return NULL;
}

static void
assert_clean(void)
{
	assert_int_equal(load_with(1), 0);
	if (room.diags.first != NULL)
		fail_msg("%s", room.diags.first->message);
}

#define REVIEW(subject, more)                                                  \
	"---\nkind: review\nform: f\nsubject: " subject                        \
	"\nreviewer: w1\nperiod: q3\ndate: 2010-09-29\nmethod: talk\n"         \
	"problems: [{id: p1, text: x}]\n" more "---\n"

/* ---- one record ---- */

static void
test_a_record(void **state)
{
	(void)state;
	put("q3/review/a.md",
	    REVIEW("一支部", "群众意见: 好\n")
	    "## 中心工作\n推进了。\n## 存在的不足 {#problems scope=leaders}\n有。\n");
	assert_clean();
	const struct record *r = record_of("q3/review/a");
	assert_true(record_is(r, "review"));
	assert_string_equal(record_string(r, "subject"), "b1");
	assert_string_equal(record_string(r, "venue"), "");
	assert_null(record_get(r, "venue"));
	assert_int_equal(value_count(record_get(r, "opinions")), 1);
	assert_string_equal(r->organisation->id, "b1");
	assert_null(r->person);
	assert_string_equal(r->form->id, "f");
	assert_int_equal(r->section_count, 2);
	assert_string_equal(r->section_aspects[0], "progress");
	assert_string_equal(r->section_aspects[1], "problems");
	assert_true(text_is(r->sections[1].title, "存在的不足"));
	assert_true(text_is(r->sections[1].mark_scope, "leaders"));
	assert_true(text_is(text_trim(r->sections[0].body), "推进了。"));
}

static void
test_a_record_with_crlf_and_mark(void **state)
{
	(void)state;
	put("q3/a.md",
	    "\xEF\xBB\xBF---\r\n类型: 点评\r\n点评表: 点评表\r\n点评对象: b1\r\n"
	    "点评人: 王一\r\n周期: 三季度\r\n点评时间: 2010-09-29\r\n"
	    "点评方式: talk\r\n---\r\n## 问题\r\n有。\r\n");
	assert_clean();
	const struct record *r = record_of("q3/a");
	assert_string_equal(record_string(r, "reviewer"), "w1");
	assert_string_equal(record_string(r, "form"), "f");
	assert_string_equal(r->period, "q3");
	assert_string_equal(r->section_aspects[0], "problems");
}

static void
test_day_and_branch(void **state)
{
	(void)state;
	put("a.md", REVIEW("w2", ""));
	put("b.md", "---\nkind: exemplar\nsubject: 王二\ntitle: t\n"
	            "period: q3\n---\n");
	put("c.md", "---\nkind: exemplar\nsubject: w1\ntitle: t\nperiod: q3\n"
	            "---\n");
	put("d.md", "---\nkind: bulletin\ntitle: t\nissuer: i\n"
	            "date: 2010-10-20\nedition: masses\nperiod: q3\n---\n");
	assert_clean();
	assert_string_equal(record_of("a")->date, "2010-09-29");
	assert_string_equal(record_of("a")->organisation->id, "b1");
	assert_string_equal(record_of("a")->person->id, "w2");
	/* Its own day is lacking: the last of its period. */
	assert_string_equal(record_of("b")->date, "2010-09-30");
	assert_string_equal(record_of("b")->organisation->id, "b2");
	assert_null(record_of("c")->organisation); /* of no branch */
	assert_string_equal(record_of("d")->organisation->id, "top");
}

static void
test_kinds_that_are_none(void **state)
{
	(void)state;
	put("a.md", "---\nkind: reviw\n---\n");
	put("b.md", "---\n类型: 点坪\n---\n");
	put("c.md", "---\ntitle: t\n---\n");
	put("d.md", "---\nkind: [review]\n---\n");
	put("e.md", "---\nkind: waiver\n类型: 免评\nsubject: b1\nperiod: q3\n"
	            "reason: r\napproved: {by: w1, date: 2010-09-01}\n---\n");
	put("f.md", "---\n- kind\n---\n");
	assert_string_equal(assert_fault(RULE_KIND_UNKNOWN, "a.md", "reviw")
	                        ->remedy, "did you mean review?");
	assert_string_equal(assert_fault(RULE_KIND_UNKNOWN, "b.md", "点坪")
	                        ->remedy, "did you mean 点评?");
	assert_fault(RULE_FIELD_MISSING, "c.md", NULL);
	assert_fault(RULE_FIELD_MISSING, "d.md", "[review]");
	assert_fault(RULE_FIELD_TWICE, "e.md", "类型");
	assert_fault(RULE_FIELD_TYPE, "f.md", "- kind");
	assert_int_equal(room.diags.count, 6);
}

static void
test_aspects_that_are_none(void **state)
{
	(void)state;
	put("a.md", REVIEW("b1", "") "早。\n## 推进情形\n好。\n");
	put("b.md", REVIEW("b1", "") "## 推进情况 {#progres}\n好。\n");
	assert_string_equal(assert_fault(RULE_ASPECT_UNKNOWN, "a.md",
	                        "推进情形")->remedy, "did you mean 推进情况?");
	assert_string_equal(assert_fault(RULE_ASPECT_UNKNOWN, "b.md",
	                        "推进情况")->remedy, "did you mean progress?");
	assert_int_equal(room.diags.count, 3);
	assert_non_null(strstr(room.diags.first->message, "before the first"));
}

/* ---- files that are broken ---- */

static void
test_broken_files(void **state)
{
	(void)state;
	char path[128];
	static char large[(1 << 20) + 2];
	memset(large, 'x', sizeof(large) - 1);
	put("bad-utf8.md", "---\nkind: \xC0\xFF\n---\n");
	put_bytes("nul.md", (struct text){ "---\nkind: a\0b\n---\n", 17 });
	put("large.md", large);
	put("no-front.md", "kind: review\n");
	put("open.md", "---\nkind: review\n");
	put("yaml.md", "---\nkind: [\n---\n");
	put("empty.md", "");
	put("sound.md", REVIEW("b1", "") "## 推进情况\n好。\n");
	snprintf(path, sizeof(path), "%s/content/link.md", room.root);
	assert_int_equal(symlink("sound.md", path), 0);
	snprintf(path, sizeof(path), "%s/content/folder", room.root);
	assert_int_equal(symlink("/etc", path), 0);
	snprintf(path, sizeof(path), "%s/content/fifo.md", room.root);
	assert_int_equal(mkfifo(path, 0644), 0);
	assert_fault(RULE_FILE_UTF8, "bad-utf8.md", "\xC0");
	assert_int_equal(assert_fault(RULE_FILE_NUL, "nul.md", NULL)
	                     ->span.start, 11);
	assert_fault(RULE_FILE_LARGE, "large.md", NULL);
	assert_fault(RULE_FRONT_MISSING, "no-front.md", NULL);
	assert_fault(RULE_FRONT_MISSING, "empty.md", NULL);
	assert_fault(RULE_FRONT_OPEN, "open.md", NULL);
	assert_fault(RULE_FILE_LINK, "link.md", NULL);
	assert_fault(RULE_FILE_LINK, "folder", NULL);
	assert_fault(RULE_FILE_READ, "fifo.md", NULL);
	/* The others are read all the same; so are those with a clear mend. */
	assert_int_equal(room.corpus.record_count, 3);
	assert_int_equal(room.corpus.broken_count, 7);
	assert_true(corpus_is_broken(&room.corpus, TEXT_LIT("yaml")));
	assert_true(corpus_is_broken(&room.corpus, TEXT_LIT("link")));
	assert_false(corpus_is_broken(&room.corpus, TEXT_LIT("open")));
	assert_string_equal(record_of("sound")->id, "sound");
	/* A byte less is not too much. */
	memcpy(large, REVIEW("b1", ""), strlen(REVIEW("b1", "")));
	memset(large + (1 << 20), 0, 2);
	put("large.md", large);
	assert_int_equal(load_with(1), 0);
	for (const struct diag *d = room.diags.first; d != NULL; d = d->next)
		assert_ptr_not_equal(d->rule, &rules[RULE_FILE_LARGE]);
}

/* It lists what is shown of a period: a line of 100 bytes for each record. */
static void
put_listing(const char *path, const char *kind, size_t items)
{
	struct buf text = BUF_INIT;
	buf_printf(&text, "---\n%s\nrecords:\n", kind);
	for (size_t i = 0; i < items; i++)
		buf_printf(&text,
		    "  - {record: r%05zu, digest: \"sha256:%064zu\"}\n", i, i);
	buf_puts(&text, "---\n");
	put(path, text.at);
	buf_free(&text);
}

static void
test_large_releases(void **state)
{
	(void)state;
	put_listing("a.md", "kind: release", 15000);
	put_listing("b.md", "类型: 公开审批", 15000);
	put_listing("c.md", "kind: review", 15000);
	put_listing("d.md", "title: t", 15000);
	put_listing("e.md", "kind: release", 180000);
	assert_fault(RULE_FILE_LARGE, "c.md", NULL);
	assert_fault(RULE_FILE_LARGE, "d.md", NULL);
	assert_fault(RULE_FILE_LARGE, "e.md", NULL);
	assert_int_equal(room.corpus.record_count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(value_count(record_get(
		    room.corpus.records[i], "records")), 15000);
}

/* A file's name becomes an id, an address, a line on the terminal. */
static void
test_names_of_files(void **state)
{
	(void)state;
	static const char *const names[] = { "bad-\xFF.md", "line\nbreak.md",
		"esc-\x1B[2J.md" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		put(names[i], REVIEW("b1", "") "## 推进情况\n好。\n");
		assert_int_equal(load_with(1), 0);
		if (room.diags.count != i + 1)
			fail_msg("taken for an id: %s", names[i]);
	}
}

static void
test_a_folder_that_is_no_site(void **state)
{
	(void)state;
	struct os_error error;
	char path[128];
	snprintf(path, sizeof(path), "%s/content", room.root);
	assert_int_equal(os_remove_tree(path, &error), 0);
	assert_int_equal(load_with(1), -1);
	assert_int_equal(room.diags.count, 1);
	assert_non_null(strstr(room.diags.first->remedy, "tongbao init"));
}

/* ---- links ---- */

static void
test_what_follows_its_review(void **state)
{
	(void)state;
	put("q3/review.md", REVIEW("w2", "report: q3/report\n"));
	put("q3/report.md", "---\nkind: report\nsubject: w2\nperiod: q3\n"
	                    "date: 2010-09-20\n---\n");
	put("q3/reply.md", "---\nkind: reply\nreview: content/q3/review.md\n"
	                   "date: 2010-10-20\nitems: [{problem: p1}]\n---\n");
	put("q3/verification.md", "---\nkind: verification\n"
	                          "problem: q3/review#p1\ndate: 2010-11-20\n"
	                          "by: w1\nresult: 销号\n---\n");
	/* Its id comes before those it leads to. */
	put("a.md", "---\nkind: amendment\nrecord: q3/reply\nreason: r\n"
	            "approved: {by: w1, date: 2010-11-01}\n"
	            "date: 2010-11-02\nchanged: c\n---\n");
	assert_clean();
	static const char *const followers[] = { "q3/reply",
		"q3/verification", "a" };
	for (size_t i = 0; i < 3; i++) {
		const struct record *r = record_of(followers[i]);
		assert_string_equal(r->organisation->id, "b1");
		assert_string_equal(r->person->id, "w2");
		assert_string_equal(r->period, "q3");
	}
	assert_ptr_equal(record_of("a")->about, record_of("q3/reply"));
	assert_null(record_of("q3/review")->about);
	assert_string_equal(record_of("q3/reply")->date, "2010-10-20");
}

static void
test_links_that_lead_nowhere(void **state)
{
	(void)state;
	put("review.md", REVIEW("b1", "report: revieww\n"));
	put("wrong-kind.md", REVIEW("b1", "report: review\n"));
	put("reply.md", "---\nkind: reply\nreview: reviev\ndate: 2010-10-20\n"
	                "---\n");
	put("items.md", "---\nkind: reply\nreview: review\ndate: 2010-10-20\n"
	                "items: [p1, p9]\n---\n");
	static const char *const problems[] = { "review", "review#",
		"review#p9", "nope#p1", "items#p1", "#p1", "review#p1#p1" };
	for (size_t i = 0; i < 7; i++)
		put(arena_printf(room.arenas[0], "v%zu.md", i),
		    arena_printf(room.arenas[0],
		        "---\nkind: verification\nproblem: '%s'\n"
		        "date: 2010-11-20\nby: w1\nresult: closed\n---\n",
		        problems[i]));
	assert_fault(RULE_RECORD_UNKNOWN, "review.md", "revieww");
	assert_fault(RULE_RECORD_UNKNOWN, "wrong-kind.md", "review");
	assert_string_equal(assert_fault(RULE_RECORD_UNKNOWN, "reply.md",
	                        "reviev")->remedy, "did you mean review?");
	assert_fault(RULE_PROBLEM_UNKNOWN, "items.md", "p9");
	for (size_t i = 0; i < 7; i++)
		assert_fault(RULE_PROBLEM_UNKNOWN,
		    arena_printf(room.arenas[0], "v%zu.md", i), NULL);
	assert_int_equal(room.diags.count, 11);
}

static void
test_editions_that_are_none(void **state)
{
	(void)state;
	put("b.md", "---\nkind: bulletin\ntitle: t\nissuer: i\n"
	            "date: 2010-10-20\nedition: mases\nperiod: q3\n---\n");
	assert_string_equal(assert_fault(RULE_EDITION_UNKNOWN, "b.md", "mases")
	                        ->remedy, "did you mean masses?");
	assert_int_equal(room.diags.count, 1);
}

/* A release names the records it covers: each must be there. */
static void
test_records_of_a_release(void **state)
{
	(void)state;
	put("review.md", REVIEW("b1", ""));
	put("release.md",
	    "---\nkind: release\nrecords: [{record: review}, {record: nope}]\n"
	    "what: w\naudience: everyone/masses\nmeans: m\n"
	    "proposed: {by: w1, date: 2010-09-01}\n"
	    "approved: {by: w2, date: 2010-09-02}\n---\n");
	assert_fault(RULE_RECORD_UNKNOWN, "release.md", "nope");
	assert_int_equal(room.diags.count, 1);
}

/* ---- many ---- */

static const char *
messages(void)
{
	struct buf buf = BUF_INIT;
	diags_sort(&room.diags);
	for (const struct diag *d = room.diags.first; d != NULL; d = d->next)
		buf_printf(&buf, "%u:%u %s\n", d->span.source, d->span.start,
		    d->message);
	for (size_t i = 0; i < room.corpus.record_count; i++)
		buf_printf(&buf, "%s\n", room.corpus.records[i]->id);
	const char *copy = arena_copy(room.arenas[0], buf.at, buf.len);
	buf_free(&buf);
	return copy;
}

static void
test_the_same_with_any_number_of_threads(void **state)
{
	(void)state;
	for (int i = 0; i < 120; i++) {
		const char *path =
		    arena_printf(room.arenas[0], "%d/%d.md", i % 3, i * 7);
		put(path, i % 5 == 0 ? "---\nkind: nope\n---\n"
		        : i % 7 == 0 ? "---\nkind: review\nform: x\n---\n"
		                     : REVIEW("w2", "") "## 问题\n有。\n");
	}
	assert_int_equal(load_with(1), 0);
	const char *one = messages();
	assert_true(room.diags.count > 100);
	for (size_t i = 1; i < room.corpus.record_count; i++)
		assert_true(strcmp(room.corpus.records[i - 1]->id,
		                room.corpus.records[i]->id) < 0);
	for (int round = 0; round < 5; round++) {
		assert_int_equal(load_with(JOBS), 0);
		assert_string_equal(messages(), one);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, room_open, room_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shapes_are_sound),
		cmocka_unit_test(test_kinds_by_both_names),
		cmocka_unit_test(test_fields_by_both_names),
		cmocka_unit_test(test_an_unknown_field_is_a_bug),
		TEST(test_a_record),
		TEST(test_a_record_with_crlf_and_mark),
		TEST(test_day_and_branch),
		TEST(test_kinds_that_are_none),
		TEST(test_aspects_that_are_none),
		TEST(test_broken_files),
		TEST(test_large_releases),
		TEST(test_names_of_files),
		TEST(test_a_folder_that_is_no_site),
		TEST(test_what_follows_its_review),
		TEST(test_links_that_lead_nowhere),
		TEST(test_editions_that_are_none),
		TEST(test_records_of_a_release),
		TEST(test_the_same_with_any_number_of_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
