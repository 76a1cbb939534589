#include "cmd/show.h"

#include "base/lang.h"
#include "base/utf8.h"
#include "cmd/listing.h"
#include "scope/explain.h"

/* Something with labels of its own, beside those of the whole record. */
struct part {
	const char *name;
	const struct scope *scope;
	const struct scope *outer; /* of the field it lies in; or NULL */
};

struct parts {
	struct part *items;
	size_t count, capacity;
};

struct looking {
	struct site_run *run;
	const struct record *record;
	const struct onlooker *onlookers;
	size_t count;
	struct admission *admissions; /* parallel to onlookers */
	struct parts parts;
	bool closely; /* name the sources that let in, too */
};

/* ---- what has labels of its own ---- */

static void
part_add(struct looking *l, const char *name, const struct scope *scope,
    const struct scope *outer)
{
	struct parts *parts = &l->parts;
	ARENA_ROOM(l->run->arena, parts->items, parts->count, parts->capacity);
	parts->items[parts->count++] = (struct part){ name, scope, outer };
}

/* What an own mark says. */
static const struct scope *
own_scope(struct looking *l, const struct value *own)
{
	struct arena *arena = l->run->arena;
	struct scope *scope = ARENA_NEW(arena, struct scope);
	scope_add(scope, arena,
	    policy_own_label(
		l->run->policy, arena, own, l->record, &l->run->diags));
	return scope;
}

/* Problems with a mark of their own. */
static void
items_add(struct looking *l, size_t field, const struct scope *outer)
{
	const struct value *list = l->record->fields[field];
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *item = value_item(list, i);
		const struct value *own = value_get(item, "scope");
		if (own == NULL)
			continue;
		const char *id = value_get_string(item, "id");
		part_add(l,
		    arena_printf(l->run->arena, "%s %s",
			l->record->kind->fields[field].name,
			id == NULL ? "?" : id),
		    own_scope(l, own), outer);
	}
}

static const struct scope *
field_scope_of(const struct record *record, size_t field)
{
	for (size_t i = 0; i < record->field_scope_count; i++)
		if (record->field_scopes[i].field == field)
			return &record->field_scopes[i].scope;
	return NULL;
}

static void
parts_find(struct looking *l)
{
	const struct record *record = l->record;
	struct arena *arena = l->run->arena;
	if (record_is_withdrawn(record, l->run->as_of)) {
		/* Of that the reason alone may have one. */
		const struct value *own = value_get(
		    record_get(record, "withdrawn"), "reason-scope");
		if (own != NULL)
			part_add(l, "reason 理由", own_scope(l, own), NULL);
		return;
	}
	for (size_t i = 0; i < record->section_count; i++)
		part_add(l,
		    record->sections[i].title.len == 0
			? _("(before the first heading)")
			: arena_printf(arena, "## %.*s",
			      TEXT_ARG(record->sections[i].title)),
		    &record->section_scopes[i], NULL);
	for (size_t i = 0; record->kind->fields[i].name != NULL; i++) {
		const struct field *field = &record->kind->fields[i];
		const struct scope *scope = field_scope_of(record, i);
		if (record->fields[i] == NULL)
			continue;
		if (scope != NULL)
			part_add(l,
			    arena_printf(arena, "%s %s", field->name,
				field->alias),
			    scope, NULL);
		if (field->type == FIELD_MAP &&
		    record->fields[i]->kind == VALUE_LIST)
			items_add(l, i, scope);
	}
}

static bool
admits(const struct looking *l, const struct part *part, size_t onlooker)
{
	const struct audience *audience =
	    &l->onlookers[onlooker].sight.audience;
	const char *day = record_label_day(l->record);
	return scope_admits(part->scope, audience, day) &&
	    (part->outer == NULL || scope_admits(part->outer, audience, day));
}

/* ---- the table ---- */

static const char *
yes_no(bool yes)
{
	return yes ? _("yes") : _("no");
}

static void
table_print(struct looking *l)
{
	struct listing listing;
	struct listing_column *columns = ARENA_ARRAY(l->run->arena,
	    struct listing_column, l->count + 1);
	columns[0] = (struct listing_column){ "part", N_("who sees it"),
		false };
	for (size_t i = 0; i < l->count; i++)
		columns[i + 1] = (struct listing_column){
			l->onlookers[i].edition->id,
			l->onlookers[i].edition->title, false
		};
	listing_init(&listing, l->run->arena, columns, l->count + 1);
	listing_add(&listing, _("the record"));
	for (size_t i = 0; i < l->count; i++)
		listing_add(&listing,
		    yes_no(l->admissions[i].why == HIDDEN_NOT));
	for (size_t p = 0; p < l->parts.count; p++) {
		const struct part *part = &l->parts.items[p];
		listing_add(&listing, part->name);
		for (size_t i = 0; i < l->count; i++)
			listing_add(&listing,
			    yes_no(l->admissions[i].why == HIDDEN_NOT &&
				admits(l, part, i)));
	}
	listing_print(&listing, LISTING_TEXT, stdout);
}

/* ---- why ---- */

static void
place_print(const struct site_run *run, struct span span)
{
	if (span.source == 0)
		return;
	struct source *source = source_at(&run->sources, span.source);
	struct place place = source_place(source, span);
	printf("      %s:%u:%u\n", source->path, place.line, place.column);
}

static void
reason_print(const struct looking *l, const struct reason *reason)
{
	static const char *const lets[] = {
		[SOURCE_DEFAULT] =
		    N_("    the programme's default lets in %s\n"),
		[SOURCE_OWN] = N_("    its own mark lets in %s\n"),
		[SOURCE_FILTER] = N_("    a filter lets in %s\n"),
		[SOURCE_RELEASE] =
		    N_("    the default, widened by a release, lets in %s\n"),
	};
	static const char *const only[] = {
		[SOURCE_DEFAULT] =
		    N_("    the programme's default lets in only %s\n"),
		[SOURCE_OWN] = N_("    its own mark lets in only %s\n"),
		[SOURCE_FILTER] = N_("    a filter lets in only %s\n"),
		[SOURCE_RELEASE] =
		    N_("    the default, widened by a release, lets in only "
		       "%s\n"),
	};
	if (reason->source == SOURCE_NONE)
		fputs(_("    the programme has no default for it: nobody\n"),
		    stdout);
	else if (*reason->words == '\0')
		fputs(_("    a label that means nobody here\n"), stdout);
	else
		printf(_((reason->admits ? lets : only)[reason->source]),
		    reason->words);
	place_print(l->run, reason->span);
}

/* The sources that speak of it; those that let in only when asked closely. */
static void
reasons_print(const struct looking *l, const struct record *record,
    const struct scope *scope, size_t onlooker)
{
	const struct reason *reasons = scope_explain(l->run->arena,
	    &l->run->corpus, record, scope, &l->onlookers[onlooker].sight.audience);
	for (size_t i = 0; i < scope->count; i++)
		if (l->closely || !reasons[i].admits)
			reason_print(l, &reasons[i]);
}

static void
admission_print(const struct looking *l, size_t onlooker)
{
	static const char *const words[] = {
		[HIDDEN_NOT] = N_("  sees the record\n"),
		[HIDDEN_LEFT_OUT] = N_("  a filter leaves the record out\n"),
		[HIDDEN_AHEAD] = N_("  the record is dated after today\n"),
		[HIDDEN_SCOPE] = N_("  does not see the record\n"),
		[HIDDEN_EDITION] =
		    N_("  the bulletin's edition holds what this audience "
		       "may not see\n"),
		[HIDDEN_PROBLEM] =
		    N_("  the problem that it verifies is not seen\n"),
	};
	const struct admission *a = &l->admissions[onlooker];
	fputs(_(words[a->why]), stdout);
	if (a->record != l->record)
		printf(_("    because of what it answers: %s\n"),
		    a->record->id);
	if (a->why == HIDDEN_SCOPE || l->closely)
		reasons_print(l, a->record, &a->record->scope, onlooker);
}

static void
part_print(const struct looking *l, const struct part *part, size_t onlooker)
{
	bool seen = admits(l, part, onlooker);
	if (seen && (!l->closely || part->scope->count == 0))
		return;
	printf(seen ? _("  sees “%s”\n") : _("  does not see “%s”\n"),
	    utf8_clean(l->run->arena, text_of(part->name)));
	reasons_print(l, l->record, part->scope, onlooker);
	if (part->outer != NULL)
		reasons_print(l, l->record, part->outer, onlooker);
}

static bool
sees_all(const struct looking *l, size_t onlooker)
{
	for (size_t p = 0; p < l->parts.count; p++)
		if (!admits(l, &l->parts.items[p], onlooker))
			return false;
	return l->admissions[onlooker].why == HIDDEN_NOT;
}

static void
onlooker_print(const struct looking *l, size_t onlooker)
{
	const struct edition *edition = l->onlookers[onlooker].edition;
	if (!l->closely && sees_all(l, onlooker))
		return;
	printf("\n%s (%s):\n",
	    utf8_clean(l->run->arena, text_of(edition->title)),
	    value_as_string(edition->audience));
	if (l->closely || l->admissions[onlooker].why != HIDDEN_NOT)
		admission_print(l, onlooker);
	if (l->admissions[onlooker].why != HIDDEN_NOT)
		return;
	for (size_t p = 0; p < l->parts.count; p++)
		part_print(l, &l->parts.items[p], onlooker);
}

/* ---- releases ---- */

/* Those that cover it, and why one of them does not count. */
static void
releases_print(const struct looking *l)
{
	static const char *const words[] = {
		[RELEASE_COUNTS] = N_("released by %s, approved on %s\n"),
		[RELEASE_UNAPPROVED] =
		    N_("%s does not release it: nobody has approved that\n"),
		[RELEASE_AHEAD] =
		    N_("%s does not release it before %s, the day of its "
		       "approval\n"),
		[RELEASE_DISORDERED] =
		    N_("%s does not release it: its days are out of order\n"),
		[RELEASE_BY_PROPOSER] =
		    N_("%s does not release it: who approved it has proposed "
		       "it himself\n"),
		[RELEASE_UNENTITLED] =
		    N_("%s does not release it: who approved it may not\n"),
		[RELEASE_VOID] =
		    N_("%s does not release it: its audience can't be read\n"),
		[RELEASE_BARE] =
		    N_("%s does not release it: there is no digest of it\n"),
		[RELEASE_CHANGED] =
		    N_("%s does not release it: it was changed since the "
		       "approval of %s\n"),
	};
	const struct covering *c = releases_of(l->run->releases, l->record);
	if (c != NULL)
		putchar('\n');
	for (; c != NULL; c = c->next) {
		const char *day = value_as_string(value_get(
		    record_get(c->release, "approved"), "date"));
		/* Sentences without a day leave it: they take the id alone. */
		if (c->state == RELEASE_COUNTS || c->state == RELEASE_AHEAD ||
		    c->state == RELEASE_CHANGED)
			printf(_(words[c->state]), c->release->id, day);
		else
			printf(_(words[c->state]), c->release->id);
	}
}

void
show_scope(struct site_run *run, const struct record *record,
    const struct onlooker *onlookers, size_t count)
{
	struct looking l = { .run = run,
		.record = record,
		.onlookers = onlookers,
		.count = count,
		.closely = count == 1 };
	l.admissions = ARENA_ARRAY(run->arena, struct admission, count);
	for (size_t i = 0; i < count; i++)
		l.admissions[i] = sight_admission(&onlookers[i].sight, record);
	parts_find(&l);
	putchar('\n');
	table_print(&l);
	if (record_is_withdrawn(record, run->as_of))
		printf(_("withdrawn on %s: no edition has its text, only which "
			 "one it was\n"),
		    record->withdrawn);
	releases_print(&l);
	for (size_t i = 0; i < count; i++)
		onlooker_print(&l, i);
}
