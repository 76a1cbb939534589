#include "cmd/edit.h"

#include "base/date.h"
#include "base/han.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "read/load.h"
#include "read/shape.h"

struct roster_import {
	struct import *import;
	struct arena *arena;
	const struct shape *shape;
	struct roster_items items;
	struct likeness likeness;
	/* Of rows: the id that they give or mean → value of their id or name. */
	struct table ids;
	struct table names; /* of rows: name and branch → the same */
	struct edits edits;
	struct value *fresh; /* list of what is added */
};

static const char *
said(const struct value *map, const char *name)
{
	return value_as_string(value_get(map, name));
}

/* ---- ids ---- */

/* zhang-wei: the surname's letters, then the given name's; "" without all. */
static const char *
name_letters(struct arena *arena, const char *name)
{
	struct buf out = BUF_INIT;
	unsigned sounds[2];
	size_t surname = han_surname(text_of(name), sounds), n = 0, at = 0;
	uint32_t code;
	bool all = surname > 0;
	while (all && (code = han_next(text_of(name), &at)) != 0) {
		int tone;
		unsigned sound = n < surname ? sounds[n] : han_sound(code);
		all = sound != 0;
		if (!all)
			break;
		if (n > 0 && n == surname)
			buf_putc(&out, '-');
		for (const char *p = han_syllable(sound, &tone); *p != '\0'; p++)
			if ((unsigned char)*p < 0x80)
				buf_putc(&out, *p);
			else if ((unsigned char)*p == 0xC3) /* ü */
				buf_putc(&out, 'v');
		n++;
	}
	if (!all)
		buf_clear(&out);
	return buf_detach(arena, &out).at;
}

/* A name without what ids can't have. */
static const char *
name_id(struct arena *arena, const char *name)
{
	struct buf out = BUF_INIT;
	for (const char *p = name; *p != '\0'; p++) {
		const char with[] = { out.len > 0 ? 'a' : *p, *p, '\0' };
		if (id_is_clean(with))
			buf_putc(&out, *p);
	}
	return buf_detach(arena, &out).at;
}

static bool
id_is_taken(const struct roster_import *r, const char *id)
{
	const struct roster *roster = &r->import->run.corpus.roster;
	struct text t = text_of(id);
	return table_get(&r->ids, t) != NULL ||
	    table_get(&roster->person_ids, t) != NULL ||
	    table_get(&roster->organisation_ids, t) != NULL;
}

/* Of a new one that gives none: pinyin of a person's name, else the name. */
static struct value *
id_make(struct roster_import *r, const char *name, struct span span)
{
	const char *base = r->shape == &person_shape
	    ? name_letters(r->arena, name)
	    : "";
	if (*base == '\0')
		base = name_id(r->arena, name);
	const char *id = base;
	for (unsigned n = 2; id_is_taken(r, id); n++)
		id = arena_printf(r->arena, "%s-%u", base, n);
	struct value *value = value_string(r->arena, id);
	value->span = span;
	return value;
}

/* ---- whom a row is about ---- */

/* The branch of a person on the day, by id where it is known. */
static const char *
branch_of(const struct roster_import *r, const struct value *shaped)
{
	const struct value *now = value_now(r->arena, r->shape, shaped,
	    r->import->run.as_of);
	const struct value *branches = value_get(now, "branch");
	if (value_count(branches) == 0)
		return "";
	const char *branch = value_as_string(
	    value_get(value_item(branches, 0), "organisation"));
	const struct organisation *o = roster_organisation(
	    &r->import->run.corpus.roster, text_of(branch), NULL);
	return o == NULL ? branch : o->id;
}

static struct span
item_span(const struct roster_import *r, const struct roster_item *item)
{
	const struct entry *name = field_entry(
	    field_find(r->shape, TEXT_LIT("name")), item->raw);
	return name == NULL ? item->raw->span : name->value->span;
}

static struct span
who_span(const struct value *row)
{
	const struct value *name = value_get(row, "name");
	const struct value *id = value_get(row, "id");
	return name != NULL ? name->span : id != NULL ? id->span : row->span;
}

/*
 * The one on the roster with the row's name, and branch where it says one.
 * *doubt: there are such, but which one is not clear.
 */
static const struct roster_item *
namesake_find(const struct roster_import *r, const struct value *row,
    const struct roster_item **doubt)
{
	const char *branch =
	    value_get(row, "branch") == NULL ? "" : branch_of(r, row);
	const struct roster_item *found = NULL;
	size_t same = 0, all = 0;
	*doubt = NULL;
	for (const struct roster_item *i =
		 table_get(&r->items.names, text_of(said(row, "name")));
	     i != NULL; i = i->namesake) {
		all++;
		*doubt = *doubt == NULL ? i : *doubt;
		if (*branch != '\0' && *branch_of(r, i->shaped) != '\0' &&
		    strcmp(branch_of(r, i->shaped), branch) != 0)
			continue;
		found = i;
		same++;
	}
	if (same == 1 && (all == 1 || *branch != '\0'))
		*doubt = NULL;
	return *doubt == NULL ? found : NULL;
}

static void
namesake_fault(struct roster_import *r, const struct value *row,
    const struct roster_item *item, bool id_given)
{
	struct diags *diags = &r->import->diags;
	struct diag *d = diag_at(diags, &rules[RULE_SHEET_DUPLICATE],
	    who_span(row), "“%s” is on the roster already, as “%s”",
	    said(row, "name"), item->id);
	diag_also(diags, d, item_span(r, item), "this one");
	if (id_given)
		diag_remedy(diags, d,
		    "write the id “%s” if it is the same one; --namesakes if "
		    "there are two of one name",
		    item->id);
	else
		diag_remedy(diags, d,
		    "add the column 编号 (id): “%s” if it is the same one, an "
		    "id of its own if there are two of one name",
		    item->id);
}

/* Is the same one in two rows?  `item`: whom the row means, or NULL. */
static bool
is_twice(struct roster_import *r, const struct value *row,
    const struct roster_item *item)
{
	struct value *id = value_get(row, "id"), *name = value_get(row, "name");
	struct value *who = id != NULL ? id : name;
	struct diags *diags = &r->import->diags;
	struct text known = item != NULL ? text_of(item->id)
					 : value_as_text(id);
	const struct value *first = who == NULL || known.len == 0
	    ? NULL
	    : table_add(&r->ids, known, who);
	if (first != NULL) {
		struct diag *d = diag_at(diags, &rules[RULE_SHEET_DUPLICATE],
		    who->span,
		    id != NULL ? N_("the id “%s” is in two rows")
			       : N_("“%s” is in two rows"),
		    who->text.at);
		diag_also(diags, d, first->span, "the first");
		return true;
	}
	if (name == NULL || (r->import->options.namesakes && id != NULL))
		return false;
	const char *branch = r->shape == &person_shape ? branch_of(r, row) : "";
	first = table_add(&r->names,
	    text_of(arena_printf(r->arena, "%s\n%s", name->text.at, branch)),
	    name);
	if (first == NULL)
		return false;
	struct diag *d = diag_at(diags, &rules[RULE_SHEET_DUPLICATE],
	    name->span, "“%s” is in two rows", name->text.at);
	diag_also(diags, d, first->span, "the first");
	if (id != NULL)
		diag_remedy(diags, d,
		    "keep one of the two rows; --namesakes if there are two "
		    "of one name");
	return true;
}

/* ---- changes ---- */

/* True after a diagnostic: it begins on that day or later. */
static bool
begins_too_late(struct roster_import *r, const struct value *old,
    const struct value *fresh)
{
	const char *from = r->import->options.from;
	if (strcmp(said(old, "from"), from) < 0)
		return false;
	struct diag *d = diag_at(&r->import->diags, &rules[RULE_DAYS_CROSSED],
	    fresh->span, "the branch “%s” holds from %s on, not before %s",
	    said(old, "organisation"), said(old, "from"), from);
	diag_also(&r->import->diags, d, value_get(old, "from")->span, "there");
	diag_remedy(&r->import->diags, d,
	    "give a later day by --from, or correct the roster first");
	return true;
}

/* Has it ended by that day? */
static bool
has_ended(const struct value *item, const char *day)
{
	const char *to = said(item, "to");
	return *to != '\0' && strcmp(to, day) <= 0;
}

/* Does one that has not ended say what is said now? */
static bool
is_held(const struct roster_import *r, const struct value *there,
    const struct value *now, const char *before)
{
	for (size_t i = 0; i < value_count(there); i++)
		if (!has_ended(value_item(there, i), before) &&
		    item_says_same(&r->likeness, now, value_item(there, i)))
			return true;
	return false;
}

/*
 * The branches from now on: of those that hold the ones that are not said any
 * more end the day before, and what is new begins.
 */
static const struct value *
branch_history(struct roster_import *r, const struct value *there,
    const struct value *fresh)
{
	const char *from = r->import->options.from;
	struct arena *arena = r->arena;
	struct value *made = value_list(arena);
	char before[DATE_ROOM];
	made->span = fresh->span;
	date_from_number(date_number(from) - 1, before);
	for (size_t i = 0; i < value_count(there); i++) {
		struct value *old = value_copy(arena, value_item(there, i));
		value_add(arena, made, old);
		if (has_ended(old, before) ||
		    value_is_said(&r->likeness, fresh, old))
			continue;
		if (begins_too_late(r, old, fresh))
			return fresh;
		value_set(arena, old, "to", value_string(arena, before));
	}
	for (size_t i = 0; i < value_count(fresh); i++) {
		struct value *now = value_copy(arena, value_item(fresh, i));
		if (is_held(r, there, now, before))
			continue;
		value_set(arena, now, "from", value_string(arena, from));
		value_add(arena, made, now);
	}
	return made;
}

/* Is all that the item says among its fields? What stands empty says nothing. */
static bool
is_item_whole(const struct value *raw, const struct value *shaped)
{
	size_t count = 0;
	for (size_t i = 0; value_is(raw, VALUE_MAP) && i < raw->map.count; i++)
		count += !value_is_absent(raw->map.entries[i].value);
	return count <= value_count(shaped);
}

/* Is all that the roster has there understood, so that it can stay? */
static bool
is_understood(const struct value *raw, const struct value *shaped)
{
	if (!value_is(raw, VALUE_LIST))
		return value_count(shaped) == 1 &&
		    is_item_whole(raw, value_item(shaped, 0));
	bool whole = value_count(raw) == value_count(shaped);
	for (size_t i = 0; whole && i < value_count(raw); i++)
		whole = is_item_whole(value_item(raw, i), value_item(shaped, i));
	return whole;
}

/* True after a diagnostic: what is to stay has a fault, and would be lost. */
static bool
is_spoilt(struct roster_import *r, const struct roster_item *item,
    const struct field *field, const struct value *fresh,
    const struct value *shaped)
{
	const struct entry *raw = field_entry(field, item->raw);
	if (raw == NULL || is_understood(raw->value, shaped))
		return false;
	struct diag *d = diag_at(&r->import->diags, &rules[RULE_SHEET_EXISTS],
	    fresh->span,
	    "%s (%s) has a fault in the roster: not all of it would stay",
	    field->name, field->alias);
	diag_also(&r->import->diags, d, raw->value->span, "there");
	diag_remedy(&r->import->diags, d,
	    "mend that first; `tongbao check` says what it is");
	return true;
}

/* The fields of the row that say something new, into the item. */
static void
item_update(struct roster_import *r, const struct roster_item *item,
    const struct value *row, const struct value *shaped,
    const struct value *now)
{
	for (size_t i = 0; i < shaped->map.count; i++) {
		const struct entry *e = &shaped->map.entries[i];
		const struct field *field = field_find(r->shape, e->key);
		const struct value *there = value_get(now, e->key.at);
		const struct value *value = value_get(row, e->key.at);
		if (value_says_same(&r->likeness, e->key.at, e->value, there))
			continue;
		const struct value *all = value_get(item->shaped, e->key.at);
		bool moves = r->import->options.from != NULL &&
		    strcmp(e->key.at, "branch") == 0 && value_count(all) > 0;
		if ((moves || value_is_dated(all)) &&
		    is_spoilt(r, item, field, e->value, all))
			continue;
		if (moves)
			value = branch_history(r, all, e->value);
		else if (value_is_dated(all) && !value_is_dated(e->value))
			value = value_put_right(&r->likeness, all, e->value,
			    r->import->run.as_of);
		edit_field(&r->edits, item, field, value);
	}
}

/* ---- a row ---- */

/* Ids in place of names that lead to somebody, as the rosters write them. */
static struct value *
ids_put(const struct roster_import *r, const char *key, struct value *value)
{
	if (value->kind == VALUE_TEXT) {
		struct value *made = value_text(r->arena,
		    reference_id(&r->likeness, key, value->text));
		made->span = value->span;
		return made;
	}
	for (size_t i = 0; value->kind == VALUE_LIST && i < value_count(value);
	     i++)
		value->list.items[i] =
		    ids_put(r, key, value->list.items[i]);
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->map.count;
	     i++) {
		struct entry *e = &value->map.entries[i];
		e->value = ids_put(r, e->key.at, e->value);
	}
	return value;
}

static void
row_ids_put(const struct roster_import *r, struct value *row)
{
	for (size_t i = 0; i < row->map.count; i++) {
		struct entry *e = &row->map.entries[i];
		const struct field *field = field_find(r->shape, e->key);
		if (field->type == FIELD_MAP)
			e->value = ids_put(r, field->shape->fields[0].name,
			    e->value);
	}
}

/* What of the roster the row is compared with. */
static struct value *
item_now(const struct roster_import *r, const struct roster_item *item,
    const struct value *shaped)
{
	struct value *now = value_now(r->arena, r->shape, item->shaped,
	    r->import->run.as_of);
	/* Where the row itself gives days, all that ever held is asked. */
	for (size_t i = 0; i < shaped->map.count; i++) {
		const struct entry *e = &shaped->map.entries[i];
		bool dated =
		    value_count(e->value) > 1 || value_is_dated(e->value);
		struct value *all = value_get(item->shaped, e->key.at);
		if (dated && all != NULL &&
		    !value_says_same(&r->likeness, e->key.at, e->value,
			value_get(now, e->key.at)))
			value_set(r->arena, now, e->key.at, all);
	}
	return now;
}

static void
row_compare(struct roster_import *r, const struct roster_item *item,
    const struct value *row, const struct value *shaped)
{
	struct import *import = r->import;
	struct value *now = item_now(r, item, shaped);
	/* What means nothing is no change to be written, nor is it the same. */
	if (import_faults_tell(import, row))
		return;
	if (value_says_same(&r->likeness, "", shaped, now)) {
		import->same++;
		return;
	}
	if (!import->options.update) {
		import_differences(import, &r->likeness, shaped, now,
		    item->name, item_span(r, item));
		return;
	}
	import->changed++;
	import_sample(import, "~ %s (%s)", item->name, item->id);
	item_update(r, item, row, shaped, now);
}

static void
row_add(struct roster_import *r, struct value *row)
{
	const char *name = said(row, "name");
	struct value *id = value_get(row, "id");
	if (id == NULL) {
		id = id_make(r, name, who_span(row));
		value_set(r->arena, row, "id", id);
		table_add(&r->ids, id->text, id);
	}
	r->import->fresh++;
	import_sample(r->import, "+ %s (%s)", name, id->text.at);
	value_add(r->arena, r->fresh, row);
}

/* A name's characters without the blanks between; "" where not all are Han. */
static struct text
name_without_blanks(struct arena *arena, struct text name)
{
	struct buf out = BUF_INIT;
	bool all = true;
	for (size_t pos = 0; pos < name.len && all;) {
		size_t start = pos;
		uint32_t code = utf8_next(name, &pos);
		all = utf8_is_han(code) || utf8_is_space(code);
		if (utf8_is_han(code))
			buf_putt(&out, text_cut(name, start, pos));
	}
	if (!all)
		buf_clear(&out);
	return buf_detach(arena, &out);
}

/*
 * In lists for people short names are made as wide as long ones: 李　静.  Who is
 * written so on the roster stays it.
 */
static void
name_mend(const struct roster_import *r, struct value *row)
{
	const struct value *name = value_get(row, "name");
	if (r->shape != &person_shape || !value_is(name, VALUE_TEXT) ||
	    table_get(&r->items.names, name->text) != NULL)
		return;
	struct text made = name_without_blanks(r->arena, name->text);
	if (made.len == 0)
		return;
	struct value *mended = value_text(r->arena, made);
	mended->span = name->span;
	value_set(r->arena, row, "name", mended);
}

static void
row_take(struct roster_import *r, const struct csv_row *cells)
{
	struct import *import = r->import;
	struct value *row = columns_map(&import->columns, r->arena, cells,
	    &import->diags);
	const struct value *id = value_get(row, "id");
	const struct value *name = value_get(row, "name");
	if (id == NULL && name == NULL) {
		if (!import->headless)
			diag_at(&import->diags, &rules[RULE_SHEET_ROW],
			    cells->cells[0].span,
			    "the row says neither name nor id");
		return;
	}
	name_mend(r, row);
	row_ids_put(r, row);
	struct value *shaped = import_shaped(import, row);
	const struct roster_item *doubt = NULL, *item = id == NULL
	    ? namesake_find(r, shaped, &doubt)
	    : table_get(&r->items.ids, id->text);
	if (is_twice(r, shaped, item))
		return;
	if (doubt != NULL) {
		namesake_fault(r, row, doubt, false);
	} else if (item != NULL) {
		row_compare(r, item, row, shaped);
	} else if (id != NULL && name != NULL && !import->options.namesakes) {
		item = namesake_find(r, shaped, &doubt);
		if (item == NULL)
			row_add(r, row);
		else
			namesake_fault(r, row, item, true);
	} else {
		row_add(r, row);
	}
}

void
import_roster(struct import *import)
{
	struct arena *arena = import->run.arena;
	struct roster_import r = {
		.import = import,
		.arena = arena,
		.shape = import->kind,
		.likeness = { &import->run.corpus.roster, arena },
		.fresh = value_list(arena),
	};
	roster_items_read(&r.items, &import->run, r.shape);
	edits_init(&r.edits, import);
	table_init(&r.ids, arena);
	table_init(&r.names, arena);
	for (size_t i = import->columns.header + 1; i < import->csv.count; i++)
		row_take(&r, &import->csv.rows[i]);
	if (r.fresh->list.count > 0)
		edit_append(&r.edits, r.shape, r.fresh);
	edits_make(&r.edits);
}
