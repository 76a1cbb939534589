-- timeliness.lua: was a review held, and its form filled in, in time?
--
-- How a filter works.  A filter is a file in scripts/ that site.yaml lists
-- under `filters`.  It returns a table.  Here the table has
--   derived   the fields this filter adds to records, with their types
--             (integer, number, text, boolean, date);
--   record    a function that is called with one record at a time;
--   tallies, edition   as coverage.lua explains them.
-- The function is started afresh for every record: what it puts into a
-- variable is gone when the next record comes.  It can read any field of the
-- record by its English name, set the fields it declared, narrow who may read
-- the record, and return false to leave the record out.  It can't change what
-- the clerk wrote, and it can never show a record to more people.
--
-- The two fields can be used in other filters and in bulletins:
--   count{kind = "review", late_days = 0}
-- A field that was made from others is seen where those may be seen: late_days
-- from `kind`, `period` and `date`.  Had the function read `problems` before it
-- set late_days, no edition would see late_days at all.

local figures = require "figures"
local say = figures.say

-- Reviews of these members say something of their health, or of somebody who
-- is still being looked at.  They stay with the cadres of the unit instead of
-- going to all of its members.
local sheltered = { infirm = true, probationary = true }

local function is_sheltered(person)
  -- The categories that held on the day of the review.
  for _, category in ipairs(person.categories) do
    if sheltered[category] then
      return true
    end
  end
  return false
end

return {
  derived = {
    -- Days the review came after the period's due date; 0 when in time.
    late_days = { type = "integer" },
    -- Days from the review to the day the form was filled in.
    recorded_days = { type = "integer" },
  },

  record = function(r)
    if r.kind ~= "review" or not r.period or not r.date then
      return
    end

    local due = period(r.period).due
    r.late_days = math.max(0, days_between(due, r.date))
    -- A field that the clerk left empty is nil.
    if r.recorded then
      r.recorded_days = days_between(r.date, r.recorded)
    end

    -- A review is about an organisation or about a person.
    local subject = r.subject
    if subject and subject.kind == "person" and is_sheltered(subject) then
      r:narrow("second-level/cadres")
    end
  end,

  -- methods.lua and heads.lua count the same reviews: `of` says so, and the
  -- program sees to it that their sums agree.
  tallies = {
    timeliness = {
      title = say("点评时效", "Timeliness"),
      of = "reviews",
      by = { figures.BY, "period", "form",
        { id = "time", title = say("时限", "Time"), words = {
          {"in-time", say("按时", "In time")}, {"late", say("逾期", "Late")},
          {"interim", say("适时点评", "Interim")} } } },
      minimum = 1,
      most = 50,
      map = function(r, cell)
        if not figures.is_review(r) then
          return
        end
        local time = "in-time"
        if r.round == "interim" then
          time = "interim"
        elseif r.date > period(r.period).due then
          time = "late"
        end
        cell(figures.place(r), r.period, r.form, time)
      end,
    },
  },

  edition = function(e)
    local timeliness = e.tallies.timeliness
    figures.page(e, timeliness, "timeliness", timeliness.title, function(p)
      local columns = {}
      for _, form in ipairs(figures.values(timeliness, "form",
        { period = p })) do
        local function count(time)
          return function(at)
            return at(timeliness, { form = form, time = time })
          end
        end
        local name = form.name
        for _, f in ipairs(e.programme.forms) do
          name = f.id == form.id and f.short or name
        end
        local in_time, late = count("in-time"), count("late")
        columns[#columns + 1] = {
          say("%s按时", "%s in time"):format(name), in_time }
        columns[#columns + 1] = { say("逾期", "Late"), late }
        columns[#columns + 1] = { say("按时率", "Share in time"), function(at)
          return percent(in_time(at), in_time(at) + late(at))
        end }
      end
      columns[#columns + 1] = { say("适时点评", "Interim"), function(at)
        return at(timeliness, { time = "interim" })
      end }
      return figures.by_unit(timeliness, { period = p }, columns,
        say("完成时限为%s。", "Due by %s."):format(figures.day_words(p.due)))
    end)
  end,
}
