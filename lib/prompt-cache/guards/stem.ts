/** Irregular forms and what they are forms of, a word a line. */
const IRREGULAR = `
make made
buy bought
sell sold
send sent
pay paid
lose lost
find found
keep kept
hold held
build built
steal stole stolen
break broke broken
choose chose chosen
take took taken
give gave given
go went gone goes
see saw seen
know knew known
grow grew grown
begin began begun
drive drove driven
eat ate eaten
speak spoke spoken
wear wore worn
get got gotten
lead led
mean meant
leave left
teach taught
think thought
catch caught
bring brought
spend spent
feel felt
fall fell fallen
rise rose risen
fly flew flown
draw drew drawn
die died dying dies
lie lying
write wrote written
win won
meet met
run ran
grind ground
freeze froze frozen
sleep slept
say said
tell told
understand understood
analysis analyses
child children
foot feet
tooth teeth
leaf leaves
knife knives
life lives
index indices indexes
vertex vertices
criterion criteria
bad worse worst
good better best
`;
const BASE_OF = new Map(
  IRREGULAR.trim()
    .split("\n")
    .flatMap((line) => {
      const [base = "", ...forms] = line.split(" ");
      return forms.map((form) => [form, base] as const);
    }),
);

/** British and American spelling as one. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/(col|fav|behavi|neighb|hon|lab|hum|harb|rum|flav|vap|od|arm)our/, "$1or"],
  [/(cent|met|lit|fib|theat|calib)re(s?)$/, "$1er$2"],
  [/([a-z]{3})is(e|es|ed|ing|ation|ations)$/, "$1iz$2"],
  [/(anal|paral|catal)ys(e|es|ed|ing)$/, "$1yz$2"],
  [/(catal|dial|anal)ogue(s?)$/, "$1og$2"],
  [
    /(cancel|travel|model|label|signal|fuel|channel|level|total|tunnel|counsel)l(ed|ing|er|ation)/,
    "$1$2",
  ],
  [/(defen|offen|licen)ce$/, "$1se"],
  [/^(pro)gramme(s?)$/, "$1gram$2"],
];

const stems = new Map<string, string>();
const KEPT = 4_096;

/** A light English stemmer: enough to make `instances` and `instance`, `deploying` and `deploy`, `made` and `make` equal. */
export function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= KEPT) stems.clear();
  const made = stemOf(word);
  stems.set(word, made);
  return made;
}

function stemOf(written: string): string {
  let base = BASE_OF.get(written) ?? written;
  if (base.length < 4 || /\d/.test(base)) return base;
  for (const [spelling, one] of SPELLINGS) base = base.replace(spelling, one);
  if (base.endsWith("ies") && base.length > 4) base = `${base.slice(0, -3)}y`;
  else if (/(s|x|z|ch|sh)es$/.test(base)) base = base.slice(0, -2);
  else if (base.endsWith("s") && !/(ss|us|is)$/.test(base)) base = base.slice(0, -1);
  if (base.endsWith("ing") && base.length > 5) base = undouble(base.slice(0, -3));
  else if (base.endsWith("ed") && base.length > 4) base = undouble(base.slice(0, -2));
  else if (base.endsWith("ly") && base.length > 5) base = base.slice(0, -2);
  // `create`, `creating` and `created` meet without their e.
  return base.length > 3 && base.endsWith("e") ? base.slice(0, -1) : base;
}

const undouble = (base: string): string =>
  base.length > 3 && /([bdgklmnprt])\1$/.test(base) && !/(ll|ss)$/.test(base)
    ? base.slice(0, -1)
    : base;
