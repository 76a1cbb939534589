/*
 * tongbao proof: that a record was among what was sealed, and was just this, for
 * whoever has the bulletin on paper and nothing else (publish/witness.h).  It
 * shows that record, as the edition shows it, and tells of no other.
 *
 * The tree is made again from the bag in the archive and the office key; if its
 * root is not the one in the seal, there is no proof.
 */
#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/make.h"
#include "cmd/office_key.h"
#include "cmd/site.h"
#include "cmd/write.h"
#include "publish/bag_store.h"
#include "publish/proof.h"

struct proving {
	struct site_run run;
	const char *record; /* its id in the edition */
	const char *edition_word, *seal_word, *archive, *key_word, *output;
	const struct seal *seal;
	const struct sealed_root *root;
	struct office_key key;
};

/* ---- which seal, which edition ---- */

static int
unknown_seal(const struct proving *p)
{
	const struct corpus *corpus = &p->run.corpus;
	if (p->seal_word != NULL)
		fprintf(stderr, _("tongbao proof: there is no seal '%s'\n"),
		    p->seal_word);
	else
		fprintf(stderr,
		    _("tongbao proof: which seal has '%s'? name it with "
		      "--seal\n"),
		    p->record);
	for (size_t i = 0; i < corpus->seal_count; i++)
		fprintf(stderr, "  %s\n", corpus->seals[i]->id);
	return STATUS_USAGE;
}

/* The last of its period; of a record that the site has not, the only one. */
static int
seal_choose(struct proving *p)
{
	const struct corpus *corpus = &p->run.corpus;
	const struct record *record =
	    corpus_record(corpus, text_of(p->record));
	if (p->seal_word != NULL)
		p->seal = corpus_seal(corpus, p->seal_word);
	else if (record != NULL)
		p->seal = corpus_last_seal(corpus, record->period);
	else if (corpus->seal_count == 1)
		p->seal = corpus->seals[0];
	return p->seal == NULL ? unknown_seal(p) : STATUS_OK;
}

static int
edition_choose(struct proving *p)
{
	const struct seal *seal = p->seal;
	if (p->edition_word != NULL)
		p->root = seal_root(seal, p->edition_word);
	else if (seal->root_count == 1)
		p->root = &seal->roots[0];
	if (p->root != NULL)
		return STATUS_OK;
	if (seal->root_count == 0) {
		fprintf(stderr,
		    _("tongbao proof: the seal %s has no roots: it was made "
		      "before there were any\n"),
		    seal->id);
		return STATUS_CONTENT;
	}
	if (p->edition_word == NULL)
		fputs(_("tongbao proof: as which edition shows it? name it "
			"with --edition\n"),
		    stderr);
	else
		fprintf(stderr,
		    _("tongbao proof: the seal %s has no edition '%s'\n"),
		    seal->id, p->edition_word);
	for (size_t i = 0; i < seal->root_count; i++)
		fprintf(stderr, "  %s\n", seal->roots[i].edition);
	return STATUS_USAGE;
}

static int
key_find(struct proving *p)
{
	int status = office_key_find(
	    &p->key, &p->run, p->archive, "proof", p->key_word);
	if (status != STATUS_OK)
		return status;
	if (p->key.absent)
		fprintf(stderr,
		    _("tongbao proof: there is no key %s; name the office key "
		      "with --key\n"),
		    p->key.path);
	else if (strcmp(p->key.fingerprint, p->seal->key) != 0)
		fprintf(stderr,
		    _("tongbao proof: the seal %s was made with another key "
		      "than %s; name it with --key\n"),
		    p->seal->id, p->key.path);
	else
		return STATUS_OK;
	return STATUS_USAGE;
}

/* ---- the bag ---- */

struct bag_reading {
	struct arena *arena;
	const char *record;   /* is looked for */
	struct text text;     /* of it, as it is there */
	bool found;
	const char *id;       /* of the file at hand */
	struct buf bytes;     /* of that */
	struct witness *witness;
};

/* NAME/data/records/ID.md → ID; NULL for anything else. */
static const char *
item_id(struct arena *arena, struct text path)
{
	static const char folder[] = "data/" MAKE_RECORDS;
	struct text name, rest;
	text_split(path, '/', &name, &rest);
	return text_starts(rest, folder) && text_ends(rest, ".md")
	    ? arena_text(arena,
		  text_cut(rest, strlen(folder), rest.len - strlen(".md")))
		  .at
	    : NULL;
}

static bool
entry_comes(void *context, const struct bag_entry *entry)
{
	struct bag_reading *r = context;
	r->id = entry->kind == BAG_FILE ? item_id(r->arena, entry->path) : NULL;
	buf_clear(&r->bytes);
	return r->id != NULL;
}

static void
piece_comes(void *context, struct text piece)
{
	struct bag_reading *r = context;
	buf_putt(&r->bytes, piece);
}

static void
entry_ends(void *context)
{
	struct bag_reading *r = context;
	witness_add(r->witness, r->id, buf_text(&r->bytes));
	if (strcmp(r->id, r->record) != 0)
		return;
	r->text = arena_text(r->arena, buf_text(&r->bytes));
	r->found = true;
}

static int
bag_read_items(const struct proving *p, struct bag_reading *r)
{
	struct bag_store store;
	struct os_error error;
	const struct bag_visitor visitor = { entry_comes, piece_comes,
		entry_ends, r };
	const char *path = arena_printf(r->arena, "%s/%s/%s", p->archive,
	    p->seal->id, p->root->bag);
	enum bag_read read = BAG_UNREAD;
	if (bag_store_open(r->arena, path, &store, &error) == 0)
		read = bag_store_read(r->arena, &store, &visitor, &error);
	buf_free(&r->bytes);
	if (read == BAG_READ)
		return STATUS_OK;
	if (read == BAG_BROKEN)
		fprintf(stderr, "tongbao proof: %s: %s\n", path,
		    store.reason);
	else
		fprintf(stderr, "tongbao proof: %s\n", error.message);
	return read == BAG_BROKEN ? STATUS_CONTENT : STATUS_SYSTEM;
}

/* ---- the proof ---- */

static int
proof_make(const struct proving *p, struct bag_reading *r)
{
	struct witness_proof proof;
	if (!digest_equal(witness_root(r->witness), p->root->root)) {
		fprintf(stderr,
		    _("tongbao proof: %s is not what was sealed: its records "
		      "lead to another root\n"),
		    p->root->bag);
		return STATUS_CONTENT;
	}
	if (!r->found || witness_prove(r->witness, p->record, r->text,
			     &proof) != 0) {
		fprintf(stderr,
		    _("tongbao proof: the edition %s, as sealed with %s, has no "
		      "record '%s' (where it shows a number, that is the "
		      "id)\n"),
		    p->root->edition, p->seal->id, p->record);
		return STATUS_CONTENT;
	}
	struct buf out = BUF_INIT;
	proof_put(&out, &proof);
	int status = output_write("proof", p->output, buf_text(&out));
	buf_free(&out);
	return status;
}

static int
proof_run(struct proving *p, const struct site_options *options)
{
	struct site_run *run = &p->run;
	if (site_load_only(run, *options) != 0)
		return site_close(run);
	if (p->archive == NULL)
		p->archive = site_archive(run->arena, options->root);
	int status = seal_choose(p);
	if (status == STATUS_OK)
		status = edition_choose(p);
	if (status == STATUS_OK)
		status = key_find(p);
	if (status == STATUS_OK) {
		const struct witness_about about = { p->seal->id,
			p->seal->commit, p->root->edition };
		struct bag_reading reading = { .arena = run->arena,
			.record = p->record, .bytes = BUF_INIT,
			.witness =
			    witness_open(office_key_text(&p->key), &about) };
		status = bag_read_items(p, &reading);
		if (status == STATUS_OK)
			status = proof_make(p, &reading);
		witness_close(reading.witness);
	}
	site_drop(run);
	return status;
}

static int
proof_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	struct proving p = { .record = NULL };
	int operands;
	const struct option table[] = {
		{ "edition", 0, OPTION_STRING, &p.edition_word, N_("EDITION"),
		    N_("as which edition shows it (needed when several were "
		       "sealed)") },
		{ "seal", 0, OPTION_STRING, &p.seal_word, N_("SEAL"),
		    N_("sealed as what (default: the last seal of its "
		       "period)") },
		{ "archive", 0, OPTION_STRING, &p.archive, N_("FOLDER"),
		    N_("where the bags lie (default: archive/ in the site)") },
		{ "key", 0, OPTION_STRING, &p.key_word, N_("FILE"),
		    N_("the office key (default: TONGBAO_KEY, else "
		       "~/.config/tongbao/key)") },
		{ "output", 'o', OPTION_STRING, &p.output, N_("FILE"),
		    N_("a new file (default: standard output)") },
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &proof_command, argc,
	    argv, 1, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (operands == 0) {
		fputs(_("tongbao proof: of which record?\n"), stderr);
		return STATUS_USAGE;
	}
	struct arena *arena = arena_new();
	p.record = arena_text(arena, record_id_of(argv[0])).at;
	int status = proof_run(&p, &options);
	arena_free(arena);
	return status;
}

const struct command proof_command = {
	"proof", N_("[options] RECORD"),
	N_("prove that a record was sealed, and show no other"), proof_main,
};
