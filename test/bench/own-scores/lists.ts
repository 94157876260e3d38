import type { ActiveModels } from '../../../cli/release/gates/active-models.js';
import { interpretAll } from '../../../cli/release/gates/domain-model.js';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { AMBIGUOUS, OTHER } from '../../../training/corpus/corpus-row.js';
import { assigned } from '../../../training/corpus/domain-assignment.js';
import { readCorpus } from '../../../training/corpus/read-corpus.js';
import type { HypothesisRow } from '../../../training/own-scores/hypothesis-row.js';

/**
 * What every domain's recognizer lists for the rows of corpora, with its raw scores: rows as `predict --scores` writes
 * them. Rows of no certain domain, and rows without slot annotation, are left out.
 */
export async function listedRows(models: ActiveModels, corpora: readonly string[]): Promise<HypothesisRow[]> {
  const schemas = domainFolders().map(({ schema }) => schema);
  const known = new Set(models.keys());
  const rows = corpora.flatMap((path) =>
    readCorpus(path)
      .map((row) => assigned(row, schemas))
      .filter(({ domain, slots }) => domain !== AMBIGUOUS && (slots !== undefined || !known.has(domain))),
  );
  const texts = rows.map(({ text }) => text);
  const listed = new Map<string, Awaited<ReturnType<typeof interpretAll>>>();
  for (const [domain, model] of models) listed.set(domain, await interpretAll(model, texts));
  return rows.map(({ id, text, domain, intent, slots }, index) => ({
    id,
    text,
    line: index + 1,
    reference: known.has(domain) ? { domain, intent, slots } : { domain: OTHER, intent: '', slots: undefined },
    hypotheses: [...listed].flatMap(([name, interpretations]) =>
      interpretations[index].hypotheses.map((hypothesis) => ({
        domain: name,
        intent: hypothesis.intent,
        slots: hypothesis.slots,
        scores: { ...hypothesis.scores },
      })),
    ),
  }));
}
