#include "compose/plan_pack.h"

/* ---- writing ---- */

static void
bulletins_put(struct buf *out, const struct plan *plan)
{
	const struct bulletins *all = plan->bulletins;
	size_t count = 0;
	for (size_t i = 0; i < all->count; i++)
		count += view_entry(plan->view, text_of(all->items[i].id)) !=
		    NULL;
	pack_number(out, count);
	for (size_t i = 0; i < all->count; i++) {
		const struct bulletin *b = &all->items[i];
		if (view_entry(plan->view, text_of(b->id)) == NULL)
			continue;
		pack_text(out, text_of(b->id));
		pack_bool(out, b->circular.draft);
		pack_bool(out, b->has_print);
	}
}

void
plan_pack(struct buf *out, const struct plan *plan)
{
	const struct additions *additions = plan->additions;
	bulletins_put(out, plan);
	pack_number(out, additions->count);
	for (size_t i = 0; i < additions->count; i++) {
		const struct addition *addition = &additions->items[i];
		pack_text(out, text_of(addition->page));
		pack_text(out, text_of(addition->title));
		pack_string(out, addition->group);
		pack_span(out, addition->span);
	}
	/* A period that only they speak of has a page. */
	pack_number(out, additions->glance_count);
	for (size_t i = 0; i < additions->glance_count; i++)
		pack_text(out, text_of(additions->glances[i].period));
}

/* ---- reading ---- */

static void
bulletins_read(struct unpack *from, struct arena *arena,
    struct bulletins *bulletins)
{
	size_t count = unpack_count(from);
	bulletins->items = ARENA_ARRAY(arena, struct bulletin, count);
	for (size_t i = 0; i < count && !from->failed; i++) {
		struct bulletin *b = &bulletins->items[i];
		b->id = unpack_text(from).at;
		b->circular.draft = unpack_bool(from);
		b->has_print = unpack_bool(from);
		bulletins->count++;
	}
}

static void
glances_read(struct unpack *from, struct arena *arena,
    struct additions *additions)
{
	size_t count = unpack_count(from);
	additions->glances = ARENA_ARRAY(arena, struct glance, count);
	additions->glance_capacity = count;
	for (size_t i = 0; i < count && !from->failed; i++)
		additions->glances[additions->glance_count++].period =
		    unpack_text(from).at;
}

void
plan_unpack(struct unpack *from, struct arena *arena,
    struct bulletins *bulletins, struct additions *additions)
{
	*bulletins = (struct bulletins){ NULL, 0 };
	*additions = (struct additions){ 0 };
	bulletins_read(from, arena, bulletins);
	size_t count = unpack_count(from);
	additions->items = ARENA_ARRAY(arena, struct addition, count);
	additions->capacity = count;
	for (size_t i = 0; i < count && !from->failed; i++) {
		struct addition *addition =
		    &additions->items[additions->count++];
		addition->page = unpack_text(from).at;
		addition->title = unpack_text(from).at;
		addition->group = unpack_string(from);
		addition->span = unpack_span(from);
	}
	glances_read(from, arena, additions);
}
