import { checkContext } from '../../gateway/context.js';
import { seeded } from '../random.js';
import { defaultMaterial, readMaterial } from '../simulation/material.js';
import { PARAMETERS_FILE, readParameters } from '../simulation/parameters.js';
import { drawRequests } from '../simulation/requests.js';
import type { Interaction } from './interaction-log.js';

/** A log that nobody's users made, and what it says of itself. */
export interface SimulatedLog {
  readonly interactions: Interaction[];
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
    origin: `a simulation, no users: ${rows} requests drawn from ${PARAMETERS_FILE}, seed ${seed}`,
  };
}
