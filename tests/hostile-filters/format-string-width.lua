-- tries: the same of a text
-- meets: invalid conversion
-- phases: record element
return string.format('%999999s', 'x') -- here
