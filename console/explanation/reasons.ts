import type { HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from '../../domains/core/reranker/evidence.js';
import type { FeatureGroup } from '../../gateway/answer/priors/context-features.js';
import type { Contribution__Output } from '../../proto/gen/nlu/v1/Contribution.js';
import type { Hypothesis__Output } from '../../proto/gen/nlu/v1/Hypothesis.js';

/** A reason for or against a hypothesis, and what it adds to the log-odds, in nats. */
export interface Reason {
  readonly phrase: string;
  readonly value: number;
}

/** The words for a part whose value is positive, and for one whose value is negative. */
type Phrases = readonly [speaksFor: string, speaksAgainst: string];

/** The phrases for groups of parts: parts that only mean something together are added up. */
const THEMES = {
  classifier: ['its classifier takes this for its own', 'its classifier doubts that this is its own'],
  words: ['the words fit its language models', 'the words fit its language models badly'],
  catalogue: ['its catalogue lists a title in it', 'what its catalogue lists speaks against it'],
  names: ['the names look like its own', 'the names look unlike its own'],
  choice: ['no other intent or slots of its own compete', 'other intents or slots of its own compete'],
  hearings: ['other hearings mean the same', 'other hearings mean something else'],
  start: ['it starts from good odds', 'it starts from poor odds'],
  bound: ['it is held within bounds', 'it is held within bounds'],
} satisfies Record<string, Phrases>;
type Theme = keyof typeof THEMES;

type EvidenceName =
  | (typeof LIST_EVIDENCE)[number]
  | (typeof HYPOTHESIS_EVIDENCE)[number]
  | 'bias'
  | 'alternatives'
  | 'hearings'
  | 'bound';

/** The theme of each part of a confidence that a bundle, or a gateway of several hearings, produces. */
const THEME_OF: Readonly<Record<EvidenceName, Theme>> = {
  domain: 'classifier',
  notDomain: 'classifier',
  length: 'words',
  fluency: 'words',
  title: 'catalogue',
  popularity: 'catalogue',
  kinds: 'names',
  // Log-probabilities of one hypothesis say little alone: its rivals in the list, and none, have theirs too.
  mass: 'choice',
  intent: 'choice',
  slot: 'choice',
  template: 'choice',
  values: 'choice',
  words: 'choice',
  slots: 'choice',
  slotCount: 'choice',
  listed: 'choice',
  asked: 'choice',
  slotWeights: 'choice',
  alternatives: 'choice',
  hearings: 'hearings',
  bias: 'start',
  bound: 'bound',
};

/** The parts of a prior that are no feature of the context. */
const PRIOR_PHRASES: Readonly<Record<string, Phrases>> = {
  title: ['the rule for listed titles raises it', 'the rule for listed titles lowers it'],
  bound: THEMES.bound,
};

const DEVICES: Readonly<Record<string, string>> = {
  speaker: 'on a speaker',
  tv: 'on a television',
  ereader: 'on an e-reader',
  phone: 'on a phone',
  tablet: 'on a tablet',
  car: 'in a car',
  watch: 'on a watch',
  headphones: 'on headphones',
  display: 'on a smart display',
};

/** When a feature of the context holds: the end of "it is likelier …". */
const CIRCUMSTANCES: Readonly<Record<FeatureGroup, (value: string) => string>> = {
  device_type: (type) => DEVICES[type] ?? `on a device of type ${type}`,
  screen: (value) => (value === 'true' ? 'with a screen' : 'without a screen'),
  foreground: (domain) => `with ${domain} in the foreground`,
  locale: (tag) => `in ${tag}`,
  hour: (hours) => `at ${hours.replace('-', ' to ')} o'clock`,
  recent: (domain) => `after ${domain} was used`,
};

/** Smaller parts are no reasons; they would be printed as 0.0. */
const LEAST_REASON = 0.05;
/** Number of reasons that are given. */
const STRONGEST = 3;

/** The phrases of a part of a confidence by its name; undefined for a name that no bundle of this version produces. */
export function evidencePhrases(name: string): Phrases | undefined {
  return Object.hasOwn(THEME_OF, name) ? THEMES[THEME_OF[name as EvidenceName]] : undefined;
}

/** The phrases of a part of a prior, such as `mix` or `device_type=tv`; undefined for a name that no gateway produces. */
export function priorPhrases(name: string): Phrases | undefined {
  if (Object.hasOwn(PRIOR_PHRASES, name)) return PRIOR_PHRASES[name];
  const equals = name.indexOf('=');
  const group = name.slice(0, Math.max(0, equals));
  if (!Object.hasOwn(CIRCUMSTANCES, group)) return undefined;
  const circumstance = CIRCUMSTANCES[group as FeatureGroup](name.slice(equals + 1));
  return [`it is likelier ${circumstance}`, `it is less likely ${circumstance}`];
}

/** The strongest reasons for or against a hypothesis, strongest first, of its confidence, its prior and preferences. */
export function strongestReasons(
  hypothesis: Pick<Hypothesis__Output, 'slots' | 'contributions' | 'priorContributions' | 'preferenceContributions'>,
): Reason[] {
  const prior = hypothesis.priorContributions.map(({ name, value }) =>
    reasonOf(priorPhrases(name) ?? [name, name], value),
  );
  const preferences = hypothesis.preferenceContributions.map(({ name, value }) => ({
    phrase: `the customer's preference (${name})`,
    value,
  }));
  return [...confidenceReasons(hypothesis), ...prior, ...preferences]
    .filter(({ value }) => Math.abs(value) >= LEAST_REASON)
    .sort((one, other) => Math.abs(other.value) - Math.abs(one.value))
    .slice(0, STRONGEST);
}

function confidenceReasons({ slots, contributions }: Pick<Hypothesis__Output, 'slots' | 'contributions'>): Reason[] {
  const sums = new Map<string, number>();
  for (const { name, value } of contributions) {
    const theme = themeOf(name, contributions);
    sums.set(theme, (sums.get(theme) ?? 0) + value);
  }
  const isAsked = contributions.some(({ name, value }) => name === 'asked' && value > 0);
  const [title] = isAsked ? slots : [];
  return [...sums].map(([theme, value]) => {
    // Only then is it known which value is the title.
    if (theme === 'catalogue' && value > 0 && title) return { phrase: `its catalogue lists "${title.value}"`, value };
    return reasonOf(Object.hasOwn(THEMES, theme) ? THEMES[theme as Theme] : [theme, theme], value);
  });
}

/** A name that is not known is its own theme. */
function themeOf(name: string, parts: readonly Contribution__Output[]): string {
  if (!Object.hasOwn(THEME_OF, name)) return name;
  // The log-probability of a longer sentence is lower by nature: length and bias are what it is measured against.
  if (name === 'bias' && parts.some((part) => part.name === 'fluency')) return 'words';
  return THEME_OF[name as EvidenceName];
}

function reasonOf([speaksFor, speaksAgainst]: Phrases, value: number): Reason {
  return { phrase: value < 0 ? speaksAgainst : speaksFor, value };
}
