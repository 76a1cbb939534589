#include "filter/edition_parts.h"

/* One piece of code in a bulletin. */
struct live {
	struct text code;
	bool is_inline;
	const char *period;
	struct node *made;
};

/* An expression is compiled as what returns it. */
static void
push_chunk(lua_State *L, const struct live *live)
{
	struct text code = live->code;
	if (live->is_inline)
		code = text_of(arena_printf(sandbox_of(L)->arena,
		    "return %.*s", TEXT_ARG(code)));
	if (luaL_loadbufferx(L, code.at, code.len, "=" LIVE_CHUNK, "t") !=
	    LUA_OK)
		lua_error(L);
}

/* Globals of its own, with the edition and the bulletin's period. */
static void
push_live_globals(lua_State *L, const struct edition_filter *filter)
{
	sandbox_push_globals(L);
	proxy_push(L, &edition_class, filter->view);
	lua_setfield(L, -2, "e");
	if (*filter->live->period != '\0') {
		sandbox_set_text(L, "period", filter->live->period);
	}
}

static int
live_run(lua_State *L)
{
	struct edition_filter *filter = lua_touserdata(L, 1);
	struct live *live = filter->live;
	push_chunk(L, live);
	push_live_globals(L, filter);
	lua_setupvalue(L, -2, 1); /* _ENV is a chunk's only upvalue */
	lua_call(L, 0, 1);
	if (lua_isnil(L, -1))
		return sandbox_raise(L, RULE_FILTER_RESULT,
		    live->is_inline
			? N_("this gives nothing")
			: N_("the block returns nothing; end it with return …"));
	live->made = live->is_inline ? body_make_inline(L, lua_gettop(L))
				     : body_make(L, -1);
	return 0;
}

/* ---- where it stands in the bulletin ---- */

/* The visible section that holds `where`; NULL when there is none. */
static const struct view_section *
section_find(const struct view *view, struct span where)
{
	const struct entry_list *all = view_entries(view);
	for (size_t i = 0; i < all->count; i++) {
		const struct view_body *body = entry_body(all->items[i]);
		for (size_t j = 0; j < body->section_count; j++) {
			struct span s = body->sections[j].span;
			if (s.source == where.source &&
			    s.start <= where.start && where.end <= s.end)
				return &body->sections[j];
		}
	}
	return NULL;
}

/*
 * The place of the code's `line`-th line.  A block's span is its lines, with
 * the fences; the code is looked up in them, as the view has them.  Where it
 * can't be found (indented code, say) the whole block is the place.
 */
static struct span
line_find(
    const struct view *view, struct text code, struct span where, int line)
{
	const struct view_section *section = section_find(view, where);
	if (section == NULL || code.len == 0)
		return where;
	uint32_t base = section->span.start;
	size_t start = where.start - base, end = where.end - base;
	if (end > section->body.len || start >= end)
		return where;
	const char *found =
	    memmem(section->body.at + start, end - start, code.at, code.len);
	if (found == NULL)
		return where;
	struct script lines = {
		.source = where.source,
		.text = code,
		.start = base + (uint32_t)(found - section->body.at),
	};
	return script_line(&lines, line);
}

struct node *
edition_filter_live(struct edition_filter *filter, struct arena *arena,
    struct text code, bool is_inline, const char *period, struct span where,
    struct diags *diags)
{
	struct fault fault;
	struct live live = { text_trim(code), is_inline, period, NULL };
	if (!is_inline)
		live.code = code;
	filter->live = &live;
	filter->where = where;
	filter->withheld_told = false;
	int status = sandbox_run(filter->phase.box, &filter->live_limits, arena,
	    live_run, filter, &fault);
	filter->live = NULL;
	filter->where = SPAN_NONE;
	/* A copy: texts may point into the view, which goes before the text. */
	if (status == 0)
		return node_copy(arena, live.made);
	fault.span =
	    line_find(filter->view, live.code, where, fault.place.line);
	sandbox_report(&fault, _("Lua in the text"), diags);
	return NULL;
}
