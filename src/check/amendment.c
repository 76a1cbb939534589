/*
 * What an amendment is of: one record, or one entry of the roster.  Of what is
 * gone nothing can be looked up, so it says itself whom that was about and who
 * may read of it.
 */
#include "base/lang.h"
#include "check/check.h"
#include "model/rules.h"

struct judging {
	const struct checking *checking;
	const struct record *amendment;
	struct diags *diags;
	bool sealed; /* it stays as it is, whatever has gone since */
};

static bool
has(const struct judging *j, const char *field)
{
	return record_get(j->amendment, field) != NULL;
}

static void
tell(const struct judging *j, const struct value *at, const char *message)
{
	diag_at(j->diags, &rules[RULE_AMENDMENT_OF],
	    at != NULL ? at->span : j->amendment->span, "%s",
	    _(message));
}

/* Who could read of it is not known any more. */
static void
scope_check(const struct judging *j, const struct value *gone)
{
	if (!j->sealed && !has(j, "scope"))
		tell(j, gone,
		    N_("this is gone: say who may read of it (scope, 范围)"));
}

static void
record_check(const struct judging *j, const struct value *record)
{
	const struct corpus *corpus = j->checking->corpus;
	bool renamed = has(j, "renamed");
	bool there = corpus_record(corpus, record->text) != NULL;
	if (there && renamed)
		tell(j, record, N_("this is still there: nothing was renamed"));
	if (there && has(j, "subject"))
		tell(j, record_get(j->amendment, "subject"),
		    N_("the record tells whom it is about: an amendment of "
		       "the roster is one by itself"));
	if (there || renamed || !corpus_is_gone(corpus, record->text))
		return;
	if (!j->sealed && !has(j, "subject"))
		tell(j, record,
		    N_("this is gone: say whom it was about (subject, 对象)"));
	scope_check(j, record);
}

static void
entry_check(const struct judging *j, const struct value *subject)
{
	if (!has(j, "period"))
		tell(j, subject,
		    N_("say which period this reaches into (period, 周期)"));
	if (table_get(&j->checking->corpus->roster.gone, subject->text) != NULL)
		scope_check(j, subject);
}

void
check_amendment(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	if (!record_is(record, "amendment"))
		return;
	struct judging j = { checking, record, diags,
		corpus_seal_of(checking->corpus, text_of(record->id)) != NULL };
	const struct value *of = record_get(record, "record");
	if (of != NULL) {
		record_check(&j, of);
		return;
	}
	if (has(&j, "renamed"))
		tell(&j, record_get(record, "renamed"),
		    N_("say what it was called before (record, 记录)"));
	else if (!has(&j, "subject"))
		tell(&j, NULL,
		    N_("an amendment is of a record (record, 记录) or of an "
		       "entry of the roster (subject, 对象)"));
	else
		entry_check(&j, record_get(record, "subject"));
}
