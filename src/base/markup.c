#include "base/markup.h"

#include <strings.h>

/*
 * Those that stand for ASCII, for a space, for nothing that is seen, for the dot
 * or the hyphen in a name (base/fold.h).
 */
static const struct {
	const char *name;
	uint32_t code;
} entities[] = {
	{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' },
	{ "apos", '\'' }, { "nbsp", ' ' }, { "ensp", ' ' }, { "emsp", ' ' },
	{ "emsp13", ' ' }, { "emsp14", ' ' }, { "numsp", ' ' },
	{ "puncsp", ' ' }, { "thinsp", ' ' }, { "hairsp", ' ' },
	{ "ThinSpace", ' ' }, { "VeryThinSpace", ' ' },
	{ "MediumSpace", ' ' }, { "ThickSpace", ' ' },
	{ "NonBreakingSpace", ' ' }, { "Tab", ' ' }, { "NewLine", ' ' },
	{ "shy", 0xAD }, { "zwj", 0x200D }, { "zwnj", 0x200C },
	{ "lrm", 0x200E }, { "rlm", 0x200F }, { "ZeroWidthSpace", 0x200B },
	{ "NegativeThinSpace", 0x200B }, { "NegativeVeryThinSpace", 0x200B },
	{ "NegativeMediumSpace", 0x200B }, { "NegativeThickSpace", 0x200B },
	{ "NoBreak", 0x2060 }, { "af", 0x2061 }, { "ApplyFunction", 0x2061 },
	{ "it", 0x2062 }, { "InvisibleTimes", 0x2062 }, { "ic", 0x2063 },
	{ "InvisibleComma", 0x2063 }, { "num", '#' }, { "sol", '/' },
	{ "bsol", '\\' }, { "period", '.' }, { "lowbar", '_' },
	{ "commat", '@' }, { "colon", ':' }, { "semi", ';' },
	{ "comma", ',' }, { "percnt", '%' }, { "equals", '=' },
	{ "lpar", '(' }, { "rpar", ')' }, { "hyphen", 0x2010 },
	{ "dash", 0x2010 }, { "minus", 0x2212 }, { "middot", 0xB7 },
	{ "centerdot", 0xB7 }, { "CenterDot", 0xB7 }, { "bull", 0x2022 },
	{ "bullet", 0x2022 }, { "sdot", 0x22C5 },
};
#define ENTITY_MOST 24

static size_t
number_end(struct text text, size_t at, uint32_t *code)
{
	bool hex = at < text.len && (text.at[at] | 0x20) == 'x';
	size_t start = at += hex;
	*code = 0;
	for (; at < text.len; at++) {
		int digit = text_hex_digit(text.at[at]);
		if (digit < 0 || (digit > 9 && !hex))
			break;
		if (*code <= 0x10FFFF)
			*code = *code * (hex ? 16 : 10) + (uint32_t)digit;
	}
	if (at == start || *code == 0 || *code > 0x10FFFF ||
	    (*code >= 0xD800 && *code <= 0xDFFF))
		return 0;
	return at + (at < text.len && text.at[at] == ';');
}

/* Behind one of the old names, which need no semicolon. */
static size_t
bare_end(struct text text, size_t at, uint32_t *code)
{
	bool space = text_starts(text_from(text, at), "nbsp");
	if (!space && !text_starts(text_from(text, at), "shy"))
		return 0;
	*code = space ? ' ' : 0xAD;
	return at + (space ? strlen("nbsp") : strlen("shy"));
}

size_t
markup_entity(struct text text, size_t at, uint32_t *code)
{
	if (++at < text.len && text.at[at] == '#')
		return number_end(text, at + 1, code);
	struct text rest = text_from(text, at), name, after;
	if (rest.len > ENTITY_MOST)
		rest.len = ENTITY_MOST;
	if (!text_split(rest, ';', &name, &after))
		return bare_end(text, at, code);
	for (size_t i = 0; i < sizeof(entities) / sizeof(*entities); i++)
		if (text_is(name, entities[i].name)) {
			*code = entities[i].code;
			return at + name.len + 1;
		}
	return bare_end(text, at, code);
}

size_t
markup_close(struct text bytes, size_t at, const char *close, size_t *end)
{
	const char *found = memmem(bytes.at + at, bytes.len - at, close,
	    strlen(close));
	*end = found == NULL ? bytes.len : (size_t)(found - bytes.at);
	return found == NULL ? bytes.len : *end + strlen(close);
}

size_t
markup_raw_end(struct text bytes, size_t at, struct text name)
{
	for (; at < bytes.len; at++) {
		const char *next = memchr(bytes.at + at, '<', bytes.len - at);
		if (next == NULL)
			break;
		at = (size_t)(next - bytes.at);
		if (bytes.len - at > name.len + 2 && bytes.at[at + 1] == '/' &&
		    strncasecmp(bytes.at + at + 2, name.at, name.len) == 0)
			return at;
	}
	return bytes.len;
}

/* Every tag of every page is asked for: names of up to 8 letters at once. */
#define NAME_MOST 8

bool
markup_is_inline(struct text name)
{
	static const char names[26][9][NAME_MOST] = {
		['a' - 'a'] = { "a", "abbr", "acronym" },
		['b' - 'a'] = { "b", "bdi", "bdo", "big", "br" },
		['c' - 'a'] = { "cite", "code" },
		['d' - 'a'] = { "data", "del", "dfn" },
		['e' - 'a'] = { "em" },
		['f' - 'a'] = { "font" },
		['i' - 'a'] = { "i", "img", "ins" },
		['k' - 'a'] = { "kbd" },
		['l' - 'a'] = { "label" },
		['m' - 'a'] = { "mark" },
		['n' - 'a'] = { "nobr" },
		['q' - 'a'] = { "q" },
		['r' - 'a'] = { "rb", "rp", "rt", "rtc", "ruby" },
		['s' - 'a'] = { "s", "samp", "small", "span", "strike",
		    "strong", "sub", "sup" },
		['t' - 'a'] = { "textpath", "time", "tspan", "tt" },
		['u' - 'a'] = { "u" },
		['v' - 'a'] = { "var" },
		['w' - 'a'] = { "wbr" },
	};
	/* Which lengths there are, by the first letter: most aren't among them. */
	static const uint16_t lengths[32] = { ['a' & 31] = 1 << 1 | 1 << 4 | 1 << 7,
		['b' & 31] = 1 << 1 | 1 << 2 | 1 << 3,
		['c' & 31] = 1 << 4, ['d' & 31] = 1 << 3 | 1 << 4,
		['e' & 31] = 1 << 2, ['f' & 31] = 1 << 4,
		['i' & 31] = 1 << 1 | 1 << 3, ['k' & 31] = 1 << 3,
		['l' & 31] = 1 << 5, ['m' & 31] = 1 << 4, ['n' & 31] = 1 << 4,
		['q' & 31] = 1 << 1, ['r' & 31] = 1 << 2 | 1 << 3 | 1 << 4,
		['s' & 31] = 1 << 1 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6,
		['t' & 31] = 1 << 2 | 1 << 4 | 1 << 5 | 1 << 8,
		['u' & 31] = 1 << 1, ['v' & 31] = 1 << 3, ['w' & 31] = 1 << 3 };
	char small[NAME_MOST] = { 0 };
	if (name.len == 0 || name.len > NAME_MOST ||
	    (lengths[name.at[0] & 31] >> name.len & 1) == 0)
		return false;
	for (size_t i = 0; i < name.len; i++)
		small[i] = (char)(name.at[i] | 0x20);
	if (small[0] < 'a' || small[0] > 'z')
		return false;
	const char(*same)[NAME_MOST] = names[small[0] - 'a'];
	while ((*same)[0] != '\0' && memcmp(*same, small, NAME_MOST) != 0)
		same++;
	return (*same)[0] != '\0';
}
