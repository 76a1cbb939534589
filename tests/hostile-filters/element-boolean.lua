-- tries: to give what is no element
-- meets: but no boolean
-- phases: element
-- at: 0
return true
