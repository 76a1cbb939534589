-- coverage.lua: the page 覆盖情况.  Who was to be reviewed, who was, and how
-- many blind spots are left (方案第五部分：全覆盖，不留盲点).
--
-- How a tally works.  Readers of an edition see some of the records only, but
-- figures should count all.  A tally is the one way to do that.  It declares
-- what is counted by, from closed lists, and a function `map` that is called
-- with every record and names a cell.  The program does the counting: it adds
-- 1 for the record's subject, once a cell.  What may be told to the readers of
-- an edition it decides too: a figure behind which fewer than `minimum` people
-- or organisations stand that they can't see themselves is withheld.  A
-- minimum of 1 is for tallies that say only who was reviewed, by whom, when
-- and how; `map` can then read nothing else.
local figures = require "figures"

-- Is the organisation one that a form wants reviewed in the period?  Those at
-- the top are reviewed from outside.
local function is_due(e, o, period)
  if o.level == e.programme.levels[1].id
    or (o.from and o.from > period.to) or (o.to and o.to < period.to) then
    return false
  end
  for _, form in ipairs(e.programme.forms) do
    if form.coverage and form.subject == "organisation" then
      for _, level in ipairs(form.levels or { o.level }) do
        if level == o.level then
          return true
        end
      end
    end
  end
  return false
end

-- How many organisations are due, in one unit or (nil) in all.
local function due(e, unit, period)
  local n = 0
  for _, o in ipairs(e.organisations) do
    if is_due(e, o, period) and (not unit or o:within(unit)) then
      n = n + 1
    end
  end
  return n
end

return {
  tallies = {
    coverage = {
      title = "覆盖情况",
      of = "coverage",
      by = { figures.BY, "period",
        { id = "who", title = "对象",
          words = { {"organisation", "党组织"}, {"member", "党员"} } },
        { id = "how", title = "情况",
          words = { {"reviewed", "已点评"}, {"waived", "免评"} } } },
      minimum = 1,
      map = function(r, cell)
        -- 适时点评 does not stand for the period's own review.
        local regular = r.kind == "review" and r.round ~= "interim"
        if not (regular or r.kind == "waiver") or not r.period
          or not r.organisation then
          return
        end
        local person = r.subject.kind == "person"
        cell(r.organisation, r.period, person and "member" or "organisation",
          regular and "reviewed" or "waived")
      end,
    },
  },

  edition = function(e)
    local coverage = e.tallies.coverage
    figures.page(e, coverage, "coverage", "覆盖情况", function(period)
      local function count(who, how)
        return function(at)
          return at(coverage, { who = who, how = how })
        end
      end
      local done = count("organisation", "reviewed")
      local waived = count("organisation", "waived")
      -- How many are due can be said of units, and of all together.
      local function wanted(unit, is_all)
        return (unit or is_all) and due(e, unit, period) or nil
      end
      local columns = {
        { "应评党组织", function(_, unit, is_all)
          return wanted(unit, is_all)
        end },
        { "已评", done },
        { "免评", waived },
        { period.due < e.as_of and "盲点" or "待评",
          function(at, unit, is_all)
            local all = wanted(unit, is_all)
            return all and all - done(at) - waived(at)
          end },
        { "覆盖率", function(at, unit, is_all)
          local all = wanted(unit, is_all)
          return all and percent(done(at), all - waived(at))
        end },
        { "已评党员", count("member", "reviewed") },
        { "免评党员", count("member", "waived") },
      }
      return figures.by_unit(coverage, { period = period }, columns)
    end, "不含适时点评。")
  end,
}
