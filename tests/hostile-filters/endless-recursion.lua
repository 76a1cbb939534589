-- tries: to use up C's or Lua's stack
-- meets: stack overflow|took more than [0-9]+ (MiB of memory|steps)
-- phases: record map element
local function f() return 1 + f() end -- here
f()
