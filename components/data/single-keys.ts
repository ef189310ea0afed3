/**
 * Whether a single-key shortcut may act on this key press: no modifier, not while typing, not under
 * a modal dialog or an open menu, and not when the person turned them off (WCAG 2.1.4).
 */
export function singleKeysOn(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.isComposing)
    return false;
  if (document.documentElement.dataset.shortcuts === "off") return false;
  if (document.querySelector("dialog:modal, [role=menu]")) return false;
  const target = event.target;
  return !(
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select") !== null)
  );
}
