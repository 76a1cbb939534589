-- tries: to break the text of pages
-- meets: not UTF-8
-- phases: element
-- at: 0
return doc.Para('\xff')
