/*
 * paper FOLDER TARGET PAGE…: each page as a browser's print dialog has it, a PDF
 * in TARGET for tests/print/paper; on the way it is looked at on a screen.  Whatever
 * it asks for beside itself, and whatever its policy complains of, is a fault.
 */
"use strict";

const path = require("path");
const room = require("./room.js");

const [folder, target, ...pages] = process.argv.slice(2);

(async () => {
	const browser = await room.launch();
	const base = room.file(path.resolve(folder));
	for (const name of pages) {
		const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
		const page = await room.open(context, base + name, "");
		const sheet = () => page.evaluate(() => {
			const box = document.querySelector("article").getBoundingClientRect();
			return { width: box.width, room: document.documentElement.scrollWidth,
				style: getComputedStyle(document.querySelector("article")).position };
		});
		const wide = await sheet();
		room.check(`${name}: its style is in force`, wide.style === "relative", wide);
		room.check(`${name}: a sheet on a wide screen`, Math.abs(wide.width - 793.7) < 1 && wide.room <= 1280, wide);
		await page.setViewportSize({ width: 390, height: 800 });
		const narrow = await sheet();
		room.check(`${name}: nothing is wider than a telephone`, narrow.width <= 390 && narrow.room <= 390, narrow);
		const found = await room.judge(page);
		room.check(`${name}: axe finds nothing`, found.length === 0, found.join("\n"));
		await page.setViewportSize({ width: 1280, height: 900 });
		await page.pdf({ preferCSSPageSize: true, path: path.join(target,
			name.replace(/\//g, "-").replace(/\.html$/, "") + ".pdf") });
		room.check(`${name}: one file, no complaint`, page.faults.length === 0, page.faults);
		await context.close();
	}
	/* The watch is awake: a style that was changed is not admitted. */
	const context = await browser.newContext();
	const page = await context.newPage();
	let said = "";
	page.on("console", (message) => said += message.text());
	await page.route("**/*", async (route) => {
		const answer = await route.fetch();
		await route.fulfill({ body: (await answer.text()).replace("<style>", "<style>p{}"), contentType: "text/html" });
	});
	const server = await room.serve(path.resolve(folder));
	await page.goto(server.url + pages[0]);
	room.check("a style that was changed is refused", /Content Security Policy/.test(said), said);
	server.close();
	await browser.close();
	room.finish();
})();
