#include "base/picture.h"

#include "base/buf.h"
#include "base/lang.h"

/* What is unpacked has to fit into memory; a JPEG is not. */
#define PNG_DOTS_MOST ((uint64_t)1 << 24)
#define JPEG_DOTS_MOST ((uint64_t)1 << 27)
#define SIDE_MOST 32767

struct reading {
	struct picture *picture;
	struct text rest;
	struct buf out;
};

static const char cut_short[] = N_("it is cut short");
static const char broken[] = N_("it is broken");
static const char empty[] = N_("it is empty");
static const char too_large[] = N_("it has more dots than can be drawn");
static const char unknown[] = N_("it is neither PNG nor JPEG");
static const char coded[] = N_(
    "it is coded in a way that browsers or PDF don't know");
static const char colours[] = N_(
    "its colours are those of a press (CMYK); save it in RGB");

static unsigned
byte_at(struct text text, size_t at)
{
	return at < text.len ? (unsigned char)text.at[at] : 0;
}

static unsigned
pair_at(struct text text, size_t at)
{
	return byte_at(text, at) << 8 | byte_at(text, at + 1);
}

static uint32_t
word_at(struct text text, size_t at)
{
	return (uint32_t)pair_at(text, at) << 16 | pair_at(text, at + 2);
}

static const char *
size_set(struct picture *picture, uint32_t width, uint32_t height,
    uint64_t most)
{
	picture->width = width;
	picture->height = height;
	if (width == 0 || height == 0)
		return empty;
	return width > SIDE_MOST || height > SIDE_MOST ||
		(uint64_t)width * height > most
	    ? too_large : NULL;
}

/* ---- PNG ---- */

#define PNG_HEAD "\x89PNG\r\n\x1A\n"

/* ISO 15948, annex D. */
static uint32_t
check_sum(struct text text)
{
	static const uint32_t halves[16] = { 0, 0x1DB71064, 0x3B6E20C8,
		0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
		0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0,
		0x86D3D2D4, 0xA00AE278, 0xBDBDF21C };
	uint32_t sum = 0xFFFFFFFF;
	for (size_t i = 0; i < text.len; i++) {
		sum ^= (unsigned char)text.at[i];
		sum = halves[sum & 15] ^ sum >> 4;
		sum = halves[sum & 15] ^ sum >> 4;
	}
	return sum ^ 0xFFFFFFFF;
}

/* What is kept, and how long it can be: more is not of the picture. */
static const struct png_chunk {
	const char *type;
	size_t most;
} png_chunks[] = {
	{ "IHDR", 13 }, { "PLTE", 3 * 256 }, { "tRNS", 256 },
	{ "IDAT", SIZE_MAX }, { "IEND", 0 }, { "sRGB", 1 }, { "gAMA", 4 },
	{ "cHRM", 32 }, { "iCCP", SIZE_MAX },
};

static const struct png_chunk *
png_chunk_find(struct text type)
{
	for (size_t i = 0; i < sizeof(png_chunks) / sizeof(*png_chunks); i++)
		if (text_is(type, png_chunks[i].type))
			return &png_chunks[i];
	return NULL;
}

/* Without those that have a capital letter first there is no picture. */
static bool
png_is_broken(const struct png_chunk *chunk, size_t len, bool first)
{
	return (!first && strcmp(chunk->type, "IHDR") == 0) ||
	    (len > chunk->most && chunk->type[0] < 'a');
}

/* Depths by type of colour (table 11.1). */
static bool
png_is_coded_well(struct text head)
{
	static const unsigned depths[] = { 1 | 2 | 4 | 8 | 16, 0, 8 | 16,
		1 | 2 | 4 | 8, 8 | 16, 0, 8 | 16 };
	unsigned depth = byte_at(head, 8), colour = byte_at(head, 9);
	return colour < 7 && depth <= 16 && (depth & (depth - 1)) == 0 &&
	    (depths[colour] & depth) != 0 && byte_at(head, 10) == 0 &&
	    byte_at(head, 11) == 0 && byte_at(head, 12) < 2;
}

static const char *
png_head(struct reading *r, struct text type, struct text data)
{
	if (!text_is(type, "IHDR") || data.len != 13 ||
	    !png_is_coded_well(data))
		return broken;
	return size_set(r->picture, word_at(data, 0), word_at(data, 4),
	    PNG_DOTS_MOST);
}

/* A chunk: its length, type, data, and a sum of the last two. */
static const char *
png_read(struct reading *r)
{
	bool first = true, dots = false, palette = false;
	struct text type, head = { "", 0 };
	buf_puts(&r->out, PNG_HEAD);
	do {
		size_t len = word_at(r->rest, 0);
		if (r->rest.len < 12 || len > r->rest.len - 12)
			return cut_short;
		type = text_cut(r->rest, 4, 8);
		struct text data = text_cut(r->rest, 8, 8 + len);
		if (check_sum(text_cut(r->rest, 4, 8 + len)) !=
		    word_at(r->rest, 8 + len))
			return broken;
		const struct png_chunk *chunk = png_chunk_find(type);
		const char *fault = first ? png_head(r, type, data) : NULL;
		if (fault != NULL)
			return fault;
		if (chunk != NULL && png_is_broken(chunk, len, first))
			return broken;
		if (first)
			head = data;
		first = false;
		dots = dots || text_is(type, "IDAT");
		palette = palette || text_is(type, "PLTE");
		if (chunk != NULL && len <= chunk->most)
			buf_putt(&r->out, text_cut(r->rest, 0, 12 + len));
		r->rest = text_from(r->rest, 12 + len);
	} while (!text_is(type, "IEND"));
	return dots && (palette || byte_at(head, 9) != 3) ? NULL : broken;
}

/* ---- JPEG ---- */

enum {
	JPEG_START = 0xD8,
	JPEG_END = 0xD9,
	JPEG_SCAN = 0xDA,
	JPEG_APPLICATION = 0xE0,
};

/* How a picture is to be turned: 0x0112 of the first directory (Exif 2.3). */
static unsigned
exif_turn(struct text exif)
{
	bool little = text_starts(exif, "II");
	struct text t = exif;
#define PAIR(at) (little ? byte_at(t, at) | byte_at(t, (at) + 1) << 8 \
			 : pair_at(t, at))
#define WORD(at) (little ? (uint32_t)PAIR((at) + 2) << 16 | PAIR(at) \
			 : word_at(t, at))
	size_t first = WORD(4);
	if (first >= t.len)
		return 1;
	for (size_t i = 0, count = PAIR(first); i < count; i++) {
		size_t entry = first + 2 + i * 12;
		if (entry + 12 > t.len)
			break;
		if (PAIR(entry) != 0x0112)
			continue;
		unsigned turn = PAIR(entry + 8);
		return turn >= 1 && turn <= 8 ? turn : 1;
	}
#undef WORD
#undef PAIR
	return 1;
}

/* A directory of one entry. */
static void
exif_put(struct buf *out, unsigned turn)
{
	static const char exif[] = "\xFF\xE1\0\x22" "Exif\0\0MM\0*\0\0\0\x08"
	    "\0\x01\x01\x12\0\x03\0\0\0\x01\0";
	buf_put(out, exif, sizeof(exif) - 1);
	buf_putc(out, (char)turn);
	buf_put(out, "\0\0\0\0\0\0", 6);
}

/* What the dots mean: densities, transforms, profiles; no small pictures. */
static void
jpeg_application(struct reading *r, unsigned marker, struct text segment)
{
	struct text data = text_from(segment, 4);
	if (marker == JPEG_APPLICATION && data.len >= 14 &&
	    memcmp(data.at, "JFIF", 5) == 0) {
		buf_put(&r->out, "\xFF\xE0\0\x10", 4);
		buf_putt(&r->out, text_cut(data, 0, 12));
		buf_put(&r->out, "\0\0", 2);
	} else if (marker == JPEG_APPLICATION + 1 && data.len > 6 &&
	    memcmp(data.at, "Exif\0", 6) == 0) {
		unsigned turn = exif_turn(text_from(data, 6));
		if (turn == 1 || r->picture->turn != 1)
			return;
		r->picture->turn = turn;
		exif_put(&r->out, turn);
	} else if ((marker == JPEG_APPLICATION + 2 && data.len > 14 &&
		       memcmp(data.at, "ICC_PROFILE", 12) == 0) ||
	    (marker == JPEG_APPLICATION + 14 && data.len == 12 &&
		memcmp(data.at, "Adobe", 5) == 0)) {
		buf_putt(&r->out, segment);
	}
}

static bool
jpeg_is_frame(unsigned marker)
{
	/* Among them are those of tables: DHT, JPG, DAC. */
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 &&
	    marker != 0xC8 && marker != 0xCC;
}

/* Frames, scans, their tables; no comments, and nothing for extensions. */
static bool
jpeg_is_kept(unsigned marker)
{
	return jpeg_is_frame(marker) || marker == 0xC4 ||
	    (marker >= JPEG_SCAN && marker <= 0xDD);
}

static const char *
jpeg_frame(struct reading *r, unsigned marker, struct text segment)
{
	unsigned parts = byte_at(segment, 9);
	if (marker > 0xC2 || byte_at(segment, 4) != 8)
		return coded;
	if (r->picture->width != 0 || segment.len != 10 + 3 * (size_t)parts)
		return broken;
	if (parts == 4)
		return colours;
	if (parts != 1 && parts != 3)
		return coded;
	return size_set(r->picture, pair_at(segment, 7), pair_at(segment, 5),
	    JPEG_DOTS_MOST);
}

/* What stands behind the head of a scan, up to the next marker. */
static size_t
jpeg_dots(struct text text)
{
	size_t at = 0;
	while (at + 1 < text.len) {
		const char *found = memchr(text.at + at, 0xFF,
		    text.len - 1 - at);
		if (found == NULL)
			break;
		at = (size_t)(found - text.at);
		unsigned next = byte_at(text, at + 1);
		if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7))
			return at;
		at += next == 0xFF ? 1 : 2;
	}
	return text.len;
}

/* One marker with its segment. */
static const char *
jpeg_segment(struct reading *r, unsigned marker, bool *scanned)
{
	size_t len = (size_t)pair_at(r->rest, 2) + 2;
	struct text segment = text_cut(r->rest, 0, len);
	if (len < 4)
		return broken;
	if (r->rest.len < len)
		return cut_short;
	r->rest = text_from(r->rest, len);
	if (jpeg_is_frame(marker)) {
		const char *fault = jpeg_frame(r, marker, segment);
		if (fault != NULL)
			return fault;
	}
	if (marker >= JPEG_APPLICATION && marker <= JPEG_APPLICATION + 15)
		jpeg_application(r, marker, segment);
	else if (jpeg_is_kept(marker))
		buf_putt(&r->out, segment);
	if (marker != JPEG_SCAN)
		return NULL;
	size_t dots = jpeg_dots(r->rest);
	buf_putt(&r->out, text_cut(r->rest, 0, dots));
	r->rest = text_from(r->rest, dots);
	*scanned = *scanned || dots > 0;
	return r->picture->width == 0 ? broken : NULL;
}

/* What follows the end is no part of it: other pictures, a maker's notes. */
static const char *
jpeg_read(struct reading *r)
{
	bool scanned = false;
	buf_put(&r->out, "\xFF\xD8", 2);
	for (;;) {
		if (r->rest.len < 2)
			return cut_short;
		unsigned marker = byte_at(r->rest, 1);
		if (byte_at(r->rest, 0) != 0xFF)
			return broken;
		if (marker == 0xFF) {
			r->rest = text_from(r->rest, 1);
			continue;
		}
		if (marker == JPEG_END)
			break;
		if (marker < 0xC0 || marker == JPEG_START ||
		    (marker >= 0xD0 && marker <= 0xD7))
			return broken;
		const char *fault = jpeg_segment(r, marker, &scanned);
		if (fault != NULL)
			return fault;
	}
	buf_put(&r->out, "\xFF\xD9", 2);
	return scanned ? NULL : broken;
}

/* ---- either ---- */

static const char *
kind_read(struct reading *r)
{
	struct picture *picture = r->picture;
	if (r->rest.len == 0)
		return empty;
	if (r->rest.len > PICTURE_BYTES_MOST)
		return N_("it is larger than 16 MiB");
	if (text_starts(r->rest, PNG_HEAD)) {
		r->rest = text_from(r->rest, strlen(PNG_HEAD));
		picture->kind = PICTURE_PNG;
		return png_read(r);
	}
	if (!text_starts(r->rest, "\xFF\xD8\xFF"))
		return unknown;
	r->rest = text_from(r->rest, 2);
	picture->kind = PICTURE_JPEG;
	return jpeg_read(r);
}

const char *
picture_read(struct picture *picture, struct arena *arena, struct text file)
{
	struct reading r = { picture, file, BUF_INIT };
	*picture = (struct picture){ .turn = 1 };
	const char *fault = kind_read(&r);
	if (fault == NULL) {
		picture->bytes = arena_text(arena, buf_text(&r.out));
		struct digest digest = digest_of(picture->bytes);
		picture->digest = digest_of((struct text){
		    (const char *)digest.bytes, sizeof(digest.bytes) });
		if (picture->turn > 4) {
			unsigned width = picture->width;
			picture->width = picture->height;
			picture->height = width;
		}
	}
	buf_free(&r.out);
	return fault;
}

struct picture *
picture_copy(struct arena *arena, const struct picture *picture)
{
	struct picture *copy = ARENA_NEW(arena, struct picture);
	*copy = *picture;
	copy->bytes = arena_text(arena, picture->bytes);
	return copy;
}

const char *
picture_suffix(const struct picture *picture)
{
	return picture->kind == PICTURE_PNG ? "png" : "jpg";
}

bool
picture_is_named(struct text path)
{
	static const char *const ends[] = { ".png", ".jpg", ".jpeg" };
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t len = strlen(ends[i]);
		if (path.len > len && strncasecmp(path.at + path.len - len,
			ends[i], len) == 0)
			return true;
	}
	return false;
}
