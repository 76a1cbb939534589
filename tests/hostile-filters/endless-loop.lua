-- tries: to run for ever
-- meets: took more than [0-9]+ steps
-- phases: record map edition element live start
while true do end -- here
