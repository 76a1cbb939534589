#include "read/load.h"

#include "base/lang.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "read/front.h"
#include "read/likeness.h"
#include "read/lines.h"
#include "read/markdown.h"
#include "read/shape.h"
#include "read/slip.h"
#include "read/yaml.h"

/* ｐｌａｎ, “方案”: a kind not written as it is known. */
static const struct shape *
kind_mended(const struct shaping *shaping, const struct value *value)
{
	struct arena *arena = shaping->diags->arena;
	struct text narrow = word_narrow(arena, value->text);
	const struct shape *kind = kind_find(narrow);
	if (kind == NULL) {
		narrow = word_small(arena, narrow);
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

/* Without the quotes and brackets that may close behind it. */
static struct text
closing_drop(struct text t)
{
	static const char *const closing[] = { "]", "}", "\"", "'", "”", "’" };
	size_t count = sizeof(closing) / sizeof(*closing), i = 0;
	for (t = text_trim(t); i < count; i++)
		if (text_ends(t, closing[i])) {
			t = text_trim(text_cut(
			    t, 0, t.len - strlen(closing[i])));
			i = SIZE_MAX; /* the first is next */
		}
	return t;
}

/* What it ends in, behind a slash of either width, a bracket or a quote. */
static struct text
last_word(struct text t, bool flow)
{
	t = closing_drop(t);
	for (size_t pos = t.len, end = pos; pos > 0; end = pos) {
		uint32_t code = utf8_previous(t, &pos);
		if (code == '/' || code == 0xFF0F || code == '[' ||
		    code == '{' || code == '"' || code == '\'' ||
		    code == 0x201C || code == 0x2018 || (flow && code == ':'))
			return text_trim(text_from(t, end));
	}
	return t;
}

/*
 * WITHIN/CLASS, or a class alone; in brackets one of several, or {within: …,
 * who: CLASS}.  It is told by the class, of those that there are.
 */
static bool
is_label(const struct corpus *corpus, struct text value)
{
	bool flow = text_starts(value, "[") || text_starts(value, "{");
	struct text item = value, rest = TEXT_LIT("");
	do {
		if (flow)
			text_split(value, ',', &item, &rest);
		if (programme_term(corpus->programme, VOCABULARY_CLASS,
			last_word(item, flow)) != NULL)
			return true;
		value = rest;
	} while (value.len > 0);
	return false;
}

static bool
is_scope(struct text name)
{
	return text_is(name, "scope") || text_is(name, "范围");
}

static struct diag *
scope_tell(struct text text, struct span where, struct text line,
    struct diags *diags)
{
	uint32_t start = (uint32_t)(line.at - text.at);
	return diag_at(diags, &rules[RULE_SECTION_MARK],
	    span_cut(where, start, start + (uint32_t)line.len),
	    "a scope in the text narrows nothing");
}

static bool
has_text(struct text text, const char *part)
{
	return memmem(text.at, text.len, part, strlen(part)) != NULL;
}

/*
 * A scope that is indented like the lines of a text above it, or that only
 * full-width marks part from a text, is of that text, and shown with it.
 * Behind a comma a class alone is prose: …，范围：群众.
 */
static void
line_check(const struct corpus *corpus, struct text text, struct span where,
    struct text line, struct diags *diags)
{
	struct key_place key;
	for (size_t start = 0, end; start < line.len;
	     start = end + strlen("，")) {
		const char *comma = memmem(
		    line.at + start, line.len - start, "，", strlen("，"));
		end = comma == NULL ? line.len : (size_t)(comma - line.at);
		struct text piece = text_trim(text_cut(line, start, end));
		bool begins = start == 0;
		if ((begins && line.at == text.at) ||
		    !key_place_find(&key, piece, 0, piece.len) ||
		    !is_scope(text_cut(piece, 0, key.key_end)) ||
		    (!begins && !has_text(piece, "/") &&
			!has_text(piece, "／")) ||
		    !is_label(corpus, text_from(piece, key.value)))
			continue;
		diag_remedy(diags, scope_tell(text, where, piece, diags), "%s",
		    begins ? N_("begin all fields of one level in the same "
				"column")
			   : N_("write a half-width comma and a space"));
	}
}

static void
value_check(const struct corpus *corpus, const struct value *value,
    struct text source, struct diags *diags)
{
	for (size_t i = 0; i < value_count(value); i++)
		value_check(corpus, value_child(value, i), source, diags);
	if (value->kind != VALUE_TEXT)
		return;
	struct text text =
	    text_cut(source, value->span.start, value->span.end);
	for (size_t pos = 0; pos < text.len;)
		line_check(corpus, text, value->span, line_next(text, &pos),
		    diags);
}

/*
 * Fields that stand below the line that ends them, or below a heading, are text,
 * and shown.  Of most that is seen; of a scope it would be too late.  NULL after
 * none such.
 */
static struct diag *
scope_check(const struct corpus *corpus, struct text body, struct span where,
    struct diags *diags)
{
	struct text line, listed = TEXT_LIT("");
	struct key_place key;
	for (size_t pos = 0; pos < body.len;) {
		line = text_trim(line_next(body, &pos));
		if (line.len == 0 || text_is(line, "---"))
			continue;
		/* scope:, and its labels on lines of their own. */
		bool item = listed.len > 0 && text_starts(line, "-");
		if (!item && !key_place_find(&key, line, 0, line.len))
			return NULL;
		struct text name = word_small(diags->arena,
		    word_narrow(diags->arena,
			text_cut(line, 0, item ? 0 : key.key_end)));
		struct text value =
		    text_trim(text_from(line, item ? 1 : key.value));
		if (!item && !field_is_known(name))
			return NULL;
		bool scope = is_scope(name);
		if ((item || scope) && is_label(corpus, value))
			return scope_tell(
			    body, where, item ? listed : line, diags);
		if (!item)
			listed = scope && value.len == 0 ? line : TEXT_LIT("");
	}
	return NULL;
}

/* Whatever the fields are, so that one run shows all. */
static void
body_check(const struct corpus *corpus, const struct front *front,
    struct diags *diags)
{
	struct text body = front->body;
	if (markdown_check(body, front->body_span, diags))
		markdown_tables_check(body, front->body_span, diags);
	comment_check(front, diags);
	struct diag *scope = scope_check(corpus, body, front->body_span, diags);
	if (scope != NULL)
		diag_remedy(diags, scope,
		    "move it up among the fields, above the line --- that ends "
		    "them");
}

/* Looked at closer only where it may be: in width and case it may differ. */
static bool
may_begin_with_scope(struct text body)
{
	struct text line = TEXT_LIT("");
	for (size_t pos = 0; line.len == 0 && pos < body.len;)
		line = text_trim(line_next(body, &pos));
	return line.len > 0 && (strchr("sS\xEF", line.at[0]) != NULL ||
	    text_starts(line, "范围"));
}

static void
sections_check(const struct corpus *corpus, const struct record *record,
    struct diags *diags)
{
	for (size_t i = 0; i < record->section_count; i++) {
		const struct section *s = &record->sections[i];
		if (has_heading(s) && may_begin_with_scope(s->body))
			scope_check(corpus, s->body, s->body_span, diags);
	}
}

static const struct value *
field_by_name(const struct record *record, const char *name)
{
	const struct field *f = field_find(record->kind, text_of(name));
	return f == NULL ? NULL : record->fields[f - record->kind->fields];
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
	    value_as_string(field_by_name(record, "form")));
	record->period = value_as_string(field_by_name(record, "period"));
	record->date = value_as_string(field_by_name(record, "date"));
	if (*record->date == '\0' && *record->period != '\0') {
		const struct period *period =
		    programme_period(corpus->programme, record->period);
		record->date = period == NULL ? "" : period->to;
	}
	record->withdrawn =
	    value_get_string(field_by_name(record, "withdrawn"), "date");
	const struct value *subject = field_by_name(record, "subject");
	if (subject == NULL)
		subject = field_by_name(record, "organisation");
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
	if (has_text(front.yaml, "scope") || has_text(front.yaml, "范围"))
		value_check(corpus, map, source->text, diags);
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
	sections_check(corpus, record, diags);
	return record;
}
