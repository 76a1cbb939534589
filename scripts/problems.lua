-- problems.lua: the page 存在问题.  In which aspects do problems lie, and how
-- far have they come?
-- coverage.lua explains tallies, figures.lua the tables.
local figures = require "figures"
local say = figures.say

-- In words: 个别, 少数, 部分 by how many there are, 有关 where that may not be
-- told.
local function sentence(problems, period)
  local parts = {}
  for _, aspect in ipairs(figures.values(problems, "aspect",
    { period = period })) do
    local n = problems{ period = period, aspect = aspect }
    parts[#parts + 1] = say("%s方面的%s问题", "%s: %s problems"):format(
      aspect.name, blur(n))
  end
  return say("%s点评指出%s。", "%s: the reviews found (%s)."):format(
    period.name, table.concat(parts, say("，", "; ")))
end

return {
  tallies = {
    problems = {
      title = say("存在问题", "Problems"),
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
    figures.page(e, problems, "problems", problems.title, function(period)
      return {
        sentence(problems, period),
        figures.cross(problems, { period = period }, "aspect", "state"),
      }
    end)
  end,
}
