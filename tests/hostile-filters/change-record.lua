-- tries: to change what the clerk wrote
-- meets: is built in|can only be read|nil value|has no field
-- phases: record map
local x = r
x.date = '2010-01-01' -- here
