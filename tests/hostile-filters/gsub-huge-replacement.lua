-- tries: to replace little by much
-- meets: a text of more than|took more than
-- phases: record map element
return (('x'):rep(1000)):gsub('x', ('y'):rep(100000)) -- here
