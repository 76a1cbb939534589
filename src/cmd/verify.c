/*
 * tongbao verify: is a bag still what was packed?  (Does a proof hold?  See
 * verify_proof.c.)  The faults, then a report under the four heads by which an
 * archive examines what it is handed (DA/T 70): 真实性, 完整性, 可用性, 安全性.
 *
 * Digests tell that nothing was changed since the bag was made, not who made it:
 * that is told by the seals of the site that it comes from, if they are at hand.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/diag_form.h"
#include "base/lang.h"
#include "base/option.h"
#include "base/os.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/verify.h"
#include "publish/bag_check.h"

static const struct {
	const char *key, *title;
} heads[BAG_HEAD__MAX] = {
	[BAG_AUTHENTIC] = { "authentic", N_("authentic") },
	[BAG_COMPLETE] = { "complete", N_("complete") },
	[BAG_USABLE] = { "usable", N_("usable") },
	[BAG_SAFE] = { "safe", N_("safe") },
};

/* ---- the report for people ---- */

static const char *
verdict(const struct bag_report *report, int head)
{
	return lang_word("bag",
	    report->errors[head] > 0     ? NC_("bag", "no")
		: report->examined[head] ? NC_("bag", "yes")
					 : NC_("bag", "not shown"));
}

static void
put_formats(const struct bag_report *report, FILE *out)
{
	fputs(_("; files by the end of their names: "), out);
	for (size_t i = 0; i < report->format_count; i++) {
		const struct bag_format *f = &report->formats[i];
		fputs(i == 0 ? "" : ", ", out);
		if (f->suffix.len == 0)
			fputs(_("without one"), out);
		else
			utf8_put_clean(f->suffix, "", '?', out);
		fprintf(out, " %zu", f->count);
	}
}

/* What was looked at, in numbers. */
static void
put_details(const struct bag_report *r, int head, FILE *out)
{
	switch (head) {
	case BAG_AUTHENTIC:
		fprintf(out,
		    _("digests agree for %zu of %zu payload files (%s) and "
		      "%zu of %zu tag files (%s)"),
		    r->payload_agree, r->payload_files,
		    *r->payload_algorithms == '\0' ? "-"
						   : r->payload_algorithms,
		    r->tag_agree, r->tag_files,
		    *r->tag_algorithms == '\0' ? "-" : r->tag_algorithms);
		break;
	case BAG_COMPLETE:
		fprintf(out, _("payload: %zu files, %llu bytes"),
		    r->payload_files, (unsigned long long)r->payload_bytes);
		if (r->oxum != NULL) {
			fputs("; Payload-Oxum: ", out);
			utf8_put_clean(text_of(r->oxum), "", '?', out);
		}
		break;
	case BAG_USABLE:
		fprintf(out, _("BagIt %s, tag files in %s"),
		    r->version == NULL ? "?" : r->version,
		    r->encoding == NULL ? "?" : r->encoding);
		if (r->format_count > 0)
			put_formats(r, out);
		break;
	default:
		fputs(r->errors[head] == 0
			? _("no path out of the bag, no link, no device")
			: _("paths out of the bag, links or devices: see "
			    "above"),
		    out);
	}
}

static void
put_counts(const struct bag_report *r, int head, FILE *out)
{
	if (r->errors[head] > 0)
		fprintf(out, _("; errors: %zu"), r->errors[head]);
	if (r->warnings[head] > 0)
		fprintf(out, _("; warnings: %zu"), r->warnings[head]);
}

static void
report_print(const char *path, const struct bag_report *report,
    const struct seal *seal, FILE *out)
{
	utf8_put_clean(text_of(path), "", '?', out);
	fprintf(out, ": %s\n",
	    report->valid ? _("a valid bag") : _("not a valid bag"));
	for (int head = 0; head < BAG_HEAD__MAX; head++) {
		fprintf(out, _("  %s: %s; "), _(heads[head].title),
		    verdict(report, head));
		put_details(report, head, out);
		if (head == BAG_AUTHENTIC && seal != NULL)
			fprintf(out, _("; sealed as %s"), seal->id);
		put_counts(report, head, out);
		fputc('\n', out);
	}
}

/* ---- the report for programs ---- */

static void
put_formats_json(const struct bag_report *r, struct buf *out)
{
	buf_puts(out, ",\"formats\":[");
	for (size_t i = 0; i < r->format_count; i++) {
		buf_puts(out, i == 0 ? "{\"suffix\":" : ",{\"suffix\":");
		/* A slice of a path: its end is the path's. */
		diag_put_json_text(out, r->formats[i].suffix.at);
		buf_printf(out, ",\"files\":%zu}", r->formats[i].count);
	}
	buf_putc(out, ']');
}

/* A line; the faults were lines of their own before it. */
static void
report_print_json(const char *path, const struct bag_report *r,
    const struct seal *seal, FILE *out)
{
	struct buf b = BUF_INIT;
	buf_puts(&b, "{\"bag\":");
	diag_put_json_text(&b, path);
	buf_printf(&b, ",\"valid\":%s,\"version\":",
	    r->valid ? "true" : "false");
	diag_put_json_text(&b, r->version);
	buf_puts(&b, ",\"seal\":");
	diag_put_json_text(&b, seal == NULL ? NULL : seal->id);
	buf_puts(&b, ",\"encoding\":");
	diag_put_json_text(&b, r->encoding);
	for (int head = 0; head < BAG_HEAD__MAX; head++) {
		buf_printf(&b,
		    ",\"%s\":{\"holds\":%s,\"errors\":%zu,\"warnings\":%zu",
		    heads[head].key,
		    r->errors[head] > 0      ? "false"
			: r->examined[head] ? "true"
					    : "null",
		    r->errors[head], r->warnings[head]);
		if (head == BAG_AUTHENTIC) {
			buf_puts(&b, ",\"payload_algorithms\":");
			diag_put_json_text(&b, r->payload_algorithms);
			buf_puts(&b, ",\"tag_algorithms\":");
			diag_put_json_text(&b, r->tag_algorithms);
			buf_printf(&b,
			    ",\"payload_agree\":%zu,\"tag_agree\":%zu",
			    r->payload_agree, r->tag_agree);
		}
		if (head == BAG_COMPLETE)
			buf_printf(&b,
			    ",\"payload_files\":%zu,\"payload_bytes\":%llu,"
			    "\"tag_files\":%zu",
			    r->payload_files,
			    (unsigned long long)r->payload_bytes,
			    r->tag_files);
		if (head == BAG_USABLE)
			put_formats_json(r, &b);
		buf_putc(&b, '}');
	}
	buf_puts(&b, "}\n");
	fwrite(b.at, 1, b.len, out);
	buf_free(&b);
}

/* ---- the command ---- */

void
verify_print_faults(const struct verifying *verifying, struct diags *diags,
    const struct sources *sources)
{
	const char *no_colour = getenv("NO_COLOR");
	bool text = verifying->form == DIAG_TEXT;
	const struct diag_style style = { .form = verifying->form,
		.colour = os_is_terminal(2) &&
		    (no_colour == NULL || *no_colour == '\0'),
		.most = verifying->most };
	diags_print(diags, sources, style, text ? stderr : stdout);
}

static int
bag_verify(const struct verifying *verifying, const char *path)
{
	struct arena *arena = arena_new();
	struct sources sources;
	struct diags diags;
	struct bag_report report;
	const struct seal *seal = NULL;
	struct os_error error;
	int status = STATUS_SYSTEM;
	sources_init(&sources, arena);
	diags_init(&diags, arena);
	if (bag_check(arena, path, &sources, &diags, &report, &error) != 0) {
		fprintf(stderr, "tongbao verify: %s\n", error.message);
	} else {
		if (verifying->site != NULL)
			seal = seal_of_bag(&verifying->run, arena, path,
			    &diags);
		verify_print_faults(verifying, &diags, &sources);
		if (verifying->form == DIAG_JSON)
			report_print_json(path, &report, seal, stdout);
		else if (!verifying->quiet && verifying->form == DIAG_TEXT)
			report_print(path, &report, seal, stdout);
		status = report.valid &&
			(verifying->site == NULL || seal != NULL)
		    ? STATUS_OK
		    : STATUS_CONTENT;
	}
	arena_free(arena);
	return status;
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
	return STATUS_OK;
}

static int
operands_check(const struct verifying *verifying, char **paths, int count)
{
	if (count == 0) {
		fputs(_("tongbao verify: which bag, a folder or a tar? or "
			"which proof?\n"),
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
		int one = verify_is_proof(paths[i])
		    ? verify_proof(verifying, paths[i])
		    : bag_verify(verifying, paths[i]);
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
	"verify", N_("[options] BAG|PROOF…"),
	N_("say whether a bag is what was packed, or a proof holds"),
	verify_main,
};
