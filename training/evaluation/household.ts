import type { Decision } from '../../gateway/answer/decision.js';
import { type BootstrapOptions, type Interval, pairedBootstrap } from '../metrics/bootstrap.js';
import { ratioValue } from '../metrics/ratio.js';
import type { NamedValue, ScoredHypothesis } from '../metrics/scored.js';
import { areOpposite, directionOf, poleOf } from '../opposites/directions.js';
import { type DecisionCounts, decisionCounts, shareOfAccepted } from './answer-figures.js';
import type { Answered } from './answered.js';

/** An outcome that is acceptable for a request. What is absent may be anything. */
export interface Expectation {
  readonly decision: Decision;
  readonly domain?: string;
  readonly intent?: string;
  /** Slot values by name. */
  readonly slots?: Readonly<Record<string, string>>;
  /** Of CLARIFY: domains that must be among the readings. */
  readonly domains?: readonly string[];
}

/** A household request: its kind and the outcomes, any of which is right. */
export interface HouseholdReference {
  readonly kind: string;
  readonly expect: readonly Expectation[];
}

/** How one answer to a household request came out. */
export interface HouseholdOutcome {
  /** An acceptable outcome holds. */
  readonly right: boolean;
  /** A wrong domain or intent was accepted. */
  readonly harmful: boolean;
  /** The opposite of what was asked was accepted: add or play for remove or stop, play for don't play, next for previous, off for on. */
  readonly opposite: boolean;
}

/** Slots whose presence alone makes no answer wrong, nor does their absence: of object_type, where playback is controlled. */
const HELPING = new Set(['object_type', 'music_item', 'device_place', 'playlist_owner', 'service', 'sort']);
/** Requests to what plays. Elsewhere object_type tells what is asked for: a film from a series. */
const CONTROLS_PLAYBACK =
  /^(?:(?:Pause|Resume|Stop|Restart|Seek)Playback|Play(?:Next|Previous)|Set(?:Repeat|Shuffle|Speed))$/u;
/** The kind of requests such as "don't play jazz". */
const NEGATION = 'negation';

/** Judges an answer by the first reading, which is what a caller acts on. */
export function householdOutcome({ kind, expect }: HouseholdReference, answer: Answered): HouseholdOutcome {
  const { decision, readings } = answer;
  const [first] = readings;
  const right = expect.some((outcome) => {
    if (outcome.decision !== decision) return false;
    if (decision === 'REJECT') return true;
    if (decision === 'ACCEPT') return first !== undefined && meansSame(outcome, first) && hasSlots(outcome, first);
    return (outcome.domains ?? []).every((domain) => readings.some((reading) => reading.domain === domain));
  });
  if (decision !== 'ACCEPT' || first === undefined) return { right, harmful: false, opposite: false };
  const accepting = expect.filter((outcome) => outcome.decision === 'ACCEPT');
  const asked = accepting.filter((outcome) => meansSame(outcome, first));
  const harmful = asked.length === 0;
  const opposite = !right && (harmful ? isOpposite(kind, accepting, first) : asked.every(hasOppositeSlot(first)));
  return { right, harmful, opposite };
}

/** Of an intent that no outcome allows: whether it undoes what one of them does, or does what a negation forbids. */
function isOpposite(kind: string, accepting: readonly Expectation[], { intent }: ScoredHypothesis): boolean {
  if (
    accepting.some(
      (outcome) => outcome.intent !== undefined && areOpposite(directionOf(outcome.intent), directionOf(intent)),
    )
  )
    return true;
  // "Play don't look up" is of this kind, too, and asks for a start.
  const starts = (name: string) => ['start', 'add'].includes(directionOf(name));
  return kind === NEGATION && starts(intent) && !accepting.some((outcome) => starts(outcome.intent ?? ''));
}

/** Of the intent that was asked for: whether a slot says the opposite, such as mode "on" for "off". */
function hasOppositeSlot(first: ScoredHypothesis): (outcome: Expectation) => boolean {
  return (outcome) =>
    first.slots.some(({ name, value }) => {
      const expected = outcome.slots?.[name];
      return expected !== undefined && poleOf(name, normal(expected)) * poleOf(name, normal(value)) < 0;
    });
}

function meansSame({ domain, intent }: Expectation, first: ScoredHypothesis): boolean {
  return (domain ?? first.domain) === first.domain && (intent ?? first.intent) === first.intent;
}

function hasSlots({ slots }: Expectation, first: ScoredHypothesis): boolean {
  if (!slots) return true;
  const expected = Object.entries(slots).map(([name, value]) => ({ name, value }));
  const contradicts = first.slots.some(
    ({ name, value }) => HELPING.has(name) && slots[name] !== undefined && normal(slots[name]) !== normal(value),
  );
  const type = CONTROLS_PLAYBACK.test(first.intent) ? undefined : slots.object_type;
  const isUntyped = type !== undefined && !first.slots.some(({ name }) => name === 'object_type');
  return !contradicts && !isUntyped && slotsText(expected) === slotsText(first.slots);
}

/** The slots that count, sorted. */
function slotsText(slots: readonly NamedValue[]): string {
  const texts = slots.filter(({ name }) => !HELPING.has(name)).map(({ name, value }) => `${name}\t${normal(value)}`);
  return texts.sort().join('\n');
}

/** Lower-cased, with single spaces and without punctuation around it. */
function normal(value: string): string {
  return value
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '');
}

/** Shares of requests, in [0, 1]. */
export interface HouseholdShares {
  readonly requests: number;
  readonly right: number;
  readonly harmful: number;
  readonly opposite: number;
}

/** The figures of a set of household requests. */
export interface HouseholdFigures extends HouseholdShares {
  readonly counts: DecisionCounts;
  /** The shares with their 95% bootstrap intervals. */
  readonly intervals: Readonly<Record<keyof HouseholdOutcome, Interval>>;
  /** Share of the accepted that no acceptable outcome allows. */
  readonly wrong: Interval;
  /** By kind, in the kinds' order of names. */
  readonly kinds: Readonly<Record<string, HouseholdShares>>;
}

/** @param answers one for each of `references`, in their order */
export function householdFigures(
  references: readonly HouseholdReference[],
  answers: readonly Answered[],
  options?: BootstrapOptions,
): HouseholdFigures {
  const outcomes = references.map((reference, index) => householdOutcome(reference, answers[index]));
  const kinds = [...new Set(references.map(({ kind }) => kind))].sort();
  const ofKind = (kind: string) => outcomes.filter((_, index) => references[index].kind === kind);
  return {
    ...sharesOf(outcomes),
    counts: decisionCounts(answers),
    intervals: intervalsOf(outcomes, options),
    wrong: shareOfAccepted(
      answers,
      outcomes.map(({ right }) => !right),
      options,
    ),
    kinds: Object.fromEntries(kinds.map((kind) => [kind, sharesOf(ofKind(kind))])),
  };
}

function intervalsOf(outcomes: readonly HouseholdOutcome[], options: BootstrapOptions | undefined) {
  const share = (name: keyof HouseholdOutcome) => {
    const numerators = Float64Array.from(outcomes, (outcome) => Number(outcome[name]));
    const ratio = { numerators, denominators: numerators.map(() => 1) };
    return { system: (weights: ArrayLike<number>) => ratioValue(ratio, weights), baseline: () => 0 };
  };
  const statistics = { right: share('right'), harmful: share('harmful'), opposite: share('opposite') };
  const { right, harmful, opposite } = pairedBootstrap(outcomes.length, statistics, options);
  return { right: right.difference, harmful: harmful.difference, opposite: opposite.difference };
}

function sharesOf(outcomes: readonly HouseholdOutcome[]): HouseholdShares {
  const share = (name: keyof HouseholdOutcome) => outcomes.filter((outcome) => outcome[name]).length / outcomes.length;
  return { requests: outcomes.length, right: share('right'), harmful: share('harmful'), opposite: share('opposite') };
}
