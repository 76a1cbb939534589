-- participation.lua: the page 群众参加.  Did ordinary members and mass
-- representatives take part (方案第四部分)?  Talks with one member, in which
-- nobody else does, count as 未记录.
-- coverage.lua explains tallies, figures.lua the tables.
local figures = require "figures"
local say = figures.say

return {
  tallies = {
    participation = {
      title = say("群众参加", "Participation"),
      of = "participation",
      by = { "period", "form",
        { id = "who", title = say("参加人员", "Who took part"), words = {
          {"both", say("党员、群众都参加", "Members and masses")},
          {"members", say("只有党员参加", "Members only")},
          {"masses", say("只有群众参加", "Masses only")},
          {"none", say("未记录", "Not recorded")} } } },
      -- No minimum is given, so it is 3: who took part was found in a review.
      map = function(r, cell)
        if r.kind ~= "review" or r.round == "interim"
          or not (r.period and r.form) then
          return
        end
        local there = r.attendance or {}
        local members = (there.members or 0) > 0
        local masses = (there.masses or 0) > 0
        cell(r.period, r.form, members and masses and "both"
          or members and "members" or masses and "masses" or "none")
      end,
    },
  },

  edition = function(e)
    local participation = e.tallies.participation
    figures.page(e, participation, "participation", participation.title,
      function(period)
        return {
          figures.chart_by_value({ kind = "bar", unit = say("次", ""),
            title = say("参加人员", "Who took part") }, e, participation,
            { period = period }, "who",
            figures.series(e, participation, "form")),
          figures.cross(participation, { period = period }, "form", "who", e),
        }
      end, say("不含适时点评。", "Without interim reviews. "))
  end,
}
