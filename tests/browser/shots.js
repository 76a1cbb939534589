/*
 * shots FOLDER TARGET PAGE…: each page as a picture, for a person to look at:
 * at 1280 and 390 px, light; the first page in the dark and in print, too.
 */
"use strict";

const path = require("path");
const room = require("./room.js");

const [folder, target, ...pages] = process.argv.slice(2);

(async () => {
	const browser = await room.launch();
	const base = room.file(path.resolve(folder));
	const shoot = async (name, width, how, suffix) => {
		const context = await browser.newContext({ viewport: { width, height: 900 }, ...how.context });
		const page = await context.newPage();
		await page.goto(base + name);
		if (how.media)
			await page.emulateMedia({ media: how.media });
		await page.screenshot({ fullPage: true,
			path: path.join(target, name.replace(/\//g, "-").replace(/\.html$/, "") + suffix + ".png") });
		await context.close();
	};
	for (const name of pages)
		for (const width of [1280, 390])
			await shoot(name, width, {}, "-" + width);
	await shoot(pages[0], 1280, { context: { colorScheme: "dark" } }, "-dark");
	await shoot(pages[0], 794, { media: "print" }, "-print");
	await browser.close();
})();
