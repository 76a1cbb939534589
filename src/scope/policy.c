#include "scope/policy.h"

#include "base/lang.h"
#include "model/rules.h"

/* Defaults of a kind, or of one form of it; NULL = none. */
struct defaults {
	struct pattern *record;
	struct pattern *person;   /* of records about a person */
	struct pattern **aspects; /* parallel to VOCABULARY_ASPECT */
	struct pattern **fields;  /* parallel to shape->fields */
	bool read;                /* of a form: it has defaults of its own */
};

struct kind_policy {
	struct defaults all;
	struct defaults *forms; /* parallel to VOCABULARY_FORM */
	bool read;
};

struct policy {
	const struct corpus *corpus;
	struct kind_policy *kinds; /* parallel to record_kinds */
	struct kind_policy organisation;
	struct pattern *officer, *member;
	const struct releases *releases; /* or NULL */
	/* Whom the site's editions are for: asked again and again. */
	const struct edition *editions;
	struct known_audience {
		struct audience audience;
		bool known; /* else it can't be read */
	} *audiences;
	size_t audience_count;
};

struct policy_reading {
	struct label_context context;
	struct policy *policy;
	int status;
};

static bool
key_is(const struct entry *entry, const char *name, const char *alias)
{
	return text_is(entry->key, name) || text_is(entry->key, alias);
}

static struct pattern *
pattern_read(struct policy_reading *reading, const struct value *value)
{
	struct pattern *p = ARENA_NEW(reading->context.arena, struct pattern);
	if (pattern_parse(p, &reading->context, value) != 0)
		reading->status = -1;
	return p;
}

static void
default_unknown(
    struct policy_reading *reading, const struct entry *entry,
    const char *format)
{
	diag_at(reading->context.diags, &rules[RULE_SCOPE_DEFAULT], entry->span,
	    format, entry->key.at);
	reading->status = -1;
}

/* Fields are meant here: anything else would silently narrow nothing. */
static bool
is_map(struct policy_reading *reading, const struct value *map)
{
	if (map->kind == VALUE_MAP)
		return true;
	struct diag *d = diag_at(reading->context.diags,
	    &rules[RULE_SCOPE_FORM], map->span,
	    "fields are meant here, not %s", value_kind_name(map->kind));
	diag_remedy(reading->context.diags, d,
	    "write what each label is for: {NAME: LABEL, …}");
	reading->status = -1;
	return false;
}

static void
default_twice(struct policy_reading *reading, const struct entry *entry)
{
	diag_at(reading->context.diags, &rules[RULE_FIELD_TWICE], entry->span,
	    "the default “%s” is given already", entry->key.at);
	reading->status = -1;
}

static void
default_read(struct policy_reading *reading, struct pattern **pattern,
    const struct entry *entry)
{
	if (*pattern != NULL)
		default_twice(reading, entry);
	else
		*pattern = pattern_read(reading, entry->value);
}

static void
aspects_read(struct policy_reading *reading, struct defaults *defaults,
    const struct value *map)
{
	if (!is_map(reading, map))
		return;
	const struct programme *programme = reading->context.programme;
	for (size_t i = 0; i < map->map.count; i++) {
		const struct entry *entry = &map->map.entries[i];
		int rank =
		    programme_rank(programme, VOCABULARY_ASPECT, entry->key);
		if (rank < 0)
			default_unknown(reading, entry,
			    N_("the form has no aspect “%s”"));
		else
			default_read(reading, &defaults->aspects[rank], entry);
	}
}

static void
fields_read(struct policy_reading *reading, struct defaults *defaults,
    const struct shape *shape, const struct value *map)
{
	if (!is_map(reading, map))
		return;
	for (size_t i = 0; i < map->map.count; i++) {
		const struct entry *entry = &map->map.entries[i];
		const struct field *field = field_find(shape, entry->key);
		if (field == NULL)
			default_unknown(reading, entry,
			    N_("there is no field “%s”"));
		else if (!field_has_label(shape, field))
			default_unknown(reading, entry,
			    N_("the field “%s” can't have a label of its own: "
			       "it says what the record is"));
		else
			default_read(reading,
			    &defaults->fields[field - shape->fields], entry);
	}
}

static void
defaults_init(struct policy_reading *reading, struct defaults *defaults,
    const struct shape *shape)
{
	const struct programme *programme = reading->context.programme;
	*defaults = (struct defaults){ 0 };
	defaults->aspects = ARENA_ARRAY(reading->context.arena,
	    struct pattern *, programme->terms[VOCABULARY_ASPECT].count);
	defaults->fields = ARENA_ARRAY(
	    reading->context.arena, struct pattern *, field_count(shape));
}

/* True for a map that holds defaults rather than one pair. */
static bool
is_defaults(const struct value *value)
{
	return value->kind == VALUE_MAP && value_get(value, "who") == NULL;
}

static void
defaults_read(struct policy_reading *reading, struct defaults *defaults,
    const struct shape *shape, const struct value *value, bool of_form)
{
	bool has_form = field_find(shape, TEXT_LIT("form")) != NULL;
	if (!is_defaults(value)) {
		defaults->record = pattern_read(reading, value);
		return;
	}
	for (size_t i = 0; i < value->map.count; i++) {
		const struct entry *entry = &value->map.entries[i];
		if (key_is(entry, "record", "记录")) {
			default_read(reading, &defaults->record, entry);
		} else if (!of_form && shape != &organisation_shape &&
		    key_is(entry, "person", "人员")) {
			default_read(reading, &defaults->person, entry);
		} else if (has_form && key_is(entry, "aspects", "方面")) {
			aspects_read(reading, defaults, entry->value);
		} else if (key_is(entry, "fields", "字段")) {
			fields_read(reading, defaults, shape, entry->value);
		} else if (of_form || !has_form ||
		    !key_is(entry, "forms", "点评表")) {
			default_unknown(reading, entry,
			    N_("there are no defaults for “%s”"));
		}
	}
}

/* A form may be named by its id, its name and its short one. */
static void
forms_read(struct policy_reading *reading, struct kind_policy *kind,
    const struct shape *shape, const struct value *map)
{
	if (!is_map(reading, map))
		return;
	for (size_t i = 0; i < map->map.count; i++) {
		const struct entry *entry = &map->map.entries[i];
		int rank = programme_rank(reading->context.programme,
		    VOCABULARY_FORM, entry->key);
		if (rank < 0) {
			default_unknown(reading, entry,
			    N_("the programme has no form “%s”"));
		} else if (kind->forms[rank].read) {
			default_twice(reading, entry);
		} else {
			kind->forms[rank].read = true;
			defaults_read(reading, &kind->forms[rank], shape,
			    entry->value, true);
		}
	}
}

static void
kind_read(struct policy_reading *reading, struct kind_policy *kind,
    const struct shape *shape, const struct value *value)
{
	if (kind->read) {
		diag_at(reading->context.diags, &rules[RULE_FIELD_TWICE],
		    value->span, "the defaults of %s are given already",
		    shape->name);
		reading->status = -1;
	}
	kind->read = true;
	defaults_read(reading, &kind->all, shape, value, false);
	for (size_t i = 0; is_defaults(value) && i < value->map.count; i++)
		if (key_is(&value->map.entries[i], "forms", "点评表"))
			forms_read(reading, kind, shape,
			    value->map.entries[i].value);
}

static void
kind_init(struct policy_reading *reading, struct kind_policy *kind,
    const struct shape *shape)
{
	size_t forms = reading->context.programme->terms[VOCABULARY_FORM].count;
	defaults_init(reading, &kind->all, shape);
	kind->forms =
	    ARENA_ARRAY(reading->context.arena, struct defaults, forms);
	for (size_t i = 0; i < forms; i++)
		defaults_init(reading, &kind->forms[i], shape);
}

static void
person_read(struct policy_reading *reading, const struct value *value)
{
	struct policy *policy = reading->policy;
	if (!is_map(reading, value))
		return;
	for (size_t i = 0; i < value->map.count; i++) {
		const struct entry *entry = &value->map.entries[i];
		if (key_is(entry, "officer", "任职者"))
			default_read(reading, &policy->officer, entry);
		else if (key_is(entry, "member", "党员"))
			default_read(reading, &policy->member, entry);
		else
			default_unknown(reading, entry,
			    N_("people are officers or members, not “%s”"));
	}
}

static void
scope_read(struct policy_reading *reading, const struct value *scope)
{
	struct policy *policy = reading->policy;
	for (size_t i = 0; i < scope->map.count; i++) {
		const struct entry *entry = &scope->map.entries[i];
		const struct shape *shape = kind_find(entry->key);
		if (shape != NULL)
			kind_read(reading, &policy->kinds[shape - record_kinds],
			    shape, entry->value);
		else if (key_is(entry, "organisation", "党组织"))
			kind_read(reading, &policy->organisation,
			    &organisation_shape, entry->value);
		else if (key_is(entry, "person", "人员"))
			person_read(reading, entry->value);
		else
			default_unknown(reading, entry,
			    N_("there is no kind of record “%s”"));
	}
}

static void audiences_read(
    struct policy *policy, struct arena *arena, struct diags *diags);

struct policy *
policy_make(
    struct arena *arena, const struct corpus *corpus, struct diags *diags)
{
	const struct value *scope = corpus->programme->scope;
	struct policy *policy = ARENA_NEW(arena, struct policy);
	struct policy_reading reading = {
		.context = { arena, diags, corpus->programme, &corpus->roster,
		    false },
		.policy = policy,
	};
	policy->corpus = corpus;
	size_t kinds = kind_count();
	policy->kinds = ARENA_ARRAY(arena, struct kind_policy, kinds);
	for (size_t i = 0; i < kinds; i++)
		kind_init(&reading, &policy->kinds[i], &record_kinds[i]);
	kind_init(&reading, &policy->organisation, &organisation_shape);
	if (!value_is(scope, VALUE_MAP)) {
		diag_at(diags, &rules[RULE_SCOPE_FORM],
		    scope != NULL
			? scope->span
			: (struct span){ corpus->programme->source, 0, 0 },
		    N_("programme.yaml gives no default labels by kind"));
		return NULL;
	}
	scope_read(&reading, scope);
	audiences_read(policy, arena, diags);
	return reading.status == 0 ? policy : NULL;
}

/* ---- for another corpus ---- */

/* NULL of NULL. */
static struct pattern *
pattern_move(const struct pattern *pattern, struct arena *arena,
    const struct corpus *corpus)
{
	if (pattern == NULL)
		return NULL;
	struct pattern *moved = ARENA_NEW(arena, struct pattern);
	*moved = *pattern;
	moved->capacity = pattern->count;
	moved->pairs =
	    ARENA_ARRAY(arena, struct pattern_pair, pattern->count);
	for (size_t i = 0; i < pattern->count; i++) {
		moved->pairs[i] = pattern->pairs[i];
		if (pattern->pairs[i].organisation != NULL)
			moved->pairs[i].organisation =
			    table_get(&corpus->roster.organisation_ids,
				text_of(pattern->pairs[i].organisation->id));
	}
	return moved;
}

static struct pattern **
patterns_move(struct pattern *const *patterns, size_t count,
    struct arena *arena, const struct corpus *corpus)
{
	struct pattern **moved = ARENA_ARRAY(arena, struct pattern *, count);
	for (size_t i = 0; i < count; i++)
		moved[i] = pattern_move(patterns[i], arena, corpus);
	return moved;
}

static void
defaults_move(struct defaults *defaults, const struct shape *shape,
    struct arena *arena, const struct corpus *corpus)
{
	defaults->record = pattern_move(defaults->record, arena, corpus);
	defaults->person = pattern_move(defaults->person, arena, corpus);
	defaults->aspects = patterns_move(defaults->aspects,
	    corpus->programme->terms[VOCABULARY_ASPECT].count, arena, corpus);
	defaults->fields = patterns_move(
	    defaults->fields, field_count(shape), arena, corpus);
}

static void
kind_move(struct kind_policy *kind, const struct shape *shape,
    struct arena *arena, const struct corpus *corpus)
{
	size_t forms = corpus->programme->terms[VOCABULARY_FORM].count;
	struct defaults *moved = ARENA_ARRAY(arena, struct defaults, forms);
	defaults_move(&kind->all, shape, arena, corpus);
	for (size_t i = 0; i < forms; i++) {
		moved[i] = kind->forms[i];
		defaults_move(&moved[i], shape, arena, corpus);
	}
	kind->forms = moved;
}

static void
audiences_move(struct policy *copy, struct arena *arena,
    const struct policy *policy)
{
	copy->audiences = ARENA_ARRAY(
	    arena, struct known_audience, policy->audience_count);
	for (size_t i = 0; i < policy->audience_count; i++) {
		struct known_audience *known = &copy->audiences[i];
		*known = policy->audiences[i];
		if (known->known && known->audience.within != NULL)
			known->audience.within =
			    table_get(&copy->corpus->roster.organisation_ids,
				text_of(known->audience.within->id));
	}
}

struct policy *
policy_copy(struct arena *arena, const struct policy *policy,
    const struct corpus *corpus)
{
	struct policy *copy = ARENA_NEW(arena, struct policy);
	size_t kinds = kind_count();
	*copy = *policy;
	copy->corpus = corpus;
	copy->kinds = ARENA_ARRAY(arena, struct kind_policy, kinds);
	for (size_t i = 0; i < kinds; i++) {
		copy->kinds[i] = policy->kinds[i];
		kind_move(&copy->kinds[i], &record_kinds[i], arena, corpus);
	}
	kind_move(&copy->organisation, &organisation_shape, arena, corpus);
	copy->officer = pattern_move(policy->officer, arena, corpus);
	copy->member = pattern_move(policy->member, arena, corpus);
	audiences_move(copy, arena, policy);
	return copy;
}

/* ---- the scope of a record ---- */

struct label
policy_own_label(const struct policy *policy, struct arena *arena,
    const struct value *value, const struct record *record, struct diags *diags)
{
	struct label_context context = { arena, diags,
		policy->corpus->programme, &policy->corpus->roster, false };
	struct pattern pattern;
	pattern_parse(&pattern, &context, value);
	return label_make(
	    arena, &pattern, record->organisation, record_label_day(record));
}

struct labelling {
	const struct policy *policy;
	struct arena *arena;
	struct record *record;
	struct diags *diags;
	const struct defaults *form; /* of the record's form; or NULL */
	const struct defaults *all;
};

static void
scope_add_value(
    struct labelling *l, struct scope *scope, const struct value *value)
{
	scope_add(scope, l->arena,
	    policy_own_label(l->policy, l->arena, value, l->record, l->diags));
}

/* The default of a part; with a release, of whoever that lets in as well. */
static void
scope_add_default(struct labelling *l, struct scope *scope,
    enum release_part part, size_t index, const struct pattern *pattern)
{
	if (pattern == NULL)
		return;
	struct label label = label_make(l->arena, pattern,
	    l->record->organisation, record_label_day(l->record));
	releases_widen(
	    l->policy->releases, &label, l->arena, l->record, part, index);
	scope_add(scope, l->arena, label);
}

/* A source that admits nobody. */
static const struct label nobody;

/* Of what is gone: with it, so is whatever would narrow this. */
static bool
amends_gone(const struct corpus *corpus, const struct record *record)
{
	return record_is(record, "amendment") && record->about == NULL &&
	    (record_get(record, "record") != NULL ||
		table_get(&corpus->roster.gone,
		    value_as_text(record_get(record, "subject"))) != NULL);
}

static void
record_label(struct labelling *l)
{
	struct record *record = l->record;
	struct scope *scope = &record->scope;
	const struct pattern *pattern = NULL;
	if (l->form != NULL)
		pattern = l->form->record;
	if (pattern == NULL && record->person != NULL)
		pattern = l->all->person;
	if (pattern == NULL)
		pattern = l->all->record;
	scope_add_default(l, scope, RELEASE_WHOLE, 0, pattern);
	if (pattern == NULL) {
		/* Nobody, whatever a release says: there is no default. */
		scope_add(scope, l->arena, nobody);
		/* Its form would give one: that it is unknown is reported. */
		if (!record_is(record, "review") || record->form != NULL)
			diag_at(l->diags, &rules[RULE_SCOPE_MISSING],
			    record->span,
			    "programme.yaml has no default label for the kind %s (%s)",
			    record->kind->name, record->kind->alias);
	}
	const struct value *own = record_get(record, "scope");
	if (own != NULL)
		scope_add_value(l, scope, own);
	else if (amends_gone(l->policy->corpus, record))
		scope_add(scope, l->arena, nobody);
	for (size_t i = 0; i < value_count(record->narrowed); i++)
		scope_add_value(l, scope, value_item(record->narrowed, i));
}

static void
aspect_label(struct labelling *l, struct scope *scope, size_t rank)
{
	scope_add_default(
	    l, scope, RELEASE_ASPECT, rank, l->all->aspects[rank]);
	if (l->form != NULL)
		scope_add_default(
		    l, scope, RELEASE_ASPECT, rank, l->form->aspects[rank]);
}

/*
 * Where an office lets a heading pass that is no aspect of the form, it may be
 * any of them, misspelt: its text is as narrow as all are.
 */
static void
aspects_label(struct labelling *l, struct scope *scope)
{
	const struct form *form = l->record->form;
	const struct term_list *aspects =
	    &l->policy->corpus->programme->terms[VOCABULARY_ASPECT];
	for (size_t rank = 0; rank < aspects->count; rank++)
		if (form == NULL ||
		    form_aspect(form, text_of(aspects->items[rank].id)) != NULL)
			aspect_label(l, scope, rank);
}

static void
sections_label(struct labelling *l)
{
	struct record *record = l->record;
	record->section_scopes =
	    ARENA_ARRAY(l->arena, struct scope, record->section_count);
	for (size_t i = 0; i < record->section_count; i++) {
		struct scope *scope = &record->section_scopes[i];
		const struct section *section = &record->sections[i];
		const char *aspect = record->section_aspects[i];
		if (aspect == NULL)
			aspects_label(l, scope);
		else
			aspect_label(l, scope,
			    (size_t)programme_rank(l->policy->corpus->programme,
				VOCABULARY_ASPECT, text_of(aspect)));
		if (section->mark_scope.len > 0) {
			struct value *own =
			    value_text(l->arena, section->mark_scope);
			own->span = section->scope_span;
			scope_add_value(l, scope, own);
		}
	}
}

static void
fields_label(struct labelling *l)
{
	struct record *record = l->record;
	size_t fields = field_count(record->kind), count = 0;
	struct field_scope own[FIELDS_MOST];
	for (size_t i = 0; i < fields; i++) {
		struct field_scope made = { .field = i };
		scope_add_default(
		    l, &made.scope, RELEASE_FIELD, i, l->all->fields[i]);
		if (l->form != NULL)
			scope_add_default(l, &made.scope, RELEASE_FIELD, i,
			    l->form->fields[i]);
		if (made.scope.count > 0)
			own[count++] = made;
	}
	record->field_scope_count = count;
	record->field_scopes = ARENA_ARRAY(l->arena, struct field_scope, count);
	if (count > 0)
		memcpy(record->field_scopes, own, count * sizeof(*own));
}

/* Marks of items: kept as written, but their faults are told now. */
static void
inner_check(
    struct labelling *l, const struct field *field, const struct value *value)
{
	if (field->type == FIELD_SCOPE) {
		struct arena *scratch = arena_new();
		policy_own_label(
		    l->policy, scratch, value, l->record, l->diags);
		arena_free(scratch);
		return;
	}
	for (size_t i = 0; value->kind == VALUE_LIST && i < value_count(value);
	     i++)
		inner_check(l, field, value_item(value, i));
	if (field->type != FIELD_MAP || value->kind != VALUE_MAP)
		return;
	for (const struct field *f = field->shape->fields; f->name != NULL; f++)
		if (value_get(value, f->name) != NULL)
			inner_check(l, f, value_get(value, f->name));
}

void
policy_label(const struct policy *policy, struct arena *arena,
    struct record *record, struct diags *diags)
{
	const struct kind_policy *kind =
	    &policy->kinds[record->kind - record_kinds];
	struct labelling l = { policy, arena, record, diags, NULL, &kind->all };
	if (record->form != NULL)
		l.form = &kind->forms[record->form -
		    policy->corpus->programme->forms];
	record_label(&l);
	sections_label(&l);
	fields_label(&l);
	for (size_t i = 0; record->kind->fields[i].name != NULL; i++)
		if (record->fields[i] != NULL &&
		    record->kind->fields[i].type == FIELD_MAP)
			inner_check(
			    &l, &record->kind->fields[i], record->fields[i]);
	pictures_label(policy->releases, policy->corpus, arena, record);
}

/* ---- organisations and names ---- */

bool
policy_shows_organisation(const struct policy *policy,
    const struct organisation *organisation, const char *field,
    const struct audience *audience, const char *date)
{
	const struct defaults *defaults = &policy->organisation.all;
	if (audience->office)
		return true; /* also without a default */
	if (defaults->record == NULL ||
	    !pattern_admits(defaults->record, organisation, audience, date))
		return false;
	const struct pattern *pattern = field == NULL
	    ? NULL
	    : defaults->fields[field_index(&organisation_shape, field)];
	return pattern == NULL ||
	    pattern_admits(pattern, organisation, audience, date);
}

static bool
tenures_admit(const struct pattern *pattern, const struct tenures *tenures,
    const struct audience *audience, const char *date)
{
	for (size_t i = 0; pattern != NULL && i < tenures->count; i++) {
		const struct tenure *t = &tenures->items[i];
		if (t->organisation != NULL && tenure_holds(t, date) &&
		    pattern_admits(pattern, t->organisation, audience, date))
			return true;
	}
	return false;
}

bool
policy_shows_name(const struct policy *policy, const struct person *person,
    const struct audience *audience, const char *date)
{
	/* The office knows those, too, who are nothing on that day. */
	return audience->office ||
	    tenures_admit(
		policy->member, &person->branches, audience, date) ||
	    tenures_admit(policy->officer, &person->offices, audience, date);
}

static int
audience_read(const struct policy *policy, struct audience *audience,
    const struct edition *edition, struct diags *diags)
{
	const struct corpus *corpus = policy->corpus;
	int leaders = audience_leaders(corpus->programme);
	if (edition->office) {
		*audience = (struct audience){ NULL, leaders, leaders, true };
		return 0;
	}
	return edition->audience == NULL
	    ? -1
	    : audience_parse(audience, corpus->programme, &corpus->roster,
		  edition->audience, diags);
}

int
policy_audience(const struct policy *policy, struct audience *audience,
    const struct edition *edition, struct diags *diags)
{
	if (policy->editions != NULL && edition >= policy->editions &&
	    edition < policy->editions + policy->audience_count) {
		if (edition->office)
			BUG("an edition of the site that sees everything");
		const struct known_audience *known =
		    &policy->audiences[edition - policy->editions];
		if (known->known) {
			*audience = known->audience;
			return 0;
		}
	}
	return audience_read(policy, audience, edition, diags);
}

static void
audiences_read(struct policy *policy, struct arena *arena, struct diags *diags)
{
	const struct site *site = policy->corpus->site;
	size_t count = site_editions(site);
	policy->editions = site->editions;
	policy->audience_count = count;
	policy->audiences = ARENA_ARRAY(arena, struct known_audience, count);
	for (size_t i = 0; i < count; i++)
		policy->audiences[i].known =
		    audience_read(policy, &policy->audiences[i].audience,
			&site->editions[i], diags) == 0;
}

void
policy_release(struct policy *policy, const struct releases *releases)
{
	policy->releases = releases;
}
