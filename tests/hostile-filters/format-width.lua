-- tries: to make a huge text by a width
-- meets: invalid conversion
-- phases: record map edition element live start
return string.format('%999999d', 1) -- here
