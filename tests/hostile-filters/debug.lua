-- tries: to change its own limits
-- meets: there is no 'debug' here
-- phases: record map element
debug.sethook() -- here
