-- methods.lua: the page 点评方式.  On site, in a meeting or in a talk?
-- coverage.lua explains tallies, figures.lua the tables.
local figures = require "figures"
local say = figures.say

return {
  tallies = {
    methods = {
      title = say("点评方式", "Methods"),
      of = "reviews",
      by = { figures.BY, "period", "form", "method" },
      minimum = 1,
      most = 50,
      map = function(r, cell)
        if figures.is_review(r) then
          cell(figures.place(r), r.period, r.form, r.method)
        end
      end,
    },
  },

  edition = function(e)
    local methods = e.tallies.methods
    figures.page(e, methods, "methods", methods.title, function(period)
      local columns = {}
      for _, method in ipairs(figures.dimension(methods, "method").values) do
        columns[#columns + 1] = { method.name, function(at)
          return at(methods, { method = method })
        end }
      end
      columns[#columns + 1] = { figures.SUM,
        function(at) return at(methods) end }
      return figures.by_unit(methods, { period = period }, columns)
    end)
  end,
}
