/*
 * What was sealed stays as it was: a record of a sealed period that was
 * changed, removed, renamed or added is an error, unless an amendment made
 * since says what and why; and the seals are a chain, each holding the digest
 * of the one before.  The last version of a period's seal is the one that
 * counts.
 */
#include "base/lang.h"
#include "check/check.h"
#include "model/rules.h"

struct sealing {
	const struct checking *checking;
	const struct seal *seal;
	struct diags *diags;
	struct arena *scratch;
	struct amended amended;
	/* Made once one is gone; → struct record * */
	struct table added; /* those that were not sealed, by digest */
	bool has_added;
	struct table renamed; /* those that are what is gone, by id */
};

/* ---- amendments ---- */

void
amended_make(struct amended *amended, struct arena *arena,
    const struct checking *checking, const struct seal *seal)
{
	const struct record_list *amendments =
	    index_kind(checking->index, "amendment");
	table_init(&amended->records, arena);
	table_init(&amended->entries, arena);
	for (size_t i = 0; i < amendments->count; i++) {
		const struct record *a = amendments->items[i];
		const struct value *of = record_get(a, "record");
		/* Made since, and of its period: it does not have it. */
		if (strcmp(a->period, seal->period) != 0 ||
		    table_get(&seal->record_ids, text_of(a->id)) != NULL)
			continue;
		table_add(&amended->records, value_as_text(of), amended);
		table_add(&amended->records,
		    value_as_text(record_get(a, "renamed")), amended);
		/* That of a record that is gone names only whom it was about. */
		if (of == NULL)
			table_add(&amended->entries,
			    value_as_text(record_get(a, "subject")), amended);
	}
}

/* ---- records ---- */

bool
seal_may_follow(const struct record *record)
{
	static const char *const kinds[] = { "reply", "verification",
		"amendment", "release" };
	return word_index(record->kind->name, kinds, 4) >= 0;
}

/* A record of the period that was not sealed with it. */
static bool
is_added(const struct sealing *s, const struct record *record)
{
	return strcmp(record->period, s->seal->period) == 0 &&
	    !record_is_ahead(record, s->checking->as_of) &&
	    table_get(&s->seal->record_ids, text_of(record->id)) == NULL;
}

static struct text
text_of_record(const struct sealing *s, const struct record *record)
{
	return source_at(s->checking->sources, record->span.source)->text;
}

/* The same text under another id; NULL when there is none. */
static struct record *
renamed_find(struct sealing *s, const struct sealed *sealed)
{
	const struct corpus *corpus = s->checking->corpus;
	for (size_t i = 0; !s->has_added && i < corpus->record_count; i++) {
		struct record *record = corpus->records[i];
		if (is_added(s, record))
			table_add(&s->added,
			    text_of(digest_words(s->scratch,
				digest_of(text_of_record(s, record)))),
			    record);
	}
	s->has_added = true;
	struct record *found = table_get(&s->added, sealed->digest);
	return found == NULL ||
		table_add(&s->renamed, text_of(found->id), found) != NULL
	    ? NULL
	    : found;
}

static bool
is_amended(const struct sealing *s, const char *id)
{
	return table_get(&s->amended.records, text_of(id)) != NULL;
}

static void
removal_check(struct sealing *s, const struct sealed *sealed)
{
	if (corpus_is_broken(s->checking->corpus, text_of(sealed->name)) ||
	    is_amended(s, sealed->name))
		return;
	const struct record *record = renamed_find(s, sealed);
	struct diag *d;
	if (record == NULL) {
		d = diag_at(s->diags, &rules[RULE_SEAL_REMOVED], sealed->span,
		    "“%s” was sealed with %s and is gone", sealed->name,
		    s->seal->period);
		diag_remedy(s->diags, d,
		    "git checkout %.12s -- content/%s.md puts it back; or "
		    "record an amendment (更正) that says why it is gone, and "
		    "who approved it",
		    s->seal->commit, sealed->name);
		return;
	}
	d = diag_at(s->diags, &rules[RULE_SEAL_REMOVED], record->span,
	    "this was sealed with %s under another name, “%s”",
	    s->seal->period, sealed->name);
	diag_also(s->diags, d, sealed->span, "what was sealed");
	diag_remedy(s->diags, d,
	    "give it its old name, or record an amendment (更正) with both: "
	    "record (记录) the old one, renamed (改名为) the new one");
}

static void
change_check(struct sealing *s, const struct sealed *sealed)
{
	const struct record *record =
	    corpus_record(s->checking->corpus, text_of(sealed->name));
	if (record == NULL) {
		removal_check(s, sealed);
		return;
	}
	if (digest_fits(sealed->digest, text_of_record(s, record)) ||
	    is_amended(s, record->id))
		return;
	struct diag *d = diag_at(s->diags, &rules[RULE_SEAL_CHANGED],
	    record->span, "this was sealed with %s, and is another text now",
	    s->seal->period);
	diag_also(s->diags, d, sealed->span, "what was sealed");
}

static void
addition_check(const struct sealing *s, const struct record *record)
{
	if (!is_added(s, record) || seal_may_follow(record) ||
	    table_get(&s->renamed, text_of(record->id)) != NULL ||
	    is_amended(s, record->id))
		return;
	struct diag *d = diag_at(s->diags, &rules[RULE_SEAL_ADDED],
	    record->span, "%s was sealed without this",
	    s->seal->period);
	diag_also(s->diags, d, s->seal->span, "its seal");
}

static void
records_check(const struct checking *checking, const struct seal *seal,
    struct diags *diags)
{
	const struct corpus *corpus = checking->corpus;
	struct sealing s = { checking, seal, diags, .scratch = arena_new() };
	amended_make(&s.amended, s.scratch, checking, seal);
	table_init(&s.added, s.scratch);
	table_init(&s.renamed, s.scratch);
	for (size_t i = 0; i < seal->record_count; i++)
		change_check(&s, &seal->records[i]);
	for (size_t i = 0; i < corpus->record_count; i++)
		addition_check(&s, corpus->records[i]);
	arena_free(s.scratch);
}

/* ---- the chain ---- */

/* The one that is counted before it, if two name the same one. */
static const struct seal *
rival_of(const struct corpus *corpus, const struct seal *seal)
{
	for (size_t i = 0; corpus->seals[i] != seal; i++)
		if (strcmp(corpus->seals[i]->previous, seal->previous) == 0)
			return corpus->seals[i];
	return NULL;
}

static void
link_check(const struct corpus *corpus, const struct seal *seal,
    struct diags *diags)
{
	const struct rule *rule = &rules[RULE_SEAL_CHAIN];
	const struct seal *before = corpus_seal(corpus, seal->previous);
	const struct seal *rival = rival_of(corpus, seal);
	struct diag *d = NULL;
	if (rival != NULL && *seal->previous == '\0')
		d = diag_at(diags, rule, seal->span,
		    "two seals say that none was before them");
	else if (rival != NULL)
		d = diag_at(diags, rule, seal->previous_span,
		    "two seals say that they follow “%s”", seal->previous);
	if (d != NULL)
		diag_also(diags, d, rival->previous_span, "the other");
	if (*seal->previous == '\0')
		return;
	if (before == NULL) {
		diag_at(diags, rule, seal->previous_span,
		    "the seal before it, “%s”, is not there", seal->previous);
	} else if (!digest_is(seal->previous_digest, before->digest)) {
		d = diag_at(diags, rule, seal->previous_span,
		    "the seal before it, “%s”, is another one now",
		    seal->previous);
		diag_also(diags, d, before->span, "this one");
	}
}

static const char *
name_of(struct buf *buf, const struct seal *seal, int64_t version)
{
	buf_clear(buf);
	seal_put_id(buf, seal->period, version);
	return buf->at;
}

/* So none can be of another period, or stand for a version that it isn't. */
static void
name_check(const struct corpus *corpus, const struct seal *seal,
    struct diags *diags)
{
	struct buf name = BUF_INIT;
	const struct rule *rule = &rules[RULE_SEAL_CHAIN];
	if (seal->version < 1 ||
	    strcmp(name_of(&name, seal, seal->version), seal->id) != 0)
		diag_at(diags, rule, seal->span,
		    "“%s” is no name for version %lld of “%s”", seal->id,
		    (long long)seal->version, seal->period);
	else if (seal->version > 1 &&
	    corpus_seal(corpus, name_of(&name, seal, seal->version - 1)) ==
		NULL)
		diag_at(diags, rule, seal->span,
		    "there is no version %lld of “%s”",
		    (long long)seal->version - 1, seal->period);
	buf_free(&name);
}

void
check_seal_chain(const struct corpus *corpus, struct diags *diags)
{
	for (size_t i = 0; i < corpus->seal_count; i++) {
		name_check(corpus, corpus->seals[i], diags);
		link_check(corpus, corpus->seals[i], diags);
	}
}

/* ---- all of it ---- */

void
check_seals(const struct checking *checking, struct diags *diags)
{
	const struct corpus *corpus = checking->corpus;
	check_seal_chain(corpus, diags);
	for (size_t i = 0; i < corpus->seal_count; i++) {
		const struct seal *seal = corpus->seals[i];
		if (checking->sources != NULL &&
		    corpus_last_seal(corpus, seal->period) == seal)
			records_check(checking, seal, diags);
	}
}
