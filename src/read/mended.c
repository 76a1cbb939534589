#include "read/mended.h"

#include "base/buf.h"

struct text
edits_apply(struct edits *edits, struct arena *arena, struct text text)
{
	struct buf buf = BUF_INIT;
	size_t pos = 0;
	for (size_t i = 0; i < edits->count; i++) {
		struct edit *edit = &edits->items[i];
		buf_putt(&buf, text_cut(text, pos, edit->start));
		edit->mended = buf.len;
		buf_putt(&buf, edit->text);
		pos = edit->end;
	}
	buf_putt(&buf, text_from(text, pos));
	return buf_detach(arena, &buf);
}

/*
 * After edits_apply(); both are relative to the text.  What an edit wrote lies
 * where its original bytes do.
 */
static size_t
edits_original(const struct edits *edits, size_t mended, bool end)
{
	size_t low = 0, high = edits->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		size_t start = edits->items[middle].mended;
		if (start < mended || (start == mended && !end))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return mended; /* before all of them */
	const struct edit *edit = &edits->items[low - 1];
	size_t stop = edit->mended + edit->text.len;
	if (mended < stop)
		return end ? edit->end : edit->start;
	return edit->end + (mended - stop);
}

static struct span
span_restore(const struct edits *edits, struct span where, struct span span)
{
	size_t start = edits_original(edits, span.start - where.start, false);
	size_t stop = edits_original(edits, span.end - where.start,
	    span.end > span.start);
	return span_cut(where, (uint32_t)start,
	    (uint32_t)(stop < start ? start : stop));
}

void
edits_restore_value(const struct edits *edits, struct span where,
    struct value *value)
{
	value->span = span_restore(edits, where, value->span);
	for (size_t i = 0; i < value_count(value); i++) {
		if (value->kind == VALUE_MAP)
			value->map.entries[i].span = span_restore(
			    edits, where, value->map.entries[i].span);
		edits_restore_value(edits, where, value_child(value, i));
	}
}

void
edits_restore_diags(const struct edits *edits, struct span where,
    struct diags *diags)
{
	for (struct diag *d = diags->first; d != NULL; d = d->next) {
		d->span = span_restore(edits, where, d->span);
		if (d->also.source == where.source)
			d->also = span_restore(edits, where, d->also);
	}
}
