-- tries: to make a huge text of many
-- meets: a text of more than
-- phases: record map element
local t = {}
for i = 1, 4000 do t[i] = ('x'):rep(1000) end
return table.concat(t) -- here
