#include "scope/release.h"

#include "model/relation.h"
#include "model/rules.h"

/* A release record, judged as a whole. */
struct judged {
	const struct record *record;
	struct pattern audience;
	enum release_state state;
	bool fits; /* it has items, and each of them counts */
};

struct releases {
	const struct corpus *corpus;
	struct judged *items; /* in the order of the records */
	size_t count;
	struct table covering; /* id of a record → struct covering * */
	struct released_file *files;
	size_t file_count, file_capacity;
};

struct judging {
	struct arena *arena;
	const struct corpus *corpus;
	const struct sources *sources;
	const char *as_of;
	struct diags *diags;
};

/* ---- the release itself ---- */

static const struct record *
covered_record(const struct corpus *corpus, const struct value *item)
{
	return corpus_record(
	    corpus, value_as_text(value_get(item, "record")));
}

static const char *
step_day(const struct record *release, const char *step)
{
	return value_as_string(value_get(record_get(release, step), "date"));
}

static const struct person *
step_person(const struct judging *j, const struct record *release,
    const char *step)
{
	return table_get(&j->corpus->roster.person_ids,
	    value_as_text(value_get(record_get(release, step), "by")));
}

/* Entitled for all that the covered records are about; of nobody, for the top. */
static bool
is_entitled(const struct judging *j, const struct record *release,
    const struct person *who, const char *day)
{
	const struct programme *programme = j->corpus->programme;
	const struct roster *roster = &j->corpus->roster;
	const struct value *covered = record_get(release, "records");
	struct subject subject;
	bool asked = false;
	for (size_t i = 0; i < value_count(covered); i++) {
		const struct record *record =
		    covered_record(j->corpus, value_item(covered, i));
		if (record == NULL)
			continue;
		subject = (struct subject){ record->organisation,
			record->person };
		if (subject.organisation == NULL && subject.person == NULL)
			continue;
		asked = true;
		if (!approval_holds(programme, APPROVAL_RELEASE, who, &subject,
			day))
			return false;
	}
	if (asked || roster->organisation_count == 0)
		return true;
	subject = (struct subject){
		.organisation =
		    organisation_root(roster->organisations[0], day),
	};
	return approval_holds(programme, APPROVAL_RELEASE, who, &subject, day);
}

static enum release_state
state_of(const struct judging *j, const struct record *release)
{
	const char *proposed = step_day(release, "proposed");
	const char *examined = step_day(release, "examined");
	const char *approved = step_day(release, "approved");
	const struct person *who = step_person(j, release, "approved");
	if (who == NULL || *approved == '\0')
		return RELEASE_UNAPPROVED;
	if (j->as_of != NULL && strcmp(approved, j->as_of) > 0)
		return RELEASE_AHEAD;
	if (strcmp(proposed, approved) > 0 || strcmp(examined, approved) > 0 ||
	    (*examined != '\0' && strcmp(proposed, examined) > 0))
		return RELEASE_DISORDERED;
	if (who == step_person(j, release, "proposed"))
		return RELEASE_BY_PROPOSER;
	return is_entitled(j, release, who, approved) ? RELEASE_COUNTS
						      : RELEASE_UNENTITLED;
}

/* ---- its items ---- */

/* The digest, if it is one; `of`: a record or a file. */
static const struct value *
digest_of_item(const struct judging *j, const struct value *item,
    const char *of)
{
	const struct value *digest = value_get(item, "digest");
	if (digest == NULL)
		diag_at(j->diags, &rules[RULE_RELEASE_UNDIGESTED], item->span,
		    "“%s” has no digest here", of);
	else if (!digest_is_one(value_as_text(digest)))
		diag_at(j->diags, &rules[RULE_RELEASE_UNDIGESTED],
		    digest->span, "this is no digest of “%s”: it has 64 digits",
		    of);
	else
		return digest;
	return NULL;
}

static enum release_state
item_state(const struct judging *j, const struct value *item,
    const struct record *record)
{
	const struct value *digest = digest_of_item(j, item, record->id);
	if (digest == NULL || j->sources == NULL)
		return RELEASE_BARE;
	return digest_fits(value_as_text(digest),
		   source_at(j->sources, record->span.source)->text)
	    ? RELEASE_COUNTS
	    : RELEASE_CHANGED;
}

/* What is no picture is shown to nobody. */
static enum release_state
file_state(const struct judging *j, const struct value *item,
    const struct corpus_file *file)
{
	const struct value *digest = digest_of_item(j, item, file->path);
	if (digest == NULL)
		return RELEASE_BARE;
	return file->fault == NULL &&
		digest_is(value_as_text(digest), file->digest)
	    ? RELEASE_COUNTS
	    : RELEASE_CHANGED;
}

/* Aspects are of the record's form, fields of its kind. */
static void
parts_check(const struct judging *j, const struct value *item,
    const struct record *record)
{
	const struct value *aspects = value_get(item, "aspects");
	const struct value *fields = value_get(item, "fields");
	for (size_t i = 0; i < value_count(aspects); i++) {
		const struct value *id = value_item(aspects, i);
		if (record->form == NULL ||
		    form_aspect(record->form, value_as_text(id)) == NULL)
			diag_at(j->diags, &rules[RULE_RELEASE_PART], id->span,
			    "“%s” has no aspect “%s”", record->id,
			    value_as_string(id));
	}
	for (size_t i = 0; i < value_count(fields); i++) {
		const struct value *name = value_item(fields, i);
		const struct field *field =
		    field_find(record->kind, value_as_text(name));
		if (field == NULL || !field_has_label(record->kind, field))
			diag_at(j->diags, &rules[RULE_RELEASE_PART],
			    name->span,
			    "the kind %s (%s) has no field “%s” with a label of its "
			    "own",
			    record->kind->name, record->kind->alias,
			    value_as_string(name));
	}
}

/* By the item's own state it may not fit; the release's goes before it. */
static struct covering *
covering_new(const struct judging *j, struct judged *judged,
    const struct value *item, enum release_state state)
{
	struct covering *made = ARENA_NEW(j->arena, struct covering);
	*made = (struct covering){ .release = judged->record,
		.item = item,
		.audience = &judged->audience,
		.state = judged->state != RELEASE_COUNTS ? judged->state
							 : state };
	judged->fits = judged->fits && state == RELEASE_COUNTS;
	return made;
}

/* Behind the others, so that they keep the order of their ids. */
static void
covering_add(struct releases *releases, const struct record *record,
    struct covering *made)
{
	struct covering *last =
	    table_add(&releases->covering, text_of(record->id), made);
	if (last == NULL)
		return;
	while (last->next != NULL)
		last = (struct covering *)last->next;
	last->next = made;
}

static void
items_add(const struct judging *j, struct releases *releases,
    struct judged *judged)
{
	const struct value *covered = record_get(judged->record, "records");
	judged->fits = value_count(covered) > 0;
	for (size_t i = 0; i < value_count(covered); i++) {
		const struct value *item = value_item(covered, i);
		const struct record *record = covered_record(j->corpus, item);
		if (record == NULL) {
			judged->fits = false;
			continue;
		}
		parts_check(j, item, record);
		covering_add(releases, record,
		    covering_new(j, judged, item, item_state(j, item, record)));
	}
}

/* ---- its files ---- */

static struct released_file *
released_file(struct releases *releases, struct arena *arena,
    const struct corpus_file *file)
{
	for (size_t i = 0; i < releases->file_count; i++)
		if (releases->files[i].file == file)
			return &releases->files[i];
	ARENA_ROOM(arena, releases->files, releases->file_count,
	    releases->file_capacity);
	releases->files[releases->file_count] =
	    (struct released_file){ file, NULL };
	return &releases->files[releases->file_count++];
}

static void
files_add(const struct judging *j, struct releases *releases,
    struct judged *judged)
{
	const struct value *list = record_get(judged->record, "files");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *item = value_item(list, i);
		const struct corpus_file *file = corpus_file(j->corpus,
		    value_as_text(value_get(item, "file")));
		if (file == NULL || !file->listed) {
			judged->fits = false;
			continue;
		}
		struct released_file *released =
		    released_file(releases, j->arena, file);
		struct covering *covering =
		    covering_new(j, judged, item, file_state(j, item, file));
		covering->next = released->covering;
		released->covering = covering;
	}
}

/* ---- editions ---- */

static bool
is_for(const struct judging *j, const struct judged *judged,
    const struct edition *edition)
{
	const struct roster *roster = &j->corpus->roster;
	const char *day = step_day(judged->record, "approved");
	const struct organisation *top = roster->organisation_count == 0
	    ? NULL
	    : organisation_root(roster->organisations[0], day);
	struct arena *scratch = arena_new();
	struct diags unheard;
	struct audience audience;
	diags_init(&unheard, scratch);
	/* An audience that can't be read is told elsewhere. */
	bool is = edition->audience == NULL ||
	    audience_parse(&audience, j->corpus->programme, roster,
		edition->audience, &unheard) != 0 ||
	    pattern_admits(&judged->audience, top, &audience, day);
	arena_free(scratch);
	return is;
}

/* Sets edition->approved where the release approves a period of it. */
static void
edition_approve(const struct judging *j, const struct judged *judged)
{
	const struct programme *programme = j->corpus->programme;
	const struct record *release = judged->record;
	const struct value *name = record_get(release, "edition");
	int period = programme_rank(programme, VOCABULARY_PERIOD,
	    text_of(record_string(release, "period")));
	struct edition *edition = name == NULL
	    ? NULL
	    : edition_find(j->corpus->site, value_as_text(name));
	if (edition == NULL || period < 0 ||
	    judged->state != RELEASE_COUNTS)
		return;
	if (!is_for(j, judged, edition)) {
		const struct value *to = record_get(release, "audience");
		diag_at(j->diags, &rules[RULE_RELEASE_AUDIENCE], to->span,
		    "the readers of “%s” are not among those it is released to",
		    edition->title);
		return;
	}
	if (value_count(record_get(release, "records")) == 0)
		diag_at(j->diags, &rules[RULE_RELEASE_UNDIGESTED], name->span,
		    "the release lists no record, so that it approves nothing");
	if (!judged->fits)
		return;
	bool *approved = (bool *)edition->approved;
	if (approved == NULL)
		approved = ARENA_ARRAY(j->arena, bool,
		    programme->terms[VOCABULARY_PERIOD].count);
	approved[period] = true;
	edition->approved = approved;
}

/* ---- all of them ---- */

struct releases *
releases_make(struct arena *arena, const struct corpus *corpus,
    const struct sources *sources, const char *as_of, struct diags *diags)
{
	struct judging j = { arena, corpus, sources, as_of, diags };
	struct label_context context = { arena, diags, corpus->programme,
		&corpus->roster, false };
	struct releases *releases = ARENA_NEW(arena, struct releases);
	size_t count = 0;
	releases->corpus = corpus;
	table_init(&releases->covering, arena);
	for (size_t i = 0; i < corpus->record_count; i++)
		count += record_is(corpus->records[i], "release");
	releases->items = ARENA_ARRAY(arena, struct judged, count);
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *record = corpus->records[i];
		if (!record_is(record, "release"))
			continue;
		struct judged *judged = &releases->items[releases->count++];
		const struct value *to = record_get(record, "audience");
		judged->record = record;
		judged->state = state_of(&j, record);
		if (to == NULL ||
		    pattern_parse(&judged->audience, &context, to) != 0)
			judged->state = RELEASE_VOID;
		items_add(&j, releases, judged);
		files_add(&j, releases, judged);
		edition_approve(&j, judged);
	}
	return releases;
}

const struct covering *
releases_of(const struct releases *releases, const struct record *record)
{
	return releases == NULL
	    ? NULL
	    : table_get(&releases->covering, text_of(record->id));
}

const struct released_file *
releases_files(const struct releases *releases, size_t *count)
{
	*count = releases == NULL ? 0 : releases->file_count;
	return releases == NULL ? NULL : releases->files;
}

/* ---- labels ---- */

static bool
names_part(const struct releases *releases, const struct covering *covering,
    const struct record *record, enum release_part part, size_t index)
{
	const struct value *aspects = value_get(covering->item, "aspects");
	const struct value *fields = value_get(covering->item, "fields");
	if (part == RELEASE_WHOLE)
		return value_count(aspects) + value_count(fields) == 0;
	const struct value *list = part == RELEASE_ASPECT ? aspects : fields;
	for (size_t i = 0; i < value_count(list); i++) {
		struct text word = value_as_text(value_item(list, i));
		if (part == RELEASE_FIELD) {
			const struct field *field =
			    field_find(record->kind, word);
			if (field == &record->kind->fields[index])
				return true;
		} else if (programme_rank(releases->corpus->programme,
			       VOCABULARY_ASPECT, word) == (int)index) {
			return true;
		}
	}
	return false;
}

bool
releases_widen(const struct releases *releases, struct label *label,
    struct arena *arena, const struct record *record, enum release_part part,
    size_t index)
{
	const char *day = record_label_day(record);
	bool widened = false;
	for (const struct covering *c = releases_of(releases, record); c != NULL;
	     c = c->next) {
		if (c->state != RELEASE_COUNTS ||
		    !names_part(releases, c, record, part, index))
			continue;
		struct label one =
		    label_make(arena, c->audience, record->organisation, day);
		if (!label_widen(label, arena, releases->corpus->programme,
			&one, day))
			continue;
		if (!widened)
			label->span = one.span;
		widened = true;
	}
	return widened;
}
