-- participation.lua: the page 群众参加.  Did ordinary members and mass
-- representatives take part (方案第四部分)?  Talks with one member, in which
-- nobody else does, count as 未记录.
-- coverage.lua explains tallies, figures.lua the tables.
local figures = require "figures"

return {
  tallies = {
    participation = {
      title = "群众参加",
      of = "participation",
      by = { "period", "form",
        { id = "who", title = "参加人员", words = {
          {"both", "党员、群众都参加"}, {"members", "只有党员参加"},
          {"masses", "只有群众参加"}, {"none", "未记录"} } } },
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
    figures.page(e, participation, "participation", "群众参加",
      function(period)
        return figures.cross(participation, { period = period }, "form",
          "who")
      end, "不含适时点评。")
  end,
}
