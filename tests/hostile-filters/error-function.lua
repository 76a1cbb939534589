-- tries: to raise code
-- meets: raised an error that is no text but a function
-- phases: record map element
error(function() end) -- here
