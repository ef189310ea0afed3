import { startRedis } from "../../fixtures/start-redis";
import { type Article, startArticle } from "../article/start-article";
import type { Slice, Way } from "./ask-exactly";
import type { Question, Similarly } from "./ask-similarly";
import type { Filled } from "./fill";
import { lineProgram, nodeProgram } from "./line-program";

export interface Loaded {
  ms: number;
  cpuMs: number;
  state: string;
  entries: number;
  bytes: number;
  /** Growth of the process's resident memory. */
  rss: number;
}

/** The engine's program: see `engine-program.ts`. */
export interface EngineProgram {
  fill(to: number): Promise<Filled>;
  exact(of: { way: Way; prompts: number[]; atOnce?: number }): Promise<Slice>;
  questions(count: number): Promise<Question[]>;
  similar(questions: Question[]): Promise<Similarly>;
  load(): Promise<Loaded>;
  close(): Promise<void>;
}

const ENGINE = new URL("engine-program.ts", import.meta.url);
/** The article's keys stand apart, or its KEYS would go over the engine's too. */
const ARTICLE_DATABASE = 1;

/** One Redis and one model for the engine and for the article's function, each in a process of its own. */
export async function startSideBySide() {
  const redis = await startRedis();
  const model = await lineProgram(process.execPath, [
    new URL("model-program.ts", import.meta.url).pathname,
  ]);
  const { port } = model.greeting as { port: number };
  const started: { close(): Promise<void> }[] = [];
  const engine = async (): Promise<EngineProgram> => {
    const bedrock = `http://127.0.0.1:${port}`;
    const program = await nodeProgram(ENGINE, [redis.url, bedrock, String(ARTICLE_DATABASE)]);
    started.push(program);
    return {
      fill: (to) => program.ask({ do: "fill", to }),
      exact: (of) => program.ask({ do: "exact", ...of }),
      questions: (count) => program.ask({ do: "questions", count }),
      similar: (questions) => program.ask({ do: "similar", questions }),
      load: () => program.ask({ do: "load" }),
      close: program.close,
    };
  };
  const article = async (parser?: "python" | "hiredis"): Promise<Article | string> => {
    const at = { redisPort: redis.port, database: ARTICLE_DATABASE, bedrockPort: port };
    const program = await startArticle({ ...at, parser });
    if (typeof program !== "string") started.push(program);
    return program;
  };
  return {
    engine,
    article,
    close: async () => {
      await Promise.all(started.map((program) => program.close()));
      await model.close();
      await redis.close();
    },
  };
}
export type SideBySide = Awaited<ReturnType<typeof startSideBySide>>;
