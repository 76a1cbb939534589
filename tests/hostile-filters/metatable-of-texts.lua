-- tries: to poison the methods of all texts
-- meets: there is no 'getmetatable' here
-- phases: record map edition element live start
getmetatable('').__index = nil -- here
