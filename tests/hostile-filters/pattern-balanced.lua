-- tries: the same by %b
-- meets: took more than [0-9]+ steps
-- phases: record element
return (('('):rep(1000000)):find('%b()') -- here
