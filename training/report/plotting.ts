import { NluError } from '../../serving/errors.js';

/** What draws pictures. */
export interface Plotting {
  readonly vega: typeof import('vega');
  readonly vegaLite: typeof import('vega-lite');
}

/**
 * Loads the plotting libraries. They are no dependencies in production: nothing that serves, trains or deploys draws.
 * @throws NluError FAILED_PRECONDITION, with the command that installs them, where they are not installed
 */
export async function loadPlotting(load: () => Promise<Plotting> = installed): Promise<Plotting> {
  try {
    return await load();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    const problem = 'pictures are drawn by vega and vega-lite, which are not installed';
    throw new NluError('FAILED_PRECONDITION', `${problem}; install them with: npm install vega@6 vega-lite@6`, {
      cause,
    });
  }
}

async function installed(): Promise<Plotting> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  return { vega, vegaLite };
}
