-- tries: to swallow refusals of memory
-- meets: took more than|a text of more than
-- phases: record map element
local t = {}
while true do pcall(function() t[#t + 1] = ('x'):rep(500000) .. #t end) end -- here
