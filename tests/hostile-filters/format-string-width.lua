-- tries: the same of a text
-- meets: invalid conversion
-- phases: record map element
return string.format('%999999s', 'x') -- here
