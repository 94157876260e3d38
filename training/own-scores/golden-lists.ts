import { locateSlots } from '../../domains/core/interpreter/slot-location.js';
import type { OwnGolden } from '../../domains/core/own-scores/own-golden.js';
import type { OwnRanker } from '../../domains/core/own-scores/own-ranker.js';
import { slotsWithoutOffsets } from './hypothesis-row.js';
import type { OwnList } from './own-list.js';

/** Some lists as callers may send them, with the answers of a ranker, to every digit. */
export async function goldenLists(ranker: OwnRanker, lists: readonly OwnList[]): Promise<OwnGolden[]> {
  const golden: OwnGolden[] = [];
  for (const list of chosenLists(lists)) golden.push(await goldenOf(ranker, list));
  return golden;
}

async function goldenOf(ranker: OwnRanker, { text, hypotheses }: OwnList): Promise<OwnGolden> {
  const sent = hypotheses.map(({ intent, slots, scores }) => ({
    intent,
    slots: locateSlots(text, slotsWithoutOffsets(slots)).map((slot) => ({ ...slot })),
    // A missing score is left out: the answer's golden is what a caller may send.
    scores: Object.fromEntries(Object.entries(scores).filter((entry): entry is [string, number] => entry[1] != null)),
  }));
  const { confidences, inDomain, explain } = await ranker.rank(sent);
  const ranked = sent.map((hypothesis, index) => ({
    ...hypothesis,
    confidence: confidences[index],
    contributions: explain(index).map((part) => ({ ...part })),
  }));
  ranked.sort((one, other) => other.confidence - one.confidence);
  return { utterance: text, hypotheses: sent, interpretation: { hypotheses: ranked, inDomain } };
}

const GOLDEN_PER_KIND = 4;

/** A few lists that hold the right hypothesis, and a few that do not, spread evenly over the rows. */
function chosenLists(lists: readonly OwnList[]): OwnList[] {
  const some = lists.filter(({ hypotheses }) => hypotheses.length > 0);
  return [some.filter(({ right }) => right >= 0), some.filter(({ right }) => right < 0)].flatMap((group) => {
    const step = Math.max(1, Math.floor(group.length / GOLDEN_PER_KIND));
    return group.filter((_, index) => index % step === 0).slice(0, GOLDEN_PER_KIND);
  });
}
