tongbao("search/index",{"pages":16,"group":8,"long":[],
"facets":[["xDLa","xEhM","xCFFJs","xEeo","xCLoTk"],
["xBHJMw"],
["xDhk","xBFOMw","xCPHAA"]],
"names":["blX"],
"shards":[["路修"]]});
