"use client";

import { useEffect, useRef } from "react";

const ID = "sy-tip";

/** Puts the tip above its target, or below where there is no room, inside the viewport. */
function place(layer: HTMLElement, target: Element) {
  const box = target.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = layer;
  const above = box.top - height - 6;
  const left = Math.min(
    Math.max(8, box.left + box.width / 2 - width / 2),
    document.documentElement.clientWidth - width - 8,
  );
  layer.style.top = `${above < 4 ? box.bottom + 6 : above}px`;
  layer.style.left = `${left}px`;
}

/**
 * The page's one tooltip (mounted once in the root layout). Shows `data-tip` of what is hovered or
 * focused; stays while the pointer is on it, goes on Escape (WCAG 1.4.13).
 */
export function TooltipLayer() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const layer = ref.current;
    if (!layer) return;
    let current: Element | null = null;
    // What live data says of the target may change while its tip is open.
    const follow = new MutationObserver(() => {
      if (!current) return;
      layer.textContent = current.getAttribute("data-tip");
      place(layer, current);
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = () => {
      clearTimeout(timer);
      if (current?.getAttribute("aria-describedby") === ID) {
        current.removeAttribute("aria-describedby");
      }
      current = null;
      follow.disconnect();
      layer.hidePopover?.();
      layer.hidden = true;
    };
    const show = (target: Element) => {
      clearTimeout(timer);
      if (current === target) return;
      hide();
      current = target;
      layer.textContent = target.getAttribute("data-tip");
      layer.hidden = false;
      // A popover sits in the top layer, so a modal dialog cannot cover it.
      layer.showPopover?.();
      place(layer, target);
      follow.observe(target, { attributes: true, attributeFilter: ["data-tip"] });
      if (!target.hasAttribute("aria-describedby")) target.setAttribute("aria-describedby", ID);
    };
    const find = (event: Event) =>
      event.target instanceof Element ? event.target.closest("[data-tip]") : null;
    const over = (event: Event) => {
      if (event.target instanceof Node && layer.contains(event.target)) return clearTimeout(timer);
      const target = find(event);
      if (target === current && target) return clearTimeout(timer);
      clearTimeout(timer);
      if (target) timer = setTimeout(() => show(target), 250);
      else if (current) timer = setTimeout(hide, 150);
    };
    const focusIn = (event: Event) => {
      const target = find(event);
      if (target?.matches(":focus-visible")) show(target);
      else hide();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
    };
    document.addEventListener("pointerover", over);
    document.addEventListener("pointerdown", hide);
    document.addEventListener("focusin", focusIn);
    document.addEventListener("focusout", hide);
    document.addEventListener("keydown", key, true);
    window.addEventListener("scroll", hide, true);
    return () => {
      clearTimeout(timer);
      follow.disconnect();
      document.removeEventListener("pointerover", over);
      document.removeEventListener("pointerdown", hide);
      document.removeEventListener("focusin", focusIn);
      document.removeEventListener("focusout", hide);
      document.removeEventListener("keydown", key, true);
      window.removeEventListener("scroll", hide, true);
    };
  }, []);
  return (
    <div
      ref={ref}
      id={ID}
      role="tooltip"
      popover="manual"
      hidden
      className="fixed inset-auto m-0 max-w-80 rounded-md border border-line bg-ink px-2 py-1 text-meta break-words whitespace-pre-line text-ink-inverse"
    />
  );
}
