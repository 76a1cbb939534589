#include "render/print/shape.h"

#include <stdlib.h>
#include <string.h>
#include "base/utf8.h"
#include "model/rules.h"
#include "render/print/character.h"

/* Glyphs at least this wide, in ems, take a cell of their own. */
#define SQUARE_LEAST (FONT_EM * 3 / 4)
/* Wider ones (a ‰) stick out of it: they have the room they need. */
#define SQUARE_MOST (FONT_EM * 26 / 25)

void
shaper_init(struct shaper *shaper, struct arena *arena,
    struct print_fonts *fonts, struct diags *diags)
{
	*shaper = (struct shaper){ .arena = arena, .fonts = fonts,
		.diags = diags };
	shaper->scratch = arena_new();
	shaper->buffer = hb_buffer_create();
}

void
shaper_free(struct shaper *shaper)
{
	hb_buffer_destroy(shaper->buffer);
	arena_free(shaper->scratch);
	shaper->buffer = NULL;
	shaper->scratch = NULL;
}

void
shaper_reset(struct shaper *shaper)
{
	arena_reset(shaper->scratch);
}

/* ---- faults ---- */

/* Once a character and fault, each of which is a bit. */
enum { NOTED_MISSING = 1, NOTED_FALLBACK = 2 };

static bool
was_noted(struct shaper *shaper, uint32_t code, unsigned fault)
{
	if (shaper->noted == NULL)
		shaper->noted = ARENA_ARRAY(shaper->arena, uint8_t, 0x110000);
	bool was = (shaper->noted[code] & fault) != 0;
	shaper->noted[code] |= (uint8_t)fault;
	return was;
}

static void
report_missing(struct shaper *shaper, const struct letter *letter)
{
	char text[5] = "";
	if (was_noted(shaper, letter->code, NOTED_MISSING))
		return;
	utf8_encode(letter->code, text);
	diag_at(shaper->diags, &rules[RULE_GLYPH_MISSING], letter->span,
	    "no font has the character %s (U+%04X)", text,
	    (unsigned)letter->code);
}

static void
report_fallback(struct shaper *shaper, const struct letter *letter,
    const struct found *found)
{
	char text[5] = "";
	if (was_noted(shaper, letter->code, NOTED_FALLBACK))
		return;
	utf8_encode(letter->code, text);
	diag_at(shaper->diags, &rules[RULE_GLYPH_FALLBACK], letter->span,
	    "%s does not have the character %s (U+%04X): %s serves instead",
	    print_fonts_file(shaper->fonts, letter->role)->family, text,
	    (unsigned)letter->code, found->face->file->family);
}

/* ---- classes ---- */

/* Is a single quote open before letter `i`? */
static bool
is_quoted(const struct letters *letters, size_t i)
{
	while (i > 0) {
		uint32_t code = letters->items[--i].code;
		if (code == 0x2018 || code == 0x2019)
			return code == 0x2018;
	}
	return false;
}

/* In and behind a word (members’) it is no closing quote. */
static bool
is_apostrophe(const struct letters *letters, size_t i)
{
	if (letters->items[i].code != 0x2019 || i == 0 ||
	    !character_is_letter(letters->items[i - 1].code))
		return false;
	return (i + 1 < letters->count &&
	    character_is_letter(letters->items[i + 1].code)) ||
	    !is_quoted(letters, i);
}

static bool
is_small_digit(uint32_t code)
{
	return character_is_digit(code) && code < 0x80;
}

/* A space between the groups of a number: 12 500. */
static bool
is_group_space(const struct letters *letters, size_t i)
{
	return letters->items[i].code == ' ' && i > 0 &&
	    i + 1 < letters->count &&
	    is_small_digit(letters->items[i - 1].code) &&
	    is_small_digit(letters->items[i + 1].code);
}

static enum character
class_at(const struct letters *letters, size_t i)
{
	if (is_apostrophe(letters, i) || is_group_space(letters, i))
		return CHARACTER_LATIN;
	return character_of(letters->items[i].code);
}

static uint32_t
code_at(const struct letters *letters, size_t i)
{
	return i < letters->count ? letters->items[i].code : 0;
}

/* ---- joints ---- */

/* The letter `back` places before `i`; 0 when there is none. */
static uint32_t
code_before(const struct letters *letters, size_t i, size_t back)
{
	return i >= back ? letters->items[i - back].code : 0;
}

static bool
is_digit_before(const struct letters *letters, size_t i, size_t back)
{
	return character_is_digit(code_before(letters, i, back));
}

/* Does a year in brackets end before `i`: 〔2010〕11? */
static bool
is_number_bracket(const struct letters *letters, size_t i)
{
	return code_before(letters, i, 1) == 0x3015 &&
	    is_digit_before(letters, i, 2);
}

/* Do the digits that end before `i` count: 第3? */
static bool
is_ordinal(const struct letters *letters, size_t i)
{
	size_t back = 1;
	while (is_digit_before(letters, i, back))
		back++;
	return back > 1 && code_before(letters, i, back) == 0x7B2C /* 第 */;
}

/*
 * A number and what belongs to it: 2010年, 第3季度, 12.5亿元, 〔2010〕11号,
 * 3～5, 1：2; GB/T 9704 parts neither numbers nor years.
 */
static bool
is_number(const struct letters *letters, size_t i)
{
	uint32_t before = code_before(letters, i, 1);
	uint32_t code = letters->items[i].code;
	bool digits = is_digit_before(letters, i, 1);
	bool unit = is_digit_before(letters, i, 2);
	if (character_is_digit(code))
		return digits || before == 0x7B2C /* 第 */ ||
		    before == 0xFF0B /* ＋ */ || before == 0xFF0D /* － */ ||
		    is_number_bracket(letters, i) ||
		    (unit && character_is_number_mark(before));
	if (digits)
		return character_is_unit(code) || (is_ordinal(letters, i) &&
		    character_of(code) == CHARACTER_HAN);
	if (code == 0x5143 /* 元 */)
		return unit && (before == 0x4E07 || before == 0x4EBF);
	if (code == 0x5EA6 /* 度 */)
		return unit && before == 0x5B63 /* 季 */;
	return false;
}

/* A number and its measure word (9个), or the parts of a date. */
static bool
is_counted(const struct letters *letters, size_t i)
{
	uint32_t before = code_before(letters, i, 1);
	uint32_t code = letters->items[i].code;
	if (character_is_digit(before))
		return character_of(code) == CHARACTER_HAN;
	return (before == 0x5E74 /* 年 */ || before == 0x6708 /* 月 */) &&
	    is_digit_before(letters, i, 2) && character_is_digit(code);
}

/* A group of three digits: 12 500. */
static bool
is_thousands(const struct letters *letters, size_t i)
{
	size_t end = i;
	while (character_is_digit(code_at(letters, end)))
		end++;
	return end - i == 3;
}

/* 和／或, 和/或; none that an address ends with. */
static bool
is_solidus(const struct letters *letters, size_t i)
{
	uint32_t code = letters->items[i].code;
	return code == 0xFF0F || (code == '/' &&
	    (i == 0 || class_at(letters, i - 1) != CHARACTER_LATIN));
}

/* After these an address may be broken, and 8525 8888 at its space. */
static bool
is_seam(const struct letters *letters, size_t i)
{
	uint32_t before = letters->items[i - 1].code;
	bool mark = before < 0x80 && before != 0 &&
	    strchr("/-_?&=#@.\\", (int)before) != NULL;
	return (mark && character_is_letter(letters->items[i].code)) ||
	    (before == ' ' && !is_thousands(letters, i));
}

/* May the letters i-1 and i be parted?  Kinds are line.h's business. */
static enum cell_joint
joint_at(const struct letters *letters, size_t i, enum prohibition prohibition)
{
	if (i == 0)
		return JOINT_FREE;
	uint32_t before = letters->items[i - 1].code;
	enum character left = class_at(letters, i - 1);
	enum character right = class_at(letters, i);
	if (left == CHARACTER_SPACE || right == CHARACTER_SPACE)
		return JOINT_FREE;
	if (left == CHARACTER_LATIN && right == CHARACTER_LATIN)
		return is_seam(letters, i) ? JOINT_WEAK : JOINT_FAST;
	if (character_is_latin_close(letters->items[i].code) ||
	    character_is_latin_open(before) || is_number(letters, i))
		return JOINT_FAST;
	if (letters->items[i].code == 0x7B2C && is_number_bracket(letters, i))
		return JOINT_WEAK; /* 〔2010〕第11号 is long */
	if (prohibition != PROHIBITION_BASIC && is_solidus(letters, i - 1))
		return JOINT_FAST;
	if (prohibition == PROHIBITION_STRICT && right == CHARACTER_LONG &&
	    left != CHARACTER_LONG)
		return JOINT_FAST;
	return is_counted(letters, i) ? JOINT_NEAR : JOINT_FREE;
}

/* ---- cells ---- */

struct work {
	struct shaper *shaper;
	const struct letters *letters;
	const struct setting *setting;
	struct shaped *out;
};

static int
width_of(const struct work *work, int64_t width)
{
	double cells = (double)width / FONT_EM * work->setting->em /
	    work->setting->cell;
	return cells > 0 ? (int)(cells * LINE_CELL + 0.5) : 0;
}

/* There are no more cells than letters: room for all was made. */
static struct cell *
add_cell(struct work *work, size_t letter, enum cell_kind kind, int width)
{
	struct shaped *out = work->out;
	struct cell *cell = &out->cells[out->count];
	*cell = (struct cell){ .kind = kind, .width = width,
		.joint = joint_at(work->letters, letter,
		    work->shaper->options.prohibition) };
	out->pieces[out->count] = (struct piece){ .glyph = out->glyph_count,
		.text = out->text_len };
	out->letter_of[out->count++] = letter;
	return cell;
}

static struct piece *
last_piece(struct shaped *out)
{
	return &out->pieces[out->count - 1];
}

static void
add_glyph(struct work *work, uint32_t id, double dx, double dy)
{
	struct shaped *out = work->out;
	ARENA_ROOM(work->shaper->scratch, out->glyphs, out->glyph_count,
	    out->glyph_capacity);
	out->glyphs[out->glyph_count++] =
	    (struct glyph){ id, (float)dx, (float)dy };
	last_piece(out)->glyphs++;
}

/* The letters the last cell stands for; 4 bytes a letter were reserved. */
static void
add_text(struct work *work, size_t first, size_t end)
{
	struct shaped *out = work->out;
	for (size_t i = first; i < end; i++) {
		size_t n = utf8_encode(work->letters->items[i].code,
		    out->text + out->text_len);
		out->text_len += n;
		last_piece(out)->bytes += n;
	}
}

/* Of a letter that is looked up as `code`. */
static const struct found *
find(struct work *work, size_t i, uint32_t code)
{
	struct letter letter = work->letters->items[i];
	letter.code = code;
	const struct found *found = font_find(work->shaper->fonts,
	    letter.role, code);
	if (found->face == NULL)
		report_missing(work->shaper, &letter);
	else if (found->fallback)
		report_fallback(work->shaper, &letter, found);
	return found;
}

/* Where a glyph stands in its cell: marks keep to their side. */
static double
shift_in(const struct work *work, enum character class, int32_t width)
{
	double cell = work->setting->cell / work->setting->em;
	double room = cell - (double)width / FONT_EM;
	if (class == CHARACTER_OPEN)
		return room;
	return class == CHARACTER_CLOSE ? 0 : room / 2;
}

static bool
fits_half(const struct found *found)
{
	struct face_ink ink = face_ink(found->face, found->glyph);
	return ink.right - ink.left <= FONT_EM / 2;
}

static enum cell_kind
kind_of(enum character class)
{
	switch (class) {
	case CHARACTER_OPEN:
		return CELL_OPEN;
	case CHARACTER_CLOSE:
		return CELL_CLOSE;
	case CHARACTER_TIE:
		return CELL_TIE;
	case CHARACTER_LONG:
		return CELL_LONG;
	case CHARACTER_SPACE:
		return CELL_SPACE;
	case CHARACTER_BREAK:
		return CELL_BREAK;
	case CHARACTER_LATIN:
		return CELL_LATIN;
	case CHARACTER_HAN:
	case CHARACTER_NONE:
		break;
	}
	return CELL_HAN;
}

/* One character in a cell of its own. */
static void
add_square(struct work *work, size_t i, enum character class)
{
	uint32_t code = work->letters->items[i].code;
	const struct found *found = find(work, i, code);
	int32_t width = found->face == NULL ? FONT_EM : found->width;
	bool square = width <= SQUARE_MOST && (width >= SQUARE_LEAST ||
	    class != CHARACTER_HAN || utf8_width_of(code) == 2);
	struct cell *cell = add_cell(work, i, kind_of(class),
	    square ? LINE_CELL : width_of(work, width));
	if (found->face == NULL)
		return;
	cell->halves = (class == CHARACTER_OPEN || class == CHARACTER_CLOSE) &&
	    fits_half(found);
	last_piece(work->out)->face = found->face;
	add_glyph(work, found->glyph,
	    square ? shift_in(work, class, found->width) : 0, 0);
	add_text(work, i, i + 1);
}

/*
 * A pair —— or ……; fonts whose single dash does not fill its square may have
 * one of two ems.  Returns the letters taken.
 */
static size_t
add_long(struct work *work, size_t i)
{
	uint32_t code = work->letters->items[i].code;
	bool pair = code_at(work->letters, i + 1) == code;
	if (!pair) {
		add_square(work, i, CHARACTER_TIE);
		return 1;
	}
	const struct found *found = find(work, i, code);
	uint32_t two = code == 0x2014 && found->face != NULL
	    ? face_glyph(found->face, 0x2E3A) : 0;
	if (two == 0) {
		add_square(work, i, CHARACTER_LONG);
		add_square(work, i + 1, CHARACTER_LONG);
		work->out->cells[work->out->count - 1].joint = JOINT_FAST;
		return 2;
	}
	add_cell(work, i, CELL_LONG, 2 * LINE_CELL);
	last_piece(work->out)->face = found->face;
	add_glyph(work, two,
	    work->setting->cell / work->setting->em - 1, 0);
	add_text(work, i, i + 2);
	return 2;
}

static bool
is_word(const struct work *work, size_t i)
{
	return i < work->letters->count &&
	    class_at(work->letters, i) == CHARACTER_LATIN;
}

/* Does a Latin letter at `i` want a gap between itself and Han? */
static bool
is_spaced(const struct work *work, size_t i)
{
	uint32_t code = work->letters->items[i].code;
	return !character_is_latin_open(code) && code != '"' && code != '\'' &&
	    (!character_is_latin_close(code) || code == '.' || code == '%' ||
		code == 0xB0 /* ° */);
}

/* A space, unless the gap between Han and Latin takes its place. */
static void
add_space(struct work *work, size_t i)
{
	const struct letters *letters = work->letters;
	uint32_t code = letters->items[i].code;
	if (i > 0 && i + 1 < letters->count && code == ' ') {
		bool word = is_word(work, i - 1), next = is_word(work, i + 1);
		size_t latin = word ? i - 1 : i + 1;
		enum character other = class_at(letters, word ? i + 1 : i - 1);
		if (word != next && other == CHARACTER_HAN &&
		    is_spaced(work, latin))
			return;
	}
	const struct found *found = font_find(work->shaper->fonts,
	    letters->items[i].role, code);
	int32_t width = found->face == NULL ? FONT_EM / 3 : found->width;
	add_cell(work, i, CELL_SPACE,
	    code == 0x3000 ? LINE_CELL : width_of(work, width));
	if (found->face == NULL)
		return;
	last_piece(work->out)->face = found->face;
	add_glyph(work, found->glyph, 0, 0);
	add_text(work, i, i + 1);
}

/* ---- words ---- */

/*
 * What a letter of a word is looked up as: an apostrophe as the ASCII one,
 * since Chinese fonts draw a full-width quote; a hard space as a space.
 */
static uint32_t
word_code(uint32_t code)
{
	if (code == 0x2019)
		return '\'';
	return code == 0xA0 || code == 0x2007 || code == 0x202F ? ' ' : code;
}

static struct face *
word_face(struct work *work, size_t i)
{
	return find(work, i, word_code(work->letters->items[i].code))->face;
}

/* As names in Arabic letters are. */
static bool
is_from_right(const struct work *work, size_t i)
{
	return hb_script_get_horizontal_direction(
		   hb_unicode_script(hb_unicode_funcs_get_default(),
		       work->letters->items[i].code)) == HB_DIRECTION_RTL;
}

/* Shapes the letters [first, end), all in `face`, into the buffer. */
static void
shape_word(struct work *work, struct face *face, size_t first, size_t end)
{
	hb_buffer_t *buffer = work->shaper->buffer;
	hb_feature_t half = { HB_TAG('h', 'w', 'i', 'd'), 1,
		HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END };
	hb_buffer_clear_contents(buffer);
	for (size_t i = first; i < end; i++)
		hb_buffer_add(buffer, word_code(work->letters->items[i].code),
		    (unsigned)(i - first));
	hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
	/* Not the locale's: the same input gives the same bytes. */
	hb_buffer_set_direction(buffer,
	    is_from_right(work, first) ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
	hb_buffer_set_language(buffer, hb_language_from_string("zh-cn", -1));
	hb_buffer_guess_segment_properties(buffer);
	hb_shape(face->shaper, buffer, &half,
	    work->shaper->half_width ? 1 : 0);
}

/* The cell of one cluster: glyphs [from, to) of the buffer. */
static void
add_cluster(struct work *work, struct face *face, size_t first, size_t end,
    const hb_glyph_info_t *infos, const hb_glyph_position_t *places,
    unsigned count)
{
	int64_t x = 0;
	struct cell *cell = add_cell(work, first, CELL_LATIN, 0);
	last_piece(work->out)->face = face;
	for (unsigned i = 0; i < count; i++) {
		if (infos[i].codepoint == 0)
			report_missing(work->shaper,
			    &work->letters->items[first]);
		add_glyph(work, infos[i].codepoint,
		    (double)(x + places[i].x_offset) / FONT_EM,
		    (double)places[i].y_offset / FONT_EM);
		x += places[i].x_advance;
	}
	cell->width = width_of(work, x);
	cell->spaced = is_spaced(work, first);
	add_text(work, first, end);
}

/*
 * The shaped buffer as cells, one a cluster, as they are seen from left to right:
 * so a PDF has what is written from right to left.
 */
static void
add_clusters(struct work *work, struct face *face, size_t first, size_t end)
{
	unsigned count, i = 0;
	hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(
	    work->shaper->buffer, &count);
	hb_glyph_position_t *places = hb_buffer_get_glyph_positions(
	    work->shaper->buffer, NULL);
	bool from_right = is_from_right(work, first);
	size_t before = end; /* where the cluster at the left begins */
	while (i < count) {
		unsigned next = i + 1;
		while (next < count && infos[next].cluster == infos[i].cluster)
			next++;
		size_t from = first + infos[i].cluster;
		size_t to = from_right ? before
		    : next < count     ? first + infos[next].cluster
				       : end;
		add_cluster(work, face, from, to, infos + i, places + i,
		    next - i);
		before = from;
		i = next;
	}
}

/*
 * A stretch of Latin letters, split where the font changes, or the direction:
 * several words from right to left stand in the order they are written.
 */
static size_t
add_word(struct work *work, size_t first)
{
	size_t end = first + 1;
	enum font_role role = work->letters->items[first].role;
	struct face *face = word_face(work, first);
	bool from_right = is_from_right(work, first);
	while (is_word(work, end) && work->letters->items[end].role == role &&
	    is_from_right(work, end) == from_right &&
	    word_face(work, end) == face)
		end++;
	if (face != NULL) {
		shape_word(work, face, first, end);
		add_clusters(work, face, first, end);
	}
	return end - first;
}

struct shaped
shape_letters(struct shaper *shaper, const struct letters *letters,
    const struct setting *setting)
{
	struct shaped out = { .letters = letters->items };
	struct work work = { shaper, letters, setting, &out };
	struct arena *scratch = shaper->scratch;
	out.cells = ARENA_ARRAY(scratch, struct cell, letters->count);
	out.pieces = ARENA_ARRAY(scratch, struct piece, letters->count);
	out.letter_of = ARENA_ARRAY(scratch, size_t, letters->count);
	out.text = arena_alloc(scratch, letters->count * 4 + 1);
	for (size_t i = 0; i < letters->count && !out.linked; i++)
		out.linked = letters->items[i].element != NULL &&
		    letters->items[i].element->uri != NULL;
	for (size_t i = 0; i < letters->count;) {
		enum character class = class_at(letters, i);
		switch (class) {
		case CHARACTER_LATIN:
			i += add_word(&work, i);
			continue;
		case CHARACTER_LONG:
			i += add_long(&work, i);
			continue;
		case CHARACTER_SPACE:
			add_space(&work, i);
			break;
		case CHARACTER_BREAK:
			add_cell(&work, i, CELL_BREAK, 0);
			break;
		default:
			add_square(&work, i, class);
		}
		i++;
	}
	return out;
}

const uint32_t *
shaped_codes(struct arena *arena, const struct shaped *shaped)
{
	uint32_t *codes = ARENA_ARRAY(arena, uint32_t, shaped->count + 1);
	for (size_t i = 0; i < shaped->count; i++)
		codes[i] = shaped->letters[shaped->letter_of[i]].code;
	return codes;
}
