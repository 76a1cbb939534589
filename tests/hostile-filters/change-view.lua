-- tries: to change what readers see of a record
-- meets: can only be read
-- phases: edition element
local x = e.records[1]
x.date = '2010-01-01' -- here
