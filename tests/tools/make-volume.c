/*
 * make-volume COUNT TEXT OUT.pdf: COUNT circulars of plain text in one volume,
 * as forms and reviews are printed; in TEXT the same, a paragraph a line, a
 * title with # before it, for other programs to set.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/os.h"
#include "render/print/print.h"

#define PARAGRAPHS 60
#define TITLE "关于领导点评工作开展情况的通报"

static const char *const sentences[] = {
	"各级党组织高度重视，认真组织，截至9月30日共点评党员1201名（占95.0%），"
	"征求意见412条。",
	"“一把手”带头到联系点现场点评，既肯定成绩，又指出问题，提出了有针对性的"
	"意见和建议。",
	"点评结束后，及时填写《领导点评表》，并将整改措施书面回复点评人——做到件件"
	"有着落、事事有回音。",
};

/* Of one to nine sentences, other ones in each document. */
static void
add_paragraph(struct arena *arena, struct node *body, int document, int number,
    struct buf *text)
{
	struct node *paragraph = node_new(arena, NODE_PARAGRAPH);
	node_append(body, paragraph);
	for (int i = 0; i <= (number * 7 + document) % 9; i++) {
		const char *s = sentences[(number + i + document) % 3];
		node_append(paragraph, node_text(arena, text_of(s)));
		buf_puts(text, s);
	}
	buf_putc(text, '\n');
}

static void
add_circular(struct volume *volume, int document, struct buf *text)
{
	struct arena *arena = arena_new();
	struct node *body = node_new(arena, NODE_DOCUMENT);
	struct circular circular = { .title = TITLE, .body = body };
	buf_puts(text, "# " TITLE "\n");
	for (int i = 0; i < PARAGRAPHS; i++)
		add_paragraph(arena, body, document, i, text);
	volume_add_circular(volume, &circular);
	arena_free(arena);
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct buf text = BUF_INIT, pdf = BUF_INIT;
	struct volume_facts facts = { .metadata = { .title = "汇编",
		.date = "2010-10-15" } };
	struct os_error error;
	struct sources sources;
	struct diags diags;
	if (argc != 4) {
		fputs("usage: make-volume COUNT TEXT OUT.pdf\n", stderr);
		return 2;
	}
	sources_init(&sources, arena);
	diags_init(&diags, arena);
	struct print_fonts *fonts = print_fonts_open(arena, NULL, 0, &diags);
	if (fonts == NULL)
		return 3;
	struct volume *volume = volume_begin(arena, fonts, &facts, &diags);
	for (int i = 0; i < atoi(argv[1]); i++)
		add_circular(volume, i, &text);
	int result = volume_end(volume, &pdf);
	diags_print(&diags, &sources, (struct diag_style){ 0 }, stderr);
	print_fonts_close(fonts);
	if (result == 0)
		result = os_write(argv[2], buf_text(&text), &error) |
		    os_write(argv[3], buf_text(&pdf), &error);
	buf_free(&text);
	buf_free(&pdf);
	arena_free(arena);
	return result == 0 ? 0 : 3;
}
