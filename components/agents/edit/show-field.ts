/**
 * Brings the field of a key into view and focuses it; of a key within a field, that field.
 * False when the form has none for it.
 */
export function showField(file: string, key: string | undefined): boolean {
  const parts = (key ?? "").split(".");
  for (let length = parts.length; length >= 0; length--) {
    const name = `${file} ${parts.slice(0, length).join(".")}`;
    const field = document.querySelector(`[data-config=${JSON.stringify(name)}]`);
    const control = field?.querySelector<HTMLElement>("input, textarea, select");
    if (!control) continue;
    control.scrollIntoView({ block: "center" });
    control.focus({ preventScroll: true });
    return true;
  }
  return false;
}
