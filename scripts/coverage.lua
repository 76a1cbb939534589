-- coverage.lua: the page 覆盖情况.  Who was to be reviewed, who was, and how
-- many blind spots are left (方案第五章：全覆盖，不留盲点).
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
local say = figures.say

return {
  tallies = {
    coverage = {
      title = say("覆盖情况", "Coverage"),
      of = "coverage",
      by = { figures.BY, "period",
        { id = "who", title = say("对象", "Subject"),
          words = { {"organisation", say("党组织", "Organisations")},
            {"member", say("党员", "Members")} } },
        { id = "how", title = say("情况", "State"),
          words = { {"reviewed", say("已点评", "Reviewed")},
            {"waived", say("免评", "Waived")} } } },
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
    figures.page(e, coverage, "coverage", coverage.title, function(period)
      local function count(who, how)
        return function(at)
          return at(coverage, { who = who, how = how })
        end
      end
      local done = count("organisation", "reviewed")
      local waived = count("organisation", "waived")
      -- How many are due can be said of units, and of all together.
      local function wanted(unit, is_all)
        return (unit or is_all) and figures.due(e, unit, period) or nil
      end
      local columns = {
        { say("应评党组织", "Organisations due"), function(_, unit, is_all)
          return wanted(unit, is_all)
        end },
        { say("已评", "Reviewed"), done },
        { say("免评", "Waived"), waived },
        { period.due < e.as_of and say("盲点", "Blind spots")
            or say("待评", "To be reviewed"),
          function(at, unit, is_all)
            local all = wanted(unit, is_all)
            return all and all - done(at) - waived(at)
          end },
        { say("覆盖率", "Coverage"), function(at, unit, is_all)
          local all = wanted(unit, is_all)
          return all and percent(done(at), all - waived(at))
        end },
        { say("已评党员", "Members reviewed"), count("member", "reviewed") },
        { say("免评党员", "Members waived"), count("member", "waived") },
      }
      return figures.by_unit(coverage, { period = period }, columns,
        period.name)
    end)
  end,
}
