/*
 * The search of a finished edition in node: the script as it is shipped, files
 * instead of <script src>.  What a page shows is read here by other means than
 * the index is made by.
 */
"use strict";
const fs = require("fs"), path = require("path"), vm = require("vm");

const script = path.join(__dirname, "../../themes/default/assets/site.js");

/* The script's functions, without a page. */
function functions() {
	const context = vm.createContext({ document: { querySelectorAll: () => [] },
		URLSearchParams });
	vm.runInContext(fs.readFileSync(script, "utf8"), context);
	return context;
}

/* A reader of search/NAME.js; `weights` gets the bytes of each file. */
function reader(edition, weights) {
	const data = {};
	return async (name) => {
		if (!(name in data)) {
			const file = path.join(edition, "search", name + ".js");
			const text = fs.readFileSync(file);
			if (weights)
				weights[name] = text.length;
			vm.runInNewContext(text.toString(), { tongbao: (said, value) => {
				if (said !== "search/" + name)
					throw new Error(file + " says it is " + said);
				data[name] = value;
			} });
		}
		return data[name];
	};
}

/* Every file below the folder, from it on. */
function walk(folder, below = "") {
	return fs.readdirSync(path.join(folder, below), { withFileTypes: true })
		.flatMap((entry) => entry.isDirectory()
			? walk(folder, path.posix.join(below, entry.name))
			: [path.posix.join(below, entry.name)]);
}

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };
const inLine = new Set("a abbr b bdi br cite code del em i ins kbd label mark q s samp small span strong sub sup time u var wbr".split(" "));

function plain(text) {
	return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (all, ten, hex, name) =>
		ten ? String.fromCodePoint(ten) : hex ? String.fromCodePoint(parseInt(hex, 16))
		: entities[name] || all);
}

/* The lines that a page shows in <main>, and the title that it has itself. */
function shown(html) {
	const main = /<main[^>]*>([^]*)<\/main>/.exec(html)[1];
	const lines = main.replace(/<!--[^]*?-->/g, "")
		.replace(/<(script|style|title)[^]*?<\/\1>/g, "\n")
		.replace(/\s+/g, " ")
		.replace(/<\/?([a-zA-Z0-9]+)(?:"[^"]*"|[^">])*>/g, (all, name) =>
			name === "br" ? " " : inLine.has(name) ? "" : "\n");
	const title = plain(/<title>([^]*?)<\/title>/.exec(html)[1]);
	return { title: title.includes(" - ") ? title.replace(/ - [^-]*$/, "") : "首页",
		lines: lines.split("\n").map(plain) };
}

/* Without blanks, small, narrow: as nobody tells them apart who looks for it. */
function folded(text) {
	return text.replace(/[\s\u00ad\u200b-\u200f\u2060-\u206f\ufeff]/g, "")
		.replace(/[\uff01-\uff5e]/g, (c) => c.normalize("NFKC"))
		.replace(/[A-Z]+/g, (c) => c.toLowerCase());
}

function pages(edition) {
	/* A page for the printer is its bulletin's page once more. */
	return walk(edition).filter((file) => file.endsWith(".html") &&
	    !file.endsWith(".print.html") && file !== "search.html")
		.map((file) => ({ file, ...shown(fs.readFileSync(path.join(edition, file), "utf8")) }));
}

/* What the index has of each page: by its number [title, address, about, lines]. */
async function texts(read) {
	const about = await read("index"), long = new Map(about.long), all = [];
	for (let page = 0; page < about.pages; page++) {
		if (!long.has(page)) {
			all.push((await read("text-" + Math.floor(page / about.group)))[page % about.group]);
			continue;
		}
		const parts = [];
		for (let i = 0; i < long.get(page); i += about.parts)
			parts.push(...await read("page-" + page + "-" + i / about.parts));
		all.push([...parts[0].slice(0, 3), [].concat(...parts.map((part) => part[3]))]);
	}
	return all;
}

let said = { passed: 0, failed: 0 };
function check(what, holds, ...more) {
	said[holds ? "passed" : "failed"]++;
	if (!holds)
		console.log("FAILED: " + what, ...more);
}
function finish() {
	console.log(said.passed + " passed, " + said.failed + " failed");
	process.exitCode = said.failed ? 1 : 0;
}

module.exports = { functions, reader, pages, texts, plain, folded, check, finish };
