/*
 * tongbao explain: what a fault means.  By code or name one rule, by family
 * its rules, without a word all of them; in a site with what its programme.yaml
 * makes of them.
 */
#include <stdio.h>
#include "base/lang.h"
#include "base/near.h"
#include "base/option.h"
#include "base/os.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/listing.h"
#include "model/explain.h"
#include "read/load.h"

struct explaining {
	struct arena *arena;
	struct sources sources;
	const struct programme *programme; /* the site's, or NULL */
	char **words; /* what is asked for; none: every rule */
	int count;
};

/*
 * The programme of the site, if this is one.  Its faults are for `check` to
 * tell.
 */
static void
programme_find(struct explaining *explaining, const char *root)
{
	struct diags diags;
	struct corpus corpus = { .arena = explaining->arena };
	struct arena *scratch = arena_new();
	struct loading loading = { .corpus = &corpus,
		.sources = &explaining->sources,
		.diags = &diags,
		.jobs = 1,
		.arenas = &explaining->arena,
		.scratch = &scratch };
	diags_init(&diags, explaining->arena);
	const char *path = arena_printf(explaining->arena,
	    "%s/content/programme.yaml", root);
	if (os_type_target(path) == OS_FILE &&
	    programme_load(&loading, root) == 0)
		explaining->programme = corpus.programme;
	arena_free(scratch);
}

static enum diag_level
level_here(const struct explaining *explaining, int rule)
{
	return explaining->programme == NULL
	    ? rules[rule].level
	    : (enum diag_level)explaining->programme->levels.levels[rule];
}

/* ---- one rule ---- */

#define TEXT_CELLS 78

/* Han break anywhere, but not before a mark that ends something. */
static bool
can_break(uint32_t before, uint32_t code)
{
	return before == ' ' ||
	    (utf8_is_han(code) &&
		(utf8_is_han(before) || utf8_is_cjk_punctuation(before)) &&
		before != 0x201C && before != 0xFF08);
}

/* A paragraph, its lines as long as a terminal has them. */
static void
put_paragraph(const char *text)
{
	struct text t = text_of(text);
	size_t line = 0, pos = 0, stop = 0; /* the last place to break */
	uint32_t before = 0, cells = 0, cells_at_stop = 0;
	while (pos < t.len) {
		size_t start = pos;
		uint32_t code = utf8_next(t, &pos);
		if (can_break(before, code)) {
			stop = start;
			cells_at_stop = cells;
		}
		cells = cell_after(cells, code);
		before = code;
		if (cells <= TEXT_CELLS || stop <= line)
			continue;
		size_t end = stop;
		while (end > line && t.at[end - 1] == ' ')
			end--;
		printf("%.*s\n", TEXT_ARG(text_cut(t, line, end)));
		line = stop;
		cells -= cells_at_stop;
		cells_at_stop = 0;
	}
	printf("%s\n", t.at + line);
}

static void
put_example(const char *title, const char *lines)
{
	if (lines == NULL)
		return;
	printf("\n%s\n", title);
	for (struct text rest = text_of(lines), line; rest.len > 0;) {
		text_split(rest, '\n', &line, &rest);
		printf("    %.*s\n", TEXT_ARG(line));
	}
}

/* “warning”, and what this site has made of it. */
static void
put_severity(const struct explaining *explaining, int rule)
{
	const char *standard = _(diag_level_word(rules[rule].level));
	const struct programme *programme = explaining->programme;
	struct span span = programme == NULL ? SPAN_NONE
					     : programme->settings[rule].span;
	if (rules[rule].family == NULL)
		printf(_("severity: %s, which no site can change\n"),
		    standard);
	else if (span.source == 0)
		printf(_("severity: %s\n"), standard);
	else
		printf(_("severity: %s; here %s (%s:%u)\n"), standard,
		    _(diag_level_word(level_here(explaining, rule))),
		    source_at(&explaining->sources, span.source)->path,
		    source_point(source_at(&explaining->sources, span.source),
			span.start)
			.line);
}

static void
put_parameter(const struct explaining *explaining, int rule)
{
	const struct rule_parameter *p = rule_parameter((enum rule_id)rule);
	if (p == NULL)
		return;
	printf(_("parameter: %s (%s): %s\n"), p->name, p->alias,
	    _(p->help));
	if (p->list)
		return;
	printf(_("  normally %lld"), (long long)p->standard);
	if (explaining->programme != NULL)
		printf(_(", here %lld"),
		    (long long)programme_number(explaining->programme,
			(enum rule_id)rule));
	putchar('\n');
}

static void
rule_print(const struct explaining *explaining, int rule)
{
	const struct rule *r = &rules[rule];
	const struct explanation *e = &explanations[rule];
	if (r->family == NULL)
		printf("%s %s\n", r->code, r->slug);
	else
		printf(_("%s %s, of the family %s\n"), r->code, r->slug,
		    r->family);
	put_severity(explaining, rule);
	put_parameter(explaining, rule);
	putchar('\n');
	put_paragraph(_(e->text));
	putchar('\n');
	put_paragraph(arena_printf(
	    explaining->arena, _("effect: %s"), _(r->effect)));
	if (r->remedy != NULL)
		put_paragraph(arena_printf(
		    explaining->arena, _("help: %s"), _(r->remedy)));
	put_example(_("wrong:"), e->wrong);
	put_example(_("right:"), e->right);
}

/* ---- many ---- */

static const struct listing_column columns[] = {
	{ "code", N_("code"), false },
	{ "slug", N_("name"), false },
	{ "family", N_("family"), false },
	{ "severity", N_("severity"), false },
	{ "here", N_("here"), false },
	{ "parameter", N_("parameter"), false },
	{ "effect", N_("effect"), false },
	{ "help", N_("help"), false },
};

/* People get what fits their screen: effect and help are for programs. */
#define COLUMNS_SHOWN 6

/* Codes are found whatever the case, and without their T. */
static int
rule_of_word(struct arena *arena, const char *word)
{
	char *upper = arena_printf(arena, "%s%s",
	    *word >= '0' && *word <= '9' ? "T" : "", word);
	int rule = rule_find(text_of(word));
	for (char *c = upper; *c != '\0'; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	return rule >= 0 ? rule : rule_find(text_of(upper));
}

static bool
is_meant(const struct explaining *explaining, int rule)
{
	const char *family = rules[rule].family;
	bool meant = explaining->count == 0;
	for (int i = 0; i < explaining->count && !meant; i++)
		meant = rule_of_word(explaining->arena,
			    explaining->words[i]) == rule ||
		    (family != NULL &&
			strcmp(family, explaining->words[i]) == 0);
	return meant;
}

static const char *
parameter_words(const struct explaining *explaining, int rule)
{
	const struct rule_parameter *p = rule_parameter((enum rule_id)rule);
	if (p == NULL || p->list)
		return p == NULL ? NULL : p->name;
	return arena_printf(explaining->arena, "%s = %lld", p->name,
	    (long long)(explaining->programme == NULL
		    ? p->standard
		    : programme_number(explaining->programme, p->rule)));
}

static const char *
cell_level(enum diag_level level, enum listing_format format)
{
	const char *word = diag_level_word(level);
	return format == LISTING_JSON ? word : _(word);
}

/* By code; rules.def has them by what belongs together. */
static void
rules_print(const struct explaining *explaining, enum listing_format format)
{
	struct listing listing;
	size_t shown = format == LISTING_TEXT
	    ? COLUMNS_SHOWN
	    : sizeof(columns) / sizeof(*columns);
	int order[RULE__MAX];
	rules_by_code(order);
	listing_init(&listing, explaining->arena, columns, shown);
	for (int i = 0; i < RULE__MAX; i++) {
		const struct rule *r = &rules[order[i]];
		if (!is_meant(explaining, order[i]))
			continue;
		listing_add(&listing, r->code);
		listing_add(&listing, r->slug);
		listing_add(&listing, r->family);
		listing_add(&listing, cell_level(r->level, format));
		listing_add(&listing, explaining->programme == NULL
			? NULL
			: cell_level(level_here(explaining, order[i]), format));
		listing_add(&listing, parameter_words(explaining, order[i]));
		if (format == LISTING_TEXT)
			continue;
		listing_add(&listing, _(r->effect));
		listing_add(&listing, r->remedy == NULL ? NULL : _(r->remedy));
	}
	listing_print(&listing, format, stdout);
}

/* ---- the command ---- */

static bool
is_family(const char *word)
{
	for (int i = 0; i < RULE__MAX; i++)
		if (rules[i].family != NULL &&
		    strcmp(rules[i].family, word) == 0)
			return true;
	return false;
}

static int
word_unknown(const char *word)
{
	const char *names[3 * RULE__MAX], *near[NEAR_MOST];
	size_t n = 0;
	for (int i = 0; i < RULE__MAX; i++) {
		names[n++] = rules[i].slug;
		names[n++] = rules[i].code;
		if (rules[i].family != NULL)
			names[n++] = rules[i].family;
	}
	size_t found = near_words(word, names, n, near);
	if (found > 0)
		fprintf(stderr,
		    _("tongbao explain: there is no rule '%s'; did you mean "
		      "%s?\n"),
		    word, near[0]);
	else
		fprintf(stderr, _("tongbao explain: there is no rule '%s'\n"),
		    word);
	fputs(_("All rules: tongbao explain\n"), stderr);
	return STATUS_USAGE;
}

/* One after the other. */
static void
words_explain(const struct explaining *explaining)
{
	struct explaining one = *explaining;
	one.count = 1;
	for (int i = 0; i < explaining->count; i++) {
		one.words = explaining->words + i;
		int rule = rule_of_word(one.arena, *one.words);
		if (i > 0)
			putchar('\n');
		if (rule < 0)
			rules_print(&one, LISTING_TEXT);
		else
			rule_print(&one, rule);
	}
}

static int
explain(struct explaining *explaining, enum listing_format format)
{
	for (int i = 0; i < explaining->count; i++)
		if (rule_of_word(explaining->arena, explaining->words[i]) < 0 &&
		    !is_family(explaining->words[i]))
			return word_unknown(explaining->words[i]);
	if (explaining->count > 0 && format == LISTING_TEXT)
		words_explain(explaining);
	else
		rules_print(explaining, format);
	return STATUS_OK;
}

static int
explain_main(int argc, char **argv)
{
	const char *root = ".", *word = "text";
	enum listing_format format;
	bool help = false;
	const struct option table[] = {
		{ "folder", 'C', OPTION_STRING, &root, N_("FOLDER"),
		    N_("the site (default: this folder)") },
		{ "format", 0, OPTION_STRING, &word, "text|csv|json",
		    N_("how to print the list (default: text)") },
		{ "help", 'h', OPTION_FLAG, &help, NULL, N_("this help") },
		{ .name = NULL },
	};
	int count = options_parse(table, argc, argv, "explain");
	if (count < 0 || listing_format_parse(&format, word, "explain") != 0)
		return STATUS_USAGE;
	if (help)
		return command_help(&explain_command, table);
	struct explaining explaining = { .arena = arena_new(),
		.words = argv,
		.count = count };
	sources_init(&explaining.sources, explaining.arena);
	programme_find(&explaining, root);
	int status = explain(&explaining, format);
	arena_free(explaining.arena);
	return status;
}

const struct command explain_command = {
	"explain", N_("[options] [CODE|NAME|FAMILY]…"),
	N_("say what a fault means, with an example"), explain_main,
};
