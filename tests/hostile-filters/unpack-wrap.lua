-- tries: to unpack the whole range of numbers
-- meets: too many results|took more than [0-9]+ steps
-- phases: record map element
return table.unpack({}, math.mininteger, math.maxinteger) -- here
