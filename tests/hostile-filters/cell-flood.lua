-- tries: to name cells without end
-- meets: it gives more than [0-9]+ bytes
-- phases: map
while true do
	cell('2010-q3') -- here
end
