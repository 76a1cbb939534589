-- tries: to spend time in one instruction
-- meets: took more than
-- phases: record map element
-- long: element
local a, b = ('x'):rep(1000000), ('x'):rep(999999) .. 'x'
while a == b do end -- here
