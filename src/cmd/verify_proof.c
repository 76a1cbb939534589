#include "cmd/verify.h"

#include <stdio.h>
#include "base/diag_form.h"
#include "base/lang.h"
#include "cmd/cmd.h"
#include "model/rules.h"
#include "publish/proof.h"

/* What a root is held against: nothing, or one that agrees, or another. */
enum agreement { NOT_ASKED, AGREES, DIFFERS };

struct proof_report {
	const char *path;
	bool leads; /* the hashes, to the root that it names */
	enum agreement paper, seal;
	struct witness_proof proof;
};

bool
verify_is_proof(const char *path)
{
	char begin[512];
	uint64_t size;
	struct os_error error;
	if (os_type_target(path) != OS_FILE)
		return false;
	int descriptor = os_open(path, true, &size, &error);
	if (descriptor < 0)
		return false;
	long got = os_read_piece(descriptor, path, begin, sizeof(begin), &error);
	os_close(descriptor);
	return got > 0 && proof_is((struct text){ begin, (size_t)got });
}

/* ---- what it is held against ---- */

static enum agreement
paper_compare(const struct verifying *verifying, struct digest root,
    struct diags *diags)
{
	if (verifying->root_words == NULL)
		return NOT_ASKED;
	if (digest_equal(verifying->root, root))
		return AGREES;
	diag_at(diags, &rules[RULE_PROOF_ROOT], SPAN_NONE,
	    "paper has another root than the proof");
	return DIFFERS;
}

static enum agreement
seal_compare(const struct verifying *verifying,
    const struct witness_proof *proof, struct diags *diags)
{
	if (verifying->site == NULL)
		return NOT_ASKED;
	const struct seal *seal =
	    corpus_seal(&verifying->run.corpus, proof->seal);
	const struct sealed_root *root =
	    seal == NULL ? NULL : seal_root(seal, proof->edition);
	if (root != NULL && digest_equal(root->root, proof->root))
		return AGREES;
	if (root == NULL)
		diag_at(diags, &rules[RULE_PROOF_ROOT], SPAN_NONE,
		    "the site has no seal “%s” with a root of the edition “%s”",
		    proof->seal, proof->edition);
	else
		diag_at(diags, &rules[RULE_PROOF_ROOT], SPAN_NONE,
		    "the site's seal “%s” has another root of the edition “%s”",
		    proof->seal, proof->edition);
	return DIFFERS;
}

static void
proof_judge(const struct verifying *verifying, struct proof_report *r,
    struct diags *diags)
{
	r->leads =
	    digest_equal(proof_leads_to(&r->proof), r->proof.root);
	if (!r->leads)
		diag_at(diags, &rules[RULE_PROOF_WRONG], SPAN_NONE,
		    "the hashes of %s lead to another root than it names",
		    r->path);
	r->paper = paper_compare(verifying, r->proof.root, diags);
	r->seal = seal_compare(verifying, &r->proof, diags);
}

/* ---- the report ---- */

static bool
proof_holds(const struct proof_report *r)
{
	return r->leads && r->paper != DIFFERS && r->seal != DIFFERS;
}

static void
report_print(const struct proof_report *r)
{
	const struct witness_proof *proof = &r->proof;
	char groups[DIGEST_GROUPS];
	verify_put_clean(r->path);
	printf(": %s\n",
	    proof_holds(r) ? _("a proof that holds")
			   : _("a proof that does not hold"));
	fputs(_("  record: "), stdout);
	verify_put_clean(proof->record);
	fputs(_("; edition: "), stdout);
	verify_put_clean(proof->edition);
	fputs(_("; seal: "), stdout);
	verify_put_clean(proof->seal);
	digest_groups(proof->root, groups);
	printf(_("\n  root: %s\n"), groups);
	if (r->paper == AGREES)
		fputs(_("  that is the root on paper\n"), stdout);
	if (r->seal == AGREES)
		fputs(_("  that is the root in the site's seal\n"), stdout);
	if (r->paper == NOT_ASKED && r->seal == NOT_ASKED && r->leads)
		fputs(_("  it shows something only if the colophon of that "
			"edition's bulletin has the same root: compare them, "
			"or give it with --root\n"),
		    stdout);
}

static const char *
agreement_word(enum agreement agreement)
{
	return agreement == AGREES ? "true"
	    : agreement == DIFFERS ? "false"
				   : "null";
}

/* A line, as for bags. */
static void
report_print_json(const struct proof_report *r, bool read)
{
	struct buf b = BUF_INIT;
	char root[65];
	digest_hex(r->proof.root, root);
	buf_puts(&b, "{\"proof\":");
	diag_put_json_text(&b, r->path);
	buf_printf(&b, ",\"valid\":%s",
	    read && proof_holds(r) ? "true" : "false");
	verify_put_text_json(&b, "seal", read ? r->proof.seal : NULL);
	verify_put_text_json(&b, "edition", read ? r->proof.edition : NULL);
	verify_put_text_json(&b, "record", read ? r->proof.record : NULL);
	verify_put_text_json(&b, "root", read ? root : NULL);
	buf_printf(&b, ",\"leads\":%s,\"paper\":%s,\"sealed\":%s}\n",
	    !read ? "null" : r->leads ? "true" : "false",
	    agreement_word(r->paper), agreement_word(r->seal));
	fwrite(b.at, 1, b.len, stdout);
	buf_free(&b);
}

/* ---- one proof ---- */

/* 1: it is none, after diagnostics. */
static int
proof_load(struct proof_report *r, struct arena *arena,
    struct sources *sources, struct diags *diags, struct os_error *error)
{
	struct text text;
	uint32_t source = sources_add(sources, r->path);
	int status = os_read_most(arena, r->path, PROOF_MOST, &text, error);
	if (status > 0)
		diag_at(diags, &rules[RULE_PROOF_FORM], SPAN_NONE,
		    "%s has %zu bytes: no proof is so long", r->path,
		    text.len);
	if (status != 0)
		return status;
	source_at(sources, source)->text = text;
	return proof_read(&r->proof, arena, text, source, diags) == 0 ? 0 : 1;
}

int
verify_proof(const struct verifying *verifying, const char *path)
{
	struct arena *arena = arena_new();
	struct sources sources;
	struct diags diags;
	struct os_error error;
	struct proof_report report = { .path = path };
	sources_init(&sources, arena);
	diags_init(&diags, arena);
	int loaded = proof_load(&report, arena, &sources, &diags, &error);
	bool read = loaded == 0;
	if (read)
		proof_judge(verifying, &report, &diags);
	if (loaded < 0)
		fprintf(stderr, "tongbao verify: %s\n", error.message);
	else
		verify_print_faults(verifying, &diags, &sources);
	if (loaded >= 0 && verifying->form == DIAG_JSON)
		report_print_json(&report, read);
	else if (read && !verifying->quiet)
		report_print(&report);
	arena_free(arena);
	return loaded < 0 ? STATUS_SYSTEM
	    : read && proof_holds(&report) ? STATUS_OK
					   : STATUS_CONTENT;
}
