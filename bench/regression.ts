/** What is learned from: the buckets of its features, each once, and the row of its class. */
export interface Example {
  features: readonly number[];
  row: number;
}

/** A softmax regression: weights by bucket, then class, as whole multiples of the scale, from -127 to 127. */
export interface Regression {
  weights: Int8Array;
  biases: Float32Array;
  scale: number;
}

const RATE = 0.5;
/** Errors below this teach nothing. */
const LEAST_ERROR = 1e-3;

/** A shuffle that is the same each time: a linear congruential generator (Numerical Recipes). */
export function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Learns by stochastic gradient descent with AdaGrad's steps, which become smaller for what was seen often. The sum of a
 * text's weights is divided by the root of its number of features.
 * @param decay pulls weights towards 0, so that rare features say little
 */
export function learn(
  examples: readonly Example[],
  { buckets, classes, epochs, decay }: { buckets: number; classes: number; epochs: number; decay: number },
): Regression {
  const random = createRandom();
  const order = [...examples];
  const weights = new Float32Array(buckets * classes);
  const squares = new Float32Array(buckets * classes).fill(1e-6);
  const biases = new Float32Array(classes);
  const biasSquares = new Float32Array(classes).fill(1e-6);
  const odds = new Float64Array(classes);

  const step = ({ features, row }: Example): void => {
    const norm = 1 / Math.sqrt(Math.max(1, features.length));
    odds.fill(0);
    for (const feature of features) {
      for (let at = 0; at < classes; at += 1) odds[at] = get(odds, at) + get(weights, feature * classes + at);
    }
    for (let at = 0; at < classes; at += 1) odds[at] = get(biases, at) + get(odds, at) * norm;
    const most = Math.max(...odds);
    let all = 0;
    for (let at = 0; at < classes; at += 1) {
      odds[at] = Math.exp(get(odds, at) - most);
      all += get(odds, at);
    }
    for (let at = 0; at < classes; at += 1) {
      const error = get(odds, at) / all - (at === row ? 1 : 0);
      if (Math.abs(error) < LEAST_ERROR) continue;
      biasSquares[at] = get(biasSquares, at) + error * error;
      biases[at] = get(biases, at) - (RATE * error) / Math.sqrt(get(biasSquares, at));
      const gradient = error * norm;
      for (const feature of features) {
        const index = feature * classes + at;
        const square = get(squares, index) + gradient * gradient;
        const weight = get(weights, index);
        squares[index] = square;
        weights[index] = weight - (RATE * (gradient + decay * weight)) / Math.sqrt(square);
      }
    }
  };
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (let at = order.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1));
      [order[at], order[other]] = [order[other] as Example, order[at] as Example];
    }
    for (const each of order) step(each);
  }
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const scale = largest / 127;
  return { weights: Int8Array.from(weights, (weight) => Math.round(weight / scale)), biases, scale };
}

function get(list: Float32Array | Float64Array, at: number): number {
  return list[at] ?? 0;
}
