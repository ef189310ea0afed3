import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { inCheckout } from "../../scripts/setup/checkout.ts";

export interface ProgramRequest {
  modelId: string;
  prompt: string;
  stream?: boolean;
  /** With a tool that the model may use. */
  tool?: boolean;
}

export interface ProgramAnswer {
  text?: string;
  stopReason?: string;
  /** What the answer's headers say; absent when nothing of the console is in between. */
  cache?: string | null;
  score?: string | null;
  error?: { name: string; message: string; status?: number };
}

export interface PromptProgram {
  ask(request: ProgramRequest): Promise<ProgramAnswer>;
  end(): Promise<void>;
}

const PROGRAMS = {
  sdk: [process.execPath, "tests/harness/prompt-programs/ask-bedrock.ts"],
  boto3: ["python3", "tests/harness/prompt-programs/ask_bedrock.py"],
} as const;

/** The environment of a program that knows no AWS account; `of` is all that leads it somewhere. */
const environment = (of: Record<string, string>) => ({
  PATH: process.env.PATH ?? "",
  AWS_REGION: "us-east-1",
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_MAX_ATTEMPTS: "1",
  ...of,
});

/** Starts a program that calls Bedrock by an unmodified AWS SDK, in a process of its own. */
export function startPromptProgram(
  kind: keyof typeof PROGRAMS,
  env: Record<string, string>,
): PromptProgram {
  const [command, file] = PROGRAMS[kind];
  const child = spawn(command, [inCheckout(file)], {
    env: environment(env) as unknown as NodeJS.ProcessEnv,
  });
  let complained = "";
  child.stderr.on("data", (data) => {
    complained += data;
  });
  const waiting: { resolve: (told: ProgramAnswer) => void; reject: (error: Error) => void }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) =>
    waiting.shift()?.resolve(JSON.parse(line)),
  );
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  void ended.then(() => {
    for (const { reject } of waiting.splice(0))
      reject(new Error(`${file} ended before it answered:\n${complained}`));
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(request)}\n`);
      }),
    end: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** Why boto3 cannot call Converse on this machine; undefined when it can. */
export function whyNoBoto3(): string | undefined {
  const { status, stderr } = spawnSync(
    "python3",
    ["-c", "import boto3; boto3.client('bedrock-runtime', region_name='us-east-1').converse"],
    { encoding: "utf8" },
  );
  if (status === 0) return undefined;
  return `boto3 with Converse is not here: ${stderr?.trim().split("\n").at(-1) ?? "no python3"}`;
}
