-- tries: to confuse the sorting
-- meets: took more than [0-9]+ steps|invalid order
-- phases: record map element
local t = {}
for i = 1, 1000 do t[i] = i end
while true do table.sort(t, function() return true end) end -- here
