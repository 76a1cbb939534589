-- tries: to reach what was taken away
-- meets: there is no 'package' here
-- phases: record map element
return package.loaded -- here
