import type { Guard } from "./guard";
import { onceFor, sameSet, type Words } from "./words";

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

/** Units of time are everyday words: they measure only where a measure is asked for. */
const TIMES = new Set(["second", "minute", "hour", "day", "week", "month", "year"]);
const MEASURED = new Set(["many", "in", "per", "every", "to", "into", "a", "an"]);

/** Single letters and short forms count only right after a number: `5 m`, not `m` alone. */
export const unitsOf = onceFor(({ text, all }: Words): Set<string> => {
  const found = new Set<string>();
  all.forEach((word, index) => {
    const attached = word.match(/^\d+(?:\.\d+)?([a-z]+)$/)?.[1];
    const afterNumber = /^\d/.test(all[index - 1] ?? "");
    const unit = UNIT_OF.get(attached ?? word);
    if (!unit) return;
    const asked = MEASURED.has(all[index - 1] ?? "");
    if (attached || afterNumber || (TIMES.has(unit) ? asked : word.length > 3)) found.add(unit);
  });
  for (const [sign, unit] of SIGNS) if (sign.test(text)) found.add(unit);
  return found;
});

export const units: Guard = {
  name: "units",
  differs: (asked, stored) => {
    const one = unitsOf(asked);
    const other = unitsOf(stored);
    if (sameSet(one, other)) return undefined;
    return `The units differ: ${list(one)} and ${list(other)}.`;
  },
};

const list = (values: Set<string>): string => (values.size > 0 ? [...values].join(", ") : "none");
