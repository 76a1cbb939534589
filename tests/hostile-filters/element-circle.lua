-- tries: to hang the walk by a piece that holds itself
-- meets: nested deeper than 32 levels
-- phases: element
-- at: 0
local x = doc.BlockQuote({})
x.content = {x}
return doc.BlockQuote({x})
