tongbao("search/names-0",["丙三bsxCgdAA",
"丁𬀩dwxCXxAA",
"甲一jyxCgXJs",
"乙二yexCiQ"]);
