/*
 * What was sealed stays as it was: a record of a sealed period that was
 * changed, removed or added is an error, unless an amendment made since says
 * what and why; and the seals are a chain, each holding the digest of the one
 * before.  The last version of a period's seal is the one that counts.
 */
#include "base/lang.h"
#include "check/check.h"
#include "model/rules.h"

struct sealing {
	const struct checking *checking;
	const struct seal *seal;
	struct diags *diags;
};

/* ---- records ---- */

/* One that was made after the seal. */
static bool
is_amended(const struct sealing *s, const struct record *record)
{
	const struct record_list *amendments =
	    index_answers(s->checking->index, record->id, "amendment");
	for (size_t i = 0; amendments != NULL && i < amendments->count; i++)
		if (table_get(&s->seal->record_ids,
			text_of(amendments->items[i]->id)) == NULL)
			return true;
	return false;
}

/* What goes on after the period: answers to what was sealed. */
static bool
may_follow(const struct record *record)
{
	static const char *const kinds[] = { "reply", "verification",
		"amendment", "release", NULL };
	for (const char *const *kind = kinds; *kind != NULL; kind++)
		if (record_is(record, *kind))
			return true;
	return false;
}

static void
change_check(const struct sealing *s, const struct sealed *sealed)
{
	const struct record *record =
	    corpus_record(s->checking->corpus, text_of(sealed->name));
	if (record == NULL) {
		if (!corpus_is_broken(
			s->checking->corpus, text_of(sealed->name)))
			diag_at(s->diags, &rules[RULE_SEAL_REMOVED],
			    sealed->span,
			    "“%s” was sealed with %s and is gone",
			    sealed->name, s->seal->period);
		return;
	}
	const struct source *source =
	    source_at(s->checking->sources, record->span.source);
	if (digest_fits(sealed->digest, source->text) ||
	    is_amended(s, record))
		return;
	struct diag *d = diag_at(s->diags, &rules[RULE_SEAL_CHANGED],
	    record->span, "this was sealed with %s, and is another text now",
	    s->seal->period);
	diag_also(s->diags, d, sealed->span, "what was sealed");
}

static void
addition_check(const struct sealing *s, const struct record *record)
{
	if (strcmp(record->period, s->seal->period) != 0 ||
	    record_is_ahead(record, s->checking->as_of) || may_follow(record) ||
	    is_amended(s, record) ||
	    table_get(&s->seal->record_ids, text_of(record->id)) != NULL)
		return;
	struct diag *d = diag_at(s->diags, &rules[RULE_SEAL_ADDED],
	    record->span, "%s was sealed without this",
	    s->seal->period);
	diag_also(s->diags, d, s->seal->span, "its seal");
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

void
check_seal_chain(const struct corpus *corpus, struct diags *diags)
{
	for (size_t i = 0; i < corpus->seal_count; i++)
		link_check(corpus, corpus->seals[i], diags);
}

/* ---- all of it ---- */

void
check_seals(const struct checking *checking, struct diags *diags)
{
	const struct corpus *corpus = checking->corpus;
	check_seal_chain(corpus, diags);
	for (size_t i = 0; i < corpus->seal_count; i++) {
		struct sealing s = { checking, corpus->seals[i], diags };
		if (checking->sources == NULL || corpus_last_seal(corpus, s.seal->period) != s.seal)
			continue;
		for (size_t j = 0; j < s.seal->record_count; j++)
			change_check(&s, &s.seal->records[j]);
		for (size_t j = 0; j < corpus->record_count; j++)
			addition_check(&s, corpus->records[j]);
	}
}
