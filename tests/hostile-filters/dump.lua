-- tries: to see compiled code
-- meets: attempt to call a nil value
-- phases: record element
return string.dump(function() end) -- here
