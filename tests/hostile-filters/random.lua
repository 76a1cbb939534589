-- tries: to say something else each time
-- meets: attempt to call a nil value|there is no
-- phases: record map element
return math.random() -- here
