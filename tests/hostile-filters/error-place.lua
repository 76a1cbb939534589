-- tries: to blame another file
-- meets: site.lua:7: not mine
-- phases: record map element
error('site.lua:7: not mine', 0) -- here
