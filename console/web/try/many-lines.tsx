import { useEffect, useRef, useState } from 'preact/hooks';
import type { TriedLine, TryContext } from '../../model/try.js';
import { percent } from '../parts/format.js';
import { Head } from '../parts/head.js';
import { Notice } from '../parts/notice.js';
import { Wide } from '../parts/wide.js';
import { tryMany } from './many-run.js';

/** Rows of one page of the table: more would make the browser slow. */
const ROWS = 100;
/** Time between two pictures of what is done, in ms. */
const SHOWN_EVERY_MS = 200;

/** Many utterances: how far they are, how they were decided, and a table in pages. */
export function ManyLines({ utterances, context }: { utterances: readonly string[]; context: TryContext }) {
  const lines = useRef<(TriedLine | undefined)[]>([]);
  const [done, setDone] = useState(0);
  const [problem, setProblem] = useState('');
  const [filter, setFilter] = useState('');
  const [page, setPage] = useState(0);
  const stopping = useRef<AbortController>(undefined);
  // The context counts as it was when the run began.
  const begun = useRef(context);
  useEffect(() => {
    begun.current = context;
    const controller = new AbortController();
    stopping.current = controller;
    lines.current = new Array(utterances.length).fill(undefined);
    setDone(0);
    setPage(0);
    setProblem('');
    let count = 0;
    const show = setInterval(() => setDone(count), SHOWN_EVERY_MS);
    const keep = (from: number, some: readonly TriedLine[]) => {
      for (const [index, line] of some.entries()) lines.current[from + index] = line;
      count += some.length;
    };
    tryMany(utterances, begun.current, keep, controller.signal)
      .catch((error: Error) => setProblem(controller.signal.aborted ? 'Stopped.' : error.message))
      .finally(() => {
        clearInterval(show);
        setDone(count);
      });
    return () => {
      clearInterval(show);
      controller.abort();
    };
  }, [utterances]);

  const known = lines.current.filter((line) => line !== undefined);
  const counts = new Map<string, number>();
  for (const { decision, problem: failure } of known) {
    const kind = failure === undefined ? decision : 'no answer';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const shown =
    filter === ''
      ? known
      : known.filter((line) => (line.problem === undefined ? line.decision : 'no answer') === filter);
  const pages = Math.max(1, Math.ceil(shown.length / ROWS));
  const isRunning = done < utterances.length && problem === '';
  return (
    <section aria-label="Utterances">
      <h2>
        {done.toLocaleString()} of {utterances.length.toLocaleString()} utterances
      </h2>
      <progress aria-label="Utterances tried" max={utterances.length} value={done} />
      {isRunning && (
        <button type="button" onClick={() => stopping.current?.abort()}>
          Stop
        </button>
      )}
      {problem !== '' && <Notice kind="bad">{problem}</Notice>}
      <p aria-live="polite">{[...counts].map(([kind, count]) => `${kind} ${count.toLocaleString()}`).join(', ')}</p>
      <div class="fields">
        <div>
          <label for="filter">Show</label>
          <select
            id="filter"
            value={filter}
            onChange={({ currentTarget }) => {
              setFilter(currentTarget.value);
              setPage(0);
            }}
          >
            <option value="">all</option>
            {[...counts].map(([kind, count]) => (
              <option key={kind} value={kind}>
                {kind} ({count})
              </option>
            ))}
          </select>
        </div>
        <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
          Earlier
        </button>
        <span>
          Page {page + 1} of {pages}
        </span>
        <button type="button" disabled={page + 1 >= pages} onClick={() => setPage(page + 1)}>
          Later
        </button>
      </div>
      <Wide label="Table of utterances">
        <table>
          <Head columns={['utterance', 'decision', 'best reading', { number: 'probability' }]} />
          <tbody>
            {shown.slice(page * ROWS, (page + 1) * ROWS).map((line, index) => (
              <tr key={`${page}-${index}`}>
                <td>{line.utterance}</td>
                <td class={line.decision}>{line.problem ?? line.decision}</td>
                <td>{line.reading}</td>
                <td class="number">{line.reading === '' ? '' : percent(line.probability)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}
