import { toolLike } from "../find-tool.ts";
import { headlinesIn } from "../headlines.ts";
import {
  answer,
  type Duty,
  type MadeCall,
  type Move,
  type OfferedTool,
  type Told,
} from "../model.ts";
import { foundOrders } from "../orders.ts";
import { trendsCode } from "../trends-code.ts";

const ASKS = /\b(trend\w*|buzz\w*|hottest|talk(ing|ed) about|headlines?|what'?s (new|hot))\b/i;
const ADDRESS = /https?:\/\/[^\s<>"'`),;]+/g;
const READS = /^(read|text|content|get_?text|extract|read_?page|get_?content)$/i;

/** Reads every source with the browser, clusters the headlines in Python, draws them, tells the top five. */
export const trends: Duty = (told) => {
  if (!ASKS.test(told.question)) return undefined;
  const browser = toolLike(told, /browser/i);
  const python = toolLike(told, /code.?interpreter|python/i);
  if (!browser || !python) return undefined;
  const sources = sourcesOf(told);
  if (sources.length === 0)
    return answer(
      "My instructions and your question name no address to read, so there is nothing to look at.",
    );
  return (
    visit(told, browser, sources) ?? count(told, python, sources) ?? answer(tell(told, python))
  );
};

const sourcesOf = ({ system, question }: Told): string[] => [
  ...new Set(
    (question.match(ADDRESS) ?? system.match(ADDRESS) ?? []).map((url) => url.replace(/[.]+$/, "")),
  ),
];

/** The next page to open, or the open one to read. */
function visit(told: Told, browser: OfferedTool, sources: string[]): Move | undefined {
  const visits = told.now.filter(({ name }) => name === browser.name);
  const reading = readingOf(browser);
  for (const url of sources) {
    const at = visits.findIndex(({ input }) => input.url === url);
    if (at < 0) {
      return {
        say: `I open ${url}.`,
        calls: [{ name: browser.name, input: openingOf(browser, url) }],
      };
    }
    if (!reading || visits[at]?.status === "error" || pageOf(visits, url).length > 2) continue;
    const next = visits[at + 1];
    if (!next || next.input.url !== undefined) {
      return { say: "I read the page.", calls: [{ name: browser.name, input: reading }] };
    }
  }
  return undefined;
}

function openingOf({ schema }: OfferedTool, url: string): Record<string, unknown> {
  const actions = actionsOf(schema.properties?.action?.enum);
  const open = actions.find((one) => /^(navigate|goto|open|visit)$/i.test(one)) ?? "navigate";
  return schema.properties?.action ? { action: open, url } : { url };
}

function readingOf({ schema }: OfferedTool): Record<string, unknown> | undefined {
  if (!schema.properties?.action) return undefined;
  const action = actionsOf(schema.properties.action.enum).find((one) => READS.test(one));
  return { action: action ?? "read" };
}

const actionsOf = (given: unknown[] | undefined): string[] =>
  (given ?? []).filter((one) => typeof one === "string");

/** The headlines that the visits to an address gave: its own answer, and those until the next address. */
function pageOf(visits: MadeCall[], url: string): string[] {
  const at = visits.findIndex(({ input }) => input.url === url);
  if (at < 0) return [];
  const until = visits.findIndex(({ input }, index) => index > at && input.url !== undefined);
  const texts = visits
    .slice(at, until < 0 ? undefined : until)
    .flatMap((call) => (call.status === "error" ? [] : [textsOf(call)]));
  return headlinesIn(texts.join("\n"));
}

/** All texts of an answer, also those within JSON. */
function textsOf({ data, text }: MadeCall): string {
  if (data.length === 0) return text;
  const found: string[] = [];
  const look = (value: unknown): void => {
    if (typeof value === "string") found.push(value);
    else if (value !== null && typeof value === "object") Object.values(value).forEach(look);
  };
  data.forEach(look);
  return found.join("\n");
}

function count(told: Told, python: OfferedTool, sources: string[]): Move | undefined {
  if (told.now.some(({ name }) => name === python.name)) return undefined;
  const visits = told.now.filter(({ name }) => name !== python.name);
  const orders = new Set(foundOrders(told));
  const read = Object.fromEntries(
    sources.map((url) => [url, pageOf(visits, url).filter((line) => !orders.has(line))]),
  );
  const total = Object.values(read).flat().length;
  if (total === 0) {
    const refused = visits.find(({ status }) => status === "error")?.text.trim();
    return answer(
      `I could read no headline at ${sources.join(" and ")}.${refused ? ` The browser said: ${refused}` : ""}`,
    );
  }
  const [argument = "code"] = python.schema.required ?? ["code"];
  const name = "code" in (python.schema.properties ?? {}) ? "code" : argument;
  return {
    say: `I read ${total} headlines and count them by topic.`,
    calls: [{ name: python.name, input: { [name]: trendsCode(read) } }],
  };
}

function tell(told: Told, python: OfferedTool): string {
  const ran = told.now.filter(({ name }) => name === python.name).at(-1) as MadeCall;
  const text = textsOf(ran);
  const rows = [...text.matchAll(/^(\d+)\t([^\t\n]+)\t(\d+)\t(.+)$/gm)].slice(0, 5);
  if (ran.status === "error" || rows.length === 0)
    return `The count did not work: ${text.trim().slice(-600) || "the program printed nothing"}`;
  const total = /TOTAL (\d+)/.exec(text)?.[1];
  const failed = told.now.filter(({ name, status }) => name !== python.name && status === "error");
  return [
    `The top ${rows.length} topics${total ? ` of ${total} headlines` : ""}:`,
    rows
      .map(
        ([, rank, topic, number, title]) =>
          `${rank}. **${topic}**: ${number} headlines, such as “${title}”`,
      )
      .join("\n"),
    ...(failed.length > 0 ? [`Not everything could be read: ${failed[0]?.text.trim()}`] : []),
    /^CHART /m.test(text)
      ? "The bar chart shows the same counts."
      : `There is no chart: ${/NO CHART (.+)/.exec(text)?.[1] ?? "the program did not draw one"}.`,
  ].join("\n\n");
}
