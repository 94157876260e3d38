/** What rewriting did to one request. */
export interface Judged {
  readonly customer: string;
  readonly layer: string | undefined;
  /** P(right), as the rewrite said. */
  readonly probability: number;
  readonly before: boolean;
  readonly after: boolean;
}

export interface RewritingFigures {
  readonly requests: number;
  readonly rewritten: number;
  readonly wins: number;
  readonly losses: number;
  /** Of the requests that were right before, after: in percent. */
  readonly right: readonly [number, number];
  /** Change of the defects, in percent of them. */
  readonly defects: number;
  /** Calibration error of P(right) of rewrites, in percent, by ten parts of equal number. */
  readonly ece: number;
}

/** Wins, losses and defects of rewriting, whichever layers are counted: what another layer rewrote counts as it was before. */
export function rewritingFigures(judged: readonly Judged[], layers: ReadonlySet<string>): RewritingFigures {
  const counted = judged.map((each) => (each.layer !== undefined && layers.has(each.layer) ? each : asItWas(each)));
  const rewritten = counted.filter(({ layer }) => layer !== undefined);
  const wins = rewritten.filter(({ before, after }) => !before && after).length;
  const losses = rewritten.filter(({ before, after }) => before && !after).length;
  const wrong = counted.filter(({ before }) => !before).length;
  const percent = (count: number) => (100 * count) / Math.max(1, counted.length);
  return {
    ...{ requests: counted.length, rewritten: rewritten.length, wins, losses },
    right: [percent(counted.length - wrong), percent(counted.filter(({ after }) => after).length)],
    defects: (-100 * (wins - losses)) / Math.max(1, wrong),
    ece: ece(rewritten),
  };
}

/** What rewrites of one layer said of themselves, and what is so: both in percent of their number. */
export interface LayerCalibration {
  readonly rewritten: number;
  readonly said: number;
  readonly right: number;
  readonly ece: number;
}

export function layerCalibration(judged: readonly Judged[], layer: string): LayerCalibration {
  const own = judged.filter((each) => each.layer === layer);
  const percent = (sum: number) => (100 * sum) / Math.max(1, own.length);
  const said = percent(own.reduce((sum, { probability }) => sum + probability, 0));
  return { rewritten: own.length, said, right: percent(own.filter(({ after }) => after).length), ece: ece(own) };
}

const asItWas = (each: Judged): Judged => ({ ...each, layer: undefined, after: each.before });

function ece(rewritten: readonly Judged[]): number {
  const sorted = [...rewritten].sort((one, other) => one.probability - other.probability);
  const size = Math.max(1, Math.ceil(sorted.length / 10));
  let error = 0;
  for (let start = 0; start < sorted.length; start += size) {
    const part = sorted.slice(start, start + size);
    const said = part.reduce((sum, { probability }) => sum + probability, 0);
    error += Math.abs(said - part.filter(({ after }) => after).length);
  }
  return (100 * error) / Math.max(1, sorted.length);
}
