-- tries: to fill the memory with one text
-- meets: a text of more than 1048576 bytes
-- phases: record map edition element live start
local s = 'x'
while true do s = s .. s end -- here
