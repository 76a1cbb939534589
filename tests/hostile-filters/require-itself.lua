-- tries: to load itself for ever
-- meets: hostile.lua.*(requires|itself|circle)|stack overflow|took more than
-- phases: start
return require('hostile') -- here
