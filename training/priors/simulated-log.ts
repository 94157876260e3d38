import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { checkContext, NO_CONTEXT } from '../../gateway/answer/priors/context.js';
import { trainingCorpora } from '../corpus/default-corpora.js';
import { assigned } from '../corpus/domain-assignment.js';
import { readCorpus } from '../corpus/read-corpus.js';
import { seeded } from '../numeric/random.js';
import { untypedPlayback } from '../recipes/playback.js';
import { PARAMETERS_FILE, readParameters } from '../simulation/parameters.js';
import { drawPlaybackRequests } from '../simulation/playback-requests.js';
import { drawRequests } from '../simulation/requests.js';
import { defaultDataPaths, readSimulationData } from '../simulation/simulation-data.js';
import type { Interaction } from './interaction-log.js';

/** A log that no users made. */
export interface SimulatedLog {
  readonly interactions: Interaction[];
  /** Real requests that say what they mean, of which the model draws none: the training corpora's, without a context. */
  readonly plain: Interaction[];
  /** Where the log comes from, for those who read a table that was learned from it. */
  readonly origin: string;
}

/**
 * Draws a log from the declared model, on the titles and carriers that benchmarks do not use. The same seed gives the
 * same log.
 * @throws NluError FAILED_PRECONDITION without catalogues and corpora
 */
export function simulatedLog(rows: number, seed: number): SimulatedLog {
  const parameters = readParameters();
  const { log } = readSimulationData(defaultDataPaths(), parameters);
  const random = seeded(seed);
  const controls = Math.round(parameters.playback.share * rows);
  const drawn = [
    ...drawRequests(log, rows - controls, random),
    ...drawPlaybackRequests(log.model, parameters, untypedPlayback(), controls, random),
  ];
  const interactions = drawn.map(({ text, context, domain }) => ({ text, domain, context: checkContext(context) }));
  return {
    interactions,
    plain: plainRequests(),
    origin: `a simulation, no users: ${rows} requests drawn from ${PARAMETERS_FILE}, seed ${seed}; plain requests of the training corpora`,
  };
}

function plainRequests(): Interaction[] {
  const schemas = domainFolders().map(({ schema }) => schema);
  const names = new Set(schemas.map(({ domain }) => domain));
  return trainingCorpora()
    .paths.flatMap(readCorpus)
    .flatMap((row) => {
      const { domain } = assigned(row, schemas);
      return names.has(domain) ? [{ text: row.text, domain, context: NO_CONTEXT }] : [];
    });
}
