-- tries: to change what is being sorted
-- meets: took more than|invalid|attempt to compare
-- phases: record map element
local t = {}
for i = 1, 1000 do t[i] = i end
while true do table.sort(t, function(a, b) t[#t + 1] = 1 return a < b end) end -- here
