/** So many of so many. */
export interface Share {
  hits: number;
  of: number;
}

/** How two shares differ, and how sure that is. */
export interface Difference {
  /** Second minus first, as a fraction; null where one of them has nobody. */
  difference: number | null;
  /** 95 % confidence interval of the difference (Newcombe 1998, method 10). */
  interval: [low: number, high: number] | null;
  /** Chance of a difference as large as this, were there none; by `test`. */
  p: number | null;
  /** Fisher's exact test where a cell is expected to hold fewer than five, else the two-proportion z-test. */
  test: 'fisher' | 'z' | null;
}

/** The standard normal quantile of 97.5 %. */
const Z = 1.959_963_984_540_054;
/** Expected count under which the normal approximation is not to be trusted (Cochran 1954). */
const MIN_EXPECTED = 5;

/** Compares two shares. */
export function compareShares(first: Share, second: Share): Difference {
  if (first.of === 0 || second.of === 0) return { difference: null, interval: null, p: null, test: null };
  const [a, b] = [first.hits / first.of, second.hits / second.of];
  const [lowA, highA] = wilson(first);
  const [lowB, highB] = wilson(second);
  const difference = b - a;
  const interval: [number, number] = [
    difference - Math.hypot(b - lowB, highA - a),
    difference + Math.hypot(highB - b, a - lowA),
  ];
  const pooled = (first.hits + second.hits) / (first.of + second.of);
  const fewest = Math.min(pooled, 1 - pooled) * Math.min(first.of, second.of);
  return fewest < MIN_EXPECTED
    ? { difference, interval, p: fisher(first, second), test: 'fisher' }
    : { difference, interval, p: zTest(first, second, pooled), test: 'z' };
}

/** Wilson's interval of a share. */
function wilson({ hits, of }: Share): [number, number] {
  const share = hits / of;
  const z2 = Z * Z;
  const middle = share + z2 / (2 * of);
  const spread = Z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  return [(middle - spread) / (1 + z2 / of), (middle + spread) / (1 + z2 / of)];
}

function zTest(first: Share, second: Share, pooled: number): number {
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.of + 1 / second.of));
  const z = Math.abs(second.hits / second.of - first.hits / first.of) / error;
  return complementaryError(z / Math.SQRT2);
}

/** erfc for x ≥ 0, to 1.2e-7 (Abramowitz and Stegun 7.1.26 as Numerical Recipes refines it). */
function complementaryError(x: number): number {
  const t = 1 / (1 + x / 2);
  const terms = [
    -1.265_512_23, 1.000_023_68, 0.374_091_96, 0.096_784_18, -0.186_288_06, 0.278_868_07, -1.135_203_98,
    1.488_515_87, -0.822_152_23, 0.170_872_77,
  ];
  const polynomial = terms.reduceRight((sum, each) => sum * t + each, 0);
  return t * Math.exp(-x * x + polynomial);
}

/** Both sides: all tables with these sums that are no more likely than this one. */
function fisher(first: Share, second: Share): number {
  const hits = first.hits + second.hits;
  const all = first.of + second.of;
  const least = Math.max(0, hits - second.of);
  const most = Math.min(hits, first.of);
  const chance = (n: number): number =>
    Math.exp(logChoose(first.of, n) + logChoose(second.of, hits - n) - logChoose(all, hits));
  const seen = chance(first.hits);
  let p = 0;
  // The same table must not fall out for the last digit of its chance
  for (let n = least; n <= most; n++) if (chance(n) <= seen * (1 + 1e-7)) p += chance(n);
  return Math.min(1, p);
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const logFactorials = [0, 0];

function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next++)
    logFactorials.push((logFactorials[next - 1] ?? 0) + Math.log(next));
  return logFactorials[n] ?? 0;
}
