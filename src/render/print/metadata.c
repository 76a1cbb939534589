#include "render/print/metadata.h"

#include <cairo.h>
#include <stdio.h>
#include "base/utf8.h"
#include "render/html.h"

#define CREATOR "tongbao"

/* ---- characters ---- */

static bool
is_for_xml(uint32_t code)
{
	return code != UTF8_BAD && !utf8_is_control(code) &&
	    !utf8_is_noncharacter(code);
}

static bool
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s < 0x20 || *s > 0x7E)
			return false;
	return true;
}

/* The string without what is_for_xml() doesn't like. */
static void
put_clean(struct buf *out, const char *s)
{
	struct text text = text_of(s);
	for (size_t pos = 0; pos < text.len;) {
		uint32_t code = utf8_next(text, &pos);
		if (is_for_xml(code))
			buf_put_utf8(out, code);
	}
}

static void
put_utf16(struct buf *out, struct text text)
{
	for (size_t pos = 0; pos < text.len;) {
		uint32_t code = utf8_next(text, &pos);
		if (!is_for_xml(code))
			continue;
		if (code >= 0x10000) {
			code -= 0x10000;
			buf_printf(out, "%04x", 0xD800 + (code >> 10));
			code = 0xDC00 + (code & 0x3FF);
		}
		buf_printf(out, "%04x", code);
	}
}

/* ISO 32000-1, 7.9.2.2. */
void
metadata_put_string(struct buf *out, const char *s)
{
	if (!is_ascii(s)) {
		buf_puts(out, "<feff");
		put_utf16(out, text_of(s));
		buf_putc(out, '>');
		return;
	}
	buf_putc(out, '(');
	for (; *s != '\0'; s++) {
		if (strchr("()\\", *s) != NULL)
			buf_putc(out, '\\');
		buf_putc(out, *s);
	}
	buf_putc(out, ')');
}

static bool
is_there(const char *s)
{
	return s != NULL && *s != '\0';
}

static const char *
producer(void)
{
	static const char prefix[] = "cairo ";
	static _Thread_local char words[sizeof(prefix) + 32];
	snprintf(words, sizeof(words), "%s%s", prefix, cairo_version_string());
	return words;
}

/* ---- Info ---- */

static void
put_entry(struct buf *out, const char *key, const char *s)
{
	if (!is_there(s))
		return;
	buf_printf(out, "   /%s ", key);
	metadata_put_string(out, s);
	buf_putc(out, '\n');
}

static void
put_date(struct buf *out, const char *key, const char *date)
{
	buf_printf(out, "   /%s (D:", key);
	for (const char *s = date; *s != '\0'; s++)
		if (*s != '-')
			buf_putc(out, *s);
	buf_puts(out, "000000Z)\n");
}

void
metadata_put_info(struct buf *out, const struct metadata *metadata)
{
	buf_puts(out, "<<\n");
	put_entry(out, "Title", metadata->title);
	put_entry(out, "Author", metadata->author);
	put_entry(out, "Subject", metadata->subject);
	put_entry(out, "Creator", CREATOR);
	put_entry(out, "Producer", producer());
	put_date(out, "CreationDate", metadata->date);
	put_date(out, "ModDate", metadata->date);
	buf_puts(out, ">>");
}

/* ---- XMP ---- */

static void
put_property(struct buf *out, const char *name, const char *before,
    const char *s, const char *after)
{
	struct buf clean = BUF_INIT;
	if (!is_there(s))
		return;
	put_clean(&clean, s);
	buf_printf(out, "<%s>%s", name, before);
	html_put_escaped(out, buf_text(&clean));
	buf_printf(out, "%s</%s>\n", after, name);
	buf_free(&clean);
}

#define ALT "<rdf:Alt><rdf:li xml:lang=\"x-default\">"
#define ALT_END "</rdf:li></rdf:Alt>"
#define SEQ "<rdf:Seq><rdf:li>"
#define SEQ_END "</rdf:li></rdf:Seq>"
#define MIDNIGHT "T00:00:00Z"

void
metadata_put_xmp(struct buf *out, const struct metadata *metadata)
{
	bool is_twin = metadata->part == PDF_A_1B;
	buf_puts(out, "<?xpacket begin=\"\xEF\xBB\xBF\" "
	    "id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf="
	    "\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	    "<rdf:Description rdf:about=\"\"\n"
	    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
	    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
	    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
	    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
	    "<dc:format>application/pdf</dc:format>\n");
	put_property(out, "dc:title", ALT, metadata->title, ALT_END);
	put_property(out, "dc:creator", SEQ, metadata->author, SEQ_END);
	put_property(out, "dc:description", ALT, metadata->subject, ALT_END);
	put_property(out, "pdf:Producer", "", producer(), "");
	put_property(out, "xmp:CreatorTool", "", CREATOR, "");
	put_property(out, "xmp:CreateDate", "", metadata->date, MIDNIGHT);
	put_property(out, "xmp:ModifyDate", "", metadata->date, MIDNIGHT);
	buf_printf(out, "<pdfaid:part>%d</pdfaid:part>\n"
	    "<pdfaid:conformance>%s</pdfaid:conformance>\n"
	    "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
	    "<?xpacket end=\"w\"?>", is_twin ? 1 : 2,
	    is_twin ? "B" : "U");
}
