#include "render/print/character.h"

#include <stddef.h>
#include "base/utf8.h"

static const uint32_t opening[] = {
	0x2018, 0x201C, 0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0x3016,
	0x3018, 0x301A, 0x301D, 0xFF04, 0xFF08, 0xFF3B, 0xFF5B, 0xFF5F, 0xFFE1,
	0xFFE5,
}; /* with ＄ ￡ ￥, which precede numbers */

static const uint32_t closing[] = {
	0x2019, 0x201D, 0x203C, 0x2047, 0x2048, 0x2049, 0x3001, 0x3002, 0x3009,
	0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0x3019, 0x301B, 0x301E,
	0x301F, 0xFF01, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D,
	0xFF5D, 0xFF60, 0xFF61, 0xFF64,
}; /* with ‼ ⁇ ⁈ ⁉ */

/* Middle dots, units and joiners: ·‧・ ‰′″℃℉ ★ 々〻 ー ％／～; 机密★3年 */
static const uint32_t tying[] = {
	0x00B7, 0x2027, 0x2030, 0x2031, 0x2032, 0x2033, 0x2103, 0x2109, 0x2605,
	0x3005, 0x303B, 0x30FB, 0x30FC, 0xFF05, 0xFF0D, 0xFF0F, 0xFF5E,
};

/* A set goes up. */
static bool
is_in(const uint32_t *set, size_t count, uint32_t code)
{
	size_t i = 0;
	while (i < count && set[i] < code)
		i++;
	return i < count && set[i] == code;
}

#define IS_IN(set, code) is_in((set), sizeof(set) / sizeof(*(set)), (code))

static enum character
ascii_of(uint32_t code)
{
	if (code == '\n')
		return CHARACTER_BREAK;
	if (code == ' ' || code == '\t')
		return CHARACTER_SPACE;
	return code < 0x20 || code == 0x7F ? CHARACTER_NONE : CHARACTER_LATIN;
}

/* Format characters, selectors, noncharacters: nothing to be seen. */
static bool
is_invisible(uint32_t code)
{
	return code < 0xA0 || code == 0xAD || code == 0x061C ||
	    code == 0x180E || (code >= 0x200B && code <= 0x200F) ||
	    (code >= 0x202A && code <= 0x202E) ||
	    (code >= 0x2060 && code <= 0x206F) ||
	    (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF ||
	    (code >= 0xFFF9 && code <= 0xFFFB) || utf8_is_noncharacter(code) ||
	    (code >= 0xE0000 && code <= 0xE0FFF);
}

static bool
is_space(uint32_t code)
{
	return (code >= 0x2000 && code <= 0x200A && code != 0x2007) ||
	    code == 0x1680 || code == 0x205F || code == 0x3000;
}

/* Symbols that Chinese fonts draw as a square: ※ № Ⅲ → ① ● ★ and kin. */
static bool
is_square(uint32_t code)
{
	return code == 0x203B || (code >= 0x2100 && code <= 0x2BFF) ||
	    utf8_width_of(code) == 2 || utf8_is_cjk(code);
}

enum character
character_of(uint32_t code)
{
	if (code < 0x80)
		return ascii_of(code);
	if (code >= 0x4E00 && code <= 0x9FFF)
		return CHARACTER_HAN;
	if (code == 0x2028 || code == 0x2029 || code == 0x85)
		return CHARACTER_BREAK;
	if (is_space(code))
		return CHARACTER_SPACE;
	if (code == 0x2014 || code == 0x2026 || code == 0x22EF)
		return CHARACTER_LONG;
	if (IS_IN(opening, code))
		return CHARACTER_OPEN;
	if (IS_IN(closing, code))
		return CHARACTER_CLOSE;
	if (IS_IN(tying, code))
		return CHARACTER_TIE;
	if (is_square(code))
		return CHARACTER_HAN;
	return is_invisible(code) ? CHARACTER_NONE : CHARACTER_LATIN;
}

bool
character_is_digit(uint32_t code)
{
	return ascii_is_digit(code) ||
	    (code >= 0xFF10 && code <= 0xFF19);
}

bool
character_is_letter(uint32_t code)
{
	return ascii_is_letter(code);
}

bool
character_is_latin_open(uint32_t code)
{
	return code == '(' || code == '[' || code == '{' || code == '<' ||
	    code == '$' || code == '#' || code == 0xA3 || code == 0xA5;
}

bool
character_is_latin_close(uint32_t code)
{
	return code == ')' || code == ']' || code == '}' || code == '>' ||
	    code == ',' || code == '.' || code == ':' || code == ';' ||
	    code == '!' || code == '?' || code == '%' || code == 0xB0 ||
	    code == '/' || code == '-' || code == '~' || code == 0x2013;
}

bool
character_is_unit(uint32_t code)
{
	static const uint32_t units[] = {
		0x4E07, 0x4EBF, 0x5143, 0x5206, 0x53F7, 0x5B63, 0x5E74, 0x65E5,
		0x65F6, 0x6708, 0x79D2,
	}; /* 万 亿 元 分 号 季 年 日 时 月 秒 */
	return IS_IN(units, code);
}

bool
character_is_number_mark(uint32_t code)
{
	static const uint32_t marks[] = {
		0x2014, 0xFF0D, 0xFF0E, 0xFF0F, 0xFF1A, 0xFF5E,
	}; /* — － ． ／ ： ～ */
	return IS_IN(marks, code);
}
