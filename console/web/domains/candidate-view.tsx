import type { Candidate, ShownTrial, TriedSums } from '../../model/deployments.js';
import { milliseconds, moment, percent } from '../parts/format.js';
import { Notice } from '../parts/notice.js';
import { Wide } from '../parts/wide.js';

interface Props {
  readonly domain: string;
  readonly active: string | undefined;
  readonly candidate: Candidate;
}

/** A version that is offered, and what its trial has shown beside the one that is deployed. */
export function CandidateView({ domain, active, candidate }: Props) {
  const { version, who, when, why, trial } = candidate;
  return (
    <>
      <Notice>
        {version} is {trial ? `tried as ${trial.plan}` : 'a candidate, which replicas fetch, check and hold warm'}, by{' '}
        {who}, {moment(when)}
        {why ? `: ${why}` : ''}
        {trial?.expires ? `. It ends by itself at ${moment(trial.expires)}.` : ''}
      </Notice>
      {trial && <TrialTable domain={domain} active={active ?? 'active'} candidate={version} trial={trial} />}
    </>
  );
}

const ROWS: readonly (readonly [name: string, read: (sums: TriedSums) => string])[] = [
  ['requests', ({ requests }) => requests.toLocaleString()],
  ['errors', ({ errors }) => errors.toLocaleString()],
  ['mean time', ({ meanMs }) => milliseconds(meanMs)],
  ['mean confidence', ({ meanConfidence }) => percent(meanConfidence)],
  ['mean in-domain probability', ({ meanInDomain }) => percent(meanInDomain)],
  ['takes for its own', ({ believed }) => percent(believed)],
];

function TrialTable({
  domain,
  active,
  candidate,
  trial,
}: {
  domain: string;
  active: string;
  candidate: string;
  trial: ShownTrial;
}) {
  const { processes, flips, dropped } = trial;
  const differ = Object.values(flips).reduce((sum, count) => sum + count, 0);
  return (
    <Wide label={`Trial of ${domain}`}>
      <table>
        <caption>
          The trial, by {processes} {processes === 1 ? 'process' : 'processes'}. <code>npm run trial -- {domain}</code>{' '}
          tests who is worse; <code>promote</code> and <code>withdraw</code> end it.
        </caption>
        <thead>
          <tr>
            <th scope="col">since it began</th>
            <th scope="col" class="number">
              {active}
            </th>
            <th scope="col" class="number">
              {candidate}, tried
            </th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([name, read]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{read(trial.active)}</td>
              <td class="number">{read(trial.candidate)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {differ + dropped > 0 && (
        <p class="soft">
          They differ in {differ.toLocaleString()} utterances: {flips.domain} in the domain, {flips.intent} in the
          intent, {flips.hypothesis} in another hypothesis. {dropped.toLocaleString()} were not scored for lack of time.
        </p>
      )}
    </Wide>
  );
}
