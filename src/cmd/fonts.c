/*
 * tongbao fonts: which file serves which role of type in print, and which
 * characters of the site's content each lacks (PRINT.md row 27).
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/lang.h"
#include "base/option.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/listing.h"
#include "cmd/site.h"
#include "model/rules.h"
#include "render/print/print.h"

struct fonts_options {
	struct site_options site;
	const char *format;
	bool characters;
};

/* A character of the content, where it stands first. */
struct used {
	uint32_t code;
	struct span span;
};

struct survey {
	struct site_run *run;
	struct print_fonts *fonts;
	struct used *used;
	size_t count, capacity;
	uint8_t *seen; /* a bit a code point */
};

/* ---- the content's characters ---- */

static void
note_character(struct survey *survey, uint32_t code, struct span span)
{
	if ((survey->seen[code / 8] >> code % 8 & 1) != 0)
		return;
	survey->seen[code / 8] |= (uint8_t)(1 << code % 8);
	ARENA_ROOM(survey->run->arena, survey->used, survey->count,
	    survey->capacity);
	survey->used[survey->count++] = (struct used){ code, span };
}

/* What people write: everything below content/. */
static void
read_content(struct survey *survey)
{
	const struct sources *sources = &survey->run->sources;
	survey->seen = ARENA_ARRAY(survey->run->arena, uint8_t, 0x110000 / 8);
	for (uint32_t i = 1; i < sources->count; i++) {
		struct text text = sources->items[i].text;
		size_t pos = 0;
		if (strncmp(sources->items[i].path, "content/", 8) != 0)
			continue;
		while (pos < text.len) {
			size_t start = pos;
			uint32_t code = utf8_next(text, &pos);
			if (code < 0x110000)
				note_character(survey, code, (struct span){ i,
				    (uint32_t)start, (uint32_t)pos });
		}
	}
}

/* ---- roles ---- */

static const struct listing_column role_columns[] = {
	{ "role", N_("role"), false },
	{ "font", N_("font"), false },
	{ "file", N_("file"), false },
	{ "index", N_("face"), true },
	{ "lacks", N_("lacks"), true },
};

static size_t
count_lacks(struct survey *survey, size_t role)
{
	const char *family;
	size_t count = 0;
	for (size_t i = 0; i < survey->count; i++)
		count += print_fonts_source(survey->fonts, role,
		    survey->used[i].code, &family) != PRINT_OWN;
	return count;
}

static void
roles_print(struct survey *survey, enum listing_format format)
{
	struct listing listing;
	listing_init(&listing, survey->run->arena, role_columns,
	    sizeof(role_columns) / sizeof(*role_columns));
	for (size_t role = 0; role < PRINT_ROLES; role++) {
		struct print_role served = print_fonts_role(survey->fonts,
		    role);
		listing_add(&listing, served.name);
		listing_add(&listing, served.family);
		listing_add(&listing, served.path);
		listing_add_number(&listing, served.index);
		listing_add_number(&listing,
		    (int64_t)count_lacks(survey, role));
	}
	listing_print(&listing, format, stdout);
}

/* ---- characters ---- */

static const struct listing_column character_columns[] = {
	{ "character", N_("character"), false },
	{ "code", N_("code"), false },
	{ "role", N_("role"), false },
	{ "served-by", N_("taken from"), false },
	{ "first", N_("first at"), false },
};

static const char *
place_words(struct survey *survey, struct span span)
{
	struct source *source = source_at(&survey->run->sources, span.source);
	struct place place = source_place(source, span);
	return arena_printf(survey->run->arena, "%s:%" PRIu32 ":%" PRIu32,
	    source->path, place.line, place.column);
}

static void
character_list(struct survey *survey, struct listing *listing,
    const struct used *used, size_t role)
{
	struct arena *arena = survey->run->arena;
	const char *family = NULL;
	char text[5] = "";
	if (print_fonts_source(survey->fonts, role, used->code, &family) ==
	    PRINT_OWN)
		return;
	utf8_encode(used->code, text);
	listing_add(listing, arena_string(arena, text));
	listing_add(listing, arena_printf(arena, "U+%04" PRIX32, used->code));
	listing_add(listing, print_fonts_role(survey->fonts, role).name);
	listing_add(listing, family);
	listing_add(listing, place_words(survey, used->span));
}

static size_t
characters_print(struct survey *survey, enum listing_format format)
{
	struct listing listing;
	listing_init(&listing, survey->run->arena, character_columns,
	    sizeof(character_columns) / sizeof(*character_columns));
	for (size_t i = 0; i < survey->count; i++)
		for (size_t role = 0; role < PRINT_ROLES; role++)
			character_list(survey, &listing, &survey->used[i],
			    role);
	if (format != LISTING_TEXT || listing_rows(&listing) > 0)
		listing_print(&listing, format, stdout);
	return listing_rows(&listing);
}

/* A character that no font has could not be printed anywhere. */
static void
faults_find(struct survey *survey)
{
	const char *family;
	for (size_t i = 0; i < survey->count; i++) {
		const struct used *used = &survey->used[i];
		char text[5] = "";
		bool served = false;
		for (size_t role = 0; role < PRINT_ROLES; role++)
			served = served || print_fonts_source(survey->fonts,
			    role, used->code, &family) != PRINT_NOBODY;
		if (served)
			continue;
		utf8_encode(used->code, text);
		diag_at(&survey->run->diags, &rules[RULE_GLYPH_MISSING],
		    used->span, "no font has the character %s (U+%04X)", text,
		    (unsigned)used->code);
	}
}

/* ---- the command ---- */

static void
fonts_show(struct site_run *run, const struct fonts_options *options,
    enum listing_format format)
{
	const struct site *site = run->corpus.site;
	struct survey survey = { .run = run };
	/* What rules say of the content is check's to tell. */
	diags_init(&run->diags, run->arena);
	survey.fonts = print_fonts_open(run->arena, site->font_folders,
	    site->font_folder_count, &run->diags);
	if (survey.fonts == NULL)
		return;
	read_content(&survey);
	if (!options->characters)
		roles_print(&survey, format);
	if (format == LISTING_TEXT && !options->characters)
		putchar('\n');
	if ((format == LISTING_TEXT || options->characters) &&
	    characters_print(&survey, format) == 0 && format == LISTING_TEXT)
		puts(_("the fonts have every character of the content"));
	faults_find(&survey);
	print_fonts_close(survey.fonts);
}

static int
fonts_main(int argc, char **argv)
{
	struct fonts_options options = { .site = SITE_OPTIONS_INIT,
		.format = "text" };
	enum listing_format format;
	struct site_run run;
	int operands;
	const struct option table[] = {
		{ "characters", 0, OPTION_FLAG, &options.characters, NULL,
		    N_("only the characters that a role's font lacks") },
		{ "format", 0, OPTION_STRING, &options.format, "text|csv|json",
		    N_("how to print it (default: text)") },
		SITE_OPTIONS(options.site),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options.site, table, &fonts_command,
	    argc, argv, 0, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (listing_format_parse(&format, options.format,
		fonts_command.name) != 0)
		return STATUS_USAGE;
	site_open_records(&run, options.site);
	if (run.loaded)
		fonts_show(&run, &options, format);
	return site_close(&run);
}

const struct command fonts_command = {
	"fonts", N_("[options]"),
	N_("which fonts the print is set in, and what they lack"),
	fonts_main,
};
