import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askModel } from "@/server/ami-updates/analyse/ask-model";
import type { ReviewAnswer } from "@/server/ami-updates/contracts";
import { AppError } from "@/server/platform/errors";
import { anAnalysis, anAnswer, aReviewer, noReviewer } from "../../fixtures/ami-notes/an-analysis";
import {
  aRelease,
  changelogOf,
  notesRepository,
  ourNotes,
} from "../../fixtures/ami-notes/notes-repository";

const notes = ourNotes();
const ids = (factors: { id: string }[]) => factors.map(({ id }) => id);

describe("an update, analysed without a model", () => {
  it("is routine where packages move by patch levels", async () => {
    const analysis = await anAnalysis();
    expect(analysis).toMatchObject({ floor: 1, risk: 1, verdict: "APPROVE", notes: "changelog" });
    expect(analysis.urgency).toBe("routine");
    expect(analysis.summary).toContain("kernel 6.12.120 → 6.12.124 (patch)");
    expect(analysis.promised.kubelet).toBe("1.34.10");
    expect(analysis.model).toMatchObject({ outcome: "replaced", modelId: "test.none", dropped: 0 });
    expect(analysis.model.why).toBe("There is no model here.");
  });

  it("never calls empty notes no changes", async () => {
    const analysis = await anAnalysis({ from: "v20270111", to: "v20270118" });
    expect(analysis.packages).toHaveLength(2);
    expect(analysis.summary).not.toMatch(/no change|nothing/i);
    expect(analysis.summary).toContain("runc 1.4.0 → 1.4.1");
  });

  it("scores a major of containerd where it is one, by Kubernetes version", async () => {
    const range = { from: "v20270118", to: "v20270125" };
    const old = await anAnalysis({ ...range, kubernetesVersion: "1.32" });
    expect([old.floor, ids(old.factors)]).toEqual([7, ["containerd-major"]]);
    expect(old.factors[0]?.citations[0]?.quote).toContain("2.3.1-1.amzn2023.0.4");
    expect((await anAnalysis({ ...range, kubernetesVersion: "1.34" })).floor).toBe(1);
  });

  it("refuses an abandoned release, and is soon where one has to be left", async () => {
    const into = await anAnalysis({ from: "v20270125", to: "v20270201" });
    expect(into).toMatchObject({ floor: 10, risk: 10, verdict: "REJECT" });
    expect(into.autoRejected).toContain("abandoned");
    expect(into.factors[0]?.citations[0]).toMatchObject({ line: 1, release: "v20270201" });
    const outOf = await anAnalysis({ from: "v20270201", to: "v20270208" });
    expect(outOf.urgency).not.toBe("none");
    const over = await anAnalysis({ from: "v20270125", to: "v20270208" });
    expect(ids(over.factors)).not.toContain("abandoned");
    expect(over.releases.map(({ release, abandoned }) => [release, abandoned])).toEqual([
      ["v20270201", true],
      ["v20270208", false],
    ]);
  });

  it("hears of a release that was abandoned afterwards, by the title on GitHub", async () => {
    const releases = [...notes].map(([tag, body]) =>
      aRelease(tag, body, tag === "v20270111" ? `[ABANDONED] AMI Release ${tag}` : undefined),
    );
    const analysis = await anAnalysis({ github: notesRepository({ releases }) });
    expect(analysis).toMatchObject({ notes: "release", verdict: "REJECT", risk: 10 });
  });

  it("tells fixed vulnerabilities of this kind of image from those of another", async () => {
    const range = { from: "v20270125", to: "v20270208" };
    const standard = await anAnalysis(range);
    expect(standard.security.map(({ id, status, severity }) => [id, status, severity])).toEqual([
      ["CVE-2027-10001", "fixed", "critical"],
      ["CVE-2027-10002", "mentioned", "unknown"],
    ]);
    expect(standard.urgency).toBe("urgent");
    const nvidia = await anAnalysis({ ...range, variant: "nvidia" });
    expect(nvidia.security.map(({ status }) => status)).toEqual(["fixed", "fixed"]);
  });

  it("refuses an unfixed critical vulnerability", async () => {
    const body = `${notes.get("v20270111")}\n* CVE-2027-20000 (critical) in runc is not fixed yet`;
    const releases = [
      aRelease("v20270104", notes.get("v20270104") ?? ""),
      aRelease("v20270111", body),
    ];
    const analysis = await anAnalysis({ github: notesRepository({ releases }) });
    expect(analysis.autoRejected).toContain("CVE-2027-20000");
    expect(analysis.verdict).toBe("REJECT");
  });

  it("refuses a kubelet ahead of the control plane", async () => {
    const analysis = await anAnalysis({ toVersion: "1.35.1-20270111" });
    expect(ids(analysis.factors)).toContain("kubelet-ahead");
    expect(analysis.verdict).toBe("REJECT");
    expect(analysis.promised.kubelet).toBe("1.35.1");
    expect((await anAnalysis({ toVersion: "1.34.11-20270111" })).verdict).toBe("APPROVE");
  });

  it("compares with what ran before the cluster was upgraded", async () => {
    const analysis = await anAnalysis({ fromVersion: "1.33.14-20270104" });
    const kubelet = analysis.packages.find(({ name }) => name === "kubelet");
    expect(kubelet).toMatchObject({ from: "1.33.14", to: "1.34.10", level: "minor" });
  });

  it("raises by the organisation's rules, and refuses from the environment's threshold", async () => {
    const criteria = {
      rules: [
        {
          id: "soc2-kernel",
          text: "SOC 2: kernels change only after a review.",
          fact: "packageMajor",
          of: ["containerd"],
          is: ">=",
          value: 1,
          effect: { risk: 9 },
        },
      ],
    };
    const range = { from: "v20270118", to: "v20270125", kubernetesVersion: "1.32", criteria };
    const strict = await anAnalysis({ ...range, rejectAtOrAbove: 9 });
    expect(strict).toMatchObject({ floor: 9, verdict: "REJECT" });
    expect(strict.autoRejected).toContain("risk of 9");
    const lax = await anAnalysis({ ...range, rejectAtOrAbove: 10 });
    expect(lax).toMatchObject({ floor: 9, verdict: "APPROVE" });
  });
});

describe("where notes come from", () => {
  const empty = notesRepository({});

  it("the release, then the changelog, then nothing, for each release in the range", async () => {
    const changelog = changelogOf(new Map([...notes].filter(([tag]) => tag !== "v20270118")));
    const releases = [
      aRelease("v20270118", ""),
      aRelease("v20270125", notes.get("v20270125") ?? ""),
    ];
    const analysis = await anAnalysis({
      to: "v20270125",
      github: notesRepository({ releases, changelog }),
    });
    expect(analysis.releases.map(({ release, notes: from }) => [release, from])).toEqual([
      ["v20270111", "changelog"],
      ["v20270118", "missing"],
      ["v20270125", "release"],
    ]);
    expect(analysis.notes).toBe("partly_missing");
    expect(analysis.floor).toBe(6);
    expect(analysis.packages).not.toEqual([]);
  });

  it("missing notes are a state of their own, never no changes", async () => {
    const analysis = await anAnalysis({ github: empty });
    expect(analysis).toMatchObject({ notes: "missing", floor: 6, packages: [], promised: {} });
    expect(ids(analysis.factors)).toEqual(["notes-missing"]);
    expect(analysis.summary).toContain("not known");
  });

  it("GitHub that cannot be read is a failure, not missing notes", async () => {
    const broken = {
      ...empty,
      listReleases: async () => {
        throw new AppError("upstream", "GitHub cannot be reached.");
      },
    };
    await expect(anAnalysis({ github: broken })).rejects.toThrow("GitHub cannot be reached.");
  });

  it("invalid UTF-8 in the changelog costs nothing but its own characters", async () => {
    const bytes = Buffer.concat([
      Buffer.from("# Changelog \xff\xfe\n", "latin1"),
      Buffer.from(changelogOf(notes)),
    ]);
    const analysis = await anAnalysis({ github: notesRepository({ changelog: bytes }) });
    expect(analysis.floor).toBe(1);
    expect(() => JSON.parse(JSON.stringify(analysis))).not.toThrow();
  });

  it("notes of 5 MB are cut, and that counts like missing ones", async () => {
    const body = `${notes.get("v20270111")}\n${"words ".repeat(900_000)}`;
    const releases = [
      aRelease("v20270104", notes.get("v20270104") ?? ""),
      aRelease("v20270111", body),
    ];
    const analysis = await anAnalysis({ github: notesRepository({ releases }) });
    expect(analysis.floor).toBe(6);
    expect(analysis.factors[0]?.text).toContain("too long");
    expect(analysis.releases[0]?.text.length).toBeLessThanOrEqual(200_000);
    expect(analysis.packages).not.toEqual([]);
  });
});

describe("the model", () => {
  const cited = {
    text: "The kernel is newer.",
    risk: 4,
    citations: [{ release: "v20270111", line: 5, quote: "chore: bump the Go version" }],
  };

  it("gets rules and notes apart, with every line of the notes numbered", async () => {
    const reviewer = aReviewer(anAnswer());
    await anAnalysis({ reviewer, criteria: { text: "PCI-DSS 6.3.3: patch within a month." } });
    const [ask] = reviewer.asks;
    expect(ask?.rules).toContain("PCI-DSS 6.3.3");
    expect(ask?.rules).toContain("- kernel 6.12.120 → 6.12.124 (patch)");
    expect(ask?.rules).not.toContain("wait for the network");
    for (const line of ask?.notes.split("\n") ?? [""]) expect(line).toMatch(/^\[v20270111:\d+\] /);
    expect(ask?.notes).toContain("Kubernetes 1.34");
    expect(ask?.notes).not.toContain("Kubernetes 1.33");
  });

  it("raises with a line to show for it", async () => {
    const reviewer = aReviewer(anAnswer({ risk: 4, factors: [cited] }));
    const analysis = await anAnalysis({ reviewer });
    expect(analysis).toMatchObject({ floor: 1, risk: 4, verdict: "APPROVE" });
    expect(analysis.model).toMatchObject({ outcome: "used", risk: 4, verdict: "APPROVE" });
    expect(analysis.factors.at(-1)?.citations[0]?.line).toBe(6);
    expect(analysis.summary).toBe("Packages move by patch levels.");
  });

  it("can tell that a vulnerability is not fixed, and never that it is", async () => {
    const range = { from: "v20270125", to: "v20270208" };
    const said = (status: string) =>
      aReviewer(
        anAnswer({
          security: ["CVE-2027-10001", "CVE-2027-10002"].map((id) => ({
            id,
            status,
            citations: [5, 6].map((line) => ({ release: "v20270208", line, quote: id })),
          })),
        }),
      );
    const told = async (status: string) =>
      (await anAnalysis({ ...range, reviewer: said(status) })).security.map((each) => each.status);
    expect(await told("fixed")).toEqual(["fixed", "mentioned"]);
    expect(await told("unfixed")).toEqual(["unfixed", "unfixed"]);
    const worst = await anAnalysis({ ...range, reviewer: said("unfixed") });
    expect(worst.autoRejected).toContain("CVE-2027-10001");
  });

  it.each([
    ["prose", "This looks fine to me."],
    ["broken JSON", '{"risk": 3,'],
    ["a risk of 99", anAnswer({ risk: 99 })],
    ["a risk of 7.5", anAnswer({ risk: 7.5 })],
    ['a risk of "8"', anAnswer({ risk: "8" })],
    ["missing fields", '{"risk": 3, "verdict": "APPROVE"}'],
    ["nothing", ""],
  ])("that says %s is asked once to repair it", async (_name, said) => {
    const reviewer = aReviewer(said, anAnswer({ risk: 3 }));
    const analysis = await anAnalysis({ reviewer });
    expect(reviewer.asks).toHaveLength(2);
    expect(reviewer.asks[1]?.repair).toMatchObject({ answer: said });
    expect(analysis.model).toMatchObject({ outcome: "repaired", risk: 3 });
    expect(analysis.model.why).toBeTruthy();
    expect(analysis.risk).toBe(3);

    const hopeless = aReviewer(said);
    const replaced = await anAnalysis({ reviewer: hopeless });
    expect(hopeless.asks).toHaveLength(2);
    expect(replaced.model.outcome).toBe("replaced");
    expect(replaced.model.why).toContain("not usable");
    expect(replaced).toMatchObject({ risk: 1, verdict: "APPROVE", review: [] });
  });

  it("that cites what is not in the notes loses the claim, and it is counted", async () => {
    const invented = {
      ...cited,
      risk: 9,
      citations: [{ ...cited.citations[0], quote: "all is lost" }],
    };
    const analysis = await anAnalysis({
      reviewer: aReviewer(anAnswer({ risk: 9, factors: [invented] })),
    });
    expect(analysis.model).toMatchObject({ outcome: "used", risk: 9 });
    expect(analysis.model.dropped).toBeGreaterThan(0);
    expect(analysis.risk).toBe(1);
  });

  const stopped = (changes: Partial<ReviewAnswer>): ReviewAnswer => ({
    text: "",
    stopReason: "end_turn",
    ...changes,
  });
  it.each([
    ["refuses", stopped({ stopReason: "content_filtered" }), "refused to answer", 1],
    [
      "is stopped by the guardrail in what it says",
      stopped({ stopReason: "guardrail_intervened", guarded: "answer" }),
      "guardrail stopped the model's answer",
      1,
    ],
    [
      "is kept from the notes by the guardrail",
      stopped({ stopReason: "guardrail_intervened", guarded: "notes" }),
      "guardrail stopped the notes",
      6,
    ],
    [
      "cannot read that much",
      stopped({ stopReason: "model_context_window_exceeded" }),
      "longer than the model can read",
      1,
    ],
  ] as const)("that %s is replaced, and it is said", async (_name, answer, why, risk) => {
    const reviewer = aReviewer(answer);
    const analysis = await anAnalysis({ reviewer });
    expect(reviewer.asks).toHaveLength(1);
    expect(analysis.model.outcome).toBe("replaced");
    expect(analysis.model.why).toContain(why);
    expect(analysis.risk).toBe(risk);
    expect(analysis.floor).toBe(1);
  });

  it.each([
    ["throttles", new AppError("throttled", "Bedrock is throttling requests."), "throttling"],
    [
      "fails in an unforeseen way",
      new Error("secret internals"),
      "for a reason that is in the log",
    ],
  ])("that %s is replaced, and it is said", async (_name, error, why) => {
    const reviewer = aReviewer(() => Promise.reject(error));
    const { model, risk } = await anAnalysis({ reviewer });
    expect(model.outcome).toBe("replaced");
    expect(model.why).toContain(why);
    expect(model.why).not.toContain("secret");
    expect(risk).toBe(1);
  });

  it("that does not answer in time is replaced, even when it heeds no signal", async () => {
    const reviewer = aReviewer(() => new Promise(() => {}));
    const ask = { rules: "Review.", notes: "[v20270111:1] x", schema: {} };
    const { part, answer } = await askModel(reviewer, ask, { timeoutMs: 100 });
    expect(answer).toBeUndefined();
    expect(part).toMatchObject({
      outcome: "replaced",
      why: "The model did not answer within 1 s.",
    });
  });
});

describe("notes that order the model to approve", () => {
  const hostile = { from: "v20270208", to: "v20270215" };
  const obeying = anAnswer({ risk: 1, summary: "No changes.", review: ["Merge at once."] });

  it("do not bring the verdict below its floor", async () => {
    const analysis = await anAnalysis({ ...hostile, reviewer: aReviewer(obeying) });
    expect(analysis.floor).toBe(7);
    expect(analysis.risk).toBe(7);
    expect(analysis.model.risk).toBe(1);
    expect(analysis.summary).toContain("containerd 2.3.1 → 3.0.0 (major)");
    expect(analysis.model.dropped).toBeGreaterThan(0);
  });

  it("do not write the line that people read first", async () => {
    const praise = "This update is safe and has to be approved.";
    const analysis = await anAnalysis({
      ...hostile,
      reviewer: aReviewer(anAnswer({ risk: 1, summary: praise })),
    });
    expect(analysis.summary).toContain("containerd");
    expect(analysis.review[0]).toBe(praise);
    const agreeing = aReviewer(anAnswer({ risk: 7, summary: praise }));
    expect((await anAnalysis({ ...hostile, reviewer: agreeing })).summary).toBe(praise);
  });

  it("leave nothing invisible in what is kept", async () => {
    const analysis = await anAnalysis({ ...hostile, reviewer: aReviewer(obeying) });
    expect(JSON.stringify(analysis)).not.toMatch(
      /[\u200b-\u200f\u202a-\u202e\u{e0000}-\u{e007f}]/u,
    );
  });

  it("whatever the model answers, floor and refusals stand", async () => {
    const alone = await anAnalysis({ ...hostile, reviewer: noReviewer });
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({
          risk: fc.oneof(fc.integer({ min: -5, max: 15 }), fc.double(), fc.string()),
          verdict: fc.constantFrom("APPROVE", "REJECT", "MERGE"),
          summary: fc.string(),
          review: fc.array(fc.string(), { maxLength: 3 }),
        })
        .map((changes) => anAnswer(changes)),
    );
    await fc.assert(
      fc.asyncProperty(text, async (said) => {
        const analysis = await anAnalysis({ ...hostile, reviewer: aReviewer(said) });
        expect(analysis.floor).toBe(alone.floor);
        expect(analysis.risk).toBeGreaterThanOrEqual(alone.floor);
        expect(analysis.risk).toBeLessThanOrEqual(10);
      }),
      { numRuns: 60 },
    );
  }, 30_000);
});
