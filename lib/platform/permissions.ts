/** Who may do what, in one table. The server enforces it; the browser only reads it to explain. */
export const ROLES = ["viewer", "operator", "approver", "admin"] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
  "release.read",
  "release.run",
  "release.approve",
  "audit.read",
  /** Figures only: no prompt and no answer. */
  "prompt.read",
  /** Entries and requests, which show prompts and answers. */
  "prompt.inspect",
  /** The playground, labelling a pair, evicting one entry. */
  "prompt.use",
  /** Namespaces, keys, invalidating many, warm-up, export. */
  "prompt.manage",
  "ami.read",
  /** Looking for updates now, dry runs, analysing again. */
  "ami.run",
  /** Merging, closing, lifting a skip, proposing in spite of the rules. */
  "ami.decide",
  /** Agents, what they may do, and shared sessions. */
  "agent.read",
  /** Invoking agents, in their own name and with no more than their own permissions. */
  "agent.use",
  /** Deciding calls that wait; switching agents off. */
  "agent.approve",
  /** Saving agents, switching them on again, reading everybody's sessions. */
  "agent.manage",
  "user.manage",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const VIEWER: readonly Permission[] = ["release.read", "prompt.read", "ami.read", "agent.read"];
const OPERATOR: readonly Permission[] = [
  ...VIEWER,
  "release.run",
  "audit.read",
  "prompt.inspect",
  "prompt.use",
  "ami.run",
  "agent.use",
];
const APPROVER: readonly Permission[] = [
  ...OPERATOR,
  "release.approve",
  "ami.decide",
  "agent.approve",
];

export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  viewer: VIEWER,
  operator: OPERATOR,
  approver: APPROVER,
  admin: PERMISSIONS,
};

export const may = (role: Role, permission: Permission): boolean =>
  ROLE_PERMISSIONS[role].includes(permission);

/** The least role that has the permission, for "needs the role …". */
export const leastRole = (permission: Permission): Role =>
  ROLES.find((role) => may(role, permission)) ?? "admin";
