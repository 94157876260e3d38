import type { LearningCounts } from '../../model/live.js';
import type { FailuresReport } from '../../model/reports.js';
import { percent } from '../parts/format.js';
import { Head } from '../parts/head.js';

/** What rewriting does: how often, and how often it went well. */
export function RewriteTable({ learning, report }: { learning: LearningCounts; report: FailuresReport | undefined }) {
  const layers = [...new Set([...Object.keys(learning.rewrites), ...Object.keys(report?.rewrites ?? {})])].sort();
  return (
    <section aria-label="Rewrites">
      <h2>Rewrites</h2>
      {layers.length === 0 ? (
        <p class="soft">Nothing was rewritten: no table is deployed, or nothing needed it.</p>
      ) : (
        <table>
          <caption>Won and lost are expected numbers, by the report on failures</caption>
          <Head
            columns={[
              'layer',
              { number: 'since the gateway started' },
              { number: 'of all answers' },
              { number: 'in the report' },
              { number: 'won' },
              { number: 'lost' },
            ]}
          />
          <tbody>
            {layers.map((layer) => {
              const now = learning.rewrites[layer] ?? 0;
              const told = report?.rewrites[layer];
              return (
                <tr key={layer}>
                  <th scope="row">{layer}</th>
                  <td class="number">{now.toLocaleString()}</td>
                  <td class="number">{percent(learning.answers > 0 ? now / learning.answers : undefined)}</td>
                  <td class="number">{told ? told.requests.toLocaleString() : '–'}</td>
                  <td class="number">{told ? (told.requests - told.defects).toFixed(0) : '–'}</td>
                  <td class="number">{told ? told.defects.toFixed(0) : '–'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
