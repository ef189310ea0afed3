/** Money in 10⁻⁹ US dollars, whole numbers, so that counters add up exactly. */
export type NanoUsd = number;

const NANO = 1_000_000_000;
const cents = new Intl.NumberFormat("en-GB", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });

/** Dollars, for axes of charts; sums are kept in nano-dollars. */
export const toUsd = (nano: NanoUsd): number => nano / NANO;

/** `$12,400`, `$12.40`, `$0.12`, `$0.0042`, `$0.000012`, `−$0.03`: small amounts keep two digits that say something. */
export function formatUsd(nano: NanoUsd): string {
  if (!Number.isFinite(nano)) return "–";
  const sign = nano < 0 ? "−" : "";
  return `${sign}$${amount(Math.abs(Math.round(nano)))}`;
}

/** The same with a sign in front, for what changed: `+$1.20`, `−$0.03`; `$0.00` stands without. */
export const formatUsdChange = (nano: NanoUsd): string =>
  nano > 0 ? `+${formatUsd(nano)}` : formatUsd(nano);

function amount(nano: number): string {
  const usd = nano / NANO;
  if (usd >= 9_999.995) return whole.format(usd);
  if (nano === 0 || usd >= 0.0995) return cents.format(usd);
  // Two significant digits, never more than the nine that a nano-dollar has.
  const digits = Math.min(9, 1 - Math.floor(Math.log10(usd)));
  return usd.toFixed(digits).replace(/(\.\d\d\d*?)0+$/, "$1");
}
