#include "base/lang.h"

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DOMAIN "tongbao"

/* Set once, before there are threads. */
static bool chinese;

int
lang_parse(enum lang *lang, const char *word)
{
	static const struct {
		const char *start;
		enum lang lang;
	} words[] = {
		{ "en", LANG_ENGLISH },
		{ "zh", LANG_CHINESE },
		{ "中文", LANG_CHINESE },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i].start);
		if (strncmp(word, words[i].start, n) != 0 ||
		    strchr("_-.@", word[n]) == NULL)
			continue;
		*lang = words[i].lang;
		return 0;
	}
	return -1;
}

/* The first of several that is set and not empty; "" when none is. */
static const char *
locale_name(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = getenv(names[i]);
		if (value != NULL && *value != '\0')
			return value;
	}
	return "";
}

/* The first word of LANGUAGE's list that is a language of ours. */
static int
list_parse(enum lang *lang, const char *list)
{
	char word[32];
	while (*list != '\0') {
		size_t n = strcspn(list, ":");
		snprintf(word, sizeof(word), "%.*s", (int)n, list);
		if (lang_parse(lang, word) == 0)
			return 0;
		list += n + (list[n] == ':');
	}
	return -1;
}

enum lang
lang_of_environment(void)
{
	enum lang lang = LANG_ENGLISH;
	const char *locale = locale_name(), *list = getenv("LANGUAGE");
	if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
		return LANG_ENGLISH;
	if (list == NULL || list_parse(&lang, list) != 0)
		lang_parse(&lang, locale);
	return lang;
}

/*
 * A fresh Debian has no Chinese locale, but C.UTF-8; glibc looks at LANGUAGE
 * in every locale that is not C itself.
 */
int
lang_init(const char *folder, enum lang wanted)
{
	chinese = false;
	if (wanted == LANG_ENGLISH)
		return 0;
	if (folder == NULL || setlocale(LC_MESSAGES, "C.UTF-8") == NULL ||
	    setenv("LANGUAGE", "zh_CN", 1) != 0 ||
	    bindtextdomain(DOMAIN, folder) == NULL ||
	    bind_textdomain_codeset(DOMAIN, "UTF-8") == NULL)
		return -1;
	/* The system's own words; the characters of the locale are not set. */
	bind_textdomain_codeset("libc", "UTF-8");
	/* The catalogue's head is there only when the catalogue is. */
	chinese = *dgettext(DOMAIN, "") != '\0';
	return chinese ? 0 : -1;
}

bool
lang_is_chinese(void)
{
	return chinese;
}

const char *
lang_catalogue(struct arena *arena)
{
	return !chinese ? NULL
			: arena_printf(arena,
			      "%s/zh_CN/LC_MESSAGES/" DOMAIN ".mo",
			      bindtextdomain(DOMAIN, NULL));
}

const char *
lang_text(const char *english)
{
	return !chinese || *english == '\0' ? english
					    : dgettext(DOMAIN, english);
}

const char *
lang_word(const char *context, const char *english)
{
	char key[128];
	/* As pgettext() has it. */
	int n = snprintf(key, sizeof(key), "%s\004%s", context, english);
	if (!chinese || n < 0 || (size_t)n >= sizeof(key))
		return english;
	const char *found = dgettext(DOMAIN, key);
	return found == key ? english : found;
}

const char *
lang_count(const char *one, const char *many, size_t count)
{
	if (!chinese)
		return count == 1 ? one : many;
	return dngettext(DOMAIN, one, many, count);
}
