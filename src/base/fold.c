#include "base/fold.h"

#include "base/han.h"
#include "base/letter.h"
#include "base/utf8.h"

/*
 * Controls; U+00A0, letters with marks, U+034F, 0387, 061C, 115F, 2000, 30FB,
 * F900, 1D173, E0000; the noncharacters of all planes.
 */
const unsigned char fold_leads[256] = {
	[0x01] = 1, [0x02] = 1, [0x03] = 1, [0x04] = 1, [0x05] = 1,
	[0x06] = 1, [0x07] = 1, [0x08] = 1, [0x0B] = 1, [0x0C] = 1,
	[0x0E] = 1, [0x0F] = 1, [0x10] = 1, [0x11] = 1, [0x12] = 1,
	[0x13] = 1, [0x14] = 1, [0x15] = 1, [0x16] = 1, [0x17] = 1,
	[0x18] = 1, [0x19] = 1, [0x1A] = 1, [0x1B] = 1, [0x1C] = 1,
	[0x1D] = 1, [0x1E] = 1, [0x1F] = 1, [0x7F] = 1,
	[0xC2] = 1, [0xC3] = 1, [0xC4] = 1, [0xC5] = 1, [0xC6] = 1,
	[0xC7] = 1, [0xC8] = 1, [0xC9] = 1, [0xCC] = 1, [0xCD] = 1,
	[0xCE] = 1, [0xCF] = 1, [0xD0] = 1, [0xD1] = 1, [0xD2] = 1,
	[0xD3] = 1, [0xD8] = 1, [0xD9] = 1, [0xDB] = 1, [0xE1] = 1,
	[0xE2] = 1, [0xE3] = 1, [0xEF] = 1, [0xF0] = 1, [0xF1] = 1,
	[0xF2] = 1, [0xF3] = 1, [0xF4] = 1,
};

/* The next byte from `at` on that begins what may be folded. */
static size_t
plain_end(struct text text, size_t at)
{
	while (at < text.len && !fold_begins(text, at))
		at++;
	return at;
}

/* Those that base/finder.h knows. */
static bool
is_usual_space(uint32_t code)
{
	return code == ' ' || code == '\t' || code == '\n' || code == '\r' ||
	    code == 0x3000;
}

/* A line's end of old, and the pattern of Braille that has no dots, too. */
static bool
is_space(uint32_t code)
{
	return utf8_is_space(code) || code == 0x85 || code == 0x2800;
}

/*
 * In 阿里·买提: of Greek, bullets, a leader's, of mathematics, of Japanese, full
 * stops of other widths.
 */
static bool
is_dot(uint32_t code)
{
	return code == 0x387 || code == 0x2022 || code == 0x2024 ||
	    code == 0x2027 || code == 0x2219 || code == 0x22C5 ||
	    code == 0x30FB || code == 0xFE52 || code == 0xFF0E ||
	    code == 0xFF65;
}

/* In bai-ruoxi: those that a typesetter, a keyboard or a minus has. */
static bool
is_hyphen(uint32_t code)
{
	return code == 0x2010 || code == 0x2011 || code == 0x2212 ||
	    code == 0xFE63 || code == 0xFF0D;
}

static bool
is_wide_letter(uint32_t code)
{
	return (code >= 0xFF10 && code <= 0xFF19) ||
	    (code >= 0xFF21 && code <= 0xFF3A) ||
	    (code >= 0xFF41 && code <= 0xFF5A);
}

uint32_t
fold_code(uint32_t code)
{
	if ((code > ' ' && code < 0x7F) || is_usual_space(code))
		return code;
	if (is_space(code))
		return ' ';
	if (is_wide_letter(code))
		return code - 0xFF01 + '!';
	if (is_dot(code))
		return 0xB7;
	if (is_hyphen(code))
		return '-';
	if (utf8_is_unseen(code) || utf8_is_control(code) ||
	    letter_is_mark(code))
		return 0;
	uint32_t bare = letter_bare(code);
	return bare != code ? bare : han_unified(code);
}

bool
fold_keeps(uint32_t code)
{
	return fold_code(code) == code && !letter_is_jamo(code);
}

bool
fold_joins(struct text before, uint32_t *code, size_t *start)
{
	*start = before.len;
	if (before.len == 0 || !letter_is_jamo(*code))
		return false;
	uint32_t joined = letter_join(utf8_previous(before, start), *code);
	if (joined != 0)
		*code = joined;
	return joined != 0;
}

void
fold_put_code(struct buf *out, uint32_t code)
{
	size_t start;
	code = fold_code(code);
	if (code == 0)
		return;
	if (fold_joins(buf_text(out), &code, &start))
		out->len = start;
	buf_put_utf8(out, code);
}

void
fold_put(struct buf *out, struct text text)
{
	size_t done = 0;
	for (size_t at = 0; (at = plain_end(text, at)) < text.len;) {
		size_t end = at;
		uint32_t code = utf8_next(text, &end);
		if (!fold_keeps(code)) {
			buf_put(out, text.at + done, at - done);
			fold_put_code(out, code);
			done = end;
		}
		at = end;
	}
	buf_put(out, text.at + done, text.len - done);
}

struct text
fold_text(struct arena *arena, struct text text)
{
	for (size_t at = 0; (at = plain_end(text, at)) < text.len;) {
		uint32_t code = utf8_next(text, &at);
		if (fold_keeps(code))
			continue;
		struct buf out = BUF_INIT;
		fold_put(&out, text);
		text = buf_detach(arena, &out);
		break;
	}
	return text;
}

/* ---- forms of a name ---- */

static bool
is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Names of two words or more, of Latin letters and what may stand in them. */
static bool
is_latin(struct text name)
{
	size_t words = 0;
	bool within = false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		bool letter = is_small(c) || is_capital(c);
		if (!letter && c != ' ' && c != '-' && c != '\'' && c != '.')
			return false;
		words += letter && !within;
		within = c != ' ' && (within || letter);
	}
	return words > 1;
}

/* In what words are capitals: those that begin before, those behind. */
struct capitals {
	size_t before, from;
	bool first; /* the first letters of the others, too */
};

static struct text
latin_form(struct arena *arena, struct text name, struct capitals capitals)
{
	char *out = arena_copy(arena, name.at, name.len);
	size_t word = 0;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i], last = i == 0 ? ' ' : name.at[i - 1];
		bool first = !is_small(last) && !is_capital(last);
		if (last == ' ')
			word = i;
		bool capital = word < capitals.before ||
		    word >= capitals.from || (capitals.first && first);
		if (capital && is_small(c))
			out[i] = (char)(c - 'a' + 'A');
		else if (!capital && is_capital(c))
			out[i] = (char)(c - 'A' + 'a');
	}
	return (struct text){ out, name.len };
}

/* No digit, no Latin letter, and not the end. */
static bool
is_wide(struct text name, size_t at)
{
	return at < name.len && (unsigned char)name.at[at] >= 0x80;
}

/* Bytes of the dot there: that of names, or the keyboard's amid one. */
static size_t
dot_at(struct text name, size_t at)
{
	if (name.at[at] == '.')
		return at > 0 && is_wide(name, at - 1) && is_wide(name, at + 1);
	return text_starts(text_from(name, at), "\xC2\xB7") ? 2 : 0;
}

static bool
has_dot(struct text name)
{
	for (size_t i = 0; i < name.len; i++)
		if (dot_at(name, i) > 0)
			return true;
	return false;
}

/* With `dot` in place of each. */
static struct text
dotted_form(struct arena *arena, struct text name, const char *dot)
{
	struct buf out = BUF_INIT;
	for (size_t i = 0, dotted; i < name.len; i += dotted > 0 ? dotted : 1) {
		dotted = dot_at(name, i);
		if (dotted > 0)
			buf_puts(&out, dot);
		else
			buf_putc(&out, name.at[i]);
	}
	return buf_detach(arena, &out);
}

static void
form_add(struct text *forms, size_t *count, struct text form)
{
	for (size_t i = 0; i < *count; i++)
		if (text_equal(forms[i], form))
			return;
	if (form.len > 0 || *count == 0)
		forms[(*count)++] = form;
}

size_t
fold_forms(struct arena *arena, struct text name, struct text forms[FOLD_FORMS])
{
	size_t count = 0, first, last;
	name = fold_text(arena, name);
	form_add(forms, &count, name);
	if (!is_latin(name)) {
		if (!has_dot(name))
			return count;
		struct text undotted = dotted_form(arena, name, "");
		form_add(forms, &count, undotted);
		/* Dots alone are no name. */
		if (undotted.len > 0) {
			form_add(forms, &count, dotted_form(arena, name, "."));
			form_add(forms, &count,
			    dotted_form(arena, name, "\xC2\xB7"));
		}
		return count;
	}
	for (first = 0; name.at[first] != ' '; first++)
		continue;
	for (last = name.len; name.at[last - 1] != ' '; last--)
		continue;
	const struct capitals all[] = { { 0, name.len, true },
		{ name.len, name.len, false }, { 0, name.len, false },
		{ first, name.len, true }, { 0, last, true } };
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		form_add(forms, &count, latin_form(arena, name, all[i]));
	return count;
}
