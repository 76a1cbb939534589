-- tries: to make characters that there are not
-- meets: value out of range
-- phases: record map element
return utf8.char(-1) -- here
