import { OutsideLink, safeUrl, TextLink } from "@/components/data/text-link";
import { routes } from "@/lib/platform/routes";
import type { ActionView } from "@/lib/releases/model";

/** Link to what an action works on: its build, its deployment, or what AWS links. Nothing when it has none. */
export function ActionTarget({
  action,
}: {
  action: Pick<ActionView, "provider" | "status" | "externalId" | "externalUrl">;
}) {
  const { provider, externalId, externalUrl } = action;
  if (externalId && provider === "CodeBuild") {
    return <TextLink href={routes.build(externalId)}>Open the build</TextLink>;
  }
  if (externalId && provider.startsWith("CodeDeploy")) {
    return <TextLink href={routes.deployment(externalId)}>Open the deployment</TextLink>;
  }
  if (action.status && safeUrl(externalUrl))
    return <OutsideLink href={externalUrl}>Open in {provider}</OutsideLink>;
  return null;
}
