#include "scope/picture.h"

#include "model/link.h"
#include "model/relation.h"

/* May who approved the release approve for what the record is about? */
static bool
is_entitled(const struct corpus *corpus, const struct record *release,
    const struct record *record)
{
	const struct value *approved = record_get(release, "approved");
	struct subject subject = { record->organisation, record->person };
	if (subject.organisation == NULL && subject.person == NULL)
		return true;
	return approval_holds(corpus->programme, APPROVAL_RELEASE,
	    table_get(&corpus->roster.person_ids,
		value_as_text(value_get(approved, "by"))),
	    &subject, value_as_string(value_get(approved, "date")));
}

/* The union of those whom its releases let in. */
static struct label
file_label(const struct released_file *file, const struct corpus *corpus,
    struct arena *arena, const struct record *record)
{
	struct label label = { 0 };
	for (const struct covering *c = file->covering; c != NULL;
	     c = c->next) {
		if (c->state != RELEASE_COUNTS ||
		    !is_entitled(corpus, c->release, record))
			continue;
		struct label one = label_make(arena, c->audience,
		    record->organisation, record_label_day(record));
		struct pair *pairs = ARENA_ARRAY(
		    arena, struct pair, label.count + one.count + 1);
		if (label.count > 0)
			memcpy(pairs, label.pairs,
			    label.count * sizeof(*pairs));
		if (one.count > 0)
			memcpy(pairs + label.count, one.pairs,
			    one.count * sizeof(*pairs));
		label = (struct label){ pairs, label.count + one.count,
			one.span };
	}
	return label;
}

static bool
has(struct text text, struct text what)
{
	return memmem(text.at, text.len, what.at, what.len) != NULL;
}

/* The section as addresses are meant in it; "" where it shows no picture. */
static struct text
addresses_of(const struct section *section, struct arena *scratch)
{
	return has(section->body, TEXT_LIT("!["))
	    ? link_decoded(scratch, section->body)
	    : TEXT_LIT("");
}

static bool
speaks_of(struct text addresses, const char *path)
{
	const char *slash = strrchr(path, '/');
	return has(addresses, text_of(slash == NULL ? path : slash + 1));
}

void
pictures_note(
    const struct record *record, const struct corpus *corpus, bool *noted)
{
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < record->section_count; i++) {
		struct text addresses =
		    addresses_of(&record->sections[i], scratch);
		for (size_t f = 0;
		     addresses.len > 0 && f < corpus->file_count; f++)
			noted[f] = noted[f] ||
			    speaks_of(addresses, corpus->files[f]->path);
		arena_reset(scratch);
	}
	arena_free(scratch);
}

struct labelling {
	const struct released_file *files;
	size_t count;
	const struct corpus *corpus;
	struct arena *arena;
	struct record *record;
	size_t room; /* of its pictures */
};

static void
section_label(struct labelling *l, size_t section)
{
	struct record *record = l->record;
	struct arena *scratch = arena_new();
	struct text addresses =
	    addresses_of(&record->sections[section], scratch);
	for (size_t i = 0; addresses.len > 0 && i < l->count; i++) {
		const struct corpus_file *file = l->files[i].file;
		struct label label = { 0 };
		if (speaks_of(addresses, file->path))
			label = file_label(
			    &l->files[i], l->corpus, l->arena, record);
		if (label.count == 0)
			continue;
		ARENA_ROOM(l->arena, record->pictures, record->picture_count,
		    l->room);
		record->pictures[record->picture_count++] =
		    (struct picture_use){ section, file->path, &file->picture,
			    label };
	}
	arena_free(scratch);
}

void
pictures_label(const struct releases *releases, const struct corpus *corpus,
    struct arena *arena, struct record *record)
{
	struct labelling l = { .corpus = corpus, .arena = arena,
		.record = record };
	l.files = releases_files(releases, &l.count);
	record->pictures = NULL;
	record->picture_count = 0;
	record->pictured = false;
	for (size_t i = 0; i < record->section_count; i++)
		record->pictured |=
		    has(record->sections[i].body, TEXT_LIT("!["));
	for (size_t i = 0; record->pictured && l.count > 0 &&
	     i < record->section_count;
	     i++)
		section_label(&l, i);
}
