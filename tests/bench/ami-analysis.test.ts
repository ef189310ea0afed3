import { expect, it } from "vitest";
import { anAnalysis } from "../fixtures/ami-notes/an-analysis";
import { aRelease, notesRepository, ourNotes } from "../fixtures/ami-notes/notes-repository";
import { keepFigures } from "./report/keep-figures";
import { median, percentile } from "./report/percentile";

const RUNS = 30;
const START = "v20270104";

/** As many releases as wanted after the first, a day apart, each with the notes of our routine one. */
function releasesAfter(count: number, more = ""): ReturnType<typeof aRelease>[] {
  const notes = ourNotes();
  const routine = notes.get("v20270111") ?? "";
  const dayOf = (at: number) =>
    new Date(Date.UTC(2027, 0, 4 + at)).toISOString().slice(0, 10).replaceAll("-", "");
  return [
    aRelease(START, notes.get(START) ?? ""),
    ...Array.from({ length: count }, (_, at) => {
      const tag = `v${dayOf(at + 1)}`;
      return aRelease(tag, `${routine.replaceAll("v20270111", tag)}${more}`);
    }),
  ];
}

it("an analysis without the model, by the length of the range and of the notes", async () => {
  const rows: string[][] = [];
  for (const [name, releases] of [
    ["1 release", releasesAfter(1)],
    ["10 releases", releasesAfter(10)],
    ["90 releases", releasesAfter(90)],
    ["1 release of 5 MB", releasesAfter(1, "words and more words ".repeat(240_000))],
    ["10 releases of 5 MB", releasesAfter(10, "<details><td>".repeat(385_000))],
  ] as const) {
    const github = notesRepository({ releases });
    const to = releases.at(-1)?.tag ?? "";
    const took: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const began = performance.now();
      const analysis = await anAnalysis({ from: START, to, github });
      took.push(performance.now() - began);
      expect(analysis.releases).toHaveLength(releases.length - 1);
    }
    rows.push([name, ...[median(took), percentile(took, 0.95)].map((ms) => `${ms.toFixed(1)} ms`)]);
  }
  expect(rows).toHaveLength(5);
  keepFigures("7-ami-analysis", {
    title: "An AMI update's analysis without the model",
    header: ["range", "p50", "p95"],
    rows,
    how: [
      `${RUNS} analyses each in one process, of notes in the real format that are at hand: reading GitHub is left out.`,
      "Notes are read to 200 kB each. A real release has 15 to 28 kB.",
    ],
  });
});
