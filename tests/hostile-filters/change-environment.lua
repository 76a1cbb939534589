-- tries: to have other globals when the next record comes
-- meets: `map` changed '_ENV'
-- phases: map
-- at: 0
_ENV = { kept = r, cell = cell }
