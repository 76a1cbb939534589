-- tries: to add pages from a bulletin
-- meets: only filters in scripts/ add sections and pages
-- phases: live
e:page{address = 'x', title = 'x', body = 'x'} -- here
