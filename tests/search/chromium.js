/*
 * Chromium over a pipe, by its own protocol: as much as the tests of the search
 * need, without a library.
 *
 *	const browser = await open(folder);   a profile is made in the folder
 *	const page = await browser.page(1280, 900);
 *	await page.go(address);
 *	await page.run("document.title");
 *	browser.close();
 */
"use strict";
const { spawn } = require("child_process"), fs = require("fs"), path = require("path");

const environment = process.env;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function open(folder) {
	const process = spawn(environment.CHROMIUM || "chromium-headless-shell", ["--headless", "--no-sandbox", "--disable-gpu",
		"--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
		"--remote-debugging-pipe", "--user-data-dir=" + path.join(folder, "profile"),
		"about:blank"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
	const [, , , input, output] = process.stdio;
	const asked = new Map(), heard = [];
	let number = 0, rest = "";
	output.setEncoding("utf8").on("data", (data) => {
		const all = (rest + data).split("\0");
		rest = all.pop();
		for (const message of all.map((text) => JSON.parse(text))) {
			const answer = asked.get(message.id);
			asked.delete(message.id);
			if (answer && message.error)
				answer[1](new Error(JSON.stringify(message.error)));
			else if (answer)
				answer[0](message.result);
			else
				heard.push(message);
		}
	});
	const send = (method, params = {}, sessionId = undefined) => new Promise((...answer) => {
		asked.set(++number, answer);
		input.write(JSON.stringify({ id: number, method, params, sessionId }) + "\0");
	});

	async function page(width, height) {
		const { targetId } = await send("Target.createTarget", { url: "about:blank" });
		const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
		const say = (method, params) => send(method, params, sessionId);
		for (const domain of ["Page", "Runtime", "Log", "Network"])
			await say(domain + ".enable");
		await say("Emulation.setDeviceMetricsOverride",
			{ width, height, deviceScaleFactor: 1, mobile: width < 600 });
		const of = (method) => heard.filter((m) => m.sessionId === sessionId && m.method === method);
		const made = {
			say,
			async run(code) {
				const got = await say("Runtime.evaluate",
					{ expression: code, awaitPromise: true, returnByValue: true });
				if (got.exceptionDetails)
					throw new Error(code + ": " + JSON.stringify(got.exceptionDetails));
				return got.result.value;
			},
			async until(code, ms = 20000) {
				for (const end = Date.now() + ms; Date.now() < end; await wait(20))
					if (await made.run("!!(" + code + ")").catch(() => false))
						return true;
				return false;
			},
			async go(url) {
				await say("Page.navigate", { url: "about:blank" });
				await say("Page.navigate", { url });
				return made.until("document.readyState === 'complete' && location.href !== 'about:blank'");
			},
			type: (text) => say("Input.insertText", { text }),
			async key(key, code) {
				for (const type of ["keyDown", "keyUp"])
					await say("Input.dispatchKeyEvent", { type, key, code: key,
						windowsVirtualKeyCode: code, text: key === "Enter" && type === "keyDown" ? "\r" : undefined });
			},
			async shot(file) {
				const { cssContentSize: size } = await say("Page.getLayoutMetrics");
				const { data } = await say("Page.captureScreenshot", { captureBeyondViewport: true,
					clip: { x: 0, y: 0, width, height: Math.min(size.height, 4000), scale: 1 } });
				fs.writeFileSync(file, Buffer.from(data, "base64"));
			},
			/* What went wrong, and what was asked for, since the beginning. */
			complaints: () => of("Log.entryAdded").map((m) => m.params.entry.text)
				.concat(of("Runtime.exceptionThrown").map((m) => JSON.stringify(m.params.exceptionDetails))),
			requests: () => of("Network.requestWillBeSent").map((m) => m.params.request.url),
		};
		return made;
	}
	const gone = new Promise((done) => process.on("exit", done));
	return { page, close: () => send("Browser.close").then(() => gone) };
}

module.exports = { open, wait };
