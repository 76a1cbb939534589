/*
 * What the files of the edition phase share.  They know the view, never the
 * corpus.
 *
 *   edition.c        opening, running, e:section and e:page
 *   edition_proxy.c  the edition, its records, organisations and people
 *   edition_figures.c  tallies, figures, the withheld value
 *   edition_query.c  count, records, sum
 *   edition_words.c  percent, names, blur
 *   edition_body.c   table, link; what Lua gives → document nodes
 *   edition_node.c   elements: pieces of documents as tables of Lua
 *   edition_take.c   and back
 *   edition_chart.c  chart
 *   edition_element.c  filters of elements over the texts of records
 *   live.c           code in bulletins
 */
#ifndef TONGBAO_FILTER_EDITION_PARTS_H
#define TONGBAO_FILTER_EDITION_PARTS_H

#include "filter/edition.h"
#include "filter/library.h"
#include "filter/phase.h"
#include "model/words.h"

/* 个别 1–2, 少数 3–5, 部分 more. */
struct blur_step {
	struct text word;
	lua_Integer most;
};
#define BLUR_STEPS_MOST 8

struct edition_filter {
	struct phase phase; /* its script is NULL for live code */
	const struct view *view;
	const struct figures *figures;
	struct blur_step blur[BLUR_STEPS_MOST];
	size_t blur_count;
	struct text blur_withheld; /* what a withheld number is called */
	struct limits run_limits, live_limits; /* by the size of the view */

	/* the call that runs */
	struct additions *additions; /* NULL: live code */
	struct live *live; /* NULL: a filter */
	struct elements *elements; /* NULL: no filter of elements */
	struct span where; /* of live code, of the element */
	bool *stopped; /* filters of elements that overran their budget */
	bool withheld_told; /* a text was made of a withheld figure */
};

struct edition_filter *edition_of(lua_State *L);
/* What the program says in the site's language. */
const struct strings *strings_of(lua_State *L);

/* What it costs to make a list of proxies, or to look through one. */
#define LIST_STEPS 20
#define ITEM_STEPS 4

/* edition_proxy.c */
extern const struct proxy_class edition_class, entry_class,
    edition_organisation_class, edition_person_class;
void edition_proxies_add(lua_State *L);
extern const struct things edition_things;
/* Methods of the edition that edition.c has. */
int edition_section(lua_State *L);
int edition_page(lua_State *L);
int edition_glance(lua_State *L);
/* The organisation at `index`, a proxy or an id; unknown is a fault. */
const struct view_organisation *edition_check_organisation(
    lua_State *L, int index);
/* Names of fields that records of any kind have, for “did you mean”. */
size_t edition_field_names(lua_State *L, const char **names, size_t room);

/* edition_figures.c */
extern const struct proxy_class tallies_class;
void figures_add(lua_State *L); /* the classes */
bool figure_withheld_at(lua_State *L, int index);
void figure_push_withheld(lua_State *L);
int figure_is_withheld(lua_State *L);

/* edition_words.c */
/* As pages title a record: its own title, or 机电学院领导点评（…季度）. */
const char *entry_words(lua_State *L, const void *entry);
/* A number as people read it; what is none is a fault. */
const char *number_words(lua_State *L, int index);
/* Line ends become spaces, or nothing between Han characters; trimmed. */
struct text lines_join(lua_State *L, struct text text);
int words_percent(lua_State *L);
int words_names(lua_State *L);
int words_blur(lua_State *L);
/* Reads the programme's `rules: blur:`.  -1 after a diagnostic. */
int words_read_blur(struct edition_filter *filter, struct diags *diags);

/* edition_query.c */
int query_count(lua_State *L);
int query_records(lua_State *L);
int query_sum(lua_State *L);

/* edition_body.c */
/* Lists of lists, elements in elements: in what a script gives. */
#define BODY_DEPTH 32
#define COLUMNS_MOST 100
#define NODE_STEPS 10
extern const struct proxy_class node_class;
int body_table(lua_State *L); /* called as table{…} */
int body_link(lua_State *L);
/* In the call's arena, charged for. */
struct node *node_make(lua_State *L, enum node_kind kind);
/* Appends what the value at `index` is as blocks. */
void body_append(lua_State *L, int index, struct node *document, int depth);
/* Is it something of ours that makes blocks, a table or a chart? */
bool is_blocks(lua_State *L, int index);
/* The length of a list; a table that is none is a fault. */
lua_Integer list_count(lua_State *L, int index);
/* "left", "centre", "right"; nil and "default" for no alignment. */
enum node_align align_at(lua_State *L, int index);
/* The value at `index` as a NODE_DOCUMENT in the call's arena. */
struct node *body_make(lua_State *L, int index);
/* The value at `index` as one inline node. */
struct node *body_make_inline(lua_State *L, int index);

/* edition_node.c */
void elements_add(lua_State *L);
/* What a node is to Lua; -1 for parts of lists and tables. */
int element_of_node(const struct node *node);
/* What the value at `index` is; -1 when it is no element. */
int element_at(lua_State *L, int index);
bool element_is_block(int element);
/* A table, and no element. */
bool is_plain_table(lua_State *L, int index);
void element_push(lua_State *L, const struct node *node);
/* edition_take.c: the element at `index`, with all below it. */
struct node *element_take(lua_State *L, int index, int depth);
/* Appends what the value at `index` is within a line. */
void inlines_append(lua_State *L, int index, struct node *into);
/* The type of a value for messages: an element is called by its name. */
const char *element_type(lua_State *L, int index);

/* edition_chart.c */
int body_chart(lua_State *L); /* called as chart{…} */
struct node *chart_take(lua_State *L, int index);
void chart_push(lua_State *L, const struct chart *chart);

#endif
