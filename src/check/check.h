/*
 * The programme's rules over what was read (DOMAIN: rules `check` enforces).
 * A family a file; each only adds diagnostics, at their place, with the second
 * place where there is one: the other record, the setting in programme.yaml.
 *
 * Families are of two sorts: those that look at one record, which run on the
 * pool, and those that look at all of them.  Both are listed in check.c.
 */
#ifndef TONGBAO_CHECK_CHECK_H
#define TONGBAO_CHECK_CHECK_H

#include "base/diag.h"
#include "check/index.h"
#include "model/course.h"

struct checking {
	const struct corpus *corpus;
	const struct programme *programme;
	const struct index *index;
	const char *as_of;      /* ISO: the day that editions are made for */
	struct table tasks;     /* work points of all plans: id → value */
	const struct table *broken_tasks; /* others that broken records have */
	struct table issues;    /* editions of periods → struct issue * */
	const char **circulated; /* by period its last bulletin's day; NULL */
	struct arena *arena;    /* of the whole check */
	const struct sources *sources; /* for digests; NULL: none is compared */
};

/* What the checks of one run share; faults that show while making it. */
void checking_init(struct checking *checking, struct arena *arena,
    const struct corpus *corpus, const char *as_of, struct diags *diags);
/* One record by all families that look at one; safe on several threads. */
void check_record(const struct checking *checking,
    const struct record *record, struct diags *diags);
/* All records by one of the others, of so many; safe on several threads. */
size_t check_wholes(void);
void check_whole(
    const struct checking *checking, size_t number, struct diags *diags);

typedef void check_one(const struct checking *checking,
    const struct record *record, struct diags *diags);
typedef void check_all(const struct checking *checking, struct diags *diags);

/* aspects.c: each aspect of the form once, in order, not empty. */
check_one check_aspects;
/* balance.c: results and problems are both stated. */
check_one check_balance;
/* ballots.c: votes that add up; shares of grades. */
check_one check_ballots;
check_all check_shares;
/* circulation.c: every review of a period that is over is in a bulletin. */
check_one check_circulation;
/* Which day's reviews the bulletins reach, for what is checked then. */
void check_circulated_gather(struct checking *checking);
/* documents.c: the form of numbers, addressees, weekdays, words such as 今天. */
check_one check_documents;
/* series.c: numbers are unique, without gaps, in the order of days. */
check_all check_numbers;
/* pledges.c: what became of the report's pledges. */
check_one check_pledges;
/* rectification.c: problems from their owner to their closing. */
check_one check_rectification;
/* release.c: who approved what, and when. */
check_one check_release;
/* When editions were approved and used, for what is checked then. */
void check_issues_gather(struct checking *checking);
/* order.c: what comes first is dated first, and nothing after the day. */
check_one check_order;
/* authority.c: the reviewer is one who may; the form is for the subject. */
check_one check_authority;
/* weak.c: classes of organisations that only some may review. */
check_one check_weak;
/* categories.c: members whose situation asks for more; where they have gone. */
check_one check_categories;
check_all check_inflows;
/* method.c: methods and occasions that fit form and reviewer. */
check_one check_method;
/* cadence.c: the round's own review, in time. */
check_all check_cadence;
/* coverage.c: no blind spots. */
check_all check_coverage;
/* plan.c: second-level organisations have plans of their own. */
check_all check_plans;
/* participation.c: members and masses took part and spoke. */
check_one check_participation;
/* seals.c: what was sealed stays; the seals are a chain. */
check_all check_seals;
void check_seal_chain(const struct corpus *corpus, struct diags *diags);
/* What goes on after the period: answers to what was sealed are no additions. */
bool seal_may_follow(const struct record *record);
/* By id, what amendments made since the seal speak of; → not NULL. */
struct amended {
	struct table records; /* by their old names and their new ones */
	struct table entries; /* of the roster */
};
void amended_make(struct amended *amended, struct arena *arena,
    const struct checking *checking, const struct seal *seal);
/* sealed_roster.c: no roster change reaches into a sealed period. */
check_all check_sealed_roster;
/* amendment.c: it says what it is of. */
check_one check_amendment;
/* preparation.c: a review is prepared. */
check_one check_preparation;
/* tasks.c: a review speaks of the unit's work points. */
check_one check_tasks;
/* references.c: ids inside of records. */
check_one check_references;
/* The work points that all plans have, for what is checked then. */
void check_tasks_gather(struct checking *checking, struct diags *diags);

/*
 * The course of a review's problem by all replies and verifications that the
 * index has; see model/course.h.
 */
struct course *problem_course(const struct index *index, struct arena *arena,
    const struct record *review, const struct value *problem);

/* Where a section is told of: its heading, or its text when it has none. */
struct span check_heading(const struct section *section);

/*
 * The second place of a diagnostic: where programme.yaml sets the rule, if it
 * does.
 */
void check_also_setting(const struct checking *checking, struct diags *diags,
    struct diag *diag, enum rule_id rule);
/*
 * A period's part in the effect of a fault that keeps it from being sealed:
 * that is so while the rule is a warning; as an error it has the effect of all
 * errors, and a note keeps nothing from anything.
 */
void check_unsealed(const struct checking *checking, struct diags *diags,
    struct diag *diag, const char *period);
/* The same in other words; the format is a sentence of the catalogue, _(). */
void check_effect(struct diags *diags, struct diag *diag, const char *period,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
