-- tries: to see compiled code
-- meets: attempt to call a nil value
-- phases: record map element
return string.dump(function() end) -- here
