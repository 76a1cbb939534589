-- tries: to count one subject as often as can be
-- meets: the amount is a whole number from 0 to 1
-- phases: map
cell('2010-q3', math.maxinteger) -- here
