-- tries: to flood the terminal
-- meets: xxxxxxxxxxxxxxxxxxxx
-- phases: record map element
error(('x'):rep(1000000)) -- here
