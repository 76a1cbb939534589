-- tries: to catch events
-- meets: there is no 'setmetatable' here
-- phases: record map edition element live start
return setmetatable({}, {__index = function() end}) -- here
