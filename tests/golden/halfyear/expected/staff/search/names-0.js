tongbao("search/names-0",["bl白露xDaY",
"fdh傅大海xCgVYg",
"ml莫岚xClm",
"nf聂芳xEbE",
"sq石秋xEbE",
"tbc田保仓xCgZJs",
"tc铁成xDag"]);
