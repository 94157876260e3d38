import { useEffect, useRef, useState } from 'preact/hooks';
import type { Activated, Candidate, PastDeployment } from '../../model/deployments.js';
import { send } from '../parts/api.js';
import { Notice } from '../parts/notice.js';

interface Props {
  readonly domain: string;
  /** The deployment whose version is to be deployed again. */
  readonly past: PastDeployment;
  /** What is offered or tried at this moment, which a deployment ends. */
  readonly candidate: Candidate | undefined;
  /** The one that is deployed now, and the number of its deployment. */
  readonly now: string | undefined;
  readonly seen: number;
  /** @param activated what came of it; undefined where it was given up */
  readonly onEnd: (activated?: Activated) => void;
}

/** The token stays in the page's memory, and nowhere else. */
let typedToken = '';
let typedName = '';

/** Asks whether a version is to be deployed, by whom and why. */
export function DeployDialog({ domain, past, candidate, now, seen, onEnd }: Props) {
  const { version, gates, forced } = past;
  const dialog = useRef<HTMLDialogElement>(null);
  // What was seen when the dialog opened: a deployment in between is somebody else's, and is told.
  const [opened] = useState({ now, seen });
  const [token, setToken] = useState(typedToken);
  const [who, setWho] = useState(typedName);
  const [why, setWhy] = useState('');
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const deploy = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    try {
      const path = `/api/deploy/${encodeURIComponent(domain)}`;
      const body = { version, seen: opened.seen, who, why };
      const { activated } = await send<{ activated: Activated }>(path, body, { token });
      typedToken = token;
      typedName = who;
      dialog.current?.close();
      onEnd(activated);
    } catch (error) {
      setProblem((error as Error).message);
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} aria-labelledby="deploy-title" onCancel={() => onEnd()}>
      <form onSubmit={deploy}>
        <h2 id="deploy-title">
          Deploy {domain} {version}?
        </h2>
        <p>
          {opened.now === undefined ? 'Nothing is deployed now.' : `${opened.now} is deployed.`} Every replica will
          serve {version} to everybody. No gates are run now.
        </p>
        {forced.length > 0 && (
          <Notice kind="bad">
            When it was deployed before, {forced.length} of its gates failed and were overridden: {forced.join('; ')}
          </Notice>
        )}
        {forced.length === 0 && (
          <p>{gates.length > 0 ? 'It passed its gates when it was deployed before.' : 'No gates are known of it.'}</p>
        )}
        {candidate && (
          <Notice>
            This ends{' '}
            {candidate.trial
              ? `the trial of ${candidate.version} (${candidate.trial.plan})`
              : `the candidate ${candidate.version}`}
            , begun by {candidate.who}.
          </Notice>
        )}
        {problem === '' && isBusy && (
          <p role="status">Replicas fetch and check it first; that may take a minute at most.</p>
        )}
        <div class="fields">
          <div>
            <label for="who">Your name</label>
            <input
              id="who"
              required
              maxLength={128}
              value={who}
              onInput={({ currentTarget }) => setWho(currentTarget.value)}
            />
          </div>
          <div>
            <label for="token">Token</label>
            <input
              id="token"
              type="password"
              autocomplete="off"
              required
              value={token}
              onInput={({ currentTarget }) => setToken(currentTarget.value)}
            />
          </div>
        </div>
        <label for="why">Why</label>
        <input
          id="why"
          required
          maxLength={1_000}
          size={40}
          value={why}
          onInput={({ currentTarget }) => setWhy(currentTarget.value)}
        />
        {problem !== '' && <Notice kind="bad">{problem}</Notice>}
        <div class="fields">
          <button type="submit" class="danger" disabled={isBusy}>
            {isBusy ? 'Deploying …' : 'Deploy it'}
          </button>
          <button
            type="button"
            onClick={() => {
              dialog.current?.close();
              onEnd();
            }}
          >
            Leave it
          </button>
        </div>
      </form>
    </dialog>
  );
}
