-- rectification.lua: the page 整改落实.  How many problems were put right, how
-- many are over their day, how many were answered?  A problem is closed by a
-- verification only (销号); what is kept up for good (长期坚持) is not overdue.
-- coverage.lua explains tallies, figures.lua the tables.
local figures = require "figures"
local say = figures.say

-- Where a problem stands, each in one place.
local function progress_of(problem)
  if problem.overdue then
    return "overdue"
  elseif problem.state == "closed" or problem.state == "lasting"
    or problem.state == "done" then
    return problem.state
  end
  return "under-way"
end

-- A map that names a cell for each problem of a review: its unit, its period,
-- and what `word` says of it.
local function each_problem(word)
  return function(r, cell)
    if r.kind ~= "review" or not r.period then
      return
    end
    for _, problem in ipairs(r.problems or {}) do
      cell(figures.place(r), r.period, word(problem))
    end
  end
end

-- What is late, and what is left to be done, stands at the foot of the bars.
local function chart_of(e, rectification, period)
  local columns = {}
  local series = figures.series(e, rectification, "progress")
  for i = #series, 1, -1 do
    columns[#columns + 1] = series[i]
  end
  return figures.chart_by_unit({ kind = "stack", unit = say("个", ""),
    title = say("各单位问题整改进展", "Problems by unit") }, rectification,
    { period = period }, columns)
end

local function answer_of(problem)
  return problem.answered and "answered" or "unanswered"
end

return {
  tallies = {
    rectification = {
      title = say("整改落实", "Rectification"),
      of = "problems",
      by = { figures.BY, "period",
        { id = "progress", title = say("进展", "Progress"), words = {
          {"closed", say("已销号", "Closed")},
          {"lasting", say("长期坚持", "Kept up for good")},
          {"done", say("待核验", "To be verified")},
          {"under-way", say("整改中", "Under way")},
          {"overdue", say("逾期未完成", "Overdue")} } } },
      most = 200,
      map = each_problem(progress_of),
    },
    answers = {
      title = say("整改回复", "Replies"),
      of = "problems",
      by = { figures.BY, "period",
        { id = "answer", title = say("回复", "Reply"), words = {
          {"answered", say("已回复", "Answered")},
          {"unanswered", say("未回复", "Not answered")} } } },
      most = 200,
      map = each_problem(answer_of),
    },
  },

  edition = function(e)
    local rectification, answers = e.tallies.rectification, e.tallies.answers
    figures.page(e, rectification, "rectification", rectification.title,
      function(period)
        local columns = {
          { say("问题", "Problems"), function(at) return at(rectification) end },
          { say("已回复", "Answered"), function(at)
            return at(answers, { answer = "answered" })
          end },
        }
        for _, value in ipairs(
          figures.dimension(rectification, "progress").values) do
          columns[#columns + 1] = { value.name, function(at)
            return at(rectification, { progress = value })
          end }
        end
        columns[#columns + 1] = { say("整改率", "Share rectified"), function(at)
          return percent(at(rectification, { progress = "closed" })
            + at(rectification, { progress = "lasting" }), at(rectification))
        end }
        return {
          chart_of(e, rectification, period),
          figures.by_unit(rectification, { period = period }, columns),
        }
      end, say("按各期点评指出的问题统计；整改率为已销号和长期坚持所占比例。",
        "By the period whose reviews found them; rectified is what was closed"
        .. " or is kept up for good. "))
  end,
}
