/*
 * Sites by chance: everything that bears on who may see what, small, sound
 * enough to be built, and with no more wording than needed, so that records
 * come out alike where their ids do not show.
 *
 *	random_site_make(&site, arena, seed)    files below content/
 *	random_site_put(&site, arena, root)     … on the disk
 *
 * Every fact of a record stands on a line of its own: a site that fails is made
 * smaller by leaving out files, then lines (random_site_shrink).
 */
#ifndef TONGBAO_TESTS_RANDOM_SITE_H
#define TONGBAO_TESTS_RANDOM_SITE_H

#include "base/buf.h"
#include "folder.h"

#define RANDOM_FILES 64
#define RANDOM_ORGANISATIONS 8
#define RANDOM_PEOPLE 24

struct random_file {
	const char *path, *text;
	const char *kind; /* of a record; NULL for settings */
	const char *id;
	unsigned problems; /* of a review: p0 … */
	unsigned opinions;
};

struct random_site {
	struct arena *arena;
	uint64_t state;
	struct random_file files[RANDOM_FILES];
	size_t count;
	size_t organisations, colleges, people, editions;
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
random_site_yaml(struct random_site *s)
{
	/* What the last shows, the one before it derives. */
	static const char *const filters[] = { "narrow.lua", "leave.lua",
		"derive.lua, pages.lua" };
	static const char *const whos[] = { "public", "masses", "members",
		"cadres", "leaders" };
	struct buf b = BUF_INIT;
	bool any = false;
	buf_printf(&b, "title: 题\nowner: 办\ntheme: plain\norder: %s\n"
	    "filters: [", random_once_in(s, 2) ? "pinyin" : "strokes");
	for (size_t i = 0; i < 3; i++) {
		if (random_once_in(s, 2))
			continue;
		buf_printf(&b, "%s%s", any ? ", " : "", filters[i]);
		any = true;
	}
	buf_puts(&b, "]\neditions:\n");
	s->editions = 2 + random_of(s, 3);
	for (size_t i = 0; i < s->editions; i++)
		buf_printf(&b, "  - {id: e%zu, title: 版%zu, audience: %s/%s}\n",
		    i, i,
		    random_once_in(s, 5)   ? "everyone"
			: random_once_in(s, 2) ? "o0"
					       : random_organisation(s),
		    RANDOM(s, whos));
	random_file_add(s, "site.yaml", &b);
}

static void
random_fields_put(struct random_site *s, struct buf *b,
    const char *const *fields, size_t count)
{
	buf_puts(b, ", fields: {");
	for (size_t i = 0, n = 0; i < count; i++)
		if (random_once_in(s, 3))
			buf_printf(b, "%s%s: %s", n++ > 0 ? ", " : "",
			    fields[i], random_label(s));
	buf_puts(b, "}");
}

#define FIELDS_PUT(s, b, ...)                                                  \
	do {                                                                   \
		static const char *const fields[] = { __VA_ARGS__ };           \
		random_fields_put((s), (b), fields,                            \
		    sizeof(fields) / sizeof(*fields));                         \
	} while (0)

static void
random_scope_put(struct random_site *s, struct buf *b)
{
	static const char *const others[] = { "exemplar", "plan",
		"participation", "waiver", "release", "verification" };
	buf_printf(b, "  review: {record: %s, person: %s", random_default(s),
	    random_default(s));
	if (random_once_in(s, 2))
		buf_printf(b, ", aspects: {bad: %s}", random_label(s));
	FIELDS_PUT(s, b, "problems", "opinions", "venue", "grade", "report",
	    "reviewer", "attendance");
	buf_printf(b, "}\n  report: {record: %s", random_default(s));
	FIELDS_PUT(s, b, "pledges", "measures");
	buf_printf(b, "}\n  reply: {record: %s, person: %s", random_default(s),
	    random_default(s));
	FIELDS_PUT(s, b, "items", "from");
	buf_printf(b, "}\n  amendment: {record: %s", random_default(s));
	FIELDS_PUT(s, b, "changed", "approved");
	/* Who may not see his own edition's bulletin can't build. */
	buf_puts(b, "}\n  bulletin: everyone/public\n");
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		buf_printf(b, "  %s: %s\n", others[i], random_default(s));
	buf_printf(b, "  organisation: {record: %s", random_default(s));
	FIELDS_PUT(s, b, "head", "deputies", "liaison", "classes");
	buf_printf(b, "}\n  person: {officer: %s, member: %s}\n",
	    random_default(s), random_label(s));
}

static void
random_programme(struct random_site *s)
{
	struct buf b = BUF_INIT;
	buf_puts(&b, "title: 案\n"
	    "classes: [public, masses, members, cadres, leaders]\n"
	    "levels: [university, college, branch]\nmethods: [talk, meeting]\n"
	    "grades: [high, low]\ngroups: [weak, strong]\n"
	    "categories: [floating]\noccasions: [day]\n"
	    "periods:\n"
	    "  - {id: q3, name: q3, from: 2010-07-01, to: 2010-09-30, due: "
	    "2010-10-15}\n"
	    "  - {id: q4, name: q4, from: 2010-10-01, to: 2010-12-31, due: "
	    "2011-01-15}\n"
	    "forms:\n"
	    "  - {id: f, name: f, aspects: [{id: good, title: 好}, {id: bad, "
	    "title: 差, problems: yes}]}\n"
	    "  - {id: g, name: g, aspects: [{id: bad, title: 差, problems: "
	    "yes}]}\nscope:\n");
	random_scope_put(s, &b);
	random_file_add(s, "programme.yaml", &b);
}

static void
random_above(struct random_site *s, struct buf *b, size_t i)
{
	size_t above = i <= s->colleges ? 0 : 1 + random_of(s, s->colleges);
	if (i <= s->colleges || !random_once_in(s, 3)) {
		buf_printf(b, ", superior: o%zu", above);
		return;
	}
	buf_printf(b, ", superior: [{organisation: o%zu, to: 2010-09-15}, "
	    "{organisation: o%zu, "
	    "from: 2010-09-16}]", above, 1 + random_of(s, s->colleges));
}

static void
random_organisations(struct random_site *s)
{
	static const char *const levels[] = { "university", "college",
		"branch" };
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < s->organisations; i++) {
		buf_printf(&b, "- {id: o%zu, name: 组织%zu, level: %s", i, i,
		    levels[i == 0 ? 0 : i <= s->colleges ? 1 : 2]);
		if (i > 0)
			random_above(s, &b, i);
		if (!random_once_in(s, 4))
			buf_printf(&b, ", head: %s", random_person(s));
		if (random_once_in(s, 2))
			buf_printf(&b, ", deputies: [%s, {person: %s, from: "
			    "2010-10-01}]", random_person(s), random_person(s));
		if (random_once_in(s, 3))
			buf_printf(&b, ", liaison: %s", random_person(s));
		if (random_once_in(s, 3))
			buf_printf(&b, ", classes: weak");
		if (random_once_in(s, 4))
			buf_printf(&b, ", former: 旧%zu", i);
		if (i > 0 && random_once_in(s, 5))
			buf_puts(&b, ", to: 2010-11-30");
		buf_puts(&b, "}\n");
	}
	random_file_add(s, "organisations.yaml", &b);
}

static void
random_people(struct random_site *s)
{
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < s->people; i++) {
		buf_printf(&b, "- {id: m%zu, name: 名%zu", i, i / 2);
		size_t branch = s->colleges + 1 +
		    random_of(s, s->organisations - s->colleges - 1);
		size_t other = s->colleges + 1 +
		    random_of(s, s->organisations - s->colleges - 1);
		if (random_once_in(s, 4))
			buf_printf(&b, ", branch: [{organisation: o%zu, to: 2010-09-30}, "
			    "{organisation: o%zu, from: 2010-10-01}]", branch, other);
		else if (!random_once_in(s, 5))
			buf_printf(&b, ", branch: o%zu", branch);
		if (random_once_in(s, 3))
			buf_printf(&b, ", posts: 职%zu", random_of(s, 2));
		buf_puts(&b, "}\n");
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
	    "date: %s\nmethod: talk\n", random_once_in(s, 4) ? "g" : "f",
	    random_subject(s), random_person(s), 3 + random_of(s, 2),
	    random_day(s));
	if (random_once_in(s, 3))
		buf_printf(b, "venue: %s\n", random_text(s));
	if (random_once_in(s, 4))
		buf_puts(b, "grade: high\n");
	if (report != NULL && random_once_in(s, 2))
		buf_printf(b, "report: %s\n", report->id);
	if (random_once_in(s, 4))
		buf_printf(b, "attendance: {members: %zu}\n", random_of(s, 3));
	if (random_once_in(s, 2)) {
		file->opinions = 1;
		buf_printf(b, "opinions: [{id: o1, text: %s}]\n",
		    "意");
	}
	file->problems = (unsigned)random_of(s, 3);
	buf_puts(b, file->problems > 0 ? "problems:\n" : "");
	for (unsigned i = 0; i < file->problems; i++) {
		buf_printf(b, "  - {id: p%u, text: 问%zu, due: %s", i,
		    random_of(s, 2), random_day(s));
		if (random_once_in(s, 2))
			buf_printf(b, ", owner: %s", random_person(s));
		if (random_once_in(s, 3))
			buf_printf(b, ", scope: %s",
			    random_once_in(s, 2) ? "root/cadres" : "leaders");
		if (file->opinions > 0)
			buf_puts(b, ", from: o1");
		buf_puts(b, ", measures: [{id: m1, text: 办}]}\n");
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
	for (unsigned i = 0; i < review->problems; i++)
		buf_printf(b, "  - {problem: p%u, measure: m1, state: %s}\n",
		    i, RANDOM(s, states));
}

static void
random_release(struct random_site *s, struct buf *b)
{
	const struct random_file *record = random_earlier(s, NULL);
	buf_puts(b, "what: 公开\nmeans: 网\n");
	buf_printf(b, "audience: %s\nproposed: {by: %s, date: 2010-10-01}\n"
	    "approved: {by: %s, date: 2010-10-02}\n", random_label(s),
	    random_person(s), random_person(s));
	if (record != NULL)
		buf_printf(b, "records: [{record: %s}]\n", record->id);
}

static void
random_bulletin(struct random_site *s, struct buf *b)
{
	buf_printf(b, "title: 报\nissuer: 办\ndate: %s\nedition: e%zu\n"
	    "period: q3\n", random_day(s), random_of(s, s->editions));
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
	} else if (strcmp(kind, "plan") == 0) {
		buf_printf(b, "organisation: %s\ntitle: 案\n"
		    "tasks: [{id: t%zu, text: 事}]\n", random_organisation(s),
		    s->count);
	} else if (strcmp(kind, "participation") == 0) {
		buf_printf(b, "leader: %s\norganisation: %s\ndate: %s\n",
		    random_person(s), random_organisation(s), random_day(s));
	} else if (strcmp(kind, "exemplar") == 0) {
		buf_printf(b, "subject: %s\ntitle: 典\nperiod: q3\n",
		    random_subject(s));
	} else if (strcmp(kind, "waiver") == 0) {
		buf_printf(b, "subject: %s\nperiod: q3\nreason: 因\n"
		    "approved: {by: %s, date: 2010-09-01}\n",
		    random_subject(s), random_person(s));
	} else if (strcmp(kind, "release") == 0) {
		random_release(s, b);
	} else if (strcmp(kind, "bulletin") == 0) {
		random_bulletin(s, b);
	} else if (strcmp(kind, "amendment") == 0 && any != NULL) {
		buf_printf(b, "record: %s\nreason: 因\ndate: %s\nchanged: 改\n"
		    "approved: {by: %s, date: 2010-09-01}\n", any->id,
		    random_day(s), random_person(s));
	} else if (review == NULL) {
		return false;
	} else if (strcmp(kind, "reply") == 0) {
		random_reply(s, b, review);
	} else if (strcmp(kind, "verification") == 0 && review->problems > 0) {
		buf_printf(b, "problem: %s#p%zu\ndate: %s\nby: %s\n"
		    "result: closed\n", review->id,
		    random_of(s, review->problems), random_day(s),
		    random_person(s));
	} else {
		return false;
	}
	return true;
}

static void
random_record(struct random_site *s, bool bulletins)
{
	static const char *const kinds[] = { "review", "review", "review",
		"reply", "reply", "report", "verification", "amendment",
		"exemplar", "plan", "participation", "waiver", "release",
		"bulletin" };
	struct random_file file = { .kind = RANDOM(s, kinds) };
	struct buf b = BUF_INIT;
	bool bulletin = strcmp(file.kind, "bulletin") == 0;
	buf_printf(&b, "---\nkind: %s\n", file.kind);
	if ((bulletin && !bulletins) ||
	    !random_fields(s, &b, &file, file.kind)) {
		buf_free(&b);
		return;
	}
	if (random_once_in(s, bulletin ? 8 : 4) &&
	    strcmp(file.kind, "release") != 0)
		buf_printf(&b, "scope: %s\n", random_label(s));
	random_body(s, &b);
	if (bulletin)
		buf_puts(&b, "共`{lua} count{kind = \"review\"}`次\n");
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
	*s = (struct random_site){ .arena = arena, .state = seed };
	s->colleges = 1 + random_of(s, 2);
	s->organisations = s->colleges + 2 + random_of(s, 3);
	s->people = 4 + random_of(s, 8);
	random_site_yaml(s);
	random_programme(s);
	random_organisations(s);
	random_people(s);
	bool bulletins = random_once_in(s, 2);
	for (size_t n = 4 + random_of(s, 20); n > 0; n--)
		random_record(s, bulletins);
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
		    text_of(s->files[i].text));
}

/* The filters that a site of these may name. */
static inline void
random_scripts_put(struct arena *arena, const char *root)
{
	folder_put(arena, root, "scripts/derive.lua",
	    TEXT_LIT("return { derived = { late = { type = 'boolean' },"
	    " found = { type = 'integer' }, words = { type = 'text' } },\n"
	    " record = function(r)\n"
	    "  if r.kind ~= 'review' then return end\n"
	    "  r.late = r.date > '2010-09-15'\n"
	    "  r.found = r.problems and #r.problems or 0\n"
	    "  r.words = r.venue and r.venue .. r.date or 'none'\n"
	    " end }\n"));
	folder_put(arena, root, "scripts/narrow.lua",
	    TEXT_LIT("return { record = function(r)\n"
	    "  if r.kind == 'review' and r.problems then\n"
	    "   r:narrow('root/cadres') end\n"
	    "  if r.kind == 'exemplar' then r:narrow('subject/members') end\n"
	    " end }\n"));
	folder_put(arena, root, "scripts/leave.lua",
	    TEXT_LIT("return { record = function(r)\n"
	    "  if r.kind == 'review' and r.venue then return false end\n"
	    "  if r.kind == 'plan' and r.id > 'q3/8' then return false end\n"
	    " end }\n"));
	folder_put(arena, root, "scripts/pages.lua",
	    TEXT_LIT("return { edition = function(e)\n"
	    "  local rows = {}\n"
	    "  for _, o in ipairs(e.organisations) do\n"
	    "   local n, found = 0, 0\n"
	    "   for _, r in ipairs(e.records) do\n"
	    "    if r.organisation and r.organisation:within(o) then\n"
	    "     n = n + 1 found = found + (r.found or 0) end\n"
	    "   end\n"
	    "   rows[#rows + 1] = { o.name, n, found }\n"
	    "  end\n"
	    "  e:page{ address = 'sums', title = '数', body ="
	    "   table{ head = { '组织', '记录', '问题' }, rows = rows } }\n"
	    "  local list = {}\n"
	    "  for _, r in ipairs(e.records) do list[#list + 1] = r end\n"
	    "  e:section{ page = 'home', title = '全部', body = list }\n"
	    " end }\n"));
}

/* The theme of a golden site: plain, with everything on its pages. */
static inline void
random_theme_put(struct arena *arena, const char *root)
{
	static const char from[] = "tests/golden/circles/themes";
	struct os_list list = { 0 };
	struct os_error error;
	assert_int_equal(os_walk(arena, from, &list, &error), 0);
	for (size_t i = 0; i < list.count; i++) {
		struct text text;
		assert_int_equal(os_read(arena,
		    arena_printf(arena, "%s/%s", from, list.items[i].path),
		    &text, &error), 0);
		folder_put(arena, root,
		    arena_printf(arena, "themes/%s", list.items[i].path),
		    text);
	}
}

/* ---- making it smaller ---- */

/* The text without its line `line`; NULL beyond the last. */
static const char *
random_without_line(struct arena *arena, const char *text, size_t line)
{
	const char *at = text;
	for (; line > 0 && at != NULL; line--) {
		at = strchr(at, '\n');
		at = at == NULL ? NULL : at + 1;
	}
	if (at == NULL || *at == '\0')
		return NULL;
	const char *next = strchr(at, '\n');
	return arena_printf(arena, "%.*s%s", (int)(at - text), text,
	    next == NULL ? "" : next + 1);
}

/* `fails` tells whether the site still does; the least that does is left. */
static inline void
random_site_shrink(struct random_site *s,
    bool (*fails)(const struct random_site *site))
{
	for (size_t i = s->count; i-- > 4;) {
		struct random_site less = *s;
		memmove(&less.files[i], &less.files[i + 1],
		    (less.count - i - 1) * sizeof(*less.files));
		less.count--;
		if (fails(&less))
			*s = less;
	}
	for (size_t i = 0; i < s->count; i++) {
		const char *less;
		for (size_t line = 0; (less = random_without_line(s->arena,
			s->files[i].text, line)) != NULL;) {
			const char *before = s->files[i].text;
			s->files[i].text = less;
			if (fails(s))
				continue;
			s->files[i].text = before;
			line++;
		}
	}
}

static inline void
random_site_print(const struct random_site *s)
{
	for (size_t i = 0; i < s->count; i++)
		print_message("==> %s\n%s\n", s->files[i].path,
		    s->files[i].text);
}

#endif
