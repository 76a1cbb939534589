/* The whole of a view as text, but for places (they are for messages only). */
#ifndef TONGBAO_TESTS_VIEW_TEXT_H
#define TONGBAO_TESTS_VIEW_TEXT_H

#include "base/buf.h"
#include "model/view.h"

static void
put_string(struct buf *buf, const char *name, const char *s)
{
	buf_printf(buf, " %s=%s", name, s == NULL ? "(none)" : s);
}

static void
put_entries(struct buf *buf, const char *name, const struct entry_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		put_string(buf, name, list->items[i]->id);
}

static void
put_person(struct buf *buf, const char *name, const struct view_person *p)
{
	put_string(buf, name, p == NULL ? NULL : p->id);
	if (p != NULL) {
		put_string(buf, "name", p->name);
		put_string(buf, "post", p->post);
	}
}

static void
put_organisation(struct buf *buf, const struct view_organisation *o)
{
	buf_printf(buf, "organisation %s %s %s %d %zu %d", o->id, o->name,
	    o->short_name, o->level, o->index, o->active);
	put_string(buf, "superior", o->superior ? o->superior->id : NULL);
	for (size_t i = 0; i < o->child_count; i++)
		put_string(buf, "child", o->children[i]->id);
	put_person(buf, "head", o->head);
	put_person(buf, "liaison", o->liaison);
	for (size_t i = 0; i < o->deputy_count; i++)
		put_person(buf, "deputy", o->deputies[i]);
	if (o->former != NULL)
		value_put_json(buf, o->former);
	if (o->classes != NULL)
		value_put_json(buf, o->classes);
	put_entries(buf, "entry", &o->entries);
	buf_putc(buf, '\n');
}

static void
put_entry(struct buf *buf, const struct view_entry *e)
{
	buf_printf(buf, "entry %s %s", e->id, e->kind->name);
	put_string(buf, "period", e->period);
	put_string(buf, "date", e->date);
	put_string(buf, "unit", e->organisation ? e->organisation->id : NULL);
	put_person(buf, "person", e->person);
	const struct view_body *body = entry_body(e);
	for (size_t i = 0; e->kind->fields[i].name != NULL; i++)
		if (body->fields[i] != NULL) {
			buf_printf(buf, "\n  %s: ", e->kind->fields[i].name);
			value_put_json(buf, body->fields[i]);
		}
	if (body->derived != NULL) {
		buf_puts(buf, "\n  derived: ");
		value_put_json(buf, body->derived);
	}
	for (size_t i = 0; i < body->section_count; i++) {
		const struct view_section *s = &body->sections[i];
		assert_int_equal(s->position, i);
		put_string(buf, "\n  aspect", s->aspect);
		put_string(buf, "title", s->title);
		buf_putt(buf, s->body);
	}
	put_string(buf, "\n  report", e->links.report ? e->links.report->id : NULL);
	put_string(buf, "review", e->links.review ? e->links.review->id : NULL);
	put_entries(buf, "reply", &e->links.replies);
	put_entries(buf, "verification", &e->links.verifications);
	put_string(buf, "amended", e->links.amended ? e->links.amended->id : NULL);
	put_entries(buf, "amendment", &e->links.amendments);
	put_string(buf, "withdrawn", e->withdrawn);
	put_string(buf, "replaced", e->links.replaced ? e->links.replaced->id : NULL);
	put_entries(buf, "replaces", &e->links.replaces);
	buf_putc(buf, '\n');
}

static const char *
view_text(struct arena *arena, const struct view *view)
{
	struct buf buf = BUF_INIT;
	put_string(&buf, "audience", view->audience);
	put_string(&buf, "as of", view->as_of);
	buf_putc(&buf, '\n');
	for (size_t i = 0; i < view->organisation_count; i++)
		put_organisation(&buf, view->organisations[i]);
	for (size_t i = 0; i < view->person_count; i++) {
		put_person(&buf, "person", view->people[i]);
		assert_int_equal(view->people[i]->index, i);
		assert_ptr_equal(view_person(view,
		                     text_of(view->people[i]->id)),
		    view->people[i]);
	}
	buf_putc(&buf, '\n');
	for (size_t i = 0; i < view->entries.count; i++) {
		put_entry(&buf, view->entries.items[i]);
		assert_int_equal(view->entries.items[i]->index, i);
		assert_ptr_equal(view_entry(view,
		                     text_of(view->entries.items[i]->id)),
		    view->entries.items[i]);
	}
	const char *text = arena_copy(arena, buf.at, buf.len);
	buf_free(&buf);
	return text;
}

#endif
