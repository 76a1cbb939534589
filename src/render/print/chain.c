#include "render/print/chain.h"

#include <limits.h>
#include <string.h>
#include <fontconfig/fontconfig.h>
#include "base/path.h"

struct candidate {
	const char *family;
	const char *file; /* its base name where weights won't do, or NULL */
	bool bold;
	bool stand_in;
};

/* PRINT.md row 27: the first found wins, the rest help out with glyphs. */
static const struct candidate fang[] = {
	{ .family = "FangSong_GB2312" },
	{ .family = "仿宋_GB2312" },
	{ .family = "FangSong" },
	{ .family = "仿宋" },
	{ .family = "STFangsong" },
	{ .family = "Zhuque Fangsong" },
	{ .family = "朱雀仿宋" },
	{ .family = "FandolFang", .file = "FandolFang-Regular.otf" },
	{ .family = NULL },
};

static const struct candidate kai[] = {
	{ .family = "KaiTi_GB2312" },
	{ .family = "楷体_GB2312" },
	{ .family = "KaiTi" },
	{ .family = "楷体" },
	{ .family = "STKaiti" },
	{ .family = "LXGW WenKai" },
	{ .family = "AR PL KaitiM GB" },
	{ .family = "FandolKai", .file = "FandolKai-Regular.otf" },
	{ .family = NULL },
};

static const struct candidate hei[] = {
	{ .family = "SimHei" },
	{ .family = "黑体" },
	{ .family = "STHeiti" },
	{ .family = "Noto Sans CJK SC" },
	{ .family = "FandolHei", .file = "FandolHei-Regular.otf" },
	{ .family = "WenQuanYi Zen Hei" },
	{ .family = NULL },
};

static const struct candidate title[] = {
	{ .family = "FZXiaoBiaoSong-B05S" },
	{ .family = "方正小标宋简体" },
	{ .family = "方正小标宋_GBK" },
	{ .family = "Noto Serif CJK SC", .bold = true },
	{ .family = "FandolSong", .file = "FandolSong-Bold.otf" },
	{ .family = NULL },
};

static const struct candidate song[] = {
	{ .family = "SimSun" },
	{ .family = "宋体" },
	{ .family = "STSong" },
	{ .family = "Noto Serif CJK SC" },
	{ .family = "FandolSong", .file = "FandolSong-Regular.otf" },
	{ .family = "AR PL SungtiL GB" },
	{ .family = NULL },
};

/* For the glyphs a role's own fonts lack; wide coverage first. */
static const struct candidate common[] = {
	{ .family = "Noto Serif CJK SC", .stand_in = true },
	{ .family = "Noto Sans CJK SC", .stand_in = true },
	{ .family = "AR PL SungtiL GB", .stand_in = true },
	{ .family = "WenQuanYi Zen Hei", .stand_in = true },
	{ .family = "TW-Kai", .stand_in = true },
	{ .family = "TW-Kai-Ext-B", .stand_in = true },
	{ .family = "DejaVu Sans", .stand_in = true },
	{ .family = NULL },
};

static const struct {
	const struct candidate *candidates;
	const char *name, *families;
} roles[FONT__MAX] = {
	[FONT_FANG] = { fang, "仿宋 (FangSong)",
	    "FangSong_GB2312 or FandolFang" },
	[FONT_KAI] = { kai, "楷体 (KaiTi)", "KaiTi_GB2312 or AR PL KaitiM GB" },
	[FONT_HEI] = { hei, "黑体 (Hei)", "SimHei or Noto Sans CJK SC" },
	[FONT_TITLE] = { title, "小标宋 (heavy Song)",
	    "FZXiaoBiaoSong-B05S or Noto Serif CJK SC Bold" },
	[FONT_SONG] = { song, "宋体 (Song)", "SimSun or Noto Serif CJK SC" },
};

const char *
font_role_name(enum font_role role)
{
	return roles[role].name;
}

const char *
font_role_families(enum font_role role)
{
	return roles[role].families;
}

static bool
has_family(FcPattern *pattern, const char *family)
{
	FcChar8 *name;
	for (int i = 0; FcPatternGetString(pattern, FC_FAMILY, i, &name) ==
	    FcResultMatch; i++)
		if (FcStrCmpIgnoreCase(name, (const FcChar8 *)family) == 0)
			return true;
	return false;
}

static const char *
pattern_path(FcPattern *pattern)
{
	FcChar8 *path;
	return FcPatternGetString(pattern, FC_FILE, 0, &path) == FcResultMatch
	    ? (const char *)path : "";
}

static int
pattern_integer(FcPattern *pattern, const char *object, int otherwise)
{
	int number;
	return FcPatternGetInteger(pattern, object, 0, &number) ==
	    FcResultMatch ? number : otherwise;
}

/* How far the face is from what is wanted; INT_MAX: something else. */
static int
distance(FcPattern *pattern, const struct candidate *candidate)
{
	FcBool variable = FcFalse;
	FcPatternGetBool(pattern, FC_VARIABLE, 0, &variable);
	if (variable || !has_family(pattern, candidate->family) ||
	    pattern_integer(pattern, FC_SLANT, 0) != FC_SLANT_ROMAN)
		return INT_MAX;
	if (candidate->file != NULL)
		return strcmp(path_name(pattern_path(pattern)),
		    candidate->file) == 0 ? 0 : INT_MAX;
	int weight = pattern_integer(pattern, FC_WEIGHT, FC_WEIGHT_REGULAR);
	if ((weight > FC_WEIGHT_MEDIUM) != candidate->bold)
		return INT_MAX;
	int want = candidate->bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR;
	return weight > want ? weight - want : want - weight;
}

/* Fonts that are equally good: by path, then by index. */
static bool
is_before(FcPattern *a, FcPattern *b)
{
	int order = strcmp(pattern_path(a), pattern_path(b));
	return order < 0 || (order == 0 && pattern_integer(a, FC_INDEX, 0) <
	    pattern_integer(b, FC_INDEX, 0));
}

static bool
is_below(FcPattern *pattern, const char *folder)
{
	size_t len = folder == NULL ? 0 : strlen(folder);
	const char *path = pattern_path(pattern);
	return len == 0 || (strncmp(path, folder, len) == 0 &&
	    (path[len] == '/' || folder[len - 1] == '/'));
}

/* The best face of a set, of those below `folder` (NULL: anywhere). */
static FcPattern *
find_in(const FcFontSet *set, const char *folder,
    const struct candidate *candidate)
{
	FcPattern *best = NULL;
	int least = INT_MAX;
	for (int i = 0; set != NULL && i < set->nfont; i++) {
		FcPattern *pattern = set->fonts[i];
		if (!is_below(pattern, folder))
			continue;
		int far = distance(pattern, candidate);
		if (far < least || (far == least && best != NULL &&
		    is_before(pattern, best))) {
			best = pattern;
			least = far;
		}
	}
	return best;
}

struct shelf {
	FcConfig *config;
	const char *const *folders;
	size_t folder_count;
};

static FcPattern *
find(const struct shelf *shelf, const struct candidate *candidate)
{
	const FcFontSet *own = FcConfigGetFonts(shelf->config,
	    FcSetApplication);
	for (size_t i = 0; i < shelf->folder_count; i++) {
		FcPattern *pattern = find_in(own, shelf->folders[i], candidate);
		if (pattern != NULL)
			return pattern;
	}
	return find_in(FcConfigGetFonts(shelf->config, FcSetSystem), NULL,
	    candidate);
}

static bool
chain_has(const struct chain *chain, const char *path, int index)
{
	for (size_t i = 0; i < chain->count; i++)
		if (chain->files[i].index == index &&
		    strcmp(chain->files[i].path, path) == 0)
			return true;
	return false;
}

static void
chain_add(struct chain *chain, struct arena *arena, const struct shelf *shelf,
    const struct candidate *candidates)
{
	for (const struct candidate *c = candidates; c->family != NULL; c++) {
		FcPattern *pattern = find(shelf, c);
		if (pattern == NULL)
			continue;
		const char *path = pattern_path(pattern);
		int index = pattern_integer(pattern, FC_INDEX, 0);
		if (chain_has(chain, path, index))
			continue;
		ARENA_ROOM(arena, chain->files, chain->count, chain->capacity);
		chain->files[chain->count++] = (struct font_file){
			.family = c->family,
			.path = arena_string(arena, path),
			.index = index,
			.stand_in = c->stand_in,
		};
	}
}

void
chains_find(struct chain chains[FONT__MAX], struct arena *arena,
    const char *const *folders, size_t count)
{
	struct shelf shelf = { FcInitLoadConfigAndFonts(), folders, count };
	memset(chains, 0, FONT__MAX * sizeof(*chains));
	if (shelf.config == NULL)
		return;
	for (size_t i = 0; i < count; i++)
		FcConfigAppFontAddDir(shelf.config,
		    (const FcChar8 *)folders[i]);
	for (int role = 0; role < FONT__MAX; role++) {
		chain_add(&chains[role], arena, &shelf, roles[role].candidates);
		chain_add(&chains[role], arena, &shelf, common);
	}
	FcConfigDestroy(shelf.config);
}
