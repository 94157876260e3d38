import { useState } from 'preact/hooks';
import type { DescribedDomain } from '../../model/console-state.js';
import type { Activated, DeployedDomain, DeploymentsPlace, PastDeployment } from '../../model/deployments.js';
import type { FoundReport } from '../../model/reports.js';
import { moment } from '../parts/format.js';
import { Notice } from '../parts/notice.js';
import { CandidateView } from './candidate-view.js';
import { DeployDialog } from './deploy-dialog.js';
import { DeploymentHistory } from './deployment-history.js';
import { QualityReport } from './quality-report.js';
import { ReplicaTable } from './replica-table.js';

interface Props {
  readonly deployed: DeployedDomain;
  readonly described: DescribedDomain | undefined;
  readonly store: DeploymentsPlace['kind'];
  readonly maySteer: boolean;
  readonly reports: readonly FoundReport[] | undefined;
}

/** One domain, catalogue or table. */
export function DomainPanel({ deployed, described, store, maySteer, reports }: Props) {
  const [wanted, setWanted] = useState<PastDeployment>();
  const [done, setDone] = useState<Activated>();
  const { domain, version, counter, who, when, why, candidate, replicas, problem } = deployed;
  const title = `domain-${domain}`;
  return (
    <section class="panel" aria-labelledby={title} data-domain={domain}>
      <h2 id={title}>{domain}</h2>
      {problem !== undefined && <Notice kind="bad">{problem}</Notice>}
      <p>
        {version === undefined ? (
          'Nothing is deployed.'
        ) : (
          <>
            Deployed: <strong class="version">{version}</strong>
          </>
        )}
        {counter > 0 && store === 'nats' && <span class="soft"> number {counter}</span>}
        {when !== undefined && (
          <span class="soft">
            , {who ? `by ${who}, ` : ''}
            {moment(when)}
            {why ? `: ${why}` : ''}
          </span>
        )}
      </p>
      {described && (
        <p class="soft">
          The gateway: {described.status}
          {described.status === 'OK'
            ? `, serves ${described.version}, re-ranker ${described.rerankerForm}, ${described.intents.length} intents`
            : ` ${described.problem}`}
        </p>
      )}
      {candidate && <CandidateView domain={domain} active={version} candidate={candidate} />}
      {done && (
        <Notice kind={done.isServed || store === 'folders' ? 'good' : 'warn'}>
          {done.version} is deployed{done.isServed ? ', and every live replica serves it' : ''}. {done.notes.join('. ')}
        </Notice>
      )}
      <ReplicaTable domain={domain} replicas={replicas} described={described} />
      {store !== 'none' && (
        <DeploymentHistory
          domain={domain}
          version={version}
          counter={counter}
          {...(maySteer && { onActivate: setWanted })}
        />
      )}
      {!domain.includes('-catalogue') && reports !== undefined && described !== undefined && (
        <QualityReport domain={domain} version={version} candidate={candidate?.version} reports={reports} />
      )}
      {wanted !== undefined && (
        <DeployDialog
          domain={domain}
          past={wanted}
          candidate={candidate}
          now={version}
          seen={counter}
          onEnd={(activated) => {
            setWanted(undefined);
            if (activated) setDone(activated);
          }}
        />
      )}
    </section>
  );
}
