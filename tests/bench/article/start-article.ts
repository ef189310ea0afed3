import { lineProgram } from "../prompt-cache/line-program";

/** Debian's own: a Python of pyenv would not see the modules that apt installs. */
const PYTHON = "/usr/bin/python3";

export interface Asked {
  /** Milliseconds of each call, and of them those of the embedding. */
  ms: number[];
  embedMs: number[];
  cache: string[];
  /** The first 40 characters of each answer. */
  responses: string[];
  cpuMs: number;
}

/** The article's function in a Python process of its own. */
export interface Article {
  /** e.g. `Python 3.11.2, redis-py 4.3.4, numpy 1.24.2`. */
  versions: string;
  hiredis: boolean;
  ask(prompts: string[], pipelined?: boolean): Promise<Asked>;
  flood(prompts: string[], atOnce: number): Promise<{ wallMs: number; cache: string[] }>;
  close(): Promise<void>;
}

/** Gives one sentence in place of the program when this machine cannot run it. */
export async function startArticle(at: {
  redisPort: number;
  database: number;
  bedrockPort: number;
  /** How redis-py reads replies; `hiredis` where it is installed. */
  parser?: "python" | "hiredis";
}): Promise<Article | string> {
  const program = await lineProgram(PYTHON, [new URL("serve.py", import.meta.url).pathname], {
    REDIS_PORT: String(at.redisPort),
    REDIS_DB: String(at.database),
    BEDROCK_PORT: String(at.bedrockPort),
    ARTICLE_PARSER: at.parser ?? "python",
    // No folder of compiled modules in the checkout.
    PYTHONDONTWRITEBYTECODE: "1",
  }).catch((error: Error) => error.message);
  if (typeof program === "string")
    return `The article's function was not measured: ${PYTHON} needs the Debian packages python3-redis and python3-numpy (${program}).`;
  const { python, redis, numpy, hiredis } = program.greeting as Record<string, string>;
  return {
    versions: `Python ${python}, redis-py ${redis}, numpy ${numpy}`,
    hiredis: Boolean(hiredis),
    ask: (prompts, pipelined = false) => program.ask({ do: "ask", prompts, pipelined }),
    flood: (prompts, atOnce) => program.ask({ do: "flood", prompts, at_once: atOnce }),
    close: program.close,
  };
}
