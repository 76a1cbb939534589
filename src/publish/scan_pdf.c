/*
 * PDF, as poppler extracts it for a reader: the text of the pages, metadata,
 * outline, links, notes, forms, what is read out in place of pictures.
 *
 * Poppler is loaded with the first PDF that is looked through: it and what it
 * needs take longer to load than all the rest of this program.
 */
#include "publish/readout.h"

#include <poppler.h>
#include "base/library.h"
#include "base/utf8.h"

#define CALLS(CALL) \
	CALL(g_bytes_new_static) \
	CALL(g_bytes_unref) \
	CALL(g_free) \
	CALL(g_object_unref) \
	CALL(g_tree_destroy) \
	CALL(g_tree_node_first) \
	CALL(g_tree_node_key) \
	CALL(g_tree_node_next) \
	CALL(g_type_check_instance_is_a) \
	CALL(poppler_action_free) \
	CALL(poppler_annot_get_contents) \
	CALL(poppler_annot_get_name) \
	CALL(poppler_annot_markup_get_label) \
	CALL(poppler_annot_markup_get_type) \
	CALL(poppler_document_create_dests_tree) \
	CALL(poppler_document_get_author) \
	CALL(poppler_document_get_creator) \
	CALL(poppler_document_get_keywords) \
	CALL(poppler_document_get_metadata) \
	CALL(poppler_document_get_n_pages) \
	CALL(poppler_document_get_page) \
	CALL(poppler_document_get_producer) \
	CALL(poppler_document_get_subject) \
	CALL(poppler_document_get_title) \
	CALL(poppler_document_has_attachments) \
	CALL(poppler_document_new_from_bytes) \
	CALL(poppler_form_field_get_field_type) \
	CALL(poppler_form_field_get_name) \
	CALL(poppler_form_field_text_get_text) \
	CALL(poppler_index_iter_free) \
	CALL(poppler_index_iter_get_action) \
	CALL(poppler_index_iter_get_child) \
	CALL(poppler_index_iter_new) \
	CALL(poppler_index_iter_next) \
	CALL(poppler_page_free_annot_mapping) \
	CALL(poppler_page_free_form_field_mapping) \
	CALL(poppler_page_free_link_mapping) \
	CALL(poppler_page_get_annot_mapping) \
	CALL(poppler_page_get_form_field_mapping) \
	CALL(poppler_page_get_label) \
	CALL(poppler_page_get_link_mapping) \
	CALL(poppler_page_get_text) \
	CALL(poppler_structure_element_get_actual_text) \
	CALL(poppler_structure_element_get_alt_text) \
	CALL(poppler_structure_element_get_page) \
	CALL(poppler_structure_element_get_title) \
	CALL(poppler_structure_element_iter_free) \
	CALL(poppler_structure_element_iter_get_child) \
	CALL(poppler_structure_element_iter_get_element) \
	CALL(poppler_structure_element_iter_new) \
	CALL(poppler_structure_element_iter_next)

/* PDFs are put by one thread; whoever puts them on the pool loads it before. */
LIBRARY("libpoppler-glib.so.8", CALLS)

static void
put_string(struct readout *r, const char *part, size_t page, char *string)
{
	if (string != NULL)
		readout_aside(r, part, page, text_of(string));
	library.g_free(string);
}

/* ---- pages ---- */

static bool
has_han(struct text text)
{
	for (size_t pos = 0; pos < text.len;)
		if (utf8_is_han(utf8_next(text, &pos)))
			return true;
	return false;
}

/*
 * The number of a page stands between the last line and the first of the next:
 * it goes aside, so that the text goes on.
 */
static void
page_text(struct readout *r, struct text text, size_t number)
{
	text = text_trim(text);
	const char *last = memrchr(text.at, '\n', text.len);
	if (last != NULL) {
		size_t at = (size_t)(last - text.at);
		struct text line = text_from(text, at);
		if (!has_han(line)) {
			readout_aside(r, NULL, number, text_trim(line));
			text.len = at;
		}
	}
	stream_mark(r, &r->shown, NULL, number);
	stream_put(&r->shown, text_trim(text));
	buf_putc(&r->shown.bytes, '\n');
}

static void
links_read(struct readout *r, PopplerPage *page, size_t number)
{
	GList *links = library.poppler_page_get_link_mapping(page);
	for (GList *l = links; l != NULL; l = l->next) {
		const PopplerLinkMapping *link = l->data;
		const char *address = NULL;
		if (link->action->type == POPPLER_ACTION_URI)
			address = link->action->uri.uri;
		else if (link->action->type == POPPLER_ACTION_GOTO_REMOTE)
			address = link->action->goto_remote.file_name;
		else if (link->action->type == POPPLER_ACTION_JAVASCRIPT)
			address = link->action->javascript.script;
		if (address != NULL)
			readout_aside(r, "link", number, text_of(address));
	}
	library.poppler_page_free_link_mapping(links);
}

static void
notes_read(struct readout *r, PopplerPage *page, size_t number)
{
	GList *notes = library.poppler_page_get_annot_mapping(page);
	for (GList *l = notes; l != NULL; l = l->next) {
		PopplerAnnot *annot =
		    ((const PopplerAnnotMapping *)l->data)->annot;
		put_string(r, "annotation", number,
		    library.poppler_annot_get_contents(annot));
		put_string(r, "annotation", number,
		    library.poppler_annot_get_name(annot));
		if (library.g_type_check_instance_is_a((GTypeInstance *)annot,
			library.poppler_annot_markup_get_type()))
			put_string(r, "annotation", number,
			    library.poppler_annot_markup_get_label(
				(PopplerAnnotMarkup *)annot));
	}
	library.poppler_page_free_annot_mapping(notes);
}

static void
fields_read(struct readout *r, PopplerPage *page, size_t number)
{
	GList *fields = library.poppler_page_get_form_field_mapping(page);
	for (GList *l = fields; l != NULL; l = l->next) {
		PopplerFormField *field =
		    ((const PopplerFormFieldMapping *)l->data)->field;
		put_string(r, "field", number,
		    library.poppler_form_field_get_name(field));
		if (library.poppler_form_field_get_field_type(field) ==
		    POPPLER_FORM_FIELD_TEXT)
			put_string(r, "field", number,
			    library.poppler_form_field_text_get_text(field));
	}
	library.poppler_page_free_form_field_mapping(fields);
}

static int
page_read(struct readout *r, PopplerDocument *document, int index)
{
	PopplerPage *page = library.poppler_document_get_page(document, index);
	size_t number = (size_t)index + 1;
	if (page == NULL)
		return -1;
	char *text = library.poppler_page_get_text(page);
	if (text != NULL)
		page_text(r, text_of(text), number);
	library.g_free(text);
	char *label = library.poppler_page_get_label(page);
	put_string(r, "page label", number, label);
	links_read(r, page, number);
	notes_read(r, page, number);
	fields_read(r, page, number);
	library.g_object_unref(page);
	return 0;
}

/* ---- what is about the document ---- */

static void
metadata_read(struct readout *r, PopplerDocument *document)
{
	put_string(r, "title", 0, library.poppler_document_get_title(document));
	put_string(r, "author", 0, library.poppler_document_get_author(document));
	put_string(r, "subject", 0, library.poppler_document_get_subject(document));
	put_string(r, "keywords", 0, library.poppler_document_get_keywords(document));
	put_string(r, "creator", 0, library.poppler_document_get_creator(document));
	put_string(r, "producer", 0, library.poppler_document_get_producer(document));
	char *xmp = library.poppler_document_get_metadata(document);
	if (xmp != NULL)
		markup_put(r, NULL, 0, text_of(xmp));
	library.g_free(xmp);
}

static void
outline_read(struct readout *r, PopplerIndexIter *iter)
{
	if (iter == NULL)
		return;
	do {
		PopplerAction *action = library.poppler_index_iter_get_action(iter);
		if (action != NULL && action->any.title != NULL)
			readout_aside(r, "outline", 0,
			    text_of(action->any.title));
		library.poppler_action_free(action);
		PopplerIndexIter *child = library.poppler_index_iter_get_child(iter);
		outline_read(r, child);
		library.poppler_index_iter_free(child);
	} while (library.poppler_index_iter_next(iter));
}

static void
names_read(struct readout *r, PopplerDocument *document)
{
	GTree *names = library.poppler_document_create_dests_tree(document);
	if (names == NULL)
		return;
	for (GTreeNode *n = library.g_tree_node_first(names); n != NULL;
	     n = library.g_tree_node_next(n))
		readout_aside(r, "name", 0, text_of(library.g_tree_node_key(n)));
	library.g_tree_destroy(names);
}

/*
 * Asked for the page only where there is something: for an answer poppler goes
 * through all pages, and a volume has some thirty elements on each.
 */
static void
element_put(struct readout *r, const char *part,
    PopplerStructureElement *element, char *string)
{
	if (string == NULL)
		return;
	int page = library.poppler_structure_element_get_page(element);
	put_string(r, part, page < 0 ? 0 : (size_t)page + 1, string);
}

/* What a screen reader says of an element in place of what is drawn. */
static void
element_read(struct readout *r, PopplerStructureElement *element)
{
	element_put(r, "alternative text", element,
	    library.poppler_structure_element_get_alt_text(element));
	element_put(r, "alternative text", element,
	    library.poppler_structure_element_get_actual_text(element));
	element_put(r, "title", element,
	    library.poppler_structure_element_get_title(element));
}

static void
elements_read(struct readout *r, PopplerStructureElementIter *iter)
{
	if (iter == NULL)
		return;
	do {
		PopplerStructureElement *element =
		    library.poppler_structure_element_iter_get_element(iter);
		element_read(r, element);
		library.g_object_unref(element);
		PopplerStructureElementIter *child =
		    library.poppler_structure_element_iter_get_child(iter);
		elements_read(r, child);
		library.poppler_structure_element_iter_free(child);
	} while (library.poppler_structure_element_iter_next(iter));
}

int
scan_pdf(struct readout *r, struct text bytes)
{
	if (library_load() != 0)
		return -1;
	GBytes *held = library.g_bytes_new_static(bytes.at, bytes.len);
	PopplerDocument *document =
	    library.poppler_document_new_from_bytes(held, NULL, NULL);
	int status = document == NULL ? -1 : 0;
	r->pages = true;
	if (document != NULL) {
		int count = library.poppler_document_get_n_pages(document);
		for (int i = 0; i < count && status == 0; i++)
			status = page_read(r, document, i);
		metadata_read(r, document);
		PopplerIndexIter *iter = library.poppler_index_iter_new(document);
		outline_read(r, iter);
		library.poppler_index_iter_free(iter);
		names_read(r, document);
		PopplerStructureElementIter *elements =
		    library.poppler_structure_element_iter_new(document);
		elements_read(r, elements);
		library.poppler_structure_element_iter_free(elements);
		/* A file in the file would need a reader of its own. */
		if (library.poppler_document_has_attachments(document))
			status = -1;
		library.g_object_unref(document);
	}
	library.g_bytes_unref(held);
	return status;
}
