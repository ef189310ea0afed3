import { redirect } from "next/navigation";
import { routes } from "@/lib/platform/routes";

export default function Home() {
  redirect(routes.inbox());
}
