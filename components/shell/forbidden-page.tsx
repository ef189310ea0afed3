import Link from "next/link";
import { MessagePage } from "@/components/shell/message-page";
import { buttonClass } from "@/components/ui/button";
import { routes } from "@/lib/platform/routes";

/** Refused: which permission, which role has it, who is signed in. */
export function ForbiddenPage({ sentence, email }: { sentence: string; email?: string }) {
  return (
    <MessagePage
      title="You may not see this page"
      actions={
        <Link href={routes.home()} className={buttonClass()}>
          Go to the inbox
        </Link>
      }
    >
      <p>{sentence}</p>
      <p>
        {email ? `You are signed in as ${email}. ` : null}
        An administrator of this console can change your role.
      </p>
    </MessagePage>
  );
}
