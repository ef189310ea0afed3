import { stem } from "./stem";

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
improve enhance optimize optimise increase boost raise
speed performance
reduce lower decrease cut
check verify confirm validate test
configure setup set up
connect link join
store keep save
remove delete erase
update upgrade
cost price fee charge spend spending expense
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
signin login
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
change update edit modify switch alter adjust
add create insert invite new
off disable deactivate
on enable activate
ignore exclude skip omit
harmful bad dangerous unhealthy
abroad foreign
speed faster quicker
earn salary wage income
syntax write declare
stand form
pan skillet
expected need necessary required
left free available
kept keep last
count be
changer modifier
question faq
start open launch
switch turn
view see show look
parcel shipment
gift present
résumé resume cv
lower reduce smaller
bigger larger greater increase
return back
temperature cold hot warm
fridge refrigerator refrigerate
formula calculate compute
bag sack
far distance
tall high height
old age
length duration
fast speed
heavy weight
deep depth
wide width
big large size
biggest largest greatest highest most
closest nearest
smallest tiniest
most majority
least fewest lowest smallest
autumn fall
parcel package
sea ocean
baggage luggage
holiday vacation
flat apartment
shop store
lift elevator
petrol gasoline
rubbish trash garbage
colleague coworker
boss manager
salary pay wage
illness disease sickness
medication medicine drug
cure remedy treat treatment
teenager adolescent teen
city town
stone rock
enough sufficient
approximately roughly around
almost nearly
immediately instantly
additional extra further
various several
entire whole complete full
famous well-known
clever smart intelligent
difficult hard tough
easy simple straightforward
strange odd weird
site website page webpage
laptop notebook
screen display monitor
travel trip journey
flight fly
eat consume
stain spot mark
remove eliminate rid
custom tradition
contain rich include
run execution runtime
recipe make prepare cook
warranty guarantee
lease rent hire
shut close
talk speak chat
fall drop decline
rise increase climb
contact reach touch
clear empty clean
unsubscribe stop
refund reimburse
permanent forever
permanently forever
turn go become
crash fail
consequence happen
reason raison pourquoi
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

/** For nouns made of a verb: `execution` stands where `execute` does. */
const BY_BEGINNING = new Map([...GROUP_OF].map(([word, groups]) => [word.slice(0, 5), groups]));

const groupsOf = (word: string): Set<number> | undefined =>
  GROUP_OF.get(word) ?? (word.length >= 7 ? BY_BEGINNING.get(word.slice(0, 5)) : undefined);

/** Whether two stems are the same word, or stand in one group. */
export function areSynonyms(one: string, other: string): boolean {
  if (one === other) return true;
  const groups = groupsOf(other);
  return groups !== undefined && [...(groupsOf(one) ?? [])].some((group) => groups.has(group));
}

/** Words of any subject: where the rest is put otherwise too, they tell no two things apart. */
const GENERAL = new Set(
  `happen see check find go come keep take put look turn try become stay remain seem appear hold bear
  consist include contain rich lot plenty make ensure certain call name consequence result recipe help
  against get rid available exist handle deal prevent avoid stop start do use give have let set
  main usual typical common general different exact certain total overall whole
  custom habit rule idea role reason cause way method option thing something someone people person one
  stand form syntax count process procedure space expected necessary
  long far tall high large big size height length age day days week month year time
  allow require need want wish prefer recommend suggest matter involve
  successfully easily quickly safely permanently currently typically normally
  good well better best okay fine`
    .split(/\s+/)
    .map(stem),
);

/** Whether a stem is too general to be what a prompt is about. */
export const isGeneral = (word: string): boolean => GENERAL.has(word);
