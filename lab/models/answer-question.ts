import { createRequire } from "node:module";
import { conceptStems } from "./embed.ts";
import { askedFor } from "./embedding/asked-for.ts";

interface Fact {
  topic: string;
  text: string;
  more: string;
}

export interface Asked {
  model: string;
  /** The last thing the user said. */
  question: string;
  system: string;
}

const FACTS = createRequire(import.meta.url)("./facts.json") as Fact[];
const TOPICS = FACTS.map((fact) => ({ fact, stems: conceptStems(fact.topic) }));

/**
 * What the stand-in says: what it knows of the one or two topics that are named, or that it knows none,
 * and in both cases what it was asked. The same question and system prompt give the same words.
 */
export function answerQuestion({ model, question, system }: Asked): string {
  const facts = factsFor(question);
  const long = model === "lab.text-v2";
  const told = facts.map((fact) => (long ? `${fact.text} ${fact.more}` : fact.text)).join("\n\n");
  const asked = quote(question, 160);
  const kind = askedFor(question);
  const parts: string[] = [];
  if (facts.length === 0) {
    parts.push(
      `You asked: ${asked} This answer comes from ${model}, the lab's rule-based stand-in for a language model, which has no fact about it. A real model would answer here.`,
    );
    if (long) parts.push("It knows some eighty topics around cloud, data and machine learning.");
  } else {
    parts.push(told);
    const meaning = kind === "meaning" || kind === "other";
    if (!meaning) {
      parts.push(`You asked: ${asked} ${model} is the lab's stand-in and knows no more than this.`);
    }
  }
  if (system !== "") parts.push(`Answered under the system prompt ${quote(system, 80)}`);
  return parts.join("\n\n");
}

/** The topics that the question names with all their words, the longest first where they overlap, at most two. */
function factsFor(question: string): Fact[] {
  const stems = conceptStems(question);
  const free = new Set(stems.map((_, index) => index));
  const found: { fact: Fact; at: number }[] = [];
  for (const topic of [...TOPICS].sort((a, b) => b.stems.length - a.stems.length)) {
    const at = stems.findIndex((_, start) =>
      topic.stems.every((stem, step) => stems[start + step] === stem && free.has(start + step)),
    );
    if (at < 0) continue;
    for (let step = 0; step < topic.stems.length; step++) free.delete(at + step);
    found.push({ fact: topic.fact, at });
  }
  return found
    .sort((a, b) => a.at - b.at)
    .slice(0, 2)
    .map(({ fact }) => fact);
}

function quote(text: string, longest: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = [...line];
  return `“${characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : line}”`;
}
