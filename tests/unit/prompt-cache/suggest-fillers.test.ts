import { expect, it } from "vitest";
import { countFillers, suggestFillers } from "@/lib/prompt-cache/suggest-fillers";

const count = (text: string): number => text.trim().split(/\s+/).length;

it("finds the politeness that many prompts begin with, in its longest form", () => {
  const prompts = [
    "Hope all is well with you, how do I resize a volume?",
    "hope all is well with you. What is a VPC",
    "Hope all is well with you! Explain DNS",
    "May I ask you how S3 bills requests?",
    "may I ask you what IAM is",
    "May I ask you about quotas",
    "how do I resize a volume",
    "how do I resize a disk",
    "how do I resize a node group",
  ];
  const found = suggestFillers(prompts, { known: [], count });
  expect(found).toEqual([
    { phrase: "hope all is well with you", count: 3, tokens: 18, origin: "suggested" },
    { phrase: "may i ask you", count: 3, tokens: 12, origin: "suggested" },
  ]);
});

it("does not suggest what is known, nor what only two prompts have", () => {
  const prompts = [
    "may i ask you x",
    "may i ask you y",
    "could you please a",
    "could you please b",
    "could you please c",
  ];
  expect(suggestFillers(prompts, { known: [], count })).toEqual([]);
  expect(
    suggestFillers([...prompts, "may i ask you z"], { known: ["may i ask you"], count }),
  ).toEqual([]);
});

it("counts the lists in use by prompts that contain them as words", () => {
  const counted = countFillers(
    ["Could you, please, explain?", "kindly explain", "unkindly said"],
    [
      { phrase: "could you please", origin: "built-in" },
      { phrase: "kindly", origin: "namespace" },
    ],
    count,
  );
  expect(counted).toEqual([
    { phrase: "could you please", origin: "built-in", count: 1, tokens: 3 },
    { phrase: "kindly", origin: "namespace", count: 1, tokens: 1 },
  ]);
});
