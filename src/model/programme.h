/*
 * What differs between institutions, as data: vocabularies, periods, forms.
 * The programme and the site's settings are public inputs of every edition;
 * they hold nothing about anybody, so views may point at them.
 */
#ifndef TONGBAO_MODEL_PROGRAMME_H
#define TONGBAO_MODEL_PROGRAMME_H

#include "base/value.h"
#include "model/rules.h"
#include "model/schema.h"

struct term {
	const char *id;
	const char *name; /* what people read; the id when there is none */
	struct span span;
	const struct value *item; /* its fields, as its shape has them */
};

struct term_list {
	struct term *items;
	size_t count, capacity;
};

struct period {
	const char *id, *name;
	const char *from, *to, *due; /* ISO dates */
	struct span due_span;
};

struct aspect {
	const char *id, *title, *guidance; /* guidance may be "" */
	const struct value *titles;        /* other headings; may be NULL */
	bool problems; /* states problems and direction, not results */
	struct span span;
};

/* Whom a form is for; SUBJECT_ANY when it does not say. */
enum form_subject {
	SUBJECT_ANY,
	SUBJECT_ORGANISATION,
	SUBJECT_OFFICER, /* a deputy: member of a leading group, not its head */
	SUBJECT_MEMBER,
};

/* Who somebody is to a subject: plan, chapters 1 and 5.4. */
enum relation {
	RELATION_SUPERIOR_HEAD, /* head of the organisation above the subject's */
	RELATION_OWN_HEAD,      /* head of the organisation he is a deputy of */
	RELATION_BRANCH_HEAD,   /* head of the branch he is a member of */
	RELATION_LIAISON,       /* liaison leader of the organisation */
	RELATION_INFLOW_HEAD,   /* head of where a floating member has come to */
	RELATION_ROOT_HEAD,     /* head of the top */
	RELATION_ROOT_LEADER,   /* head or deputy of the top */
	RELATION__MAX,
};

/* One line of a form's reviewers; ranks are -1 where it says nothing. */
struct reviewer {
	enum relation relation;
	int group;    /* only for organisations of this class */
	int category; /* only for members of this category */
	int method;   /* that such a review takes */
	bool only;    /* for those, nobody else */
	struct span span;
};

struct form {
	const char *id, *name;
	const char *short_name; /* in tables; the name when there is none */
	struct aspect *aspects; /* in the form's order */
	size_t aspect_count;
	enum form_subject subject;
	const struct value *levels; /* ids of levels, or NULL: all */
	struct reviewer *reviewers;
	size_t reviewer_count; /* 0: anybody */
	bool coverage;         /* every subject in every period */
	bool occasion;         /* a review names its occasion */
	struct span span;
};

/* What needs somebody's approval. */
enum approval {
	APPROVAL_RELEASE,
	APPROVAL_WAIVER,
	APPROVAL_AMENDMENT,
	APPROVAL__MAX,
};

/* One rule as the programme has it. */
struct rule_setting {
	struct span span; /* where the severity is set, or SPAN_NONE */
	const struct value *parameter; /* as set, or NULL: the standard */
};

struct programme {
	/* All that its file says, as the shape has it; no comments. */
	struct value *const *fields;
	const char *title;
	struct term_list terms[VOCABULARY__MAX];
	/* By their first days; parallel to terms[VOCABULARY_PERIOD]. */
	struct period *periods;
	struct form *forms;     /* parallel to terms[VOCABULARY_FORM] */
	const struct value *scope; /* default labels, read by scope/policy */
	const struct value *blur;  /* 个别, 少数, …: read by filter; or NULL */
	const struct value *cutoffs; /* list of ISO dates, or NULL */
	/* Whose approval counts: bits 1 << enum relation; 0: anybody's. */
	unsigned authority[APPROVAL__MAX];
	struct span authority_spans[APPROVAL__MAX];
	struct rule_setting *settings; /* parallel to rules[] */
	struct diag_levels levels;     /* what diagnostics go by */
	uint32_t source;
};

/* By id or name; NULL when there is none. */
const struct term *programme_term(const struct programme *programme,
    enum vocabulary vocabulary, struct text name);
/* Its position in the list, or -1. */
int programme_rank(const struct programme *programme,
    enum vocabulary vocabulary, struct text name);
/* Is the term of that rank among the words of a list?  NULL has none. */
bool programme_lists(const struct programme *programme,
    enum vocabulary vocabulary, const struct value *list, int rank);
/* The reading name of a term, or the id itself when there is no such term. */
const char *programme_name(const struct programme *programme,
    enum vocabulary vocabulary, const char *id);
const struct period *programme_period(const struct programme *programme,
    const char *id);
const struct form *programme_form(const struct programme *programme,
    const char *id);
/* The period that `date` lies in, else the last one before it, else NULL. */
const struct period *programme_period_on(const struct programme *programme,
    const char *date);
/*
 * The day up to which guarded figures count on `as_of`: the last declared one,
 * "" before the first; where none is declared, the last end of a month.
 */
const char *programme_cutoff(struct arena *arena,
    const struct programme *programme, const char *as_of);
/* A parameter of a rule: as the programme sets it, else its standard. */
int64_t programme_number(const struct programme *programme,
    enum rule_id rule);
/* Is the text in the rule's list? */
bool programme_allows(const struct programme *programme, enum rule_id rule,
    struct text text);
/* A method or an occasion (its id) that may be used with the form. */
bool term_fits(const struct programme *programme, enum vocabulary vocabulary,
    const char *id, const struct form *form);
/* A yes or no of a term's; `standard` when it says nothing. */
bool term_flag(const struct term *term, const char *field, bool standard);
bool form_has_level(const struct form *form,
    const struct programme *programme, int level);

/* By id, title or another heading; NULL when the form has none such. */
const struct aspect *form_aspect(const struct form *form, struct text name);

#endif
