-- tries: to run in the handler of a fault
-- meets: there is no 'xpcall' here
-- phases: record element
xpcall(error, function() while true do end end) -- here
