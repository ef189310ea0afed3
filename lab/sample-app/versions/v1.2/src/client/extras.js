import { EMPHASES, styleOf, toggle } from "./emphasis.js";

/** Emphasis for the message: three toggles that work together. */
export function mountExtras({ container, message }) {
  let chosen = [];
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Emphasis of the message");
  group.style.cssText = "display:flex;gap:0.5rem;flex-wrap:wrap";
  for (const { name, label } of EMPHASES) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = label;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      chosen = toggle(chosen, name);
      const on = chosen.includes(name);
      button.setAttribute("aria-pressed", String(on));
      button.className = on ? "" : "quiet";
      Object.assign(message.style, styleOf(chosen));
      if (!message.textContent) message.textContent = "The message looks like this.";
    });
    group.append(button);
  }
  container.append(group);
  return { styleMessage: (text) => text };
}
