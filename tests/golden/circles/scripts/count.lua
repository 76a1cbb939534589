-- What each phase can do, in a few lines.
return {
  derived = { marks = { type = "integer" } },
  record = function(r)
    if r.kind == "review" and r.problems then
      r.marks = #r.problems
    end
    if r.kind == "exemplar" and r.title == "" then
      return false
    end
  end,
  edition = function(e)
    e:section{ page = "home", title = "点评", body = records{ kind = "review" } }
    e:page{ address = "figures", title = "数字",
      body = "共" .. count{} .. "条。" }
  end,
}
