-- tries: to swallow the fault of its budget
-- meets: took more than [0-9]+ steps
-- phases: record map edition element live start
while true do
  pcall(function() while true do end end) -- here
end
