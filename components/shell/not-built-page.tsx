import Link from "next/link";
import { MessagePage } from "@/components/shell/message-page";
import { buttonClass } from "@/components/ui/button";
import { routes } from "@/lib/platform/routes";

/** An address that is kept for a workflow which does not exist yet. */
export function NotBuiltPage({ title, children }: { title: string; children: string }) {
  return (
    <MessagePage
      title={title}
      actions={
        <Link href={routes.pipelines()} className={buttonClass()}>
          Go to releases
        </Link>
      }
    >
      <p>This workflow is not built yet. Nothing runs behind this page.</p>
      <p>{children}</p>
    </MessagePage>
  );
}
