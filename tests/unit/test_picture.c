/*
 * Pictures: their sizes, what is left of them, and files that are none.  The
 * JPEG is libjpeg's, 16 by 8, its left half black, lying on its side.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/picture.h"
#include "chance.h"
#include "jpeg_file.h"
#include "model/rules.h"
#include "render/print/print.h"

static const unsigned char png_file[] = {
	0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D,
	0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x02,
	0x08, 0x00, 0x00, 0x00, 0x00, 0xB8, 0x1F, 0x39, 0xC6, 0x00, 0x00, 0x00,
	0x0D, 0x74, 0x45, 0x58, 0x74, 0x41, 0x75, 0x74, 0x68, 0x6F, 0x72, 0x00,
	0x53, 0x45, 0x43, 0x52, 0x45, 0x54, 0x18, 0xA9, 0xAA, 0x61, 0x00, 0x00,
	0x00, 0x04, 0x67, 0x41, 0x4D, 0x41, 0x00, 0x00, 0xB1, 0x8F, 0x0B, 0xFC,
	0x61, 0x05, 0x00, 0x00, 0x00, 0x0A, 0x65, 0x58, 0x49, 0x66, 0x4D, 0x4D,
	0x00, 0x2A, 0x53, 0x45, 0x43, 0x52, 0x45, 0x54, 0xAD, 0x2B, 0x2D, 0xD7,
	0x00, 0x00, 0x00, 0x10, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x48,
	0x4C, 0x4A, 0x66, 0x48, 0x49, 0x4D, 0x03, 0x00, 0x09, 0x46, 0x02, 0x56,
	0x6A, 0xE0, 0xD1, 0x48, 0x00, 0x00, 0x00, 0x07, 0x74, 0x49, 0x4D, 0x45,
	0x07, 0xDA, 0x0A, 0x0F, 0x00, 0x00, 0x00, 0x6D, 0xA2, 0x9D, 0x1E, 0x00,
	0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82, 0x53,
	0x45, 0x43, 0x52, 0x45, 0x54,
};

#define FILE_OF(bytes) ((struct text){ (const char *)(bytes), sizeof(bytes) })

static bool
has(struct text text, const char *what)
{
	return memmem(text.at, text.len, what, strlen(what)) != NULL;
}

static void
a_size_is_read(void **state)
{
	struct arena *arena = arena_new();
	struct picture picture;
	(void)state;
	assert_null(picture_read(&picture, arena, FILE_OF(png_file)));
	assert_int_equal(picture.kind, PICTURE_PNG);
	assert_int_equal(picture.width, 3);
	assert_int_equal(picture.height, 2);
	assert_string_equal(picture_suffix(&picture), "png");
	assert_null(picture_read(&picture, arena, FILE_OF(jpeg_file)));
	assert_int_equal(picture.kind, PICTURE_JPEG);
	assert_int_equal(picture.turn, 6);
	assert_int_equal(picture.width, 8);
	assert_int_equal(picture.height, 16);
	assert_string_equal(picture_suffix(&picture), "jpg");
	arena_free(arena);
}

static void
only_the_picture_is_left(void **state)
{
	struct arena *arena = arena_new();
	struct picture picture, again;
	struct text files[] = { FILE_OF(png_file), FILE_OF(jpeg_file) };
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_true(has(files[i], "SECRET"));
		assert_null(picture_read(&picture, arena, files[i]));
		assert_false(has(picture.bytes, "SECRET"));
		assert_false(has(picture.bytes, "tIME"));
		/* Nothing is left to be taken away. */
		assert_null(picture_read(&again, arena, picture.bytes));
		assert_true(text_equal(again.bytes, picture.bytes));
		assert_int_equal(again.turn, picture.turn);
		assert_int_equal(again.width, picture.width);
	}
	assert_null(picture_read(&picture, arena, files[0]));
	assert_true(has(picture.bytes, "gAMA"));
	assert_null(picture_read(&picture, arena, files[1]));
	assert_true(has(picture.bytes, "JFIF"));
	arena_free(arena);
}

/* ISO 15948, annex D, bit by bit. */
static uint32_t
sum_of(struct text text)
{
	uint32_t sum = 0xFFFFFFFF;
	for (size_t i = 0; i < text.len; i++) {
		sum ^= (unsigned char)text.at[i];
		for (int bit = 0; bit < 8; bit++)
			sum = sum >> 1 ^ (0xEDB88320 & -(sum & 1));
	}
	return sum ^ 0xFFFFFFFF;
}

static void
word_put(struct buf *out, uint32_t word)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_putc(out, (char)(word >> shift));
}

/* The PNG with one more chunk behind its first, 33 bytes from the start. */
static const char *
with_chunk(struct arena *arena, struct picture *picture, const char *type,
    size_t len)
{
	struct buf file = BUF_INIT, chunk = BUF_INIT;
	buf_puts(&chunk, type);
	while (chunk.len < 4 + len)
		buf_puts(&chunk, "SECRET");
	chunk.len = 4 + len;
	buf_put(&file, (const char *)png_file, 33);
	word_put(&file, (uint32_t)len);
	buf_putt(&file, buf_text(&chunk));
	word_put(&file, sum_of(buf_text(&chunk)));
	buf_putt(&file, text_from(FILE_OF(png_file), 33));
	const char *fault = picture_read(picture, arena, buf_text(&file));
	buf_free(&file);
	buf_free(&chunk);
	return fault;
}

static void
nothing_is_hidden_in_what_is_kept(void **state)
{
	static const struct {
		const char *type;
		size_t len;
	} longer[] = { { "tRNS", 257 }, { "sRGB", 7 }, { "gAMA", 10 },
		{ "cHRM", 38 } },
	  wrong[] = { { "IHDR", 13 }, { "PLTE", 769 }, { "IEND", 6 } };
	struct arena *arena = arena_new();
	struct picture picture;
	(void)state;
	assert_null(with_chunk(arena, &picture, "PLTE", 768));
	assert_true(has(picture.bytes, "PLTE"));
	for (size_t i = 0; i < 4; i++) {
		assert_null(with_chunk(
		    arena, &picture, longer[i].type, longer[i].len));
		assert_false(has(picture.bytes, "SECRET"));
	}
	for (size_t i = 0; i < 3; i++)
		assert_non_null(with_chunk(
		    arena, &picture, wrong[i].type, wrong[i].len));
	arena_free(arena);
}

/* The small picture that a program keeps shows what was cut away. */
static void
no_small_picture_is_left(void **state)
{
	static const char head[] = "\xFF\xD8\xFF\xE0\0\x13" "JFIF\0\1\1\0"
	    "\0\1\0\1\1\1ABC\xFF\xE0\0\x0C" "JFXX\0\x10WXYZ"
	    "\xFF\xE2\0\x0BMPF\0\0MPFX" "\xFF\xF0\0\x06JPG0";
	struct arena *arena = arena_new();
	struct picture picture;
	struct buf file = BUF_INIT;
	(void)state;
	buf_put(&file, head, sizeof(head) - 1);
	buf_putt(&file, text_from(FILE_OF(jpeg_file), 20));
	assert_null(picture_read(&picture, arena, buf_text(&file)));
	assert_false(has(picture.bytes, "ABC"));
	assert_false(has(picture.bytes, "JFXX"));
	assert_false(has(picture.bytes, "MPF"));
	assert_false(has(picture.bytes, "JPG0"));
	buf_free(&file);
	arena_free(arena);
}

/* As many cameras write it. */
static void
a_little_endian_turn_is_read(void **state)
{
	static const char head[] = "\xFF\xD8\xFF\xE1\0\x22" "Exif\0\0II*\0"
	    "\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\x08\0\0\0\0\0\0\0";
	struct arena *arena = arena_new();
	struct picture picture;
	struct buf file = BUF_INIT;
	(void)state;
	buf_put(&file, head, sizeof(head) - 1);
	buf_putt(&file, text_from(FILE_OF(jpeg_file), 0x51));
	assert_null(picture_read(&picture, arena, buf_text(&file)));
	assert_int_equal(picture.turn, 8);
	buf_free(&file);
	arena_free(arena);
}

/* The byte at `at` becomes `byte`. */
static const char *
spoilt(struct text file, size_t at, int byte)
{
	struct arena *arena = arena_new();
	struct picture picture;
	char *copy = arena_copy(arena, file.at, file.len);
	copy[at] = (char)byte;
	const char *fault =
	    picture_read(&picture, arena, (struct text){ copy, file.len });
	arena_free(arena);
	return fault;
}

static void
other_files_are_refused(void **state)
{
	struct arena *arena = arena_new();
	struct picture picture;
	struct text jpeg = FILE_OF(jpeg_file);
	(void)state;
	assert_string_equal(
	    picture_read(&picture, arena, TEXT_LIT("")), "it is empty");
	assert_string_equal(picture_read(&picture, arena,
	    TEXT_LIT("GIF89a\1\0\1\0")), "it is neither PNG nor JPEG");
	/* The frame at 0x96: its marker, precision, height, parts. */
	assert_non_null(strstr(spoilt(jpeg, 0x97, 0xC3), "coded"));
	assert_non_null(strstr(spoilt(jpeg, 0x97, 0xC9), "coded"));
	assert_non_null(strstr(spoilt(jpeg, 0x9A, 12), "coded"));
	assert_non_null(strstr(spoilt(jpeg, 0x9F, 2), "broken"));
	assert_string_equal(spoilt(jpeg, 0x9C, 0), "it is empty");
	/* A sum of another chunk. */
	assert_string_equal(
	    spoilt(FILE_OF(png_file), 20, 7), "it is broken");
	arena_free(arena);
}

static void
a_bomb_is_refused(void **state)
{
	/* 32768 by 1, 20000 by 20000: headers and nothing else. */
	static const char *const heads[] = {
		"\0\0\0\x0DIHDR\0\0\x80\0\0\0\0\1\x08\2\0\0\0" "\x08\x54\x0D\x7F",
		"\0\0\0\x0DIHDR\0\0\x4E\x20\0\0\x4E\x20\x08\2\0\0\0" "\x6C\x12\xD1\x6E" };
	struct arena *arena = arena_new();
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct picture picture;
		struct buf file = BUF_INIT;
		buf_put(&file, "\x89PNG\r\n\x1A\n", 8);
		buf_put(&file, heads[i], 25);
		assert_string_equal(
		    picture_read(&picture, arena, buf_text(&file)),
		    "it has more dots than can be drawn");
		buf_free(&file);
	}
	arena_free(arena);
}

/* Read as a file of just that size, so that the sanitizers see its end. */
static const char *
read_alone(struct picture *picture, struct arena *arena, struct text file)
{
	char *alone = malloc(file.len == 0 ? 1 : file.len);
	memcpy(alone, file.at, file.len);
	const char *fault =
	    picture_read(picture, arena, (struct text){ alone, file.len });
	free(alone);
	return fault;
}

static void
whatever_is_cut_off_is_missed(void **state)
{
	struct arena *arena = arena_new();
	struct text files[] = { FILE_OF(png_file), FILE_OF(jpeg_file) };
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct text file = text_cut(files[i], 0, files[i].len - 6);
		struct picture picture;
		assert_null(read_alone(&picture, arena, file));
		for (size_t len = 0; len < file.len; len++)
			assert_non_null(read_alone(&picture, arena,
			    text_cut(file, 0, len)));
	}
	arena_free(arena);
}

/* What is taken is taken again as it is. */
static void
nothing_that_chance_makes_breaks_it(void **state)
{
	struct text files[] = { FILE_OF(png_file), FILE_OF(jpeg_file) };
	(void)state;
	srand(chance_seed());
	for (size_t round = 0; round < chance_rounds(200000); round++) {
		struct arena *arena = arena_new();
		struct text file = files[round % 2];
		struct picture picture, again;
		char *copy = arena_copy(arena, file.at, file.len);
		for (int i = rand() % 4; i >= 0; i--)
			copy[(size_t)rand() % file.len] = (char)rand();
		if (read_alone(&picture, arena,
			(struct text){ copy, file.len }) == NULL) {
			assert_null(read_alone(
			    &again, arena, picture.bytes));
			assert_true(text_equal(again.bytes, picture.bytes));
			assert_true(picture.width > 0 && picture.height > 0);
		}
		arena_free(arena);
	}
}

static void
a_name_tells_a_picture(void **state)
{
	(void)state;
	assert_true(picture_is_named(TEXT_LIT("2010-q3/a.PNG")));
	assert_true(picture_is_named(TEXT_LIT("a.jpeg")));
	assert_false(picture_is_named(TEXT_LIT("a.pdf")));
	assert_false(picture_is_named(TEXT_LIT(".png")));
}

/* ---- in print ---- */

/* A circular with one picture; -1 with a diagnostic. */
static int
print(struct arena *arena, struct print_fonts *fonts,
    const struct picture *picture, struct diags *diags)
{
	struct buf pdf = BUF_INIT;
	struct node *body = node_new(arena, NODE_DOCUMENT);
	struct node *paragraph = node_new(arena, NODE_PARAGRAPH);
	struct node *image = node_new(arena, NODE_IMAGE);
	image->picture = picture;
	image->span = (struct span){ 1, 2, 3 };
	node_append(body, paragraph);
	node_append(paragraph, image);
	struct circular circular = { .id = "a", .title = "甲", .body = body };
	struct print_facts printed;
	int status = print_circular(&pdf, &printed, arena, arena, &circular,
	    fonts, "2010-10-15", diags);
	assert_int_equal(status == 0, pdf.len > 0);
	buf_free(&pdf);
	return status;
}

/* Whole, but what is packed in it is no picture: told at its place. */
static void
a_png_that_cannot_be_unpacked_is_a_fault(void **state)
{
	struct arena *arena = arena_new();
	struct diags diags;
	struct picture picture;
	(void)state;
	diags_init(&diags, arena);
	struct print_fonts *fonts = print_fonts_open(arena, NULL, 0, &diags);
	assert_non_null(fonts);
	assert_null(picture_read(&picture, arena, FILE_OF(png_file)));
	assert_int_equal(print(arena, fonts, &picture, &diags), 0);
	char *bytes = (char *)picture.bytes.at;
	bytes[picture.bytes.len - 20] ^= 0x55; /* of IDAT, its sum left */
	assert_int_equal(print(arena, fonts, &picture, &diags), -1);
	assert_ptr_equal(diags.last->rule, &rules[RULE_PICTURE_BROKEN]);
	assert_int_equal(diags.last->span.start, 2);
	print_fonts_close(fonts);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_size_is_read),
		cmocka_unit_test(only_the_picture_is_left),
		cmocka_unit_test(nothing_is_hidden_in_what_is_kept),
		cmocka_unit_test(no_small_picture_is_left),
		cmocka_unit_test(a_little_endian_turn_is_read),
		cmocka_unit_test(other_files_are_refused),
		cmocka_unit_test(a_bomb_is_refused),
		cmocka_unit_test(whatever_is_cut_off_is_missed),
		cmocka_unit_test(nothing_that_chance_makes_breaks_it),
		cmocka_unit_test(a_name_tells_a_picture),
		cmocka_unit_test(a_png_that_cannot_be_unpacked_is_a_fault),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
