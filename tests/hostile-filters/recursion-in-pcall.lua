-- tries: to swallow stack overflows for ever
-- meets: took more than|error in error handling|stack overflow
-- phases: record map element
-- long: element
local function f() pcall(f) f() end -- here
f()
