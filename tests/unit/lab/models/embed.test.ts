import { describe, expect, it } from "vitest";
import { embedText } from "../../../../lab/models/embed.ts";

const similarity = (a: string, b: string, dimensions = 1024): number => {
  const [one, other] = [embedText(a, dimensions), embedText(b, dimensions)];
  return one.reduce((sum, value, index) => sum + value * (other[index] as number), 0);
};

describe("the lexical embedding", () => {
  const asked = "What is machine learning?";

  it.each([
    ["How would you define machine learning?", asked],
    ["Explain ML to me", asked],
    ["Could you please explain what machine learning is?", asked],
    ["How can I lower my S3 costs?", "What are ways to reduce S3 spending?"],
    ["how do i delete an s3 bucket", "Steps to remove an S3 bucket"],
    ["what's a database index", "Tell me about database indexes"],
    ["Was it the k8s scheduler?", "was it the Kubernetes scheduler"],
  ])("puts %j close to %j in every size", (a, b) => {
    for (const dimensions of [256, 512, 1024]) {
      const score = similarity(a, b, dimensions);
      expect(score).toBeGreaterThanOrEqual(0.9);
      expect(score).toBeLessThan(1);
    }
  });

  it.each([
    ["What is deep learning?", asked],
    ["How do I use machine learning?", asked],
    ["How do I enable MFA?", "How do I disable MFA?"],
    ["What is 15% of 240?", "What is 15% of 250?"],
    ["What is the capital of France?", "What is the capital of Germany?"],
    ["What is a cache?", "What is a queue?"],
  ])("keeps %j away from %j", (a, b) => {
    for (const dimensions of [256, 512, 1024])
      expect(similarity(a, b, dimensions)).toBeLessThan(0.85);
  });

  it("does not see case and spaces", () => {
    expect(similarity(asked, "  What is MACHINE \n learning ")).toBeCloseTo(1, 6);
  });

  it("forgives a typing error more than another word", () => {
    const typo = similarity("Explain kubernets scheduling", "Explain kubernetes scheduling");
    const other = similarity("Explain mainframe scheduling", "Explain kubernetes scheduling");
    expect(typo).toBeGreaterThan(other + 0.05);
  });

  it.each([
    "a",
    "什么是机器学习?",
    "Что такое кэш?",
    "is it so?",
    "x".repeat(60_000),
    "rm -rf / && true",
    "?!",
  ])("has length 1 for %.20s", (text) => {
    for (const dimensions of [256, 512, 1024]) {
      const vector = embedText(text, dimensions);
      expect(vector).toHaveLength(dimensions);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    }
  });

  it("gives zeros for a blank text", () => {
    expect(embedText(" \n ").every((value) => value === 0)).toBe(true);
  });

  it("tells other scripts' questions apart", () => {
    expect(similarity("什么是机器学习?", "什么是机器学习")).toBeCloseTo(1, 6);
    expect(similarity("什么是机器学习?", "法国的首都在哪里?")).toBeLessThan(0.5);
  });

  it("never changes, since stored vectors outlive a release of the lab", () => {
    const head = [...embedText(asked, 256).slice(0, 6)].map((value) => Number(value.toFixed(5)));
    expect(head).toMatchInlineSnapshot(`
      [
        -0.10944,
        -0.07311,
        0.10597,
        0.02164,
        0.0147,
        0.10944,
      ]
    `);
  });
});
