-- tries: to count values without end
-- meets: took more than [0-9]+ steps
-- phases: record map element
while true do select('#', table.unpack({}, 1, 900000)) end -- here
