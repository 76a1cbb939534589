-- tries: to raise what is no text
-- meets: raised an error that is no text but a table
-- phases: record map edition element live start
error({__tostring = function() while true do end end}) -- here
