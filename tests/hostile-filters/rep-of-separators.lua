-- tries: to make a huge text of separators
-- meets: rep would make
-- phases: record map element
return (''):rep(1 << 40, ',') -- here
