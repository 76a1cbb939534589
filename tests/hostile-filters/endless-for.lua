-- tries: to wrap a counter around
-- meets: took more than [0-9]+ steps
-- phases: record map element
for _ = 1, math.maxinteger do end -- here
