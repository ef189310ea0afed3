import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { guardPair } from "../../lib/prompt-cache/guards/guard-pair";
import { inCheckout } from "../../scripts/setup/checkout.ts";
import {
  type Hits,
  hitsAt,
  type JudgedPair,
  judgePairs,
} from "../fixtures/prompt-pairs/judge-pairs";
import { readPairs } from "../fixtures/prompt-pairs/read-pairs";
import { precisionPicture } from "./prompt-cache/precision-picture.ts";
import { keepFigures } from "./report/keep-figures";
import { percentile } from "./report/percentile";

/** Linked from `docs/prompt-cache.md`; the same pairs and guards draw the same picture. */
const PICTURE = inCheckout("docs", "pictures", "prompt-cache-precision.svg");
const THRESHOLDS = Array.from({ length: 30 }, (_, at) => (70 + at) / 100);
const PRINTED = [0.7, 0.75, 0.8, 0.85, 0.88, 0.9, 0.92, 0.95, 0.97, 0.99];
/** Every pair is a hit. */
const EVERYTHING = -1;

const pairs = judgePairs(readPairs());
const shareable = pairs.filter(({ same }) => same).length;

it("precision and recall of semantic hits, with and without guards", () => {
  const rows = PRINTED.map((threshold) => {
    const hits = hitsAt(pairs, threshold);
    const [without, guarded] = [unguarded(hits), guardedHits(hits)];
    return [threshold.toFixed(2), ...columnsOf(without), ...columnsOf(guarded)];
  });
  expect(rows).toHaveLength(PRINTED.length);
  keepFigures("7a-prompt-precision", {
    title: `Semantic hits on ${pairs.length} labelled pairs, by the lab's embedder`,
    header: ["threshold", ...COLUMNS, ...COLUMNS.map((name) => `${name}, guarded`)],
    rows,
    how: [
      `${shareable} pairs may share an answer, ${pairs.length - shareable} must not, most of those made to be confused: precision on them is far`,
      "below that of real traffic. Precision: right ones of all hits. Recall: right hits of all that may share.",
    ],
  });
});

it("what guards remove", () => {
  const parts = { all: pairs, dev: partOf("dev"), held: partOf("held") };
  const rows = Object.entries(parts).flatMap(([name, part]) =>
    [0.85, 0.9, EVERYTHING].map((threshold) => {
      const hits = hitsAt(part, threshold);
      return [
        `${name}, ${threshold === EVERYTHING ? "every pair" : threshold.toFixed(2)}`,
        ...[
          `${hits.trappedRemoved} of ${hits.trapped}`,
          percent(hits.trappedRemoved, hits.trapped),
        ],
        ...[`${hits.rightRemoved} of ${hits.right}`, percent(hits.rightRemoved, hits.right)],
      ];
    }),
  );
  expect(rows).toHaveLength(9);
  keepFigures("7b-prompt-guards", {
    title: "Hits that guards remove",
    header: ["pairs, threshold", "wrong, on traps", "", "right", ""],
    rows,
    how: [
      "Aims: at least 90 % of the wrong hits on traps, at most 5 % of the right ones. Guards were improved by looking at",
      "dev only. Every pair: as if the embedder found everything alike, so that guards alone decide.",
    ],
  });
});

it("what guards remove, by what differs", () => {
  const traps = Map.groupBy(pairs, ({ trap, same }) => (same ? "right hits" : trap));
  const rows = [...traps].sort().map(([trap, found]) => [
    trap,
    ...[0.85, 0.9, EVERYTHING].map((threshold) => {
      const hits = hitsAt(found, threshold);
      return `${hits.rightRemoved + hits.wrongRemoved} of ${hits.right + hits.wrong}`;
    }),
  ]);
  expect(rows.length).toBeGreaterThan(10);
  keepFigures("7c-prompt-traps", {
    title: "The same by what differs: removed, of all hits",
    header: ["trap", "0.85", "0.90", "every pair"],
    rows,
    how: ["`none`: pairs that are merely related, told apart by their subject alone."],
  });
});

it("the time guards take", () => {
  const times = [...pairs, ...pairs].map(({ asked, stored }) => {
    const start = performance.now();
    guardPair(asked, stored);
    return performance.now() - start;
  });
  expect(times.length).toBe(pairs.length * 2);
  keepFigures("7d-prompt-guard-time", {
    title: "Guards on one pair of prompts, µs",
    header: ["", "p50", "p95"],
    rows: [["both unseen", micros(percentile(times, 0.5)), micros(percentile(times, 0.95))]],
    how: ["Each prompt is taken apart anew: there are more of them than are remembered."],
  });
});

it("the curve", () => {
  const at = THRESHOLDS.map((threshold) => ({ threshold, hits: hitsAt(pairs, threshold) }));
  const curve = (share: (hits: Hits) => number | undefined) =>
    at.map(({ threshold, hits }) => ({ threshold, share: share(hits) }));
  const picture = precisionPicture(
    [
      {
        title: "Precision: of the hits, right ones",
        without: curve((hits) => precision(unguarded(hits))),
        guarded: curve((hits) => precision(guardedHits(hits))),
      },
      {
        title: "Recall: of what may be shared, hits",
        without: curve((hits) => hits.right / shareable),
        guarded: curve((hits) => guardedHits(hits).right / shareable),
      },
    ],
    "Precision and recall of semantic hits over the threshold, with and without guards",
  );
  expect(picture).not.toContain("NaN");
  writeFileSync(PICTURE, picture);
});

interface Counted {
  right: number;
  wrong: number;
}

const unguarded = ({ right, wrong }: Hits): Counted => ({ right, wrong });
const guardedHits = (hits: Hits): Counted => ({
  right: hits.right - hits.rightRemoved,
  wrong: hits.wrong - hits.wrongRemoved,
});
const precision = ({ right, wrong }: Counted): number | undefined =>
  right + wrong > 0 ? right / (right + wrong) : undefined;

const COLUMNS = ["right", "wrong", "precision", "recall"];
const columnsOf = (counted: Counted): string[] => [
  String(counted.right),
  String(counted.wrong),
  precision(counted)?.toFixed(2) ?? "–",
  (counted.right / shareable).toFixed(2),
];

const partOf = (part: JudgedPair["part"]) => pairs.filter((pair) => pair.part === part);
const percent = (some: number, of: number) =>
  of > 0 ? `${((some / of) * 100).toFixed(1)} %` : "–";
const micros = (milliseconds: number) => (milliseconds * 1_000).toFixed(0);
