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

bool
picture_is_meant(const struct record *record, size_t section, const char *path)
{
	struct text body = record->sections[section].body;
	const char *slash = strrchr(path, '/');
	if (!has(body, TEXT_LIT("![")))
		return false;
	struct arena *scratch = arena_new();
	bool meant = has(link_decoded(scratch, body),
	    text_of(slash == NULL ? path : slash + 1));
	arena_free(scratch);
	return meant;
}

void
pictures_label(const struct releases *releases, const struct corpus *corpus,
    struct arena *arena, struct record *record)
{
	size_t count, pictured = 0;
	const struct released_file *files = releases_files(releases, &count);
	record->pictures = NULL;
	record->picture_count = 0;
	for (size_t i = 0; i < record->section_count; i++)
		pictured += has(record->sections[i].body, TEXT_LIT("!["));
	record->pictured = pictured > 0;
	if (pictured == 0 || count == 0)
		return;
	record->pictures =
	    ARENA_ARRAY(arena, struct picture_use, pictured * count);
	for (size_t n = 0; n < count * record->section_count; n++) {
		const struct corpus_file *file = files[n % count].file;
		struct label label = { 0 };
		if (picture_is_meant(record, n / count, file->path))
			label = file_label(
			    &files[n % count], corpus, arena, record);
		if (label.count > 0)
			record->pictures[record->picture_count++] =
			    (struct picture_use){ n / count, file->path,
				    &file->picture, label };
	}
}
