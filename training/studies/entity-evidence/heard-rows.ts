import { slotsOfSpans } from '../../../domains/core/interpreter/slot-spans.js';
import type { DomainSchema } from '../../../domains/core/schema/schema.js';
import { AMBIGUOUS, type CorpusRow, OTHER } from '../../corpus/corpus-row.js';
import { drawOf } from '../../corpus/folds.js';
import { domainExamples } from '../../examples/domain-corpus.js';
import { noisyCopies } from '../../recognition-noise/noisy-copies.js';
import type { RecognitionNoise } from '../../recognition-noise/recognition-noise.js';

/** Begins the source of a row that was misheard. */
const HEARD = 'misheard ';

/** Whether a source is of misheard rows. */
export function isHeard(source: string): boolean {
  return source.startsWith(HEARD);
}

/**
 * A share of the rows as a recogniser could have misheard them, in the group of the row that was said, so that the two are
 * held out together; a row that is heard as it is makes none. All domains read the same words.
 */
export function heardRows(
  rows: readonly CorpusRow[],
  schemas: readonly DomainSchema[],
  noise: RecognitionNoise,
  { share, seed }: { readonly share: number; readonly seed: number },
): CorpusRow[] {
  return rows
    .filter(({ text, domain }) => domain !== AMBIGUOUS && drawOf(text, `misheard ${seed}`) < share)
    .flatMap((row) => {
      const owner = schemas.find(({ domain }) => domain === row.domain);
      // Another's row has no slots of ours to move with its words: any schema reads it.
      const examples = domainExamples([{ ...row, domain: owner ? row.domain : OTHER }], owner ?? schemas[0]);
      const copies = noisyCopies(
        examples,
        noise,
        { copies: 1, slots: 1 },
        1 + Math.floor(drawOf(row.text, 'noise') * 2 ** 30),
      );
      return copies.map(({ text, spans, tokens }) => ({
        ...row,
        id: `${HEARD}${row.id}`,
        text,
        slots: spans && slotsOfSpans(spans, tokens, text),
        group: row.group ?? row.text,
        source: `${HEARD}${row.source}`,
      }));
    });
}
