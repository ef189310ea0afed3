import { ForbiddenPage } from "@/components/shell/forbidden-page";
import { whyForbidden } from "@/server/platform/ctx";

export default async function Forbidden() {
  const { sentence, person } = await whyForbidden();
  return <ForbiddenPage sentence={sentence} {...(person ? { email: person.email } : {})} />;
}
