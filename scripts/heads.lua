-- heads.lua: the page 一把手点评.  How many of the reviews did heads hold
-- themselves (方案第五部分：主要负责人亲自抓)?  A head is who headed an
-- organisation on the day of the review.
-- coverage.lua explains tallies, figures.lua the tables.
local figures = require "figures"

return {
  tallies = {
    heads = {
      title = "一把手点评",
      of = "reviews",
      by = { figures.BY, "period", "form",
        { id = "by", title = "点评人", words = {
          {"head", "主要负责人"}, {"other", "其他领导"} } } },
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
    figures.page(e, heads, "heads", "一把手点评", function(period)
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
          columns[#columns + 1] = { "主要负责人点评", own }
          columns[#columns + 1] = { "占比", function(at)
            return percent(own(at), all(at))
          end }
        end
      end
      return figures.by_unit(heads, { period = period }, columns)
    end)
  end,
}
