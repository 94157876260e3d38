import { useEffect, useState } from 'preact/hooks';
import type { PastDeployment } from '../../model/deployments.js';
import { ask } from '../parts/api.js';
import { moment } from '../parts/format.js';
import { Notice } from '../parts/notice.js';
import { Wide } from '../parts/wide.js';

interface Props {
  readonly domain: string;
  /** The version that is deployed. */
  readonly version: string | undefined;
  /** Number of its deployment: with another one the history is read again. */
  readonly counter: number;
  /** Absent where nobody may deploy. */
  readonly onActivate?: (past: PastDeployment) => void;
}

/** What was deployed, by whom and why, with what the gates measured. */
export function DeploymentHistory({ domain, version, counter, onActivate }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [history, setHistory] = useState<readonly PastDeployment[]>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    // Asked anew for each deployment that is made.
    void counter;
    if (!isOpen) return;
    ask<{ history: PastDeployment[] }>(`/api/history/${encodeURIComponent(domain)}`).then(
      (answer) => {
        setHistory(answer.history);
        setProblem('');
      },
      (error: Error) => setProblem(error.message),
    );
  }, [domain, counter, isOpen]);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Deployments{onActivate ? ', to go back to' : ''}</summary>
      {problem !== '' && <Notice kind="bad">{problem}</Notice>}
      {history?.length === 0 && <p class="soft">None is recorded.</p>}
      {history !== undefined && history.length > 0 && (
        <Wide label={`Deployments of ${domain}`}>
          <table>
            <caption>Latest first</caption>
            <thead>
              <tr>
                <th scope="col">version</th>
                <th scope="col">when</th>
                <th scope="col">who</th>
                <th scope="col">why</th>
                <th scope="col">gates</th>
                {onActivate && <th scope="col">deploy it</th>}
              </tr>
            </thead>
            <tbody>
              {history.map((past, index) => (
                <tr key={`${past.counter}-${index}`}>
                  <td>{past.problem ? `unreadable: ${past.problem}` : past.version}</td>
                  <td>{moment(past.when)}</td>
                  <td>{past.who}</td>
                  <td>{past.why}</td>
                  <td>
                    <Gates past={past} />
                  </td>
                  {onActivate && (
                    <td>
                      {past.version !== '' && past.version !== version && isLatest(history, index) && (
                        <button type="button" onClick={() => onActivate(past)}>
                          Deploy {past.version}
                        </button>
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </details>
  );
}

function Gates({ past: { gates, forced } }: { past: PastDeployment }) {
  if (gates.length === 0 && forced.length === 0) return <span class="soft">none were run</span>;
  return (
    <details>
      <summary>
        {gates.length} figures{forced.length > 0 ? `, ${forced.length} overridden` : ''}
      </summary>
      <ul class="small">
        {gates.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {forced.map((line) => (
          <li key={`forced ${line}`} class="bad">
            overridden: {line}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Whether it is the latest deployment of its version: one button a version is enough. */
function isLatest(history: readonly PastDeployment[], index: number): boolean {
  return history.findIndex(({ version }) => version === history[index]?.version) === index;
}
