-- tries: to hand out what it was given
-- meets: `map` returns nothing
-- phases: map
-- at: 0
return cell
