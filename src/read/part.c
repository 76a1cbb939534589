#include "read/part.h"

#include "base/utf8.h"
#include "model/rules.h"
#include "read/load.h"
#include "read/part_check.h"

/* ---- faults ---- */

static void
edits_put(struct buf *out, const struct diag_edit *edits)
{
	size_t count = 0;
	for (const struct diag_edit *e = edits; e != NULL; e = e->next)
		count++;
	pack_number(out, count);
	for (const struct diag_edit *e = edits; e != NULL; e = e->next) {
		pack_span(out, e->span);
		pack_text(out, e->text);
	}
}

static struct diag_edit *
edits_read(struct unpack *from, struct arena *arena)
{
	struct diag_edit *first = NULL, **to = &first;
	for (size_t i = unpack_count(from); i > 0 && !from->failed; i--) {
		struct diag_edit *e = ARENA_NEW(arena, struct diag_edit);
		e->span = unpack_span(from);
		e->text = unpack_text(from);
		*to = e;
		to = &e->next;
	}
	return first;
}

/* What it has beside its rule; what it has of it stays the rule's. */
static void
own_put(struct buf *out, const char *own, const char *of_rule)
{
	pack_string(out, own == of_rule ? NULL : own);
}

static const char *
own_read(struct unpack *from, const char *of_rule)
{
	const char *own = unpack_string(from);
	return own == NULL ? of_rule : own;
}

static void
diags_put(struct buf *out, const struct diags *diags)
{
	pack_number(out, diags->count);
	for (const struct diag *d = diags->first; d != NULL; d = d->next) {
		pack_number(out, (uint64_t)(d->rule - rules));
		pack_number(out, d->level);
		pack_span(out, d->span);
		pack_text(out, text_of(d->message));
		own_put(out, d->effect, d->rule->effect);
		own_put(out, d->remedy, d->rule->remedy);
		pack_string(out, d->about);
		pack_string(out, d->unknown);
		pack_number(out, d->among);
		pack_span(out, d->also);
		pack_string(out, d->also_label);
		edits_put(out, d->edits);
	}
}

static void
diags_read(struct unpack *from, const struct part_check *check,
    struct diags *diags)
{
	for (size_t i = unpack_count(from); i > 0 && !from->failed; i--) {
		struct diag *d = ARENA_NEW(diags->arena, struct diag);
		d->rule = &rules[unpack_index(from, RULE__MAX)];
		d->level = (enum diag_level)unpack_index(from, DIAG_ERROR + 1);
		d->span = unpack_span(from);
		d->message = unpack_text(from).at;
		d->effect = own_read(from, d->rule->effect);
		d->remedy = own_read(from, d->rule->remedy);
		d->about = unpack_string(from);
		d->unknown = unpack_string(from);
		d->among = (unsigned)unpack_number(from);
		d->also = unpack_span(from);
		d->also_label = unpack_string(from);
		d->edits = edits_read(from, diags->arena);
		from->failed = from->failed || !part_diag_is_sound(check, d);
		if (!from->failed)
			diags_append(diags, d);
	}
}

/* ---- sections ---- */

static bool
is_piece(struct text text, struct text piece)
{
	return piece.at >= text.at && piece.at + piece.len <= text.at + text.len;
}

/* By where it lies in the text, from 1; 0: it is what was meant there. */
static void
piece_put(struct buf *out, struct text text, struct text piece)
{
	pack_number(out, piece.len);
	if (piece.len == 0)
		return;
	if (is_piece(text, piece)) {
		pack_number(out, (uint64_t)(piece.at - text.at) + 1);
		return;
	}
	pack_number(out, 0);
	pack_text(out, piece);
}

static struct text
piece_read(struct unpack *from, struct text text)
{
	uint64_t len = unpack_number(from);
	if (len == 0)
		return TEXT_LIT("");
	uint64_t at = unpack_number(from);
	if (at == 0)
		return unpack_text(from);
	if (--at <= text.len && len <= text.len - at)
		return text_cut(text, (size_t)at, (size_t)(at + len));
	from->failed = true;
	return TEXT_LIT("");
}

static void
section_put(struct buf *out, struct text text, const struct section *s)
{
	piece_put(out, text, s->title);
	piece_put(out, text, s->mark_id);
	piece_put(out, text, s->mark_scope);
	piece_put(out, text, s->body);
	pack_span(out, s->title_span);
	pack_span(out, s->scope_span);
	pack_span(out, s->body_span);
}

static struct section
section_read(struct unpack *from, struct text text)
{
	struct section s;
	s.title = piece_read(from, text);
	s.mark_id = piece_read(from, text);
	s.mark_scope = piece_read(from, text);
	s.body = piece_read(from, text);
	s.title_span = unpack_span(from);
	s.scope_span = unpack_span(from);
	s.body_span = unpack_span(from);
	return s;
}

static void
sections_read(struct unpack *from, struct record *record, struct text text,
    struct arena *arena)
{
	size_t count = unpack_count(from);
	record->sections = ARENA_ARRAY(arena, struct section, count);
	record->section_aspects = ARENA_ARRAY(arena, const char *, count);
	record->section_count = count;
	for (size_t i = 0; i < count && !from->failed; i++) {
		record->sections[i] = section_read(from, text);
		record->section_aspects[i] = unpack_string(from);
	}
}

/* ---- a record ---- */

static void
record_put(struct buf *out, struct text text, const struct record *record)
{
	pack_number(out, (uint64_t)(record->kind - record_kinds));
	pack_span(out, record->span);
	for (size_t i = 0; i < field_count(record->kind); i++)
		pack_value(out, record->fields[i]);
	pack_number(out, record->section_count);
	for (size_t i = 0; i < record->section_count; i++) {
		section_put(out, text, &record->sections[i]);
		pack_string(out, record->section_aspects[i]);
	}
}

static struct record *
record_read(struct unpack *from, const struct part_check *check,
    const struct corpus *corpus, const char *id, struct arena *arena)
{
	struct record *record = ARENA_NEW(arena, struct record);
	record->id = id;
	record->kind = &record_kinds[unpack_index(from, kind_count())];
	record->span = unpack_span(from);
	size_t fields = field_count(record->kind);
	record->fields = ARENA_ARRAY(arena, struct value *, fields);
	for (size_t i = 0; i < fields; i++)
		record->fields[i] = unpack_value(from, arena);
	sections_read(from, record, check->text, arena);
	if (!check->is_own)
		from->failed =
		    from->failed || !part_record_is_sound(check, record);
	if (from->failed)
		return NULL;
	record_situate(corpus, record);
	return record;
}

/* ---- the whole ---- */

void
part_put(struct buf *out, const struct source *source, uint32_t number,
    const struct record *record, const struct diags *diags)
{
	pack_number(out, number);
	pack_text(out, source->text);
	pack_bool(out, source->bytes.at != NULL);
	if (source->bytes.at != NULL)
		pack_text(out, source->bytes);
	diags_put(out, diags);
	pack_bool(out, record != NULL);
	if (record != NULL)
		record_put(out, source->text, record);
}

struct record *
part_read(struct unpack *from, const struct corpus *corpus, const char *id,
    struct source *source, uint32_t number, bool is_own, struct arena *arena,
    struct diags *diags)
{
	from->source_was = (uint32_t)unpack_number(from);
	from->source = number;
	source->text = unpack_text(from);
	if (unpack_bool(from))
		source->bytes = unpack_text(from);
	struct text text = source->text;
	const struct part_check check = { corpus->programme, text, number,
		is_own || utf8_check(text) == text.len, is_own };
	diags_read(from, &check, diags);
	return unpack_bool(from)
	    ? record_read(from, &check, corpus, id, arena)
	    : NULL;
}

struct text
source_file(const struct source *source)
{
	return source->bytes.len > 0 ? source->bytes : source->text;
}

struct text
part_file(struct text part)
{
	struct unpack from = { .bytes = part };
	struct source source = { .bytes = TEXT_LIT("") };
	unpack_number(&from);
	source.text = unpack_text(&from);
	if (unpack_bool(&from))
		source.bytes = unpack_text(&from);
	return from.failed ? (struct text){ NULL, 0 } : source_file(&source);
}
