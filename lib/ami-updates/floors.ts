import type { Architecture, Variant } from "./config";
import { shortVersions } from "./describe-changes";
import type { Factor, PackageChange } from "./model";
import { kubeletOf } from "./package-diff";
import { cite, type ReleaseEntry } from "./release-entry";

/** Everything that the floors are computed from; no model has seen or changed it. */
export interface FloorFacts {
  kubernetesVersion: string;
  architecture: Architecture;
  variant: Variant;
  /** After the old release up to and with the new one, oldest first; an entry that could not be found is absent. */
  range: { release: string; entry?: ReleaseEntry }[];
  /** `1.34.9-20260714`, as AWS tells it for the new image. */
  releaseVersion?: string;
  changes: PackageChange[];
  /** What could not be compared, one sentence each. */
  gaps: string[];
}

/** Text of a call-out that warns, whatever it calls itself. */
const WARNS =
  /\b(known (defect|issue|bug|problem)s?|breaking|do not (use|upgrade|deploy)|incompatib\w*|regress\w*|vulnerable|deprecat\w*|will (fail|break)|data loss|downgrad\w*|roll(ed)? ?back)\b/i;
const REVERTS = /\brevert(s|ed|ing)?\b/i;

/**
 * The least risk that the facts allow, each with its reason; the rules are those of the design:
 * abandoned 10 and REJECT, kubelet ahead of the control plane REJECT, a major of containerd or the
 * kernel 7, a minor, a downgrade, an addition or a removal 5, a warning or a revert 5, missing notes 6.
 */
export function floorsOf(facts: FloorFacts): Factor[] {
  return [
    ...abandoned(facts),
    ...kubeletAhead(facts),
    ...packages(facts.changes),
    ...warnings(facts),
    ...missing(facts),
  ];
}

const floor = (
  factor: Omit<Factor, "source" | "reject" | "citations"> & Partial<Factor>,
): Factor => ({ source: "floor", reject: false, citations: [], ...factor });

function abandoned({ range }: FloorFacts): Factor[] {
  const last = range.at(-1);
  if (!last?.entry?.abandoned) return [];
  return [
    floor({
      id: "abandoned",
      risk: 10,
      reject: true,
      text: `${last.release} was abandoned by its publisher.`,
      citations: last.entry.headingLine ? [cite(last.entry, last.entry.headingLine)] : [],
    }),
  ];
}

function kubeletAhead({ range, releaseVersion, kubernetesVersion }: FloorFacts): Factor[] {
  const entry = range.at(-1)?.entry;
  const told = entry?.section?.releaseVersion;
  const kubelet = kubeletOf(releaseVersion) ?? kubeletOf(told?.value);
  const minor = (version: string): number => {
    const [major = 0, part = 0] = version.split(".").map(Number);
    return major * 1_000 + part;
  };
  if (!kubelet || !(minor(kubelet) > minor(kubernetesVersion))) return [];
  return [
    floor({
      id: "kubelet-ahead",
      risk: 10,
      reject: true,
      text: `Kubelet ${kubelet} is ahead of the control plane, which runs ${kubernetesVersion}.`,
      citations: entry && told ? [cite(entry, told.line)] : [],
    }),
  ];
}

function packages(changes: PackageChange[]): Factor[] {
  return changes.flatMap((change) => {
    const { name, kind, level, source } = change;
    const { from, to } = shortVersions(change);
    const citations = source ? [source] : [];
    const grave = name === "containerd" || name === "kernel";
    if (kind === "added")
      return [floor({ id: `${name}-added`, risk: 5, text: `${name} ${to} is new.`, citations })];
    if (kind === "removed")
      return [
        floor({ id: `${name}-removed`, risk: 5, text: `${name} ${from} is gone.`, citations }),
      ];
    const step = `${name} ${from} → ${to}`;
    const down = kind === "downgraded" ? ", a downgrade" : "";
    if (grave && level === "major")
      return [
        floor({
          id: `${name}-major`,
          risk: 7,
          text: `${step} is another major version${down}.`,
          citations,
        }),
      ];
    if (kind === "downgraded")
      return [
        floor({ id: `${name}-downgraded`, risk: 5, text: `${step} is a downgrade.`, citations }),
      ];
    if (level === "major" || level === "minor")
      return [
        floor({
          id: `${name}-${level}`,
          risk: 5,
          text: `${step} is another ${level} version.`,
          citations,
        }),
      ];
    return [];
  });
}

function warnings({ range }: FloorFacts): Factor[] {
  const factors: Factor[] = [];
  for (const { entry } of range) {
    if (!entry) continue;
    const warning = entry.callOuts.find(({ kind, text }) => warns(kind, text));
    if (warning)
      factors.push(
        floor({
          id: `warning-${entry.release}`,
          risk: 5,
          text: `The notes of ${entry.release} warn of something.`,
          citations: [cite(entry, telling(entry, warning.line, warning.lastLine))],
        }),
      );
    const revert = entry.bullets.find(({ text }) => REVERTS.test(text));
    if (revert)
      factors.push(
        floor({
          id: `revert-${entry.release}`,
          risk: 5,
          text: `${entry.release} takes an earlier change back.`,
          citations: [cite(entry, revert.line)],
        }),
      );
  }
  return factors;
}

const warns = (kind: string, text: string): boolean =>
  kind === "warning" || kind === "caution" || kind === "important" || WARNS.test(text);

/** The line of a call-out that says what it is about: the one that warns, else the first with words. */
function telling(entry: ReleaseEntry, first: number, last: number): number {
  const lines = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const text = (line: number) => entry.lines[line - 1] ?? "";
  const bare = /^\s*>?\s*(\*\*\w+\*\*:?|\[!\w+\])?\s*$/;
  return (
    lines.find((line) => WARNS.test(text(line))) ??
    lines.find((line) => !bare.test(text(line))) ??
    first
  );
}

function missing({ range, gaps }: FloorFacts): Factor[] {
  const absent = range.filter(({ entry }) => !entry).map(({ release }) => release);
  const problems = range.flatMap(({ entry }) => entry?.problems ?? []);
  const texts = [
    ...(absent.length > 0 ? [`There are no notes of ${listed(absent)}.`] : []),
    ...problems,
    ...gaps,
  ];
  if (texts.length === 0) return [];
  return [floor({ id: "notes-missing", risk: 6, text: texts.slice(0, 4).join(" ") })];
}

const listed = (names: string[]): string =>
  names.length > 5
    ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`
    : names.join(", ");
