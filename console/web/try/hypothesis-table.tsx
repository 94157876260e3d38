import type { Hypothesis__Output } from '../../../proto/gen/nlu/v1/Hypothesis.js';
import type { ToldReason } from '../../model/try.js';
import { logOdds, percent } from '../parts/format.js';
import { Head } from '../parts/head.js';
import { Wide } from '../parts/wide.js';

/** Hypotheses that are listed at once. */
const SHOWN = 6;

interface Props {
  readonly hypotheses: readonly Hypothesis__Output[];
  readonly reasons: readonly (readonly ToldReason[])[];
}

/** The merged list: raw scores, confidence, posterior, and what speaks for each. */
export function HypothesisTable({ hypotheses, reasons }: Props) {
  if (hypotheses.length === 0) return null;
  const left = hypotheses.length - SHOWN;
  return (
    <section aria-label="Hypotheses">
      <h3>Hypotheses</h3>
      <Wide label="Table of hypotheses">
        <table>
          <caption>
            Best first; raw scores are the recognizer's and cannot be compared, confidences can. Reasons add so much to
            the log-odds.
          </caption>
          <Head
            columns={[
              'domain, intent, slots',
              { number: 'raw: domain, intent, slots' },
              { number: 'confidence' },
              { number: 'prior' },
              { number: 'posterior' },
              'reasons',
            ]}
          />
          <tbody>
            {hypotheses.slice(0, SHOWN).map((hypothesis, index) => (
              <Row key={`${index}`} hypothesis={hypothesis} reasons={reasons[index] ?? []} />
            ))}
          </tbody>
        </table>
      </Wide>
      {left > 0 && <p class="soft small">{left} more are in the JSON below.</p>}
    </section>
  );
}

function Row({ hypothesis, reasons }: { hypothesis: Hypothesis__Output; reasons: readonly ToldReason[] }) {
  const { domain, intent, slots, scores, confidence, priorShift, posterior, forbidden } = hypothesis;
  const raw = [scores?.domain, scores?.intent, scores?.slot].map((score) =>
    score === undefined ? '–' : score.toFixed(2),
  );
  return (
    <tr>
      <td>
        <strong>{domain}</strong> {intent}
        {slots.map(({ name, value, start }) => (
          <div key={name + start} class="small">
            {name}: {value}
          </div>
        ))}
        {forbidden && <div class="bad small">the words forbid it</div>}
      </td>
      <td class="number">{raw.join(' · ')}</td>
      <td class="number">{percent(confidence)}</td>
      <td class="number">{priorShift === 0 ? '–' : logOdds(priorShift)}</td>
      <td class="number">{percent(posterior)}</td>
      <td class="small">
        {reasons.map(({ phrase, value }) => (
          <div key={phrase}>
            {phrase} ({logOdds(value)})
          </div>
        ))}
      </td>
    </tr>
  );
}
