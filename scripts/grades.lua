-- grades.lua: the page 评定意见, for programmes that have grades; where the
-- programme has none, or nothing may be told, there is no page.
-- coverage.lua explains tallies, figures.lua the tables.
local figures = require "figures"
local say = figures.say

return {
  tallies = {
    grades = {
      title = say("评定意见", "Grades"),
      of = "grades",
      by = { "period", "form", "grade" },
      -- That nobody got a grade tells of everybody: a zero is withheld as well.
      sensitive = { "grade" },
      map = function(r, cell)
        if r.kind == "review" and r.round ~= "interim" and r.grade
          and r.period and r.form then
          cell(r.period, r.form, r.grade)
        end
      end,
    },
  },

  edition = function(e)
    local grades = e.tallies.grades
    figures.page(e, grades, "grades", grades.title, function(period)
      return {
        figures.chart_by_value({ kind = "stack", unit = say("次", ""),
          title = grades.title }, e, grades, { period = period }, "form",
          figures.series(e, grades, "grade")),
        figures.cross(grades, { period = period }, "form", "grade", e),
      }
    end, say("不含适时点评和没有评定意见的点评。",
      "Without interim reviews and reviews without a grade. "))
  end,
}
