import { RECOGNIZER_DEFAULTS, type RecognizerSettings } from '../../recognizer/recognizer-trainer.js';

/** Cheaper than what ships: fewer epochs, no copies of rows. For simulations that train many times. */
export const QUICK_RECOGNIZER: RecognizerSettings = {
  ...RECOGNIZER_DEFAULTS,
  minimumCount: 3,
  domain: { ...RECOGNIZER_DEFAULTS.domain, epochs: 4 },
  intent: { ...RECOGNIZER_DEFAULTS.intent, epochs: 4 },
  slot: { ...RECOGNIZER_DEFAULTS.slot, epochs: 4 },
  augmentation: { ...RECOGNIZER_DEFAULTS.augmentation, copies: 0 },
  noise: { ...RECOGNIZER_DEFAULTS.noise, copies: 0 },
};

/** Hypotheses of a list. */
export const QUICK_N_BEST = 4;
