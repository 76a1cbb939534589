/*
 * weigh.js EDITION QUERIES KB: so many queries of 1 to 8 characters, taken from
 * its pages, each with nothing loaded before, load at most so many KB for the
 * first screen of hits; most of them find what they were taken from.
 */
"use strict";
const room = require("./room.js");
const { searchIndex } = room.functions();
const [folder, count, most] = [process.argv[2], +process.argv[3], +process.argv[4]];

let state = 7;
function chance(less) {
	state = (state * 1103515245 + 12345) % 2147483648;
	return Math.floor(state / 2147483648 * less);
}

async function main() {
	const texts = await room.texts(room.reader(folder));
	const weighed = [];
	let empty = 0;
	for (let i = 0; i < count; i++) {
		const piece = () => {
			const lines = texts[chance(texts.length)][3].map(room.folded).filter((l) => l.length > 1);
			const line = lines[chance(lines.length)] || "点评";
			const length = 1 + chance(8), start = chance(Math.max(1, line.length - length));
			return line.slice(start, start + length);
		};
		/* Now and then two words, or characters that nobody wrote so. */
		let query = piece();
		if (i % 5 === 3)
			query = query.slice(0, 3) + " " + piece().slice(0, 4);
		if (i % 5 === 4)
			query = query.slice(0, 4) + piece().slice(0, 4);
		const weights = {};
		const find = await searchIndex(room.reader(folder, weights));
		const found = await find(query, []), total = found.left.length;
		const hits = await found.more();
		if (i % 5 < 3 && hits.length === 0)
			empty++;
		const sum = Object.values(weights).reduce((a, b) => a + b, 0);
		weighed.push({ query, total, hits: hits.length, sum, files: Object.keys(weights).length });
	}
	weighed.sort((a, b) => b.sum - a.sum);
	const kb = (bytes) => (bytes / 1024).toFixed(0);
	console.log("bytes a query, of " + count + ": most " + kb(weighed[0].sum) + " KB (" +
		JSON.stringify(weighed[0]) + "), median " + kb(weighed[count >> 1].sum) + " KB");
	if (process.argv[5])
		console.log(weighed.slice(0, 10).map((w) => JSON.stringify(w)).join("\n"));
	room.check("no query loads more than " + most + " KB", weighed[0].sum <= most * 1024);
	room.check("what stands somewhere is found", empty <= count / 100, empty);
	room.finish();
}
main();
