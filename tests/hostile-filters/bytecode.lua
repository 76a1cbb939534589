-- tries: to run compiled Lua
-- meets: there is no 'load' here
-- phases: record map edition element live start
return load('\27Lua', 'x', 'b') -- here
