-- figures.lua: what the analysis filters share.  It is no filter itself: they
-- load it by require "figures".
--
-- A figure of a tally is a whole number, or withheld: too few stand behind it
-- to be told to these readers.  A withheld figure shows as … wherever it is
-- put, and can be reckoned with (the result is withheld too), but not
-- compared: `if n > 0` is a fault, ask is_withheld(n) first.

local figures = {}

-- In the site's language: say("点评方式", "Methods").
function figures.say(chinese, english)
  return site.language:sub(1, 2) == "zh" and chinese or english
end
local say = figures.say

-- The level by which units are counted, as programme.yaml calls it, and the
-- organisation to which those who belong to none are counted, by its id (a
-- deputy of the university without a branch, say).  Other sites change these.
figures.BY = "organisation:second-level"
figures.TOP = "university"
-- The lowest level there is.
figures.LOWEST = "organisation:branch"

-- Where a record counts.
function figures.place(r)
  return r.organisation or figures.TOP
end

-- A review with all that it is counted by; what lacks something has a fault of
-- its own.
function figures.is_review(r)
  return r.kind == "review" and r.period and r.form and r.method and r.date
end

-- All analysis pages stand under one entry of the menu.
figures.GROUP = say("统计分析", "Analysis")

-- What a sum is called.
figures.SUM = say("合计", "Total")

-- Is there something?  Of a withheld figure we must say yes.
function figures.some(figure)
  return is_withheld(figure) or figure > 0
end

-- Two tables of key = value in one.
local function merged(a, b)
  local all = {}
  for key, value in pairs(a) do
    all[key] = value
  end
  for key, value in pairs(b or {}) do
    all[key] = value
  end
  return all
end

-- The dimension of that name; nil when the tally has none.
function figures.dimension(tally, id)
  for _, dimension in ipairs(tally.dimensions) do
    if dimension.id == id then
      return dimension
    end
  end
end

-- The values of a dimension for which there is something, within `where`.
function figures.values(tally, id, where)
  local found = {}
  for _, value in ipairs(figures.dimension(tally, id).values) do
    if figures.some(tally(merged(where or {}, { [id] = value }))) then
      found[#found + 1] = value
    end
  end
  return found
end

-- The periods that have begun, the oldest first.
function figures.begun(e)
  local found = {}
  for i = 1, #e.programme.periods do
    local period = e.period(e.programme.periods[i].id)
    if period.from <= e.as_of then
      found[#found + 1] = period
    end
  end
  return found
end

-- The periods that have begun and in which something was counted, the newest
-- first, as e.period gives them.
function figures.periods(e, tally)
  local found = {}
  for _, period in ipairs(figures.begun(e)) do
    if figures.some(tally{ period = period }) then
      table.insert(found, 1, period)
    end
  end
  return found
end

-- The rows of a table by organisation: {name, where, organisation}.  The units
-- are those of the level that the tally goes down to.  What belongs to none of
-- them has a row where there is anything: what is of the organisations above
-- itself, and units that stood below another superior then.
local function rows_of(tally, where)
  local dimension, rows = figures.dimension(tally, "organisation"), {}
  for _, o in ipairs(dimension.values) do
    local row = { name = o.name, where = { organisation = o } }
    if o.level == dimension.level then
      row.name, row.organisation = o.short, o
    elseif o.level then
      row.name = say("%s本级", "%s itself"):format(o.short)
      row.where.itself = true
    end
    if row.organisation or figures.some(tally(merged(where, row.where))) then
      rows[#rows + 1] = row
    end
  end
  rows[#rows + 1] = { name = figures.SUM, where = {}, is_all = true }
  return rows
end

-- A table, with its last row as the sum of the others; words where nothing in
-- it may be told.
local function summed(head, rows, caption)
  local told = false
  for _, row in ipairs(rows) do
    for i = 2, #head do
      told = told or not is_withheld(row[i])
    end
  end
  if not told then
    return say("涉及的人或单位过少，数字不便公开。",
      "Too few stand behind these figures; they may not be told.")
  end
  local sum = rows[#rows]
  sum[1] = doc.Strong(sum[1])
  return table{ head = head, rows = rows, caption = caption }
end

-- What a table says: 2010年第三季度点评方式，按单位.
local function caption_of(tally, where, by)
  local period = where.period and where.period.name
  return say("%s%s，按%s", "%s%s by %s"):format(
    period and period .. say("", ": ") or "", tally.title, by)
end

-- What a form is called where there is little room.
function figures.short(e, value)
  for _, form in ipairs(e.programme.forms) do
    if form.id == value.id then
      return form.short
    end
  end
  return value.name
end

local function name_of(e, id, value)
  return id == "form" and figures.short(e, value) or value.name
end

-- A table by organisation.  A column is {head, function(at, organisation)};
-- `at` asks a tally for the row's figure: at(tally, {form = "member"}).  The
-- organisation is nil in rows that are not one unit's.
function figures.by_unit(tally, where, columns, caption)
  local head, rows = { say("单位", "Unit") }, {}
  for i, column in ipairs(columns) do
    head[i + 1] = column[1]
  end
  for i, row in ipairs(rows_of(tally, where)) do
    local function at(asked, more)
      return asked(merged(merged(where, row.where), more))
    end
    rows[i] = { row.name }
    for j, column in ipairs(columns) do
      rows[i][j + 1] = column[2](at, row.organisation, row.is_all)
    end
  end
  return summed(head, rows,
    caption or caption_of(tally, where, say("单位", "unit")))
end

-- A table of one dimension against another, with sums.
function figures.cross(tally, where, down, across, e)
  local columns = figures.values(tally, across, where)
  local head = { figures.dimension(tally, down).name }
  local rows = {}
  for i, column in ipairs(columns) do
    head[i + 1] = e and name_of(e, across, column) or column.name
  end
  head[#head + 1] = figures.SUM
  local values = figures.values(tally, down, where)
  values[#values + 1] = { name = figures.SUM }
  for i, value in ipairs(values) do
    local here = merged(where, { [down] = value.id and value or nil })
    rows[i] = { value.name }
    for j, column in ipairs(columns) do
      rows[i][j + 1] = tally(merged(here, { [across] = column }))
    end
    rows[i][#columns + 2] = tally(here)
  end
  local by = say("%s和%s", "%s and %s"):format(
    figures.dimension(tally, down).name, figures.dimension(tally, across).name)
  return summed(head, rows, caption_of(tally, where, by))
end

-- ---- charts: what stands above the tables ----

-- So many rows find room on a page; so many series can be told apart, so many
-- panels stand beside each other.
local ROWS_MOST, PERIODS_MOST = 60, 8
local SERIES_MOST = { multiples = 40, matrix = PERIODS_MOST }
-- A chart's words are cut nowhere: with longer ones the table has to do.
local BYTES_MOST = 240

local function has_room(parts)
  for _, label in ipairs(parts.labels) do
    if #label > BYTES_MOST then
      return false
    end
  end
  for _, series in ipairs(parts.series) do
    if #series.name > BYTES_MOST then
      return false
    end
  end
  return #parts.labels <= ROWS_MOST
    and #parts.series <= (SERIES_MOST[parts.kind] or 6)
end

-- A chart, where there is something in it, of which more may be told than not.
function figures.chart(parts)
  local told, withheld = 0, 0
  for _, series in ipairs(parts.series) do
    for i = 1, #parts.labels do
      local value = series.values[i]
      if is_withheld(value) then
        withheld = withheld + 1
      elseif value and (type(value) == "string" or value > 0) then
        told = told + 1
      end
    end
  end
  return told > withheld and has_room(parts) and chart(parts) or {}
end

-- Rows {name, where} against columns {head, function(at)}, as in by_unit; a
-- row of which there is nothing to say is left out.
local function chart_of(parts, where, rows, columns)
  parts.labels, parts.series = {}, {}
  for j, column in ipairs(columns) do
    parts.series[j] = { name = column[1], values = {} }
  end
  for _, row in ipairs(rows) do
    local function at(asked, more)
      return asked(merged(merged(where, row.where), more))
    end
    local n = #parts.labels + 1
    for j, column in ipairs(columns) do
      local value = column[2](at, row.organisation, row.is_all)
      parts.series[j].values[n] = value
      parts.labels[n] = parts.labels[n] or value and row.name
    end
  end
  return figures.chart(parts)
end

-- By unit: parts are {kind, title, unit}.  A meter also shows all together,
-- which would dwarf other bars.
function figures.chart_by_unit(parts, tally, where, columns)
  local rows = rows_of(tally, where)
  if parts.kind ~= "meter" then
    rows[#rows] = nil
  end
  return chart_of(parts, where, rows, columns)
end

-- By the values of a dimension of which there is something.
function figures.chart_by_value(parts, e, tally, where, id, columns)
  local rows = {}
  for i, value in ipairs(figures.values(tally, id, where)) do
    rows[i] = { name = name_of(e, id, value), where = { [id] = value } }
  end
  return chart_of(parts, where, rows, columns)
end

-- A small chart of every unit over the periods, the oldest first.
function figures.multiples(parts, tally, periods)
  parts.kind, parts.labels, parts.series = "multiples", {}, {}
  for i, period in ipairs(periods) do
    parts.labels[i] = period.name
  end
  for _, row in ipairs(rows_of(tally, {})) do
    local values = {}
    for i, period in ipairs(periods) do
      values[i] = tally(merged(row.where, { period = period }))
    end
    if row.organisation then
      parts.series[#parts.series + 1] = { name = row.name, values = values }
    end
  end
  return figures.chart(parts)
end

-- Of periods, the oldest first, the newest that find room in a chart.
function figures.latest(periods)
  return { table.unpack(periods, math.max(1, #periods - PERIODS_MOST + 1)) }
end

-- The values of a dimension as columns, the same in every period; those that
-- are nowhere are left out.
function figures.series(e, tally, id)
  local series = {}
  for i, value in ipairs(figures.values(tally, id)) do
    series[i] = { name_of(e, id, value), function(at)
      return at(tally, { [id] = value })
    end }
  end
  return series
end

-- A share to draw: in percent, with one digit; nil of nothing.
function figures.share(a, b)
  if is_withheld(a) or is_withheld(b) then
    return a + b
  end
  return b > 0 and (a * 2000 + b) // (2 * b) / 10 or nil
end

local months = { "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December" }

-- 2010-10-15 → 2010年10月15日, 15 October 2010; or without the year.
function figures.day_words(date, no_year)
  local year, month, day = tonumber(date:sub(1, 4)), tonumber(date:sub(6, 7)),
    tonumber(date:sub(9, 10))
  return say((no_year and "" or year .. "年") .. month .. "月" .. day .. "日",
    day .. "\u{a0}" .. months[month] .. (no_year and "" or " " .. year))
end

-- Figures with a minimum change on certain days only (programme.yaml:
-- cutoffs), so that two editions of one week give nobody away.  Says so of
-- `what`, behind the note; the note alone where they are of the edition's day.
function figures.until_words(e, tally, what, note)
  if not tally.day or tally.day == e.as_of then
    return note or ""
  end
  local day = figures.day_words(tally.day)
  return doc.Para{ (note or "") .. say(what .. "数字", what .. " figures are "),
    link("page:about#days", say("统计截至", "up to")),
    say(day .. "，此后的变化下次统计时计入。",
      " " .. day .. "; what changed since counts next time.") }
end

-- That a period's figures are those of its seal; "" where they are of now.
function figures.sealed_words(tally, period)
  local day = tally.sealed[period.id]
  return day and doc.Para{ say("本期已封存，数字以", "Sealed: figures of "),
    figures.day_words(day), say("封存时为准。", ".") } or ""
end

-- A page with a part for every period, and a note on all of them, below which
-- stand charts of all periods; none when there is nothing to say.
function figures.page(e, tally, address, title, part, note, charts)
  local body = { figures.until_words(e, tally, say("本页", "All"), note) }
  for _, each in ipairs(charts or {}) do
    body[#body + 1] = each
  end
  local bare = #body
  for _, period in ipairs(figures.periods(e, tally)) do
    body[#body + 1] = { doc.Header(2, link(period)),
      figures.sealed_words(tally, period), part(period) }
  end
  if #body > bare then
    e:page{ address = "analysis/" .. address, title = title,
      group = figures.GROUP, body = body }
  end
end

-- Levels whose organisations some form wants reviewed, but for the first:
-- those at the top are reviewed from outside.  One programme has one set.
local levels
local function levels_due(programme)
  local due = {}
  for _, form in ipairs(programme.forms) do
    if form.coverage and form.subject == "organisation" then
      for _, level in ipairs(form.levels or programme.levels) do
        due[type(level) == "table" and level.id or level] = true
      end
    end
  end
  due[programme.levels[1].id] = nil
  return due
end

-- Is the organisation one that a form wants reviewed in the period?
function figures.is_due(e, o, period)
  levels = levels or levels_due(e.programme)
  return levels[o.level] ~= nil and not (o.from and o.from > period.to)
    and not (o.to and o.to < period.to)
end

-- A tally of another filter; nil where site.yaml does not list that filter.
function figures.find(e, name)
  local found, tally = pcall(function() return e.tallies[name] end)
  return found and tally or nil
end

-- How an organisation stands, by the tally `reviewed` of coverage.lua:
-- "reviewed", "waived", "missing"; nil where no review is due and none was held.
local function standing(tally, o, period, is_due)
  local function count(how)
    return tally and tally{ organisation = o, period = period, how = how,
      itself = #o.children > 0 or nil } or 0
  end
  return count("reviewed") > 0 and "reviewed"
    or is_due and (count("waived") > 0 and "waived" or "missing") or nil
end

-- Of a period: how each organisation stands, by its id, and of those that are
-- due in it and below it how many stand so; made once an edition.
local made = {}
local function standings(e, period)
  local key = e.id .. " " .. period.id
  if not made[key] then
    local of, within, tally = {}, {}, figures.find(e, "reviewed")
    for _, o in ipairs(e.organisations) do
      local is_due = figures.is_due(e, o, period)
      local state = standing(tally, o, period, is_due)
      local above = is_due and o or nil
      of[o.id] = state
      while above do
        local counts = within[above.id] or {}
        counts.due = (counts.due or 0) + 1
        counts[state] = (counts[state] or 0) + 1
        within[above.id], above = counts, above.superior
      end
    end
    made[key] = { of = of, within = within }
  end
  return made[key]
end

-- How an organisation stands in a period; see above.
function figures.standing(e, o, period)
  return standings(e, period).of[o.id]
end

-- How many organisations are due in one unit or (nil) in all, and how many of
-- them stand in which way: due, reviewed, waived, missing.
function figures.due_counts(e, unit, period)
  local counts = { due = 0, reviewed = 0, waived = 0, missing = 0 }
  local within = standings(e, period).within
  for _, o in ipairs(unit and { unit } or e.organisations) do
    if unit or not o.superior then
      for name, count in pairs(within[o.id] or {}) do
        counts[name] = counts[name] + count
      end
    end
  end
  return counts
end

-- How many organisations are due to be reviewed, in one unit or (nil) in all.
function figures.due(e, unit, period)
  return figures.due_counts(e, unit, period).due
end

return figures
