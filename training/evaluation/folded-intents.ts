import type { SameIntents } from '../corpus/corpus-row.js';
import type { NamedValue, Scored } from '../metrics/scored.js';

/** An interpretation: a reference, which may have no slot annotation, or a hypothesis. */
interface Interpretation {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly NamedValue[] | undefined;
}

/**
 * The interpretation in the words of the corpus that asked, so that intents which the corpus does not tell apart compare as
 * one: an intent of `sameIntents` becomes the corpus's, and its slots get the corpus's names. One of another domain or intent
 * stays as it is, as does everything where `sameIntents` is undefined.
 * @param domain the domain that `sameIntents` is about: the reference's
 */
export function foldedInterpretation<One extends Interpretation>(
  one: One,
  domain: string,
  sameIntents: SameIntents | undefined,
): One {
  if (!sameIntents || one.domain !== domain || !sameIntents.intents.includes(one.intent)) return one;
  const slots = one.slots?.map((slot) => ({ ...slot, name: corpusName(slot.name, sameIntents) }));
  return { ...one, intent: sameIntents.corpusIntent, slots };
}

/** A row that is scored, with its reference and every hypothesis in the words of its corpus. */
export function foldedRow<Row extends Scored & { readonly sameIntents?: SameIntents | undefined }>(row: Row): Row {
  const { reference, hypotheses, sameIntents } = row;
  if (!sameIntents) return row;
  const { domain } = reference;
  return {
    ...row,
    reference: foldedInterpretation(reference, domain, sameIntents),
    hypotheses: hypotheses.map((each) => foldedInterpretation(each, domain, sameIntents)),
  };
}

function corpusName(name: string, { slots }: SameIntents): string {
  return Object.hasOwn(slots, name) ? slots[name] : name;
}

/** A sentence on how many of the rows are scored with several intents as one; undefined where there are none. */
export function foldedText(rows: readonly { readonly sameIntents?: SameIntents | undefined }[]): string | undefined {
  const folded = rows.flatMap(({ sameIntents }) => sameIntents ?? []);
  if (folded.length === 0) return undefined;
  const names = [...new Set(folded.map(({ corpusIntent }) => corpusIntent))].sort().join(', ');
  return `${folded.length} rows of the corpus's ${names}: the domain's intents for it count as one (sameIntents of its schema)`;
}
