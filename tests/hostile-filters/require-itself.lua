-- tries: to load itself for ever
-- meets: hostile.lua.*(requires|itself|circle)|stack overflow|took more than
-- phases: record start
return require('hostile') -- here
