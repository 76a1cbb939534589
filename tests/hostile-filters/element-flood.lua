-- tries: to fill the disk by a text
-- meets: gives more than [0-9]+ bytes|took more than
-- phases: element
-- at: 0
local t = {}
for i = 1, 200000 do t[i] = doc.Para('甲') end
return t
