tongbao("search/names-0",["bs丙三xCgdAA",
"dw丁𬀩xCXxAA",
"jy甲一xCgXJs",
"ye乙二xCiQ"]);
