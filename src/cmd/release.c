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
#include <stdlib.h>
#include "base/diff.h"
#include "base/lang.h"
#include "base/option.h"
#include "base/os.h"
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

struct digest_edit {
	size_t start, end;
	const char *text;
};

struct updating {
	struct releasing *r;
	const struct record *release;
	struct text file;
	const struct value *raw; /* its fields as they are written */
	size_t raw_at; /* of the list at hand: where the next item may be */
	const char *key; /* what a digest's is called in this file */
	struct digest_edit *edits;
	size_t count;
	bool lacks; /* something that it lists has no digest */
};

static void
edit_add(struct updating *u, size_t start, size_t end, const char *text)
{
	u->edits[u->count++] = (struct digest_edit){ start, end, text };
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

/* As the fields beside it: what its text says in a line is none of them. */
static const char *
digest_key(const struct value *raw)
{
	return value_get(raw, "记录") != NULL || value_get(raw, "图片") != NULL
	    ? "校验码"
	    : "digest";
}

/* A list of the release, by the key of what an item covers. */
struct covered_list {
	const char *field, *key, *alias;
};
static const struct covered_list covered_lists[] = {
	{ "records", "record", "记录" },
	{ "files", "file", "文件" },
};

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
	const char *flow = arena_string(u->r->arena, buf.at);
	buf_free(&buf);
	return flow;
}

/* In the place of the item's value, or behind what it covers. */
static void
digest_insert(struct updating *u, const struct value *item,
    const struct covered_list *list, const char *digest)
{
	struct arena *arena = u->r->arena;
	const struct value *name = value_get(item, list->key);
	const char *key = u->key;
	bool chinese = strcmp(key, "digest") != 0;
	size_t start = item->span.start, end = name->span.end;
	if (name->span.start == item->span.start) {
		/* That alone stands for the item. */
		edit_add(u, start, end,
		    arena_printf(arena, "{%s: %s, %s: \"%s\"}",
			chinese ? list->alias : list->key, name_flow(u, name),
			key, digest));
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
    const struct covered_list *list, struct digest *digest)
{
	const struct corpus *corpus = &u->r->run->corpus;
	struct text name = value_as_text(value_get(item, list->key));
	if (strcmp(list->key, "record") == 0) {
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
either_get(const struct value *map, const char *name, const char *alias)
{
	const struct value *value = value_get(map, name);
	return value != NULL ? value : value_get(map, alias);
}

/* The item's `digest:` with nothing behind it, which is no field; or NULL. */
static const struct value *
digest_blank(struct updating *u, const struct value *item,
    const struct covered_list *list)
{
	const struct field *field = field_find(u->release->kind,
	    text_of(list->field));
	const struct value *items =
	    either_get(u->raw, field->name, field->alias);
	if (!value_is(items, VALUE_LIST))
		return either_get(items, "digest", "校验码");
	/* Both lists have the order of the file. */
	for (; u->raw_at < value_count(items); u->raw_at++) {
		const struct value *raw = value_item(items, u->raw_at);
		if (raw->span.start >= item->span.start)
			return raw->span.start == item->span.start
			    ? either_get(raw, "digest", "校验码")
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
lack_tell(struct updating *u, const struct value *item,
    const struct covered_list *list)
{
	const char *name = value_as_string(value_get(item, list->key));
	u->lacks = true;
	fprintf(stderr,
	    _("tongbao release: '%s' has no digest: it is not there, or can't "
	      "be read or understood; tongbao check tells why\n"),
	    name);
}

static void
item_update(struct updating *u, const struct value *item,
    const struct covered_list *list)
{
	const struct value *old = value_get(item, "digest");
	struct digest now;
	size_t start;
	if (!item_digest(u, item, list, &now)) {
		lack_tell(u, item, list);
		return;
	}
	const char *digest = digest_words(u->r->arena, now);
	const struct value *blank =
	    old == NULL ? digest_blank(u, item, list) : NULL;
	if (blank != NULL)
		digest_fill(u, blank, digest);
	else if (old == NULL)
		digest_insert(u, item, list, digest);
	else if (digest_is(value_as_text(old), now))
		return;
	else if (hex_find(u->file, old->span, &start))
		edit_add(u, start, start + 64, digest + strlen("sha256:"));
	else
		edit_add(u, old->span.start, old->span.end,
		    arena_printf(u->r->arena, "\"%s\"", digest));
}

static int
edit_compare(const void *pa, const void *pb)
{
	const struct digest_edit *a = pa, *b = pb;
	return (a->start > b->start) - (a->start < b->start);
}

static struct text
file_make(struct updating *u)
{
	struct buf buf = BUF_INIT;
	size_t pos = 0;
	if (u->count > 1)
		qsort(u->edits, u->count, sizeof(*u->edits), edit_compare);
	for (size_t i = 0; i < u->count; i++) {
		buf_putt(&buf, text_cut(u->file, pos, u->edits[i].start));
		buf_puts(&buf, u->edits[i].text);
		pos = u->edits[i].end;
	}
	buf_putt(&buf, text_from(u->file, pos));
	struct text made = arena_text(u->r->arena, buf_text(&buf));
	buf_free(&buf);
	return made;
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
		    who->name, day);
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
	struct text made = file_make(u);
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

/* What the edition shows and the release does not list. */
static void
unlisted_tell(const struct releasing *r, const struct record *release)
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
		.file = source->text };
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
	u.key = digest_key(u.raw);
	u.edits = ARENA_ARRAY(r->arena, struct digest_edit,
	    value_count(record_get(release, "records")) +
		value_count(record_get(release, "files")));
	for (size_t l = 0; l < 2; l++) {
		const struct value *items =
		    record_get(release, covered_lists[l].field);
		u.raw_at = 0;
		for (size_t i = 0; i < value_count(items); i++)
			item_update(&u, value_item(items, i),
			    &covered_lists[l]);
	}
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

static struct value *
covered_list(const struct releasing *r)
{
	struct value *list = value_list(r->arena);
	for (size_t i = 0; i < r->count; i++) {
		struct value *item = value_map(r->arena);
		value_set_literal(r->arena, item, "record",
		    value_string(r->arena, r->covered[i]->id));
		value_set_literal(r->arena, item, "digest",
		    value_string(r->arena,
			digest_words(r->arena, record_digest(r, r->covered[i]))));
		value_add(r->arena, list, item);
	}
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
		if (!shown[i] || !file_digest(r, file, &digest))
			continue;
		struct value *item = value_map(r->arena);
		value_set_literal(r->arena, item, "file",
		    value_string(r->arena, file->path));
		value_set_literal(r->arena, item, "digest",
		    value_string(r->arena, digest_words(r->arena, digest)));
		value_add(r->arena, list, item);
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
	r->words.covered = covered_list(r);
	r->words.files = pictures_list(r);
	if (r->words.audience == NULL)
		r->words.audience = edition_audience(r);
	if (creation_begin(&creation, r->run, &r->words,
		kind_find(TEXT_LIT("release")), r->chinese) != 0)
		return STATUS_USAGE;
	const char *path = creation_path(&creation);
	if (path == NULL)
		return STATUS_USAGE;
	const struct record *old =
	    corpus_record(&r->run->corpus, record_id_of(path));
	if (old != NULL && record_is(old, "release"))
		return release_update(r, old);
	if (!r->only_show)
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
	if (records_cover(r, words, count) != STATUS_OK)
		return STATUS_USAGE;
	if (count == 1 && record_is(r->covered[0], "release")) {
		r->count = 0;
		return release_update(r, corpus_record(&run->corpus,
		    text_of(r->covered[0]->id)));
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
	int status = r->words.edition != NULL && count == 0
	    ? edition_cover(r)
	    : STATUS_OK;
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
	progress_end(&run.progress);
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
