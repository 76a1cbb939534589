/*
 * A roster change that reaches into a sealed period: what held up to the day of
 * its seal was changed, taken out or put in since, and no amendment says so.
 * What is dated from a later day is none; nor is a new name, if the old one is
 * kept among the former ones.
 */
#include "base/lang.h"
#include "check/check.h"
#include "model/rules.h"
#include "model/standing.h"

struct reaching {
	const struct checking *checking;
	const struct seal *seal;
	struct diags *diags;
	struct amended amended;
};

static bool
is_amended(const struct reaching *r, const char *id)
{
	return table_get(&r->amended.entries, text_of(id)) != NULL;
}

/* Where to look for what changed, and what to do then. */
static void
remedy_tell(const struct reaching *r, struct diag *d)
{
	diag_remedy(r->diags, d,
	    "git diff %s -- %s shows it: put it back, date it from a later "
	    "day, or record an amendment (更正) of the period that names this "
	    "as its subject",
	    r->seal->commit,
	    source_at(r->checking->sources, d->span.source)->path);
}

/* A name that it had then and has no more; NULL: it has them all. */
static const struct value *
name_lost(const struct sealed *sealed, const struct subject *subject)
{
	for (size_t i = 0; i < value_count(sealed->names); i++) {
		const struct value *name = value_item(sealed->names, i);
		if (!subject_has_name(subject, value_as_text(name)))
			return name;
	}
	return NULL;
}

static void
addition_check(const struct reaching *r, const struct subject *subject)
{
	const struct seal *seal = r->seal;
	const char *id = subject_id(subject);
	struct span span = subject_span(subject);
	if (!subject_stood(subject, seal->as_of) || is_amended(r, id))
		return;
	struct diag *d = diag_at(r->diags, &rules[RULE_SEAL_ROSTER_ADDED],
	    span,
	    "“%s” was not on the roster that was sealed with %s, and is not "
	    "dated from after %s",
	    id, seal->period, seal->as_of);
	diag_also(r->diags, d, seal->span, "its seal");
	remedy_tell(r, d);
}

static void
change_check(const struct reaching *r, const struct subject *subject,
    const struct sealed *sealed)
{
	const struct seal *seal = r->seal;
	const struct rule *rule = &rules[RULE_SEAL_ROSTER_CHANGED];
	const struct value *name = name_lost(sealed, subject);
	struct span span = subject_span(subject);
	if ((name == NULL &&
		digest_is(sealed->digest,
		    standing_digest(r->checking->programme, subject,
			seal->as_of))) ||
	    is_amended(r, sealed->name))
		return;
	struct diag *d = name != NULL
	    ? diag_at(r->diags, rule, span,
		  "“%s” was called “%s” when %s was sealed, and is not any "
		  "more",
		  sealed->name, value_as_string(name), seal->period)
	    : diag_at(r->diags, rule, span,
		  "what the roster says of “%s” up to %s is not what was "
		  "sealed with %s",
		  sealed->name, seal->as_of, seal->period);
	diag_also(r->diags, d, sealed->span, "what was sealed");
	remedy_tell(r, d);
}

/* As it was called first; a seal that is spoilt may not tell. */
static const char *
name_then(const struct sealed *sealed)
{
	return value_count(sealed->names) == 0
	    ? "…"
	    : value_as_string(value_item(sealed->names, 0));
}

static void
removal_check(const struct reaching *r, const struct sealed *sealed)
{
	const struct roster *roster = &r->checking->corpus->roster;
	if (table_get(&roster->gone, text_of(sealed->name)) == NULL ||
	    roster_is_broken(roster, text_of(sealed->name)) ||
	    is_amended(r, sealed->name))
		return;
	struct diag *d = diag_at(r->diags, &rules[RULE_SEAL_ROSTER_REMOVED],
	    sealed->span,
	    "“%s” (%s) was on the roster that was sealed with %s and is gone",
	    sealed->name, name_then(sealed),
	    r->seal->period);
	diag_remedy(r->diags, d,
	    "git diff %s -- content shows it: put it back, with the day it "
	    "ended, or record an amendment (更正) of the period that names "
	    "this as its subject",
	    r->seal->commit);
}

static void
roster_check(const struct reaching *r)
{
	const struct seal *seal = r->seal;
	const struct roster *roster = &r->checking->corpus->roster;
	for (size_t i = 0; i < roster_subject_count(roster); i++) {
		struct subject subject = roster_subject(roster, i);
		const struct sealed *sealed = table_get(
		    &seal->roster_ids, text_of(subject_id(&subject)));
		if (sealed == NULL)
			addition_check(r, &subject);
		else
			change_check(r, &subject, sealed);
	}
	for (size_t i = 0; i < seal->roster_count; i++)
		removal_check(r, &seal->roster[i]);
}

void
check_sealed_roster(const struct checking *checking, struct diags *diags)
{
	const struct corpus *corpus = checking->corpus;
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < corpus->seal_count; i++) {
		struct reaching r = { .checking = checking,
			.seal = corpus->seals[i],
			.diags = diags };
		if (checking->sources == NULL || r.seal->roster_count == 0 ||
		    corpus_last_seal(corpus, r.seal->period) != r.seal)
			continue;
		amended_make(&r.amended, scratch, checking, r.seal);
		roster_check(&r);
		arena_reset(scratch);
	}
	arena_free(scratch);
}
