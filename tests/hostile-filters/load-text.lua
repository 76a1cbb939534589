-- tries: to run code that is made
-- meets: there is no 'load' here
-- phases: record element
return load('return 1') -- here
