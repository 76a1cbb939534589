-- tries: to write through a text
-- meets: attempt to index|can't be
-- phases: record element
local s = 'x'
s.rep = 1 -- here
