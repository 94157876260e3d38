import type { OutcomeCount } from '../../model/live.js';
import { percent } from '../parts/format.js';
import { Head } from '../parts/head.js';

/** What customers' reactions said of the answers of each version. */
export function OutcomeTable({ outcomes }: { outcomes: readonly OutcomeCount[] }) {
  if (outcomes.length === 0) return null;
  return (
    <section aria-label="Outcomes">
      <h2>Outcomes by version</h2>
      <table>
        <caption>Since the gateways started</caption>
        <Head columns={['domain', 'version', { number: 'told' }, { number: 'defects' }]} />
        <tbody>
          {outcomes.map(({ domain, version, fine, defect }) => (
            <tr key={domain + version}>
              <td>{domain}</td>
              <td>{version}</td>
              <td class="number">{(fine + defect).toLocaleString()}</td>
              <td class="number">{percent(fine + defect > 0 ? defect / (fine + defect) : undefined)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
