#include "read/load.h"

#include "model/rules.h"
#include "read/front.h"
#include "read/likeness.h"
#include "read/markdown.h"
#include "read/shape.h"
#include "read/stray_scope.h"
#include "read/yaml.h"

/* ｐｌａｎ, “方案”: a kind not written as it is known. */
static const struct shape *
kind_mended(const struct shaping *shaping, const struct value *value)
{
	struct arena *arena = shaping->diags->arena;
	struct text narrow = word_narrow(arena, value->text);
	const struct shape *kind = kind_find(narrow);
	if (kind == NULL) {
		narrow = arena_small(arena, narrow);
		kind = kind_find(narrow);
	}
	if (kind == NULL)
		return NULL;
	struct diag *d = diag_at(shaping->diags, &rules[RULE_WORD_FORM],
	    value->span, "the kind “%s” is not written as it is known",
	    value->text.at);
	diag_remedy(shaping->diags, d, "write it as %s", narrow.at);
	value_mend(shaping, d, value, narrow);
	return kind;
}

/* `knid: report`, `类别: 点评`: shaping finds the key, and its mend. */
static const struct entry *
kind_entry_meant(const struct value *map)
{
	static const char *const keys[] = { "kind", "类型", "种类", "类别" };
	for (size_t i = 0; i < map->map.count; i++) {
		const struct entry *entry = &map->map.entries[i];
		if (entry->value->kind != VALUE_TEXT ||
		    kind_find(entry->value->text) == NULL)
			continue;
		for (size_t j = 0; j < sizeof(keys) / sizeof(*keys); j++)
			if (text_is(entry->key, keys[j]) ||
			    word_is_near(entry->key, text_of(keys[j])))
				return entry;
	}
	return NULL;
}

static const struct shape *
kind_of(const struct shaping *shaping, const struct value *map,
    struct span front)
{
	struct diags *diags = shaping->diags;
	const struct entry *entry = value_entry(map, TEXT_LIT("kind"));
	if (entry == NULL)
		entry = value_entry(map, TEXT_LIT("类型"));
	if (entry == NULL)
		entry = kind_entry_meant(map);
	if (entry == NULL || entry->value->kind != VALUE_TEXT) {
		diag_at(diags, &rules[RULE_FIELD_MISSING],
		    entry == NULL ? front : entry->value->span,
		    "the record does not say its kind (类型)");
		return NULL;
	}
	const struct shape *kind = kind_find(entry->value->text);
	if (kind == NULL)
		kind = kind_mended(shaping, entry->value);
	if (kind != NULL)
		return kind;
	const char *names[32];
	size_t n = 0;
	for (const struct shape *k = record_kinds; k->name != NULL; k++) {
		names[n++] = k->name;
		names[n++] = k->alias;
	}
	struct diag *d = diag_at(diags, &rules[RULE_KIND_UNKNOWN],
	    entry->value->span, "there is no kind of record “%s”",
	    entry->value->text.at);
	diag_suggest(diags, d, entry->value->text.at, names, n);
	return NULL;
}

/* What stands before the first heading has none. */
static bool
has_heading(const struct section *s)
{
	return s->title_span.end < s->body_span.start ||
	    s->body_span.start == s->body_span.end;
}

static void
aspect_unknown(const struct form *form, const struct section *s,
    struct text name, struct diags *diags)
{
	const char *names[64];
	size_t n = 0;
	if (!has_heading(s)) {
		diag_at(diags, &rules[RULE_ASPECT_UNKNOWN], s->body_span,
		    "text stands before the first aspect");
		return;
	}
	const char *word = arena_copy(diags->arena, name.at, name.len);
	struct diag *d = diag_at(diags, &rules[RULE_ASPECT_UNKNOWN],
	    s->title_span, "the form has no aspect “%s”", word);
	for (size_t i = 0; i < form->aspect_count && n < 63; i++) {
		names[n++] = form->aspects[i].id;
		names[n++] = form->aspects[i].title;
	}
	diag_suggest(diags, d, word, names, n);
}

/* Which aspect each section speaks of: by its mark, else by its title. */
static void
sections_match(struct record *record, struct arena *arena, struct diags *diags)
{
	record->section_aspects =
	    ARENA_ARRAY(arena, const char *, record->section_count);
	if (record->form == NULL)
		return;
	for (size_t i = 0; i < record->section_count; i++) {
		const struct section *s = &record->sections[i];
		struct text name = s->mark_id.len > 0 ? s->mark_id : s->title;
		const struct aspect *aspect = form_aspect(record->form, name);
		if (aspect != NULL)
			record->section_aspects[i] = aspect->id;
		else
			aspect_unknown(record->form, s, name, diags);
	}
}

/* Collected in scratch: what a growing list outgrows would stay for good. */
static void
sections_keep(struct record *record, struct arena *arena,
    struct arena *scratch, const struct front *front, struct diags *diags)
{
	struct section_list list = { 0 };
	sections_split(&list, scratch, front->body, front->body_span, diags);
	record->section_count = list.count;
	record->sections = ARENA_ARRAY(arena, struct section, list.count);
	if (list.count > 0)
		memcpy(record->sections, list.items,
		    list.count * sizeof(*list.items));
}

/* An HTML comment hides nothing here: raw HTML is shown as it stands. */
static void
comment_check(const struct front *front, struct diags *diags)
{
	const char *at = text_find_rare(front->body, 0, TEXT_LIT("<!--"));
	if (at == NULL)
		return;
	uint32_t start = (uint32_t)(at - front->body.at);
	diag_at(diags, &rules[RULE_MARKDOWN_COMMENT],
	    span_cut(front->body_span, start, start + 4),
	    "a comment hides nothing: readers would see it");
}

/* Whatever the fields are, so that one run shows all. */
static void
body_check(const struct corpus *corpus, const struct front *front,
    struct diags *diags)
{
	if (markdown_check(front->body, front->body_span, diags))
		markdown_tables_check(front->body, front->body_span, diags);
	comment_check(front, diags);
	stray_scope_in_body(corpus, front->body, front->body_span, diags);
}

static void
subject_set(const struct corpus *corpus, struct record *record,
    const struct value *value)
{
	struct text id = value_as_text(value);
	const struct organisation *organisation =
	    table_get(&corpus->roster.organisation_ids, id);
	if (organisation != NULL) {
		record->organisation = organisation;
		return;
	}
	record->person = table_get(&corpus->roster.person_ids, id);
	if (record->person != NULL)
		record->organisation =
		    person_branch(record->person, record->date);
}

void
record_situate(const struct corpus *corpus, struct record *record)
{
	record->organisation = NULL;
	record->person = NULL;
	record->form = programme_form(corpus->programme,
	    value_as_string(record_value(record, "form")));
	record->period = value_as_string(record_value(record, "period"));
	record->date = value_as_string(record_value(record, "date"));
	if (*record->date == '\0' && *record->period != '\0') {
		const struct period *period =
		    programme_period(corpus->programme, record->period);
		record->date = period == NULL ? "" : period->to;
	}
	record->withdrawn =
	    value_get_string(record_value(record, "withdrawn"), "date");
	const struct value *subject = record_value(record, "subject");
	if (subject == NULL)
		subject = record_value(record, "organisation");
	if (subject != NULL)
		subject_set(corpus, record, subject);
	/* Of somebody who is gone an amendment is the whole's, too. */
	if ((record_is(record, "bulletin") ||
		(record_is(record, "amendment") && subject != NULL)) &&
	    record->organisation == NULL &&
	    corpus->roster.organisation_count > 0)
		record->organisation =
		    organisation_root(corpus->roster.organisations[0],
			record->date);
}

struct record *
entry_read(const struct corpus *corpus, const char *id,
    const struct source *source, uint32_t number, struct arena *arena,
    struct arena *scratch, struct diags *diags)
{
	struct front front;
	if (front_split(&front, source->text, number, diags) != 0)
		return NULL;
	struct value *map =
	    yaml_parse(scratch, front.yaml, front.yaml_span, diags);
	body_check(corpus, &front, diags);
	if (map == NULL)
		return NULL;
	if (map->kind != VALUE_MAP) {
		diag_at(diags, &rules[RULE_FIELD_TYPE], map->span,
		    "the front matter is %s where fields are meant",
		    value_kind_name(map->kind));
		return NULL;
	}
	stray_scope_in_fields(corpus, &front, map, source->text, diags);
	/* Not at a comment that stands before the fields. */
	struct span first = span_cut(
	    map->map.count > 0 ? map->map.entries[0].span : front.yaml_span, 0,
	    0);
	struct shaping shaping = { .arena = arena,
		.diags = diags,
		.programme = corpus->programme,
		.roster = &corpus->roster,
		.source = source->text };
	const struct shape *kind = kind_of(&shaping, map, first);
	if (kind == NULL)
		return NULL;
	struct record *record = ARENA_NEW(arena, struct record);
	record->id = id;
	record->kind = kind;
	record->span = first;
	record->fields = shape_fields(&shaping, kind, map, first);
	record_situate(corpus, record);
	sections_keep(record, arena, scratch, &front, diags);
	sections_match(record, arena, diags);
	for (size_t i = 0; i < record->section_count; i++)
		if (has_heading(&record->sections[i]))
			stray_scope_in_section(
			    corpus, &record->sections[i], diags);
	return record;
}
