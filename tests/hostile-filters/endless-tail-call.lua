-- tries: to run for ever without a stack
-- meets: took more than [0-9]+ steps
-- phases: record map element
local function f() return f() end -- here
f()
