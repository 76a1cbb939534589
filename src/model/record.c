#include "model/corpus.h"

#include "base/buf.h"
#include "base/finder.h"

void
record_texts_forget(struct record *record)
{
	record->sections = NULL;
	record->section_count = 0;
}

void
record_forget(struct record *record)
{
	record_texts_forget(record);
	record->fields = NULL;
	record->derived = NULL;
	record->section_aspects = NULL;
	record->period = record->date = "";
	record->withdrawn = NULL;
	record->narrowed = NULL;
}

const struct value *
record_get(const struct record *record, const char *name)
{
	return record->fields[field_index(record->kind, name)];
}

const char *
record_string(const struct record *record, const char *name)
{
	return value_as_string(record_get(record, name));
}

const struct value *
record_value(const struct record *record, const char *name)
{
	const struct field *field = field_find(record->kind, text_of(name));
	return field == NULL ? NULL
			     : record->fields[field - record->kind->fields];
}

const struct value *
record_day(const struct record *record)
{
	return record_value(record, "date");
}

const char *
record_label_day(const struct record *record)
{
	return *record->date != '\0' ? record->date : "9999-12-31";
}

bool
record_is_ahead(const struct record *record, const char *as_of)
{
	const struct value *day = record_day(record);
	return day != NULL && strcmp(day->text.at, as_of) > 0;
}

bool
record_is(const struct record *record, const char *kind)
{
	return strcmp(record->kind->name, kind) == 0;
}

void
record_chain_next(struct record_chain *chain)
{
	chain->steps++;
	if ((chain->steps & (chain->steps - 1)) == 0)
		chain->mark = chain->record;
	chain->record = chain->record->about;
	/* All of the ring were passed since it was marked. */
	if (chain->record == chain->mark)
		chain->record = NULL;
}

bool
record_is_withdrawn(const struct record *record, const char *as_of)
{
	return record->withdrawn != NULL &&
	    strcmp(record->withdrawn, as_of) <= 0;
}

struct corpus_file *
corpus_file(const struct corpus *corpus, struct text path)
{
	return table_get(&corpus->file_paths, path);
}

const struct seal *
corpus_seal(const struct corpus *corpus, const char *id)
{
	for (size_t i = 0; i < corpus->seal_count; i++)
		if (strcmp(corpus->seals[i]->id, id) == 0)
			return corpus->seals[i];
	return NULL;
}

const struct sealed *
seal_bag(const struct seal *seal, struct text name)
{
	for (size_t i = 0; i < seal->bag_count; i++)
		if (text_is(name, seal->bags[i].name))
			return &seal->bags[i];
	return NULL;
}

void
seal_put_id(struct buf *out, const char *period, int64_t version)
{
	buf_puts(out, period);
	if (version > 1)
		buf_printf(out, "-%lld", (long long)version);
}

const struct sealed_root *
seal_root(const struct seal *seal, const char *edition)
{
	for (size_t i = 0; i < seal->root_count; i++)
		if (strcmp(seal->roots[i].edition, edition) == 0)
			return &seal->roots[i];
	return NULL;
}

/* With a root of the edition; NULL: of whichever. */
static const struct seal *
last_seal(const struct corpus *corpus, const char *period, const char *edition)
{
	const struct seal *last = NULL;
	for (size_t i = 0; i < corpus->seal_count; i++) {
		const struct seal *seal = corpus->seals[i];
		if (strcmp(seal->period, period) == 0 &&
		    (edition == NULL || seal_root(seal, edition) != NULL) &&
		    (last == NULL || seal->version > last->version))
			last = seal;
	}
	return last;
}

const struct seal *
corpus_last_seal(const struct corpus *corpus, const char *period)
{
	return last_seal(corpus, period, NULL);
}

const struct seal *
corpus_rooted_seal(const struct corpus *corpus, const char *period,
    const char *edition)
{
	return last_seal(corpus, period, edition);
}

const struct seal *
corpus_seal_of(const struct corpus *corpus, struct text id)
{
	for (size_t i = 0; i < corpus->seal_count; i++)
		if (table_get(&corpus->seals[i]->record_ids, id) != NULL)
			return corpus->seals[i];
	return NULL;
}

bool
corpus_is_gone(const struct corpus *corpus, struct text id)
{
	return corpus_record(corpus, id) == NULL &&
	    !corpus_is_broken(corpus, id) && corpus_seal_of(corpus, id) != NULL;
}

struct record *
corpus_record(const struct corpus *corpus, struct text id)
{
	return table_get(&corpus->record_ids, id);
}

bool
corpus_is_broken(const struct corpus *corpus, struct text id)
{
	return table_get(&corpus->broken_ids, id) != NULL;
}

/* A word ends with its line; the finder goes on over one line's end, not two. */
static struct text
lines_apart(struct buf *out, struct text text)
{
	buf_clear(out);
	while (text.len > 0) {
		struct text line;
		text_split(text, '\n', &line, &text);
		buf_putt(out, line);
		buf_puts(out, "\n\n");
	}
	return buf_text(out);
}

struct table *
corpus_broken_words(const struct corpus *corpus, struct arena *arena,
    const struct text *words, size_t count)
{
	struct table *found = ARENA_NEW(arena, struct table);
	struct arena *scratch = arena_new();
	const struct finder *finder = finder_make(scratch, words, count);
	struct buf lines = BUF_INIT;
	table_init(found, arena);
	for (size_t i = 0; i < corpus->broken_count; i++) {
		struct arena *each = arena_new();
		struct finder_match *matches;
		struct text text =
		    lines_apart(&lines, corpus->broken[i]->text);
		size_t n = finder_find(finder, each, text, &matches);
		for (size_t m = 0; m < n; m++)
			if (text_is_whole_word(
				text, matches[m].start, matches[m].end))
				table_add(found, words[matches[m].word],
				    corpus->broken[i]);
		arena_free(each);
	}
	buf_free(&lines);
	arena_free(scratch);
	return found;
}
