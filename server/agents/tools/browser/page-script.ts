import "server-only";

/** What the script makes of a page. `elements` are the page's own, at the places of `facts`. */
export interface PageText {
  title: string;
  text: string;
  facts: ElementFact[];
}

/** A link, button or field that can be pressed or typed into. Its number is its place, from 1. */
export interface ElementFact {
  kind: "link" | "button" | "field";
  text: string;
  href?: string;
}

/**
 * Runs in the page and gives `PageText` with `elements`: headings as `##`, links as `[text](number)`,
 * what people cannot see left out. As text, because bundlers put calls of their own into functions.
 */
export const PAGE_SCRIPT = `(() => {
  const MOST_TEXT = 400000, MOST_ELEMENTS = 3000;
  const SKIP = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "CANVAS", "IFRAME", "OBJECT", "EMBED", "VIDEO", "AUDIO", "HEAD", "SVG"]);
  const INLINE = /^(inline|contents|inline-block|inline-flex|table-cell|ruby)/;
  const lines = [], elements = [], facts = [];
  let line = "", size = 0;
  const plain = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
  const flush = () => {
    const text = plain(line);
    line = "";
    if (!text || size > MOST_TEXT) return;
    size += text.length + 1;
    lines.push(text);
  };
  const numbered = (element, fact) => {
    if (elements.length >= MOST_ELEMENTS) return 0;
    elements.push(element);
    facts.push(fact);
    return elements.length;
  };
  const labelOf = (el) => plain(el.getAttribute("aria-label") || (el.labels && el.labels[0] && el.labels[0].innerText) || el.placeholder || el.name || el.title || "").slice(0, 200);
  const seen = (el) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  const link = (el) => {
    const image = el.querySelector("img[alt]");
    const text = plain(el.innerText) || plain(el.getAttribute("aria-label")) || plain(image && image.alt);
    if (!text) return;
    const heading = el.querySelector("h1,h2,h3,h4,h5,h6");
    const at = numbered(el, { kind: "link", text: text.slice(0, 300), href: String(el.href) });
    if (heading) { flush(); line = "#".repeat(Number(heading.tagName[1])) + " "; }
    line += at ? "[" + text + "](" + at + ")" : text;
    if (heading) flush();
  };
  const field = (el) => {
    const type = (el.type || "").toLowerCase();
    if (type === "hidden") return;
    if (["submit", "button", "image", "reset"].includes(type) || el.tagName === "BUTTON") {
      const text = plain(el.innerText || el.value || el.getAttribute("aria-label") || el.title) || "button";
      line += " [button: " + text + "](" + numbered(el, { kind: "button", text: text.slice(0, 300) }) + ") ";
      return;
    }
    const text = labelOf(el) || type || "field";
    const value = type === "password" ? "" : plain(el.value).slice(0, 200);
    const state = type === "checkbox" || type === "radio" ? (el.checked ? " (chosen)" : "") : value ? " = " + value : "";
    line += " [field: " + text + state + "](" + numbered(el, { kind: "field", text: text.slice(0, 300) }) + ") ";
  };
  const walk = (node, deep) => {
    if (size > MOST_TEXT || deep > 400) return;
    if (node.nodeType === Node.TEXT_NODE) { line += node.data.replace(/\\s+/g, " "); return; }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const el = node, tag = el.tagName.toUpperCase();
    if (SKIP.has(tag) || !seen(el)) return;
    if (tag === "BR") return flush();
    if (tag === "A" && el.href) return link(el);
    if (tag === "INPUT" || tag === "TEXTAREA" || tag === "SELECT" || tag === "BUTTON") return field(el);
    if (tag === "IMG") { if (plain(el.alt)) line += " (picture: " + plain(el.alt).slice(0, 200) + ") "; return; }
    const inline = INLINE.test(getComputedStyle(el).display) && !/^H[1-6]$/.test(tag);
    if (!inline) flush();
    if (/^H[1-6]$/.test(tag)) line = "#".repeat(Number(tag[1])) + " ";
    if (tag === "LI") line = "- ";
    if (tag === "TD" || tag === "TH") line += " ";
    for (const child of el.shadowRoot ? el.shadowRoot.childNodes : el.childNodes) walk(child, deep + 1);
    if (!inline) flush();
  };
  if (document.body) walk(document.body, 0);
  flush();
  return { title: plain(document.title).slice(0, 300), text: lines.join("\\n").slice(0, MOST_TEXT), elements, facts };
})()`;
