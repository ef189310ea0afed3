"use client";

import { MessagePage } from "@/components/shell/message-page";
import { Button, buttonClass } from "@/components/ui/button";
import { routes } from "@/lib/platform/routes";

/** What a crashed page shows; `digest` is what the server's log carries too. */
export function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <MessagePage
      title="This page could not be shown"
      actions={
        <>
          <Button variant="primary" onClick={reset}>
            Retry
          </Button>
          <a href={routes.home()} className={buttonClass()}>
            Go to the inbox
          </a>
        </>
      }
    >
      <p role="alert">
        Something went wrong on the console's side; nothing was changed by it.
        {error.digest ? ` Quote ref ${error.digest} when you report it.` : null}
      </p>
    </MessagePage>
  );
}
