-- tries: to reach globals by name
-- meets: there is no '_G' here
-- phases: record map element
return _G.os -- here
