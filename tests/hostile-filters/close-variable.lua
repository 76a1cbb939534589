-- tries: to run after a fault, by __close
-- meets: variable 'x' got a non-closable value
-- phases: record map element
local x <close> = {__close = function() while true do end end} -- here
