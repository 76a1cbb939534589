#include "base/pack.h"

#include "base/diag.h"

#define DEPTH_MOST 64

/* ---- putting ---- */

void
pack_number(struct buf *out, uint64_t number)
{
	buf_reserve(out, 10);
	while (number >= 0x80) {
		out->at[out->len++] = (char)(0x80 | (number & 0x7F));
		number >>= 7;
	}
	out->at[out->len++] = (char)number;
	out->at[out->len] = '\0';
}

/* Small ones of both signs are short. */
void
pack_integer(struct buf *out, int64_t integer)
{
	uint64_t bits = (uint64_t)integer << 1;
	pack_number(out, integer < 0 ? ~bits : bits);
}

void
pack_bool(struct buf *out, bool is)
{
	pack_number(out, is);
}

void
pack_text(struct buf *out, struct text text)
{
	pack_number(out, text.len);
	buf_put(out, text.at, text.len);
	buf_putc(out, '\0');
}

void
pack_string(struct buf *out, const char *s)
{
	pack_bool(out, s != NULL);
	if (s != NULL)
		pack_text(out, text_of(s));
}

void
pack_digest(struct buf *out, struct digest digest)
{
	buf_put(out, (const char *)digest.bytes, sizeof(digest.bytes));
}

void
pack_span(struct buf *out, struct span span)
{
	pack_number(out, span.source);
	if (span.source == 0)
		return;
	pack_number(out, span.start);
	pack_number(out, span.end - span.start);
}

/* What it is and how it was written; 0: there is none. */
static void
value_mark(struct buf *out, const struct value *value)
{
	unsigned mark = value == NULL
	    ? 0
	    : ((unsigned)value->kind + 1) << 2 | (unsigned)value->faulty << 1 |
		(unsigned)value->plain;
	pack_number(out, mark);
}

static void
real_put(struct buf *out, double real)
{
	uint64_t bits;
	memcpy(&bits, &real, sizeof(bits));
	pack_number(out, bits);
}

void
pack_value(struct buf *out, const struct value *value)
{
	value_mark(out, value);
	if (value == NULL)
		return;
	pack_span(out, value->span);
	switch (value->kind) {
	case VALUE_NULL:
		break;
	case VALUE_BOOL:
		pack_bool(out, value->boolean);
		break;
	case VALUE_INTEGER:
		pack_integer(out, value->integer);
		break;
	case VALUE_REAL:
		real_put(out, value->real);
		break;
	case VALUE_TEXT:
		pack_text(out, value->text);
		break;
	case VALUE_LIST:
		pack_number(out, value->list.count);
		for (uint32_t i = 0; i < value->list.count; i++)
			pack_value(out, value->list.items[i]);
		break;
	case VALUE_MAP:
		pack_number(out, value->map.count);
		for (uint32_t i = 0; i < value->map.count; i++) {
			const struct entry *entry = &value->map.entries[i];
			pack_text(out, entry->key);
			pack_span(out, entry->span);
			pack_value(out, entry->value);
		}
		break;
	case VALUE_NODE:
		BUG("a node of a document goes into no file");
	}
}

/* ---- reading ---- */

/* Of more than one byte, or of none. */
static uint64_t
number_read(struct unpack *from)
{
	uint64_t number = 0;
	for (unsigned shift = 0; shift < 64; shift += 7) {
		if (from->failed || from->at >= from->bytes.len)
			break;
		unsigned char byte =
		    (unsigned char)from->bytes.at[from->at++];
		number |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return number;
	}
	from->failed = true;
	return 0;
}

/* Most have one byte. */
static inline uint64_t
number_next(struct unpack *from)
{
	if (!from->failed && from->at < from->bytes.len &&
	    (unsigned char)from->bytes.at[from->at] < 0x80)
		return (unsigned char)from->bytes.at[from->at++];
	return number_read(from);
}

uint64_t
unpack_number(struct unpack *from)
{
	return number_next(from);
}

int64_t
unpack_integer(struct unpack *from)
{
	uint64_t bits = unpack_number(from);
	return (int64_t)((bits & 1) != 0 ? ~(bits >> 1) : bits >> 1);
}

bool
unpack_bool(struct unpack *from)
{
	return unpack_index(from, 2) == 1;
}

size_t
unpack_count(struct unpack *from)
{
	uint64_t count = number_next(from);
	if (count <= from->bytes.len - from->at)
		return (size_t)count;
	from->failed = true;
	return 0;
}

size_t
unpack_index(struct unpack *from, size_t end)
{
	uint64_t index = number_next(from);
	if (index < end)
		return (size_t)index;
	from->failed = true;
	return 0;
}

struct text
unpack_text(struct unpack *from)
{
	size_t len = unpack_count(from);
	const char *at = from->bytes.at + from->at;
	if (from->failed || len >= from->bytes.len - from->at ||
	    at[len] != '\0') {
		from->failed = true;
		return TEXT_LIT("");
	}
	from->at += len + 1;
	return (struct text){ at, len };
}

const char *
unpack_string(struct unpack *from)
{
	return unpack_bool(from) ? unpack_text(from).at : NULL;
}

struct digest
unpack_digest(struct unpack *from)
{
	struct digest digest = { { 0 } };
	if (from->failed ||
	    from->bytes.len - from->at < sizeof(digest.bytes)) {
		from->failed = true;
		return digest;
	}
	memcpy(digest.bytes, from->bytes.at + from->at, sizeof(digest.bytes));
	from->at += sizeof(digest.bytes);
	return digest;
}

struct span
unpack_span(struct unpack *from)
{
	struct span span = { (uint32_t)number_next(from), 0, 0 };
	if (span.source == 0)
		return span;
	span.start = (uint32_t)number_next(from);
	span.end = span.start + (uint32_t)number_next(from);
	if (span.source == from->source_was)
		span.source = from->source;
	return span;
}

static double
real_read(struct unpack *from)
{
	uint64_t bits = number_next(from);
	double real;
	memcpy(&real, &bits, sizeof(real));
	return real;
}

static struct value *value_read(struct unpack *from, struct arena *arena,
    unsigned depth);

static void
list_read(struct unpack *from, struct arena *arena, struct value *value,
    unsigned depth)
{
	size_t count = unpack_count(from);
	value->list.items = ARENA_ARRAY(arena, struct value *, count);
	value->list.capacity = (uint32_t)count;
	for (size_t i = 0; i < count && !from->failed; i++) {
		struct value *item = value_read(from, arena, depth);
		if (item == NULL)
			from->failed = true;
		else
			value->list.items[value->list.count++] = item;
	}
}

static void
map_read(struct unpack *from, struct arena *arena, struct value *value,
    unsigned depth)
{
	size_t count = unpack_count(from);
	value->map.entries = ARENA_ARRAY(arena, struct entry, count);
	value->map.capacity = (uint32_t)count;
	for (size_t i = 0; i < count && !from->failed; i++) {
		struct entry *entry = &value->map.entries[i];
		entry->key = unpack_text(from);
		entry->span = unpack_span(from);
		entry->value = value_read(from, arena, depth);
		if (entry->value == NULL)
			from->failed = true;
		else
			value->map.count++;
	}
}

static void
content_read(struct unpack *from, struct arena *arena, struct value *value,
    unsigned depth)
{
	switch (value->kind) {
	case VALUE_BOOL:
		value->boolean = unpack_bool(from);
		break;
	case VALUE_INTEGER:
		value->integer = unpack_integer(from);
		break;
	case VALUE_REAL:
		value->real = real_read(from);
		break;
	case VALUE_TEXT:
		value->text = unpack_text(from);
		break;
	case VALUE_LIST:
		list_read(from, arena, value, depth);
		break;
	case VALUE_MAP:
		map_read(from, arena, value, depth);
		break;
	case VALUE_NULL:
	case VALUE_NODE:
		break;
	}
}

static struct value *
value_read(struct unpack *from, struct arena *arena, unsigned depth)
{
	/* Of a node nothing is in any file. */
	size_t mark = unpack_index(from, ((size_t)VALUE_NODE + 1) << 2);
	if (mark < 4 || depth > DEPTH_MOST) {
		from->failed = from->failed || mark != 0;
		return NULL;
	}
	struct value *value = ARENA_NEW(arena, struct value);
	value->kind = (enum value_kind)((mark >> 2) - 1);
	value->faulty = (mark & 2) != 0;
	value->plain = (mark & 1) != 0;
	value->span = unpack_span(from);
	content_read(from, arena, value, depth + 1);
	return value;
}

struct value *
unpack_value(struct unpack *from, struct arena *arena)
{
	return value_read(from, arena, 0);
}

bool
unpack_more(const struct unpack *from)
{
	return !from->failed && from->at < from->bytes.len;
}

bool
unpack_failed(const struct unpack *from)
{
	return from->failed || from->at != from->bytes.len;
}
