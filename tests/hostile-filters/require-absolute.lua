-- tries: to load any file
-- meets: there is no /etc/passwd.lua in scripts
-- phases: record element
return require('/etc/passwd') -- here
