-- tries: to swallow what stops a pattern
-- meets: took more than [0-9]+ steps
-- phases: record map element
while true do pcall(string.match, ('a'):rep(5000), '.*.*.*b') end -- here
