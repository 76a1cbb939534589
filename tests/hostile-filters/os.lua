-- tries: to run a command
-- meets: there is no 'os' here
-- phases: record map edition element live start
return os.execute('true') -- here
