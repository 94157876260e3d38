import type { CorpusRow } from '../corpus/corpus-row.js';
import { drawOf } from '../corpus/folds.js';
import { negativeWeight } from '../examples/negative-sampling.js';
import type { RecognizerSettings } from '../recognizer/recognizer-trainer.js';

/** One way for a domain's owners to train it, on their own. */
export interface Retraining {
  readonly name: string;
  /** Number of utterances that a row stands for; 0 leaves it out. */
  readonly weight: (row: CorpusRow, domain: string) => number;
  readonly settings: (settings: RecognizerSettings) => RecognizerSettings;
}

/** Share of its negatives that a domain keeps which picks its own. */
const OWN_NEGATIVES = 0.05;

/** Settings for how long a recognizer is fitted, and how hard it is kept from learning its rows by heart. */
export const FITS = {
  'as-shipped': (settings) => settings,
  'under-trained': (settings) => withEpochs(settings, 1 / 4),
  'over-trained': (settings) => {
    const longer = withEpochs(settings, 4);
    return {
      ...longer,
      domain: { ...longer.domain, l2: 0, dropout: 0 },
      intent: { ...longer.intent, dropout: 0 },
      slot: { ...longer.slot, dropout: 0 },
      augmentation: { ...longer.augmentation, copies: 0 },
    };
  },
} satisfies Record<string, Retraining['settings']>;

const UNCHANGED = { weight: () => 1, settings: FITS['as-shipped'] };

/** The ways of retraining that are studied. @param seed the one that the rows were drawn with */
export function retrainings(seed: number, sources: readonly string[]) {
  const rates = new Map(sources.map((source) => [source, OWN_NEGATIVES]));
  return {
    whole: { ...UNCHANGED, name: 'all data, the settings that ship' },
    half: {
      ...UNCHANGED,
      name: 'half the data',
      weight: ({ text }, domain) => (drawOf(text, `half of ${domain}\n${seed}`) < 0.5 ? 1 : 0),
    },
    ownNegatives: {
      ...UNCHANGED,
      name: `its own ${100 * OWN_NEGATIVES} % of negatives`,
      weight: (row, domain) => negativeWeight(row, domain, rates, seed),
    },
    underTrained: { ...UNCHANGED, name: 'under-trained', settings: FITS['under-trained'] },
    overTrained: { ...UNCHANGED, name: 'over-trained', settings: FITS['over-trained'] },
  } satisfies Record<string, Retraining>;
}

function withEpochs(settings: RecognizerSettings, factor: number): RecognizerSettings {
  const epochs = (count: number) => Math.max(1, Math.round(count * factor));
  const { domain, intent, slot } = settings;
  return {
    ...settings,
    domain: { ...domain, epochs: epochs(domain.epochs) },
    intent: { ...intent, epochs: epochs(intent.epochs) },
    slot: { ...slot, epochs: epochs(slot.epochs) },
  };
}
