-- Eight tables as an office wants them, for tests/bench.
local form = "form"
local second = "organisation:second-level"
local heads = { id = "who", title = "点评人", words = {
	{"head", "一把手"}, {"other", "其他"} } }
local time = { id = "time", title = "时限", words = {
	{"in-time", "按时"}, {"late", "逾期"} } }
local attended = { id = "attended", title = "参加", words = {
	{"both", "党员和群众"}, {"members", "党员"}, {"nobody", "无"} } }

local function reviews(count)
	return function(r, cell)
		if r.kind == "review" then count(r, cell) end
	end
end

return { tallies = {
	bench_coverage = { title = "点评覆盖", by = { second, "period", form },
		minimum = 1,
		map = reviews(function(r, cell)
			cell(r.organisation, r.period, r.form)
		end) },
	bench_in_time = { title = "点评时限", by = { second, "period", time },
		minimum = 1,
		map = reviews(function(r, cell)
			local late = r.date > period(r.period).due
			cell(r.organisation, r.period, late and "late" or "in-time")
		end) },
	bench_heads = { title = "一把手点评", by = { second, "period", heads },
		minimum = 1,
		map = reviews(function(r, cell)
			cell(r.organisation, r.period,
				r.reviewer_is_head and "head" or "other")
		end) },
	bench_by_branch = { title = "点评方式", by = { "organisation:branch", "method" },
		minimum = 1,
		map = reviews(function(r, cell)
			cell(r.organisation, r.method)
		end) },
	bench_prepared = { title = "准备", by = { second, "preparation" }, minimum = 1,
		map = reviews(function(r, cell)
			for _, way in ipairs(r.preparation or {}) do
				cell(r.organisation, way)
			end
		end) },
	bench_states = { title = "整改进度", by = { second, "period", "state" },
		most = 20,
		map = reviews(function(r, cell)
			for _, p in ipairs(r.problems or {}) do
				cell(r.organisation, r.period, p.state)
			end
		end) },
	bench_aspects = { title = "问题方面", by = { second, "aspect", form },
		most = 20,
		map = reviews(function(r, cell)
			for _, p in ipairs(r.problems or {}) do
				if p.aspect then
					cell(r.organisation, p.aspect, r.form)
				end
			end
		end) },
	bench_attendance = { title = "参加人员", by = { second, "period", attended },
		map = reviews(function(r, cell)
			local a = r.attendance or {}
			cell(r.organisation, r.period,
				(a.masses or 0) > 0 and "both" or
				(a.members or 0) > 0 and "members" or "nobody")
		end) },
} }
