tongbao("search/names-0",["白露blxDaY",
"傅大海fdhxCgVYg",
"莫岚mlxClm",
"聂芳nfxEbE",
"石秋sqxEbE",
"田保仓tbcxCgZJs",
"铁成tcxDag"]);
