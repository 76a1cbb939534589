#include "render/print/join.h"

#include <stdlib.h>

struct joining {
	struct pdf *pdf;
	const struct drawn *drawn;
	size_t *objects; /* of the elements, as they were opened */
	size_t *places;  /* by object: 1 + the element's place there, or 0 */
	size_t *nexts;   /* by place: 1 + that of what goes on with it, or 0 */
	struct buf kids; /* those of an element, anew */
};

static bool
goes_on(const struct joining *j, size_t object)
{
	size_t place = object < j->pdf->count ? j->places[object] : 0;
	return place > 0 && j->drawn->resumed[place - 1] > 0;
}

/* ---- kids ---- */

/* What stands behind /K, without brackets. */
static struct text
kids_of(const struct pdf *pdf, size_t object)
{
	struct text text = pdf->objects[object];
	const char *at = memmem(text.at, text.len, "/K ", 3);
	if (at == NULL)
		return (struct text){ "", 0 };
	text = text_from(text, (size_t)(at + 3 - text.at));
	text.len = text_until(text, 0, '\n');
	if (text_starts(text, "[") && text_ends(text, "]"))
		text = text_cut(text, 1, text.len - 1);
	return text_trim(text);
}

/* The next kid: a reference, a dictionary, the number of a mark. */
static struct text
next_kid(struct text *kids)
{
	size_t len = 0;
	if (*kids->at == '<') {
		const char *end = memmem(kids->at, kids->len, ">>", 2);
		len = end == NULL ? kids->len : (size_t)(end + 2 - kids->at);
	} else {
		while (len < kids->len && kids->at[len] != ' ')
			len++;
		if (text_starts(text_from(*kids, len), " 0 R"))
			len += strlen(" 0 R");
	}
	struct text kid = text_cut(*kids, 0, len);
	*kids = text_trim(text_from(*kids, len));
	return kid;
}

/* Those of `from`, as kids of `into`; what goes on comes by itself. */
static void
put_kids(struct joining *j, size_t from, size_t into, size_t page)
{
	struct text kids = kids_of(j->pdf, from);
	while (kids.len > 0) {
		struct text kid = next_kid(&kids);
		bool is_element = text_ends(kid, " 0 R");
		size_t number = strtoul(kid.at, NULL, 10);
		if (is_element && goes_on(j, number))
			continue;
		if (is_element && from != into)
			pdf_replace(j->pdf, number, "/P ", "\n",
			    text_of(arena_printf(j->pdf->arena, "/P %zu 0 R\n",
			    into)));
		if (is_element || *kid.at == '<' || page == 0)
			buf_putt(&j->kids, kid);
		else
			buf_printf(&j->kids,
			    "<< /Type /MCR /Pg %zu 0 R /MCID %zu >>", page,
			    number);
		buf_putc(&j->kids, ' ');
	}
}

static bool
set_kids(struct joining *j, size_t object)
{
	struct buf by = BUF_INIT;
	buf_printf(&by, "/K [ %s]\n", j->kids.at);
	bool good = pdf_replace(j->pdf, object, "/K ", "\n", buf_text(&by));
	buf_free(&by);
	return good;
}

/* ---- from marks to elements ---- */

/* In the list of its page `from` is no more: `into` is there. */
static int
set_owner(struct joining *j, size_t parents, size_t page, size_t from,
    size_t into)
{
	struct pdf *pdf = j->pdf;
	struct arena *arena = pdf->arena;
	struct text text = pdf->objects[page];
	const char *at = memmem(text.at, text.len, "/StructParents ", 15);
	if (at == NULL)
		return -1;
	size_t list = pdf_reference(pdf, parents, arena_printf(arena,
	    "\n   %lu ", strtoul(at + 15, NULL, 10)));
	/* Several marks of the page may be its own. */
	const char *old = arena_printf(arena, "\n  %zu 0 R", from);
	const char *new = arena_printf(arena, "\n  %zu 0 R", into);
	while (list > 0 && pdf_replace(pdf, list, old, "", text_of(new)))
		continue;
	return list > 0 ? 0 : -1;
}

/* ---- all of it ---- */

/* What goes on with the element at that place, in the order of the pages. */
static int
join(struct joining *j, size_t parents, size_t place)
{
	size_t into = j->objects[place];
	buf_clear(&j->kids);
	put_kids(j, into, into, 0);
	while ((place = j->nexts[place]) > 0) {
		size_t from = j->objects[--place];
		size_t page = pdf_reference(j->pdf, from, "/Pg ");
		put_kids(j, from, into, page);
		if (page > 0 && set_owner(j, parents, page, from, into) != 0)
			return -1;
	}
	return set_kids(j, into) ? 0 : -1;
}

/* As many as were opened, in their order: cairo numbers them so. */
static int
find_elements(struct joining *j)
{
	size_t count = 0;
	for (size_t i = 1; i < j->pdf->count; i++) {
		if (!pdf_is(j->pdf->objects[i], "StructElem"))
			continue;
		if (count == j->drawn->element_count)
			return -1;
		j->objects[count++] = i;
		j->places[i] = count;
	}
	return count == j->drawn->element_count ? 0 : -1;
}

static int
join_all(struct joining *j)
{
	struct pdf *pdf = j->pdf;
	const size_t *resumed = j->drawn->resumed;
	size_t root = pdf_reference(pdf, pdf->root, "/StructTreeRoot ");
	size_t parents = pdf_reference(pdf, root, "/ParentTree ");
	if (find_elements(j) != 0 || root == 0 || parents == 0)
		return -1;
	buf_clear(&j->kids);
	put_kids(j, root, root, 0);
	if (!set_kids(j, root))
		return -1;
	for (size_t i = 0; i < j->drawn->element_count; i++)
		if (resumed[i] > 0)
			j->nexts[resumed[i] - 1] = i + 1;
	for (size_t i = 0; i < j->drawn->element_count; i++)
		if (resumed[i] == 0 && j->nexts[i] > 0 &&
		    join(j, parents, i) != 0)
			return -1;
	for (size_t i = 1; i < pdf->count; i++)
		if (goes_on(j, i))
			pdf->objects[i] = (struct text){ NULL, 0 };
	return 0;
}

int
join_elements(struct pdf *pdf, const struct drawn *drawn)
{
	struct joining j = { .pdf = pdf, .drawn = drawn, .kids = BUF_INIT };
	bool any = false;
	for (size_t i = 0; i < drawn->element_count; i++)
		any |= drawn->resumed[i] > 0;
	if (!any)
		return 0;
	j.objects = ARENA_ARRAY(pdf->arena, size_t, drawn->element_count);
	j.places = ARENA_ARRAY(pdf->arena, size_t, pdf->count);
	j.nexts = ARENA_ARRAY(pdf->arena, size_t, drawn->element_count);
	int result = join_all(&j);
	buf_free(&j.kids);
	return result;
}
