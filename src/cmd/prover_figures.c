/* What the audit of released figures found, as faults. */
#include "base/lang.h"
#include "cmd/prover.h"
#include "model/rules.h"

/* No more are shown; most follow from the same fault. */
#define FIGURES_SHOWN 20

struct telling {
	const struct prover *prover;
	const struct guard_task *task;
	struct buf cell; /* of the fault that is told */
};

static const char *
edition_name(const struct telling *t, long number)
{
	return number < 0 || (size_t)number >= t->task->editions
	    ? _("an edition that is gone")
	    : t->prover->run->corpus.site->editions[number].id;
}

/* An issue's day; "" for this one. */
static const char *
issue_day(const struct telling *t, size_t layer)
{
	return layer + 1 == t->task->layer_count
	    ? ""
	    : t->prover->figures.earlier.items[layer].as_of;
}

static void
open_tell(const struct telling *t, const struct audit_fault *f,
    const struct tally *tally)
{
	struct diags *diags = &t->prover->run->diags;
	const struct rule *rule = &rules[RULE_LEAK_FIGURE];
	const char *edition = edition_name(t, f->edition);
	const char *reader = edition_name(t, (long)f->reader);
	unsigned long long value = f->value;
	if (f->kind == AUDIT_FALSE)
		diag_at(diags, rule, tally->span,
		    "%s: “%s: %s” is told as %llu, and is %llu", edition,
		    tally->title, t->cell.at, (unsigned long long)f->told,
		    value);
	else if (f->kind == AUDIT_FEW)
		diag_at(diags, rule, tally->span,
		    "%s: “%s: %s” is told, %llu, and %u of those counted are "
		    "hidden from the readers of %s: too few",
		    edition, tally->title, t->cell.at, value, f->people,
		    reader);
	else
		diag_at(diags, rule, tally->span,
		    "%s: “%s: %s” is told, %llu, and of those hidden from the "
		    "readers of %s, %u came or left since the issue of %s: "
		    "too few",
		    edition, tally->title, t->cell.at, value, reader,
		    f->people, issue_day(t, f->since));
}

static void
withheld_tell(const struct telling *t, const struct audit_fault *f,
    const struct tally *tally)
{
	struct diags *diags = &t->prover->run->diags;
	const struct rule *rule = &rules[RULE_LEAK_FIGURE];
	const char *edition = edition_name(t, f->edition);
	const char *reader = edition_name(t, (long)f->reader);
	const char *day = issue_day(t, f->layer);
	if (*day == '\0')
		diag_at(diags, rule, tally->span,
		    "%s: “%s: %s” is withheld, and the readers of %s can "
		    "work out that it is %llu",
		    edition, tally->title, t->cell.at, reader,
		    (unsigned long long)f->value);
	else
		diag_at(diags, rule, tally->span,
		    "%s: “%s: %s” was withheld in the issue of %s, and now "
		    "the readers of %s can work out that it was %llu",
		    edition, tally->title, t->cell.at, day, reader,
		    (unsigned long long)f->value);
}

static const struct tally *
tally_of(const struct telling *t, const struct audit_fault *f)
{
	return t->task->layers[f->layer].tallies.items[f->tally];
}

static void
fault_tell(struct telling *t, const struct audit_fault *f)
{
	const struct tally *tally = tally_of(t, f);
	buf_clear(&t->cell);
	tally_place_words(&t->cell, tally, &f->place);
	if (f->kind == AUDIT_TOLD)
		withheld_tell(t, f, tally);
	else
		open_tell(t, f, tally);
}

const struct audit *
prover_audit(struct prover *prover)
{
	struct guard_task task;
	struct site_run *run = prover->run;
	const struct audit *audit = audit_release(
	    run->arena, &prover->figures.guarding,
	    prover->figures.guarded, &task);
	if (audit == NULL)
		return NULL;
	struct telling t = { prover, &task, BUF_INIT };
	for (size_t i = 0; i < audit->count && i < FIGURES_SHOWN; i++)
		fault_tell(&t, &audit->faults[i]);
	buf_free(&t.cell);
	if (audit->count > FIGURES_SHOWN)
		diag_at(&run->diags, &rules[RULE_LEAK_FIGURE],
		    tally_of(&t, &audit->faults[FIGURES_SHOWN])->span,
		    "%zu more figures are told or can be worked out",
		    audit->count - FIGURES_SHOWN);
	return audit;
}
