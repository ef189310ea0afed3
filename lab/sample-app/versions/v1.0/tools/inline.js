const SCRIPT = /<script type="module" src="main\.js"><\/script>/;
const STYLE = /<link rel="stylesheet" href="style\.css">/;

/** Puts the script and the style sheet into the page in place of the elements that name them. */
export function inline(page, { script, css }) {
  if (!SCRIPT.test(page) || !STYLE.test(page)) throw new Error("The page does not name its assets.");
  if (/<\/script/i.test(script) || /<\/style/i.test(css)) throw new Error("An asset would end its element.");
  // Functions, because "$" means something in a replacement that is text.
  return page
    .replace(STYLE, () => `<style>${css}</style>`)
    .replace(SCRIPT, () => `<script type="module">${script}</script>`);
}
