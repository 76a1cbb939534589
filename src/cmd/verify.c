/*
 * tongbao verify: is a bag still what was packed, does what a site sealed
 * stand, does a proof hold?  The faults, then a report under the four heads by
 * which an archive examines what it is handed (DA/T 70): 真实性, 完整性, 可用性,
 * 安全性.
 *
 * Digests tell that nothing was changed since the bag was made, not who made it:
 * that is told by the seals of the site that it comes from, if they are at hand.
 */
#include <stdio.h>
#include "base/date.h"
#include "base/diag_form.h"
#include "base/lang.h"
#include "base/option.h"
#include "base/os.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/verify.h"

/* ---- reports ---- */

/* In data, for people. */
static const struct {
	const char *key, *title;
} heads[BAG_HEAD__MAX] = {
	[BAG_AUTHENTIC] = { "authentic", N_("authentic") },
	[BAG_COMPLETE] = { "complete", N_("complete") },
	[BAG_USABLE] = { "usable", N_("usable") },
	[BAG_SAFE] = { "safe", N_("safe") },
};

void
verify_begin_head(enum bag_head head, struct verify_finding finding)
{
	printf(_("  %s: %s; "), _(heads[head].title),
	    lang_word("bag",
		finding.errors > 0     ? NC_("bag", "no")
		    : finding.examined ? NC_("bag", "yes")
				       : NC_("bag", "not shown")));
}

void
verify_end_head(struct verify_finding finding)
{
	if (finding.errors > 0)
		printf(_("; errors: %zu"), finding.errors);
	if (finding.warnings > 0)
		printf(_("; warnings: %zu"), finding.warnings);
	putchar('\n');
}

void
verify_put_head_json(
    struct buf *out, enum bag_head head, struct verify_finding finding)
{
	buf_printf(out, ",\"%s\":{\"holds\":%s,\"errors\":%zu,\"warnings\":%zu",
	    heads[head].key,
	    finding.errors > 0     ? "false"
		: finding.examined ? "true"
				   : "null",
	    finding.errors, finding.warnings);
}

void
verify_put_text_json(struct buf *out, const char *key, const char *text)
{
	buf_printf(out, ",\"%s\":", key);
	diag_put_json_text(out, text);
}

void
verify_put_clean(const char *words)
{
	utf8_put_clean(text_of(words), "", '?', stdout);
}

/* ---- the command ---- */

void
verify_print_faults(const struct verifying *verifying, struct diags *diags,
    const struct sources *sources)
{
	bool text = verifying->form == DIAG_TEXT;
	const struct diag_style style = { .form = verifying->form,
		.colour = os_has_colour(2),
		.most = verifying->most };
	diags_print(diags, sources, style, text ? stderr : stdout);
}

static int
one_verify(const struct verifying *verifying, const char *path)
{
	if (verify_is_site(path))
		return verify_site(verifying, path);
	return verify_is_proof(path) ? verify_proof(verifying, path)
				     : verify_bag(verifying, path);
}

/* What options say, in what is verified; an exit status. */
static int
options_understand(struct verifying *verifying, const char *format)
{
	if (diag_form_parse(&verifying->form, format) != 0 ||
	    (verifying->form != DIAG_TEXT && verifying->form != DIAG_JSON)) {
		fprintf(stderr,
		    _("tongbao verify: --format takes text or json, not "
		      "'%s'\n"),
		    format);
		return STATUS_USAGE;
	}
	if (verifying->root_words != NULL &&
	    digest_parse(&verifying->root, text_of(verifying->root_words)) !=
		0) {
		fprintf(stderr,
		    _("tongbao verify: --root takes 64 hex digits, as they "
		      "are in the colophon, not '%s'\n"),
		    verifying->root_words);
		return STATUS_USAGE;
	}
	if (verifying->as_of != NULL &&
	    !date_is_valid(text_of(verifying->as_of))) {
		fprintf(stderr,
		    _("tongbao %s: --as-of takes a date such as 2010-10-15, "
		      "not '%s'\n"),
		    "verify", verifying->as_of);
		return STATUS_USAGE;
	}
	return STATUS_OK;
}

static int
operands_check(const struct verifying *verifying, char **paths, int count)
{
	if (count == 0) {
		fputs(_("tongbao verify: which bag (a folder or a tar), site "
			"or proof?\n"),
		    stderr);
		return STATUS_USAGE;
	}
	for (int i = 0; i < count; i++)
		if (os_type_target(paths[i]) == OS_NONE) {
			fprintf(stderr,
			    _("tongbao verify: there is no '%s'\n"), paths[i]);
			return STATUS_USAGE;
		} else if (verifying->root_words != NULL &&
		    !verify_is_proof(paths[i])) {
			fprintf(stderr,
			    _("tongbao verify: --root is for proofs; '%s' is "
			      "none\n"),
			    paths[i]);
			return STATUS_USAGE;
		}
	return STATUS_OK;
}

static int
all_verify(struct verifying *verifying, char **paths, int count)
{
	int status = STATUS_OK;
	if (verifying->site != NULL)
		status = seals_open(&verifying->run, verifying->site);
	bool chained = status == STATUS_OK;
	for (int i = 0; i < count && chained; i++) {
		int one = one_verify(verifying, paths[i]);
		status = one > status ? one : status;
	}
	if (verifying->site != NULL)
		site_drop(&verifying->run);
	return status;
}

static int
verify_main(int argc, char **argv)
{
	struct verifying verifying = { .most = 200 };
	const char *format = "text";
	bool help = false;
	const struct option table[] = {
		{ "site", 0, OPTION_STRING, &verifying.site, N_("FOLDER"),
		    N_("also whether the seals of this site list the bag, or "
		       "have the proof's root") },
		{ "root", 0, OPTION_STRING, &verifying.root_words, "HEX",
		    N_("the root on paper, with which a proof is compared") },
		{ "archive", 0, OPTION_STRING, &verifying.archive, N_("FOLDER"),
		    N_("the bags of a site (default: archive/ in the site)") },
		{ "as-of", 0, OPTION_STRING, &verifying.as_of, N_("DATE"),
		    N_("the day to verify a site for (default: today)") },
		{ "format", 0, OPTION_STRING, &format, "text|json",
		    N_("the form of faults and report (default: text)") },
		{ "most", 0, OPTION_NUMBER, &verifying.most, N_("N"),
		    N_("print at most N faults (default 200, 0 = all)") },
		{ "quiet", 'q', OPTION_FLAG, &verifying.quiet, NULL,
		    N_("no report, only faults") },
		{ "help", 'h', OPTION_FLAG, &help, NULL, N_("this help") },
		{ .name = NULL },
	};
	int count = options_parse(table, argc, argv, "verify");
	if (count < 0)
		return STATUS_USAGE;
	if (help)
		return command_help(&verify_command, table);
	int status = options_understand(&verifying, format);
	if (status == STATUS_OK)
		status = operands_check(&verifying, argv, count);
	return status == STATUS_OK ? all_verify(&verifying, argv, count)
				   : status;
}

const struct command verify_command = {
	"verify", N_("[options] BAG|SITE|PROOF…"),
	N_("say whether a bag is what was packed, what was sealed stands, a "
	   "proof holds"),
	verify_main,
};
