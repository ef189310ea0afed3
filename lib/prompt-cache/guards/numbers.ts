import type { Guard } from "./guard";
import { onceFor, partsOf, sameSet, type Words } from "./words";

const WRITTEN = new Map(
  Object.entries({
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
    dozen: "12",
    thirteen: "13",
    fourteen: "14",
    fifteen: "15",
    sixteen: "16",
    seventeen: "17",
    eighteen: "18",
    nineteen: "19",
    twenty: "20",
    thirty: "30",
    forty: "40",
    fifty: "50",
    sixty: "60",
    seventy: "70",
    eighty: "80",
    ninety: "90",
    hundred: "100",
    thousand: "1000",
    million: "1000000",
    billion: "1000000000",
    half: "1/2",
    twice: "2x",
    double: "2x",
    triple: "3x",
    first: "1",
    third: "3",
    fourth: "4",
    fifth: "5",
    sixth: "6",
    seventh: "7",
    eighth: "8",
    ninth: "9",
    tenth: "10",
    last: "last",
  }),
);

/** A capitalised word before a Roman number: `World War II`, `Henry VIII`. For `I` it takes two: `Can I`. */
const ROMAN =
  /(?<=\p{Lu}\p{L}{1,20} )(?:II|III|IV|VI{0,3}|IX|XI{0,3}|XIV|I(?<=\p{Lu}\p{Ll}{1,20} \p{Lu}\p{Ll}{1,20} I))(?![\p{L}\p{N}'’])/gu;
const ROMAN_VALUE: Record<string, number> = { I: 1, V: 5, X: 10 };

/** `IX` is 9: a smaller sign before a greater one is taken away. */
const roman = (signs: string): number =>
  [...signs].reduce((sum, sign, at) => {
    const value = ROMAN_VALUE[sign] ?? 0;
    return value < (ROMAN_VALUE[signs[at + 1] ?? ""] ?? 0) ? sum - value : sum + value;
  }, 0);

/** Numbers of a prompt in one form: `1,000` is `1000`; `ten`, `10th` and `X` are `10`. */
export const numbersOf = onceFor((words: Words): string[] => {
  const { text } = words;
  return [
    ...written(partsOf(words)),
    ...(/ [IVX]/.test(text) ? [...text.matchAll(ROMAN)].map(([signs]) => `${roman(signs)}`) : []),
    ...(/\d/.test(text) ? digits(text) : []),
  ];
});

function written(parts: string[]): string[] {
  const found: string[] = [];
  parts.forEach((word, at) => {
    const number = WRITTEN.get(word);
    if (number) found.push(number);
    // Alone it is a unit of time.
    if (word === "second" && parts[at - 1] === "the" && at + 1 < parts.length) found.push("2");
  });
  return found;
}

function digits(text: string): string[] {
  const found = text
    .toLowerCase()
    .replace(/(\d)[,_\u00a0' ](?=\d{3}\b)/g, "$1")
    .matchAll(/(?<![\p{L}\d.])(\d+(?:\.\d+)*)(st|nd|rd|th)?(?=(\p{L}*))/gu);
  return [...found].map(([, number = "", ordinal, rest = ""]) => {
    const value = number
      .replace(/^0+(?=\d)/, "")
      .replace(/(\.\d*?)0+$/, "$1")
      .replace(/\.$/, "");
    return !ordinal && rest === "k" ? `${Number(value) * 1000}` : value;
  });
}

/** Whether a word is a number, in digits or written out. */
export const isNumber = (word: string): boolean =>
  /^\d+(?:[.,]\d+)*$/.test(word) || WRITTEN.has(word);

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
