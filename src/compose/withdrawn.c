/*
 * What became of a bulletin after it was circulated: it was withdrawn (撤回),
 * issued anew (重发), amended (更正说明).  Of one that was withdrawn the view
 * has nothing but which one it was, so no page can say more.
 */
#include "base/date.h"
#include "compose/page.h"

/* Who approved it, if he may be named; else NULL. */
static const char *
approver(const struct composing *c, const struct view_entry *amendment)
{
	const struct view_person *person = view_person(c->view,
	    value_as_text(value_get(entry_get(amendment, "approved"), "by")));
	return person == NULL ? NULL : person->name;
}

static const char *
approved_on(const struct view_entry *amendment)
{
	return value_as_string(
	    value_get(entry_get(amendment, "approved"), "date"));
}

static struct value *
amendment_make(const struct composing *c, const struct view_entry *amendment)
{
	struct value *made = entry_summary(c, amendment);
	show_text(c, made, "changed",
	    without_stop(c->arena, entry_string(amendment, "changed")));
	show_text(c, made, "reason",
	    without_stop(c->arena, entry_string(amendment, "reason")));
	show_text(c, made, "approved_by", approver(c, amendment));
	show_text(
	    c, made, "approved_on", day_words(c, approved_on(amendment)));
	return made;
}

void
amendments_set(const struct composing *c, struct value *data,
    const struct view_entry *entry)
{
	const struct entry_list *amendments = entry_amendments(entry);
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < amendments->count; i++)
		value_add(
		    c->arena, list, amendment_make(c, amendments->items[i]));
	show_value(c, data, "amendments", list);
}

void
period_amendments_set(const struct composing *c, struct value *data,
    const struct period *period)
{
	struct value *list = value_list(c->arena);
	size_t count;
	const struct view_entry **entries =
	    entries_of(c, "amendment", period->id, &count);
	for (size_t i = 0; i < count; i++)
		if (entry_amended(entries[i]) == NULL)
			value_add(
			    c->arena, list, amendment_make(c, entries[i]));
	show_value(c, data, "amendments", list);
}

void
replaces_set(const struct composing *c, struct value *data,
    const struct view_entry *entry)
{
	show_value(
	    c, data, "replaces", list_summaries(c, entry_replaces(entry)));
}

/* ---- on paper, which is Chinese ---- */

const char *
amendment_note(const struct composing *c, const struct view_entry *amendment)
{
	struct arena *arena = c->arena;
	const char *changed =
	    without_stop(arena, entry_string(amendment, "changed"));
	const char *reason =
	    without_stop(arena, entry_string(amendment, "reason"));
	const char *day = date_in_han(arena, approved_on(amendment));
	const char *name = approver(c, amendment);
	struct buf note = BUF_INIT;
	buf_printf(&note, "更正说明：%s更正，%s",
	    date_in_han(arena, amendment->date), changed);
	if (*reason != '\0')
		buf_printf(&note, "。理由：%s", reason);
	if (*day != '\0')
		buf_printf(&note, "。%s于%s批准", name == NULL ? "" : name, day);
	return buf_detach(arena, &note).at;
}

static const char *
replaces_note(const struct composing *c, const struct view_entry *withdrawn)
{
	return arena_printf(c->arena, "本件替代已于%s撤回的%s《%s》",
	    date_in_han(c->arena, withdrawn->withdrawn),
	    entry_string(withdrawn, "number"),
	    entry_title(c->arena, c->view, withdrawn));
}

struct names
notes_make(const struct composing *c, const struct view_entry *entry)
{
	const struct entry_list *replaces = entry_replaces(entry);
	const struct entry_list *amendments = entry_amendments(entry);
	size_t count = replaces->count + amendments->count, n = 0;
	const char **notes = ARENA_ARRAY(c->arena, const char *, count);
	for (size_t i = 0; i < replaces->count; i++)
		notes[n++] = replaces_note(c, replaces->items[i]);
	for (size_t i = 0; i < amendments->count; i++)
		notes[n++] = amendment_note(c, amendments->items[i]);
	return (struct names){ notes, count };
}

/* ---- the page of one that was withdrawn ---- */

struct value *
withdrawn_make(const struct composing *c)
{
	const struct view_entry *entry = c->page->entry;
	const struct value *withdrawal = entry_get(entry, "withdrawn");
	const char *by = value_get_string(withdrawal, "by");
	struct value *data = value_map(c->arena);
	show_text(c, data, "title", c->page->title);
	show_text(c, data, "kind", strings_kind(c->strings, entry->kind));
	show_text(c, data, "number", entry_string(entry, "number"));
	show_text(c, data, "issuer", entry_string(entry, "issuer"));
	show_text(c, data, "date", day_words(c, entry_day(entry)));
	show_text(c, data, "withdrawn_iso", entry->withdrawn);
	show_text(c, data, "withdrawn_day", day_words(c, entry->withdrawn));
	show_text(c, data, "withdrawn_by",
	    by != NULL ? by : entry_string(entry, "issuer"));
	show_text(c, data, "withdrawn_reason",
	    value_get_string(withdrawal, "reason"));
	show_value(c, data, "replaced",
	    entry_replaced(entry) == NULL
		? value_null(c->arena)
		: entry_summary(c, entry_replaced(entry)));
	replaces_set(c, data, entry);
	return data;
}
