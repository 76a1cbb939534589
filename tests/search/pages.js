/*
 * pages.js EDITION…: every character and every two-character string of every
 * visible page finds exactly the pages that show it, and each is shown with a
 * line that has it.  Then longer pieces, several words, facets, initials.
 */
"use strict";
const room = require("./room.js");
const { searchIndex, searchWords } = room.functions();

/* The same chance each time. */
let state = 1;
function chance(most) {
	state = (state * 1103515245 + 12345) % 2147483648;
	return Math.floor(state / 2147483648 * most);
}

const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);

async function all(found) {
	const hits = [];
	while (found.left.length)
		hits.push(...await found.more());
	return hits;
}

async function edition(folder) {
	const read = room.reader(folder), find = await searchIndex(read);
	const texts = await room.texts(read), pages = room.pages(folder);
	const address = (page) => decodeURIComponent(texts[page][1]);
	room.check(folder + ": the index has each page", same(
		texts.map((t) => decodeURIComponent(t[1])).filter((a) => a !== "search.html").sort(),
		pages.map((p) => p.file).sort()));

	/* Which pages show what, by one and by two characters. */
	const where = new Map();
	for (const page of pages) {
		page.all = [page.title, ...page.lines].map(room.folded);
		const here = new Set();
		for (const line of page.all) {
			const characters = Array.from(line);
			characters.forEach((c, i) => {
				here.add(c);
				if (i > 0)
					here.add(characters[i - 1] + c);
			});
		}
		for (const piece of here)
			where.set(piece, (where.get(piece) || []).concat(page.file));
	}
	let wrong = [], unshown = [];
	for (const [piece, files] of where) {
		const found = await find(piece, []);
		const left = found.left.map(address).sort();
		if (!same(left, files.sort()))
			wrong.push(piece);
		const hit = (await found.more())[0];
		if (!hit || ![hit.title, ...hit.lines].some((line) => room.folded(line).includes(piece)))
			unshown.push(piece);
	}
	room.check(folder + ": each of " + where.size + " strings finds its pages",
		where.size > 1000 && wrong.length === 0, wrong.slice(0, 20).join(" "), wrong.length);
	room.check(folder + ": each is shown", unshown.length === 0,
		unshown.slice(0, 20).join(" "), unshown.length);

	/* Pieces of any length find what has them, and nothing else is shown. */
	wrong = [];
	for (let i = 0; i < 300; i++) {
		const lines = pages[chance(pages.length)].all.filter((line) => line.length > 2);
		const line = lines[chance(lines.length)];
		const start = chance(line.length - 2);
		const piece = line.slice(start, start + 3 + chance(20));
		const hits = await all(await find(piece, []));
		const files = pages.filter((p) => p.all.some((l) => l.includes(piece))).map((p) => p.file);
		if (!same(hits.map((h) => decodeURIComponent(h.href)).sort(), files.sort()))
			wrong.push(piece);
	}
	room.check(folder + ": longer pieces find exactly their pages", wrong.length === 0, wrong);

	/* Several words are on each page that is found, all shown. */
	wrong = [];
	for (let i = 0; i < 100; i++) {
		const page = pages[chance(pages.length)];
		const words = [0, 1].map(() => {
			const lines = page.all.filter((l) => l.length > 1);
			return lines[chance(lines.length)].slice(0, 2);
		});
		const hits = await all(await find(words.join("　"), []));
		const files = pages.filter((p) => words.every((w) => p.all.some((l) => l.includes(w))));
		if (hits.length !== files.length || !hits.every((hit) => words.every((w) =>
		    [hit.title, ...hit.lines].some((l) => room.folded(l).includes(w)))))
			wrong.push(words);
	}
	room.check(folder + ": several words are all there", wrong.length === 0, wrong);

	/* Facets part what is found; the newest period comes first. */
	const everything = await find("点评", []), facets = [];
	const form = require("fs").readFileSync(folder + "/search.html", "utf8");
	["kind", "period", "organisation"].forEach((name, facet) => {
		facets[facet] = [...new RegExp(`<select name="${name}">([^]*?)</select>`).exec(form)[1]
			.matchAll(/<option value="(\d+)">(.*)<\/option>/g)].map((m) => room.plain(m[2]));
	});
	for (let facet = 0; facet < 3; facet++) {
		const parts = [], strange = [];
		for (const [i, name] of facets[facet].entries()) {
			const chosen = [0, 0, 0];
			chosen[facet] = i + 1;
			const left = (await find("点评", chosen)).left;
			parts.push(...left);
			/* Those below an organisation belong to it, too. */
			const said = everything.left.filter((page) => texts[page][2].split(" · ")[facet] === name);
			if (!said.every((page) => left.includes(page)) || facet < 2 && said.length !== left.length)
				strange.push(name);
		}
		room.check(folder + ": facet " + facet + " parts what is found",
			parts.length > 0 && new Set(parts).size === parts.length &&
			parts.every((page) => everything.left.includes(page)) && strange.length === 0, strange);
	}

	/* Full width, capitals and blanks make no difference. */
	const one = await find("2010", []), two = await find("２０１０", []);
	room.check(folder + ": full width", one.left.length > 0 && same(one.left, two.left));
	room.check("words", same(Array.from(searchWords(" ＡＢc　点\u200b评 ")), ["abc", "点评"]));
	/* 葛 in another shape is 葛: a page that is copied from has a mark behind it. */
	room.check("shapes", same(Array.from(searchWords("葛\u{e0101}花\ufe00")), ["葛花"]));
	return { find, pages };
}

async function main() {
	const editions = [];
	for (const folder of process.argv.slice(2))
		editions.push(await edition(folder));

	/* Initials find names, where they stand; and only names that may be seen. */
	const [wide, narrow] = editions;
	const found = await wide.find("lyq", []);
	const hits = await all(found);
	const files = wide.pages.filter((p) => p.all.some((l) => l.includes("罗映秋")));
	room.check("lyq is 罗映秋", found.names.includes("罗映秋"));
	room.check("she is where her name stands", files.length > 0 &&
		files.every((p) => hits.some((h) => decodeURIComponent(h.href) === p.file)));
	for (const { find, pages } of editions)
		for (const initials of ["lyq", "szy", "hlc", "zw"])
			for (const name of (await find(initials, [])).names)
				room.check(name + " stands on some page",
					pages.some((p) => p.all.some((l) => l.includes(name))));
	const read = room.reader(process.argv[3]);
	const lists = [];
	for (let i = 0; i < (await read("index")).names.length; i++)
		lists.push(...await read("names-" + i));
	room.check("every name in the index stands on a page", lists.length > 0 &&
		lists.every((l) => {
			const name = /^(.+?)[a-z]+x[A-Z]/.exec(l)[1];
			return narrow.pages.some((p) => p.all.some((line) => line.includes(name)));
		}));
	room.finish();
}
main();
