-- problems.lua: the page 存在问题.  In which aspects do problems lie, and how
-- far have they come?
-- coverage.lua explains tallies, figures.lua the tables.
local figures = require "figures"

-- In words: 个别, 少数, 部分 by how many there are, 有关 where that may not be
-- told.
local function sentence(problems, period)
  local parts = {}
  for _, aspect in ipairs(figures.values(problems, "aspect",
    { period = period })) do
    local n = problems{ period = period, aspect = aspect }
    parts[#parts + 1] = aspect.name .. "方面的" .. blur(n) .. "问题"
  end
  return period.name .. "点评指出" .. table.concat(parts, "，") .. "。"
end

return {
  tallies = {
    problems = {
      title = "存在问题",
      of = "problems by aspect",
      by = { "period", "aspect", "state" },
      -- One review may name several problems of one aspect.
      most = 20,
      map = function(r, cell)
        if r.kind ~= "review" or not (r.problems and r.period) then
          return
        end
        for _, problem in ipairs(r.problems) do
          if problem.aspect then
            cell(r.period, problem.aspect, problem.state)
          end
        end
      end,
    },
  },

  edition = function(e)
    local problems = e.tallies.problems
    figures.page(e, problems, "problems", "存在问题", function(period)
      return {
        sentence(problems, period),
        figures.cross(problems, { period = period }, "aspect", "state"),
      }
    end)
  end,
}
