import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { checkContext } from '../../gateway/answer/context.js';
import { trainingCorpora } from '../corpus/default-corpora.js';
import { assignDomain } from '../corpus/domain-assignment.js';
import { readCorpus } from '../corpus/read-corpus.js';
import { seeded } from '../numeric/random.js';
import { defaultMaterial, readMaterial } from '../simulation/material.js';
import { PARAMETERS_FILE, readParameters } from '../simulation/parameters.js';
import { drawRequests } from '../simulation/requests.js';
import type { Interaction } from './interaction-log.js';

/** A log that nobody's users made, and what it says of itself. */
export interface SimulatedLog {
  readonly interactions: Interaction[];
  /** Real requests that say what they mean, of which the model draws none: the training corpora's, in no known context. */
  readonly plain: Interaction[];
  readonly origin: string;
}

/**
 * Draws a log from the declared model, on the titles and carriers that benchmarks do not use. The same seed gives the
 * same log. Throws NluError FAILED_PRECONDITION without catalogues and corpora.
 */
export function simulatedLog(rows: number, seed: number): SimulatedLog {
  const parameters = readParameters();
  const { log } = readMaterial(defaultMaterial(), parameters);
  const interactions = drawRequests(log, rows, seeded(seed)).map(({ text, context, domain }) => ({
    text,
    domain,
    context: checkContext(context),
  }));
  return {
    interactions,
    plain: plainRequests(),
    origin: `a simulation, no users: ${rows} requests drawn from ${PARAMETERS_FILE}, seed ${seed}; plain requests of the training corpora`,
  };
}

function plainRequests(): Interaction[] {
  const schemas = domainFolders().map(({ schema }) => schema);
  const names = new Set(schemas.map(({ domain }) => domain));
  const context = checkContext(null);
  return trainingCorpora()
    .paths.flatMap(readCorpus)
    .flatMap((row) => {
      const domain = assignDomain(row, schemas);
      return names.has(domain) ? [{ text: row.text, domain, context }] : [];
    });
}
