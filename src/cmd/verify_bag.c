#include "cmd/verify.h"

#include <stdio.h>
#include "base/diag_form.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "cmd/cmd.h"

static struct verify_finding
finding(const struct bag_report *r, int head)
{
	return (struct verify_finding){ r->errors[head], r->warnings[head],
		r->examined[head] };
}

/* ---- the report for people ---- */

static void
put_formats(const struct bag_report *report)
{
	fputs(_("; files by the end of their names: "), stdout);
	for (size_t i = 0; i < report->format_count; i++) {
		const struct bag_format *f = &report->formats[i];
		fputs(i == 0 ? "" : ", ", stdout);
		if (f->suffix.len == 0)
			fputs(_("without one"), stdout);
		else
			utf8_put_clean(f->suffix, "", '?', stdout);
		printf(" %zu", f->count);
	}
}

/* What was looked at, in numbers. */
static void
put_details(const struct bag_report *r, int head)
{
	switch (head) {
	case BAG_AUTHENTIC:
		printf(_("digests agree for %zu of %zu payload files (%s) and "
		      "%zu of %zu tag files (%s)"),
		    r->payload_agree, r->payload_files,
		    *r->payload_algorithms == '\0' ? "-"
						   : r->payload_algorithms,
		    r->tag_agree, r->tag_files,
		    *r->tag_algorithms == '\0' ? "-" : r->tag_algorithms);
		break;
	case BAG_COMPLETE:
		printf(_("payload: %zu files, %llu bytes"),
		    r->payload_files, (unsigned long long)r->payload_bytes);
		if (r->oxum != NULL) {
			fputs(_("; Payload-Oxum: "), stdout);
			verify_put_clean(r->oxum);
		}
		break;
	case BAG_USABLE:
		printf(_("BagIt %s, tag files in %s"),
		    r->version == NULL ? "?" : r->version,
		    r->encoding == NULL ? "?" : r->encoding);
		if (r->format_count > 0)
			put_formats(r);
		break;
	default:
		fputs(r->errors[head] == 0
			? _("no path out of the bag, no link, no device")
			: _("paths out of the bag, links or devices: see "
			    "above"),
		    stdout);
	}
}

static void
report_print(const char *path, const struct bag_report *report,
    const struct seal *seal)
{
	verify_put_clean(path);
	printf(": %s\n",
	    report->valid ? _("a valid bag") : _("not a valid bag"));
	for (int head = 0; head < BAG_HEAD__MAX; head++) {
		verify_begin_head(head, finding(report, head));
		put_details(report, head);
		if (head == BAG_AUTHENTIC && seal != NULL)
			printf(_("; sealed as %s"), seal->id);
		verify_end_head(finding(report, head));
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

static void
put_details_json(const struct bag_report *r, int head, struct buf *out)
{
	if (head == BAG_AUTHENTIC) {
		verify_put_text_json(
		    out, "payload_algorithms", r->payload_algorithms);
		verify_put_text_json(out, "tag_algorithms", r->tag_algorithms);
		buf_printf(out, ",\"payload_agree\":%zu,\"tag_agree\":%zu",
		    r->payload_agree, r->tag_agree);
	}
	if (head == BAG_COMPLETE)
		buf_printf(out,
		    ",\"payload_files\":%zu,\"payload_bytes\":%llu,"
		    "\"tag_files\":%zu",
		    r->payload_files, (unsigned long long)r->payload_bytes,
		    r->tag_files);
	if (head == BAG_USABLE)
		put_formats_json(r, out);
}

/* A line; the faults were lines of their own before it. */
static void
report_print_json(const char *path, const struct bag_report *r,
    const struct seal *seal)
{
	struct buf b = BUF_INIT;
	buf_puts(&b, "{\"bag\":");
	diag_put_json_text(&b, path);
	buf_printf(&b, ",\"valid\":%s", r->valid ? "true" : "false");
	verify_put_text_json(&b, "version", r->version);
	verify_put_text_json(&b, "seal", seal == NULL ? NULL : seal->id);
	verify_put_text_json(&b, "encoding", r->encoding);
	for (int head = 0; head < BAG_HEAD__MAX; head++) {
		verify_put_head_json(&b, head, finding(r, head));
		put_details_json(r, head, &b);
		buf_putc(&b, '}');
	}
	buf_puts(&b, "}\n");
	fwrite(b.at, 1, b.len, stdout);
	buf_free(&b);
}

/* ---- one bag ---- */

int
verify_bag(const struct verifying *verifying, const char *path)
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
			report_print_json(path, &report, seal);
		else if (!verifying->quiet)
			report_print(path, &report, seal);
		status = report.valid &&
			(verifying->site == NULL || seal != NULL)
		    ? STATUS_OK
		    : STATUS_CONTENT;
	}
	arena_free(arena);
	return status;
}
