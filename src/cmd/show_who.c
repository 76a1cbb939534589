#include "cmd/show.h"

#include "base/lang.h"
#include "base/utf8.h"
#include "cmd/listing.h"

struct showing {
	struct site_run *run;
	struct listing listing;
};

static const struct listing_column who_columns[] = {
	{ "what", N_("what"), false },
	{ "id", N_("id"), false },
	{ "name", N_("name"), false },
	{ "from", N_("from"), false },
	{ "to", N_("to"), false },
};

static void
row_add(struct showing *s, const char *what, const char *id,
    const char *name, const char *from, const char *to)
{
	listing_add(&s->listing, what);
	listing_add(&s->listing, id);
	listing_add(&s->listing, name);
	listing_add(&s->listing, from);
	listing_add(&s->listing, to);
}

static void
organisation_add(struct showing *s, const char *what,
    const struct organisation *o)
{
	if (o != NULL)
		row_add(s, what, o->id, o->name, o->from, o->to);
}

/* What held, holds or will hold; `name` where its id means nothing else. */
static void
tenures_add(struct showing *s, const char *what,
    const struct tenures *tenures)
{
	for (size_t i = 0; i < tenures->count; i++) {
		const struct tenure *t = &tenures->items[i];
		if (t->organisation != NULL)
			row_add(s, what, t->organisation->id,
			    t->organisation->name, t->from, t->to);
		else if (t->person != NULL)
			row_add(s, what, t->person->id, t->person->name,
			    t->from, t->to);
		else
			row_add(s, what, "", t->id, t->from, t->to);
	}
}

static const char *
relation_words(enum relation relation)
{
	const struct field *list = field_find(&form_shape,
	    TEXT_LIT("reviewers"));
	const struct field *field = field_find(list->shape,
	    TEXT_LIT("relation"));
	return field->choices[2 * relation + 1];
}

/* Who may review him or it on the day, by each form that takes him. */
static void
reviewers_add(struct showing *s, const struct subject *subject)
{
	const struct programme *programme = s->run->corpus.programme;
	const char *day = s->run->as_of;
	for (size_t f = 0; f < programme->terms[VOCABULARY_FORM].count; f++) {
		const struct form *form = &programme->forms[f];
		const struct reviewer *lines[REVIEWERS_MOST];
		if (!form_takes(form, programme, subject, day))
			continue;
		size_t count = form_reviewers(form, programme, subject, day,
		    lines, REVIEWERS_MOST);
		for (size_t i = 0; i < count; i++) {
			const struct person *who = relation_person(
			    lines[i]->relation, subject, day);
			if (who != NULL)
				row_add(s, _("may be reviewed by"), who->id,
				    who->name,
				    relation_words(lines[i]->relation),
				    form->short_name);
		}
	}
}

static void
reviews_print(struct showing *s, const char *subject)
{
	static const struct listing_column columns[] = {
		{ "period", N_("period"), false },
		{ "date", N_("date"), false },
		{ "reviewer", N_("reviewer"), false },
		{ "review", N_("review"), false },
	};
	const struct corpus *corpus = &s->run->corpus;
	const struct record_list *reviews =
	    index_about(s->run->checking.index, subject, "review");
	listing_init(&s->listing, s->run->arena, columns, 4);
	for (size_t i = 0; reviews != NULL && i < reviews->count; i++) {
		const struct record *r = reviews->items[i];
		const struct person *reviewer =
		    table_get(&corpus->roster.person_ids,
			value_as_text(record_get(r, "reviewer")));
		listing_add(&s->listing, r->period);
		listing_add(&s->listing, r->date);
		listing_add(&s->listing,
		    reviewer == NULL ? NULL : reviewer->name);
		listing_add(&s->listing, r->id);
	}
	if (listing_rows(&s->listing) == 0)
		printf(_("\nno review up to %s\n"), s->run->as_of);
	else {
		putchar('\n');
		listing_print(&s->listing, LISTING_TEXT, stdout);
	}
}

static struct showing
showing_begin(struct site_run *run, const char *id, const char *name)
{
	struct showing s = { .run = run };
	printf("%s: ", id);
	utf8_put_clean(text_of(name), "", ' ', stdout);
	fputs("\n\n", stdout);
	listing_init(&s.listing, run->arena, who_columns, 5);
	return s;
}

void
show_organisation(struct site_run *run,
    const struct organisation *organisation)
{
	const struct programme *programme = run->corpus.programme;
	const struct roster *roster = &run->corpus.roster;
	struct subject subject = { organisation, NULL };
	struct showing s =
	    showing_begin(run, organisation->id, organisation->name);
	if (organisation->level >= 0) {
		const struct term *level =
		    &programme->terms[VOCABULARY_LEVEL]
			 .items[organisation->level];
		row_add(&s, _("level"), level->id, level->name, "", "");
	}
	for (size_t i = 0; i < value_count(organisation->classes); i++) {
		const char *id =
		    value_as_string(value_item(organisation->classes, i));
		row_add(&s, _("class"), id,
		    programme_name(programme, VOCABULARY_GROUP, id), "", "");
	}
	tenures_add(&s, _("superior"), &organisation->superiors);
	tenures_add(&s, _("head"), &organisation->heads);
	tenures_add(&s, _("deputy"), &organisation->deputies);
	tenures_add(&s, _("liaison leader"), &organisation->liaisons);
	for (size_t i = 0; i < roster->organisation_count; i++)
		if (organisation_superior(roster->organisations[i],
			run->as_of) == organisation)
			organisation_add(&s, _("below it"),
			    roster->organisations[i]);
	reviewers_add(&s, &subject);
	listing_print(&s.listing, LISTING_TEXT, stdout);
	reviews_print(&s, organisation->id);
}

void
show_person(struct site_run *run, const struct person *person)
{
	const struct programme *programme = run->corpus.programme;
	struct subject subject = { person_branch(person, run->as_of), person };
	struct showing s = showing_begin(run, person->id, person->name);
	tenures_add(&s, _("branch"), &person->branches);
	tenures_add(&s, _("post"), &person->posts);
	tenures_add(&s, _("leads"), &person->offices);
	for (size_t i = 0; i < person->categories.count; i++) {
		const struct tenure *t = &person->categories.items[i];
		row_add(&s, _("category"), t->id,
		    programme_name(programme, VOCABULARY_CATEGORY, t->id),
		    t->from, t->to);
		if (t->inflow != NULL)
			organisation_add(&s, _("has come to"), t->inflow);
	}
	if (*person->joined != '\0')
		row_add(&s, _("joined"), "", person->joined, "", "");
	reviewers_add(&s, &subject);
	listing_print(&s.listing, LISTING_TEXT, stdout);
	reviews_print(&s, person->id);
}
