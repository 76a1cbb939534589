#include "render/print/finish.h"

#include "render/print/join.h"
#include "render/print/pdf.h"
#include "render/print/profile.h"
#include "render/print/program.h"

struct finishing {
	struct pdf pdf;
	struct arena *scratch;
	const struct metadata *metadata;
	const struct drawn *drawn;
	size_t pages, figures; /* met so far */
	struct buf bytes; /* of the stream at hand */
	struct buf fresh; /* what becomes of them */
};

/* ---- the document ---- */

static size_t
add_profile(struct finishing *f)
{
	buf_clear(&f->bytes);
	profile_put_srgb(&f->bytes);
	return pdf_add_stream(&f->pdf, "/N 3", buf_text(&f->bytes));
}

static size_t
add_intent(struct finishing *f)
{
	return pdf_add(&f->pdf, text_of(arena_printf(f->scratch,
	    "<< /Type /OutputIntent\n   /S /GTS_PDFA1\n"
	    "   /OutputConditionIdentifier (sRGB IEC61966-2.1)\n"
	    "   /RegistryName (http://www.color.org)\n"
	    "   /Info (sRGB IEC61966-2.1)\n"
	    "   /DestOutputProfile %zu 0 R\n>>", add_profile(f))));
}

/* As it is, without a filter: who looks for XMP need not read PDF. */
static size_t
add_metadata(struct finishing *f)
{
	buf_clear(&f->bytes);
	metadata_put_xmp(&f->bytes, f->metadata);
	return pdf_add_stream(&f->pdf, "/Type /Metadata\n   /Subtype /XML",
	    buf_text(&f->bytes));
}

static void
set_info(struct finishing *f)
{
	buf_clear(&f->bytes);
	metadata_put_info(&f->bytes, f->metadata);
	f->pdf.objects[f->pdf.info] = arena_text(f->scratch,
	    buf_text(&f->bytes));
}

/* Cairo 1.16 begins with the first page that is not the next of page 0. */
static void
mend_labels(struct finishing *f, size_t catalog)
{
	size_t labels = pdf_reference(&f->pdf, catalog, "/PageLabels ");
	if (labels != 0 && !pdf_has(f->pdf.objects[labels], "[\n   0 <<"))
		pdf_replace(&f->pdf, labels, "<< /Nums [\n", "",
		    TEXT_LIT("<< /Nums [\n   0 << /S /D >>\n"));
}

/*
 * Cairo puts what it tags below the root of the tree: the root becomes the
 * document, its only child, so that nobody's parent changes its number.
 */
static int
mend_tree(struct finishing *f, size_t catalog)
{
	size_t root = pdf_reference(&f->pdf, catalog, "/StructTreeRoot ");
	if (root == 0)
		return 0; /* nothing is tagged: there is no text */
	size_t parents = pdf_reference(&f->pdf, root, "/ParentTree ");
	size_t fresh = pdf_add(&f->pdf, text_of(arena_printf(f->scratch,
	    "<< /Type /StructTreeRoot\n   /ParentTree %zu 0 R\n"
	    "   /K [ %zu 0 R ]\n>>", parents, root)));
	const char *document = arena_printf(f->scratch,
	    "<< /Type /StructElem\n   /S /Document\n   /P %zu 0 R\n   /K [",
	    fresh);
	const char *tree = arena_printf(f->scratch,
	    "/MarkInfo << /Marked true >>\n   /StructTreeRoot %zu 0 R", fresh);
	return parents > 0 &&
	    pdf_replace(&f->pdf, root, "<< /Type /StructTreeRoot\n", "/K [",
		text_of(document)) &&
	    pdf_replace(&f->pdf, catalog, "/StructTreeRoot ", " R",
		text_of(tree)) ? 0 : -1;
}

static int
mend_catalog(struct finishing *f, size_t number)
{
	size_t metadata = add_metadata(f), intent = add_intent(f);
	pdf_enter(&f->pdf, number, arena_printf(f->scratch,
	    "/Lang (zh-CN)\n   /ViewerPreferences << /DisplayDocTitle true >>\n"
	    "   /Metadata %zu 0 R\n   /OutputIntents [ %zu 0 R ]\n",
	    metadata, intent));
	set_info(f);
	mend_labels(f, number);
	return mend_tree(f, number);
}

/* ---- pages ---- */

/*
 * Cairo tags what is text; strokes before it and the page number behind it lie
 * between tags, and it has no tag for them (ISO 32000-1, 14.8.2.2).  Strings
 * are broken by a backslash: no line of one can be taken for an operator.
 */
static void
mark_artifacts(struct buf *out, struct text content)
{
	size_t depth = 0;
	bool artifact = false;
	while (content.len > 0) {
		struct text line;
		text_split(content, '\n', &line, &content);
		bool begins = text_ends(line, " BDC");
		if (begins && artifact)
			buf_puts(out, "EMC\n");
		else if (!begins && !artifact && depth == 0 && line.len > 0)
			buf_puts(out, "/Artifact BMC\n");
		artifact = !begins && depth == 0 && (artifact || line.len > 0);
		buf_putt(out, line);
		buf_putc(out, '\n');
		if (begins)
			depth++;
		else if (depth > 0 && text_is(line, "EMC"))
			depth--;
	}
	if (artifact)
		buf_puts(out, "EMC\n");
}

static int
mend_page(struct finishing *f, size_t number)
{
	size_t contents = pdf_reference(&f->pdf, number, "/Contents ");
	buf_clear(&f->bytes);
	buf_clear(&f->fresh);
	if (f->pages == f->drawn->page_count || contents == 0 ||
	    pdf_unpack(&f->pdf, contents, &f->bytes) != 0)
		return -1;
	mark_artifacts(&f->fresh, buf_text(&f->bytes));
	/* Cairo numbers its pages' objects in their order. */
	if (f->drawn->turned[f->pages++])
		pdf_enter(&f->pdf, number, "/Rotate 90\n");
	/* ISO 19005-1, 6.4: no transparency, and there is none to lose. */
	if (f->metadata->part == PDF_A_1B && !pdf_replace(&f->pdf, number,
		"/Group <<", ">>\n", TEXT_LIT("")))
		return -1;
	return pdf_repack(&f->pdf, contents, buf_text(&f->fresh));
}

/* Cairo 1.16 has tags without what is to be said of them. */
static int
mend_element(struct finishing *f, size_t number)
{
	struct text element = f->pdf.objects[number];
	if (pdf_has(element, "/S /TH\n"))
		pdf_enter(&f->pdf, number,
		    "/A << /O /Table /Scope /Column >>\n");
	if (!pdf_has(element, "/S /Figure\n"))
		return 0;
	if (f->figures == f->drawn->alt_count)
		return -1;
	buf_clear(&f->bytes);
	buf_puts(&f->bytes, "/Alt ");
	metadata_put_string(&f->bytes, f->drawn->alts[f->figures++]);
	buf_putc(&f->bytes, '\n');
	pdf_enter(&f->pdf, number, f->bytes.at);
	return 0;
}

/* Shown on paper, too. */
static int
mend_annotation(struct finishing *f, size_t number)
{
	pdf_enter(&f->pdf, number, "/F 4\n");
	return 0;
}

/* ---- fonts ---- */

static int
read_program(struct finishing *f, size_t descriptor, struct program *program)
{
	size_t file = pdf_reference(&f->pdf, descriptor, "/FontFile3 ");
	if (file == 0)
		file = pdf_reference(&f->pdf, descriptor, "/FontFile2 ");
	buf_clear(&f->bytes);
	if (file == 0 || pdf_unpack(&f->pdf, file, &f->bytes) != 0)
		return -1;
	return program_read(program, f->scratch, buf_text(&f->bytes));
}

/*
 * Cairo 1.16 takes widths from where it draws, rounded: FandolFang's hyphen
 * has 1016 for 1017.
 */
static bool
set_widths(struct finishing *f, size_t number, const struct program *program)
{
	buf_clear(&f->bytes);
	buf_puts(&f->bytes, "/W [0 [");
	for (size_t i = 0; i < program->count; i++)
		buf_printf(&f->bytes, " %.6g", program->widths[i]);
	buf_puts(&f->bytes, " ]]\n");
	return pdf_replace(&f->pdf, number, "/W [", "]]\n",
	    buf_text(&f->bytes));
}

/* All CIDs are there (ISO 19005-1, 6.3.5). */
static void
add_cids(struct finishing *f, size_t descriptor, size_t count)
{
	buf_clear(&f->bytes);
	for (size_t i = 0; i < count; i += 8)
		buf_putc(&f->bytes, (char)(count - i < 8
		    ? 0xFF00 >> (count - i) : 0xFF));
	size_t set = pdf_add_stream(&f->pdf, "", buf_text(&f->bytes));
	pdf_enter(&f->pdf, descriptor,
	    arena_printf(f->scratch, "/CIDSet %zu 0 R\n", set));
}

static int
mend_font(struct finishing *f, size_t number)
{
	struct program program;
	struct text font = f->pdf.objects[number];
	bool is_true_type = pdf_has(font, "/Subtype /CIDFontType2\n");
	if (!is_true_type && !pdf_has(font, "/Subtype /CIDFontType0\n"))
		return 0;
	size_t descriptor = pdf_reference(&f->pdf, number, "/FontDescriptor ");
	if (descriptor == 0 || read_program(f, descriptor, &program) != 0 ||
	    !set_widths(f, number, &program))
		return -1;
	if (is_true_type)
		pdf_enter(&f->pdf, number, "/CIDToGIDMap /Identity\n");
	if (f->metadata->part == PDF_A_1B)
		add_cids(f, descriptor, program.count);
	return 0;
}

/* ---- all of it ---- */

static const struct {
	const char *type;
	int (*mend)(struct finishing *f, size_t number);
} menders[] = {
	{ "Page", mend_page },
	{ "Annot", mend_annotation },
	{ "Font", mend_font },
	{ "Catalog", mend_catalog },
	{ "StructElem", mend_element },
};

static int
mend_all(struct finishing *f)
{
	size_t count = f->pdf.count;
	for (size_t i = 1; i < count; i++)
		for (size_t m = 0; m < sizeof(menders) / sizeof(*menders); m++)
			if (pdf_is(f->pdf.objects[i], menders[m].type) &&
			    menders[m].mend(f, i) != 0)
				return -1;
	return 0;
}

int
finish_pdf(struct buf *pdf, struct arena *scratch, const struct drawn *drawn,
    const struct metadata *metadata)
{
	struct finishing f = { .scratch = scratch, .metadata = metadata,
		.drawn = drawn, .bytes = BUF_INIT, .fresh = BUF_INIT };
	int result = pdf_read(&f.pdf, scratch, &drawn->bytes);
	if (result == 0)
		result = join_elements(&f.pdf, drawn);
	if (result == 0)
		result = mend_all(&f);
	if (result == 0)
		pdf_write(pdf, &f.pdf, metadata->part == PDF_A_2U ? 7 : 4);
	buf_free(&f.bytes);
	buf_free(&f.fresh);
	return result;
}
