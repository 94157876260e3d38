import type { TrialFigures, VersionFigures } from '../../../bundles/lifecycle/trials/trial-figures.js';
import { type Look, togetherOf, WorseTest } from '../../../training/sequential/worse-test.js';
import type { OutcomeCounts, VersionCounts } from './outcome-counts.js';

/** Which of a trial's versions. */
export type Side = 'active' | 'candidate';

const SIDES: readonly Side[] = ['active', 'candidate'];

/** Counts of one version over all replicas. */
export type VersionSums = Omit<VersionFigures, 'version' | 'digest'>;

/** What may be worse about a candidate: requests that it fails on, its answers, and those of other domains that won beside it. */
export type TestName = 'errors' | 'defects' | 'defects elsewhere';

/** One comparison of the two versions. */
export interface TestResult extends Look {
  readonly name: TestName;
  /** The candidate's rate over the active version's; undefined where that cannot be told. */
  readonly ratio: number | undefined;
  /** Evidence that the candidate is worse; 100 is exceeded once in a hundred times where it is not. */
  readonly evidence: number;
}

type Shadow = Pick<TrialFigures, 'dropped' | 'flips' | 'confidenceChange'>;

const noSums = (): VersionSums => ({ requests: 0, errors: 0, latencyMs: 0, confidence: 0, inDomain: 0, believed: 0 });
const noShadow = (): Shadow => ({ dropped: 0, flips: { domain: 0, intent: 0, hypothesis: 0 }, confidenceChange: 0 });
const nothing: OutcomeCounts = { accepted: 0, defect: 0, fine: 0 };
const noCounts: VersionCounts = { won: nothing, others: nothing };

/**
 * Adds up what replicas and gateways tell of a trial, look by look. Their counts begin anew with their processes; what one had
 * counted since the last look is lost then.
 */
export class TrialTally {
  readonly #last = new Map<string, TrialFigures>();
  readonly #lastCounts = new Map<string, VersionCounts>();
  readonly #tests = new Map<TestName, WorseTest>([['errors', new WorseTest()]]);
  readonly sums: Record<Side, VersionSums> = { active: noSums(), candidate: noSums() };
  readonly outcomes: Record<Side, VersionCounts> = { active: noCounts, candidate: noCounts };
  shadow: Shadow = noShadow();

  /** Takes in the figures of all replicas, by instance. */
  figures(all: ReadonlyMap<string, TrialFigures>): void {
    const before = { active: this.sums.active, candidate: this.sums.candidate };
    for (const [instance, figures] of all) {
      const known = this.#last.get(instance);
      const last = known?.since === figures.since ? known : undefined;
      for (const side of SIDES) this.sums[side] = grown(this.sums[side], figures[side], last?.[side]);
      this.shadow = grownShadow(this.shadow, figures, last);
      this.#last.set(instance, figures);
    }
    this.#test('errors').look({
      active: exposureOf(this.sums.active, before.active),
      candidate: exposureOf(this.sums.candidate, before.candidate),
    });
  }

  /**
   * Takes in what a gateway tells of both versions.
   * @param isBaseline whether what it counted before its first look counts for nothing: it may be older than the trial
   */
  counts(gateway: string, counts: Readonly<Record<Side, VersionCounts>>, isBaseline: boolean): void {
    const grownBy = (side: Side, of: keyof VersionCounts): OutcomeCounts => {
      const key = `${gateway} ${side}`;
      const last = this.#lastCounts.get(key) ?? (isBaseline ? counts[side] : noCounts);
      const isAnew = counts[side][of].accepted < last[of].accepted;
      return difference(counts[side][of], isAnew ? nothing : last[of]);
    };
    for (const [name, of] of [
      ['defects', 'won'],
      ['defects elsewhere', 'others'],
    ] as const) {
      const [active, candidate] = [grownBy('active', of), grownBy('candidate', of)];
      const look = (grown: OutcomeCounts) => ({ requests: grown.accepted, defects: grown.defect });
      this.#test(name).look({ active: look(active), candidate: look(candidate) });
      for (const [side, grown] of [
        ['active', active],
        ['candidate', candidate],
      ] as const) {
        this.outcomes[side] = { ...this.outcomes[side], [of]: sum(this.outcomes[side][of], grown) };
      }
    }
    for (const side of SIDES) this.#lastCounts.set(`${gateway} ${side}`, counts[side]);
  }

  get tests(): TestResult[] {
    return [...this.#tests].map(([name, test]) => {
      return { name, ...test.seen, ratio: test.ratio, evidence: test.evidence };
    });
  }

  /** Evidence that the candidate is worse by any of the tests. */
  get evidence(): number {
    return togetherOf(this.tests.map(({ evidence }) => evidence));
  }

  #test(name: TestName): WorseTest {
    const test = this.#tests.get(name) ?? new WorseTest();
    this.#tests.set(name, test);
    return test;
  }
}

function grown(sums: VersionSums, now: VersionSums, last: VersionSums = noSums()): VersionSums {
  const add = (name: keyof VersionSums) => sums[name] + now[name] - last[name];
  return {
    ...{ requests: add('requests'), errors: add('errors'), latencyMs: add('latencyMs') },
    ...{ confidence: add('confidence'), inDomain: add('inDomain'), believed: add('believed') },
  };
}

function grownShadow(sums: Shadow, now: Shadow, last: Shadow = noShadow()): Shadow {
  const flip = (kind: keyof Shadow['flips']) => sums.flips[kind] + now.flips[kind] - last.flips[kind];
  return {
    dropped: sums.dropped + now.dropped - last.dropped,
    flips: { domain: flip('domain'), intent: flip('intent'), hypothesis: flip('hypothesis') },
    confidenceChange: sums.confidenceChange + now.confidenceChange - last.confidenceChange,
  };
}

function exposureOf(now: VersionSums, before: VersionSums) {
  return { requests: now.requests - before.requests, defects: now.errors - before.errors };
}

function difference(now: OutcomeCounts, last: OutcomeCounts): OutcomeCounts {
  const { accepted, defect, fine } = now;
  // A gateway reads its counters one after the other.
  return {
    accepted: accepted - last.accepted,
    defect: Math.max(0, defect - last.defect),
    fine: Math.max(0, fine - last.fine),
  };
}

function sum(one: OutcomeCounts, other: OutcomeCounts): OutcomeCounts {
  return {
    accepted: one.accepted + other.accepted,
    defect: one.defect + other.defect,
    fine: one.fine + other.fine,
  };
}
