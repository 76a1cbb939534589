-- tries: to load any file
-- meets: there is no /etc/passwd.lua in scripts
-- phases: record map element
return require('/etc/passwd') -- here
