export const EMPHASES = [
  { name: "strong", label: "Bold" },
  { name: "slanted", label: "Italic" },
  { name: "loud", label: "Capitals" },
];

/** The choice with one emphasis more, or less if it was there. */
export function toggle(chosen, name) {
  return chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name];
}

export function styleOf(chosen) {
  return {
    fontWeight: chosen.includes("strong") ? "700" : "400",
    fontStyle: chosen.includes("slanted") ? "italic" : "normal",
    textTransform: chosen.includes("loud") ? "uppercase" : "none",
  };
}
