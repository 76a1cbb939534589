#include "cmd/seal.h"

#include "cmd/cmd.h"
#include "cmd/write.h"
#include "model/standing.h"
#include "render/yaml.h"

/* KEY: NAME, digest: "sha256:…", between whatever else there is. */
static void
put_digest(struct buf *out, struct arena *arena, const char *key,
    const char *name, struct digest digest)
{
	buf_printf(out, "%s: ", key);
	yaml_put_text(out, text_of(name), true);
	buf_printf(out, ", digest: \"%s\"", digest_words(arena, digest));
}

static void
put_field(struct buf *out, const char *key, const char *value)
{
	buf_printf(out, "%s: ", key);
	yaml_put_text(out, text_of(value), false);
	buf_putc(out, '\n');
}

static void
put_head(struct buf *out, const struct sealing *s)
{
	struct arena *arena = s->run.arena;
	char root[65];
	put_field(out, "period", s->period->id);
	buf_printf(out, "version: %lld\n", (long long)s->version);
	put_field(out, "as-of", s->run.as_of);
	put_field(out, "tool", "tongbao " TONGBAO_VERSION);
	put_field(out, "commit", s->commit);
	buf_printf(out, "key: \"%s\"\n", s->key.fingerprint);
	if (s->before != NULL) {
		buf_puts(out, "previous: {");
		put_digest(out, arena, "seal", s->before->id,
		    s->before->digest);
		buf_puts(out, "}\n");
	}
	buf_puts(out, "editions:\n");
	for (size_t i = 0; i < s->count; i++) {
		buf_puts(out, "  - {edition: ");
		yaml_put_text(out, text_of(s->bags[i].edition->id), true);
		buf_puts(out, ", ");
		put_digest(out, arena, "bag", s->bags[i].name,
		    s->bags[i].digest);
		digest_hex(s->bags[i].root, root);
		buf_printf(out, ", root: \"%s\"}\n", root);
	}
}

static void
put_item(struct buf *out, struct arena *arena, const char *key,
    const char *name, struct digest digest)
{
	buf_puts(out, "  - {");
	put_digest(out, arena, key, name, digest);
	buf_puts(out, "}\n");
}

static void
put_records(struct buf *out, const struct sealing *s)
{
	const struct site_run *run = &s->run;
	buf_puts(out, "records:\n");
	for (size_t i = 0; i < run->corpus.record_count; i++) {
		const struct record *r = run->corpus.records[i];
		if (strcmp(r->period, s->period->id) == 0 &&
		    !record_is_ahead(r, run->as_of))
			put_item(out, run->arena, "record", r->id,
			    digest_of(source_at(
				&run->sources, r->span.source)->text));
	}
}

static void
names_put(struct buf *out, const struct subject *subject)
{
	const struct organisation *o = subject->organisation;
	if (subject->person != NULL) {
		yaml_put_text(out, text_of(subject->person->name), true);
		return;
	}
	yaml_put_text(out, text_of(o->name), true);
	if (strcmp(o->short_name, o->name) != 0) {
		buf_puts(out, ", ");
		yaml_put_text(out, text_of(o->short_name), true);
	}
	for (size_t i = 0; i < value_count(o->former); i++) {
		buf_puts(out, ", ");
		yaml_put_text(out, value_as_text(value_item(o->former, i)),
		    true);
	}
}

/* Whoever was on it by then. */
static void
put_roster(struct buf *out, const struct sealing *s)
{
	const struct site_run *run = &s->run;
	const struct roster *roster = &run->corpus.roster;
	buf_puts(out, "roster:\n");
	for (size_t i = 0; i < roster_subject_count(roster); i++) {
		struct subject subject = roster_subject(roster, i);
		if (!subject_stood(&subject, run->as_of))
			continue;
		buf_puts(out, "  - {subject: ");
		yaml_put_text(out, text_of(subject_id(&subject)), true);
		buf_puts(out, ", names: [");
		names_put(out, &subject);
		buf_printf(out, "], digest: \"%s\"}\n",
		    digest_words(run->arena,
			standing_digest(run->corpus.programme, &subject,
			    run->as_of)));
	}
}

/* Records stand by themselves, and so do seals. */
static bool
is_listed(const char *folder, const struct os_found *found)
{
	struct text path = text_of(found->path);
	bool apart = strcmp(folder, "content") == 0 &&
	    (text_ends(path, ".md") || text_starts(path, SEALS_FOLDER "/"));
	return found->type == OS_FILE && !apart;
}

/* Below `folder`, by path. */
static int
put_folder(struct buf *out, const struct sealing *s, const char *folder,
    struct os_error *error)
{
	const char *root = s->run.options.root;
	struct arena *arena = s->run.arena;
	struct os_list files;
	if (os_type(arena_printf(arena, "%s/%s", root, folder)) == OS_NONE)
		return 0;
	if (os_walk(arena, arena_printf(arena, "%s/%s", root, folder), &files,
		error) != 0)
		return -1;
	for (size_t i = 0; i < files.count; i++) {
		const char *name = arena_printf(arena, "%s/%s", folder,
		    files.items[i].path);
		struct digest digest;
		if (!is_listed(folder, &files.items[i]))
			continue;
		if (digest_of_file(arena_printf(arena, "%s/%s", root, name),
			&digest, error) != 0)
			return -1;
		put_item(out, arena, "file", name, digest);
	}
	return 0;
}

/* Of what is in the bags; bulletins in them are made from closed ones, too. */
static void
put_figures(struct buf *out, const struct sealing *s)
{
	const struct site *site = s->run.corpus.site;
	struct arena *arena = s->run.arena;
	bool *sealed = ARENA_ARRAY(arena, bool, site_editions(site));
	for (size_t i = 0; i < s->count; i++)
		sealed[s->bags[i].edition - site->editions] = true;
	for (size_t e = site->edition_count; e < site_editions(site); e++)
		sealed[e] = true;
	figures_put_sealed(out, arena, &s->figures, s->period->id, sealed);
}

int
seal_write(struct sealing *s)
{
	struct buf out = BUF_INIT;
	struct os_error error;
	put_head(&out, s);
	put_records(&out, s);
	put_roster(&out, s);
	buf_puts(&out, "files:\n");
	int status = STATUS_SYSTEM;
	if (put_folder(&out, s, "content", &error) != 0 ||
	    put_folder(&out, s, "scripts", &error) != 0 ||
	    put_folder(&out, s, "themes", &error) != 0) {
		seal_say(error.message);
	} else {
		if (s->make.figures != NULL)
			put_figures(&out, s);
		const struct content_file file = {
			.path = arena_printf(s->run.arena,
			    SEALS_FOLDER "/%s.yaml", s->id),
			.text = buf_text(&out),
			.fresh = true,
		};
		status = content_write_or_tell(s->run.arena, "seal",
		    s->run.options.root, &file, 1);
	}
	buf_free(&out);
	return status;
}
