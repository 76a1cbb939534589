/*
 * tongbao release: an approval record with the digest of every record, and of
 * every picture, that it covers.  What an edition shows of a period, or the
 * records that are named, goes into a new one, for people to fill in; one that
 * is there already gets the digests of its records as they are now, and keeps
 * every other byte.
 * That is shown first, as `fix` does.
 *
 * A digest is of a record's bytes; who wrote new ones has nothing approved
 * again, so the command says what was approved before.
 */
#include <ctype.h>
#include <stdio.h>
#include "base/diff.h"
#include "base/lang.h"
#include "base/option.h"
#include "base/os.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/new.h"
#include "cmd/site.h"
#include "cmd/write.h"
#include "read/front.h"
#include "read/yaml.h"
#include "render/yaml.h"
#include "scope/sight.h"

struct releasing {
	struct site_run *run;
	struct arena *arena;
	struct asker asker;
	struct new_words words;
	bool yes, only_show, chinese;
	bool named; /* what it covers; else the edition's */
	const struct record **covered;
	size_t count;
};

static struct digest
record_digest(const struct releasing *r, const struct record *record)
{
	return digest_of(
	    source_at(&r->run->sources, record->span.source)->text);
}

/* ---- what is covered ---- */

static bool
is_covered(const struct releasing *r, const struct record *record)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->covered[i] == record)
			return true;
	return false;
}

static void
cover(struct releasing *r, const struct record *record)
{
	if (!is_covered(r, record))
		r->covered[r->count++] = record;
}

/* The period's records that the edition's readers see; no releases. */
static int
edition_cover(struct releasing *r)
{
	struct site_run *run = r->run;
	const struct edition *edition =
	    edition_find(run->corpus.site, text_of(r->words.edition));
	struct sight sight;
	if (sight_init(&sight, r->arena, &run->corpus, run->policy, edition,
		run->as_of, &run->diags) != 0)
		return STATUS_CONTENT;
	for (size_t i = 0; i < run->corpus.record_count; i++) {
		const struct record *record = run->corpus.records[i];
		if (strcmp(record->period, r->words.period) == 0 &&
		    !record_is(record, "release") &&
		    sight_record(&sight, record))
			r->covered[r->count++] = record;
	}
	if (r->count > 0)
		return STATUS_OK;
	fprintf(stderr,
	    _("tongbao release: the edition '%s' shows nothing of %s\n"),
	    r->words.edition, r->words.period);
	return STATUS_USAGE;
}

static int
records_cover(struct releasing *r, char **words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct record *record =
		    ask_record(&r->asker, words[i], NULL);
		if (record == NULL)
			return STATUS_USAGE;
		cover(r, record);
	}
	return STATUS_OK;
}

/* ---- an old one: its digests ---- */

struct updating {
	struct releasing *r;
	const struct record *release;
	struct text file;
	const struct value *raw; /* its fields as they are written */
	bool chinese;		 /* as one of its lists is called */
	const struct field *list, *name, *digest; /* at hand, of its items */
	size_t raw_at; /* of that list: where the next item may be */
	struct buf made; /* of the file, up to what was changed last */
	size_t pos;	 /* of that in the file */
	size_t count;
	bool lacks; /* something that it lists has no digest */
};

/* In the order of the file. */
static void
edit_add(struct updating *u, size_t start, size_t end, const char *text)
{
	buf_putt(&u->made, text_cut(u->file, u->pos, start));
	buf_puts(&u->made, text);
	u->pos = end;
	u->count++;
}

/* 64 hex digits within the value; false when there are none. */
static bool
hex_find(struct text file, struct span span, size_t *start)
{
	size_t run = 0;
	for (size_t i = span.start; i < span.end && i < file.len; i++) {
		run = isxdigit((unsigned char)file.at[i]) ? run + 1 : 0;
		if (run < 64)
			continue;
		*start = i + 1 - run;
		return i + 1 == span.end ||
		    !isxdigit((unsigned char)file.at[i + 1]);
	}
	return false;
}

static const char *
key_of(const struct updating *u, const struct field *field)
{
	return u->chinese ? field->alias : field->name;
}

static const struct value *
covered_name(const struct updating *u, const struct value *item)
{
	return value_get(item, u->name->name);
}

/* As it is written, or so that it can stand in braces. */
static const char *
name_flow(const struct updating *u, const struct value *name)
{
	struct text written =
	    text_cut(u->file, name->span.start, name->span.end);
	struct buf buf = BUF_INIT;
	if (text_starts(written, "\"") || text_starts(written, "'"))
		buf_putt(&buf, written);
	else
		yaml_put_text(&buf, written, true);
	return buf_detach(u->r->arena, &buf).at;
}

/* In the place of the item's value, or behind what it covers. */
static void
digest_insert(struct updating *u, const struct value *item, const char *digest)
{
	struct arena *arena = u->r->arena;
	const struct value *name = covered_name(u, item);
	const char *key = key_of(u, u->digest);
	size_t start = item->span.start, end = name->span.end;
	if (name->span.start == item->span.start) {
		/* That alone stands for the item. */
		edit_add(u, start, end,
		    arena_printf(arena, "{%s: %s, %s: \"%s\"}",
			key_of(u, u->name), name_flow(u, name), key, digest));
	} else if (u->file.at[start] == '{') {
		edit_add(u, end, end,
		    arena_printf(arena, ", %s: \"%s\"", key, digest));
	} else {
		/* A line of its own, below what is covered. */
		size_t line = start;
		while (line > 0 && u->file.at[line - 1] != '\n')
			line--;
		while (end < u->file.len && u->file.at[end] != '\n')
			end++;
		bool returns = end > 0 && u->file.at[end - 1] == '\r';
		edit_add(u, end, end,
		    arena_printf(arena, "\n%*s%s: \"%s\"%s",
			(int)(start - line), "", key, digest,
			returns ? "\r" : ""));
	}
}

/* False when there is nothing that has one: check tells why. */
static bool
item_digest(const struct updating *u, const struct value *item,
    struct digest *digest)
{
	const struct corpus *corpus = &u->r->run->corpus;
	struct text name = value_as_text(covered_name(u, item));
	if (u->name->type == FIELD_RECORD) {
		const struct record *record = corpus_record(corpus, name);
		if (record != NULL)
			*digest = record_digest(u->r, record);
		return record != NULL;
	}
	const struct corpus_file *file = corpus_file(corpus, name);
	if (file == NULL || file->fault != NULL)
		return false;
	*digest = file->digest;
	return true;
}

static const struct value *
raw_get(const struct field *field, const struct value *map)
{
	const struct entry *entry = field_entry(field, map);
	return entry == NULL ? NULL : entry->value;
}

/* The item's `digest:` with nothing behind it, which is no field; or NULL. */
static const struct value *
digest_blank(struct updating *u, const struct value *item)
{
	const struct value *items = raw_get(u->list, u->raw);
	if (!value_is(items, VALUE_LIST))
		return raw_get(u->digest, items);
	/* Both lists have the order of the file. */
	for (; u->raw_at < value_count(items); u->raw_at++) {
		const struct value *raw = value_item(items, u->raw_at);
		if (raw->span.start >= item->span.start)
			return raw->span.start == item->span.start
			    ? raw_get(u->digest, raw)
			    : NULL;
	}
	return NULL;
}

/* In the place of the `~`, or of nothing, that is there. */
static void
digest_fill(struct updating *u, const struct value *blank, const char *digest)
{
	size_t start = blank->span.start;
	bool tight = start > 0 && u->file.at[start - 1] != ' ';
	edit_add(u, start, blank->span.end,
	    arena_printf(
		u->r->arena, "%s\"%s\"", tight ? " " : "", digest));
}

static void
lack_tell(struct updating *u, const struct value *item)
{
	u->lacks = true;
	fprintf(stderr,
	    _("tongbao release: '%s' has no digest: it is not there, or can't "
	      "be read or understood; tongbao check tells why\n"),
	    value_as_string(covered_name(u, item)));
}

static void
item_update(struct updating *u, const struct value *item)
{
	const struct value *old = value_get(item, "digest");
	struct digest now;
	size_t start;
	if (!item_digest(u, item, &now)) {
		lack_tell(u, item);
		return;
	}
	const char *digest = digest_words(u->r->arena, now);
	const struct value *blank =
	    old == NULL ? digest_blank(u, item) : NULL;
	if (blank != NULL)
		digest_fill(u, blank, digest);
	else if (old == NULL)
		digest_insert(u, item, digest);
	else if (digest_is(value_as_text(old), now))
		return;
	else if (hex_find(u->file, old->span, &start))
		edit_add(u, start, start + 64, digest + strlen("sha256:"));
	else
		edit_add(u, old->span.start, old->span.end,
		    arena_printf(u->r->arena, "\"%s\"", digest));
}

/* Whose approval it was, and that it was for something else. */
static void
approval_tell(const struct updating *u)
{
	const struct value *approved = record_get(u->release, "approved");
	const struct person *who =
	    table_get(&u->r->run->corpus.roster.person_ids,
		value_as_text(value_get(approved, "by")));
	const char *day = value_as_string(value_get(approved, "date"));
	if (who != NULL && *day != '\0')
		printf(_("What %s approved on %s was not this: have it "
			 "approved again, with the new date\n"),
		    utf8_clean(u->r->arena, text_of(who->name)), day);
}

static int
file_write(const struct updating *u, const struct source *source,
    struct text made)
{
	const struct content_file file = {
		.path = source->path + strlen("content/"),
		.text = made,
		.old = u->file,
	};
	if (!creation_may_be_read("release", file.path, made))
		return STATUS_CONTENT;
	int status = content_write_or_tell(u->r->arena, "release",
	    u->r->run->options.root, &file, 1);
	if (status != STATUS_OK)
		return status;
	if (!u->r->run->options.quiet) {
		printf(lang_count("%zu digest written in %s\n",
			   "%zu digests written in %s\n", u->count),
		    u->count, source->path);
		approval_tell(u);
	}
	return STATUS_OK;
}

/* Shown; written when that is agreed to. */
static int
update_make(struct updating *u, const struct source *source)
{
	struct releasing *r = u->r;
	buf_putt(&u->made, text_from(u->file, u->pos));
	struct text made = buf_detach(r->arena, &u->made);
	struct buf buf = BUF_INIT;
	if (!r->run->options.quiet || !r->yes)
		diff_put(&buf, r->arena, source->path, u->file, made,
		    os_has_colour(1));
	if (buf.len > 0)
		fwrite(buf.at, 1, buf.len, stdout);
	buf_free(&buf);
	bool yes = r->yes;
	if (!yes && !r->only_show)
		yes = content_is_agreed("release",
		    arena_printf(r->arena,
			lang_count("%zu digest in %s. Write it? [y/N] ",
			    "%zu digests in %s. Write them? [y/N] ", u->count),
			u->count, source->path));
	return yes && !r->only_show ? file_write(u, source, made)
				    : STATUS_CONTENT;
}

/* How many of what is to be covered the release does not list. */
static size_t
unlisted_count(const struct releasing *r, const struct record *release)
{
	const struct value *items = record_get(release, "records");
	struct table listed;
	size_t count = 0;
	table_init(&listed, r->arena);
	for (size_t i = 0; i < value_count(items); i++)
		table_add(&listed,
		    value_as_text(value_get(value_item(items, i), "record")),
		    &listed);
	for (size_t i = 0; i < r->count; i++)
		count +=
		    table_get(&listed, text_of(r->covered[i]->id)) == NULL;
	return count;
}

static void
unlisted_tell(const struct releasing *r, const struct record *release)
{
	size_t count = unlisted_count(r, release);
	if (count > 0 && !r->run->options.quiet)
		printf(lang_count(
			   "%zu record that the edition shows is not listed "
			   "in %s\n",
			   "%zu records that the edition shows are not "
			   "listed in %s\n",
			   count),
		    count, release->id);
}

/* What was sealed is an error once it is changed. */
static int
sealed_tell(const struct source *source, const struct seal *seal)
{
	fprintf(stderr,
	    _("tongbao release: %s is sealed with %s and stays as it is; what "
	      "was changed since, and its amendment, get another release: "
	      "tongbao release RECORD AMENDMENT --edition EDITION --period %s "
	      "--path FILE\n"),
	    source->path, seal->period, seal->period);
	return STATUS_CONTENT;
}

/* Where its first item stands in the file. */
static size_t
list_start(const struct record *release, const char *name)
{
	const struct value *items = record_get(release, name);
	return value_count(items) == 0 ? 0 : value_item(items, 0)->span.start;
}

/* Every item of the list gets its digest as it is now. */
static void
list_update(struct updating *u, const char *name)
{
	const struct value *items = record_get(u->release, name);
	u->list = field_find(u->release->kind, text_of(name));
	u->name = &u->list->shape->fields[0];
	u->digest = field_find(u->list->shape, TEXT_LIT("digest"));
	u->raw_at = 0;
	for (size_t i = 0; i < value_count(items); i++)
		item_update(u, value_item(items, i));
}

static int
release_update(struct releasing *r, const struct record *release)
{
	const struct seal *seal =
	    corpus_seal_of(&r->run->corpus, text_of(release->id));
	const struct source *source =
	    source_at(&r->run->sources, release->span.source);
	struct front front;
	struct diags unheard; /* they were told when it was read */
	struct updating u = { .r = r,
		.release = release,
		.file = source->text,
		.made = BUF_INIT };
	if (seal != NULL)
		return sealed_tell(source, seal);
	if (source->bytes.len > 0) {
		fprintf(stderr,
		    _("tongbao release: %s is not in UTF-8; mend that first: "
		      "tongbao fix\n"),
		    source->path);
		return STATUS_CONTENT;
	}
	diags_init(&unheard, r->arena);
	if (front_split(&front, source->text, release->span.source, &unheard) ==
	    0)
		u.raw = yaml_parse(
		    r->arena, front.yaml, front.yaml_span, &unheard);
	u.chinese = value_get(u.raw, "记录") != NULL ||
	    value_get(u.raw, "图片") != NULL;
	bool files_first =
	    list_start(release, "files") < list_start(release, "records");
	list_update(&u, files_first ? "files" : "records");
	list_update(&u, files_first ? "records" : "files");
	unlisted_tell(r, release);
	if (r->yes && !r->only_show)
		content_tidy(r->arena, r->run->options.root);
	int status = u.lacks ? STATUS_CONTENT : STATUS_OK;
	if (u.count > 0) {
		int written = update_make(&u, source);
		return written != STATUS_OK ? written : status;
	}
	if (status == STATUS_OK && !r->run->options.quiet)
		printf(_("%s: every digest fits\n"), source->path);
	return status;
}

/* ---- a new one ---- */

static void
item_add(struct arena *arena, struct value *list, const char *key,
    const char *name, struct digest digest)
{
	struct value *item = value_map(arena);
	value_set_literal(arena, item, key, value_string(arena, name));
	value_set_literal(arena, item, "digest",
	    value_string(arena, digest_words(arena, digest)));
	value_add(arena, list, item);
}

static struct value *
records_list(const struct releasing *r)
{
	struct value *list = value_list(r->arena);
	for (size_t i = 0; i < r->count; i++)
		item_add(r->arena, list, "record", r->covered[i]->id,
		    record_digest(r, r->covered[i]));
	return list;
}

/* As it lies there now; false when it can't be read. */
static bool
file_digest(const struct releasing *r, const struct corpus_file *file,
    struct digest *digest)
{
	struct arena *arena = arena_new();
	struct os_error error;
	struct text bytes;
	bool read = os_read_most(arena,
	    arena_printf(arena, "%s/content/%s", r->run->options.root,
		file->path), PICTURE_BYTES_MOST, &bytes, &error) == 0;
	if (read)
		*digest = digest_of(bytes);
	arena_free(arena);
	return read;
}

/* The pictures of which the records speak, for people to strike out. */
static struct value *
pictures_list(const struct releasing *r)
{
	const struct corpus *corpus = &r->run->corpus;
	struct value *list = value_list(r->arena);
	bool *shown = ARENA_ARRAY(r->arena, bool, corpus->file_count);
	for (size_t i = 0; i < r->count; i++)
		pictures_note(r->covered[i], corpus, shown);
	for (size_t i = 0; i < corpus->file_count; i++) {
		const struct corpus_file *file = corpus->files[i];
		struct digest digest;
		if (shown[i] && file_digest(r, file, &digest))
			item_add(r->arena, list, "file", file->path, digest);
	}
	return list;
}

/* Of the edition, as one text; NULL when it is not written so. */
static const char *
edition_audience(const struct releasing *r)
{
	const struct edition *edition = r->words.edition == NULL
	    ? NULL
	    : edition_find(r->run->corpus.site, text_of(r->words.edition));
	const struct value *audience =
	    edition == NULL ? NULL : edition->audience;
	if (value_is(audience, VALUE_MAP))
		return arena_printf(r->arena, "%s/%s",
		    value_as_string(value_get(audience, "within")),
		    value_as_string(value_get(audience, "who")));
	return value_is(audience, VALUE_TEXT) ? audience->text.at : NULL;
}

/* The release of that place gets its digests, or there is a new one. */
static int
release_make(struct releasing *r)
{
	struct creation creation;
	r->words.command = r->words.kind = "release";
	r->words.covered = records_list(r);
	r->words.files = pictures_list(r);
	if (r->words.audience == NULL)
		r->words.audience = edition_audience(r);
	if (creation_begin(&creation, r->run, &r->words,
		kind_find(TEXT_LIT("release")), r->chinese) != 0)
		return STATUS_USAGE;
	const char *path = creation_path(&creation);
	if (path == NULL)
		return STATUS_USAGE;
	struct text id = text_of(path);
	text_drop(&id, ".md");
	const struct record *old = corpus_record(&r->run->corpus, id);
	/* What is named, and not in it, would go by without a release. */
	if (old != NULL && record_is(old, "release") &&
	    (!r->named || unlisted_count(r, old) == 0))
		return release_update(r, old);
	if (!r->only_show || old != NULL)
		return creation_write(&creation, path, r->run->options.root);
	for (size_t i = 0; i < r->count; i++)
		puts(r->covered[i]->id);
	return STATUS_CONTENT;
}

/* ---- the command ---- */

static int
period_take(struct releasing *r)
{
	const struct period *period = r->words.period != NULL
	    ? site_period(r->run, r->words.period, &release_command)
	    : programme_period_on(r->run->corpus.programme, r->run->as_of);
	if (period != NULL)
		r->words.period = period->id;
	else if (r->words.period == NULL)
		fprintf(stderr,
		    _("tongbao release: no period has begun by %s; name one: "
		      "--period\n"),
		    r->run->as_of);
	return period == NULL ? -1 : 0;
}

static int
release_run(struct releasing *r, char **words, size_t count)
{
	struct site_run *run = r->run;
	if (run->policy == NULL) {
		fputs(_("tongbao release: who may see what can't be said: the "
			"default labels of programme.yaml can't be read\n"),
		    stderr);
		return STATUS_CONTENT;
	}
	r->arena = run->arena;
	r->asker = (struct asker){ "release", &run->corpus, r->arena };
	r->covered = ARENA_ARRAY(
	    r->arena, const struct record *, run->corpus.record_count + count);
	r->named = count > 0;
	if (records_cover(r, words, count) != STATUS_OK)
		return STATUS_USAGE;
	if (count == 1 && record_is(r->covered[0], "release")) {
		r->count = 0;
		return release_update(r, r->covered[0]);
	}
	for (size_t i = 0; i < r->count; i++)
		if (record_is(r->covered[i], "release")) {
			fprintf(stderr,
			    _("tongbao release: %s is a release itself\n"),
			    r->covered[i]->id);
			return STATUS_USAGE;
		}
	if (r->words.edition != NULL) {
		const struct edition *edition =
		    ask_edition(&r->asker, r->words.edition);
		if (edition == NULL)
			return STATUS_USAGE;
		r->words.edition = edition->id;
	}
	if ((r->words.edition != NULL || r->words.period != NULL) &&
	    period_take(r) != 0)
		return STATUS_USAGE;
	int status = r->named ? STATUS_OK : edition_cover(r);
	return status == STATUS_OK ? release_make(r) : status;
}

static int
release_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	struct site_run run;
	struct releasing r = { .run = &run };
	int operands;
	const struct option table[] = {
		{ "edition", 0, OPTION_STRING, &r.words.edition, N_("EDITION"),
		    N_("approve what it shows of the period") },
		{ "period", 0, OPTION_STRING, &r.words.period, N_("PERIOD"),
		    N_("its period (default: the one under way)") },
		{ "audience", 0, OPTION_STRING, &r.words.audience,
		    N_("AUDIENCE"),
		    N_("to whom (default: the edition's audience)") },
		{ "proposer", 0, OPTION_STRING, &r.words.proposer, N_("PERSON"),
		    N_("who proposes it, today") },
		{ "examiner", 0, OPTION_STRING, &r.words.examiner, N_("PERSON"),
		    N_("who is to examine it") },
		{ "approver", 0, OPTION_STRING, &r.words.approver, N_("PERSON"),
		    N_("who is to approve it (default: who may)") },
		{ "path", 0, OPTION_STRING, &r.words.path, N_("FILE"),
		    N_("where below content/ (default: by custom)") },
		{ "keys", 0, OPTION_STRING, &r.words.keys, "en|zh",
		    N_("names of fields (default: as the messages)") },
		{ "yes", 'y', OPTION_FLAG, &r.yes, NULL,
		    N_("write new digests without asking") },
		{ "diff", 0, OPTION_FLAG, &r.only_show, NULL,
		    N_("only show them") },
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &release_command, argc,
	    argv, argc, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (operands == 0 && r.words.edition == NULL) {
		fputs(_("tongbao release: name an edition or records\n"
			"Try: tongbao release --edition EDITION --period "
			"PERIOD\n"),
		    stderr);
		return STATUS_USAGE;
	}
	if (creation_keys(&r.chinese, r.words.keys, "release") != 0)
		return STATUS_USAGE;
	options.rights.content = true;
	site_open(&run, options);
	int status = run.loaded
	    ? release_run(&r, argv, (size_t)operands)
	    : STATUS_OK;
	int closed = site_close_quietly(&run);
	return status != STATUS_OK ? status : closed;
}

const struct command release_command = {
	"release", N_("[options] [RECORD…]"),
	N_("begin an approval, or bring its digests up to date"), release_main,
};
