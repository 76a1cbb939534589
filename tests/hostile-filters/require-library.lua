-- tries: to load a library in C
-- meets: there is no os.so.lua in scripts
-- phases: record map element
return require('os.so') -- here
