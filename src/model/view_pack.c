#include "model/view_pack.h"

#include "base/diag.h"
#include "base/picture.h"
#include "model/field_pack.h"
#include "model/view_pack_parts.h"

/* ---- people and organisations ---- */

/* By its number and 1; 0: nobody. */
static void
person_put(struct buf *out, const struct view_person *person)
{
	pack_number(out, person == NULL ? 0 : person->index + 1);
}

static void
people_put(struct buf *out, const struct view *view)
{
	pack_number(out, view->person_count);
	for (size_t i = 0; i < view->person_count; i++) {
		pack_text(out, text_of(view->people[i]->id));
		pack_string(out, view->people[i]->name);
		pack_text(out, text_of(view->people[i]->post));
	}
}

/* One that may not be there. */
static void
listed_put(struct buf *out, const struct view *view, const char *field,
    const struct value *value)
{
	pack_bool(out, value != NULL);
	if (value != NULL)
		pack_field(out, view->programme,
		    field_find(&organisation_shape, text_of(field)), value);
}

/* Its children and its entries are known from those. */
static void
organisation_put(struct buf *out, const struct view *view,
    const struct view_organisation *o)
{
	pack_text(out, text_of(o->id));
	pack_text(out, text_of(o->name));
	pack_text(out, text_of(o->short_name));
	pack_number(out, (uint64_t)(o->level + 1L));
	pack_number(out, o->superior == NULL ? 0 : o->superior->index + 1);
	person_put(out, o->head);
	person_put(out, o->liaison);
	pack_number(out, o->deputy_count);
	for (size_t i = 0; i < o->deputy_count; i++)
		pack_number(out, o->deputies[i]->index);
	listed_put(out, view, "former", o->former);
	listed_put(out, view, "classes", o->classes);
	pack_text(out, text_of(o->from));
	pack_text(out, text_of(o->to));
	pack_bool(out, o->active);
}

/* ---- entries ---- */

static unsigned
parts_of(const struct view_entry *entry)
{
	const struct {
		enum entry_part part;
		bool is;
	} parts[] = {
		{ PART_ORGANISATION, entry->organisation != NULL },
		{ PART_PERSON, entry->person != NULL },
		{ PART_FORM, entry->form != NULL },
		{ PART_REPORT, entry->links.report != NULL },
		{ PART_REVIEW, entry->links.review != NULL },
		{ PART_REPLIES, entry->links.replies.count > 0 },
		{ PART_VERIFICATIONS, entry->links.verifications.count > 0 },
		{ PART_AMENDED, entry->links.amended != NULL },
		{ PART_AMENDMENTS, entry->links.amendments.count > 0 },
		{ PART_OPAQUE, entry->opaque },
		{ PART_WITHDRAWN, entry->withdrawn != NULL },
		{ PART_REPLACED, entry->links.replaced != NULL },
		{ PART_REPLACES, entry->links.replaces.count > 0 },
	};
	unsigned all = 0;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		all |= parts[i].is ? (unsigned)parts[i].part : 0;
	return all;
}

static void
sections_put(struct buf *out, const struct view *view,
    const struct view_body *body)
{
	pack_number(out, body->section_count);
	for (size_t i = 0; i < body->section_count; i++) {
		const struct view_section *section = &body->sections[i];
		pack_bool(out, section->aspect != NULL);
		if (section->aspect != NULL)
			pack_term(out, view->programme, VOCABULARY_ASPECT,
			    section->aspect);
		pack_text(out, text_of(section->title));
		pack_text(out, section->body);
		pack_span(out, section->span);
	}
}

static size_t
picture_number(const struct view *view, const struct picture *picture)
{
	for (size_t i = 0; i < view->picture_count; i++)
		if (view->pictures[i] == picture)
			return i;
	BUG("an entry shows a picture that its view has not");
}

static void
shown_put(struct buf *out, const struct view *view,
    const struct view_body *body)
{
	pack_number(out, body->picture_count);
	for (size_t i = 0; i < body->picture_count; i++) {
		pack_text(out, text_of(body->pictures[i].path));
		pack_number(out,
		    picture_number(view, body->pictures[i].picture));
	}
}

static void
body_put(struct buf *out, const struct view *view,
    const struct view_entry *entry)
{
	const struct view_body *body = entry_body(entry);
	pack_fields(out, view->programme, entry->kind, body->fields);
	sections_put(out, view, body);
	pack_value(out, body->derived);
	shown_put(out, view, body);
}

static void
list_put(struct buf *out, const struct entry_list *list)
{
	pack_number(out, list->count);
	for (size_t i = 0; i < list->count; i++)
		pack_number(out, list->items[i]->index);
}

/* To one, or to several: whatever there is of it. */
static void
links_put(struct buf *out, const struct view_entry *entry)
{
	const struct view_entry *const ends[] = { entry->links.report,
		entry->links.review, entry->links.amended, entry->links.replaced };
	const struct entry_list *const lists[] = { &entry->links.replies,
		&entry->links.verifications, &entry->links.amendments,
		&entry->links.replaces };
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (ends[i] != NULL)
			pack_number(out, ends[i]->index);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		if (lists[i]->count > 0)
			list_put(out, lists[i]);
}

static void
entry_put(struct buf *out, const struct view *view,
    const struct view_entry *entry)
{
	const struct programme *programme = view->programme;
	pack_number(out, (size_t)(entry->kind - record_kinds));
	pack_number(out, parts_of(entry));
	pack_text(out, text_of(entry->id));
	pack_term(out, programme, VOCABULARY_PERIOD, entry->period);
	pack_text(out, text_of(entry->date));
	pack_span(out, entry->span);
	if (entry->organisation != NULL)
		pack_number(out, entry->organisation->index);
	if (entry->person != NULL)
		pack_number(out, entry->person->index);
	if (entry->form != NULL)
		pack_number(out, (size_t)(entry->form - programme->forms));
	if (entry->withdrawn != NULL)
		pack_text(out, text_of(entry->withdrawn));
	links_put(out, entry);
}

/* ---- the whole ---- */

static void
pictures_put(struct buf *out, const struct view *view)
{
	pack_number(out, view->picture_count);
	for (size_t i = 0; i < view->picture_count; i++) {
		const struct picture *picture = view->pictures[i];
		pack_bool(out, picture->kind == PICTURE_JPEG);
		pack_number(out, picture->width);
		pack_number(out, picture->height);
		pack_number(out, picture->turn);
		pack_text(out, picture->bytes);
		pack_digest(out, picture->digest);
	}
}

static void
seals_put(struct buf *out, const struct view *view)
{
	pack_number(out, view->seal_count);
	for (size_t i = 0; i < view->seal_count; i++) {
		const struct view_seal *seal = &view->seals[i];
		pack_term(out, view->programme, VOCABULARY_PERIOD,
		    seal->period);
		pack_text(out, text_of(seal->id));
		pack_digest(out, seal->root);
	}
}

static void
approved_put(struct buf *out, const struct view *view)
{
	const bool *approved = view->edition->approved;
	pack_bool(out, approved != NULL);
	for (size_t i = 0; approved != NULL &&
	     i < view->programme->terms[VOCABULARY_PERIOD].count; i++)
		pack_bool(out, approved[i]);
}

/* Which of the bodies is its own, and how it is known again. */
static void
entries_put(struct buf *out, const struct view *view, view_put_body *put,
    void *context)
{
	struct buf body = BUF_INIT;
	pack_number(out, view->entries.count);
	for (size_t i = 0; i < view->entries.count; i++) {
		buf_clear(&body);
		body_put(&body, view, view->entries.items[i]);
		entry_put(out, view, view->entries.items[i]);
		pack_number(out, body.len);
		pack_digest(out, digest_of(buf_text(&body)));
		put(context, buf_text(&body));
	}
	buf_free(&body);
}

void
view_pack_frame(struct buf *out, const struct view *view)
{
	pack_text(out, text_of(view->edition->id));
	approved_put(out, view);
	pack_text(out, text_of(view->audience));
	pack_text(out, text_of(view->as_of));
#ifdef TONGBAO_PLANTED
	pack_number(out, view->planted.hidden);
	pack_text(out, text_of(view->planted.date));
#endif
	people_put(out, view);
	pack_number(out, view->organisation_count);
	for (size_t i = 0; i < view->organisation_count; i++)
		organisation_put(out, view, view->organisations[i]);
	seals_put(out, view);
}

void
view_pack(struct buf *out, const struct view *view, view_put_body *put,
    void *context)
{
	view_pack_frame(out, view);
	pictures_put(out, view);
	entries_put(out, view, put, context);
}
