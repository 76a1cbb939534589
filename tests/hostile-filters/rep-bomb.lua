-- tries: to make a huge text by one call
-- meets: rep would make
-- phases: record map edition element live start
return ('x'):rep(1 << 40) -- here
