import { useMemo, useState } from 'preact/hooks';
import type { InterpretResponse__Output } from '../../../proto/gen/nlu/v1/InterpretResponse.js';
import { domainBeliefs, withPrior } from '../../explanation/prior-shift.js';
import { logOdds, percent } from '../parts/format.js';

const MOST = 8;

/** What would win if the prior of one domain were another. */
export function PriorSlider({ reply }: { reply: InterpretResponse__Output }) {
  const domains = useMemo(() => domainBeliefs(reply).map(({ domain }) => domain), [reply]);
  const flip = reply.priorFlip;
  const [domain, setDomain] = useState(flip?.domain ?? domains[0] ?? '');
  const [gain, setGain] = useState(0);
  const weighed = useMemo(() => withPrior(reply, domain, gain), [reply, domain, gain]);
  if (domains.length < 2 || weighed.length === 0) return null;
  const winner = weighed[0]?.domain;
  return (
    <section class="panel" aria-label="What would come first">
      <h3>What would come first</h3>
      {flip && flip.logOdds <= MOST && (
        <p>
          {flip.domain} would come first if its prior gained more than {logOdds(flip.logOdds)} log-odds, which
          multiplies its odds by {Math.exp(flip.logOdds).toFixed(2)}. Whether what comes first is believed enough to be
          acted on is another question: the decision here is {reply.decision.replace('DECISION_', '')}.
        </p>
      )}
      <div class="fields">
        <div>
          <label for="flip-domain">Prior of</label>
          <select id="flip-domain" value={domain} onChange={({ currentTarget }) => setDomain(currentTarget.value)}>
            {domains.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <button type="button" onClick={() => setGain(0)}>
          As it was
        </button>
        {flip && flip.logOdds <= MOST && (
          <button
            type="button"
            onClick={() => {
              setDomain(flip.domain);
              setGain(Math.min(MOST, flip.logOdds + 0.1));
            }}
          >
            Just flipped
          </button>
        )}
      </div>
      <label for="flip">Log-odds that it gains: {logOdds(gain)}</label>
      <input
        id="flip"
        type="range"
        min={-MOST}
        max={MOST}
        step={0.05}
        value={gain}
        onInput={({ currentTarget }) => setGain(Number(currentTarget.value))}
      />
      <p aria-live="polite">
        First would be <strong>{winner}</strong>.
      </p>
      <table>
        <caption>Best hypothesis of each domain with that prior</caption>
        <tbody>
          {weighed.map(({ domain: own, intent, title, probability }) => (
            <tr key={own}>
              <th scope="row">{own}</th>
              <td>{title || intent}</td>
              <td class="number">{percent(probability)}</td>
              <td>
                <meter
                  class="meter"
                  min={0}
                  max={1}
                  value={probability}
                  aria-label={`${own} ${percent(probability)}`}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
