-- tries: to reach what was taken away
-- meets: there is no 'package' here
-- phases: record element
return package.loaded -- here
