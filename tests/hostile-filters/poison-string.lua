-- tries: to change a function that C calls
-- meets: can't be (written|changed|set)|attempt to|locked|read
-- phases: record map element
string.format = function() end -- here
