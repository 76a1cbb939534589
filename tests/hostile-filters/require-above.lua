-- tries: to load a file outside of scripts/
-- meets: there is no ../content/site.lua in scripts
-- phases: record map edition element live start
return require('../content/site') -- here
