import type { Deployment } from '../../../bundles/lifecycle/deployment.js';
import { NluError } from '../../../serving/errors.js';
import type { Deployed } from './publication.js';

/**
 * The deployment to go back to: the latest of version `to`, or else the latest of a version other than the current one.
 * @throws NluError FAILED_PRECONDITION when the history, oldest first, has none
 */
export function rollbackTarget(history: readonly Deployed[], to: string | undefined): Deployment {
  const deployments = history.map(({ deployment }) => deployment).filter((deployment) => deployment !== undefined);
  const current = deployments.at(-1)?.version;
  const target = deployments.findLast(({ version }) => (to === undefined ? version !== current : version === to));
  if (target) return target;
  const versions = [...new Set(deployments.map(({ version }) => version))].join(', ') || 'none';
  const wanted = to === undefined ? `no version before ${current ?? 'any'}` : `${to} never`;
  throw new NluError('FAILED_PRECONDITION', `${wanted} was deployed; the history has: ${versions}`);
}
