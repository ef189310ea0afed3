import type { Guard } from "./guard";
import { onceFor, sameSet, type Words } from "./words";

const WRITTEN: Record<string, string> = {
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  seven: "7",
  eight: "8",
  nine: "9",
  ten: "10",
  eleven: "11",
  twelve: "12",
  twenty: "20",
  thirty: "30",
  fifty: "50",
  hundred: "100",
  thousand: "1000",
  million: "1000000",
  billion: "1000000000",
  half: "1/2",
  twice: "2x",
  double: "2x",
  triple: "3x",
  first: "#1",
  third: "#3",
  fourth: "#4",
  fifth: "#5",
  last: "#last",
};

/** Numbers of a prompt in one form: `1,000` is `1000`, `ten` is `10`, `1st` is `first`. */
export const numbersOf = onceFor(({ text, all }: Words): string[] => {
  const found = all.flatMap((word) => {
    const written = WRITTEN[word];
    return written ? [written] : [];
  });
  const digits = text
    .toLowerCase()
    .replace(/(\d)[,_\u00a0' ](?=\d{3}\b)/g, "$1")
    .matchAll(/(?<![\p{L}\d.])(\d+(?:\.\d+)*)(st|nd|rd|th)?(?=(\p{L}*))/gu);
  for (const [, number = "", ordinal, rest = ""] of digits) {
    const value = number
      .replace(/^0+(?=\d)/, "")
      .replace(/(\.\d*?)0+$/, "$1")
      .replace(/\.$/, "");
    found.push(ordinal ? `#${value}` : rest === "k" ? `${Number(value) * 1000}` : value);
  }
  return found;
});

export const numbers: Guard = {
  name: "numbers",
  differs: (asked, stored) => {
    const one = numbersOf(asked);
    const other = numbersOf(stored);
    if (sameSet(one, other)) return undefined;
    return `The numbers differ: ${list(one)} and ${list(other)}.`;
  },
};

const list = (values: string[]): string => (values.length > 0 ? values.join(", ") : "none");
