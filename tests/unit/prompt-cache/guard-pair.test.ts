import { describe, expect, it } from "vitest";
import type { GuardName } from "@/lib/prompt-cache/guards/guard";
import { guardPair } from "@/lib/prompt-cache/guards/guard-pair";

const SAME: [asked: string, stored: string][] = [
  ["How would you define machine learning?", "What is machine learning?"],
  ["Explain ML to me", "What is machine learning?"],
  ["How do I reset my password?", "I forgot my password, how can I reset it?"],
  ["How can I change my password?", "How do I reset my password?"],
  ["what is the capital of france", "What's France's capital?"],
  ["What's a pod in k8s?", "What is a Kubernetes pod?"],
  ["How to undo the last git commit?", "How do I undo my last commit in git?"],
  ["Why is the sky blue?", "What causes the sky to be blue?"],
  ["TCP vs UDP", "What is the difference between UDP and TCP?"],
  ["When did World War II end?", "What year did World War II end?"],
  ["Where is the Eiffel Tower?", "What is the location of the Eiffel Tower?"],
  ["Convert 5 miles to kilometres", "How many kilometres is 5 miles?"],
  ["What is 15% of 240?", "Calculate 15 percent of 240"],
  ["What is the purpose of a VPC?", "Why would you use a VPC?"],
  ["Who wrote Hamlet?", "Who is the author of Hamlet?"],
  ["Explain blue green deployments", "What is blue/green deployment?"],
  ["How can I turn off automatic updates?", "How do I disable automatic updates?"],
  ["Why was World War I fought?", "Why was the First World War fought?"],
  ["What is OOP?", "What is object-oriented programming?"],
  ["How is glass made?", "How do you make glass?"],
  ["How do I find the colour of a pixel?", "Where can I find the color of a pixel?"],
  [
    "How many planets are in the solar system?",
    "What is the number of planets in the solar system?",
  ],
];

const OTHER: [guard: GuardName, asked: string, stored: string][] = [
  ["personal", "What is my balance?", "What's my balance"],
  ["time", "What is the weather in Oslo?", "How is the weather in Oslo?"],
  ["action", "Send an e-mail to the team", "Please send an e-mail to the team"],
  [
    "language",
    "Was ist ein Lastverteiler und wie kann ich das nutzen?",
    "What is a load balancer and how do I use it?",
  ],
  ["personal", "Which of my servers is the oldest?", "Which one of my servers is oldest?"],
  ["action", "Mark all messages as read", "Please mark all messages as read."],
  ["numbers", "What is 15% of 240?", "What is 15% of 250?"],
  ["numbers", "Who was Henry VII?", "Who was Henry VIII?"],
  ["numbers", "Name three uses of Redis", "Name five uses of Redis"],
  ["units", "Water boils at 100 °C in which form?", "Water boils at 100 °F in which form?"],
  ["units", "How many minutes are in 2 days?", "How many seconds are in 2 days?"],
  ["negation", "What happens if I don't pay?", "What happens if I pay?"],
  ["opposites", "How do I enable MFA?", "How do I disable MFA?"],
  ["opposites", "How do I encrypt a volume?", "How do I decrypt a volume?"],
  ["opposites", "List unused volumes", "List used volumes"],
  ["direction", "How do I roll over a 401k to an IRA?", "How do I roll over an IRA to a 401k?"],
  ["direction", "How do I merge main into the branch?", "How do I merge the branch into main?"],
  ["names", "How do I sign up?", "How do I sign out?"],
  ["opposites", "How do I sign in?", "How do I sign out?"],
  ["direction", "Is Python faster than Java?", "Is Java faster than Python?"],
  ["direction", "Does Lambda call S3?", "Does S3 call Lambda?"],
  ["question", "Who invented the telephone?", "When was the telephone invented?"],
  ["question", "How long does shipping take?", "How much does shipping cost?"],
  ["form", "Write a poem about machine learning", "What is machine learning?"],
  ["code", "How do I undo `git add`?", "How do I undo `git commit`?"],
  ["code", "What does --force do?", "What does --dry-run do?"],
  ["names", "What is the capital of France?", "What is the capital of Germany?"],
  ["names", "what is the capital of france", "what is the capital of germany"],
  ["names", "What is deep learning?", "What is machine learning?"],
  ["names", "What is a mutex?", "What is a semaphore?"],
];

describe("guards", () => {
  it.each(SAME)("let the answer of the same question through: %s / %s", (asked, stored) => {
    expect(guardPair(asked, stored)).toEqual({ allowed: true });
    expect(guardPair(stored, asked)).toEqual({ allowed: true });
  });

  it.each(OTHER)("%s: %s / %s", (guard, asked, stored) => {
    const verdict = guardPair(asked, stored);
    expect(verdict).toMatchObject({ allowed: false, guard });
    expect(verdict.allowed ? "" : verdict.why).toMatch(/^\S.*\.$/);
    expect(guardPair(stored, asked).allowed).toBe(false);
  });

  it.each(["", " ", "\u0000\u0001", "🚂🚂", "a".repeat(8_000), "日本語の質問", "{}[]()*+?"])(
    "take any text: %j",
    (text) => {
      expect(guardPair(text, text)).toEqual({ allowed: true });
    },
  );

  it("leave what is too long to equality", () => {
    expect(guardPair("a ".repeat(5_000), "a")).toMatchObject({ allowed: false });
  });
});
