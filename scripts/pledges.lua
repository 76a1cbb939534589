-- pledges.lua: the page 承诺兑现, from what reports say of pledges.
-- coverage.lua explains tallies, figures.lua the tables.
local figures = require "figures"
local say = figures.say

return {
  tallies = {
    pledges = {
      title = say("承诺兑现", "Pledges kept"),
      of = "pledges",
      by = { figures.BY, "period",
        { id = "kept", title = say("兑现情况", "State"), words = {
          {"kept", say("已兑现", "Kept")},
          {"partly", say("部分兑现", "Partly kept")},
          {"not-yet", say("未兑现", "Not yet kept")},
          {"untold", say("未说明", "Not told")} } } },
      most = 200,
      map = function(r, cell)
        if r.kind ~= "report" or not r.period then
          return
        end
        for _, pledge in ipairs(r.pledges or {}) do
          cell(figures.place(r), r.period, pledge.state or "untold")
        end
      end,
    },
  },

  edition = function(e)
    local pledges = e.tallies.pledges
    figures.page(e, pledges, "pledges", pledges.title, function(period)
      local function kept(at) return at(pledges, { kept = "kept" }) end
      local columns = {
        { say("公开承诺", "Public pledges"), function(at) return at(pledges) end } }
      for _, value in ipairs(figures.dimension(pledges, "kept").values) do
        columns[#columns + 1] = { value.name, function(at)
          return at(pledges, { kept = value })
        end }
      end
      columns[#columns + 1] = { say("兑现率", "Share kept"), function(at)
        return percent(kept(at), at(pledges))
      end }
      return {
        figures.chart_by_unit({ kind = "stack", unit = say("项", ""),
          title = say("各单位承诺兑现情况", "Pledges by unit") }, pledges,
          { period = period },
          figures.series(e, pledges, "kept")),
        figures.by_unit(pledges, { period = period }, columns),
      }
    end, say("按汇报中所列的公开承诺统计。",
      "By the public pledges that reports list. "))
  end,
}
