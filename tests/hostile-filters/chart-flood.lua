-- tries: to draw a chart without end
-- meets: 1 to 200 labels
-- phases: edition element live
local t = {}
for i = 1, 100000 do t[i] = 'x' end
return chart{kind = 'bar', title = 'x', labels = t, series = {{values = {}}}} -- here
