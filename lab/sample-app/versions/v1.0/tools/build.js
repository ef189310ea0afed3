// The production build: the page with its script and style sheet bundled, minified and put into
// it, and the server. One response carries all: while two versions serve side by side, a page
// never asks the one for the assets of the other.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.js";
import { inline } from "./inline.js";
import { minifyCss, minifyHtml, minifyJs } from "./minify.js";

const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist/public", { recursive: true });

const script = bundle("src/client/main.js");
const css = readFileSync("src/client/style.css", "utf8");
const html = readFileSync("src/client/index.html", "utf8");
const page = inline(minifyHtml(html), { script: minifyJs(script), css: minifyCss(css) });
const zipped = gzipSync(page);
writeFileSync("dist/public/index.html", page);
writeFileSync("dist/public/index.html.gz", zipped);
cpSync("src/server", "dist/server", { recursive: true });
writeFileSync("dist/build.json", JSON.stringify({ name, version, builtAt: new Date().toISOString() }));

const before = script.length + css.length + html.length;
console.log(`index.html  ${before} B → ${page.length} B, ${zipped.length} B compressed`);
console.log(`${name} ${version}: dist/ is ready.`);
