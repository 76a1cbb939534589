-- tries: to draw what is no number
-- meets: too large, or none at all
-- phases: edition element live
return chart{kind = 'bar', title = 'x', labels = {'x'}, series = {{values = {0/0}}}} -- here
