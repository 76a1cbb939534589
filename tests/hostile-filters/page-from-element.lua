-- tries: to add pages from a function for elements
-- meets: added by .edition.
-- phases: element
e:page{address = 'x', title = 'x', body = 'x'} -- here
