tongbao("search/index",{"pages":16,"group":8,"parts":1,"long":[],
"facets":[["xDLa","xEhM","xCFFJs","xEeo","xCLoTk"],
["xBHJMw"],
["xDhk","xBFOMw","xCPHAA"]],
"names":["blX"],
"shards":[["路x修"]]});
