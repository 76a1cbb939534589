-- tries: to hang in the pattern matcher
-- meets: took more than [0-9]+ steps
-- phases: record map edition element live start
return (('a'):rep(60)):find(('a-'):rep(30) .. 'b') -- here
