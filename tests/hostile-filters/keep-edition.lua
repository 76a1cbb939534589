-- tries: to keep what a call was given
-- meets: there is no '[a-z]+' here|belongs to a call that has ended
-- phases: element live
kept = kept or nil -- here
return kept
