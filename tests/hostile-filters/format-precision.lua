-- tries: the same by digits
-- meets: invalid conversion
-- phases: record map element
return string.format('%.999999f', 1) -- here
