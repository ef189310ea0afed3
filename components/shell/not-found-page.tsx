import Link from "next/link";
import { MessagePage } from "@/components/shell/message-page";
import { buttonClass } from "@/components/ui/button";
import { routes } from "@/lib/platform/routes";

export function NotFoundPage() {
  return (
    <MessagePage
      title="There is no such page"
      actions={
        <Link href={routes.home()} className={buttonClass()}>
          Go to the inbox
        </Link>
      }
    >
      <p>The address may be misspelt, or what it named is gone.</p>
    </MessagePage>
  );
}
