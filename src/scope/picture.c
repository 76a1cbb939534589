#include "scope/picture.h"

#include "base/path.h"
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
		label_widen(&label, arena, corpus->programme, &one,
		    record_label_day(record));
		label.span = one.span;
	}
	return label;
}

static bool
has_pictures(const struct section *section)
{
	return memmem(section->body.at, section->body.len, "![", 2) != NULL;
}

/* Where in a section a picture's name may end: there may be 10,000 pictures. */
struct addresses {
	struct text text; /* as addresses are meant in it */
	size_t *ends;
	size_t count, capacity;
};

/* None where it shows no picture. */
static struct addresses
addresses_of(const struct section *section, struct arena *scratch)
{
	struct addresses addresses = { .count = 0 };
	if (!has_pictures(section))
		return addresses;
	struct text text = link_decoded(scratch, section->body);
	addresses.text = text;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] != '.')
			continue;
		for (size_t end = i + strlen(".png");
		     end <= i + strlen(".jpeg") && end <= text.len; end++) {
			if (!picture_is_named(text_cut(text, 0, end)))
				continue;
			ARENA_ROOM(scratch, addresses.ends, addresses.count,
			    addresses.capacity);
			addresses.ends[addresses.count++] = end;
		}
	}
	return addresses;
}

static bool
speaks_of(const struct addresses *addresses, const char *path)
{
	const char *name = path_name(path);
	for (size_t i = 0; i < addresses->count; i++)
		if (text_ends(text_cut(addresses->text, 0, addresses->ends[i]),
			name))
			return true;
	return false;
}

void
pictures_note(
    const struct record *record, const struct corpus *corpus, bool *noted)
{
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < record->section_count; i++) {
		const struct addresses addresses =
		    addresses_of(&record->sections[i], scratch);
		for (size_t f = 0;
		     addresses.count > 0 && f < corpus->file_count; f++)
			noted[f] = noted[f] ||
			    speaks_of(&addresses, corpus->files[f]->path);
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
	const struct addresses addresses =
	    addresses_of(&record->sections[section], scratch);
	for (size_t i = 0; addresses.count > 0 && i < l->count; i++) {
		const struct corpus_file *file = l->files[i].file;
		struct label label = { 0 };
		if (speaks_of(&addresses, file->path))
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
		record->pictured |= has_pictures(&record->sections[i]);
	for (size_t i = 0; record->pictured && l.count > 0 &&
	     i < record->section_count;
	     i++)
		section_label(&l, i);
}
