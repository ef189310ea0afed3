const KEPT = 40;

/** The last answers of the fleet, oldest first; `undefined` stands for a request that failed. */
export function remember(answers, answer) {
  return [...answers, answer].slice(-KEPT);
}

/** A colour per version, the same in every browser. */
export function colourOf(version) {
  let hash = 7;
  for (const char of version) hash = (hash * 131 + char.charCodeAt(0)) % 100_003;
  return `hsl(${(hash * 47) % 360} 62% 46%)`;
}

/** One sentence for people who cannot see the strip. */
export function describe(answers) {
  const counts = new Map();
  for (const answer of answers) {
    const name = answer ? `version ${answer.version} on ${answer.instance}` : "no answer";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const parts = [...counts].map(([name, count]) => `${count} × ${name}`);
  return parts.length ? parts.join(", ") : "No answers yet";
}

export function formatAge(seconds) {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
