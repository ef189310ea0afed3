import { Fact, Facts } from "@/components/data/facts";
import { OutsideLink } from "@/components/data/text-link";
import { formatCount } from "@/lib/platform/format";
import type { FleetView } from "@/lib/releases/model";

/** The load balancer's word: how much it served in the last hour, how much failed, and the way to the application. */
export function LoadBalancer({ balancer }: { balancer: NonNullable<FleetView["loadBalancer"]> }) {
  const { failedRequests } = balancer;
  return (
    <Facts>
      <Fact name="Load balancer">{balancer.name}</Fact>
      <Fact name="Requests, last hour">
        {balancer.requests === undefined ? "No data" : formatCount(balancer.requests)}
      </Fact>
      <Fact name="Failed requests, last hour">
        {failedRequests === undefined ? (
          "No data"
        ) : (
          <span className={failedRequests > 0 ? "font-medium text-failed" : undefined}>
            {formatCount(failedRequests)}
          </span>
        )}
      </Fact>
      {balancer.url ? (
        <Fact name="Application">
          <OutsideLink href={balancer.url}>Open the application</OutsideLink>
        </Fact>
      ) : null}
    </Facts>
  );
}
