tongbao("search/names-0",["丙三bsxCgdAA",
"甲一jyxCgXJs",
"乙二yexDaQ"]);
