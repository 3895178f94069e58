/** Adds the positions that matches take to those taken. */
export function cover(matches: readonly { start: number; end: number }[], into: Set<number>): void {
  for (const { start, end } of matches) for (let at = start; at < end; at += 1) into.add(at);
}
