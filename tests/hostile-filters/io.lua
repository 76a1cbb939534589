-- tries: to read a file
-- meets: there is no 'io' here
-- phases: record map edition element live start
return io.open('/etc/passwd') -- here
