import { factsOf, isFailed, meant, recordsUnder, timeOf } from "../facts.ts";
import { fillInput } from "../fill-input.ts";
import { callsOf, teller, toolLike } from "../find-tool.ts";
import { comparePorts, type LogLine, logLines } from "../log-lines.ts";
import { answer, type Duty, type MadeCall, type Move, type Told } from "../model.ts";

const ASKS =
  /\b(why|explain|reason|cause|what (happened|went wrong)|investigat\w*|diagnos\w*|analy[sz]e|look (at|into))\b/i;
const FAILURE =
  /\b(fail\w*|roll(ed|s)?[ -]?back|rollback|brok\w*|wrong|error\w*|crash\w*|refus\w*)\b/i;
const LISTS = /list_?deployments/i;
const READS = /(read|get|describe)_?deployment$/i;
const EXPLAINS = /explain_?failure|explain_?deployment/i;
const MOST_LINES = 6;
const VERSION = /\bv\d+(\.\d+)+\b/;

/** "Why did the deployment fail?": finds the one that is meant, reads its story, answers with lines of its log. */
export const explainFailure: Duty = (told) => {
  if (!ASKS.test(told.question) || !FAILURE.test(told.question)) return undefined;
  const reads = toolLike(told, READS) ?? toolLike(told, EXPLAINS);
  if (!reads) return undefined;
  const form = new RegExp(`^${reads.name}$`);
  const story = callsOf(told.now, form).at(-1);
  if (story) return more(told, story) ?? answer(tell(told, story));
  return find(told, reads.name);
};

/** The steps until the deployment is known. */
function find(told: Told, reads: string): Move {
  const tool = told.tools.find(({ name }) => name === reads);
  if (!tool) return answer("There is no tool to read a deployment with.");
  const lists = toolLike(told, LISTS);
  const listed = callsOf(told.now, LISTS).at(-1);
  if (listed?.status === "error")
    return answer(`The deployments could not be listed: ${listed.text.trim()}`);
  if (listed) {
    const failed = newestFailed(listed, told);
    if (!failed)
      return answer(`${listed.name} shows no deployment that failed. There is nothing to explain.`);
    const scoped = { ...told, calls: [...told.calls, chosenAs(failed)] };
    const { input, missing } = fillInput(tool, scoped);
    if (missing.length === 0)
      return {
        say: "I read what happened in the newest one that failed.",
        calls: [{ name: tool.name, input }],
      };
  }
  const direct = fillInput(tool, { ...told, calls: [] });
  if (direct.missing.length === 0)
    return { say: "I read what happened.", calls: [{ name: tool.name, input: direct.input }] };
  if (lists && !listed) {
    const { input, missing } = fillInput(lists, told);
    if (missing.length === 0)
      return { say: "I look at the deployments first.", calls: [{ name: lists.name, input }] };
    const before = teller(told, missing, lists.name);
    if (before) return { say: "I find out which one is meant.", calls: [before] };
  }
  const any = fillInput(tool, told);
  if (any.missing.length === 0)
    return { say: "I read what happened.", calls: [{ name: tool.name, input: any.input }] };
  const before = teller(told, any.missing, tool.name);
  return before
    ? { say: "I find out which one is meant.", calls: [before] }
    : answer(`I cannot tell which deployment is meant: ${any.missing.join(", ")} is not known.`);
}

/** The failed deployment of a list that fits the question best; of equals the newest. */
function newestFailed(listed: MadeCall, told: Told): Record<string, unknown> | undefined {
  const failed = recordsUnder(listed.data, "deployment").filter(isFailed);
  const ranked = failed.map((record, at) => ({ record, at, fits: meant(record, told) }));
  ranked.sort((a, b) => b.fits - a.fits || timeOf(b.record) - timeOf(a.record) || a.at - b.at);
  return ranked[0]?.record;
}

/** The chosen one as an answer by itself, so that arguments come from it alone. */
const chosenAs = (record: Record<string, unknown>): MadeCall => ({
  id: "chosen",
  name: "chosen",
  input: {},
  status: "success",
  text: "",
  data: [{ deployment: record }, record],
});

/** Asks the explaining tool too, where the story has no log. */
function more(told: Told, story: MadeCall): Move | undefined {
  const explains = toolLike(told, EXPLAINS);
  if (!explains || explains.name === story.name || callsOf(told.now, EXPLAINS).length > 0)
    return undefined;
  if (story.status === "error" || logLines(story.data).length > 0) return undefined;
  const { input, missing } = fillInput(explains, told);
  return missing.length === 0
    ? {
        say: "The story has no log, so I ask for the explanation.",
        calls: [{ name: explains.name, input }],
      }
    : undefined;
}

const cite = ({ number, log }: LogLine): string =>
  log ? `[${log}, line ${number}]` : `[deployment log line ${number}]`;
const bareText = ({ text }: LogLine): string => text.replace(/^\[(stdout|stderr)\]\s?/, "").trim();

function tell(told: Told, story: MadeCall): string {
  if (story.status === "error") return `The deployment could not be read: ${story.text.trim()}`;
  const explained = callsOf(told.now, EXPLAINS).filter(({ status }) => status !== "error");
  const data = [...story.data, ...explained.flatMap((call) => call.data)];
  const lines = logLines(data);
  const parts = [headline(told, story)];
  const telling = lines.filter(({ text }) =>
    /refus|fail|error|exit|nothing|not found|timed? ?out|listen|denied|cannot|no such/i.test(text),
  );
  const shown = withoutLikes(telling.length > 0 ? telling : lines).slice(0, MOST_LINES);
  if (shown.length === 0)
    parts.push("Its log is not in what I could read, so I cannot cite a cause.");
  else parts.push(shown.map((line) => `- ${bareText(line)} ${cite(line)}`).join("\n"));
  const ports = portSentence(lines);
  if (ports) parts.push(ports);
  return parts.join("\n\n");
}

/** Of lines that differ in their numbers only, the first: five attempts say no more than one. */
function withoutLikes(lines: LogLine[]): LogLine[] {
  const seen = new Set<string>();
  return lines.filter(({ text }) => {
    const shape = text.replace(/\b\d+ of \d+\b/g, "#");
    if (seen.has(shape)) return false;
    seen.add(shape);
    return true;
  });
}

function headline(told: Told, story: MadeCall): string {
  const facts = factsOf([story]);
  const value = (form: RegExp) =>
    facts.find(({ key, value: one }) => form.test(key) && one !== "" && one !== null)?.value;
  const id =
    value(/^(deployment_?id)$/i) ??
    story.input.deploymentId ??
    story.input.deployment ??
    value(/^id$/);
  const deployed = facts.find(
    ({ path, value: one }) =>
      path.some((part) => /^revision/i.test(part)) && typeof one === "string" && VERSION.test(one),
  )?.value;
  const revision = VERSION.exec(String(deployed ?? told.question))?.[0];
  const script =
    facts.find(
      ({ key, value: one, records }) =>
        /script/i.test(key) &&
        typeof one === "string" &&
        /\.\w+$/.test(one) &&
        isFailed(records[0]),
    ) ??
    facts.find(
      ({ key, value: one }) => /script/i.test(key) && typeof one === "string" && /\.\w+$/.test(one),
    );
  const exit = value(/exit_?code$/i);
  const event = facts.find(
    ({ key, path, records, value: one }) =>
      /^(event|lifecycleEvent(Name)?|name|step)$/i.test(key) &&
      typeof one === "string" &&
      /^(ApplicationStop|BeforeInstall|Install|AfterInstall|ApplicationStart|ValidateService|\w+Traffic)$/.test(
        one,
      ) &&
      (isFailed(records[0]) || path.some((part) => /failure/i.test(part))),
  )?.value;
  return [
    `Deployment ${id ?? "asked for"}${revision ? ` of ${revision}` : ""} failed`,
    event ? ` in ${event}` : "",
    script ? `: the script ${script.value}` : "",
    script && exit !== undefined ? ` ended with exit code ${exit}` : script ? " did not pass" : "",
    ".",
  ].join("");
}

function portSentence(lines: LogLine[]): string | undefined {
  const { asked, listens } = comparePorts(lines);
  if (asked && listens && asked.port !== listens.port) {
    return `**The wrong port: ${listens.port}.** The application listens on port ${listens.port} ${cite(listens.line)}, and the check asks port ${asked.port}, where the connection is refused ${cite(asked.line)}. It has to listen on ${asked.port}.`;
  }
  if (asked) {
    return `Nothing answers on port ${asked.port} ${cite(asked.line)}: the application does not listen there. Which port it took instead is not in the log.`;
  }
  return undefined;
}
