#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include <fontconfig/fontconfig.h>
#include "base/os.h"
#include "base/path.h"
#include "render/print/font.h"

/* A machine without fonts, and a folder to put some in. */
struct bare {
	struct arena *arena;
	struct diags diags;
	char folder[64], config[96];
	const char *fandol; /* folder of the Fandol fonts, or NULL */
	const char *noto;   /* Noto Serif CJK, or NULL */
};

static const char *
path_of(struct arena *arena, struct print_fonts *fonts, enum font_role role,
    const char *file)
{
	const char *path = print_fonts_file(fonts, role)->path;
	return strstr(path, file) == NULL ? NULL : arena_string(arena, path);
}

/* Where fontconfig itself has the family; or NULL. */
static const char *
folder_of(struct arena *arena, const char *family)
{
	const char *folder = NULL;
	FcChar8 *path;
	FcPattern *pattern = FcPatternBuild(NULL, FC_FAMILY, FcTypeString,
	    family, (char *)NULL);
	FcObjectSet *objects = FcObjectSetBuild(FC_FILE, (char *)NULL);
	FcFontSet *set = FcFontList(NULL, pattern, objects);
	if (set->nfont > 0 && FcPatternGetString(set->fonts[0], FC_FILE, 0,
		&path) == FcResultMatch)
		folder = path_folder(arena, (const char *)path);
	FcFontSetDestroy(set);
	FcObjectSetDestroy(objects);
	FcPatternDestroy(pattern);
	return folder;
}

static int
setup(void **state)
{
	struct bare *bare = calloc(1, sizeof(*bare));
	struct os_error error;
	bare->arena = arena_new();
	diags_init(&bare->diags, bare->arena);
	struct print_fonts *fonts = print_fonts_open(bare->arena, NULL, 0,
	    &bare->diags);
	if (fonts == NULL)
		return -1;
	bare->fandol = folder_of(bare->arena, "FandolFang");
	bare->noto = path_of(bare->arena, fonts, FONT_SONG, "NotoSerifCJK");
	print_fonts_close(fonts);
	strcpy(bare->folder, "/tmp/test-font-XXXXXX");
	if (mkdtemp(bare->folder) == NULL)
		return -1;
	snprintf(bare->config, sizeof(bare->config), "%s/fonts.conf",
	    bare->folder);
	const char *text = arena_printf(bare->arena, "<fontconfig><cachedir>"
	    "%s/cache</cachedir></fontconfig>\n", bare->folder);
	setenv("FONTCONFIG_FILE", bare->config, 1);
	*state = bare;
	return os_write(bare->config, text_of(text), &error);
}

static int
teardown(void **state)
{
	struct bare *bare = *state;
	struct os_error error;
	int result = os_remove_tree(bare->folder, &error);
	arena_free(bare->arena);
	free(bare);
	return result;
}

static struct bare *
fresh(void **state)
{
	struct bare *bare = *state;
	diags_init(&bare->diags, bare->arena);
	return bare;
}

static size_t
count_rule(const struct bare *bare, const char *code)
{
	size_t n = 0;
	for (const struct diag *d = bare->diags.first; d != NULL; d = d->next)
		n += strcmp(d->rule->code, code) == 0;
	return n;
}

static void
test_no_fonts_no_print(void **state)
{
	struct bare *bare = fresh(state);
	assert_null(print_fonts_open(bare->arena, NULL, 0, &bare->diags));
	/* Every role is named, with what to install. */
	assert_int_equal(count_rule(bare, "T0801"), FONT__MAX);
	assert_int_equal(diag_worst(&bare->diags), DIAG_ERROR);
	assert_non_null(strstr(bare->diags.first->message, "仿宋"));
	assert_non_null(strstr(bare->diags.first->remedy, "FandolFang"));
}

static void
test_missing_folder(void **state)
{
	struct bare *bare = fresh(state);
	const char *folders[] = { "/nowhere/at/all" };
	assert_null(print_fonts_open(bare->arena, folders, 1, &bare->diags));
	assert_int_equal(count_rule(bare, "T0804"), 1);
}

static void
assert_file(const struct print_fonts *fonts, enum font_role role,
    const char *file)
{
	const char *path = print_fonts_file(fonts, role)->path;
	assert_string_equal(strrchr(path, '/') + 1, file);
}

/* All of Fandol says it is Regular: the file's name decides. */
static void
test_files_not_weights(void **state)
{
	struct bare *bare = fresh(state);
	if (bare->fandol == NULL)
		skip();
	struct print_fonts *fonts = print_fonts_open(bare->arena,
	    &bare->fandol, 1, &bare->diags);
	assert_non_null(fonts);
	assert_file(fonts, FONT_FANG, "FandolFang-Regular.otf");
	assert_file(fonts, FONT_KAI, "FandolKai-Regular.otf");
	assert_file(fonts, FONT_HEI, "FandolHei-Regular.otf");
	assert_file(fonts, FONT_TITLE, "FandolSong-Bold.otf");
	assert_file(fonts, FONT_SONG, "FandolSong-Regular.otf");
	assert_int_equal(bare->diags.count, 0);
	/* Nothing else is there to help out with. */
	assert_null(font_find(fonts, FONT_FANG, 0x73A5)->face);
	assert_null(font_find(fonts, FONT_FANG, 0xFFE5)->face);
	assert_non_null(font_find(fonts, FONT_FANG, 0x4E91)->face);
	print_fonts_close(fonts);
}

/* One family for all roles: it serves, but is not passed off as them. */
static void
test_stand_ins_are_said(void **state)
{
	struct bare *bare = fresh(state);
	if (bare->noto == NULL)
		skip();
	const char *folder = arena_printf(bare->arena, "%s/noto",
	    bare->folder);
	struct os_error error;
	assert_int_equal(os_make_folders(folder, 0755, &error), 0);
	assert_int_equal(symlink(bare->noto, arena_printf(bare->arena,
	    "%s/NotoSerifCJK-Regular.ttc", folder)), 0);
	struct print_fonts *fonts = print_fonts_open(bare->arena, &folder, 1,
	    &bare->diags);
	assert_non_null(fonts);
	assert_int_equal(count_rule(bare, "T0802"), FONT__MAX - 1);
	assert_int_equal(diag_worst(&bare->diags), DIAG_NOTE);
	assert_string_equal(print_fonts_file(fonts, FONT_FANG)->family,
	    "Noto Serif CJK SC");
	print_fonts_close(fonts);
}

static void
test_one_face_for_several_roles(void **state)
{
	struct bare *bare = fresh(state);
	if (bare->fandol == NULL || bare->noto == NULL)
		skip();
	const char *noto = arena_string(bare->arena, bare->noto);
	*strrchr((char *)noto, '/') = '\0';
	const char *folders[] = { bare->fandol, noto };
	struct print_fonts *fonts = print_fonts_open(bare->arena, folders, 2,
	    &bare->diags);
	assert_non_null(fonts);
	/* A name's character, helped out with by the same font. */
	const struct found *fang = font_find(fonts, FONT_FANG, 0x73A5);
	const struct found *kai = font_find(fonts, FONT_KAI, 0x73A5);
	assert_true(fang->fallback && kai->fallback);
	assert_ptr_equal(fang->face, kai->face);
	assert_string_equal(fang->face->file->family, "Noto Serif CJK SC");
	assert_false(font_find(fonts, FONT_FANG, 0x4E91)->fallback);
	/* The yuan sign is not Fandol's fault to be warned of. */
	assert_false(font_find(fonts, FONT_FANG, 0xFFE5)->fallback);
	print_fonts_close(fonts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_fonts_no_print),
		cmocka_unit_test(test_missing_folder),
		cmocka_unit_test(test_files_not_weights),
		cmocka_unit_test(test_stand_ins_are_said),
		cmocka_unit_test(test_one_face_for_several_roles),
	};
	return cmocka_run_group_tests_name("font", tests, setup, teardown);
}
