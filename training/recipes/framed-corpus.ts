import type { DomainSchema } from '../../domains/core/schema/schema.js';
import { type CorpusRow, GENERATED, OTHER } from '../corpus/corpus-row.js';
import { seeded } from '../numeric/random.js';
import { framed, negated } from './frames.js';

/** Shares of a corpus's rows of a domain, and of no domain, of which a copy with words around it is made. */
const FRAMED_ROWS = { own: 0.25, other: 0.04, negated: 0.05 };

/**
 * Copies of the corpus's rows with words around them, and negations of imperatives, which are nobody's; each is held out
 * with its row.
 */
export function frameRows(
  domains: readonly { readonly schema: DomainSchema }[],
  corpus: readonly CorpusRow[],
  seed: number,
): CorpusRow[] {
  const random = seeded(seed);
  const slotsOf = new Map(
    domains.flatMap(({ schema }) => schema.intents.map(({ name, slots }) => [`${schema.domain} ${name}`, slots])),
  );
  return corpus.flatMap((row, index) => {
    const { domain, intent, text, slots = [] } = row;
    const isOther = domain === OTHER;
    const intentSlots = slotsOf.get(`${domain} ${intent}`);
    if (!isOther && (!intentSlots || !row.slots)) return [];
    const group = row.group ?? text;
    const made: CorpusRow[] = [];
    const add = (copy: Pick<CorpusRow, 'text' | 'slots' | 'intent' | 'domain'>) =>
      made.push({ ...copy, group, id: `${GENERATED}-frame-${index}-${made.length}`, source: GENERATED });
    if (random.next() < (isOther ? FRAMED_ROWS.other : FRAMED_ROWS.own)) {
      const copy = framed({ text, slots }, intentSlots ?? [], random);
      if (copy.text !== text) add({ ...copy, slots: row.slots && copy.slots, intent, domain });
    }
    if (!isOther && random.next() < FRAMED_ROWS.negated) {
      const negation = negated({ text, slots }, random);
      if (negation !== undefined) add({ text: negation, slots: [], intent: OTHER, domain: OTHER });
    }
    return made;
  });
}
