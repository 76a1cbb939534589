-- tries: to read a file
-- meets: there is no 'io' here
-- phases: record edition element live start
return io.open('/etc/passwd') -- here
