-- tries: to write past a lock
-- meets: there is no 'rawset' here
-- phases: record map element
rawset(string, 'x', 1) -- here
