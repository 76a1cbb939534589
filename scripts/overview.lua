-- overview.lua: the section 本期概况 on the home page.
--
-- How an edition filter works.  `edition` is called once for every edition,
-- with what the readers of that edition may see and nothing else: a record
-- they may not see is not in e.records, a field they may not see is nil.  So
-- the same filter makes different figures in different editions, and none of
-- them can give away what is hidden.  It adds sections to the home page
-- (e:section) or pages of its own (e:page).

-- How many periods are shown, the newest first.
local PERIODS_SHOWN = 2

-- 2010-10-15 → 10月15日
local function day_words(date)
  return string.format("%d月%d日", tonumber(date:sub(6, 7)),
    tonumber(date:sub(9, 10)))
end

-- The organisation of that level that `o` is or belongs to; nil for those
-- that stand above it.
local function unit_of(o, level)
  while o and o.level ~= level do
    o = o.superior
  end
  return o
end

-- An empty row of figures.
local function tally_new()
  return { organisations = 0, members = 0, all = 0, in_time = 0, methods = {} }
end

local function tally_add(tally, r, due)
  tally.all = tally.all + 1
  if r.subject and r.subject.kind == "person" then
    tally.members = tally.members + 1
  else
    tally.organisations = tally.organisations + 1
  end
  -- Dates are texts in the form 2010-10-15: the earlier is the smaller one.
  if r.date <= due then
    tally.in_time = tally.in_time + 1
  end
  if r.method then
    tally.methods[r.method] = (tally.methods[r.method] or 0) + 1
  end
end

-- One row of the table.  Where an edition sees no member's review at all, a
-- column of zeros would say what is not true: it is left out.
local function row_of(name, tally, methods, with_members)
  local row = { name, tally.organisations }
  if with_members then
    row[#row + 1] = tally.members
  end
  row[#row + 1] = tally.in_time
  row[#row + 1] = percent(tally.in_time, tally.all)
  for _, method in ipairs(methods) do
    row[#row + 1] = tally.methods[method.id] or 0
  end
  return row
end

local function head_of(methods, with_members)
  local head = { "二级党组织", "点评党组织" }
  if with_members then
    head[#head + 1] = "点评党员"
  end
  head[#head + 1] = "按时"
  head[#head + 1] = "按时率"
  for _, method in ipairs(methods) do
    head[#head + 1] = method.name
  end
  return head
end

-- A sentence and a table for one period; nil when it has no review.
local function period_body(e, p)
  local reviews = records{ kind = "review", period = p.id }
  if #reviews == 0 then
    return nil
  end

  local level = e.programme.levels[2].id
  local total, rest, units = tally_new(), tally_new(), {}
  for _, r in ipairs(reviews) do
    local unit = unit_of(r.organisation, level)
    local tally = rest
    if unit then
      -- Proxies have ids; ids make good keys.
      units[unit.id] = units[unit.id] or tally_new()
      tally = units[unit.id]
    end
    tally_add(tally, r, p.due)
    tally_add(total, r, p.due)
  end

  local methods, with_members = e.programme.methods, total.members > 0
  local rows = {}
  -- e.organisations is in the official order, so the table is too.
  for _, o in ipairs(e.organisations) do
    if o.level == level then
      rows[#rows + 1] =
        row_of(o.short, units[o.id] or tally_new(), methods, with_members)
    end
  end
  if rest.all > 0 then
    rows[#rows + 1] = row_of("其他", rest, methods, with_members)
  end
  rows[#rows + 1] = row_of("合计", total, methods, with_members)

  local sentence = string.format("%s共点评%d次，其中党组织%d次",
    p.name, total.all, total.organisations)
  if with_members then
    sentence = sentence .. string.format("、党员%d人次", total.members)
  end
  if p.due < e.as_of then
    sentence = sentence .. string.format("；%s前完成的占%s。",
      day_words(p.due), percent(total.in_time, total.all))
  else
    -- The period still runs: who is late can't be said yet.
    sentence = sentence .. string.format("，完成时限为%s。", day_words(p.due))
  end

  return {
    sentence,
    table{ head = head_of(methods, with_members), rows = rows },
  }
end

return {
  edition = function(e)
    local body = {}
    local periods = e.programme.periods
    -- From the newest period back to the oldest.
    for i = #periods, 1, -1 do
      local part = #body < PERIODS_SHOWN
        and period_body(e, e.period(periods[i].id))
      if part then
        body[#body + 1] = part
      end
    end
    if #body > 0 then
      e:section{ page = "home", title = "本期概况", body = body }
    end
  end,
}
