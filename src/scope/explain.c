#include "scope/explain.h"

#include "base/buf.h"

const char *
label_words(struct arena *arena, const struct programme *programme,
    const struct label *label)
{
	const struct term_list *classes = &programme->terms[VOCABULARY_CLASS];
	struct buf words = BUF_INIT;
	for (uint32_t i = 0; i < label->count; i++) {
		const struct pair *pair = &label->pairs[i];
		if (i > 0)
			buf_puts(&words, ", ");
		if (pair->within != NULL)
			buf_printf(&words, "%s/", pair->within->short_name);
		buf_puts(&words, classes->items[pair->who].name);
	}
	return buf_detach(arena, &words).at;
}

/* The release whose file it is; the office's own question, so a walk will do. */
static bool
is_release(const struct corpus *corpus, uint32_t source)
{
	for (size_t i = 0; i < corpus->record_count; i++)
		if (corpus->records[i]->span.source == source)
			return record_is(corpus->records[i], "release");
	return false;
}

static enum scope_source
source_of(const struct corpus *corpus, const struct record *record,
    struct span span)
{
	if (span.source == 0)
		return SOURCE_NONE;
	if (span.source == corpus->programme->source)
		return SOURCE_DEFAULT;
	if (span.source == record->span.source)
		return SOURCE_OWN;
	return is_release(corpus, span.source) ? SOURCE_RELEASE : SOURCE_FILTER;
}

struct reason *
scope_explain(struct arena *arena, const struct corpus *corpus,
    const struct record *record, const struct scope *scope,
    const struct audience *audience)
{
	struct reason *reasons =
	    ARENA_ARRAY(arena, struct reason, scope->count);
	for (size_t i = 0; i < scope->count; i++) {
		const struct label *label = &scope->labels[i];
		reasons[i] = (struct reason){
			.source = source_of(corpus, record, label->span),
			.span = label->span,
			.words = label_words(arena, corpus->programme, label),
			.admits = label_admits(label, audience,
			    record_label_day(record)),
		};
	}
	return reasons;
}
