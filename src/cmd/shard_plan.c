#include "cmd/shard_plan.h"

#include <stdlib.h>
#include "base/date.h"
#include "base/path.h"
#include "cmd/cmd.h"

#define FIRST_LINE "tongbao plan 1"

/* By enum os_type; a folder is walked, what is not there is not found. */
static const char types[] = { [OS_FILE] = 'f', [OS_LINK] = 'l',
	[OS_OTHER] = 'o' };

/* ---- writing ---- */

static bool
is_odd(char byte)
{
	return (unsigned char)byte < ' ' || byte == 0x7F || byte == '\\';
}

static void
path_put(struct buf *out, const char *path)
{
	static const char hex[] = "0123456789abcdef";
	for (const char *b = path; *b != '\0'; b++) {
		unsigned char byte = (unsigned char)*b;
		if (!is_odd(*b)) {
			buf_putc(out, *b);
			continue;
		}
		buf_puts(out, "\\x");
		buf_putc(out, hex[byte >> 4]);
		buf_putc(out, hex[byte & 15]);
	}
}

void
shard_plan_put(struct buf *out, const struct shard_plan *plan)
{
	char hex[65];
	digest_hex(plan->inputs, hex);
	buf_printf(out,
	    FIRST_LINE "\nversion %s\nas-of %s\nshards %u\ninputs %s\n"
	    "files %zu\n",
	    plan->version, plan->as_of, plan->shards, hex, plan->files.count);
	for (size_t i = 0; i < plan->files.count; i++) {
		const struct os_found *found = &plan->files.items[i];
		buf_put_integer(out, plan->shard_of[i]);
		buf_putc(out, ' ');
		buf_putc(out, types[found->type]);
		buf_putc(out, ' ');
		path_put(out, found->path);
		buf_putc(out, '\n');
	}
}

/* ---- reading ---- */

struct plan_reader {
	struct shard_plan *plan;
	struct arena *arena;
	struct text text;
	size_t at, line; /* of the line that was taken last, from 1 */
	char *room;      /* for paths: as much as the text has */
};

/* Without its end; false when there is none, or when it has no end. */
static bool
line_take(struct plan_reader *r, struct text *line)
{
	struct text rest = text_from(r->text, r->at), after;
	r->line++;
	if (!text_split(rest, '\n', line, &after))
		return false;
	r->at += line->len + 1;
	return true;
}

/* A line that begins with `word`, a space, and what is left of it. */
static bool
word_take(struct plan_reader *r, const char *word, struct text *rest)
{
	struct text line, before;
	return line_take(r, &line) && text_split(line, ' ', &before, rest) &&
	    text_is(before, word);
}

/* Digits only, without zeros before them; at most `most`. */
static bool
number_parse(struct text digits, uint64_t most, uint64_t *number)
{
	*number = 0;
	if (digits.len == 0 || (digits.len > 1 && digits.at[0] == '0'))
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.at[i] < '0' || digits.at[i] > '9')
			return false;
		*number = *number * 10 + (uint64_t)(digits.at[i] - '0');
		if (*number > most)
			return false;
	}
	return true;
}

static int
hex_of(char digit)
{
	return digit >= '0' && digit <= '9' ? digit - '0'
	    : digit >= 'a' && digit <= 'f'  ? digit - 'a' + 10
					    : -1;
}

/* One byte of a path as it is written, from *at on; 0 for what is none. */
static char
byte_take(struct text written, size_t *at)
{
	char byte = written.at[(*at)++];
	if (!is_odd(byte))
		return byte;
	if (byte != '\\' || written.len - *at < 3 || written.at[*at] != 'x')
		return '\0';
	int high = hex_of(written.at[*at + 1]);
	int low = hex_of(written.at[*at + 2]);
	*at += 3;
	byte = high < 0 || low < 0 ? '\0' : (char)(high << 4 | low);
	return is_odd(byte) ? byte : '\0';
}

/* What a walk of content/ could find, and nothing that leads out of it. */
static bool
is_found_path(const char *path)
{
	for (const char *name = path;; name++) {
		size_t len = strcspn(name, "/");
		if (len == 0 || *name == '.')
			return false;
		name += len;
		if (*name == '\0')
			return true;
	}
}

/* NULL when it is none; else in the room, NUL-terminated. */
static const char *
path_take(struct plan_reader *r, struct text written)
{
	char *path = r->room, *end = path;
	for (size_t at = 0; at < written.len;)
		if ((*end++ = byte_take(written, &at)) == '\0')
			return NULL;
	*end++ = '\0';
	r->room = end;
	return is_found_path(path) ? path : NULL;
}

static bool
file_take(struct plan_reader *r, size_t index)
{
	struct shard_plan *plan = r->plan;
	struct os_found *found = &plan->files.items[index];
	struct text line, shard, rest, type, path;
	uint64_t number;
	if (!line_take(r, &line) || !text_split(line, ' ', &shard, &rest) ||
	    !text_split(rest, ' ', &type, &path) || type.len != 1 ||
	    !number_parse(shard, plan->shards, &number))
		return false;
	const char *known = memchr(types + 1, type.at[0], sizeof(types) - 1);
	if (known == NULL || *known == '\0')
		return false;
	found->type = (enum os_type)(known - types);
	found->path = path_take(r, path);
	plan->shard_of[index] = (uint32_t)number;
	return found->path != NULL &&
	    (number != 0) == file_is_record(found) &&
	    (index == 0 || strcmp(found[-1].path, found->path) < 0);
}

static bool
files_take(struct plan_reader *r)
{
	struct shard_plan *plan = r->plan;
	struct text count;
	uint64_t number;
	/* A line has six bytes at least. */
	if (!word_take(r, "files", &count) ||
	    !number_parse(count, r->text.len / 6, &number))
		return false;
	plan->files = (struct os_list){
		.items = ARENA_ARRAY(r->arena, struct os_found, number),
		.capacity = number,
	};
	plan->shard_of = ARENA_ARRAY(r->arena, uint32_t, number);
	r->room = arena_take(r->arena, r->text.len + 1);
	for (; plan->files.count < number; plan->files.count++)
		if (!file_take(r, plan->files.count))
			return false;
	r->line++;
	return r->at == r->text.len;
}

static bool
settings_take(struct plan_reader *r)
{
	struct shard_plan *plan = r->plan;
	struct text as_of, shards, inputs;
	uint64_t number;
	char hex[65];
	if (!word_take(r, "as-of", &as_of) || !date_is_valid(as_of) ||
	    !word_take(r, "shards", &shards) ||
	    !number_parse(shards, SHARDS_MOST, &number) || number == 0 ||
	    !word_take(r, "inputs", &inputs) ||
	    digest_parse(&plan->inputs, inputs) != 0)
		return false;
	digest_hex(plan->inputs, hex);
	if (!text_is(inputs, hex))
		return false;
	plan->as_of = arena_text(r->arena, as_of).at;
	plan->shards = (unsigned)number;
	return files_take(r);
}

/* Another version's plan is told before what that version wrote differently. */
enum shard_plan_fault
shard_plan_read(struct shard_plan *plan, struct arena *arena, struct text text,
    struct text *version, size_t *line)
{
	struct plan_reader r = { .plan = plan, .arena = arena, .text = text };
	struct text first;
	enum shard_plan_fault fault = SHARD_PLAN_LINE;
	if (!line_take(&r, &first) || !text_is(first, FIRST_LINE))
		fault = SHARD_PLAN_NONE;
	else if (word_take(&r, "version", version))
		fault = !text_is(*version, TONGBAO_VERSION)
		    ? SHARD_PLAN_VERSION
		    : settings_take(&r) ? SHARD_PLAN_GOOD
					: SHARD_PLAN_LINE;
	plan->version = TONGBAO_VERSION;
	*line = r.line;
	return fault;
}

static int
text_take(struct shard_plan *plan, struct arena *arena, struct text text,
    const struct command *command)
{
	struct text version;
	size_t line;
	switch (shard_plan_read(plan, arena, text, &version, &line)) {
	case SHARD_PLAN_GOOD:
		return STATUS_OK;
	case SHARD_PLAN_NONE:
		fprintf(stderr,
		    _("tongbao %s: %s is no plan of this program; make one: "
		      "tongbao plan --shards N\n"),
		    command->name, plan->path);
		break;
	case SHARD_PLAN_VERSION:
		fprintf(stderr,
		    _("tongbao %s: the plan %s is of version %.*s of the "
		      "program, this is %s; make a new plan with it: tongbao "
		      "plan --shards N\n"),
		    command->name, plan->path, TEXT_ARG(version),
		    TONGBAO_VERSION);
		break;
	case SHARD_PLAN_LINE:
		fprintf(stderr,
		    _("tongbao %s: %s:%zu: the line is not as a plan has it; "
		      "make a new one: tongbao plan --shards N\n"),
		    command->name, plan->path, line);
	}
	return STATUS_USAGE;
}

int
shard_folder_check(const char *folder, const struct command *command)
{
	if (os_is_own(folder))
		return STATUS_OK;
	fprintf(stderr,
	    _("tongbao %s: others than you may look into the folder %s, where "
	      "parts hold what nobody else may see; close it to them: chmod "
	      "700 %s\n"),
	    command->name, folder, folder);
	return STATUS_USAGE;
}

int
shard_plan_load(struct shard_plan *plan, struct arena *arena, const char *path,
    const struct command *command)
{
	struct os_error error;
	struct text text;
	*plan = (struct shard_plan){ .path = arena_string(arena, path),
		.folder = path_folder(arena, path) };
	struct arena *scratch = arena_new();
	int status = STATUS_SYSTEM;
	if (os_read(scratch, path, &text, &error) != 0)
		fprintf(stderr, "tongbao %s: %s\n", command->name,
		    error.message);
	else
		status = text_take(plan, arena, text, command);
	if (status == STATUS_OK)
		status = shard_folder_check(plan->folder, command);
	if (status == STATUS_OK)
		plan->digest = digest_of(text);
	arena_free(scratch);
	return status;
}

int
shard_parse(const char *word, const struct shard_plan *plan, unsigned *shard,
    const struct command *command)
{
	struct text which, of;
	uint64_t number, count;
	if (word == NULL) {
		fprintf(stderr, _("tongbao %s: --shard is missing\n"),
		    command->name);
		return STATUS_USAGE;
	}
	if (!text_split(text_of(word), '/', &which, &of) ||
	    !number_parse(which, UINT32_MAX, &number) ||
	    !number_parse(of, UINT32_MAX, &count)) {
		fprintf(stderr,
		    _("tongbao %s: --shard takes which shard it is and of how "
		      "many, such as 1/%u, not '%s'\n"),
		    command->name, plan->shards, word);
		return STATUS_USAGE;
	}
	if (count == plan->shards && number >= 1 && number <= count) {
		*shard = (unsigned)number;
		return STATUS_OK;
	}
	fprintf(stderr,
	    _("tongbao %s: --shard %s: the plan %s has %u shards, 1/%u to "
	      "%u/%u; for another number make a new plan: tongbao plan "
	      "--shards N\n"),
	    command->name, word, plan->path, plan->shards, plan->shards,
	    plan->shards, plan->shards);
	return STATUS_USAGE;
}
