-- tries: to write through a text
-- meets: attempt to index|can't be
-- phases: record map element
local s = 'x'
s.rep = 1 -- here
