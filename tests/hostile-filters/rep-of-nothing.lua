-- tries: to spend time on empty texts in C
-- meets: it |rep would make
-- phases: record map element
while true do (''):rep(1 << 60) end -- here
