/*
 * Sites by chance: everything that bears on who may see what, small, sound
 * enough to be built, and with no more wording than needed, so that records
 * come out alike where their ids do not show.
 *
 *	random_scripts_put(arena, root)         filters, for all of them
 *	random_site_make(&site, arena, seed)    files below content/
 *	random_site_put(&site, arena, root)     … on the disk
 *
 * Every fact stands on a line of its own: a site that fails is made smaller by
 * leaving out files, then lines with what belongs to them (random_site_shrink).
 * A release says {sha256 ID} for the digest of a record: it is filled in as the
 * record is then, when the site is put on the disk or printed.
 */
#ifndef TONGBAO_TESTS_RANDOM_SITE_H
#define TONGBAO_TESTS_RANDOM_SITE_H

#include "base/buf.h"
#include "base/hash.h"
#include "random_scripts.h"

#define RANDOM_FILES 64
#define RANDOM_ORGANISATIONS 8
#define RANDOM_SETTINGS 4 /* files that every site has, the first ones */
#define RANDOM_EDITIONS 16

struct random_file {
	const char *path, *text;
	const char *kind; /* of a record; NULL for settings */
	const char *id;
	unsigned problems; /* of a review: p0 … */
	unsigned opinions;
	bool scoped; /* it says itself who may read it */
};

struct random_site {
	struct arena *arena;
	uint64_t state;
	struct random_file files[RANDOM_FILES];
	size_t count;
	size_t organisations, colleges, people;
	bool weak[RANDOM_ORGANISATIONS];
	struct random_edition {
		const char *id, *audience;
	} editions[RANDOM_EDITIONS]; /* all there are, closed ones too */
	size_t edition_count;
	bool tallies; /* by tallies.lua */
	size_t gone;  /* records that the seal of q9 lists, with amendments */
};

/* ---- chance ---- */

static size_t
random_of(struct random_site *s, size_t count)
{
	uint64_t z = s->state += 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return (size_t)((z ^ z >> 31) % count);
}

static bool
random_once_in(struct random_site *s, size_t times)
{
	return random_of(s, times) == 0;
}

#define RANDOM(site, pool)                                                     \
	((pool)[random_of((site), sizeof(pool) / sizeof(*(pool)))])

/* ---- words ---- */

static const char *
random_organisation(struct random_site *s)
{
	return arena_printf(s->arena, "o%zu", random_of(s, s->organisations));
}

static const char *
random_person(struct random_site *s)
{
	return arena_printf(s->arena, "m%zu", random_of(s, s->people));
}

static const char *
random_subject(struct random_site *s)
{
	return random_once_in(s, 3) ? random_organisation(s) : random_person(s);
}

static const char *
random_label(struct random_site *s)
{
	static const char *const withins[] = { "everyone", "root", "root",
		"college", "branch", "subject", "subject", "superior" };
	static const char *const whos[] = { "public", "masses", "masses",
		"members", "cadres", "leaders" };
	if (random_once_in(s, 6))
		return arena_printf(s->arena, "%s/%s", random_organisation(s),
		    RANDOM(s, whos));
	if (random_once_in(s, 8))
		return arena_printf(s->arena, "[%s/cadres, %s/members]",
		    RANDOM(s, withins), random_organisation(s));
	return arena_printf(s->arena, "%s/%s", RANDOM(s, withins),
	    RANDOM(s, whos));
}

/* Wide: most of what has it is seen by most. */
static const char *
random_default(struct random_site *s)
{
	static const char *const wide[] = { "everyone/masses", "root/masses",
		"root/members", "everyone/public" };
	return random_once_in(s, 3) ? random_label(s) : RANDOM(s, wide);
}

static const char *
random_day(struct random_site *s)
{
	return arena_printf(s->arena, "2010-%02zu-0%zu", 8 + random_of(s, 5),
	    1 + random_of(s, 2));
}

static const char *
random_text(struct random_site *s)
{
	static const char *const texts[] = { "甲", "甲", "乙", "“丙”", "丁*戊*" };
	return RANDOM(s, texts);
}

/* ---- files ---- */

static struct random_file *
random_file_add(struct random_site *s, const char *path, struct buf *text)
{
	assert_true(s->count < RANDOM_FILES);
	struct random_file *file = &s->files[s->count++];
	*file = (struct random_file){ .path = path,
		.text = arena_copy(s->arena, text->at, text->len) };
	buf_free(text);
	return file;
}

/* One earlier record of the kind; NULL when there is none. */
static const struct random_file *
random_earlier(struct random_site *s, const char *kind)
{
	const struct random_file *found[RANDOM_FILES];
	size_t count = 0;
	for (size_t i = 0; i < s->count; i++)
		if (s->files[i].kind != NULL && (kind == NULL ||
			strcmp(s->files[i].kind, kind) == 0))
			found[count++] = &s->files[i];
	return count == 0 ? NULL : found[random_of(s, count)];
}

/* ---- settings ---- */

static void
random_filters(struct random_site *s, struct buf *b)
{
	/* What the last shows, the one before it derives. */
	static const char *const filters[] = { "narrow.lua", "leave.lua",
		"derive.lua", "tallies.lua" };
	bool has[4];
	for (size_t i = 0; i < 4; i++)
		has[i] = random_once_in(s, 2);
	s->tallies = has[3];
	buf_puts(b, has[0] || has[1] || has[2] || has[3] ? "filters:\n" : "");
	for (size_t i = 0; i < 4; i++)
		if (has[i])
			buf_printf(b, "  - %s\n", filters[i]);
	if (has[2])
		buf_puts(b, "  - pages.lua\n");
	if (has[2] && has[3])
		buf_puts(b, "  - late.lua\n");
	if (has[3])
		buf_puts(b, "  - facts.lua\n");
}

static void
random_edition_add(
    struct random_site *s, const char *id, const char *audience)
{
	assert_true(s->edition_count < RANDOM_EDITIONS);
	s->editions[s->edition_count++] =
	    (struct random_edition){ id, audience };
}

static const char *
random_who(struct random_site *s)
{
	static const char *const whos[] = { "public", "masses", "members",
		"cadres", "leaders" };
	return RANDOM(s, whos);
}

/* One for every organisation of a level, or of a class. */
static void
random_each(struct random_site *s, struct buf *b)
{
	static const char *const families[] = { "college", "branch", "weak" };
	const char *family = RANDOM(s, families), *who = random_who(s);
	buf_printf(b, "  - id: u\n    each: %s\n    title: \"{short}版\"\n"
	    "    audience: \"{id}/%s\"\n", family, who);
	for (size_t i = 1; i < s->organisations; i++)
		if (*family == 'w'  ? s->weak[i]
		    : *family == 'c' ? i <= s->colleges
				     : i > s->colleges)
			random_edition_add(s,
			    arena_printf(s->arena, "u-o%zu", i),
			    arena_printf(s->arena, "o%zu/%s", i, who));
}

static void
random_site_yaml(struct random_site *s)
{
	struct buf b = BUF_INIT;
	bool plain = random_once_in(s, 2);
	buf_printf(&b, "title: 题\nowner: 办\ntheme: %s\norder: %s\n",
	    plain ? "plain" : "default",
	    random_once_in(s, 2) ? "pinyin" : "strokes");
	if (!plain && random_once_in(s, 2))
		buf_puts(&b, "bound: yes\n");
	if (random_once_in(s, 2))
		buf_puts(&b, "base: https://example.org/x\n");
	random_filters(s, &b);
	buf_puts(&b, "editions:\n");
	for (size_t i = 0, n = 1 + random_of(s, 3); i < n; i++) {
		const char *audience = arena_printf(s->arena, "%s/%s",
		    random_once_in(s, 5)   ? "everyone"
			: random_once_in(s, 2) ? "o0"
					       : random_organisation(s),
		    random_who(s));
		random_edition_add(
		    s, arena_printf(s->arena, "e%zu", i), audience);
		buf_printf(&b,
		    "  - id: e%zu\n    title: 版%zu\n    audience: %s\n", i, i,
		    audience);
	}
	if (random_once_in(s, 2))
		random_each(s, &b);
	random_file_add(s, "site.yaml", &b);
}

/* A kind's defaults: the record's, then those of some of the fields. */
static void
random_defaults_put(struct random_site *s, struct buf *b, const char *kind,
    const char *const *fields)
{
	bool any = false;
	/* Who may not see his own edition's bulletin can't build. */
	buf_printf(b, "  %s:\n    record: %s\n", kind,
	    strcmp(kind, "bulletin") == 0 ? "everyone/public"
					  : random_default(s));
	if (strcmp(kind, "review") == 0 || strcmp(kind, "reply") == 0)
		buf_printf(b, "    person: %s\n", random_default(s));
	if (strcmp(kind, "review") == 0 && random_once_in(s, 2))
		buf_printf(b, "    aspects:\n      bad: %s\n",
		    random_label(s));
	for (; *fields != NULL; fields++) {
		if (random_once_in(s, 2))
			continue;
		buf_puts(b, any ? "" : "    fields:\n");
		buf_printf(b, "      %s: %s\n", *fields, random_label(s));
		any = true;
	}
}

/* What has a label of its own, by kind. */
static const struct random_labelled {
	const char *kind;
	const char *fields[20];
} random_labelled[] = {
	{ "review", { "problems", "opinions", "venue", "grade", "report",
			"reviewer", "attendance", "recorded", "round",
			"preparation", "tasks", "method", "occasion",
			"pledges", "handling", "ballots" } },
	{ "report", { "pledges", "measures" } },
	{ "reply", { "items", "from" } },
	{ "amendment", { "changed", "approved", "reason" } },
	{ "verification", { "by", "result", "evidence" } },
	{ "plan", { "basis", "tasks" } },
	{ "participation", { "leader", "occasion" } },
	{ "waiver", { "reason", "approved" } },
	{ "release", { "records", "what", "audience", "approved",
			"examined" } },
	{ "bulletin", { "number", "addressees", "copies", "note",
			"attachments", "signers", "head" } },
	{ "organisation", { "head", "deputies", "liaison", "classes" } },
	{ NULL, { NULL } },
};

static void
random_scope_put(struct random_site *s, struct buf *b)
{
	static const char *const others[] = { "exemplar" };
	for (const struct random_labelled *l = random_labelled; l->kind != NULL;
	     l++)
		random_defaults_put(s, b, l->kind, l->fields);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		buf_printf(b, "  %s: %s\n", others[i], random_default(s));
	buf_printf(b, "  person:\n    officer: %s\n", random_default(s));
	buf_printf(b, "    member: %s\n", random_label(s));
}

static void
random_programme(struct random_site *s)
{
	struct buf b = BUF_INIT;
	buf_puts(&b, "title: 案\n"
	    "classes: [public, masses, members, cadres, leaders]\n"
	    "levels: [university, college, branch]\nmethods: [talk, meeting]\n"
	    "grades: [high, low]\ngroups: [weak, strong]\n"
	    "categories: [{id: floating, name: 流, inflow: yes}, ill]\n"
	    "occasions: [day]\npreparations: [visit, ask]\n"
	    "periods:\n"
	    "  - {id: q2, name: q2, from: 2010-04-01, to: 2010-06-30, due: "
	    "2010-07-15}\n"
	    "  - {id: q3, name: q3, from: 2010-07-01, to: 2010-09-30, due: "
	    "2010-10-15}\n"
	    "  - {id: q4, name: q4, from: 2010-10-01, to: 2010-12-31, due: "
	    "2011-01-15}\n"
	    "forms:\n"
	    "  - {id: f, name: f, aspects: [{id: good, title: 好}, {id: bad, "
	    "title: 差, problems: yes}]}\n"
	    "  - {id: g, name: g, aspects: [{id: bad, title: 差, problems: "
	    "yes}]}\n");
	if (random_once_in(s, 4))
		buf_printf(&b, "cutoffs: [%s]\n", random_day(s));
	if (random_once_in(s, 8))
		buf_puts(&b, "authority: {release: [root-head, own-head]}\n");
	/* Links lead wherever chance has it. */
	buf_puts(&b, "rules: {link-hidden: off}\nscope:\n");
	random_scope_put(s, &b);
	random_file_add(s, "programme.yaml", &b);
}

static void
random_above(struct random_site *s, struct buf *b, size_t i)
{
	size_t above = i <= s->colleges ? 0 : 1 + random_of(s, s->colleges);
	if (i <= s->colleges || !random_once_in(s, 3)) {
		buf_printf(b, "  superior: o%zu\n", above);
		return;
	}
	buf_printf(b,
	    "  superior:\n    - {organisation: o%zu, to: 2010-09-15}\n"
	    "    - {organisation: o%zu, from: 2010-09-16}\n",
	    above, 1 + random_of(s, s->colleges));
}

static void
random_organisations(struct random_site *s)
{
	static const char *const levels[] = { "university", "college",
		"branch" };
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < s->organisations; i++) {
		buf_printf(&b, "- id: o%zu\n  name: 组织%zu\n  level: %s\n", i,
		    i, levels[i == 0 ? 0 : i <= s->colleges ? 1 : 2]);
		if (i > 0)
			random_above(s, &b, i);
		if (!random_once_in(s, 4))
			buf_printf(&b, "  head: %s\n", random_person(s));
		if (random_once_in(s, 2))
			buf_printf(&b, "  deputies:\n    - %s\n"
			    "    - {person: %s, from: 2010-10-01}\n",
			    random_person(s), random_person(s));
		if (random_once_in(s, 3))
			buf_printf(&b, "  liaison: %s\n", random_person(s));
		if (s->weak[i])
			buf_puts(&b, "  classes: weak\n");
		if (random_once_in(s, 4))
			buf_printf(&b, "  former: 旧%zu\n", i);
		if (i > 0 && random_once_in(s, 4))
			buf_printf(&b, "  to: 2010-1%zu-30\n",
			    random_of(s, 2));
	}
	random_file_add(s, "organisations.yaml", &b);
}

static size_t
random_branch(struct random_site *s)
{
	return s->colleges + 1 +
	    random_of(s, s->organisations - s->colleges - 1);
}

static void
random_people(struct random_site *s)
{
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < s->people; i++) {
		buf_printf(&b, "- id: m%zu\n  name: 名%zu\n", i, i / 2);
		if (random_once_in(s, 4))
			buf_printf(&b, "  branch:\n"
			    "    - {organisation: o%zu, to: 2010-09-30}\n"
			    "    - {organisation: o%zu, from: 2010-10-01}\n",
			    random_branch(s), random_branch(s));
		else if (!random_once_in(s, 5))
			buf_printf(&b, "  branch: o%zu\n", random_branch(s));
		if (random_once_in(s, 3))
			buf_printf(&b, "  posts: 职%zu\n", random_of(s, 2));
		else if (random_once_in(s, 3))
			buf_printf(&b, "  posts:\n"
			    "    - {title: 职%zu, to: 2010-10-01}\n"
			    "    - {title: 职%zu, from: 2010-10-02}\n",
			    random_of(s, 2), random_of(s, 2));
		if (random_once_in(s, 4))
			buf_printf(&b, "  joined: %s\n", random_day(s));
		if (random_once_in(s, 4))
			buf_printf(&b, "  category:\n"
			    "    - {id: floating, inflow: o%zu, from: %s}\n",
			    random_branch(s), random_day(s));
		else if (random_once_in(s, 4))
			buf_puts(&b, "  category: ill\n");
	}
	random_file_add(s, "people.yaml", &b);
}

/* ---- records ---- */

static void
random_body(struct random_site *s, struct buf *b)
{
	static const char *const titles[] = { "好", "差", "别的" };
	buf_puts(b, "---\n");
	if (random_once_in(s, 3))
		buf_printf(b, "%s\n", random_text(s));
	for (size_t i = 0; i < 3; i++) {
		if (random_once_in(s, 2))
			continue;
		buf_printf(b, "## %s", titles[i]);
		if (random_once_in(s, 3))
			buf_printf(b, " {scope=%s}",
			    random_once_in(s, 2) ? "root/cadres"
						 : "subject/members");
		buf_printf(b, "\n%s\n", random_text(s));
		const struct random_file *to = random_earlier(s, NULL);
		if (to != NULL && random_once_in(s, 4))
			buf_printf(b, "[链](/%s.md)\n", to->id);
	}
}

static void
random_review(struct random_site *s, struct buf *b, struct random_file *file)
{
	const struct random_file *report = random_earlier(s, "report");
	buf_printf(b, "form: %s\nsubject: %s\nreviewer: %s\nperiod: q%zu\n"
	    "date: %s\nmethod: %s\n", random_once_in(s, 4) ? "g" : "f",
	    random_subject(s), random_person(s), 3 + random_of(s, 2),
	    random_day(s), random_once_in(s, 3) ? "meeting" : "talk");
	if (random_once_in(s, 6))
		buf_printf(b, "recorded: %s\n", random_day(s));
	if (random_once_in(s, 4))
		buf_puts(b, "round: interim\n");
	if (random_once_in(s, 4))
		buf_puts(b, random_once_in(s, 2) ? "preparation: [visit]\n"
						 : "preparation: [visit, ask]\n");
	if (random_once_in(s, 4))
		buf_puts(b, "occasion: day\n");
	if (random_once_in(s, 5))
		buf_puts(b, "handling: 法\n");
	if (random_once_in(s, 5))
		buf_puts(b, "contact: 络\n");
	if (random_once_in(s, 4))
		buf_printf(b, "ballots: {roll: 5, present: 4, valid: 3, counts: "
		    "{high: %zu, low: 1}}\n", random_of(s, 3));
	const struct random_file *plan = random_earlier(s, "plan");
	if (plan != NULL && random_once_in(s, 2)) {
		const char *task = strstr(plan->text, "{id: t") + 5;
		buf_printf(b, "tasks: [%.*s]\n", (int)strcspn(task, ","), task);
	}
	if (report != NULL && random_once_in(s, 3))
		buf_puts(b, "pledges: [{id: c1, state: kept, text: 兑}]\n");
	if (random_once_in(s, 3))
		buf_printf(b, "venue: %s\n", random_text(s));
	if (random_once_in(s, 2))
		buf_printf(b, "grade: %s\n",
		    random_once_in(s, 2) ? "high" : "low");
	if (report != NULL && random_once_in(s, 2))
		buf_printf(b, "report: %s\n", report->id);
	if (random_once_in(s, 4))
		buf_printf(b, "attendance: {members: %zu}\n", random_of(s, 3));
	if (random_once_in(s, 2)) {
		file->opinions = 1;
		buf_puts(b, "opinions:\n  - {id: o1, text: 意}\n");
	}
	file->problems = (unsigned)random_of(s, 3);
	buf_puts(b, file->problems > 0 ? "problems:\n" : "");
	for (unsigned i = 0; i < file->problems; i++) {
		buf_printf(b, "  - id: p%u\n    text: 问%zu\n", i,
		    random_of(s, 2));
		if (!random_once_in(s, 4))
			buf_printf(b, "    due: %s\n", random_day(s));
		if (random_once_in(s, 4))
			buf_puts(b, "    advice: 建\n");
		if (random_once_in(s, 4))
			buf_puts(b, "    standard: 标\n");
		if (random_once_in(s, 4))
			buf_printf(b, "    verifier: %s\n", random_person(s));
		if (random_once_in(s, 2))
			buf_printf(b, "    owner: %s\n", random_person(s));
		if (random_once_in(s, 2))
			buf_puts(b, "    aspect: bad\n");
		if (random_once_in(s, 3))
			buf_printf(b, "    scope: %s\n",
			    random_once_in(s, 2) ? "root/cadres" : "leaders");
		if (file->opinions > 0)
			buf_puts(b, "    from: o1\n");
		buf_puts(b, "    measures:\n      - {id: m1, text: 办}\n");
		if (random_once_in(s, 3))
			buf_puts(b, "      - {text: 再办}\n");
	}
}

static void
random_reply(struct random_site *s, struct buf *b,
    const struct random_file *review)
{
	static const char *const states[] = { "open", "doing", "done",
		"lasting" };
	buf_printf(b, "review: %s\ndate: %s\n", review->id, random_day(s));
	if (random_once_in(s, 3))
		buf_printf(b, "from: %s\n", random_subject(s));
	if (review->problems == 0)
		return;
	buf_puts(b, "items:\n");
	for (unsigned i = 0; i < review->problems; i++) {
		buf_printf(b, "  - {problem: p%u, measure: m1, state: %s}\n",
		    i, RANDOM(s, states));
		if (random_once_in(s, 3))
			buf_printf(b, "  - {problem: p%u, measure: 另, state: %s, "
			    "evidence: 证}\n", i, RANDOM(s, states));
		if (random_once_in(s, 3))
			buf_printf(b, "  - {problem: p%u, state: extended, due: "
			    "%s, reason: 由}\n", i, random_day(s));
	}
}

/* Only some parts of the record that it has, or (nothing) the whole. */
static void
random_parts(struct random_site *s, struct buf *b,
    const struct random_file *record)
{
	const struct random_labelled *l = random_labelled;
	bool any = false;
	while (l->kind != NULL && strcmp(l->kind, record->kind) != 0)
		l++;
	if (l->kind == NULL || random_once_in(s, 3))
		return;
	if (strstr(record->text, "\n## 差") != NULL &&
	    strcmp(record->kind, "review") == 0 && random_once_in(s, 2)) {
		buf_puts(b, "    aspects:\n      - bad\n");
		return;
	}
	for (size_t i = 0; l->fields[i] != NULL; i++) {
		if (strstr(record->text, arena_printf(s->arena, "\n%s:",
				l->fields[i])) == NULL ||
		    random_once_in(s, 3))
			continue;
		buf_puts(b, any ? "" : "    fields:\n");
		buf_printf(b, "      - %s\n", l->fields[i]);
		any = true;
	}
}

/* Mostly with the digest as it is; or with an old one, or with none. */
static void
random_covered(struct random_site *s, struct buf *b)
{
	const struct random_file *record = random_earlier(s,
	    random_once_in(s, 2) ? "review" : NULL);
	if (record == NULL)
		return;
	buf_printf(b, "  - record: %s\n", record->id);
	if (!random_once_in(s, 6))
		buf_printf(b, "    digest: \"sha256:{sha256 %s}\"\n",
		    record->id);
	else if (random_once_in(s, 2))
		buf_printf(b, "    digest: \"sha256:%064d\"\n", 0);
	random_parts(s, b, record);
}

/* Of an edition's period, or of records alone. */
static void
random_release(struct random_site *s, struct buf *b)
{
	static const char *const wide[] = { "everyone/public", "root/masses" };
	const struct random_edition *edition =
	    &s->editions[random_of(s, s->edition_count)];
	const char *audience = edition->audience;
	size_t proposer = random_of(s, s->people), approver = proposer;
	if (!random_once_in(s, 8))
		approver = (proposer + 1) % s->people;
	buf_puts(b, "what: 公开\nmeans: 网\n");
	if (random_once_in(s, 2))
		buf_printf(b, "edition: %s\nperiod: q%zu\n", edition->id,
		    3 + random_of(s, 2));
	else if (!random_once_in(s, 4))
		audience = RANDOM(s, wide);
	if (random_once_in(s, 8))
		audience = random_label(s);
	buf_printf(b, "audience: %s\nproposed: {by: m%zu, date: 2010-10-01}\n"
	    "approved: {by: m%zu, date: 2010-1%d-02}\n", audience, proposer,
	    approver, random_once_in(s, 8) ? 2 : 0);
	buf_puts(b, "records:\n");
	for (size_t n = 1 + random_of(s, 4); n > 0; n--)
		random_covered(s, b);
}

static void
random_bulletin(struct random_site *s, struct buf *b)
{
	buf_printf(b, "title: 报\nissuer: 办\ndate: %s\nedition: %s\n"
	    "period: q3\n", random_day(s),
	    s->editions[random_of(s, s->edition_count)].id);
	if (random_once_in(s, 2))
		buf_puts(b, "head: newsletter\n");
	if (random_once_in(s, 2))
		buf_printf(b, "number: 办〔2010〕%zu号\n", 1 + random_of(s, 9));
	if (random_once_in(s, 2))
		buf_puts(b, "addressees: [各处]\n");
	if (random_once_in(s, 2))
		buf_puts(b, "copies: [各室]\n");
	if (random_once_in(s, 3))
		buf_puts(b, "joint: [二办]\n");
	if (random_once_in(s, 3))
		buf_puts(b, "signers: [签]\n");
	if (random_once_in(s, 3))
		buf_puts(b, "note: 注\n");
	if (random_once_in(s, 3))
		buf_puts(b, "attachments: [{title: 别的}]\n");
	if (!random_once_in(s, 3))
		return;
	buf_printf(b, "withdrawn:\n  date: %s\n  reason: %s\n",
	    random_day(s), random_text(s));
	if (random_once_in(s, 2))
		buf_printf(b, "  reason-scope: %s\n", random_label(s));
	const struct random_file *next = random_earlier(s, "bulletin");
	if (next != NULL)
		buf_printf(b, "  replaced-by: %s\n", next->id);
}

/* Of a record, of the roster, of a record that is gone. */
static void
random_amendment(struct random_site *s, struct buf *b,
    struct random_file *file, const struct random_file *any)
{
	size_t of = random_of(s, 4);
	if (of == 0)
		buf_printf(b, "subject: %s\nperiod: q3\n", random_subject(s));
	else if (of == 1 || any == NULL)
		buf_printf(b, "record: q9/gone-%zu\nsubject: %s\nscope: %s\n",
		    s->gone++, random_subject(s), random_label(s));
	else
		buf_printf(b, "record: %s\n", any->id);
	file->scoped = of == 1 || (of > 1 && any == NULL);
	buf_printf(b,
	    "reason: 因\ndate: %s\nchanged: 改\n"
	    "approved: {by: %s, date: 2010-09-01}\n",
	    file->scoped ? "2010-08-01" : random_day(s), random_person(s));
}

/* What the amendments say is gone. */
static void
random_seal(struct random_site *s)
{
	struct buf b = BUF_INIT;
	buf_puts(&b, "period: q9\nversion: 1\nas-of: 2010-10-01\n"
		     "tool: x\ncommit: x\nrecords:\n");
	for (size_t i = 0; i < s->gone; i++)
		buf_printf(&b, "  - {record: q9/gone-%zu, digest: x}\n", i);
	random_file_add(s, "seals/q9.yaml", &b);
}

/* Live code: what its edition sees, and figures if there are any. */
static void
random_live(struct random_site *s, struct buf *b)
{
	static const char *const parts[] = {
		"共`{lua} e.tallies.terms{period=period}`个\n",
		"`{lua} blur(e.tallies.found{state='open'})`问题\n",
		"占`{lua} percent(e.tallies.grades{grade='high'}, 30)`\n",
		"```{lua}\n"
		"local t, rows = e.tallies.heard, {}\n"
		"for _, o in ipairs(t.dimensions[2].values) do\n"
		" rows[#rows + 1] = { o.name, t{ organisation = o } } end\n"
		"return table{ head = { '组', '数' }, rows = rows }\n"
		"```\n",
		"```{lua}\n"
		"local t = e.tallies.reviews\n"
		"return chart{ kind = 'column', title = '图',\n"
		" labels = { 'q3', 'q4' }, series = { { values =\n"
		" { t{ period = 'q3' }, t{ period = 'q4' } } } } }\n"
		"```\n",
	};
	buf_puts(b, "共`{lua} count{kind = \"review\"}`次\n");
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (s->tallies && random_once_in(s, 2))
			buf_puts(b, parts[i]);
}

/* False when it has nothing to be about. */
static bool
random_fields(struct random_site *s, struct buf *b, struct random_file *file,
    const char *kind)
{
	const struct random_file *review = random_earlier(s, "review"),
				 *any = random_earlier(s, NULL);
	if (strcmp(kind, "review") == 0) {
		random_review(s, b, file);
	} else if (strcmp(kind, "report") == 0) {
		buf_printf(b, "subject: %s\nperiod: q3\ndate: %s\n"
		    "pledges: [{id: c1, text: %s}]\n", random_subject(s),
		    random_day(s), "诺");
		if (random_once_in(s, 2))
			buf_puts(b, "measures: [措]\n");
	} else if (strcmp(kind, "plan") == 0) {
		buf_printf(b, "organisation: %s\ntitle: 案\n"
		    "tasks: [{id: t%zu, text: 事}]\n", random_organisation(s),
		    s->count);
		if (random_once_in(s, 2))
			buf_printf(b, "date: %s\nperiod: q3\nbasis: [据]\n",
			    random_day(s));
	} else if (strcmp(kind, "participation") == 0) {
		buf_printf(b, "leader: %s\norganisation: %s\ndate: %s\n",
		    random_once_in(s, 3) ? random_organisation(s)
					 : random_person(s),
		    random_organisation(s), random_day(s));
		if (random_once_in(s, 2))
			buf_puts(b, "occasion: day\nperiod: q3\n");
	} else if (strcmp(kind, "exemplar") == 0) {
		buf_printf(b, "subject: %s\ntitle: 典\nperiod: q3\n",
		    random_subject(s));
		if (random_once_in(s, 2))
			buf_printf(b, "date: %s\n", random_day(s));
	} else if (strcmp(kind, "waiver") == 0) {
		buf_printf(b, "subject: %s\nperiod: q3\nreason: 因\n"
		    "approved: {by: %s, date: 2010-09-01}\n",
		    random_subject(s), random_person(s));
	} else if (strcmp(kind, "release") == 0) {
		random_release(s, b);
	} else if (strcmp(kind, "bulletin") == 0) {
		random_bulletin(s, b);
	} else if (strcmp(kind, "amendment") == 0) {
		random_amendment(s, b, file, any);
	} else if (review == NULL) {
		return false;
	} else if (strcmp(kind, "reply") == 0) {
		random_reply(s, b, review);
	} else if (strcmp(kind, "verification") == 0 && review->problems > 0) {
		buf_printf(b, "problem: %s#p%zu\ndate: %s\nby: %s\n"
		    "result: %s\n", review->id,
		    random_of(s, review->problems), random_day(s),
		    random_person(s),
		    random_once_in(s, 4) ? "reopened" : "closed");
		if (random_once_in(s, 2))
			buf_puts(b, "evidence: 证\n");
	} else {
		return false;
	}
	return true;
}

static void
random_record(struct random_site *s, const char *kind)
{
	struct random_file file = { .kind = kind };
	struct buf b = BUF_INIT;
	bool bulletin = strcmp(kind, "bulletin") == 0;
	buf_printf(&b, "---\nkind: %s\n", kind);
	if (!random_fields(s, &b, &file, kind)) {
		buf_free(&b);
		return;
	}
	if (!file.scoped && random_once_in(s, bulletin ? 12 : 4) &&
	    strcmp(kind, "release") != 0)
		buf_printf(&b, "scope: %s\n", random_label(s));
	random_body(s, &b);
	if (bulletin)
		random_live(s, &b);
	file.id = arena_printf(s->arena, "q3/%zx-%zu", random_of(s, 4096),
	    s->count);
	struct random_file *added = random_file_add(s,
	    arena_printf(s->arena, "%s.md", file.id), &b);
	file.path = added->path;
	file.text = added->text;
	*added = file;
}

static inline void
random_site_make(struct random_site *s, struct arena *arena, uint64_t seed)
{
	static const char *const kinds[] = { "review", "review", "review",
		"review", "reply", "reply", "report", "verification",
		"amendment", "exemplar", "plan", "participation", "waiver",
		"release" };
	*s = (struct random_site){ .arena = arena, .state = seed };
	s->colleges = 1 + random_of(s, 2);
	s->organisations = s->colleges + 2 + random_of(s, 3);
	s->people = 4 + random_of(s, 8);
	for (size_t i = 0; i < s->organisations; i++)
		s->weak[i] = random_once_in(s, 3);
	random_site_yaml(s);
	random_programme(s);
	random_organisations(s);
	random_people(s);
	for (size_t n = 4 + random_of(s, 20); n > 0; n--)
		random_record(s, RANDOM(s, kinds));
	for (size_t n = random_of(s, 4); n > 0; n--)
		random_record(s, "release");
	for (size_t n = random_of(s, 3); n > 0; n--)
		random_record(s, "bulletin");
	if (s->gone > 0)
		random_seal(s);
}

/* ---- on the disk ---- */

static struct text random_text_filled(const struct random_site *s,
    struct arena *arena, const struct random_file *file);

/* Of a record that is not there any more, any. */
static void
random_digest_put(const struct random_site *s, struct arena *arena,
    struct buf *b, struct text id)
{
	char hex[65];
	struct text bytes = TEXT_LIT("");
	for (size_t i = RANDOM_SETTINGS; i < s->count; i++)
		if (s->files[i].id != NULL && text_is(id, s->files[i].id))
			bytes = random_text_filled(s, arena, &s->files[i]);
	digest_hex(digest_of(bytes), hex);
	buf_puts(b, hex);
}

/* With its digests; what it covers was there before it, so this ends. */
static struct text
random_text_filled(const struct random_site *s, struct arena *arena,
    const struct random_file *file)
{
	static const char mark[] = "{sha256 ";
	struct buf b = BUF_INIT;
	const char *at = file->text, *found;
	while ((found = strstr(at, mark)) != NULL) {
		const char *id = found + strlen(mark), *end = strchr(id, '}');
		buf_putt(&b, (struct text){ at, (size_t)(found - at) });
		random_digest_put(s, arena, &b,
		    (struct text){ id, (size_t)(end - id) });
		at = end + 1;
	}
	buf_puts(&b, at);
	struct text text = arena_text(arena, buf_text(&b));
	buf_free(&b);
	return text;
}

static inline void
random_site_put(const struct random_site *s, struct arena *arena,
    const char *root)
{
	struct os_error error;
	assert_int_equal(os_remove_tree(
	    arena_printf(arena, "%s/content", root), &error), 0);
	for (size_t i = 0; i < s->count; i++)
		folder_put(arena, root,
		    arena_printf(arena, "content/%s", s->files[i].path),
		    random_text_filled(s, arena, &s->files[i]));
}

static inline void
random_site_print(const struct random_site *s)
{
	for (size_t i = 0; i < s->count; i++)
		print_message("==> %s\n%s\n", s->files[i].path,
		    random_text_filled(s, s->arena, &s->files[i]).at);
}

/* ---- making it smaller ---- */

/* The line that begins at `at` ends there; at the end of the text, too. */
static const char *
random_line_end(const char *at)
{
	const char *end = strchr(at, '\n');
	return end == NULL ? at + strlen(at) : end + 1;
}

static size_t
random_indent(const char *line)
{
	return strspn(line, " ");
}

/*
 * What goes with the line: the lines below it that are further in, a section's
 * text, a block of code.
 */
static const char *
random_part_end(const char *line)
{
	const char *end = random_line_end(line);
	bool code = strncmp(line, "```", 3) == 0;
	bool section = strncmp(line, "## ", 3) == 0;
	while (*end != '\0') {
		if (code && strncmp(end, "```", 3) == 0)
			return random_line_end(end);
		if (!code && (section ? strncmp(end, "## ", 3) == 0
			    : random_indent(end) <= random_indent(line)))
			break;
		end = random_line_end(end);
	}
	return end;
}

/* What comes of a site: whatever is to stay the same while it gets smaller. */
typedef int random_outcome(const struct random_site *site);

struct random_shrinking {
	struct random_site *site;
	random_outcome *outcome_of;
	int outcome;
};

/* Leaves out the bytes of the file if that changes nothing of the outcome. */
static bool
random_cut(const struct random_shrinking *x, size_t file, const char *from,
    const char *to)
{
	struct random_site *s = x->site;
	const char *before = s->files[file].text;
	s->files[file].text = arena_printf(s->arena, "%.*s%s",
	    (int)(from - before), before, to);
	if (x->outcome_of(s) == x->outcome)
		return true;
	s->files[file].text = before;
	return false;
}

/* Lines with what goes with them, then alone; true when any went. */
static bool
random_lines_shrink(const struct random_shrinking *x, size_t file)
{
	const struct random_site *s = x->site;
	bool any = false;
	for (size_t pos = 0; s->files[file].text[pos] != '\0';) {
		const char *line = s->files[file].text + pos;
		const char *part = random_part_end(line);
		const char *end = random_line_end(line);
		if (random_cut(x, file, line, part) ||
		    (end != part && random_cut(x, file, line, end)))
			any = true;
		else
			pos += (size_t)(end - line);
	}
	return any;
}

static bool
random_files_shrink(const struct random_shrinking *x)
{
	struct random_site *s = x->site;
	size_t before = s->count;
	for (size_t i = s->count; i-- > RANDOM_SETTINGS;) {
		struct random_site less = *s;
		memmove(&less.files[i], &less.files[i + 1],
		    (less.count - i - 1) * sizeof(*less.files));
		less.count--;
		if (x->outcome_of(&less) == x->outcome)
			*s = less;
	}
	return s->count < before;
}

/* The least is left of which the same comes. */
static inline void
random_site_shrink(struct random_site *s, random_outcome *outcome_of,
    int outcome)
{
	struct random_shrinking x = { s, outcome_of, outcome };
	bool any = true;
	while (any) {
		any = random_files_shrink(&x);
		for (size_t i = 0; i < s->count; i++)
			any = random_lines_shrink(&x, i) || any;
	}
}

#endif
