-- problems.lua: the page 存在问题.  In which aspects do problems lie, and how
-- far have they come?
-- coverage.lua explains tallies, figures.lua the tables.
local figures = require "figures"
local say = figures.say

-- In words: 个别, 少数, 部分 by how many there are, 有关 where that may not be
-- told.  Aspects of which the same is said stand together.
local function sentence(problems, period)
  local words, aspects = {}, {}
  for _, aspect in ipairs(figures.values(problems, "aspect",
    { period = period })) do
    local word = blur(problems{ period = period, aspect = aspect })
    if not aspects[word] then
      words[#words + 1], aspects[word] = word, ""
    end
    aspects[word] = aspects[word] .. say("“%s”", "“%s” "):format(aspect.name)
  end
  for i, word in ipairs(words) do
    words[i] = say("%s方面的%s问题", "%s(%s problems)"):format(
      aspects[word], word)
  end
  return say("点评指出%s。", "Reviews found: %s."):format(
    table.concat(words, say("，", "; ")))
end

-- The states of problems that a chart keeps apart; what is left to be done
-- stands at the foot of the bars.
local stages = {
  { say("未完成", "To be done"), { "open", "doing", "extended", "reopened" } },
  { say("待核验", "To be verified"), { "done" } },
  { say("已销号或长期坚持", "Closed or kept up"), { "closed", "lasting" } },
}

local function chart_of(e, problems, period)
  local columns = {}
  for i, stage in ipairs(stages) do
    columns[i] = { stage[1], function(at)
      local n = 0
      for _, state in ipairs(stage[2]) do
        n = n + at(problems, { state = state })
      end
      return n
    end }
  end
  return figures.chart_by_value({ kind = "stack", unit = say("个", ""),
    title = say("各方面问题整改情况", "Problems by aspect") }, e, problems,
    { period = period }, "aspect", columns)
end

return {
  tallies = {
    problems = {
      title = say("存在问题", "Problems"),
      of = "problems by aspect",
      by = { "period", "aspect", "state" },
      -- One review may name several problems of one aspect.
      most = 200,
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
        chart_of(e, problems, period),
        figures.cross(problems, { period = period }, "aspect", "state", e),
      }
    end)
  end,
}
