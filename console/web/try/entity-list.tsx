import type { Hypothesis__Output } from '../../../proto/gen/nlu/v1/Hypothesis.js';
import { percent } from '../parts/format.js';
import { Head } from '../parts/head.js';

/** What of the catalogues the first hypotheses' slots may mean. */
export function EntityList({ hypotheses }: { hypotheses: readonly Hypothesis__Output[] }) {
  const found = hypotheses.filter(({ entities }) => entities.length > 0).slice(0, 3);
  if (found.length === 0) return null;
  return (
    <section aria-label="Entities">
      <h3>Works of the catalogues</h3>
      {found.map(({ domain, intent, entities }, index) => (
        <div key={`${index}`} class="wide">
          <table>
            <caption>
              {domain}, {intent}
            </caption>
            <Head columns={['title', 'kind', 'by', 'found by', { number: 'probability' }]} />
            <tbody>
              {entities.map(({ id, title, kind, year, creators, strategies, probability }) => (
                <tr key={id}>
                  <td>
                    {title}
                    {year ? `, ${year}` : ''}
                  </td>
                  <td>{kind}</td>
                  <td>{creators.join(', ')}</td>
                  <td>{strategies.join(', ')}</td>
                  <td class="number">{percent(probability)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </section>
  );
}
