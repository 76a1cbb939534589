#include "render/print/font.h"

#include <cairo-ft.h>
#include <hb-ot.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/os.h"
#include "model/rules.h"
#include "render/print/character.h"
#include "render/print/half.h"
#include "render/print/print.h"

#define PAGE_SIZE 256
#define PAGE_COUNT (0x110000 / PAGE_SIZE)

struct role {
	struct face **faces;
	size_t count;
	bool stand_in; /* the first is of another style */
	struct found **pages; /* by code / PAGE_SIZE, filled as needed */
};

struct print_fonts {
	struct arena *arena;
	struct role roles[FONT__MAX];
	struct face **faces; /* each file once */
	size_t count, capacity;
};

/* ---- faces ---- */

uint32_t
face_glyph(const struct face *face, uint32_t code)
{
	hb_codepoint_t glyph;
	return face->shaper != NULL &&
	    hb_font_get_nominal_glyph(face->shaper, code, &glyph) ? glyph : 0;
}

/*
 * Fonts place Han differently in the em box; in a line of several they must
 * stand at one height.  Measured on characters that fill theirs.
 */
static double
middle_of(const struct face *face)
{
	static const uint32_t samples[] = { 0x56FD, 0x4E2D, 0x6C38, 0x4E1C };
	double sum = 0;
	unsigned count = 0;
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		hb_glyph_extents_t extents;
		uint32_t glyph = face_glyph(face, samples[i]);
		if (glyph == 0 || !hb_font_get_glyph_extents(face->shaper,
		    glyph, &extents))
			continue;
		sum += extents.y_bearing + extents.height / 2.0;
		count++;
	}
	return count > 0 ? sum / count / FONT_EM : 0.38;
}

static void
face_open(struct face *face)
{
	if (face->opened)
		return;
	face->opened = true;
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(face->file->path);
	if (blob == NULL)
		return;
	hb_face_t *tables = hb_face_create(blob, (unsigned)face->file->index);
	hb_blob_destroy(blob);
	if (hb_face_get_glyph_count(tables) > 0) {
		face->shaper = hb_font_create(tables);
		hb_font_set_scale(face->shaper, FONT_EM, FONT_EM);
		face->middle = middle_of(face);
	}
	hb_face_destroy(tables);
}

static void
face_close(struct face *face)
{
	cairo_font_face_destroy(face->halves);
	cairo_font_face_destroy(face->narrow);
	cairo_font_face_destroy(face->pen);
	hb_font_destroy(face->shaper);
}

struct face_ink
face_ink(const struct face *face, uint32_t glyph)
{
	hb_glyph_extents_t e = { 0 };
	hb_font_get_glyph_extents(face->shaper, glyph, &e);
	return (struct face_ink){ e.x_bearing, e.x_bearing + e.width,
		e.y_bearing };
}

/*
 * What goes when cairo has let go of a face: it, its library, its file, or
 * the bytes it was cut to.  Cairo copies whole tables, 23 MB of Noto Serif CJK;
 * FreeType would map the file and all of it would be in memory twice.  So the
 * file is read where it is needed.
 */
struct type {
	FT_Library library;
	FT_Face face;
	FT_StreamRec stream;
	FILE *file;
	hb_blob_t *cut;
};

static void
type_free(void *data)
{
	struct type *type = data;
	FT_Done_Face(type->face);
	FT_Done_FreeType(type->library);
	if (type->file != NULL)
		fclose(type->file);
	hb_blob_destroy(type->cut);
	free(type);
}

/* As FreeType asks: `count` 0 is a question whether one can go there. */
static unsigned long
type_read(FT_Stream stream, unsigned long offset, unsigned char *buffer,
    unsigned long count)
{
	FILE *file = stream->descriptor.pointer;
	if (fseek(file, (long)offset, SEEK_SET) != 0)
		return count == 0;
	return count == 0 ? 0 : fread(buffer, 1, count, file);
}

static bool
type_open(struct type *type, const struct font_file *file)
{
	FT_Open_Args args = { .flags = FT_OPEN_STREAM,
		.stream = &type->stream };
	type->file = fopen(file->path, "rb");
	if (type->file == NULL || fseek(type->file, 0, SEEK_END) != 0)
		return false;
	type->stream = (FT_StreamRec){ .size = (unsigned long)ftell(type->file),
		.read = type_read };
	type->stream.descriptor.pointer = type->file;
	return FT_Open_Face(type->library, &args, file->index, &type->face) ==
	    0;
}

static bool
type_open_cut(struct type *type)
{
	unsigned size;
	const char *bytes = hb_blob_get_data(type->cut, &size);
	return FT_New_Memory_Face(type->library, (const FT_Byte *)bytes,
	    (FT_Long)size, 0, &type->face) == 0;
}

/* From the bytes, which it takes over, or from the file where they are NULL. */
static cairo_font_face_t *
pen_new(const struct font_file *file, hb_blob_t *cut)
{
	static const cairo_user_data_key_t key;
	struct type *type = calloc(1, sizeof(*type));
	if (type == NULL || FT_Init_FreeType(&type->library) != 0) {
		free(type);
		hb_blob_destroy(cut);
		return NULL;
	}
	type->cut = cut;
	if (cut == NULL ? !type_open(type, file) : !type_open_cut(type)) {
		type_free(type);
		return NULL;
	}
	cairo_font_face_t *pen = cairo_ft_font_face_create_for_ft_face(
	    type->face, FT_LOAD_NO_HINTING);
	if (cairo_font_face_set_user_data(pen, &key, type, type_free) ==
	    CAIRO_STATUS_SUCCESS)
		return pen;
	cairo_font_face_destroy(pen);
	type_free(type);
	return NULL;
}

cairo_font_face_t *
face_pen(struct face *face)
{
	if (face->narrow != NULL)
		return face->narrow;
	if (face->pen == NULL)
		face->pen = pen_new(face->file, NULL);
	return face->pen;
}

void
face_narrow(struct face *face, hb_blob_t *cut)
{
	face_widen(face);
	face->narrow = pen_new(face->file, cut);
}

void
face_widen(struct face *face)
{
	cairo_font_face_destroy(face->narrow);
	face->narrow = NULL;
}

cairo_font_face_t *
face_halves(struct face *face)
{
	if (face->halves == NULL)
		face->halves = half_face_new(face);
	return face->halves;
}

/* ---- opening ---- */

static struct face *
face_of(struct print_fonts *fonts, const struct font_file *file)
{
	for (size_t i = 0; i < fonts->count; i++) {
		const struct font_file *other = fonts->faces[i]->file;
		if (other->index == file->index &&
		    strcmp(other->path, file->path) == 0)
			return fonts->faces[i];
	}
	struct face *face = ARENA_NEW(fonts->arena, struct face);
	face->file = file;
	ARENA_ROOM(fonts->arena, fonts->faces, fonts->count, fonts->capacity);
	return fonts->faces[fonts->count++] = face;
}

/* The faces of a chain that can be opened, or may be: only the first must. */
static void
role_open(struct print_fonts *fonts, struct role *role,
    const struct chain *chain, struct diags *diags)
{
	role->faces = ARENA_ARRAY(fonts->arena, struct face *, chain->count);
	role->pages = ARENA_ARRAY(fonts->arena, struct found *, PAGE_COUNT);
	for (size_t i = 0; i < chain->count; i++) {
		struct face *face = face_of(fonts, &chain->files[i]);
		if (role->count == 0)
			face_open(face);
		if (face->opened && face->shaper == NULL) {
			diag_at(diags, &rules[RULE_FONT_UNREADABLE], SPAN_NONE,
			    "%s can't be read as a font", face->file->path);
			continue;
		}
		if (role->count == 0)
			role->stand_in = chain->files[i].stand_in;
		role->faces[role->count++] = face;
	}
}

static void
role_check(const struct role *role, enum font_role which, struct diags *diags)
{
	if (role->count == 0) {
		struct diag *diag = diag_at(diags, &rules[RULE_FONT_MISSING],
		    SPAN_NONE, "no font for %s is installed",
		    font_role_name(which));
		diag_remedy(diags, diag, "install %s, or name its folder in "
		    "site.yaml under fonts", font_role_families(which));
		return;
	}
	if (!role->stand_in)
		return;
	struct diag *diag = diag_at(diags, &rules[RULE_FONT_STAND_IN],
	    SPAN_NONE, "no font for %s is installed: %s serves instead",
	    font_role_name(which), role->faces[0]->file->family);
	diag_remedy(diags, diag, "install %s", font_role_families(which));
}

/*
 * Fontconfig opens whatever lies in a folder, and would wait for who writes to a
 * FIFO, or read a device to its end.
 */
static bool
folder_is_safe(struct arena *arena, const char *folder, struct diags *diags)
{
	struct os_list list;
	struct os_error error;
	if (os_walk(arena, folder, &list, &error) != 0) {
		diag_at(diags, &rules[RULE_FONT_FOLDER], SPAN_NONE,
		    "the folder of fonts can't be read: %s", error.message);
		return false;
	}
	for (size_t i = 0; i < list.count; i++) {
		const char *path = arena_printf(arena, "%s/%s", folder,
		    list.items[i].path);
		if (os_type_target(path) != OS_OTHER)
			continue;
		struct diag *diag = diag_at(diags, &rules[RULE_FONT_FOLDER],
		    SPAN_NONE, "%s in the folder of fonts is no plain file",
		    path);
		diag_remedy(diags, diag, "take it out of the folder");
		return false;
	}
	return true;
}

/* As fontconfig tells where its files are: with their real paths. */
static const char *const *
folders_find(struct arena *arena, const char *const *folders, size_t *count,
    struct diags *diags)
{
	const char **found = ARENA_ARRAY(arena, const char *, *count);
	size_t n = 0;
	for (size_t i = 0; i < *count; i++) {
		const char *real = os_real_path(arena, folders[i]);
		if (real != NULL && os_type_target(real) == OS_FOLDER) {
			if (folder_is_safe(arena, real, diags))
				found[n++] = real;
			continue;
		}
		diag_at(diags, &rules[RULE_FONT_FOLDER], SPAN_NONE,
		    "there is no folder of fonts at %s", folders[i]);
	}
	*count = n;
	return found;
}

struct print_fonts *
print_fonts_open(struct arena *arena, const char *const *folders, size_t count,
    struct diags *diags)
{
	struct print_fonts *fonts = ARENA_NEW(arena, struct print_fonts);
	struct chain *chains = ARENA_ARRAY(arena, struct chain, FONT__MAX);
	bool complete = true;
	fonts->arena = arena;
	folders = folders_find(arena, folders, &count, diags);
	chains_find(chains, arena, folders, count);
	for (int i = 0; i < FONT__MAX; i++) {
		role_open(fonts, &fonts->roles[i], &chains[i], diags);
		role_check(&fonts->roles[i], i, diags);
		complete = complete && fonts->roles[i].count > 0;
	}
	if (complete)
		return fonts;
	print_fonts_close(fonts);
	return NULL;
}

void
print_fonts_close(struct print_fonts *fonts)
{
	if (fonts == NULL)
		return;
	for (size_t i = 0; i < fonts->count; i++)
		face_close(fonts->faces[i]);
	fonts->count = 0;
}

const struct font_file *
print_fonts_file(const struct print_fonts *fonts, enum font_role role)
{
	return fonts->roles[role].faces[0]->file;
}

/* ---- glyphs ---- */

/* Fandol draws a dollar for the yuan sign. */
static bool
is_wrong(const struct face *face, uint32_t code)
{
	return code == 0xFFE5 && strncmp(face->file->family, "Fandol", 6) == 0;
}

static struct found
look_up(const struct role *role, uint32_t code)
{
	struct found found = { .known = true };
	bool passed = false; /* a font that should have had it */
	for (size_t i = 0; i < role->count; i++) {
		struct face *face = role->faces[i];
		if (is_wrong(face, code))
			continue;
		face_open(face);
		found.glyph = face_glyph(face, code);
		if (found.glyph != 0) {
			found.face = face;
			found.fallback = passed;
			found.width = hb_font_get_glyph_h_advance(face->shaper,
			    found.glyph);
			break;
		}
		passed = true;
	}
	return found;
}

const struct found *
font_find(struct print_fonts *fonts, enum font_role role, uint32_t code)
{
	struct role *r = &fonts->roles[role];
	struct found **page = &r->pages[code / PAGE_SIZE];
	if (*page == NULL)
		*page = ARENA_ARRAY(fonts->arena, struct found, PAGE_SIZE);
	struct found *found = &(*page)[code % PAGE_SIZE];
	if (!found->known)
		*found = look_up(r, code);
	return found;
}

/* ---- for reports ---- */

_Static_assert(PRINT_ROLES == FONT__MAX, "print.h counts the roles");

struct print_role
print_fonts_role(const struct print_fonts *fonts, size_t role)
{
	const struct font_file *file = print_fonts_file(fonts,
	    (enum font_role)role);
	return (struct print_role){ font_role_name((enum font_role)role),
		file->family, file->path, file->index,
		fonts->roles[role].stand_in };
}

enum print_source
print_fonts_source(struct print_fonts *fonts, size_t role, uint32_t code,
    const char **family)
{
	enum character kind = character_of(code);
	if (kind == CHARACTER_NONE || kind == CHARACTER_BREAK ||
	    kind == CHARACTER_SPACE)
		return PRINT_OWN;
	const struct found *found = font_find(fonts, (enum font_role)role,
	    code);
	if (found->face == NULL)
		return PRINT_NOBODY;
	*family = found->face->file->family;
	return found->fallback ? PRINT_OTHER : PRINT_OWN;
}
