-- trends.lua: the page 各期对比, a row a period, and on the home page what
-- changed since the last one.  It has no tallies of its
-- own: it has a column for each of the filters coverage.lua, timeliness.lua,
-- heads.lua, problems.lua, rectification.lua and pledges.lua that site.yaml
-- lists.
local figures = require "figures"
local say = figures.say

-- What is asked of each tally for one period: a figure, or a figure and what it
-- is a share of.
local columns = {
  -- As the page 覆盖情况 has it: of those that are due.
  { "coverage", say("已评党组织", "Organisations reviewed"), function(_, p, e)
    return figures.due_counts(e, nil, p).reviewed
  end },
  { "coverage", say("已评党员", "Members reviewed"), function(tally, p)
    return tally{ period = p, who = "member", how = "reviewed" }
  end },
  { "timeliness", say("按时率", "Share in time"), function(tally, p)
    local in_time = tally{ period = p, time = "in-time" }
    return in_time, in_time + tally{ period = p, time = "late" }
  end },
  { "heads", say("一把手点评占比", "Share by heads"), function(tally, p)
    return tally{ period = p, by = "head" }, tally{ period = p }
  end },
  { "rectification", say("问题", "Problems"), function(tally, p)
    return tally{ period = p }
  end },
  { "rectification", say("整改率", "Share rectified"), function(tally, p)
    return tally{ period = p, progress = "closed" }
      + tally{ period = p, progress = "lasting" }, tally{ period = p }
  end },
  { "pledges", say("承诺兑现率", "Share of pledges kept"), function(tally, p)
    return tally{ period = p, kept = "kept" }, tally{ period = p }
  end },
}

local function words_of(e, column, tally, p)
  local figure, whole = column[3](tally, p, e)
  return whole and percent(figure, whole) or figure
end

-- The shares, a line each.
local function shares_of(e, periods)
  local parts = { kind = "line", unit = "%", labels = {}, series = {},
    title = say("各期比例", "Shares by period") }
  for i, p in ipairs(periods) do
    parts.labels[i] = p.name
  end
  for _, column in ipairs(columns) do
    local tally, values = figures.find(e, column[1]), {}
    local is_share = false
    for i, p in ipairs(tally and periods or {}) do
      local figure, whole = column[3](tally, p, e)
      is_share = whole ~= nil
      values[i] = is_share and figures.share(figure, whole) or nil
    end
    if is_share then
      table.insert(parts.series, { name = column[2], values = values })
    end
  end
  return figures.chart(parts)
end

-- The reviews of each unit.
local function units_of(e, periods)
  local tally = figures.find(e, "timeliness")
  return tally and figures.multiples({ unit = say("次", ""),
    title = say("各单位各期点评", "Reviews by unit and period") },
    tally, periods) or {}
end

-- A row a measure: the two newest periods, and the change where it is a number.
local function changes_add(e)
  local begun, rows = figures.begun(e), {}
  local periods = { begun[#begun], begun[#begun - 1] }
  for _, column in ipairs(#periods == 2 and columns or {}) do
    local tally = figures.find(e, column[1])
    if tally then
      local now = words_of(e, column, tally, periods[1])
      local before = words_of(e, column, tally, periods[2])
      local change = type(now) ~= "string" and type(before) ~= "string"
        and now - before or nil
      if math.type(change) == "integer" and change > 0 then
        change = "+" .. change
      end
      rows[#rows + 1] = { column[2], before, now, change }
    end
  end
  if #rows > 0 then
    e:section{ page = "home", title = say("与上期比较", "Since the last period"),
      body = table{ head = { say("项目", "Measure"), periods[2].name,
        periods[1].name, say("增减", "Change") }, rows = rows,
        caption = say("%s与%s", "%s and %s"):format(
          periods[1].name, periods[2].name),
        align = { "left", "right", "right", "right" } } }
  end
end

return {
  edition = function(e)
    changes_add(e)
    local head, rows = { say("周期", "Period") }, {}
    local guarded = figures.find(e, "rectification")
      or figures.find(e, "pledges")
    local said = guarded and guarded.day and guarded.day ~= e.as_of
      and figures.until_words(e, guarded, say("问题、整改和承诺的",
        "Problems, rectification and pledges:"))
    local periods = figures.begun(e)
    for i, p in ipairs(periods) do
      rows[i] = { link(p) }
      for _, column in ipairs(columns) do
        local tally = figures.find(e, column[1])
        if tally then
          local row = rows[i]
          row[#row + 1] = words_of(e, column, tally, p)
          head[#row] = column[2]
        end
      end
    end
    local latest = figures.latest(periods)
    if #head > 1 and #rows > 1 then
      e:page{ address = "analysis/trends", title = say("各期对比", "All periods"),
        group = figures.GROUP, body = {
          said or {}, shares_of(e, latest), units_of(e, latest),
          table{ head = head, rows = rows,
            caption = say("各期统计", "Figures by period") } } }
    end
  end,
}
