import type { ReactNode } from "react";
import { Panel } from "@/components/data/panel";

/** A part of the form; its id is where the list of parts leads. */
export function Section({
  id,
  title,
  aside,
  children,
}: {
  id: string;
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div id={`part-${id}`} tabIndex={-1} className="scroll-mt-8 outline-offset-2">
      <Panel title={title} aside={aside} stacked>
        {children}
      </Panel>
    </div>
  );
}

/** Fields that belong together. */
export function Group({
  title,
  about,
  children,
}: {
  title: string;
  about?: string;
  children: ReactNode;
}) {
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="float-left w-full">
        <span className="font-semibold">{title}</span>
        {about ? <span className="block text-meta text-muted">{about}</span> : null}
      </legend>
      {children}
    </fieldset>
  );
}
