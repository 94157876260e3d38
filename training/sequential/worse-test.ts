/** Requests that two versions took part in since the last look, and how many of them were defects, by version. */
export interface Look {
  readonly active: Exposure;
  readonly candidate: Exposure;
}

export interface Exposure {
  readonly requests: number;
  readonly defects: number;
}

/**
 * Ratios of the candidate's defect rate to the active version's that the test looks for, each with the same weight. From an
 * eighth more, which takes thousands of defects to tell, to a version that fails most of the time.
 */
const RATIOS = [1.125, 1.25, 1.5, 2, 3, 5, 10, 30];

/**
 * A test of whether a candidate's defects are more frequent than the active version's, that may be looked at as often as one
 * likes.
 *
 * Where both versions fail at the same rate, a defect falls on the candidate with the probability p that is its share of the
 * requests; where its rate is r times as high, with probability pr / (1 - p + pr) (Lindon and Malek 2022, Anytime-valid
 * inference for multinomial count data, NeurIPS, section 4). The ratio of the two likelihoods of what was seen,
 * r^d / (1 - p + pr)^n for d of n defects, has an expectation of at most 1 where the candidate is no worse, and so has its
 * mean over the r of RATIOS. That it ever exceeds 1/a has then a probability of at most a (Ville 1939). Where defects are not
 * rare, d has the hypergeometric distribution, of which the expectation of r^d is no larger (Hoeffding 1963, theorem 4).
 *
 * The rates may change with the hour, as long as they change for both. Defects that come in bursts, such as those of one
 * angry customer, count as if they were independent: then false alarms are more frequent than `a`.
 */
export class WorseTest {
  readonly #logs = new Float64Array(RATIOS.length);
  #active: Exposure = { requests: 0, defects: 0 };
  #candidate: Exposure = { requests: 0, defects: 0 };

  /** Takes in what was seen since the last look. */
  look({ active, candidate }: Look): void {
    this.#active = sumOf(this.#active, active);
    this.#candidate = sumOf(this.#candidate, candidate);
    const defects = active.defects + candidate.defects;
    if (defects === 0) return;
    // Outcomes come after their requests, so that the share is that of all so far. One more request of the candidate keeps
    // it from 0 and errs on its side.
    const requests = this.#candidate.requests + 1;
    const share = requests / (requests + this.#active.requests);
    for (const [index, ratio] of RATIOS.entries()) {
      this.#logs[index]! += candidate.defects * Math.log(ratio) - defects * Math.log1p(share * (ratio - 1));
    }
  }

  /** Evidence that the candidate is worse, at least 0: 100 is exceeded once in a hundred times where it is not. */
  get evidence(): number {
    // Kept finite: 1e304 is as good as any larger number.
    return this.#logs.reduce((sum, log) => sum + Math.exp(Math.min(log, 700)), 0) / RATIOS.length;
  }

  /** The candidate's defect rate over the active version's; undefined where either has no request, or this one no defect. */
  get ratio(): number | undefined {
    const [candidate, active] = [rateOf(this.#candidate), rateOf(this.#active)];
    return candidate === undefined || !active ? undefined : candidate / active;
  }

  /** What was seen so far. */
  get seen(): Look {
    return { active: this.#active, candidate: this.#candidate };
  }
}

/** Defects by request; undefined without requests. */
export function rateOf({ requests, defects }: Exposure): number | undefined {
  return requests === 0 ? undefined : defects / requests;
}

/**
 * Evidence of several tests together, that the candidate is worse by any of them: their mean, which has the same bound as
 * each. 0 without tests.
 */
export function togetherOf(evidences: readonly number[]): number {
  return evidences.length === 0 ? 0 : evidences.reduce((sum, each) => sum + each, 0) / evidences.length;
}

function sumOf(one: Exposure, other: Exposure): Exposure {
  return { requests: one.requests + other.requests, defects: one.defects + other.defects };
}
