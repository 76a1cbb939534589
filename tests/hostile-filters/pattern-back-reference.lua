-- tries: the same by %1
-- meets: took more than [0-9]+ steps
-- phases: record map element
return (('a'):rep(100000)):find('(.*)%1%1b') -- here
