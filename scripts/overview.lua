-- overview.lua: the section 本期概况 on the home page.
--
-- How an edition filter works.  `edition` is called once for every edition,
-- with what the readers of that edition may see and nothing else: a record
-- they may not see is not in e.records, a field they may not see is nil.  It
-- adds sections to the home page (e:section) or pages of its own (e:page).
--
-- The figures here come from tallies, which count hidden records too and are
-- released by the program; coverage.lua explains them.  Needs timeliness.lua;
-- with methods.lua the table has a column for every method.
local figures = require "figures"
local say = figures.say

-- How many periods are shown, the newest first.
local PERIODS_SHOWN = 2

local function sentence(e, p)
  local reviews = e.tallies.timeliness
  local parts = {}
  for _, form in ipairs(e.programme.forms) do
    local n = reviews{ period = p, form = form }
    if figures.some(n) then
      parts[#parts + 1] = form.short .. say(n .. "次", ": " .. n)
    end
  end
  local said = say("%s共点评%d次，其中%s", "%s: %d reviews (%s)"):format(
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

return {
  edition = function(e)
    local body = {}
    local reviews = e.tallies.timeliness
    for i, p in ipairs(figures.periods(e, reviews)) do
      if i <= PERIODS_SHOWN then
        body[#body + 1] = {
          sentence(e, p),
          figures.by_unit(reviews, { period = p }, columns_of(e, p)),
        }
      end
    end
    if #body > 0 then
      e:section{ page = "home", title = say("本期概况", "This period"), body = body }
    end
  end,
}
