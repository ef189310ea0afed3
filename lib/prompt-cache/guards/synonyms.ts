import { stem } from "./words";

/** Words that people exchange without meaning another thing, a group a line. */
const GROUPS = `
reset change recover restore renew forgot forgotten lost
fix repair solve resolve troubleshoot debug correct
begin start commence
end finish complete
big large huge
small little tiny
cheap inexpensive affordable
quick fast rapid speedy
error issue problem trouble bug failure
purpose goal aim objective point role
benefit advantage pro upside merit
drawback disadvantage con downside limitation
difference distinction
kind type sort category
method approach technique way procedure process
make create build generate produce set
get obtain acquire receive retrieve fetch
use utilize utilise employ apply
show display present
choose select pick
buy purchase order
job work task
important key main essential crucial principal
major main primary
common typical usual frequent popular
best ideal optimal recommended good
happen occur
cause reason
contain include hold have
require need
allow permit enable let
prevent avoid stop
improve enhance optimize optimise increase boost
speed performance
reduce lower decrease cut
check verify confirm validate test
configure setup set up
connect link join
store keep save
remove delete erase
update upgrade
cost price fee charge
company business firm organisation organization
country nation state
car automobile vehicle
doctor physician
house home
child kid
movie film
phone telephone mobile
picture photo image
email e-mail mail
app application program software
function feature capability
idea concept notion
meaning definition
overview introduction intro basics
example instance sample
tip advice suggestion recommendation
learn study
teach instruct
understand grasp
explain describe define clarify
discover find locate
invent create discover develop
write wrote written author writer
live lived life
build construct
people person human
quantity amount number
large-scale large
secure safe protect
password passcode credential
account profile
signin login log sign
return send
refund reimbursement
shipment delivery shipping
cancel terminate
customer client user
server machine host
container docker
folder directory
file document
command instruction
run execute launch
deploy release ship
rollback revert undo
monitor watch observe track
log record
scale grow
cluster group
cause lead result
effect impact influence consequence
rule policy regulation
deadline due
plan schedule
`;

const GROUP_OF = new Map<string, Set<number>>();
GROUPS.trim()
  .split("\n")
  .forEach((line, group) => {
    for (const word of line.split(" ")) {
      const key = stem(word);
      GROUP_OF.set(key, (GROUP_OF.get(key) ?? new Set()).add(group));
    }
  });

/** Whether two stems are the same word, or stand in one group. */
export function areSynonyms(one: string, other: string): boolean {
  if (one === other) return true;
  const groups = GROUP_OF.get(other);
  return groups !== undefined && [...(GROUP_OF.get(one) ?? [])].some((group) => groups.has(group));
}
