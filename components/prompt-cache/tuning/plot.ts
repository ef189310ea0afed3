/** Where the plot lies within the charts' boxes, px. Drawing and slider agree on this. */
export const PLOT = { left: 48, right: 12 } as const;
