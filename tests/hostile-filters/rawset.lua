-- tries: to write past a lock
-- meets: there is no 'rawset' here
-- phases: record element
rawset(string, 'x', 1) -- here
