import { cloneElement, type ReactElement } from "react";

/**
 * What the one tooltip of the page shows for this element on hover and focus: spread it on
 * anything focusable (`<button {...tip("Why")}>`). One layer serves thousands of cells.
 */
export const tip = (text: string | undefined): { "data-tip"?: string } =>
  text ? { "data-tip": text } : {};

/** Element form of `tip`. */
export function Tooltip({
  content,
  children,
}: {
  content: string | undefined;
  children: ReactElement<{ "data-tip"?: string }>;
}) {
  return cloneElement(children, tip(content));
}
