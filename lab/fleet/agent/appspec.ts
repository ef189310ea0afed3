import { parse } from "yaml";

/** Lifecycle events that an AppSpec may hook; the rest belong to the agent or the service. */
export const HOOKABLE_EVENTS = [
  "BeforeBlockTraffic",
  "AfterBlockTraffic",
  "ApplicationStop",
  "BeforeInstall",
  "AfterInstall",
  "ApplicationStart",
  "ValidateService",
  "BeforeAllowTraffic",
  "AfterAllowTraffic",
] as const;

/** CodeDeploy ends any script, and all scripts of one event together, after an hour. */
export const MAX_EVENT_SECONDS = 3600;

export const FILE_EXISTS_BEHAVIORS = ["DISALLOW", "OVERWRITE", "RETAIN"] as const;
export type FileExistsBehavior = (typeof FILE_EXISTS_BEHAVIORS)[number];

export interface AppspecHook {
  location: string;
  timeoutSeconds: number;
}

export interface AppspecPermission {
  object: string;
  pattern: string;
  except: string[];
  types: ("file" | "directory")[];
  /** Permission bits; absent: only owner or group were asked for, which the lab does not change. */
  mode?: number;
}

export interface Appspec {
  files: { source: string; destination: string }[];
  permissions: AppspecPermission[];
  hooks: Record<string, AppspecHook[]>;
  fileExistsBehavior?: FileExistsBehavior;
}

/** The AppSpec cannot be used; the message is for the person who wrote it. */
export class AppspecError extends Error {}

/** Reads an `appspec.yml` for EC2/on-premises. Throws `AppspecError` with one clear sentence. */
export function parseAppspec(text: string): Appspec {
  const document = readYaml(text);
  if (!isRecord(document)) throw new AppspecError("The AppSpec file is empty or not a mapping.");
  const version = document.version;
  if (version === undefined) throw new AppspecError("The AppSpec file has no version; write 0.0.");
  if (version !== 0 && String(version) !== "0.0") {
    throw new AppspecError(`The AppSpec version ${String(version)} is not supported; write 0.0.`);
  }
  const os = document.os;
  if (os !== "linux") {
    const given = os === undefined ? "has no os" : `names the os ${String(os)}`;
    throw new AppspecError(`The AppSpec file ${given}; these instances run linux.`);
  }
  const behavior = document.file_exists_behavior;
  return {
    files: list(document.files, "files").map(readFile),
    permissions: list(document.permissions, "permissions").map(readPermission),
    hooks: readHooks(document.hooks),
    ...(behavior === undefined ? {} : { fileExistsBehavior: readBehavior(behavior) }),
  };
}

function readYaml(text: string): unknown {
  try {
    // A small alias limit: a few lines of YAML must not expand into gigabytes.
    return parse(text, { maxAliasCount: 50, logLevel: "error" });
  } catch (error) {
    const first = error instanceof Error ? error.message.split("\n")[0]?.replace(/:$/, "") : error;
    throw new AppspecError(`The AppSpec file is not valid YAML: ${first}`);
  }
}

function readFile(value: unknown): Appspec["files"][number] {
  if (!isRecord(value)) throw new AppspecError("Each entry of files needs source and destination.");
  return {
    source: text(value.source, "files needs a source"),
    destination: text(value.destination, "files needs a destination"),
  };
}

function readBehavior(value: unknown): FileExistsBehavior {
  const found = FILE_EXISTS_BEHAVIORS.find((each) => each === value);
  if (!found) {
    throw new AppspecError(
      `file_exists_behavior is ${String(value)}; it must be DISALLOW, OVERWRITE or RETAIN.`,
    );
  }
  return found;
}

function readHooks(value: unknown): Appspec["hooks"] {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw new AppspecError("hooks must map lifecycle events to scripts.");
  const hooks: Appspec["hooks"] = {};
  for (const [event, scripts] of Object.entries(value)) {
    if (!HOOKABLE_EVENTS.some((each) => each === event)) {
      throw new AppspecError(
        `The AppSpec file hooks ${event}, which is not an event with scripts.`,
      );
    }
    hooks[event] = list(scripts, `hooks of ${event}`).map((script) => readHook(event, script));
  }
  return hooks;
}

function readHook(event: string, value: unknown): AppspecHook {
  if (!isRecord(value)) throw new AppspecError(`Each script of ${event} needs a location.`);
  const timeout = value.timeout ?? MAX_EVENT_SECONDS;
  const seconds = Number(timeout);
  if (!Number.isFinite(seconds) || seconds <= 0 || seconds > MAX_EVENT_SECONDS) {
    throw new AppspecError(
      `The timeout ${String(timeout)} of a script of ${event} must be 1 to ${MAX_EVENT_SECONDS} seconds.`,
    );
  }
  return { location: text(value.location, `${event} needs a location`), timeoutSeconds: seconds };
}

function readPermission(value: unknown): AppspecPermission {
  if (!isRecord(value)) throw new AppspecError("Each entry of permissions needs an object.");
  const types = list(value.type, "type of permissions").map((each) => {
    if (each !== "file" && each !== "directory") {
      throw new AppspecError(`The permission type ${String(each)} must be file or directory.`);
    }
    return each;
  });
  return {
    object: text(value.object, "permissions needs an object"),
    pattern: value.pattern === undefined ? "**" : String(value.pattern),
    except: list(value.except, "except of permissions").map(String),
    types: types.length ? types : ["file", "directory"],
    ...(value.mode === undefined ? {} : { mode: readMode(value.mode) }),
  };
}

/** In YAML 1.2 both 0755 and 755 are the number 755, whose digits are meant as octal. */
function readMode(value: unknown): number {
  if (!/^[0-7]{1,4}$/.test(String(value))) {
    throw new AppspecError(`The permission mode ${String(value)} is not an octal number.`);
  }
  return Number.parseInt(String(value), 8) & 0o777;
}

function text(value: unknown, problem: string): string {
  if (typeof value !== "string" || value.trim() === "") {
    throw new AppspecError(`An entry of ${problem}.`);
  }
  if (value.includes("\0")) throw new AppspecError("A path in the AppSpec file has a NUL in it.");
  return value.trim();
}

function list(value: unknown, name: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new AppspecError(`${name} must be a list.`);
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
