/** Words that carry a sentence's form and not its subject. */
export const STOP_WORDS = new Set(
  `a an the this that these those there here some any such own same so just very really quite also too
  i me my mine myself we us our ours you your yours yourself he him his she her hers it its itself they them their
  is are was were be been being am do does did doing done have has had having
  can could will would shall should may might must
  what which who whom whose how why when where whether
  of in on at by for with about into onto over under to from as and or but if then than
  please kindly thanks thank hello hi hey dear ok okay well
  explain define describe tell say give show help understand mean means meaning definition explanation overview
  introduction introduce summary summarise summarize clarify elaborate briefly shortly simply basically exactly
  actually wondering wonder curious know like want need looking question ask asking answer let maybe perhaps
  term terms word words simple plain english sentence sentences quick brief detail details short idea concept
  difference differences differ compare comparison versus vs steps step ways guide list purpose role
  anyone someone everyone somebody anybody everybody`.split(/\s+/),
);

/** Stop words that change what is asked; they stay. */
export const POLARITY = new Set([
  "not",
  "no",
  "never",
  "without",
  "none",
  "nor",
  "except",
  "unless",
]);

/** Content words so common that they tell little; they count less than half. */
export const COMMON_WORDS = new Set(
  `use used using get got make made work thing way good best better new different kind type sort example examples
  case amazon aws look find try start first main important possible right between work works people time`.split(
    /\s+/,
  ),
);

/** Acronyms and clipped forms of the field, written out. */
export const ACRONYMS: Readonly<Record<string, string>> = {
  ai: "artificial intelligence",
  alb: "application load balancer",
  ami: "amazon machine image",
  api: "application programming interface",
  asg: "auto scaling group",
  auth: "authentication",
  az: "availability zone",
  cdn: "content delivery network",
  ci: "continuous integration",
  cd: "continuous delivery",
  cli: "command line interface",
  config: "configuration",
  cpu: "processor",
  crud: "create read update delete",
  db: "database",
  dbs: "database",
  dl: "deep learning",
  dns: "domain name system",
  docs: "documentation",
  env: "environment",
  etl: "extract transform load",
  fifo: "first in first out",
  gc: "garbage collection",
  gpu: "graphics processor",
  ha: "high availability",
  iac: "infrastructure as code",
  iam: "identity access management",
  k8s: "kubernetes",
  lb: "load balancer",
  lfu: "least frequently used",
  llm: "large language model",
  llms: "large language model",
  lru: "least recently used",
  mfa: "multi factor authentication",
  ml: "machine learning",
  mq: "message queue",
  nlp: "natural language processing",
  os: "operating system",
  param: "parameter",
  params: "parameter",
  perf: "performance",
  pr: "pull request",
  prod: "production",
  rag: "retrieval augmented generation",
  ram: "memory",
  rbac: "role based access control",
  repo: "repository",
  repos: "repository",
  rl: "reinforcement learning",
  rpo: "recovery point objective",
  rto: "recovery time objective",
  sg: "security group",
  sla: "service level agreement",
  slo: "service level objective",
  sso: "single sign on",
  tls: "transport layer security",
  ttl: "time to live",
  vm: "virtual machine",
  vms: "virtual machine",
  vpc: "virtual private cloud",
};

/** Words that say the same; the first of a row stands for all. Opposites are never in one row. */
const SYNONYM_ROWS = `delete remove erase drop
create make build generate construct
begin start launch commence
stop halt terminate
fix repair resolve solve remedy
error failure fault mistake
fast quick rapid speedy
slow sluggish
large big huge great
small little tiny
buy purchase
cost price expense fee charge spend spending
reduce lower decrease cut shrink lessen
increase raise grow
improve enhance optimise optimize better
change modify alter edit
choose select pick
benefit advantage upside pro
drawback disadvantage downside con
goal aim objective
method technique approach
configure setup
deploy release ship
monitor observe watch
secure protect safeguard
restore recover
rollback revert undo
copy duplicate replicate
job task
picture image photo
car automobile
doctor physician
child kid
teach train
employee worker staff
company firm business
customer client
happen occur
keep retain
store save persist
send transmit
receive obtain
reason cause`;

/** Word → the word that stands for its row. */
export const SYNONYMS: ReadonlyMap<string, string> = new Map(
  SYNONYM_ROWS.split("\n").flatMap((row) => {
    const words = row.split(" ");
    return words.map((word) => [word, words[0] as string] as const);
  }),
);
