import { useRef, useState } from 'preact/hooks';
import type { ConsoleState } from '../../model/console-state.js';
import type { TriedAnswer, TryContext, TryRequest } from '../../model/try.js';
import { send } from '../parts/api.js';
import { Notice } from '../parts/notice.js';
import { AnswerView } from './answer-view.js';
import { ContextFields } from './context-fields.js';
import { ManyLines } from './many-lines.js';

/** More pasted lines are kept beside the field: browsers take minutes to put ten thousand into one. */
const MOST_TYPED = 200;

/** Lines of the field that hold something. */
function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

/** One utterance, and its answer as a picture; or many of them, and a table. */
export function TryPage({ state }: { state: ConsoleState | undefined }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [lines, setLines] = useState(0);
  const [context, setContext] = useState<TryContext>({});
  const [answer, setAnswer] = useState<TriedAnswer>();
  const [pasted, setPasted] = useState<readonly string[]>();
  const [many, setMany] = useState<readonly string[]>();
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: Event) => {
    event.preventDefault();
    const utterances = pasted ?? linesOf(field.current?.value ?? '');
    if (utterances.length === 0) return setProblem('Type what a user would say.');
    setProblem('');
    if (utterances.length > 1) return setMany(utterances);
    setMany(undefined);
    setBusy(true);
    try {
      const request: TryRequest = { utterances: [...utterances], context, explain: true };
      setAnswer((await send<{ answer: TriedAnswer }>('/api/try', request)).answer);
    } catch (error) {
      setAnswer(undefined);
      setProblem((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const found = linesOf(event.clipboardData?.getData('text/plain') ?? '');
    if (found.length <= MOST_TYPED) return;
    event.preventDefault();
    setPasted(found);
  };
  const count = pasted?.length ?? lines;
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey) void submit(event);
  };
  return (
    <>
      <h1>Try</h1>
      <form onSubmit={submit} aria-label="Utterance">
        <label for="utterance">What a user says; several lines are tried one by one</label>
        <textarea
          id="utterance"
          ref={field}
          rows={2}
          placeholder="play mary poppins"
          onKeyDown={onKey}
          onPaste={onPaste}
          onInput={({ currentTarget }) => setLines(linesOf(currentTarget.value).length)}
        />
        {pasted && (
          <p>
            {pasted.length.toLocaleString()} utterances were pasted, from “{pasted[0]}” on.{' '}
            <button type="button" onClick={() => setPasted(undefined)}>
              Remove them
            </button>
          </p>
        )}
        <ContextFields state={state} context={context} onChange={setContext} />
        <button type="submit" class="first" disabled={isBusy}>
          {count > 1 ? `Interpret ${count.toLocaleString()} utterances` : 'Interpret'}
        </button>
      </form>
      {problem !== '' && <Notice kind="bad">{problem}</Notice>}
      {many && <ManyLines utterances={many} context={context} />}
      {!many && answer && <AnswerView key={answer.reply.requestId} answer={answer} />}
    </>
  );
}
