-- tries: to fill the memory with functions
-- meets: took more than [0-9]+ (MiB of memory|steps)
-- phases: record map element
local f
while true do local g = f f = function() return g end end -- here
