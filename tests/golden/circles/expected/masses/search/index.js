tongbao("search/index",{"pages":12,"group":4,"long":[],
"facets":[["xEeo","xEgA","xEdc","xCLo"],
["xCPY"],
["xDhc","xCNBTk"]],
"names":["bsX"],
"shards":["%,"]});
