-- tries: to put a milliard values on the stack
-- meets: took more than [0-9]+ steps|too many results
-- phases: record map element
return table.unpack({}, 1, 1 << 30) -- here
