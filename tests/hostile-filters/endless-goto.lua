-- tries: to run for ever by goto
-- meets: took more than [0-9]+ steps
-- phases: record map element
::again::
goto again -- here
