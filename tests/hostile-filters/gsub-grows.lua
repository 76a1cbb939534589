-- tries: to make a huge text by replacing
-- meets: it made a text|took more than
-- phases: record map element
local s = ('x'):rep(1000)
while true do s = s:gsub('x', 'xx') end -- here
