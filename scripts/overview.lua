-- overview.lua: the figures at the head of the home page and the section
-- 本期概况 below them.
--
-- How an edition filter works.  `edition` is called once for every edition,
-- with what the readers of that edition may see and nothing else: a record
-- they may not see is not in e.records, a field they may not see is nil.  It
-- adds figures (e:glance) and sections (e:section) to the home page, or pages
-- of its own (e:page).
--
-- The figures here come from tallies, which count hidden records too and are
-- released by the program; coverage.lua explains them.  Needs timeliness.lua;
-- there is a figure for each of the others that site.yaml lists, and with
-- methods.lua the table has a column for every method.
local figures = require "figures"
local say = figures.say

-- Of how many periods figures are shown, the newest first.
local PERIODS_SHOWN = 2

local function sentence(e, p)
  local reviews = e.tallies.timeliness
  local parts = {}
  for _, form in ipairs(e.programme.forms) do
    local n = reviews{ period = p, form = form }
    if figures.some(n) then
      parts[#parts + 1] = form.short .. say(n .. "次", ":\u{a0}" .. n)
    end
  end
  local said = say("%s共点评%d次，其中%s", "%s: %d\u{a0}reviews (%s)"):format(
    p.name, reviews{ period = p }, table.concat(parts, say("、", ", ")))
  if p.due >= e.as_of then
    -- The period still runs: who is late can't be said yet.
    return said .. say("，完成时限为%s。", ", due by %s."):format(
      figures.day_words(p.due, true))
  end
  local in_time = reviews{ period = p, time = "in-time" }
  return said .. say("；定期点评%s前完成的占%s。",
    "; of the regular ones held by %s: %s."):format(
      figures.day_words(p.due, true),
      percent(in_time, in_time + reviews{ period = p, time = "late" }))
end

local function columns_of(e, p)
  local reviews, methods = e.tallies.timeliness, figures.find(e, "methods")
  local columns = {}
  for _, form in ipairs(e.programme.forms) do
    if figures.some(reviews{ period = p, form = form }) then
      columns[#columns + 1] = { form.short, function(at)
        return at(reviews, { form = form })
      end }
    end
  end
  for _, method in ipairs(methods and e.programme.methods or {}) do
    columns[#columns + 1] = { method.name, function(at)
      return at(methods, { method = method })
    end }
  end
  return columns
end

-- Of what is counted, the edition may show some only: says how many, where it
-- is fewer than the figure.  Both are in sight of the reader.
local function listed_words(figure, listed, where, unit)
  if is_withheld(figure) or figure <= listed then
    return nil
  end
  return listed == 0 and say("都不在本版本阅读范围内", "none within this edition's scope")
    or say("%s列出其中%d%s，其余不在本版本阅读范围内",
      "%s lists\u{a0}%d%s of them; the others are not within this edition's scope")
      :format(where, listed, unit)
end

local function problem_count(r)
  return #(r.problems or {})
end

-- Figures with a minimum may be of an earlier day than the page.
local function day_note(e, tally)
  return tally.day and tally.day ~= e.as_of
    and say("统计截至", "up to ") .. figures.day_words(tally.day, true) or nil
end

-- All there is to note, in one; nil for nothing.
local function noted(...)
  local notes, all = {}, table.pack(...)
  for i = 1, all.n do
    notes[#notes + 1] = all[i]
  end
  return #notes > 0 and table.concat(notes, say("；", "; ")) or nil
end

-- What is asked of one tally: {tally, function(e, tally, period) → a figure's
-- parts}.  A figure leads to the page that explains it, or to the rows of the
-- ledger that it counts.
local glances = {
  { "coverage", function(e, _, p)
    local of = figures.due_counts(e, nil, p)
    local all = of.due - of.waived
    return { title = say("党组织覆盖率", "Organisations reviewed"),
      value = percent(of.reviewed, all), page = "analysis/coverage",
      note = say("应评%d个，已评%d个", "%d\u{a0}due, %d\u{a0}done"):format(
        all, of.reviewed) }
  end },
  { "timeliness", function(e, tally, p)
    local parts = {}
    for _, form in ipairs(e.programme.forms) do
      local n = tally{ period = p, form = form }
      if figures.some(n) then
        parts[#parts + 1] = form.short .. "\u{a0}" .. n
      end
    end
    local all = tally{ period = p }
    return { title = say("点评", "Reviews"), value = all,
      page = "ledger", where = { period = p },
      note = noted(table.concat(parts, say("，", ", ")),
        listed_words(all, count{ kind = "review", period = p.id },
          say("台账", "the ledger"), say("次", ""))) }
  end },
  { "timeliness", function(_, tally, p)
    local in_time = tally{ period = p, time = "in-time" }
    return { title = say("按时率", "In time"),
      value = percent(in_time, in_time + tally{ period = p, time = "late" }),
      page = "analysis/timeliness",
      note = say("时限", "due ") .. figures.day_words(p.due, true) }
  end },
  { "methods", function(e, tally, p)
    local first = e.programme.methods[1]
    return { title = say("%s占比", "%s"):format(first.name),
      value = percent(tally{ period = p, method = first },
        tally{ period = p }), page = "analysis/methods" }
  end },
  { "rectification", function(e, tally, p)
    local all = tally{ period = p }
    local listed = sum(records{ kind = "review", period = p.id }, problem_count)
    return { title = say("指出问题", "Problems found"), value = all,
      page = "period/" .. p.id,
      note = noted(day_note(e, tally),
        listed_words(all, listed, say("本期页面", "the period's page"),
          say("个", ""))) }
  end },
  { "rectification", function(e, tally, p)
    local all = tally{ period = p }
    local done = tally{ period = p, progress = "closed" }
      + tally{ period = p, progress = "lasting" }
    return { title = say("整改率", "Rectified"), value = percent(done, all),
      page = "analysis/rectification",
      note = say("逾期", "overdue:\u{a0}") .. tally{ period = p, progress = "overdue" }
        .. (day_note(e, tally) and say("；", "; ") .. day_note(e, tally) or "") }
  end },
}

local function glances_add(e, p)
  for _, asked in ipairs(glances) do
    local tally = figures.find(e, asked[1])
    if tally then
      local figure = asked[2](e, tally, p)
      figure.period = p
      e:glance(figure)
    end
  end
end

return {
  edition = function(e)
    local reviews = e.tallies.timeliness
    for i, p in ipairs(figures.periods(e, reviews)) do
      if i <= PERIODS_SHOWN then
        glances_add(e, p)
      end
      if i == 1 then
        e:section{ page = "home", title = say("本期概况", "This period"), body = {
          sentence(e, p),
          figures.by_unit(reviews, { period = p }, columns_of(e, p),
            say("%s点评，按单位", "%s: reviews by unit"):format(p.name)),
        } }
      end
    end
  end,
}
