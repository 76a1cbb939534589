-- tries: to run a file
-- meets: there is no 'dofile' here
-- phases: record map element
return dofile('/etc/passwd') -- here
