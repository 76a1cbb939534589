-- tries: the same by %b
-- meets: took more than [0-9]+ steps
-- phases: record map element
return (('('):rep(1000000)):find('%b()') -- here
