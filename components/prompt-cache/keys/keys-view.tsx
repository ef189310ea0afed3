"use client";

import { useRead } from "@/components/data/use-read";
import { useUrlState } from "@/components/data/use-url-state";
import { ListAndDetail } from "@/components/prompt-cache/parts/list-and-detail";
import { routes } from "@/lib/platform/routes";
import type { KeyRow, NamespaceRow } from "@/lib/prompt-cache/key";
import { promptReadUrls } from "@/lib/prompt-cache/read-urls";
import { KeysPanel } from "./keys-panel";
import { NamespacePanel } from "./namespace-panel";
import { NamespacesPanel } from "./namespaces-panel";

/** What applications come in by, and what each namespace decides; one namespace open beside the lists. */
export function KeysView() {
  const url = useUrlState();
  const fresh = url.get("new") === "namespace";
  const open = fresh ? null : url.get("namespace");
  const namespaces = useRead<NamespaceRow[]>(
    ["prompt-cache", "namespaces"],
    promptReadUrls.namespaces(),
  );
  const keys = useRead<KeyRow[]>(["prompt-cache", "keys"], promptReadUrls.keys());
  const close = () => url.set({ namespace: null, new: null }, { push: true });
  return (
    <div className="grid gap-3">
      <h1>Keys and namespaces</h1>
      <ListAndDetail
        open={fresh || open !== null}
        detail={
          <NamespacePanel
            key={open ?? "new"}
            name={open ?? undefined}
            read={namespaces}
            keys={keys.data ?? []}
            closeHref={routes.promptKeys()}
            onDone={close}
          />
        }
      >
        <NamespacesPanel
          read={namespaces}
          selected={open ?? undefined}
          narrow={fresh || open !== null}
          onNew={() => url.set({ new: "namespace", namespace: null }, { push: true })}
        />
        <KeysPanel
          read={keys}
          namespaces={(namespaces.data ?? []).map(({ name }) => name)}
          narrow={fresh || open !== null}
        />
      </ListAndDetail>
    </div>
  );
}
