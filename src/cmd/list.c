/* tongbao list: records, narrowed by what is asked for, as a table. */
#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/listing.h"
#include "cmd/site.h"

/* What a record must be to be listed; NULL where it does not matter. */
struct wanted {
	const struct shape *kind;
	const char *period;
	struct subject subject;
	const struct organisation *organisation; /* it, or what lies below */
	const struct person *reviewer;
};

static bool
is_about(const struct record *record, const struct subject *subject)
{
	if (subject->person != NULL)
		return record->person == subject->person;
	return record->person == NULL &&
	    record->organisation == subject->organisation;
}

static const char *
reviewer_of(const struct record *record)
{
	return record_is(record, "review") ? record_string(record, "reviewer")
					   : "";
}

static bool
is_wanted(const struct record *record, const struct wanted *wanted)
{
	if (wanted->kind != NULL && record->kind != wanted->kind)
		return false;
	if (wanted->period != NULL &&
	    strcmp(record->period, wanted->period) != 0)
		return false;
	if ((wanted->subject.person != NULL ||
		wanted->subject.organisation != NULL) &&
	    !is_about(record, &wanted->subject))
		return false;
	if (wanted->organisation != NULL &&
	    !organisation_is_within(record->organisation,
		wanted->organisation, record_label_day(record)))
		return false;
	return wanted->reviewer == NULL ||
	    strcmp(reviewer_of(record), wanted->reviewer->id) == 0;
}

/* Kinds are words for people, keys for programs. */
static const char *
kind_words(const struct shape *kind, enum listing_format format)
{
	return format != LISTING_JSON && lang_is_chinese() ? kind->alias
							   : kind->name;
}

static void
record_add(struct listing *listing, const struct corpus *corpus,
    const struct record *record, enum listing_format format)
{
	const struct person *reviewer = table_get(&corpus->roster.person_ids,
	    text_of(reviewer_of(record)));
	const char *title = value_as_string(record_value(record, "title"));
	listing_add(listing, record->id);
	listing_add(listing, kind_words(record->kind, format));
	listing_add(listing, *record->period == '\0' ? NULL : record->period);
	listing_add(listing, *record->date == '\0' ? NULL : record->date);
	listing_add(listing,
	    record->organisation == NULL ? NULL
					 : record->organisation->short_name);
	listing_add(listing,
	    record->person == NULL ? NULL : record->person->name);
	listing_add(listing, reviewer == NULL ? NULL : reviewer->name);
	listing_add(listing, *title == '\0' ? NULL : title);
}

static void
records_print(const struct corpus *corpus, const struct wanted *wanted,
    enum listing_format format, struct arena *arena)
{
	static const struct listing_column columns[] = {
		{ "record", N_("record"), false },
		{ "kind", N_("kind"), false },
		{ "period", N_("period"), false },
		{ "date", N_("date"), false },
		{ "organisation", N_("organisation"), false },
		{ "person", N_("person"), false },
		{ "reviewer", N_("reviewer"), false },
		{ "title", N_("title"), false },
	};
	struct listing listing;
	listing_init(&listing, arena, columns,
	    sizeof(columns) / sizeof(*columns));
	for (size_t i = 0; i < corpus->record_count; i++)
		if (is_wanted(corpus->records[i], wanted))
			record_add(&listing, corpus, corpus->records[i],
			    format);
	listing_print(&listing, format, stdout);
}

struct words {
	const char *kind, *period, *subject, *organisation, *reviewer;
};

static bool
wanted_find(struct wanted *wanted, const struct words *words,
    const struct asker *asker, const char *as_of)
{
	const struct term *period = NULL;
	*wanted = (struct wanted){ 0 };
	if (words->kind != NULL &&
	    (wanted->kind = ask_kind(asker->command, words->kind)) == NULL)
		return false;
	if (words->period != NULL &&
	    (period = ask_term(asker, VOCABULARY_PERIOD, words->period)) ==
		NULL)
		return false;
	if (period != NULL)
		wanted->period = period->id;
	if (words->subject != NULL &&
	    !ask_subject(asker, words->subject, as_of, &wanted->subject))
		return false;
	if (words->organisation != NULL &&
	    (wanted->organisation =
		    ask_organisation(asker, words->organisation)) == NULL)
		return false;
	return words->reviewer == NULL ||
	    (wanted->reviewer = ask_person(asker, words->reviewer)) != NULL;
}

static int
list_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	struct words words = { 0 };
	struct wanted wanted;
	struct site_run run;
	enum listing_format format = LISTING_TEXT;
	const char *format_word = "text";
	int operands;
	const struct option table[] = {
		{ "period", 0, OPTION_STRING, &words.period, N_("PERIOD"),
		    N_("of this period") },
		{ "subject", 0, OPTION_STRING, &words.subject, N_("SUBJECT"),
		    N_("about this organisation or person") },
		{ "organisation", 0, OPTION_STRING, &words.organisation,
		    N_("ORGANISATION"),
		    N_("about it, its people, and all that lies below it") },
		{ "reviewer", 0, OPTION_STRING, &words.reviewer, N_("PERSON"),
		    N_("reviews by this person") },
		{ "format", 0, OPTION_STRING, &format_word, "text|csv|json",
		    N_("how to print it (default: text)") },
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &list_command, argc,
	    argv, 1, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (listing_format_parse(&format, format_word, "list") != 0)
		return STATUS_USAGE;
	words.kind = operands > 0 ? argv[0] : NULL;
	site_load_only(&run, options);
	struct asker asker = { "list", &run.corpus, run.arena };
	bool understood = run.loaded &&
	    wanted_find(&wanted, &words, &asker, run.as_of);
	if (understood)
		records_print(&run.corpus, &wanted, format, run.arena);
	int status = site_close_quietly(&run);
	return run.loaded && !understood ? STATUS_USAGE : status;
}

const struct command list_command = {
	"list", N_("[options] [KIND]"), N_("list records"), list_main,
};
