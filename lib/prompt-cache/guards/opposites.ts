import type { Guard } from "./guard";
import { leftover, stem, type Words } from "./words";

/** Pairs that turn a question around. Several words of one meaning are joined by `/`. */
const PAIRS = `
enable/activate disable/deactivate
on off
increase/raise/grow/gain decrease/reduce/lower/shrink/lose/loss
buy/purchase sell
import export
input output
inbound/incoming/ingress outbound/outgoing/egress
open close/shut
start/begin/launch stop/end/terminate
create/make/build delete/destroy/remove
add/attach/insert/include remove/detach/exclude/drop
install uninstall
upload download
push pull
encrypt decrypt
encode decode
compress decompress/expand
upgrade downgrade
update revert
allow/permit/grant deny/block/forbid/revoke
accept/approve reject/decline
lock unlock
connect disconnect
mount unmount
login/signin logout/signout
subscribe unsubscribe
before after
max/maximum/most/highest/largest/biggest/greatest min/minimum/least/lowest/smallest/fewest
best/better worst/worse
fast/faster/fastest/quick slow/slower/slowest
cheap/cheaper/cheapest expensive/dearest
hot/hottest/warm cold/coldest
long/longest short/shortest
old/oldest new/newest/young/youngest
good bad
pro con
advantage/benefit/strength/upside disadvantage/drawback/weakness/downside
public private
internal external
local remote
client server
sender receiver/recipient
borrow lend
teach learn
send/give receive/get
deposit withdraw/withdrawal
debit credit
asset liability
profit loss
income expense
win lose
rise fall
import export
horizontal vertical
row column
left right
top/upper bottom
north south
east west
male/man/men/boy/father/husband female/woman/women/girl/mother/wife
parent child/children
beginner/novice/junior expert/advanced/senior
introduction conclusion
cause effect
read write
sync/synchronous async/asynchronous
static dynamic
stateful stateless
mutable immutable
single multiple/multi
serial parallel
vertical horizontal
scale-up scale-out
up down
in out
safe/secure dangerous/unsafe/insecure
legal illegal
healthy unhealthy
true false
positive negative
odd even
ascending descending
expand collapse
show hide
backup restore
commit rollback
merge split
join leave
hire fire
arrive depart
arrival departure
morning evening
summer winter
spring autumn
liquid solid
acid base
vegetarian/vegan meat
indoor outdoor
wholesale retail
fixed variable
gross net
active passive/inactive
owner tenant
landlord tenant
employer employee
lender borrower
`;

const SIDE_OF = new Map<string, [pair: number, side: 0 | 1][]>();
PAIRS.trim()
  .split("\n")
  .forEach((line, pair) => {
    line.split(" ").forEach((side, at) => {
      for (const word of side.split("/")) {
        const key = stem(word);
        SIDE_OF.set(key, [...(SIDE_OF.get(key) ?? []), [pair, at as 0 | 1]]);
      }
    });
  });
/** Words that are grammar far more often than opposites, unless they stand for themselves at the end. */
const WEAK = new Set(["in", "up", "get", "right", "make", "even", "long", "give"]);
const PREFIXES = [
  "un",
  "dis",
  "de",
  "non",
  "in",
  "im",
  "ir",
  "il",
  "anti",
  "over",
  "under",
  "pre",
  "post",
];

function sides({ all }: Words): Map<string, [number, 0 | 1][]> {
  const found = new Map<string, [number, 0 | 1][]>();
  for (const word of all) {
    const side = WEAK.has(word) ? undefined : SIDE_OF.get(stem(word));
    if (side) found.set(word, side);
  }
  return found;
}

/** A word that is on one side of a pair here, and one on the other side there, with neither on both. */
function oppositePair(asked: Words, stored: Words): [string, string] | undefined {
  const mine = leftoverWords(asked, stored);
  const theirs = leftoverWords(stored, asked);
  const inMine = sides({ ...asked, all: mine });
  const inTheirs = sides({ ...stored, all: theirs });
  for (const [one, here] of inMine)
    for (const [other, there] of inTheirs)
      if (here.some(([pair, side]) => there.some(([p, s]) => p === pair && s !== side)))
        return [one, other];
  for (const one of mine)
    for (const other of theirs)
      if (isPrefixed(one, other) || isPrefixed(other, one)) return [one, other];
  return undefined;
}

const leftoverWords = (one: Words, other: Words): string[] => {
  const stems = leftover(one.all.map(stem), other.all.map(stem));
  return one.all.filter((word) => stems.includes(stem(word)));
};

const isPrefixed = (one: string, other: string): boolean =>
  other.length > 3 &&
  PREFIXES.some((prefix) => stem(one) === stem(prefix + other) || one === `${prefix}-${other}`);

export const opposites: Guard = {
  name: "opposites",
  differs: (asked, stored) => {
    const pair = oppositePair(asked, stored);
    return pair && `“${pair[0]}” and “${pair[1]}” are opposites.`;
  },
};
