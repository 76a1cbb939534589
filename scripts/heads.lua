-- heads.lua: the page 一把手点评.  How many of the reviews did heads hold
-- themselves (方案第五部分：主要负责人亲自抓)?  A head is who headed an
-- organisation on the day of the review.
-- coverage.lua explains tallies, figures.lua the tables.
local figures = require "figures"
local say = figures.say

return {
  tallies = {
    heads = {
      title = say("一把手点评", "Reviews by heads"),
      of = "reviews",
      by = { figures.BY, "period", "form",
        { id = "by", title = say("点评人", "Reviewer"), words = {
          {"head", say("主要负责人", "Head")},
          {"other", say("其他领导", "Other leader")} } } },
      minimum = 1,
      most = 50,
      map = function(r, cell)
        if figures.is_review(r) then
          cell(figures.place(r), r.period, r.form,
            r.reviewer_is_head and "head" or "other")
        end
      end,
    },
  },

  edition = function(e)
    local heads = e.tallies.heads
    figures.page(e, heads, "heads", heads.title, function(period)
      local columns = {}
      for _, form in ipairs(e.programme.forms) do
        if figures.some(heads{ period = period, form = form }) then
          local function all(at)
            return at(heads, { form = form })
          end
          local function own(at)
            return at(heads, { form = form, by = "head" })
          end
          columns[#columns + 1] = { form.short, all }
          columns[#columns + 1] = { say("主要负责人点评", "By heads"), own }
          columns[#columns + 1] = { say("占比", "Share"), function(at)
            return percent(own(at), all(at))
          end }
        end
      end
      return figures.by_unit(heads, { period = period }, columns)
    end)
  end,
}
