/*
 * browser.js EDITION [SHOTS]: the search page in Chromium, from file:// and from
 * http://, with and without script; pictures go to the folder SHOTS.
 */
"use strict";
const fs = require("fs"), http = require("http"), os = require("os"), path = require("path");
const room = require("./room.js"), chromium = require("./chromium.js");
const edition = path.resolve(process.argv[2]), shots = process.argv[3];

let state = 3;
function chance(less) {
	state = (state * 1103515245 + 12345) % 2147483648;
	return Math.floor(state / 2147483648 * less);
}

function serve() {
	const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
	const server = http.createServer((request, answer) => {
		const file = path.join(edition, decodeURIComponent(new URL(request.url, "http://x").pathname));
		fs.readFile(file, (error, bytes) => {
			answer.writeHead(error ? 404 : 200, { "Content-Type": (types[path.extname(file)] || "text/plain") + "; charset=utf-8" });
			answer.end(error ? "" : bytes);
		});
	});
	return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

const hits = `[...document.querySelectorAll(".hits li")].map(li => ({ href: decodeURIComponent(li.querySelector("a").getAttribute("href").replace(/#.*/, "")),
	by: li.querySelector(".by").textContent, marks: [...li.querySelectorAll("mark")].map(m => m.textContent), text: li.textContent }))`;
const said = `document.querySelector("[role=status]").textContent`;

async function look(page, base, query, more = "") {
	await page.go(base + "search.html#q=" + encodeURIComponent(query) + more);
	await page.until(said);
	return page.run(hits);
}

async function queries(page, base, pages) {
	const wrong = [];
	for (let i = 0; i < 20; i++) {
		const lines = pages[chance(pages.length)].all.filter((line) => line.length > 1);
		const line = lines[chance(lines.length)], length = 2 + chance(5);
		const start = chance(Math.max(1, line.length - length));
		const query = line.slice(start, start + length);
		const files = pages.filter((p) => p.all.some((l) => l.includes(query))).map((p) => p.file);
		const found = await look(page, base, query);
		if (found.length !== Math.min(10, files.length) || !found.every((hit) => files.includes(hit.href) &&
		    hit.marks.length > 0 && hit.marks.every((mark) => room.folded(mark) === query)))
			wrong.push([query, files.length, found.length, await page.run(said)]);
	}
	room.check(base + ": pieces of pages are found and marked", wrong.length === 0, wrong);
}

async function visit(browser, base, pages) {
	const page = await browser.page(1280, 900);
	await queries(page, base, pages);

	/* Typed, with the keyboard alone. */
	await page.go(base + "search.html");
	room.check("the field has the focus", await page.run("document.activeElement.name") === "q");
	await page.type("钥匙");
	room.check("what is typed is looked for", await page.until(`${said} && document.querySelector(".hits mark")`));
	room.check("it stands in the address", await page.run("new URLSearchParams(location.hash.slice(1)).get('q')") === "钥匙");
	room.check("the focus stays", await page.run("document.activeElement.name") === "q");
	const all = await page.run(hits);
	for (const name of ["kind", "period", "organisation"]) {
		/* As some hit has it, then any. */
		const choose = (value) => page.run(`(() => { const select = document.querySelector("select[name=${name}]");
			const by = [...document.querySelectorAll(".hits .by")].flatMap((e) => e.textContent.split(" · "));
			const option = [...select.options].find((o) => ${value});
			select.value = option.value; select.dispatchEvent(new Event("change", { bubbles: true })); return option.text; })()`);
		const chosen = await choose("o.value && by.includes(o.text)");
		/* Those below an organisation belong to it. */
		const fit = (list) => list.length > 0 && list.length <= all.length &&
			list[name === "organisation" ? "some" : "every"]((hit) => hit.by.split(" · ").includes(chosen));
		room.check(name + " stands in the address", await page.until(`location.hash.includes("${name}=") && ${said}`));
		let less = await page.run(hits);
		for (let i = 0; i < 100 && !fit(less); i++, less = await page.run(hits))
			await chromium.wait(20);
		room.check(name + " narrows", fit(less) && less.every((hit) => hit.marks.includes("钥匙")), [chosen, less]);
		await choose("!o.value");
		room.check("and is taken back", await page.until(`!location.hash.includes("${name}=") && ${said} &&
			document.querySelectorAll(".hits li").length === ${all.length}`));
	}

	/* More than a screen. */
	await look(page, base, "点评");
	room.check("ten at first", (await page.run(hits)).length === 10);
	await page.run(`document.querySelector("button.more").click()`);
	room.check("then ten more", await page.until(`document.querySelectorAll(".hits li").length === 20`));
	room.check("each page once", new Set((await page.run(hits)).map((h) => h.href)).size === 20);

	/* Initials, nothing, a link to results, back. */
	await look(page, base, "lyq");
	room.check("names by initials", await page.run(`document.querySelector(".people").textContent.includes("罗映秋")`));
	room.check("and where they stand", (await page.run(hits)).some((h) => h.marks.includes("罗映秋")));
	for (const number of ["〔2010〕11号", "[2010]11号", "（2010）11号", "【2010】11号"]) {
		const numbered = await look(page, base, number);
		room.check("a document by its number, as " + number, numbered.some((h) =>
			h.href.endsWith("bulletin/2010-11.html") && h.marks.includes("〔2010〕11号")), numbered);
		room.check("which is nobody's name", await page.run(`document.querySelector(".people").hidden`));
	}
	room.check("also one that was typed so", (await look(page, base, "[2001]15号")).some((h) =>
		h.marks.includes("[2001]15号")));
	await look(page, base, "绝无此词");
	room.check("nothing is said to be found", await page.run(`${said} === document.querySelector("[data-search]").dataset.none`));

	/* From any page by the field at its head. */
	const target = pages.find((p) => p.file.startsWith("record/")).file;
	await page.go(base + target.split("/").map(encodeURIComponent).join("/"));
	await page.run(`document.querySelector("[data-search-box] input").focus()`);
	await page.type("实验室 钥匙");
	await page.key("Enter", 13);
	room.check("the head's field leads to the search", await page.until(`location.pathname.endsWith("/search.html") && ${said}`));
	room.check("with its words", await page.run("document.querySelector('#search-q').value") === "实验室 钥匙");
	await page.until(`document.querySelector(".hits a")`);
	const href = await page.run(`document.querySelector(".hits a").href`);
	await page.run(`document.querySelector(".hits a").click()`);
	room.check("a hit leads to its page", await page.until(`document.querySelector("main") && !location.pathname.endsWith("/search.html")`) &&
		href.startsWith(await page.run("location.href.replace(/#.*/, '')")));

	room.check(base + ": nothing is complained of", page.complaints().length === 0, page.complaints());
	const outside = page.requests().filter((url) => !url.startsWith(base) && url !== "about:blank");
	room.check(base + ": nothing is asked of anybody else", outside.length === 0, outside);

	/* Without script. */
	await page.say("Emulation.setScriptExecutionDisabled", { value: true });
	await page.go(base + "search.html#q=x");
	await chromium.wait(300);
	room.check("without script there are words", await page.run(`(() => { const shown = (s) => document.querySelector(s).getClientRects().length > 0;
		return shown(".without a") && !shown(".with"); })()`));
	if (shots)
		await page.shot(path.join(shots, "search-without-script.png"));
	await page.go(base + "about.html");
	room.check("and no field at the head", await page.run(`document.querySelector("[data-search-box]").getClientRects().length === 0`));
}

async function pictures(browser, base) {
	for (const width of [1280, 390]) {
		const page = await browser.page(width, 900);
		for (const [name, query] of [["search-hits", "实验室 钥匙"], ["search-names", "lyq"], ["search-none", "绝无此词"], ["search-empty", ""]]) {
			await page.go(base + "search.html#q=" + encodeURIComponent(query));
			await page.until(said, query ? 20000 : 300);
			await chromium.wait(200);
			room.check(name + " fits " + width, await page.run("document.documentElement.scrollWidth") <= width);
			await page.shot(path.join(shots, name + "-" + width + ".png"));
		}
		await page.go(base + "about.html");
		await page.shot(path.join(shots, "search-home-" + width + ".png"));
		await page.go(base + "organisations.html");
		await page.shot(path.join(shots, "search-box-" + width + ".png"));
		await page.say("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: "dark" }] });
		await look(page, base, "钥匙");
		await page.shot(path.join(shots, "search-dark-" + width + ".png"));
	}
}

async function main() {
	const pages = room.pages(edition);
	for (const page of pages)
		page.all = [page.title, ...page.lines].map(room.folded);
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), "search-"));
	const server = await serve(), browser = await chromium.open(folder);
	const address = "http://127.0.0.1:" + server.address().port + "/";
	try {
		/* From a share, which is the harder; from a server in a long run, too. */
		await visit(browser, "file://" + edition + "/", pages);
		if (process.env.TEST_LONG)
			await visit(browser, address, pages);
		if (shots)
			await pictures(browser, address);
	} finally {
		await browser.close();
		server.close();
		fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	}
	room.finish();
}
main();
