// The production build: one hashed script and one hashed style sheet, minified and compressed,
// the page that names them, and the server.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.js";
import { minifyCss, minifyJs } from "./minify.js";

const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist/public", { recursive: true });

const put = (stem, extension, before, after) => {
  const hash = createHash("sha256").update(after).digest("hex").slice(0, 10);
  const file = `${stem}.${hash}.${extension}`;
  const zipped = gzipSync(after);
  writeFileSync(`dist/public/${file}`, after);
  writeFileSync(`dist/public/${file}.gz`, zipped);
  console.log(`${file}  ${before} B → ${after.length} B, ${zipped.length} B compressed`);
  return file;
};

const script = bundle("src/client/main.js");
const css = readFileSync("src/client/style.css", "utf8");
const page = readFileSync("src/client/index.html", "utf8")
  .replace("main.js", put("app", "js", script.length, minifyJs(script)))
  .replace("style.css", put("app", "css", css.length, minifyCss(css)))
  .replace(/>\s+</g, "><");
writeFileSync("dist/public/index.html", page);
cpSync("src/server", "dist/server", { recursive: true });
writeFileSync("dist/build.json", JSON.stringify({ name, version, builtAt: new Date().toISOString() }));
console.log(`${name} ${version}: dist/ is ready (page ${statSync("dist/public/index.html").size} B).`);
