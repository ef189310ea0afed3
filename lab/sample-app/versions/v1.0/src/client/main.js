import { createAccumulator, formatNumber, parseNumber } from "./accumulator.js";
import { colourOf, describe, formatAge, remember } from "./answers.js";
import { mountExtras } from "./extras.js";

const at = (id) => document.getElementById(id);
const message = at("message");
const extras = mountExtras({ container: at("extras"), message });

let sum = createAccumulator();
const show = () => {
  at("total").textContent = formatNumber(sum.total);
  at("history").replaceChildren(
    ...sum.entries.slice(0, 6).map((value) => {
      const item = document.createElement("li");
      item.textContent = `${value < 0 ? "−" : "+"} ${formatNumber(Math.abs(value))}`;
      return item;
    }),
  );
};

at("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const value = parseNumber(at("number").value);
  if (value === undefined) {
    message.textContent = extras.styleMessage("That is not a number.");
    return;
  }
  sum = sum.add(value);
  message.textContent = extras.styleMessage(`The sum is now ${formatNumber(sum.total)}.`);
  at("add").reset();
  show();
});
at("clear").addEventListener("click", () => {
  sum = createAccumulator();
  message.textContent = extras.styleMessage("Back to zero.");
  show();
});

let answers = [];
const ask = async () => {
  let answer;
  try {
    const response = await fetch("/api/instance", { cache: "no-store" });
    if (response.ok) answer = await response.json();
  } catch {
    // Shown as a lost answer in the strip.
  }
  answers = remember(answers, answer);
  if (answer) {
    at("version").textContent = `v${answer.version.replace(/\.0$/, "")}`;
    at("version").style.color = colourOf(answer.version);
    at("mode").hidden = answer.mode === "production";
    at("instance").textContent = answer.instance;
    at("address").textContent = answer.address;
    at("up").textContent = formatAge(answer.upSeconds);
  }
  at("strip").setAttribute("aria-label", describe(answers));
  at("strip").replaceChildren(
    ...answers.map((each) => {
      const mark = document.createElement("span");
      if (each) mark.style.background = colourOf(each.version);
      else mark.className = "lost";
      mark.title = each ? `v${each.version} on ${each.instance}` : "no answer";
      return mark;
    }),
  );
};

show();
const again = async () => {
  if (!document.hidden) await ask();
  setTimeout(again, 1000);
};
again();
