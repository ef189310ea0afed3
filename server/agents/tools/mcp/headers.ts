import "server-only";
import { agentSecret } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";

const REFERENCE = /\$\{([A-Z][A-Z0-9_]*)\}/g;
const SECRET_HEADER = /auth|cookie|token|secret|key|credential/i;

/**
 * Headers with `${NAME}` put in from `SWITCHYARD_AGENTS_SECRET_NAME`, and from nowhere else of the
 * environment: what an agent's configuration can name, it can send anywhere.
 *
 * @throws AppError invalid in one sentence, without the value
 */
export function headersOf(
  configured: unknown,
  server: string,
): { headers: Record<string, string>; secret: boolean } {
  const headers: Record<string, string> = {};
  let secret = false;
  for (const [name, value] of Object.entries((configured ?? {}) as Record<string, unknown>)) {
    if (typeof value !== "string" || !/^[\w-]+$/.test(name) || /[\r\n\0]/.test(value))
      throw new AppError("invalid", `The header ${name} of ${server} cannot be sent.`);
    headers[name] = value.replace(REFERENCE, (_whole, key: string) => {
      const found = agentSecret(key);
      if (found === undefined)
        throw new AppError(
          "invalid",
          `The header ${name} of ${server} needs SWITCHYARD_AGENTS_SECRET_${key}, which is not set.`,
        );
      secret = true;
      return found;
    });
    if (SECRET_HEADER.test(name) && headers[name] === value)
      throw new AppError(
        "invalid",
        `The header ${name} of ${server} must name its secret as \${NAME}, whose value is in SWITCHYARD_AGENTS_SECRET_NAME.`,
      );
  }
  return { headers, secret };
}
