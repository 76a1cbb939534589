/*
 * Whom a record is about, read off its first lines: only `key: value` at the
 * beginning of a line counts, no YAML is parsed.  Keys and kinds are the
 * schema's, in both languages.
 */
#include "cmd/plan.h"

#include "base/pool.h"
#include "base/utf8.h"
#include "read/front.h"

#define FIRST_BYTES 16384
#define PAIRS_MOST 64

/* Kinds and keys that say it, the first that is there before the next. */
static const struct wanted {
	const char *key;
	enum { FOLLOWS, ABOUT, ANSWERS } how;
} wanted[] = {
	{ "review", FOLLOWS }, /* a reply its review, */
	{ "problem", FOLLOWS }, /* a verification, too, */
	{ "record", FOLLOWS }, /* an amendment what it corrects */
	{ "organisation", ABOUT },
	{ "subject", ABOUT },
	{ "report", ANSWERS }, /* of its own subject, for who is split up */
	{ .key = NULL },
};

struct front_pairs {
	struct {
		struct text key, value;
	} items[PAIRS_MOST];
	size_t count;
};

/* ---- lines ---- */

/* Without quotes, or what stands before a comment; "" for what is no scalar. */
static struct text
scalar_of(struct text value)
{
	value = text_trim(value);
	if (value.len == 0 || strchr("[{|>&*!#", value.at[0]) != NULL)
		return TEXT_LIT("");
	if (value.at[0] == '"' || value.at[0] == '\'') {
		struct text inner, rest;
		char quote = value.at[0];
		bool closed =
		    text_split(text_from(value, 1), quote, &inner, &rest);
		return closed ? inner : TEXT_LIT("");
	}
	const char *comment = memmem(value.at, value.len, " #", 2);
	return comment == NULL
	    ? value
	    : text_trim(text_cut(value, 0, (size_t)(comment - value.at)));
}

static void
pair_take(struct front_pairs *pairs, struct text line)
{
	struct text key, value;
	if (line.len == 0 || strchr(" \t#-", line.at[0]) != NULL ||
	    !text_split(line, ':', &key, &value) ||
	    (value.len > 0 && strchr(" \t", value.at[0]) == NULL) ||
	    pairs->count == PAIRS_MOST)
		return;
	key = scalar_of(key);
	value = scalar_of(value);
	if (key.len == 0 || value.len == 0)
		return;
	pairs->items[pairs->count].key = key;
	pairs->items[pairs->count++].value = value;
}

/* Up to the line that ends the fields, or the last whole one there is. */
static void
pairs_take(struct front_pairs *pairs, struct text text)
{
	struct text line, rest = text_from(text, utf8_mark(text));
	bool ended = rest.len == 0 || !text_split(rest, '\n', &line, &rest) ||
	    !front_is_fence(line);
	while (!ended && text_split(rest, '\n', &line, &rest)) {
		ended = front_is_fence(line);
		if (!ended)
			pair_take(pairs, line);
	}
}

/* ---- what they say ---- */

/* By its canonical key; "" when there is none. */
static struct text
pair_value(const struct front_pairs *pairs, const struct shape *kind,
    const char *key)
{
	const struct field *field = field_find(kind, text_of(key));
	for (size_t i = 0; field != NULL && i < pairs->count; i++)
		if (text_is(pairs->items[i].key, field->name) ||
		    text_is(pairs->items[i].key, field->alias))
			return pairs->items[i].value;
	return TEXT_LIT("");
}

/* ID.md before, at or behind a path, as strcmp() has it. */
static int
id_compare(struct text id, const char *path)
{
	int c = strncmp(id.at, path, id.len);
	return c != 0 ? c : strcmp(".md", path + id.len);
}

/* From 1; 0 when there is no such record. */
static uint32_t
record_find(const struct os_list *files, struct text id)
{
	size_t low = 0, high = files->count;
	if (memchr(id.at, '\0', id.len) != NULL)
		return 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int c = id_compare(id, files->items[middle].path);
		if (c == 0)
			return (uint32_t)middle + 1;
		if (c < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return 0;
}

/* Where somebody is now, or, when that is nowhere, was first. */
static const struct organisation *
branch_of(const struct person *person, const char *day)
{
	const struct organisation *branch = person_branch(person, day);
	return branch == NULL && person->branches.count > 0
	    ? person->branches.items[0].organisation
	    : branch;
}

static void
subject_set(struct plan_record *record, const struct site_run *run,
    struct text word)
{
	const struct roster *roster = &run->corpus.roster;
	const struct organisation *organisation =
	    roster_organisation(roster, word, NULL);
	const struct person *person = organisation == NULL
	    ? roster_person(roster, word, NULL)
	    : NULL;
	if (person != NULL) {
		organisation = branch_of(person, run->as_of);
		record->person = (uint32_t)person->order + 1;
	}
	if (organisation != NULL)
		record->organisation = (uint32_t)organisation->order + 1;
}

/* True when nothing else needs to be asked. */
static bool
wanted_take(struct plan_record *record, const struct wanted *w,
    const struct os_list *files, const struct site_run *run, struct text word)
{
	struct text id, problem;
	if (w->how == ABOUT) {
		subject_set(record, run, word);
		return false;
	}
	text_split(word, '#', &id, &problem);
	record->follows = record_find(files, id);
	return w->how == FOLLOWS && record->follows != 0;
}

static void
pairs_understand(struct plan_record *record, const struct front_pairs *pairs,
    const struct os_list *files, const struct site_run *run)
{
	const struct shape *kind =
	    kind_find(pair_value(pairs, record_kinds, "kind"));
	if (kind == NULL)
		return;
	for (const struct wanted *w = wanted; w->key != NULL; w++) {
		struct text word = pair_value(pairs, kind, w->key);
		if (word.len > 0 && wanted_take(record, w, files, run, word))
			return;
	}
}

/* ---- on the pool ---- */

struct about {
	struct plan_record *records;
	const struct os_list *files;
	struct site_run *run;
	const char *content;
	/* One a worker: its first file that the machine could not read. */
	struct about_fault {
		bool met;
		size_t job;
		struct os_error error;
	} *faults;
};

/*
 * What is no file is told by the step that has to read it: *len is 0 then.  -1:
 * there may be one, but the machine can't read it.
 */
static int
first_bytes(const char *path, char *bytes, uint64_t *size, size_t *len,
    struct os_error *error)
{
	long got = 1;
	*len = 0;
	int descriptor = os_open(path, false, size, error);
	if (descriptor < 0)
		return os_is_no_file(error) ? 0 : -1;
	while (*len < FIRST_BYTES && *len < *size && got > 0) {
		got = os_read_piece(descriptor, path, bytes + *len,
		    FIRST_BYTES - *len, error);
		*len += got > 0 ? (size_t)got : 0;
	}
	os_close(descriptor);
	return got < 0 ? -1 : 0;
}

static void
about_one(void *context, size_t job, unsigned worker)
{
	struct about *about = context;
	struct plan_record *record = &about->records[job];
	const struct os_found *found = &about->files->items[job];
	struct front_pairs pairs = { .count = 0 };
	char bytes[FIRST_BYTES];
	uint64_t size = 0;
	size_t len;
	struct about_fault *fault = &about->faults[worker];
	if (!file_is_record(found) || fault->met)
		return;
	struct arena *scratch = about->run->scratch[worker];
	fault->met = first_bytes(arena_printf(scratch, "%s/%s",
	    about->content, found->path), bytes, &size, &len,
	    &fault->error) != 0;
	fault->job = job;
	arena_reset(scratch);
	record->bytes = size > RELEASE_MOST ? RELEASE_MOST : (uint32_t)size;
	pairs_take(&pairs, (struct text){ bytes, len });
	pairs_understand(record, &pairs, about->files, about->run);
	if (record->follows == job + 1)
		record->follows = 0;
}

int
plan_about(struct plan_record *records, const struct os_list *files,
    struct site_run *run)
{
	struct about about = { records, files, run,
		arena_printf(run->arena, "%s/content", run->options.root),
		ARENA_ARRAY(run->arena, struct about_fault, run->jobs) };
	pool_run(run->jobs, files->count, about_one, &about);
	const struct about_fault *first = NULL;
	for (unsigned i = 0; i < run->jobs; i++) {
		const struct about_fault *fault = &about.faults[i];
		if (fault->met && (first == NULL || fault->job < first->job))
			first = fault;
	}
	if (first == NULL)
		return 0;
	return rule_system(&run->diags, &first->error);
}
