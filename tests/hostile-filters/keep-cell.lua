-- tries: to name cells of later records
-- meets: can only be read: it remembers nothing
-- phases: map
kept = cell -- here
