-- coverage.lua: the page 覆盖情况.  Who was to be reviewed, who was, and how
-- many blind spots are left (方案第五部分：全覆盖，不留盲点).
--
-- How a tally works.  Readers of an edition see some of the records only, but
-- figures should count all.  A tally is the one way to do that.  It declares
-- what is counted by, from closed lists, and a function `map` that is called
-- with every record and names a cell.  The program does the counting: it adds
-- 1 for the record's subject, once a cell.  What may be told to the readers of
-- an edition it decides too: a figure behind which fewer than `minimum` people
-- or organisations stand that they can't see themselves is withheld.  A
-- minimum of 1 is for tallies that say only who was reviewed, by whom, when
-- and how; `map` can then read nothing else.
local figures = require "figures"
local say = figures.say

local TO_COME = say("待评", "to come")

-- How an organisation stands in a period: a word, and whether it is a blind
-- spot; nil where no review is due.
local WORDS = { reviewed = say("已评", "reviewed"),
  waived = say("免评", "waived") }
local function state_of(e, o, period)
  local standing = figures.standing(e, o, period)
  if standing ~= "missing" then
    return standing and WORDS[standing]
  elseif period.due < e.as_of then
    return say("盲点", "blind spot"), true
  end
  return TO_COME
end

-- What a unit is in the matrix: the worst of what its organisations are.
local STATES = {
  say("有盲点", "With blind spots"), say("有待评", "Some to come"),
  say("无盲点", "Without blind spots"),
}

-- Units by periods; `worst` are places in STATES, by unit and period.
local function matrix_of(e, worst, periods)
  local units = figures.dimension(e.tallies.coverage, "organisation")
  local parts = { kind = "matrix", labels = {}, series = {}, states = STATES,
    title = say("各单位各期覆盖", "Units by period") }
  for i, p in ipairs(periods) do
    parts.series[i] = { name = p.name, values = {} }
  end
  for _, o in ipairs(units.values) do
    if o.level == units.level and worst[o.id] then
      parts.labels[#parts.labels + 1] = o.short
      for i, p in ipairs(periods) do
        parts.series[i].values[#parts.labels] = STATES[worst[o.id][p.id]]
      end
    end
  end
  return figures.chart(parts)
end

-- Notes a state of a period for the organisation and those above it.
local function note(worst, o, p, state)
  while o do
    worst[o.id] = worst[o.id] or {}
    worst[o.id][p.id] = math.min(worst[o.id][p.id] or #STATES, state)
    o = o.superior
  end
end

-- The page 覆盖一览: organisations by periods, blind spots first.
local function matrix_add(e)
  local periods, rows = figures.begun(e), {}
  local head, blind, worst = { say("党组织", "Organisation") }, {}, {}
  for i, p in ipairs(periods) do
    head[i + 1] = link(p)
  end
  for _, o in ipairs(e.organisations) do
    local row, any = { link(o, o.short) }, false
    for i, p in ipairs(periods) do
      local word, is_blind = state_of(e, o, p)
      row[i + 1], any = is_blind and doc.Strong(word) or word, any or word
      if word then
        note(worst, o, p, is_blind and 1 or word == TO_COME and 2 or 3)
      end
      if is_blind then
        blind[i] = blind[i] or {}
        table.insert(blind[i], o.short)
      end
    end
    if any then
      rows[#rows + 1] = row
    end
  end
  local body = {}
  for i = #periods, 1, -1 do
    body[#body + 1] = blind[i] and say("%s盲点%d个：%s。",
      "%s, %d\u{a0}blind spots: %s."):format(periods[i].name, #blind[i],
      table.concat(blind[i], say("、", ", "))) or {}
  end
  if #rows > 0 then
    body[#body + 1] = matrix_of(e, worst, figures.latest(periods))
    body[#body + 1] = table{ head = head, rows = rows,
      caption = say("各党组织各期的情况", "Organisations by period") }
    e:page{ address = "analysis/matrix", title = say("覆盖一览", "Coverage matrix"),
      group = figures.GROUP, body = body }
  end
end

return {
  tallies = {
    coverage = {
      title = say("覆盖情况", "Coverage"),
      of = "coverage",
      by = { figures.BY, "period",
        { id = "who", title = say("对象", "Subject"),
          words = { {"organisation", say("党组织", "Organisations")},
            {"member", say("党员", "Members")} } },
        { id = "how", title = say("情况", "State"),
          words = { {"reviewed", say("已点评", "Reviewed")},
            {"waived", say("免评", "Waived")} } } },
      minimum = 1,
      map = function(r, cell)
        -- 适时点评 does not stand for the period's own review.
        local regular = r.kind == "review" and r.round ~= "interim"
        if not (regular or r.kind == "waiver") or not r.period
          or not r.organisation then
          return
        end
        local person = r.subject.kind == "person"
        cell(r.organisation, r.period, person and "member" or "organisation",
          regular and "reviewed" or "waived")
      end,
    },
    -- The same of organisations alone, down to the branches.
    reviewed = {
      title = say("各党组织点评情况", "Organisations reviewed"),
      of = "organisations reviewed",
      by = { figures.LOWEST, "period",
        { id = "how", title = say("情况", "State"), words = {
          {"reviewed", say("已点评", "Reviewed")},
          {"waived", say("免评", "Waived")} } } },
      minimum = 1,
      map = function(r, cell)
        local regular = r.kind == "review" and r.round ~= "interim"
        if (regular or r.kind == "waiver") and r.period and r.organisation
          and r.subject.kind ~= "person" then
          cell(r.organisation, r.period, regular and "reviewed" or "waived")
        end
      end,
    },
  },

  edition = function(e)
    local coverage = e.tallies.coverage
    figures.page(e, coverage, "coverage", coverage.title, function(period)
      local function count(who, how)
        return function(at)
          return at(coverage, { who = who, how = how })
        end
      end
      -- Of organisations those count that are due: one that was waived and
      -- reviewed all the same was reviewed, and is no blind spot less.  Of
      -- those that belong to no unit nothing is said.
      local function due(count)
        return function(_, unit, is_all)
          return (unit or is_all)
            and count(figures.due_counts(e, unit, period)) or nil
        end
      end
      local done = due(function(of) return of.reviewed end)
      local columns = {
        { say("应评党组织", "Organisations due"),
          due(function(of) return of.due end) },
        { say("已评", "Reviewed"), done },
        { say("免评", "Waived"), due(function(of) return of.waived end) },
        { period.due < e.as_of and say("盲点", "Blind spots")
            or say("待评", "To be reviewed"),
          due(function(of) return of.missing end) },
        { say("覆盖率", "Coverage"), due(function(of)
          return percent(of.reviewed, of.due - of.waived)
        end) },
        { say("已评党员", "Members reviewed"), count("member", "reviewed") },
        { say("免评党员", "Members waived"), count("member", "waived") },
      }
      return {
        figures.chart_by_unit({ kind = "meter",
          title = say("各单位党组织覆盖率", "Organisations reviewed") },
          coverage, { period = period }, {
            { say("已评", "Reviewed"), done },
            { say("应评（免评除外）", "Due, without waived"),
              due(function(of) return of.due - of.waived end) } }),
        figures.by_unit(coverage, { period = period }, columns),
      }
    end, say("不含适时点评。", "Without interim reviews. "))
    matrix_add(e)
  end,
}
