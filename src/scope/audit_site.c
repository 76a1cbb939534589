/*
 * A site as it is given to the audit: made anew from corpus, labels and earlier
 * issues, by what scope/sight.h says of a reader and nothing that the guard
 * worked out.  Only the meaning of what is kept is the same: what a subject and
 * a record are called under the salt (model/issues.h), and what `map` had read
 * (model/tally.h).
 */
#include "scope/audit.h"

#include "base/date.h"
#include "scope/sight.h"

/*
 * Assignments begun for one figure of a site: some bounds leave more than one
 * value, though the sums together don't.
 */
#define MOST 500

struct auditing {
	const struct guarding *guarding;
	const struct corpus *corpus;
	struct arena *arena, *scratch;
	size_t readers, editions;
	struct sight *sights; /* of editions, then of audiences that have none */
	size_t sight_room;
	/* By reader, then organisation->order: all of it reaches him. */
	bool **over;
	bool *over_all;
	/* Records by their ids: the first reply or verification, + 1; next. */
	struct table numbers;
	uint32_t *first_answer, *next_answer;
	struct table known; /* a record and what was read → who makes it out */
};

/* ---- readers ---- */

/* Labels that can't be read are told when editions are made. */
static void
sight_add(struct auditing *a, const struct audience *audience)
{
	struct diags *quiet = ARENA_NEW(a->scratch, struct diags);
	diags_init_like(quiet, a->scratch, a->guarding->diags);
	ARENA_ROOM(a->scratch, a->sights, a->readers, a->sight_room);
	sight_for(&a->sights[a->readers++], a->scratch, a->corpus,
	    a->guarding->policy, audience, a->guarding->as_of, quiet);
}

static bool
is_for(const struct auditing *a, size_t reader, const char *id)
{
	const struct audience *now = &a->sights[reader].audience;
	struct audience then;
	return audience_find(
		   &then, a->corpus->programme, &a->corpus->roster, id) &&
	    then.within == now->within && then.who == now->who;
}

/* Of an edition that is gone, where its audience still means something. */
static void
sight_recall(struct auditing *a, const char *id)
{
	struct audience audience;
	for (size_t r = 0; r < a->readers; r++)
		if (is_for(a, r, id))
			return;
	if (audience_find(
		&audience, a->corpus->programme, &a->corpus->roster, id))
		sight_add(a, &audience);
}

static int
sights_make(struct auditing *a)
{
	const struct site *site = a->corpus->site;
	const struct issues *earlier = a->guarding->earlier;
	for (; a->editions < site_editions(site); a->editions++) {
		struct audience audience;
		if (policy_audience(a->guarding->policy, &audience,
			&site->editions[a->editions],
			a->guarding->diags) != 0)
			return -1;
		sight_add(a, &audience);
	}
	for (size_t i = 0; earlier != NULL && i < earlier->count; i++) {
		const struct issue *issue = &earlier->items[i];
		for (size_t e = 0; e < issue->edition_count; e++)
			sight_recall(a, issue->editions[e].audience);
		for (size_t r = 0; r < issue->reader_count; r++)
			sight_recall(a, issue->readers[r]);
	}
	return 0;
}

/* A closed edition is opened through its bulletins, and has no readers. */
static void
open_on(const struct auditing *a, bool *opened, size_t edition)
{
	bool closed = edition >= a->corpus->site->edition_count &&
	    edition < a->editions;
	if (opened[edition])
		return;
	opened[edition] = true;
	for (size_t e = 0; e < a->readers && !closed; e++)
		if (audience_covers(&a->sights[edition].audience,
			&a->sights[e].audience))
			open_on(a, opened, e);
}

static const bool *
opens_make(const struct auditing *a)
{
	bool *opens = ARENA_ARRAY(a->arena, bool, a->readers * a->readers);
	for (size_t r = 0; r < a->readers; r++)
		open_on(a, &opens[r * a->readers], r);
	return opens;
}

/* ---- leaders: whatever is of an organisation that was always theirs ---- */

/* On its first day, and whenever a superior of anybody changed after it. */
static bool
is_always_within(const struct organisation *o, const struct organisation *top,
    const char *const *days, size_t count)
{
	const char *first = *o->from == '\0' ? "0001-01-01" : o->from;
	if (!organisation_is_within(o, top, first))
		return false;
	for (size_t i = 0; i < count; i++)
		if (strcmp(days[i], first) > 0 &&
		    !organisation_is_within(o, top, days[i]))
			return false;
	return true;
}

/* On which somebody's superior changed, each once. */
static const char **
days_collect(struct auditing *a, size_t *count)
{
	const struct roster *roster = &a->corpus->roster;
	const char **days = NULL;
	size_t room = 0;
	struct table known;
	table_init(&known, a->scratch);
	for (size_t i = 0; i < roster->organisation_count; i++) {
		const struct tenures *t = &roster->organisations[i]->superiors;
		for (size_t j = 0; j < 2 * t->count; j++) {
			const struct tenure *tenure = &t->items[j / 2];
			const char *day = j % 2 == 0
			    ? tenure->from
			    : date_after(a->scratch, tenure->to);
			if (table_add(&known, text_of(day), a) != NULL)
				continue;
			ARENA_ROOM(a->scratch, days, *count, room);
			days[(*count)++] = day;
		}
	}
	return days;
}

static void
over_make(struct auditing *a)
{
	const struct roster *roster = &a->corpus->roster;
	size_t count = 0;
	const char **days = days_collect(a, &count);
	a->over = ARENA_ARRAY(a->arena, bool *, a->readers);
	a->over_all = ARENA_ARRAY(a->arena, bool, a->readers);
	for (size_t r = 0; r < a->readers; r++) {
		const struct audience *who = &a->sights[r].audience;
		bool leads = who->who == who->leaders;
		a->over[r] =
		    ARENA_ARRAY(a->arena, bool, roster->organisation_count);
		a->over_all[r] = roster->organisation_count > 0;
		for (size_t i = 0; i < roster->organisation_count; i++) {
			const struct organisation *o = roster->organisations[i];
			a->over[r][o->order] = leads &&
			    (who->within == NULL ||
				is_always_within(
				    o, who->within, days, count));
			a->over_all[r] &= a->over[r][o->order];
		}
	}
}

static bool
is_over(const struct auditing *a, size_t reader, const struct organisation *o)
{
	const struct audience *who = &a->sights[reader].audience;
	return o != NULL ? a->over[reader][o->order]
			 : who->who == who->leaders && who->within == NULL;
}

/* See struct guard_task: in one of its dimensions he is over the place. */
static bool
place_is_over(const void *context, size_t reader, const struct tally *tally,
    const struct tally_place *place)
{
	const struct auditing *a = context;
	bool over = a->over_all[reader];
	for (size_t d = 0; d < tally->dimension_count && !over; d++) {
		const struct tally_dimension *dimension = tally->dimensions[d];
		const char *id = dimension->nodes[place->nodes[d]].id;
		struct text name = { id, strcspn(id, "@") };
		if (dimension->axis != AXIS_ORGANISATION)
			continue;
		const struct organisation *o =
		    table_get(&a->corpus->roster.organisation_ids, name);
		over = o != NULL && a->over[reader][o->order];
	}
	return over;
}

/* ---- who makes out a contribution ---- */

/* What sets the course of whose problems, up to the day of the figures. */
static void
answers_collect(struct auditing *a)
{
	const struct corpus *corpus = a->corpus;
	const char *day = programme_cutoff(
	    a->scratch, corpus->programme, a->guarding->as_of);
	a->first_answer =
	    ARENA_ARRAY(a->scratch, uint32_t, corpus->record_count + 1);
	a->next_answer =
	    ARENA_ARRAY(a->scratch, uint32_t, corpus->record_count + 1);
	table_init(&a->numbers, a->scratch);
	for (size_t i = 0; i < corpus->record_count; i++)
		table_add(&a->numbers, text_of(corpus->records[i]->id),
		    (void *)(uintptr_t)(i + 1));
	for (uint32_t i = 1; i <= corpus->record_count; i++) {
		const struct record *record = corpus->records[i - 1];
		if ((!record_is(record, "reply") &&
			!record_is(record, "verification")) ||
		    record->about == NULL || record->left_out ||
		    record_is_ahead(record, day))
			continue;
		uintptr_t about = (uintptr_t)table_get(
		    &a->numbers, text_of(record->about->id));
		a->next_answer[i] = a->first_answer[about];
		a->first_answer[about] = i;
	}
}

/* To whom all of it reaches it is no news that it is there. */
static bool
knows_of(const struct auditing *a, size_t reader, const struct organisation *o)
{
	return is_over(a, reader, o) ||
	    sight_organisation(&a->sights[reader], o, NULL);
}

/* What a text stands for: whoever, whichever organisation or record that is. */
static bool
named_is_seen(const struct auditing *a, size_t reader,
    const struct record *record, enum field_type type, struct text id)
{
	const struct sight *sight = &a->sights[reader];
	const struct roster *roster = &a->corpus->roster;
	const struct organisation *o = NULL;
	const struct person *person = NULL;
	struct text problem = TEXT_LIT("");
	if (type == FIELD_RECORD || type == FIELD_PROBLEM) {
		text_split(id, '#', &id, &problem);
		const struct record *to = corpus_record(a->corpus, id);
		return to != NULL && sight_record(sight, to) &&
		    sight_id(sight, to) &&
		    (problem.len == 0 || sight_problem(sight, to, problem));
	}
	if (type == FIELD_ORGANISATION || type == FIELD_SUBJECT)
		o = table_get(&roster->organisation_ids, id);
	if (o == NULL && (type == FIELD_PERSON || type == FIELD_SUBJECT))
		person = table_get(&roster->person_ids, id);
	if (o == NULL && person == NULL)
		return type != FIELD_ORGANISATION && type != FIELD_PERSON &&
		    type != FIELD_SUBJECT;
	return o != NULL ? sight_organisation(sight, o, NULL)
			 : sight_name(sight, record, person);
}

/* A field's value with the marks of its items; `names`: and who is named. */
static bool
value_is_seen(const struct auditing *a, size_t reader,
    const struct record *record, const struct field *field,
    const struct value *value, bool names)
{
	const struct sight *sight = &a->sights[reader];
	if (value == NULL)
		return true;
	if (field->type == FIELD_SCOPE)
		return sight_label(sight, value);
	size_t items = value_is(value, VALUE_LIST) ? value_count(value) : 0;
	for (size_t i = 0; i < items; i++)
		if (!value_is_seen(a, reader, record, field,
			value_item(value, i), names))
			return false;
	if (items == 0 && !sight_word(sight, field, value))
		return false;
	if (value_is(value, VALUE_TEXT))
		return named_is_seen(
		    a, reader, record, field->type, value->text);
	if (!value_is(value, VALUE_MAP))
		return true;
	if (!sight_item(sight, record, value))
		return false;
	for (const struct field *f =
		 field->shape == NULL || !names ? NULL : field->shape->fields;
	     f != NULL && f->name != NULL; f++)
		if (sight_part(f) &&
		    (!sight_item_part(sight, record, value, f) ||
			!value_is_seen(a, reader, record, f,
			    value_get(value, f->name), names)))
			return false;
	return true;
}

static bool
field_is_seen(const struct auditing *a, size_t reader,
    const struct record *record, size_t number, bool owners)
{
	const struct field *field = &record->kind->fields[number];
	bool names = owners || strcmp(field->name, "problems") != 0;
	return sight_field(&a->sights[reader], record, number) &&
	    value_is_seen(a, reader, record, field, record->fields[number],
		names);
}

static bool
course_is_seen(const struct auditing *a, size_t reader, uint32_t record)
{
	for (uint32_t i = a->first_answer[record + 1]; i != 0;
	     i = a->next_answer[i]) {
		const struct record *answer = a->corpus->records[i - 1];
		bool reply = record_is(answer, "reply");
		if (!sight_record(&a->sights[reader], answer) ||
		    !field_is_seen(a, reader, answer,
			field_index(answer->kind, reply ? "items" : "result"),
			false))
			return false;
	}
	return true;
}

/* All that it lay below on the record's day, and itself. */
static bool
place_is_seen(
    const struct auditing *a, size_t reader, const struct record *record)
{
	const struct organisation *o = record->organisation;
	int depth = 0;
	while (o != NULL && depth++ < TREE_DEPTH && knows_of(a, reader, o))
		o = organisation_superior(o, record_label_day(record));
	return o == NULL || depth > TREE_DEPTH;
}

/* Who heads it, by the edition: the person, nobody; `*told`: is he told? */
static const struct person *
head_told(const struct sight *sight, const struct organisation *o, bool *told)
{
	const struct person *head = organisation_head(o, sight->as_of);
	*told = sight_organisation(sight, o, "head") &&
	    (head == NULL || sight_person(sight, head, sight->as_of));
	return head;
}

/* Is what the edition says of a reviewer's offices what it was then? */
static bool
office_is_seen(
    const struct auditing *a, size_t reader, const struct record *record)
{
	const struct sight *sight = &a->sights[reader];
	const struct person *reviewer = NULL;
	for (size_t f = 0; record->kind->fields[f].name != NULL; f++) {
		if (strcmp(record->kind->fields[f].name, "reviewer") != 0)
			continue;
		reviewer = table_get(&a->corpus->roster.person_ids,
		    value_as_text(record->fields[f]));
		if (reviewer != NULL &&
		    !field_is_seen(a, reader, record, f, false))
			return false;
	}
	for (size_t i = 0; reviewer != NULL && i < reviewer->offices.count;
	     i++) {
		const struct organisation *o =
		    reviewer->offices.items[i].organisation;
		bool told;
		if (o == NULL || is_over(a, reader, o))
			continue;
		bool then = tenures_have(
		    &o->heads, reviewer, record_label_day(record));
		bool now = tenures_have(&o->heads, reviewer, sight->as_of);
		if (then != now ||
		    (now && (head_told(sight, o, &told) != reviewer || !told)))
			return false;
	}
	return true;
}

/* Of the organisation itself. */
static bool
standing_is_seen(const struct auditing *a, size_t reader,
    const struct record *record, uint64_t read)
{
	const struct sight *sight = &a->sights[reader];
	const struct organisation *o = record->organisation;
	bool told = true;
	if (o == NULL)
		return true;
	if ((read & READ_CLASSES) != 0 &&
	    !sight_organisation(sight, o, "classes"))
		return false;
	return (read & READ_HEAD) == 0 ||
	    (head_told(sight, o, &told) ==
		    organisation_head(o, record_label_day(record)) &&
		told);
}

static bool
is_known(const struct auditing *a, size_t reader, uint32_t number,
    uint64_t read)
{
	const struct sight *sight = &a->sights[reader];
	const struct record *record = a->corpus->records[number];
	if (!sight_record(sight, record))
		return false;
	for (size_t f = 0; record->kind->fields[f].name != NULL; f++)
		if ((read >> f & 1) != 0 &&
		    !field_is_seen(a, reader, record, f,
			(read & READ_OWNERS) != 0))
			return false;
	if ((read & READ_COURSE) != 0 && !course_is_seen(a, reader, number))
		return false;
	/* The rest is no news to leaders. */
	if (is_over(a, reader, record->organisation))
		return true;
	if (((read & (READ_STANDING | READ_RELATION | READ_PLACE)) != 0) ||
	    ((read & READ_ID) != 0 && !sight_id(sight, record)) ||
	    ((read & READ_SUBJECT) != 0 && record->person != NULL &&
		!sight_name(sight, record, record->person)) ||
	    ((read & READ_OFFICE) != 0 && !office_is_seen(a, reader, record)) ||
	    ((read & READ_ABOVE) != 0 && !place_is_seen(a, reader, record)))
		return false;
	return (record->organisation == NULL ||
		   knows_of(a, reader, record->organisation)) &&
	    standing_is_seen(a, reader, record, read);
}

/* A bit for each reader. */
static const uint64_t *
known_of(struct auditing *a, const struct contribution *c)
{
	uint64_t key[2] = { c->record, c->read };
	struct text text = { (const char *)key, sizeof(key) };
	uint64_t *known = table_get(&a->known, text);
	if (known != NULL)
		return known;
	known = ARENA_ARRAY(a->arena, uint64_t, issue_words(a->readers));
	for (size_t r = 0; r < a->readers; r++)
		if (is_known(a, r, c->record, c->read))
			known[r / 64] |= (uint64_t)1 << (r % 64);
	table_add(&a->known, arena_text(a->scratch, text), known);
	return known;
}

/* ---- issues ---- */

/* The first eight bytes of a digest under the salt. */
static uint64_t
name_of(const struct auditing *a, const char *kind, const char *id)
{
	const struct issues *earlier = a->guarding->earlier;
	struct buf buf = BUF_INIT;
	uint64_t name = 0;
	buf_printf(&buf, "%s\n%s\n%s", earlier != NULL ? earlier->salt : "",
	    kind, id);
	struct digest digest = digest_of(buf_text(&buf));
	buf_free(&buf);
	for (int i = 0; i < 8; i++)
		name = name << 8 | digest.bytes[i];
	return name;
}

static uint64_t
subject_of(const struct auditing *a, const struct record *record)
{
	if (record->person != NULL)
		return name_of(a, "person", record->person->id);
	if (record->organisation != NULL)
		return name_of(a, "organisation", record->organisation->id);
	return name_of(a, "record", record->id);
}

static struct guard_layer
layer_now(struct auditing *a)
{
	const struct tallies *tallies = a->guarding->tallies;
	struct issue_entry *entries = NULL;
	size_t count = 0, room = 0, records = a->corpus->record_count;
	uint64_t *names = ARENA_ARRAY(a->scratch, uint64_t, records);
	uint64_t *subjects = ARENA_ARRAY(a->scratch, uint64_t, records);
	for (size_t i = 0; i < records; i++) {
		const struct record *record = a->corpus->records[i];
		names[i] = name_of(a, "record", record->id);
		subjects[i] = subject_of(a, record);
	}
	for (uint32_t t = 0; t < tallies->list.count; t++)
		for (size_t i = 0; i < tallies->contributions[t].count; i++) {
			const struct contribution *c =
			    &tallies->contributions[t].items[i];
			ARENA_ROOM(a->arena, entries, count, room);
			entries[count++] = (struct issue_entry){ t, c->place,
				c->amount, subjects[c->record],
				names[c->record], known_of(a, c) };
		}
	return (struct guard_layer){ .tallies = tallies->list,
		.entries = entries, .entry_count = count };
}

/* The same record in the same leaf of the same tally. */
static struct text
entry_key(struct buf *buf, const struct tally_list *list,
    const struct issue_entry *entry)
{
	const struct tally *tally = list->items[entry->tally];
	buf_clear(buf);
	buf_printf(buf, "%llu\n%s", (unsigned long long)entry->record,
	    tally->name);
	for (size_t d = 0; d < tally->dimension_count; d++) {
		const struct tally_node *node =
		    &tally->dimensions[d]->nodes[entry->place.nodes[d]];
		buf_printf(buf, "\n%d%s", node->itself, node->id);
	}
	return buf_text(buf);
}

/* By audience, among several by name, else the first. */
static const struct guard_past *
pasts_match(const struct auditing *a, const struct issue *issue)
{
	const struct edition *editions = a->corpus->site->editions;
	size_t count = issue->edition_count + issue->reader_count;
	struct guard_past *pasts =
	    ARENA_ARRAY(a->arena, struct guard_past, count);
	for (size_t e = 0; e < count; e++) {
		static const struct issue_edition none = { .id = "" };
		bool gone = e >= issue->edition_count;
		const struct issue_edition *then =
		    gone ? &none : &issue->editions[e];
		const char *audience = gone
		    ? issue->readers[e - issue->edition_count]
		    : then->audience;
		pasts[e] = (struct guard_past){ -1, then->withheld,
			then->count, gone };
		for (size_t i = 0; i < a->readers; i++)
			if (is_for(a, i, audience) &&
			    (pasts[e].edition < 0 ||
				(i < a->editions &&
				    strcmp(editions[i].id, then->id) == 0)))
				pasts[e].edition = (long)i;
	}
	return pasts;
}

/* Who knew it then knows it now; and who makes out the same today. */
static const uint64_t *
known_then(const struct auditing *a, const struct guard_layer *layer,
    const struct issue_entry *then, const struct issue_entry *now,
    const bool *opens)
{
	uint64_t *known =
	    ARENA_ARRAY(a->arena, uint64_t, issue_words(a->readers));
	for (size_t r = 0; r < a->readers; r++) {
		bool knows = now != NULL &&
		    (now->known[r / 64] >> (r % 64) & 1) != 0;
		for (size_t e = 0; e < layer->past_count && !knows; e++)
			knows = layer->pasts[e].edition >= 0 &&
			    opens[r * a->readers +
				(size_t)layer->pasts[e].edition] &&
			    (then->known[e / 64] >> (e % 64) & 1) != 0;
		known[r / 64] |= (uint64_t)knows << (r % 64);
	}
	return known;
}

static struct guard_layer
layer_then(struct auditing *a, const struct issue *issue,
    const struct table *today, const bool *opens)
{
	struct buf buf = BUF_INIT;
	struct issue_entry *entries =
	    ARENA_ARRAY(a->arena, struct issue_entry, issue->entry_count);
	struct guard_layer layer = { .tallies = issue->tallies,
		.entries = entries, .entry_count = issue->entry_count,
		.pasts = pasts_match(a, issue),
		.past_count = issue->edition_count + issue->reader_count };
	for (size_t i = 0; i < issue->entry_count; i++) {
		const struct issue_entry *e = &issue->entries[i];
		entries[i] = *e;
		entries[i].known = known_then(a, &layer, e,
		    table_get(today, entry_key(&buf, &issue->tallies, e)),
		    opens);
	}
	buf_free(&buf);
	return layer;
}

static const struct guard_layer *
layers_make(struct auditing *a, const bool *opens, size_t *count)
{
	const struct issues *earlier = a->guarding->earlier;
	size_t past = earlier != NULL ? earlier->count : 0;
	struct guard_layer *layers =
	    ARENA_ARRAY(a->arena, struct guard_layer, past + 1);
	struct guard_layer now = layer_now(a);
	struct buf buf = BUF_INIT;
	struct table today;
	table_init(&today, a->scratch);
	for (size_t i = 0; i < now.entry_count && past > 0; i++)
		table_add(&today,
		    arena_text(a->scratch,
			entry_key(&buf, &now.tallies, &now.entries[i])),
		    (void *)&now.entries[i]);
	buf_free(&buf);
	for (size_t i = 0; i < past; i++)
		layers[i] = layer_then(a, &earlier->items[i], &today, opens);
	layers[past] = now;
	*count = past + 1;
	return layers;
}

struct audit *
audit_release(struct arena *arena, const struct guarding *guarding,
    struct figures *const *figures, struct guard_task *task)
{
	struct auditing *a = ARENA_NEW(arena, struct auditing);
	struct audit *audit = NULL;
	*a = (struct auditing){ .guarding = guarding,
		.corpus = guarding->corpus,
		.arena = arena,
		.scratch = arena_new() };
	table_init(&a->known, a->scratch);
	if (sights_make(a) == 0) {
		over_make(a);
		answers_collect(a);
		const bool *opens = opens_make(a);
		*task = (struct guard_task){ .readers = a->readers,
			.editions = a->editions,
			.opens = opens, .over = place_is_over, .context = a };
		task->layers = layers_make(a, opens, &task->layer_count);
		struct audit_task given = { task, figures, MOST };
		audit = audit_run(arena, &given);
	}
	arena_free(a->scratch);
	return audit;
}
