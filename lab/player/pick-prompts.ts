import { seededRandom } from "../core/random.ts";
import type { Mix } from "./mix.ts";
import { weighted } from "./weighted.ts";

export type PromptKind = keyof Mix["shares"];

export interface PlayedPrompt {
  kind: PromptKind;
  text: string;
  model: string;
  streamed: boolean;
  system?: string;
}

/** An endless sequence of prompts as the mix says; the same seed gives the same sequence. */
export function* pickPrompts(mix: Mix, seed: number): Generator<PlayedPrompt, never> {
  const random = seededRandom(seed);
  const question = zipf(mix.questions, mix.popularity);
  const fresh = neverAsked(mix.new, random);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const textOf: Record<PromptKind, () => string> = {
    repeated: () => question(random).ask,
    paraphrased() {
      const { ask, also } = question(random);
      return also.length > 0 ? one(also) : ask;
    },
    new: () => fresh.next().value,
    verbose() {
      const frame = one(mix.verbose);
      return frame.replace("{prompt}", () => fresh.next().value);
    },
  };
  for (;;) {
    const kind = weighted(mix.shares, random);
    yield {
      kind,
      text: textOf[kind](),
      model: weighted(mix.models, random),
      streamed: random() < mix.streamed,
      ...(mix.system ? { system: mix.system } : {}),
    };
  }
}

/** Chooses from a list so that rank `n` is 1/n^`exponent` as likely as the first. */
function zipf<T>(list: readonly T[], exponent: number): (random: () => number) => T {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= list.length; rank++) {
    sum += 1 / rank ** exponent;
    sums.push(sum);
  }
  return (random) => {
    const at = random() * sum;
    return list[sums.findIndex((upTo) => at < upTo)] as T;
  };
}

/**
 * Every combination of forms and parts once, in an order that the seed decides; after the last one they
 * come again with a number.
 */
function* neverAsked({ forms, parts }: Mix["new"], random: () => number): Generator<string, never> {
  const names = Object.keys(parts);
  const sizes = [forms.length, ...names.map((name) => (parts[name] as string[]).length)];
  const total = sizes.reduce((product, size) => product * size, 1);
  const offset = Math.floor(random() * total);
  const step = coprimeStep(total, random);
  for (let round = 0; ; round++) {
    for (let index = 0; index < total; index++) {
      let number = (offset + index * step) % total;
      const take = (size: number) => {
        const at = number % size;
        number = Math.floor(number / size);
        return at;
      };
      let text = forms[take(forms.length)] as string;
      for (const name of names) {
        const words = parts[name] as string[];
        const word = words[take(words.length)] as string;
        text = text.replaceAll(`{${name}}`, () => word);
      }
      yield round === 0 ? text : `${text} (case ${round + 1})`;
    }
  }
}

/** A step that visits every number below `total` before any comes again. */
function coprimeStep(total: number, random: () => number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let step = 1 + Math.floor(random() * total);
  while (divisor(step, total) !== 1) step++;
  return step;
}
