#include "base/option.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/lang.h"
#include "base/utf8.h"

static const struct option *
option_by_name(const struct option *options, const char *name, size_t len)
{
	for (; options->name != NULL; options++)
		if (strlen(options->name) == len &&
		    memcmp(options->name, name, len) == 0)
			return options;
	return NULL;
}

static const struct option *
option_by_letter(const struct option *options, char letter)
{
	for (; options->name != NULL; options++)
		if (options->letter != 0 && options->letter == letter)
			return options;
	return NULL;
}

static int
option_unknown(const struct option *options, const char *word,
    const char *command)
{
	const char *names[64];
	char name[64];
	size_t n = 0;
	while (options[n].name != NULL && n < 64) {
		names[n] = options[n].name;
		n++;
	}
	fprintf(stderr, "tongbao %s: there is no option %s", command, word);
	snprintf(name, sizeof(name), "%s", word + strspn(word, "-"));
	name[strcspn(name, "=")] = '\0';
	const char *near = nearest_word(name, names, n);
	if (near != NULL)
		fprintf(stderr, "; did you mean --%s?", near);
	fprintf(stderr, "\nTry: tongbao %s --help\n", command);
	return -1;
}

static int
option_set(const struct option *option, const char *argument,
    const char *command)
{
	if (option->kind == OPTION_FLAG) {
		*(bool *)option->into = true;
		return 0;
	}
	if (option->kind == OPTION_STRING) {
		*(const char **)option->into = argument;
		return 0;
	}
	char *end;
	errno = 0;
	unsigned long number = strtoul(argument, &end, 10);
	if (errno != 0 || *end != '\0' || *argument < '0' || *argument > '9' ||
	    number > 1000000) {
		fprintf(stderr,
		    "tongbao %s: --%s takes a whole number, not '%s'\n",
		    command, option->name, argument);
		return -1;
	}
	*(unsigned *)option->into = (unsigned)number;
	return 0;
}

/* One option at argv[*i]; *i moves on when the next word is its argument. */
static int
option_take(const struct option *options, int argc, char **argv, int *i,
    const char *command)
{
	const char *word = argv[*i], *argument = NULL;
	const struct option *option;
	if (word[1] == '-') {
		size_t len = strcspn(word + 2, "=");
		option = option_by_name(options, word + 2, len);
		if (word[2 + len] == '=')
			argument = word + 2 + len + 1;
	} else {
		option = option_by_letter(options, word[1]);
		if (word[2] != '\0')
			argument = word + 2;
	}
	if (option == NULL)
		return option_unknown(options, word, command);
	if (option->kind == OPTION_FLAG && argument != NULL) {
		fprintf(stderr, "tongbao %s: --%s takes no argument\n",
		    command, option->name);
		return -1;
	}
	if (option->kind != OPTION_FLAG && argument == NULL) {
		if (*i + 1 >= argc) {
			fprintf(stderr, "tongbao %s: --%s needs %s\n", command,
			    option->name, option->argument);
			return -1;
		}
		argument = argv[++*i];
	}
	return option_set(option, argument, command);
}

int
options_parse(const struct option *options, int argc, char **argv,
    const char *command)
{
	int operands = 0;
	bool ended = false;
	for (int i = 0; i < argc; i++) {
		if (!ended && strcmp(argv[i], "--") == 0)
			ended = true;
		else if (ended || argv[i][0] != '-' || argv[i][1] == '\0')
			argv[operands++] = argv[i];
		else if (option_take(options, argc, argv, &i, command) != 0)
			return -1;
	}
	return operands;
}

void
options_help(const struct option *options, FILE *out)
{
	for (const struct option *o = options; o->name != NULL; o++) {
		int width = 0;
		if (o->letter != 0)
			width = fprintf(out, "  -%c, ", o->letter);
		else
			width = fprintf(out, "      ");
		width += fprintf(out, "--%s", o->name);
		if (o->argument != NULL)
			width += fprintf(out, " %s", o->argument);
		fprintf(out, "%*s%s\n", width < 28 ? 28 - width : 1, "",
		    _(o->help));
	}
}

#define WORD_MOST 64

/* The word as code points; 0 when it is too long to be a slip. */
static size_t
code_points(const char *word, uint32_t codes[WORD_MOST])
{
	struct text t = text_of(word);
	size_t n = 0, pos = 0;
	while (pos < t.len) {
		if (n == WORD_MOST)
			return 0;
		codes[n++] = utf8_next(t, &pos);
	}
	return n;
}

/* Edit distance with swaps of neighbours (Damerau, restricted). */
static size_t
distance(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
	size_t rows[3][WORD_MOST + 1];
	for (size_t j = 0; j <= m; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *now = rows[i % 3], *up = rows[(i + 2) % 3],
		       *upper = rows[(i + 1) % 3];
		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = up[j - 1] + (a[i - 1] != b[j - 1]);
			if (up[j] + 1 < best)
				best = up[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && upper[j - 2] + 1 < best)
				best = upper[j - 2] + 1;
			now[j] = best;
		}
	}
	return rows[n % 3][m];
}

const char *
nearest_word(const char *word, const char *const *candidates, size_t count)
{
	uint32_t a[WORD_MOST], b[WORD_MOST];
	size_t n = code_points(word, a), best = 0;
	const char *near = NULL;
	if (n == 0)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		size_t m = code_points(candidates[i], b);
		size_t d = m == 0 ? n : distance(a, n, b, m);
		/* A third of the longer word may differ, and not all of it. */
		size_t longer = n > m ? n : m;
		if (m == 0 || d >= longer || d > (longer + 2) / 3)
			continue;
		if (near == NULL || d < best) {
			near = candidates[i];
			best = d;
		}
	}
	return near;
}
