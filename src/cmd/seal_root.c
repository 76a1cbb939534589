#include "cmd/seal.h"

#include <stdio.h>
#include "base/lang.h"
#include "cmd/cmd.h"

/* ---- the key ---- */

/* The last seal that names one; NULL: none does. */
static const struct seal *
keyed_before(const struct sealing *s)
{
	const struct seal *seal = s->before;
	while (seal != NULL && *seal->key == '\0')
		seal = corpus_seal(&s->run.corpus, seal->previous);
	return seal;
}

/* Not by chance: by its name only. */
static int
key_compare(const struct sealing *s, const struct seal *before)
{
	const struct office_key *key = &s->key;
	bool other = before != NULL &&
	    (key->absent || strcmp(key->fingerprint, before->key) != 0);
	if (!other)
		return STATUS_OK;
	if (!key->named) {
		fprintf(stderr,
		    key->absent
			? _("tongbao seal: the key of the seal %s is not "
			    "there: %s; name it, or a new one, with --key\n")
			: _("tongbao seal: the seal %s was made with another "
			    "key than %s; name one with --key\n"),
		    before->id, key->path);
		return STATUS_USAGE;
	}
	fprintf(stderr,
	    _("tongbao seal: %s is another key than that of the seal %s: keep "
	      "both\n"),
	    key->path, before->id);
	return STATUS_OK;
}

int
seal_find_key(struct sealing *s)
{
	struct arena *arena = s->run.arena;
	int status = office_key_find(
	    &s->key, &s->run, s->archive, "seal", s->key_word);
	if (status == STATUS_OK)
		status = key_compare(s, keyed_before(s));
	return status == STATUS_OK && s->key.absent
	    ? office_key_make(&s->key, arena, "seal")
	    : status;
}

/* ---- the roots ---- */

struct rooting {
	const struct sealing *s;
	struct digest root;
};

static void
item_add(void *witness, const char *id, struct text bytes)
{
	witness_add(witness, id, bytes);
}

static void
view_root(void *context, const struct view *view,
    struct edition_filter *filter)
{
	struct rooting *r = context;
	const struct sealing *s = r->s;
	struct witness_about about = { s->id, s->commit, view->edition->id };
	struct witness *witness =
	    witness_open(office_key_text(&s->key), &about);
	(void)filter;
	make_records(view, s->run.scratch[0], item_add, witness);
	r->root = witness_root(witness);
	witness_close(witness);
}

/* Among the others, as it will be read. */
static void
seal_join(struct sealing *s)
{
	struct arena *arena = s->run.arena;
	struct corpus *corpus = &s->run.corpus;
	struct seal *seal = ARENA_NEW(arena, struct seal);
	struct seal **seals =
	    ARENA_ARRAY(arena, struct seal *, corpus->seal_count + 1);
	*seal = (struct seal){ .id = s->id,
		.period = s->period->id,
		.version = s->version,
		.as_of = s->run.as_of,
		.commit = s->commit,
		.key = s->key.fingerprint,
		.previous = s->before == NULL ? "" : s->before->id,
		.root_count = s->count };
	table_init(&seal->record_ids, arena);
	seal->roots = ARENA_ARRAY(arena, struct sealed_root, s->count);
	for (size_t i = 0; i < s->count; i++)
		seal->roots[i] = (struct sealed_root){
			s->bags[i].edition->id, s->bags[i].name,
			s->bags[i].root };
	for (size_t i = 0; i < corpus->seal_count; i++)
		seals[i] = corpus->seals[i];
	seals[corpus->seal_count++] = seal;
	corpus->seals = seals;
}

int
seal_make_roots(struct sealing *s)
{
	struct make make = s->make;
	make.unscanned = true; /* nothing of it goes anywhere */
	for (size_t i = 0; i < s->count; i++) {
		struct rooting rooting = { .s = s };
		if (make_view(&make, s->bags[i].edition, view_root,
			&rooting) != 0)
			return -1;
		s->bags[i].root = rooting.root;
	}
	seal_join(s);
	return 0;
}
