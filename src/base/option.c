#include "base/option.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/lang.h"
#include "base/near.h"
#include "base/text.h"
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
	while (n < 64 && options[n].name != NULL) {
		names[n] = options[n].name;
		n++;
	}
	snprintf(name, sizeof(name), "%s", word + strspn(word, "-"));
	name[strcspn(name, "=")] = '\0';
	const char *near = nearest_word(name, names, n);
	if (near != NULL)
		fprintf(stderr,
		    _("tongbao %s: there is no option %s; did you mean "
		      "--%s?\n"),
		    command, word, near);
	else
		fprintf(stderr, _("tongbao %s: there is no option %s\n"),
		    command, word);
	fprintf(stderr, _("Try: tongbao %s --help\n"), command);
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
		    _("tongbao %s: --%s takes a whole number, not '%s'\n"),
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
		fprintf(stderr, _("tongbao %s: --%s takes no argument\n"),
		    command, option->name);
		return -1;
	}
	if (option->kind != OPTION_FLAG && argument == NULL) {
		if (*i + 1 >= argc) {
			fprintf(stderr, _("tongbao %s: --%s needs %s\n"),
			    command, option->name, _(option->argument));
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

/* “  -C, --folder FOLDER”: prints it when `out` is not NULL; its cells. */
static int
option_head(const struct option *o, FILE *out)
{
	char letter[3] = { '-', o->letter, '\0' };
	const char *argument = o->argument == NULL ? "" : _(o->argument);
	const char *space = o->argument == NULL ? "" : " ";
	if (out != NULL)
		fprintf(out, "  %s%s--%s%s%s", o->letter == 0 ? "  " : letter,
		    o->letter == 0 ? "  " : ", ", o->name, space, argument);
	return (int)(8 + strlen(o->name) + strlen(space) +
	    utf8_width(text_of(argument)));
}

void
options_help(const struct option *options, FILE *out)
{
	int most = 0;
	for (const struct option *o = options; o->name != NULL; o++) {
		int width = option_head(o, NULL);
		most = width > most ? width : most;
	}
	for (const struct option *o = options; o->name != NULL; o++)
		fprintf(out, "%*s%s\n", most + 2 - option_head(o, out), "",
		    _(o->help));
}
