#include "cmd/new.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/lang.h"
#include "base/utf8.h"
#include "check/number.h"

/* ---- setting fields ---- */

static bool
has_field(const struct creation *c, const char *name)
{
	return field_find(c->archetype.kind, text_of(name)) != NULL;
}

static void
set_value(struct creation *c, const char *name, struct value *value)
{
	if (value != NULL)
		value_set_literal(
		    c->asker.arena, c->archetype.fields, name, value);
}

static void
set_string(struct creation *c, const char *name, const char *string)
{
	if (string != NULL && *string != '\0')
		set_value(c, name, value_string(c->asker.arena, string));
}

static void
note(struct creation *c, const struct value *value, const struct value *words)
{
	struct archetype *a = &c->archetype;
	if (!value_is(words, VALUE_TEXT))
		return;
	ARENA_ROOM(c->asker.arena, a->notes, a->note_count, a->note_capacity);
	a->notes[a->note_count++] =
	    (struct archetype_note){ value, words->text.at };
}

/*
 * A list of maps, one for each item of `from`: its id under `key`, with its
 * text behind.  NULL when there is none.
 */
static struct value *
items_from(struct creation *c, const struct value *from, const char *key)
{
	struct arena *arena = c->asker.arena;
	struct value *items = value_list(arena);
	for (size_t i = 0; i < value_count(from); i++) {
		struct value *id = value_get(value_item(from, i), "id");
		if (id == NULL)
			continue;
		struct value *item = value_map(arena);
		value_set_literal(arena, item, key, id);
		value_add(arena, items, item);
		note(c, id, value_get(value_item(from, i), "text"));
	}
	return value_count(items) == 0 ? NULL : items;
}

/* Records in Chinese keys name people and organisations, by names or ids. */
static const char *
person_called(const struct creation *c, const struct person *person)
{
	return c->archetype.chinese
	    ? person_word(&c->asker.corpus->roster, person)
	    : person->id;
}

static const char *
organisation_called(const struct creation *c, const struct organisation *o)
{
	return c->archetype.chinese
	    ? organisation_word(&c->asker.corpus->roster, o)
	    : o->id;
}

static const char *
subject_called(const struct creation *c)
{
	return c->subject.person != NULL ? person_called(c, c->subject.person)
	    : c->subject.organisation != NULL
	    ? organisation_called(c, c->subject.organisation)
	    : NULL;
}

/* ---- who approves ---- */

/* {by: somebody whose approval the programme lets count, date: } */
static void
approval_fill(struct creation *c, enum approval approval)
{
	unsigned entitled = c->asker.corpus->programme->authority[approval];
	struct value *map = value_map(c->asker.arena);
	/* Nobody approves what he has proposed himself. */
	const struct person *proposer = c->words->proposer == NULL
	    ? NULL
	    : roster_person(&c->asker.corpus->roster,
		  text_of(c->words->proposer), NULL);
	for (int r = 0; r < RELATION__MAX; r++) {
		const struct person *who = (entitled & 1u << r) == 0
		    ? NULL
		    : relation_person((enum relation)r, &c->subject, c->day);
		if (who == NULL || who == proposer)
			continue;
		value_set_literal(c->asker.arena, map, "by",
		    value_string(c->asker.arena, person_called(c, who)));
		break;
	}
	set_value(c, "approved", map);
}

/* ---- a review ---- */

static int
form_fill(struct creation *c)
{
	const struct programme *programme = c->asker.corpus->programme;
	const struct term_list *forms = &programme->terms[VOCABULARY_FORM];
	const struct term *term = NULL;
	if (c->words->form != NULL) {
		term = ask_term(&c->asker, VOCABULARY_FORM, c->words->form);
		if (term == NULL)
			return -1;
	}
	for (size_t i = 0; term == NULL && i < forms->count; i++)
		if (form_takes(&programme->forms[i], programme, &c->subject,
			c->day))
			term = &forms->items[i];
	if (term == NULL) {
		fprintf(stderr,
		    _("tongbao new: the programme has no form for '%s' on %s; "
		      "name one: --form\n"),
		    c->words->subject, c->day);
		return -1;
	}
	c->archetype.form = programme_form(programme, term->id);
	set_string(c, "form", term->id);
	return 0;
}

/* The first of the form's reviewers that there is somebody for. */
static int
reviewer_fill(struct creation *c)
{
	const struct programme *programme = c->asker.corpus->programme;
	const struct reviewer *line = NULL;
	const struct person *who;
	if (c->words->reviewer != NULL) {
		who = ask_person(&c->asker, c->words->reviewer);
		if (who == NULL)
			return -1;
	} else {
		who = form_reviewer(c->archetype.form, programme, &c->subject,
		    c->day, &line);
	}
	if (who != NULL)
		set_string(c, "reviewer", person_called(c, who));
	if (who != NULL && line != NULL && line->method >= 0)
		set_string(c, "method",
		    programme->terms[VOCABULARY_METHOD].items[line->method].id);
	return 0;
}

/* The subject's report of the period, whose pledges the review answers. */
static void
report_fill(struct creation *c)
{
	const struct corpus *corpus = c->asker.corpus;
	const struct record *report = NULL;
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *r = corpus->records[i];
		if (record_is(r, "report") && r->person == c->subject.person &&
		    (r->person != NULL ||
			r->organisation == c->subject.organisation) &&
		    c->period != NULL &&
		    strcmp(r->period, c->period->id) == 0)
			report = r;
	}
	if (report == NULL)
		return;
	set_string(c, "report", report->id);
	set_value(c, "pledges",
	    items_from(c, record_get(report, "pledges"), "id"));
}

static int
review_fill(struct creation *c)
{
	if (form_fill(c) != 0 || reviewer_fill(c) != 0)
		return -1;
	report_fill(c);
	return 0;
}

/* ---- what answers a record ---- */

static int
about_find(struct creation *c, const char *word, const char *kind)
{
	c->about = ask_record(&c->asker, word, kind);
	if (c->about == NULL)
		return -1;
	c->subject = (struct subject){ c->about->organisation,
		c->about->person };
	if (c->words->period == NULL && *c->about->period != '\0')
		c->period = programme_term(c->asker.corpus->programme,
		    VOCABULARY_PERIOD, text_of(c->about->period));
	return 0;
}

static int
reply_fill(struct creation *c)
{
	if (c->words->review == NULL)
		return creation_lacks(c, _("--review REVIEW"));
	if (about_find(c, c->words->review, "review") != 0)
		return -1;
	set_string(c, "review", c->about->id);
	set_string(c, "from", subject_called(c));
	set_value(c, "items",
	    items_from(c, record_get(c->about, "problems"), "problem"));
	return 0;
}

static int
problem_unknown(const struct creation *c, struct text problem)
{
	const struct value *problems = record_get(c->about, "problems");
	fprintf(stderr, _("tongbao new: %s has no problem '%.*s'\n"),
	    c->about->id, TEXT_ARG(problem));
	for (size_t i = 0; i < value_count(problems); i++) {
		const struct value *item = value_item(problems, i);
		fprintf(stderr, "  %s  ",
		    value_as_string(value_get(item, "id")));
		utf8_put_clean(
		    value_as_text(value_get(item, "text")), "", ' ', stderr);
		fputc('\n', stderr);
	}
	return -1;
}

static int
verification_fill(struct creation *c)
{
	struct text review, problem;
	const struct roster *roster = &c->asker.corpus->roster;
	if (c->words->problem == NULL ||
	    !text_split(text_of(c->words->problem), '#', &review, &problem))
		return creation_lacks(c, _("--problem REVIEW#PROBLEM"));
	const char *word = arena_text(c->asker.arena, review).at;
	if (about_find(c, word, "review") != 0)
		return -1;
	const struct value *item = value_find_item(
	    record_get(c->about, "problems"), "id", problem);
	if (item == NULL)
		return problem_unknown(c, problem);
	c->problem = arena_text(c->asker.arena, problem).at;
	set_string(c, "problem",
	    arena_printf(c->asker.arena, "%s#%s", c->about->id, c->problem));
	note(c, value_get(c->archetype.fields, "problem"),
	    value_get(item, "text"));
	const struct value *by = value_get(item, "verifier");
	const struct person *who = table_get(&roster->person_ids,
	    value_as_text(by != NULL ? by : record_get(c->about, "reviewer")));
	if (who != NULL)
		set_string(c, "by", person_called(c, who));
	return 0;
}

/*
 * Of one that a seal lists and that is gone: what it is called now, or whom it
 * was about; then leaders may read of it, until somebody widens that.
 */
static int
amendment_of_gone(struct creation *c, const struct seal *seal, struct text id)
{
	const struct programme *programme = c->asker.corpus->programme;
	const struct term_list *classes = &programme->terms[VOCABULARY_CLASS];
	struct arena *arena = c->asker.arena;
	set_string(c, "record", arena_text(arena, id).at);
	c->period = programme_term(
	    programme, VOCABULARY_PERIOD, text_of(seal->period));
	if (c->words->renamed != NULL) {
		if (about_find(c, c->words->renamed, NULL) != 0)
			return -1;
		set_string(c, "renamed", c->about->id);
		return 0;
	}
	if (c->words->subject == NULL)
		return creation_lacks(c,
		    _("--subject SUBJECT, as that record is gone; or "
		      "--renamed RECORD, if it has another name now"));
	if (classes->count > 0)
		set_string(c, "scope",
		    arena_printf(arena, "subject/%s",
			classes->items[classes->count - 1].id));
	return 0;
}

static int
amendment_fill(struct creation *c)
{
	const struct corpus *corpus = c->asker.corpus;
	const char *word = c->words->record;
	struct text id = word == NULL ? TEXT_LIT("") : record_id_of(word);
	const struct seal *seal = corpus_record(corpus, id) == NULL
	    ? corpus_seal_of(corpus, id)
	    : NULL;
	if (word == NULL && c->words->subject == NULL)
		return creation_lacks(c,
		    _("--record RECORD, or --subject SUBJECT for an entry of "
		      "the roster"));
	if (seal != NULL) {
		if (amendment_of_gone(c, seal, id) != 0)
			return -1;
	} else if (word != NULL) {
		if (about_find(c, word, NULL) != 0)
			return -1;
		set_string(c, "record", c->about->id);
	}
	approval_fill(c, APPROVAL_AMENDMENT);
	return 0;
}

/* {by: somebody, date: } of a step of a release, when he is named. */
static int
step_fill(struct creation *c, const char *step, const char *word,
    const char *date)
{
	struct arena *arena = c->asker.arena;
	if (word == NULL)
		return 0;
	const struct person *who = ask_person(&c->asker, word);
	if (who == NULL)
		return -1;
	struct value *map = value_map(arena);
	value_set_literal(
	    arena, map, "by", value_string(arena, person_called(c, who)));
	if (date != NULL)
		value_set_literal(
		    arena, map, "date", value_string(arena, date));
	set_value(c, step, map);
	return 0;
}

static int
release_fill(struct creation *c)
{
	const struct roster *roster = &c->asker.corpus->roster;
	struct arena *arena = c->asker.arena;
	if (c->words->record != NULL) {
		if (about_find(c, c->words->record, NULL) != 0)
			return -1;
		struct value *covered = value_map(arena);
		struct value *list = value_list(arena);
		value_set_literal(arena, covered, "record",
		    value_string(arena, c->about->id));
		value_add(arena, list, covered);
		set_value(c, "records", list);
	}
	set_string(c, "edition", c->words->edition);
	if (c->subject.organisation == NULL && roster->organisation_count > 0)
		c->subject.organisation =
		    organisation_root(roster->organisations[0], c->day);
	approval_fill(c, APPROVAL_RELEASE);
	set_string(c, "audience", c->words->audience);
	if (c->words->covered != NULL)
		set_value(c, "records", c->words->covered);
	if (value_count(c->words->files) > 0)
		set_value(c, "files", c->words->files);
	/* Who proposes does it now; the others will when they do. */
	return step_fill(c, "proposed", c->words->proposer, c->as_of) != 0 ||
		step_fill(c, "examined", c->words->examiner, NULL) != 0
	    ? -1
	    : step_fill(c, "approved", c->words->approver, NULL);
}

/* ---- a bulletin ---- */

static bool
is_of_head(const struct creation *c, const struct record *record)
{
	return record_is(record, "bulletin") &&
	    bulletin_is_newsletter(record) == c->newsletter;
}

/* The latest of its head; with `parts`: whose number can be told. */
static const struct record *
bulletin_last(const struct creation *c, struct number_parts *parts)
{
	const struct corpus *corpus = c->asker.corpus;
	const struct record *last = NULL;
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *r = corpus->records[i];
		struct number_parts own;
		if (!is_of_head(c, r) ||
		    (last != NULL && strcmp(last->date, r->date) >= 0) ||
		    (parts != NULL &&
			!number_parts_of(&own, c->asker.arena, r)))
			continue;
		last = r;
		if (parts != NULL)
			*parts = own;
	}
	return last;
}

/* The highest of the series in that year, and of all there were; 0: none. */
static struct number_parts
numbers_taken(const struct creation *c, struct text name, long year)
{
	const struct corpus *corpus = c->asker.corpus;
	struct number_parts taken = { .name = name, .year = year }, parts;
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *r = corpus->records[i];
		if (!is_of_head(c, r) ||
		    !number_parts_of(&parts, c->asker.arena, r) ||
		    !text_equal(parts.name, name))
			continue;
		if (parts.total > taken.total)
			taken.total = parts.total;
		if (parts.year == year && parts.count > taken.count)
			taken.count = parts.count;
	}
	return taken;
}

/*
 * In the series of the latest that has a number.  Circulars are numbered by the
 * year, newsletters by the year's issues and, if the others are, by all there
 * were.
 */
static void
number_fill(struct creation *c)
{
	struct arena *arena = c->asker.arena;
	struct number_parts parts = { .name = TEXT_LIT("") };
	long year = strtol(arena_printf(arena, "%.4s", c->as_of), NULL, 10);
	bulletin_last(c, &parts);
	parts = numbers_taken(c, parts.name, year);
	c->number = parts.count + 1;
	if (c->newsletter && parts.total > 0)
		set_string(c, "number",
		    arena_printf(arena, "第%ld期（总第%ld期）", c->number,
			parts.total + 1));
	else if (c->newsletter)
		set_string(c, "number",
		    arena_printf(arena, "第%ld期", c->number));
	else if (parts.name.len > 0)
		set_string(c, "number",
		    arena_printf(arena, "%.*s〔%ld〕%ld号",
			TEXT_ARG(parts.name), year, c->number));
}

static int
bulletin_fill(struct creation *c)
{
	static const char *const taken[] = { "issuer", "mark", "edition" };
	const struct site *site = c->asker.corpus->site;
	const struct record *last = bulletin_last(c, NULL);
	number_fill(c);
	for (size_t i = 0; last != NULL && i < 3; i++)
		set_string(c, taken[i], record_string(last, taken[i]));
	if (last == NULL) {
		set_string(c, "issuer", site->owner);
		if (site->edition_count > 0)
			set_string(c, "edition", site->editions[0].id);
	}
	set_string(c, "edition", c->words->edition);
	if (c->newsletter)
		set_string(c, "head",
		    c->archetype.chinese ? "简报" : "newsletter");
	return 0;
}

/* ---- by kind ---- */

static int
waiver_fill(struct creation *c)
{
	approval_fill(c, APPROVAL_WAIVER);
	return 0;
}

/* The subject is who took part; --organisation, where. */
static int
participation_fill(struct creation *c)
{
	set_string(c, "leader", subject_called(c));
	if (c->words->organisation == NULL)
		return 0;
	const struct organisation *o =
	    ask_organisation(&c->asker, c->words->organisation);
	if (o == NULL)
		return -1;
	set_string(c, "organisation", organisation_called(c, o));
	return 0;
}

static int
plan_fill(struct creation *c)
{
	if (c->subject.person != NULL) {
		fprintf(stderr,
		    _("tongbao new: a plan is an organisation's; '%s' is a "
		      "person\n"),
		    c->words->subject);
		return -1;
	}
	set_string(c, "organisation", subject_called(c));
	return 0;
}

static const struct kind_fill {
	const char *kind;
	bool subject; /* --subject has to be given, unless --path is */
	int (*fill)(struct creation *creation);
} fills[] = {
	{ "plan", true, plan_fill },
	{ "participation", true, participation_fill },
	{ "report", true, NULL },
	{ "review", true, review_fill },
	{ "reply", false, reply_fill },
	{ "exemplar", true, NULL },
	{ "bulletin", false, bulletin_fill },
	{ "release", false, release_fill },
	{ "verification", false, verification_fill },
	{ "waiver", true, waiver_fill },
	{ "amendment", false, amendment_fill },
};

static const struct kind_fill *
kind_fill_of(const struct shape *kind)
{
	for (size_t i = 0; i < sizeof(fills) / sizeof(*fills); i++)
		if (strcmp(fills[i].kind, kind->name) == 0)
			return &fills[i];
	BUG("a kind of record that `new` does not know");
}

/* The period's own day nearest to the day of the run. */
static void
day_find(struct creation *c)
{
	const struct period *p = programme_period(c->asker.corpus->programme,
	    c->period->id);
	if (*p->from != '\0' && strcmp(c->day, p->from) < 0)
		c->day = p->from;
	else if (*p->to != '\0' && strcmp(c->day, p->to) > 0)
		c->day = p->to;
}

static int
period_find(struct creation *c)
{
	const struct programme *programme = c->asker.corpus->programme;
	const struct period *now = programme_period_on(programme, c->as_of);
	c->day = c->as_of;
	if (c->words->period != NULL) {
		c->period = ask_term(&c->asker, VOCABULARY_PERIOD,
		    c->words->period);
		if (c->period == NULL)
			return -1;
		day_find(c);
	} else if (now != NULL) {
		c->period = programme_term(programme, VOCABULARY_PERIOD,
		    text_of(now->id));
	}
	return 0;
}

int
creation_fill(struct creation *c)
{
	const struct kind_fill *fill = kind_fill_of(c->archetype.kind);
	const char *subject = c->words->subject != NULL ||
		strcmp(fill->kind, "plan") != 0
	    ? c->words->subject
	    : c->words->organisation;
	if (period_find(c) != 0)
		return -1;
	if (subject == NULL && fill->subject)
		return creation_lacks(c, _("--subject SUBJECT"));
	if (subject != NULL &&
	    !ask_subject(&c->asker, subject, c->day, &c->subject))
		return -1;
	set_string(c, "kind",
	    c->archetype.chinese ? c->archetype.kind->alias
				 : c->archetype.kind->name);
	if (has_field(c, "subject"))
		set_string(c, "subject", subject_called(c));
	if (fill->fill != NULL && fill->fill(c) != 0)
		return -1;
	/* That of the record that is amended need not be said. */
	if (has_field(c, "period") && c->period != NULL &&
	    (!has_field(c, "renamed") || c->words->record == NULL))
		set_string(c, "period", c->period->id);
	return 0;
}
