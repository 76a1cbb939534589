tongbao("search/index",{"pages":24,"group":8,"parts":1,"long":[],
"facets":[["xDLNTk","xEhM","xBIpNX","xEjk","xEeo","xEkw","xEKo","xCLoTk"],
["xADTnS"],
["xDhk","xAJbnQ","xCOwdc"]],
"names":["blX"],
"shards":[["路x一","建x七"]]});
