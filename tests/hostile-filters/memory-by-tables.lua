-- tries: to fill the memory with tables
-- meets: took more than [0-9]+ (MiB of memory|steps)
-- phases: record map edition element live start
local t = {}
while true do t[#t + 1] = {t} end -- here
