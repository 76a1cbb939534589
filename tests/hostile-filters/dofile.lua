-- tries: to run a file
-- meets: there is no 'dofile' here
-- phases: record element
return dofile('/etc/passwd') -- here
