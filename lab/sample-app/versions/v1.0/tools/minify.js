/** Makes a style sheet smaller: comments and white space that mean nothing are dropped. */
export function minifyCss(source) {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/\s*([{};,>])\s*/g, "$1")
    .replace(/:\s+/g, ":")
    .replace(/;}/g, "}")
    .trim();
}

/** Makes a page smaller: white space between elements that stand on their own lines is dropped. */
export function minifyHtml(source) {
  return source.replace(/>\s*\n\s*</g, "><").trim();
}

/**
 * Makes a script smaller: drops comments that stand on their own lines, indentation and empty
 * lines. Line breaks stay, so that no rule about semicolons is needed. Text inside of templates
 * that span lines is left as it is.
 */
export function minifyJs(source) {
  const kept = [];
  let inTemplate = false;
  let inComment = false;
  for (const line of source.split("\n")) {
    const text = line.trim();
    if (inComment) {
      inComment = !text.includes("*/");
      continue;
    }
    if (!inTemplate) {
      if (text === "" || text.startsWith("//")) continue;
      if (text.startsWith("/*")) {
        inComment = !text.includes("*/");
        continue;
      }
    }
    const startedInside = inTemplate;
    const ticks = line.replace(/\\`/g, "").split("`").length - 1;
    if (ticks % 2 === 1) inTemplate = !inTemplate;
    kept.push(startedInside || inTemplate ? (startedInside ? line : line.trimStart()) : text);
  }
  return kept.join("\n");
}
