-- tries: to hang by a list that holds itself
-- meets: nested deeper than 32 levels
-- phases: live
-- at: 1
local t = {}
t[1] = t
return t
