import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import type { DomainSchema } from '../../../domains/core/schema/schema.js';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import { sampleCorpora } from '../../../training/corpus/default-corpora.js';
import { assigned } from '../../../training/corpus/domain-assignment.js';
import { readCorpus } from '../../../training/corpus/read-corpus.js';
import { type DomainExample, domainExamples } from '../../../training/examples/domain-corpus.js';

/** The domains that ship, in alphabetical order. */
export function shippedSchemas(): DomainSchema[] {
  return domainFolders().map(({ schema }) => schema);
}

export function schemaOf(domain: string): DomainSchema {
  const schema = shippedSchemas().find((each) => each.domain === domain);
  if (!schema) throw new Error(`no domain ${domain} ships`);
  return schema;
}

/** The sample corpus with its domains assigned. */
export function sampleRows(): CorpusRow[] {
  const schemas = shippedSchemas();
  return sampleCorpora().flatMap((path) => readCorpus(path).map((row) => assigned(row, schemas)));
}

/** The sample corpus as one domain sees it. */
export function examplesOf(domain: string): DomainExample[] {
  return domainExamples(sampleRows(), schemaOf(domain));
}

export const musicExamples = () => examplesOf('music');
