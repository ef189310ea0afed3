/** One point of a curve; nothing is drawn where a share is not known (of no hit, none is right). */
export interface CurvePoint {
  threshold: number;
  /** 0 to 1. */
  share: number | undefined;
}

export interface Panel {
  title: string;
  /** The same measure without and with guards. */
  without: CurvePoint[];
  guarded: CurvePoint[];
}

const WIDTH = 760;
const HEIGHT = 330;
const PLOT = { width: 316, height: 220, top: 62 };
const LEFT = [44, 426];

/** Both colours keep a contrast of 3 : 1 in either theme; the dashes tell the lines apart without them. */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #57606a }
  .title { font-size: 13px; font-weight: 600; fill: #1f2328 }
  .grid { stroke: #d0d7de; stroke-width: 1 }
  .guarded { stroke: #0b6bcb; stroke-width: 2.5; fill: none }
  .without { stroke: #b35900; stroke-width: 2; stroke-dasharray: 6 4; fill: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1 } .title { fill: #f0f6fc } .grid { stroke: #30363d }
    .guarded { stroke: #58a6ff } .without { stroke: #e0883b }
  }`;

/**
 * Draws shares over the threshold, one panel beside the other, as an SVG for both themes.
 * @param label what it shows, for who cannot see it
 */
export function precisionPicture(panels: [Panel, Panel], label: string): string {
  const body = panels.map((panel, at) => drawPanel(panel, LEFT[at] as number)).join("\n");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${label}">
<style>${STYLE}
</style>
${legend()}
${body}
</svg>
`;
}

function legend(): string {
  const entry = (x: number, kind: string, text: string) =>
    `<path class="${kind}" d="M${x} 16h28"/><text x="${x + 36}" y="20">${text}</text>`;
  return entry(44, "guarded", "with guards") + entry(160, "without", "without guards");
}

function drawPanel({ title, without, guarded }: Panel, left: number): string {
  const thresholds = without.map(({ threshold }) => threshold);
  const first = Math.min(...thresholds);
  const last = Math.max(...thresholds);
  const x = (threshold: number) =>
    round(left + ((threshold - first) / (last - first)) * PLOT.width);
  const y = (share: number) => round(PLOT.top + (1 - share) * PLOT.height);
  const line = (kind: string, points: CurvePoint[]) => {
    const known = points.filter(({ share }) => share !== undefined);
    const path = known.map(({ threshold, share = 0 }) => `${x(threshold)} ${y(share)}`).join("L");
    return `<path class="${kind}" d="M${path}"/>`;
  };
  const rows = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<path class="grid" d="M${left} ${y(share)}h${PLOT.width}"/><text x="${left - 6}" y="${y(share) + 4}" text-anchor="end">${share * 100}%</text>`,
  );
  const bottom = PLOT.top + PLOT.height;
  const ticks = [0.7, 0.75, 0.8, 0.85, 0.9, 0.95].map(
    (at) => `<text x="${x(at)}" y="${bottom + 18}" text-anchor="middle">${at.toFixed(2)}</text>`,
  );
  return [
    `<text class="title" x="${left}" y="${PLOT.top - 16}">${title}</text>`,
    ...rows,
    ...ticks,
    `<text x="${left + PLOT.width / 2}" y="${bottom + 38}" text-anchor="middle">threshold</text>`,
    line("guarded", guarded),
    line("without", without),
  ].join("\n");
}

const round = (value: number): number => Math.round(value * 10) / 10;
