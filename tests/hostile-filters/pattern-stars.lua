-- tries: the same by stars
-- meets: took more than [0-9]+ steps
-- phases: record map element
return (('a'):rep(5000)):match('.*.*.*.*b') -- here
