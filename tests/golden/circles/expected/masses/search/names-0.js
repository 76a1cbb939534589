tongbao("search/names-0",["丙三bsxDaY",
"甲一jyxCgXJs",
"乙二yexDaQ"]);
