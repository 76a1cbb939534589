#include "model/view_digest.h"

#include "base/picture.h"
#include "model/field_pack.h"
#include "model/view_pack_parts.h"

struct digest
view_frame_digest(const struct view *view)
{
	struct buf frame = BUF_INIT;
	view_pack_frame(&frame, view);
	struct digest digest = digest_of(buf_text(&frame));
	buf_free(&frame);
	return digest;
}

/* ---- an entry; those that it is linked to go by their ids ---- */

static void
end_put(struct buf *out, const struct view_entry *end)
{
	pack_string(out, end == NULL ? NULL : end->id);
}

static void
list_put(struct buf *out, const struct entry_list *list)
{
	pack_number(out, list->count);
	for (size_t i = 0; i < list->count; i++)
		end_put(out, list->items[i]);
}

static void
links_put(struct buf *out, const struct entry_links *links)
{
	end_put(out, links->report);
	end_put(out, links->review);
	end_put(out, links->amended);
	end_put(out, links->replaced);
	list_put(out, &links->replies);
	list_put(out, &links->verifications);
	list_put(out, &links->amendments);
	list_put(out, &links->replaces);
}

static void
outline_put(struct buf *out, const struct view_entry *entry)
{
	pack_text(out, text_of(entry->id));
	pack_bool(out, entry->opaque);
	pack_number(out, entry->volume);
	pack_number(out, (size_t)(entry->kind - record_kinds));
	pack_string(out,
	    entry->organisation == NULL ? NULL : entry->organisation->id);
	pack_string(out, entry->person == NULL ? NULL : entry->person->id);
	pack_string(out, entry->form == NULL ? NULL : entry->form->id);
	pack_text(out, text_of(entry->period));
	pack_text(out, text_of(entry->date));
	pack_string(out, entry->withdrawn);
	links_put(out, &entry->links);
}

static void
body_put(struct buf *out, const struct view *view,
    const struct view_entry *entry)
{
	const struct view_body *body = entry_body(entry);
	pack_fields(out, view->programme, entry->kind, body->fields);
	pack_number(out, body->section_count);
	for (size_t i = 0; i < body->section_count; i++) {
		pack_string(out, body->sections[i].aspect);
		pack_text(out, text_of(body->sections[i].title));
		pack_text(out, body->sections[i].body);
	}
	pack_bool(out, body->derived != NULL);
	if (body->derived != NULL)
		value_put_json(out, body->derived);
	pack_number(out, body->picture_count);
	for (size_t i = 0; i < body->picture_count; i++) {
		pack_text(out, text_of(body->pictures[i].path));
		pack_digest(out, body->pictures[i].picture->digest);
	}
}

struct digest
view_entry_digest(const struct view *view, const struct view_entry *entry,
    struct buf *scratch)
{
	buf_clear(scratch);
	outline_put(scratch, entry);
	body_put(scratch, view, entry);
	return digest_of(buf_text(scratch));
}
