/*
 * The filters of sites by chance, and their themes (random_site.h): each does one thing that a
 * filter can do to who sees what.
 *
 *	narrow.lua   narrows records
 *	leave.lua    leaves records out
 *	derive.lua   derives fields from fields that some may not see
 *	pages.lua    shows what an edition sees, and what derive.lua derived
 *	tallies.lua  counts, and shows every cell to every edition
 *	facts.lua    counts by one thing of a record that may be hidden
 *	late.lua     counts by what derive.lua derived
 */
#ifndef TONGBAO_TESTS_RANDOM_SCRIPTS_H
#define TONGBAO_TESTS_RANDOM_SCRIPTS_H

#include "folder.h"

static const struct random_script {
	const char *name, *text;
} random_scripts[] = {
	{ "narrow.lua",
	    "return { record = function(r)\n"
	    "  if r.kind == 'review' and r.problems then\n"
	    "   r:narrow('root/cadres') end\n"
	    "  if r.kind == 'exemplar' then r:narrow('subject/members') end\n"
	    " end }\n" },
	{ "leave.lua",
	    "return { record = function(r)\n"
	    "  if r.kind == 'review' and r.venue then return false end\n"
	    "  if r.kind == 'plan' and r.id > 'q3/8' then return false end\n"
	    " end }\n" },
	{ "derive.lua",
	    "return { derived = { late = { type = 'boolean' },"
	    " found = { type = 'integer' }, words = { type = 'text' } },\n"
	    " record = function(r)\n"
	    "  if r.kind ~= 'review' then return end\n"
	    "  r.late = r.date > '2010-09-15'\n"
	    "  r.found = r.problems and #r.problems or 0\n"
	    "  r.words = r.venue and r.venue .. r.date or 'none'\n"
	    " end }\n" },
	{ "pages.lua",
	    "return { edition = function(e)\n"
	    "  local rows = {}\n"
	    "  for _, o in ipairs(e.organisations) do\n"
	    "   local n, found = 0, 0\n"
	    "   for _, r in ipairs(e.records) do\n"
	    "    if r.organisation and r.organisation:within(o) then\n"
	    "     n = n + 1 found = found + (r.found or 0) end\n"
	    "   end\n"
	    "   rows[#rows + 1] = { o.name, n, found }\n"
	    "  end\n"
	    "  e:page{ address = 'sums', title = '数', body ="
	    "   table{ head = { '组织', '记录', '问题' }, rows = rows } }\n"
	    "  local list = {}\n"
	    "  for _, r in ipairs(e.records) do list[#list + 1] = r end\n"
	    "  e:section{ page = 'home', title = '全部', body = list }\n"
	    " end }\n" },
	/* No filter, but what the two below share. */
	{ "cells.lua",
	    "local cells = {}\n"
	    "local function walk(t, i, where, name, rows)\n"
	    "  local d = t.dimensions[i]\n"
	    "  if not d then rows[#rows + 1] = { name, t(where) } return end\n"
	    "  walk(t, i + 1, where, name, rows)\n"
	    "  for _, v in ipairs(d.values) do\n"
	    "   where[d.id] = v\n"
	    "   walk(t, i + 1, where, name .. '/' .. v.name, rows)\n"
	    "   if v.level and v.level ~= d.level then\n"
	    "    where.itself = true\n"
	    "    walk(t, i + 1, where, name .. '/' .. v.name .. '!', rows)\n"
	    "    where.itself = nil\n"
	    "   end\n"
	    "   where[d.id] = nil\n"
	    "  end\n"
	    "end\n"
	    "function cells.page(e, t)\n"
	    "  local rows, labels, values = {}, {}, {}\n"
	    "  walk(t, 1, {}, t.title, rows)\n"
	    "  local d = t.dimensions[1]\n"
	    "  for i, v in ipairs(d.values) do\n"
	    "   labels[i], values[i] = v.name, t{ [d.id] = v }\n"
	    "  end\n"
	    "  local parts = {}\n"
	    "  for i, n in ipairs(values) do\n"
	    "   parts[i] = labels[i] .. blur(n) .. percent(n, t{})\n"
	    "    .. (is_withheld(n) and '?' or n > 1 and '多' or '少')\n"
	    "  end\n"
	    "  e:page{ address = 'cells/' .. t.name, title = t.title,\n"
	    "   group = '统计', body = {\n"
	    "    string.format('%d%s %s', t{}, t.day, sum(values)),\n"
	    "    table.concat(parts, '，'),\n"
	    "    table{ head = { '格', '数' }, rows = rows },\n"
	    "    #labels > 0 and chart{ kind = ({ 'bar', 'line',\n"
	    "     'stack' })[#labels % 3 + 1], title = d.name, labels = labels,\n"
	    "     series = { { values = values } } } or '' } }\n"
	    "end\n"
	    "return cells\n" },
	/*
	 * Problems by two tallies that agree; reviews by two with a minimum of
	 * 1, which read no more than they may.
	 */
	{ "tallies.lua",
	    "local cells = require 'cells'\n"
	    "local function place(r) return r.organisation or 'o0' end\n"
	    "local function problems(name)\n"
	    "  return function(r, cell)\n"
	    "   if r.kind ~= 'review' then return end\n"
	    "   for _, p in ipairs(r.problems or {}) do name(r, p, cell) end\n"
	    "  end\n"
	    "end\n"
	    "local heard = { id = 'heard', title = '听', words = {\n"
	    "  { 'yes', '有' }, { 'no', '无' } } }\n"
	    "return { tallies = {\n"
	    "  found = { title = '问题', of = 'problems', most = 90,\n"
	    "   by = { 'organisation:branch', 'state' },\n"
	    "   map = problems(function(r, p, cell)\n"
	    "    cell(place(r), p.overdue and 'open' or p.state) end) },\n"
	    "  terms = { title = '各期', of = 'problems', most = 90,\n"
	    "   by = { 'organisation:college', 'period', 'form' },\n"
	    "   map = problems(function(r, p, cell)\n"
	    "    cell(place(r), r.period, r.form) end) },\n"
	    "  aspects = { title = '方面', by = { 'aspect', 'period' },\n"
	    "   map = problems(function(r, p, cell)\n"
	    "    if p.aspect and not p.answered then\n"
	    "     cell(p.aspect, r.period) end end) },\n"
	    "  grades = { title = '等次', by = { 'grade', 'period' },\n"
	    "   sensitive = { 'grade' }, map = function(r, cell)\n"
	    "    if r.kind == 'review' and r.grade then\n"
	    "     cell(r.grade, r.period) end end },\n"
	    "  heard = { title = '意见', by = { heard, 'organisation:college' },\n"
	    "   minimum = 4, map = function(r, cell)\n"
	    "    if r.kind == 'review' then\n"
	    "     cell(r.opinions and 'yes' or 'no', place(r)) end end },\n"
	    "  links = { title = '联系', by = { heard, 'period' }, most = 9,\n"
	    "   map = function(r, cell)\n"
	    "    if r.kind == 'review' then\n"
	    "     cell(r.report and 'yes' or 'no', r.period) end\n"
	    "    if r.kind == 'reply' and r.items and r.items[1] then\n"
	    "     cell(r.items[1].state == 'done' and 'yes' or 'no', r.period)\n"
	    "    end\n"
	    "    if r.kind == 'release' and r.records then\n"
	    "     cell(#r.records > 1 and 'yes' or 'no', 'q3') end end },\n"
	    "  reviews = { title = '点评', of = 'reviews', minimum = 1,\n"
	    "   most = 90, by = { 'organisation:branch', 'period' },\n"
	    "   map = function(r, cell)\n"
	    "    if r.kind == 'review' then\n"
	    "     cell(place(r), r.period) end end },\n"
	    "  ways = { title = '方式', of = 'reviews', minimum = 1,\n"
	    "   most = 90, by = { 'organisation:college', 'method', 'form' },\n"
	    "   map = function(r, cell)\n"
	    "    if r.kind == 'review' then\n"
	    "     cell(place(r), r.method, r.form) end end },\n"
	    " }, edition = function(e)\n"
	    "  for _, name in ipairs{ 'found', 'terms', 'aspects', 'grades',\n"
	    "   'heard', 'links', 'reviews', 'ways' } do\n"
	    "   cells.page(e, e.tallies[name])\n"
	    "  end\n"
	    " end }\n" },
	/* Which one it reads, the day says. */
	{ "facts.lua",
	    "local cells = require 'cells'\n"
	    "local function id(x)\n"
	    "  return type(x) == 'string' and x or x and x.id or '' end\n"
	    "local function of_first(r, name)\n"
	    "  return r.problems and r.problems[1] and r.problems[1][name] end\n"
	    "local facts = { review = {\n"
	    "  function(r) return r.reviewer_is_head end,\n"
	    "  function(r) return id(of_first(r, 'owner')) > 'm3' end,\n"
	    "  function(r) return id(r.reviewer) < 'm4' end,\n"
	    "  function(r) return r.id < 'q3/8' end,\n"
	    "  function(r) return r.organisation and\n"
	    "   id(r.organisation.superior) == 'o1' end,\n"
	    "  function(r) return of_first(r, 'scope') == 'leaders' end,\n"
	    "  function(r) return (r.attendance or {}).members == 1 end,\n"
	    "  function(r) return id(r.subject) > 'm' end,\n"
	    "  function(r) return of_first(r, 'answered') end,\n"
	    "  function(r) return r.organisation and\n"
	    "   id(r.organisation.head) > 'm4' end,\n"
	    "  function(r) return r.organisation and\n"
	    "   r.organisation.classes[1] end,\n"
	    " }, reply = {\n"
	    "  function(r) return id(r.from) > 'm' end,\n"
	    "  function(r) return #(r.items or {}) > 1 end,\n"
	    "  function(r) return id(r.subject) > 'm' end,\n"
	    " }, release = {\n"
	    "  function(r) return r.audience == 'root/masses' end,\n"
	    "  function(r) return id(r.approved.by) > 'm3' end,\n"
	    " }, amendment = {\n"
	    "  function(r) return r.changed end,\n"
	    "  function(r) return id(r.record) > 'q3/8' end,\n"
	    " }, participation = {\n"
	    "  function(r) return id(r.organisation) > 'o1' end,\n"
	    "  function(r) return id(r.leader) > 'm4' end,\n"
	    " } }\n"
	    "return { tallies = { facts = { title = '事', most = 9,\n"
	    "  by = { { id = 'fact', words = { 'yes', 'no' } },\n"
	    "   'organisation:branch' }, map = function(r, cell)\n"
	    "   local known = facts[r.kind]\n"
	    "   if not known or not r.organisation then return end\n"
	    "   local d = r.date or '2010-09-01'\n"
	    "   local n = tonumber(d:sub(6, 7)) * 2 + tonumber(d:sub(10))\n"
	    "   cell(known[n % #known + 1](r) and 'yes' or 'no',\n"
	    "    r.organisation)\n"
	    "  end } },\n"
	    " edition = function(e) cells.page(e, e.tallies.facts) end }\n" },
	{ "late.lua",
	    "local cells = require 'cells'\n"
	    "local time = { id = 'time', words = { 'late', 'early', 'weak' } }\n"
	    "return { tallies = { late = { title = '迟', most = 9,\n"
	    "  by = { time, 'organisation:branch' }, map = function(r, cell)\n"
	    "   if r.kind ~= 'review' or not r.organisation then return end\n"
	    "   cell(r.late and 'late' or 'early', r.organisation,\n"
	    "    math.min(9, r.found or 0))\n"
	    "   if r.organisation.classes[1] and r.reviewer_is_head then\n"
	    "    cell('weak', r.organisation) end\n"
	    "  end } },\n"
	    " edition = function(e) cells.page(e, e.tallies.late) end }\n" },
};

static void
random_scripts_put(struct arena *arena, const char *root)
{
	for (size_t i = 0;
	     i < sizeof(random_scripts) / sizeof(*random_scripts); i++)
		folder_put(arena, root,
		    arena_printf(arena, "scripts/%s", random_scripts[i].name),
		    text_of(random_scripts[i].text));
}

/* The theme of a golden site, plain and quick, and the one that is shipped. */
static void
random_theme_put(struct arena *arena, const char *root, const char *from)
{
	struct os_list list = { 0 };
	struct os_error error;
	assert_int_equal(os_walk(arena, from, &list, &error), 0);
	for (size_t i = 0; i < list.count; i++) {
		struct text text;
		assert_int_equal(os_read(arena,
		    arena_printf(arena, "%s/%s", from, list.items[i].path),
		    &text, &error), 0);
		folder_put(arena, root,
		    arena_printf(arena, "themes/%s", list.items[i].path),
		    text);
	}
}

static inline void
random_themes_put(struct arena *arena, const char *root)
{
	struct os_error error;
	random_theme_put(arena, root, "tests/golden/circles/themes");
	random_theme_put(arena, root, "themes");
	/* The program's own words, which lie beside no test. */
	struct text words;
	assert_int_equal(os_read(arena,
	    "themes/default/strings.zh-CN.yaml", &words, &error), 0);
	folder_put(arena, root, "themes/plain/strings.zh-CN.yaml",
	    words);
}

#endif
