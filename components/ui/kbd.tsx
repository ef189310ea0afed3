/** A key, drawn: `<Kbd>g i</Kbd>`. */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line px-1 font-mono text-[11px] text-muted">
      {children}
    </kbd>
  );
}
