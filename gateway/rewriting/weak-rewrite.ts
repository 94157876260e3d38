import { shared } from '../answer/hearings/weights.js';
import { normalisedValue } from '../answer/readings.js';
import type { NearTexts } from './near/near-texts.js';
import { sameMeaning } from './near/same-meaning.js';
import { keepsWords } from './table/kept-words.js';
import { calibrated } from './table/layer-calibration.js';
import type { RewriteLayer } from './table/rewrite-layer.js';
import type { RewriteSearch, SucceedingText } from './table/rewrite-table.js';

/** An answer that may be weak. */
export interface WeakAnswer {
  /** What may have been said, likeliest first, each with its probability. */
  readonly heard: readonly { readonly text: string; readonly weight: number }[];
  readonly decision: 'ACCEPT' | 'CLARIFY' | 'REJECT' | 'UNDECIDED';
  /** P(its best reading is right), in [0, 1]; of what was rejected, that of the best one nevertheless. */
  readonly probability: number;
}

/** Texts of one layer. */
export interface RewriteTexts {
  readonly layer: RewriteLayer;
  readonly near: NearTexts;
  readonly texts: readonly SucceedingText[];
}

/** A rewrite that is worth asking for. */
export interface FoundRewrite {
  readonly text: string;
  readonly layer: RewriteLayer;
  /** P(it is right), in [0, 1]: P(same meaning) times P(what it is understood as is right). */
  readonly probability: number;
}

/** Hearings that are searched for. */
const MOST_HEARD = 3;
/** Texts that are looked at for each. */
const MOST_FOUND = 3;
/** An answer that is accepted at this probability is not weak. */
const SURE = 0.7;

/** Whether an answer is so weak that other words may do better: anything but an acceptance that is believed. */
export function isWeak({ decision, probability }: Pick<WeakAnswer, 'decision' | 'probability'>): boolean {
  return decision !== 'ACCEPT' || probability < SURE;
}

/**
 * The text that is likeliest right in place of a weak answer, by one rule, since all is calibrated:
 * P(right | text) P(same meaning) > P(right | answer) + margin. Of several hearings P(same meaning) is the mean over them by
 * their probabilities: a text that only an unlikely hearing is like is unlikely to be meant. The first layer that has one
 * decides. Numbers and negations stay as they were said.
 * @param kept further words that do
 */
export function weakRewrite(
  answer: WeakAnswer,
  layers: readonly RewriteTexts[],
  { sameMeaning: model, margin, least, calibration }: Omit<RewriteSearch, 'texts'>,
  kept?: ReadonlySet<string>,
): FoundRewrite | undefined {
  const bound = Math.max(least, answer.probability + margin);
  const heard = shared(answer.heard.slice(0, MOST_HEARD));
  for (const { layer, near, texts } of layers) {
    /** P(a text means the same), by its place. */
    const same = new Map<number, number>();
    for (const hearing of heard) {
      const said = normalisedValue(hearing.text);
      for (const { place, features } of near.find(said, MOST_FOUND)) {
        if (!keepsWords(said, texts[place].text, kept)) continue;
        same.set(place, (same.get(place) ?? 0) + hearing.weight * sameMeaning(model, features));
      }
    }
    let best: FoundRewrite | undefined;
    for (const [place, means] of same) {
      const { text, probability: right } = texts[place];
      const probability = calibrated(means * right, layer === 'KNOWN' ? undefined : calibration?.[layer]);
      if (probability > (best?.probability ?? bound)) best = { text, layer, probability };
    }
    if (best) return best;
  }
  return undefined;
}
