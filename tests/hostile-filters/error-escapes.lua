-- tries: to write to the terminal's controls
-- meets: \?\[31mred
-- phases: record map element
error('\27[31mred\27[0m') -- here
