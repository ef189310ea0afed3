import { routes } from "./routes";

/** Where an id that somebody pasted leads; empty when it is none that can be told by its shape. */
export function placesById(id: string): { label: string; href: string }[] {
  if (/^d-[a-z0-9]{6,}$/i.test(id)) {
    const deployment = id.toUpperCase().replace("D-", "d-");
    return [{ label: `Deployment ${deployment}`, href: routes.deployment(deployment) }];
  }
  if (/^[\w-]+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    return [{ label: `Build ${id}`, href: routes.build(id) }];
  }
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    return [{ label: `AMI proposal ${id}`, href: routes.amiProposal(id.toLowerCase()) }];
  }
  if (/^ses_[0-9a-f]{32}$/i.test(id)) {
    return [{ label: `Session ${id.slice(0, 12)}`, href: routes.agentSession(id.toLowerCase()) }];
  }
  return [];
}
