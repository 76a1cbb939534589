#include "render/print/pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>
#include "base/hash.h"

/* One line of the table of references. */
#define ENTRY 20
/* Packed again is what cairo had packed better: pages, which are short. */
#define LEVEL 3

static const char *
find(struct text text, const char *what)
{
	return text.at == NULL ? NULL
	    : memmem(text.at, text.len, what, strlen(what));
}

/* ---- reading ---- */

/* Where an object begins in the file. */
struct place {
	size_t offset, number;
};

static int
compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	return (x->offset > y->offset) - (x->offset < y->offset);
}

/* Between its `obj` and `endobj`; at NULL when it isn't there. */
static struct text
object_at(struct text file, const struct place *place, size_t end)
{
	char head[40];
	struct text text = text_cut(file, place->offset, end);
	snprintf(head, sizeof(head), "%zu 0 obj\n", place->number);
	text = text_trim(text);
	if (!text_starts(text, head) || !text_ends(text, "\nendobj"))
		return (struct text){ NULL, 0 };
	return text_cut(text, strlen(head), text.len - strlen("\nendobj"));
}

static int
read_objects(struct pdf *pdf, struct text file, size_t table, size_t first)
{
	struct place *places = ARENA_ARRAY(pdf->arena, struct place,
	    pdf->count);
	size_t count = 0;
	for (size_t i = 1; i < pdf->count; i++) {
		const char *entry = file.at + first + i * ENTRY;
		size_t offset = strtoul(entry, NULL, 10);
		if (entry[17] != 'n')
			continue;
		if (offset >= table)
			return -1;
		places[count++] = (struct place){ offset, i };
	}
	qsort(places, count, sizeof(*places), compare_places);
	for (size_t i = 0; i < count; i++) {
		struct text object = object_at(file, &places[i],
		    i + 1 < count ? places[i + 1].offset : table);
		if (object.at == NULL)
			return -1;
		pdf->objects[places[i].number] = object;
	}
	return 0;
}

/* The number behind `key`, the last there is of it; 0: none. */
static size_t
number_behind(struct text text, const char *key)
{
	size_t number = 0;
	for (const char *at; (at = find(text, key)) != NULL;) {
		at += strlen(key);
		number = strtoul(at, NULL, 10);
		text = text_from(text, (size_t)(at - text.at));
	}
	return number;
}

int
pdf_read(struct pdf *pdf, struct arena *arena, const struct buf *bytes)
{
	struct text file = buf_text(bytes);
	size_t tail = file.len < 1024 ? 0 : file.len - 1024;
	size_t table = number_behind(text_from(file, tail), "startxref\n");
	char *first;
	*pdf = (struct pdf){ .arena = arena };
	if (table == 0 || !text_starts(text_from(file, table), "xref\n0 "))
		return -1;
	pdf->count = strtoul(file.at + table + strlen("xref\n0 "), &first, 10);
	size_t start = (size_t)(first + 1 - file.at);
	if (start > file.len || pdf->count > (file.len - start) / ENTRY)
		return -1;
	pdf->capacity = pdf->count + 16;
	pdf->objects = ARENA_ARRAY(arena, struct text, pdf->capacity);
	struct text trailer = text_from(file, start + pdf->count * ENTRY);
	pdf->root = number_behind(trailer, "/Root ");
	pdf->info = number_behind(trailer, "/Info ");
	if (read_objects(pdf, file, table, start) != 0)
		return -1;
	return pdf->root > 0 && pdf->root < pdf->count && pdf->info > 0 &&
	    pdf->info < pdf->count ? 0 : -1;
}

/* ---- writing ---- */

static void
put_objects(struct buf *out, const struct pdf *pdf, size_t start,
    size_t *offsets)
{
	for (size_t i = 1; i < pdf->count; i++) {
		if (pdf->objects[i].at == NULL)
			continue;
		offsets[i] = out->len - start;
		buf_put_integer(out, (int64_t)i);
		buf_puts(out, " 0 obj\n");
		buf_putt(out, pdf->objects[i]);
		buf_puts(out, "\nendobj\n");
	}
}

static void
put_table(struct buf *out, const struct pdf *pdf, const size_t *offsets)
{
	buf_printf(out, "xref\n0 %zu\n", pdf->count);
	for (size_t i = 0; i < pdf->count; i++)
		buf_printf(out, "%010zu %05d %c \n", offsets[i],
		    offsets[i] > 0 ? 0 : 65535, offsets[i] > 0 ? 'n' : 'f');
}

void
pdf_write(struct buf *out, const struct pdf *pdf, int minor)
{
	char id[65];
	size_t start = out->len;
	size_t *offsets = ARENA_ARRAY(pdf->arena, size_t, pdf->count);
	/* Four bytes that no text has: what moves files takes it for binary. */
	buf_printf(out, "%%PDF-1.%d\n%%\xB5\xED\xAE\xFB\n", minor);
	put_objects(out, pdf, start, offsets);
	size_t table = out->len - start;
	digest_hex(digest_of(text_from(buf_text(out), start)), id);
	put_table(out, pdf, offsets);
	buf_printf(out, "trailer\n<< /Size %zu\n   /Root %zu 0 R\n"
	    "   /Info %zu 0 R\n   /ID [ <%.32s> <%.32s> ]\n>>\n"
	    "startxref\n%zu\n%%%%EOF\n",
	    pdf->count, pdf->root, pdf->info, id, id, table);
}

/* ---- objects ---- */

size_t
pdf_add(struct pdf *pdf, struct text object)
{
	ARENA_ROOM(pdf->arena, pdf->objects, pdf->count, pdf->capacity);
	pdf->objects[pdf->count] = object;
	return pdf->count++;
}

size_t
pdf_add_stream(struct pdf *pdf, const char *entries, struct text bytes)
{
	struct buf object = BUF_INIT;
	buf_printf(&object, "<< %s\n   /Length %zu\n>>\nstream\n", entries,
	    bytes.len);
	buf_putt(&object, bytes);
	buf_puts(&object, "\nendstream");
	struct text kept = buf_detach(pdf->arena, &object);
	return pdf_add(pdf, kept);
}

bool
pdf_is(struct text object, const char *type)
{
	if (object.at == NULL || !text_starts(object, "<< /Type /"))
		return false;
	object = text_from(object, strlen("<< /Type /"));
	return text_starts(object, type) &&
	    strchr(" \n", object.at[strlen(type)]) != NULL;
}

bool
pdf_has(struct text object, const char *entry)
{
	return find(object, entry) != NULL;
}

size_t
pdf_reference(const struct pdf *pdf, size_t number, const char *key)
{
	const char *at = find(pdf->objects[number], key);
	size_t to = at == NULL ? 0 : strtoul(at + strlen(key), NULL, 10);
	return to < pdf->count && pdf->objects[to].at != NULL ? to : 0;
}

void
pdf_enter(struct pdf *pdf, size_t number, const char *entries)
{
	struct text object = pdf->objects[number];
	struct buf buf = BUF_INIT;
	buf_printf(&buf, "<< %s\n  ", entries);
	buf_putt(&buf, text_from(object, strlen("<<")));
	pdf->objects[number] = buf_detach(pdf->arena, &buf);
}

bool
pdf_replace(struct pdf *pdf, size_t number, const char *from, const char *to,
    struct text by)
{
	struct text object = pdf->objects[number];
	const char *first = find(object, from);
	if (first == NULL)
		return false;
	size_t behind = (size_t)(first - object.at) + strlen(from);
	const char *last = find(text_from(object, behind), to);
	if (last == NULL)
		return false;
	struct buf buf = BUF_INIT;
	buf_put(&buf, object.at, (size_t)(first - object.at));
	buf_putt(&buf, by);
	buf_putt(&buf, text_from(object,
	    (size_t)(last + strlen(to) - object.at)));
	pdf->objects[number] = buf_detach(pdf->arena, &buf);
	return true;
}

/* ---- streams ---- */

/* The dictionary with `stream`, and the bytes behind it. */
static int
split_stream(struct text object, struct text *head, struct text *bytes)
{
	const char *at = find(object, "\nstream\n");
	if (at == NULL || !text_ends(object, "\nendstream"))
		return -1;
	size_t start = (size_t)(at - object.at) + strlen("\nstream\n");
	if (start + strlen("\nendstream") > object.len)
		return -1;
	*head = text_cut(object, 0, start);
	*bytes = text_cut(object, start, object.len - strlen("\nendstream"));
	return find(*head, "/Filter /FlateDecode\n") == NULL ? -1 : 0;
}

int
pdf_unpack(const struct pdf *pdf, size_t number, struct buf *out)
{
	struct text head, bytes;
	z_stream z = { 0 };
	int status;
	if (split_stream(pdf->objects[number], &head, &bytes) != 0 ||
	    inflateInit(&z) != Z_OK)
		return -1;
	z.next_in = (Bytef *)bytes.at;
	z.avail_in = (uInt)bytes.len;
	do {
		size_t room = bytes.len * 4 + 256;
		buf_reserve(out, room);
		z.next_out = (Bytef *)out->at + out->len;
		z.avail_out = (uInt)room;
		status = inflate(&z, Z_NO_FLUSH);
		out->len += room - z.avail_out;
	} while (status == Z_OK);
	out->at[out->len] = '\0';
	inflateEnd(&z);
	return status == Z_STREAM_END ? 0 : -1;
}

int
pdf_repack(struct pdf *pdf, size_t number, struct text bytes)
{
	struct text head, old;
	size_t length = pdf_reference(pdf, number, "/Length ");
	uLongf len = compressBound(bytes.len);
	if (split_stream(pdf->objects[number], &head, &old) != 0 || length == 0)
		return -1;
	char *object = arena_take(pdf->arena,
	    head.len + len + strlen("\nendstream"));
	memcpy(object, head.at, head.len);
	if (compress2((Bytef *)object + head.len, &len,
		(const Bytef *)bytes.at, bytes.len, LEVEL) != Z_OK)
		return -1;
	memcpy(object + head.len + len, "\nendstream", strlen("\nendstream"));
	pdf->objects[number] = (struct text){ object,
		head.len + len + strlen("\nendstream") };
	pdf->objects[length] = text_of(arena_printf(pdf->arena, "   %lu", len));
	return 0;
}
