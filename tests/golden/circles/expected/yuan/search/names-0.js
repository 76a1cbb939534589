tongbao("search/names-0",["bs丙三xCgdAA",
"jy甲一xCgXJs",
"ye乙二xDaQ"]);
