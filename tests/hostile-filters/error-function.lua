-- tries: to raise code
-- meets: raised an error that is no text but a function
-- phases: record element
error(function() end) -- here
