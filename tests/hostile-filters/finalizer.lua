-- tries: to run when no hook counts
-- meets: there is no 'setmetatable' here
-- phases: record map element
setmetatable({}, {__gc = function() while true do end end}) -- here
