-- tries: to run code that is made
-- meets: there is no 'load' here
-- phases: record map element
return load('return 1') -- here
