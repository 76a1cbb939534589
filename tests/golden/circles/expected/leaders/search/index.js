tongbao("search/index",{"pages":14,"group":4,"long":[],
"facets":[["xDKs","xEgA","xEhM","xEdc","xCLo"],
["xCPYWI"],
["xDhc","xBFTMQ"]],
"names":["bsX"],
"shards":["%,"]});
