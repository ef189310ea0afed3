import { z } from "zod";
import { FAULT_KINDS, type FaultSet } from "./faults.ts";

const FaultSetShape = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        service: z.string(),
        operation: z.string().min(1).optional(),
        kind: z.enum(FAULT_KINDS),
        share: z.number().min(0).max(1).optional(),
        count: z.int().min(1).optional(),
        delayMs: z.int().min(0).max(600_000).optional(),
        after: z.int().min(0).max(100_000).optional(),
        status: z.int().min(400).max(599).optional(),
        code: z
          .string()
          .regex(/^[A-Za-z.]+$/)
          .optional(),
      }),
    )
    .max(100),
  seed: z.int().optional(),
});

/** The body of `PUT /_lab/faults`. Throws an error whose message is one sentence for people. */
export function parseFaults(body: unknown, services: string[]): FaultSet {
  const parsed = FaultSetShape.safeParse(body);
  if (parsed.success) {
    const unknown = parsed.data.rules.find((one) => !["*", ...services].includes(one.service));
    if (!unknown) return parsed.data as FaultSet;
    throw new Error(`There is no service "${unknown.service}"; there are ${services.join(", ")}.`);
  }
  const issue = parsed.error.issues[0];
  throw new Error(`The faults are not valid: ${issue?.path.join(".")}: ${issue?.message}.`);
}
