import { useMemo } from 'preact/hooks';
import type { Hypothesis__Output } from '../../../proto/gen/nlu/v1/Hypothesis.js';
import { domainBeliefs } from '../../explanation/prior-shift.js';
import type { TriedAnswer } from '../../model/try.js';
import { milliseconds, percent } from '../parts/format.js';
import { Head } from '../parts/head.js';
import { Notice } from '../parts/notice.js';
import { Wide } from '../parts/wide.js';
import { BeliefChart } from './belief-chart.js';
import { EntityList } from './entity-list.js';
import { HypothesisTable } from './hypothesis-table.js';
import { MarkedText } from './marked-text.js';
import { PriorSlider } from './prior-slider.js';

/** An answer: what was decided and why, what each domain believes, and what would flip it. */
export function AnswerView({ answer }: { answer: TriedAnswer }) {
  const { utterance, reply, why, reasons } = answer;
  const decision = reply.decision.replace('DECISION_', '');
  const best = reply.readings[0]?.hypothesis ?? reply.hypotheses[0];
  const beliefs = useMemo(() => domainBeliefs(reply), [reply]);
  const missing = reply.domains.filter(({ status }) => status !== 'DOMAIN_STATUS_CODE_OK');
  return (
    <section aria-label="Answer" aria-live="polite">
      <h2>
        <span class={`decision ${decision}`}>{decision}</span>{' '}
        <span class="soft small">
          in {milliseconds(answer.milliseconds)}, request {reply.requestId}
        </span>
      </h2>
      <MarkedText text={best?.hearing || reply.rewrite?.text || utterance} slots={best?.slots ?? []} />
      <p>{why}</p>
      {reply.rewrite && (
        <Notice>
          Understood as if “{reply.rewrite.text}” had been said ({percent(reply.rewrite.probability)} that this helps).
        </Notice>
      )}
      {missing.map(({ domain, status, message }) => (
        <Notice key={domain}>
          {domain} did not answer ({status.replace('DOMAIN_STATUS_CODE_', '')}): {message}
        </Notice>
      ))}
      <div class="columns">
        <div class="panel">
          <h3>Readings</h3>
          <table>
            <caption>What the user may be asked about or acted for; those that are not offered have the rest</caption>
            <Head columns={['domain', 'what', { number: 'probability' }]} />
            <tbody>
              {reply.readings.map(({ domain, title, probability, hypothesis, entity }) => (
                <tr key={domain + title}>
                  <td>{domain}</td>
                  <td>
                    {namesOf(hypothesis, title)}
                    {entity && <span class="soft"> ({[entity.kind, entity.year].filter(Boolean).join(', ')})</span>}
                  </td>
                  <td class="number">{percent(probability)}</td>
                </tr>
              ))}
              <tr>
                <td>none</td>
                <td class="soft">none of the domains' readings</td>
                <td class="number">{percent(reply.noneProbability)}</td>
              </tr>
            </tbody>
          </table>
        </div>
        <div class="panel">
          <h3>What each domain believes</h3>
          <BeliefChart beliefs={beliefs} />
        </div>
      </div>
      <PriorSlider reply={reply} />
      <HypothesisTable hypotheses={reply.hypotheses} reasons={reasons} />
      <EntityList hypotheses={reply.hypotheses} />
      <details>
        <summary>The whole reply as JSON</summary>
        <Wide label="Reply as JSON">
          <pre class="small">{JSON.stringify(reply, null, 2)}</pre>
        </Wide>
      </details>
    </section>
  );
}

/** What a reading is called: its intent, and its title or what fills its slots. */
function namesOf(hypothesis: Hypothesis__Output | null, title: string): string {
  const values = title === '' ? (hypothesis?.slots ?? []).map(({ value }) => value) : [title];
  return [hypothesis?.intent ?? '', ...values].join(' ');
}
