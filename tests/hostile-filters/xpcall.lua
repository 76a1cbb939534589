-- tries: to run in the handler of a fault
-- meets: there is no 'xpcall' here
-- phases: record map element
xpcall(error, function() while true do end end) -- here
