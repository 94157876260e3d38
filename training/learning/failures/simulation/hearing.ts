import { tokenize } from '../../../../domains/core/text/tokenize.js';
import type { SentHearing } from '../../../../gateway/answer/hearings/weights.js';
import type { Random } from '../../../numeric/random.js';
import type { RecognitionNoise } from '../../../recognition-noise/recognition-noise.js';
import { gaussian } from './draws.js';

export interface HearingSettings {
  readonly draws: number;
  /** Standard deviation by which the recogniser misjudges an entry's log-probability. */
  readonly spread: number;
}

/**
 * An n-best list as a recogniser could give it: what is heard in several draws of the same noise, each as likely as it is
 * frequent, misjudged at random. Confidences sum to 1. Where the noise is strong, draws differ and no entry is likely; what
 * was said is on the list only where a draw has it.
 */
export function drawHearings(
  text: string,
  noise: RecognitionNoise,
  { draws, spread }: HearingSettings,
  random: Random,
): SentHearing[] {
  const words = tokenize(text).map((token) => token.text);
  const counts = new Map<string, number>();
  for (let draw = 0; draw < draws; draw++) {
    const heard = noise.hear(words, random).words.join(' ') || words.join(' ');
    counts.set(heard, (counts.get(heard) ?? 0) + 1);
  }
  const weights = [...counts].map(([heard, count]) => ({
    text: heard,
    weight: count * Math.exp(spread * gaussian(random)),
  }));
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  return weights
    .map(({ text: heard, weight }) => ({ text: heard, confidence: weight / total }))
    .sort((one, other) => other.confidence - one.confidence);
}
