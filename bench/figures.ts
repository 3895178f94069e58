/** The value below which `share` (0 to 1) of the samples lie: nearest rank. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function milliseconds(value: number): string {
  return `${value.toFixed(2)} ms`;
}

/** How many times `a` is as much as `b`. */
export function ratio(a: number, b: number): string {
  return `${(a / b).toFixed(2)} ×`;
}

/** A fraction in percent. */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}
