import type { Hypothesis__Output } from '../../../proto/gen/nlu/v1/Hypothesis.js';
import { percent } from '../parts/format.js';

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
            <thead>
              <tr>
                <th scope="col">title</th>
                <th scope="col">kind</th>
                <th scope="col">by</th>
                <th scope="col">found by</th>
                <th scope="col" class="number">
                  probability
                </th>
              </tr>
            </thead>
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
