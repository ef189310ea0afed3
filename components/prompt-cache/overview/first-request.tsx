import Link from "next/link";
import { EmptyState } from "@/components/data/empty-state";
import { CopyableSnippet } from "@/components/prompt-cache/parts/copyable-snippet";
import { buttonClass } from "@/components/ui/button";
import { may, type Role } from "@/lib/platform/permissions";
import { routes } from "@/lib/platform/routes";

/** Nothing was ever counted: how the first request gets here. */
export function FirstRequest({ role }: { role: Role }) {
  return (
    <EmptyState
      title="No request has come through the cache yet"
      action={
        <>
          {may(role, "prompt.use") ? (
            <Link href={routes.promptPlayground()} className={buttonClass({ variant: "primary" })}>
              Ask in the playground
            </Link>
          ) : null}
          {may(role, "prompt.manage") ? (
            <Link href={routes.promptKeys()} className={buttonClass()}>
              Issue a key
            </Link>
          ) : null}
        </>
      }
    >
      <p>
        Point an application's Bedrock endpoint here; its AWS SDK stays as it is. A signing key of
        the prompt cache stands in for its AWS credentials.
      </p>
      <CopyableSnippet
        label="the environment"
        lines={[
          "export AWS_ENDPOINT_URL_BEDROCK_RUNTIME=<this console>/api/bedrock",
          "export AWS_ACCESS_KEY_ID=<access key id> AWS_SECRET_ACCESS_KEY=<secret access key>",
        ]}
      />
      <p className="mt-2">With the demo, this sends it a realistic mix of prompts:</p>
      <CopyableSnippet label="the command" lines={["npm run lab -- prompts --duration 5m"]} />
    </EmptyState>
  );
}
