import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SHAPES } from "@/lib/prompt-cache/guards/code";
import { SAYINGS } from "@/lib/prompt-cache/guards/negation";
import { holdsOne, rewrite } from "@/lib/prompt-cache/guards/rewrite";
import { CONTRACTIONS, VERBS, WRITINGS } from "@/lib/prompt-cache/guards/words";

/** What the patterns are made of, so that random texts meet them often. */
const PIECES =
  "can can't can’t cant cannot non- non-fatal won't isn't doesn’t what's it’s we've he'd don’t 's ' n't roll rolls rolled rolling back turn turns turned on turning off switch switched get gets getting rid of log logged logging in sign signed out up set setting backing backed shut shutting down opt opting stop stops stopping the that doing keep keeps keeping it from running prevents whether or if not only no matter longer than US USA U.S. U.S.A. United States of America Kingdom Great Britain UK U.K. European Union EU the ``` ` code https:// http://a.b --flag -x /etc/passwd a/b/c.txt ../x blue/green foo_bar fooBar a() foo() ValueError MyException .ts file.ts a@b.co v1.2.3 1.2 #tag @user {} <> = | & \\ ^ $ ünï".split(
    " ",
  );
/** What pieces seldom make by chance. */
const PHRASES =
  "rolled back,turning on,switch off,getting rid of,logged in,signing out,sign up,setting up,backed up,shut down,opting out,stop the,stops it,or not,if or not,not only,no matter,no longer than,keep it from running,prevents a crash from happening,the United States of America,Great Britain,European Union".split(
    ",",
  );
const text = fc
  .array(
    fc.tuple(
      fc.constantFrom(...PIECES, ...PHRASES, ...PHRASES),
      fc.constantFrom(" ", " ", " ", "", "-", "."),
    ),
    {
      maxLength: 14,
    },
  )
  .map((parts) => parts.flat().join(""));

describe("a rule is not searched for where it cannot match", () => {
  it.each([
    { name: "contractions", rules: CONTRACTIONS },
    { name: "verbs of two words", rules: VERBS },
    { name: "names written in several ways", rules: WRITINGS },
    { name: "sayings with a negation", rules: SAYINGS },
  ])("$name: leaves what searching everywhere would leave", ({ rules }) => {
    fc.assert(
      fc.property(text, (given) => {
        const everywhere = rules.reduce((left, [pattern, by]) => left.replace(pattern, by), given);
        expect(rewrite(given, rules)).toBe(everywhere);
      }),
      { numRuns: 3_000 },
    );
  });

  it("shapes of code: finds what searching everywhere would find", () => {
    fc.assert(
      fc.property(text, (given) => {
        for (const [shape, holds] of SHAPES)
          if (!holdsOne(given, holds)) expect(given.match(shape)).toBeNull();
      }),
      { numRuns: 3_000 },
    );
  });
});
