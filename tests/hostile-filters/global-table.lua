-- tries: to reach globals by name
-- meets: there is no '_G' here
-- phases: record element
return _G.os -- here
