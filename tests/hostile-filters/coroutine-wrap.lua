-- tries: to run where no hook is set
-- meets: there is no 'coroutine' here
-- phases: record map element
coroutine.wrap(function() while true do end end)() -- here
