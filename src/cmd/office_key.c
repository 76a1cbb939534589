#include "cmd/office_key.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/lang.h"
#include "base/os.h"
#include "base/part.h"
#include "base/path.h"
#include "cmd/cmd.h"

#define KEY_MOST 1024 /* bytes of its file */

/* ---- where it lies ---- */

static const char *
given(const char *name)
{
	const char *value = getenv(name);
	return value == NULL || *value == '\0' ? NULL : value;
}

/* NULL: this user has no folder for settings. */
static const char *
key_path(struct arena *arena)
{
	const char *path = given("TONGBAO_KEY"), *home = given("HOME");
	const char *settings = given("XDG_CONFIG_HOME");
	if (path != NULL)
		return arena_string(arena, path);
	if (settings == NULL && home != NULL)
		settings = arena_printf(arena, "%s/.config", home);
	return settings == NULL
	    ? NULL
	    : arena_printf(arena, "%s/tongbao/key", settings);
}

/* ---- what it is ---- */

struct text
office_key_text(const struct office_key *key)
{
	return (struct text){ (const char *)key->secret.bytes,
		sizeof(key->secret.bytes) };
}

static void say(const char *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void
say(const char *command, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	fprintf(stderr, _("tongbao %s: "), command);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
}

static int
key_read(struct office_key *key, struct arena *arena, const char *command)
{
	struct text text;
	struct os_error error;
	if (!os_is_own(key->path)) {
		say(command,
		    _("others may use the key %s; take their rights away "
		      "(chmod 600), or make another if they have read it"),
		    key->path);
		return STATUS_USAGE;
	}
	int status = os_read_most(arena, key->path, KEY_MOST, &text, &error);
	if (status < 0) {
		say(command, "%s", error.message);
		return STATUS_SYSTEM;
	}
	if (status > 0 || digest_parse(&key->secret, text) != 0) {
		say(command, _("%s holds no key: 64 hex digits"), key->path);
		return STATUS_USAGE;
	}
	key_fingerprint(office_key_text(key), key->fingerprint);
	return STATUS_OK;
}

int
office_key_find(struct office_key *key, const struct site_run *run,
    const char *archive, const char *command, const char *named)
{
	struct arena *arena = run->arena;
	const char *const folders[] = { run->options.root, site_output(run),
		archive };
	*key = (struct office_key){ .path = named, .named = named != NULL };
	if (named == NULL)
		key->path = key_path(arena);
	if (key->path == NULL) {
		say(command, "%s",
		    _("where is the office key? (--key FILE, or TONGBAO_KEY)"));
		return STATUS_USAGE;
	}
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (path_is_within(arena, key->path, folders[i])) {
			say(command,
			    _("the key %s lies in %s: whoever gets that would "
			      "have it; keep it elsewhere"),
			    key->path, folders[i]);
			return STATUS_USAGE;
		}
	key->absent = os_type_target(key->path) == OS_NONE;
	return key->absent ? STATUS_OK : key_read(key, arena, command);
}

/* ---- a new one ---- */

int
office_key_make(struct office_key *key, struct arena *arena,
    const char *command)
{
	struct os_error error;
	char hex[65];
	const char *folder = path_folder(arena, key->path);
	if (os_make_folders(folder, 0700, &error) != 0 ||
	    os_random(key->secret.bytes, sizeof(key->secret.bytes), &error) !=
		0) {
		say(command, "%s", error.message);
		return STATUS_SYSTEM;
	}
	digest_hex(key->secret, hex);
	int status = part_write_own(key->path, true,
	    text_of(arena_printf(arena, "%s\n", hex)), &error);
	if (status < 0 || os_sync(folder, &error) != 0) {
		say(command, "%s", error.message);
		return STATUS_SYSTEM;
	}
	key->absent = false;
	if (status > 0) /* somebody was faster */
		return key_read(key, arena, command);
	key_fingerprint(office_key_text(key), key->fingerprint);
	say(command,
	    _("made the office key %s; keep it, and a copy, safe and apart from "
	      "the site: without it no proof of a sealed record can be given"),
	    key->path);
	return STATUS_OK;
}
