import type { Lab, Operation } from "../../core/contracts.ts";
import { wholeNumber } from "../../core/input.ts";
import { type CodeInput, dropCode, keepCode } from "./code.ts";
import { readConfiguration } from "./configure.ts";
import {
  bareName,
  describeFunction,
  type FunctionRecord,
  functionArn,
  functionsOf,
} from "./model.ts";
import type { Pool } from "./pool.ts";
import { conflict, invalidParameter, notFound } from "./refuse.ts";

type Input = Record<string, unknown>;

/** The operations on functions themselves. */
export function createFunctions(
  lab: Lab,
  pool: Pool,
): { find(input: Input): FunctionRecord; operations: Record<string, Operation> } {
  const functions = functionsOf(lab);
  const find = (input: Input): FunctionRecord => {
    const name = bareName(String(input.FunctionName ?? ""));
    const found = functions.get(name);
    if (!found) throw notFound(functionArn(lab, name));
    return found;
  };
  const changed = () => ({
    lastModified: new Date().toISOString(),
    revisionId: crypto.randomUUID(),
  });
  const save = async (one: FunctionRecord) => {
    functions.put(one.name, one);
    await pool.retire(one.name);
    return describeFunction(lab, one);
  };
  const forgetCode = async (codeSha256: string) => {
    if (functions.list().some((one) => one.codeSha256 === codeSha256)) return;
    await dropCode(lab, codeSha256);
  };
  const sameRevision = (input: Input, one: FunctionRecord) => {
    if (input.RevisionId === undefined || input.RevisionId === one.revisionId) return;
    throw conflict("The RevisionId provided does not match the latest RevisionId.");
  };

  return {
    find,
    operations: {
      async CreateFunction(input: Input) {
        const name = bareName(String(input.FunctionName ?? ""));
        if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
          throw invalidParameter("The function's name is not valid.");
        }
        const exists = () => conflict(`Function already exist: ${name}`);
        if (functions.get(name)) throw exists();
        if (input.PackageType !== undefined && input.PackageType !== "Zip") {
          throw invalidParameter("The lab does not run container images.");
        }
        const configuration = readConfiguration(input);
        const code = await keepCode(lab, (input.Code ?? {}) as CodeInput);
        if (functions.get(name)) throw exists();
        const [architecture = "x86_64"] = (input.Architectures ?? []) as string[];
        return save({ name, architecture, ...configuration, ...code, ...changed() });
      },

      async UpdateFunctionCode(input: Input) {
        const one = find(input);
        sameRevision(input, one);
        const code = await keepCode(lab, input as CodeInput);
        const updated = { ...find(input), ...code, ...changed() };
        if (input.DryRun === true) return describeFunction(lab, updated);
        const answer = await save(updated);
        await forgetCode(one.codeSha256);
        return answer;
      },

      async UpdateFunctionConfiguration(input: Input) {
        const one = find(input);
        sameRevision(input, one);
        return save({ ...one, ...readConfiguration(input, one), ...changed() });
      },

      GetFunction(input: Input) {
        return {
          Configuration: describeFunction(lab, find(input)),
          Code: { RepositoryType: "S3" },
        };
      },

      GetFunctionConfiguration: (input: Input) => describeFunction(lab, find(input)),

      ListFunctions(input: Input) {
        const most = wholeNumber(input, "MaxItems", { min: 1, max: 50, otherwise: 50 });
        const after = typeof input.Marker === "string" ? input.Marker : "";
        const found = functions
          .list()
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .filter((one) => one.name > after);
        const page = found.slice(0, most);
        return {
          Functions: page.map((one) => describeFunction(lab, one)),
          ...(found.length > most ? { NextMarker: page.at(-1)?.name } : {}),
        };
      },

      async DeleteFunction(input: Input) {
        const one = find(input);
        functions.delete(one.name);
        await pool.retire(one.name);
        await forgetCode(one.codeSha256);
      },
    },
  };
}
