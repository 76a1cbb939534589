tongbao("search/names-0",["bs丙三xDaY",
"jy甲一xCgXJs",
"ye乙二xDaQ"]);
