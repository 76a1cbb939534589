/*
 * tongbao completion: scripts by which a shell completes its commands.  They
 * are made of the tables of commands and options, so that they know what the
 * program knows; what a site has (records, people) is asked of it when the key
 * is pressed, by `tongbao completion --words`.
 *
 * What an argument takes is read off its word in the help: a|b is a choice,
 * FOLDER, FILE, BAG and PROOF are paths, the words of `sources` are asked for.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "base/lang.h"
#include "base/option.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/included.h"
#include "cmd/site.h"
#include "model/rules.h"

/* ---- words of the site, a line each ---- */

static void
puts_some(const char *word)
{
	if (word != NULL && *word != '\0')
		puts(word);
}

static void
kinds_print(const struct corpus *corpus)
{
	(void)corpus;
	for (const struct shape *k = record_kinds; k->name != NULL; k++)
		printf("%s\n%s\n", k->name, k->alias);
}

static void
codes_print(const struct corpus *corpus)
{
	(void)corpus;
	for (size_t i = 0; i < RULE__MAX; i++)
		printf("%s\n%s\n", rules[i].code, rules[i].slug);
}

static void
editions_print(const struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->site->edition_count; i++)
		puts_some(corpus->site->editions[i].id);
}

static void
records_print(const struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->record_count; i++)
		puts(corpus->records[i]->id);
}

static void
seals_print(const struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->seal_count; i++)
		puts(corpus->seals[i]->id);
}

static void
reviews_print(const struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->record_count; i++)
		if (record_is(corpus->records[i], "review"))
			puts(corpus->records[i]->id);
}

static void
problems_print(const struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *r = corpus->records[i];
		const struct value *list = record_is(r, "review")
		    ? record_get(r, "problems")
		    : NULL;
		for (size_t j = 0; j < value_count(list); j++) {
			const char *id = value_as_string(
			    value_get(value_item(list, j), "id"));
			if (*id != '\0')
				printf("%s#%s\n", r->id, id);
		}
	}
}

static void
organisations_print(const struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->roster.organisation_count; i++) {
		puts_some(corpus->roster.organisations[i]->id);
		puts_some(corpus->roster.organisations[i]->short_name);
	}
}

static void
people_print(const struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->roster.person_count; i++) {
		puts_some(corpus->roster.people[i]->id);
		puts_some(corpus->roster.people[i]->name);
	}
}

static void
subjects_print(const struct corpus *corpus)
{
	organisations_print(corpus);
	people_print(corpus);
}

static void
audiences_print(const struct corpus *corpus)
{
	const struct term_list *classes =
	    &corpus->programme->terms[VOCABULARY_CLASS];
	for (size_t i = 0; i < corpus->roster.organisation_count; i++)
		for (size_t c = 0; c < classes->count; c++)
			printf("%s/%s\n", corpus->roster.organisations[i]->id,
			    classes->items[c].id);
}

static const struct source_of_words {
	const char *word;
	enum { NEEDS_NOTHING, NEEDS_SETTINGS, NEEDS_RECORDS } needs;
	void (*print)(const struct corpus *corpus); /* NULL: terms */
	enum vocabulary terms;
} sources[] = {
	{ "KIND", NEEDS_NOTHING, kinds_print, 0 },
	{ "CODE", NEEDS_NOTHING, codes_print, 0 },
	{ "PERIOD", NEEDS_SETTINGS, NULL, VOCABULARY_PERIOD },
	{ "FORM", NEEDS_SETTINGS, NULL, VOCABULARY_FORM },
	{ "LEVEL", NEEDS_SETTINGS, NULL, VOCABULARY_LEVEL },
	{ "EDITION", NEEDS_SETTINGS, editions_print, 0 },
	{ "RECORD", NEEDS_RECORDS, records_print, 0 },
	{ "SEAL", NEEDS_RECORDS, seals_print, 0 },
	{ "REVIEW", NEEDS_RECORDS, reviews_print, 0 },
	{ "PROBLEM", NEEDS_RECORDS, problems_print, 0 },
	{ "ORGANISATION", NEEDS_SETTINGS, organisations_print, 0 },
	{ "PERSON", NEEDS_SETTINGS, people_print, 0 },
	{ "SUBJECT", NEEDS_SETTINGS, subjects_print, 0 },
	{ "AUDIENCE", NEEDS_SETTINGS, audiences_print, 0 },
	{ .word = NULL },
};

static const struct source_of_words *
source_find(struct text word)
{
	for (const struct source_of_words *s = sources; s->word != NULL; s++)
		if (text_is(word, s->word))
			return s;
	return NULL;
}

static void
source_print(const struct source_of_words *source, const struct corpus *corpus)
{
	if (source->print != NULL) {
		source->print(corpus);
		return;
	}
	const struct term_list *list = &corpus->programme->terms[source->terms];
	for (size_t i = 0; i < list->count; i++)
		puts_some(list->items[i].id);
}

/* Nobody waits for messages at a completion: no site, no words. */
static int
words_print(const char *word, struct site_options options)
{
	struct site_run run;
	const struct source_of_words *source = source_find(text_of(word));
	if (source == NULL)
		return STATUS_USAGE;
	if (source->needs == NEEDS_NOTHING) {
		source_print(source, NULL);
		return STATUS_OK;
	}
	options.quiet = true;
	if (source->needs == NEEDS_RECORDS)
		site_load_only(&run, options);
	else
		site_load_settings(&run, options);
	if (run.loaded)
		source_print(source, &run.corpus);
	diags_init(&run.diags, run.arena);
	return site_close(&run);
}

/* ---- scripts, and what they have of each command ---- */

INCLUDED(completion_bash, "src/cmd/completion.bash");
INCLUDED(completion_zsh, "src/cmd/completion.zsh");
INCLUDED(completion_fish, "src/cmd/completion.fish");

struct part {
	const char *mark; /* what it stands for in the script, behind an @ */
	void (*put)(const struct command *command);
};

static void
part_put(const struct part *part)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		part->put(commands[i]);
}

static void
script_print(struct text script, const struct part *parts)
{
	struct text before;
	while (text_split(script, '@', &before, &script)) {
		const struct part *part = parts;
		printf("%.*s", TEXT_ARG(before));
		while (part->mark != NULL && !text_starts(script, part->mark))
			part++;
		if (part->mark == NULL) {
			putchar('@');
			continue;
		}
		part_put(part);
		script = text_from(script, strlen(part->mark));
	}
	printf("%.*s", TEXT_ARG(before));
}

/* ---- what an argument takes ---- */

static bool
is_lower(struct text t)
{
	return t.len > 0 && islower((unsigned char)t.at[0]);
}

static bool
takes_files(struct text t)
{
	return text_starts(t, "FILE") || text_starts(t, "PATH") ||
	    text_is(t, "BAG") || text_is(t, "PROOF");
}

/* The n-th of the words of a usage line, the last standing for all after. */
static struct text
operand_at(const char *operands, size_t n)
{
	struct text rest = text_of(operands), word, after;
	if (text_starts(rest, "[options]"))
		rest = text_trim(text_from(rest, strlen("[options]")));
	for (size_t i = 0;; i++) {
		text_split(rest, ' ', &word, &after);
		if (i == n || after.len == 0)
			return i == n ? word : TEXT_LIT("");
		rest = after;
	}
}

/* One of the alternatives a|b|C, without brackets and dots; false at the end. */
static bool
alternative_next(struct text *rest, struct text *word)
{
	while (rest->len > 0 && strchr("[|]. ", rest->at[0]) != NULL)
		*rest = text_from(*rest, 1);
	size_t n = 0;
	while (n < rest->len && memchr("[|]. ", rest->at[n], 5) == NULL &&
	    (unsigned char)rest->at[n] < 0x80)
		n++;
	*word = text_cut(*rest, 0, n);
	*rest = text_from(*rest, n);
	return n > 0;
}

/* ---- bash ---- */

/* Calls that fill COMPREPLY for any of the alternatives. */
static void
bash_put_takes(struct text takes)
{
	struct text word;
	while (alternative_next(&takes, &word)) {
		if (takes_files(word))
			fputs(" _tongbao_paths -f;", stdout);
		else if (text_is(word, "FOLDER"))
			fputs(" _tongbao_paths -d;", stdout);
		else if (source_find(word) != NULL)
			printf(" _tongbao_site %.*s;", TEXT_ARG(word));
		else if (is_lower(word))
			printf(" _tongbao_words %.*s;", TEXT_ARG(word));
	}
	fputs(" return ;;\n", stdout);
}

static void
bash_put_options(void *context, const struct option *options)
{
	const struct command *command = context;
	for (const struct option *o = options; o->name != NULL; o++) {
		if (o->argument == NULL)
			continue;
		printf("\t%s/--%s", command->name, o->name);
		if (o->letter != 0)
			printf("|%s/-%c", command->name, o->letter);
		putchar(')');
		bash_put_takes(text_of(o->argument));
	}
}

static void
bash_put_name(const struct command *command)
{
	printf("%s\\n", command->name);
}

static void
bash_put_command_options(const struct command *command)
{
	command_options(command, bash_put_options, (void *)command);
}

static void
option_names_put(void *context, const struct option *options)
{
	(void)context;
	for (const struct option *o = options; o->name != NULL; o++)
		printf(" --%s", o->name);
}

static void
bash_put_option_names(const struct command *command)
{
	printf("\t\t%s) set --", command->name);
	command_options(command, option_names_put, NULL);
	puts(" ;;");
}

static void
bash_put_operands(const struct command *command)
{
	for (size_t n = 0; operand_at(command->operands, n).len > 0; n++) {
		printf("\t%s/%zu)", command->name, n);
		bash_put_takes(operand_at(command->operands, n));
	}
}

static const struct part bash_parts[] = {
	{ "commands@", bash_put_name },
	{ "options@\n", bash_put_command_options },
	{ "names@\n", bash_put_option_names },
	{ "operands@\n", bash_put_operands },
	{ .mark = NULL },
};

/* ---- zsh ---- */

/* In single quotes, and `special` behind backslashes. */
static void
quoted_put(const char *words, const char *special)
{
	for (; *words != '\0'; words++) {
		if (*words == '\'')
			fputs("'\\''", stdout);
		else if (strchr(special, *words) != NULL)
			printf("\\%c", *words);
		else
			putchar(*words);
	}
}

static void
zsh_put_takes(struct text takes)
{
	struct text word;
	bool site = false;
	struct text rest = takes;
	while (alternative_next(&rest, &word)) {
		if (takes_files(word) || text_is(word, "FOLDER")) {
			fputs(takes_files(word) ? "_files" : "_files -/",
			    stdout);
			return;
		}
		site = site || source_find(word) != NULL || is_lower(word);
	}
	if (!site)
		return;
	fputs("_tongbao_words", stdout);
	while (alternative_next(&takes, &word))
		printf(" %.*s", TEXT_ARG(word));
}

static void
zsh_put_options(void *context, const struct option *options)
{
	(void)context;
	for (const struct option *o = options; o->name != NULL; o++) {
		const char *equals = o->argument != NULL ? "=" : "";
		for (int letter = o->letter != 0; letter >= 0; letter--) {
			fputs("\t\t    '", stdout);
			if (letter)
				printf("-%c", o->letter);
			else
				printf("--%s%s", o->name, equals);
			putchar('[');
			quoted_put(_(o->help), "[]:");
			putchar(']');
			if (o->argument != NULL) {
				putchar(':');
				quoted_put(o->argument, ":");
				putchar(':');
				zsh_put_takes(text_of(o->argument));
			}
			fputs("' \\\n", stdout);
		}
	}
}

static void
zsh_put_command(const struct command *command)
{
	printf("\t%s)\n\t\t_arguments \\\n"
	       "\t\t    '--lang=:zh|en:_tongbao_words zh en' \\\n",
	    command->name);
	command_options(command, zsh_put_options, NULL);
	for (size_t n = 0; operand_at(command->operands, n).len > 0; n++) {
		struct text word = operand_at(command->operands, n);
		bool last = operand_at(command->operands, n + 1).len == 0;
		if (last && memmem(word.at, word.len, "…", strlen("…")) != NULL)
			fputs("\t\t    '*:", stdout);
		else
			printf("\t\t    '%zu:", n + 1);
		printf("%.*s:", TEXT_ARG(word));
		zsh_put_takes(word);
		fputs("' \\\n", stdout);
	}
	fputs("\t\t    ;;\n", stdout);
}

static void
zsh_put_summary(const struct command *command)
{
	printf("\t\t'%s:", command->name);
	quoted_put(_(command->summary), ":");
	puts("'");
}

static const struct part zsh_parts[] = {
	{ "commands@\n", zsh_put_summary },
	{ "cases@\n", zsh_put_command },
	{ .mark = NULL },
};

/* ---- fish ---- */

static void
fish_put_takes(struct text takes)
{
	struct text word;
	bool any = false;
	fputs(" -a '", stdout);
	while (alternative_next(&takes, &word)) {
		fputs(any ? " " : "", stdout);
		any = true;
		if (takes_files(word))
			fputs("(__fish_complete_path)", stdout);
		else if (text_is(word, "FOLDER"))
			fputs("(__fish_complete_directories)", stdout);
		else if (source_find(word) != NULL)
			printf("(__tongbao_words %.*s)", TEXT_ARG(word));
		else if (is_lower(word))
			printf("%.*s", TEXT_ARG(word));
	}
	putchar('\'');
}

static void
fish_put_options(void *context, const struct option *options)
{
	const struct command *command = context;
	for (const struct option *o = options; o->name != NULL; o++) {
		printf("complete -c tongbao -n '__fish_seen_subcommand_from %s' "
		       "-l %s",
		    command->name, o->name);
		if (o->letter != 0)
			printf(" -s %c", o->letter);
		if (o->argument != NULL) {
			fputs(" -x", stdout);
			fish_put_takes(text_of(o->argument));
		}
		fputs(" -d '", stdout);
		quoted_put(_(o->help), "\\");
		puts("'");
	}
}

static void
fish_put_command(const struct command *c)
{
	printf("complete -c tongbao -n __fish_use_subcommand -a %s -d '",
	    c->name);
	quoted_put(_(c->summary), "\\");
	puts("'");
	command_options(c, fish_put_options, (void *)c);
	for (size_t n = 0; operand_at(c->operands, n).len > 0; n++) {
		printf("complete -c tongbao -n '__fish_seen_subcommand_from %s'",
		    c->name);
		fish_put_takes(operand_at(c->operands, n));
		putchar('\n');
	}
}

static const struct part fish_parts[] = {
	{ "commands@\n", fish_put_command },
	{ .mark = NULL },
};

/* ---- the command ---- */

static int
completion_main(int argc, char **argv)
{
	const struct {
		const char *name;
		struct text script;
		const struct part *parts;
	} shells[] = {
		{ "bash", INCLUDED_TEXT(completion_bash), bash_parts },
		{ "zsh", INCLUDED_TEXT(completion_zsh), zsh_parts },
		{ "fish", INCLUDED_TEXT(completion_fish), fish_parts },
	};
	struct site_options options = SITE_OPTIONS_INIT;
	const char *words = NULL;
	int operands;
	const struct option table[] = {
		{ "words", 0, OPTION_STRING, &words, N_("WHAT"),
		    N_("only the words there are: KIND, PERIOD, RECORD, …") },
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &completion_command,
	    argc, argv, 1, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (words != NULL)
		return words_print(words, options);
	for (size_t i = 0; operands == 1 && i < 3; i++)
		if (strcmp(argv[0], shells[i].name) == 0) {
			script_print(shells[i].script, shells[i].parts);
			return STATUS_OK;
		}
	fputs(_("tongbao completion: name the shell: bash, zsh or fish\n"
		"Try: source <(tongbao completion bash)\n"),
	    stderr);
	return STATUS_USAGE;
}

const struct command completion_command = {
	"completion", "bash|zsh|fish",
	N_("print a script by which a shell completes commands"),
	completion_main,
};
