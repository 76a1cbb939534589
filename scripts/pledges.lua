-- pledges.lua: the page 承诺兑现, from what reports say of pledges.
-- coverage.lua explains tallies, figures.lua the tables.
local figures = require "figures"

return {
  tallies = {
    pledges = {
      title = "承诺兑现",
      of = "pledges",
      by = { figures.BY, "period",
        { id = "kept", title = "兑现情况", words = {
          {"kept", "已兑现"}, {"partly", "部分兑现"}, {"not-yet", "未兑现"},
          {"untold", "未说明"} } } },
      most = 20,
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
    figures.page(e, pledges, "pledges", "承诺兑现", function(period)
      local function kept(at) return at(pledges, { kept = "kept" }) end
      local columns = {
        { "公开承诺", function(at) return at(pledges) end } }
      for _, value in ipairs(figures.dimension(pledges, "kept").values) do
        columns[#columns + 1] = { value.name, function(at)
          return at(pledges, { kept = value })
        end }
      end
      columns[#columns + 1] = { "兑现率", function(at)
        return percent(kept(at), at(pledges))
      end }
      return figures.by_unit(pledges, { period = period }, columns)
    end, "按汇报中所列的公开承诺统计。")
  end,
}
