import type { Guard } from "./guard";
import { onceFor, partsOf, sameSet, type Words } from "./words";

/** One line per unit: its name, then how else it is written. */
const UNITS = `
second sec secs seconds s
millisecond ms milliseconds
minute min mins minutes
hour hr hrs hours
day days daily
week weeks weekly
month months monthly
year years yearly annual annually
metre meter meters metres m
kilometre kilometer kilometers kilometres km kms
mile miles
foot feet ft
inch inches
centimetre centimeter cm centimetres centimeters
gram grams g
kilogram kilograms kg kgs kilo kilos
pound pounds lb lbs
ounce ounces oz
litre liter liters litres
gallon gallons
celsius centigrade
fahrenheit
kelvin
byte bytes
kilobyte kb kib
megabyte mb mib megabytes
gigabyte gb gib gigabytes
terabyte tb tib terabytes
percent percentage %
dollar dollars usd
euro euros eur
gbp sterling
yen jpy
rupee rupees inr
joule joules
calorie calories kcal
watt watts
volt volts
amp amps ampere amperes
`;

const UNIT_OF = new Map(
  UNITS.trim()
    .split("\n")
    .flatMap((line) => {
      const names = line.trim().split(" ");
      return names.map((name) => [name, names[0] as string] as const);
    }),
);
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\$|\bus\$/, "dollar"],
  [/€/, "euro"],
  [/£/, "gbp"],
  [/%/, "percent"],
  [/°\s?c\b/i, "celsius"],
  [/°\s?f\b/i, "fahrenheit"],
];

const ANY_SIGN = /[$€£%°]/;
const ATTACHED = /^\d+(?:\.\d+)?([a-z]+)$/;

/** Units of time are everyday words: they measure only where a measure is asked for. */
const TIMES = new Set(["second", "minute", "hour", "day", "week", "month", "year"]);
const MEASURED = new Set(["in", "per", "every", "each", "to", "into"]);
/** `a week of hiking`, `how many days`: what it is measured in may go without saying. */
const LOOSE = new Set(["a", "an", "one", "many"]);
const SMALL = new Set(
  "two three four five six seven eight nine ten twelve twenty thirty".split(" "),
);

interface Found {
  /** Told with a number, or asked for. */
  told: Set<string>;
  loose: Set<string>;
}

/** Single letters and short forms count only right after a number: `5 m`, not `m` alone. */
const unitsOf = onceFor((words: Words): Found => {
  const { text } = words;
  const all = partsOf(words);
  const told = new Set<string>();
  const loose = new Set<string>();
  all.forEach((word, index) => {
    const attached = ATTACHED.exec(word)?.[1];
    const before = all[index - 1] ?? "";
    const unit = UNIT_OF.get(attached ?? word);
    // `dollar-cost` is no dollar, `three-year` is years.
    if (!unit || (!TIMES.has(unit) && !words.all.includes(word))) return;
    const counted = attached !== undefined || /^\d/.test(before) || SMALL.has(before);
    if (counted) told.add(unit);
    else if (LOOSE.has(before)) loose.add(unit);
    else if (TIMES.has(unit) ? MEASURED.has(before) : word.length > 3) told.add(unit);
  });
  if (ANY_SIGN.test(text)) for (const [sign, unit] of SIGNS) if (sign.test(text)) told.add(unit);
  return { told, loose };
});

export const units: Guard = {
  name: "units",
  differs: (asked, stored) => {
    const one = unitsOf(asked);
    const other = unitsOf(stored);
    const mine = new Set([...one.told, ...one.loose]);
    const theirs = new Set([...other.told, ...other.loose]);
    const missing =
      [...one.told].some((unit) => !theirs.has(unit)) ||
      [...other.told].some((unit) => !mine.has(unit));
    const bothTell = mine.size > 0 && theirs.size > 0 && !sameSet(mine, theirs);
    return missing || bothTell ? `The units differ: ${list(mine)} and ${list(theirs)}.` : undefined;
  },
};

const list = (values: Set<string>): string => (values.size > 0 ? [...values].join(", ") : "none");
