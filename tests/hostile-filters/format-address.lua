-- tries: to learn an address, which differs from run to run
-- meets: format takes no
-- phases: record map element
return string.format('%p', {}) -- here
