/*
 * What a record says, as a tree: made from Markdown by read/, completed by
 * compose/ (live values, links), written by render/ as HTML or as print.
 *
 * Nodes live in an arena; text is NUL-terminated and never contains markup.
 * Depth is bounded by the reader's guard, but walks don't recurse all the
 * same: use node_next().
 */
#ifndef TONGBAO_MODEL_DOCUMENT_H
#define TONGBAO_MODEL_DOCUMENT_H

#include "base/arena.h"
#include "base/planted.h"
#include "base/source.h"
#include "base/text.h"
#include "model/print_options.h"

enum node_kind {
	/* blocks */
	NODE_DOCUMENT,
	NODE_PARAGRAPH,
	NODE_HEADING, /* level */
	NODE_QUOTE,
	NODE_LIST, /* ordered, start, tight */
	NODE_ITEM,
	NODE_CODE_BLOCK, /* text, title = info string */
	NODE_HTML_BLOCK, /* text: raw HTML, which is shown, not obeyed */
	NODE_RULE,
	/* rows; the first `level` rows are the head; text = its caption */
	NODE_TABLE,
	NODE_ROW,
	NODE_CELL, /* align */
	NODE_CHART, /* chart; text = its title */
	/* inlines */
	NODE_TEXT,
	NODE_SOFT_BREAK, /* a line end in the source that means a space */
	NODE_LINE_BREAK,
	NODE_CODE,
	NODE_HTML, /* raw inline HTML, shown, not obeyed */
	NODE_EMPHASIS,
	NODE_STRONG,
	NODE_LINK,  /* text = address, title */
	NODE_IMAGE, /* text = address, title, picture; children = description */
	NODE__MAX,
};

enum node_align {
	ALIGN_NONE,
	ALIGN_LEFT,
	ALIGN_CENTRE,
	ALIGN_RIGHT,
};

struct chart;   /* model/chart.h */
struct picture; /* base/picture.h */

struct node {
	enum node_kind kind;
	struct span span; /* at least the block's lines */
	struct node *parent, *first, *last, *next, *previous;
	struct text text;  /* "" where the kind has none */
	struct text title; /* "" where the kind has none */
	int level;         /* heading 1-6; list start; head rows of a table */
	bool ordered, tight;
	bool row_heads;    /* of a table: a row's first cell says what it is of */
	char delimiter;    /* of an ordered list: '.' or ')' */
	enum node_align align;
	const struct chart *chart;
	const struct picture *picture; /* NULL: of it is only said what it is */
};

struct node *node_new(struct arena *arena, enum node_kind kind);
struct node *node_text(struct arena *arena, struct text text); /* copied */
void node_append(struct node *parent, struct node *child);
/* Takes it out of its parent; it can be appended elsewhere. */
void node_remove(struct node *node);
/* All that is below `from`, behind what `to` has. */
void node_take_all(struct node *to, struct node *from);
/* `with` (and its following siblings up to `last`) in place of `node`. */
void node_replace(struct node *node, struct node *with);
bool node_is_block(const struct node *node);
/* `{lua} …` in a code span, or a fenced block whose info is {lua}? */
bool node_is_live(const struct node *node);
/* Is there a picture in the paragraph, and nothing else? */
bool node_is_pictures(const struct node *paragraph);
/* A paragraph of an item in a tight list. */
bool node_is_tight(const struct node *node);

/*
 * One step of a walk: enter, …, leave, each node twice.  Start with
 * {root, true}; false when the root has been left.
 */
struct node_step {
	struct node *node;
	bool entering;
};
bool node_next(const struct node *root, struct node_step *step);

/* The text below, without markup, breaks as spaces; for titles and search. */
struct text node_plain(struct arena *arena, const struct node *node);
struct node *node_copy(struct arena *arena, const struct node *node);

/* One box of a form: its label at the left, what is written at the right. */
struct form_box {
	const char *label;
	const char *hint;        /* what to say, small, at its top; or NULL */
	const char *text;        /* in a line or a few, or NULL */
	const struct node *body; /* paragraphs and the like, or NULL */
	const char *foot;        /* at the lower right, such as 签名；or NULL */
	int share;               /* of the row's width, > 0 */
};

struct form_row {
	const struct form_box *boxes;
	size_t count;
	int lines; /* > 0: so many of writing at least, and what the page has left */
};

/* A form (点评表), filled or blank: boxes whose text is absent are empty. */
struct form_sheet {
	const char *id;   /* of the record, for messages; or NULL */
	struct span span; /* likewise */
	const char *title;
	/* In the outline of a volume, and above it those of its group; or NULL. */
	const char *bookmark, *group;
	const char *left, *right; /* above the boxes; or NULL */
	const struct form_row *rows;
	size_t row_count;
	const char *note; /* below the boxes; or NULL */
};

/* A title and what stands below it: a list, a ledger. */
struct paper {
	const char *id;   /* likewise */
	struct span span;
	const char *title;
	const char *left, *right; /* below the title; or NULL */
	bool turned;              /* on pages on their side */
	const struct node *body;
};

/* A few words each, such as names of offices, in their order. */
struct names {
	const char *const *items;
	size_t count;
};

struct attachment {
	const char *title;
	const struct node *body; /* NULL: only announced, not part of it */
};

enum circular_style {
	CIRCULAR_DOCUMENT,   /* 文件: the red head */
	CIRCULAR_NEWSLETTER, /* 简报 */
	CIRCULAR_LETTER,     /* 信函 */
};

/*
 * An official circular (通报), newsletter or letter, ready for any renderer.
 * Fields that are absent are NULL, false or empty.  PRINT.md rows 6-18 and 21
 * say where each goes.
 */
struct circular {
	const char *id;       /* of the record, for messages */
	struct span span;     /* of the record, for messages */
	enum circular_style style;
	bool draft;           /* not approved yet: 送审稿 at its head */
	bool withdrawn;       /* then 已撤回 stands there */
	const char *serial;   /* of the copy (份号): 000123 */
	const char *secrecy;  /* 秘密★1年 */
	const char *urgency;  /* 特急 */
	/*
	 * The issuer's mark (红头): 某某大学…办公室文件.  NULL with several
	 * issuers is their names one below the other, 文件 beside them.
	 */
	const char *mark;
	const char *number;   /* 校创先组办〔2010〕11号; 第1期（总第12期） */
	struct names signers; /* 签发人, of a document that goes upwards */
	const char *title;
	const char *addressees; /* without the colon */
	const struct attachment *attachments;
	size_t attachment_count;
	struct names issuers;   /* the main one first */
	bool sealed;            /* leaves room for seals */
	const char *date;       /* ISO: 2010-10-15 */
	const char *note;       /* the scope, without brackets */
	struct names notes;     /* what else is said below that; the same */
	const char *superiors;  /* of a newsletter: 报, as the next */
	const char *copies;     /* who gets one, without the full stop */
	/* The office that printed it: has a colophon; who makes a newsletter. */
	const char *printer;
	const char *printed;    /* how many copies: 120 */
	/* Of a sealed period: the seal and its root, by which paper tells it. */
	const char *witness;
	struct print_options options;
	const struct node *body;
	PLANT_FACTS
};

/* What the print of a circular tells those who show it in other ways. */
struct print_facts {
	size_t pages;       /* 0: it was not printed yet */
	struct names title; /* as its lines */
};

#endif
